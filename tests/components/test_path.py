"""A path: as wide as it says along its line, and one walks on it."""

from __future__ import annotations

import pytest

from campus.components.path import Path


def test_it_is_as_wide_as_it_says_and_lies_just_over_the_ground() -> None:
    mesh = Path(points=((0, 0), (10, 0)), width=2.4).mesh()
    low, high = mesh.bounds()
    assert high[1] - low[1] == pytest.approx(2.4)
    assert high[0] == pytest.approx(10)
    assert 0 < high[2] < 0.05
    assert mesh.collides.all()


def test_a_closed_one_goes_round_and_a_filled_one_covers_what_it_goes_round() -> None:
    square = ((-4.0, -4.0), (4.0, -4.0), (4.0, 4.0), (-4.0, 4.0))
    ring, full = Path(points=square, closed=True, width=1.0).mesh(), Path(points=square, filled=True).mesh()
    assert ring.bounds()[1][0] == pytest.approx(4.5)
    assert full.bounds()[1][0] == pytest.approx(4.0)
    area = [abs(float(((b - a)[:2][0] * (c - a)[:2][1] - (b - a)[:2][1] * (c - a)[:2][0]) / 2))
            for a, b, c in full.corners() if min(a[2], b[2], c[2]) > 0]  # fmt: skip
    assert sum(area) == pytest.approx(64)


def test_an_edge_of_stone_lies_outside_its_width() -> None:
    mesh = Path(points=((0, 0), (10, 0)), width=2.0, edge="limestone-smooth").mesh()
    assert mesh.of("limestone-smooth").bounds()[1][1] == pytest.approx(1.1)
