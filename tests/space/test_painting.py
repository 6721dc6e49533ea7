"""What one draw call may serve: the plain, and the little; never glass, never a mirror, never one alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from campus.mesh import box, merge
from campus.scene.model import Campus, Material
from campus.space.painting import paintable

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def materials(shipped_campus: Campus) -> dict[str, Material]:
    return dict(shipped_campus.materials)


def test_small_things_of_many_materials_are_painted_together(materials: dict[str, Material]) -> None:
    small = merge(*(box((0.1, 0.1, 0.1), material=name) for name in ("steel", "rubber", "leather", "oak")))
    assert set(paintable(small, materials)) == {"steel", "rubber", "leather", "oak"}


def test_what_shows_a_pattern_is_large_is_seen_through_or_mirrors_is_not(materials: dict[str, Material]) -> None:
    mesh = merge(
        box((3, 3, 0.1), material="oak"),
        box((3, 3, 0.1), material="rubber"),  # plain, however large
        box((0.1, 0.1, 0.1), material="brass"),
        box((0.1, 0.1, 0.1), material="glass"),
        box((0.1, 0.1, 0.1), material="mirror"),
        box((0.1, 0.1, 0.1), material="nobody-knows-it"),
    )
    assert set(paintable(mesh, materials)) == {"rubber", "brass"}


def test_one_alone_keeps_its_pattern(materials: dict[str, Material]) -> None:
    assert paintable(box((0.1, 0.1, 0.1), material="oak"), materials) == ()
