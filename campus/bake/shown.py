"""A baked space as an eye sees it, by rays: for reflections, and for looking at a bake without a graphics card."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import ADAPTED, DAY, LAMPS, SCREENS, Baked
from campus.bake.seams import sampled
from campus.bake.sources import SCREEN
from campus.bake.tracing import Tracer
from campus.space.model import Space

Floats = NDArray[np.floating[Any]]


class Shown:
    """What rays see of a baked space.

    Args:
        space: as it was baked.
        baked: its light.
        tracer: over the same meshes.
        layers: whose light is seen; None for that of all. The sun, and what is outside, are of the day.
    """

    def __init__(self, space: Space, baked: Baked, tracer: Tracer, layers: Collection[str] | None = None) -> None:
        self._tracer = tracer
        self._baked = baked
        self._still = len(space.mesh.triangles)
        size = np.array(baked.manifest.size)
        self._places = baked.uvs * size
        names = [name for name in baked.layers if layers is None or name in layers]
        by_day = layers is None or DAY in layers
        weights = self._weights = {
            name: weight if name in names or (by_day and name not in baked.layers) else 0.0
            for name, weight in baked.manifest.weights.items()
        }
        self._texels = sum((weights[n] * baked.layers[n].texels for n in names), np.zeros((*size[::-1], 3), np.float32))
        count = len(baked.vertex)
        self._vertices = sum((weights[n] * baked.layers[n].vertices for n in names), np.zeros((count, 3), np.float32))
        none = np.zeros_like(next(iter(baked.layers.values())).probes)
        self._probes: Floats = sum((weights[n] * baked.layers[n].probes for n in names), none)
        self._normals = space.mesh.normals[baked.vertex]
        self._sun = np.array(baked.manifest.sun_lux, np.float32) * np.float32(weights["sun"])
        self._towards = np.array(baked.manifest.towards_sun, np.float32)

    def radiance(self, at: Floats, ways: Floats) -> Floats:
        """(n, 3) what rays from `at` (n, 3) along unit vectors (n, 3) see, cd/m² under the bake's weights."""
        tracer, meshes = self._tracer, self._tracer.meshes
        triangle, far, light = tracer.seen(at, ways)
        weights = self._weights
        # Lamps and screens shine as bright as their light is made; the sky as bright as the day.
        emitter = np.where(triangle >= 0, meshes.emitter[triangle], -1)
        group = meshes.emitters.group[emitter] if len(meshes.emitters.group) else emitter
        as_bright = np.where(group == SCREEN, weights.get(SCREENS, 0.0), weights.get(LAMPS, 0.0))
        light = light * np.where(emitter >= 0, as_bright, weights["outside"])[:, None]
        met = np.flatnonzero(triangle >= 0)
        if not len(met):
            return light
        tri = triangle[met]
        place = at[met] + ways[met] * far[met, None]
        flat = tracer.normals[tri]
        flat = np.where(((flat * ways[met]).sum(1) > 0)[:, None], -flat, flat)
        lux = np.zeros((len(met), 3), np.float32)
        source = meshes.source[tri]
        own = np.flatnonzero((source >= 0) & (source < self._still))
        if len(own):
            lux[own] = self._on_mesh(place[own], tri[own], source[own])
        others = np.flatnonzero((source < 0) | (source >= self._still))
        if len(others):
            lux[others] = self._in_air(place[others], flat[others])
        light[met] += meshes.albedo[tri] * lux / np.float32(np.pi)
        return np.asarray(light, np.float32)

    def _on_mesh(self, place: Floats, tri: NDArray[Any], source: NDArray[Any]) -> Floats:
        corners = self._tracer.meshes.corners[tri]
        share = _shares(place, corners)
        vertices = self._baked.triangles[source]
        points = np.einsum("nkc,nk->nc", self._places[vertices], share)
        by_texel = (self._places[vertices] != 0).any((1, 2))
        lux = np.einsum("nkc,nk->nc", self._vertices[vertices], share)
        lux[by_texel] += sampled(self._texels, points[by_texel])
        sun = np.einsum("nk,nk->n", self._baked.sun.vertices[vertices].astype(np.float32), share)
        sun[by_texel] += sampled(self._baked.sun.texels[..., None].astype(np.float32), points[by_texel])[:, 0]
        normal = np.einsum("nkc,nk->nc", self._normals[vertices], share)
        facing = np.maximum(normal @ self._towards / np.maximum(np.linalg.norm(normal, axis=1), 1e-6), 0)
        return np.asarray(lux + (facing * sun / 255)[:, None] * self._sun, np.float32)

    def _in_air(self, place: Floats, flat: Floats) -> Floats:
        manifest = self._baked.manifest
        shape = np.array(self._probes.shape[2::-1])
        index = np.clip((place - manifest.probes_low) / manifest.probes_step, 0, shape - 1)
        low = np.minimum(index.astype(int), np.maximum(shape - 2, 0))
        part = index - low
        c = np.zeros((len(place), 4, 3), np.float32)
        for corner in np.ndindex(2, 2, 2):
            x, y, z = np.minimum(low + corner, shape - 1).T
            weight = np.where(np.array(corner) == 1, part, 1 - part).prod(1)
            c += weight[:, None, None].astype(np.float32) * self._probes[z, y, x]
        lux = c[:, 0] + np.einsum("nac,na->nc", c[:, 1:], flat)
        facing = flat @ self._towards
        u = np.full(len(place), 0.3, np.float32)
        sun = self._tracer.sun_seen(place, flat, flat, (u, u)) * np.maximum(facing, 0)
        return np.asarray(np.maximum(lux, 0) + sun[:, None] * self._sun, np.float32)

    def picture(
        self, eye: tuple[float, float, float], look: tuple[float, float, float], fov: float, size: tuple[int, int]
    ) -> NDArray[np.uint8]:
        """(h, w, 3) sRGB of what a camera sees, one ray a pixel, by a filmic curve.

        The curve is Narkowicz's fit of the ACES one (2015), as in the client.

        Args:
            eye: where it is, metres.
            look: a point that it looks at.
            fov: degrees from its left edge to its right one.
            size: width and height, pixels.
        """
        width, height = size
        ahead = np.asarray(look, np.float64) - eye
        ahead /= np.linalg.norm(ahead)
        right = np.cross(ahead, (0, 0, 1))
        right /= np.linalg.norm(right)
        up = np.cross(right, ahead)
        half = math.tan(math.radians(fov) / 2)
        x, y = np.meshgrid((np.arange(width) + 0.5) / width * 2 - 1, 1 - (np.arange(height) + 0.5) / height * 2)
        ways = ahead + (x * half)[..., None] * right + (y * half * height / width)[..., None] * up
        ways = (ways / np.linalg.norm(ways, axis=-1, keepdims=True)).reshape(-1, 3).astype(np.float32)
        at = np.tile(np.asarray(eye, np.float32), (len(ways), 1))
        light = np.concatenate(
            [self.radiance(at[i : i + 65536], ways[i : i + 65536]) for i in range(0, len(at), 65536)]
        )
        light = light * np.float32(np.pi * 0.36 * self._baked.manifest.exposure)
        light /= np.array(self._baked.manifest.white, np.float32) ** np.float32(ADAPTED)
        curve = np.clip(light * (2.51 * light + 0.03) / (light * (2.43 * light + 0.59) + 0.14), 0, 1)
        return np.round(curve ** (1 / 2.2) * 255).astype(np.uint8).reshape(height, width, 3)


def _shares(place: Floats, corners: Floats) -> Floats:
    """(n, 3) barycentric coordinates of points in triangles."""
    a, b, c = corners[:, 0], corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    p = place - a
    bb, bc, cc = ((u * v).sum(1) for u, v in ((b, b), (b, c), (c, c)))
    pb, pc = (p * b).sum(1), (p * c).sum(1)
    size = np.maximum(bb * cc - bc * bc, 1e-20)
    second, third = (cc * pb - bc * pc) / size, (bb * pc - bc * pb) / size
    share = np.clip(np.stack([1 - second - third, second, third], axis=1), 0, 1)
    return np.asarray(share / share.sum(1, keepdims=True), np.float32)
