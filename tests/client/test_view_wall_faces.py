"""Notes hang as cards on cork, and the figures of a timer fill its face: in numbers of their pictures."""

from pathlib import Path

import numpy as np
import pytest

from campus.client.view.screen_panels import ScreenPanels
from campus.client.view.wall_faces import CARDS, CORK, clock_face, note_cards
from campus.learning.clock import ticking
from campus.learning.panel import Column, Countdown, Panel, Table
from campus.learning.walls import CLOCK, NOTES
from campus.text import same

FONTS = Path(__file__).parents[2] / "assets" / "fonts"
SIZE = (800, 450)


def clock(left_s: float) -> Panel:
    countdown = Countdown(whole_s=600.0, left_s=left_s)
    return ticking(Panel(id=CLOCK, title=same("Temps"), side="screen", items=(countdown,)), 0.0)


def notes(*words: str) -> Panel:
    rows = tuple((f"n{i}", (same(w), same(""))) for i, w in enumerate(words))
    columns = (Column(title=same("Note")), Column(title=same("Soutiens"), numeric=True))
    return Panel(
        id=NOTES, title=same("Que faire ?"), side="screen", items=(Table(id="wall", columns=columns, rows=rows),)
    )


def near(picture: np.ndarray, colour: tuple[int, int, int], within: int = 24) -> np.ndarray:
    return (np.abs(picture.astype(int) - np.array(colour)).max(axis=2) <= within).astype(bool)


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def test_the_figures_fill_the_face_and_the_bar_runs_out_with_the_time() -> None:
    full, half = (clock_face(clock(left), "fr", SIZE, FONTS) for left in (600.0, 300.0))
    figures = near(full[: int(SIZE[1] * 0.8)], (0xFA, 0xF6, 0xEC), 60)
    rows, columns = np.flatnonzero(figures.any(1)), np.flatnonzero(figures.any(0))
    assert rows[-1] - rows[0] > 0.28 * SIZE[1]
    assert columns[-1] - columns[0] > 0.6 * SIZE[0]
    bars = [near(picture, rgb("#E2A72E")).any(0).sum() for picture in (full, half)]
    assert bars[1] == pytest.approx(bars[0] / 2, rel=0.1)


@pytest.mark.parametrize("count", [0, 1, 5, 7, 10])
def test_every_note_has_a_card_of_its_own(count: int) -> None:
    picture = note_cards(notes(*(f"Note {i}" for i in range(count))), "fr", SIZE, FONTS)
    across = 3 if count <= 6 else 4 if count <= 8 else 5
    seen = 0
    for row in (248, 420):  # near the lower edges of the two lines of cards, under their words
        paper = np.zeros(SIZE[0], bool)
        for colour in CARDS:
            paper |= near(picture[row : row + 1], rgb(colour), 3)[0]
        begun = int((np.diff(np.concatenate([[0], paper.astype(int)])) == 1).sum())
        assert begun <= across
        seen += begun
    assert seen == count


def test_long_notes_stay_on_their_cards() -> None:
    words = "Une idée qui n’en finit pas, " * 7
    picture = note_cards(notes(*[words[:200]] * 10), "fr", SIZE, FONTS)
    gaps = picture[int(SIZE[1] * 0.25) :, 2 : int(SIZE[0] * 0.025)]
    assert near(gaps, CORK, 60).mean() > 0.98
    last = picture[int(SIZE[1] * 0.975) :]
    assert near(last, CORK, 60).mean() > 0.98


def test_they_are_drawn_beside_the_frame_as_what_they_are() -> None:
    panels = ScreenPanels(FONTS, SIZE)
    try:
        panels.request("timer", clock(90.0), "fr")
        assert panels.wait(20.0)
        ((screen, pixels),) = panels.ready()
    finally:
        panels.close()
    assert screen == "timer"
    assert np.array_equal(pixels, clock_face(clock(90.0), "fr", SIZE, FONTS))
