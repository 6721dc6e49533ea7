"""What a processor that draws is spared, in numbers."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np

from campus.client.view.coarse import (
    MANY,
    afar,
    before_sun,
    coarser,
    gathered,
    gathered_but_boards,
    kept_below,
    lighter,
    seen_from,
    standing,
    sunlit,
)
from campus.client.view.jointless import jointless
from campus.client.view.sheets import once, thinned
from campus.mesh import Mesh, box, lathe, merge, moved


def extent(mesh: Mesh) -> float:
    a, b, c = np.moveaxis(mesh.corners(), 1, 0)
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def a_leaf(at: tuple[float, float, float]) -> Mesh:
    corners = np.array([(0, 0, 0), (0.1, 0, 0), (0.1, 0, 0.1), (0, 0, 0.1)], np.float32)
    up = np.tile(np.array([0, 1, 0], np.float32), (4, 1))
    quad = np.array([(0, 1, 2), (0, 2, 3)], np.int32)
    one = Mesh(corners, up, corners[:, ::2], quad, ("leaf",), np.zeros(2, np.int32), np.zeros(2, np.bool_))
    return moved(one, at)


def test_what_is_smaller_than_a_cell_is_left_out_and_large_faces_stay_where_they_are() -> None:
    large = box((2.0, 1.0, 1.0), at=(0.0, 0.0, 0.5))
    crumb = box((0.01, 0.01, 0.01), at=(0.0, 0.0, 1.005))
    coarse = coarser(merge(large, crumb), 0.05)
    assert len(coarse.triangles) == len(large.triangles)
    assert extent(coarse) == np.float32(extent(large))
    assert np.allclose(coarse.bounds(), large.bounds())


def test_vertices_keep_their_number_so_that_what_is_known_of_each_still_holds() -> None:
    mesh = merge(box((1.0, 1.0, 1.0)), box((0.02, 0.02, 0.02), at=(2, 2, 2)))
    coarse = coarser(mesh, 0.1)
    assert len(coarse.positions) == len(mesh.positions)
    assert np.array_equal(coarse.normals, mesh.normals)
    assert standing(coarse.positions, coarse.triangles).all()


def test_of_paths_that_cross_the_lower_one_stays_below() -> None:
    lower, upper = box((8.0, 1.0, 0.02)), box((1.0, 8.0, 0.03))
    mesh = merge(lower, upper)
    first = np.arange(len(mesh.positions)) < len(lower.positions)
    floor = mesh.normals[:, 2] > 0.9
    for sunk in (np.where(first, 0.02, 0.0), np.where(first, 0.0, -0.02)):
        gone = mesh.positions + sunk[:, None].astype(np.float32) * np.array((0, 0, 1), np.float32)
        below = kept_below(gone, mesh.positions, mesh.triangles)
        assert below[first & floor, 2].max() < below[~first & floor, 2].min()
        assert np.array_equal(below[~(first & floor)], gone[~(first & floor)])
    beside = merge(lower, moved(upper, (6.0, 0.0, 0.0)))
    assert np.array_equal(kept_below(gone, beside.positions, beside.triangles), gone)


def test_what_has_no_width_until_it_is_drawn_stays_as_it_is() -> None:
    streaks = replace(box((1.0, 1.0, 1.0)), positions=np.zeros((24, 3), np.float32))
    assert np.array_equal(gathered(streaks.positions, streaks.triangles, 0.1), streaks.positions)


def test_fewer_leaves_cover_as_much() -> None:
    leaves = merge(*(a_leaf((float(x), 0.0, float(z))) for x in range(8) for z in range(8)))
    positions, left = thinned(leaves.positions, leaves.triangles, 4)
    assert left.sum() == len(leaves.triangles) / 4
    fewer = replace(leaves, positions=positions).only(left)
    assert np.isclose(extent(fewer), extent(leaves), rtol=1e-3)


def test_of_slim_leaves_the_fewer_are_wider_before_they_are_longer() -> None:
    corners = np.array([(0, 0, 0), (0.01, 0, 0.1), (0, 0, 0.2), (-0.01, 0, 0.1)], np.float32)
    points = np.concatenate([corners + np.array((x, 0, 0)) for x in range(6)]).astype(np.float32)
    leaves = np.concatenate([np.array([(0, 1, 2), (0, 2, 3)]) + 4 * leaf for leaf in range(6)])
    after, kept = thinned(points, leaves, 3)
    assert kept.sum() == 2 * 3, "two in three of what stays of broader ones"
    size = np.ptp(after[leaves[kept][:2]].reshape(-1, 3), axis=0)
    assert np.allclose(size, (0.04, 0, 0.2), atol=1e-3)


def test_a_leaf_has_one_side_that_is_seen_from_both_and_a_board_keeps_its_two() -> None:
    leaf = a_leaf((0, 0, 2))
    both = replace(
        leaf,
        triangles=np.concatenate([leaf.triangles, leaf.triangles[:, ::-1]]),
        material=np.zeros(4, np.int32),
        collides=np.zeros(4, np.bool_),
    )
    mesh = merge(both, box((1.0, 0.2, 0.02)))
    sheets = [mesh.materials[kind] for kind in np.unique(mesh.material[:4])]
    found, kept, names = once(mesh)
    assert names == set(sheets)
    assert kept.sum() == len(found.triangles) == len(mesh.triangles) - 2
    assert extent(found) == np.float32(extent(mesh) - extent(leaf))


def test_the_seat_of_a_bench_beyond_an_arch_is_no_sheet_of_paper() -> None:
    seat = box((1.6, 0.4, 0.05), at=(0.3, 0.2, 0.4), bevel=0.004)
    flat = gathered(seat.positions, seat.triangles, 0.08)
    assert np.ptp(flat[seat.triangles][..., 2]) < 0.01
    whole = gathered_but_boards(seat.positions, seat.triangles, 0.08)
    assert np.ptp(whole[seat.triangles][..., 2]) > 0.04


def test_only_what_has_thousands_of_triangles_is_made_lighter() -> None:
    many = merge(*(a_leaf((x * 0.5, y * 0.5, 0.0)) for x in range(60) for y in range(60)))
    cord = box((0.01, 0.01, 1.0), at=(-3.0, 0.0, 0.0), material="cord")
    mesh = merge(many, cord)
    assert len(many.triangles) >= MANY > len(cord.triangles)
    light, left = lighter(mesh, {"leaf"})
    assert len(light.of("leaf").triangles) == len(many.triangles) / 3
    assert np.array_equal(light.of("cord").positions, cord.positions[np.unique(cord.triangles)])
    assert left.sum() == len(light.triangles)


def test_what_was_closed_before_does_not_open_where_all_beside_it_moves() -> None:
    """Joints of piers that were closed opened again by the width of a lap: a row of dots along each, from close by."""
    blocks = [
        box((0.51, 0.51, 0.345), at=(x * 0.913, y * 0.917, z * 0.35), bevel=0.006, material="stone")
        for x in range(6)
        for y in range(6)
        for z in range(6)
    ]
    piers = jointless(merge(*blocks), {"stone"})
    assert len(piers.triangles) >= MANY
    light, left = lighter(piers, set())
    assert left.sum() == len(light.triangles)
    a, b, c = np.moveaxis(light.corners().astype(float), 1, 0)
    long = np.max([np.linalg.norm(each, axis=1) for each in (b - a, c - b, a - c)], axis=0)
    thick = np.linalg.norm(np.cross(b - a, c - a), axis=1) / long
    assert thick.min() > 0.05, "nothing is left of bevels and of joints"


def test_slats_as_far_apart_as_they_are_thick_stay_slats() -> None:
    slats = [box((0.034, 0.02, 0.9), at=(x * 0.06, 0.0, 0.0), bevel=0.004, material="oak") for x in range(200)]
    mesh = merge(*slats)
    assert len(mesh.triangles) >= MANY
    light, left = lighter(mesh, set())
    assert left.all()
    assert np.array_equal(light.positions, mesh.positions)


def test_the_base_of_a_column_is_not_torn() -> None:
    turn = np.linspace(-np.pi / 2, np.pi / 2, 7)
    ring = np.stack([0.3 + 0.03 * np.cos(turn), 0.03 + 0.03 * np.sin(turn)], -1)
    base = lathe([*ring, *(ring + np.array((-0.02, 0.06))), (0.25, 1.0)], sides=32)

    def most_turned(points: Any) -> float:
        was, now = base.corners(), replace(base, positions=points).corners()
        before, after = (np.cross(of[:, 1] - of[:, 0], of[:, 2] - of[:, 0]) for of in (was, now))
        size = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
        wide = np.linalg.norm(after, axis=1) > 3e-4
        return float(((before * after).sum(axis=1)[wide] / size[wide]).min())

    assert most_turned(gathered(base.positions, base.triangles, 0.03)) < 0.6
    whole = gathered_but_boards(base.positions, base.triangles, 0.03)
    assert most_turned(whole) > 0.95
    left = whole[base.triangles[standing(whole, base.triangles)]]
    corner = np.unique(np.round(left.reshape(-1, 3), 4), axis=0, return_inverse=True)[1].reshape(-1, 3)
    sides = np.sort(corner[:, [(0, 1), (1, 2), (2, 0)]].reshape(-1, 2), axis=1)
    assert (np.unique(sides, axis=0, return_counts=True)[1] > 1).all(), "it is closed"


def test_the_sun_is_looked_for_on_every_triangle_that_has_a_sunlit_texel_and_on_no_other() -> None:
    seen = np.zeros((40, 40), np.uint8)
    seen[30:34, 5:9] = 255
    uvs = np.array([(0.1, 0.7), (0.3, 0.7), (0.3, 0.9), (0.6, 0.1), (0.9, 0.1), (0.9, 0.4)], np.float32)
    own = np.zeros(6, np.uint8)
    triangles = np.array([(0, 1, 2), (3, 4, 5)], np.int32)
    baked = SimpleNamespace(sun=SimpleNamespace(texels=seen, vertices=own), uvs=uvs, triangles=triangles)
    assert sunlit(cast("Any", baked)).tolist() == [True, False]
    own[4] = 255  # lit by its corners, where it is too fine for texels
    assert sunlit(cast("Any", baked)).tolist() == [True, True]


def test_shadows_of_people_are_looked_for_only_between_the_sun_and_what_it_falls_on_inside() -> None:
    floor = [[(0.2, 0.2, 0.0), (0.8, 0.2, 0.0), (0.8, 0.8, 0.0)]]
    outside = [[(-9.0, 0.0, 0.0), (-9.0, 0.0, 3.0), (-9.0, 5.0, 3.0)]]
    corners = np.array(floor + outside, np.float32)
    sun = SimpleNamespace(texels=np.zeros((4, 4), np.uint8), vertices=np.full(6, 255, np.uint8))
    triangles = np.arange(6).reshape(2, 3)
    baked = cast("Any", SimpleNamespace(sun=sun, uvs=np.zeros((6, 2), np.float32), triangles=triangles))
    eyes = np.array([(2.0, 2.0, 1.6)], np.float32)
    squares = before_sun(baked, corners, eyes, (3.0, 0.0))
    assert {(0, 0), (3, 0)} <= squares, "on it, and where a long shadow reaches it from"
    assert not {(-3, 0), (0, 3)} & squares, "a shadow goes away from the sun"
    assert not any(x < -5 for x, _ in squares), "a wall's outside is nobody's floor"
    sun.vertices[:] = 0
    assert before_sun(baked, corners, eyes, (3.0, 0.0)) == frozenset()


def test_of_a_wide_floor_shadows_of_people_are_looked_for_only_near_its_sunlit_patch() -> None:
    corners = np.array([[(0, 0, 0), (40, 0, 0), (0, 40, 0)]], np.float32)
    seen = np.zeros((80, 80), np.uint8)
    seen[20:24, 20:24] = 255  # from 10 to 12 m
    sun = SimpleNamespace(texels=seen, vertices=np.zeros(3, np.uint8))
    uvs = corners[0, :, :2] / 40
    baked = cast("Any", SimpleNamespace(sun=sun, uvs=uvs, triangles=np.array([(0, 1, 2)])))
    squares = before_sun(baked, corners, np.array([(5.0, 5.0, 1.6)], np.float32), (0.0, 3.0))
    assert {(10, 10), (11, 11), (11, 14)} <= squares, "on the patch, and where a long shadow reaches it from"
    assert all(6 <= x <= 15 and 6 <= y <= 18 for x, y in squares)


BOX = np.array([(0.0, 0.0, 0.0), (6.0, 8.0, 4.0)], np.float32)


def test_of_a_house_outside_only_what_some_place_within_can_see_is_left() -> None:
    house = moved(box((10.0, 10.0, 20.0)), (-40.0, 4.0, -5.0))
    seen = seen_from(house, BOX)
    a, b, c = np.moveaxis(seen.corners(), 1, 0)
    facing = np.cross(b - a, c - a)
    assert {tuple(np.sign(np.round(one, 3)).tolist()) for one in facing} == {(1.0, 0.0, 0.0)}, "the side towards us"
    low = moved(box((10.0, 10.0, 5.0)), (-40.0, 4.0, -6.0))
    assert len(seen_from(low, BOX).triangles) == 4, "and a roof that one looks down on"
    assert len(seen_from(box((6.0, 8.0, 4.0), at=(3.0, 4.0, 0.0)), BOX).triangles) == 12, (
        "all of what one may walk round"
    )


def test_far_land_is_the_coarser_the_further_it_is_and_stays_where_it_is() -> None:
    post = box((0.3, 0.3, 3.0))
    near, far = moved(post, (-12.0, 4.0, 0.0)), moved(post, (-400.0, 4.0, 0.0))
    assert len(afar(near, BOX).triangles) == 12
    assert len(afar(far, BOX).triangles) < 12
    hill = moved(box((30.0, 30.0, 20.0)), (-400.0, 4.0, 0.0))
    assert np.allclose(afar(hill, BOX).bounds(), hill.bounds())
    assert extent(afar(hill, BOX)) == np.float32(extent(hill))
