"""Things that hang on a wall or stand free: one drawing for both. Knows no component.

A wall's frame has the room towards -Y, a free component's front is towards +Y. Such a component is drawn once, as
it hangs on a wall (x from left to right as one reads it, its back at y = 0), and turned about when it stands free.
"""

from __future__ import annotations

from typing import TypeVar

from campus.components._base import Component, Placed
from campus.mesh import Mesh, place

Anchor = TypeVar("Anchor")


def mounted(component: Component, mesh: Mesh) -> Mesh:
    """The mesh, drawn in a wall's frame, in the frame that the component is placed by."""
    return mesh if component.wall is not None else place(mesh, (0.0, 0.0, 0.0), 180.0)


def mounted_place(component: Component, at: tuple[float, float, float], heading: float = 180.0) -> Placed:
    """A place given in a wall's frame, in the frame that the component is placed by.

    Args:
        component: whose `wall` tells which frame that is.
        at: in the wall's frame, metres.
        heading: in the wall's frame; 180 looks into the room.
    """
    if component.wall is not None:
        return Placed(at, heading)
    x, y, z = at
    return Placed((-x, -y, z), (heading + 180.0) % 360.0)
