"""The light that fills a space: sky through its openings, the sun's patches thrown back, its lamps.

A coarse grid of voxels stands in for the space. Light crosses it along a few dozen directions, slice by slice (the
discrete ordinates of heat transfer), is taken in by what it meets and given back in its colour, a few times over.
What remains is, for each voxel, how much light there is and where it comes from; the shader looks it up. A finer grid
says how near other surfaces are, which darkens corners and what stands on the floor.

Pure numpy; takes well under a second for a hall. A baked lightmap will be finer; this needs no preparation at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.client.view.crossing import at_floor, cross, directions, filled, refined
from campus.client.view.hour import PAINTED, Colour, HourLight, opened
from campus.client.view.kept import Arrays, kept, source_of
from campus.client.view.kept_whole import told
from campus.client.view.shading import linear
from campus.client.view.surfels import NEAR_CELL_M, Array, Surfels, surfels_of
from campus.space.model import Space

CELL_M = 0.45
"""About the thickness of a wall: one layer of cells then holds it."""
MOST_CELLS = 60_000
DIRECTIONS = 40
BOUNCES = 3
SUN = 4.4
"""Irradiance over pi of a surface that faces the sun, where the open sky gives about 1."""
GROUND = np.array([0.55, 0.50, 0.42], np.float32)
"""What comes up from pale gravel and far land under this sun."""
MID_TONE = 0.25
"""What a picture multiplies light with: white in the shade is a pleasant mid-tone, and the sun has room above it."""
OPENS = 0.4
"""How far an eye follows when the light is dimmed: the power of what is missing that it makes good."""
BEHIND = 0.4
"""How much of what lies behind a room's walls counts as surface."""
SPREADS = 2
LUMENS_PER_UNIT = 420.0
"""How many lumens on a square metre equal one unit: few, for a lamp lit by day must still be seen to be lit."""


@dataclass(frozen=True, eq=False)
class LightField:
    """Light in a box of cells.

    Attributes:
        low: (3,) the lowest corner of the grid, metres.
        cell: a cell's size, metres, or (3,) of its sides.
        light: (z, y, x, 4) uint8: the square root of the mean radiance over `brightest`, red, green and blue; and how
            much surface is within a cell or two.
        slope: (z, y, x, 4) uint8, 128 being 0: where light comes from; what faces unit vector n gets
            light * (1 + slope . n); then whether the sun may fall anywhere near, 0 for not.
        brightest: radiance that 255 stands for; 1 is the open sky.
        exposure: what the picture multiplies light with so that the shaded floor is a pleasant mid-tone.
        sun: irradiance over pi of what faces the sun.
        day, lamps: what the layers of a baked lightmap are multiplied with; nothing else reads them.
        hour: what the hour makes of the lightmap's day, red, green and blue.
        beam: what it makes of the sun.
        opened: how much wider the eye is open than at the painted hour; the light has it, what lies outside has not.
    """

    low: Array
    cell: float | Array
    light: NDArray[np.uint8]
    slope: NDArray[np.uint8]
    brightest: float
    exposure: float
    sun: float
    day: float = 1.0
    lamps: float = 1.0
    hour: Colour = (1.0, 1.0, 1.0)
    beam: Colour = (1.0, 1.0, 1.0)
    opened: float = 1.0


def light_field(space: Space, towards_sun: tuple[float, float, float]) -> LightField:
    """The light of a space by day, its lamps lit.

    Args:
        space: as compiled.
        towards_sun: unit vector in the space's frame.
    """
    depends_on: tuple[str | bytes, ...] = (*_crossed(space), repr(towards_sun), *_sources())
    return _field_of(kept(f"estimate-{space.id}", depends_on, lambda: _computed(space, towards_sun)))


def light_states(
    space: Space, towards_sun: tuple[float, float, float], hour: HourLight = PAINTED
) -> Mapping[str, LightField]:
    """The light of a space in each of its light states, as one eye sees them that came in by the first.

    Light adds up: what comes from the sky and what comes from the lamps is worked out once each, and mixed. A darker
    state looks darker, though less so than a meter says: the eye opens a little.

    Args:
        space: as compiled; in the first of its states.
        towards_sun: unit vector in the space's frame, at the painted hour.
        hour: beside that one.

    Returns:
        By the state's id; under an empty one for a space without states.
    """
    scene = space.scene
    lights = getattr(scene, "lights", None) or {"": 1.0}
    states = {name: (share, scene.daylight.get(name, 1.0) if name else 1.0) for name, share in lights.items()}
    depends_on: tuple[str | bytes, ...] = (*_crossed(space), repr(towards_sun), repr(states), repr(hour), *_sources())
    found = kept(f"light-states-{space.id}", depends_on, lambda: _computed_states(space, towards_sun, states, hour))
    fields = [_field_of({key: found[f"{number}-{key}"] for key in _KEPT}) for number in range(len(states))]
    return {
        name: replace(field, hour=hour.fill, beam=hour.beam, opened=float(found["opened"]))
        for name, field in zip(states, fields, strict=True)
    }


def _crossed(space: Space) -> list[bytes]:
    """All that light meets in a space, as words: another sign on a wall is no new light, another wall always is."""
    copies = tuple((each.mesh, each.placements) for each in space.copies if each.role != "seat-taken")
    moving = tuple((each.part.mesh, each.part.pivot, each.at, each.heading) for each in space.moving)
    return told((space.mesh, copies, moving, space.lamps, space.bounds, space.materials, space.sun, _is_roofed(space)))


def _is_roofed(space: Space) -> bool:
    shell = getattr(space.scene, "shell", None)
    return shell is None or hasattr(shell.spec, "ceiling")


def _sources() -> tuple[bytes, ...]:
    """What light is worked out with: after a change of it nothing that was kept holds any more."""
    return tuple(
        source_of(str(Path(__file__).with_name(f"{name}.py"))) for name in ("light", "crossing", "surfels", "hour")
    )


_KEPT = ("low", "light", "slope", "brightest", "exposure", "sun")


def _field_of(found: Arrays) -> LightField:
    return LightField(
        np.asarray(found["low"], np.float32),
        NEAR_CELL_M,
        np.asarray(found["light"], np.uint8),
        np.asarray(found["slope"], np.uint8),
        float(found["brightest"]),
        float(found["exposure"]),
        float(found["sun"]),
    )


def _computed(space: Space, towards_sun: tuple[float, float, float]) -> Arrays:
    room = _Crossed(space, towards_sun)
    mean, along = room.solved(1.0, 1.0)
    return room.seen(mean, along, room.typical(mean), towards_sun)


def _computed_states(
    space: Space,
    towards_sun: tuple[float, float, float],
    states: Mapping[str, tuple[float, float]],
    hour: HourLight,
) -> Arrays:
    """The arrays of every state, their names numbered; `states` are shares of lamps and of daylight."""
    room = _Crossed(space, towards_sun)
    by_day, by_lamps = room.solved(1.0, 0.0), room.solved(0.0, 1.0)
    opens_with = next(iter(states.values()))[0]
    arrays: dict[str, NDArray[Any]] = {}
    first = painted = for_hour = 0.0
    fill = np.array(hour.fill, np.float32)
    for number, (lamps, daylight) in enumerate(states.values()):
        lit = lamps / opens_with if opens_with else 0.0  # the lamps of a compiled space are as it opens
        mean = daylight * fill * by_day[0] + lit * by_lamps[0]
        along = daylight * np.float32(fill.mean()) * by_day[1] + lit * by_lamps[1]
        typical = room.typical(mean)
        if not first:
            first, painted = typical, room.typical(daylight * by_day[0] + lit * by_lamps[0])
            for_hour = opened(painted, first)
        wider = for_hour * (first / max(typical, 1e-3)) ** OPENS
        seen = room.seen(mean * wider, along * wider, painted, towards_sun)
        seen["sun"] = seen["sun"] * daylight * wider
        arrays |= {f"{number}-{key}": value for key, value in seen.items()}
    return arrays | {"opened": np.array(for_hour)}


class _Crossed:
    """A space as light crosses it: what is in the way, what is given back, and what shines.

    Args:
        space: as compiled.
        towards_sun: unit vector in the space's frame.
    """

    def __init__(self, space: Space, towards_sun: tuple[float, float, float]) -> None:
        self._space, self._towards_sun = space, towards_sun
        self._surfels = surfels_of(space)
        size = np.maximum(space.bounds[1] - space.bounds[0], 0.5)
        cell_m = max(CELL_M, float((np.prod(size) / MOST_CELLS) ** (1 / 3)))
        inner = np.maximum(np.round(size / cell_m), 1).astype(int)
        self._cell = (size / inner).astype(np.float32)
        self._low = (space.bounds[0] - self._cell).astype(np.float32)
        self._shape = (int(inner[0]) + 2, int(inner[1]) + 2, int(inner[2]) + 2)
        self._opaque, self._albedo = _voxels(self._surfels, self._low, self._cell, self._shape)
        self._weight: Array = np.maximum(1 - self._opaque, 0.0)

    def solved(self, daylight: float, lamps: float) -> tuple[Array, Array]:
        """Where light has come after a few bounces, by shares of daylight and of lamps.

        Returns:
            (x, y, z, 3) mean radiance, and (x, y, z, 3) along which axis how much of it comes.
        """
        shape, cell, albedo = self._shape, self._cell, self._albedo
        given = np.zeros((3, 2, *shape, 3), np.float32)
        sunward = np.array(self._towards_sun, np.float32)
        sun_colour = np.array(linear(self._space.sun.colour), np.float32) * np.float32(SUN * daylight)
        sky_colour = np.array(linear(self._space.sun.sky), np.float32) * np.float32(1.25 * daylight)
        added = _lamps(self._space, self._low, cell, shape) * np.float32(lamps)

        nothing = np.zeros((*shape, 3), np.float32)
        reached = cross(self._opaque, nothing, nothing, -sunward, sun_colour, cell)
        for axis in range(3):
            side = 1 if sunward[axis] > 0 else 0
            given[axis, side] = albedo * reached * abs(float(sunward[axis]))
        sun_given = given.copy()

        mean = along = nothing
        for _ in range(BOUNCES):
            taken = np.zeros_like(given)
            mean, along = np.zeros_like(nothing), np.zeros_like(nothing)
            for way in directions(DIRECTIONS):
                leaving = sum(
                    (float(way[axis] ** 2) * given[axis, 1 if way[axis] > 0 else 0] for axis in range(3)),
                    start=nothing,
                )
                outside = sky_colour * (1 - 0.35 * abs(float(way[2]))) if way[2] < 0 else GROUND * np.float32(daylight)
                arriving = cross(self._opaque, leaving, added, way, outside, cell)
                mean += arriving
                along -= way * arriving.mean(axis=-1, keepdims=True)
                for axis in range(3):
                    taken[axis, 0 if way[axis] > 0 else 1] += arriving * abs(float(way[axis]))
            given = sun_given + taken * (4 / DIRECTIONS) * albedo
        mean /= DIRECTIONS
        along /= DIRECTIONS
        return filled(mean, self._weight), filled(along, self._weight)

    def typical(self, mean: Array) -> float:
        """How bright it is where people stand, for most of them."""
        floor = at_floor(mean, self._weight)
        return float(np.median(floor)) if floor.size else 0.3

    def seen(
        self, mean: Array, along: Array, typical: float, towards_sun: tuple[float, float, float]
    ) -> dict[str, NDArray[Any]]:
        """The arrays of a `LightField`, as an eye sees the light that is used to `typical`."""
        slope = 2 * along / np.maximum(mean.mean(axis=-1, keepdims=True), 1e-4)
        steep = np.linalg.norm(slope, axis=-1, keepdims=True)
        slope = slope * (np.minimum(steep, 1.0) / np.maximum(steep, 1e-6))

        # What an eye does: it opens for deep shade and closes at the window. Half of that range is kept.
        brightness = np.maximum(mean.mean(axis=-1, keepdims=True), 1e-4)
        mean = mean * (typical / brightness) ** 0.35
        # And it takes the colour of a warm room for white, for the most part.
        mean = mean + 0.55 * (mean.mean(axis=-1, keepdims=True) - mean)

        near_low, near = _nearness(self._surfels, self._space.bounds, _is_roofed(self._space))
        both = refined(np.concatenate([mean, slope], axis=-1), self._low, self._cell, near_low, near.shape)
        brightest = float(both[..., :3].max()) or 1.0
        return {
            "low": near_low,
            "light": _bytes(np.concatenate([np.sqrt(both[..., :3] / brightest), near[..., None]], axis=-1)),
            "slope": _bytes(np.concatenate([both[..., 3:] / 2 + 0.5, np.ones_like(near)[..., None]], axis=-1)),
            "brightest": np.array(brightest),
            "exposure": np.array(MID_TONE / max(typical, 0.02)),
            "sun": np.array(4.0 * typical / max(float(towards_sun[2]), 0.2)),
        }


def _bytes(values: Array) -> NDArray[np.uint8]:
    return np.round(np.clip(values, 0, 1) * 255).astype(np.uint8)


def _voxels(surfels: Surfels, low: Array, cell: Array, shape: tuple[int, int, int]) -> tuple[Array, Array]:
    """How opaque each cell is, (x, y, z, 1), and the colour of what is in it, (x, y, z, 3)."""
    # Half a cell behind the surface: a wall's cells lie in the wall, not in the room.
    inside = surfels.at - surfels.normal * cell * 0.45
    index = np.floor((inside - low) / cell).astype(int)
    good = np.all((index >= 0) & (index < shape), axis=1)
    flat = np.ravel_multi_index(tuple(index[good].T), shape)
    total = int(np.prod(shape))
    area = np.bincount(flat, (surfels.area * surfels.dense)[good], total)
    colour = np.stack(
        [np.bincount(flat, (surfels.area * surfels.dense)[good] * surfels.colour[good, i], total) for i in range(3)], -1
    )
    albedo = colour / np.maximum(area, 1e-9)[:, None]
    opaque = np.minimum(area / (0.7 * float(np.prod(cell)) ** (2 / 3)), 1.0).reshape(shape)
    # The edges of the outer layer lie behind two walls: no light comes round them.
    outer = sum(
        (np.arange(n) % (n - 1) == 0).astype(int).reshape([-1 if i == axis else 1 for i in range(3)])
        for axis, n in enumerate(shape)
    )
    opaque = np.where(outer >= 2, 1.0, opaque)
    return opaque[..., None].astype(np.float32), albedo.reshape(*shape, 3).astype(np.float32)


def _lamps(space: Space, low: Array, cell: Array, shape: tuple[int, int, int]) -> Array:
    """What the lamps add to the radiance that leaves each cell, (x, y, z, 3)."""
    added: Array = np.zeros((*shape, 3), np.float32)
    for lamp in space.lamps:
        index = np.floor((np.array(lamp.place.at) - low) / cell).astype(int)
        if np.all((index >= 0) & (index < shape)):
            added[tuple(index)] += kelvin_colour(lamp.kelvins) * (
                lamp.lumens / LUMENS_PER_UNIT / (4 * np.pi * 1.5 * float(np.prod(cell)) ** (2 / 3))
            )
    return added


def kelvin_colour(kelvins: float) -> Array:
    """(3,) linear colour of a lamp, mean 1; after Tanner Helland's fit of the black body (2012), softened by half."""
    t = kelvins / 100
    red = 255.0 if t <= 66 else 329.7 * (t - 60) ** -0.1332
    green = 99.47 * np.log(t) - 161.12 if t <= 66 else 288.12 * (t - 60) ** -0.0755
    blue = 255.0 if t >= 66 else 0.0 if t <= 19 else 138.52 * np.log(t - 10) - 305.04
    colour: Array = (np.clip([red, green, blue], 0, 255) / 255).astype(np.float32) ** np.float32(1.1)
    balanced: Array = colour / colour.mean()
    return balanced


def _nearness(surfels: Surfels, bounds: Array, roofed: bool) -> tuple[Array, Array]:
    """The fine grid: its lowest corner, and (z, y, x) how much surface is within a cell or two, or `roofed`, wall."""
    # Half a cell off, so that floors and walls on round numbers run through the middle of cells.
    low = (bounds[0] - 2.5 * NEAR_CELL_M).astype(np.float32)
    size = np.ceil((bounds[1] - bounds[0]) / NEAR_CELL_M).astype(int) + 5
    shape = (int(size[2]), int(size[1]), int(size[0]))
    index = np.floor((surfels.at - low) / NEAR_CELL_M).astype(int)
    good = np.all((index >= 0) & (index < size), axis=1)
    x, y, z = index[good].T
    weight = (surfels.area * surfels.dense)[good]
    area = np.bincount((z * shape[1] + y) * shape[2] + x, weight, int(np.prod(shape)))
    filled: Array = np.minimum(area / NEAR_CELL_M**2, 1.2).reshape(shape).astype(np.float32)
    if roofed:
        # Behind walls there is more of them: else it were lighter in the very corner than a hand's breadth from it.
        for axis in range(3):
            at = low[2 - axis] + (np.arange(shape[axis]) + 0.5) * NEAR_CELL_M
            behind = (at < bounds[0][2 - axis]) | (at > bounds[1][2 - axis])
            behind = behind.reshape([-1 if i == axis else 1 for i in range(3)])
            filled = np.where(behind, np.maximum(filled, np.float32(BEHIND)), filled)
    for axis in range(3):
        for _ in range(SPREADS):  # twice, and no cell is found in the picture
            padded = np.pad(filled, [(1, 1) if a == axis else (0, 0) for a in range(3)], mode="edge")
            one, two, three = (padded.take(range(i, i + shape[axis]), axis=axis) for i in range(3))
            filled = ((one + two + three) / 3).astype(np.float32)
    return low, filled / np.float32(1 + BEHIND) if roofed else filled  # in the middle of a wall as without the rest
