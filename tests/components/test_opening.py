"""A plain opening: bare, or framed in stone."""

from __future__ import annotations

import pytest

from campus.components.opening import Opening


def test_a_bare_opening_has_nothing_in_it() -> None:
    assert len(Opening().fill(0.45).triangles) == 0
    assert Opening().margin() == 0


def test_a_frame_stands_round_the_hole_and_hides_the_plasters_edge_by_four_millimetres() -> None:
    stones = Opening(size=(1.6, 2.4), frame="limestone-smooth").fill(0.45)
    jambs = stones.positions[stones.positions[:, 2] < 2.3]
    assert abs(jambs[:, 0]).min() == pytest.approx(0.796, abs=1e-4)
    assert stones.bounds()[1][2] > 2.5
