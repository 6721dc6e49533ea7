"""The low tier's kerbs: no dashes where a side that looks away from the sun is lower than a pixel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.client.view.kerbs import SHOWS_M, with_low_sides
from campus.mesh import Mesh, box, merge

TOP, SIDE = 0.75, 0.25
"""Where on the map, each way, what looks up is lit, and all else."""


def a_floor(stands: Mesh) -> tuple[Mesh, NDArray[np.float32], NDArray[np.bool_]]:
    """Something on a floor at zero, where each of its corners is lit, and that the sun falls on what looks up."""
    mesh = merge(box((6, 6, 0.2), at=(0, 0, -0.2), material="gravel"), stands)
    corners = mesh.triangles.ravel()
    mesh = replace(
        mesh,
        positions=mesh.positions[corners],
        normals=mesh.normals[corners],
        uvs=mesh.uvs[corners],
        triangles=np.arange(len(corners), dtype=np.int32).reshape(-1, 3),
    )
    up = mesh.normals[:, 2] > 0.9
    rows = np.zeros((len(corners), 9), np.float32)
    rows[:, :2] = np.where(up, TOP, SIDE)[:, None]
    return mesh, rows, np.all(up[mesh.triangles], axis=1)


def area(mesh: Mesh) -> float:
    a, b, c = np.moveaxis(mesh.corners().astype(float), 1, 0)
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def test_the_sides_of_a_kerb_are_lit_as_its_top_is_and_lose_that_light_at_their_foot() -> None:
    mesh, rows, sunlit = a_floor(box((3, 0.1, 0.085), at=(0, 0, -0.05), material="stone"))
    sides = np.flatnonzero((mesh.material == mesh.materials.index("stone")) & (mesh.normals[::3, 2] == 0))

    made, lit, sunny = with_low_sides(mesh, rows, sunlit)

    long = sides[np.ptp(mesh.positions[mesh.triangles[sides], 0], axis=1) > 1]
    also = np.arange(len(mesh.triangles), len(made.triangles))
    corners = made.triangles[long]
    assert len(long) == 4
    assert np.allclose(lit[corners][..., :2], TOP)
    assert sunny[long].all()
    assert sunny[also].all()
    above = made.positions[corners][..., 2] > 0.03
    assert (made.normals[corners][above][:, 2] > 0.9).all()
    parts = made.triangles[np.concatenate([long, also])]
    deep = made.positions[parts][..., 2] < 0.035 - SHOWS_M + 1e-6
    assert deep.any()
    assert np.allclose(made.normals[parts][deep][:, 2], 0)
    assert area(made) == pytest.approx(area(mesh)), "what is in the ground is there still"
    others = np.setdiff1d(np.arange(len(mesh.triangles)), sides)
    assert np.array_equal(rows[mesh.triangles[others]], lit[made.triangles[others]])


@pytest.mark.parametrize(
    "stands",
    [
        box((3, 0.4, 0.1), material="stone"),
        box((3, 0.8, 0.04), at=(0, 0, 0.7), material="stone"),
        box((3, 0.4, 0.03), at=(2, 0, 0), material="stone"),
    ],
    ids=["a step", "a table", "what hangs over an edge"],
)
def test_a_side_that_shows_or_stands_before_an_edge_keeps_its_light(stands: Mesh) -> None:
    mesh, rows, sunlit = a_floor(stands)

    made, lit, sunny = with_low_sides(mesh, rows, sunlit)

    long = np.ptp(mesh.positions[mesh.triangles, 0], axis=1) > 1
    assert np.array_equal(made.triangles[long], mesh.triangles[long])
    assert np.array_equal(lit[: len(rows)], rows)
    assert np.array_equal(sunny[long], sunlit[long])
