"""Whatever people do in whatever order: the rules hold, nothing is lost, and the log tells the whole story."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from campus.errors import Refused
from campus.learning import events
from campus.learning.activities.concept_question import VOTING, ConceptQuestion, ConceptQuestionRunning
from campus.learning.activities.slides import Slides, SlidesRunning
from campus.learning.class_screen import screen
from campus.learning.content import Answer, Question
from campus.learning.content import Slides as Document
from campus.learning.deciding import coming, decide, leaving, raising
from campus.learning.fold import apply, replay
from campus.learning.panel import Bars, Button, Choices, Panel, Row, Table
from campus.learning.panels import panels
from campus.learning.session import Session
from campus.learning.unit import Unit
from campus.text import same

STUDENTS = ("ana", "bo", "cy", "dee")
EVERYBODY = {**dict.fromkeys(STUDENTS, "student"), "tea": "teacher", "aide": "co-teacher", "guest-teacher": "teacher"}
ACTIVITIES = ("words", "ask", "more", "ask-again", "nothing")
ITEMS = (
    "next",
    "back",
    "go",
    "hand",
    "take-over",
    "do.next",
    "do.previous",
    "do.go",
    *(f"do.{verb}" for verb in ("open", "close", "discuss", "hint", "revote", "reveal", "explain", "answer")),
    *(f"life.{verb}" for verb in ("admit", "start", "hold", "resume", "wrap-up", "back", "end", "cancel", "archive")),
)


def a_question(id_: str) -> Question:
    answers = tuple(Answer(id=i, text=same(i), right=i == "b", feedback=same("because")) for i in "abc")
    return Question(
        id=id_,
        text=same("?"),
        answers=answers,
        explanation=same("!"),
        competency="c",
        source="s",
        valid_on="2026-01-01",
    )


UNIT = Unit(
    id="unit",
    title=same("Unit"),
    summary=same("summary"),
    audience=(1,),
    competencies=("c",),
    objectives=(),
    preparation=(),
    questions=(a_question("one"), a_question("two")),
    slides=Document(document="slides.{lang}.pdf", pages=5),
    plan=(
        Slides(id="words", title=same("Words"), first=1, last=2),
        ConceptQuestion(id="ask", title=same("Ask"), question="one"),
        Slides(id="more", title=same("More"), first=3, last=5),
        ConceptQuestion(id="ask-again", title=same("Ask again"), question="two"),
    ),
)


class AnyClass(RuleBasedStateMachine):
    """Random people press random things; what the panels offer is pressed, too."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[tuple[str, events.AnyEvent]] = []
        self.session: Session | None = None
        self.refused: list[Refused] = []
        self.acknowledged: dict[tuple[str, int, str], str] = {}
        created = events.Created(
            at=0.0, session="s", unit=UNIT, space="hall", room="hall", code="ABC", name="Tea", role="teacher"
        )
        self.happen("tea", (created, events.Turned(at=0.0, verb="admit")))

    @property
    def now(self) -> Session:
        assert self.session is not None
        return self.session

    def happen(self, by: str, happened: tuple[events.AnyEvent, ...]) -> None:
        for event in happened:
            self.session = apply(self.session, by, event)
            self.log.append((by, event))

    def press(self, who: str, panel: str, item: str, value: str) -> None:
        before = self.now
        try:
            decided = decide(before, who, panel, item, value, 2.0 * len(self.log))
        except Refused as refused:
            self.refused.append(refused)
            return
        self.happen(who, decided)  # what was decided on this session is never refused by it

    @rule(who=st.sampled_from(sorted(EVERYBODY)))
    def comes(self, who: str) -> None:
        self.happen(who, coming(self.now, who, who.title(), EVERYBODY[who], 1.0))

    @rule(who=st.sampled_from(sorted(EVERYBODY)))
    def leaves(self, who: str) -> None:
        self.happen(who, leaving(self.now, who, 1.0))

    @rule(who=st.sampled_from(sorted(EVERYBODY)), up=st.booleans())
    def raises_or_lowers_a_hand(self, who: str, up: bool) -> None:
        self.happen(who, raising(self.now, who, up, 1.0))

    @rule()
    def the_server_starts_anew(self) -> None:
        self.happen("server", (events.Restarted(at=1.0),))

    @rule(
        who=st.sampled_from(STUDENTS),
        ask=st.sampled_from(("ask", "ask-again")),
        round_=st.sampled_from((1, 2, 3)),
        choice=st.sampled_from("abcz"),
    )
    def a_student_votes(self, who: str, ask: str, round_: int, choice: str) -> None:
        before = len(self.log)
        self.press(who, f"answer.{ask}.{round_}", "answer", f"{round_}/{choice}")
        if len(self.log) > before:
            self.acknowledged[ask, round_, who] = choice

    @rule(
        who=st.sampled_from(sorted(EVERYBODY)),
        item=st.sampled_from(ITEMS),
        value=st.sampled_from((*ACTIVITIES, *STUDENTS, "3", "", "1/b", "٣", "²")),
        panel=st.sampled_from(("class", "answer.ask.1", "answer.words.1", "answer.", "open-class", "")),
    )
    def somebody_presses_anything(self, who: str, item: str, value: str, panel: str) -> None:
        before = len(self.log)
        self.press(who, panel, item, value)
        if len(self.log) > before and self.now.standing(who) == "participant":
            raise AssertionError(f"{who} ran the class with '{item}'")

    @precondition(lambda self: not self.now.is_over)
    @rule(pick=st.randoms(use_true_random=False))
    def the_teacher_presses_what_the_panel_offers(self, pick: object) -> None:
        """Whatever is offered and enabled is taken: the panel never offers what is refused."""
        if self.now.standing("tea") != "facilitator":
            return
        (panel,) = panels(self.now, "tea")
        buttons = [b for i in panel.items for b in (i.buttons if isinstance(i, Row) else (i,)) if isinstance(b, Button)]
        offered = [(b.id, "") for b in buttons if b.enabled and b.id not in ("life.cancel", "life.end")]
        offered += [(i.id, r) for i in panel.items if isinstance(i, Table) and i.pressable for r, _ in i.rows[:1]]
        if offered:
            item, value = pick.choice(offered)  # type: ignore[attr-defined]
            before = len(self.log)
            self.press("tea", panel.id, item, value)
            running = self.now.now
            may_wait = item == "go" or item.startswith("life.wrap-up")
            if item == "seat":
                return  # The server's to do: nothing of the class changes.
            assert len(self.log) > before or (may_wait and running is not None and not running.may_leave), item

    @precondition(lambda self: any(isinstance(r, ConceptQuestionRunning) and r.phase in VOTING for r in self.live()))
    @rule(who=st.sampled_from(STUDENTS), choice=st.integers(0, 2))
    def a_student_chooses_what_the_panel_offers(self, who: str, choice: int) -> None:
        if who not in self.now.students:
            return
        (panel,) = panels(self.now, who)
        (choices,) = [i for i in panel.items if isinstance(i, Choices)]
        assert choices.enabled
        value = choices.options[choice].id
        self.press(who, panel.id, choices.id, value)
        (panel,) = panels(self.now, who)
        (choices,) = [i for i in panel.items if isinstance(i, Choices)]
        assert choices.selected == (value,)
        self.acknowledged[self.now.current or "", int(value[0]), who] = value[2:]

    def live(self) -> list[object]:
        return [self.now.now] if self.now.life in ("live", "held") else []

    @invariant()
    def the_log_tells_the_whole_story(self) -> None:
        assert replay([(by, events.decode(events.encode(event))) for by, event in self.log]) == self.session

    @invariant()
    def no_acknowledged_answer_is_lost(self) -> None:
        for (ask, round_, who), choice in self.acknowledged.items():
            running = self.now.running[ask]
            assert isinstance(running, ConceptQuestionRunning)
            assert (running.first if round_ == 1 else running.second)[who] == choice

    @invariant()
    def nobody_sees_a_result_before_the_reveal(self) -> None:
        running = self.now.now
        told = isinstance(running, ConceptQuestionRunning) and running.phase in ("revealed", "explained")
        shown = screen(self.now)
        seen = [p for who in STUDENTS for p in panels(self.now, who)] + ([shown] if isinstance(shown, Panel) else [])
        for panel in seen:
            bars = [i for i in panel.items if isinstance(i, Bars)]
            marks = [o.mark for i in panel.items if isinstance(i, Choices) for o in i.options if o.mark]
            assert told or not (bars or marks)

    @invariant()
    def a_refusal_says_why_in_both_languages(self) -> None:
        for refused in self.refused:
            assert refused.text.fr
            assert refused.text.en
            assert refused.text.fr != refused.text.en
        self.refused.clear()

    @invariant()
    def slides_stay_within_their_part(self) -> None:
        for running in self.now.running.values():
            if isinstance(running, SlidesRunning):
                assert running.first <= running.page <= running.last

    @invariant()
    def a_panel_has_at_most_one_primary_button(self) -> None:
        for who in EVERYBODY:
            for panel in panels(self.now, who):
                buttons = [b for i in panel.items for b in (i.buttons if isinstance(i, Row) else (i,))]
                assert sum(isinstance(b, Button) and b.primary for b in buttons) <= 1

    @invariant()
    def a_running_class_without_its_teacher_is_held(self) -> None:
        restarted = any(isinstance(event, events.Restarted) for _, event in self.log)
        assert restarted or self.now.life != "live" or self.now.has_teacher


TestAnyClass = AnyClass.TestCase
TestAnyClass.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
