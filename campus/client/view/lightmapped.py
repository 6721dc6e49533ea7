"""Light that was baked, as the shader wants it: a texture a layer, light of vertices, probes for what moves.

One unit of light is what a white surface gets in the shade of the space (`manifest.exposure`), and the colour of the
space's own light is taken for white for the most part, as an eye does; and so is that of each of its shades (hues.py).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Geom, Texture

from campus.bake.model import ADAPTED, DAY, LAMPS, Baked, Layer, SunSeen
from campus.client.view.behind_lamps import without_glow
from campus.client.view.between import lit_between
from campus.client.view.creased import creased
from campus.client.view.dapples import at_corners, dappled, fine, flecks
from campus.client.view.dimming import Lit, shown
from campus.client.view.forks import BARK, grown
from campus.client.view.geometry import Column, shares
from campus.client.view.hour import PAINTED, HourLight, opened
from campus.client.view.hues import accustomed, held
from campus.client.view.in_joints import as_their_fronts
from campus.client.view.jointless import STONES, with_shut_joints
from campus.client.view.kept_whole import kept_whole
from campus.client.view.light import MID_TONE, OPENS, LightField
from campus.client.view.mends import mended, mended_maps
from campus.client.view.mirror import BakedMirror
from campus.client.view.sills import Sills, arches_of, carried_through, sills_of
from campus.client.view.slits import without_slits
from campus.client.view.textures import flat
from campus.client.view.whole_faces import with_whole_faces
from campus.mesh import EMPTY, Mesh
from campus.space.model import Space, View

SUN_TO_SHADE = 2.0
"""How much stronger the sun is shown than the bake weighs it against the median shade: patches lie where a space is
brightest already, and are to stand out of that by four or five to one."""
BRIGHTEST = 8.0
"""The most light a probe tells of; beside a lamp there is more, and nobody's head is there."""
MAP_MOST = 6.0
"""The most light a lightmap in bytes holds; more is white in the picture."""
NEAR_TEXELS = 3
"""So near to where the baker saw the sun, the shadow map alone says where it falls."""
EDGE = 2.0
"""What says on `Lightmap.day` that sun and shade meet here."""
NEAR_PROBES = 2
"""So near to a probe that sees the sun, it may fall on what moves."""
NO_LAMPS = 3
"""Values: one black texel."""
HALF_HOLDS = 65504.0
"""Lux in half floats."""

COLUMNS: tuple[Column, ...] = (
    ("chart", 2, Geom.NT_uint16, Geom.C_other),  # `shares`
    ("by_day", 4, Geom.NT_uint8, Geom.C_color),
    ("by_lamps", 4, Geom.NT_uint8, Geom.C_color),
)
"""What every corner of a baked mesh carries besides: its place on the lightmap, and its own light where it has none."""
CORNER_MOST = 16.0
"""The most light a corner of its own holds, as `surface.vert` has it: what is brighter is white in every picture."""

NO_SUN = 128
"""What a corner's byte says of the sun where none may fall, as `surface.vert` has it."""


@dataclass(frozen=True, eq=False)
class Lightmap:
    """A baked space for the graphics card.

    Attributes:
        mesh: the space's still mesh, its vertices split where charts end.
        rows: (n, 9) float32 of each vertex: its place on the lightmap; where it has none, its light by day and by
            lamps, and whether the sun may fall there. `packed` makes of them what `COLUMNS` say.
        day: (h, w, 4) float16 light, row 0 at v = 0; the fourth is where the sun may fall at all, 0 to 1,
            and `EDGE` more where it may end; or less than nothing, by as much of it as falls there.
        lamps: (h, w, 3) float16 light.
        whole: the probes, under all of the day and all of the lamps.
        baked: what it was made from.
        sills: the light on the floor at open arches.
    """

    mesh: Mesh
    rows: NDArray[np.float32]
    day: NDArray[np.float16]
    lamps: NDArray[np.float16]
    whole: LightField
    baked: Baked
    sills: Sills | None = None

    @property
    def variant(self) -> tuple[str, ...]:
        """That of the shader that draws it: a court has no lamps, and nobody looks for their light there."""
        return ("BAKED", "LAMPS") if self.lamps.size > NO_LAMPS else ("BAKED",)

    def slim(self) -> Lightmap:
        """The same for whom it is on the graphics card: only its probes are left, some fifty megabytes less."""
        baked = self.baked
        layers = {
            name: replace(layer, texels=layer.texels[:1, :1].copy(), vertices=layer.vertices[:0].copy())
            for name, layer in baked.layers.items()
        }
        none, no_sun = np.zeros(0, np.int32), np.zeros((1, 1), np.uint8)
        probes_only = replace(
            baked,
            vertex=none,
            triangles=none.reshape(0, 3),
            uvs=np.zeros((0, 2), np.float32),
            layers=layers,
            sun=SunSeen(no_sun, no_sun[0, :0], baked.sun.probes),
            occlusion=(),
            reflection={},
        )
        day, lamps, rows = self.day[:1, :1].copy(), self.lamps[:1, :1].copy(), self.rows[:0].copy()
        return replace(self, mesh=EMPTY, rows=rows, day=day, lamps=lamps, baked=probes_only)


def lightmap(mesh: Mesh, baked: Baked, space: Space | None = None) -> Lightmap:
    """A bake in the renderer's units: worked out once, and kept for the next start.

    Args:
        mesh: `Space.mesh` of the space that was baked.
        baked: its light.
        space: whose arches the floor's light is told of; none otherwise.

    Raises:
        ValueError: when it is another mesh.
    """
    classes = (Lightmap, Mesh, LightField, Baked, Layer, SunSeen, Sills)
    # Nothing else of the space: a word on a sign is no new light. Each layout has a light of its own.
    of_space = (
        (_shining(space), arches_of(space), _of(space, STONES), _of(space, BARK)) if space else ((), None, (), ())
    )
    name = "-".join(filter(None, ("light", baked.manifest.space, baked.manifest.layout)))
    return kept_whole(name, (*of_space, mesh, baked), classes, lambda: _lightmap(mesh, baked, *of_space))


def _shining(space: Space) -> tuple[str, ...]:
    """The materials that shine by themselves."""
    return tuple(sorted(name for name, material in space.materials.items() if material.emission > 0))


def _of(space: Space, patterns: Collection[str]) -> tuple[str, ...]:
    """The materials of what is built of stones, or has bark, by their patterns."""
    return tuple(sorted(name for name, material in space.materials.items() if material.pattern in patterns))


def _lightmap(
    mesh: Mesh,
    baked: Baked,
    shining: tuple[str, ...],
    arches: tuple[View, ...] | None,
    stones: tuple[str, ...],
    barks: tuple[str, ...],
) -> Lightmap:
    unit, baked = _unit(baked), mended(mesh, baked)
    split, black = baked.split(mesh), np.zeros((1, 1, 3), np.float32)
    if shining:
        baked = without_glow(split, baked, frozenset(shining))
    even = _evened(split, baked)
    texels, vertices = {}, {}
    for name in (DAY, LAMPS):
        layer = baked.layers.get(name)
        scale = unit * np.float32(baked.manifest.weights.get(name, 0.0))
        texels[name] = (_shown(name, even[name] * scale) if layer else black).astype(np.float16)
        vertices[name] = np.zeros((len(baked.vertex), 3), np.float32)
        if layer:
            weight = np.float32(baked.manifest.weights.get(name, 0.0))
            vertices[name] = _shown(name, accustomed(layer.vertices * unit) * weight)
    if arches:
        carried_through(arches, split, baked.uvs, texels)
    own_sun = _sun_at_corners(split, baked)[:, None]
    rows = np.concatenate([baked.uvs, vertices[DAY], vertices[LAMPS], own_sun], axis=1, dtype=np.float32)
    rows, maps = with_whole_faces(split, baked.vertex, rows, {2: texels[DAY], 5: texels[LAMPS]}, baked.manifest.texel)
    texels = {DAY: maps[2], LAMPS: maps[5]}
    tall, wide = baked.sun.texels.shape
    day = np.broadcast_to(texels[DAY], (tall, wide, 3))
    day = np.concatenate([day, _sun_shown(split, baked)[..., None]], axis=-1, dtype=np.float16)
    sills = sills_of(arches, split, baked.uvs, texels) if arches is not None else None
    shut = with_shut_joints(without_slits(split, baked), frozenset(stones))
    split, shut, rows, kinds = as_their_fronts(split, shut, rows, maps, day[..., 3], frozenset(stones))
    rows = lit_between(split, rows, maps, kinds)
    drawn, rows = creased(*grown(shut, frozenset(barks), rows, day[..., 3]))
    return Lightmap(drawn, rows, day, texels[LAMPS], probes(baked), baked, sills)


def packed(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows as of `Lightmap`, laid out as `COLUMNS` say: (n, 3) of four bytes each.

    Light is the square root of its share of `CORNER_MOST`, and that a share of the corner's brightest root, which is
    the lamps' fourth: in a dim vault, bytes of the whole range would be stains of green and pink. The sun is the
    day's fourth, `NO_SUN` of none, and less where it falls in flecks.
    """
    roots = np.sqrt(np.clip(rows[:, 2:8] / np.float32(CORNER_MOST), 0, 1))
    brightest = np.ceil(roots.max(axis=1, initial=0) * 255) / np.float32(255)
    colours = np.zeros((len(rows), 2, 4), np.uint8)
    colours[..., :3] = _bytes(roots / np.maximum(brightest, np.float32(1 / 255))[:, None]).reshape(-1, 2, 3)
    colours[:, 0, 3] = np.round(np.clip(rows[:, 8], -1, 1) * (255 - NO_SUN)) + NO_SUN
    colours[:, 1, 3] = _bytes(brightest)
    return np.concatenate([shares(rows[:, :2]), colours.reshape(-1, 8).view(np.float32)], axis=1)


def _evened(split: Mesh, baked: Baked) -> dict[str, NDArray[np.float16]]:
    """(h, w, 3) lux of each layer on the lightmap, as an eye takes it, without what is no light of the space."""
    unit, layers = _unit(baked), mended_maps(split, baked)
    return {
        name: np.minimum(accustomed(light * unit) / unit, HALF_HOLDS).astype(np.float16)
        for name, light in layers.items()
    }


def _sun_shown(split: Mesh, baked: Baked) -> NDArray[np.float32]:
    """(h, w) where the sun may fall, as `Lightmap.day` says it."""
    sun = baked.sun.texels
    if not fine(split, baked) or not (apart := dappled(sun)).any():
        return _grown(sun)
    near = _grown(np.where(apart, 0, sun).astype(np.uint8))
    return np.asarray(np.where(near > 0, near, -flecks(sun, apart)), np.float32)


def _sun_at_corners(split: Mesh, baked: Baked) -> NDArray[np.float32]:
    """(n,) where the sun may fall on corners with a light of their own, or, negative, how much of it falls there."""
    near, sun = baked.sun.vertices.astype(np.float32) / np.float32(255), baked.sun.texels
    if not fine(split, baked) or not (apart := dappled(sun)).any():
        return near
    flecked = at_corners(split, baked, flecks(sun, apart))
    return np.asarray(np.where(flecked > 0, -flecked, near), np.float32)


def _grown(sun: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Where a sunlit texel is near: the shadow map draws the edge, and does not know all that shades from far away.

    `EDGE` more where the sun ends: within a texel, or between a sunny one and one in the shade.
    """
    near = (_widest(sun, NEAR_TEXELS) / np.float32(255)).astype(np.float32)
    edge: NDArray[np.bool_] = (sun > 0) & ((sun < 255) | (_widest(255 - sun, 1) == 255))
    return near + np.float32(EDGE) * edge.astype(np.float32)


def _widest(values: NDArray[np.uint8], reach: int) -> NDArray[np.uint8]:
    """The most that there is so far around each, along every axis."""
    most = values
    for axis in range(values.ndim):
        padded = np.pad(most, [(reach, reach) if a == axis else (0, 0) for a in range(values.ndim)], mode="edge")
        ways = [padded.take(range(i, i + values.shape[axis]), axis=axis) for i in range(2 * reach + 1)]
        most = np.max(ways, axis=0)
    return most


def probes(
    baked: Baked, day: float = 1.0, lamps: float = 1.0, opened: float = 1.0, hour: HourLight = PAINTED
) -> LightField:
    """The light in the air of a space, for what moves and for copies.

    Args:
        baked: its light.
        day: share of daylight.
        lamps: share of the lamps' own light.
        opened: how much wider the eye is than at the first state and the painted hour; multiplies everything.
        hour: beside the one that was baked.
    """
    manifest, unit = baked.manifest, _unit(baked)
    shares = {DAY: np.float32(day) * np.array(hour.fill, np.float32), LAMPS: np.full(3, lamps, np.float32)}
    sums = [
        _in_the_air(name, layer.probes * unit, manifest.weights[name]) * (np.float32(opened) * shares[name])
        for name, layer in baked.layers.items()
        if name in shares
    ]
    total = np.sum(sums, axis=0)
    mean = np.clip(total[..., 0, :], 0, BRIGHTEST)
    grey = np.maximum(total[..., 0, :].mean(axis=-1, keepdims=True), 1e-4)
    slope = total[..., 1:, :].mean(axis=-1) / grey
    steep = np.linalg.norm(slope, axis=-1, keepdims=True)
    slope = slope * (np.minimum(steep, 1.0) / np.maximum(steep, 1e-6))
    brightest = float(mean.max()) or 1.0
    clear = np.zeros((*mean.shape[:3], 1), np.float32)
    step = np.array(manifest.probes_step, np.float32)
    return LightField(
        low=(np.array(manifest.probes_low, np.float32) - step / 2).astype(np.float32),
        cell=step,
        light=_bytes(np.concatenate([np.sqrt(mean / brightest), clear], axis=-1)),
        slope=_bytes(np.concatenate([slope / 2 + 0.5, _near_sun(baked, hour)[..., None]], axis=-1)),
        brightest=brightest,
        exposure=MID_TONE,
        sun=float(np.mean(np.array(manifest.sun_lux) * unit))
        * manifest.weights.get("sun", 1.0)
        * SUN_TO_SHADE
        * day
        * opened,
        day=day * opened,
        lamps=lamps * opened,
        hour=hour.fill,
        beam=hour.beam,
    )


def _shown(layer: str, light: NDArray[np.float32]) -> NDArray[np.float32]:
    """(…, 3) light of a layer, weighed: daylight is held back where it is very bright, lamps are seen to shine."""
    return held(light) if layer == DAY else light


def _in_the_air(layer: str, light: NDArray[np.float32], weight: float) -> NDArray[np.float32]:
    """(z, y, x, 4, 3) light from all sides, weighed, whose mean is as an eye takes it, like that of the lightmap."""
    mean = np.maximum(light[..., 0, :], np.float32(1e-9))
    return np.asarray(light * (_shown(layer, accustomed(mean) * np.float32(weight)) / mean)[..., None, :], np.float32)


def _near_sun(baked: Baked, hour: HourLight) -> NDArray[np.float32]:
    """(z, y, x) whether the sun is seen from near a probe, 0 to 1; at another hour than the baked one nobody knows."""
    seen = baked.sun.probes
    if not hour.painted:
        return np.ones(seen.shape, np.float32)
    return (_widest(seen, NEAR_PROBES) / np.float32(255)).astype(np.float32)


def baked_mirror(baked: Baked) -> BakedMirror | None:
    """What the space reflects, in the renderer's units; None where that was not baked."""
    if DAY not in baked.reflection:
        return None
    manifest = baked.manifest
    light = np.array(manifest.white, np.float32) * _unit(baked)  # that fills the space: things are seen in its colour
    unit = accustomed(light) / light * _unit(baked) * np.float32(np.pi)
    levels = {name: tuple(level * unit for level in levels) for name, levels in baked.reflection.items()}
    box = np.array((manifest.reflection_low, manifest.reflection_high), np.float32)
    return BakedMirror(levels[DAY], levels.get(LAMPS), manifest.reflection_at, box)


def lit_by(space: Space, baked: Baked, hour: HourLight = PAINTED) -> Mapping[str, Lit]:
    """A baked space under each of its light states, as `dimming.lit_states` has it of one that is not baked.

    A darker state looks darker, though less so than a meter says: the eye opens a little, and more for an hour.
    """
    scene = space.scene
    found: dict[str, Lit] = {}
    first = for_hour = 0.0
    for name, lamps in (scene.lights or {"": 1.0}).items():
        day = scene.daylight.get(name, 1.0)
        typical = _typical(baked, day, lamps, hour)
        if not first:
            first, for_hour = typical, opened(_typical(baked, day, lamps, PAINTED), typical)
        wider = for_hour * (first / max(typical, 1e-3)) ** OPENS
        field = replace(probes(baked, day, lamps, wider, hour), opened=for_hour)
        found[name] = Lit(field, shown(lamps), shown(day), hour)
    return found


def _typical(baked: Baked, day: float, lamps: float, hour: HourLight) -> float:
    """How bright it is in the middle of a space, for most of it."""
    shares = {DAY: np.float32(day) * np.array(hour.fill, np.float32), LAMPS: np.full(3, lamps, np.float32)}
    weights = baked.manifest.weights
    parts = [
        layer.probes[..., 0, :] * (np.float32(weights[n]) * shares[n])
        for n, layer in baked.layers.items()
        if n in shares
    ]
    return float(np.median(np.sum(parts, axis=0).mean(axis=-1))) * baked.manifest.exposure


def texture(name: str, light: NDArray[np.float16]) -> Texture:
    """A layer's texture of half floats (h, w, 3 or 4), without mipmaps: light has no small print."""
    channels = light.shape[2]
    if channels == 3:
        return flat(name, light[..., ::-1], Texture.F_rgb9_e5)
    told = light[..., [2, 1, 0, 3]]
    told[..., 3] -= np.where(told[..., 3] >= EDGE, np.float16(EDGE), np.float16(0))
    return flat(name, told, Texture.F_rgba16)


def plain_texture(name: str, light: NDArray[np.float16], flecked: NDArray[np.float16] | None = None) -> Texture:
    """The same as square roots in bytes, of light up to `MAP_MOST`: what a processor that draws reads fastest.

    Args:
        name: of the texture.
        light: of a layer.
        flecked: of the lamps, the day's, too: how much sun falls as baked is their fourth.
    """
    height, width, channels = light.shape
    roots = np.sqrt(np.clip(light[..., :3].astype(np.float32) / np.float32(MAP_MOST), 0, 1))
    data = np.zeros((height, width, 4), np.uint8)
    data[..., :3] = _bytes(roots)[..., ::-1]
    if channels == 4:
        told = light[..., 3].astype(np.float32)
        data[..., 3] = _bytes(np.where(told >= EDGE, 1, told / 2))
    if flecked is not None and flecked.shape[:2] == light.shape[:2]:
        data[..., 3] = _bytes(-flecked[..., 3].astype(np.float32))
    return flat(name, data, Texture.F_rgba8)


def _unit(baked: Baked) -> NDArray[np.float32]:
    """(3,) what lux are multiplied with: the shade is 1, and the space's own white nearly white."""
    white = np.array(baked.manifest.white, np.float32) ** np.float32(ADAPTED)
    return (np.float32(baked.manifest.exposure) / white).astype(np.float32)


def _bytes(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    bytes_: NDArray[np.uint8] = np.round(np.clip(values, 0, 1) * 255).astype(np.uint8)
    return bytes_
