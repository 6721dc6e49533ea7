"""Beside the screen: notes stay on their wall while the class goes on, and a timer tells only time that was given."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

from campus.learning.clock import shown
from campus.learning.deciding import leaving
from campus.learning.panel import Countdown, Table
from campus.learning.walls import wall

_spec = importlib.util.spec_from_file_location("activities_cases", Path(__file__).with_name("test_activities.py"))
assert _spec is not None
assert _spec.loader is not None
cases: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(cases)


def notes(class_: Any) -> list[str]:
    panel = wall(class_.now, "notes")
    if panel is None:
        return []
    (table,) = (item for item in panel.items if isinstance(item, Table))
    return [cells[0].en for _, cells in table.rows]


def figures(class_: Any, later: float = 0.0) -> str | None:
    panel = wall(class_.now, "clock")
    if panel is None:
        return None
    (countdown,) = panel.items
    assert isinstance(countdown, Countdown)
    return shown(countdown, class_.at + later)[0].text.en


def test_notes_hang_on_their_wall_as_they_are_pinned_and_stay_when_the_class_goes_on() -> None:
    class_ = cases.Class("brainstorm")
    assert wall(class_.now, "notes") is None, "bare before anybody is asked"
    class_.do("open")
    class_.by("ana", "pin", "one idea")
    class_.by("bo", "pin", "another")
    assert notes(class_) == ["one idea", "another"]
    class_.press("do.hide", "n1")
    assert notes(class_) == ["another"]
    class_.do("close", "show")
    class_.press("go", "slides")
    assert class_.now.current == "slides"
    assert notes(class_) == ["another"]


def test_a_timer_on_the_wall_tells_the_time_that_was_given_and_nothing_else() -> None:
    class_ = cases.Class("poll")
    assert figures(class_) is None
    class_.do("open")
    class_.press("clock.2")
    assert figures(class_) == "2:00"
    assert figures(class_, 55.2) == "1:05"
    class_.press("clock.0")
    assert figures(class_) is None


def test_it_tells_the_time_of_an_activity_that_is_a_timer_while_it_goes_or_stands_still() -> None:
    class_ = cases.Class("timer")
    assert figures(class_) is None
    class_.do("start")
    assert figures(class_, 30) == "1:30"
    class_.at += 60
    class_.happen("tea", leaving(class_.now, "tea", class_.at))
    assert figures(class_, 500) == "1:00", "the class is held"


def test_without_a_class_both_are_bare() -> None:
    assert wall(None, "notes") is None
    assert wall(None, "clock") is None
