"""A path's rim is lit as its top; kerbs and walls keep a light of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from campus.bake import DAY, Baked
from campus.client.view.rims import as_their_tops
from campus.components.path import Path
from campus.mesh import box, merge
from campus.space.model import Space


@pytest.fixture
def lit(make_space: Callable[..., Space], a_bake: Callable[..., Baked]) -> tuple[Space, Baked]:
    """A path and a kerb, each vertex lit as brightly as it looks up: tops 1,000 lux, sides none."""
    path = Path(points=((0.0, 0.0), (4.0, 0.0)), width=2.0, thickness=0.014, material="gravel").mesh()
    kerb = box((1.0, 1.0, 0.15), at=(0, 5, -0.05), material="gravel")
    space = replace(make_space(), mesh=merge(path, kerb))
    bake = a_bake(space)
    own = np.repeat(np.maximum(space.mesh.normals[:, 2:], 0) * 1000, 3, axis=1).astype(np.float32)
    day = replace(bake.layers[DAY], vertices=own)
    return space, replace(bake, layers={DAY: day}, uvs=np.zeros_like(bake.uvs))


def test_the_rim_of_a_path_has_the_light_of_its_top_and_looks_up(lit: tuple[Space, Baked]) -> None:
    space, bake = lit
    found = as_their_tops(space.mesh, bake)
    rims = np.flatnonzero((found.triangles != bake.triangles).any(axis=1))
    assert len(rims) == 8
    assert (found.layers[DAY].vertices[found.triangles[rims]] == 1000).all()
    split = found.split(space.mesh)
    corners = split.triangles[rims].ravel()
    upper = split.positions[corners, 2] > 0
    assert split.normals[corners[upper], 2].min() > 0.99
    assert np.allclose(split.corners(), space.mesh.corners(), atol=1e-6)


def test_what_stands_over_the_ground_keeps_its_own_light(lit: tuple[Space, Baked]) -> None:
    space, bake = lit
    found = as_their_tops(space.mesh, bake)
    kerb = np.flatnonzero(space.mesh.corners()[..., 2].max(axis=1) > 0.05)
    assert len(kerb)
    assert np.array_equal(found.triangles[kerb], bake.triangles[kerb])


def test_a_space_without_paths_is_lit_as_it_was(make_space: Any, a_bake: Any) -> None:
    space = make_space()
    bake = a_bake(space)
    assert as_their_tops(space.mesh, bake) is bake


def test_both_ends_of_a_rim_lie_where_one_top_lies_on_the_lightmap(lit: tuple[Space, Baked]) -> None:
    """Between two tops that are far apart on it lies the light of anything."""
    space, bake = lit
    corners = bake.triangles.ravel()
    apart = np.repeat(np.linspace(0.1, 0.9, len(bake.triangles)), 3)[:, None] * np.ones(2)
    bake = replace(
        bake,
        vertex=bake.vertex[corners],
        triangles=np.arange(len(corners), dtype=np.int32).reshape(-1, 3),
        uvs=apart.astype(np.float32),
        layers={n: replace(layer, vertices=layer.vertices[corners]) for n, layer in bake.layers.items()},
        sun=replace(bake.sun, vertices=bake.sun.vertices[corners]),
    )
    found = as_their_tops(space.mesh, bake)
    rims = np.flatnonzero((found.triangles != bake.triangles).any(axis=1))
    assert len(rims) == 8
    assert np.ptp(found.uvs[found.triangles[rims]], axis=1).max() == 0
