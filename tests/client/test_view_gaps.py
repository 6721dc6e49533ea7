"""A finger's gap between what hangs on a wall is dark, whatever lights the wall beside it or glares above it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.client.view.gaps import FRAMED_M, alike_in, dark_in, glaring, hidden, without_glare
from campus.mesh import Mesh, box, flat, merge

SIZE = (40, 40)
"""Texels of 0.1 m, of a wall of 3 m."""
LIT, SHADE = 100.0, 1.0


def _lit(*things: Mesh, fine: int = 1) -> NDArray[np.float32]:
    """How bright each texel of a wall is whose upper part glares, with cladding up to there."""
    wall = flat([(0, 0, 0), (3, 0, 0), (3, 0, 3), (0, 0, 3)])
    mesh = merge(wall, *things)
    uvs = np.zeros((len(mesh.positions), 2), np.float32)
    uvs[:4] = wall.positions[:, ::2] / 4
    light = np.full((SIZE[0] * fine, SIZE[1] * fine, 3), SHADE, np.float32)
    light[20 * fine :] = LIT
    light[19 * fine : 20 * fine] = LIT / 4  # what spread
    found: NDArray[np.float32] = dark_in(hidden(mesh, uvs, np.zeros(light.shape[:2], np.bool_))[0], light)[..., 0]
    return found


def _two(gap: float) -> list[Mesh]:
    """Two panels with so much between them, up to 2.02 m."""
    return [box((1.5 - gap / 2, 0.05, 2.02), at=(1.5 + way * (0.75 + gap / 4), -0.03, 0)) for way in (-1, 1)]


def test_the_line_of_wall_between_two_panels_is_dark_from_the_floor_to_what_glares() -> None:
    found = _lit(*_two(0.01))

    assert (found[:20, 14:16] < SHADE / 2).all()
    assert (found[21:30, :30] == LIT).all()


def test_each_of_many_gaps_side_by_side_is_dark() -> None:
    found = _lit(*[box((0.24, 0.05, 2.02), at=(0.125 + 0.25 * i, -0.03, 0)) for i in range(12)])

    joints = [int(2.5 * i) for i in range(1, 12)]
    assert (found[5, joints] < SHADE / 2).all()


def test_a_gap_between_framed_boards_whose_bottom_one_texel_met_has_no_dark_bar_by_day() -> None:
    """The front of one frame is four centimetres from that of the next, of which two are bevels."""
    wall = flat([(0, 0, 0), (3, 0, 0), (3, 0, 3), (0, 0, 3)])
    mesh = merge(wall, *[box((0.98, 0.05, 2.0), at=(x, -0.03, 0.5), bevel=0.01) for x in (1.0, 2.0)])
    uvs = np.zeros((len(mesh.positions), 2), np.float32)
    uvs[:4] = wall.positions[:, ::2] / 4.8
    gaps = hidden(mesh, uvs, np.zeros(SIZE, np.bool_), FRAMED_M)[0]
    light = np.full((*SIZE, 3), LIT, np.float32)
    light[6:11, 12] = SHADE

    assert gaps[6:19, 12].all()
    assert (alike_in(gaps, light) == LIT).all()


def test_a_gap_that_is_dark_from_end_to_end_stays_so_by_day() -> None:
    gaps, light = np.zeros(SIZE, np.bool_), np.full((*SIZE, 3), LIT, np.float32)
    gaps[5:25, 14], light[5:22, 14] = True, SHADE

    assert (alike_in(gaps, light) == light).all()


def test_a_wall_that_one_sees_beside_its_panels_keeps_its_light() -> None:
    panels = [box((1.0, 0.05, 2.02), at=(x, -0.03, 0)) for x in (0.5, 2.5)]
    found = _lit(*panels)

    assert (found[19, 11:19] == LIT / 4).all()
    assert (found[5, :30] == SHADE).all()
    assert (_lit()[19, :30] == LIT / 4).all()


def test_a_gap_that_texels_tell_from_its_sides_keeps_the_light_that_was_found_there() -> None:
    found = _lit(*_two(0.03), fine=5)

    assert (found[5] == SHADE).all()


def test_behind_an_upstand_a_wall_has_the_light_of_what_is_seen_beneath_its_shelf() -> None:
    shelf, upstand = box((3.0, 0.22, 0.05), at=(1.5, -0.11, 2.0)), box((3.0, 0.04, 0.09), at=(1.5, -0.20, 2.05))
    wall = flat([(0, 0, 0), (3, 0, 0), (3, 0, 3), (0, 0, 3)])
    mesh = merge(wall, shelf, upstand)
    uvs = np.zeros((len(mesh.positions), 2), np.float32)
    uvs[:4] = wall.positions[:, ::2] / 4
    faces = np.zeros(SIZE, np.int32)
    faces[:30, :30] = 1
    light = np.full((*SIZE, 3), SHADE, np.float32)
    light[20:30] = LIT  # the middles of row 20 lie behind the shelf and its upstand

    shut = hidden(mesh, uvs, glaring(light, faces))[1]
    found = without_glare(shut, light, faces)[..., 0]

    assert (found[20, 1:29] == SHADE).all()
    assert (found[21:30, :30] == LIT).all()
    assert not hidden(wall, uvs[:4], glaring(light, faces))[1].any()


def test_what_a_denoiser_spread_from_an_upstands_far_side_does_not_shine_beneath_its_shelf() -> None:
    faces = np.ones((9, 9), np.int32)
    light = np.full((9, 9, 3), SHADE, np.float32)
    light[5:] = LIT
    light[4] = LIT / 5  # what spread; and below it, light is what it is
    light[3] = 2 * SHADE
    shut = np.zeros((9, 9), np.bool_)
    shut[5] = True

    found = without_glare(shut, light, faces)[..., 0]

    assert (found[4:6] == 2 * SHADE).all()
    assert (found[:4] == light[:4, :, 0]).all()
    assert (found[6:] == LIT).all()


def test_what_nobody_sees_beside_a_wall_that_is_as_bright_leaves_that_as_it_is() -> None:
    light = np.full((9, 9, 3), SHADE, np.float32)
    light[4:] = LIT * np.arange(1, 6, dtype=np.float32)[:, None, None] / 2
    shut = np.zeros((9, 9), np.bool_)
    shut[5] = True

    found = without_glare(shut, light, np.ones((9, 9), np.int32))

    assert (np.delete(found, 5, axis=0) == np.delete(light, 5, axis=0)).all()
