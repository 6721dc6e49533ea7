"""A small flat face has one light, on however many charts it lies."""

from __future__ import annotations

import numpy as np

from campus.client.view.whole_faces import with_whole_faces
from campus.mesh import Mesh

DAY, SIZE, TEXEL = 2, 32, 0.1
ON_CHARTS = np.array([(4, 4), (8, 4), (8, 8), (20, 20), (24, 24), (20, 24)], np.float32)
"""Where the corners of a square's halves lie on the lightmap, texels."""
SHARED = ((0, 3), (2, 4))
"""Corners of the two in one place."""


def _square(of_both: bool = True) -> tuple[Mesh, np.ndarray, np.ndarray]:
    """A stone's face of four decimetres in two triangles, which vertex each corner was, and what it has besides."""
    places = np.array([(0, 0, 0), (0.4, 0, 0), (0.4, 0.4, 0), (0, 0, 0), (0.4, 0.4, 0), (0, 0.4, 0)], np.float32)
    mesh = Mesh(
        places,
        np.tile(np.array((0, 0, 1), np.float32), (6, 1)),
        places[:, :2],
        np.arange(6, dtype=np.int32).reshape(-1, 3),
        ("stone",),
        np.zeros(2, np.int32),
        np.zeros(2, np.bool_),
    )
    rows = np.zeros((6, 9), np.float32)
    rows[:, :2] = ON_CHARTS / SIZE
    if not of_both:
        rows[3:, :2], rows[3:, DAY : DAY + 3] = 0, 1.1
    return mesh, np.array([0, 1, 2, 0, 2, 3]), rows


def _map(one: float, other: float) -> dict[int, np.ndarray]:
    texels = np.zeros((SIZE, SIZE, 3), np.float16)
    texels[:14], texels[14:] = one, other
    return {DAY: texels}


def _seen(rows: np.ndarray, texels: dict[int, np.ndarray], corner: int) -> float:
    """How bright it is at a corner."""
    if not (rows[corner, :2] > 0).any():
        return float(rows[corner, DAY])
    column, row = ON_CHARTS[corner].astype(int)
    return float(texels[DAY][row - 1 : row + 1, column - 1 : column + 1].astype(np.float32).mean())


def test_a_face_on_two_charts_has_no_step_where_they_meet() -> None:
    mesh, vertex, rows = _square()
    before = _map(1.0, 1.1)
    found, texels = with_whole_faces(mesh, vertex, rows, before, TEXEL)
    for one, other in SHARED:
        assert abs(_seen(rows, before, one) / _seen(rows, before, other) - 1) > 0.05
        assert abs(_seen(found, texels, one) / _seen(found, texels, other) - 1) < 0.005
    assert np.array_equal(before[DAY], _map(1.0, 1.1)[DAY]), "what it was given stays"


def test_nor_has_one_of_which_a_part_is_lit_by_its_corners() -> None:
    mesh, vertex, rows = _square(of_both=False)
    found, texels = with_whole_faces(mesh, vertex, rows, _map(1.0, 0.0), TEXEL)
    for one, other in SHARED:
        assert abs(_seen(found, texels, one) / _seen(found, texels, other) - 1) < 0.005
    assert np.array_equal(found[:, :2], rows[:, :2])


def test_light_that_rises_evenly_stays() -> None:
    mesh, vertex, rows = _square()
    texels = _map(1.0, 1.0)
    rise = np.exp(0.05 * (np.arange(SIZE) % 16)).astype(np.float16)[:, None, None]
    _, found = with_whole_faces(mesh, vertex, rows, {DAY: texels[DAY] * rise}, TEXEL)
    assert np.allclose(found[DAY][4:8, 4:8], (texels[DAY] * rise)[4:8, 4:8], rtol=0.01)


def test_what_shades_a_part_of_a_face_stays() -> None:
    mesh, vertex, rows = _square()
    before = _map(1.0, 3.0)
    found, texels = with_whole_faces(mesh, vertex, rows, before, TEXEL)
    assert np.array_equal(texels[DAY], before[DAY])
    assert np.array_equal(found, rows)


def test_a_face_on_one_chart_keeps_its_texels_and_so_does_a_large_one() -> None:
    mesh, vertex, rows = _square()
    before = _map(1.0, 1.1)
    _, texels = with_whole_faces(mesh, vertex, rows, before, TEXEL / 4)
    assert np.array_equal(texels[DAY], before[DAY]), "it has four times as many texels each way"
    alone = Mesh(
        mesh.positions, mesh.normals, mesh.uvs, mesh.triangles[:1], mesh.materials, mesh.material[:1], mesh.collides[:1]
    )
    before = {DAY: np.random.default_rng(1).uniform(0.9, 1.1, (SIZE, SIZE, 3)).astype(np.float16)}
    _, texels = with_whole_faces(alone, vertex, rows, before, TEXEL)
    assert np.array_equal(texels[DAY], before[DAY])
