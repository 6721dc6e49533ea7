"""Light that got behind what hangs on a wall does not come out beside it.

The frame of a window is hollow: the wall goes on behind it, and what its texels hold there is the light of the reveal.
Nobody sees them, but the denoiser mixed them with those beside the frame, where the wall glows for some texels as if
a lamp were behind the stone. Behind cladding it is no brighter than before it: where it is all the same, what is seen
beside it is told no more light than the wall has a little further off. That is so within a room; out of doors the sun
and the sky come from everywhere. Pure numpy.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from campus.client.view.charts import AROUND

SPREAD_TEXELS = 4
"""So far a denoiser carries light."""
REACH_TEXELS = 20
"""So far what the wall has by itself is carried: up a wedge between two frames, and behind them."""
LEAKS = (2.0, 4.0)
"""How many times brighter than that is what got in from elsewhere, at least; and at most: a wall that goes on within
another one is dark there, and says nothing of the light on what is before that."""
ABOUT = 1.03
"""Of what the wall has further off, what is seen beside cladding is so bright at most."""
EVEN = 0.135
"""By how much the light of an even wall differs at most (its logarithm), so much further off."""
LEAST = 1e-6

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def without_spill(shut: Bools, light: Floats, faces: NDArray[np.int32]) -> Floats:
    """The same light (h, w, 3), no brighter beside cladding than further from it, where light got in behind that.

    Args:
        shut: (h, w) what nobody sees, as `gaps.hidden` gives it.
        light: of one layer, any unit.
        faces: (h, w) on which large face each texel lies, 0 for none.
    """
    behind, on = shut & (faces > 0), faces > 0
    near, about = _near(behind, faces), _near(behind, faces, 2 * SPREAD_TEXELS)
    # Where light still changes further off, as under a ceiling, nobody knows how it goes on.
    further = on & ~about & _near(about, faces, REACH_TEXELS)
    far = _carried(light, further, about & ~behind, faces)
    usual = _carried(light, on & about & ~near, near & ~behind, faces)
    apart = np.abs(np.log(np.maximum(usual.mean(axis=-1), LEAST) / np.maximum(far.mean(axis=-1), LEAST)))
    usual = np.where((apart < EVEN)[..., None], usual, 0)
    usual = _carried(usual, np.asarray(usual.any(axis=-1), np.bool_), behind, faces)
    level, most = light.mean(axis=-1), usual.mean(axis=-1)
    bright = (level > LEAKS[0] * most) & (level < LEAKS[1] * most)
    # Half of a texel at a frame's edge may be seen: it is of what is behind that, if it is as bright.
    leaks = bright & (behind | _near(behind & bright, faces, 2))
    # Of a lit corner it does not come from there: what came out is less than what is within.
    within = _most(np.where(leaks, level, 0), faces)
    glows = (most > 0) & (level > ABOUT * most) & (leaks | (level < within))
    found = light.copy()
    found[glows] = np.float32(ABOUT) * usual[glows]
    return found


def _near(which: Bools, faces: NDArray[np.int32], reach: int = SPREAD_TEXELS) -> Bools:
    """(h, w) those texels, and what is so near to one of them on its face."""
    found, front = which.ravel().copy(), np.flatnonzero(which)
    for _ in range(reach):
        there = np.concatenate([there[same] for there, same in _beside(front, faces)])
        front = np.unique(there[~found[there]])
        found[front] = True
    return found.reshape(faces.shape)


def _most(level: Floats, faces: NDArray[np.int32]) -> Floats:
    """(h, w) the most that there is so near to each texel on its face."""
    found = level.ravel().copy()
    for _ in range(SPREAD_TEXELS):
        front, before = np.flatnonzero(found), found.copy()
        for there, same in _beside(front, faces):
            np.maximum.at(found, there[same], before[front[same]])
    return found.reshape(faces.shape)


def _carried(light: Floats, known: Bools, asked: Bools, faces: NDArray[np.int32]) -> Floats:
    """(h, w, 3) the light where it is known, carried on to texels that are asked; 0 elsewhere."""
    found = np.where(known[..., None], light, 0).astype(np.float32).reshape(-1, 3)
    told, left = known.ravel().copy(), np.flatnonzero(asked & ~known)
    for _ in range(REACH_TEXELS):
        sums, count = np.zeros((len(left), 3), np.float32), np.zeros(len(left), np.int64)
        for there, same in _beside(left, faces):
            good = same & told[there]
            sums += np.where(good[:, None], found[there], 0)
            count += good
        new = count > 0
        found[left[new]] = sums[new] / count[new, None]
        told[left[new]] = True
        left = left[~new]
    return found.reshape(light.shape)


def _beside(which: Ints, faces: NDArray[np.int32]) -> Iterator[tuple[Ints, Bools]]:
    """On each side of texels (n,) the next one (n,), and whether it is of the same face."""
    of, wide = faces.ravel(), faces.shape[1]
    for down, right in AROUND:
        there = np.clip(which + (down * wide + right), 0, len(of) - 1)  # charts keep away from the edge
        yield there, of[there] == of[which]
