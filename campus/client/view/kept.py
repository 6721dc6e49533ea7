"""What took a second to work out is kept in a folder for the next start: the light of a space, pictures of materials.

Without a folder nothing is kept and everything still works. Whatever cannot be read is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

MOST_FILES = 192
"""A designer's edits make a new light each time; the oldest ones go."""

_DIGITS = 20

_folder: Path | None = None


def keep_in(folder: Path | None) -> None:
    """Names the folder; the program's start says which, since only that knows whose machine it is."""
    global _folder
    _folder = folder


def kept(
    name: str, depends_on: tuple[str | bytes, ...], make: Callable[[], Arrays], *, newest: int | None = None
) -> Arrays:
    """Arrays from the folder, or made now and put there; none of them are not put there.

    Args:
        name: what they are, for the file's name.
        depends_on: everything that they follow from; another value, another file.
        make: works them out; called where there is no such file, or no folder.
        newest: how many of this name are kept; None is as many as there is room for.
    """
    path = _path(name, depends_on)
    if path is None:
        return make()
    try:
        with np.load(path, allow_pickle=False) as stored:
            found = {key: stored[key] for key in stored.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        made = make()
        if made:
            _write(path, made)
            _forget_older(path.parent.glob(f"{name}-{'[0-9a-f]' * _DIGITS}.npz"), newest)
        return made
    with contextlib.suppress(OSError):
        os.utime(path)  # what is used at every start is not what goes first
    return found


def has_kept(name: str, depends_on: tuple[str | bytes, ...]) -> bool:
    """Whether there is such a file; that it can be read is another thing."""
    path = _path(name, depends_on)
    return path is not None and path.exists()


def _path(name: str, depends_on: tuple[str | bytes, ...]) -> Path | None:
    if _folder is None:
        return None
    digest = hashlib.sha256()
    for part in depends_on:
        digest.update(part if isinstance(part, bytes) else part.encode())
        digest.update(b"\0")
    return _folder / f"{name}-{digest.hexdigest()[:_DIGITS]}.npz"


def _write(path: Path, arrays: Arrays) -> None:
    # Beside it first, then renamed: another process never reads half a file. A full disk is no reason to fail.
    beside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            named: dict[str, Any] = dict(arrays)
            np.savez(file, **named)
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    _forget_older(path.parent.glob("*.npz"), MOST_FILES)


def _forget_older(files: Iterable[Path], newest: int | None) -> None:
    with contextlib.suppress(OSError):
        for old in sorted(files, key=lambda p: p.stat().st_mtime)[: -newest if newest else 0]:
            old.unlink(missing_ok=True)


def source_of(file: str) -> bytes:
    """The text of a module, so that what it made yesterday is not taken for what it would make today."""
    return Path(file).read_bytes()
