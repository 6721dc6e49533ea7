"""Flecks of sun under leaves far away are soft; a patch of sun keeps its edge."""

from dataclasses import replace

import numpy as np
import pytest

from campus.client.view.dapples import WHOLE, at_corners, dappled, flecks
from campus.mesh import Mesh


def test_what_the_sun_finds_in_part_alone_is_a_fleck_and_the_edge_of_a_patch_is_none() -> None:
    sun = np.zeros((40, 40), np.uint8)
    sun[5:8, 5:8] = 90  # far from anything whole
    sun[6, 6] = WHOLE + 20  # one texel is no patch
    sun[20:30, 20:30] = 255
    sun[30, 20:30] = 100  # its edge
    apart = dappled(sun)
    assert apart[5:8, 5:8].all()
    assert apart.sum() == 9


def test_a_fleck_is_brightest_in_its_middle_and_fades_evenly_to_nothing() -> None:
    sun = np.zeros((12, 12), np.uint8)
    sun[4:7, 4:7] = 120
    shown = flecks(sun, sun > 0)
    across = shown[5, 2:9]
    assert across.argmax() == 3
    assert (np.diff(across[:4]) > 0).sum() == 3
    assert shown.sum() * 255 == pytest.approx(9 * 120)
    assert not flecks(sun, np.zeros_like(sun, np.bool_)).any()


def test_a_narrow_facet_beside_a_fleck_has_as_much_of_it_where_they_meet(a_bake, make_space) -> None:
    """Two strips of a rounded edge: the first has texels, the second is too narrow for any."""
    positions = [(0, 0, 0), (0.24, 0, 0), (0.24, 0, 0.02), (0, 0, 0.02), (0.24, 0, 0), (0.28, 0, 0), (0.28, 0, 0.02)]
    places = np.array([*positions, (0.24, 0, 0.02), (5, 0, 0), (5.2, 0, 0), (5, 0, 0.2)], np.float32)
    triangles = np.array([(0, 1, 2), (0, 2, 3), (4, 5, 6), (4, 6, 7), (8, 9, 10)], np.int32)
    strips = Mesh(
        positions=places,
        normals=np.tile(np.array((0, -1, 0), np.float32), (11, 1)),
        uvs=np.zeros((11, 2), np.float32),
        triangles=triangles,
    )
    uvs = np.zeros((11, 2), np.float32)
    uvs[:4] = np.array([(2.5, 3.5), (7.5, 3.5), (7.5, 4.5), (2.5, 4.5)]) / 10
    baked = a_bake(make_space())
    own = np.array([0] * 4 + [51, 25, 25, 51] + [51] * 3, np.uint8)
    shown = np.zeros((10, 10), np.float32)
    shown[3:5, 2:8] = 0.4
    baked = replace(baked, uvs=uvs, sun=replace(baked.sun, vertices=own))
    found = at_corners(strips, baked, shown)
    assert found[[4, 7]] == pytest.approx(0.4), "where the face with texels goes on"
    assert found[[5, 6]] == pytest.approx(25 / 255), "as baked further on"
    assert not found[8:].any(), "five metres away, a shadow's edge is no fleck"
    assert not found[:4].any(), "texels say it themselves"
    assert not at_corners(strips, baked, np.zeros_like(shown)).any()
