"""Stone balustrades along a path: rails, turned balusters, pedestals. Draws; is no component."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from campus.components._base import Instances
from campus.mesh import Mesh, box, lathe, merge, rectangle, rounded_rectangle, sweep

RAIL_HEIGHT = 0.11
PLINTH_HEIGHT = 0.12
PEDESTAL = 0.24
"""Side of a pedestal's square, metres."""


@dataclass(frozen=True, eq=False)
class Railing:
    """A balustrade's still parts, and its balusters, which are one prototype many times."""

    mesh: Mesh
    balusters: Instances


@cache
def baluster(height: float, material: str) -> Mesh:
    """A turned stone baluster `height` metres high on a square foot, under a square head; about 200 triangles."""
    foot, head = 0.05, 0.045
    stretch = (height - foot - head) / 0.68
    turned = [
        (0.052, 0.0),
        (0.052, 0.02),
        (0.034, 0.035),
        (0.040, 0.06),
        (0.066, 0.15),
        (0.069, 0.22),
        (0.058, 0.32),
        (0.036, 0.47),
        (0.031, 0.56),
        (0.048, 0.59),
        (0.048, 0.61),
        (0.034, 0.625),
        (0.046, 0.68),
    ]
    # Its ends lie in the foot and in the head: no disc is needed there.
    body = lathe([(r, foot + z * stretch) for r, z in turned], sides=10)
    return merge(
        # Foot and head reach into the rails: those slope on a stair, and no gap may show.
        box((0.135, 0.135, foot + 0.05), at=(0, 0, -0.05), bevel=0.006, hidden=("bottom",)),
        body,
        box((0.115, 0.115, head + 0.05), at=(0, 0, height - head), bevel=0.006, hidden=("top",)),
        material=material,
    )


def pedestal(at: Sequence[float], height: float, material: str) -> Mesh:
    """A square post with a plinth and a cap, `height` metres high; it collides."""
    x, y, z = at
    return merge(
        box((PEDESTAL + 0.05, PEDESTAL + 0.05, 0.12), at=(x, y, z - 0.01), bevel=0.01, hidden=("bottom",)),
        box((PEDESTAL, PEDESTAL, height - 0.05), at=(x, y, z), bevel=0.008, hidden=("bottom", "top")),
        box((PEDESTAL + 0.07, PEDESTAL + 0.07, 0.09), at=(x, y, z + height - 0.05), bevel=0.014),
        material=material,
        collides=True,
    )


def railing(
    path: NDArray[np.float64],
    *,
    height: float = 1.0,
    pitch: float = 0.19,
    posts: Sequence[int] | None = None,
    material: str = "limestone-smooth",
) -> Railing:
    """A balustrade along a path of feet; on a slope its rails lean and its balusters stand plumb.

    Args:
        path: (n, 3) metres, on the floor or along a stair's pitch.
        height: of the handrail's top over the path.
        pitch: from baluster to baluster, metres.
        posts: the path's points that bear a pedestal; by default both ends and every corner in plan.
        material: of everything.

    Returns:
        Rails and pedestals, which collide; and the balusters, which do not: the rails hold a body back.
    """
    line = np.asarray(path, np.float64).reshape(-1, 3)
    if posts is None:
        flat = np.diff(line[:, :2], axis=0)
        flat /= np.maximum(np.linalg.norm(flat, axis=1), 1e-9)[:, None]
        bends = 1 + np.nonzero((flat[1:] * flat[:-1]).sum(1) < 0.99)[0]
        posts = (0, *(int(b) for b in bends), len(line) - 1)
    plinth = sweep(rectangle((-0.09, 0.0), (0.09, PLINTH_HEIGHT)), line, material=material, collides=True)
    top = rounded_rectangle((0.19, RAIL_HEIGHT), 0.035, 3) + np.array((0.0, height - RAIL_HEIGHT / 2))
    neck = rectangle((-0.06, height - RAIL_HEIGHT - 0.03), (0.06, height - RAIL_HEIGHT + 0.01))
    rail = merge(
        sweep(top, line, material=material, collides=True), sweep(neck, line, material=material, collides=False)
    )
    pedestals = [pedestal(line[i], height + 0.06, material) for i in posts]
    places: list[tuple[float, float, float, float]] = []
    for a, b in pairwise(line):
        run = float(np.linalg.norm((b - a)[:2]))
        ends = [PEDESTAL / 2 + 0.03 if any(np.allclose(p, line[i]) for i in posts) else 0.0 for p in (a, b)]
        room = run - sum(ends)
        count = max(0, int(room / pitch))
        heading = float(np.degrees(np.arctan2(-(b - a)[0], (b - a)[1])))
        for i in range(count):
            t = (ends[0] + (i + 0.5) * room / count) / run
            x, y, z = a + (b - a) * t
            places.append((float(x), float(y), float(z) + PLINTH_HEIGHT, heading))
    prototype = baluster(height - RAIL_HEIGHT - 0.03 - PLINTH_HEIGHT, material)
    placements = np.array(places, np.float32).reshape(-1, 4)
    return Railing(merge(plinth, rail, *pedestals), Instances(prototype, placements))


def iron_railing(path: NDArray[np.float64], *, height: float = 1.0, pitch: float = 0.12) -> Railing:
    """A wrought-iron railing along a path: two rails, which collide, and square bars."""
    line = np.asarray(path, np.float64).reshape(-1, 3)
    rails = [
        sweep(rounded_rectangle((0.045, 0.02), 0.006, 2) + np.array((0.0, z)), line, material="iron", collides=True)
        for z in (0.10, height - 0.01)
    ]
    places: list[tuple[float, float, float, float]] = []
    for a, b in pairwise(line):
        run = float(np.linalg.norm((b - a)[:2]))
        count = max(1, int(run / pitch))
        heading = float(np.degrees(np.arctan2(-(b - a)[0], (b - a)[1])))
        for i in range(count):
            x, y, z = a + (b - a) * (i + 0.5) / count
            places.append((float(x), float(y), float(z), heading))
    bar = box((0.014, 0.014, height - 0.02), hidden=("top", "bottom"), material="iron")
    return Railing(merge(*rails), Instances(bar, np.array(places, np.float32).reshape(-1, 4)))


__all__ = ["Railing", "baluster", "iron_railing", "pedestal", "railing"]
