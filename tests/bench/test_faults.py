"""A short campaign of faults, with its outcomes; and that a campaign would notice."""

from __future__ import annotations

import asyncio
import io
import json
import os
import sqlite3
import sys
from pathlib import Path

import pytest

from campus.bench import faults
from campus.bench.faults.figures import Figures
from campus.bench.faults.kills import judge
from campus.bench.faults.server_process import Bot
from campus.learning import events
from campus.learning.events import Began, Came, Created, Did, Turned
from campus.learning.unit_file import load_units
from server.store import Store

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(os.name == "nt", reason="SKIPPED ALOUD: Windows has no SIGKILL, and links need a right")
def test_a_killed_server_loses_nothing_and_nonsense_is_no_fault(tmp_path) -> None:
    out = io.StringIO()
    status = faults.run(ROOT, rounds=2, bots=8, frames=1500, seed=5, as_json=True, out=out, scratch=tmp_path)
    told = json.loads(out.getvalue())
    assert told.pop("restart_s")
    assert status == 0, out.getvalue()
    assert told["sound"]
    assert told["acknowledged"] > 0
    assert (told["lost"], told["twice"], told["wrong_phase"], told["unsound"]) == (0, 0, 0, [])
    assert (told["faults"], told["frames"]) == ([], 1500)
    assert told["connections"] > 1
    assert told["closing"]["counted"] + told["closing"]["refused"] == 20
    assert told["closing"]["neither"] == 0
    assert (told["clock"], told["held"], told["wrong_timer"]) == ([], True, 0)
    assert told["disk"] == ([] if sys.platform == "linux" else None)


@pytest.fixture
def log(tmp_path):
    """The log of a class in a vote, with one answer: file and activity."""
    unit = load_units(ROOT)["telehealth-01"]
    ask = unit.plan[1].id
    created = Created(
        at=1.0, session="s1", unit=unit, space="room", room="room", code="ABCDEF", name="Hayot", role="teacher"
    )
    story = [
        ("hayot", created),
        ("hayot", Turned(at=1.0, verb="admit")),
        ("ana", Came(at=1.0, name="Ana", role="student")),
        ("hayot", Turned(at=1.0, verb="start")),
        ("hayot", Began(at=1.0, activity=ask)),
        ("hayot", Did(at=1.0, activity=ask, verb="open")),
        ("ana", Did(at=2.0, activity=ask, verb="answer", value="1/a", message="m1")),
    ]

    async def write() -> None:
        store = Store.open(tmp_path / "log.db")
        for actor, event in story:
            await store.append("session/s1", actor, [(event.type, events.encode(event))])
        store.close()

    asyncio.run(write())
    return tmp_path / "log.db", ask


def judged(log, *acknowledged: tuple[str, str]) -> Figures:
    import random

    file, ask = log
    figures = Figures()
    bot = Bot(1, random.Random(1), person="ana", acknowledged=list(acknowledged))
    judge(file, [bot], ask, None, figures)
    return figures


def test_an_answer_that_is_there_once_is_neither_lost_nor_twice(log) -> None:
    figures = judged(log, ("m1", "1/a"))
    assert (figures.lost, figures.twice, figures.wrong_phase, figures.unsound) == (0, 0, 0, [])


def test_a_lost_answer_would_be_noticed(log) -> None:
    assert judged(log, ("m1", "1/a"), ("m2", "1/b")).lost > 0


def test_an_answer_kept_twice_would_be_noticed(log) -> None:
    with sqlite3.connect(log[0]) as connection:
        connection.execute(
            "INSERT INTO log (time, stream, actor, type, payload) "
            "SELECT time, stream, actor, type, payload FROM log WHERE actor = 'ana' AND type = 'did'"
        )
    assert judged(log, ("m1", "1/a")).twice == 1


def test_another_phase_would_be_noticed(log) -> None:
    with sqlite3.connect(log[0]) as connection:
        connection.execute("DELETE FROM log WHERE type = 'began'")
    assert judged(log).wrong_phase == 1
