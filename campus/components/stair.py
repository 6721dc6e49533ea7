"""A stair: flights, landings, and a balustrade on its open sides. Owns its steps; knows nothing of where it leads."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from campus.components._base import Component, Instances
from campus.components._railing import Railing, railing
from campus.components._stonework import COURSE
from campus.ids import MaterialId
from campus.mesh import Mesh, box, extrude, merge, tube, turned
from campus.quantities import Count, Length, Metres

TREAD = 0.045
"""Thickness of a tread's stone, metres."""
NOSING = 0.025
"""How far a tread stands out before its riser and past the stair's open side, metres."""
LAP = 0.02
"""How far a tread reaches under the riser behind it, metres: its bevelled edge left a groove at the riser's foot."""
WAIST = 0.20
"""Vertical thickness of the stone under a step's inner corner, metres."""


class Stair(Component, frozen=True, kw_only=True):
    """A straight stair of one flight or more, landings between them.

    Its origin is the middle of its foot, on the floor; it climbs towards its front. A flight of n risers has n - 1
    goings: its last riser reaches the landing, or the floor above.

    Example:
        {type: stair, id: great-stair, at: [4, 22.8], facing: east, flights: [11, 11], rise: 3.6,
        width: 2.4, open: right}

    Attributes:
        flights: risers of each flight.
        rise: height of the whole stair, metres.
        going: depth of a step, metres.
        landing: depth of each landing, metres.
        width: metres.
        open: the side that stands free and has a balustrade, as one climbs; the other stands against a wall.
        newel: whether a pedestal ends the balustrade at the top; not where a gallery's own stands there.
        hollow: whether one can pass under it: a sloping soffit; otherwise it is solid down to the floor.
        rail: height of the handrail over the nosings, metres.
        material: of the body.
        tread: of the treads.
    """

    flights: tuple[Count, ...] = (11, 11)
    rise: Length = 3.6
    going: Length = 0.32
    landing: Length = 1.6
    width: Length = 2.4
    open: Literal["left", "right", "both", "none"] = "right"
    newel: bool = True
    hollow: bool = True
    rail: Metres = 1.0
    material: MaterialId = "limestone"
    tread: MaterialId = "limestone-smooth"

    def riser(self) -> float:
        """Height of one riser, metres."""
        return self.rise / sum(self.flights)

    def run(self) -> float:
        """Length of the whole stair in plan, metres."""
        return sum((n - 1) * self.going for n in self.flights) + (len(self.flights) - 1) * self.landing

    def steps(self) -> tuple[tuple[float, float, float], ...]:
        """Every step and landing but the floor above: where it begins, where it ends, how high it lies; metres."""
        found: list[tuple[float, float, float]] = []
        y, z, riser = 0.0, 0.0, self.riser()
        for flight, risers in enumerate(self.flights):
            for _ in range(risers - 1):
                z += riser
                found.append((y, y + self.going, z))
                y += self.going
            z += riser
            if flight < len(self.flights) - 1:
                found.append((y, y + self.landing, z))
                y += self.landing
        return tuple(found)

    def mesh(self) -> Mesh:
        """The body, treads with nosings, rails and pedestals; body and treads collide; about 2,500 triangles."""
        half = self.width / 2
        profile = self._profile()
        drawn = self._in_courses(extrude(profile, self.width, material=self.material, collides=True))
        # From the drawing board (x along the stair, y up) to a stair that climbs to +Y and is seen from its right.
        body = turned(drawn, np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0]]), (-half, 0.0, 0.0))
        left = NOSING if self.open in ("left", "both") else 0.0
        right = NOSING if self.open in ("right", "both") else 0.0
        wide = self.width + left + right
        treads = [
            box(
                (wide, end - start + NOSING + LAP, TREAD),
                at=((right - left) / 2, (start + end - NOSING + LAP) / 2, height - TREAD),
                bevel=0.012,
                material=self.tread,
                collides=True,
            )
            for start, end, height in self.steps()
        ]
        return merge(body, *treads, self._handrails(), *(r.mesh for r in self._railings()))

    def instances(self) -> tuple[Instances, ...]:
        """The balusters."""
        return tuple(r.balusters for r in self._railings())

    def _profile(self) -> NDArray[np.float64]:
        """(k, 2) the body's section: along the stair and up, under the treads."""
        points: list[tuple[float, float]] = [(0.0, 0.0)]
        for start, end, height in self.steps():
            points += [(start, height - TREAD), (end, height - TREAD)]
        run, riser = self.run(), self.riser()
        # The last riser is the face of the floor above.
        underside: list[tuple[float, float]] = []
        if self.hollow:
            slope = riser / self.going
            y, z = 0.0, 0.0
            lines: list[tuple[float, float]] = []
            for risers in self.flights:
                length = (risers - 1) * self.going
                lines.append((y, z))
                y, z = y + length + self.landing, z + risers * riser
            # A flight's soffit is z0 + (y - y0) * slope - WAIST; a landing's is level where it meets the next flight's.
            for i, (y0, z0) in enumerate(lines):
                low = 0.0 if i == 0 else z0 - WAIST - 0.10
                underside.append((y0 + (low - z0 + WAIST) / slope, low))
                if i + 1 < len(lines):
                    level = lines[i + 1][1] - WAIST - 0.10
                    underside.append((y0 + (level - z0 + WAIST) / slope, level))
                else:
                    underside.append((run, z0 + (run - y0) * slope - WAIST))
        else:
            underside = [(run, 0.0)]
        return np.array(points + underside[::-1], np.float64)

    def _in_courses(self, drawn: Mesh) -> Mesh:
        """The body on the drawing board, each riser in the middle of a course of its own: stones beside each other."""
        uvs = drawn.uvs.copy()
        front = drawn.normals[:, 0] < -0.99
        x, y, across = drawn.positions[front].T.astype(np.float64)
        starts, _, heights = np.array(self.steps()).T
        step = np.abs(x[:, None] - starts).argmin(1)
        below = (COURSE - self.riser() + TREAD) / 2
        uvs[front] = np.stack([across, y - heights[step] + self.riser() + below + step * COURSE], 1)
        return replace(drawn, uvs=uvs)

    def _railings(self) -> list[Railing]:
        inset = 0.12
        sides = {"left": (-1.0,), "right": (1.0,), "both": (-1.0, 1.0), "none": ()}[self.open]
        railings = []
        for side in sides:
            x = side * (self.width / 2 - inset)
            railings.append(railing(self._pitch_line(x), height=self.rail, posts=self._posts(), material=self.tread))
        return railings

    def _pitch_line(self, x: float) -> NDArray[np.float64]:
        """(n, 3) the feet of the balustrade: through the nosings of each flight, level over the landings."""
        riser = self.riser()
        points: list[tuple[float, float, float]] = []
        y, z = 0.0, 0.0
        for flight, risers in enumerate(self.flights):
            length = (risers - 1) * self.going
            points.append((x, y, z + riser) if flight == 0 else (x, y - self.going, z))
            points.append((x, y + length, z + risers * riser))
            y, z = y + length + self.landing, z + risers * riser
        return np.array(points, np.float64)

    def _posts(self) -> tuple[int, ...]:
        """Pedestals at the foot, at the top, and where a flight meets a landing."""
        return tuple(range(2 * len(self.flights) - (not self.newel)))

    def _handrails(self) -> Mesh:
        """A bronze bar along each wall that the stair leans on."""
        bars: list[Mesh] = []
        for side in {"left": (1.0,), "right": (-1.0,), "both": (), "none": (-1.0, 1.0)}[self.open]:
            x = side * (self.width / 2 - 0.07)
            line = self._pitch_line(x) + np.array((0.0, 0.0, 0.92))
            # It begins and ends level, so that a hand finds it.
            level = np.array((0.0, 0.28, 0.0))
            line = np.concatenate([line[:1] - level, line, line[-1:] + level])
            bars.append(tube(line, 0.022))
            for a, b in pairwise(line):
                for t in (0.15, 0.85) if np.linalg.norm(b - a) > 1 else ():
                    spot = a + (b - a) * t
                    bracket = spot + np.array([(0, 0, 0), (0, 0, -0.05), (side * 0.08, 0, -0.06)])
                    bars.append(tube(bracket, 0.008, sides=6))
        return merge(*bars, material="bronze")
