"""From the picture of a space to the one in the window: glow, the tone curve, smooth edges, darkness in a doorway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from panda3d.core import GraphicsBuffer, NodePath, PTA_float, Texture

from campus.client.view.outlines import FEW, Outlines
from campus.client.view.passes import cover, make_target, uncover
from campus.client.view.quality import Quality
from campus.client.view.shading import shader

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

Size = tuple[int, int]
"""Width and height, pixels."""


class Finish:
    """The passes after the picture of a space, the last of which fills the window.

    Args:
        base: the application.
        light: that picture.
        quality: of the picture.
        window: size of the window.
        computed: size of the picture.
        scale: pixels of the picture for one of the window, each way.

    Attributes:
        pixels_for_one: the same, and at least 1, as `surface.frag` is told: an array, which changes under it.
    """

    def __init__(
        self, base: ShowBase, light: Texture, quality: Quality, window: Size, computed: Size, scale: float
    ) -> None:
        self._base, self._window = base, window
        self.pixels_for_one = PTA_float([max(scale, 1.0)])
        self._exposed: list[NodePath] = []
        self._small: tuple[GraphicsBuffer, ...] = ()
        self._blurs: tuple[NodePath, ...] = ()
        inputs: dict[str, Any] = {
            "scene": light,
            "exposure": 1.0,
            "shown": 1.0,
            "scale": scale if quality.samples else 1.0,
        }
        defines = []
        if quality.bloom:
            defines.append("BLOOM")
            inputs["glow"] = self._glow(light)
        self._toned: GraphicsBuffer | None = None
        self._smooth: NodePath | None = None
        self._outlines: Outlines | None = None
        self._active = True
        stretched: dict[str, Any] = {"texel": _texel(computed), "scale": scale, "shown": 1.0}
        if quality.plain:
            self._outlines = Outlines(base, light, computed)
            stretched["outlines"] = self._outlines.found
            self._last = self._smooth = cover(
                base.win, shader("screen", "smooth"), sort=-10, picture=light, **stretched
            )
            self._follow_lines(scale)
        elif quality.samples:
            self._last = cover(base.win, shader("screen", "tone", *defines), sort=-10, **inputs)
        else:
            self._toned, picture = make_target(base, "picture", computed, -20, light=False)
            self._last = cover(self._toned, shader("screen", "tone", "SMOOTHED_NEXT", *defines), **inputs)
            self._smooth = cover(base.win, shader("screen", "smooth"), sort=-10, picture=picture, **stretched)
        if not quality.plain:  # there surfaces are exposed as they are drawn
            self._exposed.append(self._last)

    @property
    def targets_mb(self) -> float:
        """What glow and the lines of the picture are drawn into, in megabytes of 10^6 bytes."""
        width, height = _quarter(self._window)
        outlines = self._outlines.target_mb if self._outlines else 0.0
        return 8 * width * height * len(self._small) / 1e6 + outlines

    def fit(self, window: Size, computed: Size, scale: float) -> None:
        """Follows the sizes of the window and of the picture of the space; `scale` is one over the other, each way."""
        if window != self._window:
            self._window = window
            small = _quarter(window)
            for buffer in self._small:
                buffer.set_size(*small)
            for blur, along in zip(self._blurs, _across_and_down(small), strict=False):
                blur.set_shader_input("along", along)
        self.pixels_for_one[0] = max(scale, 1.0)
        if self._toned:
            self._toned.set_size(*computed)
        elif not self._smooth:
            self._last.set_shader_input("scale", scale)
        if self._smooth:
            self._smooth.set_shader_inputs(texel=_texel(computed), scale=scale)
        if self._outlines:
            self._outlines.fit(computed)
            self._follow_lines(scale)

    def expose(self, exposure: float) -> None:
        """What one unit of light becomes in the picture."""
        for node in self._exposed:
            node.set_shader_input("exposure", exposure)

    def fade(self, shown: float) -> None:
        """How much of the picture is shown: 1 all of it, 0 darkness."""
        self._last.set_shader_input("shown", shown)

    def set_active(self, active: bool) -> None:
        """Draws no more, or again."""
        for buffer in self._buffers():
            buffer.set_active(active)
        self._active = active
        if self._outlines:
            self._outlines.set_active(active and self._few)

    def destroy(self) -> None:
        """Gives the passes back."""
        for quad in (*self._exposed, *self._blurs):
            uncover(quad)
        if self._smooth:
            uncover(self._smooth)
        if self._outlines:
            self._outlines.destroy()
        for buffer in self._buffers():
            self._base.graphicsEngine.remove_window(buffer)

    def _glow(self, light: Texture) -> Texture:
        """What is bright, spread across and down, in a quarter of the window each way."""
        small = _quarter(self._window)
        first, bright = make_target(self._base, "bright", small, -25)
        second, across = make_target(self._base, "across", small, -24)
        third, glow = make_target(self._base, "glow", small, -23)
        self._exposed.append(cover(first, shader("screen", "bright"), scene=light, exposure=1.0))
        to_the_side, down = _across_and_down(small)
        self._blurs = (
            cover(second, shader("screen", "blur"), scene=bright, along=to_the_side),
            cover(third, shader("screen", "blur"), scene=across, along=down),
        )
        self._small = (first, second, third)
        return glow

    def _follow_lines(self, scale: float) -> None:
        """Draws the window from where the picture's lines run, or smoothed where its pixels are nearly the window's."""
        self._few = scale < FEW
        if self._outlines and self._smooth:
            self._outlines.set_active(self._active and self._few)
            self._smooth.set_shader(shader("screen", "redrawn" if self._few else "smooth"))

    def _buffers(self) -> tuple[GraphicsBuffer, ...]:
        return (*self._small, *([self._toned] if self._toned else []))


def _quarter(window: Size) -> Size:
    return max(window[0] // 4, 1), max(window[1] // 4, 1)


def _across_and_down(small: Size) -> tuple[tuple[float, float], tuple[float, float]]:
    return (1 / small[0], 0), (0, 1 / small[1])


def _texel(computed: Size) -> tuple[float, float]:
    return 1 / computed[0], 1 / computed[1]
