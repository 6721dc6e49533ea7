"""A bed of plants in a kerb of stone, each kind with its label. Owns earth, kerb, plants and labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec
import numpy as np

from campus.components import _foliage as foliage
from campus.components._base import Anchors, Component, LabelAnchor, Placed, SeatAnchor
from campus.ids import MaterialId
from campus.mesh import Mesh, box, extrude, merge, place, rectangle, spread
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
        """Kerb, earth, plants and the plates of the labels; about 500 triangles a plant; the kerb collides."""
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
            # Four plants of a kind, each turned another way, are enough for a bed.
            kinds = [_plant(simple, random) for _ in range(4)]
            middle = -wide / 2 + (i + 0.5) * share
            for number, (dx, dy) in enumerate(
                (dx, dy) for dx in spread(columns, share - 0.12) for dy in spread(rows, deep - 0.1)
            ):
                shift = random.uniform(-0.09, 0.09, 2)
                at = (middle + dx + float(shift[0]), dy + float(shift[1]), ground)
                found.append(place(kinds[number % 4], at, float(random.uniform(0, 360))))
        return found

    def _plates(self) -> list[Mesh]:
        plates = []
        for x, y, z in self._label_places():
            back = 0.012 if self.labels == "south" else -0.012
            stake = box((0.02, 0.010, z - self.kerb + 0.10), at=(x, y + back * 2, self.kerb - 0.10), material="iron")
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
            SeatAnchor(f"{name}-{i + 1}", Placed(at(along), turn), self.kerb, "kerb", "bench")
            for name, long, at, turn in sides
            for i, along in enumerate(spread(max(1, int(long / 0.9)), long))
        ]
        return Anchors(labels=labels, seats=tuple(seats) if 0.35 <= self.kerb <= 0.55 else ())

    def verbs(self) -> tuple[str, ...]:
        """One sits on its kerb, and reads its labels."""
        return ("sit", "read")


@dataclass(frozen=True)
class _Growth:
    """How a habit grows.

    Attributes:
        reach: half its breadth, metres.
        body: height of its leaves over the height of the plant.
        inner: how far in the innermost leaves begin, 0 to 1.
        leaves: how many, and their length and width in metres.
        upright: how far leaves point up instead of outward.
        flowers: how many.
    """

    reach: float
    body: float
    inner: float
    leaves: tuple[int, float, float]
    upright: float
    flowers: int


_GROWTHS: Mapping[Habit, _Growth] = {
    "cushion": _Growth(0.29, 0.9, 0.62, (118, 0.094, 0.045), 0.5, 15),
    "bush": _Growth(0.27, 1.0, 0.35, (90, 0.142, 0.073), 0.35, 10),
    "spikes": _Growth(0.23, 0.55, 0.20, (82, 0.18, 0.020), 1.3, 20),
    "umbels": _Growth(0.20, 0.62, 0.15, (82, 0.20, 0.017), 1.1, 9),
}


def _plant(simple: Simple, random: np.random.Generator) -> Mesh:
    """One plant standing on the origin."""
    growth = _GROWTHS[simple.habit]
    size = float(random.uniform(0.78, 1.18))
    height, reach = simple.height * size, growth.reach * min(size, 1.05)
    body = height * growth.body
    count, long, wide = growth.leaves
    places, out = foliage.on_ellipsoid(count, (reach, reach, body / 2), (0, 0, body / 2), random, inner=growth.inner)
    ahead = out + random.normal(size=out.shape) * 0.25 + np.array((0.0, 0.0, growth.upright))
    parts = [
        foliage.leaves(
            places, ahead, long, wide, material=simple.leaf, random=random,
            sizes=np.clip(random.lognormal(0, 0.25, count), 0.6, 1.6),
        )
    ]  # fmt: skip
    if simple.flower is not None:
        parts.append(_flowers(simple, growth, (reach, body, height), random))
    return merge(*parts)


def _flowers(simple: Simple, growth: _Growth, size: tuple[float, float, float], random: np.random.Generator) -> Mesh:
    """Its flowers: spikes that rise out of the leaves, heads that sit on them, flat umbels on stalks."""
    reach, body, height = size
    count, flower = growth.flowers, simple.flower or "linen"
    turn, away = random.uniform(0, 2 * np.pi, count), np.sqrt(random.uniform(0, 1, count)) * reach * 0.9
    flat = np.stack([away * np.cos(turn), away * np.sin(turn)], 1)
    if simple.habit == "umbels":
        foot = np.concatenate([flat * 0.35, np.full((count, 1), body * 0.35)], 1)
        tip = np.concatenate([flat, (height * random.uniform(0.82, 1.0, count))[:, None]], 1)
        stalks = [
            foliage.leaves(
                f[None],
                (t - f)[None],
                float(np.linalg.norm(t - f)),
                0.012,
                material=simple.leaf,
                random=random,
                differ=0.0,  # a shorter stalk would let its flowers float
            )
            for f, t in zip(foot, tip, strict=True)
        ]
        rays = np.arange(6) * 2 * np.pi / 6
        spread_out = np.stack([np.cos(rays), np.sin(rays), np.full(6, 0.22)], 1)
        heads = foliage.leaves(
            np.repeat(tip, 6, 0), np.tile(spread_out, (count, 1)), 0.055, 0.046, material=flower, random=random
        )
        return merge(*stalks, heads)
    foot = body * (0.98 - 0.30 * (away / reach) ** 2)
    at = np.concatenate([flat, foot[:, None]], 1)
    ahead = np.concatenate([flat * 0.9, np.ones((count, 1))], 1) + random.normal(size=(count, 3)) * 0.15
    if simple.habit == "spikes":
        return foliage.leaves(at, ahead, height * 0.48, 0.032, material=flower, random=random)
    # A head of five petals: open, and turned to the light.
    rays = np.arange(5) * 2 * np.pi / 5
    petals = np.stack([np.cos(rays), np.sin(rays), np.full(5, 0.45)], 1)
    return foliage.leaves(
        np.repeat(at + np.array((0.0, 0.0, 0.012)), 5, 0), np.tile(petals, (count, 1)), 0.034, 0.026, material=flower,
        random=random,
    )  # fmt: skip
