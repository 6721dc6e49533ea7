"""A prop: a small thing that makes a room lived in. Owns which model and how large; knows nothing of drawing."""

from __future__ import annotations

from typing import Literal

from campus.components import _still_life as still_life
from campus.components._base import Component
from campus.components._models import model
from campus.components._mounting import mounted
from campus.mesh import EMPTY, Mesh, moved
from campus.quantities import Count, Metres

Model = Literal[
    # drawn here
    "jar", "jar-blue", "books", "cup", "carafe", "laptop", "vase", "globe", "coat-stand", "bin", "clock", "monitor",
    "camera",
    # files of assets/props: what care needs
    "drip-stand", "patient-monitor", "ultrasound", "defibrillator", "instrument-trolley", "column-scales",
    "blood-pressure", "stethoscope", "microscope", "hand-gel", "first-aid-cabinet", "curtain", "skeleton",
    "apothecary-jars", "mortar", "apothecary-balance", "medicines", "sharps-bin", "walking-frame", "folding-screen",
    "examination-lamp", "overbed-table", "spine-model", "wheelchair", "hospital-bed", "wash-basin",
    # what work needs
    "server-rack", "workstation", "keyboard", "tablet", "headset", "printer", "projector", "desk-phone",
    "open-book", "pen-pot", "notebook", "desk-lamp",
    # what makes a house
    "white-coats", "pigeonholes", "bag", "recycling-bins", "umbrella-stand", "fruit-bowl", "tea-set",
    "fire-extinguisher", "coffee-machine", "water-cooler", "bicycle", "peace-lily", "herb-pot",
]  # fmt: skip


DRAWN = frozenset(
    (
        "jar",
        "jar-blue",
        "books",
        "cup",
        "carafe",
        "laptop",
        "vase",
        "globe",
        "coat-stand",
        "bin",
        "clock",
        "monitor",
        "camera",
    )
)
"""The models that this program draws; every other is a file of assets/props."""


class Prop(Component, frozen=True, kw_only=True):
    """One of our models: on the floor, on a table (`height`) or on a wall. The vocabulary is closed.

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
        """The model, 100 to 4,000 triangles (a skeleton has more)."""
        drawn = {
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
        }.get(self.model)
        shape = drawn() if drawn else model(self.model)[0]
        return mounted(self, moved(shape, (0.0, 0.0, self.height)))

    def hull(self) -> Mesh:
        """What one bumps into of a model from a file, where it stands on the floor."""
        if self.height or self.model in DRAWN:
            return EMPTY
        return mounted(self, model(self.model)[1])
