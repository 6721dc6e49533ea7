"""Boughs grow out of their trunks: bark and light go on from one to the other, and no bough bends like a pipe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from campus.bake import Baked
from campus.client.view.forks import forked, grown
from campus.client.view.lightmapped import lightmap
from campus.components import _foliage as foliage
from campus.components.tree import BARK_M, Tree
from campus.mesh import Mesh, lathe, merge
from campus.space import Space

SIDES, TOP = 9, 3.6

Array = NDArray[np.float64]


def _trunk() -> Mesh:
    turned = lathe([(0.27, 0.0), (0.26, 1.5), (0.25, TOP)], sides=18, material="bark")
    around = 3 * BARK_M / np.ptp(turned.uvs[:, 0])
    return replace(turned, uvs=turned.uvs * np.array((around, 1), np.float32))


def _fork() -> Mesh:
    """A trunk, and a bough out of it that leans."""
    line = np.array([(0.09, 0.02, 2.9), (0.42, 0.1, 4.0), (0.9, 0.2, 5.0)])
    return merge(_trunk(), foliage.limb(line, (0.14, 0.12, 0.08), sides=SIDES, around=2 * BARK_M))


def _where_it_comes_out(mesh: Mesh) -> tuple[Array, Array]:
    """Of places where the fork's bough leaves its trunk's side: by how much of a pattern furrows are apart, metres, and
    the cosine between the ways that the two skins look."""
    random = np.random.default_rng(5)

    def strewn(triangles: NDArray[np.int32], count: int) -> tuple[Array, Array, Array]:
        weight = random.dirichlet((1, 1, 1), (len(triangles), count))
        told = [np.einsum("tkc,tcx->tkx", weight, each[triangles]) for each in (mesh.positions, mesh.normals, mesh.uvs)]
        return told[0].reshape(-1, 3), told[1].reshape(-1, 3), told[2].reshape(-1, 2)

    count = len(_trunk().triangles)
    at, way, uv = strewn(mesh.triangles[count:], 1500)
    skin, skin_way, skin_uv = strewn(mesh.triangles[:count], 1000)
    outer = (
        (at[:, 2] < 3.5)
        & (np.abs(np.hypot(at[:, 0], at[:, 1]) - 0.251) < 0.008)
        & (np.abs(np.arctan2(at[:, 1], at[:, 0])) < 0.35)
        & (way[:, 0] > 0)
    )
    at, way, uv = at[outer], way[outer], uv[outer]
    level = (np.abs(skin_way[:, 2]) < 0.5) & (skin[:, 2] > 2.7) & (skin[:, 0] > 0.15)
    skin, skin_way, skin_uv = skin[level], skin_way[level], skin_uv[level]
    near = np.linalg.norm(at[:, None] - skin[None], axis=2)
    best = near.argmin(axis=1)
    meets = near.min(axis=1) < 0.006
    apart = (uv[meets] - skin_uv[best[meets]])[:, 0]
    apart -= BARK_M * np.round(apart / BARK_M)
    cosine = (way[meets] * skin_way[best[meets]]).sum(axis=1) / np.linalg.norm(way[meets], axis=1)
    return np.abs(apart), cosine


def _lines(mesh: Mesh) -> Array:
    """(boughs, rings, 3) the middles of a tree's boughs: what comes after its trunk, of nine sides."""
    row, rings = SIDES + 1, 6
    trunk = len(lathe([(1, 0), (1, 1), (1, 2), (1, 3), (1, 4)], sides=18).positions)
    boughs = mesh.positions[trunk : trunk + 7 * row * rings].reshape(7, rings, row, 3)
    return np.asarray(boughs[:, :, :-1].mean(axis=2), np.float64)


def _bends(lines: Array) -> Array:
    """Degrees by which each bough turns at each of its rings."""
    ways = np.diff(lines, axis=1)
    ways /= np.linalg.norm(ways, axis=2, keepdims=True)
    bends: Array = np.degrees(np.arccos(np.clip((ways[:, 1:] * ways[:, :-1]).sum(axis=2), -1, 1)))
    return bends


def test_the_furrows_of_a_bough_go_on_from_those_of_the_trunk_that_it_grows_out_of() -> None:
    before, _ = _where_it_comes_out(_fork())
    after, _ = _where_it_comes_out(forked(_fork(), {"bark"}))
    assert len(before) > 20
    assert np.median(before) > 0.05
    assert np.median(after) < 0.012


def test_the_skin_of_a_bough_begins_as_that_of_its_trunk_looks() -> None:
    _, before = _where_it_comes_out(_fork())
    _, after = _where_it_comes_out(forked(_fork(), {"bark"}))
    assert np.median(before) < np.cos(np.deg2rad(12))
    assert np.median(after) > np.cos(np.deg2rad(10))


def test_the_furrows_of_a_bough_are_stretched_by_little_at_its_foot() -> None:
    mesh = forked(_fork(), {"bark"})
    ring = mesh.uvs[len(_trunk().positions) :][: SIDES + 1, 0]
    assert np.isclose(np.ptp(ring), 2 * BARK_M, atol=1e-4), "where it closes no line is seen"
    assert np.diff(ring).min() > 0.45 * 2 * BARK_M / SIDES


def test_boughs_have_no_elbows() -> None:
    tree = Tree(id="tree", at=(0, 0), seed=3).mesh()
    before, after = (_bends(_lines(mesh)) for mesh in (tree, forked(tree, {"bark"})))
    assert before.max() > 40
    assert after.max() < 0.85 * before.max()
    assert np.mean(after**2) < 0.6 * np.mean(before**2)


def test_twigs_begin_in_their_boughs_still() -> None:
    tree = Tree(id="tree", at=(0, 0), seed=3).mesh()
    moved = forked(tree, {"bark"})
    knots = [_lines(mesh).reshape(-1, 3) for mesh in (tree, moved)]
    first = 4 + 1  # of a twig's ring
    rings = np.flatnonzero(np.isin(np.arange(len(tree.positions)), tree.triangles[tree.material == 0]))
    for start in rings[-3 * first * 40 :: 3 * first]:
        was, now = (mesh.positions[start : start + 4].mean(axis=0) for mesh in (tree, moved))
        bough = np.linalg.norm(knots[0] - was, axis=1)
        if bough.min() < 1e-3:
            assert np.linalg.norm(knots[1][bough.argmin()] - now) < 1e-3


def test_what_was_hidden_in_a_trunk_stays_there() -> None:
    for seed in (1, 3, 4):
        tree = Tree(id="tree", at=(0, 0), seed=seed).mesh()
        weight = np.random.default_rng(2).dirichlet((1, 1, 1), 400)
        of_bough = np.flatnonzero(tree.material == 0)[180:][: 7 * 90]
        both = []
        for mesh in (tree, forked(tree, {"bark"})):
            at = np.einsum("kc,tcx->tkx", weight, mesh.corners()[of_bough])
            both.append((np.hypot(at[..., 0], at[..., 1]) > 0.243) & (at[..., 2] < 11 / 3))
        shown, were = both[1] & ~both[0], both[0]
        assert shown.sum() < 0.1 * max(were.sum(), 1)


def test_only_bark_is_moved_and_no_triangle_is_another() -> None:
    tree = Tree(id="tree", at=(0, 0), seed=3).mesh()
    moved = forked(tree, {"bark"})
    assert np.array_equal(moved.triangles, tree.triangles)
    leaves = np.unique(tree.triangles[tree.material == tree.materials.index("leaf")])
    for one, other in ((tree.positions, moved.positions), (tree.normals, moved.normals), (tree.uvs, moved.uvs)):
        assert np.array_equal(one[leaves], other[leaves])
    assert np.allclose(np.linalg.norm(moved.normals, axis=1), 1, atol=1e-3)
    assert forked(tree, {"wood"}) is tree


def test_a_baked_space_is_drawn_with_its_boughs_grown_together(
    room: Space, a_bake: Callable[..., Baked], keeps_in: Callable[[Path | None], None]
) -> None:
    keeps_in(None)
    bark = {"bark": msgspec.structs.replace(room.materials["oak"], pattern="bark")}
    space = replace(room, mesh=_fork(), materials={**room.materials, **bark})
    drawn = lightmap(space.mesh, a_bake(space), space).mesh
    assert np.allclose(drawn.corners(), forked(_fork(), {"bark"}).corners(), atol=1e-5)
    assert not np.allclose(drawn.uvs[drawn.triangles], _fork().uvs[_fork().triangles], atol=0.05)


def test_where_the_sun_may_fall_on_a_trunk_it_may_on_the_boughs_that_grow_out_there() -> None:
    mesh = _fork()
    first, row = len(_trunk().positions), SIDES + 1
    rows, told = np.full((len(mesh.positions), 9), 0.25, np.float32), np.zeros((8, 8), np.float32)
    rows[first:, :2], rows[:, -1] = 0.75, 0  # the baker's own: on the trunk the sun may fall, on the bough it may not
    told[2, 2] = 1
    made, lit = grown(mesh, {"bark"}, rows, told)
    assert np.array_equal(made.positions, forked(mesh, {"bark"}).positions)
    way = mesh.normals[first : first + SIDES, 0]
    out = np.append(way, way[0]) > 0.8  # that come out of the trunk's side
    for ring, share in ((0, 1.0), (1, 1.0), (2, 0.0)):
        assert (lit[first + ring * row :][:row][out, -1] == share).all(), ring
    assert np.array_equal(lit[:, :-1], rows[:, :-1])


def test_no_bough_is_in_the_sun_that_grows_out_of_a_trunk_in_the_shade_or_under_flecks() -> None:
    mesh = _fork()
    rows = np.full((len(mesh.positions), 9), 0.25, np.float32)
    rows[len(_trunk().positions) :, :2], rows[:, -1] = 0.75, 0
    for trunk, bough in ((0, 0), (-0.5, 0), (1, -0.5)):
        told = np.zeros((8, 8), np.float32)
        told[2, 2], told[6, 6] = trunk, bough
        _, lit = grown(mesh, {"bark"}, rows, told)
        assert np.array_equal(lit, rows), (trunk, bough)
