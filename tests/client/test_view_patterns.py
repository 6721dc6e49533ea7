"""Patterns of surfaces: their colours and their relief, in numbers, without a window."""

from typing import NamedTuple

import numpy as np
import pytest

from campus.client.view.patterns import PATTERNS, STEEPEST, Pattern, pattern
from campus.proofs import budget
from campus.scene import Campus

FLAT = {"mirror", "plain"}
OF_ONE_COLOUR = {*FLAT, "pane"}


class Made(NamedTuple):
    """A pattern and what it is called."""

    name: str
    pattern: Pattern


@pytest.fixture(scope="module", params=sorted(PATTERNS))
def made(request: pytest.FixtureRequest) -> Made:
    """Each in turn, and all that is asked of one before the next: making one takes longer than looking at it."""
    return Made(request.param, pattern(request.param))


def test_it_tiles_without_a_seam(made: Made) -> None:
    """Across the edge of a repeat, rows differ by no more than they do inside it."""
    tint = made.pattern.tint
    if min(tint.shape[:2]) < 8:
        return
    for picture in (tint, tint.transpose(1, 0, 2)):
        steps = np.abs(np.diff(picture, axis=0)).mean(axis=(1, 2))
        assert np.abs(picture[0] - picture[-1]).mean() <= steps.max() * 1.35 + 0.02


def test_it_keeps_the_palette(made: Made) -> None:
    look = made.pattern
    assert np.isfinite(look.tint).all()
    assert np.isfinite(look.gloss).all()
    assert min(look.size) > 0
    if not look.own_colour:
        assert 0.85 < look.tint.mean() < 1.08


def test_it_has_a_colour_a_gloss_and_a_relief(made: Made) -> None:
    look = made.pattern
    assert look.tint.ndim == 3
    assert look.gloss.ndim == 2
    assert (look.relief is None) == (made.name in FLAT), "light finds nothing on it"
    assert (look.tint.std() > 0.002) == (made.name not in OF_ONE_COLOUR), "one colour all over"


def test_its_relief_tiles_without_a_step(made: Made) -> None:
    """A step at the edge of a repeat would draw a line of light there."""
    relief = made.pattern.relief
    if relief is None:
        assert made.name in FLAT
        return
    for heights in (relief, relief.T):
        steps = np.abs(np.diff(heights, axis=0)).mean(axis=1)
        assert np.abs(heights[0] - heights[-1]).mean() <= steps.max() * 1.35 + 1e-5


def test_its_slopes_are_metres_a_metre_and_seldom_steeper_than_can_be_kept(made: Made) -> None:
    slopes = made.pattern.slopes()
    if made.name in FLAT:
        assert not slopes.any()
        return
    assert 0.002 < slopes.std() < 0.8
    assert (np.abs(slopes) >= STEEPEST).mean() < 0.02
    assert abs(slopes.mean()) < 0.01


def test_the_proof_of_what_a_space_costs_counts_its_pixels(made: Made) -> None:
    if made.name in (*budget.PATTERN_PIXELS, "weave"):
        assert made.pattern.tint.shape[0] == budget.PATTERN_PIXELS.get(made.name, budget.OTHER_PATTERN)
        assert made.pattern.slopes().shape[:2] == made.pattern.tint.shape[:2], "relief costs as many pixels"


def test_a_ramp_of_one_in_ten_has_a_slope_of_a_tenth() -> None:
    made = pattern("weave")
    metres = np.linspace(0, 0.1, 50, dtype=np.float32)[None, :] * np.ones((4, 1), np.float32)
    ramp = type(made)(made.tint, made.gloss, (1.0, 1.0), relief=metres)
    assert ramp.slopes()[:, 5:-5, 0] == pytest.approx(0.1, rel=0.05)
    assert ramp.slopes()[..., 1] == pytest.approx(0.0)


def test_mortar_lies_behind_the_stones() -> None:
    made = pattern("courses")
    assert made.relief is not None
    dark = made.tint.mean(axis=2) < 0.8
    assert made.relief[dark].mean() < made.relief[~dark].mean() - 0.001


def test_stones_differ_from_joint_to_joint_and_nowhere_between() -> None:
    """Where a course's tone or its face steps, there is mortar: else each stone seems to have another joint in it."""
    made = pattern("courses")
    warmth = (made.tint[..., 0] - made.tint[..., 2]) / made.tint.mean(axis=2)
    for course in range(8):
        rows = slice(course * 128 + 8, (course + 1) * 128 - 8)
        bright, stone = made.tint[rows].mean(axis=(0, 2)), warmth[rows].mean(axis=0)
        joints = np.flatnonzero(bright < np.median(bright) - 0.12)
        elsewhere = np.ones(1024, np.bool_)
        elsewhere[(joints[:, None] + np.arange(-8, 9)) % 1024] = False
        steps = np.abs(np.roll(stone, -6) - np.roll(stone, 6))
        assert steps[elsewhere].max() < 0.015 < steps[~elsewhere].max()


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
    assert material.pattern in PATTERNS
    assert material.pattern not in FLAT, "light finds nothing on it"
    assert material.pattern not in OF_ONE_COLOUR or material.opacity < 1, "one colour all over"
