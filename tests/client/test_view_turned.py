"""A moulding that is finer than a texel has no stains and no seam where its ring closes, and keeps its hollows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from campus.bake import DAY
from campus.client.view.turned import evened_rings
from campus.components.column import Column
from campus.mesh import box, merge


def test_a_torus_is_lit_without_stains_and_its_ring_closes_without_a_seam(make_space: Any, a_bake: Any) -> None:
    block = box((3.0, 3.0, 0.5), at=(0, 9, 0), material="lime-plaster")
    space = replace(make_space(), mesh=merge(Column(height=4, radius=0.48).mesh(), block))
    mesh = space.mesh
    bake = a_bake(space, texel=0.12)
    count = len(mesh.positions)
    light = 300 * np.random.default_rng(1).uniform(0.7, 1.4, (count, 1)).repeat(3, axis=1).astype(np.float32)
    down = mesh.normals[:, 2] < -0.5
    light[down] *= 0.3
    none = np.zeros((count, 2), np.float32)
    day = replace(bake.layers[DAY], vertices=light)
    stained = replace(
        bake,
        vertex=np.arange(count, dtype=np.int32),
        triangles=mesh.triangles.astype(np.int32),
        uvs=none,
        layers={DAY: day},
        sun=replace(bake.sun, vertices=np.zeros(count, np.uint8)),
    )

    even = evened_rings(mesh, stained).layers[DAY].vertices[:, 1]

    away = np.hypot(mesh.positions[:, 0], mesh.positions[:, 1])
    torus = (away < 0.7) & (away > 0.5) & (mesh.positions[:, 2] > 0.02) & (mesh.positions[:, 2] < 0.4)
    # A ring's stains: light of all that has one height and looks as steeply.
    ring = np.round(np.stack([mesh.positions[:, 2], mesh.normals[:, 2]], axis=1), 3)
    _, of = np.unique(ring, axis=0, return_inverse=True)
    rings = [np.flatnonzero(torus & (of.ravel() == number)) for number in np.unique(of.ravel()[torus])]
    rings = [ring for ring in rings if len(ring) > 20 and (even[ring] != light[ring, 1]).any()]
    assert len(rings) > 5
    for vertices in rings:
        assert np.std(even[vertices]) < 0.6 * np.std(light[vertices, 1])
        places = mesh.positions[vertices].round(4)
        _, same = np.unique(places, axis=0, return_inverse=True)
        closing = [even[vertices][same.ravel() == n] for n in np.flatnonzero(np.bincount(same.ravel()) > 1)]
        assert closing
        assert max(np.ptp(values) for values in closing) == pytest.approx(0, abs=1e-3)
    assert even[torus & down].mean() < 0.6 * even[torus & ~down].mean()
    apart = mesh.positions[:, 1] > 7
    assert np.array_equal(even[apart], light[apart, 1])
