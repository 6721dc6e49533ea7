"""Shutters: two leaves of lying louvres that fill their frame, lie behind its face, and are few triangles each."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.shutters import Shutters


def test_two_leaves_fill_the_frame_and_are_shut_behind_its_face() -> None:
    mesh = Shutters(wall="north", at=3.0, size=(1.2, 1.8), height=0.9).mesh()
    leaves, frame = mesh.of("paint-sage").bounds(), mesh.of("limestone-smooth").bounds()
    assert leaves[:, 0] == pytest.approx([-0.597, 0.597], abs=1e-3)
    assert leaves[:, 2] == pytest.approx([0.904, 2.696], abs=1e-3)
    assert frame[0][1] < leaves[0][1] < leaves[1][1] < 0
    assert frame[0][0] < leaves[0][0]


def test_its_louvres_lie_and_stand_back_from_the_stiles() -> None:
    mesh = Shutters(wall="north", at=3.0).mesh()
    louvres = mesh.of("sage-louvres")
    # The pattern's slats are upright along v: here v runs along the wall.
    assert np.ptp(louvres.uvs[:, 0]) > np.ptp(louvres.uvs[:, 1])
    assert louvres.bounds()[0][1] > mesh.of("paint-sage").bounds()[0][1] + 0.015


def test_a_leaf_costs_at_most_sixty_triangles() -> None:
    mesh = Shutters(wall="north", at=3.0).mesh()
    leaves = len(mesh.of("paint-sage").triangles) + len(mesh.of("sage-louvres").triangles)
    assert leaves <= 2 * 60 + 10  # and a strip where they meet
