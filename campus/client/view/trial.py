"""How long this machine takes for a frame, on trial: what the tier of a first start is chosen by."""

from __future__ import annotations

from collections.abc import Callable

from campus.client.view.stage import Stage


def seconds_a_frame(stage: Stage, clock: Callable[[], float], at_least_s: float = 0.5) -> float:
    """How long a frame of what a stage presents takes to draw, its last pixel included.

    The window itself waits for the screen to be ready, so it rests meanwhile; everything that is computed for it is
    drawn.

    Args:
        stage: presents a view.
        clock: seconds from any moment on.
        at_least_s: how long to go on.
    """
    stage.base.win.set_active(False)
    try:
        stage.draw_out()  # shaders are compiled and buffers filled in the first one
        began, frames = clock(), 0
        while (took := clock() - began) < at_least_s or frames < 2:
            stage.draw(2)
            stage.draw_out()
            frames += 3
    finally:
        stage.base.win.set_active(True)
    return took / frames
