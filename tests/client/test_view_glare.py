"""What is bright glows, and what is dark beside it stays dark."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Texture

from campus.client.view.finish import Finish
from campus.client.view.quality import HIGH

COVE, SLATS = 2.4, 0.03
"""Light over white paper's: of a wall above a ledge that lamps in a cove light, and of dark wood below it."""


def _picture(application: Any, *, bloom: bool) -> NDArray[np.float64]:
    """(h,) how bright each row of a picture is, 0 to 255: the cove is its upper half."""
    width, height = application.win.get_x_size(), application.win.get_y_size()
    light = np.full((height, width, 3), SLATS, np.float32)
    light[height // 2 :] = COVE  # a texture's rows begin at the bottom
    texture = Texture("light")
    texture.setup_2d_texture(width, height, Texture.T_float, Texture.F_rgb32)
    texture.set_ram_image(light.tobytes())
    finish = Finish(application, texture, replace(HIGH, bloom=bloom), (width, height), (width, height), 1.0)
    try:
        finish.expose(1.0)
        for _ in range(2):
            application.graphicsEngine.render_frame()
        seen = application.win.get_screenshot()
        pixels = np.frombuffer(bytes(seen.get_ram_image()), np.uint8).reshape(height, width, -1)[::-1, :, :3]
        return np.asarray(pixels.mean(axis=(1, 2)), np.float64)
    finally:
        finish.destroy()


def test_a_lit_cove_glows_and_no_light_seems_to_leak_past_its_ledge_onto_dark_slats(application: Any) -> None:
    without, glaring = (_picture(application, bloom=bloom) for bloom in (False, True))

    middle = len(without) // 2
    below = slice(middle + 4, middle + 8)  # a ledge is as wide
    assert without[middle - 8] > 230
    more = (glaring - without)[below]
    assert more.min() > 3, "it is bright"
    assert more.max() < 35, "and the slats are in the shade: more than that is taken for light on them"
