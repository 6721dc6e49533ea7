"""Corners in one place are one, and what shares corners hangs together."""

import numpy as np

from campus.mesh import box, merge
from campus.mesh.welding import extents, pieces, together, welded


def test_pieces_that_share_no_vertex_are_told_apart() -> None:
    triangles = np.array([(0, 1, 2), (2, 3, 4), (5, 6, 7), (7, 8, 9), (10, 11, 12)])
    assert pieces(triangles, 13).tolist() == [0, 0, 1, 1, 2]


def test_groups_are_counted_in_order_of_their_first_members() -> None:
    assert together(np.array([(4, 1), (3, 4), (2, 0)]), 6).tolist() == [0, 1, 0, 1, 1, 2]


def test_corners_in_one_place_are_one_unless_something_else_keeps_them_apart() -> None:
    places = np.array([(0, 0, 0), (0.0004, 0, 0), (1, 0, 0), (0, 0, 0)]) / 1e-3
    first, near, far, again = welded(places)
    assert first == near == again != far
    one, _, _, other = welded(places, np.array([7, 7, 7, 8]))
    assert one != other


def test_of_nothing_there_are_no_numbers() -> None:
    assert welded(np.zeros((0, 3)), np.zeros((0, 3)), np.zeros(0)).tolist() == []


def test_each_of_two_boxes_reaches_as_far_as_it_does() -> None:
    mesh = merge(box((1, 1, 1), at=(0, 0, 0)), box((2, 1, 3), at=(5, 0, 1)))
    corner = welded(mesh.positions[mesh.triangles].reshape(-1, 3) / 1e-3).reshape(-1, 3)
    low, high = extents(mesh.corners().astype(np.float64), pieces(corner, int(corner.max()) + 1))
    assert np.allclose(high - low, [(1, 1, 1), (2, 1, 3)])
