"""Words and pages at the window's own pixels, where the space is computed in fewer and stretched.

Where a processor draws, seven tenths of the window's width and height are enough for stone and wood, and too few for
small letters. So signs and taught pages stay out of that picture, and are drawn over it at the end. What stands before
them is known from its depths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from panda3d.core import (
    BitMask32,
    Camera,
    DrawableRegion,
    GraphicsBuffer,
    GraphicsOutput,
    Lens,
    NodePath,
    PTA_LVecBase4f,
    SamplerState,
    Texture,
)

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

EYE_SEES = BitMask32.bit(1)
"""The mask of the camera that makes the picture; hide from it what only casts a shadow."""
LATER = BitMask32.bit(9)
"""The mask of what is drawn over the finished picture."""


def keep_sharp(path: NodePath) -> None:
    """What hangs here is drawn over the finished picture; its shader has the variant SHARP."""
    path.hide(EYE_SEES)
    path.show_through(LATER)


class Sharp:
    """The last layer of the window's picture.

    Args:
        base: the application.
        scene: what the space is computed in.
        eye: the node of the camera that sees it.
        lens: of that camera.
    """

    def __init__(self, base: ShowBase, scene: GraphicsBuffer, eye: NodePath, lens: Lens) -> None:
        self._base = base
        self._depth = Texture("depth")
        self._depth.set_format(Texture.F_depth_component24)
        self._depth.set_minfilter(SamplerState.FT_nearest)
        self._depth.set_magfilter(SamplerState.FT_nearest)
        scene.add_render_texture(self._depth, GraphicsOutput.RTM_bind_or_copy, DrawableRegion.RTP_depth)
        self._camera = Camera("sharp", lens)
        self._camera.set_camera_mask(LATER)
        self._eye = eye.attach_new_node(self._camera)
        region = base.win.make_display_region()
        region.set_sort(-9)
        region.set_clear_depth_active(True)
        region.set_camera(self._eye)
        self._region = region
        # An array costs nothing to change, where another input would make the state of everything anew.
        self._told = PTA_LVecBase4f.empty_array(1)
        self._values = np.zeros((1, 4), np.float32)
        self.tell(shown=1.0, scale=1.0)

    def look(self, root: NodePath) -> None:
        """Draws the words of another space."""
        self._camera.set_scene(root)
        root.set_shader_inputs(scene_depth=self._depth, sharp_told=self._told)

    def tell(self, *, shown: float | None = None, scale: float | None = None) -> None:
        """How much of the picture is shown, 0 to 1, and how many pixels of the space make one of the window's."""
        for column, value in enumerate((shown, scale)):
            if value is not None:
                self._values[0, column] = value
        self._told.set_data(self._values.tobytes())

    def destroy(self) -> None:
        """Gives the layer back."""
        window: Any = self._base.win
        window.remove_display_region(self._region)
        self._camera.set_scene(NodePath())
        self._eye.remove_node()
