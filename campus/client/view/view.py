"""One space as it is drawn. Owns its nodes, its light and what changes in it; knows no people and no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from panda3d.core import GeomNode, NodePath, SamplerState, Texture, TransparencyAttrib

from campus.client.view.geometry import geoms
from campus.client.view.light import light_field
from campus.client.view.shading import linear, shader
from campus.client.view.sunlight import SunMap, towards_sun
from campus.scene.model import Material
from campus.space.model import Space
from campus.text import Language

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

    from campus.mesh import Mesh


class View:
    """A space on the graphics card.

    Attributes:
        space: what it was built from.
        root: the node under which everything of it hangs.
        exposure: what one unit of light becomes in the picture.
    """

    def __init__(self, base: ShowBase, space: Space, language: Language) -> None:
        self.space = space
        self.exposure = 0.9
        self._base = base
        self._language = language
        self.root = NodePath(space.id)
        self._draw(space.mesh, self.root)
        self.root.set_shader(shader("surface", "surface"))
        towards = towards_sun(space.sun, space.north)
        self._sun = SunMap(base, self.root, towards, space.bounds)
        field = light_field(space, towards)
        self.exposure = field.exposure
        scale = float(field.light.max()) or 1.0
        near_size = field.near_cell * np.array(field.near.shape[::-1])
        self.root.set_shader_inputs(
            sun_direction=towards,
            sun_light=tuple(field.sun * c for c in linear(space.sun.colour)),
            sun_matrix=self._sun.matrix,
            sun_map=self._sun.texture,
            field_light=_volume(np.sqrt(field.light / scale)),
            field_slope=_volume(field.slope / 2 + 0.5),
            field_low=tuple(field.low.tolist()),
            field_per_metre=tuple((1 / (field.cell * field.light.shape[2::-1])).tolist()),
            field_step=float(field.cell.mean()) * 0.8,
            field_scale=scale,
            near_map=_volume(field.near[..., None]),
            near_low=tuple(field.near_low.tolist()),
            near_per_metre=tuple((1 / near_size).tolist()),
        )

    def set_language(self, language: Language) -> None:
        """Writes every sign again in the viewer's language."""
        self._language = language

    def set_state(self, node: str, state: float, now: float) -> None:
        """Lets the moving parts of a node ease towards `state` (0 closed, 1 open), beginning at `now` seconds."""

    def show_page(self, screen: str, pixels: NDArray[np.uint8] | None) -> None:
        """Shows a picture (h, w, 3) RGB on a screen, or nothing."""

    def take_seat(self, seat: str, taken: bool) -> None:
        """Draws a seat as taken (folded down) or free."""

    def update(self, now: float) -> None:
        """Moves what is moving; once a frame, with the frame's time in seconds."""

    def destroy(self) -> None:
        """Takes everything of it from the graphics card."""
        self._sun.destroy()
        self.root.remove_node()

    def _draw(self, mesh: Mesh, parent: NodePath) -> None:
        for material, geom in geoms(mesh):
            node = GeomNode(material)
            node.add_geom(geom)
            path = parent.attach_new_node(node)
            _finish(path, self.space.materials.get(material))


def _finish(path: NodePath, material: Material | None) -> None:
    """Gives a node the look of a material; a loud one where the space has none of that name."""
    if material is None:
        path.set_shader_inputs(surface=(0.6, 0.1, 0.5, 0.8), finish=(0, 0, 1, 0))
        return
    path.set_shader_inputs(
        surface=(*linear(material.colour), material.roughness),
        finish=(material.metalness, material.emission, material.opacity, 0),
    )
    if material.opacity < 1:
        path.set_transparency(TransparencyAttrib.M_alpha)


def _volume(values: NDArray[Any]) -> Texture:
    """A 3D texture of an array (z, y, x, 1 or 3) of values within 0 and 1."""
    deep, tall, wide, channels = values.shape
    texture = Texture("field")
    texture.setup_3d_texture(
        wide, tall, deep, Texture.T_unsigned_byte, Texture.F_rgb8 if channels == 3 else Texture.F_red
    )
    bytes_ = np.round(np.clip(values[..., ::-1], 0, 1) * 255).astype(np.uint8)
    texture.set_ram_image(np.ascontiguousarray(bytes_).tobytes())
    texture.set_minfilter(SamplerState.FT_linear)
    texture.set_magfilter(SamplerState.FT_linear)
    for wrap in (texture.set_wrap_u, texture.set_wrap_v, texture.set_wrap_w):
        wrap(SamplerState.WM_clamp)
    return texture
