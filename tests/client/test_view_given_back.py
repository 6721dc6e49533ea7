"""What is drawn no more is taken from the graphics card: whoever walks about for an hour has the memory of one walk."""

from dataclasses import replace
from typing import Any

import pytest
from panda3d.core import RenderState, TransformState

from campus.client.view import HIGH, Stage
from campus.client.view.quality import LOW
from campus.space.model import Space

pytestmark = pytest.mark.usefixtures("worked_out_once")
SMALL = replace(HIGH, sun_map=256, mirrors=64)
"""All that the high tier draws into, in small."""


def held(application: Any) -> tuple[int, int, int]:
    """Textures, states and targets that there are once what hangs together is gone, a link in each frame."""
    for _ in range(6):
        application.graphicsEngine.render_frame()
        TransformState.garbage_collect()
        RenderState.garbage_collect()
    objects = application.win.gsg.get_prepared_objects()
    windows = application.graphicsEngine.get_num_windows()
    return objects.get_num_prepared_textures(), RenderState.get_num_states(), windows


def shown_once(stage: Stage, room: Space) -> None:
    view = stage.build(room, "fr")
    stage.present(view)
    stage.look_at((3.4, 0.6, 1.6), (3.2, 5.0, 1.0), 75)
    stage.draw()
    stage.present(None)
    view.destroy()


def test_a_space_that_was_left_takes_all_of_its_textures_along(application: Any, room: Space) -> None:
    stage = Stage(application, SMALL)
    shown_once(stage, room)  # patterns stay: the next space has them, too
    stage.draw()
    before = held(application)
    for _ in range(2):
        shown_once(stage, room)
        stage.draw()
    assert held(application) == before
    stage.destroy()


def test_pictures_are_drawn_one_after_the_other_without_the_application_s_own_loop(
    application: Any, room: Space
) -> None:
    stage = Stage(application, LOW)
    shown_once(stage, room)
    stage.draw()
    states = RenderState.get_num_states()
    for _ in range(3):
        shown_once(stage, room)
    stage.draw()
    assert RenderState.get_num_states() <= states + 4, "what nobody draws with any more is let go by `draw` itself"
    stage.destroy()


def test_a_stage_gives_every_target_back(application: Any, room: Space) -> None:
    for quality in (LOW, SMALL, replace(SMALL, samples=0)):
        figures = []
        for _ in range(3):
            stage = Stage(application, quality)
            shown_once(stage, room)
            stage.destroy()
            del stage
            figures.append(held(application))
        assert figures[1] == figures[2]
