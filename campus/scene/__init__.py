"""What a space is: YAML in, a frozen `Scene` out, or every mistake at once with its place."""

from campus.scene.loading import CampusLoader, files_of, find_root, load_campus, unknown_space
from campus.scene.model import Campus, Material, Node, Placement, Planned, Scene, Source, Sun

__all__ = [
    "Campus",
    "CampusLoader",
    "Material",
    "Node",
    "Placement",
    "Planned",
    "Scene",
    "Source",
    "Sun",
    "files_of",
    "find_root",
    "load_campus",
    "unknown_space",
]
