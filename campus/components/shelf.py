"""A shelf. Owns its shape and what stands on it; knows nothing of pharmacy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from campus.components._base import Anchors, Component, LabelAnchor
from campus.components._mounting import mounted, mounted_place
from campus.components._still_life import books, jar, label_face, label_of
from campus.ids import MaterialId
from campus.mesh import Mesh, both, box, merge, moved, spread
from campus.quantities import Count, Length, Metres
from campus.text import Text

SIMPLES = (
    "MELISSA", "SALVIA", "MYRRHA", "ALOE", "ANISVM", "MENTHA", "RHEVM", "THYMVS", "CROCVS", "VIOLA",
    "SENNA", "CASSIA", "RVTA", "MALVA", "BORAGO", "ROSA", "IRIS", "ACORVS", "HEDERA",
)  # fmt: skip
"""What was in the jars of an old pharmacy, in the Latin of their labels: the same to everybody who reads them."""
THICK = 0.025
"""Of the boards, metres."""
READ_FROM_M = 0.5
"""A label is read with one's nose at the shelf."""
CAPITALS_M = (0.0077, 0.014)
"""Lower ones nobody could read from there, and such a jar's label stays blank; nor are they higher."""


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
        thick, depth, low = THICK, self.depth, self.lift
        step = (height - thick) / self.boards
        middle = -depth / 2
        sides = [box((thick, depth, height), at=(x, middle, low), bevel=0.008) for x in both((width - thick) / 2)]
        levels = self._levels()
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

    def anchors(self) -> Anchors:
        """What is written on the jars."""
        labels = []
        for number, z in enumerate(self._levels()[:-1]):
            for i, (x, tall) in enumerate(self._jars(number)):
                words = SIMPLES[(5 * number + i) % len(SIMPLES)]
                size = label_of(tall)
                cap = min(0.85 * size[0] / len(words), CAPITALS_M[1])
                if cap < CAPITALS_M[0]:
                    continue
                _, y, up = label_face(tall)
                at = (x, -self.depth / 2 - 0.01 + y, z + THICK + up)
                place = mounted_place(self, at)
                labels.append(LabelAnchor(Text(fr=words, en=words), place, size, "carved", cap, read_from=READ_FROM_M))
        return Anchors(labels=tuple(labels))

    def _levels(self) -> list[float]:
        """Where the boards lie, and the top, metres."""
        low, step = self.lift, (self.size[1] - THICK) / self.boards
        return [low + (0.04 if low == 0 and i == 0 else 0.0) + i * step for i in range(self.boards + 1)]

    def _kind(self, number: int) -> Literal["jars", "books", "nothing"]:
        """What stands on one board."""
        if self.holds == "both":
            return "books" if number % 2 else "jars"
        return self.holds

    def _jars(self, number: int) -> Iterator[tuple[float, float]]:
        """Where along a board each jar stands, if any, and how high it is; metres."""
        if self._kind(number) == "jars":
            clear, width = (self.size[1] - THICK) / self.boards - THICK, self.size[0] - 2 * THICK
            for i, x in enumerate(spread(max(1, int(width / 0.24)), width)):
                yield float(x), min(clear * (0.82 if (i + number) % 3 else 0.62), 0.34)

    def _held(self, number: int, clear: float, width: float) -> Mesh:
        """What stands on one board, drawn on z = 0, its middle at the origin."""
        if self._kind(number) == "books":
            return books(width * (0.72 + 0.2 * (number % 2)), min(clear * 0.85, 0.30), self.depth * 0.62, seed=number)
        jars = enumerate(self._jars(number))
        return merge(*(moved(jar(tall, blue=(i + 2 * number) % 5 == 0), (x, 0, 0)) for i, (x, tall) in jars))
