"""How long frames take that are drawn to the last pixel, and how many pixels a client comes to compute of them."""

from __future__ import annotations

import math
import statistics
import time

from campus.bench.plain import Plain
from campus.client.view.pace import FEWEST, SLOW_ON_A_CARD_S, SLOW_S, STEPS, WAITS_S, Pace
from campus.client.view.stage import Stage

ROUNDS = 5
"""Each takes the kinds of frame in turn."""
EACH_S = 0.3
"""Of one kind in one round, if that is more than two frames."""


def drawn_out(stage: Stage, plain: Plain) -> tuple[float, float, float, float]:
    """Milliseconds of a frame that is drawn: the median, the fastest round, all cores together; and drawn plainly."""
    plain.look_from(stage.eye)
    wholes, plains = [], []
    for _ in range(ROUNDS):
        wholes.append(_seconds(stage))
        plain.set_active(True)
        stage.set_active(False)
        plains.append(_seconds(stage))
        plain.set_active(False)
        stage.set_active(True)
    whole, cpu = (statistics.median(each[kind] for each in wholes) * 1000 for kind in (0, 1))
    best = min(each[0] for each in wholes) * 1000
    return whole, best, cpu, statistics.median(each[0] for each in plains) * 1000


def settle(stage: Stage) -> None:
    """Lets the client's own pace find how many pixels it computes from here, beginning as its tier does."""
    stage.rescale(stage.quality.scale)
    pace = Pace(stage.quality.scale, SLOW_S if stage.quality.plain else SLOW_ON_A_CARD_S)
    for _ in STEPS:
        frame_s, before = _seconds(stage)[0], pace.scale
        for _ in range(math.ceil(WAITS_S / frame_s) + FEWEST):
            if pace.after(frame_s) != before:
                break
        if pace.scale == before:
            return
        stage.rescale(pace.scale)
        stage.draw()


def _seconds(stage: Stage) -> tuple[float, float]:
    """Of one frame, of several drawn in a row; the last is read back, since it is done only then.

    Returns:
        By the wall clock, and of all threads together.
    """
    frames = 1
    while True:
        began, spent = time.perf_counter(), time.process_time()
        stage.draw(frames)
        stage.base.win.get_screenshot()
        took = time.perf_counter() - began
        if took >= EACH_S or frames >= 64:
            return took / frames, (time.process_time() - spent) / frames
        frames *= 4
