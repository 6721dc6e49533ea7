"""A scene compiled: meshes by material, colliders, seats, screens, portals, labels."""

from campus.space.compile import compile_space
from campus.space.model import (
    Copies,
    Label,
    Moving,
    Portal,
    Screen,
    Seat,
    Space,
    View,
    Viewpoint,
    Zone,
)

__all__ = [
    "Copies",
    "Label",
    "Moving",
    "Portal",
    "Screen",
    "Seat",
    "Space",
    "View",
    "Viewpoint",
    "Zone",
    "compile_space",
]
