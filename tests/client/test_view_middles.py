"""Texels at a chart's edge that are of nothing."""

from __future__ import annotations

import numpy as np

from campus.client.view.middles import middles_within
from campus.mesh import flat

SIZE = (40, 40)
"""Texels of 0.1 m, of a wall of 3 m."""


def test_what_lies_over_the_edge_of_a_face_is_none_of_it() -> None:
    wall = flat([(0, 0, 0), (3, 0, 0), (3, 0, 3), (0, 0, 3)])
    # It ends in the middle of texels, as charts do.
    uvs = (wall.positions[:, ::2] / 4 * 0.9 + 0.5 / 40).astype(np.float32)
    within = middles_within(wall, uvs, SIZE)

    assert within[:28, :28].all()
    assert not within[28:].any()
    assert not within[:, 28:].any()
