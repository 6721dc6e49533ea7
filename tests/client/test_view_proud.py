"""Stones a finger's breadth before a wall are lit as the wall around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from campus.bake import DAY, Baked
from campus.client.view.proud import as_their_walls
from campus.mesh import Mesh, flat, merge
from campus.space.model import Space

SIZE = 64
"""Texels each way, of 0.1 m; the wall's are the first forty rows and columns of them."""


def _upright(left: float, low: float, wide: float, tall: float, before: float) -> Mesh:
    """A front that looks along -y, so far before the wall y = 0."""
    right, top = left + wide, low + tall
    return flat([(left, -before, low), (right, -before, low), (right, -before, top), (left, -before, top)])


@pytest.fixture
def lit(make_space: Callable[..., Space], a_bake: Callable[..., Baked]) -> Callable[[Mesh, float], tuple[Space, Baked]]:
    """A wall of 4 m, whose light rises from 100 to 500 lux along it, with a thing before it that holds another."""

    def made(thing: Mesh, texels: float) -> tuple[Space, Baked]:
        wall = _upright(0, 0, 4, 4, 0)
        space = replace(make_space(), mesh=merge(wall, thing))
        bake = a_bake(space)
        light = np.full((SIZE, SIZE, 3), 9000.0, np.float32)
        light[:40, :40] = (100 + 10 * (np.arange(40) + 0.5))[None, :, None]
        places = np.concatenate([wall.positions[:, ::2] * 10, 50 + (thing.positions[:, ::2] - thing.positions[0, ::2])])
        places[4:] = 50 + (places[4:] - 50) * texels / np.ptp(places[4:, 0])
        day = replace(bake.layers[DAY], texels=light, vertices=np.zeros((len(space.mesh.positions), 3), np.float32))
        sun = replace(bake.sun, texels=np.zeros((SIZE, SIZE), np.uint8))
        return space, replace(bake, layers={DAY: day}, sun=sun, uvs=(places / SIZE).astype(np.float32))

    return made


def test_a_stone_of_few_texels_has_the_light_of_the_wall_beside_it(
    lit: Callable[[Mesh, float], tuple[Space, Baked]],
) -> None:
    space, bake = lit(_upright(1.9, 1.8, 0.2, 0.3, 0.03), 1.5)
    found = as_their_walls(space.mesh, bake)
    corners = found.triangles[2:].ravel()
    told = found.layers[DAY].vertices[corners].mean(axis=1)
    along = space.mesh.corners()[2:].reshape(-1, 3)[:, 0]
    assert (found.uvs[corners] == 0).all()
    assert np.allclose(told, 100 + 100 * along, rtol=0.06)
    assert told[along > 2].min() > told[along < 2].max()
    assert np.array_equal(found.triangles[:2], bake.triangles[:2])


def test_a_stone_that_has_texels_enough_or_stands_further_out_keeps_its_own_light(
    lit: Callable[[Mesh, float], tuple[Space, Baked]],
) -> None:
    for before, texels in ((0.03, 4.0), (0.10, 1.5), (-0.03, 1.5)):
        space, bake = lit(_upright(1.9, 1.8, 0.2, 0.3, before), texels)
        assert as_their_walls(space.mesh, bake) is bake


def test_a_stone_on_what_covers_the_wall_far_around_keeps_its_own_light(
    lit: Callable[[Mesh, float], tuple[Space, Baked]],
) -> None:
    space, bake = lit(merge(_upright(1.9, 1.8, 0.2, 0.3, 0.03), _upright(0.9, 0.8, 2.2, 2.3, 0.02)), 1.5)
    uvs = bake.uvs.copy()
    uvs[8:] = 0
    covered = replace(bake, uvs=uvs)
    assert as_their_walls(space.mesh, covered) is covered
