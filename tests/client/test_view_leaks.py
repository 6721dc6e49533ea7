"""A bevel's corner that lies in the floor does not draw a white thread along the foot of a door frame."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.bake import DAY, Baked
from campus.client.view.leaks import without_leaks
from campus.mesh import Mesh, box

LIT, LEAKS = 65.0, 3000.0


def _lit(make_space: Any, a_bake: Any, air: float) -> tuple[Mesh, Baked, NDArray[np.bool_]]:
    """A beam that is lit at its corners alone, its bake, and which corners shine: those that lie lowest."""
    mesh = box((2.0, 1.0, 0.5), at=(0, 0, 0), bevel=0.005, material="lime-plaster")
    bake = a_bake(replace(make_space(), mesh=mesh), texel=0.12)
    count = len(mesh.positions)
    lowest = mesh.positions[:, 2] < 0.001
    light = np.where(lowest, LEAKS, LIT).astype(np.float32)[:, None].repeat(3, axis=1)
    day = bake.layers[DAY]
    own = replace(
        bake,
        vertex=np.arange(count, dtype=np.int32),
        triangles=mesh.triangles.astype(np.int32),
        uvs=np.zeros((count, 2), np.float32),
        layers={DAY: replace(day, vertices=light, probes=np.full_like(day.probes, air))},
        sun=replace(bake.sun, vertices=np.zeros(count, np.uint8)),
    )
    return mesh, own, lowest


def test_a_corner_in_the_floor_has_the_light_of_the_other_side_of_its_bevel(make_space: Any, a_bake: Any) -> None:
    mesh, bake, lowest = _lit(make_space, a_bake, air=100.0)

    light = without_leaks(mesh, bake).layers[DAY].vertices

    assert lowest.any()
    assert np.allclose(light, LIT)


def test_a_bright_edge_in_bright_air_stays_bright(make_space: Any, a_bake: Any) -> None:
    mesh, bake, lowest = _lit(make_space, a_bake, air=2000.0)

    light = without_leaks(mesh, bake).layers[DAY].vertices

    assert np.allclose(light[lowest], LEAKS)
