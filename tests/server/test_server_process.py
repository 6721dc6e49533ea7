"""The real server process: how it starts, stops, and what survives when it is killed in the middle of a vote."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

import campus.remote.caller
from campus.learning.panel import Button, Choices, Panel, Row, Table
from campus.protocol.messages import VERSION, Changed, Done, Enter, Entered, Hello, Panels, Press, Use, Welcome
from campus.remote import Caller
from campus.remote.embedded import ADDRESS_FILE
from server.database import LOG_FILE
from server.main import SECRET_FILE
from server.store import Store

REPOSITORY = Path(__file__).parents[2]
LAB = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
shell: {room: {size: [9, 7, 3.2]}, floor: oak, walls: lime-plaster, ceiling: acoustic-panel}
nodes:
  - {type: spawn, id: entry, at: [4, 2], facing: north, name: {fr: Entrée, en: Entry}}
  - {type: screen, id: main, wall: north, at: 4.5, size: [3.2, 1.8], name: {fr: Écran, en: Screen}}
  - {type: desk, id: bell, at: [4, 3.2], facing: south, name: {fr: Cloche, en: Bell}, state: {rung: false}}
on:
  - {when: {use: bell}, do: [{set: {bell: {rung: true}}}]}
"""


@pytest.fixture(scope="module")
def small_campus(tmp_path_factory) -> Path:
    """One room with a screen, and the units: it starts faster than the whole campus."""
    root = tmp_path_factory.mktemp("campus")
    (root / "scenes").mkdir()
    for part in ("materials", "units"):
        shutil.copytree(REPOSITORY / "assets" / part, root / "assets" / part)
    (root / "scenes" / "campus.yaml").write_text(
        "schema: 1\ntitle: {fr: Campus, en: Campus}\nentry: lab\nspaces:\n  - {space: lab, at: [0, 0]}\n", "utf-8"
    )
    (root / "scenes" / "lab.yaml").write_text(LAB, "utf-8")
    return root


class Process:
    """A server process, its first line, and its log."""

    def __init__(self, root: Path, data: Path, *options: str, port: int = 0, lifeline: bool = False) -> None:
        command = [sys.executable, "-P", "-m", "campus", "serve", "--port", str(port), "--root", str(root)]
        command += ["--data", str(data), *options, *(["--lifeline"] if lifeline else [])]
        data.mkdir(exist_ok=True)
        self.log = data / "stderr.log"
        with self.log.open("ab") as errors:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, cwd=data
            )
        assert self.process.stdout is not None
        self.first_line = self.process.stdout.readline()
        self.url = self.first_line.removeprefix("listening on ").strip()
        self.port = int(self.url.rsplit(":", 1)[1]) if self.url.startswith("ws://") else 0

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        status = self.process.wait(30)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        return status


@pytest.fixture
def start(small_campus, tmp_path):
    """Starts servers on one data folder; whatever still runs at the end is killed."""
    started: list[Process] = []

    def start_one(*options: str, root: Path = small_campus, **more) -> Process:
        started.append(Process(root, tmp_path / "data", *options, **more))
        return started[-1]

    yield start_one
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.ended()


def test_it_says_where_it_listens_and_stops_cleanly_when_told(start, tmp_path) -> None:
    one = start()
    address = tmp_path / "data" / ADDRESS_FILE
    assert one.first_line == f"listening on ws://127.0.0.1:{one.port}\n"
    told = json.loads(address.read_text("utf-8"))
    assert (told["url"], told["pid"]) == (one.url, one.process.pid)
    if os.name != "nt":
        assert stat.S_IMODE(address.stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "data" / "secret").stat().st_mode) == 0o600
    assert one.end() == 0
    assert not address.exists()
    assert "Traceback" not in one.log.read_text("utf-8")


def test_the_end_of_its_input_stops_it_cleanly(start) -> None:
    one = start(lifeline=True)
    one.process.stdin.close()
    assert one.ended() == 0


def test_a_second_server_on_the_same_data_says_so_and_ends(start) -> None:
    start()
    second = start()
    assert second.ended() == 1
    words = second.log.read_text("utf-8")
    assert "uses the folder" in words
    assert "Traceback" not in words


def test_a_damaged_log_and_a_damaged_secret_are_said_in_a_sentence(start, tmp_path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    store = Store.open(data / LOG_FILE)
    asyncio.run(store.append("session/a", "ana", [("came", b"{}")]))
    store.close()
    one = start()
    assert one.ended() == 1
    (data / LOG_FILE).unlink()
    (data / SECRET_FILE).write_text("not that")
    assert start().ended() == 1
    words = one.log.read_text("utf-8")
    assert "cannot be read as a log" in words
    assert f"{data / SECRET_FILE} is damaged. Delete it" in words
    assert "Traceback" not in words


def test_a_taken_port_is_said_in_a_sentence(start, small_campus, tmp_path) -> None:
    one = start()
    other = Process(small_campus, tmp_path / "other", port=one.port)
    assert other.ended() == 1
    assert f"Cannot listen on ws://127.0.0.1:{one.port}" in other.log.read_text("utf-8")
    assert "Traceback" not in other.log.read_text("utf-8")


def test_a_campus_with_mistakes_opens_nothing_and_names_them(start, small_campus, tmp_path) -> None:
    root = tmp_path / "wrong"
    shutil.copytree(small_campus, root)
    (root / "scenes" / "lab.yaml").write_text(LAB.replace("size: [3.2, 1.8]", "siz: [3.2, 1.8]"), "utf-8")
    one = start(root=root)
    assert one.ended() == 3
    assert one.first_line == ""
    assert "scenes/lab.yaml:7:" in one.log.read_text("utf-8")


def test_the_server_never_loads_the_client() -> None:
    check = (
        "import server.main, sys; assert 'panda3d.core' not in sys.modules; assert 'imgui_bundle' not in sys.modules"
    )
    subprocess.run([sys.executable, "-P", "-c", check], check=True, cwd=REPOSITORY)


class Here:
    """Somebody at a server that may be killed under them."""

    def __init__(self, url: str, name: str, key: str | None = None) -> None:
        self.caller = Caller(url, Hello(version=VERSION, name=name, key=key), now=time.monotonic)
        self.task = asyncio.ensure_future(self.caller.run())
        self.panels: tuple[Panel, ...] = ()
        self.done: set[str] = set()
        self.entered = 0
        self.state: dict[str, object] = {}
        self.person = ""

    async def until(self, condition) -> None:
        async with asyncio.timeout(30):
            while not condition():
                await self.caller.arrival()
                for event in self.caller.receive():
                    match event:
                        case Welcome(resumed=False, entry=space):
                            self.caller.send(Enter(space=space))
                            self.person = event.person
                        case Entered(state=state):
                            self.entered += 1
                            self.state = dict(state)
                        case Changed(node=node, state=state):
                            self.state[node] = state
                        case Panels(panels=panels):
                            self.panels = panels
                        case Done(client_message_id=id_):
                            self.done.add(id_)
                        case _:
                            pass

    async def press(self, panel: str, item: str, value: str, id_: str) -> None:
        self.caller.send(Press(panel=panel, item=item, value=value, client_message_id=id_))
        await self.until(lambda: id_ in self.done)

    @property
    def question(self) -> tuple[str, Choices] | None:
        """The panel and the choices of the question that is put to them."""
        found = [(panel.id, item) for panel in self.panels for item in panel.items if isinstance(item, Choices)]
        return next(((panel, item) for panel, item in found if item.enabled), None)

    @property
    def onward(self) -> Button:
        """The one button that leads on."""
        items = [item for panel in self.panels for item in panel.items]
        buttons = [b for item in items for b in (item.buttons if isinstance(item, Row) else [item])]
        return next(b for b in buttons if isinstance(b, Button) and b.primary)

    async def go(self) -> None:
        self.caller.close()
        await self.task


def test_killed_in_the_middle_of_a_vote_it_comes_back_with_every_acknowledged_answer(
    start, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(campus.remote.caller, "FIRST_WAIT_S", (0.05, 0.1))

    async def story() -> None:
        first = start()
        key = json.loads((tmp_path / "data" / ADDRESS_FILE).read_text("utf-8"))["key"]
        teacher = Here(first.url, "Maurice", key)
        students = [Here(first.url, name) for name in ("Ana", "Bo", "Cy")]
        everybody = [teacher, *students]
        for one in everybody:
            await one.until(lambda one=one: one.entered)
        await teacher.until(lambda: any(isinstance(i, Table) for p in teacher.panels for i in p.items))
        await teacher.press("open-class", "open", "telehealth-01", "open")
        for number in range(6):
            if any(student.question for student in students):
                break
            await teacher.until(lambda: any(p.id == "class" for p in teacher.panels))
            await teacher.press("class", teacher.onward.id, "", f"on-{number}")
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await students[0].until(lambda: students[0].question)
        answers = {}
        for student in students[:2]:
            await student.until(lambda student=student: student.question)
            panel, choices = student.question
            answers[student.person] = choices.options[1].id
            await student.press(panel, choices.id, choices.options[1].id, f"vote-{student.person}")

        first.process.kill()
        first.ended()
        for one in everybody:
            one.entered, one.panels = 0, ()
        second = start(port=first.port)
        assert second.first_line == first.first_line
        for one in everybody:
            await one.until(lambda one=one: one.entered and one.panels)
        for student in students[:2]:
            panel, choices = student.question
            assert choices.selected == (answers[student.person],)
        # The third had not answered, and can; the first says the same again, and it counts once.
        panel, choices = students[2].question
        assert choices.selected == ()
        await students[2].press(panel, choices.id, choices.options[0].id, "vote-late")
        note = await noted(teacher, "3")
        assert "3" in note
        for one in everybody:
            await one.go()
        assert second.end() == 0
        assert "Traceback" not in second.log.read_text("utf-8")

    asyncio.run(story())


async def noted(teacher: Here, number: str) -> str:
    """What the teacher's panel says once it says that number of answers."""
    found: list[str] = []

    def says_so() -> bool:
        for panel in teacher.panels:
            words = [panel.note.en] if panel.note else []
            words += [item.text.en for item in panel.items if hasattr(item, "text") and hasattr(item.text, "en")]
            found[:] = [line for line in words if "answered" in line and line.strip().startswith(number)]
            if found:
                return True
        return False

    await teacher.until(says_so)
    return found[0]


def test_killed_it_comes_back_with_what_a_rule_had_set(start, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(campus.remote.caller, "FIRST_WAIT_S", (0.05, 0.1))

    async def story() -> None:
        first = start()
        ana = Here(first.url, "Ana")
        await ana.until(lambda: ana.entered)
        assert ana.state["bell"] == {"rung": False}
        ana.caller.send(Use(node="bell", verb="use"))
        await ana.until(lambda: ana.state["bell"] == {"rung": True})
        async with asyncio.timeout(10):
            while not kept(tmp_path / "data" / LOG_FILE):
                await asyncio.sleep(0)
        first.end(signal.SIGKILL)
        start(port=first.port)
        await ana.until(lambda: ana.entered == 2)
        assert ana.state["bell"] == {"rung": True}
        bo = Here(first.url, "Bo")
        await bo.until(lambda: bo.entered)
        assert bo.state["bell"] == {"rung": True}
        for one in (ana, bo):
            await one.go()

    asyncio.run(story())


def kept(log: Path) -> list[tuple[str, bytes]]:
    """What is committed of the rooms' variables."""
    with contextlib.closing(sqlite3.connect(log)) as store:
        return store.execute("SELECT room, variables FROM room_variables").fetchall()
