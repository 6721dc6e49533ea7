"""A couch and a bed: as long as somebody who lies there, at the height it says, with room beside it to care."""

from __future__ import annotations

from typing import Literal

import pytest

from campus.components.couch import Couch
from campus.mesh import Mesh


def lain_on(mesh: Mesh, height: float) -> float:
    """The longest stretch of material along the bed at a height, metres."""
    corners = mesh.corners()
    near = (abs(corners[:, :, 2] - height) < 0.03).any(1)
    return float(corners[near][:, :, 1].max() - corners[near][:, :, 1].min())


@pytest.mark.parametrize("style", ["examination", "ward"])
def test_one_lies_at_the_height_it_says_and_the_head_is_higher(style: Literal["examination", "ward"]) -> None:
    couch = Couch(style=style, height=0.6, size=(0.9, 2.0))
    solid = couch.mesh()
    assert lain_on(solid, 0.6) > 1.2
    head = solid.corners()[solid.corners()[:, :, 1].max(1) < -0.5]
    foot = solid.corners()[solid.corners()[:, :, 1].min(1) > 0.2]
    assert head[:, :, 2].max() > foot[:, :, 2].max() + 0.1


@pytest.mark.parametrize("style", ["examination", "ward"])
def test_it_stands_on_the_floor_and_bodies_do_not_walk_through_it(style: Literal["examination", "ward"]) -> None:
    solid = Couch(style=style).mesh()
    assert solid.bounds()[0][2] == pytest.approx(0.0, abs=0.01)
    assert solid.collides.any()


def test_one_cares_for_somebody_from_beside_it() -> None:
    (stand,) = Couch(size=(0.72, 1.95)).anchors().reach
    assert stand.at[0] < -0.72 / 2 - 0.3
    assert stand.heading == 270  # towards the couch
