"""A plate's bevel is lit alike all around: pieces round corners go with the face that its straight parts go with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.bake import DAY, Baked
from campus.client.view.bevel_ends import as_their_strips
from campus.components._shaping import slab
from campus.mesh import box
from campus.space.model import Space

HIGH, BEVEL, ROUND = 0.03, 0.008, 0.03
DEEP, QUOIN_BEVEL = 0.06, 0.005
SIZE = 64


@pytest.fixture
def plate(make_space: Callable[..., Space], a_bake: Callable[..., Baked]) -> tuple[Space, Baked, NDArray[np.bool_]]:
    """A table's top, which has texels, as its bevel has where that is straight; what has none is dark.

    The last is which triangles are of that bevel round the corners.
    """
    mesh = slab((1.2, 0.8), HIGH, (0, 0, 0), radius=ROUND, bevel=BEVEL)
    up = (mesh.corners()[..., 2] > HIGH - BEVEL - 1e-4).all(axis=1)
    bevel = up & (np.ptp(mesh.corners()[..., 2], axis=1) > BEVEL / 2)
    round_ = bevel & (np.ptp(mesh.corners()[..., :2], axis=1).max(axis=1) < ROUND)
    space = replace(make_space(), mesh=mesh)
    return space, partly_charted(space, a_bake(space), np.flatnonzero(up & ~round_)), round_


def partly_charted(space: Space, bake: Baked, charted: NDArray[np.intp]) -> Baked:
    """The bake with texels, which are dark, on some triangles, and a light of 10 at the corners of all others."""
    mesh = space.mesh
    first, index = np.unique(mesh.triangles[charted], return_inverse=True)
    vertex = np.concatenate([first, np.arange(len(mesh.positions))]).astype(np.int32)
    triangles = (mesh.triangles + len(first)).astype(np.int32)
    triangles[charted] = index.reshape(-1, 3)
    uvs, light = np.zeros((len(vertex), 2), np.float32), np.full((len(vertex), 3), 10.0, np.float32)
    uvs[: len(first)], light[: len(first)] = mesh.positions[first][:, :2] / 2 + 0.5, 0
    day = replace(bake.layers[DAY], texels=np.ones((SIZE, SIZE, 3), np.float32), vertices=light)
    sun = replace(bake.sun, vertices=np.zeros(len(vertex), np.uint8), texels=np.zeros((SIZE, SIZE), np.uint8))
    return replace(bake, vertex=vertex, triangles=triangles, uvs=uvs, layers={DAY: day}, sun=sun)


def test_a_bevel_has_the_light_of_the_top_round_corners_too(plate: tuple[Space, Baked, NDArray[np.bool_]]) -> None:
    """At each corner, a table was stained as dark as its side."""
    space, bake, round_ = plate
    assert round_.sum() >= 8
    assert bake.by_corners[round_].all()

    found = as_their_strips(space.mesh, bake)

    corners = found.triangles[round_]
    assert not found.by_corners[round_].any()
    assert (found.layers[DAY].vertices[corners] == 0).all()
    off = np.abs(found.uvs[corners] - (space.mesh.corners()[round_][..., :2] / 2 + 0.5))
    assert off.max() < 0.02, "beside the place where they are"
    assert np.array_equal(found.vertex[found.triangles], space.mesh.triangles)


def test_its_side_and_the_bevel_below_keep_their_own_light(plate: tuple[Space, Baked, NDArray[np.bool_]]) -> None:
    space, bake, round_ = plate

    found = as_their_strips(space.mesh, bake)

    rest = bake.by_corners & ~round_
    assert rest.any()
    assert found.by_corners[rest].all()
    assert (found.layers[DAY].vertices[found.triangles[rest]] == 10).all()
    assert np.array_equal(found.uvs[found.triangles[~round_]], bake.uvs[bake.triangles[~round_]])
    assert len(np.unique(found.triangles)) == len(found.vertex), "no vertex stays that nothing has"


def test_a_bevel_that_goes_far_round_keeps_its_own_light(plate: tuple[Space, Baked, NDArray[np.bool_]]) -> None:
    """The back of a chair is lit from the window in front, and not behind."""
    space, bake, _ = plate
    mesh = replace(space.mesh, positions=space.mesh.positions * np.array((4, 4, 1), np.float32))

    assert as_their_strips(mesh, bake) is bake


def test_a_bevel_without_strips_keeps_its_own_light(plate: tuple[Space, Baked, NDArray[np.bool_]]) -> None:
    space, bake, _ = plate
    dark = replace(bake, uvs=np.zeros_like(bake.uvs))

    assert as_their_strips(space.mesh, dark) is dark


def test_the_joint_of_a_shaded_reveal_is_not_as_pale_as_the_fronts_of_its_stones(
    make_space: Callable[..., Space], a_bake: Callable[..., Baked]
) -> None:
    """A quoin is a hand's breadth deep: bevels between its bed and its side are as small as those round a corner."""
    mesh = box((0.3, DEEP, 0.33), bevel=QUOIN_BEVEL, hidden=("front",))
    space, corners, ways = replace(make_space(), mesh=mesh), mesh.corners(), mesh.normals[mesh.triangles]
    round_ = (np.ptp(corners, axis=1) < 2 * QUOIN_BEVEL).all(axis=1)
    at_front = (ways[..., 1] < -0.99).any(axis=1)
    bake = partly_charted(space, a_bake(space), np.flatnonzero(at_front & ~round_))
    beside = ~at_front & ~round_ & (np.ptp(ways, axis=1).max(axis=1) > 0.5)
    assert at_front.sum() > (at_front & round_).sum() == 4
    assert beside.sum() == 8

    found = as_their_strips(mesh, bake)

    assert not found.by_corners[round_].any(), "they are of the front"
    assert found.by_corners[beside].all()
    assert (found.layers[DAY].vertices[found.triangles[beside]] == 10).all()
