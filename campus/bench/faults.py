"""`campus bench faults`: what a class survives. A server killed in the middle of a vote, nonsense, a clock set back.

Every figure is an outcome, and the run fails where one is not what it must be: 0 acknowledged answers lost, 0 applied
twice, every class resumed in its phase, the log sound, no fault of the server whatever is sent to it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import itertools
import json
import logging
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from campus.errors import CampusError
from campus.learning.activities.concept_question import ConceptQuestion, ConceptQuestionRunning
from campus.learning.events import Did, decode
from campus.learning.session import Session, replay
from campus.learning.unit import Unit
from campus.learning.unit_file import load_unit
from campus.protocol.messages import (
    VERSION,
    Bye,
    Control,
    Done,
    Enter,
    Entered,
    Hand,
    Hello,
    Keep,
    Ping,
    Press,
    Refusal,
    Resync,
    Say,
    Sit,
    Stand,
    Welcome,
)
from campus.protocol.wire import encode, read_server
from campus.scene import load_campus
from campus.tools.rehearsal.clock import Clock
from campus.tools.rehearsal.lines import Line, memory_lines
from campus.tools.rehearse import class_place
from server.access import Access
from server.backup import verify
from server.classroom import Classrooms
from server.content import Content
from server.exports import session_files
from server.hub import Hub
from server.places import Place, Places
from server.record import happenings, presences
from server.store import LogEntry, Store

UNIT = "telehealth-01"
ROOM = """schema: 1
space: room
title: {fr: Essai, en: Trial}
shell:
  room: {size: [8, 8, 3]}
  floor: terrazzo
  walls: lime-plaster
  ceiling: lime-plaster
nodes:
  - {type: spawn, id: entry, at: [4, 3], facing: north}
  - {type: screen, id: main, wall: north, at: 4, size: [3.2, 1.8], height: 0.8, shows: session}
"""
CAMPUS = """schema: 1
title: {fr: Essai, en: Trial}
entry: room
spaces: [{space: room, at: [0, 0]}]
"""
STARTS_WITHIN_S = 60.0
MORE_OBJECTS = 2000
"""So many more Python objects after the last nonsense than after its first tenth are no growth."""


@dataclass
class Figures:
    """What was done, and what came of it.

    Attributes:
        rounds, bots: how often the server was killed, and how many were voting.
        sent, acknowledged: answers.
        lost: acknowledged answers that the log does not hold.
        twice: answers that it holds more than once.
        wrong_phase: rounds after which the class stood elsewhere than before.
        unsound: what `verify` found, over all rounds.
        restart_s: how long the server took to listen again: median and longest.
        frames: how much nonsense was sent, in how many connections; `faults` of the server; `growth` in objects.
        closing: votes sent at the moment at which the vote was closed: how many counted, were refused, were neither.
        clock: what was wrong after the clock had been set back an hour.
        held: whether the class was held while its teacher was gone, and went on after.
    """

    rounds: int = 0
    bots: int = 0
    sent: int = 0
    acknowledged: int = 0
    lost: int = 0
    twice: int = 0
    wrong_phase: int = 0
    unsound: list[str] = field(default_factory=list)
    restart_s: dict[str, float] = field(default_factory=dict)
    frames: int = 0
    connections: int = 0
    faults: list[str] = field(default_factory=list)
    growth: int = 0
    closing: dict[str, int] = field(default_factory=dict)
    clock: list[str] = field(default_factory=list)
    held: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether every outcome is as it must be."""
        return not (
            self.lost
            or self.twice
            or self.wrong_phase
            or self.unsound
            or self.faults
            or self.growth > MORE_OBJECTS
            or self.closing.get("neither", 0)
            or self.clock
            or not self.held
        )


def run(
    root: Path,
    *,
    rounds: int,
    bots: int,
    frames: int,
    seed: int,
    as_json: bool,
    out: TextIO,
    scratch: Path | None = None,
) -> int:
    """Run the campaign and print its figures.

    Args:
        root: the campus's folder, for its units and materials; the class is held in a plain room of its own.
        rounds: how often the server is killed.
        bots: how many vote meanwhile.
        frames: how much nonsense is sent.
        seed: of moments and nonsense.
        as_json: print JSON.
        out: where to print.
        scratch: a folder to work in; a temporary one otherwise.

    Returns:
        The exit status: 0, or 1 where an outcome is not as it must be.
    """
    figures = Figures(rounds=rounds, bots=bots)
    rng = random.Random(seed)
    with contextlib.ExitStack() as stack:
        folder = scratch or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="campus-faults-")))
        campus = _plain_campus(folder / "root", root)
        unit = load_unit(root, UNIT)
        place = class_place(load_campus(campus))[0]
        asyncio.run(_nonsense(folder / "nonsense", unit, place, frames, rng, figures))
        asyncio.run(_closing(folder / "closing", unit, place, figures))
        asyncio.run(_clock_set_back(folder / "clock", unit, place, figures))
        asyncio.run(_held(folder / "held", unit, place, figures))
        if rounds:
            asyncio.run(_kills(folder / "kills", campus, rng, figures))
    if as_json:
        out.write(json.dumps({**asdict(figures), "sound": figures.is_sound}, indent=2) + "\n")
    else:
        for line in _told(figures):
            out.write(line + "\n")
    return 0 if figures.is_sound else 1


def _told(figures: Figures) -> Iterator[str]:
    yield f"{figures.rounds} kills of a server with {figures.bots} people voting"
    yield f"  {figures.sent} answers sent, {figures.acknowledged} acknowledged"
    yield f"  {figures.lost} lost, {figures.twice} twice"
    yield f"  seconds until it listened again: {figures.restart_s}"
    yield f"  {figures.wrong_phase} classes in another phase; log: {'; '.join(figures.unsound) or 'sound'}"
    yield f"{figures.frames} frames of nonsense in {figures.connections} connections: {len(figures.faults)} faults, "
    yield f"  {figures.growth:+} objects"
    yield from (f"  {fault}" for fault in figures.faults[:10])
    yield f"votes at the moment of closing: {figures.closing}"
    yield f"clock set back an hour: {'; '.join(figures.clock) or 'order and figures hold'}"
    yield f"teacher's connection lost: {'held, and resumed' if figures.held else 'NOT held'}"
    yield "All as it must be." if figures.is_sound else "NOT as it must be."


def _plain_campus(folder: Path, root: Path) -> Path:
    """A campus of one plain room, with the units and materials of another."""
    (folder / "scenes").mkdir(parents=True)
    (folder / "scenes" / "campus.yaml").write_text(CAMPUS, encoding="utf-8")
    (folder / "scenes" / "room.yaml").write_text(ROOM, encoding="utf-8")
    (folder / "assets").symlink_to(root / "assets", target_is_directory=True)
    return folder


# --- in this process: nonsense, the closing vote, the clock, the teacher who goes ------------------------------------


@dataclass
class _Held:
    """A class in this process, in a vote."""

    hub: Hub
    store: Store
    clock: Clock
    classrooms: Classrooms
    teacher: Line
    call: Callable[[Hello], Any]
    activity: str
    numbers: Iterator[int]

    async def press(self, line: Line, panel: str, item: str, value: str = "") -> bool:
        """Press something; whether it was taken. Raises nothing for a refusal."""
        id_ = f"f{next(self.numbers)}"
        await line.send(Press(panel=panel, item=item, value=value, client_message_id=id_))
        for message in line.heard():
            if isinstance(message, Done) and message.client_message_id == id_:
                return True
            if isinstance(message, Refusal) and message.of == id_:
                return False
        raise CampusError(f"'{item}' was neither taken nor refused.")

    async def student(self, name: str) -> Line:
        """Somebody more in the room."""
        line: Line = await self.call(Hello(version=VERSION, name=name))
        await line.send(Enter(space="room"))
        line.heard()
        return line

    def session(self) -> Session:
        """The class as committed."""
        session = self.classrooms.session_in("room")
        assert session is not None
        return session

    async def entries(self) -> list[LogEntry]:
        """Its log."""
        await self.hub.settle()
        return await self.store.read(f"session/{self.session().id}")


@contextlib.asynccontextmanager
async def _class(folder: Path, unit: Unit, place: Place) -> AsyncIterator[_Held]:
    folder.mkdir(parents=True)
    clock, numbers = Clock(), itertools.count(1)
    store = Store.open(folder / "log.db", now=clock.wall)
    classrooms = Classrooms({unit.id: unit}, store, screens={"room": ("main",)})
    access = Access(b"s" * 32, "key", fresh_id=lambda: f"guest-{next(numbers)}")
    places = Places("room", {"room": lambda: place.space}, lambda _: place.referee)
    content = asyncio.to_thread(Content, ())
    hub = Hub(access, places, content, classrooms, store, now=clock.now, wall=clock.wall)
    asked = _first_question(unit)
    try:
        async with memory_lines(hub) as lines:
            teacher = await lines.call(Hello(version=VERSION, name="Hayot", key="key"))
            await teacher.send(Enter(space="room"))
            teacher.heard()
            held = _Held(hub, store, clock, classrooms, teacher, lines.call, asked, numbers)
            await held.press(teacher, "open-class", "open", unit.id)
            await held.press(teacher, "class", "life.start")
            await held.press(teacher, "class", "go", asked)
            await held.press(teacher, "class", "do.open")
            yield held
    finally:
        await hub.settle()
        store.close()


async def _nonsense(folder: Path, unit: Unit, place: Place, frames: int, rng: random.Random, figures: Figures) -> None:
    """Whatever comes from somebody who was let in: an answer, a refusal or an end, and never a fault."""
    logged: list[str] = []
    handler = _Faults(logged)
    logging.getLogger("campus").addHandler(handler)
    try:
        async with _class(folder, unit, place) as held:
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


async def _closing(folder: Path, unit: Unit, place: Place, figures: Figures) -> None:
    """A vote that travels while the teacher closes is counted or refused; it is never neither."""
    figures.closing = {"counted": 0, "refused": 0, "neither": 0}
    async with _class(folder, unit, place) as held:
        lines = [await held.student(f"S{n}") for n in range(20)]
        panel = f"answer.{held.activity}.1"
        votes = [held.press(line, panel, "answer", "1/a") for line in lines]
        close = held.press(held.teacher, "class", "do.close")
        taken = await asyncio.gather(*votes[:10], close, *votes[10:])
        said = [*taken[:10], *taken[11:]]
        counted = _votes(held.session(), held.activity)
        figures.closing["counted"], figures.closing["refused"] = sum(said), said.count(False)
        figures.closing["neither"] = abs(len(counted) - sum(said))


async def _clock_set_back(folder: Path, unit: Unit, place: Place, figures: Figures) -> None:
    """An hour earlier than before, in the middle of a vote: what comes later still counts as later."""
    async with _class(folder, unit, place) as held:
        ana, panel = await held.student("Ana"), f"answer.{held.activity}.1"
        held.clock.seconds += 600.0
        await held.press(ana, panel, "answer", "1/a")
        held.clock.set_back = 3600.0
        held.clock.seconds += 10.0
        if not await held.press(ana, panel, "answer", "1/b"):
            figures.clock.append("an answer was refused")
        bo = await held.student("Bo")
        if not await held.press(bo, panel, "answer", "1/b"):
            figures.clock.append("whoever came later could not answer")
        if set(_votes(held.session(), held.activity).values()) != {"b"}:
            figures.clock.append("an older answer counted")
        id_ = held.session().id
        for item in ("do.close", "life.wrap-up", "life.end"):
            if not await held.press(held.teacher, "class", item):
                figures.clock.append(f"'{item}' was refused")
        entries = await held.store.read(f"session/{id_}")
        if [e.seq for e in entries] != sorted(e.seq for e in entries):
            figures.clock.append("the log is out of order")
        happened = happenings(entries)
        if any(to < since for one in presences(happened) for since, to in one.spans):
            figures.clock.append("somebody left before they came")
        session_files(happened)


async def _held(folder: Path, unit: Unit, place: Place, figures: Figures) -> None:
    """The teacher's connection is cut: the class is held, learners go on answering, and the teacher resumes."""
    async with _class(folder, unit, place) as held:
        ana = await held.student("Ana")
        await held.teacher.cut()
        await held.hub.settle()
        was_held = held.session().life == "held"
        answered = await held.press(ana, f"answer.{held.activity}.1", "answer", "1/a")
        back: Line = await held.call(Hello(version=VERSION, name="Hayot", key="key"))
        back.heard()
        await held.hub.settle()
        resumed = await held.press(back, "class", "life.resume")
        figures.held = was_held and answered and resumed and held.session().life == "live"


def _first_question(unit: Unit) -> str:
    return next(activity.id for activity in unit.plan if isinstance(activity, ConceptQuestion))


def _votes(session: Session, activity: str) -> dict[str, str]:
    running = session.running[activity]
    assert isinstance(running, ConceptQuestionRunning)
    return dict(running.first)


# --- a server that is killed -----------------------------------------------------------------------------------------


@dataclass
class _Bot:
    """Somebody who votes over and over, and knows what was acknowledged."""

    number: int
    rng: random.Random
    person: str = ""
    resume: str | None = None
    pending: tuple[str, str] | None = None
    sent: int = 0
    acknowledged: list[tuple[str, str]] = field(default_factory=list)

    async def vote(self, url: str, code: str, activity: str) -> None:
        """Vote until the connection breaks; what was on its way goes again the next time, under the same number."""
        with contextlib.suppress(ConnectionClosed, InvalidHandshake, OSError, EOFError, TimeoutError):
            async with connect(url, compression=None, max_size=None, open_timeout=20) as socket:
                heard = _Heard(socket)
                proof = {"resume": self.resume} if self.resume else {"code": code}
                await socket.send(encode(Hello(version=VERSION, name=f"Bot {self.number}", **proof)).decode())  # type: ignore[arg-type]
                welcome = await heard.until(Welcome)
                self.person, self.resume = welcome.person, welcome.resume
                if not welcome.resumed:
                    await socket.send(encode(Enter(space="room")).decode())
                await heard.until(Entered)
                while True:
                    if self.pending is None:
                        self.sent += 1
                        self.pending = (f"{self.number}-{self.sent}", f"1/{self.rng.choice('abcd')}")
                    id_, value = self.pending
                    press = Press(panel=f"answer.{activity}.1", item="answer", value=value, client_message_id=id_)
                    await socket.send(encode(press).decode())
                    answer = await heard.until((Done, Refusal), id_)
                    self.resume = heard.resume or self.resume
                    if isinstance(answer, Done):
                        self.acknowledged.append(self.pending)
                    else:
                        raise CampusError(f"An answer was refused: {answer.text.en}")
                    self.pending = None
                    await asyncio.sleep(self.rng.uniform(0.0, 0.03))


class _Heard:
    """What comes on a socket, message by message."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._waiting: list[Any] = []
        self.resume: str | None = None

    async def until(self, kind: type[Any] | tuple[type[Any], ...], of: str | None = None) -> Any:
        """The next message of that kind, and about that; others are passed over."""
        while True:
            while self._waiting:
                message = self._waiting.pop(0)
                if isinstance(message, Keep):
                    self.resume = message.resume
                about = (getattr(message, "client_message_id", None), getattr(message, "of", None))
                if isinstance(message, kind) and (of is None or of in about):
                    return message
                if isinstance(message, Bye):
                    raise EOFError(message.code)
            data = await self._socket.recv()
            if isinstance(data, str):
                control = read_server(data)
                assert isinstance(control, Control)
                self._waiting += control.messages


async def _kills(data: Path, root: Path, rng: random.Random, figures: Figures) -> None:
    data.mkdir()
    log, bots = data / "log.db", [_Bot(n, random.Random(rng.getrandbits(64))) for n in range(figures.bots)]
    process, url, took = await _serve(data, root)
    starts = [took]
    teaching = contextlib.AsyncExitStack()
    try:
        key = json.loads((data / "server.json").read_text("utf-8"))["key"]
        activity = await _open_class(await teaching.enter_async_context(_connected(url)), key, root)
        for _ in range(figures.rounds):
            session, _ = _read(log)
            voting = [asyncio.create_task(bot.vote(url, session.code, activity)) for bot in bots]
            if rng.random() < 0.7:  # In the other rounds they are still coming in.
                while not all(bot.person for bot in bots):
                    await asyncio.sleep(0.01)
                before = sum(len(bot.acknowledged) for bot in bots)
                while sum(len(b.acknowledged) for b in bots) == before and not all(task.done() for task in voting):
                    await asyncio.sleep(0.01)
            await asyncio.sleep(rng.uniform(0.0, 0.8))
            process.send_signal(signal.SIGKILL)
            await process.wait()
            await asyncio.gather(*voting)
            _judge(log, bots, activity, figures)
            process, url, took = await _serve(data, root)
            starts.append(took)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        await teaching.aclose()
    starts.sort()
    figures.restart_s = {"median": round(starts[len(starts) // 2], 2), "longest": round(starts[-1], 2)}
    figures.sent = sum(bot.sent for bot in bots)
    figures.acknowledged = sum(len(bot.acknowledged) for bot in bots)


def _judge(log: Path, bots: list[_Bot], activity: str, figures: Figures) -> None:
    """After a kill: is everything there that was acknowledged, once, and does the class stand where it stood?"""
    figures.unsound += verify(log).problems
    session, answers = _read(log)
    kept = [(actor, event.message, event.value) for actor, event in answers]
    figures.twice += len(kept) - len({(actor, message) for actor, message, _ in kept})
    held = set(kept)
    running = session.running.get(activity)
    if session.life != "live" or session.current != activity or getattr(running, "phase", "") != "vote1":
        figures.wrong_phase += 1
        return
    counted = _votes(session, activity)
    for bot in bots:
        figures.lost += sum((bot.person, id_, value) not in held for id_, value in bot.acknowledged)
        # The last acknowledged answer counts, or the one that was on its way when the server died.
        right = {
            value.rpartition("/")[2] for _, value in (*bot.acknowledged[-1:], *([bot.pending] if bot.pending else []))
        }
        if bot.acknowledged and counted.get(bot.person) not in right:
            figures.lost += 1


def _read(log: Path) -> tuple[Session, list[tuple[str, Did]]]:
    """The one class of a log whose server is dead or idle, and every answer in it."""
    # Read as anybody would who has only the file: no server, no store, no thread of its own.
    with contextlib.closing(sqlite3.connect(log)) as connection:
        rows = connection.execute(
            "SELECT actor, payload FROM log WHERE stream LIKE 'session/%' ORDER BY seq"
        ).fetchall()
    told = [(actor, decode(payload)) for actor, payload in rows]
    session = replay(told)
    if session is None:
        raise CampusError("The log has lost its class.")
    return session, [(actor, event) for actor, event in told if isinstance(event, Did) and event.verb == "answer"]


@contextlib.asynccontextmanager
async def _connected(url: str) -> AsyncIterator[ClientConnection]:
    socket = await connect(url, compression=None, max_size=None)
    try:
        yield socket
    finally:
        socket.transport.abort()


async def _open_class(socket: ClientConnection, key: str, root: Path) -> str:
    """A teacher opens a class and puts its first question; the first kill takes them away, and the class goes on."""
    unit = load_unit(root, UNIT)
    activity = _first_question(unit)
    heard = _Heard(socket)
    await socket.send(encode(Hello(version=VERSION, name="Hayot", key=key)).decode())
    await heard.until(Welcome)
    await socket.send(encode(Enter(space="room")).decode())
    await heard.until(Entered)
    presses = (
        ("open-class", "open", UNIT),
        ("class", "life.start", ""),
        ("class", "go", activity),
        ("class", "do.open", ""),
    )
    for number, (panel, item, value) in enumerate(presses):
        press = Press(panel=panel, item=item, value=value, client_message_id=f"t{number}")
        await socket.send(encode(press).decode())
        answer = await heard.until((Done, Refusal), f"t{number}")
        if isinstance(answer, Refusal):
            raise CampusError(f"'{item}' was refused: {answer.text.en}")
    return activity


async def _serve(data: Path, root: Path) -> tuple[asyncio.subprocess.Process, str, float]:
    """A real server on this data; returns it, its address, and how long it took to listen."""
    began = time.monotonic()
    with (data / "server.log").open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "campus", "serve", "--port", "0"),
            *("--data", str(data), "--root", str(root)),
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), STARTS_WITHIN_S)).decode().strip()
    if not line.startswith("listening on "):
        raise CampusError(f"The server did not start; see {data / 'server.log'}.")
    return process, line.removeprefix("listening on "), time.monotonic() - began
