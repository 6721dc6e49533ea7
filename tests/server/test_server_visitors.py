"""What one person may do how often; time is an argument."""

from __future__ import annotations

import pytest

from campus.errors import Refused
from campus.protocol.messages import Figure
from server.visitors import Visitor


def someone() -> Visitor:
    return Visitor("ana", "Ana", "student", Figure(), None)


def done(visitor: Visitor, times: int, now: float) -> int:
    """How many of so many tries are let pass at that moment."""
    refusals = []
    for _ in range(times):
        try:
            visitor.may_act(now)
        except Refused as refused:
            refusals.append(refused)
    assert all(refused.code == "too_fast" and refused.text.fr != refused.text.en for refused in refusals)
    return times - len(refusals)


def test_six_things_at_once_then_two_a_second() -> None:
    visitor = someone()
    assert done(visitor, 20, 100.0) == 6
    assert done(visitor, 20, 100.5) == 1
    assert done(visitor, 20, 101.5) == 2
    assert done(visitor, 20, 200.0) == 6


def test_who_is_refused_pays_nothing_for_it() -> None:
    visitor = someone()
    done(visitor, 1000, 100.0)
    assert done(visitor, 1, 100.5) == 1


def test_a_clock_that_steps_back_gives_nothing_and_breaks_nothing() -> None:
    visitor = someone()
    assert done(visitor, 6, 100.0) == 6
    with pytest.raises(Refused):
        visitor.may_act(50.0)
