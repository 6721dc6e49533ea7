"""How people move: a walk locked to the ground that is covered, breath, sitting, gestures. Time comes in as a number.

Owns the angles of the bones; knows nothing of meshes or drawing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from campus.client.avatars.skeleton import PARENT, REST, Bone, skinning
from campus.world.pose import GESTURES, Pose, turn_between

Array = NDArray[np.float32]
Angles = list[list[float]]
"""Of one person, by bone: degrees about X, Y, Z. Plain numbers: arrays of three cost more than what is done to them."""

SETTLES_S = 0.16
"""Time constant of easing between ways of moving."""
HEAD_TURNS_DEG = 40.0
SITS_BACK_M = 0.34
"""From the seat's front edge, where the pose is, to the hips."""
WHEELCHAIR_SEAT_M = 0.50


@dataclass
class Gait:
    """One person's movement from frame to frame.

    Attributes:
        phase: of the walk, in full cycles of two steps.
        going: 0 stands, 1 walks.
        sitting: 0 stands, 1 sits.
        raised: how far the hand is up.
        gestures: how far each gesture of `GESTURES` is on.
        head: how far the head is turned, degrees.
        wheels: how far the wheels have turned, degrees.
        seed: tells people apart where they would move alike.
    """

    seed: float = 0.0
    phase: float = 0.0
    going: float = 0.0
    speed: float = 0.0
    sitting: float = 0.0
    raised: float = 0.0
    gestures: list[float] = field(default_factory=lambda: [0.0] * len(GESTURES))
    head: float = 0.0
    wheels: float = 0.0
    last: Pose | None = None

    def advance(self, pose: Pose, hand: bool, wheelchair: bool, dt: float, height: float = 1.0) -> None:
        """Goes on by `dt` seconds to a new pose; `height` is the person's over the figure's."""
        before = self.last or pose
        self.last = pose
        dx, dy = pose.x - before.x, pose.y - before.y
        moved = math.hypot(dx, dy)
        if moved > 1.0:  # put somewhere else: no giant's step
            moved = 0.0
        angle = math.radians(pose.heading)
        forward = dx * -math.sin(angle) + dy * math.cos(angle)
        sign = -1.0 if forward < -0.3 * moved else 1.0
        speed = moved / dt if dt > 0 else self.speed
        near = 1 - math.exp(-dt / SETTLES_S) if dt > 0 else 0.0
        self.speed += (speed - self.speed) * near
        going = 0.0 if pose.seated or wheelchair else min(self.speed / 0.5, 1.0)
        self.going += (going - self.going) * near
        self.phase = (self.phase + sign * moved / (stride(self.speed) * height)) % 1.0
        self.wheels = (self.wheels - math.degrees(sign * moved / 0.30)) % 360.0
        self.sitting += (float(pose.seated or wheelchair) - self.sitting) * near
        self.raised += (float(hand) - self.raised) * near
        for index in range(len(GESTURES)):
            on = 1.0 if index == pose.gesture and index else 0.0
            self.gestures[index] += (on - self.gestures[index]) * near
        head = min(max(pose.head, -HEAD_TURNS_DEG), HEAD_TURNS_DEG)
        # Looking into a turn: the head leads the body a little.
        lead = min(max(turn_between(before.heading, pose.heading) * 3, -20.0), 20.0)
        self.head += (head + lead - self.head) * near


def stride(speed: float) -> float:
    """Metres covered by two steps at a speed in metres a second; a walk of 1.4 takes one second for both."""
    return min(0.75 + 0.48 * speed, 2.4)


def bones(gaits: list[Gait], now: float, wheelchair: list[bool], seats: list[float]) -> Array:
    """(people, bones, 3, 4) what carries each figure's vertices, standing at its origin.

    Args:
        gaits: one for each person.
        now: seconds; breath and gestures run on it.
        wheelchair: who sits in one.
        seats: height of what each sits on over the floor, metres, for a figure of full size.
    """
    everybody: list[Angles] = []
    root: list[tuple[float, float, float]] = []
    for index, gait in enumerate(gaits):
        angles: Angles = [[0.0, 0.0, 0.0] for _ in PARENT]
        _stand(angles, gait, now)
        lift = _walk(angles, gait)
        if gait.sitting > 0.001:
            _sit(angles, gait.sitting, wheelchair[index], gait, now)
        _gesture(angles, gait, now)
        everybody.append(angles)
        # A sitter's hips are on the seat, and behind the edge where the pose is.
        seated = seats[index] + 0.10 - float(REST[Bone.HIPS][2])
        back = 0.10 if wheelchair[index] else SITS_BACK_M
        root.append((0.0, -gait.sitting * back, lift + (seated - lift) * gait.sitting))
    if not gaits:
        return np.zeros((0, len(PARENT), 3, 4), np.float32)
    return skinning(np.array(everybody, np.float32), np.array(root, np.float32))


def _stand(angles: Angles, gait: Gait, now: float) -> None:
    breath = math.sin((now * 0.27 + gait.seed) * 2 * math.pi)
    sway = math.sin((now * 0.11 + gait.seed * 3.7) * 2 * math.pi) * (1 - gait.going)
    angles[Bone.CHEST] = [0.9 * breath - 0.5, 0.6 * sway, 0.8 * sway]
    angles[Bone.HIPS] = [0, -0.7 * sway, 0]
    turn = gait.head
    angles[Bone.CHEST][2] += 0.2 * turn
    angles[Bone.HEAD] = [-0.6 * breath - 1.0, 0.5 * sway, 0.8 * turn + 1.5 * sway]
    for side, upper, fore, hand in (
        (1, Bone.UPPER_ARM_R, Bone.FOREARM_R, Bone.HAND_R),
        (-1, Bone.UPPER_ARM_L, Bone.FOREARM_L, Bone.HAND_L),
    ):
        angles[upper] = [2 + 0.8 * breath, side * -0.6 * breath, 0]
        angles[fore] = [13, 0, side * 8]
        angles[hand] = [4, 0, 0]
    for side, thigh, foot in ((1, Bone.THIGH_R, Bone.FOOT_R), (-1, Bone.THIGH_L, Bone.FOOT_L)):
        angles[thigh] = [0, 0.7 * sway - side * 1.5, -side * 7 * (1 - gait.going)]
        angles[foot] = [0, -0.7 * sway + side * 1.5, 0]
    # Blink: closed for an eighth of a second every four or so. The eyes' bone is turned flat, not away.
    t = (now / (3.6 + gait.seed) + gait.seed * 7) % 1.0 * (3.6 + gait.seed)
    angles[Bone.EYES][0] = 75.0 if t < 0.13 else 0.0


def _walk(angles: Angles, gait: Gait) -> float:
    """Sets the legs and adds to arms and trunk; returns how far the hips come up, metres (they go down in a stride)."""
    on = gait.going
    run = min(max((gait.speed - 1.8) / 1.4, 0.0), 1.0)
    length = stride(gait.speed)
    steps = [_step((gait.phase + offset) % 1.0, length, run) for offset in (0.0, 0.5)]
    # Each sole goes where the ground takes it; between standing and walking it goes part of the way.
    soles = [
        (on * (y - _ANKLE_Y) + _ANKLE_Y, on * (z - ANKLE_M) + ANKLE_M, on * pitch, planted)
        for y, z, pitch, planted in steps
    ]
    hip = float(REST[Bone.THIGH_R][2])
    high = hip - 0.025 * on * run
    for y, z, _, planted in soles:
        if planted or on < 0.999:
            high = min(high, z + math.sqrt(max((0.998 * (_THIGH + _SHIN)) ** 2 - y * y, 0.25)))
    for (y, z, pitch, _), thigh, shin, foot in zip(soles, _THIGHS, _SHINS, _FEET, strict=True):
        upper, lower = _reach(y, z - high)
        angles[thigh][0] = upper
        angles[shin][0] = lower
        angles[foot][0] = pitch - upper - lower
    if on < 0.001:
        return high - hip
    swing = math.degrees(math.asin(min(length / 4 / 0.84, 0.7)))
    for phase, upper_arm, fore in (
        (gait.phase, Bone.UPPER_ARM_L, Bone.FOREARM_L),
        (gait.phase + 0.5, Bone.UPPER_ARM_R, Bone.FOREARM_R),
    ):
        arm = (0.75 + 0.5 * run) * swing * math.cos(2 * math.pi * phase)
        angles[upper_arm][0] += on * arm
        angles[fore][0] += on * (8 + 0.5 * max(arm, 0) + 55 * run)
    turn = 0.22 * swing * math.cos(2 * math.pi * gait.phase)
    # The shoulders go against the hips, the head stays with the way.
    chest, head = angles[Bone.CHEST], angles[Bone.HEAD]
    chest[0] += on * (-3 - 7 * run)
    chest[1] += on * 1.2 * math.sin(2 * math.pi * gait.phase)
    chest[2] -= on * turn
    head[0] += on * (2 + 5 * run)
    head[2] += on * turn
    return high - hip


ANKLE_M = 0.09
_ANKLE_Y = -0.015
_HEEL, _BALL = -0.060, 0.115
"""Where heel and ball touch the floor, before the ankle, metres."""
_THIGHS = (Bone.THIGH_R, Bone.THIGH_L)
_SHINS = (Bone.SHIN_R, Bone.SHIN_L)
_FEET = (Bone.FOOT_R, Bone.FOOT_L)


def _between(one: Bone, two: Bone) -> tuple[float, float]:
    """Length from one bone's start to another's, and how far it leans forward from straight down, radians."""
    _, y, z = (float(c) for c in REST[two] - REST[one])
    return math.hypot(y, z), math.atan2(y, -z)


_THIGH, _THIGH_LEANS = _between(Bone.THIGH_R, Bone.SHIN_R)
_SHIN, _SHIN_LEANS = _between(Bone.SHIN_R, Bone.FOOT_R)


def _step(phase: float, length: float, run: float) -> tuple[float, float, float, bool]:
    """One foot in a cycle that begins when its heel strikes.

    Returns:
        The ankle before the hips and over the floor, metres; how far the toes point up, degrees; whether it is planted.
    """
    stance = 0.60 - 0.22 * run
    if phase < stance:
        return (*_planted(phase / stance, stance * length), True)
    q = (phase - stance) / (1 - stance)
    y0, z0, pitch0 = _planted(1.0, stance * length)
    y1, z1, pitch1 = _planted(0.0, stance * length)
    ease = q * q * (3 - 2 * q)
    lift = (0.055 + 0.17 * run) * math.sin(math.pi * q) ** 1.2
    return y0 + (y1 - y0) * ease, z0 + (z1 - z0) * q + lift, pitch0 + (pitch1 - pitch0) * min(q * 1.35, 1.0), False


def _planted(s: float, travel: float) -> tuple[float, float, float]:
    """The ankle of a foot on the floor that goes back by `travel` under the body: heel, sole, then over the ball."""
    flat = travel * (0.5 - s) + _ANKLE_Y
    if s < 0.16:
        pitch = math.radians(17 * (1 - s / 0.16))
        return flat + _HEEL + _turned(-_HEEL, pitch), _raised(-_HEEL, pitch), math.degrees(pitch)
    if s > 0.52:
        pitch = -math.radians(46 * ((s - 0.52) / 0.48) ** 1.4)
        return flat + _BALL + _turned(-_BALL, pitch), _raised(-_BALL, pitch), math.degrees(pitch)
    return flat, ANKLE_M, 0.0


def _turned(y: float, pitch: float) -> float:
    return y * math.cos(pitch) - ANKLE_M * math.sin(pitch)


def _raised(y: float, pitch: float) -> float:
    return y * math.sin(pitch) + ANKLE_M * math.cos(pitch)


def _reach(y: float, z: float) -> tuple[float, float]:
    """Degrees of thigh and shin that put the ankle (y, z) from the hip; the knee bends forward."""
    away = min(max(math.hypot(y, z), 0.3), _THIGH + _SHIN - 1e-4)
    way = math.atan2(y, -z)
    thigh = way + math.acos((_THIGH**2 + away**2 - _SHIN**2) / (2 * _THIGH * away))
    shin = way - math.acos((_SHIN**2 + away**2 - _THIGH**2) / (2 * _SHIN * away))
    return math.degrees(thigh - _THIGH_LEANS), math.degrees(shin - thigh - _SHIN_LEANS + _THIGH_LEANS)


def _sit(angles: Angles, much: float, wheelchair: bool, gait: Gait, now: float) -> None:
    breath = math.sin((now * 0.25 + gait.seed) * 2 * math.pi)
    to: list[Sequence[float]] = [(0.0, 0.0, 0.0)] * len(PARENT)
    to[Bone.CHEST] = (2.5 + 0.8 * breath, 0, 0.2 * gait.head)
    to[Bone.HEAD] = (-3, 0, 0.8 * gait.head)
    to[Bone.EYES] = angles[Bone.EYES]
    push = 0.0
    if wheelchair and gait.speed > 0.1:
        push = math.sin(math.radians(gait.wheels * 2))
    for side, upper, fore, hand, thigh, shin, foot in (
        (1, Bone.UPPER_ARM_R, Bone.FOREARM_R, Bone.HAND_R, Bone.THIGH_R, Bone.SHIN_R, Bone.FOOT_R),
        (-1, Bone.UPPER_ARM_L, Bone.FOREARM_L, Bone.HAND_L, Bone.THIGH_L, Bone.SHIN_L, Bone.FOOT_L),
    ):
        to[upper] = (24, side * 3, 0) if not wheelchair else (10 + 26 * push, side * -8, 0)
        to[fore] = (52, 0, side * 22) if not wheelchair else (62 - 16 * push, 0, side * 6)
        to[hand] = (-6, 0, side * 10)
        to[thigh] = (86, 0, -side * 5)
        to[shin] = (-84 + 6 * math.sin(gait.seed * 40), 0, 0) if not wheelchair else (-70, 0, 0)
        to[foot] = (-4, 0, 0) if not wheelchair else (-14, 0, 0)
    for bone, target in enumerate(to):
        _ease(angles[bone], much, target)
    angles[Bone.WHEELS][0] = gait.wheels


def _gesture(angles: Angles, gait: Gait, now: float) -> None:
    t = now + gait.seed * 5
    if gait.raised > 0.001:
        _blend(angles, gait.raised, {Bone.UPPER_ARM_R: (168, 7, 0), Bone.FOREARM_R: (14, 0, 0), Bone.HAND_R: (0, 0, 0)})
    _, wave, nod, clap, type_ = gait.gestures
    if wave > 0.001:
        swing = 24 * math.sin(t * 2 * math.pi * 1.7)
        _blend(
            angles,
            wave,
            {Bone.UPPER_ARM_R: (128, 30, 0), Bone.FOREARM_R: (44, swing, 0), Bone.HAND_R: (0, swing / 2, 0)},
        )
    if nod > 0.001:
        angles[Bone.HEAD][0] += nod * (-7 + 9 * math.sin(t * 2 * math.pi * 1.4))
    if clap > 0.001:
        open_ = 9 + 9 * math.sin(t * 2 * math.pi * 2.6)
        for side, upper, fore, hand in _ARMS:
            _blend(angles, clap, {upper: (34, side * -4, 0), fore: (72, 0, side * (40 - open_)), hand: (0, 0, 0)})
    if type_ > 0.001:
        for side, upper, fore, hand in _ARMS:
            tap = 7 * math.sin(t * 2 * math.pi * (2.9 if side > 0 else 3.7))
            _blend(angles, type_, {upper: (26, side * -2, 0), fore: (66, 0, side * 14), hand: (-8 + tap, 0, 0)})


_ARMS = (
    (1, Bone.UPPER_ARM_R, Bone.FOREARM_R, Bone.HAND_R),
    (-1, Bone.UPPER_ARM_L, Bone.FOREARM_L, Bone.HAND_L),
)


def _blend(angles: Angles, much: float, to: dict[Bone, tuple[float, float, float]]) -> None:
    for bone, target in to.items():
        _ease(angles[bone], much, target)


def _ease(angles: list[float], much: float, to: Sequence[float]) -> None:
    angles[0] += (to[0] - angles[0]) * much
    angles[1] += (to[1] - angles[1]) * much
    angles[2] += (to[2] - angles[2]) * much
