"""A concept question, taught as Peer Instruction: vote alone, discuss, vote again, reveal, explain.

The second vote never overwrites the first. Until the reveal participants see how many have answered and nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal, Self

import msgspec

from campus.errors import Refused
from campus.ids import did_you_mean
from campus.learning.activities._base import Activity, Contents, Deed, Running, View, not_now
from campus.learning.content import Question, QuestionId
from campus.learning.panel import (
    AnyItem,
    Bar,
    Bars,
    Button,
    Choices,
    Heading,
    Option,
    Panel,
    Paragraph,
    Progress,
    Row,
    Tone,
)
from campus.learning.words import plural, say
from campus.text import Text

if TYPE_CHECKING:
    from campus.learning.unit import Unit

Phase = Literal["armed", "vote1", "closed1", "hint", "discuss", "vote2", "closed2", "revealed", "explained"]

STEPS: Mapping[tuple[Phase, str], Phase] = {
    ("armed", "open"): "vote1",
    ("vote1", "close"): "closed1",
    ("closed1", "open"): "vote1",  # closed too early: the same round goes on
    ("closed1", "discuss"): "discuss",
    ("closed1", "hint"): "hint",
    ("closed1", "revote"): "vote2",
    ("closed1", "reveal"): "revealed",
    ("discuss", "revote"): "vote2",
    ("hint", "revote"): "vote2",
    ("hint", "discuss"): "discuss",
    ("discuss", "reveal"): "revealed",
    ("hint", "reveal"): "revealed",
    ("vote2", "close"): "closed2",
    ("closed2", "open"): "vote2",
    ("closed2", "reveal"): "revealed",
    ("revealed", "explain"): "explained",
}
"""What the teacher may do when, and where it leads."""

VOTING: Mapping[Phase, int] = {"vote1": 1, "vote2": 2}
"""The phases in which an answer counts, and its round."""

SECOND: frozenset[Phase] = frozenset({"vote2", "closed2"})
RETEACH_BELOW = 0.35
"""Fewer right than this: a hint first. (Crouch & Mazur's bounds for Peer Instruction, as sessions.md takes them.)"""
EXPLAIN_ABOVE = 0.70
"""More right than this: a discussion brings little; explain."""

_PHASE_SAID: Mapping[Phase, Text] = {
    "armed": say("la question n'est pas posée", "the question has not been put"),
    "vote1": say("le vote est ouvert", "the vote is open"),
    "closed1": say("le premier vote est clos", "the first vote is closed"),
    "hint": say("l'indice est affiché", "the hint is shown"),
    "discuss": say("la discussion est en cours", "the discussion is going on"),
    "vote2": say("le second vote est ouvert", "the second vote is open"),
    "closed2": say("le second vote est clos", "the second vote is closed"),
    "revealed": say("la réponse est révélée", "the answer is revealed"),
    "explained": say("la réponse est expliquée", "the answer is explained"),
}
_VERB_SAID: Mapping[str, Text] = {
    "open": say("Ouvrir le vote", "Opening the vote"),
    "close": say("Clore le vote", "Closing the vote"),
    "discuss": say("Lancer la discussion", "Starting the discussion"),
    "hint": say("Afficher l'indice", "Showing the hint"),
    "revote": say("Faire voter de nouveau", "Voting again"),
    "reveal": say("Révéler la réponse", "Revealing the answer"),
    "explain": say("Expliquer la réponse", "Explaining the answer"),
    "answer": say("Répondre", "Answering"),
}


class ConceptQuestion(Activity, frozen=True, kw_only=True, tag="concept-question"):
    """One of the unit's questions.

    Example:
        {type: concept-question, id: ask-acts, title: {fr: Quel acte ?, en: Which act?}, question: acts, minutes: 6}
    """

    ENTERS: ClassVar[tuple[str, ...]] = ("open",)

    question: QuestionId

    def begin(self, unit: Unit) -> ConceptQuestionRunning:
        """Ready, and not yet shown."""
        return ConceptQuestionRunning(id=self.id, question=unit.question(self.question))

    @classmethod
    def invite(cls) -> Text:
        """What the button says that moves on to it."""
        return say("Poser la question", "Put the question")

    def mistakes(self, contents: Contents) -> tuple[tuple[str, str, str], ...]:
        """A question that the unit does not have."""
        if self.question in contents.questions:
            return ()
        hint = did_you_mean(self.question, contents.questions)
        return (("question", f"question '{self.question}' is not in this unit.", hint),)


class ConceptQuestionRunning(Running, frozen=True, kw_only=True):
    """The question, its phase, and who voted for what in each round.

    Attributes:
        first: learner -> answer id of the first vote.
        second: the same of the second.
        updated: who has changed their answer since the present round opened.
    """

    PARTICIPANTS_DO: ClassVar[frozenset[str]] = frozenset({"answer"})

    id: str
    question: Question
    phase: Phase = "armed"
    first: Mapping[str, str] = {}
    second: Mapping[str, str] = {}
    updated: frozenset[str] = frozenset()

    # --- what happens ----------------------------------------------------------------------------------------------

    def after(self, deed: Deed) -> Self:
        """A teacher's step, or a learner's `answer`, whose value is `round/answer id`.

        The round is named so that an answer that travelled while the round closed is refused and not counted for the
        next one. The same answer again changes nothing.

        Raises:
            Refused: `not_now` when the table has no such step; `closed` when that round is over; `unknown` when the
                question has no such answer.
        """
        if deed.verb == "answer":
            return self._answered(deed)
        to = STEPS.get((self.phase, deed.verb))
        if to is None:
            what = _VERB_SAID.get(deed.verb, say(f"« {deed.verb} »", f"'{deed.verb}'"))
            raise not_now(what, _PHASE_SAID[self.phase])
        return msgspec.structs.replace(self, phase=to, updated=frozenset())

    def _answered(self, deed: Deed) -> Self:
        round_, _, choice = deed.value.partition("/")
        if self.phase not in VOTING or round_ != str(VOTING[self.phase]):
            if round_ in ("1", "2") and self.phase != "armed":
                raise Refused(
                    "closed",
                    "This vote is closed; your answer did not count.",
                    "Ce vote est clos\u00a0; votre réponse n’a pas été comptée.",
                )
            raise not_now(_VERB_SAID["answer"], _PHASE_SAID[self.phase])
        if self.question.answer(choice) is None:
            raise Refused(
                "unknown",
                f"This question has no answer '{choice}'.",
                f"Cette question n’a pas de réponse «\u00a0{choice}\u00a0».",
            )
        votes = self.second if round_ == "2" else self.first
        if votes.get(deed.by) == choice:
            return self
        updated = self.updated | {deed.by} if deed.by in votes else self.updated
        votes = {**votes, deed.by: choice}
        if round_ == "2":
            return msgspec.structs.replace(self, second=votes, updated=updated)
        return msgspec.structs.replace(self, first=votes, updated=updated)

    @property
    def is_finished(self) -> bool:
        """Whether it has been explained."""
        return self.phase == "explained"

    @property
    def may_leave(self) -> bool:
        """Not while a vote is open."""
        return self.phase not in VOTING

    # --- what is counted -------------------------------------------------------------------------------------------

    @property
    def round(self) -> int:
        """The round that counts now: 2 from the moment the second vote opens, also after the reveal."""
        return 2 if self.phase in SECOND or (self.phase in ("revealed", "explained") and self.second) else 1

    @property
    def votes(self) -> Mapping[str, str]:
        """Learner -> answer id, of the round that counts now."""
        return self.second if self.round == 2 else self.first

    def counts(self, round_: int) -> Mapping[str, int]:
        """How many voters chose each answer in a round, in the question's order."""
        votes = list((self.second if round_ == 2 else self.first).values())
        return {answer.id: votes.count(answer.id) for answer in self.question.answers}

    def share_right(self, round_: int) -> float | None:
        """The share of a round's voters who were right, or None without a vote."""
        votes = (self.second if round_ == 2 else self.first).values()
        return sum(v in self.question.key for v in votes) / len(votes) if votes else None

    def moves(self) -> Mapping[tuple[str, str], int]:
        """(first answer, second answer) -> how many voters went that way; only who voted twice."""
        pairs = [(self.first[who], then) for who, then in self.second.items() if who in self.first]
        return {pair: pairs.count(pair) for pair in sorted(set(pairs))}

    # --- what is seen ----------------------------------------------------------------------------------------------

    def note(self, view: View) -> Text:
        """How many have answered."""
        if self.phase == "armed":
            return say("La question est prête", "The question is ready")
        return self._answered_note(view)

    def _answered_note(self, view: View) -> Text:
        """As "14 of 20 have answered": voters of those who are here or have voted; people, not options."""
        voters = len(self.votes)
        total = len(set(view.students) | set(self.votes))
        return plural(
            voters,
            say(f"{{n}} réponse sur {total}", f"{{n}} of {total} has answered"),
            say(f"{{n}} réponses sur {total}", f"{{n}} of {total} have answered"),
        )

    def _bars(self, round_: int, *, marked: bool) -> Bars:
        counts = self.counts(round_)
        return Bars(
            bars=tuple(
                Bar(
                    label=_lettered(answer.id, answer.text),
                    count=counts[answer.id],
                    mark=("right" if answer.right else "") if marked else "",
                )
                for answer in self.question.answers
            ),
            total=len(self.second if round_ == 2 else self.first),
        )

    def _suggestion(self, round_: int) -> Paragraph | None:
        """What the evidence suggests after a vote; the teacher decides."""
        share = self.share_right(round_)
        if share is None:
            return None
        percent = round(share * 100)
        if share < RETEACH_BELOW:
            advice = say(
                f"{percent} % de bonnes réponses : donnez un indice ou reprenez l'explication, puis refaites voter.",
                f"{percent}% right: give a hint or explain again, then vote again.",
            )
        elif share <= EXPLAIN_ABOVE:
            advice = say(
                f"{percent} % de bonnes réponses : faites discuter entre voisins, puis refaites voter.",
                f"{percent}% right: let neighbours discuss, then vote again.",
            )
        else:
            advice = say(
                f"{percent} % de bonnes réponses : révélez et expliquez.", f"{percent}% right: reveal and explain."
            )
        return Paragraph(text=advice, tone="now")

    def run_panel(self, view: View) -> tuple[AnyItem, ...]:
        """The question with its key, what to do next, the histogram, who has not answered."""
        items: list[AnyItem] = [Heading(text=self.question.text)]
        asked = self.phase != "armed"
        if asked and not self.phase.startswith("vote") and (advice := self._advice()):
            items.append(advice)
        items += self._buttons()
        items.append(self._bars(self.round, marked=True))
        if self.phase in VOTING:
            items += self._missing(view)
        if self.second:
            items += self._gain()
        elif self.phase in ("hint", "discuss"):
            items.append(Paragraph(text=say("Premier vote ci-dessus.", "First vote above."), tone="quiet"))
        if self.phase == "armed":
            items.append(Paragraph(text=self.question.explanation, tone="quiet"))
        return tuple(items)

    def _advice(self) -> Paragraph | None:
        if self.phase == "closed1":
            return self._suggestion(1)
        if self.phase == "closed2":
            return Paragraph(text=say("Révélez la réponse, puis expliquez-la.", "Reveal the answer, then explain it."))
        return None

    def _buttons(self) -> list[AnyItem]:
        share = self.share_right(1)
        reveal = Button(
            id="do.reveal", text=say("Révéler la réponse", "Reveal the answer"), key="PageDown", primary=True
        )
        revote = Button(id="do.revote", text=say("Faire revoter", "Vote again"), key="PageDown", primary=True)
        discuss = Button(id="do.discuss", text=say("Faire discuter", "Let them discuss"), key="PageDown", primary=True)
        hint = Button(id="do.hint", text=say("Donner l'indice", "Give the hint"), key="PageDown", primary=True)
        reopen = Button(id="do.open", text=say("Rouvrir le vote", "Reopen the vote"))
        match self.phase:
            case "armed":
                put = say("Poser la question", "Put the question")
                return [Button(id="do.open", text=put, key="PageDown", primary=True)]
            case "vote1" | "vote2":
                return [
                    Button(id="do.close", text=say("Clore le vote", "Close the vote"), key="PageDown", primary=True)
                ]
            case "closed1":
                if share is None or share > EXPLAIN_ABOVE:
                    return [reveal, Row(buttons=(_second(discuss), _second(revote), reopen))]
                if share < RETEACH_BELOW and self.question.hint is not None:
                    return [hint, Row(buttons=(_second(discuss), _second(reveal), reopen))]
                return [discuss, Row(buttons=(_second(revote), _second(reveal), reopen))]
            case "hint":
                return [revote, Row(buttons=(_second(discuss), _second(reveal)))]
            case "discuss":
                return [revote, Row(buttons=(_second(reveal),))]
            case "closed2":
                return [reveal, Row(buttons=(reopen,))]
            case "revealed":
                words = say("Afficher l'explication", "Show the explanation")
                return [Button(id="do.explain", text=words, key="PageDown", primary=True)]
            case "explained":
                return []

    def _missing(self, view: View) -> list[AnyItem]:
        """Who is here and has not answered, by name: for the teacher only."""
        missing = [view.names[who] for who in view.students if who not in self.votes]
        if not missing:
            everyone = say("Tout le monde a répondu.", "Everybody has answered.")
            return [Paragraph(text=everyone, tone="good")] if view.students else []
        names = ", ".join(missing)
        return [Paragraph(text=say(f"Sans réponse : {names}", f"No answer yet: {names}"), tone="quiet")]

    def _gain(self) -> list[AnyItem]:
        before, after = self.share_right(1), self.share_right(2)
        if before is None or after is None:
            return []
        moved = self.moves()
        key = self.question.key
        gained = sum(n for (a, b), n in moved.items() if a not in key and b in key)
        lost = sum(n for (a, b), n in moved.items() if a in key and b not in key)
        return [
            Paragraph(
                text=say(
                    f"Bonnes réponses : {before:.0%} au premier vote, {after:.0%} au second. "
                    f"{gained} vers la bonne réponse, {lost} dans l'autre sens.".replace("%", " %"),
                    f"Right: {before:.0%} in the first vote, {after:.0%} in the second. "
                    f"{gained} moved to the right answer, {lost} away from it.",
                )
            )
        ]

    def panel(self, view: View, viewer: str) -> Panel | None:
        """The participant's panel: the question, one's own answer, and after the reveal what to make of it."""
        if self.phase == "armed":
            return None
        told = self.phase in ("revealed", "explained")
        mine = self.votes.get(viewer)
        options = tuple(
            Option(id=f"{self.round}/{a.id}", text=a.text, mark=self._mark(a.id, mine) if told else "")
            for a in self.question.answers
        )
        selected = (f"{self.round}/{mine}",) if mine else ()
        items: list[AnyItem] = [Heading(text=self.question.text)]
        if self.phase == "hint" and self.question.hint is not None:
            items.append(Paragraph(text=self.question.hint, tone="now"))
        items.append(Choices(id="answer", options=options, selected=selected, enabled=self.phase in VOTING))
        items += self._words(viewer, mine)
        title = say("Second vote", "Second vote") if self.round == 2 and not told else say("Question", "Question")
        return Panel(
            id=f"answer.{self.id}.{self.round}", title=title, note=self._answered_note(view), items=tuple(items)
        )

    def _mark(self, answer: str, mine: str | None) -> Literal["", "right", "wrong"]:
        if answer in self.question.key:
            return "right"
        return "wrong" if answer == mine else ""

    def _words(self, viewer: str, mine: str | None) -> list[AnyItem]:
        """What stands under the choices."""
        tone: Tone = "plain"
        match self.phase:
            case "vote1" | "vote2":
                if mine is None:
                    words, tone = say("Répondez seul, sans parler.", "Answer on your own, without talking."), "quiet"
                    if self.phase == "vote2":
                        words = say("Votez de nouveau, après la discussion.", "Vote again, after the discussion.")
                elif viewer in self.updated:
                    words, tone = say("Réponse modifiée", "Answer updated"), "good"
                else:
                    words, tone = say("Réponse enregistrée", "Answer saved"), "good"
                items: list[AnyItem] = [Paragraph(text=words, tone=tone)]
                if mine is not None:
                    change = say(
                        "Vous pouvez changer d'avis jusqu'à la clôture.", "You may change it until the vote closes."
                    )
                    items.append(Paragraph(text=change, tone="quiet"))
                return items
            case "closed1" | "closed2":
                words = say("Le vote est clos.", "The vote is closed.")
            case "hint":
                words = say(
                    "Réfléchissez à l'indice : un second vote suit.", "Think about the hint: a second vote follows."
                )
            case "discuss":
                words, tone = (
                    say(
                        "Discutez avec vos voisins : cherchez quelqu'un qui a répondu autrement, et convainquez-le.",
                        "Discuss with your neighbours: find somebody who answered differently, and convince them.",
                    ),
                    "now",
                )
            case _:
                return self._feedback(mine)
        if mine is None and self.phase != "hint":
            missed = say("Vous n'avez pas répondu à ce vote.", "You did not answer this vote.")
            return [Paragraph(text=words, tone=tone), Paragraph(text=missed, tone="quiet")]
        return [Paragraph(text=words, tone=tone)]

    def _feedback(self, mine: str | None) -> list[AnyItem]:
        items: list[AnyItem] = []
        chosen = self.question.answer(mine) if mine else None
        if chosen is not None:
            if chosen.right:
                items.append(Paragraph(text=say("Bonne réponse.", "Right."), tone="good"))
            else:
                items.append(Paragraph(text=say("Ce n'est pas la bonne réponse.", "Not the right answer."), tone="bad"))
            items.append(Paragraph(text=chosen.feedback))
        if self.phase == "explained":
            items.append(Heading(text=say("Explication", "Explanation")))
            items.append(Paragraph(text=self.question.explanation))
            source = self.question.source
            items.append(Paragraph(text=say(f"Source : {source}", f"Source: {source}"), tone="quiet"))
        return items

    def screen(self, view: View) -> Panel | None:
        """The room's screen: the question while it is open, its result once it is revealed."""
        if self.phase == "armed":
            return None
        told = self.phase in ("revealed", "explained")
        items: list[AnyItem] = []
        if told:
            items.append(self._bars(self.round, marked=True))
            if self.phase == "explained":
                items.append(Paragraph(text=self.question.explanation))
        else:
            options = tuple(Option(id=a.id, text=a.text) for a in self.question.answers)
            items.append(Choices(id="answer", options=options, enabled=False))
            items += self._screen_words(view)
        return Panel(
            id=f"screen.{self.id}",
            title=self.question.text,
            side="screen",
            note=self._answered_note(view),
            items=tuple(items),
        )

    def _screen_words(self, view: View) -> list[AnyItem]:
        match self.phase:
            case "vote1" | "vote2":
                total = len(set(view.students) | set(self.votes))
                return [Progress(fraction=len(self.votes) / total if total else 0.0, text=self._answered_note(view))]
            case "hint":
                return [Paragraph(text=self.question.hint, tone="now")] if self.question.hint else []
            case "discuss":
                words = say("Discutez avec vos voisins, puis nous voterons de nouveau.", "Discuss, then we vote again.")
                return [Paragraph(text=words, tone="now")]
            case _:
                return [Paragraph(text=say("Le vote est clos.", "The vote is closed."), tone="quiet")]


def _lettered(letter: str, words: Text) -> Text:
    """The answer with its letter, as it is called aloud."""
    return Text(fr=f"{letter.upper()}. {words.fr}", en=f"{letter.upper()}. {words.en}")


def _second(button: Button) -> Button:
    """The same button where it is not the primary one."""
    return msgspec.structs.replace(button, primary=False, key="")
