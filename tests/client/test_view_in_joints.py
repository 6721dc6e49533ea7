"""The bevels of stones have the light of the faces that are seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from campus.client.view.between import EDGE, IN_JOINT
from campus.client.view.in_joints import BOTTOM, as_their_fronts
from campus.client.view.jointless import with_shut_joints
from campus.components._stonework import PROUD, voussoirs
from campus.mesh import Mesh, box, facing, merge

DAY, SIZE = 2, 64
STONES = frozenset({"limestone"})
FRONT, ASIDE, UP, DOWN = 1.0, 1.6, 0.2, 2.5
"""Light on what looks that way; beds look up and down, into their joints."""
JOINT_Z = 0.3325


def _stones() -> Mesh:
    """One on another, five millimetres apart, each triangle with corners of its own, as where charts end."""
    mesh = merge(*(box((1.0, 0.5, 0.33), at=(0, 0, z), bevel=0.01, material="limestone") for z in (0, 0.335)))
    corners = mesh.triangles.ravel()
    return replace(
        mesh,
        positions=mesh.positions[corners],
        normals=mesh.normals[corners],
        uvs=mesh.uvs[corners],
        triangles=np.arange(len(corners), dtype=np.int32).reshape(-1, 3),
    )


def _baked(mesh: Mesh) -> tuple[np.ndarray, dict[int, np.ndarray]]:
    """Beds' bevels lie on the charts of their beds, as upright ones do on those of the sides; four strips of charts."""
    ways, _, _ = facing(mesh.corners())
    strip = np.where(np.abs(ways[:, 2]) > 0.1, np.where(ways[:, 2] > 0, 2, 3), np.where(np.abs(ways[:, 0]) > 0.1, 1, 0))
    rows = np.zeros((len(mesh.positions), 9), np.float32)
    rows[:, 0] = 0.3 + mesh.positions[:, 0] / 10
    rows[mesh.triangles, 1] = (0.125 + 0.25 * strip)[:, None]
    texels = np.zeros((SIZE, SIZE, 3), np.float16)
    for number, light in enumerate((FRONT, ASIDE, UP, DOWN)):
        texels[number * SIZE // 4 : (number + 1) * SIZE // 4] = light
    return rows, {DAY: texels}


def _told(sun: float = 0.0) -> tuple[Mesh, np.ndarray, np.ndarray]:
    split = _stones()
    rows, texels = _baked(split)
    drawn = with_shut_joints(split, STONES)
    _, found, rows, kinds = as_their_fronts(split, drawn, rows, texels, np.full((SIZE, SIZE), sun), STONES)
    assert np.allclose(found.corners(), drawn.corners()), "it only has another light"
    return found, rows, kinds


def _light(rows: np.ndarray) -> np.ndarray:
    """(n,) of rows, of texels and of their own."""
    strip = (rows[:, 1] * 4).astype(int)
    light: np.ndarray = np.where(rows[:, 1] > 0, np.array((FRONT, ASIDE, UP, DOWN))[strip], 0) + rows[:, DAY]
    return light


def _of_joint(mesh: Mesh) -> np.ndarray:
    """(m,) the bevels of both stones that lie in the joint before the front."""
    ways, _, _ = facing(_stones().corners())
    middle = mesh.corners().mean(axis=1)
    long = np.ptp(mesh.corners(), axis=1).max(axis=1) > 0.5
    aslant = (np.abs(ways[:, 1]) > 0.1) & (np.abs(ways[:, 2]) > 0.1)
    found: np.ndarray = long & aslant & (middle[:, 1] > 0) & (np.abs(middle[:, 2] - JOINT_Z) < 0.02)
    return found


def test_both_bevels_of_a_joint_have_the_light_of_the_front_and_are_dimmer_at_its_bottom() -> None:
    mesh, rows, kinds = _told()
    which = _of_joint(mesh)
    assert which.sum() == 4
    assert (kinds[which] == IN_JOINT).all()
    vertices = mesh.triangles[which].ravel()
    rim = np.abs(mesh.positions[vertices, 2] - JOINT_Z) > 0.005
    light = _light(rows)[vertices]
    assert rim.any()
    assert not rim.all()
    assert np.allclose(light[rim], FRONT, atol=0.01)
    assert np.allclose(light[~rim], BOTTOM * FRONT, atol=0.01)


def test_where_the_sun_falls_in_flecks_a_joint_shows_them_as_its_front_does() -> None:
    mesh, rows, _ = _told(sun=-0.4)
    vertices = mesh.triangles[_of_joint(mesh)].ravel()
    assert (rows[vertices, 1] > 0).all()
    assert np.allclose(_light(rows)[vertices], FRONT)


def test_a_bevel_between_two_faces_that_are_seen_lies_on_the_dimmer_one() -> None:
    mesh, rows, kinds = _told()
    ways, _, _ = facing(mesh.corners())
    upright = (np.abs(ways[:, 0]) > 0.1) & (np.abs(ways[:, 1]) > 0.1) & (np.abs(ways[:, 2]) < 0.1)
    assert upright.sum() == 16
    assert (kinds[upright] == EDGE).all()
    assert np.allclose(_light(rows)[mesh.triangles[upright]], FRONT)


def test_faces_that_are_seen_keep_their_light() -> None:
    split = _stones()
    rows, _ = _baked(split)
    mesh, found, _ = _told()
    _, _, area = facing(split.corners())
    middle = split.corners().mean(axis=1)[:, 2]
    seen = (area > 0.05) & (np.abs(middle - JOINT_Z) > 0.1)
    assert seen.sum() > 8
    assert np.array_equal(found[mesh.triangles[seen]], rows[split.triangles[seen]])


def test_there_are_no_vertices_that_no_triangle_has_and_few_more_than_before() -> None:
    mesh, rows, _ = _told()
    assert np.array_equal(np.unique(mesh.triangles), np.arange(len(rows)))
    assert len(rows) <= len(_stones().positions)


def test_joints_of_an_arch_are_found_though_they_are_wedges_and_a_keystone_that_stands_out_has_none_before_it() -> None:
    split = voussoirs(3.2, 3.0, 4.6, 0.45, 0.5, "limestone")
    rows = np.zeros((len(split.positions), 9), np.float32)
    rows[:, :2] = 0.5
    texels = {DAY: np.ones((SIZE, SIZE, 3), np.float16)}
    drawn = with_shut_joints(split, STONES)
    *_, kinds = as_their_fronts(split, drawn, rows, texels, np.zeros((SIZE, SIZE)), STONES)
    ways, _, _ = facing(split.corners())
    middle, long = split.corners().mean(axis=1), np.ptp(split.corners(), axis=1).max(axis=1) > 0.3
    radial = np.abs((ways * (middle - (0, 0, 3.0)) * (1, 0, 1)).sum(axis=1)) < 0.1  # at the sides of a stone
    fronts = long & radial & (np.abs(ways[:, 1] - 0.5) < 0.4) & (middle[:, 1] > 0.4)
    key = fronts & (middle[:, 1] > 0.5 + PROUD + 0.01)
    assert key.sum() == 4
    assert (kinds[key] == EDGE).all()
    commons = fronts & ~key
    assert (kinds[commons] == IN_JOINT).sum() >= 12 * 2 * 2 - 4


def test_a_stone_alone_has_no_joints() -> None:
    split = box((1.0, 0.5, 0.33), bevel=0.01, material="oak")
    rows = np.zeros((len(split.positions), 9), np.float32)
    rows[:, :2] = 0.5
    texels = {DAY: np.ones((SIZE, SIZE, 3), np.float16)}
    found = as_their_fronts(split, split, rows, texels, np.zeros((SIZE, SIZE)), STONES)
    assert found[0] is split
    assert found[2] is rows
    assert not found[3].any()
