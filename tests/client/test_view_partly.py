"""A face that goes on into a vault is lit as its part that is seen, not by the sky above the roof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from campus.bake import DAY, Baked
from campus.client.view.partly import BESIDE, as_their_texels
from campus.mesh import flat, merge
from campus.space.model import Space

SEEN, SKY = 300.0, 4000.0


@pytest.fixture
def keystone(make_space: Callable[..., Space], a_bake: Callable[..., Baked]) -> tuple[Space, Baked]:
    """Half of a face has texels, the other half lies in the sky with a corner and a half; a face apart has none."""
    face = flat([(0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 0, 1)])
    apart = flat([(4, 0, 0), (5, 0, 0), (5, 0, 1), (4, 0, 1)])
    space = replace(make_space(), mesh=merge(face, apart))
    bake = a_bake(space)
    first, second = space.mesh.triangles[:2]
    texels = np.full((16, 16, 3), SEEN, np.float32)
    vertex = np.concatenate([first, np.arange(len(space.mesh.positions))]).astype(np.int32)
    triangles = space.mesh.triangles + 3
    triangles[0] = (0, 1, 2)
    uvs = np.zeros((len(vertex), 2), np.float32)
    uvs[:3] = (space.mesh.positions[first][:, ::2] + 0.5) / 2
    light = np.zeros((len(vertex), 3), np.float32)
    light[second + 3], light[space.mesh.triangles[2:] + 3] = SKY, SKY
    day = replace(bake.layers[DAY], texels=texels, vertices=light)
    sun = replace(bake.sun, vertices=np.zeros(len(vertex), np.uint8), texels=np.zeros((16, 16), np.uint8))
    return space, replace(
        bake, vertex=vertex, triangles=triangles.astype(np.int32), uvs=uvs, layers={DAY: day}, sun=sun
    )


def test_what_hangs_on_texels_goes_on_from_them(keystone: tuple[Space, Baked]) -> None:
    space, bake = keystone

    found = as_their_texels(space.mesh, bake).layers[DAY].vertices[bake.triangles[1], 0]

    shared = np.isin(space.mesh.triangles[1], space.mesh.triangles[0])
    assert shared.sum() == 2
    assert found[shared] == pytest.approx(SEEN, rel=1e-3)
    assert found[~shared] == pytest.approx(SEEN * BESIDE, rel=1e-3)


def test_what_has_no_texels_at_all_keeps_its_light(keystone: tuple[Space, Baked]) -> None:
    space, bake = keystone

    found = as_their_texels(space.mesh, bake).layers[DAY].vertices[bake.triangles[2:]]

    assert (found == SKY).all()
