"""Light that crosses a grid of cells slice by slice, and what a coarse grid says at the places of a finer one.

Plain arrays; knows no space and no lamp.
"""

from __future__ import annotations

import numpy as np

from campus.client.view.surfels import NEAR_CELL_M, Array


def directions(count: int) -> Array:
    """(count, 3) unit vectors, evenly over the sphere (Fibonacci's spiral)."""
    step = np.arange(count) + 0.5
    z = 1 - 2 * step / count
    turn = np.pi * (1 + 5**0.5) * step
    flat = np.sqrt(1 - z * z)
    return np.stack([flat * np.cos(turn), flat * np.sin(turn), z], -1).astype(np.float32)


def cross(opaque: Array, leaving: Array, added: Array, way: Array, outside: Array, cell: Array) -> Array:
    """Sends light through the grid along `way`; returns what arrives in each cell, (x, y, z, 3).

    Args:
        opaque: (x, y, z, 1) share of light that a cell takes in.
        leaving: (x, y, z, 3) radiance that what is in a cell gives back along `way`.
        added: (x, y, z, 3) radiance that starts in a cell.
        way: unit vector.
        outside: (3,) radiance that comes from beyond the grid.
        cell: (3,) metres.
    """
    per_cell = way / cell
    main = int(np.abs(per_cell).argmax())
    one, two = (axis for axis in range(3) if axis != main)
    if per_cell[main] < 0:
        flip = tuple(slice(None, None, -1) if axis == main else slice(None) for axis in range(3))
        opaque, leaving, added = opaque[flip], leaving[flip], added[flip]
    order = (main, one, two, 3)
    clear = 1 - opaque.transpose(order)
    source = (leaving * opaque + added).transpose(order)
    slices, tall, wide, _ = source.shape
    arriving = np.empty_like(source)
    down = float(per_cell[one] / abs(per_cell[main]))
    right = float(per_cell[two] / abs(per_cell[main]))
    # A cell is reached from up to one cell aside in the slice before; what was further out is outside.
    frame = np.empty((tall + 2, wide + 2, 3), np.float32)
    frame[...] = outside
    d0, r0 = int(np.floor(1 - down)), int(np.floor(1 - right))
    fd, fr = np.float32(1 - down - d0), np.float32(1 - right - r0)
    d1, r1 = min(d0 + 1, 2), min(r0 + 1, 2)
    for i in range(slices):
        rows = frame[d0 : d0 + tall] * (1 - fd) + frame[d1 : d1 + tall] * fd
        now = rows[:, r0 : r0 + wide] * (1 - fr) + rows[:, r1 : r1 + wide] * fr
        arriving[i] = now
        frame[1:-1, 1:-1] = now * clear[i] + source[i]
    result: Array = arriving.transpose(np.argsort(order))
    return result[flip] if per_cell[main] < 0 else result


def filled(values: Array, weight: Array) -> Array:
    """Smooths over neighbours by weight, so that cells inside walls hold what is in front of them."""
    w = weight**2 + 1e-5
    values = _blurred(values * w) / _blurred(w)
    return values.astype(np.float32)


def _blurred(values: Array) -> Array:
    for axis in range(3):
        pad = [(1, 1) if i == axis else (0, 0) for i in range(values.ndim)]
        wide = np.pad(values, pad, mode="edge")
        n = values.shape[axis]
        before, here, after = (np.take(wide, range(s, s + n), axis=axis) for s in range(3))
        values = before * 0.25 + here * 0.5 + after * 0.25
    return values


def at_floor(mean: Array, weight: Array) -> Array:
    """Brightness of the open cells where people stand: the lowest three layers over the floor."""
    open_ = weight[1:-1, 1:-1, 1:5, 0] > 0.5
    brightness: Array = mean[1:-1, 1:-1, 1:5].mean(axis=-1)[open_]
    return brightness


def refined(values: Array, low: Array, cell: Array, fine_low: Array, fine_shape: tuple[int, ...]) -> Array:
    """The coarse grid (x, y, z, k) looked up at the centres of the fine one, (z, y, x, k), linearly between."""
    for axis in range(3):
        count = fine_shape[2 - axis]
        at = (fine_low[axis] + (np.arange(count) + 0.5) * NEAR_CELL_M - low[axis]) / cell[axis] - 0.5
        at = np.clip(at, 0, values.shape[axis] - 1)
        first = np.minimum(np.floor(at).astype(int), max(values.shape[axis] - 2, 0))
        part = (at - first).astype(np.float32).reshape([-1 if i == axis else 1 for i in range(4)])
        second = np.minimum(first + 1, values.shape[axis] - 1)
        values = np.take(values, first, axis) * (1 - part) + np.take(values, second, axis) * part
    return np.ascontiguousarray(values.transpose(2, 1, 0, 3), np.float32)
