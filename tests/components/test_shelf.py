"""A shelf: as large as it says, with what it holds standing on its boards."""

from __future__ import annotations

import pytest

from campus.components.shelf import Shelf


def test_it_is_as_large_as_it_says_and_hangs_before_its_wall() -> None:
    low, high = Shelf(wall="east", size=(1.6, 1.9), depth=0.3, holds="nothing").mesh().bounds()
    assert high - low == pytest.approx([1.6, 0.3, 1.9], abs=0.01)
    assert high[1] <= 0.001


@pytest.mark.parametrize(("holds", "material"), [("jars", "ceramic"), ("books", "walnut")])
def test_what_it_holds_stays_within_it(holds: str, material: str) -> None:
    shelf = Shelf(wall="east", size=(1.6, 1.9), holds=holds)  # type: ignore[arg-type]
    mesh = shelf.mesh()
    assert material in mesh.materials
    low, high = mesh.bounds()
    assert (low >= [-0.801, -0.301, 0]).all()
    assert (high <= [0.801, 0.001, 1.901]).all()


def test_an_empty_shelf_is_of_wood_alone_and_jars_are_in_nobodys_way() -> None:
    assert Shelf(holds="nothing").mesh().materials == ("oak",)
    mesh = Shelf(holds="jars").mesh()
    assert {mesh.materials[i] for i in mesh.material[mesh.collides]} == {"oak"}
