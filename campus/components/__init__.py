"""The vocabulary: one file for each thing that a designer can put in a space.

The file's name is the `type` (hyphens become underscores), so the folder is the registry, the allow-list and the
source of "did you mean". Files that begin with an underscore are not types. Nothing here draws, listens or sends.
"""

from campus.components._base import (
    Anchors,
    Component,
    Instances,
    LabelAnchor,
    LampAnchor,
    Opening,
    Part,
    Placed,
    ScreenAnchor,
    SeatAnchor,
    SoundAnchor,
    Told,
    ViewAnchor,
)
from campus.components._registry import component_named, component_types

__all__ = [
    "Anchors",
    "Component",
    "Instances",
    "LabelAnchor",
    "LampAnchor",
    "Opening",
    "Part",
    "Placed",
    "ScreenAnchor",
    "SeatAnchor",
    "SoundAnchor",
    "Told",
    "ViewAnchor",
    "component_named",
    "component_types",
]
