"""Vaults: cross vaults over a walk, bay by bay, with the flat roof above. Owns their curves; knows no arcade."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.components._base import Component
from campus.errors import Impossible
from campus.ids import MaterialId
from campus.mesh import Mesh, box, extrude, merge, moved, place, spread, upright
from campus.mesh.sheet import quads
from campus.quantities import Count, Length, Metres
from campus.text import bilingual

STEPS = 7
CORBEL = ((0.10, 0.10, 0.20), (0.20, 0.10, 0.14), (0.30, 0.10, 0.08))
"""Each course of a corbel: how far its bed lies under the springing, its height and its depth, metres."""
ARCH_DEEP = 0.34
"""Thickness of a transverse arch, metres."""
ARCH_IN = 0.10
"""How far a transverse arch stands out under the vault, metres."""


class Vault(Component, frozen=True, kw_only=True):
    """Cross vaults over an arcade's walk: each bay two barrels that meet in groins, corbels under their feet.

    Its origin is the middle of its plan, on the floor; its bays run across its front.

    Example:
        {type: vault, id: north-vaults, at: [10.15, 26.2], facing: south, bays: 5, bay: 4.1, depth: 3.15}

    Attributes:
        bays: how many.
        bay: length of one, metres.
        depth: across, metres.
        springing: height at which the vault begins, metres.
        crown: height of its top, metres.
        roof: height of the roof's upper side, metres.
        overhang: how far the roof reaches beyond the vault at the front, metres: into the arcade's wall.
        corbels: whether stones stand out of the walls under its feet; not where another vault's stand.
        arches: whether a transverse arch ends its row of bays on either side, as where it meets another vault.
        material: of the vault.
        stone: of corbels, transverse arches and roof.
    """

    bays: Count = 3
    bay: Length = 4.1
    depth: Length = 3.15
    springing: Length = 3.1
    crown: Length = 4.85
    roof: Length = 5.12
    overhang: Metres = 0.55
    corbels: bool = True
    arches: bool = False
    material: MaterialId = "lime-plaster"
    stone: MaterialId = "limestone-smooth"

    def __post_init__(self) -> None:
        """A vault rises, and its roof lies over it.

        Raises:
            Impossible: when springing, crown and roof are not one above the other.
        """
        if not self.springing < self.crown < self.roof:
            raise Impossible(
                bilingual(
                    "springing, crown and roof must be one above the other",
                    "springing, crown et roof doivent être l'un au-dessus de l'autre",
                )
            )

    def mesh(self) -> Mesh:
        """About 800 triangles a bay; nothing of it is in anybody's way."""
        length = self.bays * self.bay
        bays = [moved(self._bay(), (x, 0, 0)) for x in spread(self.bays, length)]
        thick = self.roof - self.crown - 0.02
        # Not flush with the walls that it lies on: two faces in one plane fight for every pixel.
        roof = box(
            (length - 0.02, self.depth + self.overhang - 0.02, thick),
            at=(0, self.overhang / 2, self.roof - thick),
            bevel=0.03,
            material=self.stone,
        )
        stones = [*self._corbels(), *self._arches()]
        return merge(*bays, roof, merge(*stones, material=self.stone))

    def _feet(self) -> list[float]:
        """Where bays begin and end, along its front, metres from its middle."""
        return [(i - self.bays / 2) * self.bay for i in range(self.bays + 1)]

    def _corbels(self) -> list[Mesh]:
        """Three courses under every foot, the lowest the least."""
        if not self.corbels:
            return []
        return [
            box((0.34 + deep * 0.6, deep, tall), at=(x, y + out * deep / 2, self.springing - low), bevel=0.015)
            for x in self._feet()
            for y, out in ((-self.depth / 2, 1), (self.depth / 2, -1))
            for low, tall, deep in CORBEL
        ]

    def _arches(self) -> list[Mesh]:
        """A wall with an arch through it at either end, up to the roof: two vaults that meet have no one outline."""
        if not self.arches:
            return []
        half, top = self.depth / 2, self.crown + 0.04
        turn = np.linspace(0, np.pi, 4 * STEPS + 1)
        curve = np.stack([np.cos(turn), np.sin(turn)], 1) * (half - ARCH_IN, self.crown - ARCH_IN - self.springing)
        curve += (0.0, self.springing)
        beyond = half + 0.05  # into the walls
        rim = [(beyond, self.springing), (beyond, top), (-beyond, top), (-beyond, self.springing)]
        drawn = upright(extrude(np.concatenate([curve[::-1], rim]), ARCH_DEEP, bevel=0.012), back=ARCH_DEEP / 2)
        return [place(drawn, (x, 0, 0), 90) for x in (self._feet()[0], self._feet()[-1])]

    def _bay(self) -> Mesh:
        """One cross vault from below: four sheets, each a piece of a barrel, meeting in the groins."""
        rise = self.crown - self.springing
        half = np.array((self.bay / 2, self.depth / 2))
        s = np.sin(np.linspace(0, np.pi / 2, STEPS + 1))  # finer where the vault is steep
        t = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 2 * STEPS + 1))
        along, across = np.meshgrid(s, t, indexing="ij")
        sheets = []
        for axis, sign in ((0, 1), (0, -1), (1, 1), (1, -1)):
            # In this sheet |unit[axis]| is the larger: the barrel runs along `axis`, and curves across it.
            unit = np.zeros((*along.shape, 2))
            unit[..., axis], unit[..., 1 - axis] = sign * along, across * along
            bend = np.clip(1 - unit[..., 1 - axis] ** 2, 0, 1)
            height = self.springing + rise * np.sqrt(bend)
            places = np.concatenate([unit * half, height[..., None]], -1)
            slope = rise * -unit[..., 1 - axis] / np.maximum(np.sqrt(bend), 0.08) / half[1 - axis]
            normals = np.zeros((*along.shape, 3))
            normals[..., 1 - axis], normals[..., 2] = slope, -1.0
            normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
            uvs = np.stack([places[..., axis], places[..., 1 - axis]], -1)
            sheets.append(_sheet(places, normals, uvs, self.material, flip=(axis == 0) == (sign > 0)))
        return merge(*sheets)


def _sheet(
    places: NDArray[np.float64], normals: NDArray[np.float64], uvs: NDArray[np.float64], material: str, *, flip: bool
) -> Mesh:
    """A grid of points as quadrilaterals; `flip` turns their order about."""

    def around(values: NDArray[np.float64]) -> NDArray[np.float64]:
        turn = [values[:-1, :-1], values[1:, :-1], values[1:, 1:], values[:-1, 1:]]
        return np.stack(turn[::-1] if flip else turn, axis=2)

    mesh = quads(around(places), around(normals), around(uvs), material, False)
    corners = mesh.corners().astype(np.float64)
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    return mesh.only(area > 1e-9)
