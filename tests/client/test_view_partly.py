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


def test_a_sliver_above_a_roof_tells_nothing_of_the_face_below_it(keystone: tuple[Space, Baked]) -> None:
    """A keystone's upper edge was a centimetre above a roof: a pale wedge ran from there down to where one sees it."""
    space, bake = keystone
    mesh, count = space.mesh, len(space.mesh.positions)
    top = np.flatnonzero((mesh.positions[:4, 2] == 1) & np.isin(np.arange(4), mesh.triangles[1]))
    (far,) = set(mesh.triangles[1].tolist()) - set(mesh.triangles[0].tolist())
    assert far in top
    sliver = np.array([[*top, count]], np.int32)
    with_sliver = replace(
        mesh,
        positions=np.concatenate([mesh.positions, [(0.5, 0, 1.01)]]).astype(np.float32),
        normals=np.concatenate([mesh.normals, mesh.normals[:1]]),
        uvs=np.concatenate([mesh.uvs, mesh.uvs[:1]]),
        triangles=np.concatenate([mesh.triangles, sliver]),
        material=np.append(mesh.material, mesh.material[:1]),
        collides=np.append(mesh.collides, mesh.collides[:1]),
    )
    day, made = bake.layers[DAY], len(bake.vertex)
    texels = day.texels.copy()
    texels[13:, 13:] = SKY
    baked = replace(
        bake,
        vertex=np.concatenate([bake.vertex, sliver[0]]),
        triangles=np.concatenate([bake.triangles, made + np.arange(3, dtype=np.int32)[None]]),
        uvs=np.concatenate([bake.uvs, np.array([(0.9, 0.9), (0.95, 0.9), (0.92, 0.95)], np.float32)]),
        layers={
            DAY: replace(day, texels=texels, vertices=np.concatenate([day.vertices, np.zeros((3, 3), np.float32)]))
        },
        sun=replace(bake.sun, vertices=np.zeros(made + 3, np.uint8)),
    )

    found = as_their_texels(with_sliver, baked).layers[DAY].vertices[baked.triangles[1], 0]

    assert found.max() <= SEEN * BESIDE * 1.001


def test_a_corner_is_held_no_further_off_than_what_touches_it_there(keystone: tuple[Space, Baked]) -> None:
    """The soffit of an impost is of two halves: that with texels all over was dim there, the other one half as bright
    again, and where they met a line broke off."""
    space, bake = keystone
    mesh, count, made = space.mesh, len(space.mesh.positions), len(bake.vertex)
    (far,) = set(mesh.triangles[1].tolist()) - set(mesh.triangles[0].tolist())
    goes_on = mesh.positions[far] + np.array([(0, 0, 0), (1, 0, 0), (0, 0, 1)], np.float32)
    with_other = replace(
        mesh,
        positions=np.concatenate([mesh.positions, goes_on]),
        normals=np.concatenate([mesh.normals, mesh.normals[[far, far, far]]]),
        uvs=np.concatenate([mesh.uvs, mesh.uvs[:3]]),
        triangles=np.concatenate([mesh.triangles, count + np.arange(3, dtype=np.int32)[None]]),
        material=np.append(mesh.material, mesh.material[:1]),
        collides=np.append(mesh.collides, mesh.collides[:1]),
    )
    day = bake.layers[DAY]
    texels, light = day.texels.copy(), np.concatenate([day.vertices, np.zeros((3, 3), np.float32)])
    texels[13:, 13:] = SEEN / 2
    light[bake.triangles[1]] = SEEN / 3
    baked = replace(
        bake,
        vertex=np.concatenate([bake.vertex, count + np.arange(3, dtype=np.int32)]),
        triangles=np.concatenate([bake.triangles, made + np.arange(3, dtype=np.int32)[None]]),
        uvs=np.concatenate([bake.uvs, np.array([(0.88, 0.88), (0.98, 0.88), (0.88, 0.98)], np.float32)]),
        layers={DAY: replace(day, texels=texels, vertices=light)},
        sun=replace(bake.sun, vertices=np.zeros(made + 3, np.uint8)),
    )

    found = as_their_texels(with_other, baked).layers[DAY].vertices[baked.triangles[1], 0]

    assert found[space.mesh.triangles[1] == far] == pytest.approx(SEEN / 2, rel=1e-3)
