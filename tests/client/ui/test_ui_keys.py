"""Keys: digits choose, Tab and arrows go about, Enter and Escape answer, all others are the view's."""

from __future__ import annotations

from typing import Any

from campus.client.ui import local
from campus.client.ui.hud import Hud
from campus.learning.panel import (
    Button,
    Choices,
    Column,
    Input,
    Option,
    Panel,
    Pressed,
    Slider,
    Table,
)
from campus.text import same


def test_a_digit_chooses_that_card(ana: Any, a_question: Any) -> None:
    hud = Hud(panels=(a_question(),))
    ana.sees(hud)
    assert ana.taps(hud, "3") == [Pressed(panel="q", item="answer", value="c")]
    assert ana.taps(hud, "7") == []


def test_a_digit_goes_to_the_question_that_has_no_answer_yet(ana: Any, a_question: Any) -> None:
    hud = Hud(panels=(a_question("first", selected=("a",)), a_question("second")))
    ana.sees(hud)
    assert ana.taps(hud, "2") == [Pressed(panel="second", item="answer", value="b")]


def test_a_digit_in_a_field_is_a_digit(ana: Any, a_question: Any, a_chat: Any) -> None:
    hud = Hud(panels=(a_question(), a_chat()))
    ana.clicks(hud, local.CHAT, local.SAY)
    assert ana.ui.key("2", True)
    assert ana.types(hud, "2") == []
    assert ana.taps(hud, "enter") == [Pressed(panel=local.CHAT, item=local.SAY, value="2")]


def test_enter_presses_what_has_the_ring_and_arrows_move_it(ana: Any, a_question: Any) -> None:
    hud = Hud(panels=(a_question(),))
    ana.sees(hud)
    assert ana.taps(hud, "tab", "arrow_down", "arrow_down", "arrow_up", "enter") == [
        Pressed(panel="q", item="answer", value="b")
    ]


def test_shift_and_tab_go_back(ana: Any, a_question: Any) -> None:
    hud = Hud(panels=(a_question(),))
    ana.sees(hud)
    ana.ui.key("shift", True)
    ana.sees(hud)
    pressed = ana.taps(hud, "tab")
    ana.ui.key("shift", False)
    pressed += ana.taps(hud, "space")
    assert pressed == [Pressed(panel="q", item="answer", value="d")]


def test_tab_into_a_field_writes_there_without_wiping_out_its_draft(ana: Any) -> None:
    panel = Panel(id="p", title=same("Profil"), items=(Input(id="name", label=same("Nom"), value="Ana"),))
    hud = Hud(panels=(panel,))
    ana.sees(hud)
    ana.taps(hud, "tab")
    ana.types(hud, "!")
    pressed = ana.taps(hud, "enter")
    assert len(pressed) == 1
    assert sorted(pressed[0].value) == sorted("Ana!")


def test_arrows_and_letters_are_the_views_while_no_ring_shows(ana: Any, a_question: Any) -> None:
    hud = Hud(panels=(a_question(),))
    ana.sees(hud)
    for key in ("arrow_up", "w", "z", "e", "shift"):
        assert not ana.ui.key(key, True)
        assert not ana.ui.key(key, False)
    assert not ana.ui.wants_keyboard


def test_whoever_walks_on_is_not_held_by_a_ring(ana: Any, a_question: Any) -> None:
    hud = Hud(panels=(a_question(),))
    ana.sees(hud)
    ana.taps(hud, "tab")
    assert ana.ui.wants_keyboard
    ana.taps(hud, "w")
    assert not ana.ui.wants_keyboard


def test_the_key_that_a_button_shows_presses_it(ana: Any) -> None:
    button = Button(id="next", text=same("Suivant"), key="PageDown")
    asleep = Button(id="no", text=same("Non"), key="n", enabled=False)
    hud = Hud(panels=(Panel(id="p", title=same("Cours"), items=(button, asleep)),))
    ana.sees(hud)
    assert ana.taps(hud, "page_down", "n") == [Pressed(panel="p", item="next")]


def test_enter_and_escape_answer_a_dialogue(ana: Any) -> None:
    hud = Hud(panels=(local.fault_panel(same("Un problème.")),))
    ana.sees(hud)
    assert ana.taps(hud, "enter") == [Pressed(panel=local.FAULT, item="close")]
    assert ana.taps(hud, "escape") == [Pressed(panel=local.FAULT, item="close")]


def test_arrows_move_a_slider_by_its_step(ana: Any) -> None:
    slider = Slider(id="fov", label=same("Champ"), value=70, low=60, high=100)
    hud = Hud(panels=(Panel(id="s", title=same("Réglages"), items=(slider,)),))
    ana.sees(hud)
    assert ana.taps(hud, "tab", "arrow_right")[-1] == Pressed(panel="s", item="fov", value="71")


def test_what_the_keyboard_reaches_is_scrolled_into_view(opened: Any) -> None:
    zoe = opened(size=(640, 360))
    rows = tuple((str(n), (same(f"Personne {n}"),)) for n in range(300))
    table = Table(id="t", columns=(Column(title=same("Nom")),), rows=rows, pressable=True)
    hud = Hud(
        panels=(
            Panel(id="p", title=same("Qui"), items=(table, Choices(id="c", options=(Option(id="z", text=same("Z")),)))),
        )
    )
    zoe.sees(hud)
    zoe.taps(hud, "tab", "tab")
    zoe.sees(hud, 3)
    place = zoe.ui.where("p", "c", "z")
    assert place is not None
    assert 0 < place[1] < place[3] < 360
