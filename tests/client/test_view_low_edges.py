"""No black lines where floors meet: an edge that is lower than a texel has the light of what lies above it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from campus.bake import DAY, Baked
from campus.client.view.low_edges import SHADED, with_low_edges
from campus.mesh import Mesh, box
from campus.space.model import Space

LUX = 500.0


def _baked(space: Space, a_bake: Callable[..., Baked], sides: float) -> Baked:
    """A box whose top is lit and whose sides have `sides` lux, all by texels."""
    mesh, bake = space.mesh, a_bake(space)
    up = np.asarray((mesh.normals[mesh.triangles][..., 2] > 0.9).all(axis=1))
    texels = np.full((4, 8, 3), sides, np.float32)
    texels[:, 4:] = LUX
    uvs = np.full((len(up) * 3, 2), 0.25, np.float32)
    uvs[np.repeat(up, 3), 0] = 0.75
    day = replace(bake.layers[DAY], texels=texels, vertices=np.zeros((len(uvs), 3), np.float32))
    return replace(
        bake,
        vertex=mesh.triangles.ravel().astype(np.int32),
        triangles=np.arange(len(uvs), dtype=np.int32).reshape(-1, 3),
        uvs=uvs,
        layers={DAY: day},
        sun=replace(bake.sun, vertices=np.zeros(len(uvs), np.uint8)),
    )


def _sides(mesh: Mesh) -> np.ndarray:
    return np.flatnonzero((np.abs(mesh.normals[mesh.triangles][..., 2]) < 0.1).all(axis=1))


def test_the_dark_side_of_a_slab_that_lies_in_the_ground_is_lit_as_its_top_is(
    make_space: Callable[..., Space], a_bake: Callable[..., Baked]
) -> None:
    slab = replace(make_space(), mesh=box((3, 2, 0.06), at=(0, 0, -0.05)))
    sides = _sides(slab.mesh)

    lit = with_low_edges(slab.mesh, _baked(slab, a_bake, sides=5.0))

    corners = lit.triangles[sides]
    assert len(sides) == 8
    assert np.allclose(lit.layers[DAY].vertices[corners], SHADED * LUX)
    assert not lit.uvs[corners].any()


def test_sides_that_are_lit_or_high_keep_their_light(
    make_space: Callable[..., Space], a_bake: Callable[..., Baked]
) -> None:
    for height, light in ((0.06, 0.8 * LUX), (0.3, 5.0)):
        space = replace(make_space(), mesh=box((3, 2, height)))
        bake = _baked(space, a_bake, sides=light)

        assert np.array_equal(with_low_edges(space.mesh, bake).triangles, bake.triangles)
