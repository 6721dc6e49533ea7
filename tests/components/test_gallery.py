"""A gallery: its floor at its height, its slab under it, balustrades where they are asked for."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.gallery import Gallery, Rail


@pytest.fixture(scope="module")
def gallery() -> Gallery:
    return Gallery(size=(3, 24), height=3.6, rails=(Rail(edge="west", start=0, end=21.6),))


def test_the_floor_lies_at_its_height_and_collides(gallery: Gallery) -> None:
    floor = gallery.mesh().of("terrazzo")
    assert floor.collides.all()
    assert floor.bounds() == pytest.approx(np.array([(-1.5, -12, 3.57), (1.5, 12, 3.6)]), abs=1e-4)


def test_the_soffit_leaves_headroom(gallery: Gallery) -> None:
    slab = gallery.mesh().of("lime-plaster")
    assert slab.positions[:, 2].min() == pytest.approx(3.25, abs=1e-4)


def test_the_balustrade_leaves_the_gap_where_a_stair_arrives(gallery: Gallery) -> None:
    (balusters,) = gallery.instances()
    along = balusters.placements[:, 1] + 12
    assert along.max() < 21.6
    assert along.min() > 0
    assert np.allclose(balusters.placements[:, 0], -1.38)
    assert (balusters.placements[:, 2] > 3.6).all()


@pytest.mark.parametrize("edge", ["west", "east", "south", "north"])
def test_every_edge_can_have_a_balustrade_that_stands_inside_it(edge: str) -> None:
    gallery = Gallery(size=(4, 6), rails=(Rail(edge=edge, start=1, end=3),))  # type: ignore[arg-type]
    places = gallery.instances()[0].placements
    assert np.abs(places[:, 0]).max() < 2
    assert np.abs(places[:, 1]).max() < 3
    axis = 0 if edge in ("north", "south") else 1
    half = gallery.size[axis] / 2
    assert (places[:, axis] + half).min() > 1
    assert (places[:, axis] + half).max() < 3
