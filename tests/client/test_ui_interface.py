"""The interface as a person meets it: pictures, clicks, keys and letters, all injected, with no window at all."""

from __future__ import annotations

import builtins
import os
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from panda3d.core import (
    Camera,
    FrameBufferProperties,
    GraphicsOutput,
    GraphicsPipe,
    NodePath,
    OrthographicLens,
    Texture,
    WindowProperties,
)
from PIL import Image

from campus.client.ui import local
from campus.client.ui.hud import TOOLBAR, Connection, Hud, Notice, Prompt, Tag, Tool, Veil
from campus.client.ui.icons import NAMES
from campus.client.ui.interface import Interface
from campus.client.ui.items import KINDS
from campus.client.ui.theme import Look
from campus.client.view.window import open_window
from campus.errors import CampusError
from campus.learning.panel import (
    AnyItem,
    Bar,
    Bars,
    Button,
    Choice,
    Choices,
    Column,
    Countdown,
    Heading,
    Input,
    Line,
    Log,
    Option,
    Panel,
    Paragraph,
    Pressed,
    Progress,
    Row,
    Slider,
    Table,
)
from campus.protocol.messages import Figure, Person
from campus.text import Text

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
GOLDENS = Path(__file__).parent / "goldens"
GREY = (96, 104, 110)


def both(words: str) -> Text:
    return Text(fr=words, en=words)


# --- a window that nobody sees ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def engine() -> Any:
    """Panda3D keeps one application in a process; whoever comes first opens it."""
    return getattr(builtins, "base", None) or open_window((640, 360), offscreen=True)


class Person_:  # noqa: N801
    """Somebody in front of a window of a given size: they see pictures, point, press and type."""

    def __init__(self, engine: Any, size: tuple[int, int], scale: float, language: str = "fr") -> None:
        self.engine = engine
        self.win = engine.graphicsEngine.makeOutput(
            engine.pipe,
            "interface-test",
            -50,
            FrameBufferProperties(),
            WindowProperties(size=size),
            GraphicsPipe.BFRefuseWindow | GraphicsPipe.BFFbPropsOptional,
            engine.win.getGsg(),
            engine.win,
        )
        self.picture = Texture("seen")
        self.win.addRenderTexture(self.picture, GraphicsOutput.RTMCopyRam)
        self.win.setClearColor((*(part / 255 for part in GREY), 1))
        flat = NodePath("render2d")
        camera = NodePath(Camera("flat", OrthographicLens()))
        camera.reparentTo(flat)
        self.win.makeDisplayRegion().setCamera(camera)
        self.size = size
        stand_in = SimpleNamespace(win=self.win, render2d=flat)
        self.ui = Interface(stand_in, language, scale, fonts=FONTS)  # type: ignore[arg-type]
        self.ui.look = replace(self.ui.look, still=True)

    def sees(self, hud: Hud, frames: int = 3) -> list[Pressed]:
        """Some frames go by; what was pressed in them."""
        pressed: list[Pressed] = []
        for _ in range(frames):
            pressed += self.ui.frame(hud, 1 / 30)
        return pressed

    def finds(self, hud: Hud, panel: str, item: str, value: str = "") -> tuple[float, float, float, float]:
        """Where something is, scrolled to if need be."""
        for _ in range(6):
            place = self.ui.where(panel, item, value)
            if place is not None:
                return place
            self.sees(hud, 2)
        raise AssertionError(f"{panel} {item} {value} is nowhere to be seen")

    def clicks(self, hud: Hud, panel: str, item: str, value: str = "") -> list[Pressed]:
        """Click in the middle of something, found by its name."""
        left, top, right, bottom = self.finds(hud, panel, item, value)
        assert left >= 0
        assert right <= self.size[0]
        self.ui.mouse_at((left + right) / 2, (top + bottom) / 2)
        self.sees(hud, 2)
        pressed: list[Pressed] = []
        for down in (True, False):
            self.ui.mouse_button(0, down)
            pressed += self.sees(hud, 2)
        return pressed

    def taps(self, hud: Hud, *keys: str) -> list[Pressed]:
        """Press and let go keys, one after the other."""
        pressed: list[Pressed] = []
        for key in keys:
            self.ui.key(key, True)
            pressed += self.sees(hud, 2)
            self.ui.key(key, False)
        return pressed + self.sees(hud, 2)

    def types(self, hud: Hud, words: str) -> list[Pressed]:
        """Type words, a letter in each frame, as a keyboard with accents sends them."""
        pressed: list[Pressed] = []
        for letter in words:
            self.ui.character(letter)
            pressed += self.sees(hud, 1)
        return pressed

    def pixels(self) -> NDArray[np.uint8]:
        """What is on the screen: (height, width, 3)."""
        self.engine.graphicsEngine.renderFrame()
        self.engine.graphicsEngine.renderFrame()
        width, height = self.size
        raw = np.frombuffer(self.picture.getRamImageAs("RGB"), np.uint8)
        return raw.reshape(height, width, 3)[::-1].copy()

    def leaves(self) -> None:
        self.ui.destroy()
        self.engine.graphicsEngine.removeWindow(self.win)


@pytest.fixture
def opened(engine: Any) -> Iterator[Any]:
    """Opens windows, and closes them when the test is over."""
    people: list[Person_] = []

    def open_one(size: tuple[int, int] = (1280, 720), scale: float = 1.0, language: str = "fr") -> Person_:
        people.append(Person_(engine, size, scale, language))
        return people[-1]

    yield open_one
    for person in people:
        person.leaves()


@pytest.fixture
def ana(opened: Any) -> Person_:
    return opened()


# --- panels to show --------------------------------------------------------------------------------------------------

ANSWERS = ("Téléconsultation", "Téléexpertise", "Télésurveillance médicale", "Télésoin")


def a_question(id_: str = "q", *, selected: tuple[str, ...] = (), enabled: bool = True, told: bool = False) -> Panel:
    options = tuple(
        Option(id="abcd"[n], text=both(words), mark=("right" if n == 1 else "wrong") if told else "")
        for n, words in enumerate(ANSWERS)
    )
    return Panel(
        id=id_,
        title=both("Question 1 sur 5"),
        note=both("14 personnes sur 20 ont répondu"),
        items=(
            Heading(text=both("Quel acte permet de demander l’avis d’un confrère à distance\u202f?")),
            Choices(id="answer", options=options, selected=selected, enabled=enabled),
        ),
    )


def a_chat(count: int = 2) -> Panel:
    lines = tuple(Line(who=f"Personne {n % 3}", words="Bonjour à tous", at="14:0" + str(n % 10)) for n in range(count))
    return local.chat_panel(lines)


ONE_OF_EACH: Sequence[AnyItem] = (
    Heading(text=both("Un titre")),
    Paragraph(text=both("Des mots."), tone="now"),
    Choices(id="cards", options=(Option(id="a", text=both("Oui")), Option(id="b", text=both("Non")))),
    Button(id="go", text=both("Continuer"), primary=True, key="Space"),
    Row(buttons=(Button(id="one", text=both("Un")), Button(id="two", text=both("Deux")))),
    Bars(bars=(Bar(label=both("Oui"), count=3, mark="right"), Bar(label=both("Non"), count=1)), total=4),
    Table(
        id="people",
        columns=(Column(title=both("Nom")), Column(title=both("Points"), numeric=True)),
        rows=(("ana", (both("Ana"), both("3"))), ("bo", (both("Bo"), both("12")))),
        pressable=True,
    ),
    Input(id="name", label=both("Nom")),
    Progress(fraction=0.4, text=both("2 sur 5")),
    Countdown(whole_s=120, left_s=90),
    Log(id="log", lines=(Line(who="Ana", words="Bonjour"),)),
    Choice(id="lang", label=both("Langue"), options=(Option(id="fr", text=both("Français")),), selected="fr"),
    Slider(id="fov", label=both("Champ"), value=70, low=60, high=100),
)


def of(*panels: Panel, **more: Any) -> Hud:
    return Hud(panels=panels, **more)


# --- with the mouse --------------------------------------------------------------------------------------------------


def test_a_click_on_a_card_tells_which_answer_was_chosen(ana: Person_) -> None:
    hud = of(a_question())
    assert ana.clicks(hud, "q", "answer", "c") == [Pressed(panel="q", item="answer", value="c")]


def test_a_card_that_cannot_be_chosen_any_more_tells_nothing(ana: Person_) -> None:
    hud = of(a_question(enabled=False))
    ana.sees(hud)
    ana.ui.mouse_at(1100, 320)
    for down in (True, False):
        ana.ui.mouse_button(0, down)
        assert ana.sees(hud) == []
    assert ana.ui.where("q", "answer", "a") is None


@pytest.mark.parametrize(
    ("item", "value"), [("go", ""), ("two", ""), ("people", "bo"), ("cards", "b")], ids=lambda part: part or "-"
)
def test_buttons_rows_and_lines_of_a_table_tell_their_own_id(ana: Person_, item: str, value: str) -> None:
    hud = of(Panel(id="p", title=both("Tout"), items=tuple(ONE_OF_EACH)))
    assert ana.clicks(hud, "p", item, value) == [Pressed(panel="p", item=item, value=value)]


def test_the_pointer_belongs_to_a_panel_over_it_and_to_the_view_beside_it(ana: Person_) -> None:
    hud = of(a_question())
    ana.ui.mouse_at(1150, 200)
    ana.sees(hud)
    assert ana.ui.wants_mouse
    ana.ui.mouse_at(400, 300)
    ana.sees(hud)
    assert not ana.ui.wants_mouse
    assert not ana.ui.mouse_button(0, True)
    assert not ana.ui.mouse_button(0, False)


def test_a_drag_that_began_in_the_view_stays_the_views_over_a_panel(ana: Person_) -> None:
    hud = of(a_question())
    ana.ui.mouse_at(400, 300)
    ana.sees(hud)
    ana.ui.mouse_button(0, True)
    ana.ui.mouse_at(1150, 320)
    ana.sees(hud)
    assert not ana.ui.mouse_button(0, False)
    assert ana.sees(hud) == []


def test_a_tool_of_the_toolbar_tells_its_id(ana: Person_) -> None:
    hud = Hud(tools=local.toolbar())
    assert ana.clicks(hud, TOOLBAR, "hand") == [Pressed(panel=TOOLBAR, item="hand")]


def test_the_cross_closes_a_panel(ana: Person_) -> None:
    hud = of(a_chat())
    assert ana.clicks(hud, local.CHAT, "close") == [Pressed(panel=local.CHAT, item="close")]


def test_behind_a_dialogue_nothing_can_be_pressed(ana: Person_) -> None:
    hud = of(a_question(), local.fault_panel(both("Le serveur ne répond pas.")))
    ana.sees(hud)
    assert ana.ui.where("q", "answer", "a") is None
    ana.ui.mouse_at(1150, 320)
    ana.sees(hud)
    assert ana.ui.wants_mouse
    assert ana.clicks(hud, local.FAULT, "close") == [Pressed(panel=local.FAULT, item="close")]


def test_a_slider_under_the_hand_tells_round_numbers_within_its_bounds(ana: Person_) -> None:
    slider = Slider(id="fov", label=both("Champ"), value=70, low=60, high=100)
    hud = of(Panel(id="s", title=both("Réglages"), items=(slider,)))
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


# --- letters ---------------------------------------------------------------------------------------------------------


def test_accents_typed_into_the_chat_and_enter_send_them_and_empty_the_field(ana: Person_) -> None:
    hud = of(a_chat())
    ana.clicks(hud, local.CHAT, local.SAY)
    assert ana.ui.wants_keyboard
    assert ana.types(hud, "été ñ €") == []
    assert ana.taps(hud, "enter") == [Pressed(panel=local.CHAT, item=local.SAY, value="été ñ €")]
    assert ana.types(hud, "encore") == []
    assert ana.taps(hud, "enter") == [Pressed(panel=local.CHAT, item=local.SAY, value="encore")]


def test_letters_and_enter_that_come_all_in_one_frame_are_all_heard(ana: Person_) -> None:
    hud = of(a_chat())
    ana.clicks(hud, local.CHAT, local.SAY)
    for letter in "vite":
        ana.ui.character(letter)
    ana.ui.key("enter", True)
    assert ana.sees(hud, 6) == [Pressed(panel=local.CHAT, item=local.SAY, value="vite")]


def test_an_empty_line_is_not_sent_to_the_room(ana: Person_) -> None:
    hud = of(a_chat())
    ana.clicks(hud, local.CHAT, local.SAY)
    ana.types(hud, "   ")
    assert ana.taps(hud, "enter") == []


def test_a_field_keeps_its_draft_while_other_panels_come_go_and_change(ana: Person_) -> None:
    ana.clicks(of(a_chat()), local.CHAT, local.SAY)
    ana.types(of(a_chat()), "une idée en ")
    ana.sees(of(a_chat(5), a_question()), 4)
    ana.types(of(a_question(selected=("b",)), a_chat(9)), "cours")
    ana.sees(of(a_question()), 6)  # even the chat itself was put away
    hud = of(a_chat(9))
    ana.sees(hud, 3)
    ana.clicks(hud, local.CHAT, local.SAY)
    assert ana.taps(hud, "enter")[-1:] == [Pressed(panel=local.CHAT, item=local.SAY, value="une idée en cours")]


def test_escape_leaves_a_field_keeps_its_draft_and_sends_nothing(ana: Person_) -> None:
    panel = Panel(id="p", title=both("Profil"), items=(Input(id="name", label=both("Nom"), value="Ana"),))
    hud = of(panel)
    ana.clicks(hud, "p", "name")
    ana.taps(hud, "end")
    ana.types(hud, " M.")
    assert ana.taps(hud, "escape") == []
    assert not ana.ui.wants_keyboard
    ana.clicks(hud, "p", "name")
    assert ana.taps(hud, "enter") == [Pressed(panel="p", item="name", value="Ana M.")]


def test_leaving_a_field_sends_what_changed_and_only_once(ana: Person_) -> None:
    panel = Panel(
        id="p", title=both("Profil"), items=(Input(id="name", label=both("Nom")), Button(id="ok", text=both("OK")))
    )
    hud = of(panel)
    ana.clicks(hud, "p", "name")
    ana.types(hud, "Ana")
    assert ana.clicks(hud, "p", "ok") == [
        Pressed(panel="p", item="name", value="Ana"),
        Pressed(panel="p", item="ok"),
    ]
    ana.clicks(hud, "p", "name")
    assert ana.clicks(hud, "p", "ok") == [Pressed(panel="p", item="ok")]


def test_a_field_that_nobody_wrote_in_follows_the_panels_value(ana: Person_) -> None:
    def panel(value: str) -> Panel:
        return Panel(id="p", title=both("Profil"), items=(Input(id="name", label=both("Nom"), value=value),))

    ana.sees(of(panel("Ana")))
    ana.sees(of(panel("Zoé")))
    ana.clicks(of(panel("Zoé")), "p", "name")
    ana.taps(of(panel("Zoé")), "end")
    ana.types(of(panel("Zoé")), "!")
    assert ana.taps(of(panel("Zoé")), "enter") == [Pressed(panel="p", item="name", value="Zoé!")]


def test_a_field_takes_no_more_than_it_may(ana: Person_) -> None:
    panel = Panel(id="p", title=both("Profil"), items=(Input(id="name", label=both("Nom"), most=5),))
    hud = of(panel)
    ana.clicks(hud, "p", "name")
    ana.types(hud, "éèàùçœæ")
    assert ana.taps(hud, "enter") == [Pressed(panel="p", item="name", value="éèàùç")]


def test_a_field_of_several_lines_takes_enter_and_sends_with_control(ana: Person_) -> None:
    panel = Panel(id="p", title=both("Note"), items=(Input(id="note", label=both("Note"), lines=4),))
    hud = of(panel)
    ana.clicks(hud, "p", "note")
    ana.types(hud, "un")
    assert ana.taps(hud, "enter") == []
    ana.types(hud, "deux")
    ana.ui.key("control", True)
    assert ana.taps(hud, "enter") == [Pressed(panel="p", item="note", value="un\ndeux")]
    ana.ui.key("control", False)


def test_what_is_cut_can_be_pasted(ana: Person_) -> None:
    hud = of(a_chat())
    ana.clicks(hud, local.CHAT, local.SAY)
    ana.types(hud, "déjà vu")
    ana.ui.key("control", True)
    ana.taps(hud, "a")
    ana.taps(hud, "x")
    ana.taps(hud, "v")
    ana.taps(hud, "v")
    ana.ui.key("control", False)
    assert ana.taps(hud, "enter") == [Pressed(panel=local.CHAT, item=local.SAY, value="déjà vudéjà vu")]


def test_a_click_in_the_view_leaves_the_field_and_gives_the_keys_back(ana: Person_) -> None:
    hud = of(a_chat())
    ana.clicks(hud, local.CHAT, local.SAY)
    ana.types(hud, "un brouillon")
    ana.ui.mouse_at(640, 300)
    ana.sees(hud)
    for down in (True, False):
        assert not ana.ui.mouse_button(0, down)
        assert ana.sees(hud) == []
    assert not ana.ui.wants_keyboard


def test_the_chats_key_puts_the_keyboard_into_its_field(ana: Person_) -> None:
    hud = of(a_chat())
    ana.ui.write_in(local.CHAT, local.SAY)
    ana.sees(hud)
    assert ana.ui.wants_keyboard
    ana.types(hud, "bonjour")
    assert ana.taps(hud, "enter") == [Pressed(panel=local.CHAT, item=local.SAY, value="bonjour")]


def test_letters_with_no_field_to_take_them_are_not_kept_for_later(ana: Person_) -> None:
    hud = of(a_chat())
    ana.types(hud, "zqsd")
    ana.clicks(hud, local.CHAT, local.SAY)
    ana.types(hud, "oui")
    assert ana.taps(hud, "enter") == [Pressed(panel=local.CHAT, item=local.SAY, value="oui")]


# --- keys ------------------------------------------------------------------------------------------------------------


def test_a_digit_chooses_that_card(ana: Person_) -> None:
    hud = of(a_question())
    ana.sees(hud)
    assert ana.taps(hud, "3") == [Pressed(panel="q", item="answer", value="c")]
    assert ana.taps(hud, "7") == []


def test_a_digit_goes_to_the_question_that_has_no_answer_yet(ana: Person_) -> None:
    hud = of(a_question("first", selected=("a",)), a_question("second"))
    ana.sees(hud)
    assert ana.taps(hud, "2") == [Pressed(panel="second", item="answer", value="b")]


def test_a_digit_in_a_field_is_a_digit(ana: Person_) -> None:
    hud = of(a_question(), a_chat())
    ana.clicks(hud, local.CHAT, local.SAY)
    assert ana.ui.key("2", True)
    assert ana.types(hud, "2") == []
    assert ana.taps(hud, "enter") == [Pressed(panel=local.CHAT, item=local.SAY, value="2")]


def test_tab_goes_through_everything_in_reading_order_and_round_again(ana: Person_) -> None:
    hud = of(Panel(id="p", title=both("Tout"), items=tuple(ONE_OF_EACH), closable=True))
    ana.sees(hud)
    visited = []
    for _ in range(13):
        ana.taps(hud, "tab")
        key = ana.ui._focus.key
        assert key is not None
        visited.append("/".join(key[1:]))
    rounds = ["close/cross", "cards/a", "cards/b", "go", "one", "two", "people/ana", "name", "log", "lang/fr", "fov"]
    assert visited == [*rounds, *rounds[:2]]


def test_enter_presses_what_has_the_ring_and_arrows_move_it(ana: Person_) -> None:
    hud = of(a_question())
    ana.sees(hud)
    assert ana.taps(hud, "tab", "arrow_down", "arrow_down", "arrow_up", "enter") == [
        Pressed(panel="q", item="answer", value="b")
    ]


def test_shift_and_tab_go_back(ana: Person_) -> None:
    hud = of(a_question())
    ana.sees(hud)
    ana.ui.key("shift", True)
    ana.sees(hud)
    pressed = ana.taps(hud, "tab")
    ana.ui.key("shift", False)
    pressed += ana.taps(hud, "space")
    assert pressed == [Pressed(panel="q", item="answer", value="d")]


def test_tab_into_a_field_writes_there_without_wiping_out_its_draft(ana: Person_) -> None:
    panel = Panel(id="p", title=both("Profil"), items=(Input(id="name", label=both("Nom"), value="Ana"),))
    hud = of(panel)
    ana.sees(hud)
    ana.taps(hud, "tab")
    ana.types(hud, "!")
    pressed = ana.taps(hud, "enter")
    assert len(pressed) == 1
    assert sorted(pressed[0].value) == sorted("Ana!")


def test_arrows_and_letters_are_the_views_while_no_ring_shows(ana: Person_) -> None:
    hud = of(a_question())
    ana.sees(hud)
    for key in ("arrow_up", "w", "z", "e", "shift"):
        assert not ana.ui.key(key, True)
        assert not ana.ui.key(key, False)
    assert not ana.ui.wants_keyboard


def test_whoever_walks_on_is_not_held_by_a_ring(ana: Person_) -> None:
    hud = of(a_question())
    ana.sees(hud)
    ana.taps(hud, "tab")
    assert ana.ui.wants_keyboard
    ana.taps(hud, "w")
    assert not ana.ui.wants_keyboard


def test_the_key_that_a_button_shows_presses_it(ana: Person_) -> None:
    button = Button(id="next", text=both("Suivant"), key="PageDown")
    asleep = Button(id="no", text=both("Non"), key="n", enabled=False)
    hud = of(Panel(id="p", title=both("Cours"), items=(button, asleep)))
    ana.sees(hud)
    assert ana.taps(hud, "page_down", "n") == [Pressed(panel="p", item="next")]


def test_enter_and_escape_answer_a_dialogue(ana: Person_) -> None:
    hud = of(local.fault_panel(both("Un problème.")))
    ana.sees(hud)
    assert ana.taps(hud, "enter") == [Pressed(panel=local.FAULT, item="close")]
    assert ana.taps(hud, "escape") == [Pressed(panel=local.FAULT, item="close")]


def test_arrows_move_a_slider_by_its_step(ana: Person_) -> None:
    slider = Slider(id="fov", label=both("Champ"), value=70, low=60, high=100)
    hud = of(Panel(id="s", title=both("Réglages"), items=(slider,)))
    ana.sees(hud)
    assert ana.taps(hud, "tab", "arrow_right")[-1] == Pressed(panel="s", item="fov", value="71")


def test_what_the_keyboard_reaches_is_scrolled_into_view(opened: Any) -> None:
    zoe = opened(size=(640, 360))
    rows = tuple((str(n), (both(f"Personne {n}"),)) for n in range(300))
    table = Table(id="t", columns=(Column(title=both("Nom")),), rows=rows, pressable=True)
    hud = of(
        Panel(id="p", title=both("Qui"), items=(table, Choices(id="c", options=(Option(id="z", text=both("Z")),))))
    )
    zoe.sees(hud)
    zoe.taps(hud, "tab", "tab")
    zoe.sees(hud, 3)
    place = zoe.ui.where("p", "c", "z")
    assert place is not None
    assert 0 < place[1] < place[3] < 360


# --- what is seen ----------------------------------------------------------------------------------------------------


def test_there_is_a_way_to_draw_every_kind_of_item() -> None:
    assert {type(item) for item in ONE_OF_EACH} == KINDS


@pytest.mark.parametrize("item", ONE_OF_EACH, ids=lambda item: type(item).__name__.lower())
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_each_kind_of_item_is_seen_within_its_panel(opened: Any, item: AnyItem, scale: float) -> None:
    bo = opened(scale=scale)
    bo.sees(of(Panel(id="p", title=both("Titre"))), 4)
    without = bo.pixels()
    bo.sees(of(Panel(id="p", title=both("Titre"), items=(item,))), 4)
    changed = np.abs(bo.pixels().astype(int) - without).max(axis=2) > 24
    assert changed.sum() > 300
    assert np.nonzero(changed.any(axis=0))[0].min() > 1280 * 0.70


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("side", ["right", "left", "centre"])
def test_at_200_per_cent_everything_can_be_reached_and_nothing_leaves_the_window(
    opened: Any, language: str, side: Any
) -> None:
    bo = opened(scale=2.0, language=language)
    items = tuple(item for item in ONE_OF_EACH if not isinstance(item, Log))
    hud = of(Panel(id="p", title=both("Un titre assez long pour deux lignes"), items=items, side=side))
    bo.sees(hud)
    for item, value in (("cards", "a"), ("go", ""), ("two", ""), ("people", "bo"), ("lang", "fr"), ("fov", "")):
        place = bo.finds(hud, "p", item, value)
        assert 0 <= place[0] < place[2] <= 1280
        assert 0 <= place[1] < place[3] <= 720


def test_columns_take_no_more_than_28_per_cent_and_the_free_part_lies_between_them(opened: Any) -> None:
    for size, scale in (((1280, 720), 1.0), ((1280, 720), 2.0), ((1920, 1080), 1.25), ((2560, 1440), 2.0)):
        bo = opened(size=size, scale=scale)
        assert bo.ui.free_rect() == (0.0, 1.0, 0.0, 1.0)
        bo.sees(of(a_question(), a_chat()))
        both_open = bo.ui.free_rect()
        left, _, right, _ = bo.finds(of(a_question(), a_chat()), "q", "answer", "a")
        assert (right - left) / size[0] <= (0.28 if scale < 1.5 or size[0] > 1280 else 0.46)
        both_open = bo.ui.free_rect()
        assert both_open.left > 0.2 * (scale >= 1.25 or size[0] == 1280)
        assert both_open.right < left / size[0]
        bo.sees(of(a_question()), 3)
        assert bo.ui.free_rect().left == 0.0


def test_large_words_widen_the_column_where_answers_would_be_out_of_sight_and_there_only(opened: Any) -> None:
    low_vision = opened(scale=2.0)
    low_vision.sees(of(a_question()), 8)
    left, _, right, _ = low_vision.finds(of(a_question()), "q", "answer", "a")
    assert (right - left) / 1280 > 0.36
    assert low_vision.ui.free_rect().right < left / 1280
    short = Panel(id="s", title=both("Court"), items=(Paragraph(text=both("Deux mots.")),))
    other = opened(scale=2.0)
    other.sees(of(short), 8)
    assert other.ui.free_rect().right > 0.7


def test_answers_out_of_sight_are_counted_and_one_press_leads_to_them(opened: Any) -> None:
    bo = opened(scale=2.0)
    long = tuple(Option(id=id_, text=both("Une réponse qui prend trois lignes " * 2)) for id_ in "abcd")
    hud = of(Panel(id="q", title=both("Question"), items=(Choices(id="answer", options=long),)))
    bo.sees(hud, 8)
    hidden = [answer for answer in "abcd" if bo.ui._memory.places.find(("q", "answer", answer)) is None]
    bo.ui._memory.places.wanted = None
    assert hidden, "at this size not all four are seen at once"
    for _ in range(2):
        if bo.ui.where("q", "more-below") or bo.ui.where("q", "more-below"):
            bo.clicks(hud, "q", "more-below")
        bo.sees(hud, 6)
    assert bo.ui._memory.places.find(("q", "answer", "d")) is not None
    assert bo.taps(hud, "4") == [Pressed(panel="q", item="answer", value="d")]


def test_the_field_for_a_question_stays_in_sight_at_200_per_cent_and_grows_when_written_in(opened: Any) -> None:
    rows = tuple((f"r{n}", (both(f"Activité {n}"),)) for n in range(20))
    panel = Panel(
        id="class",
        title=both("Télésanté\u202f: choisir le bon acte"),
        note=both("Diapositive 1 sur 10"),
        items=(
            Button(id="next", text=both("Diapositive suivante"), primary=True),
            Table(id="go", columns=(Column(title=both("Plan")),), rows=rows),
            Input(id="ask", label=both("Poser une question"), lines=4, most=1200, clears=True, grows=True),
        ),
    )
    tea = opened(scale=2.0)
    hud = of(panel)
    tea.sees(hud, 8)
    place = tea.ui.where("class", "ask") or tea.ui.where("class", "ask")
    assert place is not None, "without scrolling"
    assert place[3] < 720
    before = place[3] - place[1]
    tea.clicks(hud, "class", "ask")
    tea.types(hud, "Quel acte ?")
    tea.sees(hud, 6)
    grown = tea.finds(hud, "class", "ask")
    assert grown[3] - grown[1] > 1.8 * before


def test_a_panel_that_folds_is_a_line_until_it_is_pressed(opened: Any) -> None:
    tea = opened()
    choices = tuple(Option(id=id_, text=both(id_)) for id_ in ("islands", "rows"))
    layout = Choice(id="layout", label=both("Disposition"), options=choices, selected="islands")
    hud = of(a_question(), Panel(id="room", title=both("La salle"), items=(layout,), folds=True))
    tea.sees(hud, 6)
    folded = tea.ui._layers.shown["room"].height
    assert folded < 80
    tea.clicks(hud, "room", "fold")
    tea.sees(hud, 6)
    assert tea.ui._layers.shown["room"].height > folded + 60
    assert tea.clicks(hud, "room", "layout", "rows") == [Pressed(panel="room", item="layout", value="rows")]
    tea.clicks(hud, "room", "fold")
    tea.sees(hud, 6)
    assert tea.ui._layers.shown["room"].height == folded


def test_another_foot_is_measured_anew(opened: Any) -> None:
    tea = opened()
    rows = tuple((f"r{n}", (both(f"Activité {n}"),)) for n in range(40))
    plan = Table(id="go", columns=(Column(title=both("Plan")),), rows=rows)
    field = Input(id="ask", label=both("Poser une question"), lines=4, clears=True, grows=True)
    tall = tuple(Button(id=f"b{n}", text=both(f"Bouton {n}")) for n in range(6))
    title = both("Un cours")
    tea.sees(of(Panel(id="class", title=title, items=(plan, *tall))), 8)
    hud = of(Panel(id="class", title=title, items=(plan, field)))
    tea.sees(hud, 8)
    assert tea.ui.where("class", "ask") or tea.ui.where("class", "ask"), "in sight, without scrolling"


def test_a_password_is_never_drawn(opened: Any) -> None:
    def seen(words: str) -> NDArray[np.uint8]:
        bo = opened(size=(640, 360))
        bo.sees(of(Panel(id="p", title=both("t"), items=(Input(id="w", label=both("Mot"), value=words, secret=True),))))
        return bo.pixels()

    assert np.array_equal(seen("aaaaaaaaaaaa"), seen("WWWWWWWWWWWW"))


HOSTILE = (
    "##answer",
    "###",
    "%s%n%x{0}{x!r}",
    "a\0b\x1b[31m",
    "\u202egnirts\u202c",
    "<b>gras</b>",
    "w" * 400,
    "\ud800",
    "🏴‍☠️ 漢字 עברית",
    "\n\n\n\t",
    "",
)


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words)[:20])
def test_words_from_data_are_words_and_nothing_else(opened: Any, words: str) -> None:
    bo = opened(size=(640, 360))
    options = tuple(Option(id=f"{n}{words}"[:60], text=both(words)) for n in range(2))
    panel = Panel(
        id=f"p{words}"[:60],
        title=both(words),
        note=both(words),
        items=(
            Choices(id=f"c{words}"[:60], options=options),
            Table(
                id="t",
                columns=(Column(title=both(words)), Column(title=both(words), numeric=True)),
                rows=(("r", (both(words), both(words))),),
            ),
            Bars(bars=(Bar(label=both(words), count=1),), total=1),
            Log(id="l", lines=(Line(who=words, words=words, at=words[:5]),)),
            Input(id="i", label=both(words), value=words, hint=both(words)),
            Choice(
                id="s",
                label=both(words),
                options=(Option(id="x", text=both(words)), Option(id="y", text=both("y"))),
                selected="x",
            ),
            Button(id="b", text=both(words), key=words[:3]),
        ),
    )
    tags = (Tag(id="1", name=words, x=200, y=200, distance=3), Tag(id="2", name=words, x=210, y=205, distance=4))
    hud = of(
        panel,
        tags=tags,
        place=both(words),
        notices=(Notice(id="n", text=both(words)),),
        prompt=Prompt(text=both(words), key=words[:2]),
        hint=both(words),
        connection=Connection(phase="lost", reason=both(words)),
        tools=(Tool(id=words or "t", icon="hand", label=both(words), key=words[:2]),),
    )
    bo.sees(hud, 4)
    assert bo.clicks(hud, panel.id, panel.items[0].id, options[1].id) == [  # type: ignore[union-attr]
        Pressed(panel=panel.id, item=panel.items[0].id, value=options[1].id)  # type: ignore[union-attr]
    ]


def test_two_people_of_one_name_have_two_rows_to_press(ana: Person_) -> None:
    rows = (("one##x", (both("Ana"),)), ("two##x", (both("Ana"),)))
    hud = of(
        Panel(
            id="p",
            title=both("Qui"),
            items=(Table(id="t", columns=(Column(title=both("Nom")),), rows=rows, pressable=True),),
        )
    )
    assert ana.clicks(hud, "p", "t", "two##x") == [Pressed(panel="p", item="t", value="two##x")]
    assert ana.clicks(hud, "p", "t", "one##x") == [Pressed(panel="p", item="t", value="one##x")]


def test_a_name_over_a_head_is_drawn_where_the_head_is(ana: Person_) -> None:
    ana.sees(Hud(), 3)
    before = ana.pixels()
    ana.sees(Hud(tags=(Tag(id="1", name="Zoé Martin", x=640, y=300, distance=4),)), 3)
    rows, columns = np.nonzero(np.abs(ana.pixels().astype(int) - before).max(axis=2) > 24)
    assert 250 < rows.min() < rows.max() <= 302
    assert abs((columns.min() + columns.max()) / 2 - 640) < 4


def test_a_notice_is_seen_and_then_is_gone(ana: Person_) -> None:
    ana.sees(Hud(), 3)
    before = ana.pixels()
    notice = Notice(id="1", text=both("Le cours commence."), tone="now")
    ana.sees(Hud(notices=(notice,)), 3)
    assert (ana.pixels() != before).any()
    ana.sees(Hud(), 30 * 8)
    assert (ana.pixels() == before).all()


def test_a_veil_covers_everything(ana: Person_) -> None:
    ana.sees(of(a_question(), veil=Veil(title=both("Amphithéâtre"), text=both("Un instant"), fraction=0.5)), 4)
    seen = ana.pixels()
    assert (np.abs(seen.astype(int) - np.array(GREY)).max(axis=2) < 20).mean() < 0.01
    assert ana.ui.wants_mouse is False or ana.ui.where("q", "answer", "a") is None


def test_the_last_line_of_a_chat_is_in_view_and_a_new_one_comes_into_it(ana: Person_) -> None:
    ana.sees(of(a_chat(40)), 5)
    before = ana.pixels()
    ana.sees(of(a_chat(41)), 5)
    changed = np.abs(ana.pixels().astype(int) - before).max(axis=2) > 24
    assert changed[430:650, 30:340].any()


def test_what_has_not_changed_is_not_handed_over_again(ana: Person_) -> None:
    hud = of(a_question(), tools=local.toolbar())
    ana.sees(hud, 5)
    first = ana.ui._backend._drawn
    nodes = list(ana.ui._backend._draws)
    ana.sees(hud, 3)
    assert ana.ui._backend._drawn is first
    ana.sees(of(a_question(selected=("b",)), tools=local.toolbar()), 5)
    assert ana.ui._backend._drawn is not first
    assert all(kept is node for kept, node in zip(ana.ui._backend._draws, nodes, strict=False))


def test_two_interfaces_live_side_by_side(opened: Any) -> None:
    ana, bo = opened(), opened()
    hud = of(a_question())
    ana.sees(hud)
    bo.sees(hud)
    assert ana.clicks(hud, "q", "answer", "a") == [Pressed(panel="q", item="answer", value="a")]
    assert bo.sees(hud) == []


def test_every_tool_of_the_toolbar_has_an_icon() -> None:
    for seated in (False, True):
        assert {tool.icon for tool in local.toolbar(seated=seated)} <= NAMES


def test_fonts_that_are_not_there_are_told_with_their_folder(engine: Any, tmp_path: Path) -> None:
    stand_in = SimpleNamespace(win=engine.win, render2d=NodePath("render2d"))
    with pytest.raises(CampusError, match="has no Inter"):
        Interface(stand_in, "fr", 1.0, fonts=tmp_path)


def test_the_cost_of_a_frame_is_told(ana: Person_) -> None:
    """For whoever runs this with `-s`: a time is printed and never asserted."""
    tags = tuple(Tag(id=str(n), name=f"Personne {n}", x=20.0 * n, y=200.0 + n, distance=3 + n / 9) for n in range(60))
    rows = tuple((str(n), (both(f"Personne {n}"), both(str(n)))) for n in range(300))
    columns = (Column(title=both("Nom")), Column(title=both("Points"), numeric=True))
    table = Panel(id="t", title=both("Qui"), items=(Table(id="t", columns=columns, rows=rows, pressable=True),))
    for name, panels in {"a question": (a_question(),), "300 rows": (table,), "a long chat": (a_chat(200),)}.items():
        costs = []
        for step in range(40):
            moved = tuple(replace(tag, x=tag.x + step) for tag in tags)
            begun = time.perf_counter()
            ana.ui.frame(of(*panels, tags=moved, tools=local.toolbar()), 1 / 60)
            costs.append((time.perf_counter() - begun) * 1000)
        print(f"a frame with {name} and 60 names: {statistics.median(costs[10:]):.2f} ms")  # noqa: T201
        assert ana.ui.where("t", "t", "0") is None or name == "300 rows"


# --- pictures that are kept ------------------------------------------------------------------------------------------


def the_people() -> tuple[Person, ...]:
    names = ("Zoé Martin", "Noël Benoît", "Aïcha Ben Salah", "Łukasz Żak")
    return tuple(
        Person(
            id=str(n),
            slot=n,
            name=name,
            role="teacher" if n == 3 else "student",
            hand=n == 2,
            seat="a" if n else None,
            figure=Figure(),
        )
        for n, name in enumerate(names)
    )


PICTURES: dict[str, tuple[Hud, Look]] = {
    "student": (
        Hud(
            panels=(a_question(selected=("b",)),),
            tools=local.toolbar(seated=True, hand=True, unread=3),
            place=Text(fr="Amphithéâtre", en="Amphitheatre"),
            prompt=Prompt(text=both("Se lever"), key="e"),
            tags=(
                Tag(id="1", name="Zoé Martin", x=200, y=150, distance=4, hand=True),
                Tag(id="2", name="Noël Benoît", x=215, y=154, distance=5),
            ),
        ),
        Look(scale=0.5, still=True),
    ),
    "told_dark": (
        Hud(panels=(a_question(selected=("c",), told=True, enabled=False),)),
        Look(scale=0.5, dark=True, still=True),
    ),
    "people_and_chat": (
        Hud(
            panels=(local.people_panel(the_people(), "0"), a_chat(6)), connection=Connection(phase="lost", retry_in_s=3)
        ),
        Look(scale=0.5, still=True),
    ),
    "fault_large": (Hud(panels=(local.fault_panel(both("Le serveur ne répond pas.")),)), Look(scale=0.75, still=True)),
}


@pytest.mark.golden
@pytest.mark.parametrize("name", PICTURES)
def test_the_interface_looks_as_it_did(opened: Any, tmp_path: Path, name: str) -> None:
    """Draw again with `CAMPUS_GOLDENS=write` after a change that is meant, and look at what came out."""
    hud, look = PICTURES[name]
    bo = opened(size=(640, 360))
    bo.ui.look = look
    bo.sees(hud, 8)
    seen = bo.pixels()
    kept = GOLDENS / f"ui_{name}.png"
    if os.environ.get("CAMPUS_GOLDENS") == "write":
        Image.fromarray(seen).save(kept, optimize=True)
    wanted = np.asarray(Image.open(kept).convert("RGB")).astype(int)
    apart = np.abs(seen.astype(int) - wanted).max(axis=2)
    if (apart > 40).mean() > 0.004 or apart.mean() > 1.5:
        worse = tmp_path / f"ui_{name}_apart.png"
        Image.fromarray(np.clip(apart * 4, 0, 255).astype(np.uint8)).resize((1280, 720)).save(worse)
        Image.fromarray(seen).save(tmp_path / f"ui_{name}.png")
        pytest.fail(f"{(apart > 40).mean():.2%} of the picture differs; see {worse}")
