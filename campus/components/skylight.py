"""A skylight: a hole in the ceiling under a low glass lantern. Owns hole, kerb, bars and glass; knows no roof."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.components._base import Component
from campus.errors import Impossible
from campus.ids import MaterialId
from campus.mesh import Mesh, box, extrude, merge, rectangle
from campus.quantities import Length, Size2
from campus.text import bilingual


class Skylight(Component, frozen=True, kw_only=True):
    """A hole in the flat ceiling of the shell, glazed above the roof: the sky shows, the sun falls in.

    It stands `at` a point of the floor plan, under which it opens; the ceiling gives its height.

    Example:
        {type: skylight, id: north-light, at: [4.5, 3.5], size: [2.4, 1.2], panes: [3, 1]}

    Attributes:
        size: of the hole, east and north (turned with `facing`), metres.
        kerb: height of the upstand over the ceiling's slab, metres.
        panes: across and along; bars stand between them.
        frame: material of frame and bars.
        lining: material of the kerb's inside.
        glass: material of the panes.
    """

    size: Size2 = (2.4, 1.2)
    kerb: Length = 0.35
    panes: tuple[int, int] = (3, 1)
    frame: MaterialId = "oak"
    lining: MaterialId = "lime-plaster"
    glass: MaterialId = "glass"

    def __post_init__(self) -> None:
        """There is a pane.

        Raises:
            Impossible: when there is none.
        """
        if min(self.panes) < 1:
            raise Impossible(bilingual("panes must be at least [1, 1]", "panes doit être au moins [1, 1]"))

    def outline(self) -> NDArray[np.float64]:
        """(4, 2) the hole's edge in its own frame, counter-clockwise from above."""
        x, y = self.size[0] / 2, self.size[1] / 2
        return np.asarray(rectangle((-x, -y), (x, y)), np.float64)

    def lantern(self) -> Mesh:
        """Kerb, frame, bars and glass, from the upper face of the ceiling's slab (z = 0) upward; 100 to 400 triangles.

        The hole's own sides belong to the ceiling, as a window's reveal belongs to its wall.
        """
        width, depth = self.size
        thick, bar = 0.12, 0.06
        hole = self.outline()
        outer = hole * np.array(((width + 2 * thick) / width, (depth + 2 * thick) / depth))
        ring = extrude(outer, self.kerb, holes=[hole], material=self.lining)
        glazed = hole * np.array(((width - 2 * bar) / width, (depth - 2 * bar) / depth))
        frame = extrude(outer, 0.07, at=(0, 0, self.kerb), bevel=0.008, holes=[glazed], material=self.frame)
        across, along = self.panes
        size = (0.045, depth - 2 * bar + 0.01, 0.06)
        bars = [
            box(size, at=((i / across - 0.5) * (width - 2 * bar), 0, self.kerb), bevel=0.005) for i in range(1, across)
        ]
        size = (width - 2 * bar + 0.01, 0.045, 0.055)
        bars += [
            box(size, at=(0, (i / along - 0.5) * (depth - 2 * bar), self.kerb), bevel=0.005) for i in range(1, along)
        ]
        pane = box((width - bar, depth - bar, 0.012), at=(0, 0, self.kerb + 0.045), material=self.glass)
        return merge(ring, frame, *[merge(*bars, material=self.frame)] if bars else [], pane)
