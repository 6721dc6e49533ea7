"""The low tier's balusters: turned, though of fewer triangles."""

from __future__ import annotations

import numpy as np

from campus.client.view.coarse import coarser, gathered, standing
from campus.client.view.rings import fewer_rings
from campus.mesh import Mesh, box, lathe, merge

CELL_M = 0.05
PROFILE = [(0.052, 0.0), (0.052, 0.02), (0.034, 0.035), (0.04, 0.06), (0.066, 0.15), (0.069, 0.22), (0.058, 0.32)]
PROFILE += [(0.036, 0.47), (0.031, 0.56), (0.048, 0.59), (0.034, 0.61), (0.046, 0.68)]


def a_baluster() -> Mesh:
    return lathe(PROFILE, sides=10, material="stone")


def test_a_baluster_stays_round_and_has_no_more_triangles_than_one_gathered_in_a_grid() -> None:
    """In a grid each ring's vertices go another way: it was wrung."""
    whole = a_baluster()
    coarse = coarser(whole, CELL_M)

    ways = [np.arctan2(mesh.positions[:, 1], mesh.positions[:, 0]) for mesh in (whole, coarse)]
    rim = np.hypot(*whole.positions[:, :2].T) > 1e-3
    assert np.allclose(np.exp(1j * ways[0][rim]), np.exp(1j * ways[1][rim]), atol=1e-3)
    of_grid = standing(gathered(whole.positions, whole.triangles, CELL_M), whole.triangles)
    assert 40 < len(coarse.triangles) <= of_grid.sum()


def test_the_belly_and_the_neck_of_a_baluster_are_as_wide_as_they_were() -> None:
    coarse = coarser(a_baluster(), CELL_M)
    corners = coarse.positions[np.unique(coarse.triangles)]
    radius = np.hypot(*corners[:, :2].T)
    assert np.isclose(radius.max(), 0.069, atol=1e-3)
    assert np.isclose(radius[(corners[:, 2] > 0.4) & (corners[:, 2] < 0.6)].min(), 0.031, atol=1e-3)


def test_a_box_with_bevels_and_a_bowl_that_is_no_circle_are_not_taken_for_turned() -> None:
    oval = a_baluster()
    oval.positions[:, 0] *= 1.2
    for other in (box((0.14, 0.14, 0.3), bevel=0.006, material="stone"), oval):
        positions, turned = fewer_rings(other.positions, other.triangles, 0.014)
        assert not turned.any()
        assert np.array_equal(positions, other.positions)


def test_what_is_not_turned_is_gathered_beside_what_is() -> None:
    foot = box((0.14, 0.14, 0.1), at=(0, 0, -0.1), bevel=0.006, material="stone")
    alone, both = coarser(foot, CELL_M), coarser(merge(foot, a_baluster()), CELL_M)
    assert len(both.triangles) == len(alone.triangles) + len(coarser(a_baluster(), CELL_M).triangles)
