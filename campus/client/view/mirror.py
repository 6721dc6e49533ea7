"""What a space reflects: itself, as seen once from its middle in all directions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    BitMask32,
    Camera,
    DrawableRegion,
    FrameBufferProperties,
    GraphicsOutput,
    GraphicsPipe,
    NodePath,
    PerspectiveLens,
    SamplerState,
    Texture,
)

from campus.client.view.passes import sized

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

SIZE = 128
"""Pixels of a side: floors are no finer than that, and it costs as much as one small picture."""
SEES = BitMask32.bit(5)

_FACES = (
    # heading, pitch, roll of the six cameras, in the order of OpenGL's cube faces for a world with Z up
    ((1, 0, 0), (0, -1, 0)),
    ((-1, 0, 0), (0, -1, 0)),
    ((0, 1, 0), (0, 0, 1)),
    ((0, -1, 0), (0, 0, -1)),
    ((0, 0, 1), (0, -1, 0)),
    ((0, 0, -1), (0, -1, 0)),
)
"""Where each face looks and what is up in it (OpenGL 3.2, table 3.18)."""


class Mirror:
    """A cube map of light, drawn in the next frame and never again.

    Attributes:
        texture: the six faces, with mipmaps for rough surfaces.
        at: where it was taken from.
    """

    def __init__(self, base: ShowBase, root: NodePath, bounds: NDArray[np.float32]) -> None:
        self._base = base
        low, high = bounds
        middle = (low + high) / 2
        # Eye height: what a floor shows is the walls as one sees them.
        self.at = (float(middle[0]), float(middle[1]), float(min(low[2] + 0.35 * (high[2] - low[2]), low[2] + 2.6)))
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
        nothing = Texture("nothing")
        nothing.setup_cube_map(1, Texture.T_unsigned_byte, Texture.F_rgba8)
        nothing.clear_image()
        blind.set_shader_input("mirror", nothing, 100)
        self._rig = root.attach_new_node("mirror")
        self._rig.set_pos(*self.at)
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

    def draw_again(self) -> None:
        """Look around once more in the next frame: the light has changed."""
        self._buffer.set_one_shot(True)

    def destroy(self) -> None:
        """Gives the buffer and its cameras back."""
        self._base.graphicsEngine.remove_window(self._buffer)
        self._rig.remove_node()
