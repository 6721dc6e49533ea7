"""How many of the window's pixels are computed: fewer where frames stay too slow, more where there is time to spare.

A pure function of how long frames took. It changes its mind seldom: a picture that is a little soft is not noticed, one
that changes its sharpness every second is.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import NamedTuple

STEPS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Shares of the window's width and height that may be computed."""
LOOKS_BACK_S = 2.5
"""So long frames are too slow before fewer pixels are computed."""
FEWEST = 5
"""Frames that say how long one takes: a single one, in which a space was put on the card, does not."""
WAITS_S = 6.0
"""So long there is time to spare before more are, at first; twice as long after each time that it was too much."""
WAITS_AT_MOST_S = 120.0
SPARES = 0.78
"""What more pixels would make of a frame must take no more than this share of what is too slow: no frame is so near to
both limits that it goes to and fro."""
GAINS = 0.4
"""A step is kept if it gained this share of what so many fewer pixels promised: else something else takes the time, a
screen of few pictures a second or what the processor has to do, and softness is for nothing."""
MUCH_SLOWER = 1.25
"""Frames that are slower by this than when fewer pixels gained nothing are worth another try."""
SLOW_S, SLOW_ON_A_CARD_S = 1 / 17, 1 / 28
"""What is too slow: where a processor draws, a little above the fifteen frames a second below which nobody is present;
a graphics card that misses every second picture of a screen of sixty is at thirty, and that is what it can."""
SLOW_IF_FINE_S = 1 / 50
"""Nobody gives fluent motion for more pixels than the window has."""


class _Step(NamedTuple):
    """To fewer pixels: from which share, and how long a frame took then."""

    scale: float
    frame_s: float


class Pace:
    """Watches frames and says which share of the window's width and height is to be computed.

    Example:
        pace = Pace(0.7)
        stage.rescale(pace.after(frame_s))  # once a frame

    Args:
        scale: to begin with.
        slow_s: of a frame that is too slow, seconds.
        most: the largest share that is ever computed.

    Attributes:
        scale: the share, 0 to 1; more where it began with more, and then never again once that was too slow.
    """

    def __init__(self, scale: float, slow_s: float = SLOW_S, most: float = 1.0) -> None:
        self._slow_s = slow_s
        self._steps = tuple(step for step in STEPS if step <= most)
        self.begin(scale)

    def begin(self, scale: float) -> None:
        """Forgets what was seen, and computes such a share."""
        self.scale = scale
        self._waits_s = WAITS_S
        self._grew_to: float | None = None
        self.begin_elsewhere()

    def begin_elsewhere(self) -> None:
        """Keeps the share, and forgets what takes the time: another space is seen."""
        self._step: _Step | None = None
        self._in_vain_s: float | None = None
        self._forget_frames()

    def after(self, frame_s: float) -> float:
        """The share after a frame that took so long; give it only frames that are drawn in full, one after another.

        Args:
            frame_s: seconds from its beginning to that of the next.

        Returns:
            `scale`, which hardly ever changes.
        """
        self._frames.append(frame_s)
        self._seen_s += frame_s
        if self._seen_s < LOOKS_BACK_S or len(self._frames) < FEWEST:
            return self.scale
        usual = _usual(self._frames, LOOKS_BACK_S)
        if self._was_in_vain(usual):
            self._take_back()
        elif self._is_too_slow(usual):
            self._shrink(usual)
        elif self._seen_s >= self._waits_s:
            self._grow(_usual(self._frames, self._waits_s))
            self._forget_frames()
        return self.scale

    def _is_too_slow(self, frame_s: float) -> bool:
        """Whether fewer pixels may help."""
        known_in_vain = self._in_vain_s is not None and frame_s <= self._in_vain_s * MUCH_SLOWER
        slow_s = min(self._slow_s, SLOW_IF_FINE_S) if self.scale > 1 else self._slow_s
        return frame_s > slow_s and not known_in_vain

    def _was_in_vain(self, frame_s: float) -> bool:
        """Whether the last step to fewer pixels gained next to nothing; it is asked once."""
        step = self._step
        if step is None:
            return False
        promised = step.frame_s * (1 - (self.scale / step.scale) ** 2)
        if step.frame_s - frame_s < GAINS * promised:
            return True
        self._step = None
        return False

    def _take_back(self) -> None:
        assert self._step is not None
        scale, self._in_vain_s = self._step
        self._step = None
        self._change(scale)

    def _shrink(self, frame_s: float) -> None:
        lower = [step for step in self._steps if step < self.scale - 1e-6]
        if not lower:
            return
        if self._grew_to == self.scale:
            self._waits_s = min(self._waits_s * 2, WAITS_AT_MOST_S)  # it was too much here
        self._step = _Step(self.scale, frame_s)
        # At best a frame takes as long as it has pixels; where it does not, another step follows.
        enough = self.scale * (self._slow_s / frame_s) ** 0.5
        self._change(max((step for step in lower if step <= enough), default=min(lower)))

    def _grow(self, frame_s: float) -> None:
        higher = [step for step in self._steps if step > self.scale + 1e-6]
        if higher and frame_s * (higher[0] / self.scale) ** 2 <= self._slow_s * SPARES:
            self._change(higher[0])
            self._grew_to = self.scale
            self._in_vain_s = None  # what took the time then does not any more

    def _change(self, scale: float) -> None:
        self.scale = scale
        self._forget_frames()

    def _forget_frames(self) -> None:
        self._frames: list[float] = []
        self._seen_s = 0.0


def _usual(frames: Sequence[float], seconds: float) -> float:
    """The median of the last frames, as many as took so long together: one that was disturbed does not count."""
    count, seen = 0, 0.0
    while count < len(frames) and (seen < seconds or count < FEWEST):
        count += 1
        seen += frames[-count]
    return statistics.median(frames[-count:])
