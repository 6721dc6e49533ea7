"""A bed of plants in a kerb of stone, each kind with its label. Owns earth, kerb, plants and labels."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from campus.components import _foliage as foliage
from campus.components._base import Anchors, Component, LabelAnchor, Placed, SeatAnchor
from campus.ids import MaterialId
from campus.mesh import Mesh, box, extrude, merge, moved, rectangle, spread
from campus.quantities import Count, Length, Size2
from campus.text import Text

Habit = Literal["cushion", "bush", "spikes", "umbels"]
PLATE = (0.46, 0.17)
"""Width and height of a label's plate, metres."""


class Simple(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One kind of plant in a bed, with its label.

    Attributes:
        name: as people call it.
        latin: as botanists call it.
        habit: how it grows: a low `cushion`, a `bush`, flower `spikes`, flat `umbels`.
        leaf: material of its leaves.
        flower: material of its flowers; none where it does not bloom.
        height: metres.
    """

    name: Text
    latin: str
    habit: Habit = "cushion"
    leaf: MaterialId = "leaf"
    flower: MaterialId | None = None
    height: Length = 0.45


class Planting(Component, frozen=True, kw_only=True):
    """A raised bed of medicinal plants (simples), side by side from west to east, within a kerb that one can sit on.

    Example:
        {type: planting, at: [5, 8], size: [5.2, 2.6], simples: [{name: {fr: Sauge, en: Sage}, latin: Salvia}]}

    Attributes:
        size: outside the kerb, along x and y, metres.
        simples: the kinds of plants; each takes an equal part of the bed.
        kerb: height of the kerb, metres: 0.45 to sit on.
        width: of the kerb, metres.
        pitch: from plant to plant, metres.
        labels: on which long side the labels stand.
        material: of the kerb.
        seed: beds differ by it.
    """

    size: Size2 = (5.2, 2.6)
    simples: tuple[Simple, ...]
    kerb: Length = 0.45
    width: Length = 0.35
    pitch: Length = 0.52
    labels: Literal["north", "south"] = "south"
    material: MaterialId = "limestone-smooth"
    seed: Count = 1

    def mesh(self) -> Mesh:
        """Kerb, earth, plants and the plates of the labels; about 250 triangles a plant; the kerb collides."""
        length, depth = self.size
        outer = rectangle((-length / 2, -depth / 2), (length / 2, depth / 2))
        x, y = length / 2 - self.width, depth / 2 - self.width
        inner = rectangle((-x, -y), (x, y))
        kerb = extrude(outer, self.kerb, bevel=0.02, holes=[inner], material=self.material, collides=True)
        earth = box((2 * x, 2 * y, 0.1), at=(0, 0, self.kerb - 0.16), material="soil", collides=True)
        return merge(kerb, earth, *self._plants(), *self._plates())

    def _plants(self) -> list[Mesh]:
        length, depth = self.size
        wide, deep = length - 2 * self.width, depth - 2 * self.width
        random = np.random.default_rng(self.seed)
        share = wide / len(self.simples)
        rows = max(1, round((deep - 0.1) / self.pitch))
        columns = max(1, round((share - 0.1) / self.pitch))
        ground = self.kerb - 0.07
        found = []
        for i, simple in enumerate(self.simples):
            # Three plants of a kind, each turned another way, are enough for a bed.
            kinds = [_plant(simple, random) for _ in range(3)]
            middle = -wide / 2 + (i + 0.5) * share
            for number, (dx, dy) in enumerate(
                (dx, dy) for dx in spread(columns, share - 0.12) for dy in spread(rows, deep - 0.1)
            ):
                shift = random.uniform(-0.07, 0.07, 2)
                at = (middle + dx + float(shift[0]), dy + float(shift[1]), ground)
                found.append(moved(kinds[number % 3], at))
        return found

    def _plates(self) -> list[Mesh]:
        plates = []
        for x, y, z in self._label_places():
            back = 0.012 if self.labels == "south" else -0.012
            stake = box((0.02, 0.012, z - self.kerb + 0.10), at=(x, y + back * 2, self.kerb - 0.10), material="iron")
            plate = box(
                (PLATE[0], 0.016, PLATE[1]), at=(x, y + back, z - PLATE[1] / 2), bevel=0.004, material="ceramic"
            )
            plates += [stake, plate]
        return plates

    def _label_places(self) -> list[tuple[float, float, float]]:
        """The middle of each label's face, from west to east: just inside the kerb, over the plants' feet."""
        length, depth = self.size
        share = (length - 2 * self.width) / len(self.simples)
        side = -1 if self.labels == "south" else 1
        y = side * (depth / 2 - self.width + 0.03)
        return [(-length / 2 + self.width + (i + 0.5) * share, y, self.kerb + 0.16) for i in range(len(self.simples))]

    def anchors(self) -> Anchors:
        """The labels, and places to sit every 0.9 m along the kerb, looking away from the plants."""
        heading = 180.0 if self.labels == "south" else 0.0
        labels = tuple(
            LabelAnchor(
                Text(fr=f"{simple.name.fr}, {simple.latin}", en=simple.name.en),
                Placed(place, heading),
                PLATE,
                "plaque",
                0.030,
                "#1F4E8C",
                "#F4F0E6",
                read_from=1.5,  # from the path beside the kerb
            )
            for simple, place in zip(self.simples, self._label_places(), strict=True)
        )
        length, depth = self.size
        sides = (
            ("south", length, lambda s: (s, -depth / 2, 0.0), 180.0),
            ("east", depth, lambda s: (length / 2, s, 0.0), 270.0),
            ("north", length, lambda s: (s, depth / 2, 0.0), 0.0),
            ("west", depth, lambda s: (-length / 2, s, 0.0), 90.0),
        )
        seats = [
            SeatAnchor(f"{name}-{i + 1}", Placed(at(along), turn), self.kerb, "kerb")
            for name, long, at, turn in sides
            for i, along in enumerate(spread(max(1, int(long / 0.9)), long))
        ]
        return Anchors(labels=labels, seats=tuple(seats) if 0.35 <= self.kerb <= 0.55 else ())

    def verbs(self) -> tuple[str, ...]:
        """One sits on its kerb, and reads its labels."""
        return ("sit", "read")


def _plant(simple: Simple, random: np.random.Generator) -> Mesh:
    """One plant standing on the origin."""
    height = simple.height * float(random.uniform(0.85, 1.15))
    reach = {"cushion": 0.30, "bush": 0.30, "spikes": 0.24, "umbels": 0.20}[simple.habit]
    body = height * {"cushion": 0.9, "bush": 1.0, "spikes": 0.55, "umbels": 0.5}[simple.habit]
    places, out = foliage.on_ellipsoid(34, (reach, reach, body / 2), (0, 0, body / 2), random, inner=0.8)
    leaf = 0.10 if simple.habit == "bush" else 0.085
    parts = [
        foliage.lumpy(
            (reach * 0.86, reach * 0.86, body * 0.43), (0, 0, body * 0.47), 0.14, material=simple.leaf, random=random,
            rings=5,
        ),
        foliage.leaves(places, out + np.array((0.0, 0.0, 0.5)), leaf, leaf * 0.42, material=simple.leaf, random=random),
    ]  # fmt: skip
    if simple.flower is not None:
        count = {"cushion": 16, "bush": 12, "spikes": 22, "umbels": 18}[simple.habit]
        turn, away = random.uniform(0, 2 * np.pi, count), np.sqrt(random.uniform(0, 1, count)) * reach * 0.9
        flat = np.stack([away * np.cos(turn), away * np.sin(turn)], 1)
        foot = body * (0.98 - 0.30 * (away / reach) ** 2) if simple.habit != "umbels" else np.full(count, height * 0.92)
        at = np.concatenate([flat, foot[:, None]], 1)
        ahead = np.concatenate([flat * 0.9, np.ones((count, 1))], 1) + random.normal(size=(count, 3)) * 0.15
        long, wide = {
            "cushion": (0.05, 0.035),
            "bush": (0.05, 0.04),
            "spikes": (height * 0.48, 0.032),
            "umbels": (0.05, 0.06),
        }[simple.habit]
        if simple.habit == "umbels":
            ahead = np.concatenate([flat * 3, np.full((count, 1), 0.25)], 1)
        parts.append(foliage.leaves(at, ahead, long, wide, material=simple.flower, random=random))
    return merge(*parts)
