"""What of a space beyond lies behind an opening for an eye at a place: all the rest need not be drawn.

Plain arrays; knows no picture and no graphics card.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def behind(eye: tuple[float, float, float], through: Sequence[Opening], boxes: Boxes) -> NDArray[np.bool_]:
    """Which boxes an eye may see through openings of one wall.

    Args:
        eye: metres.
        through: at least one opening; all in one plane, looked out through the same way.
        boxes: (n, 2, 3), what lies beyond the wall, in the frame of the eye.

    Returns:
        (n,) mask; all where the eye is in the wall or beyond it.
    """
    axis, side = through[0].axis, 1 - through[0].axis
    away = through[0].before(eye)
    if away < IN_IT_M:
        return np.ones(len(boxes), np.bool_)
    deep = np.maximum(through[0].out * (boxes[:, :, axis] - eye[axis]), away + LEAST_M)  # (n, 2)
    place = np.array((eye[side], eye[2]))
    # On the plane of the wall: each edge of a box along it and up, for its near side and for its far one.
    met = place + (boxes[:, :, None, (side, 2)] - place) * (away / deep)[:, None, :, None]
    met = met.reshape(len(boxes), 4, 2)
    low, high = met.min(axis=1)[:, None], met.max(axis=1)[:, None]
    lows, highs = (np.array([getattr(one, end) for one in through]) for end in ("low", "high"))
    seen: NDArray[np.bool_] = ((low <= highs) & (high >= lows)).all(axis=2).any(axis=1)
    return seen
