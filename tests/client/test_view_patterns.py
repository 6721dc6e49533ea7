"""The relief of surfaces, in numbers, without a window."""

import numpy as np
import pytest

from campus.client.view.patterns import PATTERNS, STEEPEST, pattern
from campus.scene import Campus

FLAT = {"mirror", "plain"}
RELIEVED = sorted(set(PATTERNS) - FLAT)  # by name: making them all takes seconds, and every worker collects


def test_what_has_no_relief_is_known() -> None:
    assert all(pattern(name).relief is None for name in FLAT)


@pytest.mark.parametrize("name", RELIEVED)
def test_a_relief_tiles_without_a_step(name: str) -> None:
    """A step at the edge of a repeat would draw a line of light there."""
    relief = pattern(name).relief
    assert relief is not None
    for heights in (relief, relief.T):
        steps = np.abs(np.diff(heights, axis=0)).mean(axis=1)
        assert np.abs(heights[0] - heights[-1]).mean() <= steps.max() * 1.35 + 1e-5


@pytest.mark.parametrize("name", RELIEVED)
def test_slopes_are_metres_a_metre_and_seldom_steeper_than_can_be_kept(name: str) -> None:
    slopes = pattern(name).slopes()
    assert 0.002 < slopes.std() < 0.8
    assert (np.abs(slopes) >= STEEPEST).mean() < 0.02
    assert abs(slopes.mean()) < 0.01


def test_a_ramp_of_one_in_ten_has_a_slope_of_a_tenth() -> None:
    made = pattern("courses")
    metres = np.linspace(0, 0.1, 50, dtype=np.float32)[None, :] * np.ones((4, 1), np.float32)
    ramp = type(made)(made.tint, made.gloss, (1.0, 1.0), relief=metres)
    assert ramp.slopes()[:, 5:-5, 0] == pytest.approx(0.1, rel=0.05)
    assert ramp.slopes()[..., 1] == pytest.approx(0.0)


def test_mortar_lies_behind_the_stones() -> None:
    made = pattern("courses")
    assert made.relief is not None
    dark = made.tint.mean(axis=2) < 0.8
    assert made.relief[dark].mean() < made.relief[~dark].mean() - 0.001


def test_every_material_of_the_campus_names_a_pattern_that_exists(shipped_campus: Campus) -> None:
    used = {material.pattern for material in shipped_campus.materials.values()}
    assert used <= set(PATTERNS)
    assert len(used) >= 24


WANTED = (
    "lime-plaster", "limestone", "oak", "walnut", "terrazzo", "tomette", "faience", "concrete", "linoleum", "carpet",
    "oak-slats", "acoustic-panel", "acoustic-ceiling", "glass", "steel", "blue-fabric", "leather", "linen",
    "whiteboard", "blackboard", "grass", "gravel", "bark", "leaf", "water", "ceramic", "paint-white",
)  # fmt: skip
"""The surfaces that a school is made of."""


@pytest.mark.parametrize("name", WANTED)
def test_no_surface_lacks_colour_relief_roughness_absorption_or_footstep(name: str, shipped_campus: Campus) -> None:
    material = shipped_campus.materials[name]
    assert material.colour.startswith("#")
    assert 0 < material.roughness <= 1
    assert len(material.absorption) == 6
    assert all(0 < share <= 1 for share in material.absorption)
    assert material.source
    assert material.footstep in ("stone", "wood", "carpet", "gravel", "grass", "soft", "metal", "none")
    made = pattern(material.pattern)
    assert made.tint.ndim == 3
    assert made.gloss.ndim == 2
    assert made.relief is not None, "light finds nothing on it"
    assert made.tint.std() > 0.002 or material.opacity < 1, "one colour all over"
