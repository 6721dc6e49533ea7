"""Meshes as numpy arrays: what a thing's surface is, for the client, the ground, the baker and the proofs alike.

Knows nothing of components, scenes or drawing. Metres; Z up, +Y north, +X east; triangles counter-clockwise seen
from outside; every function returns a new `Mesh` and changes nothing.
"""

from campus.mesh.box import box
from campus.mesh.extrusion import annular_sector, extrude, ribbon
from campus.mesh.grain import along_grain, with_rails, with_stiles
from campus.mesh.measure import area, facing, is_closed, volume
from campus.mesh.model import EMPTY, Mesh, merge, moved, place, turned
from campus.mesh.outlines import (
    arc_points,
    arch_curve,
    both,
    circle,
    quarter_round,
    rectangle,
    round_arch,
    rounded_rectangle,
    spread,
)
from campus.mesh.polygon import triangulate
from campus.mesh.sheet import flat
from campus.mesh.swept import sweep, tube
from campus.mesh.turning import cylinder, lathe
from campus.mesh.wall import upright, wall

__all__ = [
    "EMPTY",
    "Mesh",
    "along_grain",
    "annular_sector",
    "arc_points",
    "arch_curve",
    "area",
    "both",
    "box",
    "circle",
    "cylinder",
    "extrude",
    "facing",
    "flat",
    "is_closed",
    "lathe",
    "merge",
    "moved",
    "place",
    "quarter_round",
    "rectangle",
    "ribbon",
    "round_arch",
    "rounded_rectangle",
    "spread",
    "sweep",
    "triangulate",
    "tube",
    "turned",
    "upright",
    "volume",
    "wall",
    "with_rails",
    "with_stiles",
]
