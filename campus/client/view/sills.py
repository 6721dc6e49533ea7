"""The light on a baked space's floor where one walks out of it through an open arch: what a neighbour's has to meet.

Two spaces are baked each by itself, and do not agree on the light on the floor that they share. Here is what each of
them says of it, a few times along every opening.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh
from campus.space.model import Space

ACROSS = (-0.85, -0.4, 0.0, 0.4, 0.85)
"""Where along an opening the light is looked up, in halves of its width."""
WITHIN_M = 0.1
"""So far before the wall: most of a texel's width."""
THICK_M = (0.6, 0.5, 0.4, 0.3, 0.2, 0.1)
"""How far one's own floor may go on through a wall; what is the last of it is looked for in such steps."""
KERB_M = 0.06
LEVEL = 0.99

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Sills:
    """The light on the floor at open arches.

    Attributes:
        at: (n, 3) places in the wall's inner face, metres.
        layers: (n, 3) light of each layer on the floor before them, in units of the lightmap.
        ends: the same where one's own floor ends, in the opening; None where it ends before.
    """

    at: Floats
    layers: Mapping[str, Floats]
    ends: Mapping[str, Floats] | None = None

    def lit(self, shares: Mapping[str, Any], *, at_end: bool = False) -> Floats:
        """(n, 3) the light there, of so much of each layer: a number, or one for red, green and blue.

        Args:
            shares: of each layer.
            at_end: where one's own floor ends, instead of before the wall.
        """
        layers = self.ends if at_end and self.ends is not None else self.layers
        lit = sum((light * np.array(shares[name], np.float32) for name, light in layers.items()), start=0.0)
        return np.asarray(lit, np.float32)


def sills_of(space: Space, split: Mesh, uvs: Floats, layers: Mapping[str, NDArray[np.floating]]) -> Sills:
    """Looks the light up.

    Args:
        space: as compiled.
        split: its mesh, as the lightmap has it.
        uvs: (k, 2) where each vertex lies on the lightmap, 0 to 1.
        layers: (h, w, 3) light.
    """
    open_ = {portal.id for portal in space.portals.values() if not portal.door}
    places, before, through = [], [], []
    for view in space.views:
        if view.node in open_:
            turn = np.deg2rad(view.heading)
            right, out = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
            foot = np.array((*view.at[:2], view.at[2] - view.size[1] / 2))
            for share in ACROSS:
                place = foot + np.array((*right, 0.0)) * (share * view.size[0] / 2)
                places.append(place)
                before.append(place - np.array((*out, 0.0)) * WITHIN_M)
                through += [place + np.array((*out, 0.0)) * (deep - WITHIN_M / 2) for deep in THICK_M]
    texels = _texels(split, uvs, np.array(before).reshape(-1, 3))
    known = [number for number, texel in enumerate(texels) if texel is not None]
    spots = [texel for texel in texels if texel is not None]
    at = np.array([places[number] for number in known], np.float32).reshape(-1, 3)
    beyond = _texels(split, uvs, np.array(through).reshape(-1, 3))
    ends = []
    for number, spot in zip(known, spots, strict=True):
        steps = beyond[number * len(THICK_M) : (number + 1) * len(THICK_M)]
        ends.append(next((texel for texel in steps if texel is not None), spot))
    return Sills(at, *({name: _at(light, where) for name, light in layers.items()} for where in (spots, ends)))


def _texels(split: Mesh, uvs: Floats, places: NDArray[np.float64]) -> list[NDArray[np.float64] | None]:
    """Where the floor at each place lies on the lightmap, 0 to 1; None where there is no floor of one's own."""
    if not len(places):
        return []
    corners = split.corners().astype(np.float64)
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    normal = np.cross(b - a, c - a)
    level = np.flatnonzero(normal[:, 2] > LEVEL * np.maximum(np.linalg.norm(normal, axis=1), 1e-12))
    found: list[NDArray[np.float64] | None] = []
    for place in places:
        near = level[(np.abs(corners[level, :, 2] - place[2]) <= KERB_M).all(axis=1)]
        one, other, away = (b - a)[near, :2], (c - a)[near, :2], place[:2] - a[near, :2]
        area = normal[near, 2]
        u = (away[:, 0] * other[:, 1] - away[:, 1] * other[:, 0]) / area
        v = (one[:, 0] * away[:, 1] - one[:, 1] * away[:, 0]) / area
        hit = np.flatnonzero((u >= 0) & (v >= 0) & (u + v <= 1))
        if not len(hit):
            found.append(None)
            continue
        top = hit[np.argmax(a[near[hit], 2])]
        on = uvs[split.triangles[near[top]]].astype(np.float64)
        found.append(on[0] + u[top] * (on[1] - on[0]) + v[top] * (on[2] - on[0]))
    return found


def _at(light: NDArray[np.floating], spots: list[NDArray[np.float64]]) -> Floats:
    """(n, 3) of a lightmap (h, w, 3)."""
    size = np.array(light.shape[1::-1])
    column, row = np.clip((np.array(spots).reshape(-1, 2) * size).astype(int), 0, size - 1).T
    return np.asarray(light[row, column, :3], np.float32)
