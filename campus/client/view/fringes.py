"""Texels beside a chart hold the light of its own face, and not of the chart that lies next to it.

Between charts a lightmap has a few texels that are of nothing, and the baker fills them from what is nearest. Where a
face ends aslant to the texels, that is now its own chart, now the one beside it; and a graphics card mixes such a
texel with the last one of the face: along the curved edge of a raft that hangs in the shade there were bright flecks,
of the side that a cove shines on. Here a face goes on beyond its edge. Pure numpy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.client.view.charts import AROUND
from campus.client.view.evened import with_rims

FAR = 2
"""Texels: the first may hold less than its half of the face, and a bevel goes on into the next."""
ASLANT = 0.5
"""How much a texel counts that touches another with a corner alone."""


Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


def with_own_fringes(light: Floats, faces: NDArray[np.int32], middles: Bools) -> Floats:
    """The same light (h, w, 3), in which texels of nothing beside a large face go on from it.

    Args:
        light: of one layer, any unit.
        faces: (h, w) on or beside which large face each texel lies, 0 for none.
        middles: (h, w) the texels whose middles lie on what they are of.
    """
    found, within = light.astype(np.float32), np.where(middles, faces, 0)
    most = np.array(faces.shape) - 1
    for far in range(FAR):
        faces = with_rims(faces) if far else faces
        here = np.stack(np.nonzero((within == 0) & ~middles & (faces > 0)), axis=1)
        # Beyond the lightmap's edge stands the edge, and that is of no face: charts keep away from it.
        there = tuple(np.clip(here + step, 0, most).T for step in AROUND)
        beside = np.stack([within[each[0], each[1]] for each in there])
        own = faces[here[:, 0], here[:, 1]]
        # A bevel is a face that has no texel to itself: it goes on from what is next.
        of = np.where((beside == own).any(axis=0), own, beside[(beside > 0).argmax(axis=0), np.arange(len(own))])
        total, count = np.zeros((len(own), 3), np.float32), np.zeros(len(own), np.float32)
        for each, number, step in zip(there, beside, AROUND, strict=True):
            share = ((number == of) & (of > 0)) * np.float32(ASLANT if all(step) else 1)
            total += share[:, None] * found[each[0], each[1]]
            count += share
        told = count > 0
        row, column = here[told].T
        found = found.copy()
        found[row, column], within[row, column] = total[told] / count[told, None], of[told]
    return found
