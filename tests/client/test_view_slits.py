"""A panel that ends before its cheeks is drawn up to them, where what is behind it is dark."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from campus.bake.model import DAY, Baked
from campus.client.view.slits import without_slits
from campus.mesh import Mesh, box, facing, merge

WIDE = 1.66
"""Of the panel, metres; its middle is at 0."""


def _lift(slit: float, *, panel: float = WIDE, cheeks: str = "stone") -> Mesh:
    """A panel between two cheeks, and so wide a slit on either side."""
    between = panel / 2 + slit
    sides = [box((0.1, 1.8, 2.6), at=(way * (between + 0.05), -0.9, 0), material=cheeks) for way in (-1, 1)]
    return merge(box((panel, 0.05, 2.6), at=(0, -0.025, 0), material="stone"), *sides)


def _baked(mesh: Mesh, behind: float) -> Baked:
    """Light of corners alone: 1 on what looks out, and so much on what looks in."""
    normals, _, _ = facing(mesh.corners())
    light = np.ones((len(mesh.positions), 3), np.float32)
    light[mesh.triangles[normals[:, 1] < -0.9].ravel()] = behind
    layer = SimpleNamespace(texels=np.zeros((4, 4, 3), np.float32), vertices=light)
    known = SimpleNamespace(
        triangles=mesh.triangles,
        uvs=np.zeros((len(mesh.positions), 2), np.float32),
        layers={DAY: layer},
        manifest=SimpleNamespace(weights={DAY: 1.0}),
    )
    return cast("Baked", known)


def _width(mesh: Mesh) -> float:
    """Of the panel: its corners come first."""
    return float(np.ptp(mesh.positions[:24, 0]))


def test_a_panel_is_drawn_up_to_its_cheeks_where_a_slit_would_show_a_dark_shaft() -> None:
    mesh = _lift(0.02)

    found = without_slits(mesh, _baked(mesh, behind=0.05))

    assert _width(mesh) == pytest.approx(WIDE)
    assert _width(found) == pytest.approx(WIDE + 0.04, abs=1e-5)
    assert np.array_equal(found.positions[24:], mesh.positions[24:])
    assert np.array_equal(found.triangles, mesh.triangles)


@pytest.mark.parametrize(
    ("slit", "panel", "cheeks", "behind"),
    [
        pytest.param(0.02, WIDE, "stone", 0.5, id="lit behind"),
        pytest.param(0.005, WIDE, "stone", 0.05, id="a joint"),
        pytest.param(0.05, WIDE, "stone", 0.05, id="one looks in"),
        pytest.param(0.02, WIDE, "oak", 0.05, id="another material"),
        pytest.param(0.02, 0.06, "stone", 0.05, id="a batten"),
    ],
)
def test_other_gaps_stay(slit: float, panel: float, cheeks: str, behind: float) -> None:
    mesh = _lift(slit, panel=panel, cheeks=cheeks)

    found = without_slits(mesh, _baked(mesh, behind))

    assert np.array_equal(found.positions, mesh.positions)
