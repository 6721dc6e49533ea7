"""Light along faces of a few texels' width, without the baker's grain: a table's apron, the side of a slat, a rail.

What makes light even on a wall looks at the texels around each, and leaves alone what differs by a third. On a strip
of three texels there are few around, and the grain of one tells of the next: what stays are dark blotches a hand long,
that nothing casts. Light on such a strip does not change from one texel to the next; so here each texel is what a
plane says that is laid through those near it, on the same strip: how light falls off, along it and across, stays, and
so does a change that goes on, if softer. Pure numpy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

REACH = 4
"""Texels each way that tell of one."""
SLIM = 0.5
"""A face is slim where it has fewer of all the texels so near."""
NARROW = 6
"""Texels: nor has a face many that is no wider, or no higher, all along, as the front of a pilaster. That is for
lamps: a patch of the sky's light has an edge on it."""
FEWEST = 6
"""What has fewer texels near has no plane of its own."""
SPREAD = 2.2
"""Texels: what is so far away tells less by a factor of e to the half."""
USUAL = 0.15
"""By how much a texel may be off the plane (a logarithm of light), and still tell of it by half."""
ROUNDS = 2
"""Of which each leaves out more of what stands alone."""
AT_ONCE = 4096
"""Texels: each asks some eighty others, and a start has no hundred megabytes for that."""
STIFF = 1.0
"""So many texels one step away say that light is level: at the end of a strip a few grains are no slope, and one of a
single texel does not tell how it leans."""
LEAST = 1e-6
STEPS = np.array([(down, right) for down in range(-REACH, REACH + 1) for right in range(-REACH, REACH + 1)], np.int64)
STEPPED = np.concatenate([np.ones((len(STEPS), 1)), STEPS], axis=1).astype(np.float32)

Floats = NDArray[np.float32]


def without_grain(light: Floats, faces: NDArray[np.int32], narrow: int = 0) -> Floats:
    """The same light (h, w, 3), in which texels of slim faces have that of a plane through those near them.

    Args:
        light: of one layer, any unit.
        faces: (h, w) on which face each texel lies with its middle, 0 for none.
        narrow: texels; what is no wider all along is slim, too.
    """
    tones = np.log(np.maximum(light.reshape(-1, 3).T, np.float32(LEAST)).astype(np.float32))
    found, slim = light.astype(np.float32).reshape(-1, 3).copy(), _slim(faces, narrow)
    for begin in range(0, len(slim), AT_ONCE):
        some = slim[begin : begin + AT_ONCE]
        found[some] = np.exp(_evened(tones, some, faces))
    return found.reshape(light.shape)


def _slim(faces: NDArray[np.int32], narrow: int) -> NDArray[np.int64]:
    """(n,) which texels are of slim faces."""
    at = np.flatnonzero(faces)
    row, column = np.divmod(at, faces.shape[1])
    padded, of = np.pad(faces, REACH), faces.ravel()[at]
    near = np.zeros(len(at), np.int16)
    for down, right in STEPS:
        near += padded[row + REACH + down, column + REACH + right] == of
    few = (near < SLIM * len(STEPS)) | (_narrowest(faces, at, narrow) <= narrow)
    return at[few & (near >= FEWEST)]


def _narrowest(faces: NDArray[np.int32], at: NDArray[np.int64], narrow: int) -> NDArray[np.int16]:
    """(n,) how many texels of its face there are beside each, or above and below it, itself with them; one too many."""
    (row, column), padded, of = np.divmod(at, faces.shape[1]), np.pad(faces, narrow), faces.ravel()[at]
    wide, tall = np.zeros((2, len(at)), np.int16)
    for step in range(2 * narrow + 1):
        wide += padded[row + narrow, column + step] == of
        tall += padded[row + step, column + narrow] == of
    return np.minimum(wide, tall)


def _evened(tones: Floats, at: NDArray[np.int64], faces: NDArray[np.int32]) -> Floats:
    """(n, 3) what planes say of the tones (3, h * w) of texels `at` (n,)."""
    tall, wide = faces.shape
    row, column = (each[:, None] + step for each, step in zip(np.divmod(at, wide), STEPS.T, strict=True))
    there = np.clip(row, 0, tall - 1) * wide + np.clip(column, 0, wide - 1)
    of = faces.ravel()
    same = (of[there] == of[at, None]) & (row >= 0) & (row < tall) & (column >= 0) & (column < wide)
    share = same * np.exp(-(STEPS**2).sum(axis=1) / np.float32(2 * SPREAD**2)).astype(np.float32)
    seen, usual = [tones[channel][there] for channel in range(3)], share
    tone = (seen[0] + seen[1] + seen[2]) / np.float32(3)
    for _ in range(ROUNDS):
        off = tone - _planes(usual, [tone])[..., 0] @ STEPPED.T
        usual = share / (1 + (off / np.float32(USUAL)) ** 2)
    return _planes(usual, seen)[:, 0]


def _planes(shares: Floats, values: list[Floats]) -> Floats:
    """(n, 3, c) planes nearest to c `values` (n, k) at `STEPS`: how high here, and by how much they rise a texel."""
    left = (shares @ (STEPPED[:, :, None] * STEPPED[:, None]).reshape(-1, 9)).reshape(-1, 3, 3)
    left[:, (1, 2), (1, 2)] += np.float32(STIFF)
    right = np.stack([(shares * each) @ STEPPED for each in values], axis=-1)
    return np.asarray(np.linalg.solve(left, right), np.float32)
