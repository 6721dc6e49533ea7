"""A space may be put together on another thread than the one that draws; only its shadows wait for that one."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from campus.client.view import Stage, View, prepare
from campus.client.view.quality import LOW
from campus.client.view.sunlight import SunMap
from campus.space.model import Space

pytestmark = pytest.mark.usefixtures("worked_out_once")


def test_a_space_that_was_put_together_beside_the_frame_looks_as_one_that_was_built_in_it(
    application: Any, room: Space
) -> None:
    stage, engine, prepared = Stage(application, LOW), application.graphicsEngine, prepare(room)

    def beside() -> View:
        with SunMap.beside_frame():
            return stage.build(room, "fr", prepared)

    def pictured(view: View) -> Any:
        stage.present(view)
        stage.look_at((5.4, 0.8, 1.6), (2.2, 5.5, 1.2), 75)
        stage.draw(2)
        stage.present(None)
        view.destroy()
        return stage.pixels().astype(int)

    def targets() -> int:
        engine.open_windows()
        found: int = engine.get_num_windows()
        return found

    before = targets()
    with ThreadPoolExecutor(1) as other:
        view = other.submit(beside).result()
    assert targets() == before, "what is drawn into belongs to the thread that draws"
    view.open()
    assert targets() > before
    assert abs(pictured(view) - pictured(stage.build(room, "fr", prepared))).max() <= 1
    stage.destroy()
