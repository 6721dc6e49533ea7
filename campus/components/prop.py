"""A prop: a small thing that makes a room lived in. Owns which model and how large; knows nothing of glTF yet."""

from __future__ import annotations

from typing import Literal

from campus.components import _still_life as still_life
from campus.components._base import Component
from campus.components._mounting import mounted
from campus.mesh import Mesh, moved
from campus.quantities import Count, Metres

Model = Literal[
    "jar", "jar-blue", "books", "cup", "carafe", "laptop", "vase", "globe", "coat-stand", "bin", "clock", "monitor",
    "camera",
]  # fmt: skip


class Prop(Component, frozen=True, kw_only=True):
    """One of our own parametric models, on the floor, on a table (`height`) or on a wall.

    The vocabulary is closed: models from files (glTF) are not read yet.

    Example:
        {type: prop, model: cup, at: [3.2, 2.1], height: 0.74}

    Attributes:
        model: which.
        height: of what it stands on, metres.
        count: how many books lie in a pile of `books`.
    """

    model: Model = "jar"
    height: Metres = 0.0
    count: Count = 3

    def mesh(self) -> Mesh:
        """The model, 100 to 900 triangles; what stands on the floor collides."""
        shape = {
            "jar": still_life.jar,
            "jar-blue": lambda: still_life.jar(blue=True),
            "books": lambda: still_life.stack(self.count),
            "cup": still_life.cup,
            "carafe": still_life.carafe,
            "laptop": still_life.laptop,
            "vase": still_life.vase,
            "globe": still_life.globe,
            "coat-stand": still_life.coat_stand,
            "bin": still_life.waste_bin,
            "clock": still_life.clock,
            "monitor": still_life.monitor,
            "camera": still_life.camera,
        }[self.model]()
        return mounted(self, moved(shape, (0.0, 0.0, self.height)))
