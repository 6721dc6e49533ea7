"""`campus bot`: people without a screen, who walk, sit and vote. For rehearsals, tests and measurements.

Many in one event loop, each with a connection of their own and nothing that a real client lacks: the same caller, the
same ground, the same buffers for the others. Since they share a clock, each knows where the others truly are, and what
it would have drawn of them is measured against that.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import random
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from campus.errors import CampusError
from campus.scene import load_campus
from campus.space import Space, compile_space
from campus.text import bilingual
from campus.tools.bots.figures import Figures, words
from campus.tools.bots.measuring import Measure, count_traffic
from campus.tools.bots.names import GIVEN_NAMES
from campus.tools.bots.person import Behaviour, Bot
from campus.tools.bots.walking import set_down
from campus.world import Ground

FRAMES_PER_S = 20.0
ENTERED_WITHIN_S = 30.0


def run(
    url: str,
    count: int = 1,
    space: str | None = None,
    behaviour: Behaviour | str = "wander",
    seconds: float = 60.0,
    as_json: bool = False,
    code: str | None = None,
    root: Path | None = None,
    seed: int = 1,
) -> int:
    """Send bots to a server, and print what they measured: at the end, or when SIGTERM or SIGINT (Ctrl+C) stops them.

    Args:
        url: `ws://host:port`.
        count: how many.
        space: where they go; None for where the server lets them in.
        behaviour: `wander`, `sit` (take a seat and stay) or `attend` (sit, and answer what is asked).
        seconds: for how long, once they are all in; 0 until they are stopped.
        as_json: the figures as one JSON object rather than as words.
        code: a join code.
        root: the folder of the campus's content; it must be what the server has.
        seed: the same seed walks the same ways, as far as the network lets it.

    Returns:
        0 when everybody got in and nothing failed, else 1.

    Raises:
        CampusError: the campus has mistakes, knows no such space, or the server does not let them in.
    """
    if behaviour not in ("wander", "sit", "attend"):
        raise CampusError(
            bilingual(
                f"A bot cannot '{behaviour}'. It can wander, sit or attend.",
                f"Un robot ne sait pas « {behaviour} ». Il sait « wander », « sit » ou « attend ».",
            )
        )
    assert behaviour in ("wander", "sit", "attend")
    spaces = _grounds(root or Path.cwd(), space)
    figures = Figures(count, behaviour, space or "", seconds)
    asyncio.run(_run(url, count, space, behaviour, seconds, code, spaces, seed, figures))
    sys.stdout.write((json.dumps(asdict(figures), ensure_ascii=False, indent=2) if as_json else words(figures)) + "\n")
    return 0 if figures.online == count and not figures.errors else 1


def _grounds(root: Path, space: str | None) -> dict[str, tuple[Space, Ground]]:
    """The spaces that bots may come to, compiled, with their grounds."""
    campus = load_campus(root)
    if space is not None and space not in campus.scenes:
        every = ", ".join(sorted(campus.scenes))
        raise CampusError(
            bilingual(
                f"This campus has no space '{space}'. It has: {every}.",
                f"Ce campus n'a pas d'espace « {space} ». Il a : {every}.",
            )
        )
    compiled = {id_: compile_space(campus, id_) for id_ in ([space] if space else campus.scenes)}
    return {id_: (one, Ground.of_space(one)) for id_, one in compiled.items()}


async def _run(
    url: str,
    count: int,
    space: str | None,
    behaviour: Behaviour,
    seconds: float,
    code: str | None,
    spaces: Mapping[str, tuple[Space, Ground]],
    seed: int,
    figures: Figures,
) -> None:
    rng = random.Random(seed)
    stop = asyncio.Event()
    bots = []
    for number in range(count):
        name = GIVEN_NAMES[number % len(GIVEN_NAMES)] + (f" {number // len(GIVEN_NAMES) + 1}" if count > 26 else "")
        own = random.Random(rng.getrandbits(64))
        bots.append(Bot(url, name, behaviour, spaces, space, code, own, figures))
    calls = [asyncio.create_task(bot.caller.run()) for bot in bots]
    try:
        with _stopped_by_signals(stop):
            await _frames(bots, calls, ENTERED_WITHIN_S, figures, rng, stop, until_in=True)
            if not stop.is_set():
                _raise_if_nobody(bots, url)
            measure = Measure(bots, figures, rng)
            before = [asdict(bot.caller.traffic) for bot in bots]
            began = time.monotonic()
            await _frames(bots, calls, seconds or math.inf, figures, rng, stop, measure=measure)
        passed = max(time.monotonic() - began, 1e-6)
        figures.seconds = round(passed, 1)
        count_traffic(bots, before, passed, figures)
        measure.finish()
        figures.online = sum(bot.walker is not None and bot.caller.state.phase == "online" for bot in bots)
        figures.space = space or next((bot.space for bot in bots if bot.space), "")
    finally:
        for bot in bots:
            bot.caller.close()
        for result in await asyncio.gather(*calls, return_exceptions=True):
            if isinstance(result, BaseException):
                figures.errors.append(repr(result))


@contextlib.contextmanager
def _stopped_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """Inside, SIGTERM and SIGINT set `stop` rather than end the process; elsewhere than in the main thread, nothing."""
    loop = asyncio.get_running_loop()
    before: dict[signal.Signals, object] = {}
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(ValueError):  # not in the main thread
            before[number] = signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # as it was given by the same function


async def _frames(
    bots: Sequence[Bot],
    calls: Sequence[asyncio.Task[None]],
    seconds: float,
    figures: Figures,
    rng: random.Random,
    stop: asyncio.Event,
    *,
    until_in: bool = False,
    measure: Measure | None = None,
) -> None:
    """Run everybody's frames for a while, or until all are in, or until they are stopped."""
    last = time.monotonic()
    ends, due = last + seconds, last
    while (now := time.monotonic()) < ends and not stop.is_set():
        if measure is not None and now - due > 0.05:
            figures.late_frames += 1
        nobody_thought = True
        first = rng.randrange(len(bots))
        for bot in (*bots[first:], *bots[:first]):
            if bot.frame(now, max(now - last, 1e-3), may_think=nobody_thought):
                nobody_thought = False
        for space in {bot.space for bot in bots}:
            set_down([bot.walker for bot in bots if bot.walker is not None and bot.space == space])
        for bot in bots:
            bot.tell(now)
        if measure is not None:
            measure.look(now)
        if until_in and all(bot.walker is not None or call.done() for bot, call in zip(bots, calls, strict=True)):
            return
        last = now
        due = max(due + 1.0 / FRAMES_PER_S, now)
        # Never less than a moment: what came in is read by other tasks of this loop, and they need their turn.
        await asyncio.sleep(max(due - time.monotonic(), 0.005))


def _raise_if_nobody(bots: Sequence[Bot], url: str) -> None:
    if any(bot.walker is not None for bot in bots):
        return
    reason = next((bot.caller.state.reason for bot in bots if bot.caller.state.reason), None)
    silent = bilingual(
        f"{url} did not let anybody in within {ENTERED_WITHIN_S:.0f} s.",
        f"{url} n'a laissé entrer personne en {ENTERED_WITHIN_S:.0f} s.",
    )
    raise CampusError(reason or silent)
