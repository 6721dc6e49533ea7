"""A small space made of boxes: a hall with a stair to a gallery, a desk, a balustrade, a ledge and a low passage."""

from __future__ import annotations

import pytest

from campus.mesh import Mesh, box, merge
from campus.world import Ground

SPAWN = (2.0, 2.0, 0.0)
RISERS = 12
GALLERY_M = 0.15 * RISERS


def block(low: tuple[float, float, float], high: tuple[float, float, float]) -> Mesh:
    """A box between two corners."""
    size = (high[0] - low[0], high[1] - low[1], high[2] - low[2])
    return box(size, at=((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]))


def some_hall() -> Mesh:
    """10 m by 8 m. Stair along the north wall from x = 2, twelve risers of 0.15 to a gallery along the east (x > 7)."""
    floor = block((0, 0, -0.2), (10, 8, 0))
    walls = [
        block((-0.3, -0.3, 0), (0, 8.3, 5)),
        block((10, -0.3, 0), (10.3, 8.3, 5)),
        block((0, -0.3, 0), (10, 0, 5)),
        block((0, 8, 0), (10, 8.3, 5)),
    ]
    steps = [block((2 + 0.3 * i, 6.6, 0), (2.3 + 0.3 * i, 8, 0.15 * (i + 1))) for i in range(RISERS)]
    gallery = [block((7, 0, 1.5), (10, 6.6, GALLERY_M)), block((5.6, 6.6, 1.5), (10, 8, GALLERY_M))]
    balustrade = block((6.95, 0, GALLERY_M), (7, 6.6, GALLERY_M + 1.0))
    desk = block((3, 2.5, 0), (5, 3.5, 0.75))
    return merge(floor, *walls, *steps, *gallery, balustrade, desk, collides=True)


@pytest.fixture(scope="session")
def hall() -> Ground:
    return Ground.of(some_hall().corners(), [SPAWN])
