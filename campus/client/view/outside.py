"""What lies outside a space as it is drawn: rooms behind doors, backdrops, the sky. Owns their sun maps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import NodePath

from campus.client.view.drawn import draw, hang, paint
from campus.client.view.geometry import geoms
from campus.client.view.materials import dress
from campus.client.view.prepared import Prepared
from campus.client.view.quality import Quality
from campus.client.view.shading import linear, shader, surface_shader
from campus.client.view.sunlight import SunMap
from campus.mesh import Mesh, lathe

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

OUTSIDE_SUN = 1.15
OUTSIDE_SKY = 0.42
"""What lies outside, as the picture shows it: light of the sun and of the sky, 1 being nearly white."""


class Outside:
    """A few metres behind doors; sky and what the openings show.

    Args:
        base: the application.
        root: the node of the space.
        prepared: what is to be drawn.
        quality: of the picture.
    """

    def __init__(self, base: ShowBase, root: NodePath, prepared: Prepared, quality: Quality) -> None:
        self._sun_colour = prepared.space.sun.colour
        self._anterooms = anterooms = root.attach_new_node("anterooms")
        draw(prepared.anterooms, anterooms, prepared.space.materials, quality)
        anterooms.set_shader_input("sun_light", (0, 0, 0))
        anterooms.hide(SunMap.SEES)
        self._beyond = outside = root.attach_new_node("outside")
        outside.hide(SunMap.SEES)
        outside.set_bin("far", 0)  # after the room, which hides most of it
        self._maps: list[SunMap] = []
        self._backdrops: list[tuple[NodePath, float]] = []
        for backdrop in prepared.outside:
            node = outside.attach_new_node("backdrop")
            node.set_depth_offset(-1)  # a wall that two spaces share is drawn by whoever is inside it
            mesh = paint(backdrop.mesh, node, backdrop.materials, quality, "OUTSIDE")
            for material, geom in geoms(mesh):
                dress(hang(node, material, geom), backdrop.materials[material])
            node.set_shader(surface_shader(quality, "OUTSIDE"))
            map_ = SunMap(
                base,
                node,
                prepared.towards_sun,
                backdrop.bounds,
                size=quality.sun_map // 2,
                sees=SunMap.SEES_OUTSIDE,
            )
            node.set_shader_inputs(sun_map=map_.texture, sun_matrix=map_.matrix)
            self._maps.append(map_)
            self._backdrops.append((node, backdrop.sky))
        sky = hang(outside, "sky", next(geom for _, geom in geoms(_sky_dome())))
        sky.set_two_sided(True)
        sky.set_shader(shader("surface", "sky"))

    def expose(self, unit: float) -> None:
        """The picture is exposed for the room; what lies in full sun is held just below white.

        Args:
            unit: the light that becomes white in the picture.
        """
        warm = np.array(linear(self._sun_colour))
        self._beyond.set_shader_inputs(
            outside_sun=tuple((OUTSIDE_SUN * unit * warm).tolist()),
            outside_sky=(OUTSIDE_SKY * unit,) * 3,
            outside_haze=(OUTSIDE_SKY * unit * 1.5,) * 3,
            sky_light=(OUTSIDE_SKY * unit * 1.55,) * 3,
        )
        for node, sky in self._backdrops:
            node.set_shader_input("outside_sky", (OUTSIDE_SKY * unit * sky,) * 3)

    def destroy(self) -> None:
        """Takes it from the graphics card."""
        for map_ in self._maps:
            map_.destroy()
        self._anterooms.remove_node()
        self._beyond.remove_node()


def _sky_dome() -> Mesh:
    """Half a ball, 2.4 km wide; the shader looks at directions only."""
    angle = np.deg2rad(np.linspace(-8, 90, 9))
    return lathe(np.stack([2400 * np.cos(angle), 2400 * np.sin(angle)], -1), sides=24)
