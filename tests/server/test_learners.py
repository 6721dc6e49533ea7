"""Review and estimates on a server: fed by what is committed, rebuilt from the log, contestable, switchable."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from campus.errors import CampusError, Refused
from campus.learning.panel import Button, Choices, Panel, Table
from campus.learning.preparation import checks
from campus.learning.unit import Unit
from campus.learning.unit_file import load_unit
from campus.protocol.messages import Figure, Person, Press
from server.classroom import Classrooms
from server.learners import Learners
from server.settings import Settings, read_settings
from server.store import Store

ROOT = Path(__file__).resolve().parents[2]
UNIT = "telehealth-01"
DAY = 86_400.0


@pytest.fixture(scope="module")
def unit() -> Unit:
    return load_unit(ROOT, UNIT)


def person(id_: str, role: str = "student") -> Person:
    return Person(id=id_, slot=0, name=id_.title(), role=role, figure=Figure())  # type: ignore[arg-type]


TEACHER, OTHER, ANA, BO = person("hayot", "teacher"), person("mercier", "teacher"), person("ana"), person("bo")


class Campus:
    """A class in the amphitheatre, a garden beside it, and what is learnt from the one."""

    def __init__(self, unit: Unit, store: Store, *, enabled: bool = True) -> None:
        numbers = itertools.count(1)
        self.unit, self.store, self.at = unit, store, 1000.0
        self.learners = Learners(store, enabled=enabled)
        self.classes = Classrooms(
            {UNIT: unit},
            store,
            screens={"amphitheatre": ("main",), "garden": ()},
            new_id=lambda: f"s{next(numbers)}",
            learners=self.learners,
            stations={"garden": {"review": (UNIT, "review"), "standing": (UNIT, "diagnostic")}},
        )
        self._messages = itertools.count(1)

    async def press(self, who: Person, panel: str, item: str, value: str = "", message: str = "") -> None:
        self.at += 2.0
        id_ = message or f"m{next(self._messages)}"
        room = "garden" if panel in ("desk", "review.1", "standing.1") else "amphitheatre"
        await self.classes.press(room, who, Press(panel=panel, item=item, value=value, client_message_id=id_), self.at)

    def letter(self, question: str, *, right: bool) -> str:
        return next(a.id for a in self.unit.question(question).answers if a.right is right)

    async def prepared(self, *, right: bool = True) -> None:
        """Ana takes the check of three questions, in the lobby of a class that could be prepared for."""
        for who in (TEACHER, ANA, BO):
            self.classes.attendance.came("amphitheatre", who, self.at)
        await self.press(TEACHER, "open-class", "draft", UNIT)
        for item in ("life.prepare", "life.admit"):
            await self.press(TEACHER, "draft.s1", item)
        for question in checks(self.unit):
            for item, value in (("check", f"{question}/{self.letter(question, right=right)}"), ("sure-2", "")):
                await self.press(ANA, "prepare.s1", item, value)

    async def taught(self) -> None:
        """Four concept questions more, each answered alone and closed."""
        await self.press(TEACHER, "class", "life.start")
        for _ in range(40):
            session = self.classes.session_in("amphitheatre")
            assert session is not None
            if session.current == "ask-the-identity":
                break
            (panel,) = self.classes.showing.panels("amphitheatre", TEACHER, self.at)
            button = panel.items[0]
            assert isinstance(button, Button)
            if button.id == "do.close":
                activity = session.current or ""
                question = session.running[activity].question  # type: ignore[attr-defined]
                await self.press(ANA, f"answer.{activity}.1", "answer", f"1/{self.letter(question.id, right=True)}")
            await self.press(TEACHER, "class", button.id)

    def in_the_garden(self, who: Person) -> list[Panel]:
        return list(self.classes.showing.panels("garden", who, self.at))


def run(story: Callable[[], object]) -> None:
    asyncio.run(story())  # type: ignore[arg-type]


def test_due_questions_are_offered_answered_from_memory_and_come_back_later(unit: Unit, store: Store) -> None:
    async def story() -> None:
        campus = Campus(unit, store)
        await campus.prepared(right=False)
        assert campus.in_the_garden(ANA) == []
        campus.at += 5 * DAY
        (desk,) = campus.in_the_garden(ANA)
        assert [b.text.en for b in desk.items if isinstance(b, Button)] == ["Review 3 questions", "Where I stand"]
        await campus.press(ANA, "desk", "review")
        for left in (2, 1, 0):
            (panel,) = campus.in_the_garden(ANA)
            (choices,) = [i for i in panel.items if isinstance(i, Choices)]
            with pytest.raises(Refused):
                await campus.press(ANA, "review.1", "sure-3")
            key = campus.learners.learnt.due("ana", campus.at)[0]
            await campus.press(ANA, "review.1", "answer", choices.options[0].id)
            await campus.press(ANA, "review.1", "answer", campus.letter(key.partition("/")[2], right=True))
            await campus.press(ANA, "review.1", "sure-3", message=f"sure-{left}")
            await campus.press(ANA, "review.1", "sure-3", message=f"sure-{left}")
            assert len(campus.learners.learnt.due("ana", campus.at)) == left
            await campus.press(ANA, "review.1", "next")
        assert "Nothing to review today." in str(campus.in_the_garden(ANA)[0].items)
        await campus.press(ANA, "review.1", "close")
        assert [p.id for p in campus.in_the_garden(ANA)] == ["desk"]

    run(story)


def test_a_station_of_review_leads_there_and_nobody_else_reviews(unit: Unit, store: Store) -> None:
    async def story() -> None:
        campus = Campus(unit, store)
        campus.classes.work_at("garden", "review", ANA)
        assert [p.id for p in campus.in_the_garden(ANA)] == ["review.1"]
        campus.classes.work_at("garden", "standing", ANA)
        assert [p.id for p in campus.in_the_garden(ANA)] == ["standing.1"]
        for panel, item, value in (("review.1", "sure", "1"), ("standing.1", "estimate", "off")):
            with pytest.raises(Refused) as refused:
                await campus.press(TEACHER, panel, item, value)
            assert refused.value.code == "not_allowed"

    run(story)


def test_what_is_believed_is_rebuilt_from_the_log_to_the_same(unit: Unit, store: Store) -> None:
    async def story() -> None:
        campus = Campus(unit, store)
        await campus.prepared()
        await campus.taught()
        await campus.press(ANA, "standing.1", "contest.telehealth")
        await campus.press(BO, "standing.1", "estimate", "off")
        await campus.classes.settle()
        again = Learners(store)
        assert await again.rebuild() > 20
        live, rebuilt = campus.learners.learnt, again.learnt
        assert sum(known.answers for known in live.estimates("ana").values()) == 7
        assert rebuilt.estimates("ana") == live.estimates("ana")
        assert rebuilt.memory("ana") == live.memory("ana") != {}
        assert list(rebuilt.contested) == list(live.contested) == [("ana", "telehealth")]
        assert rebuilt.off == live.off == {"bo"}
        assert again.names["ana"] == "Ana"
        short = Learners(store, most=3)
        assert await short.rebuild() == 3
        assert short.learnt.memory("ana") == {}

    run(story)


def test_what_happens_while_the_log_is_read_is_neither_lost_nor_counted_twice(unit: Unit, store: Store) -> None:
    async def story() -> None:
        campus = Campus(unit, store)
        reading = asyncio.create_task(campus.learners.rebuild())
        await asyncio.sleep(0)
        await campus.prepared()
        await reading
        assert sum(known.answers for known in campus.learners.learnt.estimates("ana").values()) == 3

    run(story)


def test_the_teacher_who_taught_them_sees_what_is_contested_and_decides(unit: Unit, store: Store) -> None:
    async def story() -> None:
        campus = Campus(unit, store)
        await campus.prepared()
        await campus.taught()
        assert campus.learners.readiness(("ana", "bo"), ("telehealth",)).keys() == {"ana"}
        await campus.press(ANA, "standing.1", "contest.telehealth")
        assert campus.learners.readiness(("ana", "bo"), ("telehealth",)) == {}
        for who in (TEACHER, OTHER):
            campus.classes.attendance.came("seminar", who, campus.at)
        campus.classes.showing._screens["seminar"] = ("main",)
        (mine,) = campus.classes.showing.panels("seminar", TEACHER, campus.at)
        (theirs,) = campus.classes.showing.panels("seminar", OTHER, campus.at)
        (table,) = [i for i in mine.items if isinstance(i, Table) and i.id == "contested"]
        assert [(id_, cells[0].en) for id_, cells in table.rows] == [("ana/telehealth", "Ana")]
        assert not [i for i in theirs.items if isinstance(i, Table) and i.id == "contested"]
        for who in (OTHER, ANA, BO):
            with pytest.raises(Refused) as refused:
                await campus.press(who, "contested.ana/telehealth", "keep")
            assert refused.value.code == "not_allowed"
        await campus.press(TEACHER, "open-class", "contested", "ana/telehealth")
        (panel,) = campus.classes.showing.panels("seminar", TEACHER, campus.at)
        assert panel.id == "contested.ana/telehealth"
        await campus.press(TEACHER, panel.id, "anew")
        assert "telehealth" not in campus.learners.learnt.estimates("ana")
        assert [p.id for p in campus.classes.showing.panels("seminar", TEACHER, campus.at)] == ["open-class"]

    run(story)


def test_a_campus_that_estimates_nobody_says_so_and_refuses_to(unit: Unit, store: Store) -> None:
    async def story() -> None:
        campus = Campus(unit, store, enabled=False)
        await campus.prepared()
        assert campus.learners.has_for("ana", campus.at) == (0, False)
        assert campus.learners.readiness(("ana",), ("telehealth",)) == {}
        with pytest.raises(Refused):
            await campus.press(ANA, "standing.1", "estimate", "on")

    run(story)


def test_the_data_folder_has_the_last_word_on_settings(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "config", tmp_path / "data"
    ours.mkdir()
    theirs.mkdir()
    assert read_settings(ours, theirs) == Settings(learner_model=True)
    assert read_settings(ROOT / "config") == Settings()
    (ours / "server.yaml").write_text("learner-model: true\n")
    (theirs / "server.yaml").write_text("learner-model: false\n")
    assert read_settings(ours, theirs) == Settings(learner_model=False)
    (theirs / "server.yaml").write_bytes(b"learner-model: \xff\n")
    with pytest.raises(CampusError, match="cannot be read"):
        read_settings(ours, theirs)
    (theirs / "server.yaml").write_text("learner-modell: false\n")
    with pytest.raises(CampusError, match=r"server\.yaml"):
        read_settings(ours, theirs)
