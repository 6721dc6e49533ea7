"""Amphitheatre tiers: concentric rows that rise away from a stage. Owns the geometry of rows, aisles and seats' places.

The rows' pure functions (`level`, `front`, `seat_place`) serve whoever puts seats on them.
"""

from __future__ import annotations

from math import asin, degrees

import numpy as np
from numpy.typing import NDArray

from campus.components._base import Component, Placed
from campus.ids import MaterialId
from campus.mesh import Mesh, extrude, merge, ribbon
from campus.quantities import Count, Length, Metres

CARPET = 0.012
"""Thickness of the carpet over the risers' body, metres."""
NOSE = 0.06
"""Depth of the wooden nose at each riser's edge, metres."""
NOSING = 0.006
"""How far the nose stands out before its riser, metres."""
LAP = 0.004
"""How far what lies under or behind something else reaches into it, metres: faces that only touch let light through."""
SEAT_FRONT = 0.40
"""From a row's front edge to the front edge of its seats, metres: 0.45 of seat and 0.10 of back lie behind it."""


class Tiers(Component, frozen=True, kw_only=True):
    """Concentric rows in front of a stage, from wall to wall, with aisles of half steps and a landing behind.

    Its origin is the middle of row 1's front edge, its front the stage; row 1 lies on the floor. The arcs' common
    centre is `radius` in front of the origin. Rows are numbered from 1 at the front, seats from 1 at the left hand
    of somebody who sits and looks at the stage.

    Example:
        {type: tiers, id: tiers, at: [9, 13], facing: north, width: 18, radius: 20, rows: 12}

    Attributes:
        rows: how many rows of seats.
        radius: of row 1's front edge, metres.
        depth: of a row, from front edge to front edge, metres.
        risers: height of the riser into row 2 and of the last one, up to the landing; those between grow evenly.
        width: of the room from wall to wall, metres, centred on the origin.
        landing: depth of the landing behind the last row, in the middle, up to a straight rear wall, metres.
        blocks: seats of each block of a row, from left to right; aisles lie between blocks.
        pitch: from seat to seat along the row's front edge, metres.
        aisle: width of an aisle, metres.
        steps: steps that an aisle takes for one riser.
        carpet: material of the treads.
        riser: material of the risers.
        nose: material of the edges.
    """

    rows: Count = 12
    radius: Length = 20.0
    depth: Length = 0.95
    risers: tuple[Length, Length] = (0.20, 0.40)
    width: Length = 18.0
    landing: Metres = 1.6
    blocks: tuple[Count, ...] = (7, 11, 7)
    pitch: Length = 0.55
    aisle: Length = 1.2
    steps: Count = 2
    carpet: MaterialId = "carpet"
    riser: MaterialId = "walnut"
    nose: MaterialId = "oak"

    def riser_into(self, row: int) -> float:
        """Height of the riser into a row, metres; 0 into row 1, the landing counts as row `rows` + 1."""
        if row < 2:
            return 0.0
        first, last = self.risers
        return first + (last - first) * (row - 2) / max(1, self.rows - 1)

    def level(self, row: int) -> float:
        """Height of a row's floor over the stage's, metres."""
        return sum(self.riser_into(r) for r in range(2, row + 1))

    def front(self, row: int) -> float:
        """Radius of a row's front edge, metres."""
        return self.radius + (row - 1) * self.depth

    def rear(self) -> float:
        """Y of the wall behind the landing in the tiers' own frame, metres; negative."""
        return -(self.rows * self.depth + self.landing)

    def row_length(self) -> float:
        """Length of a row's seats and aisles along its front edge, metres."""
        return sum(self.blocks) * self.pitch + (len(self.blocks) - 1) * self.aisle

    def seat_offsets(self) -> tuple[float, ...]:
        """Where the seats' middles lie along a row, metres from its middle, from the sitters' left to right."""
        offsets: list[float] = []
        start = -self.row_length() / 2
        for count in self.blocks:
            offsets += [start + (i + 0.5) * self.pitch for i in range(count)]
            start += count * self.pitch + self.aisle
        return tuple(offsets)

    def aisle_offsets(self) -> tuple[tuple[float, float], ...]:
        """The two edges of each aisle along a row, metres from its middle."""
        edges: list[tuple[float, float]] = []
        start = -self.row_length() / 2
        for count in self.blocks[:-1]:
            start += count * self.pitch
            edges.append((start, start + self.aisle))
            start += self.aisle
        return tuple(edges)

    def point(self, row: int, offset: float, behind: float = 0.0) -> Placed:
        """A place on a row's floor, looking at the arcs' centre, in the tiers' own frame.

        Args:
            row: from 1; `rows` + 1 is the landing.
            offset: metres along the row's front edge from its middle, to the right of who looks at the stage.
            behind: metres behind the front edge.
        """
        angle = offset / self.front(row)
        radius = self.front(row) + behind
        at = (radius * np.sin(angle), self.radius - radius * np.cos(angle), self.level(row))
        return Placed((float(at[0]), float(at[1]), float(at[2])), degrees(angle) % 360)

    def seat_place(self, row: int, seat: int) -> Placed:
        """The middle of a seat's front edge on its row's floor, and where it looks; `row` and `seat` from 1."""
        return self.point(row, self.seat_offsets()[seat - 1], SEAT_FRONT)

    def mesh(self) -> Mesh:
        """Risers, carpets, noses, half steps and the landing; about 6,000 triangles, all of which collide."""
        pieces: list[Mesh] = []
        for row in range(2, self.rows + 1):
            pieces += self._row(row)
        return merge(*pieces, *self._aisles(), *self._landing(), collides=True)

    def _arc(self, radius: float, edges: tuple[float, float] | None = None, row: int = 0) -> NDArray[np.float64]:
        """(k, 2) an arc from wall to wall, or between two offsets along a row's front edge; left to right."""
        if edges is None:
            reach = degrees(asin(min(1.0, self.width / 2 / radius)))
            low, high, steps = -reach, reach, 36
        else:
            low, high = (degrees(edge / self.front(row)) for edge in edges)
            steps = 4
        angle = np.radians(np.linspace(low, high, steps + 1))
        return np.stack([radius * np.sin(angle), self.radius - radius * np.cos(angle)], 1)

    def _step(
        self, inner: float, outer: float, base: float, height: float, edges: tuple[float, float] | None, row: int
    ) -> list[Mesh]:
        """One curved step: its body with a riser in front, a nose, and the carpet behind the nose."""
        edge, lip = self._arc(inner - NOSING, edges, row), self._arc(inner + NOSE, edges, row)
        far = self._arc(outer + LAP, edges, row)
        # The body of a step of an aisle is a little narrower than what lies on it: its ends are seen, too.
        body = None if edges is None else (edges[0] + LAP, edges[1] - LAP)
        near, behind = self._arc(inner, body, row), self._arc(outer + LAP, body, row)
        top = base + height - CARPET
        low = max(0.0, base - LAP)
        return [
            ribbon(near, behind, top + LAP - low, at=(0, 0, low), hidden=("bottom", "top"), material=self.riser),
            ribbon(edge, lip, CARPET, at=(0, 0, top), bevel=0.004, material=self.nose),
            ribbon(lip, far, CARPET, at=(0, 0, top), material=self.carpet),
        ]

    def _row(self, row: int) -> list[Mesh]:
        rise = self.riser_into(row)
        return self._step(self.front(row), self.front(row + 1), self.level(row) - rise, rise, None, row)

    def _aisles(self) -> list[Mesh]:
        """Steps in front of each riser, so that an aisle climbs it in `steps` equal ones."""
        pieces: list[Mesh] = []
        going = self.depth / self.steps
        for row in range(1, self.rows + 1):
            rise = self.riser_into(row + 1) / self.steps
            for step in range(1, self.steps):
                inner = self.front(row + 1) - (self.steps - step) * going
                for edges in self.aisle_offsets():
                    base = self.level(row) + (step - 1) * rise
                    pieces += self._step(inner, self.front(row + 1), base, rise, edges, row)
        return pieces

    def _landing(self) -> list[Mesh]:
        """The landing: curved in front, straight at the rear wall."""
        row = self.rows + 1
        rise = self.riser_into(row)
        base = self.level(row) - rise
        front = self.front(row)
        face, edge, lip = self._arc(front), self._arc(front - NOSING), self._arc(front + NOSE)
        half, rear = self.width / 2, self.rear()
        behind = np.array([(half, rear), (-half, rear)])
        return [
            extrude(
                np.concatenate([face, behind]),
                rise - CARPET + 2 * LAP,
                at=(0, 0, base - LAP),
                hidden=("bottom",),
                material=self.riser,
            ),
            ribbon(edge, lip, CARPET, at=(0, 0, base + rise - CARPET), bevel=0.004, material=self.nose),
            extrude(np.concatenate([lip, behind]), CARPET, at=(0, 0, base + rise - CARPET), material=self.carpet),
        ]
