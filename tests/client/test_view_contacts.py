"""The shade where things meet the floor: under legs and soles, and nowhere else."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from campus.bake.model import Baked
from campus.client.avatars.crowd import Crowd, DrawnPerson
from campus.client.view import Stage, prepare
from campus.client.view.contacts import ALONG_M, IN_SUN, PIECE_M, along_feet, feet_of, in_pieces, still_spots
from campus.client.view.geometry import rows_of
from campus.client.view.sunny_floor import SunnyFloor, sunny_floor
from campus.mesh import box, cylinder, merge
from campus.protocol.messages import Figure
from campus.space.model import Space
from campus.world.pose import Pose


def test_a_table_stands_on_its_legs_and_a_desk_lies_on_all_of_itself() -> None:
    legs = [box((0.06, 0.06, 0.7), at=(x, y, 0)) for x in (1.0, 2.0) for y in (3.0, 3.6)]
    table = merge(*legs, box((1.1, 0.7, 0.04), at=(1.5, 3.3, 0.7)))
    desk = box((4.2, 0.9, 0.8), at=(6, 6, 0))
    lamp = box((0.1, 0.1, 0.1), at=(1.5, 3.3, 0.74))
    feet = feet_of(merge(table, desk, lamp))
    assert len(feet) == 4
    places = sorted(tuple(round(v, 2) for v in foot) for foot in feet[:, :2].astype(float).tolist())
    assert places == [(1.0, 3.0), (1.0, 3.6), (2.0, 3.0), (2.0, 3.6)]
    assert feet[:, 2:].max() < 0.1


def test_a_pot_is_one_foot_and_a_pillar_none() -> None:
    feet = feet_of(merge(cylinder(0.12, 0.3, at=(1, 1, 0)), cylinder(0.5, 4.0, at=(3, 3, 0))))
    assert feet[:, :2] == pytest.approx(np.array([[1, 1]]), abs=0.01)
    assert len(feet_of(box((1, 1, 1), at=(0, 0, 2)))) == 0


def test_a_plinth_has_shade_all_round_its_foot_and_a_leg_a_pane_or_a_shelf_none() -> None:
    plinth = box((1.0, 1.0, 0.2), at=(5, 5, 0), material="stone")
    others = (
        box((0.06, 0.06, 0.7), at=(1, 1, 0), material="stone"),
        box((2, 0.02, 2), at=(9, 9, 0), material="glass"),
        box((1, 1, 0.1), at=(2, 8, 1), material="stone"),
    )
    mesh = merge(plinth, *others)
    bands = along_feet(mesh, np.array([name == "stone" for name in mesh.materials]))
    assert len(bands) == 4 + 4
    assert bands[..., :2].min() == pytest.approx(4.5 - ALONG_M)
    assert bands[..., :2].max() == pytest.approx(5.5 + ALONG_M)
    # Dark along the plinth, gone where a band ends.
    away = np.abs(bands[..., :2] - 5).max(axis=-1)
    middle = np.hypot(bands[..., 2] - 0.5, bands[..., 3] - 0.5)
    assert np.allclose(middle[away < 0.501], 0, atol=1e-3)
    assert np.allclose(middle[away > 0.501], 0.5, atol=1e-3)


def test_a_plinth_of_a_material_that_no_file_describes_has_shade_too_and_ends_no_space(
    make_space: Callable[..., Space], a_bake: Callable[..., Baked], lit_as: Callable[..., Any]
) -> None:
    plinth = box((1.0, 1.0, 0.2), at=(3, 4, 0), material="nowhere-described")
    space = make_space(mesh=plinth, materials={}, copies=(), moving=(), views=(), scene=lit_as({}))
    prepared = prepare(space, baked=a_bake(space))
    assert len(prepared.along) == 4 + 4
    assert len(prepared.left.mesh.triangles) == 2  # its top can be stepped on


def test_shade_goes_on_under_a_bevel() -> None:
    block = box((1.0, 1.0, 0.4), at=(0, 0, 0), bevel=0.01)
    bands = along_feet(block, np.ones(len(block.materials), np.bool_))
    under = bands[(np.abs(bands[..., :2]).max(axis=-1) < 0.51).all(axis=1)]
    assert len(under) == 4
    assert np.allclose(under[..., 2:4], 0.5)
    assert np.abs(under[..., :2].mean(axis=1)).max(axis=-1).max() < 0.49


def test_stones_that_touch_have_no_shade_between_them_nor_a_wall_behind_them() -> None:
    stones = [box((1.0, 1.0, 0.4), at=(x, 0, 0)) for x in (0.0, 1.0)]
    core = box((1.9, 0.9, 3.0), at=(0.5, 0, 0))
    bands = along_feet(merge(*stones, core), np.ones(1, np.bool_))
    assert len(bands) == 6 + 4
    middles = bands[..., :2].mean(axis=1)
    assert (np.abs(middles - (0.5, 0)) > (1.0, 0.5)).any(axis=1).all()


def test_what_stands_within_a_pier_darkens_no_floor_before_it() -> None:
    """A plinth that ends between two stones of a pier: a black sliver lay along the middle of the pier's foot."""
    stones = [box((0.5, width, 0.33), at=(0, y, 0), bevel=0.008) for width, y in ((0.55, 0.275), (0.35, 0.733))]
    end = box((0.04, 0.258, 0.9), at=(0.22, 0.45, 0))
    assert len(feet_of(end)) == 1
    assert len(feet_of(merge(*stones, end))) == 0
    beside = box((0.04, 0.258, 0.9), at=(0.27, 0.45, 0))
    assert len(feet_of(merge(*stones, beside))) == 1, "half of it is seen"


def test_a_leg_darkens_the_floor_it_stands_on(stage: Stage, make_space: Callable[..., Space], room: Space) -> None:
    """The middle chair's foot: the floor just beside it is darker than a foot's length away, and only there."""
    stool = merge(room.mesh, *[box((0.04, 0.04, 0.4), at=(x, 4.0, 0)) for x in (3.0, 3.4)])
    darkness = []
    for mesh in (room.mesh, stool):
        view = stage.build(make_space(mesh=mesh, copies=()), "fr")
        stage.present(view)
        stage.look_at((3.2, 2.4, 1.0), (3.2, 4.0, 0.0), 40)
        stage.draw()
        at = stage.project((3.2, 3.6, 0.0)), stage.project((3.0, 3.965, 0.0))
        pixels = stage.pixels().astype(float).mean(axis=2)
        stage.present(None)
        view.destroy()
        far, near = (
            pixels[round(p[1]) - 1 : round(p[1]) + 2, round(p[0]) - 1 : round(p[0]) + 2].mean() for p in at if p
        )
        darkness.append(near / far)
    assert darkness[1] < 0.93 * darkness[0]


def test_each_sole_has_its_shade_and_a_lifted_foot_has_none(stage: Stage, room: Space) -> None:
    view = stage.build(room, "fr")
    stage.present(view)
    crowd = Crowd(stage)
    crowd.enter(view.root)
    stage.look_at((3.0, 4.2, 2.4), (3.0, 4.21, 0.0), 60)
    me = DrawnPerson(Pose(3.0, 4.2, 0.0, 0.0), Figure())
    crowd.place({1: me}, 100.0)
    rows = np.frombuffer(bytes(crowd.soles.rows.get_data()), np.float32).reshape(-1, 2, 4)
    left, right = rows[:2, 0][np.argsort(rows[:2, 0, 0])]
    assert right[0] - left[0] == pytest.approx(0.22, abs=0.06)  # as far apart as feet
    assert rows[:2, 1, 2].min() > 0.5
    for step in range(30):
        walking = DrawnPerson(Pose(3.0, 4.2 + 0.045 * step, 0.0, 0.0, 0.0, 1.35), Figure())
        crowd.place({1: walking}, 100.0 + step / 30)
    dark = []
    for step in range(30, 60):
        crowd.place({1: DrawnPerson(Pose(3.0, 4.2 + 0.045 * step, 0.0, 0.0, 0.0, 1.35), Figure())}, 100.0 + step / 30)
        rows = np.frombuffer(bytes(crowd.soles.rows.get_data()), np.float32).reshape(-1, 2, 4)
        dark.append(rows[:2, 1, 2].copy())
    assert np.min(dark) < 0.2 < 0.45 < np.max(dark)
    crowd.clear()
    stage.present(None)
    view.destroy()


def test_in_the_sun_such_shade_is_weak_and_beside_it_it_is_not() -> None:
    cells = np.zeros((20, 40), np.float32)
    cells[:, 20:] = 1  # from x = 2 on
    sunny = SunnyFloor(np.zeros(2), cells)
    feet = np.array([[1.0, 1.0, 0.1, 0.1], [3.0, 1.0, 0.1, 0.1]], np.float32)
    wall = np.array([[[0.5, 0.5, 0, 0, 0.4], [0.5, 0.6, 1, 0, 0.4], [3.5, 0.6, 1, 1, 0.4], [3.5, 0.5, 0, 1, 0.4]]])

    def darkness(sun: SunnyFloor | None) -> list[float]:
        spots = still_spots(feet, (), wall.astype(np.float32), sun)
        assert spots is not None
        node: Any = spots.node()
        rows = rows_of(node.get_geom(0).get_vertex_data())
        return [float(dark) for dark in rows[:, 20:24].copy().view(np.float32)[:, 0]]

    plain, told = darkness(None), darkness(sunny)
    assert told[:4] == plain[:4]
    assert told[4:8] == pytest.approx([(1 - IN_SUN) * value for value in plain[4:8]])
    assert told[8] == pytest.approx(0.4)
    assert told[-1] == pytest.approx((1 - IN_SUN) * 0.4)


def test_a_long_band_that_is_sunny_in_part_is_the_same_band_in_pieces() -> None:
    bands = along_feet(box((3.0, 1.0, 0.2), at=(5, 5, 0)), np.ones(1, np.bool_))
    cells = np.zeros((100, 100), np.float32)
    assert len(in_pieces(bands, SunnyFloor(np.zeros(2), cells))) == len(bands)
    cells[:, 50:] = 1
    pieces = in_pieces(bands, SunnyFloor(np.zeros(2), cells))
    assert len(bands) + 10 < len(pieces) < len(bands) + 20
    in_part = np.ptp(pieces[:, 1:3, 0], axis=1) > PIECE_M + 1e-6
    assert not in_part.any()

    def extent(quads: np.ndarray) -> float:
        (x0, y0), (x1, y1) = ((quads[:, corner, :2] - quads[:, corner - 2, :2]).T for corner in (2, 3))
        return float(np.abs(x0 * y1 - x1 * y0).sum() / 2)

    assert extent(pieces) == pytest.approx(extent(bands), rel=1e-5)


def test_a_floor_knows_where_the_bake_saw_the_sun(
    make_space: Callable[..., Space], a_bake: Callable[..., Baked]
) -> None:
    mesh = box((4.0, 4.0, 0.5), at=(4.0, 4.0, -0.5))
    bake = a_bake(make_space(mesh=mesh))
    uvs = (mesh.positions[:, :2] / 8).astype(np.float32)  # its top; what stands upright has nothing of the lightmap
    sun = np.zeros((80, 80), np.uint8)
    assert sunny_floor(mesh, replace(bake, uvs=uvs, sun=replace(bake.sun, texels=sun))) is None
    sun[:, 50:] = 255
    found = sunny_floor(mesh, replace(bake, uvs=uvs, sun=replace(bake.sun, texels=sun)))
    assert found is not None
    assert found.at(np.array([[3.0, 4.0], [5.5, 4.0], [9.0, 9.0]])).tolist() == [0, 1, 0]
