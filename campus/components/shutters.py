"""A pair of shutters before a window. Owns frame, leaves and hinges; knows nothing of the window behind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from campus.components._base import Component
from campus.components._mounting import mounted
from campus.ids import MaterialId
from campus.mesh import Mesh, box, extrude, flat, merge, rectangle, upright
from campus.quantities import Length, Metres, Size2

STILE_M, RAIL_M = 0.075, 0.10
"""Width of a leaf's upright and of its level members, metres."""
THICK_M, LOUVRES_BACK_M = 0.036, 0.022
"""Of a leaf; and how far its louvres lie behind its face, metres."""
GAP_M = 0.004
"""Round a leaf, metres: it is to open."""
SHUT_M = 0.012
"""So far behind the face of the stone the leaves are shut, metres."""
STRAP_M = (0.30, 0.036, 0.007)
"""Length, height and thickness of a strap of the hinges, metres."""
LAP_M = 0.046
"""Width of the strip that covers where the leaves meet, metres."""


class Shutters(Component, frozen=True, kw_only=True):
    """Shutters that are closed against the sun: two leaves of louvres on strap hinges, in a frame of stone.

    Example:
        {type: shutters, id: shutters-1, wall: north, at: 4, size: [1.2, 1.8], height: 0.9}

    Attributes:
        size: width and height of both leaves together, metres.
        height: of their lower edge over the floor, metres.
        material: of leaves and hinges.
        louvres: material of the louvres, one whose pattern is slats.
        frame: material of the frame.
        frame_width: metres.
    """

    size: Size2 = (1.2, 1.8)
    height: Metres = 0.9
    material: MaterialId = "paint-sage"
    louvres: MaterialId = "sage-louvres"
    frame: MaterialId = "limestone-smooth"
    frame_width: Length = 0.18

    def mesh(self) -> Mesh:
        """Frame and leaves; about 200 triangles."""
        width, height = self.size
        grown = self.frame_width
        inner = rectangle((-width / 2, self.height), (width / 2, self.height + height))
        outer = rectangle((-width / 2 - grown, self.height - grown), (width / 2 + grown, self.height + height + grown))
        ring = extrude(outer, 0.07, bevel=0.014, holes=[inner], hidden=("bottom",), material=self.frame)
        frame = upright(ring, back=0.01)
        face = -0.06 + SHUT_M
        leaves = [self._leaf(face, hand) for hand in (-1, 1)]
        strip = self._before((0.0, self.height + GAP_M), (LAP_M, height - 2 * GAP_M), face, 0.010)
        return mounted(self, merge(frame, *leaves, strip))

    def _leaf(self, face: float, hand: int) -> Mesh:
        """The left (-1) or the right leaf (1), its face at y = `face`; 60 triangles."""
        width, height = self.size
        middle = hand * width / 4
        half = width / 4 - GAP_M / 2 - 0.001
        low, high = self.height + GAP_M, self.height + height - GAP_M
        side, bar = min(STILE_M, 0.6 * half), min(RAIL_M, 0.2 * height)
        between = low + 0.42 * (high - low)  # the rail lies a little under the middle, where one would push
        holes = [
            rectangle((middle - half + side, low + bar), (middle + half - side, between - bar / 2)),
            rectangle((middle - half + side, between + bar / 2), (middle + half - side, high - bar)),
        ]
        outline = rectangle((middle - half, low), (middle + half, high))
        joinery = extrude(outline, THICK_M, holes=holes, hidden=("bottom",), material=self.material)
        x, z, deep = half - side / 2, bar / 2, THICK_M - LOUVRES_BACK_M
        corners = [(middle - x, low + z), (middle + x, low + z), (middle + x, high - z), (middle - x, high - z)]
        panel = flat([(*corner, deep) for corner in corners], material=self.louvres)
        # The pattern's slats are upright: louvres lie.
        panel = replace(panel, uvs=np.ascontiguousarray(panel.uvs[:, ::-1]))
        leaf = upright(merge(joinery, panel), back=face + THICK_M)
        long, tall, thick = STRAP_M
        long = min(long, 1.4 * half)
        straps = [
            self._before((middle + hand * (half - long / 2), z - tall / 2), (long, tall), face, thick)
            for z in (low + bar / 2, high - bar / 2)
        ]
        return merge(leaf, *straps)

    def _before(self, foot: tuple[float, float], size: tuple[float, float], face: float, thick: float) -> Mesh:
        """A strip on the leaves' face, standing on `foot` (x and z), `thick` metres before it."""
        sunk = 0.002
        at = (foot[0], face + (sunk - thick) / 2, foot[1])
        return box((size[0], thick + sunk, size[1]), at=at, hidden=("front",), material=self.material)
