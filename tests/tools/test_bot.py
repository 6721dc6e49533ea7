"""Bots on a small campus and a real server process; what a single bot thinks is tested without either."""

from __future__ import annotations

import asyncio
import json
import math
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from campus.errors import CampusError
from campus.learning.panel import Choices, Option, Panel
from campus.protocol.messages import (
    VERSION,
    Came,
    Done,
    Enter,
    Entered,
    Figure,
    Hello,
    Panels,
    Person,
    Press,
    PutBack,
    Sit,
    Welcome,
)
from campus.protocol.poses import PoseFrame
from campus.remote import Caller
from campus.scene import load_campus
from campus.space import Space, compile_space
from campus.text import Text
from campus.tools.bot import run
from campus.tools.bots.figures import Figures
from campus.tools.bots.measuring import KEPT_ERRORS, Measure
from campus.tools.bots.person import Bot
from campus.tools.bots.walking import Truth, Walker, set_down
from campus.world import Ground, Pose
from campus.world.ground import WALK_MPS

REPOSITORY = Path(__file__).parents[2]
CAMPUS = """\
schema: 1
title: {fr: Campus, en: Campus}
entry: lab
spaces:
  - {space: lab, at: [0, 0]}
"""
LAB = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
shell: {room: {size: [8, 6, 3.2]}, floor: oak, walls: lime-plaster, ceiling: acoustic-panel}
nodes:
  - {type: spawn, id: entry, at: [1.5, 1.5], facing: north}
  - {type: bench, id: long, name: {fr: Banc, en: Bench}, at: [4, 4.5], facing: south, length: 3.0}
  - {type: waypoint, id: corner, name: {fr: Le coin, en: The corner}, at: [6.5, 1.5], facing: west}
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("campus")
    (folder / "scenes" / "prefabs").mkdir(parents=True)
    (folder / "scenes" / "campus.yaml").write_text(CAMPUS, encoding="utf-8")
    (folder / "scenes" / "lab.yaml").write_text(LAB, encoding="utf-8")
    shutil.copytree(REPOSITORY / "assets" / "materials", folder / "assets" / "materials")
    return folder


@pytest.fixture(scope="module")
def url(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server process of our own; end of file on its standard input is its clean stop."""
    data = tmp_path_factory.mktemp("data")
    command = [
        sys.executable,
        "-P",
        "-m",
        "campus",
        "serve",
        "--port",
        "0",
        "--lifeline",
        "--data",
        data,
        "--root",
        root,
    ]
    with subprocess.Popen(
        list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        first = server.stdout.readline()
        assert first.startswith("listening on "), server.stderr.read()
        yield first.removeprefix("listening on ").strip()
        _, errors = server.communicate()
    assert server.returncode == 0
    assert "ERROR" not in errors
    assert "Traceback" not in errors


@pytest.fixture(scope="module")
def lab(root: Path) -> tuple[Space, Ground]:
    space = compile_space(load_campus(root), "lab")
    return space, Ground.of_space(space)


def figures_of(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    figures: dict[str, object] = json.loads(capsys.readouterr().out)
    return figures


# --- with a server ---------------------------------------------------------------------------------------------------


def test_bots_wander_and_see_each_other_where_they_are(
    url: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(url, count=5, space="lab", behaviour="wander", seconds=4.0, as_json=True, root=root) == 0
    figures = figures_of(capsys)
    assert (figures["online"], figures["errors"], figures["put_back"]) == (5, [], 0)
    error = figures["error_m"]
    assert isinstance(error, dict)
    assert 0 < error["p50"] <= error["p95"] <= error["max"]
    assert error["p50"] < 0.5
    assert figures["messages_in_per_s"] > 0
    assert figures["bytes_out_per_s"] > 0


def test_bots_take_seats_and_never_the_same_one(url: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks for a place that was taken meanwhile is refused, and takes another."""
    assert run(url, count=3, behaviour="sit", seconds=6.0, as_json=True, root=root) == 0
    figures = figures_of(capsys)
    assert figures["space"] == "lab"
    assert 1 <= figures["seats_taken"] <= 5
    assert set(figures["refusals"]) <= {"taken"}
    assert figures["put_back"] == 0


def test_the_figures_are_told_in_words_too(url: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(url, count=1, seconds=0.5, root=root) == 0
    assert "1 of 1 bots in lab" in capsys.readouterr().out


async def somebody_walks(url: str) -> None:
    """Stand in the lab until somebody else has come in and walks: by then they know that they are in."""
    caller = Caller(url, Hello(version=VERSION, name="Watcher"), now=time.monotonic)
    calling = asyncio.create_task(caller.run())
    async with asyncio.timeout(60):
        me, walks = None, False
        while not walks:
            await caller.arrival()
            for event in caller.receive():
                match event:
                    case Welcome():
                        caller.send(Enter(space="lab"))
                    case Entered(you=slot):
                        me = slot
                    case PoseFrame(seen=seen):
                        walks = walks or any(s.slot != me and math.hypot(s.pose.vx, s.pose.vy) > 0.1 for s in seen)
    caller.close()
    await calling


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process that another one signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("as_json", [True, False])
def test_bots_without_an_end_go_on_until_they_are_stopped_and_then_tell_their_figures(
    url: str, root: Path, number: signal.Signals, as_json: bool
) -> None:
    command = [sys.executable, "-P", "-m", "campus", "bot", url, "--seconds", "0", "--root", str(root)]
    with subprocess.Popen(
        command + ["--json"] * as_json, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as bots:
        asyncio.run(somebody_walks(url))
        assert bots.poll() is None
        bots.send_signal(number)
        told, errors = bots.communicate(timeout=60)
    assert (bots.returncode, errors) == (0, "")
    if as_json:
        figures = json.loads(told)
        assert (figures["online"], figures["errors"]) == (1, [])
        assert "than one walks" in figures["largest_jump_means"]
    else:
        assert "1 of 1 bots in lab" in told
        assert "than one walks" in told


def test_of_a_run_without_an_end_not_every_error_is_kept_but_the_largest_is() -> None:
    figures = Figures(0, "wander", "lab", 0.0)
    measure = Measure((), figures, random.Random(1))
    for number in range(KEPT_ERRORS + 5000):
        measure._note(9.0 if number == 7 else 0.1)
    measure.finish()
    assert figures.samples == KEPT_ERRORS + 5000
    assert figures.error_m == {"p50": 0.1, "p95": 0.1, "p99": 0.1, "max": 9.0}
    assert len(measure._errors) == KEPT_ERRORS


def test_a_space_that_is_not_there_is_named_before_anybody_calls(root: Path) -> None:
    with pytest.raises(CampusError, match=r"no space .libary.\. It has: lab"):
        run("ws://127.0.0.1:1", space="libary", root=root)


def test_a_behaviour_that_no_bot_has_is_named(root: Path) -> None:
    with pytest.raises(CampusError, match="cannot 'dance'"):
        run("ws://127.0.0.1:1", behaviour="dance", root=root)


def test_a_server_that_is_not_there_is_told_in_a_sentence(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campus.tools.bot.ENTERED_WITHIN_S", 0.5)
    with pytest.raises(CampusError, match=r"Cannot reach ws://127\.0\.0\.1:9"):
        run("ws://127.0.0.1:9", root=root)


# --- without one -----------------------------------------------------------------------------------------------------


def a_bot(lab: tuple[Space, Ground], behaviour: str = "wander", seed: int = 3) -> Bot:
    figures = Figures(1, behaviour, "lab", 1.0)
    return Bot("ws://nowhere", "Léo", behaviour, {"lab": lab}, None, None, random.Random(seed), figures)


def a_person(id_: str, slot: int, seat: str | None = None) -> Person:
    return Person(id=id_, slot=slot, name=id_, role="student", figure=Figure(), seat=seat)


def entered(*others: Person) -> Entered:
    me = a_person("leo", 0)
    return Entered(
        room="lab", space="lab", you=0, at=(1.5, 1.5, 0.0, 0.0), people=(me, *others), state={}, tick=0, time=0.0
    )


def let_in(bot: Bot) -> Bot:
    bot.caller.inbox.append(
        Welcome(
            version=1,
            person="leo",
            role="student",
            connection="c",
            resume="r",
            time=0.0,
            entry="lab",
            content=(),
            spaces={},
        )
    )
    bot.caller.inbox.append(entered())
    bot.frame(0.0, 0.05)
    return bot


def said_by(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    said: list[object] = []
    monkeypatch.setattr(bot.caller, "send", said.append)
    return said


def test_a_walker_keeps_to_its_pace_and_arrives(lab: tuple[Space, Ground]) -> None:
    _, ground = lab
    walker = Walker(ground, (1.5, 1.5, 0.0, 180.0))
    assert walker.go((6.5, 1.5, 0.0))
    for _ in range(200):
        before = walker.pose
        walker.step(0.05)
        set_down([walker])
        assert math.dist(before[:2], walker.pose[:2]) <= WALK_MPS * 0.05 + 1e-9
        assert ground.within(*walker.pose[:3])[0]
    assert math.dist(walker.pose[:2], (6.5, 1.5)) < 0.06
    assert walker.pose.speed == 0.0


def test_the_truth_of_a_moment_lies_between_two_frames() -> None:
    truth = Truth()
    assert truth.at(1.0) is None
    for n in range(5):
        truth.add(float(n), Pose(n * 2.0, 0.0, 0.0, 0.0))
    assert truth.at(2.5) == pytest.approx((5.0, 0.0, 0.0))
    assert truth.at(9.0) == pytest.approx((8.0, 0.0, 0.0))
    assert truth.at(-1.0) is None


def test_a_bot_that_is_put_back_walks_on_from_there(lab: tuple[Space, Ground]) -> None:
    bot = let_in(a_bot(lab))
    assert bot.walker is not None
    bot.walker.go((6.5, 1.5, 0.0))
    bot.caller.inbox.append(PutBack(at=(2.0, 1.0, 0.0, 90.0), why=Text(fr="Non.", en="No.")))
    bot.frame(0.05, 0.05, may_think=False)
    assert bot.walker.pose[:4] == (2.0, 1.0, 0.0, 90.0)
    assert not bot.walker.way


def test_a_bot_walks_to_a_free_seat_asks_for_it_and_sits_once_the_server_says_so(
    lab: tuple[Space, Ground], monkeypatch: pytest.MonkeyPatch
) -> None:
    space, _ = lab
    *taken, free = space.seats
    bot = let_in(a_bot(lab, "sit"))
    for n, seat in enumerate(taken, start=1):
        bot.caller.inbox.append(Came(person=a_person(f"other-{n}", n, seat)))
    said = said_by(bot, monkeypatch)
    now = 0.0
    while not any(isinstance(m, Sit) for m in said):
        now += 0.05
        bot.frame(now, 0.05)
        assert now < 60.0
    assert [m.seat for m in said if isinstance(m, Sit)] == [free]
    assert bot.seat is None
    bot.caller.inbox.append(Came(person=a_person("leo", 0, free)))
    bot.frame(now + 0.05, 0.05)
    assert bot.seat == free
    assert bot.walker is not None
    assert bot.walker.pose.seated
    assert bot.walker.pose[:3] == pytest.approx(space.seats[free].at)


def a_question(selected: tuple[str, ...] = (), enabled: bool = True) -> Panels:
    options = tuple(Option(id=letter, text=Text(fr=letter, en=letter)) for letter in "abcd")
    choices = Choices(id="q1", options=options, selected=selected, enabled=enabled)
    return Panels(panels=(Panel(id="vote", title=Text(fr="?", en="?"), items=(choices,)),))


def test_a_bot_that_attends_answers_a_question_once_however_often_it_is_shown(
    lab: tuple[Space, Ground], monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = let_in(a_bot(lab, "attend", seed=1))
    said = said_by(bot, monkeypatch)
    for n in range(200):
        bot.caller.inbox.append(a_question())
        bot.frame(n * 0.05, 0.05, may_think=False)
    presses = [m for m in said if isinstance(m, Press)]
    assert 1 <= len(presses) <= 2  # some think better of it
    assert {(p.panel, p.item) for p in presses} == {("vote", "q1")}
    assert {p.value for p in presses} <= set("abcd")
    for press in presses:
        bot.caller.inbox.append(Done(client_message_id=press.client_message_id))
        bot.caller.inbox.append(Done(client_message_id="somebody else's"))
    bot.frame(11.0, 0.05, may_think=False)
    assert bot.figures.acknowledged == bot.figures.votes == len(presses)


@pytest.mark.parametrize("question", [a_question(enabled=False), a_question(selected=("a",))])
def test_a_closed_or_answered_question_is_left_alone(
    lab: tuple[Space, Ground], monkeypatch: pytest.MonkeyPatch, question: Panels
) -> None:
    bot = let_in(a_bot(lab, "attend"))
    said = said_by(bot, monkeypatch)
    bot.caller.inbox.append(question)
    for n in range(200):
        bot.frame(n * 0.05, 0.05, may_think=False)
    assert not [m for m in said if isinstance(m, Press)]


def test_a_question_that_closes_before_a_bot_has_thought_is_not_answered_and_one_put_again_is(
    lab: tuple[Space, Ground], monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = let_in(a_bot(lab, "attend"))
    said = said_by(bot, monkeypatch)
    for n, question in ((1, a_question()), (2, a_question(enabled=False)), (400, a_question())):
        bot.caller.inbox.append(question)
        bot.frame(n * 0.05, 0.05, may_think=False)
        assert not [m for m in said if isinstance(m, Press)]
    for n in range(401, 600):
        bot.frame(n * 0.05, 0.05, may_think=False)
    assert [m for m in said if isinstance(m, Press)]


def test_who_only_wanders_answers_nothing(lab: tuple[Space, Ground], monkeypatch: pytest.MonkeyPatch) -> None:
    bot = let_in(a_bot(lab))
    said = said_by(bot, monkeypatch)
    bot.caller.inbox.append(a_question())
    for n in range(200):
        bot.frame(n * 0.05, 0.05, may_think=False)
    assert not [m for m in said if isinstance(m, Press)]
