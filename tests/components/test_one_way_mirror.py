"""A one-way mirror: its mirror has a face to the front only, its glass a face to the back only."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.one_way_mirror import OneWayMirror


def test_from_the_front_it_is_a_mirror_and_from_behind_one_sees_through() -> None:
    pane = OneWayMirror(facing="north").mesh()  # free: its front is +Y
    mirror, glass = pane.of("mirror"), pane.of("glass")
    assert np.allclose(mirror.normals, (0, 1, 0))
    assert np.allclose(glass.normals, (0, -1, 0))
    assert mirror.positions[:, 1].mean() > glass.positions[:, 1].mean()  # who is in front meets the mirror first


def test_it_fills_its_gap_and_its_frame_covers_the_gaps_edge_on_both_sides() -> None:
    pane = OneWayMirror(size=(3.6, 1.3), height=0.95, thickness=0.2)
    low, high = pane.mesh().bounds()
    assert (low[0], high[0]) == pytest.approx((-1.85, 1.85))
    assert (low[2], high[2]) == pytest.approx((0.90, 2.30))
    assert low[1] < -0.1
    assert high[1] > 0.1


def test_nobody_walks_or_reaches_through_it() -> None:
    pane = OneWayMirror().mesh()
    assert pane.of("mirror").collides.all()
    assert pane.of("glass").collides.all()
