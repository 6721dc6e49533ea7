"""The interface as a person sees it: columns, folds, names over heads, notices, the veil, and what a frame costs."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from panda3d.core import (
    NodePath,
)

from campus.client.ui import local
from campus.client.ui.hud import Hud, Notice, Tag, Veil
from campus.client.ui.interface import Interface
from campus.errors import CampusError
from campus.learning.panel import (
    Button,
    Choice,
    Column,
    Input,
    Option,
    Panel,
    Paragraph,
    Pressed,
    Table,
)
from campus.text import same


def test_columns_take_no_more_than_28_per_cent_and_the_free_part_lies_between_them(
    opened: Any, a_question: Any, a_chat: Any
) -> None:
    for size, scale in (((1280, 720), 1.0), ((1280, 720), 2.0), ((1920, 1080), 1.25), ((2560, 1440), 2.0)):
        bo = opened(size=size, scale=scale)
        assert bo.ui.free_rect() == (0.0, 1.0, 0.0, 1.0)
        bo.sees(Hud(panels=(a_question(), a_chat())))
        both_open = bo.ui.free_rect()
        left, _, right, _ = bo.finds(Hud(panels=(a_question(), a_chat())), "q", "answer", "a")
        assert (right - left) / size[0] <= (0.28 if scale < 1.5 or size[0] > 1280 else 0.46)
        both_open = bo.ui.free_rect()
        assert both_open.left > 0.2 * (scale >= 1.25 or size[0] == 1280)
        assert both_open.right < left / size[0]
        bo.sees(Hud(panels=(a_question(),)), 3)
        assert bo.ui.free_rect().left == 0.0


def test_large_words_widen_the_column_where_answers_would_be_out_of_sight_and_there_only(
    opened: Any, a_question: Any
) -> None:
    low_vision = opened(scale=2.0)
    low_vision.sees(Hud(panels=(a_question(),)), 8)
    left, _, right, _ = low_vision.finds(Hud(panels=(a_question(),)), "q", "answer", "a")
    assert (right - left) / 1280 > 0.36
    assert low_vision.ui.free_rect().right < left / 1280
    short = Panel(id="s", title=same("Court"), items=(Paragraph(text=same("Deux mots.")),))
    other = opened(scale=2.0)
    other.sees(Hud(panels=(short,)), 8)
    assert other.ui.free_rect().right > 0.7


def test_a_panel_that_folds_is_a_line_until_it_is_pressed(opened: Any, a_question: Any) -> None:
    tea = opened()
    choices = tuple(Option(id=id_, text=same(id_)) for id_ in ("islands", "rows"))
    layout = Choice(id="layout", label=same("Disposition"), options=choices, selected="islands")
    hud = Hud(panels=(a_question(), Panel(id="room", title=same("La salle"), items=(layout,), folds=True)))
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
    rows = tuple((f"r{n}", (same(f"Activité {n}"),)) for n in range(40))
    plan = Table(id="go", columns=(Column(title=same("Plan")),), rows=rows)
    field = Input(id="ask", label=same("Poser une question"), lines=4, clears=True, grows=True)
    tall = tuple(Button(id=f"b{n}", text=same(f"Bouton {n}")) for n in range(6))
    title = same("Un cours")
    tea.sees(Hud(panels=(Panel(id="class", title=title, items=(plan, *tall)),)), 8)
    hud = Hud(panels=(Panel(id="class", title=title, items=(plan, field)),))
    tea.sees(hud, 8)
    assert tea.ui.where("class", "ask") or tea.ui.where("class", "ask"), "in sight, without scrolling"


def test_a_name_over_a_head_is_drawn_where_the_head_is(ana: Any) -> None:
    ana.sees(Hud(), 3)
    before = ana.pixels()
    ana.sees(Hud(tags=(Tag(id="1", name="Zoé Martin", x=640, y=300, distance=4),)), 3)
    rows, columns = np.nonzero(np.abs(ana.pixels().astype(int) - before).max(axis=2) > 24)
    assert 250 < rows.min() < rows.max() <= 302
    assert abs((columns.min() + columns.max()) / 2 - 640) < 4


def test_a_notice_is_seen_and_then_is_gone(ana: Any) -> None:
    ana.sees(Hud(), 3)
    before = ana.pixels()
    notice = Notice(id="1", text=same("Le cours commence."), tone="now")
    ana.sees(Hud(notices=(notice,)), 3)
    assert (ana.pixels() != before).any()
    ana.sees(Hud(), 30 * 8)
    assert (ana.pixels() == before).all()


def test_a_veil_covers_everything(ana: Any, a_question: Any) -> None:
    ana.sees(
        Hud(panels=(a_question(),), veil=Veil(title=same("Amphithéâtre"), text=same("Un instant"), fraction=0.5)), 4
    )
    seen = ana.pixels()
    assert (np.abs(seen.astype(int) - np.array(ana.GROUND)).max(axis=2) < 20).mean() < 0.01
    assert ana.ui.wants_mouse is False or ana.ui.where("q", "answer", "a") is None


def test_the_last_line_of_a_chat_is_in_view_and_a_new_one_comes_into_it(ana: Any, a_chat: Any) -> None:
    ana.sees(Hud(panels=(a_chat(40),)), 5)
    before = ana.pixels()
    ana.sees(Hud(panels=(a_chat(41),)), 5)
    changed = np.abs(ana.pixels().astype(int) - before).max(axis=2) > 24
    assert changed[430:650, 30:340].any()


def test_what_has_not_changed_is_not_handed_over_again(ana: Any, a_question: Any) -> None:
    hud = Hud(panels=(a_question(),), tools=local.toolbar())
    ana.sees(hud, 5)
    first = ana.ui._backend._drawn
    nodes = list(ana.ui._backend._draws)
    ana.sees(hud, 3)
    assert ana.ui._backend._drawn is first
    ana.sees(Hud(panels=(a_question(selected=("b",)),), tools=local.toolbar()), 5)
    assert ana.ui._backend._drawn is not first
    assert all(kept is node for kept, node in zip(ana.ui._backend._draws, nodes, strict=False))


def test_two_interfaces_live_side_by_side(opened: Any, a_question: Any) -> None:
    ana, bo = opened(), opened()
    hud = Hud(panels=(a_question(),))
    ana.sees(hud)
    bo.sees(hud)
    assert ana.clicks(hud, "q", "answer", "a") == [Pressed(panel="q", item="answer", value="a")]
    assert bo.sees(hud) == []


def test_fonts_that_are_not_there_are_told_with_their_folder(application: Any, tmp_path: Path) -> None:
    stand_in = SimpleNamespace(win=application.win, render2d=NodePath("render2d"))
    with pytest.raises(CampusError, match="has no Inter"):
        Interface(stand_in, "fr", 1.0, fonts=tmp_path)


def test_the_cost_of_a_frame_is_told(ana: Any, a_question: Any, a_chat: Any) -> None:
    """For whoever runs this with `-s`: a time is printed and never asserted."""
    tags = tuple(Tag(id=str(n), name=f"Personne {n}", x=20.0 * n, y=200.0 + n, distance=3 + n / 9) for n in range(60))
    rows = tuple((str(n), (same(f"Personne {n}"), same(str(n)))) for n in range(300))
    columns = (Column(title=same("Nom")), Column(title=same("Points"), numeric=True))
    table = Panel(id="t", title=same("Qui"), items=(Table(id="t", columns=columns, rows=rows, pressable=True),))
    for name, panels in {"a question": (a_question(),), "300 rows": (table,), "a long chat": (a_chat(200),)}.items():
        costs = []
        for step in range(40):
            moved = tuple(replace(tag, x=tag.x + step) for tag in tags)
            begun = time.perf_counter()
            ana.ui.frame(Hud(panels=(*panels,), tags=moved, tools=local.toolbar()), 1 / 60)
            costs.append((time.perf_counter() - begun) * 1000)
        print(f"a frame with {name} and 60 names: {statistics.median(costs[10:]):.2f} ms")  # noqa: T201
        assert ana.ui.where("t", "t", "0") is None or name == "300 rows"


def test_what_stands_still_is_not_built_in_every_frame_and_whatever_happens_is_seen_at_once(
    opened: Any, a_question: Any
) -> None:
    bo = opened()
    still = Hud(panels=(a_question(),), place=same("Ici"))
    bo.sees(still, 40)
    before = bo.ui.built
    bo.sees(still, 60)
    assert bo.ui.built - before < 20, "two seconds of nothing new"
    before = bo.ui.built
    bo.ui.frame(replace(still, place=same("Ailleurs")), 1 / 30)
    assert bo.ui.built == before + 1, "other words"
    bo.sees(still, 40)
    left, top, right, bottom = bo.finds(still, "q", "answer", "a")
    bo.sees(still, 40)
    before = bo.ui.built
    bo.ui.mouse_at((left + right) / 2, (top + bottom) / 2)
    bo.ui.frame(still, 1 / 30)
    assert bo.ui.built == before + 1, "a pointer that came over a panel"
    bo.sees(still, 40)
    before = bo.ui.built
    for x in range(20):
        bo.ui.mouse_at(300 + x, 300)
        bo.ui.frame(still, 1 / 60)
    assert bo.ui.built - before < 18, "a pointer that moves over the view is nothing to the panels"
    bo.sees(still, 40)
    before = bo.ui.built
    bo.ui.key("tab")
    bo.ui.frame(still, 1 / 30)
    assert bo.ui.built == before + 1, "a key"


def test_a_sentence_goes_when_its_time_is_over_though_nothing_else_changes(opened: Any) -> None:
    bo = opened()
    told = Hud(notices=(Notice(id="1", text=same("Enregistré.")),))
    bo.sees(told, 4)
    bo.sees(told, 30 * 30)
    before = bo.ui.built
    bo.sees(told, 60)
    assert bo.ui.built - before < 20, "it is gone, and nothing stands but the view"
