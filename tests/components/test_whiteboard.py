"""A whiteboard: its surface as large as it says, at its height; one writes from in front of it."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.whiteboard import Whiteboard


def test_the_surface_is_as_large_as_it_says_and_hangs_at_its_height() -> None:
    low, high = Whiteboard(wall="east", at=2.0, size=(2.4, 1.2), height=0.85).mesh().of("whiteboard").bounds()
    assert high[0] - low[0] == pytest.approx(2.4)
    assert (low[2], high[2]) == pytest.approx((0.85, 2.05))


def test_one_stands_in_front_of_it_and_looks_at_it() -> None:
    on_wall = Whiteboard(wall="east", at=2.0)
    free = Whiteboard(at=(1, 1), facing="north")
    assert on_wall.anchors().reach[0].at[1] < 0 < free.anchors().reach[0].at[1]
    assert free.anchors().reach[0].heading == 180


def test_three_pens_and_an_eraser_lie_on_its_ledge_and_nothing_holds_a_body_up() -> None:
    mesh = Whiteboard(wall="east", at=2.0).mesh()
    for material in ("ink", "faience-blue", "terracotta", "felt"):
        places = mesh.of(material).positions
        assert len(places)
        assert np.all(places[:, 2] < 0.9)
    assert not mesh.collides.any()
