"""A gate: bars across its whole width, piers higher than its leaves, and something to see through it."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.gate import Gate


def test_its_bars_fill_the_opening_and_its_piers_stand_beside_it() -> None:
    gate = Gate(wall="west", at=14, size=(2.6, 2.9), piers=3.9)
    mesh = gate.fill(0.45)
    iron, stone = mesh.of("iron").positions, mesh.of("limestone-smooth")
    assert np.abs(iron[:, 0]).max() == pytest.approx(1.3, abs=0.05)
    assert np.diff(np.unique(iron[:, 0].round(2))).max() < 0.15
    assert stone.only(stone.collides).bounds()[1][2] == pytest.approx(3.9)
    assert np.abs(stone.only(stone.collides).positions[:, 0]).min() == pytest.approx(1.3, abs=0.02)


def test_the_walls_edge_lies_inside_its_piers() -> None:
    """Flush with them, plaster and stone fought for every pixel of the way through."""
    gate = Gate(wall="west", at=14, size=(2.6, 2.9), pier=0.62)
    assert np.abs(gate.outline()[:, 0]).min() == pytest.approx(1.33)
    assert gate.margin() < 0.62 - 0.03, "a plinth runs on behind a pier"


def test_one_sees_through_it_and_nobody_opens_it() -> None:
    gate = Gate(wall="west", at=14, view="horizon")
    assert gate.anchors().views[0].shows == "horizon"
    assert not gate.verbs()
    assert not gate.parts()
