"""By what a bake is known: what its light follows from, and nothing else.

A title, a sign, a zone or a seat's name changes no light; a wall, a colour, a lamp or the sun does. The hash names the
folder. Since another processor may round the last bit of a turned wall otherwise, and the hash of a rounded number can
then be another, a bake is also known by its places: a few sums over everything, which a bit leaves as they are and a
centimetre does not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np

from campus.mesh import Mesh, place
from campus.scene.model import Material
from campus.space.model import Space

BAKER = 2
"""Raised whenever the same space would be given another light."""
GRID_M = 1e-4
"""Geometry is compared on a grid of 0.1 mm; a little off it, so that halves do not hang on the last bit."""
_OFF_THE_TIE = 0.0137
NEAR_M = 5e-3
"""Sums of places that differ by less are of the same places: last bits add up to a hundredth of it."""
_STEPS = (0.7548776662, 1.5698402909, 2.2191513412, 2.9311711407)
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


def surfaces_key(space: Space) -> str:
    """Of everything about a space's light that is no length: triangles, materials, colours."""
    hash_ = hashlib.sha256(f"campus bake surfaces {BAKER}".encode())
    for mesh, _, _ in parts_of(space):
        _add_surfaces(hash_, mesh, space.materials)
    hash_.update(f"{space.sun.colour} {space.sun.sky}".encode())
    return hash_.hexdigest()[:WORD]


def places_of(space: Space) -> tuple[float, ...]:
    """Of everything about a space's light that is a length or an amount of light: sums that tell any two apart.

    Each is the scalar product of all numbers with a sequence of its own between -1 and 1 that never repeats.
    """
    rows = [place(mesh, at, heading).positions.astype(np.float64).ravel() for mesh, at, heading in parts_of(space)]
    for lamp, lumens in zip(space.lamps, full_lumens(space), strict=True):
        rows.append(np.array((*lamp.place.at, lamp.place.heading, *lamp.size, lumens, lamp.kelvins)))
    rows += [np.array((*screen.at, screen.heading, *screen.size)) for screen in space.screens.values()]
    rows.append(np.array((space.sun.azimuth - space.north, space.sun.elevation)))
    every = np.concatenate(rows)
    index = np.arange(len(every))
    return tuple(round(float(np.sin(index * step + step) @ every), 5) for step in _STEPS)


def same_places(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two of them are of the same places."""
    return len(one) == len(other) and all(abs(a - b) < NEAR_M for a, b in zip(one, other, strict=True))


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
    _add_surfaces(hash_, mesh, materials)


def _add_surfaces(hash_: hashlib._Hash, mesh: Mesh, materials: Mapping[str, Material]) -> None:
    hash_.update(mesh.triangles.astype("<i4").tobytes())
    hash_.update(mesh.material.astype("<i4").tobytes())
    for name in mesh.materials:
        material = materials.get(name)
        looks = (material.colour, material.metalness, material.opacity, material.emission) if material else None
        hash_.update(f"{name} {looks};".encode())


def _add(hash_: hashlib._Hash, values: Iterable[float]) -> None:
    hash_.update(np.round(np.array(list(values), np.float64), 4).tobytes())
