"""Water: an octagon as wide as it says, its jet as high, its kerb at a height to sit on."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.water import Water


def test_it_is_an_octagon_4_2_metres_across_from_side_to_side() -> None:
    low, high = Water(across=4.2, sides=8).mesh().bounds()
    assert high[:2] - low[:2] == pytest.approx([4.2, 4.2], abs=0.04)


def test_the_jet_leaps_as_high_as_it_says_over_the_water() -> None:
    basin = Water(kerb=0.45, level=0.1, jet=0.6)
    assert basin.mesh().bounds()[1][2] == pytest.approx(0.35 + 0.6, abs=0.03)
    assert Water(jet=0.0).mesh().bounds()[1][2] == pytest.approx(0.45)


def test_one_sits_in_the_middle_of_each_side_and_looks_away_from_the_water() -> None:
    seats = Water(sides=8).anchors().seats
    assert len(seats) == 8
    for seat in seats:
        x, y, _ = seat.place.at
        turn = np.radians(seat.place.heading)
        assert x * -np.sin(turn) + y * np.cos(turn) == pytest.approx(2.1)
        assert (seat.kind, seat.height) == ("kerb", 0.45)
    assert not Water(kerb=0.8).anchors().seats


def test_a_basin_without_room_for_water_is_refused() -> None:
    with pytest.raises(ValueError, match="room for water"):
        Water(across=0.6, width=0.3)
