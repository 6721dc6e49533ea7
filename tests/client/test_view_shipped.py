"""The shipped spaces as they are seen from their viewpoints: neither burnt nor black, and as they were."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from campus.client.view import Stage
from campus.client.view.beyond import neighbours
from campus.client.view.prepared import prepare
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


@pytest.fixture(scope="module")
def views(stage: Stage) -> Callable[[str], View]:
    built: dict[str, View] = {}

    def get(space: str) -> View:
        if space not in built:
            beyond = neighbours(campus(), compiled(space), compiled)
            built[space] = stage.build(compiled(space), "fr", prepare(compiled(space), beyond))
        return built[space]

    return get


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
    clipped, dark, _ = measured(picture)
    assert clipped <= 0.01
    assert dark <= 0.02
    looks_as_before(picture, f"view_{space}_{viewpoint}")
