"""Long flat faces are drawn flat, though meshes shade the edges between them as one curve."""

from __future__ import annotations

import numpy as np

from campus.client.view.creased import creased
from campus.components.water import Water
from campus.mesh import Mesh, cylinder, extrude, facing


def _drawn(mesh: Mesh) -> tuple[Mesh, np.ndarray]:
    """As it is drawn, and what became of the number that each vertex carried."""
    found, rows = creased(mesh, np.arange(len(mesh.positions), dtype=np.float32)[:, None])
    return found, rows[:, 0].astype(int)


def _alike(mesh: Mesh) -> np.ndarray:
    """(m,) the least cosine between a triangle and the ways that its corners look."""
    ways, _, _ = facing(mesh.corners())
    cosines: np.ndarray = np.einsum("tic,tc->ti", mesh.normals[mesh.triangles], ways).min(axis=1)
    return cosines


def _basin(bevel: float = 0.0) -> Mesh:
    return extrude(Water().outline(4.2), 0.4, bevel=bevel)


def test_the_sides_of_an_octagonal_basin_are_lit_as_the_flat_faces_that_they_are() -> None:
    mesh = _basin()
    assert _alike(mesh).min() < 0.93, "the edges of what turns by 45 degrees are no longer shaded as a curve"
    found, _ = _drawn(mesh)
    assert _alike(found).min() > 0.999


def test_a_bevel_begins_as_the_face_that_it_goes_on_from() -> None:
    found, _ = _drawn(_basin(bevel=0.02))
    ways, _, _ = facing(found.corners())
    sides = np.abs(ways[:, 2]) < 0.1
    assert _alike(found)[sides].min() > 0.999
    bevels = (ways[:, 2] > 0.5) & (ways[:, 2] < 0.9)
    assert bevels.any()
    normals = found.normals[found.triangles[bevels]]
    low = np.abs(normals[..., 2]) < 0.1
    level = ways[bevels, :2] / np.linalg.norm(ways[bevels, :2], axis=1, keepdims=True)
    assert np.einsum("tic,tc->ti", normals[..., :2], level)[low].min() > 0.999


def test_triangles_keep_their_order_and_corners_what_they_had_besides() -> None:
    mesh = _basin(bevel=0.02)
    found, number = _drawn(mesh)
    assert np.array_equal(number[found.triangles], mesh.triangles)
    assert np.array_equal(found.corners(), mesh.corners())


def test_a_column_stays_round() -> None:
    mesh = cylinder(1.5, 4.0, sides=32)
    found, _ = _drawn(mesh)
    assert found is mesh


def test_a_small_basin_stays_as_its_maker_shaded_it() -> None:
    mesh = extrude(Water().outline(0.8), 0.4)
    found, _ = _drawn(mesh)
    assert found is mesh
