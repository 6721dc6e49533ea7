from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.world.raster import CELL_M, SLICE_M, bits, dilated, filled_slices, floors

SHAPE = (60, 50)
SLICES = 80
seeds = st.integers(0, 2**32 - 1)


def some_triangles(rng: np.random.Generator, number: int = 12) -> np.ndarray:
    """Triangles of every kind within the grid: slivers, upright ones, level ones, specks."""
    corners = rng.uniform((0.1, 0.1, 0.0), (2.9, 2.4, 3.9), (number, 3, 3))
    corners[::4, :, 2] = corners[::4, :1, 2]
    corners[1::4, :, 0] = corners[1::4, :1, 0]
    corners[2::4] = corners[2::4, :1] + (corners[2::4] - corners[2::4, :1]) * 0.03
    return np.clip(corners, (0.05, 0.05, 0.0), (2.95, 2.45, 3.95)).astype(np.float32)


def has(filled: np.ndarray, column: int, row: int, slice_: int) -> bool:
    return bool(filled[slice_ // 64, row, column] >> np.uint64(slice_ % 64) & np.uint64(1))


def cross(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_no_point_of_any_triangle_is_left_unmarked(seed: int) -> None:
    rng = np.random.default_rng(seed)
    triangles = some_triangles(rng)
    filled = filled_slices(triangles, SHAPE, 0.0, SLICES)
    parts = rng.dirichlet((0.6, 0.6, 0.6), (len(triangles), 40))
    for x, y, z in np.einsum("mpk,mkd->mpd", parts, triangles.astype(np.float64)).reshape(-1, 3).tolist():
        # A point on the edge of a cell or a slice, give or take what single precision loses, may be marked in either.
        near = {(x + a, y + b, z + c) for a in (-1e-4, 1e-4) for b in (-1e-4, 1e-4) for c in (-1e-4, 1e-4)}
        marked = (has(filled, int(p / CELL_M), int(q / CELL_M), max(int(r / SLICE_M), 0)) for p, q, r in near)
        assert any(marked), (x, y, z)


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_nothing_is_marked_where_no_triangle_comes_near(seed: int) -> None:
    rng = np.random.default_rng(seed)
    triangle = some_triangles(rng, 4)[rng.integers(4)][None]
    filled = filled_slices(triangle, SHAPE, 0.0, SLICES)
    rows, columns = np.nonzero(filled.any(0))
    low, high = triangle[0].min(0), triangle[0].max(0)
    assert (columns * CELL_M <= high[0] + 1e-3).all()
    assert ((columns + 1) * CELL_M >= low[0] - 1e-3).all()
    assert (rows * CELL_M <= high[1] + 1e-3).all()
    assert ((rows + 1) * CELL_M >= low[1] - 1e-3).all()
    slices = {k for k in range(SLICES) if (filled[k // 64] >> np.uint64(k % 64) & np.uint64(1)).any()}
    assert min(slices) * SLICE_M >= low[2] - SLICE_M - 1e-3
    assert max(slices) * SLICE_M <= high[2] + 1e-3


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_a_floor_is_over_every_middle_inside_it_and_at_its_height(seed: int) -> None:
    rng = np.random.default_rng(seed)
    triangle = np.zeros((1, 3, 3))
    triangle[0, :, :2] = rng.uniform(0.1, 2.4, (3, 2))
    a, b, c = rng.uniform(-0.5, 0.5), rng.uniform(-0.5, 0.5), 2.0
    triangle[0, :, 2] = triangle[0, :, 0] * a + triangle[0, :, 1] * b + c
    cell, height = floors(triangle.astype(np.float32), SHAPE, 40.0, 1.6)
    row, column = np.divmod(cell, SHAPE[0])
    x, y = (column + 0.5) * CELL_M, (row + 0.5) * CELL_M
    assert np.allclose(height, a * x + b * y + c, atol=2e-3)
    found = set(cell.tolist())
    flat = triangle[0, :, :2]
    every = np.arange(SHAPE[0] * SHAPE[1])
    middles = np.stack([(every % SHAPE[0] + 0.5) * CELL_M, (every // SHAPE[0] + 0.5) * CELL_M], axis=1)
    sides = np.stack([cross(flat[(i + 1) % 3] - flat[i], middles - flat[i]) for i in range(3)])
    inside = (sides * np.sign(cross(flat[1] - flat[0], flat[2] - flat[0]))).min(0)
    assert set(every[inside > 1e-3].tolist()) <= found <= set(every[inside > -1e-3].tolist())


def test_what_is_grown_reaches_a_disc_and_no_further() -> None:
    filled = np.zeros((1, 41, 41), np.uint64)
    filled[0, 20, 20] = 5
    wide, narrow = dilated(filled, (0.25, 0.1))
    for grown, cells in ((wide, 5), (narrow, 2)):
        rows, columns = np.indices((41, 41))
        inside = (rows - 20) ** 2 + (columns - 20) ** 2 <= cells**2
        assert np.array_equal(grown[0], np.where(inside, 5, 0).astype(np.uint64))


def test_bits_are_set_from_the_first_to_the_last() -> None:
    first, last = np.array([0, 3, 63, 0]), np.array([0, 5, 63, 63])
    assert bits(first, last).tolist() == [1, 0b111000, 1 << 63, 2**64 - 1]
