"""A tree: as tall as it says, one stands upright under it, only its trunk is in the way."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.tree import Tree


@pytest.mark.parametrize("kind", ["nettle-tree", "plane", "holm-oak"])
def test_it_is_about_as_tall_as_it_says(kind: str) -> None:
    mesh = Tree(kind=kind, height=11).mesh()  # type: ignore[arg-type]
    assert mesh.bounds()[1][2] == pytest.approx(11, abs=0.9)
    assert len(mesh.triangles) < 15_000


def test_one_stands_under_its_crown_and_bumps_into_its_trunk() -> None:
    mesh = Tree(height=11).mesh()
    leaves = mesh.of("leaf").positions
    assert leaves[:, 2].min() > 2.2
    assert np.linalg.norm(leaves[:, :2], axis=1).max() > 3
    assert not mesh.of("leaf").collides.any()
    assert mesh.of("bark").collides.any()


def test_one_seed_makes_one_tree_and_another_a_different_one() -> None:
    first, again, other = (Tree(seed=seed).mesh().positions for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first[:500], other[:500])
