"""Who gets how much room: heights are shared fairly, columns keep their distance from what is taught."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from campus.client.ui.columns import Frame, Place, shares
from campus.client.ui.tags import seen_beside, spread_tags, tag_strength

heights = st.lists(st.floats(0, 2000), max_size=6)


@given(heights, st.floats(0, 3000))
def test_nobody_gets_more_than_they_want_nor_all_together_more_than_there_is(wanted: list[float], room: float) -> None:
    given_ = shares(wanted, room)
    assert all(0 <= got <= wish + 1e-6 for got, wish in zip(given_, wanted, strict=True))
    assert sum(given_) <= room + 1e-6
    assert math.isclose(sum(given_), min(room, sum(wanted)), abs_tol=1e-5)


def test_the_highest_gives_way_first() -> None:
    assert shares([100, 900], 600) == [100, 500]
    assert shares([500, 900], 600) == [300, 300]


@given(st.integers(320, 4000), st.floats(0.5, 2.0))
def test_a_column_never_takes_more_than_28_per_cent(width: int, scale: float) -> None:
    frame = Frame(width, 720, scale)
    assert frame.column + frame.margin <= width * 0.28 + 1
    assert frame.dialogue <= width


def test_a_column_stops_above_a_toolbar_that_has_to_reach_under_it() -> None:
    narrow = Frame(1280, 720, 2.0, toolbar=120, tools_width=800)
    assert narrow.column_height(True, True) < 720 - 120
    assert narrow.column_height(False, True) == 720 - 2 * narrow.margin


def test_names_that_would_cover_each_other_move_apart_the_nearest_staying_where_it_is() -> None:
    near, far = Place(100, 100, 80, 20), Place(110, 105, 80, 20)
    first, second = spread_tags([near, far], 14)
    assert first == near
    assert second is not None
    assert not second.overlaps(near)
    assert second.x == far.x


@given(
    st.lists(st.builds(Place, st.floats(0, 300), st.floats(0, 200), st.floats(20, 100), st.floats(16, 40)), max_size=30)
)
def test_no_two_names_that_are_drawn_overlap(wishes: list[Place]) -> None:
    drawn = [place for place in spread_tags(wishes, 14) if place is not None]
    assert not any(one.overlaps(other) for n, one in enumerate(drawn) for other in drawn[:n])
    assert not wishes or spread_tags(wishes, 14)[0] == wishes[0]


def test_a_name_is_clear_across_a_room_and_gone_across_a_hall() -> None:
    assert tag_strength(5) == tag_strength(20) == 1.0
    assert tag_strength(40) == 0.0


@given(st.integers(900, 3000), st.floats(1.0, 2.0), st.booleans(), st.integers(7, 9))
def test_a_toolbar_stays_where_it_is_while_ones_own_windows_open_and_close(
    width: int, scale: float, right: bool, tools: int
) -> None:
    frame = Frame(width, 720, scale, toolbar=60 * scale, tools_width=(48 * tools + 12) * scale)
    low, high = frame.middle(True, right)
    if frame.tools_width + 2 * frame.margin <= high - low - 1:
        assert frame.toolbar_left(True, right) == frame.toolbar_left(False, right) >= low
        assert frame.toolbar_left(True, right) + frame.tools_width <= high
    assert 0 <= frame.toolbar_left(False, False) <= frame.width - frame.tools_width or frame.tools_width > width


def test_a_toolbar_stands_in_the_middle_of_the_window_wherever_it_can() -> None:
    frame = Frame(1280, 720, 1.0, toolbar=60, tools_width=348)
    assert {frame.toolbar_left(left, right) for left in (True, False) for right in (True, False)} == {466.0}


def test_a_name_beside_a_panel_is_whole_and_who_is_behind_one_has_none() -> None:
    panel, size = Place(700, 16, 560, 688), (1280, 720)
    seen = seen_beside(Place(650, 300, 100, 30), (690, 330), [panel], size, 4)
    assert seen == Place(596, 300, 100, 30)
    assert seen_beside(Place(700, 300, 100, 30), (750, 330), [panel], size, 4) is None
    assert seen_beside(Place(-20, 300, 100, 30), (30, 330), [panel], size, 4) == Place(4, 300, 100, 30)
    assert seen_beside(Place(-70, 300, 100, 30), (-20, 330), [], size, 4) is None
