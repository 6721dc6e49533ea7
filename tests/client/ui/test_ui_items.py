"""Each kind of item, and hostile words in it: seen within its panel, reached at 200 per cent, pressed by its own id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from campus.client.ui import local
from campus.client.ui.hud import Connection, Hud, Notice, Prompt, Tag, Tool
from campus.client.ui.icons import NAMES
from campus.client.ui.items import KINDS
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
from campus.text import same

ONE_OF_EACH: Sequence[AnyItem] = (
    Heading(text=same("Un titre")),
    Paragraph(text=same("Des mots."), tone="now"),
    Choices(id="cards", options=(Option(id="a", text=same("Oui")), Option(id="b", text=same("Non")))),
    Button(id="go", text=same("Continuer"), primary=True, key="Space"),
    Row(buttons=(Button(id="one", text=same("Un")), Button(id="two", text=same("Deux")))),
    Bars(bars=(Bar(label=same("Oui"), count=3, mark="right"), Bar(label=same("Non"), count=1)), total=4),
    Table(
        id="people",
        columns=(Column(title=same("Nom")), Column(title=same("Points"), numeric=True)),
        rows=(("ana", (same("Ana"), same("3"))), ("bo", (same("Bo"), same("12")))),
        pressable=True,
    ),
    Input(id="name", label=same("Nom")),
    Progress(fraction=0.4, text=same("2 sur 5")),
    Countdown(whole_s=120, left_s=90),
    Log(id="log", lines=(Line(who="Ana", words="Bonjour"),)),
    Choice(id="lang", label=same("Langue"), options=(Option(id="fr", text=same("Français")),), selected="fr"),
    Slider(id="fov", label=same("Champ"), value=70, low=60, high=100),
)


@pytest.mark.parametrize(
    ("item", "value"), [("go", ""), ("two", ""), ("people", "bo"), ("cards", "b")], ids=lambda part: part or "-"
)
def test_buttons_rows_and_lines_of_a_table_tell_their_own_id(ana: Any, item: str, value: str) -> None:
    hud = Hud(panels=(Panel(id="p", title=same("Tout"), items=tuple(ONE_OF_EACH)),))
    assert ana.clicks(hud, "p", item, value) == [Pressed(panel="p", item=item, value=value)]


def test_there_is_a_way_to_draw_every_kind_of_item() -> None:
    assert {type(item) for item in ONE_OF_EACH} == KINDS


@pytest.mark.parametrize("item", ONE_OF_EACH, ids=lambda item: type(item).__name__.lower())
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_each_kind_of_item_is_seen_within_its_panel(opened: Any, item: AnyItem, scale: float) -> None:
    bo = opened(scale=scale)
    bo.sees(Hud(panels=(Panel(id="p", title=same("Titre")),)), 4)
    without = bo.pixels()
    bo.sees(Hud(panels=(Panel(id="p", title=same("Titre"), items=(item,)),)), 4)
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
    hud = Hud(panels=(Panel(id="p", title=same("Un titre assez long pour deux lignes"), items=items, side=side),))
    bo.sees(hud)
    for item, value in (("cards", "a"), ("go", ""), ("two", ""), ("people", "bo"), ("lang", "fr"), ("fov", "")):
        place = bo.finds(hud, "p", item, value)
        assert 0 <= place[0] < place[2] <= 1280
        assert 0 <= place[1] < place[3] <= 720


def test_answers_out_of_sight_are_counted_and_one_press_leads_to_them(opened: Any) -> None:
    bo = opened(scale=2.0)
    long = tuple(Option(id=id_, text=same("Une réponse qui prend trois lignes " * 2)) for id_ in "abcd")
    hud = Hud(panels=(Panel(id="q", title=same("Question"), items=(Choices(id="answer", options=long),)),))
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
    rows = tuple((f"r{n}", (same(f"Activité {n}"),)) for n in range(20))
    panel = Panel(
        id="class",
        title=same("Télésanté\u202f: choisir le bon acte"),
        note=same("Diapositive 1 sur 10"),
        items=(
            Button(id="next", text=same("Diapositive suivante"), primary=True),
            Table(id="go", columns=(Column(title=same("Plan")),), rows=rows),
            Input(id="ask", label=same("Poser une question"), lines=4, most=1200, clears=True, grows=True),
        ),
    )
    tea = opened(scale=2.0)
    hud = Hud(panels=(panel,))
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


def test_what_only_tells_something_makes_room_at_200_per_cent_for_what_is_to_be_read_and_pressed(opened: Any) -> None:
    told, page = Paragraph(text=same("Prenez place. " * 6)), Paragraph(text=same("Une phrase à lire. " * 30))
    waiting = Panel(id="waiting", title=same("Le cours va commencer"), note=same("12 présents"), items=(told,))
    read = Button(id="start", text=same("J’ai lu"), primary=True)
    reading = Panel(id="prepare", title=same("Rattrapage"), items=(page, read))
    hud = Hud(panels=(waiting, reading))
    bo = opened(scale=2.0)
    bo.sees(hud, 8)
    shown = bo.ui._layers.shown
    assert shown["waiting"].folded
    assert shown["prepare"].height > 0.7 * 720
    bo.clicks(hud, "waiting", "fold")
    assert not shown["waiting"].folded, "whoever wants to read it opens it"
    bo.sees(Hud(panels=(waiting,)), 8)
    assert not shown["waiting"].gives_way, "alone it has room"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_newcomer_at_200_per_cent_sees_where_to_write_their_name_and_how_to_go_on(opened: Any, language: Any) -> None:
    bo = opened(scale=2.0, language=language)
    hud = Hud(panels=(local.welcome_panel("", language),), tools=local.toolbar())
    bo.sees(hud, 8)
    for item in ("name", "enter"):
        assert bo.ui._memory.places.find((local.WELCOME, item)) is not None, f"{item}, without scrolling"


def test_at_200_per_cent_a_question_has_the_room_of_a_page_that_can_be_put_away(opened: Any, a_question: Any) -> None:
    page = tuple(Paragraph(text=same("Une phrase à lire. " * 9)) for _ in range(3))
    catch_up = Panel(
        id="prepare", title=same("Rattrapage"), items=(*page, Button(id="start", text=same("Lire"))), closable=True
    )
    hud = Hud(panels=(a_question(), catch_up))
    bo = opened(scale=2.0)
    bo.sees(hud, 8)
    shown = bo.ui._layers.shown
    assert shown["prepare"].folded
    assert not shown["q"].folded
    bo.taps(hud, "page_down")
    bo.sees(hud, 4)
    assert not shown["q"].more, "the key turns the page that can be seen, not the folded one"
    fold, cross = bo.finds(hud, "prepare", "fold"), bo.finds(hud, "prepare", "close")
    assert fold[2] <= cross[0], "what opens it and what puts it away are two places"
    assert bo.clicks(hud, "prepare", "close") == [Pressed(panel="prepare", item="close")]


def test_a_prompt_longer_than_the_view_is_wrapped_beside_the_panels(opened: Any) -> None:
    bo = opened(scale=2.0)
    bo.sees(Hud(panels=(local.people_panel((), ""),)), 4)
    without = bo.pixels()
    long = Prompt(text=same("Prendre cette place\u00a0: fauteuil roulant, rang 9, place 12, au milieu"), key="e")
    bo.sees(Hud(panels=(local.people_panel((), ""),), prompt=long, tools=local.toolbar()), 4)
    changed = np.nonzero((np.abs(bo.pixels().astype(int) - without).max(axis=2) > 24).any(axis=0))[0]
    assert changed.min() > 0.28 * 1280
    assert changed.max() < 1280


def test_a_password_is_never_drawn(opened: Any) -> None:
    def seen(words: str) -> Any:
        bo = opened(size=(640, 360))
        bo.sees(
            Hud(
                panels=(
                    Panel(id="p", title=same("t"), items=(Input(id="w", label=same("Mot"), value=words, secret=True),)),
                )
            )
        )
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
    options = tuple(Option(id=f"{n}{words}"[:60], text=same(words)) for n in range(2))
    panel = Panel(
        id=f"p{words}"[:60],
        title=same(words),
        note=same(words),
        items=(
            Choices(id=f"c{words}"[:60], options=options),
            Table(
                id="t",
                columns=(Column(title=same(words)), Column(title=same(words), numeric=True)),
                rows=(("r", (same(words), same(words))),),
            ),
            Bars(bars=(Bar(label=same(words), count=1),), total=1),
            Log(id="l", lines=(Line(who=words, words=words, at=words[:5]),)),
            Input(id="i", label=same(words), value=words, hint=same(words)),
            Choice(
                id="s",
                label=same(words),
                options=(Option(id="x", text=same(words)), Option(id="y", text=same("y"))),
                selected="x",
            ),
            Button(id="b", text=same(words), key=words[:3]),
        ),
    )
    tags = (Tag(id="1", name=words, x=200, y=200, distance=3), Tag(id="2", name=words, x=210, y=205, distance=4))
    hud = Hud(
        panels=(panel,),
        tags=tags,
        place=same(words),
        notices=(Notice(id="n", text=same(words)),),
        prompt=Prompt(text=same(words), key=words[:2]),
        hint=same(words),
        connection=Connection(phase="lost", reason=same(words)),
        tools=(Tool(id=words or "t", icon="hand", label=same(words), key=words[:2]),),
    )
    bo.sees(hud, 4)
    assert bo.clicks(hud, panel.id, panel.items[0].id, options[1].id) == [  # type: ignore[union-attr]
        Pressed(panel=panel.id, item=panel.items[0].id, value=options[1].id)  # type: ignore[union-attr]
    ]


def test_two_people_of_one_name_have_two_rows_to_press(ana: Any) -> None:
    rows = (("one##x", (same("Ana"),)), ("two##x", (same("Ana"),)))
    hud = Hud(
        panels=(
            Panel(
                id="p",
                title=same("Qui"),
                items=(Table(id="t", columns=(Column(title=same("Nom")),), rows=rows, pressable=True),),
            ),
        )
    )
    assert ana.clicks(hud, "p", "t", "two##x") == [Pressed(panel="p", item="t", value="two##x")]
    assert ana.clicks(hud, "p", "t", "one##x") == [Pressed(panel="p", item="t", value="one##x")]


def test_every_tool_of_the_toolbar_has_an_icon() -> None:
    for seated in (False, True):
        assert {tool.icon for tool in local.toolbar(seated=seated)} <= NAMES


def test_tab_goes_through_everything_in_reading_order_and_round_again(ana: Any) -> None:
    hud = Hud(panels=(Panel(id="p", title=same("Tout"), items=tuple(ONE_OF_EACH), closable=True),))
    ana.sees(hud)
    visited = []
    for _ in range(13):
        ana.taps(hud, "tab")
        key = ana.ui._focus.key
        assert key is not None
        visited.append("/".join(key[1:]))
    rounds = ["close/cross", "cards/a", "cards/b", "go", "one", "two", "people/ana", "name", "log", "lang/fr", "fov"]
    assert visited == [*rounds, *rounds[:2]]


def test_a_tools_key_never_stands_on_its_icon_however_large_words_are(opened: Any) -> None:
    bo = opened(size=(640, 360))
    hud = Hud(tools=local.toolbar())
    bo.sees(hud, 3)
    plain = bo.pixels()
    bo.ui.look = replace(bo.ui.look, text=1.5)
    bo.sees(hud, 3)
    assert np.array_equal(bo.pixels(), plain)


def test_between_two_panels_a_prompts_word_is_not_broken_for_its_key(opened: Any, a_question: Any) -> None:
    bo = opened(scale=2.0)
    wide = (a_question(), local.people_panel((), ""))
    bo.sees(Hud(panels=wide, tools=local.toolbar()), 8)
    drawn: list[tuple[str, ...]] = []
    plain = bo.ui._brush.lines

    def noted(words: str, *more: Any) -> tuple[str, ...]:
        drawn.append(plain(words, *more))
        return drawn[-1]

    bo.ui._brush.lines = noted
    bo.sees(Hud(panels=wide, tools=local.toolbar(), prompt=Prompt(text=same("S’asseoir"), key="e")), 2)
    assert ("S’asseoir",) in drawn
