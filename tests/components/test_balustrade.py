"""A balustrade: rails that hold a body back, balusters close enough that nobody slips through."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.balustrade import Balustrade
from campus.mesh import is_closed, volume


def test_the_handrail_is_at_its_height_and_collides() -> None:
    mesh = Balustrade(length=3, height=1.0).mesh()
    corners = mesh.corners()
    long = corners[(corners[:, :, 0].min(1) < -1) & (corners[:, :, 0].max(1) > 1)]
    assert long[:, :, 2].max() == pytest.approx(1.0, abs=1e-4)
    hit = mesh.only(mesh.collides)
    assert np.ptp(hit.positions[:, 0]) > 2.9


@pytest.mark.parametrize("style", ["stone", "iron"])
def test_balusters_are_less_than_twenty_centimetres_apart(style: str) -> None:
    (balusters,) = Balustrade(length=4, style=style).instances()  # type: ignore[arg-type]
    assert np.diff(np.sort(balusters.placements[:, 0])).max() < 0.21


def test_a_baluster_is_turned_stone_and_not_a_stick() -> None:
    mesh = Balustrade().instances()[0].mesh
    radius = np.linalg.norm(mesh.positions[:, :2], axis=1)
    assert radius.max() > 2 * radius[radius > 0.01].min()
    assert len(mesh.triangles) < 400


def test_a_path_may_turn_and_climb() -> None:
    balustrade = Balustrade(path=((0, 0), (3, 0), (3, 4, 1.0)), style="iron")
    mesh = balustrade.mesh()
    assert is_closed(mesh)
    assert volume(mesh) > 0
    assert mesh.bounds()[1][2] == pytest.approx(2.0, abs=0.02)
