"""Rows of tip-up seats: 300 of them, each on its tier, tipped up out of the way when nobody sits there."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.seat_rows import SeatRows
from campus.components.tiers import Tiers


@pytest.fixture(scope="module")
def rows() -> SeatRows:
    return SeatRows()


def test_twelve_rows_of_25_are_300_seats_named_by_row_and_number(rows: SeatRows) -> None:
    names = [seat.id for seat in rows.anchors().seats]
    assert len(names) == len(set(names)) == 300
    assert names[0] == "row-1.1"
    assert "row-6.13" in names
    assert names[-1] == "row-12.25"


def test_every_seat_stands_on_its_tier_and_looks_where_its_row_looks(rows: SeatRows) -> None:
    tiers = Tiers()
    for seat in rows.anchors().seats:
        row, number = map(int, seat.id.removeprefix("row-").split("."))
        assert seat.place == tiers.seat_place(row, number)
        assert seat.height == 0.45


def test_the_two_prototypes_stand_at_the_same_places_under_the_same_names(rows: SeatRows) -> None:
    free, taken, ends = rows.instances()
    assert (free.role, taken.role, ends.role) == ("seat-free", "seat-taken", "fixed")
    assert np.array_equal(free.placements, taken.placements)
    assert free.seats == taken.seats == tuple(seat.id for seat in rows.anchors().seats)
    assert len(ends.placements) == 36  # twelve rows of three blocks


def test_a_free_seat_is_30_cm_deep_and_one_that_is_down_reaches_its_front_edge(rows: SeatRows) -> None:
    free, taken, _ = (copies.mesh.bounds() for copies in rows.instances())
    assert free[1][1] - free[0][1] <= 0.301
    assert taken[1][1] == pytest.approx(0, abs=0.02)
    assert taken[0][1] >= -0.55  # the back stays on its own tier


def test_a_seat_costs_at_most_350_triangles(rows: SeatRows) -> None:
    assert all(len(copies.mesh.triangles) <= 350 for copies in rows.instances())


def test_neighbours_touch_and_do_not_overlap(rows: SeatRows) -> None:
    low, high = rows.instances()[0].mesh.bounds()
    arm = 0.026
    assert high[0] <= rows.pitch / 2 - arm + 0.005  # up to the next seat's armrest, where rows curve the least
    assert low[0] == pytest.approx(-rows.pitch / 2 - arm)


def test_only_the_free_seat_is_in_the_way_and_nothing_of_it_reaches_into_the_passage(rows: SeatRows) -> None:
    free, taken, ends = (copies.mesh for copies in rows.instances())
    assert free.collides.any()
    assert not taken.collides.any()
    assert not ends.collides.any()
    assert free.only(free.collides).bounds()[1][1] < -0.25
