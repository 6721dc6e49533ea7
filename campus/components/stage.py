"""A stage: the teaching floor. Owns its boards and edge; knows nothing of who teaches."""

from __future__ import annotations

from campus.components._base import Component
from campus.ids import MaterialId
from campus.mesh import Mesh, box, merge
from campus.quantities import Metres, Size2


class Stage(Component, frozen=True, kw_only=True):
    """A teaching floor: flush with the floor round it, or raised.

    Its origin is the middle of its plan; its front, towards the audience, is +Y.

    Example:
        {type: stage, id: teaching-floor, at: [9, 17.5], facing: south, size: [9, 4]}

    Attributes:
        size: width and depth, metres.
        height: over the floor, metres; 0 is flush (2 mm, which a wheel does not feel).
        material: of its boards.
        edge: of the strip round it.
    """

    size: Size2 = (9.0, 4.0)
    height: Metres = 0.0
    material: MaterialId = "oak-floor"
    edge: MaterialId = "bronze"

    def mesh(self) -> Mesh:
        """Boards and a narrow metal edge; they collide."""
        width, depth = self.size
        tall = max(self.height, 0.0) + 0.002
        boards = box((width, depth, tall), material=self.material, hidden=("bottom",))
        strip = 0.02
        edges = [
            box((width + 2 * strip, strip, tall + 0.0005), at=(0, y, 0), hidden=("bottom",))
            for y in (-(depth + strip) / 2, (depth + strip) / 2)
        ]
        edges += [
            box((strip, depth, tall + 0.0005), at=(x, 0, 0), hidden=("bottom",))
            for x in (-(width + strip) / 2, (width + strip) / 2)
        ]
        return merge(boards, merge(*edges, material=self.edge), collides=True)
