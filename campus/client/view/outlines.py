"""Lines that a picture of few pixels draws in steps, straight again in the window.

A processor that draws computes two thirds of the window's pixels each way, each from one sample: a line that runs a
little aslant goes along a row of them, and then along the next. A blur across where it steps leaves a nick there, every
fifty pixels of the edge of a board. From how far it is to the steps one knows where between the rows it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from panda3d.core import ColorWriteAttrib, DepthTestAttrib, Texture

from campus.client.view.passes import cover, make_target, uncover
from campus.client.view.shading import shader

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

FEW = 0.85
"""Pixels of the picture for one of the window, each way: of more, hardly anything lies between them, and the window's
own pixels are smoothed."""
BYTES = 8
"""Of each pixel, with its depth."""


class Outlines:
    """Finds, in each frame, where the lines of a picture run.

    Args:
        base: the application.
        picture: a finished one, in bytes.
        size: of it, pixels.

    Attributes:
        found: what `redrawn.frag` needs to know of each pixel of the picture.
    """

    def __init__(self, base: ShowBase, picture: Texture, size: tuple[int, int]) -> None:
        self._base, self._size = base, size
        self._target, self.found = make_target(base, "outlines", size, -20, depth=True, light=False)
        self._target.set_clear_color((0, 0, 0, 0))
        # A processor has no branches, but where depth says so it draws nothing: most of a picture has no lines.
        differs = cover(self._target, shader("screen", "differs"), sort=0, picture=picture)
        differs.set_depth_test(True)
        differs.set_depth_write(True)
        differs.set_attrib(ColorWriteAttrib.make(ColorWriteAttrib.C_off))
        follows = cover(self._target, shader("screen", "outline"), sort=1, picture=picture)
        follows.set_attrib(DepthTestAttrib.make(DepthTestAttrib.M_equal))
        self._passes = differs, follows

    @property
    def target_mb(self) -> float:
        """What is found is kept in so many megabytes of 10^6 bytes."""
        return BYTES * self._size[0] * self._size[1] / 1e6

    def fit(self, size: tuple[int, int]) -> None:
        """Follows the size of the picture."""
        self._size = size
        self._target.set_size(*size)

    def set_active(self, active: bool) -> None:
        """Looks no more, or again."""
        self._target.set_active(active)

    def destroy(self) -> None:
        """Gives the target back."""
        for quad in self._passes:
            uncover(quad)
        self._base.graphicsEngine.remove_window(self._target)
