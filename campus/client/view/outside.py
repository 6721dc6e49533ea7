"""What lies outside a space as it is drawn: spaces beyond, rooms behind doors, land, the sky. Owns their sun maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import LMatrix4f, NodePath, Texture

from campus.client.view.backdrop import OUTSIDE_SKY, OUTSIDE_SUN, SKY
from campus.client.view.beyond import Neighbour
from campus.client.view.coarse import afar
from campus.client.view.drawn import draw, hang, in_parts, paint
from campus.client.view.geometry import geoms
from campus.client.view.glimpse import Glimpse, Glimpses, land_through, space_through
from campus.client.view.hour import HourLight, turned
from campus.client.view.lent import (
    AMOUNTS,
    FAR_LAND,
    FAR_LAST,
    FAR_SKY,
    SHADES,
    Lent,
    Shares,
    borrow,
    put_behind,
    relight,
)
from campus.client.view.light import LightField
from campus.client.view.lightmapped import texture
from campus.client.view.materials import dress
from campus.client.view.narrowed import in_broad
from campus.client.view.painted import far_away
from campus.client.view.panes import Sight
from campus.client.view.prepared import Prepared
from campus.client.view.quality import Quality
from campus.client.view.shading import linear, shader, surface_shader
from campus.client.view.sky_picture import cloud_light, clouds, sky_picture
from campus.client.view.sunlight import SunMap, towards_sun
from campus.client.view.textures import flat
from campus.mesh import Mesh, lathe
from campus.space.model import Space

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

DISC = 60.0
"""The sun's disc: it is white, and glows."""

BROAD_SR = 2e-4
"""Where a processor draws: as much as a leaf of a shutter across a street."""
NEARER = LMatrix4f.translate_mat(0, 0, -0.0016)
"""A sun map of far land is coarse: what lies flat must not shade itself. About 15 cm."""


class Outside:
    """A few metres behind doors; sky and what the openings show.

    Args:
        base: the application.
        root: the node of the space.
        prepared: what is to be drawn.
        quality: of the picture.

    Attributes:
        anterooms: what an open door shows.
    """

    def __init__(self, base: ShowBase, root: NodePath, prepared: Prepared, quality: Quality) -> None:
        self._space, self._quality = prepared.space, quality
        self.anterooms = anterooms = root.attach_new_node("anterooms")
        draw(prepared.anterooms, anterooms, prepared.space.materials, quality)
        anterooms.set_shader_input("sun_light", (0, 0, 0))
        anterooms.hide(SunMap.SEES)
        self._beyond = outside = root.attach_new_node("outside")
        outside.hide(SunMap.SEES)
        outside.set_bin("far", FAR_LAST)  # after the room, which hides most of it
        self._maps: list[SunMap] = []
        self._backdrops: list[NodePath] = []
        self._neighbours: dict[str, NodePath] = {}
        self._glimpses = Glimpses()
        for backdrop in prepared.outside:
            node = outside.attach_new_node("backdrop")
            node.set_bin("far", FAR_LAND)
            put_behind(node)  # a wall that two spaces share is drawn by whoever is inside it
            land = afar(backdrop.mesh, prepared.space.bounds) if quality.plain else backdrop.mesh
            if quality.plain and backdrop.through_a_room:
                land = in_broad(land, prepared.space.bounds, BROAD_SR)  # a few pixels behind an arch and a pane
            far = far_away(land, backdrop.materials, prepared.space.bounds)
            mesh = paint(land, node, backdrop.materials, quality, "OUTSIDE", also=far)
            for material, geom in geoms(mesh):
                for part in in_parts(geom, quality):
                    dress(hang(node, material, part), backdrop.materials[material], plain=quality.plain)
            node.set_shader(surface_shader(quality, "OUTSIDE"))
            map_ = SunMap(
                base,
                node,
                prepared.towards_sun,
                backdrop.bounds,
                size=min(quality.land_map, quality.sun_map // (4 if backdrop.through_a_room else 1)),
                sees=SunMap.SEES_OUTSIDE,
            )
            node.set_shader_inputs(sun_map=map_.texture, sun_matrix=map_.matrix * NEARER)
            self._maps.append(map_)
            self._backdrops.append(node)
        if quality.plain and (walls := prepared.looked_out):
            for number, node in enumerate(self._backdrops):
                self._glimpses.add(f"land {number}", land_through(node, walls))
        sky = hang(outside, "sky", next(geom for _, geom in geoms(_sky_dome())))
        sky.set_two_sided(True)
        sky.set_bin("far", FAR_SKY)
        sky.set_shader(
            shader(
                "surface", "sky", *(("CLOUDS",) if quality.relief else ()), *(("FINISHED",) if quality.plain else ())
            )
        )
        outside.set_shader_input(
            "cloud_noise", flat("clouds", clouds(), Texture.F_luminance, mipmaps=True, repeats=True)
        )
        self.turn(prepared.hour, prepared.towards_sun)

    def let_go(self, space: Space) -> None:
        """Keeps only what is left of the space now that what lies outside of it is drawn."""
        self._space = space

    def glimpse(self, neighbour: Neighbour, lent: Lent) -> Glimpse:
        """What is drawn of a space beyond, not shown yet: may be called beside the frame.

        Args:
            neighbour: where it lies.
            lent: what it lets others draw.
        """
        return space_through(borrow(lent, neighbour, NodePath("beyond"), coarse=self._quality.plain), neighbour)

    def see(self, neighbour: Neighbour, lent: Lent, shares: Shares, glimpse: Glimpse | None = None) -> None:
        """Draws a space beyond, in place of what was drawn of it before.

        Args:
            neighbour: where it lies.
            lent: what it lets others draw.
            shares: how much brighter it is shown than to whoever stands in it.
            glimpse: as `glimpse` gave it, where that was done already.
        """
        self.forget(neighbour.space)
        glimpse = glimpse or self.glimpse(neighbour, lent)
        glimpse.found.reparent_to(self._beyond)
        self._neighbours[neighbour.space] = glimpse.found
        self._glimpses.add(neighbour.space, glimpse)
        self.relight(neighbour, lent, shares)

    def open(self) -> None:
        """Draws what was left to the thread that draws; see `View.open`."""
        for map_ in self._maps:
            map_.open()

    def relight(self, neighbour: Neighbour, lent: Lent, shares: Shares) -> None:
        """Shows a space beyond in another light; the arguments are those of `see`."""
        relight(self._neighbours[neighbour.space], lent, shares)

    def see_as(self, neighbour: Neighbour, lent: Lent, shares: Shares) -> None:
        """Shows a space beyond, as it is lit, to an eye used to other light; the arguments are those of `see`.

        An eye gets used to light in frame after frame: only what it changes is told.
        """
        names = (*AMOUNTS, *SHADES)
        amounts = shares.of({name: lent.inputs[name] for name in names if name in lent.inputs})
        amounts |= {name: shares.threshold[name] for name in names if name in shares.threshold}
        self._neighbours[neighbour.space].set_shader_inputs(**amounts)

    def forget(self, space: str) -> None:
        """Draws a space beyond no more."""
        if space in self._neighbours:
            self._neighbours.pop(space).remove_node()
            self._glimpses.drop(space)

    def look(self, sight: Sight) -> None:
        """Hides from the eye what no opening shows it of the spaces beyond."""
        self._glimpses.look(sight)

    def turn(self, hour: HourLight, towards: tuple[float, float, float]) -> None:
        """Shows the sky of another hour.

        Args:
            hour: beside the painted one.
            towards: unit vector to what shines, in the space's frame.
        """
        sun = self._space.sun
        sky = sky_picture(towards_sun(turned(sun, (hour.azimuth, hour.elevation)), self._space.north), sun.elevation)
        sunny, shade = cloud_light(hour)
        self._beyond.set_shader_inputs(sky_picture=texture("sky", sky), cloud_sunny=sunny, cloud_shade=shade)
        for node, map_ in zip(self._backdrops, self._maps, strict=True):
            map_.aim(towards)
            map_.redraw()
            node.set_shader_input("sun_matrix", map_.matrix * NEARER)

    def shade(self, on: bool) -> None:
        """Whether far land shades the room by the room's own sun map; spaces beyond do, so that shadows have edges."""
        for node in self._neighbours.values():
            node.show_through(SunMap.SEES)
        for node in self._backdrops:
            if on:
                node.show_through(SunMap.SEES)
            else:
                node.hide(SunMap.SEES)

    def expose(self, unit: float, light: LightField) -> None:
        """The picture is exposed for the room; what lies in full sun is held just below white.

        Args:
            unit: the light that becomes white in the picture, at the painted hour.
            light: of the room: what the hour makes of the day, and of the eye.
        """
        warm, seen = np.array(linear(self._space.sun.colour)), unit * light.opened
        around = OUTSIDE_SKY * seen * np.array(light.hour)
        self._beyond.set_shader_inputs(
            outside_sun=tuple((OUTSIDE_SUN * seen * warm * light.beam).tolist()),
            outside_sky=tuple(around.tolist()),
            # Towards a low sun one screws up one’s eyes: the sky is seen less bright than the eye is open.
            sky_light=(SKY * seen * light.opened**-0.4,) * 3,
            disc_light=tuple((DISC * seen * warm * light.beam).tolist()),
        )

    def destroy(self) -> None:
        """Takes it from the graphics card."""
        for map_ in self._maps:
            map_.destroy()
        self.anterooms.remove_node()
        self._beyond.remove_node()


def _sky_dome() -> Mesh:
    """Half a ball, 2.4 km wide; the shader looks at directions only."""
    angle = np.deg2rad(np.linspace(-8, 90, 9))
    return lathe(np.stack([2400 * np.cos(angle), 2400 * np.sin(angle)], -1), sides=24)
