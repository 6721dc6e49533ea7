"""Grain is taken out; edges, other planes and what differs by more than grain are left."""

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.bake.facets import Facets
from campus.bake.smoothing import Grain

Floats = NDArray[np.float32]
TEXEL = 0.1


def wall(x: float, wide: int, tall: int) -> tuple[Floats, Floats]:
    """Places of a wall that looks east, a texel apart, and their normals."""
    z, y = np.meshgrid(np.arange(tall), np.arange(wide), indexing="ij")
    places = np.stack([np.full(y.size, x), (y.ravel() + 0.5) * TEXEL, (z.ravel() + 0.5) * TEXEL], -1)
    return places.astype(np.float32), np.tile((1, 0, 0), (y.size, 1)).astype(np.float32)


def grain_of(places: Floats, normals: Floats, good: NDArray[np.bool_] | None = None) -> Grain:
    """Of sites that lie on no chart."""
    count = len(places)
    free = np.ones(count, np.bool_) if good is None else good
    return Grain(places, normals, free, TEXEL, np.full(count, -1), np.zeros((count, 2), np.float32))


def grainy(light: Floats, share: float, seed: int = 1) -> tuple[Floats, Floats]:
    """(n, 3) grey light with grain of a share of itself, and its standard error."""
    noise = 1 + share * np.random.default_rng(seed).standard_normal(len(light))
    lit = np.repeat((light * np.maximum(noise, 0))[:, None], 3, axis=1)
    return lit.astype(np.float32), (light * share).astype(np.float32)


def test_stones_of_one_wall_are_one_picture_and_are_read_where_they_were_drawn() -> None:
    places, normals = wall(2.0, 40, 30)
    order = np.random.default_rng(5).permutation(len(places))  # as charts do, in no order
    places = places[order]
    facets = Facets.of_planes(places, normals, TEXEL)
    assert facets.count == 1
    assert len(facets.site) == len(places)
    values = np.stack([places[:, 1], places[:, 2]], -1)
    picture, known = facets.drawn(values, np.ones(len(places), np.bool_))
    assert known.sum() == len(places)
    inner = ((places[:, 1:] > 0.2) & (places[:, 1:] < (3.7, 2.7))).all(1)
    assert np.allclose(facets.read(picture)[inner[facets.site]], values[facets.site][inner[facets.site]], atol=0.06)


def test_planes_that_are_apart_or_look_another_way_share_no_texel() -> None:
    one, normals = wall(2.0, 20, 20)
    other, _ = wall(2.06, 20, 20)
    behind, _ = wall(2.0, 20, 20)
    facets = Facets.of_planes(
        np.concatenate([one, other, behind]), np.concatenate([normals, normals, -normals]).astype(np.float32), TEXEL
    )
    assert facets.count == 3
    texels = np.round(facets.place).astype(int)
    assert len(np.unique(texels, axis=0)) == len(texels)


@pytest.mark.parametrize("size", [(60, 40), (3, 80)])  # a wall, and a skirting board
def test_grain_of_an_even_light_is_taken_out(size: tuple[int, int]) -> None:
    places, normals = wall(1.0, *size)
    light, spread = grainy(np.full(len(places), 200.0, np.float32), 0.15)
    clean = grain_of(places, normals).without(light, spread)
    assert float(clean.mean()) == pytest.approx(200, rel=0.03)
    assert float(clean[:, 1].std()) < 0.35 * float(light[:, 1].std())


def test_the_edge_of_a_shadow_stays() -> None:
    places, normals = wall(1.0, 60, 40)
    lit = places[:, 1] > 3.0
    light, spread = grainy(np.where(lit, 400.0, 100.0).astype(np.float32), 0.08)
    clean = grain_of(places, normals).without(light, spread)[:, 1]
    near = np.abs(places[:, 1] - 3.0) < 0.28
    assert float(clean[lit & near].mean()) > 330
    assert float(clean[~lit & near].mean()) < 170


def test_a_dark_wall_takes_nothing_from_a_bright_one_beside_it_in_the_picture() -> None:
    (dark, normals), (bright, _) = wall(1.0, 40, 30), wall(3.0, 40, 30)
    places = np.concatenate([dark, bright])
    light, spread = grainy(np.repeat((1.0, 5000.0), len(dark)).astype(np.float32), 0.1)
    both = np.concatenate([normals, normals])
    clean = grain_of(places, both).without(light, spread)[:, 1]
    assert float(np.abs(clean[: len(dark)] - 1).max()) < 0.25


def test_what_is_buried_takes_the_light_of_its_own_wall() -> None:
    places, normals = wall(1.0, 40, 30)
    light, spread = grainy(np.full(len(places), 300.0, np.float32), 0.05)
    good = places[:, 2] > 0.25  # the floor covers the lowest rows
    light[~good] = 0
    clean = grain_of(places, normals, good).without(light, spread)[:, 1]
    assert float(np.abs(clean[~good] - 300).max()) < 60


def test_a_round_column_loses_its_grain_on_its_chart() -> None:
    z, turn = np.meshgrid(np.arange(40) * TEXEL, np.arange(20) * 2 * np.pi / 20, indexing="ij")
    around = np.stack([np.cos(turn.ravel()), np.sin(turn.ravel())], -1)
    places = np.concatenate([around * 0.32, z.ravel()[:, None]], axis=1).astype(np.float32)
    normals = np.concatenate([around, np.zeros((len(around), 1))], axis=1).astype(np.float32)
    light, spread = grainy((300 + 200 * around[:, 0]).astype(np.float32), 0.15)
    at = np.stack([turn.ravel() / (2 * np.pi / 20), z.ravel() / TEXEL], -1).astype(np.float32)
    good = np.ones(len(places), np.bool_)
    clean = Grain(places, normals, good, TEXEL, np.zeros(len(places), np.int32), at).without(light, spread)[:, 1]
    apart = clean / (300 + 200 * around[:, 0]) - 1
    assert float(apart.std()) < 0.05
