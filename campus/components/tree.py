"""A tree that one stands under. Owns trunk, boughs and crown; smaller plants are `plant`."""

from __future__ import annotations

from typing import Literal

import numpy as np

from campus.components import _foliage as foliage
from campus.components._base import Component
from campus.mesh import Mesh, lathe, merge
from campus.quantities import Count, Length

Kind = Literal["nettle-tree", "plane", "holm-oak"]
LEAVES = {"nettle-tree": "leaf", "plane": "leaf", "holm-oak": "olive-leaf"}


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
        """About 9,000 triangles; the trunk collides, leaves do not."""
        random = np.random.default_rng(self.seed)
        across = self.spread or 0.75 * self.height
        clear = self.clear or self.height / 3
        girth = self.height * 0.024
        leaf = LEAVES[self.kind]
        flare = lathe(
            [(girth * 2.0, -0.05), (girth * 1.35, 0.18), (girth * 1.08, 0.7), (girth, 1.4), (girth * 0.9, clear)],
            sides=14,
            material="bark",
            collides=True,
        )
        wood, crowns = [flare], []
        boughs = 6
        turns = np.linspace(0, 2 * np.pi, boughs + 1)[:-1] + random.uniform(0, 1)
        tops = []
        for i, turn in enumerate(turns):
            out = np.array([np.cos(turn), np.sin(turn)]) * across * float(random.uniform(0.24, 0.32))
            high = self.height * float(random.uniform(0.62, 0.76))
            foot = (0.0, 0.0, clear * (0.82 + 0.04 * (i % 3)))
            elbow = (out[0] * 0.42, out[1] * 0.42, clear + (high - clear) * 0.45)
            wood.append(foliage.trunk([foot, elbow, (out[0], out[1], high)], girth * 0.42, sides=7))
            tops.append((float(out[0]), float(out[1]), high))
        tops.append((0.0, 0.0, self.height * 0.80))
        for x, y, z in tops:
            size = across * float(random.uniform(0.21, 0.26))
            tall = min(size * 0.86, self.height - z, (z - clear) * 0.75)
            crowns.append(
                foliage.crown(
                    (size, size, tall),
                    (x, y, z),
                    300,
                    (0.36, 0.20),
                    material=leaf,
                    inside=leaf,
                    random=random,
                    core=0.78,
                )
            )
        # A few sprays hang under the crown, where the light comes through.
        for turn in random.uniform(0, 2 * np.pi, 10):
            away = across * float(random.uniform(0.16, 0.40))
            at = (away * np.cos(turn), away * np.sin(turn), clear + self.height * float(random.uniform(0.10, 0.22)))
            crowns.append(
                foliage.crown(
                    (0.7, 0.7, 0.42), at, 60, (0.30, 0.17), material=leaf, inside=leaf, random=random, core=0.6
                )
            )
        return merge(*wood, *crowns)
