"""The pictures of patterns as bytes, kept between starts; and a process that makes them beside everything else.

Making all of them takes as long as all else at the first start together, and nothing else needs them: so a second
process begins with those that take longest, while this one reads the campus and its light. That process is
`looks_worker`. Knows no graphics card.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from campus.client.view.blocks import __file__ as blocks_file
from campus.client.view.blocks import bc3, bc5, levels, turned
from campus.client.view.kept import Arrays, has_kept, kept, source_of
from campus.client.view.patterns import PATTERNS, STEEPEST, pattern, source

LARGE = 512
"""Pixels of a pattern's picture, each way."""
TAKE_LONGEST = ("gravel", "grass", "terrazzo", "courses", "water", "tufts", "bark", "leaves", "roof-tiles", "soil")
"""Those are begun first: what is left at the end is small, and two can share it."""
GIVES_UP_S = 60.0
"""For one pattern; whoever waits makes it then."""


Form = Literal["plain", "fine", "blocks"]
"""`look_arrays` for a processor that draws, for a card, and `block_arrays`."""
BLOCK = 4
"""Pixels of a block, each way."""


def look_arrays(name: str, *, plain: bool) -> Arrays:
    """A pattern's picture, from the folder of what is kept, or made now.

    Args:
        name: of the pattern.
        plain: for a processor that draws: fewer pixels, and no relief.

    Returns:
        `data` (h, w, 4), tint, blue first, and gloss, as the square root of half their value; `slopes` (h, w, 2), how
        far the surface rises along u and along v, 128 is level, unless `plain`; `size` in metres; `own`, whether it has
        a colour of its own; and of how many `rows` it is.
    """
    if _ahead is not None:
        _ahead.wait(name)
    form: Form = "plain" if plain else "fine"
    return kept(*_named(name, form), lambda: _made(name, plain=plain))


def block_arrays(name: str) -> Arrays:
    """The same in blocks, as graphics cards read them: less than a third of the memory.

    Returns:
        `colour` and `relief`: the pictures and all their smaller ones, one after another, as BC3 and BC5; `shape` of
        the largest, rows and columns; `axes` and `base` as of `blocks.Turned`; `size`, `own` and `rows` as of
        `look_arrays`. Of what is smaller than a block, the arrays of `look_arrays`.
    """
    if _ahead is not None:
        _ahead.wait(name)
    return kept(*_named(name, "blocks"), lambda: _made_blocks(name))


def made_in(name: str, form: Form) -> Arrays:
    """A pattern's picture in one of its forms, as somebody will want it later."""
    return block_arrays(name) if form == "blocks" else look_arrays(name, plain=form == "plain")


def _named(name: str, form: Form) -> tuple[str, tuple[str | bytes, ...]]:
    depends_on = (name, source(), Path(__file__).read_bytes())
    if form == "blocks":
        return f"pattern-blocks-{name}", (*depends_on, source_of(blocks_file))
    return f"pattern-{'plain-' if form == 'plain' else ''}{name}", depends_on


def _fine(name: str) -> Arrays:
    """The picture for a card if it is kept; else made, and not kept: what follows from it is all that is wanted."""
    if has_kept(*_named(name, "fine")):
        return kept(*_named(name, "fine"), lambda: _made(name, plain=False))
    return _made(name, plain=False)


def _made_blocks(name: str) -> Arrays:
    fine = _fine(name)
    rows, columns, _ = fine["data"].shape
    if min(rows, columns) < BLOCK:
        return fine
    colours = turned(fine["data"][..., [2, 1, 0, 3]])
    return {
        "colour": np.concatenate([bc3(level, colours.weigh) for level in levels(colours.data)]),
        "relief": np.concatenate([bc5(level) for level in levels(fine["slopes"])]),
        "shape": np.array((rows, columns)),
        "axes": colours.axes,
        "base": colours.base,
        "size": fine["size"],
        "own": fine["own"],
        "rows": fine["rows"],
    }


def _made(name: str, *, plain: bool) -> Arrays:
    if plain and has_kept(*_named(name, "fine")):
        fine = _fine(name)
        return {"data": halved(fine["data"]), **{each: fine[each] for each in ("size", "own", "rows")}}
    look = pattern(name)
    both = np.concatenate([look.tint[..., ::-1], look.gloss[..., None]], axis=-1)
    data = np.round(np.sqrt(np.clip(both / 2, 0, 1)) * 255).astype(np.uint8)
    known = {"size": np.array(look.size), "own": np.array(look.own_colour), "rows": np.array(look.rows)}
    if plain:
        return {"data": halved(data), **known}
    slopes = np.round(look.slopes() / STEEPEST * 127 + 128).astype(np.uint8)
    return {"data": data, "slopes": slopes, **known}


def halved(data: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture of half as many pixels each way, if it is a large one: a quarter of the memory, for the low tier."""
    tall, wide, _ = data.shape
    if min(tall, wide) < LARGE or tall % 2 or wide % 2:
        return data
    parts = data.reshape(tall // 2, 2, wide // 2, 2, -1)
    smaller: NDArray[np.uint8] = ((parts.sum(axis=(1, 3), dtype=np.uint16) + 2) // 4).astype(np.uint8)
    return smaller


class Ahead:
    """Has patterns made in a process of its own, one after another; whoever needs one sooner makes it themselves.

    Args:
        folder: where pictures are kept.
        names: of patterns.
        form: in which they are wanted.
    """

    def __init__(self, folder: Path, names: Iterable[str], form: Form) -> None:
        missing = {name for name in names if name in PATTERNS and not has_kept(*_named(name, form))}
        first = [name for name in TAKE_LONGEST if name in missing]
        self._waiting = [*first, *sorted(missing - set(first))]
        self._making: tuple[str, threading.Event] | None = None
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        if self._waiting:
            self._process = _worker(folder, form)
        if self._process is None:
            self._waiting.clear()
        else:
            threading.Thread(target=self._ask, name="campus-looks", daemon=True).start()

    def wait(self, name: str) -> None:
        """Returns once nobody else makes that pattern: it is kept by then, or has to be made."""
        with self._lock:
            if name in self._waiting:
                self._waiting.remove(name)
            making = self._making
        if making is not None and making[0] == name:
            making[1].wait(GIVES_UP_S)

    def close(self) -> None:
        """Has no more made."""
        with self._lock:
            self._waiting.clear()
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _ask(self) -> None:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            while True:
                with self._lock:
                    if not self._waiting:
                        break
                    name = self._waiting.pop(0)
                    self._making = name, threading.Event()
                try:
                    process.stdin.write(f"{name}\n")
                    process.stdin.flush()
                    answered = process.stdout.readline()
                finally:
                    self._making[1].set()
                if not answered:
                    break  # it has died; what is left is made by whoever needs it
        except (OSError, ValueError):  # closed by now
            pass
        finally:
            with self._lock:
                self._waiting.clear()
                self._making = None
            with contextlib.suppress(OSError):
                process.stdin.close()
            process.stdout.close()
            process.wait()


def _worker(folder: Path, form: Form) -> subprocess.Popen[str] | None:
    """The process that makes patterns; None where there can be none: whoever needs a pattern makes it then."""
    if getattr(sys, "frozen", False):
        return None  # what runs is the program itself, which would open another window
    command = [sys.executable, "-P", "-m", f"{__name__}_worker", str(folder), form]
    try:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    except (OSError, ValueError):  # no more processes, or an interpreter without a name
        return None


_ahead: Ahead | None = None


def make_ahead(folder: Path, names: Iterable[str], form: Form) -> Ahead:
    """Begins to have patterns made beside everything else; close what it returns."""
    global _ahead
    _ahead = Ahead(folder, names, form)
    return _ahead
