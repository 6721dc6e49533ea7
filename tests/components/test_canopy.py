"""The canopy: rafts that step up to the rear, light in the gaps between them, heads well below."""

from __future__ import annotations

import pytest

from campus.components.canopy import Canopy
from campus.mesh import is_closed


def test_rafts_step_up_from_low_to_high_and_stay_within_their_width() -> None:
    canopy = Canopy(rafts=5, low=6.2, high=6.7, width=16, thickness=0.1)
    low, high = canopy.mesh().bounds()
    assert low[2] == pytest.approx(6.2)
    assert high[2] <= 6.7 + 0.1 + 0.05
    assert high[0] == pytest.approx(8, abs=0.02)
    assert low[0] == pytest.approx(-8, abs=0.02)
    assert is_closed(canopy.mesh())


def test_there_is_a_cove_in_each_gap_and_its_light_is_the_whole_flux() -> None:
    canopy = Canopy(rafts=4, lumens=12_000)
    lamps = canopy.anchors().lamps
    assert sum(lamp.lumens for lamp in lamps) == pytest.approx(12_000)
    assert len({lamp.place.at[2] for lamp in lamps}) == 3


def test_one_raft_alone_has_no_cove() -> None:
    assert Canopy(rafts=1).anchors().lamps == ()
    assert "lamp-glow" not in Canopy(rafts=1).mesh().materials
