"""Light at corners of bevels that lie in the ground, or within a wall, and see the open sky there.

Edges finer than a texel are lit at their corners. The foot of a door frame is bevelled half a centimetre, and that
corner is in the floor: from beneath, the day shines on it as on a roof, and a white thread is drawn along the foot of
the frame. A corner that is far brighter than the other side of its bevel, and than the air around, is told the light
of that side. Pure numpy.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from campus.bake.encoding import LUMINANCE
from campus.bake.model import DAY, Baked
from campus.mesh import Mesh

BEVEL_M = 0.02
"""Corners that are so near to each other have about the same light."""
BRIGHTER = 3.0
"""A leak is so much brighter than the other side, and than the air."""
ROUNDS = 3
"""So many corners deep."""

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def without_leaks(mesh: Mesh, baked: Baked) -> Baked:
    """The same light, in which no corner of a bevel shines that lies where nobody sees it.

    Args:
        mesh: `Space.mesh` of the space that was baked.
        baked: its light; what comes back has the same triangles and vertices.
    """
    positions = mesh.positions[baked.vertex]
    of = baked.triangles[baked.by_corners]
    sides = np.concatenate([of[:, (0, 1)], of[:, (1, 2)], of[:, (2, 0)]]).astype(np.int64)
    sides = sides[((positions[sides[:, 0]] - positions[sides[:, 1]]) ** 2).sum(axis=1) < BEVEL_M**2]
    sides = np.concatenate([sides, sides[:, ::-1]])
    day = baked.layers.get(DAY)
    if day is None or not len(sides):
        return baked
    # Lamps hang within; what they light so much more than the air is beside them.
    held = _held(day.vertices, sides, _Air(baked, day.probes), positions)
    return replace(baked, layers={**baked.layers, DAY: replace(day, vertices=held)})


class _Air:
    """How bright it is around a place: the middle one of the probes there, since some lie in walls.

    Args:
        baked: whose probes they are.
        probes: (z, y, x, 4, 3) of a layer.
    """

    def __init__(self, baked: Baked, probes: Floats) -> None:
        self._bright = probes[..., 0, :] @ LUMINANCE
        self._low, self._step = (np.array(each) for each in (baked.manifest.probes_low, baked.manifest.probes_step))

    def at(self, positions: Floats) -> Floats:
        """(n,) at positions (n, 3)."""
        nearest = ((positions - self._low) / self._step).round().astype(np.int64)[:, ::-1]
        around = np.stack(np.meshgrid(*[(-1, 0, 1)] * 3), axis=-1).reshape(-1, 3)
        where = np.clip(nearest[:, None] + around, 0, np.array(self._bright.shape) - 1)
        return np.asarray(np.median(self._bright[tuple(np.moveaxis(where, -1, 0))], axis=1), np.float32)


def _held(light: Floats, sides: Ints, air: _Air, positions: Floats) -> Floats:
    """(n, 3) light of corners, none of which leaks.

    Args:
        light: (n, 3) of one layer.
        sides: (m, 2) corners that are near to each other, both ways.
        air: around them.
        positions: (n, 3) theirs.
    """
    found = light
    for _ in range(ROUNDS):
        bright = found @ LUMINANCE
        leaking = sides[bright[sides[:, 0]] > BRIGHTER * bright[sides[:, 1]]]
        around = air.at(positions[leaking[:, 0]])
        glaring = bright[leaking[:, 0]] > BRIGHTER * around
        leaking, around = leaking[glaring], around[glaring]
        if not len(leaking):
            break
        # Of several other sides, the one that is most like the air: some are in the dark.
        apart = np.abs(np.log(np.maximum(bright[leaking[:, 1]], 1e-3) / np.maximum(around, 1e-3)))
        order = np.lexsort([apart, leaking[:, 0]])
        corner, first = np.unique(leaking[order, 0], return_index=True)
        found = found.copy()
        found[corner] = found[leaking[order[first], 1]]
    return found
