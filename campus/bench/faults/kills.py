"""A server that is killed in the middle of a vote, over and over: what it acknowledged is there, once."""

from __future__ import annotations

import asyncio
import contextlib
import random
import signal
import sqlite3
from pathlib import Path

from campus.bench.faults.figures import Figures
from campus.bench.faults.inside import votes_of
from campus.bench.faults.server_process import Bot, Teacher, open_class, serve, teaching
from campus.errors import CampusError
from campus.learning.activities.timer import TimerRunning
from campus.learning.events import Did, decode
from campus.learning.fold import replay
from campus.learning.session import Session
from campus.text import bilingual
from server.backup import verify


async def kills(data: Path, root: Path, rng: random.Random, figures: Figures) -> None:
    """Kill a server `figures.rounds` times while people vote, and judge after each time what it kept."""
    data.mkdir()
    log, bots = data / "log.db", [Bot(n, random.Random(rng.getrandbits(64))) for n in range(figures.bots)]
    process, url, took = await serve(data, root)
    starts = [took]
    try:
        async with teaching(url, data) as teacher:
            activity = await open_class(teacher, root)
        # The teacher's going has held the class; from here on only the server goes.
        async with teaching(url, data) as teacher:
            if await teacher.press("life.resume"):
                raise CampusError(
                    bilingual(
                        "The class that was held could not be resumed.", "Le cours suspendu n'a pas pu reprendre."
                    )
                )
            timer = _timer(read(log)[0])
            await _round(process, url, log, activity, teacher, bots, rng)
        for number in range(figures.rounds):
            judge(log, bots, activity, timer, figures)
            process, url, took = await serve(data, root)
            starts.append(took)
            if number == figures.rounds - 1:
                break
            async with teaching(url, data) as teacher:
                if not await teacher.is_offered("do.close"):
                    figures.wrong_phase += 1
                await _round(process, url, log, activity, teacher, bots, rng)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    starts.sort()
    figures.restart_s = {"median": round(starts[len(starts) // 2], 2), "longest": round(starts[-1], 2)}
    figures.sent = sum(bot.sent for bot in bots)
    figures.acknowledged = sum(len(bot.acknowledged) for bot in bots)


async def _round(
    process: asyncio.subprocess.Process,
    url: str,
    log: Path,
    activity: str,
    teacher: Teacher,
    bots: list[Bot],
    rng: random.Random,
) -> None:
    """Everybody votes; at some moment the server is killed."""
    watching = asyncio.create_task(teacher.read_on())
    session, _ = read(log)
    before = sum(len(bot.acknowledged) for bot in bots)
    voting = [asyncio.create_task(bot.vote(url, session.code, activity)) for bot in bots]
    if rng.random() < 0.7:  # In the other rounds they are still coming in.
        while sum(len(b.acknowledged) for b in bots) == before and not all(task.done() for task in voting):
            await asyncio.sleep(0.01)
    await asyncio.sleep(rng.uniform(0.0, 0.8))
    process.send_signal(signal.SIGKILL)
    await process.wait()
    await asyncio.gather(watching, *voting)


def judge(log: Path, bots: list[Bot], activity: str, timer: TimerRunning | None, figures: Figures) -> None:
    """After a kill: is everything there that was acknowledged, once, and does the class stand where it stood?"""
    figures.unsound += (problem.en for problem in verify(log).problems)
    session, answers = read(log)
    kept = [(actor, event.message, event.value) for actor, event in answers]
    figures.twice += len(kept) - len({(actor, message) for actor, message, _ in kept})
    held = set(kept)
    figures.wrong_timer += _timer(session) != timer
    running = session.running.get(activity)
    if session.life != "live" or session.current != activity or getattr(running, "phase", "") != "vote1":
        figures.wrong_phase += 1
        return
    counted = votes_of(session, activity)
    for bot in bots:
        figures.lost += sum((bot.person, id_, value) not in held for id_, value in bot.acknowledged)
        # The last acknowledged answer counts, or the one that was on its way when the server died.
        right = {
            value.rpartition("/")[2] for _, value in (*bot.acknowledged[-1:], *([bot.pending] if bot.pending else []))
        }
        if bot.acknowledged and counted.get(bot.person) not in right:
            figures.lost += 1


def _timer(session: Session) -> TimerRunning | None:
    running = session.running.get("going")
    return running if isinstance(running, TimerRunning) else None


def read(log: Path) -> tuple[Session, list[tuple[str, Did]]]:
    """The one class of a log whose server is dead or idle, and every answer in it."""
    # Read as anybody would who has only the file: no server, no store, no thread of its own.
    with contextlib.closing(sqlite3.connect(log)) as connection:
        rows = connection.execute(
            "SELECT actor, payload FROM log WHERE stream LIKE 'session/%' ORDER BY seq"
        ).fetchall()
    told = [(actor, decode(payload)) for actor, payload in rows]
    session = replay(told)
    if session is None:
        raise CampusError(bilingual("The log has lost its class.", "Le journal a perdu son cours."))
    return session, [(actor, event) for actor, event in told if isinstance(event, Did) and event.verb == "answer"]
