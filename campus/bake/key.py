"""By which word a bake is known: a hash over what its light follows from, and nothing else.

A title, a sign, a zone or a seat's name changes no light; a wall, a colour, a lamp or the sun does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np

from campus.mesh import Mesh, place
from campus.scene.model import Material
from campus.space.model import Space

BAKER = 1
"""Raised whenever the same space would be given another light."""
GRID_M = 1e-4
"""Geometry is compared on a grid of 0.1 mm; a little off it, so that halves do not hang on the last bit."""
_OFF_THE_TIE = 0.0137
WORD = 16
"""Hex digits of a hash in a folder's name."""


def own_key(space: Space) -> str:
    """Of everything within a space that its light follows from: shapes, surfaces, lamps and screens, sun.

    The light state is not among them: a lamp counts with the lumens that its author gave it.
    """
    hash_ = hashlib.sha256(f"campus bake {BAKER}".encode())
    for mesh, at, heading in parts_of(space):
        _add_mesh(hash_, place(mesh, at, heading), space.materials)
    for lamp, lumens in zip(space.lamps, full_lumens(space), strict=True):
        _add(hash_, (*lamp.place.at, lamp.place.heading, *lamp.size, lumens, lamp.kelvins))
    for screen in space.screens.values():
        _add(hash_, (*screen.at, screen.heading, *screen.size))
    _add(hash_, (space.sun.azimuth - space.north, space.sun.elevation))
    hash_.update(f"{space.sun.colour} {space.sun.sky}".encode())
    return hash_.hexdigest()[:WORD]


def around_key(meshes: Iterable[tuple[Mesh, Mapping[str, Material]]]) -> str:
    """Of what stands outside a space's openings, in its frame."""
    hash_ = hashlib.sha256(f"campus bake around {BAKER}".encode())
    for mesh, materials in meshes:
        _add_mesh(hash_, mesh, materials)
    return hash_.hexdigest()[:WORD]


def parts_of(space: Space) -> list[tuple[Mesh, tuple[float, float, float], float]]:
    """Every mesh that light falls on, and where it stands: doors closed, seats free."""
    parts: list[tuple[Mesh, tuple[float, float, float], float]] = [(space.mesh, (0.0, 0.0, 0.0), 0.0)]
    parts += [(place(m.part.mesh, m.part.pivot), m.at, m.heading) for m in space.moving]
    for copies in space.copies:
        if copies.role != "seat-taken":
            parts += [(copies.mesh, (float(x), float(y), float(z)), float(h)) for x, y, z, h in copies.placements]
    return parts


def full_lumens(space: Space) -> list[float]:
    """Of each of `space.lamps`, whatever light state it was compiled in."""
    nodes = [node for node in space.scene.nodes if node.id in space.where]
    if space.scene.shell is not None:
        nodes.insert(0, space.scene.shell)
    return [lamp.lumens for node in nodes for lamp in node.spec.anchors().lamps]


def _add_mesh(hash_: hashlib._Hash, mesh: Mesh, materials: Mapping[str, Material]) -> None:
    hash_.update(np.floor(mesh.positions.astype(np.float64) / GRID_M + 0.5 + _OFF_THE_TIE).astype("<i8").tobytes())
    hash_.update(mesh.triangles.astype("<i4").tobytes())
    hash_.update(mesh.material.astype("<i4").tobytes())
    for name in mesh.materials:
        material = materials.get(name)
        looks = (material.colour, material.metalness, material.opacity, material.emission) if material else None
        hash_.update(f"{name} {looks};".encode())


def _add(hash_: hashlib._Hash, values: Iterable[float]) -> None:
    hash_.update(np.round(np.array(list(values), np.float64), 4).tobytes())
