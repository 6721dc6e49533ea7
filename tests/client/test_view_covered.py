"""The bevel of a shelf before an upstand has the light of the room, not of the trough behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.bake import DAY, Baked
from campus.client.view.covered import with_light_of_their_other_face
from campus.mesh import Mesh, box, facing, merge
from campus.space.model import Space

LIT, ROOM = 5000.0, 100.0

Lit = Callable[..., tuple[Mesh, Baked]]


@pytest.fixture
def lit(make_space: Callable[..., Space], a_bake: Callable[..., Baked]) -> Lit:
    """A shelf and what stands on it: what looks up is in a cove's light, all else in that of the room."""

    def make(*things: Mesh) -> tuple[Mesh, Baked]:
        shelf = box((3.0, 0.22, 0.05), at=(0, -0.11, 2.0), bevel=0.01, material="stone")
        space = replace(make_space(), mesh=merge(shelf, *things))
        bake = a_bake(space)
        up = space.mesh.normals[bake.vertex, 2:] > 0.5
        own = np.repeat(np.where(up, LIT, ROOM), 3, axis=1).astype(np.float32)
        return space.mesh, replace(
            bake, layers={DAY: replace(bake.layers[DAY], vertices=own)}, uvs=np.zeros_like(bake.uvs)
        )

    return make


def _front_bevel(mesh: Mesh, bake: Baked) -> NDArray[np.float32]:
    """Light at the corners of the shelf's upper front bevel."""
    normals = facing(mesh.corners())[0]
    high, wide = mesh.corners()[..., 2].max(axis=1), np.ptp(mesh.corners()[..., 0], axis=1)
    which = (normals[:, 1] < -0.5) & (normals[:, 2] > 0.5) & (high < 2.051) & (wide > 1)
    assert which.sum() == 2
    return np.asarray(bake.layers[DAY].vertices[bake.triangles[which]], np.float32)


def test_before_an_upstand_the_bevel_of_a_shelf_is_lit_as_its_front(lit: Lit) -> None:
    mesh, bake = lit(box((3.0, 0.04, 0.09), at=(0, -0.20, 2.05), bevel=0.01, material="stone"))
    assert _front_bevel(mesh, bake).max() == LIT

    found = with_light_of_their_other_face(mesh, bake)

    assert (_front_bevel(mesh, found) == ROOM).all()
    assert np.allclose(found.split(mesh).corners(), mesh.corners(), atol=1e-6)


def test_a_shelf_on_which_nothing_stands_keeps_its_bright_bevel(lit: Lit) -> None:
    mesh, bake = lit(box((3.0, 0.04, 0.09), at=(0, -0.12, 2.05), bevel=0.01, material="stone"))

    assert _front_bevel(mesh, with_light_of_their_other_face(mesh, bake)).max() == LIT


def test_a_space_without_bevels_is_lit_as_it_was(
    make_space: Callable[..., Space], a_bake: Callable[..., Baked]
) -> None:
    space = make_space()
    bake = a_bake(space)

    found = with_light_of_their_other_face(space.mesh, bake)

    assert np.array_equal(found.triangles, bake.triangles)
