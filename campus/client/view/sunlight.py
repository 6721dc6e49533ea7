"""The one sun of the campus: where it stands over a space, and what it reaches (a shadow map, drawn once)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
    LMatrix4f,
    LVector3f,
    NodePath,
    OrthographicLens,
    SamplerState,
    Texture,
)

from campus.client.view.passes import sized
from campus.client.view.shading import shader
from campus.space.sky import towards_sun as towards_sun

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

CASTS = "casts"
"""Tag of nodes whose vertices need a variant of the depth shader; its value is the variant."""


class SunMap:
    """A depth map of what the sun sees of a box. A node that casts no shadow hides from `SunMap.SEES`.

    People are on a map of their own, which is drawn in every frame and of which they are all (`SEES_PEOPLE`).

    Attributes:
        texture: compares depths; 1 where lit; everything outside it is lit.
        matrix: world to (u, v, depth), each 0 to 1.
    """

    SEES = BitMask32.bit(3)
    SEES_OUTSIDE = BitMask32.bit(4)
    """The mask of maps of what lies beyond openings, which must not shade the room: its own walls do that."""
    SEES_PEOPLE = BitMask32.bit(8)

    def __init__(
        self,
        base: ShowBase,
        casters: NodePath,
        towards: tuple[float, float, float],
        bounds: NDArray[np.float32],
        *,
        size: int = 4096,
        once: bool = True,
        sort: int = -50,
        sees: BitMask32 = SEES,
    ) -> None:
        """Draws `casters` within `bounds` (2, 3) as seen from the sun, in the next frame if `once`, or in every one."""
        self._base, self._size, self._sort, self._once = base, size, sort, once
        self.texture = Texture("sun")
        self.texture.set_format(Texture.F_depth_component16)  # two millimetres of a garden; half as large as with 24
        self.texture.set_minfilter(SamplerState.FT_shadow)
        self.texture.set_magfilter(SamplerState.FT_shadow)
        self.texture.set_wrap_u(SamplerState.WM_border_color)
        self.texture.set_wrap_v(SamplerState.WM_border_color)
        self.texture.set_border_color((1, 1, 1, 1))
        self._buffer: GraphicsOutput | None = None
        self._pausing = self._asked = False

        lens = OrthographicLens()
        eye = Camera("sun", lens)
        eye.set_initial_state(_depth_only().get_state())
        eye.set_camera_mask(sees)
        eye.set_scene(casters)  # a camera else draws the whole graph that it hangs in
        eye.set_tag_state_key(CASTS)
        for variant in ("INSTANCED", "SKINNED", "GROWN"):
            eye.set_tag_state(variant, _depth_only(variant).get_state())
        self._eye = casters.attach_new_node(eye)
        self._lens = lens
        self._corners = np.array(np.meshgrid(*np.asarray(bounds, float).T), float).reshape(3, -1).T
        self.aim(towards)
        self.redraw()

    def _opened(self) -> GraphicsOutput:
        """What the map is drawn into, beside its texture: as large again, so it is there only while it draws."""
        if self._buffer is None:
            wanted = FrameBufferProperties()
            wanted.set_depth_bits(1)  # of these, Panda3D makes sixteen; of sixteen it would make twenty-four
            buffer = self._base.graphicsEngine.make_output(
                self._base.pipe,
                "sun",
                self._sort,
                wanted,
                sized(self._size, self._size),
                GraphicsPipe.BF_refuse_window,
                self._base.win.gsg,
                self._base.win,
            )
            buffer.add_render_texture(self.texture, GraphicsOutput.RTM_bind_or_copy, DrawableRegion.RTP_depth)
            buffer.set_clear_color_active(False)
            buffer.set_clear_depth_active(True)
            buffer.make_display_region().set_camera(self._eye)
            self._buffer = buffer
        return self._buffer

    def aim(self, towards: tuple[float, float, float]) -> None:
        """Looks from another sun; `matrix` is another then, and who drew the map once must have it drawn again."""
        self._eye.set_pos(0, 0, 0)  # what is looked at is a point: from where it stood before, that is another way
        self._eye.look_at(-LVector3f(*towards))
        lens, corners = self._lens, self._corners
        axes = [
            self._eye.get_quat().xform(axis) for axis in (LVector3f(1, 0, 0), LVector3f(0, 1, 0), LVector3f(0, 0, 1))
        ]
        spans = [corners @ np.array(axis) for axis in axes]
        middle = [(s.min() + s.max()) / 2 for s in spans]
        lens.set_film_size(float(np.ptp(spans[0])) + 0.2, float(np.ptp(spans[2])) + 0.2)
        deep = float(np.ptp(spans[1])) / 2
        # Towards the sun the map reaches further: what stands outside an opening shades the room too.
        lens.set_near_far(-deep - 30, deep + 1)
        self._eye.set_pos(sum((a * float(m) for a, m in zip(axes, middle, strict=True)), LVector3f(0, 0, 0)))
        half = LMatrix4f(0.5, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.5, 0, 0.5, 0.5, 0.5, 1)
        into = LMatrix4f(self._eye.get_mat())
        into.invert_in_place()
        self.matrix = into * LMatrix4f(lens.get_projection_mat()) * half

    def redraw(self) -> None:
        """Draws it once more, in the next frame: something that casts a shadow was changed."""
        self._asked = getattr(_BESIDE, "frame", False)
        if self._asked:
            return
        self._opened().set_one_shot(self._once)
        if self._once:
            _DRAWING.add(self)

    def open(self) -> None:
        """Draws it in the next frame, if that was asked for beside the frame."""
        if self._asked:
            self.redraw()

    @staticmethod
    @contextmanager
    def beside_frame() -> Iterator[None]:
        """What is drawn into is made by the thread that draws: maps of this thread wait for their `open`."""
        _BESIDE.frame = True
        try:
            yield
        finally:
            _BESIDE.frame = False

    def set_active(self, active: bool) -> None:
        """Whether it is drawn anew in each frame."""
        if active:
            self._opened().set_active(True)
        else:
            self._close()

    @property
    def is_active(self) -> bool:
        """Whether it is drawn in the next frame."""
        return self._buffer is not None and self._buffer.is_active()

    def pause(self, on: bool) -> None:
        """Leaves the map as it is for a while, or goes on; where it is drawn in each frame. Once a frame.

        The first frame of a pause is still drawn: nothing that is gone by then stays on the map.
        """
        rests, self._pausing = on and self._pausing, on
        if self._buffer is not None and self._buffer.is_active() == rests:
            self._buffer.set_active(not rests)

    def _close(self) -> None:
        self._asked = False
        if self._buffer is not None:
            self._base.graphicsEngine.remove_window(self._buffer)
            self._buffer = None

    def destroy(self) -> None:
        """Gives the buffer and the camera back."""
        self._close()
        _DRAWING.discard(self)
        self._eye.remove_node()

    @staticmethod
    def rest() -> None:
        """Gives back what maps were drawn into that are drawn by now; any frame after they were."""
        for map_ in list(_DRAWING):
            buffer = map_._buffer
            if buffer is not None and (not buffer.is_valid() or buffer.is_active()):
                continue  # behind a window it opens with the next frame only, and says until then that it is not active
            _DRAWING.discard(map_)
            map_._close()


_BESIDE = threading.local()
_DRAWING: set[SunMap] = set()
"""Maps that are drawn once, in the next frame."""


def _depth_only(*defines: str) -> NodePath:
    state = NodePath("depth")
    state.set_shader(shader("depth", "depth", *defines), 100)
    state.set_two_sided(True, 100)
    return state
