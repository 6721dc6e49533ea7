"""A processor that draws begins with what it knows of a picture while the rest is still being sent to it.

Mesa's rasteriser sorts triangles into tiles on the thread that sends them and fills the tiles on all the others, but
not before a picture is complete: until then, all cores but one wait. `glFlush` says that what was sent may be begun.
It changes no pixel. Panda3D has no name for it, so it is called in the driver.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from typing import Any

from panda3d.core import CallbackNode, NodePath, OmniBoundingVolume, PandaNode, PythonCallbackObject

from campus.client.view.sharp import EYE_SEES

LIBRARIES = {"linux": "libGL.so.1", "win32": "opengl32.dll"}
"""Where each system has the functions of OpenGL. Elsewhere a picture is begun when it is complete."""
CONVENTIONS = {"win32": "WinDLL"}
"""How they are called there, if not as C does."""
AFTER = (("room", 30), ("far", -1), ("far", 999))
"""The bins and places in them after which a picture is begun: what has small faces in a space, which is early, since
the other cores wait until then; all of it; what lies beyond openings. Six of them were slower by a tenth: every one is
a walk over all the tiles, and ends only when the slowest core does."""


def flush() -> Callable[[], object] | None:
    """The driver's `glFlush`, where there is one."""
    name = LIBRARIES.get(sys.platform)
    if name is None:
        return None
    try:
        found: Callable[[], object] = getattr(ctypes, CONVENTIONS.get(sys.platform, "CDLL"))(name).glFlush
    except (OSError, AttributeError):
        return None
    return found


class HeadStart:
    """The places in the order of drawing at which what was sent so far is begun.

    Args:
        begin: what to call there.
    """

    def __init__(self, begin: Callable[[], object]) -> None:
        self._begin = begin
        self._places = [self._place(bin_, after) for bin_, after in AFTER]

    def look(self, root: NodePath) -> None:
        """From now on, in what is drawn of this node."""
        for place in self._places:
            place.reparent_to(root)

    def destroy(self) -> None:
        """Ends it."""
        for place in self._places:
            place.remove_node()

    def _place(self, bin_: str, after: int) -> NodePath:
        node = CallbackNode("head start")
        node.set_draw_callback(PythonCallbackObject(self._called))
        node.set_bounds(OmniBoundingVolume())
        node.set_final(True)
        place = NodePath(node)
        place.hide(PandaNode.get_all_camera_mask() & ~EYE_SEES)
        place.set_bin(bin_, after)
        place.set_shader_off(1)  # it draws nothing, and has not what the shaders around it ask for
        return place

    def _called(self, data: Any) -> None:
        self._begin()
        data.set_lost_state(False)
