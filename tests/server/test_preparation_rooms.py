"""Before class on a server: drafts, stations, codes; what is acknowledged is in the log, and the log brings it back."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest

from campus.errors import Refused
from campus.learning import events
from campus.learning.fold import replay
from campus.learning.panel import Bars, Choice, Panel, Table
from campus.learning.preparation import checks
from campus.learning.session import Session
from campus.learning.unit import Unit
from campus.learning.unit_file import load_unit
from campus.protocol.messages import Figure, Person, Press
from campus.text import Text
from server.classroom import Classrooms
from server.store import Store

ROOT = Path(__file__).resolve().parents[2]
UNIT = "telehealth-01"
NOW = 1_000.0
STATIONS = {"garden": {"post": (UNIT, "preparation"), "desk": (UNIT, "review")}}
SCREENS = {"amphitheatre": ("main",), "hall": (), "garden": ()}


@pytest.fixture(scope="module")
def units() -> dict[str, Unit]:
    return {UNIT: load_unit(ROOT, UNIT)}


def person(id_: str, role: str = "student", **more: object) -> Person:
    return Person(id=id_, slot=0, name=id_.title(), role=role, figure=Figure(), **more)  # type: ignore[arg-type]


TEACHER, ANA, BO = person("hayot", "teacher"), person("ana"), person("bo")


class Campus:
    """A server's classes, and people who stand in its rooms and press."""

    def __init__(self, units: dict[str, Unit], store: Store) -> None:
        numbers = itertools.count(1)
        self.newer: dict[str, Unit] = {}
        self.classes = Classrooms(
            units,
            store,
            screens=SCREENS,
            new_id=lambda: f"s{next(numbers)}",
            new_code=lambda: "ABCDEF",
            stations=STATIONS,
            reread=self._reread,
        )
        self.store, self.at = store, NOW
        self.messages = (f"m{n}" for n in itertools.count(1))
        self.where: dict[str, str] = {}

    async def _reread(self) -> Mapping[str, Unit]:
        return self.newer

    async def press(self, who: Person, panel: str, item: str, value: str = "", message: str = "") -> None:
        self.at += 2.0
        told = Press(panel=panel, item=item, value=value, client_message_id=message or next(self.messages))
        await self.classes.press(self.where[who.id], who, told, self.at)

    async def go(self, room: str, *people: Person, code: str | None = None) -> None:
        for who in people:
            if who.id in self.where:
                self.classes.attendance.left(self.where[who.id], who, self.at)
            self.where[who.id] = room
            self.classes.attendance.came(room, who, self.at, code=code)
        await self.classes.settle()

    def seen(self, who: Person) -> tuple[Panel, ...]:
        return self.classes.showing.panels(self.where[who.id], who, self.at)

    def ids(self, who: Person) -> list[str]:
        return [panel.id for panel in self.seen(who)]

    async def draft(self) -> None:
        await self.go("amphitheatre", TEACHER)
        await self.press(TEACHER, "open-class", "how", "first")
        await self.press(TEACHER, "open-class", "draft", UNIT)

    async def prepare(self) -> None:
        await self.draft()
        await self.press(TEACHER, "draft.s1", "life.prepare")

    async def make_ready(self, who: Person) -> None:
        for item in ("open-0", "start"):
            await self.press(who, "prepare.s1", item)
        unit = self.session.unit
        for question in checks(unit):
            (key,) = unit.question(question).key
            for item, value in (("check", f"{question}/{key}"), ("sure-3", ""), ("start", "")):
                await self.press(who, "prepare.s1", item, value)

    @property
    def session(self) -> Session:
        return next(s for s in self.classes.told() if s.id == "s1")

    async def logged(self) -> list[tuple[str, events.AnyEvent]]:
        return [(e.actor, events.decode(e.payload)) for e in await self.store.read("session/s1")]


@pytest.fixture
def campus(units: dict[str, Unit], store: Store) -> Campus:
    return Campus(dict(units), store)


def run(story: Callable[[], object]) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


def test_a_teacher_chooses_to_prepare_first_and_has_a_draft_that_takes_no_room(campus: Campus) -> None:
    async def story() -> None:
        await campus.draft()
        assert campus.ids(TEACHER) == ["draft.s1"]
        assert campus.session.life == "draft"
        assert campus.classes.session_in("amphitheatre") is None
        assert campus.classes.instance_for("amphitheatre", "hayot", None) is None
        assert not campus.classes.lets_in("ABCDEF")
        await campus.press(TEACHER, "draft.s1", "close")
        (panel,) = campus.seen(TEACHER)
        (table,) = [i for i in panel.items if isinstance(i, Table) and i.id == "go-on"]
        assert [(id_, cells[1].en) for id_, cells in table.rows] == [("s1", "draft")]
        await campus.press(TEACHER, "open-class", "go-on", "s1")
        assert campus.ids(TEACHER) == ["draft.s1"]
        assert replay(await campus.logged()) == campus.session

    run(story)


def test_opening_a_class_at_once_is_still_one_press(campus: Campus) -> None:
    async def story() -> None:
        await campus.go("amphitheatre", TEACHER, ANA)
        await campus.press(TEACHER, "open-class", "open", UNIT)
        session = campus.classes.session_in("amphitheatre")
        assert session is not None
        assert session.life == "lobby"
        assert set(session.people) == {"hayot", "ana"}

    run(story)


def test_who_comes_with_the_code_prepares_wherever_they_are_and_the_teacher_elsewhere_sees_it(campus: Campus) -> None:
    async def story() -> None:
        await campus.prepare()
        assert campus.classes.lets_in(" abcdef ")
        assert campus.classes.space_for("ABCDEF") is None
        await campus.go("hall", ANA, code="abcdef")
        assert campus.ids(ANA) == ["prepare.s1"]
        campus.classes.showing.is_a_minute_on("amphitheatre", campus.at)
        await campus.make_ready(ANA)
        assert campus.classes.showing.is_a_minute_on("amphitheatre", campus.at)
        assert not campus.classes.showing.is_a_minute_on("amphitheatre", campus.at)
        (panel,) = campus.seen(TEACHER)
        (bars,) = [i for i in panel.items if isinstance(i, Bars)]
        assert [bar.count for bar in bars.bars] == [1, 0, 0]
        await campus.press(ANA, "prepare.s1", "close")
        assert campus.ids(ANA) == ["desk"]
        await campus.press(ANA, "desk", "prepare", "s1")
        assert campus.ids(ANA) == ["prepare.s1"]
        await campus.press(ANA, "prepare.s1", "close")
        await campus.press(ANA, "desk", "close")
        assert replay(await campus.logged()) == campus.session

    run(story)


def test_at_a_station_one_gives_the_code_and_prepares_and_comes_back_to_it_another_day(campus: Campus) -> None:
    async def story() -> None:
        await campus.prepare()
        await campus.go("garden", BO)
        assert campus.ids(BO) == []
        assert campus.classes.is_station("garden", "post")
        assert not campus.classes.is_station("garden", "fountain")
        campus.classes.work_at("garden", "post", BO)
        assert campus.ids(BO) == ["desk"]
        with pytest.raises(Refused, match="No class that is being prepared"):
            await campus.press(BO, "desk", "code", "WRONG2")
        await campus.press(BO, "desk", "code", " abcdef")
        assert campus.ids(BO) == ["prepare.s1"]
        await campus.press(BO, "prepare.s1", "open-0")
        await campus.go("hall", BO)
        await campus.go("garden", BO)
        await campus.press(BO, "prepare.s1", "close")
        campus.classes.work_at("garden", "post", BO)
        assert campus.ids(BO) == ["prepare.s1"]
        assert campus.session.preparation("bo").opened == {0}

    run(story)


def test_a_teacher_at_a_station_sees_their_class_and_another_one_is_told_how_to_have_one(campus: Campus) -> None:
    async def story() -> None:
        await campus.prepare()
        other = person("mercier", "teacher")
        await campus.go("garden", TEACHER, other)
        campus.classes.work_at("garden", "post", TEACHER)
        assert campus.ids(TEACHER) == ["draft.s1"]
        with pytest.raises(Refused) as refused:
            campus.classes.work_at("garden", "post", other)
        assert refused.value.code == "nothing_here"
        with pytest.raises(Refused):
            await campus.press(other, "open-class", "go-on", "s1")
        with pytest.raises(Refused) as refused:
            await campus.press(other, "draft.s1", "life.admit")
        assert refused.value.code == "not_allowed"

    run(story)


def test_guessing_codes_ends_soon(campus: Campus) -> None:
    async def story() -> None:
        await campus.prepare()
        await campus.go("garden", BO)
        for number in range(20):
            with pytest.raises(Refused, match="No class"):
                await campus.press(BO, "desk", "code", f"WRONG{number}")
        with pytest.raises(Refused) as refused:
            await campus.press(BO, "desk", "code", "ABCDEF")
        assert refused.value.code == "too_fast"

    run(story)


def test_the_doors_open_where_the_teacher_stands_and_whoever_is_there_takes_part(campus: Campus) -> None:
    async def story() -> None:
        await campus.prepare()
        await campus.go("hall", ANA, code="ABCDEF")
        await campus.make_ready(ANA)
        await campus.go("hall", TEACHER)
        campus.classes.work_at("garden", "post", TEACHER)
        with pytest.raises(Refused) as refused:
            await campus.press(TEACHER, "draft.s1", "life.admit")
        assert refused.value.code == "not_here"
        await campus.go("amphitheatre", TEACHER, BO, ANA)
        await campus.press(TEACHER, "draft.s1", "life.admit")
        session = campus.classes.session_in("amphitheatre")
        assert session is not None
        assert (session.life, session.room) == ("lobby", "amphitheatre")
        assert session.students == ("ana", "bo")
        assert session.standing("hayot") == "facilitator"
        assert campus.ids(ANA) == ["waiting"]
        assert campus.ids(BO) == ["waiting", "prepare.s1"]
        assert campus.classes.space_for("ABCDEF") == "amphitheatre"
        assert replay(await campus.logged()) == session

    run(story)


def test_where_another_class_runs_already_the_doors_open_onto_a_room_of_its_own(campus: Campus) -> None:
    async def story() -> None:
        await campus.prepare()
        other = person("mercier", "teacher")
        await campus.go("amphitheatre", other)
        await campus.press(other, "open-class", "open", UNIT)
        # Whoever teaches elsewhere stands in that room and is no part of its class: their own panel comes to them.
        await campus.press(TEACHER, "draft.s1", "life.admit")
        assert campus.session.room == "amphitheatre/s1"
        assert campus.classes.instance_for("amphitheatre", "hayot", None) == "amphitheatre/s1"

    run(story)


def test_the_catch_up_is_put_away_in_class_and_comes_back_at_a_station(campus: Campus) -> None:
    async def story() -> None:
        await campus.prepare()
        await campus.go("amphitheatre", BO)
        await campus.press(TEACHER, "draft.s1", "life.admit")
        await campus.press(BO, "prepare.s1", "close")
        assert campus.ids(BO) == ["waiting"]
        campus.classes.preparations._stations = {"amphitheatre": {"post": (UNIT, "preparation")}}
        campus.classes.work_at("amphitheatre", "post", BO)
        assert campus.ids(BO) == ["waiting", "prepare.s1"]
        await campus.make_ready(BO)
        with pytest.raises(Refused) as refused:
            campus.classes.work_at("amphitheatre", "post", BO)
        assert refused.value.code == "nothing_here"

    run(story)


def test_a_draft_takes_the_units_files_as_they_are_now(campus: Campus, units: dict[str, Unit]) -> None:
    async def story() -> None:
        await campus.draft()
        first = msgspec.structs.replace(units[UNIT].questions[0], explanation=Text(fr="mieux", en="better"))
        campus.newer = {UNIT: msgspec.structs.replace(units[UNIT], questions=(first, *units[UNIT].questions[1:]))}
        await campus.go("amphitheatre", ANA)
        with pytest.raises(Refused):
            await campus.press(ANA, "draft.s1", "renew")
        await campus.press(TEACHER, "draft.s1", "renew")
        assert campus.session.unit.questions[0].version == first.version
        assert replay(await campus.logged()) == campus.session

    run(story)


def test_what_a_press_on_a_row_does_is_each_teachers_own_choice(campus: Campus) -> None:
    async def story() -> None:
        await campus.draft()
        await campus.press(TEACHER, "draft.s1", "mode", "earlier")
        (panel,) = campus.seen(TEACHER)
        assert "earlier" in [i.id for i in panel.items if isinstance(i, Table)]
        assert next(i for i in panel.items if isinstance(i, Choice) and i.id == "mode").selected == "earlier"
        assert len(await campus.logged()) == 1

    run(story)


def test_the_same_message_twice_drafts_one_class_and_answers_one_question_once(campus: Campus) -> None:
    async def story() -> None:
        await campus.go("amphitheatre", TEACHER)
        for _ in range(2):
            await campus.press(TEACHER, "open-class", "draft", UNIT, message="same")
        assert len(campus.classes.told()) == 1
        await campus.press(TEACHER, "draft.s1", "life.prepare")
        await campus.go("hall", ANA, code="ABCDEF")
        for _ in range(2):
            await campus.press(ANA, "prepare.s1", "open-0", message="read")
        assert sum(isinstance(e, events.Prepares) for _, e in await campus.logged()) == 1

    run(story)


def test_a_restarted_server_knows_who_has_prepared_what(units: dict[str, Unit], file: Path) -> None:
    async def story() -> None:
        first = Store.open(file)
        before = Campus(dict(units), first)
        await before.prepare()
        await before.go("hall", ANA, code="ABCDEF")
        await before.press(ANA, "prepare.s1", "open-0")
        first.close()

        second = Store.open(file)
        after = Campus({}, second)  # the unit's files are gone, and the preparation goes on
        await after.classes.resume(NOW)
        await after.go("hall", ANA)
        assert after.ids(ANA) == ["desk"]
        await after.press(ANA, "desk", "prepare", "s1")
        await after.press(ANA, "prepare.s1", "start")
        assert after.session.preparation("ana").started
        assert replay(await after.logged()) == after.session
        second.close()

    run(story)


def test_a_cancelled_class_is_gone_from_every_desk(campus: Campus) -> None:
    async def story() -> None:
        await campus.prepare()
        await campus.go("hall", ANA, code="ABCDEF")
        for item in ("life.cancel-ask", "life.cancel"):
            await campus.press(TEACHER, "draft.s1", item)
        assert campus.ids(ANA) == []
        assert campus.ids(TEACHER) == ["open-class"]
        assert not campus.classes.lets_in("ABCDEF")
        with pytest.raises(Refused):
            await campus.press(ANA, "prepare.s1", "open-0")

    run(story)
