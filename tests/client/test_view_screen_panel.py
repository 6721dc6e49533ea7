"""A panel on the room's screen: everything fits, the right answer is told by a sign too, the last row can read it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.client.view.screen_panel import GREEN, SCALES, SMALLEST, _Sheet, draw
from campus.client.view.screen_panels import ScreenPanels
from campus.learning.panel import Bar, Bars, Choices, Option, Panel, Paragraph, Progress
from campus.text import Text, same

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"
SIZE = (640, 360)


def a_result(*counts: int, mark: str = "right", question: str = "Which act is this?") -> Panel:
    bars = tuple(
        Bar(label=same(f"{'ABCD'[i]}. answer"), count=count, mark=mark if i == 1 else "")  # type: ignore[arg-type]
        for i, count in enumerate(counts)
    )
    return Panel(
        id="s", title=same(question), side="screen", note=same("note"), items=(Bars(bars=bars, total=sum(counts)),)
    )


def green(pixels: np.ndarray) -> np.ndarray:
    """Where the picture is exactly our green."""
    return (pixels == np.array([int(GREEN[i : i + 2], 16) for i in (1, 3, 5)])).all(axis=2)


def test_the_picture_has_the_size_asked_for() -> None:
    assert draw(a_result(1, 2, 3), "fr", SIZE, FONTS).shape == (360, 640, 3)
    assert draw(a_result(1, 2, 3), "fr", (1600, 900), FONTS).dtype == np.uint8


def test_the_right_bar_alone_is_green_and_as_long_as_its_share() -> None:
    few, many = (green(draw(a_result(9, n, 0, 0), "en", SIZE, FONTS)).sum(axis=1).max() for n in (1, 30))
    assert many > 2 * few


def test_before_the_reveal_no_bar_is_marked() -> None:
    told, untold = (green(draw(a_result(5, 5, mark=mark), "en", SIZE, FONTS)).sum() for mark in ("right", ""))
    assert told > untold + 500


def test_a_bar_without_votes_and_a_vote_of_nobody_draw() -> None:
    assert draw(a_result(0, 0, 0), "fr", SIZE, FONTS).shape == (360, 640, 3)


def test_the_two_languages_differ_only_where_their_words_do() -> None:
    panel = Panel(id="s", title=Text(fr="Télésanté", en="Telehealth"), side="screen")
    assert (draw(panel, "fr", SIZE, FONTS) != draw(panel, "en", SIZE, FONTS)).any()
    alike = Panel(id="s", title=same("INS"), side="screen")
    assert (draw(alike, "fr", SIZE, FONTS) == draw(alike, "en", SIZE, FONTS)).all()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_screen_of_the_shipped_units_fits_and_can_be_read_from_the_last_row(language: str) -> None:
    from campus.learning.activities import Deed, View
    from campus.learning.activities.concept_question import ConceptQuestionRunning
    from campus.learning.unit_file import load_units

    view = View(names={}, students=())
    for unit in load_units(FONTS.parents[1]).values():
        for question in unit.questions:
            running = ConceptQuestionRunning(id="q", question=question)
            for verb in ("open", "close", "hint", "discuss", "revote", "close", "reveal", "explain"):
                running = running.after(Deed("t", verb, "", 0.0))
                panel = running.screen(view)
                assert panel is not None
                sheet = _Sheet((1600, 900), language, str(FONTS))  # type: ignore[arg-type]
                spares = []
                for scale in SCALES:
                    sheet.begin(scale)
                    spares.append(sheet.compose(panel))
                assert max(spares) >= 0, (question.id, verb)
                assert min(words.size for words in sheet.words) >= 0.02 * 900
                assert sorted({w.size for w in sheet.words})[-1] >= SMALLEST * 900


@settings(max_examples=25, deadline=None)
@given(words=st.text(max_size=300), count=st.integers(0, 8), fraction=st.floats(allow_nan=False))
def test_whatever_the_words_a_picture_comes(words: str, count: int, fraction: float) -> None:
    options = tuple(Option(id=str(i), text=same(words)) for i in range(count))
    items = (Choices(id="c", options=options), Paragraph(text=same(words)), Progress(fraction=fraction, text=same("x")))
    panel = Panel(id="s", title=same(words), side="screen", note=same(words), items=items)
    assert draw(panel, "fr", (320, 180), FONTS).shape == (180, 320, 3)


def test_pictures_come_beside_the_frame_and_the_latest_wins() -> None:
    panels = ScreenPanels(FONTS, SIZE)
    try:
        for count in range(5):
            panels.request("main", a_result(count, 1), "fr")
        assert panels.wait(60.0)
        ((screen, pixels),) = panels.ready()
        assert screen == "main"
        assert (pixels == draw(a_result(4, 1), "fr", SIZE, FONTS)).all()
        panels.request("main", a_result(1, 1), "fr")
        panels.forget("main")
    finally:
        panels.close()
    assert panels._thread is not None
    assert not panels._thread.is_alive()
