"""The picture that somebody asked for when they opened the campus: it is written, or they are told that it is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from campus.errors import CampusError
from campus.text import bilingual

if TYPE_CHECKING:
    from campus.client.view.stage import Stage


class NoPicture(CampusError):
    """A picture was asked for, and there is none."""


def keep_picture(stage: Stage | None, path: Path | None) -> None:
    """Writes what was drawn last, and prints where.

    Args:
        stage: None where its window was closed already.
        path: None where nobody asked for a picture.

    Raises:
        NoPicture: when there is nothing to be seen any more, or it cannot be written there.
    """
    if path is None:
        return
    if stage is None:
        raise NoPicture(
            bilingual(
                f"{path}: not written, since the window was closed before the picture was taken. Leave it open "
                "until --seconds are up.",
                f"{path} : pas écrite, car la fenêtre a été fermée avant que l'image ne soit prise. "
                "Laissez-la ouverte jusqu'à la fin de --seconds.",
            )
        )
    try:
        stage.screenshot(path)
    except OSError as problem:
        raise NoPicture(
            bilingual(
                f"{path}: the picture cannot be written there. Name a file in a folder that you may write to.",
                f"{path} : l'image ne peut pas y être écrite. Nommez un fichier dans un dossier où vous pouvez écrire.",
            )
        ) from problem
    print(path)  # noqa: T201
