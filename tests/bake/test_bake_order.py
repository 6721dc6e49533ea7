"""Neighbours share out one even sequence: together they are as even as one site that took all their paths."""

import numpy as np
from numpy.typing import NDArray

from campus.bake.ordering import Order, order_of
from campus.bake.sampling import points

TEXEL = 0.1


def wall(wide: int, tall: int, x: float = 2.0) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Texels of a wall that looks east, row by row from a corner of the grid, and their normals."""
    z, y = np.meshgrid(np.arange(tall), np.arange(wide), indexing="ij")
    places = np.stack([np.full(y.size, x), (y.ravel() + 0.5) * TEXEL, (z.ravel() + 0.5) * TEXEL], -1)
    return places.astype(np.float32), np.tile((1, 0, 0), (y.size, 1)).astype(np.float32)


def drawn(order: Order, samples: int, pair: int = 0) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """(n, samples) numbers of each site."""
    every = np.repeat(np.arange(len(order.tile)), samples)
    index = order.stretch[every] * np.uint32(samples) + np.tile(np.arange(samples), len(order.tile)).astype(np.uint32)
    words = order.words(np.arange(len(order.tile)), 2, (0, 3))[every, pair]
    u, v = points(index, words)
    return u.reshape(-1, samples), v.reshape(-1, samples)


def filled(u: NDArray[np.floating], v: NDArray[np.floating]) -> bool:
    """Whether every cell of a square has its point, however long or wide cells are."""
    count = u.size
    across = [2**k for k in range(count.bit_length())]
    cells = [(u * a).astype(int) * (count // a) + (v * (count // a)).astype(int) for a in across]
    return all(len(np.unique(cell)) == count for cell in cells)


def test_a_site_and_four_and_sixteen_neighbours_are_even() -> None:
    order = order_of(*wall(16, 16), np.ones(256, np.bool_), TEXEL)
    u, v = (numbers.reshape(16, 16, 8) for numbers in drawn(order, 8))
    assert filled(u[5, 9], v[5, 9])
    assert filled(u[4:6, 8:10], v[4:6, 8:10])
    assert filled(u[4:8, 8:12], v[4:8, 8:12])


def test_what_is_wrong_in_one_is_right_in_its_neighbours() -> None:
    order = order_of(*wall(64, 64), np.ones(64 * 64, np.bool_), TEXEL)
    alone = order_of(*wall(64, 64), np.zeros(64 * 64, np.bool_), TEXEL)

    def stains(of: Order) -> float:
        u, v = drawn(of, 8)
        lit = (np.hypot(u - 0.3, v - 0.6) < 0.25).mean(1).reshape(16, 4, 16, 4)
        return float(lit.mean((1, 3)).std())

    assert stains(order) < 0.6 * stains(alone)


def test_the_two_numbers_of_one_pair_tell_nothing_of_another() -> None:
    order = order_of(*wall(64, 64), np.ones(64 * 64, np.bool_), TEXEL)
    first, second = drawn(order, 8, 0), drawn(order, 8, 1)
    for one in first:
        for other in second:
            assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 0.1


def test_another_plane_another_tile_and_what_is_no_texel_have_words_of_their_own() -> None:
    places, normals = (np.concatenate(both) for both in zip(wall(32, 16), wall(32, 16, x=2.5), strict=True))
    order = order_of(places, normals, np.ones(len(places), np.bool_), TEXEL)
    tile = order.tile.reshape(2, 16, 2, 16)
    assert len(np.unique(tile)) == 4
    assert (np.ptp(tile.astype(np.float64), axis=(1, 3)) == 0).all()
    single = order_of(places, normals, np.zeros(len(places), np.bool_), TEXEL)
    assert len(np.unique(single.tile)) == len(places)
    words = order.words(np.arange(len(places)), 2, (0, 3))
    assert not np.array_equal(words, order.words(np.arange(len(places)), 2, (0, 4))), "another pass, other words"
    assert not np.array_equal(words, order.words(np.arange(len(places)), 2, (1, 3))), "another seed, other words"


def test_texels_that_lie_upon_each_other_do_not_repeat_each_other() -> None:
    """Texels over the rim of a face are drawn into it: if two were the same, their grain would be taken for light."""
    places, normals = wall(16, 16)
    twice = order_of(np.tile(places, (2, 1)), np.tile(normals, (2, 1)), np.ones(512, np.bool_), TEXEL)
    u, _ = drawn(twice, 8)
    assert not (np.abs(u[:256] - u[256:]) < 1e-6).any()
    for half in (slice(None, 256), slice(256, None)):
        mine = Order(twice.tile[half], twice.stretch[half])
        assert filled(*(numbers.reshape(16, 16, 8)[4:8, 8:12] for numbers in drawn(mine, 8)))
