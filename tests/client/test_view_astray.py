"""Texels that the baker asked for elsewhere have the light of those beside them."""

from __future__ import annotations

import numpy as np

from campus.client.view.astray import FAR, strayed, told_by_others
from campus.mesh import Mesh

SIZE = (24, 64)
"""Of the lightmap: height and width in texels; ten of them are a metre."""
DIM, LIT = 100.0, 200.0


def _laid(places: list[tuple[float, float]], triangles: list[tuple[int, int, int]]) -> tuple[Mesh, np.ndarray]:
    """A flat face whose corners lie at these places of the lightmap, in texels; and where that is, 0 to 1."""
    at = np.array(places, np.float32)
    mesh = Mesh(
        positions=np.concatenate([at / 10, np.zeros((len(at), 1))], axis=1).astype(np.float32),
        normals=np.tile(np.array((0, 0, 1), np.float32), (len(at), 1)),
        uvs=np.zeros((len(at), 2), np.float32),
        triangles=np.array(triangles, np.int32),
        materials=("oak",),
        material=np.zeros(len(triangles), np.int32),
        collides=np.zeros(len(triangles), np.bool_),
    )
    return mesh, (at / (SIZE[1], SIZE[0])).astype(np.float32)


def _raft() -> tuple[Mesh, np.ndarray]:
    """A raft of two large triangles, on whose edge lies a third: fifty texels long, and two wide at its end."""
    places = [(4.5, 4.5), (54.5, 4.5), (54.5, 15.5), (4.5, 14.5), (4.5, 16.5)]
    return _laid(places, [(0, 1, 2), (0, 2, 3), (3, 2, 4)])


def _edge() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How far off texels of a raft were asked for, the raft, and its light: too dim along its edge."""
    far, faces = np.zeros(SIZE, np.float32), np.zeros(SIZE, np.int32)
    faces[4:16, 4:55] = 1
    far[14:16, 4:55] = 8.0
    light = np.full((*SIZE, 3), LIT, np.float32)
    light[14:16, 4:55] = LIT / 1.4
    return far, faces, light


def test_points_slide_along_a_triangle_thinner_than_a_texel_and_stay_on_a_wide_one() -> None:
    far = strayed(*_raft(), SIZE)

    assert far[16, 26:40].min() > 2 * FAR
    assert far[5:14, 4:54].max() < 0.5
    assert not far[18:].any()


def test_the_edge_of_a_raft_has_no_smudge_of_the_light_that_falls_far_along_it() -> None:
    far, faces, light = _edge()

    found = told_by_others(light, far, faces)

    assert found[14, 8:50].min() > 0.97 * LIT
    np.testing.assert_array_equal(found[4:13, 4:55], LIT)


def test_what_lies_beside_an_edge_in_the_light_is_not_told_by_the_dark_that_is_buried() -> None:
    far, faces, light = _edge()
    light[4:14, 4:55] = LIT / 40

    np.testing.assert_allclose(told_by_others(light, far, faces)[14:16, 4:55], LIT / 1.4, rtol=0.05)


def test_a_face_is_told_nothing_by_another_and_where_all_were_asked_for_elsewhere_nothing_changes() -> None:
    far, faces, light = _edge()
    faces[14:16, 4:55] = 2

    np.testing.assert_allclose(told_by_others(light, far, faces), light, rtol=0.01)


def test_the_last_texels_of_a_lightmap_are_told_by_none_of_its_other_side() -> None:
    far, faces = np.zeros(SIZE, np.float32), np.ones(SIZE, np.int32)
    far[:, 0], light = 20.0, np.full((*SIZE, 3), DIM, np.float32)
    light[:, 40:] = 1.3 * DIM

    np.testing.assert_allclose(told_by_others(light, far, faces), light, rtol=1e-4)
