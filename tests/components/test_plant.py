"""A plant: as tall as it says, the same each time from one seed, and only its wood and pot are in the way."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from campus.components.plant import HEIGHTS, Plant, Species


@pytest.mark.parametrize("species", get_args(Species))
def test_it_is_about_as_tall_as_it_says(species: Species) -> None:
    mesh = Plant(species=species, pot="none").mesh()
    assert mesh.bounds()[0][2] > -0.35  # leaves may hang a little below their pot's earth
    assert mesh.bounds()[1][2] == pytest.approx(HEIGHTS[species], rel=0.2)


@pytest.mark.parametrize("species", get_args(Species))
def test_one_seed_makes_one_plant_and_another_a_different_one(species: Species) -> None:
    first, again, other = (Plant(species=species, seed=seed).mesh() for seed in (3, 3, 4))
    assert np.array_equal(first.positions, again.positions)
    assert not np.array_equal(first.positions, other.positions)


@pytest.mark.parametrize("species", get_args(Species))
def test_it_has_at_most_six_thousand_triangles_and_one_walks_through_its_leaves(species: Species) -> None:
    mesh = Plant(species=species).mesh()
    assert len(mesh.triangles) <= 6000
    blocking = {mesh.materials[i] for i in mesh.material[mesh.collides]}
    assert blocking <= {"terracotta", "bark"}


def test_light_falls_through_the_crown_of_an_old_olive() -> None:
    """No mass lies in its leaves: each is by itself, and between the sprays one sees what is behind."""
    leaves = Plant(species="old-olive", pot="none").mesh().of("olive-leaf")
    assert len(leaves.positions) == len(leaves.triangles)  # four of each a leaf
    middle = leaves.positions.mean(0)
    ways = leaves.positions - middle
    turn = ((np.arctan2(ways[:, 1], ways[:, 0]) + np.pi) / (2 * np.pi) * 24).astype(int) % 24
    rise = np.clip(((leaves.positions[:, 2] - 0.9) / 1.3 * 8).astype(int), 0, 7)
    counts = np.bincount(turn * 8 + rise, minlength=192)
    assert (counts < 4).sum() > 10
    assert (counts > 20).sum() > 50


def test_a_pot_lifts_it() -> None:
    planted, potted = Plant(species="laurel", pot="none").mesh(), Plant(species="laurel", pot="ceramic").mesh()
    assert potted.bounds()[1][2] > planted.bounds()[1][2] + 0.2
    assert "soil" in potted.materials
