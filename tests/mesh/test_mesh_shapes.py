"""Shapes are closed, outward, finite, and as large as they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.mesh import (
    Mesh,
    annular_sector,
    arc_points,
    area,
    both,
    box,
    circle,
    cylinder,
    extrude,
    facing,
    is_closed,
    lathe,
    rectangle,
    round_arch,
    rounded_rectangle,
    spread,
    sweep,
    triangulate,
    tube,
    volume,
    wall,
)

lengths = st.floats(0.05, 30.0)
bevels = st.sampled_from([0.0, 0.008, 0.015])
moderate = settings(max_examples=40, deadline=None)


def assert_sound(mesh: Mesh, *, closed: bool = True) -> None:
    assert len(mesh.triangles)
    assert np.isfinite(mesh.positions).all()
    assert np.isfinite(mesh.uvs).all()
    assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1, atol=1e-4)
    assert mesh.triangles.max() < len(mesh.positions)
    corners = mesh.corners().astype(np.float64)
    face = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    size = np.linalg.norm(face, axis=1)
    lean = np.einsum("ij,ikj->ik", face / np.maximum(size, 1e-12)[:, None], mesh.normals[mesh.triangles])
    assert (lean[size > 1e-6] > 0.2).all(), "a normal looks away from its face"
    if closed:
        assert is_closed(mesh)
        assert volume(mesh) > 0


@given(st.tuples(lengths, lengths, lengths), bevels)
@moderate
def test_a_box_is_closed_and_no_larger_than_it_says(size: tuple[float, float, float], bevel: float) -> None:
    mesh = box(size, at=(1, 2, 3), bevel=bevel)
    assert_sound(mesh)
    half = np.array(size) / 2
    expected = [(1 - half[0], 2 - half[1], 3), (1 + half[0], 2 + half[1], 3 + size[2])]
    assert np.allclose(mesh.bounds(), expected, atol=1e-5)
    assert volume(mesh) <= np.prod(size) * 1.001
    assert len(mesh.triangles) == (44 if bevel else 12)


def test_a_hidden_face_is_left_out_and_its_edges_stay_sharp() -> None:
    mesh = box((1, 1, 1), bevel=0.01, hidden=("bottom",))
    assert not is_closed(mesh)
    assert np.isclose(mesh.positions[:, 2].min(), 0)
    lowest = mesh.positions[mesh.positions[:, 2] < 1e-6]
    assert np.isclose(np.abs(lowest[:, :2]).max(), 0.5)
    assert mesh.normals[:, 2].min() > -0.01


@given(st.integers(3, 40), lengths, lengths, bevels)
@moderate
def test_an_extruded_polygon_is_closed_and_holds_what_it_should(
    sides: int, radius: float, height: float, bevel: float
) -> None:
    assert_sound(extrude(circle(radius, sides), height, bevel=min(bevel, radius / 5)))
    plain = extrude(circle(radius, sides), height)
    expected = 0.5 * sides * radius**2 * np.sin(2 * np.pi / sides) * height
    assert volume(plain) == pytest.approx(expected, rel=1e-3)


@given(st.lists(st.floats(0.3, 1.0), min_size=5, max_size=24))
@moderate
def test_a_star_of_any_shape_is_cut_into_triangles_that_cover_it_once(radii: list[float]) -> None:
    angle = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    star = np.stack([np.cos(angle), np.sin(angle)], 1) * np.array(radii)[:, None]
    points, triangles = triangulate(star)
    a, b, c = points[triangles].transpose(1, 0, 2)
    doubled = (b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]
    assert (doubled > 0).all()
    x, y = star.T
    assert doubled.sum() == pytest.approx((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())
    assert len(triangles) == len(star) - 2


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 4), st.integers(4, 24))
@moderate
def test_a_wall_with_arches_and_round_headed_windows_is_closed(
    arches: int, windows: int, squares: int, steps: int
) -> None:
    arch, window = round_arch(2.0, 2.0, 3.0, steps=steps), round_arch(1.2, 6.0, 6.6, sill=4.0, steps=steps)
    holes = [arch + np.array((x + 15, 0)) for x in spread(arches, 30)] if arches else []
    holes += [window + np.array((x + 15, 0)) for x in spread(windows, 30)] if windows else []
    holes += [rectangle((x + 14.5, 7.0), (x + 15.5, 7.6)) for x in spread(squares, 29)] if squares else []
    mesh = wall(30, 8.4, 0.45, holes)
    assert_sound(mesh)
    assert np.allclose(mesh.bounds(), [(0, 0, 0), (30, 0.45, 8.4)], atol=1e-5)
    opened = sum(abs(np.sum(h[:, 0] * np.roll(h[:, 1], -1) - np.roll(h[:, 0], -1) * h[:, 1])) / 2 for h in holes)
    assert volume(mesh) == pytest.approx((30 * 8.4 - opened) * 0.45, rel=1e-3)


def test_the_face_of_a_wall_looks_to_the_room() -> None:
    mesh = wall(4, 3, 0.45)
    front = mesh.positions[:, 1] < 1e-6
    assert (mesh.normals[front & (mesh.normals[:, 1] < -0.9)][:, 1] < -0.9).any()


def test_a_wall_s_ends_and_straight_reveals_are_textured_as_its_face_is_and_an_arch_runs_round() -> None:
    window, head = rectangle((1, 1), (0.6, 0.8)), [(1.6, 1.8), (1.3, 2.0), (1.0, 1.8)]
    straight = wall(3, 2.5, 0.4, [window])
    ends = np.abs(straight.normals[:, 0]) > 0.99
    assert ends.sum() == 4 * 4
    assert straight.uvs[ends] == pytest.approx(straight.positions[ends][:, 1:]), "up is up"
    round_headed = wall(3, 2.5, 0.4, [np.array([(1.0, 1.0), (1.6, 1.0), *head])])
    jambs = (np.abs(round_headed.normals[:, 0]) > 0.99) & (np.abs(round_headed.positions[:, 0] - 1.3) < 0.5)
    assert jambs.any()
    for corners in round_headed.triangles[jambs[round_headed.triangles].any(axis=1)]:
        run = np.ptp(round_headed.uvs[corners], axis=0)
        assert run.max() <= 1.0 + 1e-6, "no triangle has two ways of being textured"


def test_a_hole_that_leaves_its_wall_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves its wall"):
        wall(4, 3, 0.45, [rectangle((3, 1), (5, 2))])


@given(st.floats(1, 20), st.floats(0.5, 3), st.floats(-180, 90), st.floats(5, 170), bevels)
@moderate
def test_a_sector_of_a_ring_is_closed(inner: float, depth: float, start: float, sweep_deg: float, bevel: float) -> None:
    mesh = annular_sector(inner, inner + depth, start, start + sweep_deg, 0.3, bevel=bevel)
    assert_sound(mesh)
    ideal = np.deg2rad(sweep_deg) / 2 * ((inner + depth) ** 2 - inner**2) * 0.3
    assert volume(mesh) == pytest.approx(ideal, rel=0.08)


@given(st.lists(st.tuples(st.floats(0.02, 0.5), st.floats(0.01, 0.5)), min_size=2, max_size=12), st.integers(3, 40))
@moderate
def test_whatever_is_turned_on_a_lathe_is_closed(steps: list[tuple[float, float]], sides: int) -> None:
    heights = np.cumsum([dz for _, dz in steps])
    mesh = lathe([(r, z) for (r, _), z in zip(steps, heights, strict=True)], sides=sides)
    assert_sound(mesh)


def test_a_cylinder_is_round_and_a_cone_has_a_point() -> None:
    assert_sound(cylinder(0.5, 2, bevel=0.01))
    assert_sound(cylinder(0.5, 2, top_radius=0))
    side = cylinder(0.5, 2, sides=48)
    around = np.abs(side.normals[:, 2]) < 0.1
    outward = side.positions[around, :2] / 0.5
    assert np.allclose(side.normals[around, :2], outward, atol=1e-3)


@given(st.lists(st.floats(-60, 60), min_size=1, max_size=8), st.integers(6, 12))
@moderate
def test_a_tube_along_any_gentle_path_is_closed(turns: list[float], sides: int) -> None:
    heading = np.deg2rad(np.cumsum(turns))
    path = np.cumsum(np.stack([np.cos(heading), np.sin(heading), 0.3 * np.cos(heading * 3)], 1), 0)
    path = np.concatenate([path[:1] - (1, 0, 0), path])
    assert_sound(tube(path, 0.05, sides))


def test_a_moulding_is_mitred_keeps_its_section_and_closes() -> None:
    section = rounded_rectangle((0.1, 0.06), 0.02)
    square = [(0, 0, 0), (4, 0, 0), (4, 3, 0), (0, 3, 0)]
    ring = sweep(section, square, closed=True)
    assert_sound(ring)
    assert np.allclose(ring.bounds(), [(-0.05, -0.05, -0.03), (4.05, 3.05, 0.03)], atol=1e-5)
    rail = sweep(section, [(0, 0, 0), (1, 0, 0), (4, 0, 2), (5, 0, 2), (5, 2, 2)])
    assert_sound(rail)
    curve = arc_points(1.6, 0, 180, 20)
    assert_sound(sweep(rectangle((0, 0), (0.2, 0.1)), np.insert(curve, 1, 0.0, axis=1), up=(0, -1, 0)))


def test_outlines_are_counter_clockwise_and_of_the_asked_size() -> None:
    for outline in (round_arch(3.2, 3.0, 4.6), rounded_rectangle((2, 1), 0.5), rectangle((0, 0), (1, 2)), circle(1)):
        x, y = outline.T
        assert np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) > 0
    arch = round_arch(3.2, 3.0, 4.6)
    assert arch[:, 1].max() == pytest.approx(4.6)
    assert np.ptp(arch[:, 0]) == pytest.approx(3.2)
    assert np.allclose(np.linalg.norm(arch[2:] - (0, 3.0), axis=1), 1.6)
    assert both(2.0) == (-2.0, 2.0)
    assert spread(3, 1.8) == pytest.approx((-0.6, 0.0, 0.6))


def test_the_surface_of_a_box_is_measured() -> None:
    assert area(box((1, 2, 3))) == pytest.approx(22)


def test_a_triangle_says_which_way_it_faces_how_far_off_and_how_large_it_is() -> None:
    one, none = [(0, 0, 2), (3, 0, 2), (0, 4, 2)], [(1, 1, 1)] * 3
    ways, apart, size = facing(np.array([one, one[::-1], none], np.float32))
    assert ways.tolist() == [[0, 0, 1], [0, 0, -1], [0, 0, 0]]
    assert apart.tolist() == [2, -2, 0]
    assert size.tolist() == [6, 6, 0]
