"""A vault's light is that of its corners, without stains; what is flat or large keeps its texels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from campus.bake import DAY, Baked
from campus.client.view.rounded import by_corners
from campus.components.vault import Vault
from campus.mesh import Mesh, box, merge
from campus.space.model import Space


@pytest.fixture
def vaulted(make_space: Callable[..., Space]) -> Space:
    """Two bays of a vault, and a plinth of as fine facets."""
    plinth = box((3.0, 3.0, 0.5), at=(0, 9, 0), material="lime-plaster")
    return replace(make_space(), mesh=merge(Vault(bays=2).mesh(), plinth))


def _stained(space: Space, a_bake: Callable[..., Baked]) -> Baked:
    """Even light of 300 lux on texels of 13 cm, a fifth brighter or darker from facet to facet."""
    mesh = space.mesh
    bake = a_bake(space, texel=0.135)
    random = np.random.default_rng(1)
    row = np.repeat(np.arange(len(mesh.triangles)), 3)
    uvs = np.stack([np.full(len(row), 0.5), (row + 0.5) / len(mesh.triangles)], axis=1).astype(np.float32)
    texels = np.repeat(300 * random.uniform(0.8, 1.2, (len(mesh.triangles), 1, 1)), 3, axis=2).repeat(4, axis=1)
    vertex = mesh.triangles.ravel().astype(np.int32)
    day = replace(bake.layers[DAY], texels=texels.astype(np.float32), vertices=np.zeros((len(vertex), 3), np.float32))
    seen = np.zeros(texels.shape[:2], np.uint8)
    seen[_vault(mesh)[0]] = 200
    return replace(
        bake,
        vertex=vertex,
        triangles=np.arange(len(vertex), dtype=np.int32).reshape(-1, 3),
        uvs=uvs,
        layers={DAY: day},
        sun=replace(bake.sun, texels=seen, vertices=np.zeros(len(vertex), np.uint8)),
    )


def _vault(mesh: Mesh) -> np.ndarray[Any, np.dtype[np.int64]]:
    ways = mesh.normals[mesh.triangles]
    return np.flatnonzero((np.ptp(ways, axis=1).max(axis=1) > 0.05) & (ways[..., 2] < 0).all(axis=1))


def test_facets_of_a_vault_meet_in_one_light_and_its_stains_are_gone(vaulted: Space, a_bake: Any) -> None:
    stained = _stained(vaulted, a_bake)
    vault = _vault(vaulted.mesh)

    even = by_corners(vaulted.mesh, stained)

    corners = even.triangles[vault]
    light = even.layers[DAY].vertices[corners][..., 1]
    assert (even.uvs[corners] == 0).all()  # where the lightmap is black
    assert light.mean() == pytest.approx(300, rel=0.03)
    assert light.std() < 0.25 * np.std(stained.layers[DAY].texels[vault, 0, 1])
    split = even.split(vaulted.mesh)
    places = np.concatenate([split.positions[corners], split.normals[corners]], axis=-1).reshape(-1, 6).round(3)
    _, same = np.unique(places, axis=0, return_inverse=True)
    of_place = [light.ravel()[same.ravel() == number] for number in range(20)]
    assert max(np.ptp(values) for values in of_place) < 1e-3


def test_what_is_flat_keeps_its_texels_and_triangles_their_places(vaulted: Space, a_bake: Any) -> None:
    stained = _stained(vaulted, a_bake)

    even = by_corners(vaulted.mesh, stained)

    split = even.split(vaulted.mesh)
    assert np.array_equal(split.corners(), vaulted.mesh.corners())
    flat = np.flatnonzero((vaulted.mesh.corners()[:, :, 1] > 7).all(axis=1))
    assert np.array_equal(even.uvs[even.triangles[flat]], stained.uvs[stained.triangles[flat]])
    assert np.array_equal(even.layers[DAY].texels, stained.layers[DAY].texels)


def test_sun_that_falls_on_a_facet_of_a_vault_is_known_at_its_corners(vaulted: Space, a_bake: Any) -> None:
    even = by_corners(vaulted.mesh, _stained(vaulted, a_bake))

    assert (even.sun.vertices[even.triangles[_vault(vaulted.mesh)[0]]] == 200).all()
    assert (even.sun.vertices == 200).mean() < 0.01
