"""Time that runs out: stands still when the class is held, is longer for some, survives a restart, refuses nobody."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.errors import Refused
from campus.learning import events
from campus.learning.class_screen import screen
from campus.learning.clock import Clock, set_clock, shown, ticking
from campus.learning.deciding import leaving
from campus.learning.panel import Countdown, Heading, Panel, Progress
from campus.learning.panels import panels
from campus.text import Text

_spec = importlib.util.spec_from_file_location("activities_cases", Path(__file__).with_name("test_activities.py"))
assert _spec is not None
assert _spec.loader is not None
cases: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(cases)


def countdown(panel: Panel) -> Countdown:
    return next(item for item in panel.items if isinstance(item, Countdown))


def figures(panel: Panel, now: float) -> str:
    return shown(countdown(panel), now)[0].text.en


def test_a_teacher_gives_two_minutes_and_everybody_sees_them_go_by() -> None:
    class_ = cases.Class("poll", "ana", "bo")
    class_.do("open")
    class_.press("clock.2")
    for panel in (class_.seen("tea"), class_.seen("ana"), class_.shown()):
        assert figures(panel, class_.at) == "2:00"
        assert figures(panel, class_.at + 55.2) == "1:05"
        assert figures(panel, class_.at + 500) == "0:00"
    class_.press("clock.+1")
    assert figures(class_.seen("bo"), class_.at) == "3:00"
    class_.at += 1000
    class_.press("answer", "a", "ana", "answer.poll.1")
    class_.press("clock.0")
    assert not any(isinstance(item, Countdown) for item in class_.seen("ana").items)


def test_it_stands_still_while_the_class_is_held_and_after_a_restart() -> None:
    class_ = cases.Class("poll", "ana")
    class_.do("open")
    class_.press("clock.5")
    class_.at += 60
    class_.happen("tea", leaving(class_.now, "tea", class_.at))
    assert figures(class_.seen("ana"), class_.at + 5000) == "4:00"
    class_.happen("server", (events.Restarted(at=class_.at + 100),))
    class_.at += 5000
    class_.come("ana")
    class_.come("tea", "teacher")
    class_.press("life.resume")
    assert figures(class_.seen("ana"), class_.at + 30) == "3:30"
    assert class_.replayed() == class_.session


def test_it_ends_with_what_it_was_given_for() -> None:
    class_ = cases.Class("slides", "ana")
    class_.press("clock.5")
    assert figures(class_.seen("ana"), class_.at) == "5:00"
    class_.press("go", "timer")
    assert class_.now.clock is None


def test_a_learner_with_more_time_sees_their_own_and_nobody_else_sees_that() -> None:
    class_ = cases.Class("timer", "ana", "bo")
    class_.do("start")
    class_.press("more-time", "ana")
    class_.press("more-time", "ana")
    assert class_.now.extra == {"ana": 1.5}
    assert figures(class_.seen("ana"), class_.at) == "3:00"
    assert figures(class_.seen("bo"), class_.at) == "2:00"
    assert figures(class_.seen("ana"), class_.at + 150) == "0:30"
    assert "1,5" in str(class_.seen("ana"))
    assert "1,5" not in str(class_.seen("bo")) + str(class_.shown())
    class_.do("pause")
    assert figures(class_.seen("ana"), class_.at + 9999) == "3:00"
    class_.do("start", "finish")
    assert figures(class_.seen("ana"), class_.at) == "0:00"
    class_.press("more-time", "ana")
    class_.press("more-time", "ana")
    assert class_.now.extra == {}
    with pytest.raises(Refused):
        class_.press("more-time", "nobody")


@pytest.mark.parametrize("minutes", ["", "x", "-1", "121", "1.5", "+1", "²"])
def test_what_is_no_number_of_minutes_is_refused(minutes: str) -> None:
    with pytest.raises(Refused) as refused:
        set_clock(None, minutes, 0.0)
    assert refused.value.text.fr != refused.value.text.en


@given(st.floats(1, 7200), st.lists(st.floats(0, 600), max_size=8), st.sampled_from([1.0, 1.25, 1.5, 2.0]))
def test_holds_take_no_time_however_many(whole: float, holds: list[float], factor: float) -> None:
    clock, now, ran = Clock(whole_s=whole, since=0.0), 0.0, 0.0
    for hold in holds:
        now, ran = now + 7.0, ran + 7.0
        clock = clock.still(now)
        now += hold
        clock = clock.on(now)
    seen = clock.countdown(factor)
    assert seen.left_s == pytest.approx(whole * factor - ran)
    assert clock.passed(now - 10_000) == pytest.approx(ran), "set back, the clock of the world takes nothing away"


def test_on_the_room_s_screen_the_figures_are_large_and_a_panel_without_time_stays_the_same() -> None:
    time = Countdown(whole_s=60, left_s=60, since=100.0)
    title = Text(fr="t", en="t")
    large = ticking(Panel(id="s", title=title, side="screen", items=(time,)), 110.0)
    assert [type(item) for item in large.items] == [Heading, Progress]
    small = ticking(Panel(id="p", title=title, items=(time,)), 110.0)
    assert [type(item) for item in small.items] == [Progress]
    bare = Panel(id="p", title=title)
    assert ticking(bare, 1.0) is bare
    assert "Il reste 50 s" in str(small)


def test_only_who_runs_the_class_sets_its_time() -> None:
    class_ = cases.Class("poll", "ana")
    for item in ("clock.5", "more-time"):
        with pytest.raises(Refused, match="Only the teacher"):
            class_.press(item, "ana", "ana")
    assert screen(class_.now) == screen(class_.now)
    assert panels(class_.now, "ana") == panels(class_.now, "ana")
