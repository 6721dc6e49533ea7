"""Walls with holes, and the reveals inside their thickness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from campus.errors import Impossible
from campus.mesh.extrusion import extrude
from campus.mesh.model import Mesh, turned
from campus.mesh.outlines import Outline, counter_clockwise, rectangle
from campus.mesh.welding import pieces
from campus.text import bilingual, comma

UPRIGHT = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], np.float32)
"""From the drawing board (x right, y up, z to the reader) to a wall's frame (x right, z up, the reader at -Y)."""

ASIDE = 0.999
"""Cosine: what looks along the wall."""


def wall(
    length: float,
    height: float,
    thickness: float,
    holes: Sequence[ArrayLike] = (),
    *,
    material: str = "lime-plaster",
    collides: bool = False,
) -> Mesh:
    """An upright wall: x from 0 along it, y from 0 (the room's face, which looks to -Y) to its thickness, z up.

    Args:
        length: metres.
        height: metres.
        thickness: metres.
        holes: (k, 2) outlines in x and z. A hole that reaches the floor (z <= 0) becomes a doorway, without a sill.
        material: of all faces.
        collides: whether a body bumps into it.

    Returns:
        A closed mesh; the holes' inner faces, the reveals, included.

    Raises:
        Impossible: when a hole leaves the wall or touches another.
    """
    doorways: list[Outline] = []
    windows: list[Outline] = []
    for hole in holes:
        ring = counter_clockwise(hole)
        (doorways if ring[:, 1].min() <= 1e-6 else windows).append(ring)
    outer = [np.array([(0.0, 0.0)])]
    for ring in sorted(doorways, key=lambda ring: float(ring[:, 0].min())):
        outer.append(_around(ring))
    outer.append(rectangle((0, 0), (length, height))[1:])
    outline = np.concatenate(outer)
    for ring in (outline, *windows):
        if ring[:, 0].min() < -1e-6 or ring[:, 0].max() > length + 1e-6 or ring[:, 1].max() > height + 1e-6:
            raise Impossible(
                bilingual(
                    f"a hole leaves its wall of {length:g} x {height:g} m",
                    f"un trou sort de son mur de {comma(length)} × {comma(height)} m",
                )
            )
    if np.any(np.diff(outline[np.abs(outline[:, 1]) < 1e-9][:-1, 0]) < 0):
        raise Impossible(bilingual("two doorways of a wall overlap", "deux portes d'un mur se chevauchent"))
    drawn = extrude(outline, thickness, holes=windows, material=material, collides=collides)
    return _as_courses_lie(upright(drawn, thickness))


def _as_courses_lie(wall: Mesh) -> Mesh:
    """The ends of a wall and the straight sides of its holes, textured as its face is: up is up, slats stand upright.

    The side of a prism is textured along its outline. Where a side goes over into an arch, that stays.
    """
    piece = pieces(wall.triangles, len(wall.positions))
    aside = (np.abs(wall.normals[wall.triangles][..., 0]) > ASIDE).all(axis=1)
    whole = np.bincount(piece, ~aside) == 0
    of = np.unique(wall.triangles[whole[piece]])
    uvs = wall.uvs.copy()
    uvs[of] = wall.positions[of, 1:]
    return replace(wall, uvs=uvs)


def upright(mesh: Mesh, back: float = 0.0) -> Mesh:
    """A shape drawn in plan, stood up against a wall.

    Args:
        mesh: drawn with x to the right, y up, and z towards the reader, as on a drawing board.
        back: metres; where the drawing board's z = 0 comes to lie in the wall's frame (y = 0 is the room's face).

    Returns:
        The same in a wall's frame: x to the right, z up, the reader at -Y.
    """
    return turned(mesh, UPRIGHT, (0.0, back, 0.0))


def _around(doorway: Outline) -> Outline:
    """The way round a doorway from its left foot over its head to its right foot, both on the floor."""
    ring = doorway.copy()
    ring[:, 1] = np.maximum(ring[:, 1], 0.0)
    feet = np.nonzero(ring[:, 1] <= 1e-6)[0]
    left = feet[np.argmin(ring[feet, 0])]
    right = feet[np.argmax(ring[feet, 0])]
    over = np.roll(ring[::-1], left + 1, 0)  # clockwise, beginning at the left foot
    stop = int(np.nonzero(np.all(over == ring[right], 1))[0][0])
    return over[: stop + 1]
