"""Sound that comes in by and by, answered by a room as it comes: partitioned convolution, block by block.

For what is not known beforehand, or is too long to be answered at once. What is known and short is answered as a file
(`campus.sound.library`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.sound import RATE

Samples = NDArray[np.float64]
Spectra = NDArray[np.complex128]

BLOCK = 1024
"""Samples at a time: 21 ms."""


class Convolver:
    """A room that answers a stream.

    The response is cut into parts as long as a block. The spectra of the last blocks are kept, so that each new one
    costs one transform there and one back, however long the room rings (Stockham 1966; Gardner 1995 without his
    shorter first parts: an answer may be a block late, the direct sound never goes through here).

    Args:
        response: (m, 2), see `campus.sound.response.impulse_response`.
        block: samples at a time.
    """

    def __init__(self, response: Samples, block: int = BLOCK) -> None:
        self.block = block
        self._parts = _parted(response, block)
        self._next: Spectra | None = None
        self._faded, self._fade = 0, 0
        self._before = np.zeros(block)
        self._history = np.zeros((len(self._parts), block + 1), np.complex128)

    def answer(self, sound: Samples) -> Samples:
        """(block, 2) what the room gives back while this is heard.

        Args:
            sound: (block,) that follows on the last one.

        Raises:
            ValueError: when it is longer or shorter.
        """
        if len(sound) != self.block:
            raise ValueError(f"a block has {self.block} samples, not {len(sound)}")
        self._history = np.roll(self._history, 1, axis=0)
        self._history[0] = np.fft.rfft(np.concatenate([self._before, sound]))
        self._before = np.asarray(sound, np.float64)
        made = self._through(self._parts)
        if self._next is not None:
            new = self._through(self._next)
            t = (self._faded + np.arange(self.block) + 1) / self._fade
            share = (0.5 - 0.5 * np.cos(np.pi * np.minimum(t, 1.0)))[:, None]
            made = made * (1 - share) + new * share
            self._faded += self.block
            if self._faded >= self._fade:
                self._parts, self._next = self._next, None
                self._history = self._history[: len(self._parts)]
        return made

    def move(self, response: Samples, over_s: float = 0.3) -> None:
        """Go over into another room; the one before fades out meanwhile, and nothing clicks."""
        if self._next is not None:
            self._parts = self._next  # two doors within a third of a second: the first room is not heard out
        self._next = _parted(response, self.block)
        self._faded, self._fade = 0, max(round(over_s * RATE), 1)
        missing = max(len(self._parts), len(self._next)) - len(self._history)
        if missing > 0:
            self._history = np.concatenate([self._history, np.zeros((missing, self.block + 1), np.complex128)])

    def rest(self) -> Samples:
        """(k, 2) what is still heard once nothing more comes in."""
        parts = max(len(self._parts), len(self._next) if self._next is not None else 0)
        return np.concatenate([self.answer(np.zeros(self.block)) for _ in range(parts)])

    def _through(self, parts: Spectra) -> Samples:
        summed = np.einsum("pk,pks->ks", self._history[: len(parts)], parts)
        return np.asarray(np.fft.irfft(summed, 2 * self.block, axis=0)[self.block :])


def answered(sound: Samples, response: Samples, *, around: bool = False) -> Samples:
    """(n, 2) a whole sound as a room answers it, in little memory however long it is.

    Args:
        sound: (n,).
        response: (m, 2).
        around: it goes round and round: its beginning is heard while the end still rings, and the answer is as long as
            it. Otherwise the answer is longer by what rings on.
    """
    convolver = Convolver(response, 8192)
    lead = -(-len(response) // len(sound)) if around else 0
    count = len(sound) * (lead + 1)
    made = []
    for start in range(0, count, convolver.block):
        block = np.zeros(convolver.block)
        taken = np.arange(start, min(start + convolver.block, count)) % len(sound)
        block[: len(taken)] = sound[taken]
        made.append(convolver.answer(block))
    if around:
        return np.concatenate(made)[len(sound) * lead : count]
    made.append(convolver.rest())
    return np.concatenate(made)[: len(sound) + len(response) - 1]


def _parted(response: Samples, block: int) -> Spectra:
    """(parts, block + 1, 2) the spectra of a response's parts, each followed by as much silence."""
    count = max(-(-len(response) // block), 1)
    padded = np.zeros((count * block, 2))
    padded[: len(response)] = response
    parts = padded.reshape(count, block, 2)
    return np.asarray(np.fft.rfft(parts, 2 * block, axis=1))
