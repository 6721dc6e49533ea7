"""A lamp: every kind shines with its whole flux from where its glow is, and hangs or stands where it should."""

from __future__ import annotations

from typing import get_args

import pytest

from campus.components.lamp import Lamp, LampKind


@pytest.mark.parametrize("kind", get_args(LampKind))
def test_every_kind_glows_and_gives_all_its_lumens(kind: LampKind) -> None:
    lamp = Lamp(kind=kind, lumens=1800, height=1.9, ceiling=3.2)
    assert "lamp-glow" in lamp.mesh().materials
    assert sum(anchor.lumens for anchor in lamp.anchors().lamps) == pytest.approx(1800)
    assert {anchor.kelvins for anchor in lamp.anchors().lamps} == {3500}


def test_a_pendant_hangs_from_its_ceiling_with_its_lower_edge_at_its_height() -> None:
    low, high = Lamp(kind="pendant", height=2.2, ceiling=3.2).mesh().bounds()
    assert low[2] == pytest.approx(2.2, abs=1e-3)
    assert high[2] == pytest.approx(3.2, abs=1e-3)


def test_a_standing_lamp_is_as_high_as_it_says_and_its_foot_is_in_the_way() -> None:
    mesh = Lamp(kind="standing", height=1.65).mesh()
    assert mesh.bounds()[:, 2] == pytest.approx([0, 1.65], abs=1e-3)
    assert mesh.collides.any()


def test_a_cove_shines_from_a_place_in_every_metre_in_front_of_its_wall() -> None:
    lamps = Lamp(kind="cove", wall="west", length=6, height=5).anchors().lamps
    assert len(lamps) == 6
    assert all(lamp.place.at[1] < 0 and lamp.place.at[2] > 5 for lamp in lamps)
