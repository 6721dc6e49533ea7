"""Keys by their place, clicks that are not drags, and one intent a frame."""

from __future__ import annotations

import pytest

from campus.client.deeds import DEEDS
from campus.client.input.intents import ACTIONS, Held
from campus.client.ui import local


def test_two_keys_walk_no_faster_than_one() -> None:
    held = Held()
    held.key_down("w")
    held.key_down("d")
    intent = held.take(1 / 60)
    assert intent.forward**2 + intent.right**2 == pytest.approx(1.0)


def test_opposite_keys_stand_still() -> None:
    held = Held()
    held.key_down("w")
    held.key_down("arrow_down")
    assert not held.take(1 / 60).walks


def test_an_action_happens_once_however_long_its_key_is_held() -> None:
    held = Held()
    held.key_down("h")
    held.key_down("h")
    assert held.take(0.1).actions == ("hand",)
    assert held.take(0.1).actions == ()


def test_a_press_that_does_not_move_is_a_click() -> None:
    held = Held()
    held.mouse_down(100, 50)
    held.mouse_move(102, 51)
    held.mouse_up(102, 51)
    intent = held.take(0.1)
    assert intent.clicks == ((102, 51),)
    assert intent.turn == 0.0


def test_a_press_that_moves_looks_around_and_clicks_nothing() -> None:
    held = Held()
    held.mouse_down(100, 50)
    held.mouse_move(160, 50)
    held.mouse_move(180, 40)
    held.mouse_up(180, 40)
    intent = held.take(0.1)
    assert intent.clicks == ()
    assert intent.turn != 0.0
    assert held.take(0.1).turn == 0.0


def test_losing_the_keyboard_stops_the_walk() -> None:
    held = Held()
    held.key_down("w")
    held.release_all()
    assert not held.take(0.1).walks


def test_every_key_does_something_and_everything_that_can_be_done_has_a_key() -> None:
    assert set(ACTIONS.values()) == set(DEEDS)


def test_every_tool_does_something() -> None:
    tools = {tool.id for seated in (True, False) for tool in local.toolbar(seated=seated)}
    assert tools <= set(DEEDS)
