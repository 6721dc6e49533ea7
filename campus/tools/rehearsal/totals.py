"""What a rehearsal comes to: its figures, told in a few lines; and what it leaves. Knows nothing of who took part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from campus.text import Language


@dataclass
class Totals:
    """What a rehearsal came to; the same over sockets as in memory.

    Attributes:
        came, late, lost: people who were there, who came after the start, and connections that were cut.
        answers, acknowledged, refused: what was pressed by learners, and what became of it.
        presses: what the teacher pressed.
        ready, waived, caught_up: who was ready when the doors opened, whom the teacher let off, and who made up for it
            in class.
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
    ready: int = 0
    waived: int = 0
    caught_up: int = 0
    minutes: float = 0.0
    right: dict[str, dict[int, tuple[int, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rehearsed:
    """A rehearsal that is over: its figures, what the teacher saw, and the files, by name."""

    totals: Totals
    transcript: str
    files: Mapping[str, bytes]


def summary(totals: Totals, language: Language) -> Iterator[str]:
    """The figures of a rehearsal, in a few lines."""
    if language == "fr":
        yield (
            f"{totals.came} participants sur {totals.students}, {totals.late} en retard, {totals.lost} coupures, "
            f"{totals.minutes:.0f} minutes, {totals.presses} gestes de l’enseignant."
        )
        yield (
            f"Préparation\u00a0: {totals.ready} prêts ou dispensés à l’ouverture des portes (dont {totals.waived} "
            f"par l’enseignant), {totals.caught_up} ont suivi le rattrapage."
        )
        yield (
            f"{totals.answers} réponses envoyées\u00a0: {totals.acknowledged} enregistrées, {totals.refused} refusées."
        )
    else:
        yield (
            f"{totals.came} of {totals.students} came, {totals.late} late, {totals.lost} connections lost, "
            f"{totals.minutes:.0f} minutes, the teacher pressed {totals.presses} times."
        )
        yield (
            f"Preparation: {totals.ready} ready or let off when the doors opened ({totals.waived} by the teacher), "
            f"{totals.caught_up} took the catch-up."
        )
        yield f"{totals.answers} answers sent: {totals.acknowledged} kept, {totals.refused} refused."
    for activity, rounds in totals.right.items():
        shares = " → ".join(f"{right}/{all_} ({right / all_:.0%})" for _, (right, all_) in sorted(rounds.items()))
        yield f"  {activity}: {shares}"
