"""Pictures of a space from its viewpoints, without a window; and what can be measured of a picture."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from campus.errors import CampusError
from campus.ids import did_you_mean
from campus.scene import load_campus, unknown_space
from campus.space import Space, compile_space
from campus.space.daytime import Daytime
from campus.text import Language, bilingual

if TYPE_CHECKING:
    from campus.client.view.quality import Tier

MOST_CLIPPED, MOST_DARK = 0.01, 0.02
"""Shares of a picture that may be burnt, and black."""


@dataclass(frozen=True)
class Picture:
    """One picture that was drawn.

    Attributes:
        space, viewpoint: what it shows, and from where.
        path: where it was written.
        clipped: share of pixels of which a channel is within 2 % of its limit, 0 to 1.
        dark: share of pixels whose brightest channel is below 5 %.
        mean: mean of all channels, 0 to 1.
    """

    space: str
    viewpoint: str
    path: Path
    clipped: float
    dark: float
    mean: float

    def __str__(self) -> str:
        """One line: where it is, and its measures."""
        return (
            f"{self.path}: {self.clipped:.2%} clipped, {self.dark:.2%} below 5 %, mean {self.mean:.0%}"
            f"{'' if self.is_sound() else '  <- too much'}"
        )

    def is_sound(self) -> bool:
        """Whether at most 1 % is clipped and at most 2 % below 5 %."""
        return self.clipped <= MOST_CLIPPED and self.dark <= MOST_DARK


def measured(pixels: NDArray[np.uint8]) -> tuple[float, float, float]:
    """Shares of a picture (h, w, 3) that are clipped and below 5 %, and its mean, each 0 to 1.

    A filmic curve comes near its limit and hardly ever to it: within 2 % of it counts as clipped.
    """
    brightest = pixels.max(axis=2)
    return float((brightest >= 0.98 * 255).mean()), float((brightest < 0.05 * 255).mean()), float(pixels.mean() / 255)


def render(
    root: Path,
    space: str,
    viewpoint: str | None = None,
    out: Path = Path(),
    size: tuple[int, int] = (1280, 720),
    language: Language = "fr",
    moment: Daytime | None = None,
    tier: Tier = "high",
    fine: bool = False,
) -> list[Picture]:
    """Draws a space from one viewpoint, or from all, into PNG files `<space>-<viewpoint>.png`.

    Args:
        root: of the content.
        space: its id.
        viewpoint: its id; None draws them all.
        out: the folder, made when it is missing.
        size: pixels.
        language: in which signs come first.
        moment: the hour; None is the one that the campus is painted at.
        tier: how much the picture may cost, as on a computer of that kind.
        fine: whether the high tier has time to spare, as a fast card has.

    Raises:
        SceneErrors: when the campus has mistakes.
        CampusError: when it has no such space or viewpoint.
        NoDisplay: when the machine cannot draw.
    """
    campus = load_campus(root)
    if space not in campus.scenes:
        raise unknown_space(space, campus.scenes)
    compiled = compile_space(campus, space)
    wanted = compiled.viewpoints
    if viewpoint is not None:
        if viewpoint not in wanted:
            said = bilingual(
                f"{space} has no viewpoint '{viewpoint}'.", f"{space} n'a pas de point de vue « {viewpoint} »."
            )
            raise CampusError(said, did_you_mean(viewpoint, wanted))
        wanted = {viewpoint: wanted[viewpoint]}
    if not wanted:
        form = "{type: viewpoint, id: arrival, at: [...], ...}"
        raise CampusError(
            bilingual(
                f"{space} has no viewpoint. Add one: {form}.",
                f"{space} n'a aucun point de vue. Ajoutez-en un : « {form} ».",
            )
        )

    # Panda3D takes a second to load: not before it is certain that there is something to draw.
    from campus.bake import load
    from campus.client.view import Stage, open_window, prepare
    from campus.client.view.beyond import neighbours
    from campus.client.view.quality import quality_of

    stage = Stage(open_window(size, offscreen=True), quality_of(tier, fine=fine))
    spaces: dict[str, Space] = {}

    def known(id_: str) -> Space:
        if id_ not in spaces:
            spaces[id_] = compile_space(campus, id_)
        return spaces[id_]

    prepared = prepare(compiled, neighbours(campus, compiled, known), load(root, compiled), moment)
    views = {space: stage.build(compiled, language, prepared)}
    for neighbour in prepared.beyond:
        other = known(neighbour.space)
        views[other.id] = stage.build(other, language, prepare(other, (), load(root, other), moment))
    # Each sees the others, as in a client: what stands in the one is in the sun's way to the other's floor.
    for id_, view in views.items():
        for neighbour in prepared.beyond if id_ == space else neighbours(campus, known(id_), known):
            if neighbour.space in views:
                view.see(neighbour, views[neighbour.space])
    stage.present(views[space])
    pictures = []
    for name, point in wanted.items():
        stage.look_at(point.eye, point.look, point.fov)
        stage.draw(2)
        path = out / f"{space}-{name}.png"
        stage.screenshot(path)
        pictures.append(Picture(space, name, path, *measured(stage.pixels())))
    return pictures
