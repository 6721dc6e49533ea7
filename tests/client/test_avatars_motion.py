"""How figures are made and how they move: whole, on their feet, in step with the ground, and each in their own way."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.client.avatars.figure import HAIR_STYLES, LEGS, TOPS, palette, skin_of
from campus.client.avatars.lofts import Tone
from campus.client.avatars.motion import HEAD_TURNS_DEG, SITS_BACK_M, WHEELCHAIR_SEAT_M, Gait, bones
from campus.client.avatars.skeleton import HEIGHT, PARENT, REST, Bone, place_of, skinning
from campus.protocol.messages import Figure
from campus.world.pose import GESTURES, Pose

figures = st.builds(
    Figure,
    skin=st.integers(0, 9),
    hair=st.integers(0, 9),
    hair_style=st.integers(0, 7),
    top=st.integers(0, 11),
    legs=st.integers(0, 7),
    build=st.integers(0, 3),
    wheelchair=st.booleans(),
)


def walked(
    speed: float, seconds: float = 4.0, dt: float = 1 / 60, heading: float = 0.0
) -> list[tuple[Pose, np.ndarray]]:
    """Poses and bones of somebody who walks straight ahead along their heading."""
    gait, steps = Gait(seed=0.3), []
    along = (-math.sin(math.radians(heading)), math.cos(math.radians(heading)))
    for i in range(round(seconds / dt)):
        way = speed * i * dt
        pose = Pose(way * along[0], way * along[1], 0.0, heading, speed * along[0], speed * along[1])
        gait.advance(pose, False, False, dt)
        steps.append((pose, bones([gait], i * dt, [False], [0.45])))
    return steps


def settled(
    pose: Pose, *, hand: bool = False, wheelchair: bool = False, seat: float = 0.45, now: float = 3.0
) -> np.ndarray:
    """The bones of somebody who has been in a pose for two seconds."""
    gait = Gait(seed=0.2)
    for _ in range(60):
        gait.advance(pose, hand, wheelchair, 1 / 30)
    return bones([gait], now, [wheelchair], [seat])


def at(matrices: np.ndarray, bone: Bone, point: tuple[float, float, float]) -> np.ndarray:
    return place_of(matrices, bone, point)[0]


# --- shape -----------------------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(figures, st.integers(0, 2))
def test_every_figure_is_a_whole_mesh(figure: Figure, level: int) -> None:
    skin = skin_of(figure, level)
    count = len(skin.positions)
    assert np.isfinite(skin.positions).all()
    assert np.allclose(np.linalg.norm(skin.normals, axis=1), 1, atol=1e-3)
    assert skin.triangles.min() == 0
    assert skin.triangles.max() < count
    assert skin.bones.max() < len(Bone)
    assert skin.weight.min() >= -1e-6
    assert skin.weight.max() <= 1 + 1e-6
    assert skin.tones.max() < len(palette(figure))
    assert 1.70 < skin.positions[:, 2].max() < 1.83
    assert -0.01 < skin.positions[:, 2].min() < 0.02


def test_detail_costs_what_it_should() -> None:
    close, across, far = (len(skin_of(Figure(), level).triangles) for level in range(3))
    assert 3000 < close < 7000
    assert across < 2000
    assert far < 1000


def test_two_people_of_one_cut_share_one_mesh_and_differ_in_colour() -> None:
    one, two = Figure(skin=1, hair=2), Figure(skin=8, hair=7)
    assert skin_of(one) is skin_of(two)
    assert palette(one)[Tone.SKIN] != palette(two)[Tone.SKIN]


def test_every_choice_of_the_wire_has_a_look() -> None:
    assert len(HAIR_STYLES) == 8
    assert len(TOPS) == 12
    assert len(LEGS) == 8


def test_a_head_is_a_seventh_of_the_figure() -> None:
    skin = skin_of(Figure(hair_style=7))
    head = skin.positions[(skin.bones[:, 0] == Bone.HEAD) & (skin.tones == Tone.SKIN)]
    assert HEIGHT / 7.4 < head[:, 2].max() - 1.495 < HEIGHT / 6.6


def test_at_rest_the_bones_move_nothing() -> None:
    still = skinning(np.zeros((1, len(Bone), 3), np.float32), np.zeros((1, 3), np.float32))
    assert np.allclose(still[0, :, :, :3], np.eye(3), atol=1e-6)
    assert np.allclose(still[0, :, :, 3], 0, atol=1e-6)


def test_a_child_bone_follows_its_parent() -> None:
    angles = np.zeros((1, len(Bone), 3), np.float32)
    angles[0, Bone.UPPER_ARM_R, 0] = 90
    moved = skinning(angles, np.zeros((1, 3), np.float32))
    shoulder, elbow = REST[Bone.UPPER_ARM_R], REST[Bone.FOREARM_R]
    reached = at(moved, Bone.FOREARM_R, tuple(elbow))
    assert reached[2] == pytest.approx(shoulder[2], abs=0.02)
    assert reached[1] > 0.2
    assert PARENT[Bone.FOREARM_R] == Bone.UPPER_ARM_R


# --- walking ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("speed", [0.7, 1.4, 3.0])
def test_one_foot_is_always_on_the_floor_and_none_is_under_it(speed: float) -> None:
    for _, matrices in walked(speed)[60:]:
        soles = [
            at(matrices, foot, (side * 0.095, y, 0.0))[2]
            for foot, side in ((Bone.FOOT_R, 1), (Bone.FOOT_L, -1))
            for y in (-0.06, 0.0, 0.13)
        ]
        assert min(soles) > -0.035
        assert min(soles) < (0.03 if speed < 2 else 0.10), "a runner leaves the floor, and not by much"


@pytest.mark.parametrize("speed", [1.0, 1.4])
def test_the_standing_foot_does_not_slide(speed: float) -> None:
    """Over each stance the sole keeps its place in the room: the walk covers just the ground that the person covers."""
    steps = walked(speed, 5.0)[90:]
    place, low = [], []
    for pose, matrices in steps:
        sole = at(matrices, Bone.FOOT_R, (0.095, 0.03, 0.0))
        place.append(sole[1] + pose.y)
        low.append(sole[2])
    place_, low_ = np.array(place), np.array(low)
    speed_of_foot = np.abs(np.diff(place_)) * 60
    standing = (low_[1:] < 0.004) & (low_[:-1] < 0.004)
    assert standing.mean() > 0.15
    assert speed_of_foot[standing].max() < 0.12 * speed
    assert speed_of_foot.max() > 1.6 * speed, "the other foot must overtake the body"


def test_arms_swing_against_the_legs() -> None:
    forward = []
    for _, matrices in walked(1.4)[120:]:
        hand = at(matrices, Bone.HAND_R, tuple(REST[Bone.HAND_R]))[1]
        foot = at(matrices, Bone.FOOT_R, tuple(REST[Bone.FOOT_R]))[1]
        forward.append((hand, foot))
    hands, feet = np.array(forward).T
    assert np.corrcoef(hands, feet)[0, 1] < -0.6


def test_somebody_who_stands_stands_still() -> None:
    gait = Gait(seed=0.4)
    soles = []
    for i in range(120):
        gait.advance(Pose(2, 3, 0, 40), False, False, 1 / 30)
        soles.append(at(bones([gait], i / 30, [False], [0.45]), Bone.FOOT_R, (0.095, 0.0, 0.0)))
    assert np.ptp(np.array(soles), axis=0).max() < 0.02


def test_being_put_elsewhere_is_no_giant_step() -> None:
    gait = Gait()
    gait.advance(Pose(0, 0, 0, 0), False, False, 1 / 30)
    before = gait.phase
    gait.advance(Pose(30, 0, 0, 0), False, False, 1 / 30)
    assert gait.phase == before


def test_walking_backwards_runs_the_walk_backwards() -> None:
    gait = Gait()
    phases = []
    for i in range(40):
        gait.advance(Pose(0, -1.0 * i / 30, 0, 0), False, False, 1 / 30)
        phases.append(gait.phase)
    steps = [(b - a + 0.5) % 1 - 0.5 for a, b in pairwise(phases[5:])]
    assert max(steps) < 0


# --- sitting and gestures --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seat", [0.40, 0.45, 0.52])
def test_a_sitter_s_hips_are_on_the_seat_and_the_feet_before_it(seat: float) -> None:
    matrices = settled(Pose(0, 0, 0, 0, seated=True), seat=seat)
    hips = at(matrices, Bone.HIPS, tuple(REST[Bone.HIPS]))
    foot = at(matrices, Bone.FOOT_R, (0.095, 0.03, 0.0))
    knee = at(matrices, Bone.SHIN_R, tuple(REST[Bone.SHIN_R]))
    assert hips[2] == pytest.approx(seat + 0.10, abs=0.02)
    assert hips[1] == pytest.approx(-SITS_BACK_M, abs=0.03)
    assert foot[1] > knee[1] - 0.15
    assert knee[1] > 0.0
    assert -0.12 < foot[2] < 0.12


def test_who_uses_a_wheelchair_sits_in_it_wherever_they_are() -> None:
    matrices = settled(Pose(0, 0, 0, 0), wheelchair=True, seat=WHEELCHAIR_SEAT_M)
    hips = at(matrices, Bone.HIPS, tuple(REST[Bone.HIPS]))
    assert hips[2] == pytest.approx(WHEELCHAIR_SEAT_M + 0.10, abs=0.02)


def test_the_wheels_turn_with_the_way() -> None:
    gait = Gait()
    for i in range(31):
        gait.advance(Pose(0, i * 0.03, 0, 0), False, True, 1 / 30)
    assert (-gait.wheels) % 360 == pytest.approx(math.degrees(0.9 / 0.30) % 360, abs=1)


def test_a_raised_hand_is_over_the_head() -> None:
    matrices = settled(Pose(0, 0, 0, 0), hand=True)
    hand = at(matrices, Bone.HAND_R, tuple(REST[Bone.HAND_R]))
    assert hand[2] > 1.85
    assert at(matrices, Bone.HAND_L, tuple(REST[Bone.HAND_L]))[2] < 1.1


def test_a_raised_hand_is_over_the_head_of_a_sitter_too() -> None:
    matrices = settled(Pose(0, 0, 0, 0, seated=True), hand=True)
    crown = at(matrices, Bone.HEAD, (0.0, 0.0, HEIGHT))
    assert at(matrices, Bone.HAND_R, tuple(REST[Bone.HAND_R]))[2] > crown[2]


def test_gestures_differ_from_rest_and_from_one_another() -> None:
    seen = [settled(Pose(0, 0, 0, 0, gesture=g), now=3.17) for g in range(len(GESTURES))]
    for i, one in enumerate(seen):
        for two in seen[i + 1 :]:
            assert np.abs(one - two).max() > 0.02


def test_a_wave_moves() -> None:
    hands = [
        at(settled(Pose(0, 0, 0, 0, gesture=1), now=now), Bone.HAND_R, tuple(REST[Bone.HAND_R]))
        for now in (3.0, 3.15, 3.3)
    ]
    assert np.ptp(np.array(hands), axis=0).max() > 0.08
    assert min(h[2] for h in hands) > 1.3


def test_nobody_turns_their_head_further_than_a_neck_allows() -> None:
    gait = Gait()
    for _ in range(90):
        gait.advance(Pose(0, 0, 0, 0, head=90), False, False, 1 / 30)
    assert gait.head == pytest.approx(HEAD_TURNS_DEG, abs=0.5)


@settings(max_examples=40, deadline=None)
@given(
    st.floats(-50, 50),
    st.floats(0, 360),
    st.floats(0, 6),
    st.integers(0, len(GESTURES) - 1),
    st.booleans(),
    st.booleans(),
    st.floats(0, 0.25),
)
def test_no_pose_breaks_a_figure(
    x: float, heading: float, speed: float, gesture: int, seated: bool, wheelchair: bool, dt: float
) -> None:
    gait = Gait(seed=0.7)
    for i in range(4):
        pose = Pose(x + speed * dt * i, 0, 0, heading, speed, 0, 20, gesture, seated)
        gait.advance(pose, gesture == 2, wheelchair, dt)
    matrices = bones([gait], 12.0, [wheelchair], [0.45])
    assert np.isfinite(matrices).all()
    assert np.allclose(np.abs(np.linalg.det(matrices[0, :, :, :3])), 1, atol=1e-3)
    crown = at(matrices, Bone.HEAD, (0.0, 0.0, HEIGHT))
    assert 1.0 < crown[2] < 1.9
