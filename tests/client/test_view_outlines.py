"""Lines that a picture of few pixels draws in steps are straight in the window."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from panda3d.core import GraphicsOutput, Texture

from campus.client.view.finish import Finish
from campus.client.view.outlines import FEW
from campus.client.view.passes import make_target
from campus.client.view.quality import LOW
from campus.client.view.textures import flat

WIDE, TALL = 160, 90
DARK, BRIGHT = 30, 220
ASLANT = 0.021
"""The line is level but for so much: it steps every 48 pixels."""

Picture = NDArray[np.uint8]
Line = Callable[[NDArray[Any]], NDArray[Any]]
Finished = Callable[[NDArray[np.bool_]], Picture]


@pytest.fixture
def finished(application: Any) -> Finished:
    """The window, of a picture with LOW's share of its pixels that is bright where it is told and dark elsewhere."""

    def in_the_window(bright: NDArray[np.bool_]) -> Picture:
        tall, wide = bright.shape
        data = np.full((tall, wide, 4), 255, np.uint8)
        data[..., :3] = np.where(bright, BRIGHT, DARK)[..., None]
        picture = flat("picture", data, Texture.F_rgba8)
        window, seen = make_target(application, "seen", (WIDE, TALL), -5, light=False)
        window.add_render_texture(seen, GraphicsOutput.RTM_copy_ram)
        base: Any = SimpleNamespace(win=window, pipe=application.pipe, graphicsEngine=application.graphicsEngine)
        finish = Finish(base, picture, LOW, (WIDE, TALL), (wide, tall), LOW.scale)
        try:
            for _ in range(3):
                application.graphicsEngine.render_frame()
            pixels = np.frombuffer(seen.get_ram_image_as("RGB").get_data(), np.uint8)
            return pixels.reshape(TALL, WIDE, 3)[..., 1].copy()
        finally:
            finish.destroy()
            application.graphicsEngine.remove_window(window)

    return in_the_window


def computed(line: Line) -> NDArray[np.bool_]:
    """What lies above a line, one sample for each pixel of the picture; x and y in pixels of the window."""
    wide, tall = round(WIDE * LOW.scale), round(TALL * LOW.scale)
    x, y = (np.arange(wide) + 0.5) / LOW.scale, (np.arange(tall) + 0.5) / LOW.scale
    return np.asarray(y[:, None] > line(x)[None])


def heights(pixels: Picture) -> NDArray[np.float64]:
    """(w,) where the dark ends in each column, in pixels."""
    share = (BRIGHT - pixels.astype(np.float64)) / (BRIGHT - DARK)
    return np.asarray(share.sum(axis=0))


def assert_no_steps(level: NDArray[np.float64], beside: int) -> None:
    """A pixel of the picture is 1.6 of the window: a step would lie 0.8 off, to the one side and to the other."""
    off = np.abs(level - np.median(level))[beside:-beside]
    assert off.max() < 0.6
    assert off.mean() < 0.2


def test_a_line_that_is_nearly_level_has_no_steps(finished: Finished) -> None:
    columns = heights(finished(computed(lambda x: 43.3 + ASLANT * x)))
    assert_no_steps(columns - ASLANT * (np.arange(WIDE) + 0.5), beside=30)


def test_a_line_that_is_nearly_upright_has_none_either(finished: Finished) -> None:
    bright = computed(lambda x: 25 + ASLANT * x)
    turned = np.zeros((round(TALL * LOW.scale), round(WIDE * LOW.scale)), np.bool_)
    tall = min(turned.shape[0], bright.shape[1])
    turned[:tall, : bright.shape[0]] = bright.T[:tall]
    columns = heights(finished(turned).T)
    assert_no_steps(columns - ASLANT * (np.arange(TALL) + 0.5), beside=20)


def test_the_corner_of_a_board_stays_a_corner(finished: Finished) -> None:
    wide, tall = round(WIDE * LOW.scale), round(TALL * LOW.scale)
    board = np.zeros((tall, wide), np.bool_)
    board[20:40, 30:70] = True
    pixels = finished(board)
    lit = pixels[round(30 / LOW.scale)] > (BRIGHT + DARK) / 2
    for row in range(round(20 / LOW.scale) + 2, round(40 / LOW.scale) - 2):
        assert ((pixels[row] > (BRIGHT + DARK) / 2) == lit).all()
    first, last = np.flatnonzero(lit)[[0, -1]]
    assert abs(first - 30 / LOW.scale) <= 1
    assert abs(last + 1 - 70 / LOW.scale) <= 1


def test_where_nearly_all_pixels_are_computed_they_are_smoothed_as_they_are(application: Any) -> None:
    picture = Texture("picture")
    finish = Finish(application, picture, LOW, (WIDE, TALL), (WIDE, TALL), 1.0)
    try:
        assert finish._outlines is not None
        assert not finish._outlines._target.is_active()
        finish.fit((WIDE, TALL), (WIDE // 2, TALL // 2), 0.5)
        assert finish._outlines._target.is_active()
        finish.set_active(False)
        finish.fit((WIDE, TALL), (WIDE // 2, TALL // 2), FEW - 0.1)
        assert not finish._outlines._target.is_active()
    finally:
        finish.destroy()
