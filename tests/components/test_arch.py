"""An arch: its clear span and crown are as asked, its stones fill the wall round it."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.arch import LINING, Arch
from campus.mesh import is_closed, volume


def test_the_clear_opening_is_the_span_the_springing_and_the_crown() -> None:
    """Nothing but the impost stands inside the span; nothing at all under the crown's curve."""
    stones = Arch().fill(0.45)
    across = np.abs(stones.positions)
    jambs = stones.positions[stones.positions[:, 2] < 2.7]
    assert np.abs(jambs[:, 0]).min() == pytest.approx(1.6, abs=0.002)
    above = stones.positions[stones.positions[:, 2] > 3.05]
    assert np.linalg.norm(above[:, [0, 2]] - (0, 3.0), axis=1).min() == pytest.approx(1.6, abs=0.01)
    assert across[:, 2].max() > 5.0


def test_the_hole_is_larger_than_the_arch_by_its_lining() -> None:
    outline = Arch().outline()
    assert np.ptp(outline[:, 0]) == pytest.approx(3.2 + 2 * LINING, abs=1e-5)
    assert outline[:, 1].max() == pytest.approx(4.6 + LINING, abs=1e-5)
    assert outline[:, 1].min() == 0


def test_the_stones_go_through_the_wall_and_stand_out_on_both_faces() -> None:
    stones = Arch().fill(0.45)
    low, high = stones.bounds()
    assert low[1] < -0.02
    assert high[1] > 0.47
    assert is_closed(stones)
    assert volume(stones) > 0


def test_jambs_of_neighbours_share_a_pier_without_a_gap() -> None:
    """The short stones of one meet the long stones of the other: 0.9 m of pier, course for course."""
    stones = Arch().fill(0.45)
    for course in range(8):
        middle = 0.18 + course * 0.35
        band = stones.positions[np.abs(stones.positions[:, 2] - middle) < 0.16]
        if len(band):
            left, right = -band[:, 0].min() - 1.6, band[:, 0].max() - 1.6
            assert left + right == pytest.approx(0.9, abs=0.01)


def test_the_jambs_and_the_rail_hold_a_body_back() -> None:
    assert Arch().fill(0.45).collides.any()
    rail = Arch(rail=0.9).fill(0.45).of("iron")
    hit = rail.positions[np.unique(rail.triangles[rail.collides])]
    assert hit[:, 2].max() == pytest.approx(0.9, abs=1e-4)
    assert np.ptp(hit[:, 0]) == pytest.approx(3.2, abs=1e-4)


def test_a_springing_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match=r"springing 1 must lie between 3 and 4.6"):
        Arch(springing=1.0)


def test_what_is_seen_through_it_has_its_clear_size() -> None:
    (view,) = Arch(view="garden").anchors().views
    assert (view.shows, view.size) == ("garden", (3.2, 4.6))
