"""The light on a baked space's floor where one walks out of it through an open arch: what a neighbour's has to meet.

Two spaces are baked each by itself, and do not agree on the light on the floor that they share. Here is what each of
them says of it, a few times along every opening.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh
from campus.space.model import Space, View

ACROSS = (-0.85, -0.4, 0.0, 0.4, 0.85)
"""Where along an opening the light is looked up, in halves of its width."""
WITHIN_M = 0.1
"""So far before the wall: most of a texel's width."""
THICK_M = (0.6, 0.5, 0.4, 0.3, 0.2, 0.1)
"""How far one's own floor may go on through a wall; what is the last of it is looked for in such steps."""
BEFORE_M, DEEP_M = 0.3, 0.2
"""So far before an arch no foot of it darkens the floor; and so far in it, a floor laid there apart is looked for."""
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


def arches_of(space: Space) -> tuple[View, ...]:
    """The openings that one walks out of a space through and that have no door."""
    open_ = {portal.id for portal in space.portals.values() if not portal.door}
    return tuple(view for view in space.views if view.node in open_)


def sills_of(arches: Sequence[View], split: Mesh, uvs: Floats, layers: Mapping[str, NDArray[np.floating]]) -> Sills:
    """Looks the light up.

    Args:
        arches: of a space, as `arches_of` gives them.
        split: the space's mesh, as the lightmap has it.
        uvs: (k, 2) where each vertex lies on the lightmap, 0 to 1.
        layers: (h, w, 3) light.
    """
    places, before, through = [], [], []
    for view in arches:
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


def carried_through(
    arches: Sequence[View], split: Mesh, uvs: Floats, layers: Mapping[str, NDArray[np.floating]]
) -> None:
    """Tells a floor that is laid apart in an open arch the light before it: for the bake, that arch has no far side.

    Args:
        arches: of a space, as `arches_of` gives them.
        split: the space's mesh, as the lightmap has it.
        uvs: (k, 2) where each vertex lies on the lightmap, 0 to 1.
        layers: (h, w, 3) light, which is changed.
    """
    for view in arches:
        turn = np.deg2rad(view.heading)
        right, out = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
        foot, half = np.array((*view.at[:2], view.at[2] - view.size[1] / 2)), view.size[0] / 2
        steps = [(0.0, -BEFORE_M), (0.4 * half, -BEFORE_M), (0.0, -2 * BEFORE_M)]
        steps += [(0.0, DEEP_M), (0.4 * half, DEEP_M), (0.0, 2 * DEEP_M)]
        places = [foot + np.array((*(along * right + deep * out), 0.0)) for along, deep in steps]
        found = [texel for texel in _texels(split, uvs, np.array(places)) if texel is not None]
        if len(found) < len(places):
            continue
        known, at = np.column_stack([steps, np.ones(6)]), np.array(found)
        ways = [np.linalg.solve(known[:3], at[:3]), np.linalg.solve(known[3:], at[3:])]
        for light in layers.values():
            size = np.array(light.shape[1::-1])
            before, within = (way * size for way in ways)
            if size.min() > 1 and np.abs(np.array((0.0, DEEP_M, 1.0)) @ (before - within)).max() > 1:
                source = light.copy()
                for way, ends in ((before, (-BEFORE_M, 0.0)), (within, (0.0, THICK_M[0]))):
                    _tell(light, source, way, before, half, ends)


def _tell(
    light: NDArray[np.floating],
    source: NDArray[np.floating],
    way: NDArray[np.float64],
    before: NDArray[np.float64],
    half: float,
    ends: tuple[float, float],
) -> None:
    """Tells texels of a floor between `ends` metres behind an arch's face what lies `BEFORE_M` before them.

    Args:
        light: (h, w, 3), which is changed.
        source: the same as it was.
        way: (3, 2) from how far along, how far behind the face, and 1, to a place on `light`, texels.
        before: the same of the floor before.
        half: half of the arch's width, metres.
        ends: least and most.
    """
    rim = 1 / np.linalg.norm(way[0])  # what a graphics card reads beside it
    corners = np.array([(a, d, 1.0) for a in (-half, half) for d in ends]) @ way
    low, high = np.floor(corners.min(axis=0) - 1).astype(int), np.ceil(corners.max(axis=0) + 1).astype(int)
    column, row = np.meshgrid(np.arange(low[0], high[0]), np.arange(low[1], high[1]))
    texel = np.stack([column.ravel(), row.ravel()], axis=1)
    along, deep = ((texel + 0.5 - way[2]) @ np.linalg.inv(way[:2])).T
    inside = (np.abs(along) <= half) & (deep >= ends[0] - 0.5 * rim * (ends[0] >= 0)) & (deep <= ends[1] + rim)
    inside &= ((texel >= 0) & (texel < light.shape[1::-1])).all(axis=1)
    along = along[inside]
    spots = np.stack([along, np.full_like(along, -BEFORE_M), np.ones_like(along)], axis=1) @ before - 0.5
    first = np.clip(np.floor(spots).astype(int), 0, np.array(light.shape[1::-1]) - 2)
    x, y = np.clip(spots - first, 0, 1).T[..., None]
    c, r = first.T
    told = (source[r, c] * (1 - x) + source[r, c + 1] * x) * (1 - y)
    told += (source[r + 1, c] * (1 - x) + source[r + 1, c + 1] * x) * y
    light[texel[inside, 1], texel[inside, 0]] = told


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
