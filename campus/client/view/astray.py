"""Light of texels that the baker asked for elsewhere: on a fan of long triangles, metres away from where they lie.

A texel stands for some points around its middle, and the baker draws a point that leaves the texel's triangle back into
it, by holding the three shares of its corners at nothing or more. On a triangle that is thinner than a texel, such as
those along the curved edge of a raft, half a texel beside it is half of the way to its far corner: the point slides
along the edge, to where another light falls. That was a brown smudge at the bright end of a raft, light pools on a
lintel, streaks on the apron of a table. How far its points slid is known of each texel; those that were asked where
they lie tell the others of their face. Pure numpy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.charts import Charts, owners
from campus.bake.sites import spread
from campus.client.view.charts import laid
from campus.mesh import Mesh

FAR = 1.5
"""Texels: what slid so far is as much its own light as that of the others; what slid twice as far, hardly."""
REACH = 4
"""Texels each way that tell of one."""
NEAR = 1.3
"""Texels: what is so far away tells less by a factor of e to the half."""
ALIKE = 0.45
"""By how much light may differ (its logarithm) and still tell by half: what differs more is an edge, or is buried."""
ENOUGH = 0.1
"""Of what one sure texel on the spot would tell: so much together and own light count the same."""
LEAST = 1e-6

Floats = NDArray[np.float32]


def strayed(mesh: Mesh, uvs: Floats, size: tuple[int, int]) -> Floats:
    """(h, w) how far the points that stand for each texel of a lightmap are from its middle, on the mean, in texels.

    Args:
        mesh: whose vertices are split where charts end.
        uvs: (n, 2) where each vertex lies on the lightmap, 0 to 1; nothing where it has no texels.
        size: of the lightmap, height and width in texels.
    """
    at, texels = laid(mesh, uvs, size)
    places, vertex = uvs.astype(np.float64) * (size[1], size[0]), np.arange(len(uvs), dtype=np.int32)
    charts = Charts(vertex, mesh.triangles, places, texels > LEAST, (size[1], size[0]), 1.0, 0, 0.0)
    owner, where = owners(charts)
    texel = np.flatnonzero(owner.ravel() >= 0)
    of, middle = owner.ravel()[texel], where.reshape(-1, 2)[texel]
    off = (spread(charts, of, middle) - middle[:, None]).mean(axis=1)
    along, across = at[of, 1] - at[of, 0], at[of, 2] - at[of, 0]
    found = np.zeros(owner.size, np.float32)
    found[texel] = np.linalg.norm(off[:, :1] * along + off[:, 1:] * across, axis=1)
    return found.reshape(size)


def told_by_others(light: Floats, far: Floats, faces: NDArray[np.int32]) -> Floats:
    """The same light (h, w, 3), in which those texels that were asked for elsewhere have that of those around them.

    Args:
        light: of one layer, any unit.
        far: (h, w) as `strayed` has it.
        faces: (h, w) on which face each texel is seen, 0 for none; what is of none stays.
    """
    sure = (1 / (1 + (far / np.float32(FAR)) ** 4)).astype(np.float32)
    tones = np.log(np.maximum(light, np.float32(LEAST))).astype(np.float32)
    row, column = np.nonzero((faces > 0) & (far > FAR / 2))
    of, own = faces[row, column], tones[row, column]
    # Beyond the lightmap's edge stands nobody.
    wide = faces.shape[1] + 2 * REACH
    faces, sure = np.pad(faces, REACH).ravel(), np.pad(sure, REACH).ravel()
    around = np.pad(tones, ((REACH, REACH), (REACH, REACH), (0, 0))).reshape(-1, 3)
    level = around.mean(axis=1)
    at = (row + REACH) * wide + column + REACH
    total, told = np.zeros(len(at), np.float32), np.zeros((len(at), 3), np.float32)
    for down in range(-REACH, REACH + 1):
        for right in range(-REACH, REACH + 1):
            there = at + (down * wide + right)
            near = np.float32(np.exp(-(down * down + right * right) / (2 * NEAR**2)))
            share = near * sure[there] * (faces[there] == of)
            share /= 1 + ((level[there] - level[at]) / np.float32(ALIKE)) ** 4
            total += share
            told += share[:, None] * around[there]
    by = (1 - sure[at]) * total / (total + np.float32(ENOUGH))
    found = light.astype(np.float32)
    found[row, column] = np.exp(own + by[:, None] * (told / np.maximum(total, np.float32(LEAST))[:, None] - own))
    return found
