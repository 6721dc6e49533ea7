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


def over_walls(walls: Sequence[Opening], bounds: Boxes) -> tuple[Opening, ...]:
    """The air over the walls in which these openings are, as far up as there is any: a court has no ceiling.

    Args:
        walls: openings, which tell where the walls are.
        bounds: (2, 3) of the court.
    """
    top, far = float(bounds[1, 2]) - ASIDE_M, 1e4
    sides = sorted({(one.axis, one.out, one.at) for one in walls})
    return tuple(Opening(axis, out, at, (-far, top), (far, far)) for axis, out, at in sides)


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
