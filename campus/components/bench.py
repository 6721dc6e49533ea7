"""A bench. Owns its shape and its seats; knows nothing of drawing, of the network, or of who sits there."""

from __future__ import annotations

from typing import Literal

from campus.components._base import Anchors, Component, Placed, SeatAnchor
from campus.components._shaping import leaning, leg
from campus.ids import MaterialId
from campus.mesh import Mesh, both, box, merge, spread
from campus.quantities import Length

PERSON = 0.60  # width that one person takes, metres
DEPTH = 0.42


class Bench(Component, frozen=True, kw_only=True):
    """A bench for as many as fit at 0.6 m each, with or without a back, against a wall or free.

    Example:
        {type: bench, id: window-bench, at: [2, 1], facing: north, length: 1.8}

    Attributes:
        length: metres.
        height: of the seat, metres.
        back: whether it has a back, on the side that it does not face.
        style: `plank` stands on tapered legs, `block` on two blocks, as stone does.
        material: of all of it.
    """

    length: Length = 1.6
    height: Length = 0.45
    back: bool = False
    style: Literal["plank", "block"] = "plank"
    material: MaterialId = "oak"

    def mesh(self) -> Mesh:
        """The bench facing north over the origin, centred on its length; about 150 triangles."""
        thick = 0.05 if self.style == "plank" else 0.11
        low = self.height - thick
        if self.style == "plank":
            width = DEPTH / 2 - 0.006
            boards = [box((self.length, width, thick), at=(0, y, low), bevel=0.012) for y in both(DEPTH / 4 + 0.0015)]
            legs = [
                leg((x * 1.02, y * 1.15, 0), (x, y, low), 0.06)
                for x in both(self.length / 2 - 0.18)
                for y in both(DEPTH / 2 - 0.07)
            ]
            rails = [box((0.05, DEPTH - 0.1, 0.05), at=(x, 0, low - 0.05)) for x in both(self.length / 2 - 0.18)]
            legs += rails
        else:
            boards = [box((self.length, DEPTH, thick), at=(0, 0, low), bevel=0.015)]
            legs = [box((0.22, DEPTH - 0.08, low), at=(x, 0, 0), bevel=0.01) for x in both(self.length / 2 - 0.24)]
        back = []
        if self.back:
            rise = 0.38
            posts = [
                leg((x, -DEPTH / 2 + 0.02, low), (x, -DEPTH / 2 - 0.05, self.height + rise), 0.03, 0.045)
                for x in both(self.length / 2 - 0.18)
            ]
            board = box((self.length, 0.03, 0.2), at=(0, -DEPTH / 2, self.height + rise - 0.2), bevel=0.01)
            back = [*posts, leaning(board, 10, about=(-DEPTH / 2, self.height))]
        return merge(
            *(board.solid() for board in boards), *(piece.solid() for piece in back), *legs, material=self.material
        )

    def anchors(self) -> Anchors:
        """One seat for each 0.6 m, numbered from 1, from left to right as one sits."""
        places = spread(max(1, int(self.length / PERSON + 1e-9)), self.length)
        seats = [
            SeatAnchor(str(number), Placed((x, DEPTH / 2, 0.0)), self.height, sounds="bench")
            for number, x in enumerate(places, 1)
        ]
        return Anchors(seats=tuple(seats))

    def verbs(self) -> tuple[str, ...]:
        """One sits on it."""
        return ("sit",)
