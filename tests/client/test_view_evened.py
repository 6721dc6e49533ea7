"""Clouds on large faces go; shadows, other faces and small things stay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from campus.client.view.evened import evened, large_faces, with_rims
from campus.mesh import Mesh


def _quad(low: tuple[float, float], high: tuple[float, float], height: float) -> tuple[np.ndarray, np.ndarray]:
    """Corners of a level rectangle, and where they lie on a lightmap of 100 texels to 10 m."""
    (x, y), (u, v) = low, high
    corners = np.array([(x, y, height), (u, y, height), (u, v, height), (x, v, height)], np.float32)
    return corners, corners[:, :2] / 10


def _mesh(*quads: tuple[np.ndarray, np.ndarray]) -> tuple[Mesh, NDArray[np.float32]]:
    count = len(quads)
    corners = np.concatenate([corner for corner, _ in quads])
    faces = np.concatenate([np.array([(0, 1, 2), (0, 2, 3)]) + 4 * i for i in range(count)]).astype(np.int32)
    mesh = Mesh(
        corners,
        np.tile(np.array((0, 0, 1), np.float32), (4 * count, 1)),
        np.zeros((4 * count, 2), np.float32),
        faces,
        ("stone",),
        np.zeros(2 * count, np.int32),
        np.zeros(2 * count, np.bool_),
    )
    return mesh, np.concatenate([uv for _, uv in quads]).astype(np.float32)


def test_each_large_face_has_a_number_of_its_own_and_a_small_one_has_none() -> None:
    mesh, uvs = _mesh(_quad((0, 0), (3, 3), 0.0), _quad((5, 5), (9, 9), 0.0), _quad((8, 0), (8.2, 0.2), 0.0))

    faces = large_faces(mesh, uvs, (100, 100))

    assert faces[15, 15] > 0
    assert faces[70, 70] > 0
    assert faces[15, 15] != faces[70, 70]
    assert faces[1, 81] == 0
    assert faces[40, 90] == 0


def test_a_keystone_of_eight_texels_has_no_spot_in_its_middle() -> None:
    mesh, uvs = _mesh(_quad((5, 5), (5.4, 5.2), 0.0))
    light = np.ones((100, 100, 3), np.float32)
    light[51, 51:53] = 0.8

    found = evened(light, with_rims(large_faces(mesh, uvs, (100, 100))))

    on_it = found[50:52, 50:54].mean(axis=-1)
    assert on_it.max() < 1.1 * on_it.min()


def test_facets_of_a_round_face_that_hang_together_are_one_face_however_small_each_is() -> None:
    strips = [_quad((1.0 + 0.1 * i, 1.0), (1.1 + 0.1 * i, 1.4), 0.05 * i * i) for i in range(6)]
    mesh, uvs = _mesh(*strips)
    ways = np.stack([np.linspace(0, 1, 7), np.zeros(7), np.ones(7)], axis=1)
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    corner = np.repeat(np.arange(6), 4) + np.tile((0, 1, 1, 0), 6)
    faces = large_faces(replace(mesh, normals=ways[corner].astype(np.float32)), uvs, (100, 100))

    assert faces[12, 12] > 0
    assert (faces[11:13, 11:15] == faces[12, 12]).all()
    assert not large_faces(mesh, uvs, (100, 100)).any()


def test_a_scribble_a_tenth_darker_goes_and_a_shadow_keeps_its_edge() -> None:
    light = np.full((64, 64, 3), 1000, np.float32)
    light[20:22, 10:30] *= 0.9
    light[:, 40:] *= 0.4

    found = evened(light, np.ones((64, 64), np.int32))

    assert abs(found[20, 20, 0] / found[40, 20, 0] - 1) < 0.04
    assert found[30, 39, 0] > 900
    assert found[30, 40, 0] < 480


def test_a_wide_stain_of_another_hue_goes_and_what_is_really_coloured_stays() -> None:
    light = np.full((96, 96, 3), 1000, np.float32)
    light[40:52, 40:52] *= (1.06, 1.0, 0.94)
    light[:, 80:] *= (1.6, 1.0, 0.4)

    found = evened(light, np.ones((96, 96), np.int32))

    stain, coloured = found[46, 46], found[46, 90]
    assert stain[0] / stain[2] < 1.06
    assert coloured[0] / coloured[2] > 3.8
    np.testing.assert_allclose(found[5, 5], 1000, rtol=0.01)


def test_a_wall_whose_edge_is_cut_into_pieces_of_their_own_is_one_face() -> None:
    mesh, uvs = _mesh(_quad((0, 0), (3, 3), 0.0), _quad((3, 0), (6, 3), 0.0))

    faces = large_faces(mesh, uvs, (100, 100))

    assert faces[15, 15] == faces[15, 45] > 0


def test_light_of_one_face_is_none_of_anothers() -> None:
    light = np.full((40, 40, 3), 100, np.float32)
    light[:, 20:] = 110
    faces = np.ones((40, 40), np.int32)
    faces[:, 20:] = 2

    found = evened(light, faces)

    np.testing.assert_allclose(found, light, rtol=1e-5)


def test_what_lies_on_no_large_face_stays_as_it_was() -> None:
    light = np.random.default_rng(1).uniform(90, 110, (30, 30, 3)).astype(np.float32)

    np.testing.assert_array_equal(evened(light, np.zeros((30, 30), np.int32)), light)


def test_a_mesh_without_triangles_has_no_faces() -> None:
    assert not large_faces(Mesh(), np.zeros((0, 2), np.float32), (8, 8)).any()


def test_a_lone_texel_is_no_light_and_a_line_of_them_is() -> None:
    light = np.full((64, 64, 3), 100, np.float32)
    light[20, 20] = 170
    light[40, 10:50] = 170

    found = evened(light, np.ones((64, 64), np.int32))

    assert found[20, 20, 0] < 101
    assert found[40, 30, 0] > 150


def test_a_face_has_the_texels_beside_its_edge_but_none_of_another_face() -> None:
    faces = np.zeros((8, 8), np.int32)
    faces[2:5, 2:5], faces[2:5, 5] = 1, 2

    found = with_rims(faces)

    assert (found[1:6, 1] == 1).all()
    assert (found[5, 2:5] == 1).all()
    assert (found[2:5, 5:7] == 2).all()
    assert not found[7].any()
    assert not found[:, 0].any()


def test_a_pool_of_light_under_a_lamp_keeps_its_middle_and_is_no_plateau() -> None:
    down, along = np.mgrid[0:40, 0:80] * 0.114
    square = (down + 0.06) ** 2 + 0.5**2 + (along - 4.56) ** 2
    pool = 2 + 3 * (down + 0.06) * 0.5 / square**2  # what a panel half a metre off a wall throws on it
    light = np.repeat((100 * pool)[..., None], 3, axis=-1).astype(np.float32)

    found = evened(light, np.ones(pool.shape, np.int32))[..., 0]

    middle, beside = np.log(found[2, 40] / found[2, 38]), np.log(pool[2, 40] / pool[2, 38])
    assert middle > 0.6 * beside
