"""Vaults: cross vaults over a walk, bay by bay, with the flat roof above. Owns their curves; knows no arcade."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.components._base import Component
from campus.errors import Impossible
from campus.ids import MaterialId
from campus.mesh import Mesh, box, merge, moved, spread
from campus.mesh.sheet import quads
from campus.quantities import Count, Length, Metres
from campus.text import bilingual

STEPS = 7


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
        overhang: how far the roof reaches beyond the vault at the front, metres: over the arcade's wall.
        material: of the vault.
        stone: of corbels and roof.
    """

    bays: Count = 3
    bay: Length = 4.1
    depth: Length = 3.15
    springing: Length = 3.1
    crown: Length = 4.85
    roof: Length = 5.12
    overhang: Metres = 0.55
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
        roof = box(
            (length, self.depth + self.overhang, thick),
            at=(0, self.overhang / 2, self.roof - thick),
            bevel=0.03,
            material=self.stone,
        )
        corbels = []
        for i in range(self.bays + 1):
            x = -length / 2 + i * self.bay
            for y, out in ((-self.depth / 2, 1), (self.depth / 2, -1)):
                for low, tall, deep in ((0.0, 0.10, 0.20), (-0.12, 0.12, 0.14), (-0.26, 0.14, 0.08)):
                    size = (0.34 + deep * 0.6, deep, tall)
                    corbels.append(box(size, at=(x, y + out * deep / 2, self.springing - 0.1 + low), bevel=0.015))
        return merge(*bays, roof, merge(*corbels, material=self.stone))

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
