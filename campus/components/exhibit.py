"""An exhibit: a model on a plinth with numbered spots to read. Owns plinth, model and words; knows no panel."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np

from campus.components._base import Anchors, Component, LabelAnchor, Placed, Told
from campus.components.prop import Model, Prop
from campus.ids import MaterialId
from campus.mesh import Mesh, box, cylinder, merge, moved
from campus.quantities import Length, Point3, Size2
from campus.text import Text, same

PLATE = 0.075
"""Side of the numbered plates, metres: capitals of 26 mm on them are read from 1.5 m."""


class Spot(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One thing to see on an exhibit, with a numbered plate.

    Attributes:
        at: of its plate, from the middle of the plinth's top: right, back (less is towards the reader), up; metres.
        label: what it is, in a few words.
        text: what there is to know about it.
    """

    at: Point3
    label: Text
    text: Text


class Exhibit(Component, frozen=True, kw_only=True):
    """A model on a plinth, with numbered spots: who stands before it reads them, one by one, in their language.

    Example:
        {type: exhibit, id: jar, name: {fr: Pot à thériaque, en: Theriac jar}, at: [4, 3], facing: south,
         model: jar-blue, scale: 1.6,
         spots: [{at: [0.2, -0.1, 0.1], label: {fr: Le col, en: The neck}, text: {fr: Étroit., en: Narrow.}}]}

    Attributes:
        model: what is shown, one of the models of `prop`.
        scale: how many times as large.
        spots: what is numbered on it; numbers count from 1.
        plinth: width and depth of the plinth, metres.
        height: of the plinth, metres.
        material: of the plinth.
    """

    model: Model
    scale: Length = 1.0
    spots: tuple[Spot, ...] = ()
    plinth: Size2 = (0.6, 0.5)
    height: Length = 0.95
    material: MaterialId = "limestone-smooth"

    def mesh(self) -> Mesh:
        """Plinth, model and plates on thin pins; 300 to 1,500 triangles; the plinth collides."""
        width, depth = self.plinth
        body = box((width, depth, self.height - 0.04), bevel=0.012, material=self.material, collides=True)
        top = box((width + 0.05, depth + 0.05, 0.04), at=(0, 0, self.height - 0.04), bevel=0.01, material="oak")
        shape = Prop(model=self.model).mesh()
        model = replace(shape, positions=(shape.positions * self.scale).astype(np.float32))
        plates = []
        for spot in self.spots:
            x, y, z = self._place(spot)
            plates.append(box((PLATE, 0.008, PLATE), at=(x, y, z - PLATE / 2), bevel=0.003, material="faience-blue"))
            if spot.at[2] > PLATE / 2 + 0.01:
                pin = cylinder(0.004, z - PLATE / 2 - self.height, at=(x, y, self.height), sides=8, material="brass")
                plates.append(pin)
        return merge(body, top, moved(model, (0, 0, self.height)), *plates)

    def anchors(self) -> Anchors:
        """The numbers, the exhibit's name on its plinth, and where one stands to read."""
        labels = [
            LabelAnchor(
                same(str(number)),
                Placed((x, y + 0.006, z), 0.0),
                (PLATE, PLATE),
                "plaque",
                0.026,
                "#FAF6EC",
                "#1F4E8C",
                1.5,
            )
            for number, spot in enumerate(self.spots, 1)
            for x, y, z in (self._place(spot),)
        ]
        if self.name is not None:
            letters = max(len(self.name.fr), len(self.name.en))
            size = (min(self.plinth[0] - 0.04, 0.028 * (letters * 0.85 + 2)), 0.13)
            place = Placed((0.0, self.plinth[1] / 2 + 0.003, self.height - 0.16), 0.0)
            labels.append(LabelAnchor(self.name, place, size, "plaque", 0.028, "#FAF6EC", "#1F4E8C", 1.5))
        return Anchors(labels=tuple(labels), reach=(Placed((0.0, self.plinth[1] / 2 + 0.75, 0.0), 180.0),))

    def verbs(self) -> tuple[str, ...]:
        """One looks at it closely."""
        return ("look",)

    def reading(self) -> tuple[Told, ...]:
        """Its spots, numbered."""
        return tuple(Told("spot", spot.label, spot.text) for spot in self.spots)

    def _place(self, spot: Spot) -> tuple[float, float, float]:
        """Where a plate's middle is in the exhibit's frame, whose front looks to +Y: the author's right is -X."""
        right, back, up = spot.at
        return (-right, -back, self.height + max(up, PLATE / 2))
