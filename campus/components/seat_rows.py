"""Rows of tip-up seats on tiers. Owns the seat's shape and where each stands; knows nothing of who sits there."""

from __future__ import annotations

import numpy as np

from campus.components._base import Anchors, Component, Instances, SeatAnchor
from campus.components._shaping import leaning, slab
from campus.components.tiers import Tiers
from campus.ids import MaterialId
from campus.mesh import Mesh, box, merge, moved, place, upright
from campus.quantities import Count, Length

HEIGHT = 0.45  # of the front edge of a seat that is down, metres
DEEP = 0.55  # from a seat's front edge, when it is down, to the back of its back
TIPPED = 0.30  # depth of a seat that is tipped up: what is left of the row is free to walk
HINGE = (-0.415, 0.43)  # y and z of the line about which the seat tips


class SeatRows(Component, frozen=True, kw_only=True):
    """Tip-up seats for `tiers` of the same rows, radius and blocks: they tip up when nobody sits on them.

    Its frame is that of the tiers: put it `at` the same place. A seat is named by row and number, `row-6.13`, rows
    from 1 at the front, seats from 1 at the left hand of somebody who sits.

    Example:
        {type: seat-rows, id: rows, at: [9, 13], facing: north, rows: 12, radius: 20, blocks: [7, 11, 7]}

    Attributes:
        rows, radius, depth, risers, blocks, pitch, aisle: as those of the tiers that they stand on.
        fabric: of seat and back.
        shell: of the back's shell and of the standards between the seats.
        arms: of the armrests.
    """

    rows: Count = 12
    radius: Length = 20.0
    depth: Length = 0.95
    risers: tuple[Length, Length] = (0.20, 0.40)
    blocks: tuple[Count, ...] = (7, 11, 7)
    pitch: Length = 0.55
    aisle: Length = 1.2
    fabric: MaterialId = "blue-fabric"
    shell: MaterialId = "walnut"
    arms: MaterialId = "oak"

    def tiers(self) -> Tiers:
        """The tiers that these seats stand on."""
        return Tiers(
            rows=self.rows,
            radius=self.radius,
            depth=self.depth,
            risers=self.risers,
            blocks=self.blocks,
            pitch=self.pitch,
            aisle=self.aisle,
        )

    def anchors(self) -> Anchors:
        """Every seat of every row."""
        tiers = self.tiers()
        seats = [
            SeatAnchor(f"row-{row}.{seat}", tiers.seat_place(row, seat), HEIGHT, sounds="tip-up")
            for row in range(1, self.rows + 1)
            for seat in range(1, sum(self.blocks) + 1)
        ]
        return Anchors(seats=tuple(seats))

    def instances(self) -> tuple[Instances, ...]:
        """The seat tipped up, the seat down (the client shows one of the two), and the standards that end the blocks.

        The free seat has 330 triangles, a thin board hidden in its cushion being all that collides: a body walks past
        seats, and a seat that is taken is not in anybody's way that the free one was not.
        """
        seats = self.anchors().seats
        places = np.array([(*seat.place.at, seat.place.heading) for seat in seats], np.float32)
        names = tuple(seat.id for seat in seats)
        return (
            Instances(self._seat(down=False), places, "seat-free", names),
            Instances(self._seat(down=True), places, "seat-taken", names),
            Instances(self._standard(), self._ends()),
        )

    def verbs(self) -> tuple[str, ...]:
        """One sits on a seat."""
        return ("sit",)

    def _ends(self) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        """(n, 4) the standards on the right of each block's last seat."""
        tiers = self.tiers()
        last = np.cumsum(self.blocks) - 1
        offsets = [tiers.seat_offsets()[int(i)] + self.pitch / 2 for i in last]
        front = tiers.seat_place(1, 1)
        behind = float(np.hypot(front.at[0], self.radius - front.at[1])) - tiers.front(1)
        ends = [tiers.point(row, offset, behind) for row in range(1, self.rows + 1) for offset in offsets]
        return np.array([(*end.at, end.heading) for end in ends], np.float32)

    def _standard(self) -> Mesh:
        """What stands between two seats: a panel and an armrest, 0.29 m deep; origin as that of a seat beside it."""
        panel = box((0.036, 0.25, 0.60), at=(0, -0.405, 0), hidden=("bottom", "top"), material=self.shell)
        arm = box((0.052, 0.285, 0.028), at=(0, -0.395, 0.60), bevel=0.009, material=self.arms)
        return merge(panel, arm)

    def _seat(self, down: bool) -> Mesh:
        """One seat with the standard on its left; its origin is the middle of its front edge, down, on the floor."""
        wide = self.pitch - 0.056
        shell = upright(slab((wide + 0.012, 0.50), 0.022, radius=0.07, bevel=0.006, steps=2, material=self.shell))
        pad = upright(slab((wide - 0.03, 0.44), 0.045, radius=0.07, bevel=0.014, steps=2, material=self.fabric))
        # Upright boards look towards -Y; a seat's back looks towards +Y, so it is turned about the upright axis.
        back = merge(_turned(shell), moved(_turned(pad), (0, 0.02, 0.005)))
        back = leaning(moved(back, (0, -0.472, 0.62)), 9.0, about=(-0.48, 0.40))
        cushion = slab((wide - 0.012, 0.43), 0.075, radius=0.06, bevel=0.018, steps=2, material=self.fabric)
        lying = leaning(moved(cushion, (0, -0.215, HEIGHT - 0.075)), -3.0, about=(0.0, HEIGHT))
        if down:
            seat = lying
        else:
            core = box((wide - 0.06, 0.38, 0.04), at=(0, -0.215, HEIGHT - 0.06), collides=True, material=self.fabric)
            seat = leaning(merge(moved(cushion, (0, -0.215, HEIGHT - 0.075)), core), 83.0, about=HINGE)
        return merge(moved(self._standard(), (-self.pitch / 2, 0, 0)), back, seat)


def _turned(mesh: Mesh) -> Mesh:
    """The mesh turned half about."""
    return place(mesh, (0.0, 0.0, 0.0), 180.0)
