"""A shelf: as large as it says, with what it holds standing on its boards."""

from __future__ import annotations

import numpy as np
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


@pytest.mark.parametrize("wall", ["east", None])
def test_each_jar_s_label_says_what_is_in_it(wall: str | None) -> None:
    shelf = Shelf(wall=wall, size=(1.2, 1.6), boards=4)  # type: ignore[arg-type]
    mesh, labels = shelf.mesh(), shelf.anchors().labels
    paper = mesh.corners()[mesh.material == mesh.materials.index("paper")].reshape(-1, 12 * 3, 3)
    assert len(labels) == len(paper) == 16
    low, high = paper.min(axis=1), paper.max(axis=1)
    front = low[:, 1] if wall else high[:, 1]
    middles = np.stack([(low + high)[:, 0] / 2, front, (low + high)[:, 2] / 2], axis=1)
    for label in labels:
        away = np.abs(middles - label.place.at)
        nearest = away[away.sum(axis=1).argmin()]
        assert nearest == pytest.approx([0, 0.001, 0], abs=2e-4), "just before its own paper"
    assert len({label.text for label in labels}) == 16


def test_jars_that_are_too_small_to_be_read_and_books_have_no_label() -> None:
    assert not Shelf(size=(1.2, 1.0), boards=8).anchors().labels
    assert not Shelf(holds="books").anchors().labels
    assert len(Shelf(size=(1.2, 1.6), holds="both").anchors().labels) == 8
