"""`campus rehearse`: a class from its first arrival to its files, without the people and without the hour.

The hub, the classes and the store are the real ones. The clock is virtual: it jumps from one thing that somebody does
to the next, in the order of (time, person), so that a seed tells the whole class and two runs are the same to the byte.
The teacher goes by their panel alone: what has no button there cannot be taught.

How the learners answer is `Learner.answers_right`, and no more than that: P = g + (1-g)·σ(ability - difficulty).
"""

from __future__ import annotations

import asyncio
import datetime
import heapq
import itertools
import math
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO

from campus.components.screen import Screen
from campus.errors import CampusError
from campus.keeping import prepared_space
from campus.learning.activities.slides import Slides
from campus.learning.content import Question
from campus.learning.panel import Button, Choices, Input, Panel, Row, Table
from campus.learning.panels import CLASS, OPEN
from campus.learning.unit import Unit
from campus.protocol.messages import (
    VERSION,
    Bye,
    Done,
    Enter,
    Hand,
    Hello,
    Keep,
    Panels,
    Press,
    Refusal,
    ServerMessage,
    Welcome,
)
from campus.scene import Campus
from campus.text import Language
from campus.tools.bot import GIVEN_NAMES
from campus.tools.panel_text import panel_lines
from campus.tools.rehearsal_lines import Line, Lines, memory_lines, socket_lines
from campus.world import Ground, Referee, Zones
from server.access import Access
from server.classroom import Classrooms
from server.content import Content
from server.exports import Exporter
from server.hub import Hub
from server.places import Place, Places
from server.store import Store

BEGINS = datetime.datetime(2026, 9, 7, 8, 0, tzinfo=datetime.UTC).timestamp()
"""A Monday in term: every rehearsal begins then, so that its files say the same each time."""
TICK_S = 0.5
"""How finely virtual time passes between what people do; panels go out at most this often."""
ARRIVING_S = 600.0
"""The doors are open for so long before the class starts."""
VOTE_S = 90.0
PREPARED = 0.3
"""The share of those who prepare: 20 to 30 % do, and every plan must work for the others."""
PREPARED_HELPS = 0.8
LATE, LOST, HANDS, SILENT, CHANGES = 0.1, 0.12, 0.1, 0.05, 0.08
"""The shares of those who come late, lose their connection, raise a hand; of answers never given, of those changed."""
CONCEPT_DIFFICULTY, PLAIN_DIFFICULTY = 0.4, -0.6
MOST_PRESSES = 2000
"""A teacher who needs more than this goes in a circle."""


@dataclass
class Totals:
    """What a rehearsal came to; the same over sockets as in memory.

    Attributes:
        came, late, lost: people who were there, who came after the start, and connections that were cut.
        answers, acknowledged, refused: what was pressed by learners, and what became of it.
        presses: what the teacher pressed.
        right: activity -> round -> (right answers, answers).
    """

    students: int
    seed: int
    came: int = 0
    late: int = 0
    lost: int = 0
    answers: int = 0
    acknowledged: int = 0
    refused: int = 0
    presses: int = 0
    minutes: float = 0.0
    right: dict[str, dict[int, tuple[int, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rehearsed:
    """A rehearsal that is over: its figures, what the teacher saw, and the files, by name."""

    totals: Totals
    transcript: str
    files: Mapping[str, bytes]


class Clock:
    """Virtual time, in seconds since the doors opened; it moves when it is told to.

    Attributes:
        set_back: by how much the calendar's clock has been set back meanwhile, seconds.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self.set_back = 0.0

    def now(self) -> float:
        """The steady clock."""
        return self.seconds

    def wall(self) -> float:
        """Seconds since the epoch."""
        return BEGINS + self.seconds - self.set_back


class Person:
    """Somebody in a rehearsal: a line to the server, and what they have heard on it."""

    def __init__(self, rehearsal: Rehearsal, number: int, name: str, code: str | None, key: str | None) -> None:
        self.rehearsal, self.number, self.name = rehearsal, number, name
        self.line: Line | None = None
        self.panels: tuple[Panel, ...] = ()
        self._code, self._key = code, key
        self._resume: str | None = None
        self._messages = itertools.count(1)
        self.waiting: set[str] = set()

    async def come(self) -> None:
        """Come in for the first time, or again after a cut."""
        language: Language = "fr"
        hello = Hello(version=VERSION, name=self.name, language=language, code=self._code, key=self._key)
        if self._resume is not None:
            hello = Hello(version=VERSION, name=self.name, language=language, resume=self._resume, last_seq=None)
        self.line = await self.rehearsal.lines.call(hello)
        again = False
        for message in self.line.heard():
            again = again or (isinstance(message, Welcome) and message.resumed)
            self.hear(message)
        if not again:
            await self.line.send(Enter(space=self.rehearsal.space))
        self.listen()

    async def cut(self) -> None:
        """Lose the connection without a word."""
        if self.line is not None:
            line, self.line = self.line, None
            self.panels = ()
            await line.cut()

    def listen(self) -> None:
        """Take in what has come."""
        if self.line is not None:
            for message in self.line.heard():
                self.hear(message)

    def hear(self, message: ServerMessage) -> None:
        """One message."""
        match message:
            case Welcome(resume=token) | Keep(resume=token):
                self._resume = token
            case Panels(panels=panels):
                self.panels = panels
                self.look()
            case Done(client_message_id=id_):
                self.waiting.discard(id_)
            case Refusal(of=of, text=text):
                if of in self.waiting:
                    self.waiting.discard(of)
                    self.refused(text.en)
            case Bye(text=text):
                raise CampusError(f"The server let {self.name} go: {text.en}")
            case _:
                pass

    def look(self) -> None:
        """The panels have changed."""

    def refused(self, why: str) -> None:
        """What was pressed was refused."""

    async def press(self, panel: str, item: str, value: str = "") -> bool:
        """Press something; returns once the server has it, and whether it took it."""
        if self.line is None:
            return False
        id_ = f"{self.number}-{next(self._messages)}"
        self.waiting.add(id_)
        before = self.rehearsal.refusals
        await self.line.send(Press(panel=panel, item=item, value=value, client_message_id=id_))
        self.listen()
        if id_ in self.waiting:
            raise CampusError(f"The server neither took nor refused what {self.name} pressed ('{item}').")
        return self.rehearsal.refusals == before


class Learner(Person):
    """Somebody who learns, as the model has it."""

    def __init__(self, rehearsal: Rehearsal, number: int, name: str, code: str, rng: random.Random) -> None:
        super().__init__(rehearsal, number, name, code, None)
        self.rng = rng
        self.prepared = rng.random() < PREPARED
        self.ability = rng.gauss(0.0, 1.0) + (PREPARED_HELPS if self.prepared else 0.0)
        self.is_late = rng.random() < LATE
        self.loses = rng.random() < LOST
        self.asks = rng.random() < HANDS
        self.chosen: dict[str, str] = {}
        self._seen: set[tuple[str, ...]] = set()

    def arrives_at(self) -> float:
        """When they come in, seconds."""
        if self.is_late:
            return ARRIVING_S + self.rng.uniform(60.0, 600.0)
        return self.rng.uniform(5.0, ARRIVING_S - 5.0)

    def answers_right(self, question: Question) -> bool:
        """Whether they know: P = g + (1-g)·σ(ability - difficulty), g the chance of guessing it."""
        guess = 1.0 / len(question.answers)
        difficulty = CONCEPT_DIFFICULTY if question.concept else PLAIN_DIFFICULTY
        return self.rng.random() < guess + (1.0 - guess) / (1.0 + math.exp(difficulty - self.ability))

    def look(self) -> None:
        """Whatever is open now for the first time, think about it, then answer."""
        for panel in self.panels:
            for item in panel.items:
                if not isinstance(item, Choices | Input):
                    continue
                # In a quiz one panel puts one question after the other: its answers tell which.
                what = (
                    (panel.id, item.id, *(o.id for o in item.options)) if isinstance(item, Choices) else ("", item.id)
                )
                what = (panel.id, *what)
                if what in self._seen:
                    continue
                if isinstance(item, Choices) and not item.enabled:
                    continue
                self._seen.add(what)
                if self.rng.random() < SILENT:
                    continue
                thinks = min(max(self.rng.lognormvariate(math.log(25.0), 0.5), 4.0), VOTE_S - 5.0)
                self.rehearsal.after(thinks, self, lambda p=panel.id, i=item: self._answer(p, i))  # type: ignore[misc]
                if self.rng.random() < CHANGES:
                    later = thinks + self.rng.uniform(2.0, 10.0)
                    self.rehearsal.after(later, self, lambda p=panel.id, i=item: self._answer(p, i))  # type: ignore[misc]

    async def _answer(self, panel: str, item: Choices | Input) -> None:
        if not any(p.id == panel for p in self.panels):
            return  # It was closed while they thought: they saw it go.
        value = self._choose(panel, item) if isinstance(item, Choices) else self.rng.choice(_WRITTEN)
        totals = self.rehearsal.totals
        totals.answers += 1
        if await self.press(panel, item.id, value):
            totals.acknowledged += 1
        else:
            totals.refused += 1
        shown = next((p for p in self.panels if p.id == panel), None)
        if shown is not None and any(button.id == "onward" and button.enabled for button in _buttons(shown)):
            await self.press(panel, "onward")

    def refused(self, why: str) -> None:
        """An answer that came too late, or that the class does not take now."""
        self.rehearsal.refusals += 1

    def _choose(self, panel: str, item: Choices) -> str:
        options = [option.id for option in item.options]
        question = self.rehearsal.question_of(panel, options[0])
        if question is None:
            return self.rng.choice(options)
        keys = {option: _last(option) in question.key for option in options}
        right, wrong = [o for o in options if keys[o]], [o for o in options if not keys[o]]
        knows = self.answers_right(question)
        before = self.chosen.get(question.id)
        if before is not None:
            # A second vote follows a talk with neighbours: what many hold persuades, what is right a little more.
            persuaded = 0.2 + 0.6 * self.rehearsal.share_right(question)
            knows = self.rng.random() < (0.95 if before in question.key else persuaded)
        value = self.rng.choice(right if knows and right else wrong or right)
        self.chosen[question.id] = _last(value)
        self.rehearsal.note_answer(panel, question, knows, self.number)
        return value


class Teacher(Person):
    """Whoever runs the class: opens it, and presses what their panel offers first, when its time has come."""

    def __init__(self, rehearsal: Rehearsal, key: str) -> None:
        super().__init__(rehearsal, 0, "Mme Hayot", None, key)
        self._refusals = 0
        self.over = False

    def refused(self, why: str) -> None:
        """Something that the panel offered was refused: tell it, and try again in a moment."""
        self.rehearsal.refusals += 1
        self._refusals += 1
        self.rehearsal.say(f"! {why}")
        if self._refusals > 20:
            raise CampusError(f"The class cannot go on: {why}")

    async def open(self) -> None:
        """Come in and open the unit; the class starts when all had time to arrive."""
        await self.come()
        await self.press(OPEN, "open", self.rehearsal.unit.id)
        self.rehearsal.after(ARRIVING_S, self, self.go_on)

    async def go_on(self) -> None:
        """One more step, and when the next is due."""
        totals = self.rehearsal.totals
        panel = next((p for p in self.panels if p.id == CLASS), None)
        if self.line is None or panel is None:
            if not self.over:
                self.rehearsal.after(5.0, self, self.go_on)
            return
        primary = next((b for b in _buttons(panel) if b.primary and b.enabled), None)
        if primary is None:
            return
        for item in panel.items:
            if isinstance(item, Table) and item.id == "hand":
                for who, _ in item.rows:
                    await self.press(CLASS, "hand", who)
        self.rehearsal.show(panel, primary)
        totals.presses += 1
        if totals.presses > MOST_PRESSES:
            raise CampusError(f"The class goes in a circle at '{primary.id}'.")
        self.over = primary.id == "life.end"
        if await self.press(CLASS, primary.id) and self.over:
            return
        self.over = False
        self.rehearsal.after(TICK_S * 2, self, self._wait)

    async def _wait(self) -> None:
        """Now that the panel shows what the press did: how long this lasts."""
        panel = next((p for p in self.panels if p.id == CLASS), None)
        self.rehearsal.after(self._lasts(panel) if panel is not None else 5.0, self, self.go_on)

    def _lasts(self, panel: Panel) -> float:
        primary = next((b.id for b in _buttons(panel) if b.primary), "")
        if primary == "do.close":
            return VOTE_S
        if primary in ("life.resume", "life.end-ask", "life.end"):
            return 15.0
        activity = next((a for a in self.rehearsal.unit.plan if a.id == _standing_at(panel)), None)
        if activity is None:
            return 30.0
        steps = activity.last - activity.first + 1 if isinstance(activity, Slides) else 6
        return max(5.0, activity.minutes * 60.0 / steps)


class Rehearsal:
    """One class with its people, on its own clock.

    Args:
        unit: what is taught.
        place: where, compiled.
        students: how many learners.
        seed: tells everything that is left to chance.
        language: of the transcript and of the files' columns.
        folder: for the log and the files; empty.
        screens: the ids of the space's screens that show the session.
    """

    def __init__(
        self,
        unit: Unit,
        place: Place,
        *,
        students: int,
        seed: int,
        language: Language,
        folder: Path,
        screens: tuple[str, ...],
        connect: Callable[[Hub], AbstractAsyncContextManager[Lines]] = memory_lines,
    ) -> None:
        self.unit, self.place, self.space, self.seed, self.language = unit, place, place.space.id, seed, language
        self.folder, self._screens, self._connect = folder, screens, connect
        self.clock = Clock()
        self.totals = Totals(students, seed)
        self.refusals = 0
        self.lines: Lines
        self._heap: list[tuple[float, int, int, Callable[[], Awaitable[None]]]] = []
        self._order = itertools.count()
        self._told: list[str] = []
        self._round: dict[str, dict[tuple[int, str], bool]] = {}
        self._people: list[Person] = []

    # --- what people ask of it -------------------------------------------------------------------------------------

    def after(self, seconds: float, who: Person, action: Callable[[], Awaitable[None]]) -> None:
        """Somebody will do something; things of the same moment happen in the order of people's numbers."""
        heapq.heappush(self._heap, (self.clock.seconds + seconds, who.number, next(self._order), action))

    def question_of(self, panel: str, option: str) -> Question | None:
        """The question that a learner's panel puts, where it puts one; a quiz names it in each answer."""
        asked = next((q for q in self.unit.questions if q.id == option.partition("/")[0]), None)
        if asked is not None:
            return asked
        activity = next((a for a in self.unit.plan if f".{a.id}." in f".{panel}."), None)
        named = getattr(activity, "question", None)
        return next((q for q in self.unit.questions if q.id == named), None)

    def share_right(self, question: Question) -> float:
        """How many of the first answers to a question were right, 0 to 1."""
        held = [p.chosen[question.id] in question.key for p in self._learners() if question.id in p.chosen]
        return sum(held) / len(held) if held else 0.0

    def note_answer(self, panel: str, question: Question, right: bool, who: int) -> None:
        """For the figures at the end: one answer for each person, question and round, the last."""
        self._round.setdefault(panel, {})[who, question.id] = right

    def show(self, panel: Panel, pressed: Button) -> None:
        """What the teacher sees at the moment when they press."""
        lines = panel_lines(panel, self.language, without=frozenset({"go"}))
        self.say(*lines)
        self._told.append(f"          → {pressed.text.fr if self.language == 'fr' else pressed.text.en}")

    def say(self, *lines: str) -> None:
        """Put something into the transcript."""
        at = datetime.timedelta(seconds=int(self.clock.seconds))
        self._told.append(f"[{at!s:0>8}] " + ("\n" + " " * 11).join(lines))

    def _learners(self) -> Iterator[Learner]:
        return (p for p in self._people if isinstance(p, Learner))

    # --- the course of it ------------------------------------------------------------------------------------------

    async def run(self) -> Rehearsed:
        """The whole class.

        Raises:
            CampusError: the class could not be taken to its end.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        store = Store.open(self.folder / "log.db", now=self.clock.wall)
        rng = random.Random(f"campus/{self.seed}")
        exporter = Exporter(store, self.folder / "exports", self.language)
        session = f"{rng.getrandbits(32):08x}"
        code = "".join(rng.choice("ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(6))
        classrooms = Classrooms(
            {self.unit.id: self.unit},
            store,
            screens={self.space: self._screens},
            new_id=lambda: session,
            new_code=lambda: code,
            ended=exporter.ended,
        )
        guests = itertools.count(1)
        key = f"{rng.getrandbits(128):032x}"
        access = Access(
            rng.randbytes(32),
            key,
            fresh_id=lambda: f"guest-{next(guests):03d}",
            role_of_code=lambda given: "student" if classrooms.space_for(given) else None,
        )
        places = Places(self.space, {self.space: lambda: self.place.space}, lambda _: self.place.referee)
        content = asyncio.to_thread(Content, ())
        hub = Hub(access, places, content, classrooms, store, now=self.clock.now, wall=self.clock.wall)
        try:
            async with self._connect(hub) as self.lines:
                await self._take_place(hub, key, code, rng)
        finally:
            await hub.settle()
            store.close()
        folder = self.folder / "exports" / session
        if not folder.exists():
            raise CampusError("The class did not come to its end: it left no files.")
        self._count()
        files = {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
        return Rehearsed(self.totals, "\n".join(self._told) + "\n", files)

    async def _take_place(self, hub: Hub, key: str, code: str, rng: random.Random) -> None:
        teacher = Teacher(self, key)
        names = _names(self.totals.students)
        learners = [
            Learner(self, number, name, code, random.Random(f"{rng.getrandbits(64)}/{number}"))
            for number, name in enumerate(names, 1)
        ]
        self._people = [teacher, *learners]
        self.after(0.0, teacher, teacher.open)
        for learner in learners:
            self.after(learner.arrives_at(), learner, lambda who=learner: self._arrive(who))  # type: ignore[misc]
        taught = self.unit.minutes * 60.0
        for learner in learners:
            if learner.loses:
                self._cuts(learner, ARRIVING_S + learner.rng.uniform(0.2, 0.9) * taught, learner.rng.uniform(20, 240))
            if learner.asks:
                at = ARRIVING_S + learner.rng.uniform(0.1, 0.9) * taught
                self.after(at, learner, lambda who=learner: self._raise(who))  # type: ignore[misc]
        self._cuts(teacher, ARRIVING_S + 0.4 * taught, 45.0)
        while self._heap:
            at, _, _, action = heapq.heappop(self._heap)
            await self._pass(hub, at)
            await action()
            await self._settle(hub)
        await self._pass(hub, self.clock.seconds + 2.0)
        self.totals.minutes = round(self.clock.seconds / 60.0, 1)

    def _cuts(self, who: Person, at: float, away: float) -> None:
        async def lose() -> None:
            if who.line is not None and not self._is_over():
                self.totals.lost += 1
                await who.cut()
                self.after(away, who, come_back)

        async def come_back() -> None:
            if not self._is_over():
                await who.come()

        self.after(at, who, lose)

    def _is_over(self) -> bool:
        return any(isinstance(p, Teacher) and p.over for p in self._people)

    async def _arrive(self, who: Learner) -> None:
        if not self._is_over():
            self.totals.came += 1
            self.totals.late += who.is_late
            await who.come()

    async def _raise(self, who: Learner) -> None:
        if who.line is not None and not self._is_over():
            await who.line.send(Hand(up=True))

    async def _pass(self, hub: Hub, until: float) -> None:
        """Let time pass; everybody hears what the server has to say meanwhile."""
        while self.clock.seconds < until:
            self.clock.seconds = min(self.clock.seconds + TICK_S, until)
            hub.tick()
            await self._settle(hub)

    async def _settle(self, hub: Hub) -> None:
        """Until everything is committed and heard."""
        await hub.settle()
        await asyncio.sleep(0)
        await self.lines.heard_by_all()
        for person in self._people:
            person.listen()

    def _count(self) -> None:
        for panel, answers in sorted(self._round.items()):
            name, _, round_ = panel.partition(".")[2].rpartition(".")
            number = int(round_) if round_.isdigit() else 0
            self.totals.right.setdefault(name or panel, {})[number] = (sum(answers.values()), len(answers))


def rehearse(
    campus: Campus,
    unit: Unit,
    *,
    students: int,
    seed: int,
    out: Path,
    language: Language,
    sockets: bool,
    say: TextIO,
) -> int:
    """Rehearse a unit, print what its teacher would have seen, and leave the files of the class in `out`.

    Args:
        campus: where; the class takes the space with the most seats before a session's screen.
        unit: what is taught.
        students: how many learners.
        seed: the same seed gives the same class.
        out: the folder of the files; files of an earlier rehearsal in it are replaced.
        language: of what is printed and of the files' columns.
        sockets: also over a real server with real sockets, and compare.
        say: where to print.

    Returns:
        The exit status: 0; 1 where sockets came to something else.

    Raises:
        CampusError: the class could not be taken to its end.
    """
    began = time.monotonic()
    place, screens = class_place(campus)

    def run(connect: Callable[[Hub], AbstractAsyncContextManager[Lines]]) -> Rehearsed:
        with tempfile.TemporaryDirectory(prefix="campus-rehearsal-") as folder:
            rehearsal = Rehearsal(
                unit,
                place,
                students=students,
                seed=seed,
                language=language,
                folder=Path(folder),
                screens=screens,
                connect=connect,
            )
            return asyncio.run(rehearsal.run())

    done = run(memory_lines)
    say.write(done.transcript)
    for line in summary(done.totals, language):
        say.write(line + "\n")
    out.mkdir(parents=True, exist_ok=True)
    for name, data in {**done.files, "transcript.txt": done.transcript.encode()}.items():
        (out / name).write_bytes(data)
        say.write(f"{out / name}\n")
    sys.stderr.write(f"{time.monotonic() - began:.1f} s\n")
    if not sockets:
        return 0
    other = run(socket_lines)
    same = asdict(other.totals) == asdict(done.totals)
    files = sorted(name for name in done.files if done.files[name] != other.files.get(name))
    verdict = {
        ("fr", True): "Par de vraies connexions\u00a0: les mêmes totaux",
        ("fr", False): "Par de vraies connexions\u00a0: d’AUTRES totaux",
        ("en", True): "Over real connections: the same totals",
        ("en", False): "Over real connections: OTHER totals",
    }[language, same]
    say.write(verdict + (f" ({', '.join(files)})" if files else "") + ".\n")
    if not same:
        for line in summary(other.totals, language):
            say.write(line + "\n")
    return 0 if same else 1


def class_place(campus: Campus, shapes: Path | None = None) -> tuple[Place, tuple[str, ...]]:
    """The space with the most seats among those with a session's screen, compiled, and the ids of those screens.

    Raises:
        CampusError: no space of this campus has such a screen.
    """
    screens = {
        id_: tuple(node.id for node in scene.nodes if isinstance(node.spec, Screen) and node.spec.shows == "session")
        for id_, scene in campus.scenes.items()
    }
    spaces = [prepared_space(campus, id_, shapes) for id_ in sorted(screens) if screens[id_]]
    if not spaces:
        raise CampusError("No space of this campus has a screen that shows the session. Add one: 'shows: session'.")
    space = max(spaces, key=lambda space: len(space.seats))
    return Place(space, Referee(Ground.of_space(space), Zones.of(space.zones))), screens[space.id]


def summary(totals: Totals, language: Language) -> Iterator[str]:
    """The figures of a rehearsal, in a few lines."""
    if language == "fr":
        yield (
            f"{totals.came} participants sur {totals.students}, {totals.late} en retard, {totals.lost} coupures, "
            f"{totals.minutes:.0f} minutes, {totals.presses} gestes de l’enseignant."
        )
        yield (
            f"{totals.answers} réponses envoyées\u00a0: {totals.acknowledged} enregistrées, {totals.refused} refusées."
        )
    else:
        yield (
            f"{totals.came} of {totals.students} came, {totals.late} late, {totals.lost} connections lost, "
            f"{totals.minutes:.0f} minutes, the teacher pressed {totals.presses} times."
        )
        yield f"{totals.answers} answers sent: {totals.acknowledged} kept, {totals.refused} refused."
    for activity, rounds in totals.right.items():
        shares = " → ".join(f"{right}/{all_} ({right / all_:.0%})" for _, (right, all_) in sorted(rounds.items()))
        yield f"  {activity}: {shares}"


def _buttons(panel: Panel) -> Iterator[Button]:
    for item in panel.items:
        if isinstance(item, Button):
            yield item
        elif isinstance(item, Row):
            yield from item.buttons


def _standing_at(panel: Panel) -> str | None:
    """The activity that the class is at, as the plan in the teacher's panel shows it."""
    for item in panel.items:
        if isinstance(item, Table) and item.id == "go":
            return next((row for row, cells in item.rows if cells and cells[0].fr.startswith("▶")), None)
    return None


def _last(option: str) -> str:
    """An option's own id where it is sent with its round, as in `2/b`."""
    return option.rpartition("/")[2]


def _names(count: int) -> list[str]:
    return [
        name if number < len(GIVEN_NAMES) else f"{name} {number // len(GIVEN_NAMES) + 1}"
        for number, name in zip(range(count), itertools.cycle(GIVEN_NAMES), strict=False)
    ]


_WRITTEN = (
    "L’avis demandé à distance à un confrère, je ne vois pas encore où il commence.",
    "Le dossier du patient, et qui le relit.",
    "Je vérifierai l’identité avant d’envoyer quoi que ce soit.",
    "Rien de nouveau pour moi aujourd’hui.",
)
