from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.world import Pose, SnapshotBuffer
from campus.world.pose import PLAYOUT_S, PREDICTED_AT_MOST_S, is_worth_sending, turn_between
from campus.world.snapshots import STRIDE_AT_MOST

FRAME_S = 1 / 60
WALK = 1.4


def walking(x: float, y: float = 0.0, heading: float = 270.0, speed: float = WALK) -> Pose:
    return Pose(x, y, 0.0, heading, speed, 0.0)


def standing(x: float, y: float = 0.0, heading: float = 270.0) -> Pose:
    return Pose(x, y, 0.0, heading)


def test_nobody_can_be_drawn_before_anything_is_known() -> None:
    with pytest.raises(LookupError):
        SnapshotBuffer().at(1.0)


def test_between_two_records_a_walker_walks_evenly() -> None:
    buffer = SnapshotBuffer()
    buffer.add(0.0, walking(0.0))
    buffer.add(1.0, walking(1.4))
    drawn = [buffer.at(t).x for t in np.arange(0.0, 1.0, 0.1)]
    assert np.allclose(np.diff(drawn), 0.14, atol=1e-9)


def test_beyond_the_last_record_one_goes_on_for_a_moment_and_then_stands() -> None:
    buffer = SnapshotBuffer()
    buffer.add(0.0, walking(0.0))
    for t in np.arange(0.0, 10.0, FRAME_S):
        last = buffer.at(float(t))
    assert last.x == pytest.approx(WALK * PREDICTED_AT_MOST_S)
    assert last.speed == 0.0
    assert buffer.silent_for(10.0) == 10.0


def test_a_turn_begins_when_it_began_and_not_when_the_last_record_was() -> None:
    """Somebody stood still for ten seconds and then turned: in the ninth second they still look ahead."""
    buffer = SnapshotBuffer()
    buffer.add(0.0, standing(0.0, heading=10.0))
    buffer.add(10.0, standing(0.0, heading=40.0))
    assert buffer.at(9.0).heading == 10.0
    for t in np.arange(9.0, 10.2, FRAME_S):
        last = buffer.at(float(t))
    assert last.heading == pytest.approx(40.0)


def test_headings_turn_the_short_way() -> None:
    buffer = SnapshotBuffer()
    buffer.add(0.0, standing(0.0, heading=350.0))
    buffer.add(0.1, standing(0.0, heading=10.0))
    for t in np.arange(0.0, 0.2, FRAME_S):
        heading = buffer.at(float(t)).heading
        assert abs(turn_between(0.0, heading)) <= 10.0 + 1e-9


def test_a_late_and_an_equal_record_change_nothing_that_is_known() -> None:
    buffer = SnapshotBuffer()
    buffer.add(1.0, standing(1.0))
    buffer.add(0.5, standing(9.0))
    buffer.add(1.0, standing(1.0))
    assert buffer.at(1.0) == standing(1.0)


def test_whoever_is_put_elsewhere_is_drawn_there_at_once() -> None:
    buffer = SnapshotBuffer()
    buffer.add(0.0, standing(0.0))
    assert buffer.at(0.0).x == 0.0
    buffer.add(1.0, standing(12.0))
    assert buffer.at(0.99).x == 0.0
    assert buffer.at(1.0).x == 12.0


def test_whoever_was_lost_behind_a_stall_catches_up_and_stops_where_they_are() -> None:
    buffer = SnapshotBuffer()
    buffer.add(0.0, walking(0.0))
    at, drawn = 0.0, buffer.at(0.0)
    while at < 3.0:
        at += FRAME_S
        drawn = buffer.at(at)
    buffer.add(3.1, walking(1.4 * 3.1))
    buffer.add(3.2, standing(1.4 * 3.2))
    for _ in range(240):
        at += FRAME_S
        step = math.dist(drawn[:2], (drawn := buffer.at(at))[:2])
        assert step <= STRIDE_AT_MOST * WALK * FRAME_S + 1e-9
    assert drawn.x == pytest.approx(1.4 * 3.2)


def test_a_moment_that_does_not_pass_moves_nobody() -> None:
    buffer = SnapshotBuffer()
    buffer.add(0.0, walking(0.0))
    first = buffer.at(0.5)
    buffer.add(0.6, walking(1.5))
    assert buffer.at(0.5) == first
    assert buffer.at(0.4) == first


def a_walk(rng: np.random.Generator, seconds: float) -> list[tuple[float, Pose]]:
    """Somebody who strolls, turns sharply, stops, runs: their true pose sixty times a second."""
    x = y = heading = speed = 0.0
    truth = []
    for n in range(int(seconds * 60)):
        if rng.random() < 0.02:
            heading = rng.uniform(0, 360)
        if rng.random() < 0.02:
            speed = rng.choice([0.0, 1.4, 1.4, 3.0])
        vx, vy = -math.sin(math.radians(heading)) * speed, math.cos(math.radians(heading)) * speed
        x, y = x + vx * FRAME_S, y + vy * FRAME_S
        truth.append((n * FRAME_S, Pose(x, y, 0.0, heading, vx, vy)))
    return truth


def sent(truth: list[tuple[float, Pose]]) -> list[tuple[float, Pose]]:
    """What a client sends of it: dead-reckoned, at most 15 Hz, once a second while moving."""
    records = [truth[0]]
    for t, pose in truth[1:]:
        last_at, last = records[-1]
        age = t - last_at
        if age >= 1 / 15 and (is_worth_sending(last, age, pose) or (age >= 1.0 and pose.speed)):
            records.append((t, pose))
    return records


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), stalls=st.booleans())
def test_whatever_the_line_does_nobody_is_drawn_jumping_and_on_a_good_one_they_are_where_they_were(
    seed: int, stalls: bool
) -> None:
    rng = np.random.default_rng(seed)
    truth = a_walk(rng, 20.0)
    free_at, arrivals = 0.0, []
    for t, pose in sent(truth):
        if stalls and rng.random() < 0.05:
            free_at = t + rng.uniform(0.3, 4.0)
        # The server's tick (10 Hz) and the line's own delay.
        arrivals.append((max(math.ceil(t * 10) / 10, free_at) + rng.uniform(0.0, 0.03), t, pose))
    buffer, waiting, drawn, errors = SnapshotBuffer(), arrivals[::-1], None, []
    for n, (now, _) in enumerate(truth):
        while waiting and waiting[-1][0] <= now:
            _, t, pose = waiting.pop()
            buffer.add(t, pose)
        if buffer.silent_for(now) == math.inf:
            continue
        pose = buffer.at(now - PLAYOUT_S)
        if drawn is not None:
            assert math.dist(drawn[:2], pose[:2]) <= STRIDE_AT_MOST * 3.0 * FRAME_S + 1e-9
        drawn = pose
        then = n - round(PLAYOUT_S * 60)
        if then >= 0:
            errors.append(math.dist(pose[:2], truth[then][1][:2]))
    if not stalls:
        assert np.percentile(errors, 95) <= 0.15
        assert max(errors) <= 0.45
