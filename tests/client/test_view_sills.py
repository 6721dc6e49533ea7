"""What one space says of the light on the floor in its open arches."""

from __future__ import annotations

import numpy as np

from campus.bake import DAY
from campus.client.view.sills import carried_through
from campus.mesh import Mesh
from campus.space.model import View


def test_a_floor_that_is_laid_apart_in_an_arch_is_told_the_light_before_it() -> None:
    arch = View("arch", (0.0, 4.0, 1.5), 0.0, (2.0, 3.0), "garden")
    corners = np.array([(-3, 0, 0.01), (3, 0, 0.01), (3, 4, 0.01), (-3, 4, 0.01)], np.float32)
    laid = np.array([(-1, 4, 0), (1, 4, 0), (1, 4.5, 0), (-1, 4.5, 0)], np.float32)
    quads, quad = np.concatenate([corners, laid]), np.array([(0, 1, 2), (0, 2, 3)], np.int32)
    up = np.tile(np.array((0, 0, 1), np.float32), (8, 1))
    of, none = np.zeros(4, np.int32), np.zeros(4, np.bool_)
    mesh = Mesh(quads, up, quads[:, :2], np.concatenate([quad, quad + 4]), ("stone",), of, none)
    uvs = ((quads[:, :2] + (4, 1)) / 10).astype(np.float32)
    uvs[4:, 1] += 0.2
    light = np.full((100, 100, 3), 0.1, np.float32)
    light[:50] = np.linspace(1, 2, 100)[None, :, None]
    carried_through((arch,), mesh, uvs, {DAY: light})
    strip = light[71:74, 31:49, 0]
    assert np.allclose(strip, np.linspace(1, 2, 100)[None, 31:49], atol=0.02)
    assert light[72, 60, 0] == np.float32(0.1), "beside the arch nothing is laid"
    whole = np.full((100, 100, 3), 0.5, np.float32)
    uvs[4:, 1] -= 0.2
    carried_through((arch,), mesh, uvs, {DAY: whole})
    assert (whole == 0.5).all()
