"""Slats: as many as fit, in an even rhythm, before their wall."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.slats import Slats


def test_blades_fill_their_length_in_an_even_rhythm() -> None:
    slats = Slats(wall="west", length=3, pitch=0.1, width=0.06, backing=None)
    blades = slats.mesh()
    middles = np.unique(np.round(blades.corners().mean(1).reshape(-1, 3)[:, 0], 1))
    assert len(blades.triangles) == 30 * 10
    assert blades.bounds()[:, 0] == pytest.approx([-1.48, 1.48])
    assert len(middles) > 20


def test_they_stand_from_their_sill_up_and_out_from_the_wall() -> None:
    low, high = Slats(wall="west", height=2.4, sill=0.9, depth=0.05).mesh().bounds()
    assert (low[2], high[2]) == pytest.approx((0.9, 3.3))
    assert low[1] == pytest.approx(-0.062)
    assert high[1] == pytest.approx(0)


def test_a_body_bumps_into_the_backing_or_else_into_the_blades() -> None:
    backed, open_ = Slats(wall="west").mesh(), Slats(wall="west", backing=None).mesh()
    assert {backed.materials[i] for i in backed.material[backed.collides]} == {"felt"}
    assert open_.collides.all()
