"""Rays in a grid meet what they meet without one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.mesh import box
from campus.sound.rays import FAR_M, Grid


def nearest(corners: np.ndarray, origin: np.ndarray, way: np.ndarray) -> float:
    """Every triangle in turn, in double precision, by its plane and its edges."""
    best = FAR_M
    for a, b, c in corners.astype(np.float64):
        normal = np.cross(b - a, c - a)
        facing = normal @ way
        if abs(facing) < 1e-12:
            continue
        t = normal @ (a - origin) / facing
        p = origin + t * way
        inside = all(np.cross(q - r, p - r) @ normal >= -1e-9 for r, q in ((a, b), (b, c), (c, a)))
        if t > 1e-4 and inside:
            best = min(best, t)
    return best


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**31))
def test_the_grid_finds_what_trying_every_triangle_finds(seed: int) -> None:
    random = np.random.default_rng(seed)
    corners = (random.uniform(0, 6, (60, 1, 3)) + random.normal(0, 0.8, (60, 3, 3))).astype(np.float32)
    origins = random.uniform(-2, 8, (20, 3))
    ways = random.normal(size=(20, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    distance, met = Grid(corners).first(origins.astype(np.float32), ways.astype(np.float32))
    for index in range(20):
        expected = nearest(corners, origins[index], ways[index])
        assert abs(float(distance[index]) - expected) < 1e-3
        assert (met[index] >= 0) == (expected < FAR_M)


def test_from_inside_a_closed_box_no_ray_leaves() -> None:
    random = np.random.default_rng(3)
    ways = random.normal(size=(4000, 3))
    ways /= np.linalg.norm(ways, axis=1, keepdims=True)
    starts = np.tile(np.array([2.0, 1.0, 1.5], np.float32), (4000, 1))
    distance, met = Grid(box((8.0, 6.0, 3.0), at=(2, 1, 0)).corners()).first(starts, ways.astype(np.float32))
    assert (met >= 0).all()
    assert distance.max() < 8.0


def test_a_ray_along_an_axis_is_a_ray() -> None:
    grid = Grid(box((2.0, 2.0, 2.0), at=(5, 0, 0)).corners())
    starts = np.array([[0, 0.3, 1.1], [5.2, 0.3, 9]], np.float32)
    distance, _ = grid.first(starts, np.array([[1, 0, 0], [0, 0, -1]], np.float32))
    assert np.allclose(distance, [4, 7], atol=1e-3)
