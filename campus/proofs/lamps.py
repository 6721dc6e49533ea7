"""Lamps as the proof of light knows them: their shining faces, which shine evenly and matt, whatever holds them.

A lamp's lumens are those that leave it: what its housing holds back leaves by the faces that are free, so that a panel
shines downward, a cove up at the wall, and a bulb in a shade out by the shade's ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from campus.proofs.rays import SKIN_M, Rays, Surfaces, thrown_back
from campus.space.model import Space

Doubles = NDArray[np.float64]

SHINING = "lamp-glow"
"""The material of a lamp's shining side."""
_BELONGS_M = 0.8
"""A shining piece belongs to the lamps that are no further from it."""
_HELD_BACK_M = 0.3
"""Light that meets something nearer than this has not left its lamp."""
_LEAST_FREE, _NEAREST_M, _SAMPLES = 0.02, 0.05, 48


@dataclass(frozen=True, eq=False)
class LampFaces:
    """The shining faces of a space's lamps, a piece for each connected one.

    Attributes:
        lumens: (p,) of each piece.
        corners: (t, 3, 3) of its triangles, piece after piece, metres.
        normals: (t, 3) to where they shine.
        radiance: (t,) cd/m².
        density: (t,) how often a place on a triangle is chosen of all places of its piece, per m².
        piece: (t,) number of the piece.
        summed: (t,) the piece's number and the running share of its light that its triangles give.
    """

    lumens: Doubles
    corners: Doubles
    normals: Doubles
    radiance: Doubles
    density: Doubles
    piece: NDArray[np.int64]
    summed: Doubles

    @cached_property
    def rays(self) -> Rays:
        """What rays meet among the faces."""
        return Rays(Surfaces(self.corners.astype(np.float32), np.zeros(len(self.corners), np.int32), (SHINING,)))

    @cached_property
    def chance(self) -> Doubles:
        """(p,) how often each piece is asked, where one is drawn: by its lumens."""
        return np.asarray(self.lumens / self.lumens.sum())

    @property
    def count(self) -> int:
        """How many pieces there are."""
        return len(self.lumens)

    @staticmethod
    def of(space: Space, everything: Surfaces, rays: Rays, random: np.random.Generator) -> LampFaces:
        """Of a space whose triangles are `everything`, and `rays` those that hold light back."""
        names = np.array([name == SHINING for name in everything.names] or [False])
        glow = everything.only(names[everything.material])
        glow = glow.only(np.asarray(glow.normals.any(1)))
        piece = _pieces(glow.corners)
        lumens = np.zeros(int(piece.max(initial=-1)) + 1)
        bare = []  # lamps without a shining face: a lying rectangle that shines up and down
        for lamp in space.lamps:
            nearest = _nearest(np.array(lamp.place.at), glow.corners, piece)
            if nearest is None:
                bare.append((_rectangle(lamp.place.at, lamp.place.heading, lamp.size), lamp.lumens))
            else:
                lumens[nearest] += lamp.lumens
        kinds = [(glow.corners[piece == p], flux) for p, flux in enumerate(lumens.tolist()) if flux > 0]
        lists = [_faces(corners, rays, random) for corners, _ in kinds]
        lists += [_faces(corners, None, random) for corners, _ in bare]
        flux = np.array([each for _, each in (*kinds, *bare)], np.float64)
        if not lists:
            no, none = np.zeros(0), np.zeros((0, 3))
            return LampFaces(flux, np.zeros((0, 3, 3)), none, no, no, np.zeros(0, np.int64), no)
        corners, normals = (np.concatenate([each[k] for each in lists]) for k in range(2))
        piece = np.repeat(np.arange(len(lists)), [len(each[0]) for each in lists])
        whole = np.array([float((area * free).sum()) for _, _, area, free in lists])
        density = np.concatenate([each[3] for each in lists]) / whole[piece]
        radiance = (flux / (math.pi * whole))[piece]
        summed = [p + np.cumsum(area * free) / whole[p] for p, (_, _, area, free) in enumerate(lists)]
        return LampFaces(flux, corners, normals, radiance, density, piece, np.concatenate(summed))

    def lux(
        self,
        chosen: NDArray[np.int64],
        at: Doubles,
        normals: Doubles,
        rays: Rays,
        random: np.random.Generator,
        often: Doubles | None = None,
        times: int = 1,
    ) -> Doubles:
        """(n,) illuminance of places by one place each on the pieces `chosen`; in the mean that by all of a piece.

        Args:
            chosen: (n,) which piece.
            at: (n, 3) metres.
            normals: (n, 3) unit vectors.
            rays: what may stand between.
            random: chooses the place on the piece.
            often: (n,) how often the piece is aimed at for each ray that may come upon it by chance, see `come_upon`;
                the two share the light by the balance heuristic (Veach 1997). None where there are no such rays.
            times: so many in a row ask the same piece, of which they then share out the length.
        """
        numbers = random.random((3, len(at)))
        numbers[0] = (np.arange(len(at)) % times + numbers[0]) / times
        triangle, target = self._somewhere(chosen, numbers)
        to = target - at
        distance = np.maximum(np.linalg.norm(to, axis=1), _NEAREST_M)
        facing = np.maximum((to * normals).sum(1) / distance, 0.0)
        leaving = np.maximum(-(to * self.normals[triangle]).sum(1) / distance, 1e-9)
        found = self.density[triangle] * distance**2 / leaving
        if often is not None:
            found = often * found + facing / math.pi
        lux = np.where(leaving > 1e-6, self.radiance[triangle] * facing / found, 0.0)
        ask = np.flatnonzero(lux > 0)
        lux[ask] *= rays.clear(at[ask] + normals[ask] * SKIN_M, target[ask])
        return np.asarray(lux)

    def leaving(self, count: int, random: np.random.Generator) -> tuple[Doubles, Doubles]:
        """(k, 3) places on the faces and (k, 3) ways of their light, as much of each as they give; none without any."""
        if not self.count:
            return np.zeros((0, 3)), np.zeros((0, 3))
        piece = random.choice(self.count, count, p=self.chance)
        triangle, at = self._somewhere(piece, random.random((3, count)))
        return at, thrown_back(self.normals[triangle], random)

    def _somewhere(self, piece: NDArray[np.int64], numbers: Doubles) -> tuple[NDArray[np.int64], Doubles]:
        """(n,) a triangle of each piece and (n, 3) a place just off it, by numbers (3, n) in [0, 1)."""
        u, v, w = numbers
        triangle = np.minimum(np.searchsorted(self.summed, piece + u, side="right"), len(self.summed) - 1)
        root = np.sqrt(v)[:, None]
        b, c = root * (1 - w[:, None]), root * w[:, None]
        corners = self.corners[triangle]
        at = (1 - root) * corners[:, 0] + b * corners[:, 1] + c * corners[:, 2]
        return triangle, np.asarray(at + self.normals[triangle] * 2 * SKIN_M)

    def apart(self, at: Doubles) -> Doubles:
        """(n,) metres from places to the box around the nearest face; infinity where there are no lamps."""
        nearest = np.full(len(at), np.inf)
        for corners in self.corners:
            gap = np.maximum(np.maximum(corners.min(0) - at, at - corners.max(0)), 0)
            nearest = np.minimum(nearest, np.linalg.norm(gap, axis=1))
        return nearest

    def come_upon(
        self, at: Doubles, ways: Doubles, facing: Doubles, before: NDArray[np.float32], often: Doubles
    ) -> Doubles:
        """(n,) luminance of the faces that rays come upon by chance, the share left out that `lux` accounts for.

        Args:
            at: (n, 3) metres.
            ways: (n, 3) unit vectors, drawn by the cosine to the normal.
            facing: (n,) that cosine.
            before: (n,) metres to what the rays meet first, be it such a face.
            often: (p,) how often each piece is aimed at for each such ray.
        """
        hits = self.rays.first(at, ways)
        seen = np.zeros(len(at))
        ask = np.flatnonzero(hits.met & (hits.distance < before + SKIN_M))
        triangle = hits.triangle[ask]
        leaving = -(ways[ask] * self.normals[triangle]).sum(1)
        ask, triangle, leaving = ask[leaving > 1e-6], triangle[leaving > 1e-6], leaving[leaving > 1e-6]
        far = np.maximum(hits.distance[ask].astype(np.float64), _NEAREST_M)
        aimed = often[self.piece[triangle]] * self.density[triangle] * far**2 / leaving
        chanced = facing[ask] / math.pi
        seen[ask] = self.radiance[triangle] * chanced / (chanced + aimed)
        return seen


def _faces(
    corners: NDArray[np.floating], rays: Rays | None, random: np.random.Generator
) -> tuple[Doubles, Doubles, Doubles, Doubles]:
    """Corners, normals and areas of one piece's triangles, and the share of their light that leaves the lamp."""
    tri = corners.astype(np.float64)
    across = np.cross(tri[:, 1] - tri[:, 0], tri[:, 2] - tri[:, 0])
    double = np.linalg.norm(across, axis=1)
    normals = across / double[:, None]
    free = np.ones(len(tri))
    if rays is not None:
        which = np.repeat(np.arange(len(tri)), _SAMPLES)
        root, w = np.sqrt(random.random((len(which), 1))), random.random((len(which), 1))
        at = (1 - root) * tri[which, 0] + root * (1 - w) * tri[which, 1] + root * w * tri[which, 2]
        out = normals[which]
        hits = rays.first(at + out * SKIN_M, thrown_back(out, random))
        free = (hits.distance > _HELD_BACK_M).reshape(-1, _SAMPLES).mean(1)
    free = np.maximum(free, _LEAST_FREE)
    return tri, normals, double / 2, free


def _pieces(corners: NDArray[np.floating]) -> NDArray[np.int64]:
    """(t,) number of the piece that each triangle belongs to: those of a piece share corners."""
    if not len(corners):
        return np.zeros(0, np.int64)
    _, corner = np.unique(np.round(corners.reshape(-1, 3) * 1e4).astype(np.int64), axis=0, return_inverse=True)
    corner = corner.reshape(-1, 3)
    label = np.arange(int(corner.max()) + 1)
    while True:
        before = label.copy()
        for column in range(3):
            np.minimum.at(label, corner[:, column], label[corner].min(1))
        label = label[label]
        if np.array_equal(label, before):
            return np.asarray(np.unique(label[corner[:, 0]], return_inverse=True)[1], np.int64)


def _nearest(at: Doubles, corners: NDArray[np.floating], piece: NDArray[np.int64]) -> int | None:
    """The piece whose box is nearest to a lamp's place, if one is near."""
    best, nearest = _BELONGS_M, None
    for number in range(int(piece.max(initial=-1)) + 1):
        points = corners[piece == number].reshape(-1, 3)
        apart = float(np.linalg.norm(np.maximum(np.maximum(points.min(0) - at, at - points.max(0)), 0)))
        if apart < best:
            best, nearest = apart, number
    return nearest


def _rectangle(at: tuple[float, float, float], heading: float, size: tuple[float, float]) -> Doubles:
    """(4, 3, 3) a lying rectangle, seen from above and from below."""
    turn = math.radians(heading)
    x = np.array((math.cos(turn), math.sin(turn), 0.0)) * max(size[0], 0.02) / 2
    y = np.array((-math.sin(turn), math.cos(turn), 0.0)) * max(size[1], 0.02) / 2
    a, b, c, d = (np.array(at) + s * x + t * y for s, t in ((-1, -1), (1, -1), (1, 1), (-1, 1)))
    return np.array(((a, b, c), (a, c, d), (c, b, a), (d, c, a)))
