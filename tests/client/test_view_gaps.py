"""A finger's gap between what hangs on a wall is dark, whatever glares above it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.client.view.gaps import dark_in_gaps
from campus.mesh import Mesh, box, flat, merge

SIZE = (40, 40)
"""Texels of 0.1 m, of a wall of 3 m."""
LIT, SHADE = 100.0, 1.0


def _lit(*things: Mesh) -> NDArray[np.float32]:
    """How bright each texel of a wall is whose upper part glares, with cladding up to there."""
    wall = flat([(0, 0, 0), (3, 0, 0), (3, 0, 3), (0, 0, 3)])
    mesh = merge(wall, *things)
    uvs = np.zeros((len(mesh.positions), 2), np.float32)
    uvs[:4] = wall.positions[:, ::2] / 4
    faces = np.zeros(SIZE, np.int32)
    faces[:30, :30] = 1
    light = np.full((*SIZE, 3), SHADE, np.float32)
    light[20:] = LIT
    light[19] = LIT / 4  # what spread
    found: NDArray[np.float32] = dark_in_gaps(light, mesh, uvs, faces)[..., 0]
    return found


def test_what_spreads_into_a_gap_between_two_panels_goes_out() -> None:
    panels = [box((1.49, 0.05, 2.02), at=(x, -0.03, 0)) for x in (0.745, 2.255)]
    found = _lit(*panels)

    assert (found[19, 2:28] < SHADE / 2).all()
    assert (found[21:30, :30] == LIT).all()


def test_a_wall_that_one_sees_beside_its_panels_keeps_its_light() -> None:
    panels = [box((1.0, 0.05, 2.02), at=(x, -0.03, 0)) for x in (0.5, 2.5)]
    found = _lit(*panels)

    assert (found[19, 11:19] == LIT / 4).all()
    assert (_lit()[19, :30] == LIT / 4).all()
