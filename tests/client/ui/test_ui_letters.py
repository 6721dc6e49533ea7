"""Fields: letters, drafts, cutting and pasting, and who has the keyboard. Injected, with no window at all."""

from __future__ import annotations

from typing import Any

from campus.client.ui import local
from campus.client.ui.hud import Hud
from campus.learning.panel import (
    Button,
    Input,
    Panel,
    Pressed,
)
from campus.text import same


def test_accents_typed_into_the_chat_and_enter_send_them_and_empty_the_field(ana: Any, a_chat: Any) -> None:
    hud = Hud(panels=(a_chat(),))
    ana.clicks(hud, local.CHAT, local.SAY)
    assert ana.ui.wants_keyboard
    assert ana.types(hud, "été ñ €") == []
    assert ana.taps(hud, "enter") == [Pressed(panel=local.CHAT, item=local.SAY, value="été ñ €")]
    assert ana.types(hud, "encore") == []
    assert ana.taps(hud, "enter") == [Pressed(panel=local.CHAT, item=local.SAY, value="encore")]


def test_letters_and_enter_that_come_all_in_one_frame_are_all_heard(ana: Any, a_chat: Any) -> None:
    hud = Hud(panels=(a_chat(),))
    ana.clicks(hud, local.CHAT, local.SAY)
    for letter in "vite":
        ana.ui.character(letter)
    ana.ui.key("enter", True)
    assert ana.sees(hud, 6) == [Pressed(panel=local.CHAT, item=local.SAY, value="vite")]


def test_an_empty_line_is_not_sent_to_the_room(ana: Any, a_chat: Any) -> None:
    hud = Hud(panels=(a_chat(),))
    ana.clicks(hud, local.CHAT, local.SAY)
    ana.types(hud, "   ")
    assert ana.taps(hud, "enter") == []


def test_a_field_keeps_its_draft_while_other_panels_come_go_and_change(ana: Any, a_question: Any, a_chat: Any) -> None:
    ana.clicks(Hud(panels=(a_chat(),)), local.CHAT, local.SAY)
    ana.types(Hud(panels=(a_chat(),)), "une idée en ")
    ana.sees(Hud(panels=(a_chat(5), a_question())), 4)
    ana.types(Hud(panels=(a_question(selected=("b",)), a_chat(9))), "cours")
    ana.sees(Hud(panels=(a_question(),)), 6)  # even the chat itself was put away
    hud = Hud(panels=(a_chat(9),))
    ana.sees(hud, 3)
    ana.clicks(hud, local.CHAT, local.SAY)
    assert ana.taps(hud, "enter")[-1:] == [Pressed(panel=local.CHAT, item=local.SAY, value="une idée en cours")]


def test_escape_leaves_a_field_keeps_its_draft_and_sends_nothing(ana: Any) -> None:
    panel = Panel(id="p", title=same("Profil"), items=(Input(id="name", label=same("Nom"), value="Ana"),))
    hud = Hud(panels=(panel,))
    ana.clicks(hud, "p", "name")
    ana.taps(hud, "end")
    ana.types(hud, " M.")
    assert ana.taps(hud, "escape") == []
    assert not ana.ui.wants_keyboard
    ana.clicks(hud, "p", "name")
    assert ana.taps(hud, "enter") == [Pressed(panel="p", item="name", value="Ana M.")]


def test_leaving_a_field_sends_what_changed_and_only_once(ana: Any) -> None:
    panel = Panel(
        id="p", title=same("Profil"), items=(Input(id="name", label=same("Nom")), Button(id="ok", text=same("OK")))
    )
    hud = Hud(panels=(panel,))
    ana.clicks(hud, "p", "name")
    ana.types(hud, "Ana")
    assert ana.clicks(hud, "p", "ok") == [
        Pressed(panel="p", item="name", value="Ana"),
        Pressed(panel="p", item="ok"),
    ]
    ana.clicks(hud, "p", "name")
    assert ana.clicks(hud, "p", "ok") == [Pressed(panel="p", item="ok")]


def test_a_field_that_nobody_wrote_in_follows_the_panels_value(ana: Any) -> None:
    def panel(value: str) -> Panel:
        return Panel(id="p", title=same("Profil"), items=(Input(id="name", label=same("Nom"), value=value),))

    ana.sees(Hud(panels=(panel("Ana"),)))
    ana.sees(Hud(panels=(panel("Zoé"),)))
    ana.clicks(Hud(panels=(panel("Zoé"),)), "p", "name")
    ana.taps(Hud(panels=(panel("Zoé"),)), "end")
    ana.types(Hud(panels=(panel("Zoé"),)), "!")
    assert ana.taps(Hud(panels=(panel("Zoé"),)), "enter") == [Pressed(panel="p", item="name", value="Zoé!")]


def test_a_field_takes_no_more_than_it_may(ana: Any) -> None:
    panel = Panel(id="p", title=same("Profil"), items=(Input(id="name", label=same("Nom"), most=5),))
    hud = Hud(panels=(panel,))
    ana.clicks(hud, "p", "name")
    ana.types(hud, "éèàùçœæ")
    assert ana.taps(hud, "enter") == [Pressed(panel="p", item="name", value="éèàùç")]


def test_a_field_of_several_lines_takes_enter_and_sends_with_control(ana: Any) -> None:
    panel = Panel(id="p", title=same("Note"), items=(Input(id="note", label=same("Note"), lines=4),))
    hud = Hud(panels=(panel,))
    ana.clicks(hud, "p", "note")
    ana.types(hud, "un")
    assert ana.taps(hud, "enter") == []
    ana.types(hud, "deux")
    ana.ui.key("control", True)
    assert ana.taps(hud, "enter") == [Pressed(panel="p", item="note", value="un\ndeux")]
    ana.ui.key("control", False)


def test_what_is_cut_can_be_pasted(ana: Any, a_chat: Any) -> None:
    hud = Hud(panels=(a_chat(),))
    ana.clicks(hud, local.CHAT, local.SAY)
    ana.types(hud, "déjà vu")
    ana.ui.key("control", True)
    ana.taps(hud, "a")
    ana.taps(hud, "x")
    ana.taps(hud, "v")
    ana.taps(hud, "v")
    ana.ui.key("control", False)
    assert ana.taps(hud, "enter") == [Pressed(panel=local.CHAT, item=local.SAY, value="déjà vudéjà vu")]


def test_a_click_in_the_view_leaves_the_field_and_gives_the_keys_back(ana: Any, a_chat: Any) -> None:
    hud = Hud(panels=(a_chat(),))
    ana.clicks(hud, local.CHAT, local.SAY)
    ana.types(hud, "un brouillon")
    ana.ui.mouse_at(640, 300)
    ana.sees(hud)
    for down in (True, False):
        assert not ana.ui.mouse_button(0, down)
        assert ana.sees(hud) == []
    assert not ana.ui.wants_keyboard


def test_the_chats_key_puts_the_keyboard_into_its_field(ana: Any, a_chat: Any) -> None:
    hud = Hud(panels=(a_chat(),))
    ana.ui.write_in(local.CHAT, local.SAY)
    ana.sees(hud)
    assert ana.ui.wants_keyboard
    ana.types(hud, "bonjour")
    assert ana.taps(hud, "enter") == [Pressed(panel=local.CHAT, item=local.SAY, value="bonjour")]


def test_letters_with_no_field_to_take_them_are_not_kept_for_later(ana: Any, a_chat: Any) -> None:
    hud = Hud(panels=(a_chat(),))
    ana.types(hud, "zqsd")
    ana.clicks(hud, local.CHAT, local.SAY)
    ana.types(hud, "oui")
    assert ana.taps(hud, "enter") == [Pressed(panel=local.CHAT, item=local.SAY, value="oui")]
