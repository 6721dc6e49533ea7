"""What grows in far land: outlines that are not a turner's, at a price."""

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.client.view.far_plants import cypress, pine
from campus.mesh import Mesh

BANDS = 40


def _outline(mesh: Mesh, leaf: str) -> NDArray[np.float64]:
    """(BANDS,) how far its leaves reach to the right, from their lowest place to their highest, metres."""
    of = mesh.only(mesh.material == mesh.materials.index(leaf))
    places = of.corners().reshape(-1, 3)
    height = places[:, 2]
    band = np.clip((height - height.min()) / np.ptp(height) * BANDS, 0, BANDS - 1).astype(int)
    return np.array([places[band == i, 0].max(initial=0.0) for i in range(BANDS)])


def _turns(line: NDArray[np.float64]) -> int:
    """How often a line goes from out to in or back, by more than two centimetres."""
    steps = np.sign(np.diff(line)[np.abs(np.diff(line)) > 0.02])
    return int((steps[1:] != steps[:-1]).sum())


@pytest.mark.parametrize("height", [5.6, 8.0, 9.5])
def test_a_cypress_has_the_outline_of_a_flame_not_of_a_cone(height: float) -> None:
    assert _turns(_outline(cypress(0, 0, height, 3), "far-cypress")) >= 8


@pytest.mark.parametrize("seed", [1, 40, 77])
def test_a_cypress_stays_slender_and_as_tall_as_it_is_said_to_be(seed: int) -> None:
    low, high = cypress(2.0, -3.0, 8.0, seed).bounds()
    assert high[2] == pytest.approx(8.0, abs=0.01)
    assert low[2] == pytest.approx(0.0, abs=0.01)
    assert 1.0 < high[0] - low[0] < 2.4


def test_no_triangle_of_a_cypress_is_without_area_or_faces_inward() -> None:
    mesh = cypress(0, 0, 8.0, 5)
    corners = mesh.corners().astype(np.float64)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert np.linalg.norm(across, axis=1).min() > 1e-9
    assert ((across * mesh.normals[mesh.triangles].mean(axis=1)).sum(axis=1) > 0).all()


def test_what_stands_far_away_is_drawn_with_half_of_the_triangles_or_fewer() -> None:
    assert len(cypress(0, 0, 8, 3, near=False).triangles) < 0.65 * len(cypress(0, 0, 8, 3).triangles)
    assert len(pine(0, 0, 12, 3, near=False).triangles) < 0.5 * len(pine(0, 0, 12, 3).triangles)


def test_a_near_pine_is_the_far_one_with_tufts_that_stand_out_of_its_crown() -> None:
    far, near = (np.round(pine(0, 0, 12, 3, near=near).positions.astype(np.float64), 4) for near in (False, True))
    own = {tuple(place) for place in far}
    assert own < {tuple(place) for place in near}
    tufts = np.array([place for place in near if tuple(place) not in own])
    beside = np.linalg.norm(tufts[:, None, :2] - far[None, :, :2], axis=2) < 0.3
    under = np.where(beside, far[None, :, 2], -np.inf).max(axis=1)
    assert (tufts[:, 2] > under + 0.05).mean() > 0.15
