"""A slope: smooth, closed, as high as it says where it says, and never too steep to walk."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.slope import STEEPEST, Slope
from campus.mesh import is_closed, volume


def test_it_climbs_towards_its_front_and_is_level_at_its_top() -> None:
    slope = Slope(size=(8, 4), rise=0.9, top=1)
    mesh = slope.mesh()
    assert is_closed(mesh)
    assert mesh.collides.all()
    low, high = mesh.bounds()
    assert low == pytest.approx([-4, -2, -0.1], abs=1e-4)
    assert high == pytest.approx([4, 2, 0.9], abs=1e-4)
    back = mesh.positions[np.abs(mesh.positions[:, 1] - 2) < 1e-4]
    foot = mesh.positions[np.abs(mesh.positions[:, 1] + 2) < 1e-4]
    assert back[:, 2].max() == pytest.approx(0.9, abs=1e-4)
    assert foot[:, 2].max() == pytest.approx(0.0, abs=1e-4)
    assert volume(mesh) == pytest.approx(8 * (0.9 * 1 + 0.9 * 3 / 2 + 0.1 * 4), rel=0.01)


def test_it_is_steepest_half_way_and_never_more_than_one_walks() -> None:
    slope = Slope(size=(6, 3), rise=1.1)
    heights = np.array([slope.height_at(s) for s in np.linspace(0, 3, 301)])
    steep = np.diff(heights) / 0.01
    assert steep.max() <= STEEPEST + 1e-3
    assert 140 <= int(steep.argmax()) <= 160
    with pytest.raises(ValueError, match=r"too steep to walk: give it a depth of 3\.8 m"):
        Slope(size=(6, 3), rise=1.5)
    with pytest.raises(ValueError, match="leaves nothing"):
        Slope(size=(6, 3), rise=0.2, top=3)
