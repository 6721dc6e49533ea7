"""A tree that one stands under. Owns trunk, boughs and crown; smaller plants are `plant`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from campus.components import _foliage as foliage
from campus.components._base import Component
from campus.ids import MaterialId
from campus.mesh import Mesh, lathe, merge
from campus.quantities import Count, Length

Kind = Literal["nettle-tree", "plane", "holm-oak"]

BARK_M = 0.5
"""How wide the pattern of bark is: where it goes around a whole number of times, no line is seen where it closes."""


@dataclass(frozen=True)
class Habit:
    """How a kind of tree grows.

    Attributes:
        leaf: material of its leaves.
        bark: material of its trunk and boughs.
        size: length and width of a leaf, metres; larger than life, so that few leaves make a crown.
        sprays: how many a crown has: flat clusters of leaves, one over another, with light between them.
        leaves: in a spray.
        flat: a spray's height over its breadth.
    """

    leaf: MaterialId
    bark: MaterialId
    size: tuple[float, float]
    sprays: int
    leaves: int
    flat: float


HABITS: dict[Kind, Habit] = {
    "nettle-tree": Habit("leaf", "bark", (0.27, 0.125), 104, 66, 0.42),
    "plane": Habit("leaf", "plane-bark", (0.27, 0.22), 96, 62, 0.46),
    "holm-oak": Habit("olive-leaf", "bark", (0.20, 0.11), 120, 60, 0.7),
}


class Tree(Component, frozen=True, kw_only=True):
    """A large tree: the nettle-tree of southern squares, a plane, a holm oak; one walks and sits in its shade.

    Example:
        {type: tree, id: nettle-tree, kind: nettle-tree, at: [16.4, 17.2], height: 11}

    Attributes:
        kind: which.
        height: to the top of the crown, metres.
        spread: of the crown, metres across; None for three quarters of the height.
        clear: height of the trunk under the lowest boughs, metres; None for a third of the height.
        seed: trees of one kind differ by it.
    """

    kind: Kind = "nettle-tree"
    height: Length = 11.0
    spread: Length | None = None
    clear: Length | None = None
    seed: Count = 1

    def mesh(self) -> Mesh:
        """About 35,000 triangles; trunk and boughs collide, leaves do not."""
        random = np.random.default_rng(self.seed)
        habit = HABITS[self.kind]
        across = self.spread or 0.75 * self.height
        clear = self.clear or self.height / 3
        girth = self.height * 0.024
        trunk = lathe(
            [(girth * 2.1, -0.05), (girth * 1.42, 0.16), (girth * 1.14, 0.6), (girth, 1.4), (girth * 0.92, clear)],
            sides=18,
            material=habit.bark,
            collides=True,
        )
        trunk = _barked(trunk, _whole(girth), clear)
        middle = np.array((0.0, 0.0, (clear + self.height) / 2 + 0.15))
        radii = np.array((across / 2, across / 2, (self.height - clear) / 2 - 0.1))
        at = self._sprays(middle, radii, habit.sprays, random)
        wood = [trunk, *self._boughs(at, girth, clear, middle, habit, random)]
        return merge(*wood, self._leaves(at, middle, across, habit, random))

    @staticmethod
    def _sprays(
        middle: NDArray[np.float64], radii: NDArray[np.float64], count: int, random: np.random.Generator
    ) -> NDArray[np.float64]:
        """(count, 3) where the sprays are: in the outer half of an egg, evenly, with bays that let the sky through."""
        # A golden spiral spreads them; chance moves them, and leaves some places empty.
        i = np.arange(round(count * 1.4)) + 0.5
        z = 1 - 1.86 * i / len(i)
        turn = i * np.pi * (3 - 5**0.5)
        flat = np.sqrt(1 - z**2)
        unit = np.stack([flat * np.cos(turn), flat * np.sin(turn), z], 1)
        lobes = random.normal(size=(4, 3)) * 2.4
        swell = sum(np.sin(unit @ lobe + random.uniform(0, 6.28)) for lobe in lobes) / 4
        kept = np.sort(np.argsort(swell + random.normal(size=len(i)) * 0.2)[-count:])
        depth = random.uniform(0.52, 0.96, (count, 1)) ** 0.7 * (1 + 0.24 * swell[kept, None])
        depth = np.minimum(depth, 0.97)
        places = unit[kept] * depth * radii
        places[:, 2] = np.where(places[:, 2] < 0, places[:, 2] * 0.86, places[:, 2])  # flatter beneath
        return np.asarray(places + middle + random.normal(size=(count, 3)) * 0.10)

    @staticmethod
    def _boughs(
        at: NDArray[np.float64],
        girth: float,
        clear: float,
        middle: NDArray[np.float64],
        habit: Habit,
        random: np.random.Generator,
    ) -> list[Mesh]:
        """Seven boughs that fork from the trunk and rise in a bow, and from each a twig to every spray near it."""
        wood = []
        turns = np.arange(7) * 2 * np.pi * 0.382 + random.uniform(0, 6)
        lines = []
        for number, turn in enumerate(turns):
            leader = number == 6
            out = np.array([np.cos(turn), np.sin(turn), 0.0])
            reach = 0.5 if leader else float(random.uniform(1.9, 2.6))
            top = middle + out * reach + np.array((0, 0, 2.3 if leader else float(random.uniform(-0.2, 1.2))))
            foot = np.array((0.0, 0.0, clear * (0.99 if leader else 0.80 + 0.03 * (number % 4))))
            foot += out * (0.0 if leader else girth * 0.35)
            t = np.linspace(0, 1, 6)[:, None]
            # Steep at first, then outward: as branches do that seek the light.
            bow = foot + (top - foot) * np.concatenate([t**1.35, t**1.35, t**0.85], 1)
            bow[1:-1, :2] += random.normal(size=(4, 2)) * 0.09
            lines.append(bow)
            radii = girth * np.linspace(0.9 if leader else 0.52, 0.13, 6)
            # The leader's bark goes on from the trunk's: no ring is seen where one ends and the other begins.
            bark = _whole(girth) if leader else _whole(float(radii[0]))
            bough = foliage.limb(bow, radii, sides=9, material=habit.bark, around=bark)
            wood.append(replace(bough, uvs=bough.uvs + np.array((0, foot[2]), np.float32)))
        knots = np.concatenate([line[2:] for line in lines])
        for place in at:
            start = knots[np.argmin(np.linalg.norm(knots - place, axis=1) + 0.6 * (knots[:, 2] > place[2] + 0.4))]
            bend = (start + place) / 2 + np.array((0.0, 0.0, 0.16))
            wood.append(foliage.limb([start, bend, place], (0.042, 0.026, 0.010), sides=4, material=habit.bark))
        return wood

    @staticmethod
    def _leaves(
        at: NDArray[np.float64], middle: NDArray[np.float64], across: float, habit: Habit, random: np.random.Generator
    ) -> Mesh:
        """Every spray a flat cluster whose leaves hang a little, large and small."""
        count = len(at) * habit.leaves
        centre = np.repeat(at, habit.leaves, 0)
        breadth = np.repeat(random.uniform(0.075, 0.125, len(at)) * across, habit.leaves)[:, None]
        direction = random.normal(size=(count, 3))
        direction /= np.linalg.norm(direction, axis=1, keepdims=True)
        shift = direction * random.uniform(0.25, 1.0, (count, 1)) ** 0.6 * breadth * np.array((1.0, 1.0, habit.flat))
        outward = centre - middle
        outward /= np.linalg.norm(outward, axis=1, keepdims=True)
        ahead = direction * (1.0, 1.0, 0.4) + 0.5 * outward + random.normal(size=(count, 3)) * 0.3 - (0.0, 0.0, 0.35)
        # Few large ones that fill, many small ones that fray the outline.
        sizes = np.clip(random.lognormal(-0.05, 0.32, count), 0.5, 1.9)
        return foliage.leaves(
            centre + shift, ahead, *habit.size, material=habit.leaf, random=random, sizes=sizes,
            middle_of_crown=middle - (0.0, 0.0, 1.2),
        )  # fmt: skip


def _whole(radius: float) -> float:
    """About how far it is around, metres, as a whole number of patterns of bark."""
    return max(round(2 * np.pi * radius / BARK_M), 1) * BARK_M


def _barked(trunk: Mesh, around: float, top: float) -> Mesh:
    """A trunk with so much bark around it, in metres of pattern, as high up on the pattern as on the trunk at its top.

    A lathe lays as much around all of a shape as its widest part needs, which is a trunk's foot.
    """
    side = np.linalg.norm(trunk.normals[:, :2], axis=1) > 0.5
    rim = np.isclose(trunk.positions[:, 2], top) & side
    uvs = trunk.uvs.copy()
    uvs[:, 0] *= around / max(float(np.ptp(uvs[:, 0])), 1e-6)
    uvs[:, 1] += top - float(uvs[rim, 1].mean())
    return replace(trunk, uvs=uvs)
