"""A table: its top at its height and of its size, with room for knees below."""

from __future__ import annotations

import pytest

from campus.components.table import Table
from campus.mesh import is_closed


@pytest.mark.parametrize("shape", ["rectangle", "round"])
def test_its_top_is_at_its_height_and_of_its_size(shape: str) -> None:
    mesh = Table(size=(1.4, 1.4), height=0.74, shape=shape).mesh()  # type: ignore[arg-type]
    top = mesh.only(mesh.collides)
    assert top.bounds()[1][2] == pytest.approx(0.74)
    assert (top.bounds()[1] - top.bounds()[0])[:2] == pytest.approx([1.4, 1.4], abs=0.01)
    assert is_closed(mesh)


def test_there_is_room_for_knees_between_its_legs() -> None:
    mesh = Table(size=(1.4, 0.8)).mesh()
    near = mesh.positions[(abs(mesh.positions[:, 0]) < 0.5) & (mesh.positions[:, 2] < 0.62)]
    assert len(near) == 0


def test_top_and_legs_may_be_of_different_material() -> None:
    assert set(Table(top="limestone-smooth", material="iron").mesh().materials) == {"limestone-smooth", "iron"}
