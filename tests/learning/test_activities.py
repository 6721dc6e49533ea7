"""Each activity: what it takes and refuses, what each person sees of it, forward and back again.

One file, since one class with one activity of every kind serves all of them.
"""

from __future__ import annotations

import msgspec
import pytest

from campus.errors import Refused
from campus.learning import events
from campus.learning.activities import Activity, View, activity_types
from campus.learning.activities.brainstorm import Brainstorm, BrainstormRunning
from campus.learning.activities.breakout import Breakout, BreakoutRunning
from campus.learning.activities.concept_question import ConceptQuestion
from campus.learning.activities.exit_ticket import ExitTicket
from campus.learning.activities.muddiest_point import MuddiestPoint
from campus.learning.activities.one_minute_paper import OneMinutePaper
from campus.learning.activities.open_question import OpenQuestion, OpenQuestionRunning
from campus.learning.activities.poll import Poll, PollRunning
from campus.learning.activities.quiz import Quiz, QuizRunning
from campus.learning.activities.script_concordance import ScriptConcordance, ScriptConcordanceRunning
from campus.learning.activities.slides import Slides
from campus.learning.activities.timer import Timer, TimerRunning
from campus.learning.class_screen import screen
from campus.learning.content import Answer, Question
from campus.learning.content import Slides as Document
from campus.learning.deciding import coming, decide, leaving
from campus.learning.fold import apply, replay
from campus.learning.panel import Bars, Button, Choices, Heading, Input, Panel, Paragraph, Row, Table
from campus.learning.panels import panels
from campus.learning.session import Session
from campus.learning.unit import Unit
from campus.text import Text, same


def a_question(id_: str) -> Question:
    answers = tuple(Answer(id=i, text=same(i), right=i == "b", feedback=same(f"about {i}")) for i in "abc")
    return Question(
        id=id_,
        text=same(id_),
        answers=answers,
        explanation=same("!"),
        competency="c",
        source="s",
        valid_on="2026-01-01",
    )


EVERY: dict[str, Activity] = {
    "slides": Slides(id="slides", title=same("Slides"), first=1, last=2),
    "concept-question": ConceptQuestion(id="concept-question", title=same("Ask"), question="one"),
    "poll": Poll(id="poll", title=same("Poll"), text=same("?"), options=(same("yes"), same("no"), same("eh"))),
    "quiz": Quiz(id="quiz", title=same("Quiz"), questions=("one", "two")),
    "open-question": OpenQuestion(id="open-question", title=same("Open"), text=same("Why?")),
    "script-concordance": ScriptConcordance(
        id="script-concordance",
        title=same("Judge"),
        situation=same("s"),
        idea=same("i"),
        finding=same("f"),
        experts=(0, 1, 2, 6, 3),
    ),
    "brainstorm": Brainstorm(id="brainstorm", title=same("Wall"), text=same("Ideas?")),
    "breakout": Breakout(id="breakout", title=same("Groups"), task=same("Read"), size=3),
    "timer": Timer(id="timer", title=same("Timer"), text=same("Think"), minutes=2),
    "exit-ticket": ExitTicket(id="exit-ticket", title=same("Ticket"), prompts=(same("Tomorrow?"), same("Why?"))),
    "one-minute-paper": OneMinutePaper(id="one-minute-paper", title=same("Paper")),
    "muddiest-point": MuddiestPoint(id="muddiest-point", title=same("Mud")),
}
"""One of each kind, called as its kind is."""
STUDENTS = ("ana", "bo", "cy", "dee", "eve", "fay", "gil")


def a_unit() -> Unit:
    return Unit(
        id="unit",
        title=same("Unit"),
        summary=same("s"),
        audience=(1,),
        competencies=("c",),
        objectives=(),
        preparation=(),
        questions=(a_question("one"), a_question("two")),
        slides=Document(document="slides.{lang}.pdf", pages=2),
        plan=tuple(EVERY.values()),
    )


class Class:
    """A class at one activity, with its log."""

    def __init__(self, activity: str, *students: str) -> None:
        self.session: Session | None = None
        self.log: list[tuple[str, events.AnyEvent]] = []
        self.at = 1000.0
        created = events.Created(
            at=0.0, session="s", unit=a_unit(), space="hall", room="hall", code="A", name="Tea", role="teacher"
        )
        self.happen("tea", (created, events.Turned(at=0.0, verb="admit")))
        for who in students or STUDENTS[:3]:
            self.come(who)
        self.press("life.start")
        if self.now.current != activity:
            self.press("go", activity)

    @property
    def now(self) -> Session:
        assert self.session is not None
        return self.session

    def happen(self, by: str, happened: tuple[events.AnyEvent, ...]) -> None:
        for event in happened:
            self.session = apply(self.session, by, event)
            self.log.append((by, event))

    def come(self, who: str, role: str = "student") -> None:
        self.happen(who, coming(self.now, who, who.title(), role, self.at))

    def press(self, item: str, value: str = "", who: str = "tea", panel: str = "class") -> None:
        self.happen(who, decide(self.now, who, panel, item, value, self.at))

    def do(self, *verbs: str) -> None:
        for verb in verbs:
            self.press(f"do.{verb}")

    def by(self, who: str, verb: str, value: str = "") -> None:
        self.press(verb, value, who, f"answer.{self.now.current}.1")

    def seen(self, who: str) -> Panel:
        (panel,) = panels(self.now, who)
        return panel

    def shown(self) -> Panel:
        shown = screen(self.now)
        assert isinstance(shown, Panel)
        return shown

    def replayed(self) -> Session | None:
        return replay([(by, events.decode(events.encode(event))) for by, event in self.log])


def refusal(class_: Class, *press: str) -> str:
    before = class_.session
    with pytest.raises(Refused) as refused:
        class_.by(*press) if press[0] in STUDENTS else class_.press(*press)
    assert class_.session == before
    return refused.value.code


def items(panel: Panel, kind: type) -> list[object]:
    return [item for item in panel.items if isinstance(item, kind)]


def buttons(panel: Panel) -> list[str]:
    found = [b for item in panel.items for b in (item.buttons if isinstance(item, Row) else (item,))]
    return [button.id for button in found if isinstance(button, Button)]


def test_every_kind_of_activity_has_its_case_here() -> None:
    assert set(EVERY) == set(activity_types())


@pytest.mark.parametrize("kind", sorted(EVERY))
def test_an_activity_is_documented_with_an_example_and_comes_back_from_the_log(kind: str) -> None:
    type_ = activity_types()[kind]
    assert type_.__doc__
    assert f"type: {kind}" in type_.__doc__
    assert type_.invite().fr != ""
    unit = a_unit()
    assert msgspec.json.decode(msgspec.json.encode(unit), type=Unit) == unit


def test_a_poll_counts_voters_goes_back_and_shows_nothing_before_its_time() -> None:
    class_ = Class("poll")
    assert refusal(class_, "ana", "answer", "a") == "not_now"
    class_.do("open")
    class_.by("ana", "answer", "a")
    class_.by("ana", "answer", "b")
    class_.by("bo", "answer", "b")
    assert refusal(class_, "bo", "answer", "d") == "unknown"
    assert refusal(class_, "go", "slides") == "not_now"
    panel = class_.seen("ana")
    (choices,) = items(panel, Choices)
    assert isinstance(choices, Choices)
    assert choices.selected == ("b",)
    assert panel.note == Text(fr="2 réponses sur 3", en="2 of 3 have answered")
    assert not items(panel, Bars)
    class_.do("close")
    assert refusal(class_, "cy", "answer", "a") == "closed"
    class_.do("open")
    class_.by("cy", "answer", "a")
    class_.do("close", "show")
    (bars,) = items(class_.shown(), Bars)
    assert isinstance(bars, Bars)
    assert ([bar.count for bar in bars.bars], bars.total) == ([1, 2, 0], 3)
    class_.do("hide")
    assert not items(class_.shown(), Bars)
    assert class_.replayed() == class_.session


def test_several_answers_of_one_person_are_one_voter() -> None:
    running = PollRunning(id="p", text=same("?"), options=(same("x"), same("y")), several=True, phase="open")
    for value in ("a", "b", "a", "a"):
        running = running.after(_deed("ana", "answer", value))
    assert running.votes == {"ana": "ab"}
    assert (running.bars().total, [bar.count for bar in running.bars().bars]) == (1, [1, 1])


def _deed(by: str, verb: str, value: str = "", at: float = 0.0):
    from campus.learning.activities import Deed

    return Deed(by, verb, value, at)


def test_a_quiz_is_answered_at_ones_own_pace_and_corrected_for_everybody_at_once() -> None:
    class_ = Class("quiz", "ana", "bo")
    class_.do("open")
    class_.by("ana", "answer", "one/b")
    class_.by("ana", "onward")
    class_.by("ana", "answer", "two/a")
    class_.by("bo", "answer", "one/a")
    assert refusal(class_, "ana", "onward") == "not_now"
    assert refusal(class_, "ana", "answer", "three/a") == "unknown"
    running = class_.now.now
    assert isinstance(running, QuizRunning)
    assert list(running.heard) == ["ana"]
    (choices,) = items(class_.seen("bo"), Choices)
    assert isinstance(choices, Choices)
    assert not any(option.mark for option in choices.options)
    class_.do("close", "show")
    assert refusal(class_, "bo", "answer", "one/b") == "closed"
    class_.by("ana", "backward")
    (choices,) = items(class_.seen("ana"), Choices)
    assert isinstance(choices, Choices)
    assert [option.mark for option in choices.options] == ["", "right", ""]
    class_.press("life.wrap-up")
    (table,) = items(class_.seen("ana"), Table)
    assert isinstance(table, Table)
    assert table.rows[0][1][1] == Text(fr="1 sur 2", en="1 of 2")


def test_an_open_question_lists_words_by_how_many_people_wrote_them() -> None:
    class_ = Class("open-question")
    class_.do("open")
    class_.by("ana", "write-1", "La confiance, la confiance et le temps !")
    class_.by("bo", "write-1", "Le temps des équipes")
    class_.by("bo", "write-1", "Le temps d’équipe\n\n et  la confiance")
    assert refusal(class_, "bo", "write-2", "more") == "unknown"
    running = class_.now.now
    assert isinstance(running, OpenQuestionRunning)
    assert running.word_list() == (("confiance", 2), ("temps", 2), ("équipe", 1))
    assert running.words["bo"] == {0: "Le temps d’équipe et la confiance"}
    assert not items(class_.shown(), Bars)
    (field,) = items(class_.seen("bo"), Input)
    assert isinstance(field, Input)
    assert field.value == "Le temps d’équipe et la confiance"
    class_.do("close", "show")
    (bars,) = items(class_.shown(), Bars)
    assert isinstance(bars, Bars)
    assert bars.bars[0].label.fr == "confiance"
    assert "équipes" not in str(class_.seen("ana").items)
    assert class_.replayed() == class_.session


def test_a_judgement_earns_the_share_of_the_experts_who_gave_it() -> None:
    class_ = Class("script-concordance")
    class_.do("open")
    class_.by("ana", "answer", "+1")
    class_.by("bo", "answer", "-1")
    assert refusal(class_, "bo", "answer", "3") == "unknown"
    assert not items(class_.seen("ana"), Bars)
    class_.do("close", "show")
    running = class_.now.now
    assert isinstance(running, ScriptConcordanceRunning)
    assert [running.credit(j) for j in ("-2", "0", "+1", "+2")] == [0, 2 / 6, 1, 0.5]
    assert running.outcome("ana") == Text(
        fr="6 experts sur 12 ont jugé comme vous (100\u00a0%).", en="6 of 12 experts judged as you did (100%)."
    )
    assert len(items(class_.shown(), Bars)) == 2


def test_experts_who_said_nothing_are_a_mistake() -> None:
    from campus.learning.activities import Contents

    activity = msgspec.structs.replace(EVERY["script-concordance"], experts=(0,) * 5)
    assert activity.mistakes(Contents((), None))[0][0] == "experts"


def test_notes_on_the_wall_are_their_authors() -> None:
    class_ = Class("brainstorm")
    class_.do("open")
    class_.by("ana", "pin", " one  idea ")
    class_.by("ana", "pin", "one idea")
    class_.by("bo", "pin", "another")
    assert refusal(class_, "bo", "take-back", "n1") == "not_allowed"
    assert refusal(class_, "bo", "pin", "  ") == "empty"
    assert refusal(class_, "ana", "support", "n2") == "not_now"
    class_.by("ana", "take-back", "n1")
    class_.by("ana", "pin", "better")
    class_.do("close", "weigh")
    assert refusal(class_, "ana", "support", "n3") == "not_allowed"
    class_.by("ana", "support", "n2")
    class_.by("cy", "support", "n2")
    class_.by("cy", "support", "n3")
    class_.by("cy", "support", "n3")
    class_.do("show")
    running = class_.now.now
    assert isinstance(running, BrainstormRunning)
    assert [(n.id, len(n.supporters)) for n in running.wall()] == [("n2", 2), ("n3", 0)]
    class_.press("do.hide", "n2")
    assert "another" not in str(class_.shown())
    assert "Ana" not in str(class_.shown())
    assert "Ana" not in str(class_.seen("bo"))
    class_.do("close", "open")
    for number in range(11):
        class_.by("ana", "pin", f"idea {number}")
    assert refusal(class_, "ana", "pin", "one too many") == "full"
    assert class_.replayed() == class_.session


def test_groups_work_call_and_write_and_nobody_writes_over_another() -> None:
    class_ = Class("breakout", *STUDENTS[:6])
    assert refusal(class_, "ana", "call") == "not_now"
    class_.do("form")
    running = class_.now.now
    assert isinstance(running, BreakoutRunning)
    assert sorted(map(len, running.groups)) == [3, 3]
    assert sorted(p for group in running.groups for p in group) == sorted(STUDENTS[:6])
    assert not panels(class_.now, "ana")
    class_.do("form", "undo", "form")
    class_.press("do.move", "ana/1")
    class_.press("do.move", "bo/2")
    assert refusal(class_, "do.move", "ana/7") == "unknown"
    assert refusal(class_, "do.move", "nobody/1") == "unknown"
    class_.do("begin")
    class_.by("ana", "write", "we found x")
    class_.by("bo", "write", "we found y")
    class_.by("bo", "call")
    assert "we found x" not in str(class_.seen("bo"))
    assert "we found x" not in str(class_.shown())
    class_.come("gil")
    running = class_.now.now
    assert isinstance(running, BreakoutRunning)
    assert (running.calls, running.group("ana"), running.group("bo")) == ((1,), 0, 1)
    assert running.group("gil") is not None
    class_.press("do.heard", "2")
    assert refusal(class_, "do.heard", "2") == "unknown"
    class_.do("gather", "begin", "gather")
    assert class_.replayed() == class_.session


def test_groups_bring_different_first_votes_together() -> None:
    class_ = Class("concept-question", *STUDENTS[:6])
    class_.do("open")
    for who, choice in zip(STUDENTS, "aaabbb", strict=False):
        class_.press("answer", f"1/{choice}", who, "answer.concept-question.1")
    class_.do("close")
    class_.press("go", "breakout")
    class_.do("form")
    running = class_.now.now
    assert isinstance(running, BreakoutRunning)
    first = dict(zip(STUDENTS, "aaabbb", strict=False))
    assert all({first[who] for who in group} == {"a", "b"} for group in running.groups)


def test_a_timer_stands_still_while_the_class_is_held() -> None:
    class_ = Class("timer")
    class_.do("start")
    class_.at += 30
    running = class_.now.now
    assert isinstance(running, TimerRunning)
    assert running.left(class_.at) == 90
    class_.happen("tea", leaving(class_.now, "tea", class_.at))
    assert class_.now.life == "held"
    class_.at += 3600
    class_.come("tea", "teacher")
    class_.press("life.resume")
    running = class_.now.now
    assert isinstance(running, TimerRunning)
    assert (running.phase, running.left(class_.at)) == ("going", 90)
    class_.at -= 10_000  # the clock is set back: nothing is lost
    assert running.left(class_.at) == 90
    class_.at += 10_020
    class_.do("pause", "longer")
    running = class_.now.now
    assert isinstance(running, TimerRunning)
    assert (running.phase, running.left(class_.at + 99)) == ("paused", 130)
    class_.do("reset")
    running = class_.now.now
    assert isinstance(running, TimerRunning)
    assert (running.phase, running.left_s) == ("ready", 180)
    assert refusal(class_, "do.pause") == "not_now"
    class_.do("start", "finish", "reset")
    assert class_.replayed() == class_.session


@pytest.mark.parametrize("kind", ["exit-ticket", "one-minute-paper", "muddiest-point"])
def test_what_people_write_is_kept_and_only_the_muddy_points_are_shared(kind: str) -> None:
    class_ = Class(kind)
    class_.do("open")
    class_.by("ana", "write-1", "first words")
    class_.by("ana", "write-1", "other words")
    class_.by("bo", "write-1", "x")
    class_.by("bo", "write-1", "")
    class_.do("close")
    assert refusal(class_, "ana", "write-1", "late") == "closed"
    running = class_.now.now
    assert running is not None
    assert "other words" in str(running.run_panel(class_.now.view))
    assert "other words" in str(class_.seen("ana"))
    assert "other words" not in str(class_.seen("bo"))
    shared = kind == "muddiest-point"
    assert running.is_finished is not shared
    assert ("do.show" in buttons(class_.seen("tea"))) is shared
    class_.do("show")
    assert ("other words" in str(class_.shown())) is shared
    assert "Ana" not in str(class_.shown())
    assert class_.replayed() == class_.session


def test_a_question_typed_in_class_becomes_part_of_the_session() -> None:
    class_ = Class("poll")
    class_.press("ask", "Déjà fait ?\nOui\nNon")
    class_.by("ana", "answer", "b")
    assert class_.now.current == "live-1"
    class_.do("close", "show")
    class_.press("ask", "Quel acte | l'appel | =l'avis")
    class_.press("answer", "1/b", "ana", "answer.live-2.1")
    class_.do("close")
    class_.at += 2.0
    class_.do("reveal")
    running = class_.now.now
    assert running is not None
    assert running.outcome("ana") is not None
    class_.press("ask", "Pourquoi ?")
    class_.by("ana", "write-1", "Parce que")
    assert [a.id for a in class_.now.unit.plan[2:6]] == ["poll", "live-1", "live-2", "live-3"]
    assert [type(class_.now.activity(f"live-{n}")).__name__ for n in (1, 2, 3)] == [
        "Poll",
        "ConceptQuestion",
        "OpenQuestion",
    ]
    assert class_.now.unit.questions[-1].answers[1].text.fr == "l’avis"
    assert class_.now.unit.questions[-1].valid_on == "1970-01-01"  # the day by the class's own clock
    class_.do("close", "show")
    for words in ("", "one?\nonly one", "two?\n=a\n=b", "empty?\n=\nb"):
        assert refusal(class_, "ask", words) in ("empty", "unknown")
    class_.do("hide", "open")
    assert refusal(class_, "ask", "While a vote runs?") == "not_now"
    assert class_.replayed() == class_.session


def test_the_class_steps_back_as_well_as_forward() -> None:
    class_ = Class("poll")
    panel = class_.seen("tea")
    assert "back" in buttons(panel)
    class_.press("back")
    assert class_.now.current == "concept-question"
    class_.press("back")
    assert class_.now.current == "slides"
    assert "back" not in buttons(class_.seen("tea"))
    assert refusal(class_, "back") == "not_now"
    class_.press("next")
    assert class_.now.current == "concept-question"


def test_a_view_knows_no_more_than_it_needs() -> None:
    assert set(View.__dataclass_fields__) == {
        "names",
        "students",
        "first",
        "readiness",
        "now",
        "languages",
        "groups",
        "extra",
        "late",
    }
    assert not items(Panel(id="p", title=same("")), Heading)
    assert not items(Panel(id="p", title=same("")), Paragraph)
