"""What gives light: lamps by their shining faces and lumens, screens, and the openings that day comes in by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.bake.daylight import kelvin
from campus.bake.key import full_lumens
from campus.bake.rays import SKIN_M, Bools, Floats, Ints, Rays, normals_of
from campus.bake.sampling import over_hemisphere
from campus.components import Opening
from campus.space.model import Space

SCREEN_NITS = 250.0
"""A white page on a screen, cd/m²."""
HELD_BACK_M = 0.3
"""Light that meets something nearer than this is still within its lamp."""
REACH_M = 0.8
"""A shining face belongs to a lamp that is no further away."""
LAMP, SCREEN = 0, 1
"""Groups of emitters."""


@dataclass(frozen=True, eq=False)
class Emitters:
    """What shines, in pieces that a ray can aim at.

    Attributes:
        group: (e,) LAMP or SCREEN.
        seen: (e,) whether rays that go astray can meet it; a lamp without a shining face they cannot.
        centre: (e, 3) somewhere in its middle, metres.
        power: (e,) lumens.
        corners: (t, 3, 3) its triangles, those of one emitter after those of another.
        normal: (t, 3) the side to which they shine.
        radiance: (t, 3) cd/m².
        owner: (t,) whose they are.
        share: (t,) how often each is aimed at, of all of its owner's.
        area: (t,) m².
        start: (e + 1,) where the triangles of each begin.
        summed: (t,) running sum of `share` within each owner, the owner's number added: to find by one search.
    """

    group: Ints
    seen: Bools
    centre: Floats
    power: Floats
    corners: Floats
    normal: Floats
    radiance: Floats
    owner: Ints
    share: Floats
    area: Floats
    summed: NDArray[np.float64]

    def aimed(self, emitter: Ints, u: Floats, v: Floats, w: Floats) -> tuple[Ints, Floats]:
        """(n,) a triangle of each emitter (n,), and (n, 3) a point on it; `u` chooses, `v` and `w` place: in [0, 1)."""
        triangle = np.searchsorted(self.summed, emitter + u.astype(np.float64), side="right").astype(np.int32)
        triangle = np.minimum(triangle, len(self.summed) - 1)
        corners = self.corners[triangle]
        root = np.sqrt(v)[:, None]
        b, c = root * (1 - w[:, None]), root * w[:, None]
        return triangle, (1 - root) * corners[:, 0] + b * corners[:, 1] + c * corners[:, 2]


@dataclass(frozen=True, eq=False)
class Portals:
    """Rectangles in the outer face of the walls, through which day comes in.

    Attributes:
        centre, right, up, out: (p, 3) metres and unit vectors.
        half: (p, 2) half the width and height, metres.
    """

    centre: Floats
    right: Floats
    up: Floats
    out: Floats
    half: Floats

    def crossed(self, at: Floats, ways: Floats) -> Bools:
        """(n, p) through which of them rays leave."""
        fast = ways @ self.out.T
        far = (self.centre * self.out).sum(1) - at @ self.out.T
        with np.errstate(divide="ignore", invalid="ignore"):
            time = far / fast
        good = (fast > 1e-6) & (time > 0)
        for axis, half in ((self.right, self.half[:, 0]), (self.up, self.half[:, 1])):
            place_ = at @ axis.T + time * (ways @ axis.T) - (self.centre * axis).sum(1)
            good &= np.abs(place_) <= half
        return np.asarray(good)


def emitters_of(
    space: Space, corners: Floats, shining: Bools, nits: Floats, seed: int
) -> tuple[Emitters, Ints, Floats]:
    """What shines; and for each triangle of `corners` its emitter or -1, and its radiance.

    Args:
        space: as compiled.
        corners: (m, 3, 3) everything that is not glass.
        shining: (m,) which triangles are a lamp's shining face.
        nits: (m, 3) what other triangles shine with by themselves, cd/m².
        seed: of the samples that tell how much of a lamp's light its housing holds back.
    """
    normals, areas = normals_of(corners)
    whose = np.full(len(corners), -1, np.int32)
    radiance = np.zeros((len(corners), 3), np.float32)
    group: list[int] = []
    seen: list[bool] = []
    lists: list[tuple[Floats, Floats, Floats, Floats]] = []  # corners, normals, radiance, weight

    def add(kind: int, visible: bool, tri: Floats, normal: Floats, light: Floats, weight: Floats) -> int:
        group.append(kind)
        seen.append(visible)
        lists.append((tri, normal, light, weight))
        return len(group) - 1

    glowing = np.flatnonzero(shining)
    free = np.zeros(len(corners), np.float32)
    if len(glowing):
        free[glowing] = _free(corners, glowing, seed)
    pieces = _joined(corners[glowing])
    flux: dict[int, Floats] = {}
    for lamp, lumens in zip(space.lamps, full_lumens(space), strict=True):
        light = (lumens * kelvin(lamp.kelvins)).astype(np.float32)
        nearest = _nearest_piece(np.asarray(lamp.place.at), corners[glowing], pieces)
        if nearest is None:
            tri = _rectangle(lamp.place.at, lamp.place.heading, lamp.size, flat=True)
            tri = np.concatenate([tri, tri[:, ::-1]])  # both sides
            normal, area = normals_of(tri)
            add(LAMP, False, tri, normal, np.tile(light / (np.pi * area.sum()), (4, 1)).astype(np.float32), area)
        else:
            flux[nearest] = flux.get(nearest, np.zeros(3, np.float32)) + light
    for piece in range(int(pieces.max(initial=-1)) + 1):
        mine = glowing[pieces == piece]
        effective = areas[mine] * np.maximum(free[mine], 0.0)
        total = float(effective.sum())
        if piece not in flux or total <= 0:
            continue
        light = (flux[piece] / (np.pi * total)).astype(np.float32)
        weight = effective + 0.02 * total * areas[mine] / areas[mine].sum()
        radiance[mine] = light
        tile = np.tile(light, (len(mine), 1))
        whose[mine] = add(LAMP, True, corners[mine], normals[mine], tile, weight.astype(np.float32))
    others = np.flatnonzero(nits.any(1))
    if len(others):
        radiance[others] = nits[others]
        whose[others] = add(LAMP, True, corners[others], normals[others], nits[others], areas[others])
    for screen in space.screens.values():
        tri = _rectangle(screen.at, screen.heading, screen.size, flat=False)
        normal, area = normals_of(tri)
        tri = tri + np.float32(0.02) * normal[:, None]
        add(SCREEN, False, tri, normal, np.full((2, 3), SCREEN_NITS, np.float32), area)
    return _gathered(group, seen, lists), whose, radiance


def _gathered(group: list[int], seen: list[bool], lists: list[tuple[Floats, Floats, Floats, Floats]]) -> Emitters:
    empty = np.zeros((0, 3), np.float32)
    tri = np.concatenate([np.zeros((0, 3, 3), np.float32), *(one[0] for one in lists)]).astype(np.float32)
    normal = np.concatenate([empty, *(one[1] for one in lists)]).astype(np.float32)
    light = np.concatenate([empty, *(one[2] for one in lists)]).astype(np.float32)
    owner = np.repeat(np.arange(len(lists)), [len(one[0]) for one in lists]).astype(np.int32)
    share = np.concatenate([np.zeros(0), *(one[3] / one[3].sum() for one in lists)])
    area = normals_of(tri)[1] if len(tri) else np.zeros(0, np.float32)
    summed = np.concatenate([np.zeros(0), *(i + np.cumsum(one[3] / one[3].sum()) for i, one in enumerate(lists))])
    centre = np.array([(one[0].mean(1) * one[3][:, None]).sum(0) / one[3].sum() for one in lists], np.float32)
    power = np.array([np.pi * float((one[2].mean(1) * normals_of(one[0])[1]).sum()) for one in lists], np.float32)
    return Emitters(
        np.array(group, np.int32), np.array(seen, np.bool_), centre.reshape(-1, 3), power, tri, normal, light, owner,
        share.astype(np.float32), area, summed,
    )  # fmt: skip


def _free(corners: Floats, which: NDArray[np.int64], seed: int) -> Floats:
    """(len(which),) share of each triangle's light that leaves its lamp."""
    random = np.random.default_rng((seed, 11))
    each = 48
    triangle = np.repeat(which, each)
    root, w = np.sqrt(random.random(len(triangle), np.float32)), random.random(len(triangle), np.float32)
    tri = corners[triangle]
    at = (1 - root)[:, None] * tri[:, 0] + (root * (1 - w))[:, None] * tri[:, 1] + (root * w)[:, None] * tri[:, 2]
    normal = normals_of(tri)[0]
    ways = over_hemisphere(normal, random.random(len(at), np.float32), random.random(len(at), np.float32))
    held = Rays(corners).blocked(at + normal * SKIN_M, ways, np.full(len(at), HELD_BACK_M, np.float32))
    return np.asarray(1 - held.reshape(-1, each).mean(1), np.float32)


def _joined(corners: Floats) -> Ints:
    """(t,) number of the connected piece that each triangle belongs to: they share corners."""
    if not len(corners):
        return np.zeros(0, np.int32)
    _, index = np.unique(np.round(corners.reshape(-1, 3) * 1e4).astype(np.int64), axis=0, return_inverse=True)
    index = index.reshape(-1, 3)
    label = np.arange(int(index.max()) + 1)
    while True:
        least = label[index].min(1)
        before = label.copy()
        for column in range(3):
            np.minimum.at(label, index[:, column], least)
        label = label[label]
        if np.array_equal(label, before):
            break
    return np.unique(label[index[:, 0]], return_inverse=True)[1].astype(np.int32)


def _nearest_piece(at: NDArray[np.floating], corners: Floats, pieces: Ints) -> int | None:
    """The piece whose box is nearest to a point, if one is near."""
    best, nearest = REACH_M, None
    for piece in range(int(pieces.max(initial=-1)) + 1):
        points = corners[pieces == piece].reshape(-1, 3)
        gap = np.maximum(np.maximum(points.min(0) - at, at - points.max(0)), 0)
        distance = float(np.linalg.norm(gap))
        if distance < best - 1e-6:
            best, nearest = distance, piece
    return nearest


def _rectangle(at: tuple[float, float, float], heading: float, size: tuple[float, float], *, flat: bool) -> Floats:
    """(2, 3, 3) a lying rectangle that looks up, or a standing one that looks along its heading."""
    angle = np.deg2rad(heading)
    right = np.array((-np.cos(angle), -np.sin(angle), 0)) if not flat else np.array((np.cos(angle), np.sin(angle), 0))
    up = np.array((-np.sin(angle), np.cos(angle), 0)) if flat else np.array((0.0, 0.0, 1.0))
    x, y = right * size[0] / 2, up * size[1] / 2
    a, b, c, d = (np.asarray(at) + s * x + t * y for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1)))
    return np.array(((a, b, c), (a, c, d)), np.float32)


def hull_of(space: Space) -> Floats | None:
    """(2, 3) the outer faces of a room's walls; None where the space lies open."""
    shell = space.scene.shell
    if shell is None or shell.type != "room":
        return None
    thickness = float(getattr(shell.spec, "thickness", 0.45))
    size = np.array(shell.spec.size, np.float32)  # type: ignore[attr-defined]
    return np.stack([np.full(3, -thickness), size + thickness]).astype(np.float32)


def portals_of(space: Space) -> Portals:
    """Every opening of the shell, doors apart: behind a door's leaf there is no day."""
    shell = space.scene.shell
    thickness = float(getattr(shell.spec, "thickness", 0.45)) if shell else 0.0
    doors = {portal.id for portal in space.portals.values() if portal.door}
    rows = []
    for node in space.scene.nodes if shell else ():
        if not isinstance(node.spec, Opening) or node.id in doors or node.id not in space.where:
            continue
        x, y, z, heading = space.where[node.id]
        edge = node.spec.outline()
        angle = np.deg2rad(heading)
        right = np.array((np.cos(angle), np.sin(angle), 0.0))
        out = np.array((-np.sin(angle), np.cos(angle), 0.0))
        middle = (edge.min(0) + edge.max(0)) / 2
        centre = np.array((x, y, z)) + right * middle[0] + out * thickness + np.array((0, 0, middle[1]))
        rows.append((centre, right, (0.0, 0.0, 1.0), out, (*((edge.max(0) - edge.min(0)) / 2), 0.0)))
    table = np.array(rows, np.float32).reshape(-1, 5, 3)
    centre, right_, up, out_, half = (np.ascontiguousarray(table[:, i]) for i in range(5))
    return Portals(centre, right_, up, out_, half[:, :2])
