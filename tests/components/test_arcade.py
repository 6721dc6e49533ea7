"""An arcade: as many arches as bays, in line, through the wall."""

from __future__ import annotations

import pytest

from campus.components.arcade import Arcade
from campus.mesh import is_closed, volume


def test_bays_of_4_1_m_make_its_length() -> None:
    mesh = Arcade(bays=5).mesh()
    wall = mesh.of("lime-plaster")
    assert wall.bounds()[0][0] == pytest.approx(-10.25, abs=1e-4)
    assert wall.bounds()[1][0] == pytest.approx(10.25, abs=1e-4)
    assert is_closed(wall)
    assert volume(wall) > 0


def test_each_bay_is_open() -> None:
    solid = 3 * 4.1 * 5.6 * 0.45
    opened = solid - volume(Arcade(bays=3).mesh().of("lime-plaster"))
    assert opened == pytest.approx(3 * 0.45 * (3.26 * 3.0 + 3.14159 * 1.63**2 / 2), rel=0.01)
