"""The eye: never through a wall behind, and a taught screen that fills what is free of the window."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.client.camera import FACING_M, FOCUS_FILLS, Camera, Eye, between, eye_before, eye_facing, eye_of
from campus.space.model import Screen

NORTH_SCREEN = Screen("main", (9.0, 20.0, 3.75), 180.0, (8.0, 4.5), "session")


def seen_at(eye: Eye, point: tuple[float, float, float], aspect: float) -> tuple[float, float]:
    """Where a point falls in the window, as fractions from the left and the top."""
    angle = math.radians(eye.heading)
    ahead = (-math.sin(angle), math.cos(angle))
    right = (math.cos(angle), math.sin(angle))
    dx, dy, dz = (p - e for p, e in zip(point, eye[:3], strict=True))
    depth = dx * ahead[0] + dy * ahead[1]
    half = math.tan(math.radians(eye.fov) / 2) * depth
    return 0.5 + (dx * right[0] + dy * right[1]) / (2 * half), 0.5 - dz * aspect / (2 * half)


@given(
    heading=st.floats(0, 359),
    left=st.floats(0, 0.25),
    right=st.floats(0.7, 1.0),
    fov=st.floats(60, 100),
)
def test_in_focus_view_the_screen_fills_85_percent_of_the_free_width(
    heading: float, left: float, right: float, fov: float
) -> None:
    screen = Screen("main", (9.0, 20.0, 3.75), heading, (8.0, 4.5), "session")
    eye = eye_before(screen, (left, 0.0, right, 1.0), 16 / 9, fov)
    facing = math.radians(heading)
    # Seen by somebody before it, a screen that faces `heading` has its left end at its own right hand.
    across = (-math.cos(facing) * 4.0, -math.sin(facing) * 4.0)
    west = seen_at(eye, (9.0 - across[0], 20.0 - across[1], 3.75), 16 / 9)
    east = seen_at(eye, (9.0 + across[0], 20.0 + across[1], 3.75), 16 / 9)
    assert east[0] - west[0] == pytest.approx(FOCUS_FILLS * (right - left), abs=1e-6)
    assert (east[0] + west[0]) / 2 == pytest.approx((left + right) / 2, abs=1e-6)


def test_a_low_free_window_still_holds_the_whole_screen() -> None:
    eye = eye_before(NORTH_SCREEN, (0.0, 0.0, 1.0, 0.5), 16 / 9, 70)
    top = seen_at(eye, (9.0, 20.0, 3.75 + 2.25), 16 / 9)[1]
    bottom = seen_at(eye, (9.0, 20.0, 3.75 - 2.25), 16 / 9)[1]
    assert 0.0 <= top < bottom <= 0.5


def test_over_the_shoulder_stops_before_the_wall_behind() -> None:
    far = Camera(behind=3.0)
    eye = eye_of((5, 5, 1.62), 0.0, far, 70, clear=1.2)
    assert eye.y >= 5 - 1.2 - 1e-6


def test_the_wheel_goes_to_first_person_and_back() -> None:
    camera = Camera(behind=1.6).zoomed(2)
    assert camera.behind == 0.0
    assert camera.zoomed(-1).behind > 1.0


def test_easing_starts_and_ends_where_it_should_and_turns_the_short_way() -> None:
    start, end = Eye(0, 0, 0, 350, 0, 70), Eye(1, 1, 1, 10, 0, 70)
    assert between(start, end, 0.0) == start
    assert between(start, end, 1.0) == end
    assert between(start, end, 0.5).heading == pytest.approx(0.0)


@given(left=st.floats(0, 0.3), right=st.floats(0.6, 1.0), wall=st.floats(2.5, 30))
def test_what_stands_behind_the_eye_brings_it_nearer_and_the_screen_looks_the_same(
    left: float, right: float, wall: float
) -> None:
    """Seats, a wall: the eye of focus view is never inside of them."""
    eye = eye_before(NORTH_SCREEN, (left, 0.0, right, 0.9), 16 / 9, 70, lambda _start, _along, reach: min(wall, reach))
    assert 20.0 - eye.y <= max(wall, 1.5)
    west, east = seen_at(eye, (5.0, 20.0, 3.75), 16 / 9), seen_at(eye, (13.0, 20.0, 3.75), 16 / 9)
    top, bottom = seen_at(eye, (9.0, 20.0, 6.0), 16 / 9), seen_at(eye, (9.0, 20.0, 1.5), 16 / 9)
    assert left - 1e-6 <= west[0] < east[0] <= right + 1e-6
    assert 0.0 <= top[1] < bottom[1] <= 0.9 + 1e-6
    fills = ((east[0] - west[0]) / (right - left), (bottom[1] - top[1]) / 0.9)
    assert max(fills) == pytest.approx(FOCUS_FILLS, abs=1e-6)


def test_over_the_shoulder_and_back() -> None:
    assert Camera().seen_by(False).behind > 1.0
    assert Camera(behind=3.0).seen_by(False).behind == 3.0
    assert Camera(behind=3.0).seen_by(True).behind == 0.0


def test_whoever_chooses_how_they_look_sees_themselves_from_the_front_unless_a_wall_is_too_near() -> None:
    eye = eye_facing((2.0, 3.0, 1.6), 90.0, 70.0, 5.0)
    assert eye is not None
    assert (eye.x, eye.y) == pytest.approx((2.0 - FACING_M, 3.0)), "heading 90 looks to the west"
    assert eye.heading == 270.0
    assert eye.pitch < 0
    assert eye_facing((2.0, 3.0, 1.6), 90.0, 70.0, 0.8) is None
    aside = eye_facing((2.0, 3.0, 1.6), 90.0, 70.0, 5.0, middle=0.4)
    assert aside is not None
    assert seen_at(aside, (2.0, 3.0, aside.z), 16 / 9)[0] == pytest.approx(0.4)
