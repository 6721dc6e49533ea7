"""A ramp: as long and as high as it says, kerbs and rails on its open sides."""

from __future__ import annotations

import pytest

from campus.components.ramp import Ramp
from campus.mesh import is_closed, volume


def test_it_climbs_evenly_from_its_foot() -> None:
    body = Ramp(length=4, rise=0.2, width=1.4).mesh().of("limestone")
    assert is_closed(body)
    assert volume(body) == pytest.approx(4 * 0.2 * 1.4 / 2, rel=1e-3)
    assert body.bounds()[0] == pytest.approx([-0.7, 0, 0], abs=1e-4)
    assert body.bounds()[1] == pytest.approx([0.7, 4, 0.2], abs=1e-4)


def test_kerbs_and_rails_stand_on_open_sides_only() -> None:
    assert len(Ramp(open="both").instances()) == 2
    assert Ramp(open="none").mesh().materials == ("limestone",)
    left = Ramp(open="left").mesh().of("limestone-smooth")
    assert left.bounds()[1][0] < 0
