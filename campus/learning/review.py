"""What a learner reviews and when: FSRS (Ye 2022, `fsrs` on PyPI), without chance. Pure: the clock is passed in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Literal

import fsrs
import msgspec

Grade = Literal["wrong", "hard", "good", "easy"]
"""How an answer went: wrong; right but unsure; right; right and sure."""
RETENTION = 0.9
"""A question comes back when nine in ten would still know it."""
_GRADES: Mapping[Grade, fsrs.Rating] = {
    "wrong": fsrs.Rating.Again,
    "hard": fsrs.Rating.Hard,
    "good": fsrs.Rating.Good,
    "easy": fsrs.Rating.Easy,
}
# Days, not minutes: nobody is called back ten minutes after a class. No fuzz, so that a log replays to the same.
_scheduler = fsrs.Scheduler(
    desired_retention=RETENTION, learning_steps=(), relearning_steps=(), maximum_interval=365, enable_fuzzing=False
)


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """How well one learner knows one question, as far as can be told. Times are seconds since 1970, UTC.

    Attributes:
        stability: days after which nine in ten would still know it.
        difficulty: 1 to 10.
        last: when it was answered last.
        due: when it comes back.
    """

    stability: float
    difficulty: float
    last: float
    due: float


def reviewed(before: Remembered | None, grade: Grade, now: float) -> Remembered:
    """How it stands after an answer; a clock that went back counts as no time."""
    now = max(now, before.last) if before is not None else now
    when = datetime.datetime.fromtimestamp(now, datetime.UTC)
    card = fsrs.Card(card_id=1, due=when)
    if before is not None:
        card.state = fsrs.State.Review
        card.step = None
        card.stability, card.difficulty = before.stability, before.difficulty
        card.last_review = datetime.datetime.fromtimestamp(before.last, datetime.UTC)
    card, _ = _scheduler.review_card(card, _GRADES[grade], when)
    assert card.stability is not None
    assert card.difficulty is not None
    return Remembered(stability=card.stability, difficulty=card.difficulty, last=now, due=card.due.timestamp())


def due(
    known: Mapping[str, Remembered], now: float, *, most: int = 10, weakest: Mapping[str, float] | None = None
) -> Sequence[str]:
    """What to review now: what is overdue, the most overdue for its stability first.

    Args:
        known: question id -> how it stands.
        now: seconds since 1970.
        most: no more than this at a time.
        weakest: question id -> the learner's rating in its competency, where the model may tell: it breaks ties.
    """
    ratings = weakest or {}
    late = [
        (-(now - card.last) / max(0.1, card.stability), ratings.get(question, 0.0), question)
        for question, card in known.items()
        if card.due <= now
    ]
    return [question for _, _, question in sorted(late)[:most]]
