"""No lamp makes the ceiling that it lies on glow around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from campus.bake import DAY, LAMPS, Baked
from campus.client.view.behind_lamps import without_glow
from campus.mesh import Mesh, box, merge


def _lit(a_bake: Callable[..., Baked], space: Any) -> tuple[Mesh, Baked]:
    """A lamp of half a metre under a ceiling of ten, a texel of a tenth of a metre, that glows around it."""
    corners = np.array([(0, 0, 3), (0, 10, 3), (10, 10, 3), (10, 0, 3)], np.float32)
    quad, none = np.array([(0, 1, 2), (0, 2, 3)], np.int32), np.zeros(2, np.bool_)
    down = np.tile(np.array((0, 0, -1), np.float32), (4, 1))
    ceiling = Mesh(corners, down, corners[:, :2], quad, ("plaster",), np.zeros(2, np.int32), none)
    mesh = merge(ceiling, replace(box((0.5, 0.5, 0.05), at=(5.0, 5.0, 2.94)), materials=("glow",)))
    uvs = np.zeros((len(mesh.positions), 2), np.float32)
    uvs[:4] = corners[:, :2] / 10
    bake = a_bake(space)
    lamps = np.full((100, 100, 3), 20, np.float32)
    lamps += np.linspace(0, 1, 100, dtype=np.float32)[:, None, None]
    lamps[46:55, 46:55] = 4000
    layers = {
        DAY: replace(bake.layers[DAY], texels=np.full((100, 100, 3), 7, np.float32)),
        LAMPS: replace(bake.layers[LAMPS], texels=lamps),
    }
    sun = replace(bake.sun, texels=np.zeros((100, 100), np.uint8))
    return mesh, replace(bake, uvs=uvs, triangles=mesh.triangles, layers=layers, sun=sun)


def test_the_ceiling_around_a_lamp_is_as_bright_as_further_off(a_bake: Callable[..., Baked], room: Any) -> None:
    mesh, baked = _lit(a_bake, room)
    found = without_glow(mesh, baked, {"glow"})
    lamps = found.layers[LAMPS].texels
    assert baked.layers[LAMPS].texels.max() == 4000, "what was read stays as it is"
    assert lamps.max() < 21.1
    assert np.ptp(lamps[40:60, 50, 0]) > 0.1, "not one light for all of it"
    assert (found.layers[DAY].texels == 7).all()


def test_what_glows_without_a_lamp_stays(a_bake: Callable[..., Baked], room: Any) -> None:
    mesh, baked = _lit(a_bake, room)
    assert (without_glow(mesh, baked, set()).layers[LAMPS].texels[46:55, 46:55] == 4000).all()


def test_a_halo_on_a_wall_is_round_and_stays_bright(a_bake: Callable[..., Baked], room: Any) -> None:
    corners = np.array([(0, 8, 0), (10, 8, 0), (10, 8, 10), (0, 8, 10)], np.float32)
    quad, none = np.array([(0, 1, 2), (0, 2, 3)], np.int32), np.zeros(2, np.bool_)
    north = np.tile(np.array((0, -1, 0), np.float32), (4, 1))
    wall = Mesh(corners, north, corners[:, ::2], quad, ("plaster",), np.zeros(2, np.int32), none)
    mesh = merge(wall, replace(box((0.1, 0.1, 0.1), at=(5.0, 7.9, 4.95)), materials=("glow",)))
    _, baked = _lit(a_bake, room)
    uvs = np.zeros((len(mesh.positions), 2), np.float32)
    uvs[:4] = corners[:, ::2] / 10
    lamps = np.full((100, 100, 3), 20, np.float32)
    lamps[46:54, 48:53] = 900  # a square
    lamps[48:52, 49:51] = 4000
    layers = {**baked.layers, LAMPS: replace(baked.layers[LAMPS], texels=lamps)}
    baked = replace(baked, uvs=uvs, triangles=mesh.triangles, layers=layers)
    found = without_glow(mesh, baked, {"glow"}).layers[LAMPS].texels[..., 0]

    assert found[50, 50] > 1000
    aside, below = found[47, 47], found[46, 50]  # about as far; of the square, one was within and one was not
    assert 0.5 < aside / below < 2
    assert (found[:, :40] == 20).all()
