"""Where charts end and the surface goes on, light goes on too, though each chart was evened by itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.seams import sampled
from campus.client.view.borders import REACH, agreeing, borders_of
from campus.client.view.evened import evened, large_faces, with_rims
from campus.mesh import Mesh

SIZE = (60, 80)
FIRST, SECOND = (10, 30), (50, 70)
"""Columns of the two charts of one wall, of 2 m each, which goes on from the first's right end."""

Floats = NDArray[np.float32]


def _wall(second_turned: float = 0.0) -> tuple[Mesh, Floats]:
    """A level floor in two charts, the second of which may be turned up; and where its corners lie."""
    far = (4.0 - 2 * (second_turned > 0), 2 * second_turned)
    places = [((0, 0), (2, 0), (2, 4), (0, 4)), ((2, 0), (far[0], 0), (far[0], 4), (2, 4))]
    corners = np.array([(*place, 0) for quad in places for place in quad], np.float32)
    corners[[5, 6], 2] = far[1]
    columns = (*FIRST, *SECOND)
    at = [(columns[2 * i + side], row) for i in (0, 1) for side, row in ((0, 10), (1, 10), (1, 50), (0, 50))]
    ways = np.repeat([(0, 0, 1), (-second_turned, 0, 1 - second_turned)], 4, axis=0).astype(np.float32)
    faces = np.array([(0, 1, 2), (0, 2, 3), (4, 5, 6), (4, 6, 7)], np.int32)
    none = np.zeros((8, 2), np.float32)
    mesh = Mesh(corners, ways, none, faces, ("stone",), np.zeros(4, np.int32), np.zeros(4, np.bool_))
    return mesh, (np.array(at) / SIZE[::-1]).astype(np.float32)


def _rising() -> Floats:
    """Light that rises across the border, steeper towards it, as round a shaft."""
    columns = np.arange(SIZE[1]) + 0.5
    beyond = np.where(columns < 40, columns - FIRST[1], columns - SECOND[0])
    tone = 0.6 * np.tanh(beyond / 4)
    return np.broadcast_to(np.exp(tone)[None, :, None], (*SIZE, 3)).astype(np.float32)


def _steps(light: Floats, borders: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    one, other = (np.log(sampled(light, points)).mean(axis=1) for points in borders)
    return np.asarray(np.abs(one - other))


def test_two_charts_of_one_wall_that_were_evened_apart_have_no_edge_where_they_meet() -> None:
    mesh, uvs = _wall()
    faces, light = with_rims(large_faces(mesh, uvs, SIZE)), _rising()
    borders, even = borders_of(mesh, uvs, SIZE), evened(light, faces)

    found = agreeing(even, light, borders, faces)

    assert len(borders[0]) >= 80
    assert np.median(_steps(even, borders)) > 0.05
    assert _steps(found, borders).max() < 0.01
    # What is told reaches a few texels, and runs out without an edge of its own.
    assert np.array_equal(found[:, : FIRST[1] - REACH - 2], even[:, : FIRST[1] - REACH - 2])
    by = np.log(found[30] / even[30]).mean(axis=1)[FIRST[0] : FIRST[1]]
    assert np.abs(np.diff(by)).max() < 0.4 * np.abs(by).max()


def test_a_step_that_was_there_before_stays() -> None:
    """What hides behind a panel on one side is told its light by others."""
    mesh, uvs = _wall()
    faces = with_rims(large_faces(mesh, uvs, SIZE))
    light = np.ones((*SIZE, 3), np.float32)
    light[:, 40:] = 2.0

    assert np.allclose(agreeing(light, light, borders_of(mesh, uvs, SIZE), faces), light, atol=1e-5)


def test_where_a_surface_turns_in_an_edge_its_charts_need_not_agree() -> None:
    mesh, uvs = _wall(second_turned=1.0)

    assert not len(borders_of(mesh, uvs, SIZE)[0])


def test_what_has_no_texels_has_no_border() -> None:
    mesh, uvs = _wall()
    uvs[4:] = 0

    assert not len(borders_of(mesh, uvs, SIZE)[0])
