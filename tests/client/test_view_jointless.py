"""Stones that move together where a processor draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from campus.client.view.jointless import LAPS_M, jointless, with_shut_joints
from campus.mesh import Mesh, box, lathe, merge, place

STONE = frozenset({"stone"})


def two(gap: float, material: str = "stone", aside: float = 0.0) -> Mesh:
    """A stone on another, a joint between them; the upper one lies half a stone aside, as in a wall."""
    return merge(
        box((0.6, 0.4, 0.3), material="stone"), box((0.6, 0.4, 0.3), at=(0.3 + aside, 0, 0.3 + gap), material=material)
    )


def height(mesh: Mesh) -> float:
    return float(np.ptp(mesh.positions[:, 2]))


def test_two_stones_meet_in_the_middle_of_their_joint_and_keep_their_other_faces() -> None:
    apart = two(0.005)
    met = jointless(apart, STONE)
    assert height(met) == pytest.approx(height(apart))
    below, above = met.positions[met.positions[:, 2] < 0.35, 2], met.positions[met.positions[:, 2] > 0.1, 2]
    assert below.max() == pytest.approx(0.3025 + LAPS_M, abs=2e-4)
    assert above.min() <= below.max(), "no ray slips through"
    moved = np.abs(met.positions - apart.positions)
    assert moved[:, :2].max() == 0


@pytest.mark.parametrize(
    "left_alone",
    [two(0.02), two(0.005, "oak"), two(0.005, aside=0.31), two(0.0)],
    ids=["a wide gap", "another material", "no stone over it", "no gap"],
)
def test_what_is_no_joint_stays_as_it_is(left_alone: Mesh) -> None:
    assert np.array_equal(jointless(left_alone, STONE).positions, left_alone.positions)


def test_the_stones_of_an_arch_meet_though_they_lie_aslant() -> None:
    apart = place(two(0.005), (1.0, 2.0, 0.5), 33)
    aslant = place(lathe([(0.2, 0.0), (0.2, 0.3), (0.0, 0.3)], sides=4, material="stone"), (5, 5, 0), 12)
    met = jointless(merge(apart, aslant), STONE)
    moved = np.linalg.norm(met.positions - merge(apart, aslant).positions, axis=1)
    assert moved.max() == pytest.approx(0.0025 + LAPS_M, abs=2e-4)


@pytest.mark.parametrize("bevel", [0.01, 0.02], ids=["of a block", "of a coping"])
def test_a_stone_s_edges_are_sharp_again_and_its_bevels_gone(bevel: float) -> None:
    size, at = (0.6, 0.4, 0.3), (1.0, 2.0, 0.5)
    bevelled = place(box(size, bevel=bevel, material="stone"), at, 20)
    sharp = jointless(bevelled, STONE)
    a, b, c = np.moveaxis(sharp.corners().astype(float), 1, 0)
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    assert (areas > 1e-5).sum() == 12
    assert areas.sum() == pytest.approx(2 * (0.6 * 0.4 + 0.6 * 0.3 + 0.4 * 0.3), rel=1e-3)


def test_stones_that_touch_have_no_groove_between_them() -> None:
    one = box((0.6, 0.4, 0.3), bevel=0.008, material="stone")
    other = box((0.6, 0.4, 0.3), at=(0.6, 0, 0), bevel=0.008, material="stone")
    course = jointless(merge(one, other), STONE)
    front = course.positions[np.isclose(course.positions[:, 1], -0.2)]
    assert set(np.round(front[:, 0] * 10).tolist()) == {-3, 3, 9}
    assert set(np.round(front[:, 2] * 10).tolist()) == {0, 3}


def test_the_sides_of_a_joint_that_is_a_wedge_meet_all_along_it_wherever_it_is() -> None:
    """So are those of an arch; and what is looked at is how far they are apart, not how far each is from the origin."""
    below = box((0.6, 0.4, 0.3), material="stone")
    above = box((0.6, 0.4, 0.3), material="stone")
    low = above.positions[:, 2] < 0.1
    tilted = above.positions.copy()
    tilted[:, 2] += 0.305
    tilted[low, 2] += (0.006 * tilted[low, 0]).astype(np.float32)
    arch = place(merge(below, replace(above, positions=tilted)), (20.0, 15.0, 0.0), 0)
    met = jointless(arch, STONE)
    for x in (19.7, 20.3):
        side = met.positions[np.isclose(met.positions[:, 0], x, atol=1e-3), 2]
        joint = np.unique(np.round(side[(side > 0.2) & (side < 0.4)], 5))
        assert np.ptp(joint) <= 3 * LAPS_M, "no ray slips through"
        assert np.ptp(joint) > LAPS_M


def test_where_stones_with_bevels_meet_nothing_is_left_of_the_bevels() -> None:
    """Else each is a strip of half a joint, as dark as light gets into one: dashes from across a court."""
    one = box((0.6, 0.4, 0.3), bevel=0.008, material="stone")
    other = box((0.6, 0.4, 0.3), at=(0.605, 0, 0), bevel=0.008, material="stone")
    met = jointless(place(merge(one, other), (3.0, 4.0, 0.0), 33), STONE)
    a, b, c = np.moveaxis(met.corners().astype(float), 1, 0)
    size = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    long = np.max([np.linalg.norm(each, axis=1) for each in (b - a, c - b, a - c)], axis=0)
    thick = 2 * size / np.maximum(long, 1e-9)
    assert ((thick < 1e-5) | (thick > 0.1)).all()


def test_stones_that_overlap_by_their_bevels_are_squared_as_one() -> None:
    """So lie the two halves of a capital: an edge between them would go to the end of one, and back to the other's."""
    one = box((0.6, 0.4, 0.3), bevel=0.01, material="stone")
    other = box((0.6, 0.4, 0.3), at=(0.58, 0, 0), bevel=0.01, material="stone")
    squared = jointless(merge(one, other), STONE).positions
    assert np.allclose(np.abs(squared[:, 1]), 0.2, atol=1e-4)
    assert np.allclose(np.abs(squared[:, 2] - 0.15), 0.15, atol=1e-4)


def test_a_plate_keeps_its_thickness_and_what_is_no_plain_stone_its_edges() -> None:
    plate = box((0.6, 0.4, 0.012), material="stone")
    step = merge(box((0.6, 0.4, 0.3), material="stone"), box((0.6, 0.41, 0.05), at=(0, 0, 0.3), material="stone"))
    for kept in (plate, step):
        assert np.array_equal(jointless(kept, STONE).positions, kept.positions)


def test_a_space_without_stones_has_no_joints() -> None:
    oak = box((1, 1, 1), material="oak")
    assert jointless(oak, STONE) is oak


def course(bevel: float = 0.008) -> Mesh:
    """Two stones side by side that touch, and one over both, a joint between them."""
    size = (0.6, 0.4, 0.3)
    ends = ((-0.3, 0.0, 0.0), (0.3, 0.0, 0.0), (0.0, 0.0, 0.305))
    return merge(*(box(size, at=at, bevel=bevel, material="stone") for at in ends))


def looked_into(mesh: Mesh, x: float, z: float) -> float:
    """How far behind the front of a wall one's look ends that goes straight at it, metres."""
    corners = mesh.corners().astype(float)
    flat = np.concatenate([corners[..., [0, 2]], np.ones((len(corners), 3, 1))], axis=2)
    seen = np.abs(np.linalg.det(flat)) > 1e-9
    shares = np.array((x, z, 1.0)) @ np.linalg.inv(flat[seen])
    hit = (shares > -1e-6).all(axis=1)
    return float((shares[hit] * corners[seen][hit, :, 1]).sum(axis=1).min(initial=9.0) + 0.2)


def test_nobody_looks_into_a_joint_of_stones_with_bevels_nor_into_the_corner_of_three() -> None:
    apart, met = course(), with_shut_joints(course(), STONE)
    for x, z in ((0.137, 0.3025), (0.001, 0.297), (0.001, 0.301)):
        assert looked_into(apart, x, z) > 0.05
        assert looked_into(met, x, z) < 0.0085, "a groove, as deep as its bevels"


def test_stones_whose_joints_are_shut_keep_the_bevels_that_one_sees() -> None:
    apart, met = course(), with_shut_joints(course(), STONE)
    moved = np.linalg.norm(met.positions - apart.positions, axis=1)
    front = np.isclose(apart.positions[:, 1], -0.2)
    assert moved[front].max() == 0
    assert moved[apart.positions[:, 2] > 0.5].max() == 0
    assert np.array_equal(met.triangles, apart.triangles)


def test_joints_that_are_shut_stay_so() -> None:
    once = with_shut_joints(course(), STONE)
    assert np.allclose(with_shut_joints(once, STONE).positions, once.positions, atol=1e-6)


def test_the_ends_of_stones_that_overlap_stay_as_they_are_cut() -> None:
    size, of_both = (0.6, 0.4, 0.1), (-0.29, 0.29)
    two_steps = merge(*(box(size, at=(x, 0, z), bevel=0.01, material="stone") for x in of_both for z in (0.2, 0.3)))
    moved = np.linalg.norm(with_shut_joints(two_steps, STONE).positions - two_steps.positions, axis=1)
    assert moved.max() < 0.005, "or half of a bevel lay flat before the other stone, in dots"
