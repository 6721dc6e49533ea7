"""How many pixels are computed: as many as a machine has time for, and never to and fro."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from campus.client.view.pace import LOOKS_BACK_S, SLOW_ON_A_CARD_S, SLOW_S, STEPS, WAITS_S, Pace


def drawn(pace: Pace, seconds: float, cost: Callable[[float], float]) -> list[float]:
    """The shares of so many seconds of frames, of which each takes as long as `cost` says of its share."""
    shares, passed = [], 0.0
    while passed < seconds:
        frame = cost(pace.scale)
        passed += frame
        shares.append(pace.after(frame))
    return shares


def changes(shares: list[float]) -> int:
    return sum(one != other for one, other in itertools.pairwise(shares))


def test_a_machine_that_is_too_slow_computes_less_until_it_is_not() -> None:
    pace = Pace(0.7)
    shares = drawn(pace, 60, lambda share: 0.120 * share**2 + 0.012)
    assert shares[-1] == 0.6, "0.070 s of a frame at first, 0.055 s then"
    assert changes(shares) == 1
    slower = Pace(0.7)
    assert drawn(slower, 60, lambda share: 0.300 * share**2 + 0.040)[-1] == STEPS[0], "no less than half"


def test_a_machine_that_has_the_time_computes_all_of_the_window_step_by_step() -> None:
    shares = drawn(Pace(0.7), 60, lambda _: 1 / 60)
    assert shares[-1] == 1.0
    assert sorted(set(shares)) == [0.7, 0.8, 0.9, 1.0]


def test_nothing_changes_before_frames_were_slow_for_seconds() -> None:
    pace = Pace(0.7)
    assert set(drawn(pace, LOOKS_BACK_S * 0.9, lambda _: 0.1)) == {0.7}
    pace = Pace(0.7)
    assert set(drawn(pace, WAITS_S * 0.9, lambda _: 0.01)) == {0.7}


@pytest.mark.parametrize("fixed", [0.0, 0.02, 0.05])
@pytest.mark.parametrize("each", [0.02, 0.05, 0.06, 0.07, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3])
def test_no_machine_goes_to_and_fro(fixed: float, each: float) -> None:
    def cost(share: float) -> float:
        return each * share**2 + fixed

    shares = drawn(Pace(0.7), 600, cost)
    settled = shares[len(shares) // 2 :]
    assert changes(settled) == 0
    assert changes(shares) <= len(STEPS)
    if settled[-1] < 0.7:
        assert cost(settled[-1]) < cost(0.7) * 0.9, "softer for something"


def test_a_frame_that_was_disturbed_changes_nothing() -> None:
    pace = Pace(0.7)
    for number in range(2000):
        assert pace.after(0.4 if number % 7 == 0 else 0.05) == 0.7
    assert pace.after(3.0) == 0.7, "a space was put on the card"
    assert set(drawn(pace, 60, lambda _: 0.05)) == {0.7}


def test_who_walks_to_and_fro_between_a_light_and_a_heavy_room_sees_it_change_less_and_less() -> None:
    """What was too much once is tried again later and later."""

    def heavier(share: float) -> float:
        return 0.13 * share**2

    def lighter(share: float) -> float:
        return 0.05 * share**2

    pace, seen = Pace(0.7), []
    for round_ in range(40):
        heavy = round_ % 2
        seen += drawn(pace, 10, heavier if heavy else lighter)
    minutes = [changes(seen[part : part + len(seen) // 4]) for part in range(0, len(seen) - 3, len(seen) // 4)]
    assert minutes[-1] < minutes[0]
    assert minutes[-1] <= 2


def test_a_card_that_keeps_thirty_frames_a_second_is_left_alone_and_one_that_does_not_computes_less() -> None:
    assert set(drawn(Pace(1.0, SLOW_ON_A_CARD_S), 60, lambda _: 1 / 30)) == {1.0}
    assert drawn(Pace(1.0, SLOW_ON_A_CARD_S), 60, lambda share: 1 / 20 * share**2)[-1] < 0.9
    assert SLOW_ON_A_CARD_S < SLOW_S
    assert set(drawn(Pace(0.7, SLOW_S, most=0.7), 60, lambda _: 1 / 60)) == {0.7}, "no more than it may"


@pytest.mark.parametrize("frame_s", [1 / 24, 1 / 20])
def test_what_takes_as_long_with_fewer_pixels_is_drawn_as_sharply_as_before(frame_s: float) -> None:
    """A screen of twenty-four pictures a second, and a processor that has too much else to do."""
    shares = drawn(Pace(1.0, SLOW_ON_A_CARD_S), 600, lambda _: frame_s)
    softer = [share for share in shares if share < 1.0]
    assert changes(shares) == 2, "tried once, and taken back"
    assert len(softer) * frame_s < LOOKS_BACK_S + 1
    assert shares[-1] == 1.0


def test_a_step_that_gained_nothing_is_taken_back_and_those_before_it_are_kept() -> None:
    """Fewer pixels help down to 0.045 s a frame, and something else takes those."""
    shares = drawn(Pace(1.0, SLOW_ON_A_CARD_S), 600, lambda share: max(0.045, 0.06 * share**2))
    assert sorted(set(shares)) == [0.6, 0.7, 1.0]
    assert shares[-1] == 0.7
    assert changes(shares) == 3


def test_more_pixels_than_the_window_has_are_given_up_for_fluent_motion_and_stay_so() -> None:
    kept = Pace(2.0, SLOW_ON_A_CARD_S)
    assert set(drawn(kept, 60, lambda _: 1 / 60)) == {2.0}, "a screen of sixty pictures a second"
    pace = Pace(2.0, SLOW_ON_A_CARD_S)
    shares = drawn(pace, 300, lambda share: 1 / 30 if share > 1 else 1 / 60)
    assert shares[-1] == 1.0
    assert changes(shares) == 1


def test_what_became_much_slower_is_tried_again_and_so_is_another_space() -> None:
    pace = Pace(1.0, SLOW_ON_A_CARD_S)
    assert drawn(pace, 60, lambda _: 1 / 20)[-1] == 1.0
    assert changes(drawn(pace, 60, lambda _: 1 / 18)) == 0, "hardly slower"
    assert drawn(pace, 60, lambda share: 1 / 9 * share**2)[-1] < 0.7
    pace = Pace(1.0, SLOW_ON_A_CARD_S)
    assert drawn(pace, 60, lambda _: 1 / 20)[-1] == 1.0
    pace.begin_elsewhere()
    assert pace.scale == 1.0
    assert drawn(pace, 60, lambda share: 1 / 20 * share**2)[-1] < 0.9


def test_another_space_is_not_compared_with_the_one_before() -> None:
    """Where one comes into a heavier space just after a step, that step was not in vain."""
    pace = Pace(1.0, SLOW_ON_A_CARD_S)
    drawn(pace, LOOKS_BACK_S + 0.2, lambda share: 0.05 * share**2)
    assert pace.scale < 1.0
    pace.begin_elsewhere()
    softer = drawn(pace, 60, lambda share: 0.1 * share**2)
    assert max(softer) < 1.0
    assert softer[-1] <= 0.6
