"""Tiers: rows, risers, aisles and seats' places are where the amphitheatre needs them."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.tiers import Tiers
from campus.mesh import is_closed


@pytest.fixture(scope="module")
def tiers() -> Tiers:
    return Tiers()


def test_twelve_risers_grow_evenly_from_20_to_40_cm_and_reach_the_landing_at_3_6_m(tiers: Tiers) -> None:
    risers = [tiers.riser_into(row) for row in range(2, 14)]
    assert len(risers) == 12
    assert risers[0] == pytest.approx(0.20)
    assert risers[-1] == pytest.approx(0.40)
    assert np.allclose(np.diff(risers), 0.2 / 11)
    assert tiers.level(1) == 0
    assert tiers.level(13) == pytest.approx(3.6)


def test_a_row_is_an_arc_of_16_15_m_and_fits_between_the_walls(tiers: Tiers) -> None:
    assert tiers.row_length() == pytest.approx(16.15)
    for row in range(1, 13):
        edge = tiers.point(row, tiers.row_length() / 2).at
        assert edge[0] < 9


def test_row_1_is_20_m_from_the_arcs_centre_and_looks_at_it(tiers: Tiers) -> None:
    assert tiers.front(1) == 20
    assert tiers.point(1, 0).at == (0, 0, 0)
    for row, seat in ((1, 1), (6, 13), (12, 25)):
        place = tiers.seat_place(row, seat)
        away = np.array([0, 20]) - place.at[:2]
        heading = np.deg2rad(place.heading)
        assert np.allclose(away / np.linalg.norm(away), [-np.sin(heading), np.cos(heading)])


def test_the_first_seat_is_at_the_sitters_left(tiers: Tiers) -> None:
    assert tiers.seat_place(1, 1).at[0] < 0 < tiers.seat_place(1, 25).at[0]
    assert len(tiers.seat_offsets()) == 25


def test_seats_keep_their_pitch_and_no_two_are_closer(tiers: Tiers) -> None:
    places = np.array([tiers.seat_place(r, s).at for r in range(1, 13) for s in range(1, 26)])
    apart = np.linalg.norm(places[:, None, :2] - places[None, :, :2], axis=2) + np.eye(len(places)) * 9
    assert apart.min() >= 0.5499


def test_the_mesh_stands_between_the_walls_and_its_treads_lie_at_the_rows_levels(tiers: Tiers) -> None:
    mesh = tiers.mesh()
    low, high = mesh.bounds()
    assert low == pytest.approx([-9, -13, 0], abs=1e-4)
    assert high[2] == pytest.approx(3.6, abs=1e-4)
    assert high[0] == pytest.approx(9, abs=1e-4)
    assert mesh.collides.all()
    carpet = mesh.of("carpet")
    levels = np.unique(np.round(carpet.positions[carpet.normals[:, 2] > 0.9][:, 2], 4))
    for row in range(2, 14):
        assert np.abs(levels - tiers.level(row)).min() < 1e-3
    halves = [tiers.level(row) + tiers.riser_into(row + 1) / 2 for row in range(1, 13)]
    for half in halves:
        assert np.abs(levels - half).min() < 1e-3
    assert is_closed(carpet)


def test_no_step_of_an_aisle_is_higher_than_a_person_climbs(tiers: Tiers) -> None:
    for row in range(2, 14):
        assert tiers.riser_into(row) / tiers.steps <= 0.25


def test_a_nose_stands_before_its_riser_which_reaches_up_into_it(tiers: Tiers) -> None:
    """Where riser and nose only touched, one saw through the groove between them: stray pixels along every step."""
    mesh = tiers.mesh()

    def nearest_the_stage(material: str) -> np.ndarray:
        places = mesh.of(material).positions.astype(float)
        return places[np.abs(places[:, 0]) < 0.3]  # in the middle, where no aisle is

    riser, nose = nearest_the_stage("walnut"), nearest_the_stage("oak")
    for row in range(2, 14):
        level, front = tiers.level(row), -(tiers.front(row) - tiers.radius)
        mine = nose[(np.abs(nose[:, 2] - level) < 0.02) & (np.abs(nose[:, 1] - front) < 0.03)]
        assert mine[:, 1].max() > front + 0.004, "it stands out"
        under = riser[(np.abs(riser[:, 1] - front) < 0.003) & (riser[:, 2] < level + 0.02)]
        assert under[:, 2].max() > mine[:, 2].min() + 0.003, "it laps"
