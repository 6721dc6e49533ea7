"""How many of the window's pixels are computed: fewer where frames stay too slow, more where there is time to spare.

A pure function of how long frames took. It changes its mind seldom: a picture that is a little soft is not noticed, one
that changes its sharpness every second is.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence

STEPS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
"""Shares of the window's width and height that may be computed."""
LOOKS_BACK_S = 2.5
"""So long frames are too slow before fewer pixels are computed."""
WAITS_S = 6.0
"""So long there is time to spare before more are, at first; twice as long after each time that it was too much."""
WAITS_AT_MOST_S = 120.0
SPARES = 0.78
"""What more pixels would make of a frame must take no more than this share of what is too slow: no frame is so near to
both limits that it goes to and fro."""
LONGEST_S = 1.0
"""A frame in which a space was put on the card says nothing of its pixels."""
SLOW_S, SLOW_ON_A_CARD_S = 1 / 17, 1 / 28
"""What is too slow: where a processor draws, a little above the fifteen frames a second below which nobody is present;
a graphics card that misses every second picture of a screen of sixty is at thirty, and that is what it can."""


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
        scale: the share, 0 to 1.
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
        self._frames: list[float] = []

    def after(self, frame_s: float) -> float:
        """The share after a frame that took so long; give it only frames that are drawn in full, one after another.

        Args:
            frame_s: seconds from its beginning to that of the next.

        Returns:
            `scale`, which hardly ever changes.
        """
        if frame_s > LONGEST_S:
            return self.scale
        self._frames.append(frame_s)
        seen = sum(self._frames)
        if seen >= LOOKS_BACK_S and _usual(self._frames, LOOKS_BACK_S) > self._slow_s:
            self._shrink(_usual(self._frames, LOOKS_BACK_S))
        elif seen >= self._waits_s:
            self._grow(_usual(self._frames, self._waits_s))
            self._frames.clear()
        return self.scale

    def _shrink(self, frame_s: float) -> None:
        if self._grew_to == self.scale:
            self._waits_s = min(self._waits_s * 2, WAITS_AT_MOST_S)  # it was too much here
        # At best a frame takes as long as it has pixels; where it does not, another step follows.
        enough = self.scale * (self._slow_s / frame_s) ** 0.5
        lower = [step for step in self._steps if step < self.scale - 1e-6]
        self._change(max((step for step in lower if step <= enough), default=min(lower, default=self.scale)))

    def _grow(self, frame_s: float) -> None:
        higher = [step for step in self._steps if step > self.scale + 1e-6]
        if higher and frame_s * (higher[0] / self.scale) ** 2 <= self._slow_s * SPARES:
            self._change(higher[0])
            self._grew_to = self.scale

    def _change(self, scale: float) -> None:
        self.scale = scale
        self._frames.clear()


def _usual(frames: Sequence[float], seconds: float) -> float:
    """The median of the last frames, as many as took so long together: one that was disturbed does not count."""
    count, seen = 0, 0.0
    while count < len(frames) and seen < seconds:
        count += 1
        seen += frames[-count]
    return statistics.median(frames[-count:])
