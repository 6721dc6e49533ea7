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


def _generations() -> Iterator[tuple[list[int], list[int], Array]]:
    """Bones by how many lie between them and the hips: they, what they hang on, and (n, 3, 1) from there to them."""
    done = {bone for bone, parent in enumerate(PARENT) if parent < 0}
    while len(done) < len(PARENT):
        bones = [bone for bone, parent in enumerate(PARENT) if bone not in done and parent in done]
        parents = [PARENT[bone] for bone in bones]
        yield bones, parents, (REST[bones] - REST[parents])[..., None]
        done |= set(bones)


_ROOTS = [bone for bone, parent in enumerate(PARENT) if parent < 0]
_GENERATIONS = tuple(_generations())


def rotations(angles: Array) -> Array:
    """(..., 3, 3) of (..., 3) degrees about X, Y and Z, applied in that order."""
    x, y, z = np.moveaxis(np.deg2rad(angles), -1, 0)
    cx, sx, cy, sy, cz, sz = np.cos(x), np.sin(x), np.cos(y), np.sin(y), np.cos(z), np.sin(z)
    rows = [
        [cz * cy, cz * sy * sx - sz * cx, cz * sy * cx + sz * sx],
        [sz * cy, sz * sy * sx + cz * cx, sz * sy * cx - cz * sx],
        [-sy, cy * sx, cy * cx],
    ]
    return np.stack([np.stack(row, -1) for row in rows], -2).astype(np.float32)


def skinning(angles: Array, root: Array) -> Array:
    """What takes each vertex from rest to pose.

    Args:
        angles: (people, bones, 3) degrees about X, Y, Z in each bone's own frame.
        root: (people, 3) by which the hips are moved from rest, metres.

    Returns:
        (people, bones, 3, 4): turn and shift of each bone.
    """
    world = rotations(angles)
    start = np.empty((len(angles), len(Bone), 3), np.float32)
    start[:, _ROOTS] = REST[_ROOTS]
    start[:, Bone.HIPS] += root
    # Bones that hang on others are turned with them, those that are as far from the hips together.
    for bones, parents, away in _GENERATIONS:
        above = world[:, parents]
        start[:, bones] = start[:, parents] + (above @ away)[..., 0]
        world[:, bones] = above @ world[:, bones]
    shift = start - np.einsum("pbij,bj->pbi", world, REST)
    return np.concatenate([world, shift[..., None]], axis=-1)


def place_of(matrices: Array, bone: Bone, point: tuple[float, float, float]) -> Array:
    """(people, 3) where a point of the figure at rest, carried by `bone`, is in the pose."""
    moved: Array = matrices[:, bone, :, :3] @ np.array(point, np.float32) + matrices[:, bone, :, 3]
    return moved
