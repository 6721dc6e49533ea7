"""Stones of one wall are lit alike where they meet, whatever grain each had of its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.bake import load
from campus.bake.seams import sampled
from campus.client.view.borders import level
from campus.client.view.coplanar import joints_of
from campus.client.view.lightmapped import lightmap
from campus.mesh import Mesh, flat, merge
from campus.scene import load_campus
from campus.space import compile_space

REPOSITORY = Path(__file__).parents[2]
SIZE = (20, 30)
"""Texels of 0.1 m: one stone from column 2 to column 7, the other from column 12 to column 17, five rows of both."""

Borders = tuple[NDArray[np.float64], NDArray[np.float64]]


def _stone(left: float, before: float = 0.0, material: str = "") -> Mesh:
    corners = [(left, -before, 0), (left + 0.5, -before, 0), (left + 0.5, -before, 0.5), (left, -before, 0.5)]
    return flat(corners, material=material) if material else flat(corners)


def _joints(second: Mesh) -> Borders:
    mesh = merge(_stone(0), second)
    uvs = np.zeros((len(mesh.positions), 2), np.float32)
    for first, column in ((0, 2), (4, 12)):
        place = mesh.positions[first : first + 4, ::2] - mesh.positions[first : first + 4, ::2].min(axis=0)
        uvs[first : first + 4] = (place * 10 + (column, 5)) / (SIZE[1], SIZE[0])
    return joints_of(mesh, uvs, SIZE)


def _lit(one: float, other: float) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    light, faces = np.full((*SIZE, 3), one, np.float32), np.zeros(SIZE, np.int32)
    light[:, 10:] = other
    faces[4:11, 1:8], faces[4:11, 11:18] = 1, 2
    return light, faces


def test_light_goes_on_from_a_stone_to_the_next_one_across_their_joint() -> None:
    light, faces = _lit(1.0, 1.4)
    found = level(light, _joints(_stone(0.516)), faces)[..., 0]

    row = np.log(found[7])
    assert abs(row[12] - row[6]) < 0.02
    assert row[2] < 0.1 < row[6] < 0.24 < row[17]
    assert np.array_equal(found[:, 19:], light[:, 19:, 0])


def test_what_meets_is_told_by_points_on_either_side() -> None:
    one, other = _joints(_stone(0.516))

    assert len(one) >= 8
    assert {*np.round(one[:, 0]), *np.round(other[:, 0])} == {7.0, 12.0}
    assert np.abs(one[:, 1] - other[:, 1]).max() < 0.6


@pytest.mark.parametrize("second", [_stone(0.55), _stone(0.516, before=0.02)])
def test_what_is_further_off_or_in_another_plane_is_lit_by_itself(second: Mesh) -> None:
    assert not len(_joints(second)[0])


def test_where_one_stone_is_in_the_dark_the_other_keeps_its_light() -> None:
    light, faces = _lit(1.0, 3.0)

    assert np.array_equal(level(light, _joints(_stone(0.516)), faces), light)


def test_the_hall_s_stones_are_shown_so() -> None:
    space = compile_space(load_campus(REPOSITORY), "hall")
    baked = load(REPOSITORY, space)
    assert baked is not None
    lit = lightmap(space.mesh, baked, space)
    day = np.log(np.maximum(lit.day[..., :3].astype(np.float32), 1e-3))
    joints = joints_of(lit.baked.split(space.mesh), lit.baked.uvs, lit.day.shape[:2])
    one, other = (sampled(day, points).mean(axis=1) for points in joints)
    steps = np.abs(one - other)
    steps = steps[steps < 0.5]

    assert len(steps) > 3000
    assert (steps > 0.05).mean() < 0.1
