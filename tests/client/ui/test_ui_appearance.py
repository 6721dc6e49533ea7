"""How one looks is chosen in words, for everything that a figure can be; what makes no sense changes nothing."""

from __future__ import annotations

import random

import msgspec
import pytest

from campus.client.avatars.figure import BUILDS, HAIR, HAIR_STYLES, LEGS, TOPS
from campus.client.options import first_clothes
from campus.client.ui import local
from campus.learning.panel import Choice, Pressed, Slider
from campus.protocol.messages import Figure

PALETTES = {"hair": HAIR, "hair_style": HAIR_STYLES, "top": TOPS, "legs": LEGS, "build": BUILDS}


def press(figure: Figure, item: str, value: str) -> Figure:
    after = local.changed(figure, Pressed(panel=local.APPEARANCE, item=item, value=value))
    return msgspec.convert(msgspec.to_builtins(after), Figure)


def test_every_field_of_a_figure_can_be_chosen_and_shows_what_was_chosen() -> None:
    figure = Figure()
    items = {item.id: item for item in local.appearance_panel(figure).items if isinstance(item, Choice | Slider)}
    assert set(items) == set(Figure.__struct_fields__)
    for id_, item in items.items():
        values = [o.id for o in item.options] if isinstance(item, Choice) else [f"{item.low:g}", f"{item.high:g}"]
        for value in values:
            after = press(figure, id_, value)
            again = {i.id: i for i in local.appearance_panel(after).items if isinstance(i, Choice | Slider)}[id_]
            assert (again.selected if isinstance(again, Choice) else f"{again.value:g}") == value


def test_there_is_a_word_for_each_colour_and_cut() -> None:
    for item in local.appearance_panel(Figure()).items:
        if isinstance(item, Choice) and item.id in PALETTES:
            assert len(item.options) == len(PALETTES[item.id])
            assert len({option.text for option in item.options}) == len(item.options)


@pytest.mark.parametrize(
    ("item", "value"), [("skin", "nan"), ("skin", "inf"), ("top", "12"), ("top", "-1"), ("hat", "1"), ("legs", "")]
)
def test_a_press_that_makes_no_sense_leaves_one_as_one_is(item: str, value: str) -> None:
    assert press(Figure(skin=7), item, value) == Figure(skin=7)


def test_newcomers_wear_clothes_of_their_own_and_the_same_ones_tomorrow() -> None:
    worn = {(f.top, f.legs) for f in (first_clothes(random.Random(name)) for name in ("Ana", "Bo", "Zoé", "Noël"))}
    assert len(worn) > 1
    assert first_clothes(random.Random("Ana")) == first_clothes(random.Random("Ana"))
    assert all(LEGS[legs][0] == "trousers" for _, legs in worn)
    assert {first_clothes(random.Random(seed)).top for seed in range(200)} == set(range(len(TOPS)))
