"""The course of a rehearsed class: the real hub, classes and store; everybody acts in the order of (time, person)."""

from __future__ import annotations

import asyncio
import datetime
import heapq
import itertools
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from campus.errors import CampusError
from campus.learning.content import Question
from campus.learning.panel import Button, Panel
from campus.learning.unit import Unit
from campus.protocol.messages import Hand
from campus.text import Language, bilingual
from campus.tools.bots.names import GIVEN_NAMES
from campus.tools.panel_text import panel_lines
from campus.tools.rehearsal.clock import TICK_BEFORE_S, TICK_S, Clock
from campus.tools.rehearsal.learner import ARRIVING_S, Learner
from campus.tools.rehearsal.lines import Lines, memory_lines
from campus.tools.rehearsal.person import Person
from campus.tools.rehearsal.preparing import OPENS_S, comes_at
from campus.tools.rehearsal.teacher import Teacher
from campus.tools.rehearsal.totals import Rehearsed, Totals
from server.access import Access
from server.classroom import Classrooms
from server.content import Content
from server.exports import Exporter
from server.hub import Hub
from server.places import Place, Places
from server.store import Store


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
        self.clock = Clock(OPENS_S)
        self.names = _names(students)
        self.has_begun = False
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

    def show(self, panel: Panel, pressed: Button | None = None) -> None:
        """What the teacher sees, at the moment when they press or look."""
        lines = panel_lines(panel, self.language, without=frozenset({"go", "take"}))
        self.say(*lines)
        if pressed is None:
            return
        self._told.append(f"          → {pressed.text.fr if self.language == 'fr' else pressed.text.en}")

    def say(self, *lines: str) -> None:
        """Put something into the transcript."""
        since = int(self.clock.seconds - OPENS_S)
        at = f"{datetime.timedelta(seconds=abs(since))!s:0>8}" if since >= 0 else f"-{-since // 3600} h"
        self._told.append(f"[{at:>8}] " + ("\n" + " " * 11).join(lines))

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
        called = {self.space: self.place.space.title}
        exporter = Exporter(store, self.folder / "exports", self.language, spaces=called)
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
            role_of_code=lambda given: "student" if classrooms.lets_in(given) else None,
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
            raise CampusError(
                bilingual(
                    "The class did not come to its end: it left no files.",
                    "Le cours n'est pas allé à sa fin : il n'a pas laissé de fichiers.",
                )
            )
        self._count()
        files = {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
        return Rehearsed(self.totals, "\n".join(self._told) + "\n", files)

    async def _take_place(self, hub: Hub, key: str, code: str, rng: random.Random) -> None:
        teacher = Teacher(self, key)
        learners = [
            Learner(self, number, name, code, random.Random(f"{rng.getrandbits(64)}/{number}"))
            for number, name in enumerate(self.names, 1)
        ]
        self._people = [teacher, *learners]
        self.after(0.0, teacher, teacher.plan)
        self.after(OPENS_S, teacher, teacher.open)
        for learner in learners:
            if learner.begins:
                self.after(comes_at(learner.rng), learner, learner.prepare)
            arrives = OPENS_S + learner.arrives_at()
            self.after(arrives, learner, lambda who=learner: self._arrive(who))  # type: ignore[misc]
        taught = self.unit.minutes * 60.0
        for learner in learners:
            if learner.loses:
                start = OPENS_S + ARRIVING_S
                self._cuts(learner, start + learner.rng.uniform(0.2, 0.9) * taught, learner.rng.uniform(20, 240))
            if learner.asks:
                at = OPENS_S + ARRIVING_S + learner.rng.uniform(0.1, 0.9) * taught
                self.after(at, learner, lambda who=learner: self._raise(who))  # type: ignore[misc]
        self._cuts(teacher, OPENS_S + ARRIVING_S + 0.4 * taught, 45.0)
        while self._heap:
            at, _, _, action = heapq.heappop(self._heap)
            await self._pass(hub, at)
            await action()
            await self._settle(hub)
        await self._pass(hub, self.clock.seconds + 2.0)
        self.totals.minutes = round((self.clock.seconds - OPENS_S) / 60.0, 1)

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
            step = TICK_S
            if not self.has_begun:
                # Days pass before the class: hardly anybody is there, and nobody sees a tick.
                is_empty = all(person.line is None for person in self._people)
                step = until - self.clock.seconds if is_empty and not hub.visitors else TICK_BEFORE_S
            self.clock.seconds = min(self.clock.seconds + step, until)
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


def _names(count: int) -> list[str]:
    return [
        name if number < len(GIVEN_NAMES) else f"{name} {number // len(GIVEN_NAMES) + 1}"
        for number, name in zip(range(count), itertools.cycle(GIVEN_NAMES), strict=False)
    ]
