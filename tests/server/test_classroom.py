"""Classes on a server: what is acknowledged is in the log, and the log alone brings a class back.

One file, since every story is told in one kind of room.
"""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from campus.errors import Refused, StoreError
from campus.learning import events
from campus.learning.activities.concept_question import ConceptQuestionRunning
from campus.learning.fold import replay
from campus.learning.panel import Bars, Choices, Paragraph, Table
from campus.learning.session import Session
from campus.learning.unit import Unit
from campus.learning.unit_file import load_units
from campus.protocol.messages import Figure, Person, Press
from server.classroom import Classrooms
from server.store import Store

ROOT = Path(__file__).resolve().parents[2]
ROOM = "amphitheatre"
NOW = 1_000.0


@pytest.fixture(scope="module")
def units() -> dict[str, Unit]:
    return dict(load_units(ROOT))


def person(id_: str, role: str = "student", **more: object) -> Person:
    return Person(id=id_, slot=0, name=id_.title(), role=role, figure=Figure(), **more)  # type: ignore[arg-type]


TEACHER = person("hayot", "teacher")
ANA, BO = person("ana"), person("bo")


class Room:
    """One room with its classes, and people who press."""

    def __init__(self, units: dict[str, Unit], store: Store, id_: str = ROOM) -> None:
        numbers = itertools.count(1)
        self.classes = Classrooms(
            units, store, new_id=lambda: f"s{next(numbers)}", new_code=lambda: "ABCDEF", exports="exports"
        )
        self.id, self.store, self.at = id_, store, NOW
        self.messages = (f"m{n}" for n in itertools.count(1))

    async def press(self, who: Person, panel: str, item: str, value: str = "", message: str | None = None) -> None:
        id_ = message or next(self.messages)
        self.at += 2.0
        told = Press(panel=panel, item=item, value=value, client_message_id=id_)
        await self.classes.press(self.id, who, told, self.at)

    async def come(self, *people: Person) -> None:
        for who in people:
            task = self.classes.attendance.came(self.id, who, NOW)
            if task is not None:
                await task

    async def open(self) -> None:
        await self.press(TEACHER, "open-class", "open", "telehealth-01")

    async def ask(self, *people: Person) -> None:
        """A class that is at its first question, with these people in it."""
        await self.open()
        await self.come(*people)
        for item in ("life.start", "do.next", "next"):
            await self.press(TEACHER, "class", item)

    async def vote(self, who: Person, choice: str, message: str | None = None) -> None:
        await self.press(who, "answer.ask-two-halves.1", "answer", f"1/{choice}", message)

    @property
    def session(self) -> Session:
        session = self.classes.session_in(self.id)
        assert session is not None
        return session

    @property
    def votes(self) -> dict[str, str]:
        running = self.session.running["ask-two-halves"]
        assert isinstance(running, ConceptQuestionRunning)
        return dict(running.first)

    async def logged(self) -> list[tuple[str, events.AnyEvent]]:
        return [(e.actor, events.decode(e.payload)) for e in await self.store.read("session/s1")]


@pytest.fixture
def room(units: dict[str, Unit], store: Store) -> Room:
    return Room(units, store)


def run(story: Callable[[], object]) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


def test_a_teacher_in_a_room_without_a_class_opens_one_and_it_takes_the_room(room: Room) -> None:
    async def story() -> None:
        (panel,) = room.classes.showing.panels(room.id, TEACHER, NOW)
        assert panel.id == "open-class"
        assert room.classes.showing.panels(room.id, ANA, NOW) == ()
        await room.open()
        assert room.session.room == ROOM
        assert room.session.life == "lobby"
        assert [p.id for p in room.classes.showing.panels(room.id, TEACHER, NOW)] == ["class"]

    run(story)


def test_a_student_opens_no_class_and_an_unknown_unit_is_refused(room: Room) -> None:
    async def story() -> None:
        with pytest.raises(Refused) as refused:
            await room.press(ANA, "open-class", "open", "telehealth-01")
        assert refused.value.code == "not_allowed"
        with pytest.raises(Refused, match="no unit 'telehealth-9'"):
            await room.press(TEACHER, "open-class", "open", "telehealth-9")
        assert room.classes.session_in(room.id) is None
        assert await room.store.streams("session/") == []

    run(story)


def test_who_stood_in_the_room_before_the_class_was_opened_takes_part(room: Room) -> None:
    async def story() -> None:
        await room.come(ANA, BO)
        await room.open()
        assert set(room.session.students) == {"ana", "bo"}

    run(story)


def test_the_screen_follows_the_class(room: Room) -> None:
    async def story() -> None:
        (shows,) = room.classes.showing.screens(room.id)
        assert (shows.document, shows.panel) == (None, None)
        await room.open()
        await room.come(ANA)
        (shows,) = room.classes.showing.screens(room.id)
        assert shows.panel is not None
        await room.press(TEACHER, "class", "life.start")
        (shows,) = room.classes.showing.screens(room.id)
        assert (shows.document, shows.page) == ("assets/units/telehealth-01/slides.{lang}.pdf", 0)
        await room.press(TEACHER, "class", "do.next")
        (shows,) = room.classes.showing.screens(room.id)
        assert shows.page == 1
        await room.press(TEACHER, "class", "next")
        await room.vote(ANA, "b")
        for item in ("do.close", "do.reveal"):
            await room.press(TEACHER, "class", item)
        (shows,) = room.classes.showing.screens(room.id)
        assert shows.panel is not None
        (bars,) = [i for i in shows.panel.items if isinstance(i, Bars)]
        assert [(b.count, b.mark) for b in bars.bars] == [(0, ""), (1, "right"), (0, ""), (0, "")]

    run(story)


def test_what_press_has_returned_is_in_the_log(room: Room) -> None:
    async def story() -> None:
        await room.ask(ANA)
        await room.vote(ANA, "b")
        logged = await room.logged()
        assert logged[-1] == ("ana", logged[-1][1])
        assert isinstance(logged[-1][1], events.Did)
        assert replay(logged) == room.session

    run(story)


def test_three_hundred_who_vote_at_once_are_all_counted_and_the_log_agrees(room: Room) -> None:
    async def story() -> None:
        people = [person(f"s{n}") for n in range(300)]
        await room.open()
        await asyncio.gather(*filter(None, (room.classes.attendance.came(room.id, who, NOW) for who in people)))
        for item in ("life.start", "do.next", "next"):
            await room.press(TEACHER, "class", item)
        await asyncio.gather(*(room.vote(who, "abcd"[n % 4]) for n, who in enumerate(people)))
        assert room.votes == {f"s{n}": "abcd"[n % 4] for n in range(300)}
        assert replay(await room.logged()) == room.session

    run(story)


def test_a_vote_sent_as_the_round_closes_is_counted_or_refused_and_never_lost(room: Room) -> None:
    async def story() -> None:
        people = [person(f"s{n}") for n in range(20)]
        await room.ask(*people)
        presses = [room.vote(who, "a") for who in people]
        presses.insert(10, room.press(TEACHER, "class", "do.close"))
        results = await asyncio.gather(*presses, return_exceptions=True)
        del results[10]
        counted = {f"s{n}" for n, result in enumerate(results) if result is None}
        refused = [result for result in results if result is not None]
        assert counted == set(room.votes)
        assert {r.code for r in refused if isinstance(r, Refused)} <= {"closed"}
        assert len(counted) + len(refused) == 20
        assert replay(await room.logged()) == room.session

    run(story)


def test_the_same_message_twice_applies_once_even_after_the_vote_closed(room: Room) -> None:
    async def story() -> None:
        await room.ask(ANA)
        await asyncio.gather(room.vote(ANA, "b", "same"), room.vote(ANA, "b", "same"))
        await room.press(TEACHER, "class", "do.close")
        before = await room.logged()
        await room.vote(ANA, "b", "same")
        assert await room.logged() == before
        assert room.votes == {"ana": "b"}

    run(story)


def test_a_message_id_that_was_used_in_the_chat_does_not_swallow_a_vote(room: Room) -> None:
    async def story() -> None:
        await room.ask(ANA)
        await room.store.append("room/amphitheatre", "ana", [("said", b"{}")], "mine")
        await room.vote(ANA, "b", "mine")
        assert replay(await room.logged()) == room.session
        assert room.votes == {"ana": "b"}

    run(story)


def test_a_restarted_server_goes_on_in_the_middle_of_a_vote(units: dict[str, Unit], file: Path) -> None:
    async def story() -> None:
        first = Store.open(file)
        before = Room(units, first)
        await before.ask(ANA, BO)
        await before.vote(ANA, "b", "kept")
        first.close()

        second = Store.open(file)
        after = Room({}, second)  # the unit's files are gone, and the class goes on
        await after.classes.resume(NOW)
        assert after.votes == {"ana": "b"}
        assert after.classes.instance_for(ROOM, "ana", None) == ROOM
        await after.come(TEACHER, ANA, BO)
        (panel,) = after.classes.showing.panels(ROOM, ANA, NOW)
        (choices,) = [i for i in panel.items if isinstance(i, Choices)]
        assert choices.enabled
        assert choices.selected == ("1/b",)
        await after.vote(ANA, "a", "kept")  # sent again by a client that never heard back
        assert after.votes == {"ana": "b"}
        await after.press(BO, "answer.ask-two-halves.1", "answer", "1/c", "new")
        await after.press(TEACHER, "class", "do.close", message="close")
        assert after.votes == {"ana": "b", "bo": "c"}
        assert replay(await after.logged()) == after.session
        second.close()

    run(story)


def test_after_a_restart_a_class_whose_teacher_does_not_come_back_is_held_from_when_it_was_last_heard_of(
    units: dict[str, Unit], file: Path
) -> None:
    async def story() -> None:
        first = Store.open(file)
        before = Room(units, first)
        await before.ask(ANA, BO)
        await before.press(TEACHER, "class", "clock.5")
        last = before.at
        first.close()

        night = 10 * 3600.0
        second = Store.open(file)
        after = Room({}, second)
        await after.classes.resume(last + night)
        await after.come(ANA, BO)
        assert after.session.life == "live"  # whoever teaches may be on their way
        await asyncio.gather(*after.classes.hold_untaught())
        assert after.session.life == "held"
        assert after.classes.hold_untaught() == []
        after.at = last + night
        await after.vote(ANA, "b", "in the night")  # the round is open, and a learner loses nothing
        await after.come(TEACHER)
        await after.press(TEACHER, "class", "life.resume", message="go on")
        assert after.session.life == "live"
        assert after.session.clock is not None
        assert after.session.clock.passed(after.at) == 0.0
        assert after.session.since < after.at
        assert replay(await after.logged()) == after.session
        second.close()

    run(story)


def test_after_a_restart_a_class_whose_teacher_is_back_in_time_goes_on(units: dict[str, Unit], file: Path) -> None:
    async def story() -> None:
        first = Store.open(file)
        before = Room(units, first)
        await before.ask(ANA)
        first.close()
        second = Store.open(file)
        after = Room({}, second)
        await after.classes.resume(NOW)
        await after.come(ANA, TEACHER)
        assert after.classes.hold_untaught() == []
        assert after.session.life == "live"
        second.close()

    run(story)


def test_when_the_store_cannot_write_nothing_is_acknowledged_and_nothing_is_shown(room: Room, file: Path) -> None:
    async def story() -> None:
        await room.ask(ANA, BO)
        with sqlite3.connect(file) as spoiling:
            spoiling.execute(
                "CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
            )
        results = await asyncio.gather(room.vote(ANA, "b", "one"), room.vote(BO, "a"), return_exceptions=True)
        assert [type(r) for r in results] == [StoreError, StoreError]
        assert room.votes == {}
        with sqlite3.connect(file) as mending:
            mending.execute("DROP TRIGGER full")
        await room.vote(ANA, "b", "one")
        assert room.votes == {"ana": "b"}
        assert replay(await room.logged()) == room.session

    run(story)


def test_a_connection_that_ends_does_not_take_its_vote_with_it(room: Room) -> None:
    async def story() -> None:
        await room.ask(ANA)
        task = asyncio.create_task(room.vote(ANA, "b"))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await room.classes.settle()
        assert room.votes == {"ana": "b"}
        assert replay(await room.logged()) == room.session

    run(story)


def test_losing_the_teacher_holds_the_class_and_their_return_lets_it_go_on(room: Room) -> None:
    async def story() -> None:
        await room.ask(ANA)
        await room.come(person("hayot", "teacher", away=True))
        assert room.session.life == "held"
        await room.vote(ANA, "b")
        await room.come(TEACHER)
        await room.press(TEACHER, "class", "life.resume")
        assert room.session.life == "live"
        task = room.classes.attendance.left(room.id, TEACHER, NOW)
        assert task is not None
        await task
        assert room.session.life == "held"

    run(story)


def test_a_hand_that_goes_up_in_the_room_is_on_the_teachers_list(room: Room) -> None:
    async def story() -> None:
        await room.ask(ANA, BO)
        await room.come(person("bo", hand=True))
        assert room.session.hands == ("bo",)
        await room.come(BO)
        assert room.session.hands == ()

    run(story)


def test_a_second_class_in_the_same_space_gets_a_room_of_its_own_and_a_code_leads_there(room: Room) -> None:
    async def story() -> None:
        codes = iter(("FIRST2", "SECND2"))
        room.classes._new_code = lambda: next(codes)
        await room.open()
        other = person("mercier", "teacher")
        await room.press(other, "open-class", "open", "telehealth-01")
        assert room.classes.instance_for(ROOM, "mercier", None) == f"{ROOM}/s2"
        assert room.classes.instance_for(ROOM, "hayot", None) == ROOM
        assert room.classes.instance_for(ROOM, "somebody", " secnd2 ") == f"{ROOM}/s2"
        assert room.classes.instance_for(ROOM, "somebody", None) is None
        assert room.classes.instance_for("hall", "somebody", "SECND2") is None
        assert room.classes.space_for("secnd2") == ROOM

    run(story)


def test_a_space_without_a_screen_of_the_session_offers_no_class(units: dict[str, Unit], store: Store) -> None:
    classes = Classrooms(units, store, screens={"amphitheatre": ("main",), "hall": ()})
    assert classes.showing.panels("hall", TEACHER, NOW) == ()
    assert classes.showing.screens("hall") == ()
    assert [p.id for p in classes.showing.panels("amphitheatre", TEACHER, NOW)] == ["open-class"]


def test_when_the_class_has_ended_each_sees_their_own_record_until_they_put_it_away(room: Room) -> None:
    async def story() -> None:
        await room.ask(ANA, BO)
        await room.vote(ANA, "b")
        await room.vote(BO, "a")
        for item in ("do.close", "do.discuss", "do.revote"):
            await room.press(TEACHER, "class", item)
        await room.press(BO, "answer.ask-two-halves.2", "answer", "2/b")
        for item in ("do.close", "do.reveal", "life.wrap-up", "life.end"):
            await room.press(TEACHER, "class", item)
        for who, said in ((ANA, "right"), (BO, "wrong, then right")):
            (panel,) = room.classes.showing.panels(room.id, who, NOW)
            (table,) = [i for i in panel.items if isinstance(i, Table)]
            assert [cells[1].en for _, cells in table.rows] == [said]
        (panel,) = room.classes.showing.panels(room.id, TEACHER, NOW)
        (table,) = [i for i in panel.items if isinstance(i, Table)]
        assert panel.id == "closing"
        assert [tuple(cell.en for cell in cells[1:]) for _, cells in table.rows] == [("2 → 1", "50% → 100%")]
        assert "exports/s1" in [i.text.fr for i in panel.items if isinstance(i, Paragraph)]
        await room.press(TEACHER, "closing", "another")
        assert [p.id for p in room.classes.showing.panels(room.id, TEACHER, NOW)] == ["open-class"]
        assert room.classes.showing.panels(room.id, person("late"), NOW) == ()
        await room.press(ANA, "record", "close")
        assert room.classes.showing.panels(room.id, ANA, NOW) == ()
        (shows,) = room.classes.showing.screens(room.id)
        assert (shows.document, shows.panel) == (None, None)

    run(story)


def test_the_teachers_clock_is_looked_at_again_when_a_minute_has_passed(room: Room) -> None:
    async def story() -> None:
        assert not room.classes.showing.is_a_minute_on(room.id, NOW)
        await room.ask(ANA)
        began = room.session.since
        assert not room.classes.showing.is_a_minute_on(room.id, began)
        assert not room.classes.showing.is_a_minute_on(room.id, began + 59.0)
        assert room.classes.showing.is_a_minute_on(room.id, began + 60.0)
        assert not room.classes.showing.is_a_minute_on(room.id, began + 61.0)

    run(story)


def test_a_teacher_puts_the_list_of_units_away_and_finds_it_on_coming_back(room: Room) -> None:
    async def story() -> None:
        await room.come(TEACHER)
        await room.press(TEACHER, "open-class", "close")
        assert room.classes.showing.panels(room.id, TEACHER, NOW) == ()
        assert room.classes.attendance.left(room.id, TEACHER, NOW) is None
        await room.come(TEACHER)
        assert [p.id for p in room.classes.showing.panels(room.id, TEACHER, NOW)] == ["open-class"]

    run(story)


def test_a_hand_that_the_teacher_lowers_is_told_to_the_room_once(room: Room) -> None:
    async def story() -> None:
        await room.ask(ANA, BO)
        await room.come(person("bo", hand=True))
        await room.press(TEACHER, "class", "hand", "bo")
        assert room.session.hands == ()
        assert room.classes.lowered(room.id) == ("bo",)
        assert room.classes.lowered(room.id) == ()

    run(story)
