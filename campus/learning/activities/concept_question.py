"""A concept question, taught as Peer Instruction: vote alone, discuss, vote again, reveal, explain.

The second vote never overwrites the first. Until the reveal participants see how many have answered and nothing more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, ClassVar, Literal, Self

import msgspec

from campus.errors import Refused
from campus.ids import did_you_mean
from campus.learning.activities import _concept_panels as seen
from campus.learning.activities._base import Activity, Contents, Deed, Running, View, not_now, unknown_question
from campus.learning.content import Question, QuestionId
from campus.learning.panel import AnyItem, Panel
from campus.learning.words import say
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

_SECOND: frozenset[Phase] = frozenset({"vote2", "closed2"})
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
    "close": say("Clôturer le vote", "Closing the vote"),
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

    Attributes:
        question: its id in questions.yaml.
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

    def mistakes(self, contents: Contents) -> tuple[tuple[str, Text, Text | None], ...]:
        """A question that the unit does not have."""
        if self.question in contents.questions:
            return ()
        hint = did_you_mean(self.question, contents.questions)
        return (("question", unknown_question(self.question), hint),)


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

    def is_hasty(self, verb: str) -> bool:
        """Closing a vote that nobody has answered, and going on from one that was closed this moment."""
        if self.phase in VOTING:
            return verb == "close" and not self.votes
        return self.phase in ("closed1", "closed2") and verb != "open"

    @property
    def first_votes(self) -> Mapping[str, str]:
        """The first vote."""
        return self.first

    # --- what is counted -------------------------------------------------------------------------------------------

    @property
    def round(self) -> int:
        """The round that counts now: 2 from the moment the second vote opens, also after the reveal."""
        return 2 if self.phase in _SECOND or (self.phase in ("revealed", "explained") and self.second) else 1

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

    def moves(self, but: Collection[str] = ()) -> Mapping[tuple[str, str], int]:
        """(first answer, second answer) -> how many voters went that way; only who voted twice.

        Args:
            but: who is left out: those who came late have not heard what the others heard before the first vote.
        """
        both = [who for who in self.second if who in self.first and who not in but]
        pairs = [(self.first[who], self.second[who]) for who in both]
        return {pair: pairs.count(pair) for pair in sorted(set(pairs))}

    # --- what is seen ----------------------------------------------------------------------------------------------

    def note(self, view: View) -> Text:
        """How many have answered."""
        return seen.note(self, view)

    def run_panel(self, view: View) -> tuple[AnyItem, ...]:
        """The question with its key, what to do next, the histogram, who has not answered."""
        return seen.run_panel(self, view)

    def panel(self, view: View, viewer: str) -> Panel | None:
        """The question, one's own answer, and after the reveal what to make of it."""
        return seen.panel(self, view, viewer)

    def screen(self, view: View) -> Panel | None:
        """The question while it is open, its result once it is revealed."""
        return seen.screen(self, view)

    def outcome(self, viewer: str) -> Text | None:
        """Right or not, in the first vote and in the second; None before the reveal."""
        return seen.outcome(self, viewer)
