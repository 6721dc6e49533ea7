"""A stair: every riser and going as asked, walkable, open underneath, its balustrade on the open side."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components._stonework import COURSE
from campus.components.stair import Stair
from campus.mesh import is_closed, volume


@pytest.fixture(scope="module")
def stair() -> Stair:
    return Stair(flights=(11, 11), rise=3.6, going=0.32, landing=1.6, width=2.4, open="right")


def test_two_flights_of_eleven_risers_run_exactly_eight_metres(stair: Stair) -> None:
    assert stair.riser() == pytest.approx(3.6 / 22)
    assert stair.run() == pytest.approx(8.0)
    assert len(stair.steps()) == 21
    assert stair.steps()[10] == pytest.approx((3.2, 4.8, 1.8))


def test_no_riser_is_higher_than_another(stair: Stair) -> None:
    heights = [0.0, *(z for _, _, z in stair.steps()), stair.rise]
    assert np.allclose(np.diff(heights), stair.riser())


def test_each_step_has_a_tread_at_its_height_that_collides(stair: Stair) -> None:
    treads = stair.mesh().of("limestone-smooth")
    treads = treads.only(treads.collides)
    top = treads.positions[treads.normals[:, 2] > 0.99]
    for start, end, height in stair.steps():
        on = top[(np.abs(top[:, 2] - height) < 1e-3) & (top[:, 1] > start - 0.03) & (top[:, 1] < end)]
        assert np.ptp(on[:, 0]) > 2.3


def test_its_body_is_closed_and_hollow_underneath() -> None:
    hollow, solid = Stair(open="none").mesh().of("limestone"), Stair(open="none", hollow=False).mesh().of("limestone")
    assert is_closed(hollow)
    assert is_closed(solid)
    assert 0 < volume(hollow) < 0.4 * volume(solid)
    assert hollow.bounds()[0] == pytest.approx([-1.2, 0, 0], abs=1e-4)
    assert hollow.bounds()[1][1] == pytest.approx(8.0, abs=1e-4)


def test_a_riser_is_one_course_of_stones_beside_each_other(stair: Stair) -> None:
    """Across the stair runs what runs along a wall, and no joint of two courses is in what one sees of a riser."""
    body = stair.mesh().of("limestone")
    front = body.normals[:, 1] < -0.99
    places, uvs = body.positions[front], body.uvs[front]
    assert np.ptp(uvs[:, 0]) == pytest.approx(2.4, abs=1e-3)
    courses = []
    for foot, (start, _, height) in zip([0.0, *(z for _, _, z in stair.steps())], stair.steps(), strict=False):
        of = (np.abs(places[:, 1] - start) < 1e-3) & (np.abs(places[:, 2] - height) < stair.riser() + 0.05)
        seen = uvs[of, 1] + np.clip(foot - places[of, 2], 0, None)
        assert np.unique(np.floor((seen - 0.05) / COURSE)) == np.unique(np.floor((seen + 0.05) / COURSE))
        courses.append(int(seen.min() // COURSE))
    assert len(set(courses)) == len(stair.steps()), "no two alike"


def test_one_can_stand_under_the_landing_of_a_tall_stair() -> None:
    body = Stair(open="none").mesh().of("limestone")
    landing = body.positions[(body.normals[:, 2] < -0.9) & (body.positions[:, 1] > 3.4) & (body.positions[:, 1] < 4.7)]
    assert landing[:, 2].min() == pytest.approx(1.5, abs=0.01)


def test_the_balusters_stand_on_the_open_side_only(stair: Stair) -> None:
    (balusters,) = stair.instances()
    assert (balusters.placements[:, 0] > 1.0).all()
    assert len(balusters.placements) > 30
    assert len(Stair(open="none").instances()) == 0
    assert len(Stair(open="both").instances()) == 2


def test_balusters_reach_from_the_lower_rail_to_the_handrail(stair: Stair) -> None:
    (balusters,) = stair.instances()
    height = balusters.mesh.bounds()[1][2]
    assert 0.6 < height < stair.rail


def test_a_wall_side_has_a_bar_to_hold(stair: Stair) -> None:
    bar = stair.mesh().of("bronze")
    assert bar.bounds()[1][0] < -1.0
    assert bar.bounds()[1][2] == pytest.approx(3.6 + 0.92, abs=0.05)
