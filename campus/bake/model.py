"""What a bake is: light on what stands still, around what moves, and what shiny things reflect. Plain arrays.

Everything is illuminance in lux (what leaves a white matt surface is that over pi, in cd/m²), linear red, green and
blue of Rec. 709 whose luminance is the photometric one, in **layers that simply add up**. A renderer weighs them:

    light(n) = day * DAY + lamps * LAMPS + screens * SCREENS * (mean colour of what is shown)
             + sun * manifest.sun_lux * max(dot(n, manifest.towards_sun), 0) * SUN * (what moves does not shade it)

`DAY` is the sky and every reflection of sun and sky; `LAMPS` all lamps at their full lumens; `SCREENS` every screen of
the space as a page of pure white (`manifest.screen_nits`). `SUN` is only whether the sun's disc is seen, so that what
moves can take it away and a renderer with a shadow map can have a sharper one. The weights are the light state, the
hour and the art: `manifest.weights` make a picture of them (the eye adapts to the sun patch, a lamp lit by day is seen
to be lit; see `weighing`), and `manifest.exposure` turns their sum into a picture's range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec
import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Ints = NDArray[np.int32]

DAY, LAMPS, SCREENS = "day", "lamps", "screens"
"""The layers; a space without lamps or screens lacks theirs."""
REFLECTED = (DAY, LAMPS)
"""The layers that floors reflect: what a screen throws on walls is too faint to be found in a floor."""

ADAPTED = 0.55
"""How far an eye takes the colour of a room's light (`Manifest.white`) for white."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a bake in words and figures, as `manifest.json` keeps it.

    Attributes:
        format: of the files beside it.
        baker: version of the baker that made them.
        space: its id.
        layout: how its furniture stood; None where it has one layout only.
        own: hash over the space's own geometry, materials and lights; the folder's name begins with it.
        surfaces, places: the same in a form that rounding leaves alone, for other processors.
        around: hash over what stands outside its openings; another one makes the light old, not unusable.
        azimuth, elevation: of the sun, degrees; the azimuth is a compass bearing.
        towards_sun: unit vector in the space's frame.
        sun_lux: illuminance of what faces the sun, red, green and blue.
        screen_nits: luminance of the page that the layer of screens stands for, cd/m².
        layers: those that there are.
        weights: of each layer, of the `sun`, and of what is seen `outside` (an eye within sees it less dazzling than it
            is), for the picture.
        white: colour of the space's light, luminance 1: half of it an eye takes for white.
        exposure: one over the illuminance, so weighted, that is shown as a white surface of medium brightness.
        size: width and height of the lightmap, texels.
        texel: of one, metres.
        probes_low: place of the first probe, metres.
        probes_step: from one probe to the next, metres, x, y, z.
        reflection_at: from where the reflections are seen.
        reflection_low, reflection_high: the box whose walls they are thrown back from.
        figures: how it was made: rays, samples, share of texels in use, lux here and there.
    """

    format: int
    baker: int
    space: str
    layout: str | None
    own: str
    surfaces: str
    places: tuple[float, ...]
    around: str
    azimuth: float
    elevation: float
    towards_sun: tuple[float, float, float]
    sun_lux: tuple[float, float, float]
    screen_nits: float
    layers: tuple[str, ...]
    weights: dict[str, float]
    white: tuple[float, float, float]
    exposure: float
    size: tuple[int, int]
    texel: float
    probes_low: tuple[float, float, float]
    probes_step: tuple[float, float, float]
    reflection_at: tuple[float, float, float]
    reflection_low: tuple[float, float, float]
    reflection_high: tuple[float, float, float]
    figures: dict[str, float]


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer of light, in lux.

    Attributes:
        texels: (h, w, 3) float32; row 0 is v = 0, as graphics cards count. Unused texels repeat their neighbours.
        vertices: (k, 3) float32 for the split mesh: the light of what is too fine for texels; zero where texels serve.
        probes: (z, y, x, 4, 3) float32, irradiance as spherical harmonics of first order: what faces unit vector n gets
            `c[0] + c[1] * n.x + c[2] * n.y + c[3] * n.z`, never below zero.
    """

    texels: Floats
    vertices: Floats
    probes: Floats


@dataclass(frozen=True, eq=False)
class SunSeen:
    """How much of the sun's disc is seen, 0 to 255, by day and with nothing that moves.

    Attributes:
        texels: (h, w) uint8.
        vertices: (k,) uint8; zero where texels serve.
        probes: (z, y, x) uint8.
    """

    texels: Bytes
    vertices: Bytes
    probes: Bytes


@dataclass(frozen=True, eq=False)
class Baked:
    """The light of one space, made beforehand.

    The still mesh of the space has its vertices split where charts end; `split` gives it. Its triangles are those of
    `Space.mesh` in the same order. A vertex is lit by texels or by its own light; the other of the two is black, so
    that a shader adds them up and needs to know nothing.

    Attributes:
        vertex: (k,) int32, which vertex of `Space.mesh` each vertex of the split mesh is.
        triangles: (m, 3) int32 into the split vertices.
        uvs: (k, 2) float32, 0 to 1 over the lightmap.
        layers: by name.
        sun: whether the sun is seen.
        occlusion: for each of `Space.copies`, then each of `Space.moving`: (n,) uint8 for the vertices of its mesh, how
            much of the probe's light reaches it past the thing itself; 255 is all.
        reflection: what shines by the light of each layer of `REFLECTED`: from sharp to blunt, (6, n, n, 3) float32
            cd/m², faces +X -X +Y -Y +Z -Z as OpenGL orders and turns them, in the space's frame; under
            `manifest.weights`, the sun and what is outside being the day's; level i is for roughness
            i / (number of levels - 1). They add up as the layers do. Empty where none was made.
    """

    manifest: Manifest
    vertex: Ints
    triangles: Ints
    uvs: Floats
    layers: Mapping[str, Layer]
    sun: SunSeen
    occlusion: tuple[Bytes, ...]
    reflection: Mapping[str, tuple[Floats, ...]]

    def split(self, mesh: Mesh) -> Mesh:
        """The space's still mesh with as many vertices as the bake has texture coordinates.

        Args:
            mesh: `Space.mesh` of the space that was baked.

        Raises:
            ValueError: when it is another mesh.
        """
        if len(mesh.triangles) != len(self.triangles) or len(mesh.positions) <= int(self.vertex.max(initial=-1)):
            raise ValueError(f"This light was baked for another mesh of '{self.manifest.space}'. Run: campus bake.")
        return replace(
            mesh,
            positions=mesh.positions[self.vertex],
            normals=mesh.normals[self.vertex],
            uvs=mesh.uvs[self.vertex],
            triangles=self.triangles,
        )

    @property
    def by_corners(self) -> NDArray[np.bool_]:
        """(m,) the triangles that have no texels: the light of their corners is theirs."""
        return np.asarray(~(self.uvs[self.triangles] > 0).any(axis=(1, 2)))

    def with_corners(
        self,
        which: NDArray[np.integer],
        corners: NDArray[np.integer],
        vertex: NDArray[np.integer],
        light: Mapping[str, Floats],
        sun: Bytes,
        uvs: Floats | None = None,
    ) -> Baked:
        """The same with more vertices, which some triangles have instead of theirs.

        Args:
            which: (n,) those triangles.
            corners: (n, 3) theirs, as numbers of the new vertices.
            vertex: (k,) which vertex of `Space.mesh` each new one is.
            light: (k, 3) theirs, by layer.
            sun: (k,) whether it is seen from them.
            uvs: (k, 2) where they lie on the lightmap; None is nowhere.
        """
        triangles = self.triangles.copy()
        triangles[which] = (corners + len(self.vertex)).astype(triangles.dtype)
        nowhere = np.zeros((len(vertex), 2), np.float32)
        return replace(
            self,
            vertex=np.concatenate([self.vertex, vertex.astype(self.vertex.dtype)]),
            triangles=triangles,
            uvs=np.concatenate([self.uvs, nowhere if uvs is None else uvs]),
            layers={
                name: replace(layer, vertices=np.concatenate([layer.vertices, light[name]]))
                for name, layer in self.layers.items()
            },
            sun=replace(self.sun, vertices=np.concatenate([self.sun.vertices, sun])),
        )

    def at(self, point: tuple[float, float, float], layer: str) -> Floats:
        """(4, 3) irradiance around a point, between the probes; see `Layer.probes`."""
        probes = self.layers[layer].probes
        place = (np.asarray(point) - self.manifest.probes_low) / self.manifest.probes_step
        place = np.clip(place, 0, np.array(probes.shape[2::-1]) - 1)
        low = np.minimum(place.astype(int), np.maximum(np.array(probes.shape[2::-1]) - 2, 0))
        share = place - low
        total = np.zeros((4, 3), np.float32)
        for corner in np.ndindex(2, 2, 2):
            x, y, z = np.minimum(low + corner, np.array(probes.shape[2::-1]) - 1)
            weight = np.prod(np.where(np.array(corner) == 1, share, 1 - share))
            total += np.float32(weight) * probes[z, y, x]
        return total
