"""The mouse: what a click tells, whose a drag is, and where the pointer is the view's."""

from __future__ import annotations

from typing import Any

from campus.client.ui import local
from campus.client.ui.hud import TOOLBAR, Hud
from campus.learning.panel import (
    Panel,
    Pressed,
    Slider,
)
from campus.text import same


def test_a_click_on_a_card_tells_which_answer_was_chosen(ana: Any, a_question: Any) -> None:
    hud = Hud(panels=(a_question(),))
    assert ana.clicks(hud, "q", "answer", "c") == [Pressed(panel="q", item="answer", value="c")]


def test_a_card_that_cannot_be_chosen_any_more_tells_nothing(ana: Any, a_question: Any) -> None:
    hud = Hud(panels=(a_question(enabled=False),))
    ana.sees(hud)
    ana.ui.mouse_at(1100, 320)
    for down in (True, False):
        ana.ui.mouse_button(0, down)
        assert ana.sees(hud) == []
    assert ana.ui.where("q", "answer", "a") is None


def test_the_pointer_belongs_to_a_panel_over_it_and_to_the_view_beside_it(ana: Any, a_question: Any) -> None:
    hud = Hud(panels=(a_question(),))
    ana.ui.mouse_at(1150, 200)
    ana.sees(hud)
    assert ana.ui.wants_mouse
    ana.ui.mouse_at(400, 300)
    ana.sees(hud)
    assert not ana.ui.wants_mouse
    assert not ana.ui.mouse_button(0, True)
    assert not ana.ui.mouse_button(0, False)


def test_a_drag_that_began_in_the_view_stays_the_views_over_a_panel(ana: Any, a_question: Any) -> None:
    hud = Hud(panels=(a_question(),))
    ana.ui.mouse_at(400, 300)
    ana.sees(hud)
    ana.ui.mouse_button(0, True)
    ana.ui.mouse_at(1150, 320)
    ana.sees(hud)
    assert not ana.ui.mouse_button(0, False)
    assert ana.sees(hud) == []


def test_a_tool_of_the_toolbar_tells_its_id(ana: Any) -> None:
    hud = Hud(tools=local.toolbar())
    assert ana.clicks(hud, TOOLBAR, "hand") == [Pressed(panel=TOOLBAR, item="hand")]


def test_the_cross_closes_a_panel(ana: Any, a_chat: Any) -> None:
    hud = Hud(panels=(a_chat(),))
    assert ana.clicks(hud, local.CHAT, "close") == [Pressed(panel=local.CHAT, item="close")]


def test_behind_a_dialogue_nothing_can_be_pressed(ana: Any, a_question: Any) -> None:
    hud = Hud(panels=(a_question(), local.fault_panel(same("Le serveur ne répond pas."))))
    ana.sees(hud)
    assert ana.ui.where("q", "answer", "a") is None
    ana.ui.mouse_at(1150, 320)
    ana.sees(hud)
    assert ana.ui.wants_mouse
    assert ana.clicks(hud, local.FAULT, "close") == [Pressed(panel=local.FAULT, item="close")]


def test_a_slider_under_the_hand_tells_round_numbers_within_its_bounds(ana: Any) -> None:
    slider = Slider(id="fov", label=same("Champ"), value=70, low=60, high=100)
    hud = Hud(panels=(Panel(id="s", title=same("Réglages"), items=(slider,)),))
    ana.sees(hud)
    ana.sees(hud)
    place = ana.finds(hud, "s", "fov")
    ana.ui.mouse_at((place[0] + place[2]) / 2, (place[1] + place[3]) / 2)
    ana.sees(hud)
    ana.ui.mouse_button(0, True)
    told = ana.sees(hud)
    ana.ui.mouse_at(place[2] + 500, place[1])
    told += ana.sees(hud, 12)
    ana.ui.mouse_button(0, False)
    told += ana.sees(hud)
    values = [float(pressed.value) for pressed in told]
    assert values[0] == 80
    assert values[-1] == 100
    assert all(value == round(value) for value in values)
