"""Whatever comes from somebody who was let in: an answer, a refusal or an end, never a fault of the server."""

from __future__ import annotations

import gc
import logging
import random
from pathlib import Path
from typing import Any

from campus.bench.faults.figures import Figures
from campus.bench.faults.inside import held_class
from campus.learning.unit import Unit
from campus.protocol.messages import (
    VERSION,
    Bye,
    Enter,
    Hand,
    Hello,
    Ping,
    Press,
    Resync,
    Say,
    Sit,
    Stand,
)
from campus.protocol.wire import encode
from server.places import Place


async def nonsense(folder: Path, unit: Unit, place: Place, frames: int, rng: random.Random, figures: Figures) -> None:
    """Whatever comes from somebody who was let in: an answer, a refusal or an end, and never a fault."""
    logged: list[str] = []
    handler = _Faults(logged)
    logging.getLogger("campus").addHandler(handler)
    try:
        async with held_class(folder, unit, place) as held:
            line = await held.student("Eve")
            figures.connections = 1
            before = 0
            for number in range(frames):
                data = _nonsensical(rng, held.activity)
                try:
                    await line.send_raw(data)  # type: ignore[attr-defined]  # lines in memory take bytes
                except Exception as fault:
                    figures.faults.append(f"{type(fault).__name__}: {fault} after {data!r:.80}")
                ended = any(isinstance(message, Bye) for message in line.heard())
                if ended:
                    await line.cut()
                    line = await held.student("Eve")
                    figures.connections += 1
                if number % 50 == 0:
                    held.clock.seconds += 1.0
                    held.hub.tick()
                    held.teacher.heard()
                if number % 1000 == 0:
                    held.clock.seconds += 200.0  # Whoever is gone is forgotten after two minutes.
                    held.hub.tick()
                    await held.hub.settle()
                if number == frames // 10:
                    before = _objects()
            held.clock.seconds += 200.0
            held.hub.tick()
            await held.hub.settle()
            figures.frames, figures.growth = frames, _objects() - before
            if not await held.press(held.teacher, "class", "do.close"):
                figures.faults.append("the class no longer hears its teacher")
    finally:
        logging.getLogger("campus").removeHandler(handler)
    figures.faults += logged


class _Faults(logging.Handler):
    """Collects what the server logs as a fault of its own."""

    def __init__(self, into: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._into = into

    def emit(self, record: logging.LogRecord) -> None:
        self._into.append(record.getMessage())


def _objects() -> int:
    gc.collect()
    return len(gc.get_objects())


def _nonsensical(rng: random.Random, activity: str) -> bytes | str:
    """A frame: bytes, a message cut or bent, or a good one at a bad moment."""
    # What cannot be read ends the connection; most frames can, so that a connection lasts for a while.
    kind = rng.randrange(40)
    if kind == 0:
        return rng.randbytes(rng.randrange(0, 60))
    if kind == 1:
        return b"\x01" + rng.randbytes(rng.choice((13, 14, 15, 16, 17, 18, 19, 20)))
    if kind == 2:
        return "".join(chr(rng.randrange(1, 0xD7FF)) for _ in range(rng.randrange(0, 40)))
    if kind == 4:
        return encode(Hello(version=VERSION, name="Eve")).decode()
    told = encode(rng.choice(_good(rng, activity))).decode()
    if kind == 3:
        at = rng.randrange(len(told))
        return (
            told[:at] + rng.choice(("", '"', "{", "\\u0000", "9" * 400, "\U0001f600")) + told[at + rng.randrange(3) :]
        )
    return told


def _good(rng: random.Random, activity: str) -> list[Any]:
    word = rng.choice(("", "main", "entry", "\x00", "e\u0301" * 20, "'; DROP TABLE log; --", "a" * 128))
    panel = rng.choice(
        (f"answer.{activity}.1", f"answer.{activity}.2", "answer..", "class", "open-class", "record", word)
    )
    item = rng.choice(("answer", "life.end", "next", "go", "do.close", "do.", "take-over", word))
    value = rng.choice(("1/a", "1/zz", "2/b", "/", "1/" * 900, word))
    id_ = rng.choice(("same", word, f"n{rng.randrange(10**9)}"))
    return [
        Press(panel=panel, item=item, value=value, client_message_id=id_),
        Say(words=word * 3, client_message_id=id_),
        Sit(seat=word),
        Stand(),
        Hand(up=rng.random() < 0.5),
        Enter(space=rng.choice(("room", word)), portal=rng.choice((None, word)), spawn=rng.choice((None, word))),
        Resync(),
        Ping(sent=rng.choice((0.0, 1e308, -1.0))),
    ]
