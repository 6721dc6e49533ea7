"""Meshes as numpy arrays: what a thing's surface is, for the client, the ground, the baker and the proofs alike.

Knows nothing of components, scenes or drawing. Metres; Z up, +Y north, +X east; triangles counter-clockwise seen
from outside; every function returns a new `Mesh` and changes nothing.
"""

from campus.mesh.model import EMPTY, Mesh, merge, moved, place

__all__ = ["EMPTY", "Mesh", "merge", "moved", "place"]
