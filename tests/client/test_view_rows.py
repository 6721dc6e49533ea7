"""Slats and louvres where their rows are as close as the window's pixels."""

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from campus.client.view import Stage
from campus.mesh import box
from campus.space.model import Space

PITCH_M = 0.042
LIT_EVENLY: dict[str, Any] = {"copies": (), "moving": (), "labels": (), "lamps": (), "views": (), "screens": {}}


@pytest.fixture
def slatted(fine_stage: Stage, make_space: Callable[..., Space]) -> Iterator[Callable[[float, float], float]]:
    """How much neighbouring pixels of a wall of slats differ, of how bright it is: of pixels a slat, and how many of
    the scene make one of the window."""
    slats = replace(make_space().materials["oak"], pattern="slats")
    wall = box((60, 0.3, 30), at=(0, 10, -15), material="oak")
    bounds = np.array([[-30, -60, -15], [30, 10, 15]], np.float32)
    view = fine_stage.build(
        make_space(mesh=wall, solids=wall.corners(), bounds=bounds, materials={"oak": slats}, **LIT_EVENLY), "fr"
    )
    fine_stage.present(view)

    def seen(pixels_a_slat: float, scale: float) -> float:
        fine_stage.rescale(scale)
        width = fine_stage.size[0]
        away = PITCH_M * width / 2 / math.tan(math.radians(35)) / pixels_a_slat
        fine_stage.look_at((0.0, 9.85 - away, 0.0), (0.0, 9.85, 0.2), 70)
        fine_stage.draw()
        light = fine_stage.pixels().astype(float).mean(axis=2)
        across = slice(width // 2 - 40, width // 2 + 40)
        middle = light[light.shape[0] // 2 - 20 : light.shape[0] // 2 + 20, across]
        return float(np.abs(np.diff(middle, axis=1)).mean() / middle.mean())

    yield seen
    fine_stage.rescale(fine_stage.quality.scale)
    fine_stage.present(None)
    view.destroy()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_slats_as_close_as_the_window_s_pixels_are_an_even_wall_and_no_waves(
    slatted: Callable[[float, float], float], scale: float
) -> None:
    for pixels_a_slat in (0.9, 1.3, 1.7, 1.9):
        assert slatted(pixels_a_slat, scale) < 0.02
    assert slatted(3.0, scale) > 0.2, "nearer by, one counts them"
