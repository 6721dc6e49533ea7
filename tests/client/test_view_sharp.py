"""The low tier computes fewer pixels than the window has: words and pages have all of them, and stand behind things."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.client.view import Stage
from campus.client.view import View as SpaceView
from campus.client.view.drawn import hang
from campus.client.view.geometry import geoms
from campus.client.view.materials import dress
from campus.client.view.quality import LOW
from campus.mesh import box, moved
from campus.space.model import Space


@pytest.fixture
def low(application: Any) -> Iterator[Stage]:
    stage = Stage(application, LOW)
    yield stage
    stage.destroy()


@pytest.fixture
def shown(low: Stage, room: Space) -> Iterator[SpaceView]:
    view = low.build(room, "fr")
    low.present(view)
    low.look_at((3, 5.5, 2.2), (3, 8, 2.2), 60)
    low.draw()
    yield view
    low.present(None)
    view.destroy()


def stripes(wide: int = 1600, tall: int = 900) -> NDArray[np.uint8]:
    page = np.zeros((tall, wide, 3), np.uint8)
    page[:, (np.arange(wide) // 8) % 2 == 0] = 255
    return page


def row(stage: Stage) -> NDArray[np.float64]:
    """The picture's middle row, from 0 to 1."""
    pixels = stage.pixels()
    return np.asarray(pixels[pixels.shape[0] // 2].mean(axis=-1) / 255, np.float64)


def test_a_page_is_as_fine_as_the_window_however_few_pixels_are_computed(low: Stage, shown: SpaceView) -> None:
    shown.show_page("main", stripes())
    low.draw()
    fine = row(low)
    low.rescale(0.5)
    low.draw()
    middle = slice(len(fine) // 2 - 60, len(fine) // 2 + 60)
    assert np.abs(np.diff(fine[middle])).max() > 0.4
    assert np.abs(row(low)[middle] - fine[middle]).max() < 0.02


def test_what_stands_before_a_page_hides_it(low: Stage, shown: SpaceView) -> None:
    shown.show_page("main", np.full((90, 160, 3), 255, np.uint8))
    low.draw()
    white = row(low)
    post = hang(shown.root, "post", next(geom for _, geom in geoms(moved(box((0.1, 0.1, 3)), (3, 7, 0)))))
    dress(post, None, plain=True)
    low.draw()
    seen = row(low)
    middle = len(seen) // 2
    assert white[middle] > 0.85
    assert seen[middle] < 0.8
    assert seen[middle - 40] > 0.85


def test_a_page_goes_dark_with_the_picture(low: Stage, shown: SpaceView) -> None:
    shown.show_page("main", np.full((90, 160, 3), 255, np.uint8))
    low.fade(0.25)
    low.draw()
    dark = row(low)
    low.fade(1.0)
    low.draw()
    assert dark[len(dark) // 2] == pytest.approx(0.25 * row(low)[len(dark) // 2], abs=0.03)
