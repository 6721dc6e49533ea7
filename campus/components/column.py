"""A column: round or square, with base and capital. Owns its stones; knows nothing of what it bears."""

from __future__ import annotations

from typing import Literal

import numpy as np

from campus.components._base import Component
from campus.ids import MaterialId
from campus.mesh import Mesh, arc_points, box, lathe, merge
from campus.quantities import Length


class Column(Component, frozen=True, kw_only=True):
    """A stone column, plain and sturdy: a plinth and a torus below, a ring, a bell and a slab above.

    Example:
        {type: column, id: west-pillar, at: [5, 2.5], height: 8.4, radius: 0.5}

    Attributes:
        height: from the floor to what it bears, metres.
        radius: of the shaft at its foot, metres; half the side of a square one.
        shape: `round` or `square`.
        taper: radius of the shaft's top over that of its foot.
        material: of all of it.
    """

    height: Length = 3.25
    radius: Length = 0.22
    shape: Literal["round", "square"] = "round"
    taper: Length = 0.9
    material: MaterialId = "limestone-smooth"

    def mesh(self) -> Mesh:
        """Base, shaft and capital; shaft and base collide; about 1,300 triangles."""
        r, top = self.radius, self.radius * self.taper
        foot, bell, slab = 0.28 * r, 0.62 * r, 0.24 * r
        plinth = box((2.7 * r, 2.7 * r, foot), at=(0, 0, 0), bevel=0.012, hidden=("bottom",), collides=True)
        abacus = box((2.6 * top, 2.6 * top, slab), at=(0, 0, self.height - slab), bevel=0.012)
        if self.shape == "square":
            shaft = box(
                (2 * r, 2 * r, self.height - foot - slab),
                at=(0, 0, foot),
                bevel=0.02,
                hidden=("bottom", "top"),
                collides=True,
            )
            band = box((2.3 * r, 2.3 * r, 0.10), at=(0, 0, self.height - slab - 0.16), bevel=0.015)
            base = box((2.35 * r, 2.35 * r, 0.12), at=(0, 0, foot), bevel=0.03)
            return merge(plinth, base, shaft, band, abacus, material=self.material)
        torus = arc_points(0.16 * r, -90, 90, 6, (1.08 * r, foot + 0.16 * r))
        upper = arc_points(0.09 * r, -90, 90, 4, (1.02 * r, foot + 0.47 * r))
        start, end = foot + 0.60 * r, self.height - slab - bell
        # The shaft swells a little below its middle, as turned stone does.
        shaft_z = np.linspace(start, end, 7)
        t = (shaft_z - start) / (end - start)
        swell = r + (top - r) * t + 0.018 * r * np.sin(np.pi * t)
        neck = arc_points(0.06 * top, -90, 90, 4, (top * 1.02, end + 0.10 * bell))
        echinus = arc_points(1.0, -80, 0, 5) * np.array((0.24 * top, 0.45 * bell)) + np.array(
            (1.02 * top, end + 0.98 * bell)
        )
        profile = np.concatenate(
            [
                [(1.08 * r, foot)],
                torus[1:-1],
                [(1.10 * r, foot + 0.33 * r), (1.04 * r, foot + 0.38 * r)],
                upper[1:-1],
                [(1.0 * r, foot + 0.57 * r)],
                np.stack([swell, shaft_z], 1),
                neck[1:-1],
                [(top, end + 0.22 * bell), (top, end + 0.40 * bell)],
                echinus,
                [(1.26 * top, self.height - slab + 0.01)],
            ]
        )
        sides = 36 if r > 0.3 else 24
        body = lathe(profile, sides=sides)
        # What a body bumps into is the shaft alone: the mouldings would only catch its feet.
        low, high = body.corners()[:, :, 2].min(1), body.corners()[:, :, 2].max(1)
        hit = (low >= start - 1e-4) & (high <= end + 1e-4)
        body = merge(body.only(hit).solid(), body.only(~hit))
        return merge(plinth, body, abacus, material=self.material)
