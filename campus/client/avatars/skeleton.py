"""The bones of a figure and how they carry its skin. Plain numpy over many people at once; knows no clothes.

A figure stands at its origin, looks to +Y, its right hand at +X; lengths are for a person of `HEIGHT`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

HEIGHT = 1.75


class Bone(IntEnum):
    """One bone; its value is its row everywhere."""

    HIPS = 0
    CHEST = 1
    HEAD = 2
    EYES = 3
    UPPER_ARM_R = 4
    FOREARM_R = 5
    HAND_R = 6
    UPPER_ARM_L = 7
    FOREARM_L = 8
    HAND_L = 9
    THIGH_R = 10
    SHIN_R = 11
    FOOT_R = 12
    THIGH_L = 13
    SHIN_L = 14
    FOOT_L = 15
    CHAIR = 16
    WHEELS = 17


PARENT = (-1, 0, 1, 2, 1, 4, 5, 1, 7, 8, 0, 10, 11, 0, 13, 14, -1, 16)

REST = np.array(
    [
        (0, 0, 0.95),
        (0, 0, 1.06),
        (0, -0.005, 1.47),
        (0, 0.08, 1.625),
        (0.178, -0.005, 1.395),
        (0.222, -0.015, 1.125),
        (0.247, 0.005, 0.885),
        (-0.178, -0.005, 1.395),
        (-0.222, -0.015, 1.125),
        (-0.247, 0.005, 0.885),
        (0.088, 0, 0.92),
        (0.092, 0.005, 0.50),
        (0.095, -0.015, 0.09),
        (-0.088, 0, 0.92),
        (-0.092, 0.005, 0.50),
        (-0.095, -0.015, 0.09),
        (0, 0, 0),
        (0, -0.06, 0.30),
    ],
    np.float32,
)
"""(bones, 3) where each bone begins, standing with hanging arms."""


def _generations() -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Bones by how many lie between them and the hips: they, and what they hang on."""
    done = {bone for bone, parent in enumerate(PARENT) if parent < 0}
    while len(done) < len(PARENT):
        bones = [bone for bone, parent in enumerate(PARENT) if bone not in done and parent in done]
        yield np.array(bones), np.array([PARENT[bone] for bone in bones])
        done |= set(bones)


_GENERATIONS = tuple(_generations())
_REST_COLUMN = REST[..., None]


def rotations(angles: Array) -> Array:
    """(..., 3, 3) of (..., 3) degrees about X, Y and Z, applied in that order."""
    turned = np.empty((*angles.shape, 3), np.float32)
    _rotate(angles, turned)
    return turned


def _rotate(angles: Array, into: Array) -> None:
    # In every frame for everybody: as few calls as can be, each costs more than the dozen numbers that it works on, and
    # on numbers that lie side by side, so that it costs no more than that.
    radians = np.deg2rad(np.ascontiguousarray(angles.T))
    (cx, cy, cz), (sx, sy, sz) = np.cos(radians), np.sin(radians)
    turned = np.empty((9, *cx.shape), np.float32)
    cz_sy, sz_sy = cz * sy, sz * sy
    turned[0], turned[1], turned[2] = cz * cy, cz_sy * sx - sz * cx, cz_sy * cx + sz * sx
    turned[3], turned[4], turned[5] = sz * cy, sz_sy * sx + cz * cx, sz_sy * cx - cz * sx
    turned[6], turned[7], turned[8] = -sy, cy * sx, cy * cx
    into[...] = turned.T.reshape(into.shape)


def skinning(angles: Array, root: Array) -> Array:
    """What takes each vertex from rest to pose.

    Args:
        angles: (people, bones, 3) degrees about X, Y, Z in each bone's own frame.
        root: (people, 3) by which the hips are moved from rest, metres.

    Returns:
        (people, bones, 3, 4): turn and shift of each bone.
    """
    carried = np.zeros((len(angles), len(PARENT), 4, 4), np.float32)
    carried[:, :, 3, 3] = 1
    turn = carried[:, :, :3, :3]
    _rotate(angles, turn)
    # Each bone turns about where it begins at rest; what it hangs on carries it, beginning there and all.
    carried[:, :, :3, 3] = (_REST_COLUMN - turn @ _REST_COLUMN)[..., 0]
    carried[:, Bone.HIPS, :3, 3] += root
    for bones, parents in _GENERATIONS:
        carried[:, bones] = carried.take(parents, axis=1) @ carried.take(bones, axis=1)
    return carried[:, :, :3]


def place_of(matrices: Array, bone: Bone, point: tuple[float, float, float]) -> Array:
    """(people, 3) where a point of the figure at rest, carried by `bone`, is in the pose."""
    moved: Array = matrices[:, bone, :, :3] @ np.array(point, np.float32) + matrices[:, bone, :, 3]
    return moved
