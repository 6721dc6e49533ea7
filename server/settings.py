"""What a campus decides for its server: `config/server.yaml`, and over it `server.yaml` of the data folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import yaml

from campus.errors import CampusError
from campus.text import bilingual

FILE = "server.yaml"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    """The server's settings.

    Attributes:
        learner_model: whether learners are estimated; see `campus.learning.model`.
    """

    learner_model: bool = True


def read_settings(*folders: Path) -> Settings:
    """The settings of these folders, the later ones over the earlier; a folder without the file says nothing.

    Raises:
        CampusError: a file is not what it should be; the message names it.
    """
    found: dict[str, Any] = {}
    for folder in folders:
        file = folder / FILE
        if not file.exists():
            continue
        try:
            told = yaml.safe_load(file.read_text("utf-8")) or {}
            found |= msgspec.to_builtins(msgspec.convert(told, dict[str, Any]))
            msgspec.convert(told, Settings)
        except (OSError, UnicodeDecodeError, yaml.YAMLError, msgspec.ValidationError) as problem:
            raise CampusError(
                bilingual(
                    f"{file}: the server's settings cannot be read ({problem}).",
                    f"{file} : les réglages du serveur ne peuvent pas être lus (« {problem} »).",
                )
            ) from None
    return msgspec.convert(found, Settings)
