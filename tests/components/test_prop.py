"""Props: every model stands on what it is put on, is of modest size, and hangs the right way round on a wall."""

from __future__ import annotations

from typing import get_args

import pytest

from campus.components.prop import Model, Prop


@pytest.mark.parametrize("model", get_args(Model))
def test_it_stands_on_what_it_is_put_on(model: Model) -> None:
    low, high = Prop(model=model, height=0.74).mesh().bounds()
    assert low[2] == pytest.approx(0.74, abs=0.003)
    assert high[2] - low[2] < 1.8


@pytest.mark.parametrize("model", get_args(Model))
def test_it_has_at_most_a_thousand_triangles(model: Model) -> None:
    assert 40 < len(Prop(model=model).mesh().triangles) <= 1000


def test_a_clock_shows_its_face_to_the_room() -> None:
    face = Prop(model="clock", wall="north").mesh().of("ink").bounds()
    rim = Prop(model="clock", wall="north").mesh().of("brass").bounds()
    assert face[0][1] < rim[0][1]  # nearer to the room, which is towards -Y
    assert rim[1][1] == pytest.approx(0, abs=1e-4)


def test_a_pile_has_as_many_books_as_asked() -> None:
    few, many = (Prop(model="books", count=count).mesh() for count in (2, 6))
    assert len(many.triangles) == 3 * len(few.triangles)
