"""Panels of one's own: what they say, what a press on them means, and that both languages say it."""

from __future__ import annotations

import msgspec
import pytest

from campus.client.profile import Profile
from campus.client.ui import local
from campus.client.ui.clipboard import Clipboard
from campus.client.ui.hud import Connection
from campus.client.ui.keyboard import cap, same_key
from campus.client.ui.local.appearance import APPEARANCE_BUTTON
from campus.client.ui.overlay import connection_words
from campus.client.ui.theme import DARK, LIGHT, Look, Palette, mixed, packed
from campus.learning.panel import Choice, Line, Panel, Pressed, Row, Slider, Table
from campus.protocol.messages import Figure, Person
from campus.text import Text


def a_person(id_: str, name: str, **more: object) -> Person:
    return Person(id=id_, slot=int(id_), name=name, figure=Figure(), **{"role": "student", **more})  # type: ignore[arg-type]


PEOPLE = (
    a_person("1", "Zoé"),
    a_person("2", "Émile", role="teacher"),
    a_person("3", "Noël", hand=True, seat="a"),
    a_person("4", "Ana", away=True),
)
AZERTY = {"w": "z", "a": "q", "q": "a", "z": "w"}

ALL: tuple[Panel, ...] = (
    local.chat_panel(()),
    local.chat_panel((Line(who="Ana", words="Bonjour"),), writable=False),
    local.people_panel(PEOPLE, "1"),
    local.settings_panel(Profile(), text=1.0),
    local.appearance_panel(Figure()),
    local.welcome_panel("", "fr"),
    local.help_panel(AZERTY),
    local.places_panel((("hall", Text(fr="Hall", en="Hall")),), "hall"),
    local.disconnected_panel(Connection(phase="closed")),
    local.fault_panel(Text(fr="Un problème.", en="A problem.")),
)


def texts_of(value: object) -> list[Text]:
    if isinstance(value, Text):
        return [value]
    if isinstance(value, tuple):
        return [text for part in value for text in texts_of(part)]
    if isinstance(value, msgspec.Struct):
        return [text for part in msgspec.structs.astuple(value) for text in texts_of(part)]
    return []


@pytest.mark.parametrize("panel", ALL, ids=lambda panel: panel.id)
def test_every_panel_of_ones_own_is_told_from_the_servers_and_speaks_both_languages(panel: Panel) -> None:
    assert local.is_local(panel.id)
    found = texts_of(panel)
    assert found
    for text in found:
        assert text.fr
        assert text.en
        for words in (text.fr, text.en):
            assert "'" not in words, f"a typographic apostrophe is wanted in {words!r}"
        for sign in "?!;:»":
            assert f" {sign}" not in text.fr, f"a no-break space is wanted in {text.fr!r}"


@pytest.mark.parametrize("panel", ALL, ids=lambda panel: panel.id)
def test_no_panel_has_two_primary_buttons(panel: Panel) -> None:
    buttons = [b for item in panel.items for b in (item.buttons if isinstance(item, Row) else (item,))]
    assert sum(getattr(button, "primary", False) for button in buttons) <= 1


def test_raised_hands_come_first_then_who_teaches_then_names() -> None:
    panel = local.people_panel(PEOPLE, "1")
    (table,) = panel.items
    assert isinstance(table, Table)
    assert [row_id for row_id, _ in table.rows] == ["3", "2", "4", "1"]
    assert dict(table.rows)["1"][0] == Text(fr="Zoé (vous)", en="Zoé (you)")
    assert dict(table.rows)["4"][2].fr == "Connexion perdue"
    assert panel.note == Text(fr="4 personnes · 1 main levée", en="4 people · 1 hand raised")


def test_what_the_settings_show_is_what_they_are_told() -> None:
    items = {item.id: item for item in local.settings_panel(Profile(dark=True, scale=1.3), text=1.15).items}  # type: ignore[union-attr]
    shown = {id_: item.selected for id_, item in items.items() if isinstance(item, Choice)}
    assert shown == {
        "language": "fr",
        "scale": "1.25",
        "text": "1.15",
        "picture": "auto",
        "adapts": "yes",
        "hour": "painted",
        "dark": "yes",
        "first_person": "yes",
        "headphones": "no",
        "mono": "no",
        "reduced_motion": "no",
    }
    assert isinstance(items["field_of_view"], Slider)


def test_an_hour_is_asked_for_only_from_who_wants_to_choose_it() -> None:
    asked = [
        [item.id for item in local.settings_panel(Profile(hour=hour)).items if item.id == "chosen_hour"]
        for hour in ("painted", "now", "chosen")
    ]
    assert asked == [[], [], ["chosen_hour"]]
    pressed = Pressed(panel=local.SETTINGS, item="chosen_hour", value="21.5")
    assert local.setting(pressed) == ("chosen_hour", 21.5)


def test_every_choice_of_the_settings_is_understood_when_it_comes_back() -> None:
    for item in local.settings_panel(Profile(), text=1.0).items:
        if item == APPEARANCE_BUTTON:
            continue
        assert isinstance(item, Choice | Slider)
        values = [option.id for option in item.options] if isinstance(item, Choice) else ["60", "72.5", "100"]
        for value in values:
            change = local.setting(Pressed(panel=local.SETTINGS, item=item.id, value=value))
            assert change is not None
            name, meant = change
            assert name == item.id
            if name != "text":
                msgspec.convert({name: meant}, Profile)


@pytest.mark.parametrize(
    ("panel", "item", "value"),
    [
        (local.SETTINGS, "close", ""),
        (local.SETTINGS, "scale", "vast"),
        (local.SETTINGS, "language", "de"),
        ("server.panel", "scale", "1.5"),
    ],
)
def test_a_press_that_is_no_setting_changes_nothing(panel: str, item: str, value: str) -> None:
    assert local.setting(Pressed(panel=panel, item=item, value=value)) is None


def test_a_setting_is_held_to_its_bounds() -> None:
    assert local.setting(Pressed(panel=local.SETTINGS, item="field_of_view", value="500")) == ("field_of_view", 100.0)
    assert local.setting(Pressed(panel=local.SETTINGS, item="scale", value="0")) == ("scale", 1.0)


def test_keys_are_told_as_they_are_written_on_the_persons_keyboard() -> None:
    assert local.hint(AZERTY).fr.startswith("ZQSD ou flèches")
    assert local.hint({}).en.startswith("WASD or arrows")
    assert local.hint({}).fr.startswith("WASD (ZQSD en AZERTY) ou flèches")
    (table,) = local.help_panel(AZERTY).items
    assert isinstance(table, Table)
    assert table.rows[0][1][0].fr.startswith("ZQSD")
    assert cap("arrow_up") == "↑"
    assert cap("e") == "E"


def test_a_button_knows_its_key_by_any_of_its_names() -> None:
    for shown, name in (("PageDown", "page_down"), ("Space", "space"), ("→", "arrow_right"), ("Right", "arrow_right")):
        assert same_key(shown, name)
    assert not same_key("", "space")
    assert not same_key("n", "m")


def test_the_toolbar_offers_what_makes_sense_now() -> None:
    standing = [tool.id for tool in local.toolbar()]
    seated = [tool.id for tool in local.toolbar(seated=True)]
    assert "focus" not in standing
    assert {"focus", "stand"} <= set(seated)
    chat = {tool.id: tool for tool in local.toolbar(unread=3)}["chat"]
    assert (chat.badge, chat.on) == (3, False)
    chat = {tool.id: tool for tool in local.toolbar(unread=3, opened={"chat"})}["chat"]
    assert (chat.badge, chat.on) == (0, True)


def test_the_light_says_in_words_how_the_connection_stands() -> None:
    said = connection_words(Connection(phase="lost", retry_in_s=3.2), "fr")
    assert said == "Connexion perdue · nouvel essai dans 3\u202fs"
    said = connection_words(Connection(phase="lost", retry_in_s=3.2), "en")
    assert said.endswith("in 3\u00a0s"), "a figure is never parted from its unit"
    assert connection_words(Connection(latency_s=0.03), "en") == "Online"
    assert connection_words(Connection(latency_s=0.4), "en") == "Online · 400\u202fms"


def luminance(colour: int) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [(colour >> shift & 255) / 255 for shift in (16, 8, 0)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: int, other: int) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_words_stand_out_from_every_ground_they_are_written_on(palette: Palette) -> None:
    """WCAG 2.2, success criterion 1.4.3: 4.5 : 1 for text; 1.4.11: 3 : 1 for what one presses."""
    pairs = (
        (palette.ink, palette.paper),
        (palette.ink, palette.raised),
        (palette.ink, palette.chosen),
        (palette.ink, palette.hover),
        (palette.ink, palette.now_ground),
        (palette.quiet, palette.paper),
        (palette.quiet, palette.raised),
        (palette.quiet, palette.hover),
        (palette.on_primary, palette.primary),
        (palette.primary, palette.raised),
        (palette.good, palette.good_ground),
        (palette.good, palette.paper),
        (palette.bad, palette.bad_ground),
        (palette.bad, palette.raised),
    )
    for words, ground in pairs:
        assert contrast(words, ground) >= 4.5, f"{words:06X} on {ground:06X} is {contrast(words, ground):.2f}"
    assert contrast(palette.primary, palette.paper) >= 3


def test_colours_are_packed_as_they_are_drawn() -> None:
    assert packed(0x102030, 1.0) == 0xFF302010
    assert packed(0x102030, 0.5) >> 24 == 128
    assert mixed(0x000000, 0xFF8040, 0.5) == 0x804020


def test_a_look_stays_usable_whatever_is_asked() -> None:
    assert Look(scale=9, text=0).within_bounds() == Look(scale=2.0, text=1.0)


def test_a_clipboard_of_our_own_keeps_what_was_copied() -> None:
    clipboard = Clipboard(shared=False)
    assert clipboard.text() == ""
    clipboard.keep("été ñ €")
    assert clipboard.text() == "été ñ €"
