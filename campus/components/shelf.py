"""A shelf. Owns its shape and what stands on it; knows nothing of pharmacy."""

from __future__ import annotations

from typing import Literal

from campus.components._base import Component
from campus.components._mounting import mounted
from campus.components._still_life import books, jar
from campus.ids import MaterialId
from campus.mesh import Mesh, both, box, merge, moved, spread
from campus.quantities import Count, Length, Metres


class Shelf(Component, frozen=True, kw_only=True):
    """An open shelf with a back, on a wall or free: apothecary jars, books, or nothing on it.

    Example:
        {type: shelf, id: jars, wall: east, at: 1.2, size: [1.6, 1.9], boards: 4, holds: jars}

    Attributes:
        size: width and height, metres.
        depth: metres.
        boards: how many boards there are to put things on.
        holds: what stands there; `both` takes turns, board by board.
        lift: of its foot over the floor, metres; more than 0 hangs it.
        material: of the wood.
    """

    size: tuple[Length, Length] = (1.6, 1.9)
    depth: Length = 0.30
    boards: Count = 4
    holds: Literal["jars", "books", "both", "nothing"] = "jars"
    lift: Metres = 0.0
    material: MaterialId = "oak"

    def mesh(self) -> Mesh:
        """The shelf and what it holds: about 150 triangles, 390 for each jar, 12 for each book."""
        width, height = self.size
        thick, depth, low = 0.025, self.depth, self.lift
        step = (height - thick) / self.boards
        middle = -depth / 2
        sides = [box((thick, depth, height), at=(x, middle, low), bevel=0.008) for x in both((width - thick) / 2)]
        levels = [low + (0.04 if low == 0 and i == 0 else 0.0) + i * step for i in range(self.boards + 1)]
        inner = width - 2 * thick
        planks = [box((inner, depth - 0.02, thick), at=(0, middle - 0.005, z)) for z in levels[:-1]]
        planks.append(box((inner, depth, thick), at=(0, middle, low + height - thick)))
        back = box((inner, 0.012, height - 0.02), at=(0, -0.008, low))
        body = merge(*sides, *planks, back, material=self.material, collides=True)
        held = [
            moved(self._held(number, step - thick, inner), (0, middle - 0.01, z + thick))
            for number, z in enumerate(levels[:-1])
        ]
        return mounted(self, merge(body, *held))

    def _held(self, number: int, clear: float, width: float) -> Mesh:
        """What stands on one board, drawn on z = 0, its middle at the origin."""
        kind = self.holds if self.holds != "both" else ("jars", "books")[number % 2]
        if kind == "nothing":
            return merge()
        if kind == "books":
            return books(width * (0.72 + 0.2 * (number % 2)), min(clear * 0.85, 0.30), self.depth * 0.62, seed=number)
        count = max(1, int(width / 0.24))
        return merge(
            *(
                moved(
                    jar(min(clear * (0.82 if (i + number) % 3 else 0.62), 0.34), blue=(i + 2 * number) % 5 == 0),
                    (x, 0, 0),
                )
                for i, x in enumerate(spread(count, width))
            )
        )
