from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.space.model import Zone
from campus.world import Ground, Move, Pose, Referee, Zones
from campus.world.ground import RUN_MPS
from campus.world.referee import BREATH_M, WORDS


@pytest.fixture(scope="module")
def referee(hall: Ground) -> Referee:
    backstage = Zone("backstage", (8.0, 4.0, 1.5), (10.0, 6.0, 4.0), {"movement": {"enter": ("teacher",)}})
    return Referee(hall, Zones.of([backstage]))


def why(
    referee: Referee, before: tuple[float, ...], after: tuple[float, ...], passed: float = 0.1, **rest: object
) -> str:
    move = Move(Pose(*before, 0.0), Pose(*after, 0.0), passed, **({"breath": 0.3} | rest))
    return referee.judge([move])[0].why


def test_a_walk_over_the_floor_passes(referee: Referee) -> None:
    assert why(referee, (2, 2, 0), (2.14, 2, 0)) == ""
    assert why(referee, (2, 2, 0), (2, 2, 0)) == ""


def test_faster_than_a_run_is_refused(referee: Referee) -> None:
    assert why(referee, (1, 1, 0), (2.5, 1, 0), passed=0.1) == "too_fast"
    assert why(referee, (1, 1, 0), (2.5, 1, 0), passed=0.5) == ""


def test_off_the_ground_is_refused_above_it_beside_it_and_in_a_wall(referee: Referee) -> None:
    assert why(referee, (2, 2, 0), (2, 2, 0.4)) == "off_ground"
    assert why(referee, (2, 2, 0), (2, 2, -0.4)) == "off_ground"
    assert why(referee, (0.3, 2, 0), (-0.2, 2, 0), passed=0.2) == "off_ground"
    assert why(referee, (4, 2.2, 0), (4, 2.9, 0), passed=0.3) == "off_ground"


def test_nobody_goes_through_the_desk_in_one_step(referee: Referee) -> None:
    assert why(referee, (3.4, 2.2, 0), (3.4, 3.8, 0), passed=1.0) == ""  # longer than 1.5 m: frames may be missing
    assert why(referee, (3.2, 2.25, 0), (2.7, 3.65, 0), passed=1.0) in ("", "off_ground")
    assert why(referee, (4.0, 2.3, 0), (4.0, 3.75, 0), passed=1.0) == "off_ground"


def test_what_is_no_number_is_refused(referee: Referee) -> None:
    for bad in (math.nan, math.inf, -math.inf, 1e300):
        assert why(referee, (2, 2, 0), (bad, 2, 0)) != ""
        assert why(referee, (2, 2, 0), (2, 2, bad)) != ""


def test_a_reserved_zone_lets_in_whom_it_names(referee: Referee) -> None:
    assert why(referee, (9, 3.9, 1.8), (9, 4.1, 1.8), role="student") == "not_allowed"
    assert why(referee, (9, 3.9, 1.8), (9, 4.1, 1.8), role="teacher") == ""


def test_whoever_gets_up_from_a_seat_may_come_out_of_it(referee: Referee) -> None:
    assert why(referee, (4.0, 3.1, 0.0), (4.0, 3.78, 0.0), passed=1.0) == ""


def test_breath_is_spent_by_a_leap_and_comes_back_with_time(referee: Referee) -> None:
    first = referee.judge([Move(Pose(1, 1, 0, 0), Pose(6, 1, 0, 0), 0.1)])[0]
    assert first.passes
    assert first.breath <= BREATH_M / 2
    again = referee.judge([Move(Pose(6, 1, 0, 0), Pose(0.5, 1, 0, 0), 0.1, first.breath)])[0]
    assert again.why == "too_fast"
    assert again.breath >= first.breath
    rested = referee.judge([Move(Pose(6, 1, 0, 0), Pose(6, 1, 0, 0), 10.0, first.breath)])[0]
    assert rested.breath == pytest.approx(BREATH_M)


def test_a_whole_room_is_judged_each_on_their_own(referee: Referee) -> None:
    good, fast, off = Pose(2.1, 2, 0, 0), Pose(9, 9, 0, 0), Pose(2, 2, 1, 0)
    here = Pose(2, 2, 0, 0)
    verdicts = referee.judge([Move(here, pose, 0.1, 1.5) for pose in (good, fast, off, good)])
    assert [v.why for v in verdicts] == ["", "too_fast", "off_ground", ""]
    assert referee.judge([]) == []


def test_everyone_who_is_put_back_is_told_why_in_both_languages() -> None:
    for reason in ("too_fast", "off_ground", "not_allowed"):
        assert WORDS[reason].fr != WORDS[reason].en


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_a_runner_on_a_stuttering_line_is_never_refused(referee: Referee, seed: int) -> None:
    """Poses leave every 1/15 s; the line holds them back for up to 2.5 s and then delivers them at once."""
    rng = np.random.default_rng(seed)
    free_at, breath, last, last_at = 0.0, BREATH_M, Pose(0.6, 1.0, 0.0, 0.0), 0.0
    x, along = 0.6, 1.0
    for n in range(1, 200):
        sent = n / 15
        x += along * RUN_MPS / 15
        if not 0.5 < x < 6.4:
            along = -along
            x = min(max(x, 0.5), 6.4)
        if rng.random() < 0.03:
            free_at = sent + rng.uniform(0.2, 2.5)
        arrived = max(sent, free_at) + rng.uniform(0, 0.02)
        arrived = max(arrived, last_at)
        pose = Pose(x, 1.0, 0.0, 0.0)
        verdict = referee.judge([Move(last, pose, arrived - last_at, breath)])[0]
        assert verdict.passes, (n, verdict)
        last, last_at, breath = pose, arrived, verdict.breath


# --- what zones say of moves -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def zoned(hall: Ground) -> Referee:
    """Nobody runs south of y = 2.4; a booth in its corner holds two."""
    quiet = Zone("quiet", (0.0, 0.0, 0.0), (7.0, 2.4, 3.0), {"movement": {"run": False}})
    booth = Zone("booth", (0.0, 0.0, 0.0), (1.0, 1.0, 3.0), {"capacity": 2})
    return Referee(hall, Zones.of([quiet, booth]))


def test_a_run_is_refused_where_one_walks_and_a_walk_is_not(zoned: Referee) -> None:
    assert why(zoned, (2, 1.5, 0), (2.4, 1.5, 0), breath=0.0) == "no_running"
    assert why(zoned, (2, 1.5, 0), (2.14, 1.5, 0), breath=0.0) == ""
    assert why(zoned, (2, 1.5, 0), (6.9, 1.5, 0), passed=9.0) == "no_running", "a long stall is no excuse for a run"
    assert why(zoned, (2, 1.5, 0), (6.0, 1.5, 0), passed=9.0) == ""
    assert why(zoned, (2, 5, 0), (2.4, 5, 0), breath=0.0) == "", "elsewhere one runs"
    assert why(zoned, (2, 1.5, 0), (9, 1.5, 0), passed=0.1) == "too_fast"


def test_a_zone_holds_so_many_and_the_next_is_told_that_it_is_full(zoned: Referee) -> None:
    def enters(who: float) -> Move:
        return Move(Pose(1.1, who, 0, 0), Pose(0.9, who, 0, 0), 0.5)

    moves = [enters(0.4), enters(0.6), enters(0.8)]
    assert [v.why for v in zoned.judge(moves, {"booth": 0})] == ["", "", "full"]
    assert [v.why for v in zoned.judge(moves[:1], {"booth": 2})] == ["full"]
    leaves = Move(Pose(0.9, 0.5, 0, 0), Pose(1.1, 0.5, 0, 0), 0.5)
    assert [v.why for v in zoned.judge([leaves, enters(0.4)], {"booth": 2})] == ["", ""], "one out, one in"
    about = Move(Pose(0.9, 0.5, 0, 0), Pose(0.7, 0.5, 0, 0), 0.5)
    assert [v.why for v in zoned.judge([about], {"booth": 2})] == [""], "whoever is in goes about"
