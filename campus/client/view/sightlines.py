"""What of a space beyond lies behind an opening for an eye at a place: all the rest need not be drawn.

Plain arrays; knows no picture and no graphics card.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from campus.space.model import View

Boxes = NDArray[np.float32]

ASIDE_M = 0.2
"""So far beside its clear size an opening still shows something: reveals and sills are splayed."""
IN_IT_M = 0.6
"""An eye so near to the plane of an opening stands in it, and sees all that lies behind."""
LEAST_M = 1e-3
WALL_M = 0.75
"""What stands so near to a plane, eaves and all, is of the wall in it."""
FAR_M = 1e4


@dataclass(frozen=True)
class Opening:
    """An upright rectangle in a wall.

    Attributes:
        axis: 0 where the wall stands across x, 1 across y.
        out: 1 or -1: the way along that axis that one looks out.
        at: where the wall is on that axis, metres.
        low, high: along the wall and up, metres.
    """

    axis: int
    out: int
    at: float
    low: tuple[float, float]
    high: tuple[float, float]

    def before(self, eye: tuple[float, float, float]) -> float:
        """How far before the wall an eye is, metres; negative beyond it."""
        return self.out * (self.at - eye[self.axis])

    @property
    def corners(self) -> tuple[tuple[float, float, float], ...]:
        """Its four corners."""
        return tuple(
            (self.at, along, up) if self.axis == 0 else (along, self.at, up)
            for along in (self.low[0], self.high[0])
            for up in (self.low[1], self.high[1])
        )


def openings(views: Sequence[View]) -> tuple[Opening, ...] | None:
    """The openings that views tell of, a little larger; None where a wall stands askew, and nothing can be said."""
    found = []
    for view in views:
        turn = np.deg2rad(view.heading)
        way = np.array([-np.sin(turn), np.cos(turn)])
        axis = int(np.argmax(np.abs(way)))
        if abs(way[axis]) < 1 - 1e-4:
            return None
        along, aside, over = float(view.at[1 - axis]), view.size[0] / 2 + ASIDE_M, view.size[1] / 2 + ASIDE_M
        low, high = (along - aside, view.at[2] - over), (along + aside, view.at[2] + over)
        found.append(Opening(axis, int(np.sign(way[axis])), float(view.at[axis]), low, high))
    return tuple(found)


def over_walls(
    walls: Sequence[Opening], bounds: Boxes, corners: Boxes, known: Sequence[Opening] = ()
) -> tuple[Opening, ...]:
    """The air over the four sides of a court, as far up as there is any: a court has no ceiling.

    Over a side begins where the lowest stretch of it ends, a stretch being a pace long: what is lower than a roof at
    one end of a wall is seen over its other end.

    Args:
        walls: openings, which tell where walls are; where none is, the court's bounds are looked at.
        bounds: (2, 3) of the court.
        corners: (m, 3, 3) of its triangles.
        known: what was told before of the same court, among openings: over its sides the air is taken from there.
    """
    told = {(one.axis, one.out, one.at): one for one in known if one.high[1] == FAR_M}
    planes = {(axis, out): float(bounds[(1 + out) // 2, axis]) for axis in (0, 1) for out in (-1, 1)}
    sides = sorted({(one.axis, one.out, one.at) for one in walls} | {(*side, at) for side, at in planes.items()})
    with_openings = {(axis, out) for axis, out, at in sides if at != planes[axis, out]}

    def air(axis: int, out: int, at: float) -> Opening:
        return Opening(axis, out, at, (-FAR_M, _lowest_top(axis, at, bounds, corners) - ASIDE_M), (FAR_M, FAR_M))

    return tuple(
        told.get(side) or air(*side) for side in sides if side[2] != planes[side[:2]] or side[:2] not in with_openings
    )


def _lowest_top(axis: int, at: float, bounds: Boxes, corners: Boxes) -> float:
    """How high a wall stands at the lowest of its stretches, metres; the ground where there is none of it."""
    beside = np.abs(corners[..., axis] - at).max(axis=1) < WALL_M
    along, up = corners[beside][..., 1 - axis], corners[beside][..., 2]
    low, high, tops = along.min(axis=1, initial=np.inf), along.max(axis=1, initial=-np.inf), up.max(axis=1, initial=0)
    paces = np.arange(bounds[0, 1 - axis] + 1, bounds[1, 1 - axis] - 1 + LEAST_M)
    ground = float(bounds[0, 2])
    return min((float(tops[(low <= pace) & (high >= pace)].max(initial=ground)) for pace in paces), default=ground)


class Wall:
    """Openings of one plane that are looked out through the same way.

    Args:
        through: at least one.

    Attributes:
        axis, out, at: as of each opening.
        corners: (k, 4, 3) metres.
        low, high: (2, k) along the wall and up, metres.
    """

    def __init__(self, through: Sequence[Opening]) -> None:
        first = through[0]
        self.axis, self.out, self.at = first.axis, first.out, first.at
        self.corners = np.array([one.corners for one in through])
        self.low, self.high = (np.array([getattr(one, end) for one in through]).T for end in ("low", "high"))

    def before(self, eye: tuple[float, float, float]) -> float:
        """How far before the wall an eye is, metres; negative beyond it."""
        return self.out * (self.at - eye[self.axis])


class Behind:
    """Which of some boxes are seen through a wall's openings: asked in every frame, of boxes that stay.

    Args:
        wall: with its openings.
        boxes: (n, 2, 3), what lies beyond the wall, metres.
    """

    def __init__(self, wall: Wall, boxes: Boxes) -> None:
        self._wall, self._count = wall, len(boxes)
        places = boxes.astype(np.float64)
        # Each edge of a box along the wall and up, once for its near side and once for its far one: (4, 2, n), and how
        # deep that side lies, (4, 1, n). Arrays lie so that each step goes over many boxes at once.
        aside = places[:, :, (1 - wall.axis, 2)].transpose(1, 2, 0)
        self._edges = np.repeat(aside, 2, axis=0)
        self._deep = np.tile(wall.out * places[:, :, wall.axis].T[:, None], (2, 1, 1))

    def seen(self, eye: tuple[float, float, float], of: NDArray[np.bool_] | None = None) -> NDArray[np.bool_]:
        """(n,) mask; all where the eye is in the wall or beyond it.

        Args:
            eye: metres.
            of: (k,) through which of the openings; None is all.
        """
        wall = self._wall
        away = wall.before(eye)
        if away < IN_IT_M:
            return np.ones(self._count, np.bool_)
        lows, highs = (wall.low, wall.high) if of is None else (wall.low[:, of], wall.high[:, of])
        place = np.array(((eye[1 - wall.axis],), (eye[2],)))
        met = self._edges - place
        met *= away / np.maximum(self._deep - wall.out * eye[wall.axis], away + LEAST_M)
        met += place
        low, high = met.min(axis=0)[:, None], met.max(axis=0)[:, None]
        (along, up) = (low <= highs[..., None]) & (high >= lows[..., None])
        seen: NDArray[np.bool_] = (along & up).any(axis=0)
        return seen


@lru_cache(maxsize=32)
def walls_of(through: tuple[Opening, ...]) -> tuple[Wall, ...]:
    """Openings by the wall in which they are; the same object for the same openings."""

    def wall(one: Opening) -> tuple[int, int, float]:
        return one.axis, one.out, one.at

    return tuple(Wall(list(of)) for _, of in itertools.groupby(sorted(through, key=wall), wall))


def behind(eye: tuple[float, float, float], through: Sequence[Opening], boxes: Boxes) -> NDArray[np.bool_]:
    """Which boxes an eye may see through openings of one wall.

    Args:
        eye: metres.
        through: at least one opening; all in one plane, looked out through the same way.
        boxes: (n, 2, 3), what lies beyond the wall, in the frame of the eye.

    Returns:
        (n,) mask; all where the eye is in the wall or beyond it.
    """
    return Behind(Wall(through), boxes).seen(eye)
