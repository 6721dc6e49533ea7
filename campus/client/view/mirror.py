"""What a space reflects: itself, as it is seen from its middle in all directions.

A baked space brings it along (`BakedMirror`): from sharp to blunt, as rough surfaces spread it, and by layer of light,
so that it dims with the lamps. One that was not baked looks around once (`Mirror`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    BitMask32,
    Camera,
    CPTA_uchar,
    DrawableRegion,
    FrameBufferProperties,
    GraphicsOutput,
    GraphicsPipe,
    NodePath,
    PerspectiveLens,
    PTA_uchar,
    SamplerState,
    Texture,
)

from campus.bake.cubes import cube, solid_angles
from campus.bake.encoding import luminance
from campus.client.view.land_in_mirrors import Land
from campus.client.view.light import LightField
from campus.client.view.passes import sized

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

SIZE = 128
"""Pixels of a side: floors are no finer than that, and it costs as much as one small picture."""
SEES = BitMask32.bit(5)
STEEPEST = 0.9
"""Light of a space is told as its mean and a slope; all of it from one side would be 2."""
SMOOTHEST, BLUNTS = 0.6, 6.5
"""Levels of a picture's own mipmaps, which come near to what rough surfaces make of it."""
USUAL = 0.12
"""Of what is white in the picture: an ordinary place's light, where nothing was baked that knows."""

_FACES = (
    # where each face looks and what is up in it (OpenGL 3.2, table 3.18)
    ((1, 0, 0), (0, -1, 0)),
    ((-1, 0, 0), (0, -1, 0)),
    ((0, 1, 0), (0, 0, 1)),
    ((0, -1, 0), (0, 0, -1)),
    ((0, 0, 1), (0, -1, 0)),
    ((0, 0, -1), (0, -1, 0)),
)

Levels = tuple[NDArray[np.float32], ...]


class BakedMirror:
    """The reflections that were baked with a space, under its light of the moment.

    Args:
        day: from sharp to blunt, (6, n, n, 3) light: what shines by day.
        lamps: the same of the lamps; None where there are none.
        at: from where it was seen, metres.
        box: (2, 3) whose walls it is thrown back from.
    """

    def __init__(self, day: Levels, lamps: Levels | None, at: tuple[float, ...], box: NDArray[np.float32]) -> None:
        # As fine as the card has it; they stay for when the lamps are dimmed.
        self._day, self._lamps = (None if levels is None else _halves(_completed(levels)) for levels in (day, lamps))
        self._blunt = len(day) - 1
        self._at, self._box = at, box
        self.texture = Texture("mirror")
        self.texture.setup_cube_map(len(day[0][0]), Texture.T_half_float, Texture.F_rgb16)
        self.texture.set_minfilter(SamplerState.FT_linear_mipmap_linear)
        self.texture.set_magfilter(SamplerState.FT_linear)

    def show(self, land: Land) -> None:
        """Shows land through its openings, in the sharpest of its pictures; tell shaders of it afterwards (`lit`)."""
        assert self._day is not None
        self._day = (*_halves((land.on(self._day[0].astype(np.float32)),)), *self._day[1:])

    def lit(self, field: LightField) -> Mapping[str, Any]:
        """What the shader wants to know of it under this light."""
        assert self._day is not None
        by_day = np.array(field.hour, np.float32) * np.float32(field.day)
        shown = [level * by_day for level in self._day]
        if self._lamps is not None:
            by_lamps = np.float32(field.lamps)
            shown = [one + other * by_lamps for one, other in zip(shown, self._lamps, strict=True)]
        for number, level in enumerate(shown):
            # Panda3D has blue first.
            pixels = PTA_uchar.empty_array(0)
            pixels.set_data(np.ascontiguousarray(level[..., ::-1], np.float16).tobytes())
            self.texture.set_ram_mipmap_image(number, CPTA_uchar(pixels))
        return {
            "mirror": self.texture,
            "mirror_low": tuple(self._box[0].tolist()),
            "mirror_high": tuple(self._box[1].tolist()),
            "mirror_at": self._at,
            "mirror_levels": (0.0, float(self._blunt)),
            "mirror_shade": _around(shown[self._blunt]),
            "mirror_on": 1.0,
        }

    def draw_again(self) -> None:
        """Nothing to do: it follows the light by itself."""

    def destroy(self) -> None:
        """Nothing to give back but the texture, which goes with the last node that has it."""


def no_mirror(bounds: NDArray[np.float32]) -> Mapping[str, Any]:
    """What the shader is told of a space that nothing reflects."""
    low, high = (tuple(corner.tolist()) for corner in bounds)
    middle = tuple(bounds.mean(axis=0).tolist())
    return {
        "mirror": _nothing(),
        "mirror_low": low,
        "mirror_high": high,
        "mirror_at": middle,
        "mirror_levels": (0.0, 0.0),
        "mirror_shade": (0.0, 0.0, 0.0, 1.0),
        "mirror_on": 0.0,
    }


def _nothing() -> Texture:
    texture = Texture("nothing")
    texture.setup_cube_map(1, Texture.T_unsigned_byte, Texture.F_rgba8)
    texture.clear_image()
    return texture


def _completed(levels: Levels) -> Levels:
    """Down to one pixel a face, as a card wants it; what is baked ends where nothing gets blunter."""
    found = list(levels)
    while len(found[-1][0]) > 1:
        last = found[-1]
        half = len(last[0]) // 2
        found.append(last.reshape(6, half, 2, half, 2, 3).mean((2, 4)).astype(np.float32))
    return tuple(found)


def _halves(levels: Levels) -> tuple[NDArray[np.float16], ...]:
    return tuple(np.minimum(level, np.finfo(np.float16).max).astype(np.float16) for level in levels)


def _around(level: NDArray[np.float32]) -> tuple[float, float, float, float]:
    """Where the light of a cube comes from, as a slope, and its mean: what faces n gets mean * (1 + slope . n)."""
    size = len(level[0])
    light = luminance(level) * solid_angles(size) / np.float32(4 * np.pi)
    mean = max(float(light.sum()), 1e-4)
    slope = 2 * (light[..., None] * cube(size)[:, :, :, 0]).sum((0, 1, 2)) / mean
    slope *= min(1.0, STEEPEST / max(float(np.linalg.norm(slope)), 1e-6))
    x, y, z = (float(v) for v in slope)
    return x, y, z, mean


class Mirror:
    """A cube map of light, drawn in the next frame and never again.

    Attributes:
        texture: the six faces, with mipmaps for rough surfaces.
    """

    def __init__(self, base: ShowBase, root: NodePath, bounds: NDArray[np.float32]) -> None:
        self._base = base
        self._box = bounds
        low, high = bounds
        middle = (low + high) / 2
        # Eye height: what a floor shows is the walls as one sees them.
        self._at = (float(middle[0]), float(middle[1]), float(min(low[2] + 0.35 * (high[2] - low[2]), low[2] + 2.6)))
        self.texture = Texture("mirror")
        self.texture.setup_cube_map(SIZE, Texture.T_half_float, Texture.F_rgba16)
        self.texture.set_minfilter(SamplerState.FT_linear_mipmap_linear)
        self.texture.set_magfilter(SamplerState.FT_linear)
        wanted = FrameBufferProperties()
        wanted.set_float_color(True)
        wanted.set_rgba_bits(16, 16, 16, 16)
        wanted.set_depth_bits(24)
        buffer = base.graphicsEngine.make_output(
            base.pipe, "mirror", -40, wanted, sized(SIZE, SIZE), GraphicsPipe.BF_refuse_window, base.win.gsg, base.win
        )
        buffer.add_render_texture(self.texture, GraphicsOutput.RTM_bind_or_copy, DrawableRegion.RTP_color)
        buffer.set_clear_color((0, 0, 0, 1))
        lens = PerspectiveLens()
        lens.set_fov(90)
        lens.set_near_far(0.2, 3000)
        blind = NodePath("mirrors nothing")
        blind.set_shader_input("mirror_on", 0.0, 100)
        blind.set_shader_input("mirror", _nothing(), 100)
        blind.set_shader_input("before_on", 0.0, 100)
        blind.set_shader_input("before", _nothing(), 100)
        self._rig = root.attach_new_node("mirror")
        self._rig.set_pos(*self._at)
        for page, (way, up) in enumerate(_FACES):
            eye = Camera("mirror", lens)
            eye.set_initial_state(blind.get_state())
            eye.set_camera_mask(SEES)
            path = self._rig.attach_new_node(eye)
            path.look_at((*way,), (*up,))
            region = buffer.make_display_region()
            region.set_target_tex_page(page)
            region.set_camera(path)
            region.set_clear_depth_active(True)
            region.set_clear_color_active(True)
        buffer.set_one_shot(True)
        self._buffer = buffer

    def lit(self, field: LightField) -> Mapping[str, Any]:
        """What the shader wants to know of it under this light."""
        return {
            "mirror": self.texture,
            "mirror_low": tuple(self._box[0].tolist()),
            "mirror_high": tuple(self._box[1].tolist()),
            "mirror_at": self._at,
            "mirror_levels": (SMOOTHEST, BLUNTS),
            "mirror_shade": (0.0, 0.0, 0.0, USUAL / field.exposure),
            "mirror_on": 1.0,
        }

    def draw_again(self) -> None:
        """Look around once more in the next frame: the light has changed."""
        self._buffer.set_one_shot(True)

    def destroy(self) -> None:
        """Gives the buffer and its cameras back."""
        self._base.graphicsEngine.remove_window(self._buffer)
        self._rig.remove_node()
