"""The shipped spaces as they are seen from their viewpoints: neither burnt nor black, and as they were."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from campus.bake import Baked, load
from campus.bench.look import look
from campus.client.view import Stage
from campus.client.view.beyond import neighbours
from campus.client.view.prepared import Prepared, prepare
from campus.client.view.quality import TIERS, Tier
from campus.client.view.view import View
from campus.scene import load_campus
from campus.scene.model import Campus
from campus.space import Space, compile_space
from campus.tools.render import measured

ROOT = Path(__file__).resolve().parents[2]


@cache
def campus() -> Campus:
    return load_campus(ROOT)


@cache
def compiled(space: str) -> Space:
    return compile_space(campus(), space)


def prepared(space: str, baked: Baked | None) -> Prepared:
    return prepare(compiled(space), neighbours(campus(), compiled(space), compiled), baked)


@pytest.fixture(scope="module")
def views(stage: Stage) -> Iterator[Callable[[str], View]]:
    built: dict[str, tuple[View, Prepared]] = {}

    def alone(space: str) -> tuple[View, Prepared]:
        if space not in built:
            made = prepared(space, load(ROOT, compiled(space)))
            built[space] = stage.build(compiled(space), "fr", made), made
        return built[space]

    def get(space: str) -> View:
        view, made = alone(space)
        for neighbour in made.beyond:
            if view.sees(neighbour.space) is None:
                view.see(neighbour, alone(neighbour.space)[0])
        return view

    yield get
    stage.present(None)
    for view, _ in built.values():
        view.destroy()


@pytest.mark.golden
@pytest.mark.parametrize("space", ["hall", "amphitheatre", "seminar-room", "garden"])
@pytest.mark.parametrize("viewpoint", ["arrival", "focal", "seated"])
def test_a_viewpoint_is_sound_and_looks_as_it_did(
    stage: Stage,
    views: Callable[[str], View],
    looks_as_before: Callable[[np.ndarray, str], None],
    space: str,
    viewpoint: str,
) -> None:
    stage.present(views(space))
    point = compiled(space).viewpoints[viewpoint]
    stage.look_at(point.eye, point.look, point.fov)
    stage.draw(2)
    picture = stage.pixels()
    found = look(stage, space, viewpoint, "high", baked=True, drawn=True)
    assert found.is_sound(), found
    looks_as_before(picture, f"view_{space}_{viewpoint}")


def seen(application: Any, space: str, tier: Tier, baked: Baked | None) -> np.ndarray:
    """What a stage of its own shows of a space's arrival."""
    stage = Stage(application, TIERS[tier])
    made = prepared(space, baked)
    view = stage.build(compiled(space), "fr", made)
    others = []
    for neighbour in made.beyond:
        other = compiled(neighbour.space)
        others.append(stage.build(other, "fr", prepare(other, baked=load(ROOT, other) if baked else None)))
        view.see(neighbour, others[-1])
    try:
        stage.present(view)
        point = compiled(space).viewpoints["arrival"]
        stage.look_at(point.eye, point.look, point.fov)
        stage.draw(2)
        return stage.pixels()
    finally:
        stage.present(None)
        for one in (view, *others):
            one.destroy()
        stage.destroy()


@pytest.mark.golden
@pytest.mark.parametrize("tier", ["low", "medium"])
def test_the_lighter_tiers_look_as_they_did(
    application: Any, looks_as_before: Callable[[np.ndarray, str], None], tier: Tier
) -> None:
    """The high tier is what every other picture here is drawn at."""
    space = "seminar-room"
    looks_as_before(seen(application, space, tier, load(ROOT, compiled(space))), f"view_{space}_{tier}")


@pytest.mark.golden
def test_a_space_that_was_never_baked_still_looks_decent(
    application: Any, looks_as_before: Callable[[np.ndarray, str], None]
) -> None:
    picture = seen(application, "hall", "high", None)
    clipped, dark, mean = measured(picture)
    assert clipped <= 0.01
    assert dark <= 0.02
    assert 0.3 < mean < 0.75
    looks_as_before(picture, "view_hall_estimated")
