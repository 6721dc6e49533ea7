"""Specimens: every material of the campus has a thing on which one meets it, whole and in the picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from campus.scene import load_campus
from campus.tools.specimens import FORMS, specimen

CAMPUS = load_campus(Path(__file__).parents[2])


@pytest.mark.parametrize("name", sorted(CAMPUS.materials))
def test_a_material_covers_much_of_its_picture(name: str) -> None:
    """Rays from the eye, in a cone as wide as the picture: much of what they meet first is that material."""
    made = specimen(CAMPUS.materials[name])
    assert np.isfinite(made.mesh.positions).all()
    eye, look = np.array(made.eye), np.array(made.look)
    ahead = (look - eye) / np.linalg.norm(look - eye)
    right = np.cross(ahead, (0, 0, 1))
    right /= np.linalg.norm(right)
    up = np.cross(right, ahead)
    reach = np.tan(np.radians(made.fov / 2)) * 0.62  # as much of a square as its inner two thirds
    mine = made.mesh.materials.index(name)
    a, b, c = np.moveaxis(made.mesh.corners().astype(np.float64), 1, 0)
    met = []
    for x in np.linspace(-reach, reach, 5):
        for y in np.linspace(-reach, reach, 5):
            way = ahead + right * x + up * y
            p = np.cross(way, c - a)
            determinant = ((b - a) * p).sum(1)
            safe = np.where(np.abs(determinant) < 1e-12, np.inf, determinant)
            u = ((eye - a) * p).sum(1) / safe
            q = np.cross(eye - a, b - a)
            v, t = (q @ way) / safe, ((c - a) * q).sum(1) / safe
            hit = np.where((u >= 0) & (v >= 0) & (u + v <= 1) & (t > 1e-6), t, np.inf)
            met.append(made.mesh.material[int(hit.argmin())] == mine and np.isfinite(hit.min()))
    assert np.mean(met) >= 0.3


def test_what_one_sits_on_writes_on_or_sees_through_is_shown_so() -> None:
    def of(name: str) -> set[str]:
        return set(specimen(CAMPUS.materials[name]).mesh.materials)

    assert {"paper", "signal-red"} <= of("whiteboard")
    assert "oak" in of("blue-fabric")
    assert {"tomette", "cobalt"} <= of("glass")
    assert {"faience", "faience-blue"} & of("water"), "tiles lie under it"
    assert "oak" in of("paint-white")


def test_every_form_belongs_to_a_pattern_that_a_material_has() -> None:
    assert set(FORMS) <= {material.pattern for material in CAMPUS.materials.values()}
