"""The light that a space is drawn in: what its shaders know of it, the sun's maps, reflections, and how it changes.

Owns nothing that stands in the space, and knows nothing of what lies outside.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from panda3d.core import NodePath

from campus.client.view.coarse import before_sun
from campus.client.view.dimming import Lit, Way, shares_along
from campus.client.view.hour import HourLight, turned
from campus.client.view.kept_whole import kept_whole
from campus.client.view.lent import AMOUNTS, Shares
from campus.client.view.light import LightField
from campus.client.view.lightmapped import baked_mirror
from campus.client.view.materials import volume
from campus.client.view.mirror import BakedMirror, Mirror, no_mirror
from campus.client.view.prepared import Prepared
from campus.client.view.quality import Quality
from campus.client.view.shading import linear
from campus.client.view.sunlight import SunMap, towards_sun
from campus.space.model import Space

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

SHINES_BY_ITSELF = "blue-glow"
"""What glows in this material is a display and no lamp: it is not dimmed with them."""
EYES_M = 1.6
TALLEST_M = 2.2
ESTIMATED_LUX = 2000.0
"""What an eye is used to where nothing was baked that knows: a room by day."""
SEEN = (*AMOUNTS, "mirror_shade")
WHERE_ONE_STANDS = ("moving_map", "moving_matrix", "exposure")
"""What the picture has from the space that is presented, whatever is seen beyond it: the shadows of its people."""


def _shadows_fall(prepared: Prepared) -> frozenset[tuple[int, int]] | None:
    """From which squares of the floor people's shadows may fall on anything, at the baked hour; None is everywhere."""
    if prepared.lightmap is None:
        return None
    space, light = prepared.space, prepared.lightmap
    at = [spawn.at[:3] for spawn in space.spawns.values()] + [seat.at[:3] for seat in space.seats.values()]
    places = np.array(at or [space.bounds.mean(axis=0)], np.float32) + np.array((0, 0, EYES_M), np.float32)
    x, y, up = prepared.towards_sun
    away = TALLEST_M / max(up, 0.1)
    made_from = (light.baked, light.mesh, places, (x * away, y * away))

    def squares() -> NDArray[np.int64]:
        found = before_sun(light.baked, light.mesh.corners(), places, (x * away, y * away))
        return np.array(sorted(found), np.int64).reshape(-1, 2)

    kept = kept_whole(f"before-sun-{space.id}", made_from, (), squares)
    return frozenset((column, row) for column, row in kept.tolist())


class Lighting:
    """The light of one space at the moment.

    Args:
        base: the application.
        root: the node of the space; its shaders are told.
        people: the node under which people are placed: they cast shadows of their own.
        prepared: whose light it is.
        quality: of the picture.

    Attributes:
        exposure: what one unit of light becomes in the picture.
        field: the light in the air.
        hour: of the day.
        towards: unit vector to what shines at that hour, in the space's frame.
        outside: how much of what lies outside is seen through the blinds, 0 to 1.
        white: what one lux is shown as; None where no light was baked.
        eye: how much of the light is seen by an eye that is still used to another space's.
        told: how often the shaders were told of a light: as long as it stays, nothing of the light has changed.
    """

    def __init__(self, base: ShowBase, root: NodePath, people: NodePath, prepared: Prepared, quality: Quality) -> None:
        self._root, self._space, self._quality = root, prepared.space, quality
        self._inputs: dict[str, Any] = {}
        self.told = 0
        self.eye = Shares()
        self._way: Way | None = None
        self._reached = -1
        self.hour, self.towards = prepared.hour, prepared.towards_sun
        baked, bounds = prepared.lightmap.baked if prepared.lightmap else None, prepared.space.bounds
        self.white = baked.manifest.exposure if baked else None
        self._sun = SunMap(base, root, self.towards, bounds, size=quality.sun_map)
        self._moving = SunMap(base, people, self.towards, bounds, size=1024, once=False, sees=SunMap.SEES_PEOPLE)
        self._moving.set_active(False)
        self._shadows_fall = _shadows_fall(prepared) if quality.people_shadows else None
        # Where nothing was baked the space looks around in itself, once; a processor that draws does not.
        self._mirror: BakedMirror | Mirror | None = baked_mirror(baked) if baked else None
        if isinstance(self._mirror, BakedMirror) and prepared.land is not None:
            self._mirror.show(prepared.land)
        if self._mirror is None and quality.reflections:
            self._mirror = Mirror(base, root, bounds)
        self._light(prepared.light)

    def relight(self, light: LightField, space: Space) -> None:
        """Lights the space anew, at once; the next frame draws what it reflects.

        Args:
            light: of the same extent.
            space: as it is now: its sun may have another colour.
        """
        self._space, self._way = space, None
        self._light(light)
        if self._mirror:
            self._mirror.draw_again()

    def set_out(self, way: Sequence[Lit], now: float) -> None:
        """The light is to go along these steps, beginning at `now` seconds; `step` and `glide` take it there."""
        self._way, self._reached = Way(tuple(way), now), -1

    @property
    def is_dimming(self) -> bool:
        """Whether the light is on its way."""
        return self._way is not None

    def step(self, now: float) -> Lit | None:
        """Goes on to the step that is reached at a time.

        Returns:
            The step, if it is another: its hour is still to be turned to, and what lies outside to be exposed for it.
        """
        if self._way is None or (reached := self._way.at(now)[0]) == self._reached:
            return None
        self._reached = reached
        lit = self._way.steps[reached]
        self._tell_probes(lit.field)
        self._tell_shares(lit)
        if self._mirror:
            self._tell(**self._mirror.lit(lit.field))
        for path in self._root.find_all_matches(f"**/{SHINES_BY_ITSELF}"):
            path.set_shader_input("glow", 1.0 / self.exposure)
        self.outside, self.field = lit.outside, lit.field
        return lit

    def glide(self, now: float) -> None:
        """Between two steps, lets go along what is a mere number; at the last step the way ends."""
        if self._way is None:
            return
        steps = self._way.steps
        reached, part = self._way.at(now)
        if reached < len(steps) - 1:
            self._tell_shares(shares_along(steps[reached], steps[reached + 1], part))
            return
        self._way = None
        if self._mirror:
            self._mirror.draw_again()

    def turn(self, hour: HourLight) -> None:
        """The sun of another hour: where it stands, and what it reaches."""
        self.hour = hour
        self.towards = towards_sun(turned(self._space.sun, hour.shining), self._space.north)
        for map_ in (self._sun, self._moving):
            map_.aim(self.towards)
        self._tell_sun()
        self._sun.redraw()

    def see_as(self, eye: Shares) -> None:
        """Shows as much of the light as an eye sees that is used to another space's."""
        self.eye = eye
        self._root.set_shader_inputs(**eye.of({name: self._inputs[name] for name in SEEN if name in self._inputs}))

    def open(self) -> None:
        """Draws what was left to the thread that draws; see `View.open`."""
        self._sun.open()

    def cast_again(self) -> None:
        """What stands in the sun's way is another: its shadows are drawn anew."""
        self._sun.redraw()

    def reflect_again(self) -> None:
        """What is seen is another: what reflects it is drawn anew."""
        if self._mirror:
            self._mirror.draw_again()

    def let_people_cast(self, on: bool) -> None:
        """Whether people cast shadows in the sun, which are drawn in every frame unless `cast_from` forbids."""
        self._moving.set_active(on and self._quality.people_shadows)

    def cast_from(self, places: Iterable[tuple[float, float]]) -> None:
        """People are at these places: where the sun falls nowhere near, no shadow of theirs has to be drawn."""
        fall = self._shadows_fall
        self._moving.pause(
            fall is not None
            and self.hour.painted  # of another hour, the bake knows nothing
            and all((math.floor(x), math.floor(y)) not in fall for x, y in places)
        )

    @property
    def people_cast(self) -> bool:
        """Whether people cast shadows in the sun at the moment."""
        return self._moving.is_active

    def shine(self, on: bool) -> None:
        """Takes the sun's own light off the space, or gives it back: what is left is measured, never shown."""
        told = {"sun_light": self._inputs["sun_light"] if on else (0.0, 0.0, 0.0)}
        self._root.set_shader_inputs(**self.eye.of(told))

    @property
    def bright(self) -> float:
        """How much light an eye is used to here, lux."""
        return (1 / self.white if self.white else ESTIMATED_LUX) / self.field.opened

    @property
    def lent(self) -> Mapping[str, Any]:
        """What the shaders of whoever sees this space from beside it are told of its light."""
        return {name: value for name, value in self._inputs.items() if name not in WHERE_ONE_STANDS}

    def let_go(self, space: Space) -> None:
        """Keeps only what is left of the space now that it is drawn."""
        self._space = space

    def destroy(self) -> None:
        """Gives maps and reflections back."""
        self._sun.destroy()
        self._moving.destroy()
        if self._mirror:
            self._mirror.destroy()

    def _light(self, field: LightField) -> None:
        self.exposure, self.field, self.outside = field.exposure, field, 1.0
        size = field.cell * np.array(field.light.shape[2::-1])
        self._tell(
            sun_map=self._sun.texture,
            sun_texel=1 / self._quality.sun_map,
            moving_map=self._moving.texture,
            field_low=tuple(field.low.tolist()),
            field_per_metre=tuple((1 / size).tolist()),
            exposure=self.exposure,
        )
        self._tell_sun()
        self._tell_probes(field)
        self._tell_shares(Lit(field))
        self._tell(**(self._mirror.lit(field) if self._mirror else no_mirror(self._space.bounds)))

    def _tell_sun(self) -> None:
        self._tell(
            sun_direction=self.towards,
            sun_matrix=self._sun.matrix,
            moving_matrix=self._moving.matrix,
            sun_as_baked=float(self.hour.painted),
        )

    def _tell_probes(self, field: LightField) -> None:
        self._tell(field_light=volume(field.light), field_slope=volume(field.slope), field_scale=field.brightest)

    def _tell_shares(self, lit: Lit) -> None:
        """What of a light is a mere number: it may change in every frame."""
        field = lit.field
        self._tell(
            sun_light=self._sun_light(field),
            map_shares=(field.day, field.lamps),
            map_hour=field.hour,
            glow=lit.lamps / self.exposure,
        )

    def _tell(self, **inputs: Any) -> None:
        """Gives the shaders of everything here what they need; whoever lies beside may draw with it, too."""
        self._inputs.update(inputs)
        self.told += 1
        self._root.set_shader_inputs(**self.eye.of(inputs))

    def _sun_light(self, field: LightField) -> tuple[float, ...]:
        return tuple(field.sun * c * b for c, b in zip(linear(self._space.sun.colour), field.beam, strict=True))
