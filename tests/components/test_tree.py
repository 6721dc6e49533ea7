"""A tree: as tall as it says, one stands upright under it, only its trunk is in the way."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.tree import Tree


@pytest.mark.parametrize("kind", ["nettle-tree", "plane", "holm-oak"])
def test_it_is_about_as_tall_as_it_says(kind: str) -> None:
    mesh = Tree(kind=kind, height=11).mesh()  # type: ignore[arg-type]
    assert mesh.bounds()[1][2] == pytest.approx(11, abs=0.9)
    assert len(mesh.triangles) < 35_000


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


def test_one_sees_the_sky_through_its_crown_here_and_there_and_no_dark_ball_inside() -> None:
    """From below, some rays through the crown meet no leaf; most meet one; and no surface is closed in there."""
    mesh = Tree(height=11, seed=3).mesh()
    corners = mesh.of("leaf").corners()
    longest = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max()
    assert longest < 0.7
    flat = corners[:, :, :2]
    random = np.random.default_rng(1)
    spots = random.uniform(-2.6, 2.6, (160, 2))
    covered = 0
    for spot in spots:
        a, b, c = (flat[:, i] - spot for i in range(3))
        sides = [p[:, 0] * q[:, 1] - p[:, 1] * q[:, 0] for p, q in ((a, b), (b, c), (c, a))]
        covered += bool((np.all([s > 0 for s in sides], axis=0)).any())
    assert 0.6 < covered / len(spots) < 0.99


def test_the_bark_runs_along_the_boughs_at_one_scale() -> None:
    """Nothing is stretched: a metre of surface is a metre of pattern, within the taper of a bough."""
    bark = Tree(height=11, seed=3).mesh().of("bark")
    corners, uvs = bark.corners().astype(np.float64), bark.uvs[bark.triangles].astype(np.float64)
    long = np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1)
    drawn = np.linalg.norm(uvs[:, 1] - uvs[:, 0], axis=1)
    kept = long > 0.1
    assert np.median(drawn[kept] / long[kept]) == pytest.approx(1.0, abs=0.15)


def test_bark_goes_on_where_the_leader_leaves_the_trunk() -> None:
    """No ring: what is seen just under the trunk's rim and just over it is the same spot of the pattern."""
    tree = Tree(height=11, seed=3)
    clear = tree.height / 3
    bark = tree.mesh().of("bark")
    out = np.linalg.norm(bark.normals[:, :2], axis=1) > 0.5
    turn = np.arctan2(bark.normals[:, 1], bark.normals[:, 0])
    middle = np.abs(np.linalg.norm(bark.positions[:, :2], axis=1) - 11 * 0.024 * 0.91) < 0.012
    near = out & middle & (np.abs(bark.positions[:, 2] - clear) < 0.05 * clear)
    spot = bark.uvs[near] - np.stack([turn[near] / (2 * np.pi) * 1.5, bark.positions[near, 2]], axis=1)
    around = np.abs((spot[:, 0] + 0.25) % 0.5 - 0.25)
    assert near.sum() > 20
    assert around.max() < 0.06
    assert np.abs(spot[:, 1]).max() < 0.06
