"""Whether people can have moved as they say. Owns the rule; knows no connection, and takes time as an argument.

Poses are the client's own. The referee says only what is impossible: faster than a run, off the ground, into a zone
that is closed to them. It is laxer than the body in the client, never stricter (`tests/client/test_capsule.py`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from campus.text import Text
from campus.world.ground import RUN_MPS, WALK_MPS, Ground
from campus.world.pose import Pose
from campus.world.zones import Zones, is_full

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

PACE_MPS = RUN_MPS * 1.15
"""What is still a run: clocks differ, centimetres are rounded, and a step up a stair is longer than its plan."""
BREATH_M = 10.0
"""How far somebody may come at once after a stall: about three seconds of running that the network held back."""
WALKS_MPS, WALKS_BREATH_M = WALK_MPS * 1.15, BREATH_M * WALK_MPS / RUN_MPS
"""The same where one may not run."""
SLACK_M = 0.15
STRAIGHT_M = 1.5
"""Up to this long, a step is checked along its way, so that nobody goes through a wall; beyond, frames are missing."""
SAMPLED_M = 0.15

Why = Literal["", "too_fast", "no_running", "off_ground", "not_allowed", "full"]
WORDS: Mapping[Why, Text] = {
    "too_fast": Text(
        fr="Vous alliez plus vite qu’on ne court : vous revoilà à votre place précédente.",
        en="That was faster than anyone can run: you are back where you were.",
    ),
    "off_ground": Text(fr="Par là, on ne passe pas.", en="There is no way through there."),
    "not_allowed": Text(
        fr="Cet endroit est réservé\u00a0: vous revoilà devant.",
        en="This place is reserved: you are back in front of it.",
    ),
    "full": Text(
        fr="C’est complet ici. Attendez que quelqu’un en sorte.", en="It is full in here. Wait until somebody leaves."
    ),
    "no_running": Text(fr="Ici, on ne court pas.", en="No running here."),
}
"""What to tell the person who is put back."""


class Move(NamedTuple):
    """What one person says that they did.

    Attributes:
        before: the last pose that passed.
        after: the one to judge.
        passed: seconds between the two.
        breath: metres that the person may still come beyond that time, as the last verdict left it.
        role: of the person, for zones that not everybody may enter.
    """

    before: Pose
    after: Pose
    passed: float
    breath: float = BREATH_M
    role: str = "student"


class Verdict(NamedTuple):
    """Whether a move passes: `why` is empty then; `breath` is what is left to give to the next move."""

    why: Why
    breath: float

    @property
    def passes(self) -> bool:
        """Whether the pose counts."""
        return not self.why


class Referee:
    """Judges the moves of one space.

    Args:
        ground: where bodies can stand.
        zones: which of it is not for everybody.
    """

    def __init__(self, ground: Ground, zones: Zones | None = None) -> None:
        self.ground, self.zones = ground, zones or Zones.of(())

    def judge(self, moves: Sequence[Move], inside: Mapping[str, int] | None = None) -> list[Verdict]:
        """All moves of a tick at once; a few array operations for the whole room.

        Args:
            moves: of different people.
            inside: how many people, these among them, each zone with a capacity holds before these moves.

        Returns:
            A verdict for each, in order. A person whose move does not pass is where they were, and must be told.
        """
        if not moves:
            return []
        before = np.array([m.before[:3] for m in moves], np.float64)
        after = np.array([m.after[:3] for m in moves], np.float64)
        passed = np.array([m.passed for m in moves], np.float64)
        given = np.array([m.breath for m in moves])
        breath = np.minimum(given + PACE_MPS * np.maximum(passed, 0.0), BREATH_M)
        with np.errstate(invalid="ignore", over="ignore"):
            far = np.linalg.norm(after - before, axis=1)
        ran = far <= breath + SLACK_M  # a pose that is not a number is not slow either
        walks = ~(self.zones.may_run(before) | self.zones.may_run(np.nan_to_num(after)))
        calm = np.minimum(given + WALKS_MPS * np.maximum(passed, 0.0), WALKS_BREATH_M)
        breath = np.where(walks, calm, breath)
        slow = far <= breath + SLACK_M
        stands = np.zeros(len(moves), np.bool_)
        stands[slow] = self.ground.within(after[slow, 0], after[slow, 1], after[slow, 2])
        self._check_ways(before, after, far, stands)
        allowed = self._allowed(moves, after)
        left = np.where(slow, np.maximum(breath - far, 0.0), breath)
        whys: list[Why] = [
            "too_fast" if not r else "no_running" if not s else "off_ground" if not g else "" if a else "not_allowed"
            for r, s, g, a in zip(ran.tolist(), slow.tolist(), stands.tolist(), allowed.tolist(), strict=True)
        ]
        if self.zones.count_people:
            self._count(before, np.nan_to_num(after), whys, dict(inside or {}))
        return [Verdict(why, rest) for why, rest in zip(whys, left.tolist(), strict=True)]

    def _count(self, before: Floats, after: Floats, whys: list[Why], inside: dict[str, int]) -> None:
        """Let no more people into a zone than it holds, in the order of the moves."""
        left, entered = self.zones.counted_in(before), self.zones.counted_in(after)
        for number, (old, new) in enumerate(zip(left, entered, strict=True)):
            if whys[number] or old is new:
                continue
            if new is not None:
                if is_full(new, inside.get(new.id, 0)):
                    whys[number] = "full"
                    continue
                inside[new.id] = inside.get(new.id, 0) + 1
            if old is not None:
                inside[old.id] = inside.get(old.id, 0) - 1

    def _check_ways(
        self,
        before: Floats,
        after: Floats,
        far: Floats,
        stands: Bools,
    ) -> None:
        """Unset `stands` of those whose straight way leaves the ground, where it is short enough to be straight."""
        short = np.flatnonzero(stands & (far > SAMPLED_M) & (far <= STRAIGHT_M))
        # Whoever gets up from a seat comes out of where nobody could stand; that way is not judged.
        short = short[self.ground.within(before[short, 0], before[short, 1], before[short, 2])]
        if not len(short):
            return
        number = math.ceil(float(far[short].max()) / SAMPLED_M)
        parts = np.arange(1, number)[:, None, None] / number
        places = (before[short] + (after[short] - before[short]) * parts).reshape(-1, 3)
        on = self.ground.within(places[:, 0], places[:, 1], places[:, 2], 0.35).reshape(-1, len(short))
        stands[short] &= on.all(0)

    def _allowed(self, moves: Sequence[Move], after: Floats) -> Bools:
        allowed = np.ones(len(moves), np.bool_)
        for role in {m.role for m in moves}:
            who = np.array([m.role == role for m in moves])
            allowed[who] = self.zones.may_enter(np.nan_to_num(after[who]), role)
        return allowed
