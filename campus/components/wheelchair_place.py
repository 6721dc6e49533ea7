"""A place for a wheelchair. Owns its mark on the floor; knows nothing of who comes."""

from __future__ import annotations

from campus.components._base import Anchors, Component, Placed, SeatAnchor
from campus.ids import MaterialId
from campus.mesh import Mesh, box, merge
from campus.quantities import Length

MARK = 0.004  # the mark lies flush, as inlaid brass does; so high, it never fights the floor for a pixel


class WheelchairPlace(Component, frozen=True, kw_only=True):
    """Room for one wheelchair among the seats, outlined by an inlay in the floor; the person brings the chair.

    Example:
        {type: wheelchair-place, id: front-1, at: [1.0, 14.2], facing: north}

    Attributes:
        size: width and depth, metres; 0.9 × 1.3 holds any wheelchair.
        material: of the inlay.
    """

    size: tuple[Length, Length] = (0.9, 1.3)
    material: MaterialId = "brass"

    def mesh(self) -> Mesh:
        """Four strips on the floor, which nobody bumps into."""
        width, depth = self.size
        line = 0.03
        across = [
            box((width, line, MARK), at=(0, y, 0), hidden=("bottom",))
            for y in (-(depth - line) / 2, (depth - line) / 2)
        ]
        along = [
            box((line, depth - 2 * line, MARK), at=(x, 0, 0), hidden=("bottom",))
            for x in (-(width - line) / 2, (width - line) / 2)
        ]
        return merge(*across, *along, material=self.material)

    def anchors(self) -> Anchors:
        """One place; the front edge of the wheelchair's seat lies 0.1 m in front of its middle."""
        return Anchors(seats=(SeatAnchor("", Placed((0.0, 0.10, 0.0)), 0.0, "wheelchair", "none"),))

    def verbs(self) -> tuple[str, ...]:
        """One takes it."""
        return ("sit",)
