"""A plant, in the ground or in a pot. Owns its shape; knows nothing of seasons."""

from __future__ import annotations

from typing import Literal

import numpy as np

from campus.components import _foliage as foliage
from campus.components._base import Component
from campus.components._old_olive import old_olive
from campus.mesh import Mesh, cylinder, lathe, merge, moved
from campus.quantities import Count, Length

Species = Literal["olive", "old-olive", "cypress", "laurel", "lavender", "fern"]
HEIGHTS = {"olive": 3.2, "old-olive": 2.2, "cypress": 7.0, "laurel": 1.5, "lavender": 0.55, "fern": 0.8}


class Plant(Component, frozen=True, kw_only=True):
    """A plant of the south: an olive, an old one with a gnarled stem, a cypress, a clipped laurel, lavender, a fern.

    Example:
        {type: plant, id: olive, species: olive, at: [3, 4], height: 2.6, pot: terracotta}

    Attributes:
        species: which.
        height: over the ground or over the earth in the pot, metres; None for what is usual.
        pot: what it stands in; `none` plants it in the ground.
        seed: plants of one species differ by it.
    """

    species: Species = "laurel"
    height: Length | None = None
    pot: Literal["none", "terracotta", "ceramic"] = "terracotta"
    seed: Count = 1

    def mesh(self) -> Mesh:
        """2,000 to 6,000 triangles, pot included; pot and trunk collide, leaves do not."""
        random = np.random.default_rng(self.seed)
        height = self.height or HEIGHTS[self.species]
        plant = {
            "olive": _olive,
            "old-olive": old_olive,
            "cypress": _cypress,
            "laurel": _laurel,
            "lavender": _lavender,
            "fern": _fern,
        }[self.species](height, random)
        if self.pot == "none":
            return plant
        pot, earth = self._pot(height)
        return merge(pot, moved(plant, (0, 0, earth)))

    def _pot(self, height: float) -> tuple[Mesh, float]:
        """The pot, and the height of the earth in it."""
        r = float(np.clip(height * 0.14, 0.16, 0.34))
        h = r * 1.7
        profile = [
            (r * 0.68, 0),
            (r * 0.72, 0.01),
            (r * 0.98, h * 0.86),
            (r * 1.06, h * 0.87),
            (r * 1.08, h),
            (r * 0.94, h),
        ]
        inside = [(r * 0.92, h * 0.9), (0, h * 0.9)]
        sides = 36 if self.species == "old-olive" else 24
        vessel = lathe([*profile, *inside], sides=sides, material=self.pot, collides=True)
        earth = cylinder(r * 0.93, 0.012, at=(0, 0, h * 0.89), sides=sides - 4, material="soil")
        return merge(vessel, earth), h * 0.9


def _olive(height: float, random: np.random.Generator) -> Mesh:
    """A twisted trunk that forks into silvery crowns."""
    fork = height * 0.42
    sway = random.uniform(-0.05, 0.05, (4, 2)) * height * 0.5
    line = [(*(sway[i] * (i > 0)), fork * i / 3) for i in range(4)]
    wood = [foliage.trunk(line, height * 0.026)]
    crowns = []
    leaf = 0.06 + 0.025 * height  # larger than life on a large tree, so that few leaves make it full
    for turn in np.linspace(0, 2 * np.pi, 4)[:-1] + random.uniform(0, 2):
        out = np.array([np.cos(turn), np.sin(turn)]) * height * 0.17
        top = (line[-1][0] + out[0], line[-1][1] + out[1], height * float(random.uniform(0.68, 0.78)))
        elbow = (line[-1][0] + out[0] * 0.5, line[-1][1] + out[1] * 0.5, height * 0.56)
        wood.append(foliage.trunk([line[-1], elbow, top], height * 0.013, sides=6))
        girth = height * float(random.uniform(0.85, 1.1))
        radii = (0.19 * girth, 0.19 * girth, 0.17 * girth)
        shape = {"material": "olive-leaf", "inside": "olive-leaf"}
        crowns.append(foliage.crown(radii, top, 380, (leaf, leaf * 0.26), **shape, random=random, core=0.62))
    return merge(*wood, *crowns)


def _cypress(height: float, random: np.random.Generator) -> Mesh:
    """A dark column, its sprays all pointing upward."""
    radius = height * 0.085
    stem = cylinder(radius * 0.22, height * 0.1, sides=10, material="bark", collides=True)
    heights = random.uniform(0, 1, 900) ** 0.85
    turn = random.uniform(0, 2 * np.pi, 900)

    def girth(
        t: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    ) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        return radius * np.minimum(1.0, 0.55 + 2.2 * t) * np.sqrt(np.clip(1.02 - t, 0, 1)) * 1.25

    profile = [(float(girth(np.array(t))) * 0.9, height * (0.07 + 0.9 * t)) for t in np.linspace(0, 1, 12)]
    body = lathe([(0.0, height * 0.06), *profile[:-1], (0.0, height * 0.97)], sides=14, material="cypress")
    out = np.stack([np.cos(turn), np.sin(turn)], 1)
    places = np.concatenate([out * (girth(heights) * 0.86)[:, None], (height * (0.07 + 0.9 * heights))[:, None]], 1)
    ahead = np.concatenate([out * 0.42, np.ones((900, 1))], 1) + random.normal(size=(900, 3)) * 0.12
    return merge(
        stem, body, foliage.leaves(places, ahead, height * 0.045, height * 0.014, material="cypress", random=random)
    )


def _laurel(height: float, random: np.random.Generator) -> Mesh:
    """A clipped ball on a stem."""
    radius = height * 0.27
    stem = cylinder(height * 0.016, height - 1.5 * radius, sides=8, material="bark", collides=True)
    ball = foliage.crown(
        (radius, radius, radius), (0, 0, height - radius), 1050, (0.080, 0.036),
        material="leaf", inside="leaf", random=random, core=0.80,
    )  # fmt: skip
    return merge(stem, ball)


def _lavender(height: float, random: np.random.Generator) -> Mesh:
    """A grey-green cushion with violet spikes."""
    cushion = foliage.crown(
        (height * 0.42, height * 0.42, height * 0.36), (0, 0, height * 0.34), 240, (height * 0.2, height * 0.03),
        material="olive-leaf", inside="olive-leaf", random=random,
    )  # fmt: skip
    turn, reach = random.uniform(0, 2 * np.pi, 150), np.sqrt(random.uniform(0, 1, 150)) * height * 0.42
    places = np.stack([reach * np.cos(turn), reach * np.sin(turn), height * (0.62 - 0.25 * (reach / height) ** 2)], 1)
    ahead = np.stack([places[:, 0] * 0.8, places[:, 1] * 0.8, np.full(150, height)], 1)
    return merge(
        cushion, foliage.leaves(places, ahead, height * 0.4, height * 0.035, material="lavender", random=random)
    )


def _fern(height: float, random: np.random.Generator) -> Mesh:
    """Arching fronds, each a row of leaflets."""
    places, ahead = [], []
    for turn in np.linspace(0, 2 * np.pi, 15)[:-1]:
        out = np.array([np.cos(turn), np.sin(turn)])
        side = np.array([-out[1], out[0]])
        reach = height * float(random.uniform(0.55, 0.8))
        for t in np.linspace(0.12, 1.0, 15):
            spot = (*(out * reach * t), height * (2.5 * t - 1.6 * t * t))
            for hand in (-1, 1):
                places.append(spot)
                ahead.append((*(side * hand + out * 0.6), -0.15))
    return foliage.leaves(places, ahead, height * 0.16, height * 0.045, material="leaf", random=random)
