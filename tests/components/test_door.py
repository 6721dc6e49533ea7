"""A door: its leaves fill the frame, hang at the jambs, and swing out of the room."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.door import Door
from campus.mesh import is_closed, place, volume


@pytest.mark.parametrize("glazed", [False, True])
def test_one_leaf_fills_the_opening(glazed: bool) -> None:
    (leaf,) = Door(size=(1.1, 2.3), glazed=glazed).parts().values()
    low, high = leaf.mesh.bounds() + np.array(leaf.pivot)
    assert low[0] == pytest.approx(-0.55, abs=0.01)
    assert high[0] == pytest.approx(0.55, abs=0.01)
    assert high[2] == pytest.approx(2.3, abs=0.03)
    assert is_closed(leaf.mesh)
    assert volume(leaf.mesh) > 0


def test_a_wide_door_has_two_leaves_that_meet_in_the_middle() -> None:
    parts = Door(size=(1.8, 2.3)).parts()
    assert set(parts) == {"left", "right"}
    left = parts["left"].mesh.bounds() + np.array(parts["left"].pivot)
    right = parts["right"].mesh.bounds() + np.array(parts["right"].pivot)
    assert left[1][0] == pytest.approx(0, abs=0.01)
    assert right[0][0] == pytest.approx(0, abs=0.01)
    assert is_closed(parts["right"].mesh)
    assert volume(parts["right"].mesh) > 0


@pytest.mark.parametrize("width", [1.1, 1.8])
def test_open_leaves_stand_outside_and_leave_the_way_free(width: float) -> None:
    for part in Door(size=(width, 2.3)).parts().values():
        turned = place(part.mesh, part.pivot, part.amount)
        assert turned.bounds()[1][1] > 0.6
        assert turned.bounds()[0][1] > -0.1
        inside = np.abs(turned.positions[:, 0]) < width / 2 - 0.25
        assert not inside.any()


def test_a_door_is_let_into_its_wall_at_its_sill() -> None:
    raised = Door(sill=3.6)
    assert raised.outline()[:, 1].min() == pytest.approx(3.6)
    assert raised.parts()["leaf"].pivot[2] == pytest.approx(3.6)
    assert raised.fill(0.45).bounds()[0][2] == pytest.approx(3.6, abs=1e-4)


def test_a_glazed_door_has_glass() -> None:
    assert "glass" in Door(glazed=True).parts()["leaf"].mesh.materials
    assert "glass" not in Door().parts()["leaf"].mesh.materials
