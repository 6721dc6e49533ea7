"""Daylight on small faces without the baker's bright grain: one texel of a plinth's few is as blue as the sky.

A path that finds the sky through a window is rare and bright, and leaves a texel more blue than all around it, now and
then by half. On a large face that goes with its clouds; one of eight texels has none, and there a single texel was a
pale smudge as wide as a hand, on a stone in the shade. Here it has no more light than two of those around it have.
Pure numpy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.client.view.charts import AROUND

LEAST_TEXELS = 1.0
"""What has fewer has no texel with enough of them around it."""
ALONE = 0.2
"""By how much (a logarithm) a texel's red, green or blue is above that of all around it, before it is grain."""
FEWEST = 5
"""Texels of its own face around it, of eight: a corner has three, and light that rises towards one is no grain."""
LEAST = 1e-6

Floats = NDArray[np.float32]


def without_lone(light: Floats, faces: NDArray[np.int32]) -> Floats:
    """The same light (h, w, 3), in which no texel alone is a good deal brighter or bluer than those around it.

    Args:
        light: of one layer, any unit.
        faces: (h, w) on which face each texel lies with its middle, 0 for none; what is of none stays.
    """
    row, column = np.nonzero(faces)
    of, padded = faces[row, column], np.pad(faces, 1)
    around = np.pad(light.astype(np.float32), ((1, 1), (1, 1), (0, 0)))
    most, second = np.full((2, len(row), 3), -np.inf, np.float32)
    count = np.zeros(len(row), np.int8)
    for down, right in AROUND:
        there = (row + 1 + down, column + 1 + right)
        same = padded[there] == of
        level = np.where(same[:, None], around[there], np.float32(-np.inf))
        most, second = np.maximum(most, level), np.maximum(second, np.minimum(most, level))
        count += same
    own = light[row, column]
    alone = (own > np.maximum(most, LEAST) * np.exp(np.float32(ALONE))).any(axis=1) & (count >= FEWEST)
    found = light.astype(np.float32)
    found[row[alone], column[alone]] = np.minimum(own[alone], second[alone])
    return found
