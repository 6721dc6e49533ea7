"""A free-standing wall: gaps where they are asked for, from its left end, plinth and coping round them."""

from __future__ import annotations

import pytest

from campus.components.wall import Gap, Wall
from campus.mesh import is_closed, volume


def test_it_stands_centred_and_closed() -> None:
    mesh = Wall(length=4, height=2.6, thickness=0.2).mesh()
    assert mesh.bounds()[0] == pytest.approx([-2, -0.1, 0], abs=1e-4)
    assert mesh.bounds()[1] == pytest.approx([2, 0.1, 2.6], abs=1e-4)
    assert is_closed(mesh)
    assert volume(mesh) == pytest.approx(4 * 2.6 * 0.2, rel=1e-3)


def test_gaps_are_counted_from_the_left_of_who_sees_its_front() -> None:
    """Its front looks to +Y, so that its left end is at +x."""
    mesh = Wall(length=4, gaps=(Gap(at=1.0, size=(1.0, 2.1)),), plinth=0.3).mesh()
    foot = mesh.positions[(mesh.positions[:, 2] < 0.2) & (mesh.positions[:, 0] > 0.51) & (mesh.positions[:, 0] < 1.49)]
    assert len(foot) == 0
    assert mesh.collides.all()
