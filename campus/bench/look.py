"""What is asked of a picture, measured on the picture: what is burnt, black, and how much brighter the sun's patch is.

The last is measured on linear light before the tone curve: every view is drawn with the sun and without it, so that
each pixel is compared with itself, of one material and one place.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from campus.bake import load
from campus.client.view.beyond import neighbours
from campus.client.view.prepared import Prepared, prepare
from campus.client.view.quality import TIERS, Tier
from campus.client.view.stage import Stage
from campus.client.view.view import View
from campus.client.view.window import open_window
from campus.scene import load_campus, unknown_space
from campus.space import Space, compile_space
from campus.space.daytime import Daytime
from campus.space.sky import LUMINANCE
from campus.tools.render import MOST_CLIPPED, MOST_DARK, measured

LEAST_RATIO, MOST_RATIO = 3.0, 8.0
"""Sunlit to shaded, where sun falls."""
FALLS = 0.005
"""Of the picture; less is no patch of sun that anybody sees."""
UNSOUND = 3
"""Exit status: a picture is not as it should be."""


@dataclass(frozen=True)
class Look:
    """One viewpoint's picture.

    Attributes:
        baked: whether its light was worked out beforehand.
        clipped: share of pixels of which a channel is within 2 % of its limit, 0 to 1.
        dark: share of pixels whose brightest channel is below 5 %.
        mean: mean of all channels, 0 to 1.
        sunlit: share of pixels that the sun makes at least twice as bright.
        ratio: how much brighter it makes them, their median; None where hardly any sun falls.
    """

    space: str
    viewpoint: str
    tier: str
    baked: bool
    clipped: float
    dark: float
    mean: float
    sunlit: float
    ratio: float | None

    def is_sound(self) -> bool:
        """Whether all of it is as it should be."""
        shaded = self.ratio is None or LEAST_RATIO <= self.ratio <= MOST_RATIO
        return self.clipped <= MOST_CLIPPED and self.dark <= MOST_DARK and shaded


def sunlit_to_shaded(with_sun: NDArray[np.float32], without: NDArray[np.float32]) -> tuple[float, float | None]:
    """How much of a picture the sun falls on, and how much brighter it is there.

    Args:
        with_sun: (h, w, 3) linear light of a view.
        without: the same view's without the sun.

    Returns:
        The share of pixels that the sun makes at least twice as bright, and by how much it does, their median; None
        where there are hardly any.
    """
    lit, shaded = (np.maximum(light @ LUMINANCE.astype(np.float32), 1e-6) for light in (with_sun, without))
    gain = lit / shaded
    falls = gain >= 2
    share = float(falls.mean())
    return share, float(np.median(gain[falls])) if share >= FALLS else None


def look(stage: Stage, space: str, viewpoint: str, tier: Tier, *, baked: bool, drawn: bool = False) -> Look:
    """Measures what a stage shows, its view in place; the sun shines again afterwards.

    Args:
        stage: with a view.
        space: its id.
        viewpoint: from where it is seen.
        tier: of the picture.
        baked: whether its light was worked out beforehand.
        drawn: whether its picture is drawn already.
    """
    if not drawn:
        stage.draw()
    clipped, dark, mean = measured(stage.pixels())
    with_sun = stage.light()
    assert stage.view is not None
    stage.view.shine(False)
    try:
        stage.draw()
        share, ratio = sunlit_to_shaded(with_sun, stage.light())
    finally:
        stage.view.shine(True)
    return Look(space, viewpoint, tier, baked, clipped, dark, mean, share, ratio)


def run(
    root: Path,
    spaces: list[str],
    *,
    tier: Tier,
    size: tuple[int, int],
    moment: Daytime | None,
    as_json: bool,
    out: TextIO = sys.stdout,
) -> int:
    """Measures every viewpoint of every space and prints a table, or JSON.

    Args:
        root: of the content.
        spaces: ids; none means all.
        tier: of the picture; low has no light to measure, its picture is drawn at once.
        size: pixels.
        moment: the hour; None is the one that the campus is painted at.
        as_json: print a list of objects instead.
        out: where to.

    Returns:
        0, or 3 when a picture is burnt, black, or its sun too weak or too strong.

    Raises:
        SceneErrors, CampusError: when the campus has mistakes, or no such space.
        NoDisplay: when the machine cannot draw.
    """
    campus = load_campus(root)
    for name in spaces:
        if name not in campus.scenes:
            raise unknown_space(name, campus.scenes)
    stage = Stage(open_window(size, offscreen=True), TIERS[tier])

    @cache
    def compiled(id_: str) -> Space:
        return compile_space(campus, id_)

    @cache
    def prepared(id_: str) -> Prepared:
        space = compiled(id_)
        return prepare(space, neighbours(campus, space, compiled), load(root, space), moment)

    @cache
    def view(id_: str) -> View:
        return stage.build(compiled(id_), "fr", prepared(id_))

    found: list[Look] = []
    for name in spaces or sorted(campus.scenes):
        for neighbour in prepared(name).beyond:
            view(name).see(neighbour, view(neighbour.space))
        stage.present(view(name))
        for viewpoint, point in compiled(name).viewpoints.items():
            stage.look_at(point.eye, point.look, point.fov)
            found.append(look(stage, name, viewpoint, tier, baked=prepared(name).lightmap is not None))
            if not as_json:
                out.write(_told(found[-1]))
                out.flush()
    if as_json:
        json.dump([{**asdict(one), "sound": one.is_sound()} for one in found], out, indent=1)
        out.write("\n")
    return 0 if all(one.is_sound() for one in found) else UNSOUND


def _told(one: Look) -> str:
    ratio = "no sun falls" if one.ratio is None else f"sun {one.sunlit:4.0%} at {one.ratio:.1f} : 1"
    return (
        f"{one.space:14} {one.viewpoint:10} {one.clipped:6.2%} clipped {one.dark:6.2%} dark  mean {one.mean:3.0%}  "
        f"{ratio:20}{'' if one.baked else ' (not baked)'}{'' if one.is_sound() else '  <- not sound'}\n"
    )
