"""Everybody who is here, as drawn: one skinned mesh a person, finer when near, with a shade at their feet.

Owns the people's nodes; knows no network, no rules, and nothing of why somebody is where they are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import (
    BoundingSphere,
    Geom,
    GeomNode,
    LPoint3f,
    NodePath,
    PTA_LVecBase4f,
)

from campus.client.avatars.figure import palette, skin_of
from campus.client.avatars.lofts import Tone
from campus.client.avatars.motion import WHEELCHAIR_SEAT_M, Gait, bones
from campus.client.avatars.skeleton import HEIGHT, Bone, place_of
from campus.client.view.contacts import MOST, Spots
from campus.client.view.geometry import triangles, vertices
from campus.client.view.panes import REFLECTED
from campus.client.view.shading import linear, surface_shader
from campus.client.view.sharp import EYE_SEES
from campus.client.view.sunlight import CASTS, SunMap
from campus.protocol.messages import Figure
from campus.world.pose import Pose

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from campus.client.view.stage import Stage

    Matrices = NDArray[np.float32]

LEVELS_M = (5.0, 14.0)
"""Nearer than the first, fingers and brows are drawn; beyond the second, hardly more than a silhouette."""
FADES_IN_S = 0.35
FILLS_M = 1.6
"""Nothing of a person, a raised hand and a shade included, is further than this from their middle."""
OWN_BODY_BELOW_DEG = 35.0
"""Whoever looks down by less sees nothing of themselves, but hands that greet."""
UNMOVED = 0.01
IN_ONES_HEAD_M = 0.6
"""Farther from the crown of one's head than this, as before a screen, one's own body is not in the picture."""
STANDS_BACK_M, BENDS_M = 0.05, 0.13
"""How far one's own body is drawn behind the eye: eyes are in front of a spine, and go further ahead of it the more one
bends one's neck. So whoever looks at their feet sees their shoes, and no collar from within."""
NEW_A_FRAME = 3
"""Meshes made in one frame at most, so that a class that arrives at once is no stutter."""

FLOOR_M = 0.006
SHADE = (0.36, 0.30, 0.30)
"""Half width and half length of the shade of a person, metres, and how dark it is."""
SOLE, SOLE_DARK, SOLE_LIFTS_M = (0.085, 0.17), 0.62, 0.07
"""The same of a foot; and how high a foot is lifted when its shade is gone."""
SOLE_BONES = np.array((Bone.FOOT_R, Bone.FOOT_L))
SOLE_POINTS = np.array([(0.095, 0.055, 0.0, 1.0), (-0.095, 0.055, 0.0, 1.0)], np.float32)[..., None]
"""The middle of each sole, at rest."""
_NO_SPOTS = np.zeros((0, 7), np.float32)

_COLUMNS = (
    ("vertex", 3, Geom.NT_float32, Geom.C_point),
    ("normal", 3, Geom.NT_float32, Geom.C_normal),
    ("carried", 4, Geom.NT_float32, Geom.C_other),
)


@dataclass(frozen=True)
class DrawnPerson:
    """Somebody in this frame.

    Attributes:
        pose: where they are and how they move; seated, the floor in front of the seat.
        figure: how they look.
        name: theirs.
        hand: whether it is raised.
        away: whether their connection is lost; they grow pale.
        you: whether it is the person at this window.
        seat_height: of what they sit on over the floor, metres.
    """

    pose: Pose
    figure: Figure
    name: str = ""
    hand: bool = False
    away: bool = False
    you: bool = False
    seat_height: float = 0.45


@dataclass(eq=False)
class _Drawn:
    """One person's nodes and movement."""

    figure: Figure
    node: NodePath
    levels: tuple[NodePath, ...]
    gait: Gait
    bones: PTA_LVecBase4f
    since: float
    head: tuple[float, float, float] = (0.0, 0.0, 0.0)
    crown: tuple[float, float, float] = (0.0, 0.0, HEIGHT)
    posed: bool = False
    level: int = 0
    shows: tuple[int, bool] | None = None
    own: NodePath | None = None
    back: float = 0.0
    shown: float = 0.0


class Crowd:
    """The people of one space; `place` draws those who are here, once a frame.

    Attributes:
        soles: the shade of everybody's feet.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._drawn: dict[int, _Drawn] = {}
        self._meshes: dict[tuple[object, ...], Geom] = {}
        self._last: float | None = None
        self._root = NodePath("nobody")
        self._shades, self.soles = Spots("shades"), Spots("soles")

    def enter(self, root: NodePath) -> None:
        """Goes to the space under `root` (a view's), where nobody is yet."""
        self.clear()
        people = root.find("people")
        self._root = root.attach_new_node("people") if people.is_empty() else people
        for spots in (self._shades, self.soles):
            spots.path.reparent_to(self._root)

    def clear(self) -> None:
        """Draws nobody."""
        for person in self._drawn.values():
            person.node.remove_node()
        self._drawn.clear()
        self._last = None

    def place(
        self,
        people: Mapping[int, DrawnPerson],
        now: float,
        *,
        first_person: bool = False,
        rests_unseen: bool = False,
    ) -> None:
        """Draws these people and nobody else.

        Args:
            people: by slot; a slot whose figure changed is drawn anew.
            now: the frame's time in seconds, which breath and gestures run on.
            first_person: whether the eye is in one's own head: one then sees one's body without it, and casts its
                shadow with it.
            rests_unseen: the stage's eye is where the next frame is seen from; whoever is not in the picture then, nor
                in a mirror or the sun, goes on without being posed.
        """
        dt = 0.0 if self._last is None else min(max(now - self._last, 0.0), 0.25)
        self._last = now
        for slot in [s for s, d in self._drawn.items() if s not in people or people[s].figure != d.figure]:
            self._drawn.pop(slot).node.remove_node()
        fresh = 0
        for slot, person in people.items():
            if slot not in self._drawn:
                fresh += not self._has_mesh(person.figure)
                if fresh > NEW_A_FRAME:
                    break  # the others come in the next frames
                self._drawn[slot] = self._make(slot, person.figure, now)
        here = [(slot, people[slot], self._drawn[slot]) for slot in self._drawn]
        if not here:
            self._shades.show(_NO_SPOTS)
            self.soles.show(_NO_SPOTS)
            return
        for _, person, drawn in here:
            drawn.gait.advance(
                person.pose, person.hand, person.figure.wheelchair, dt, person.figure.height_cm / 100 / HEIGHT
            )
        every = [(person, drawn) for _, person, drawn in here]
        posed = self._seen(every, first_person) if rests_unseen else every
        eye = self._stage.eye.get_pos(self._root)
        matrices = self._move_bones(posed, now) if posed else None
        for person, drawn in every:
            self._pose(drawn, person, now, eye, first_person)
        if matrices is not None:
            self._darken(posed, matrices, eye)
        else:
            self._shades.show(_NO_SPOTS)
            self.soles.show(_NO_SPOTS)

    def _move_bones(self, posed: list[tuple[DrawnPerson, _Drawn]], now: float) -> Matrices:
        """(people, bones, 3, 4) what carries the figures of these people, who are posed by it."""
        matrices = bones(
            [d.gait for _, d in posed],
            now,
            [p.figure.wheelchair for p, _ in posed],
            [
                WHEELCHAIR_SEAT_M
                if p.figure.wheelchair
                else max(p.seat_height, 0.4) / (p.figure.height_cm / 100 / HEIGHT)
                for p, _ in posed
            ],
        )
        heads = place_of(matrices, Bone.HEAD, (0.0, 0.0, HEIGHT))
        for (_, drawn), carried, head in zip(posed, matrices, heads.tolist(), strict=True):
            drawn.bones.set_data(carried.tobytes())
            drawn.crown, drawn.posed = (head[0], head[1], head[2]), True
        return matrices

    def _seen(self, here: list[tuple[DrawnPerson, _Drawn]], first_person: bool) -> list[tuple[DrawnPerson, _Drawn]]:
        """Those of whom anything is seen from the stage's eye: they, or what mirrors and the sun show of them."""
        if self._stage.shows_people_aside:
            return here
        sight = self._stage.sight
        found = []
        for person, drawn in here:
            pose, gait = person.pose, drawn.gait
            if person.you and first_person:
                hands = gait.raised + sum(gait.gestures) > UNMOVED
                seen = hands or sight.lowest_deg < -OWN_BODY_BELOW_DEG
            else:
                seen = sight.meets((pose.x, pose.y, pose.z + 0.9), FILLS_M)
            if seen or not drawn.posed:
                found.append((person, drawn))
        return found

    def _darken(self, here: list[tuple[DrawnPerson, _Drawn]], matrices: Matrices, eye: LPoint3f) -> None:
        """The shade of everybody on the floor, and of the soles of those who are near."""
        soles = matrices[:, SOLE_BONES] @ SOLE_POINTS
        near = sorted((math.dist((p.pose.x, p.pose.y, p.pose.z), eye), number) for number, (p, _) in enumerate(here))
        shades: list[tuple[float, ...]] = []
        feet: list[tuple[float, ...]] = []
        for away, number in near[:MOST]:
            person, drawn = here[number]
            pose, wheelchair = person.pose, person.figure.wheelchair
            if drawn.gait.sitting < 0.5 or wheelchair:  # a seat has its own shade
                shades.append((pose.x, pose.y, pose.z + FLOOR_M, pose.heading, *SHADE))
            if away >= LEVELS_M[1] or wheelchair:
                continue
            size, turn = person.figure.height_cm / 100 / HEIGHT, math.radians(pose.heading)
            c, s = math.cos(turn) * size, math.sin(turn) * size
            for (x,), (y,), (z,) in soles[number].tolist():
                y -= drawn.back  # where one sees one's own
                # A foot in the air leaves the floor, and its shade with it.
                dark = SOLE_DARK * min(max(1 - z * size / SOLE_LIFTS_M, 0.0), 1.0)
                at = (pose.x + x * c - y * s, pose.y + x * s + y * c, pose.z + FLOOR_M)
                feet.append((*at, pose.heading, *SOLE, dark))
        self._shades.show(np.array(shades, np.float32).reshape(-1, 7))
        self.soles.show(np.array(feet, np.float32).reshape(-1, 7))

    def head(self, slot: int) -> tuple[float, float, float] | None:
        """Where the crown of somebody's head is, in the space's frame, for a name over it; None if not drawn."""
        drawn = self._drawn.get(slot)
        return drawn.head if drawn else None

    def gait(self, slot: int) -> Gait | None:
        """How somebody moves in this frame, for what else keeps step with them; None if not drawn."""
        drawn = self._drawn.get(slot)
        return drawn.gait if drawn else None

    def _pose(
        self,
        drawn: _Drawn,
        person: DrawnPerson,
        now: float,
        eye: LPoint3f,
        first_person: bool,
    ) -> None:
        pose, scale = person.pose, person.figure.height_cm / 100 / HEIGHT
        drawn.node.set_pos_hpr(pose.x, pose.y, pose.z, pose.heading, 0, 0)
        turn = math.radians(pose.heading)
        x, y, z = drawn.crown
        c, s = math.cos(turn) * scale, math.sin(turn) * scale
        drawn.head = (pose.x + x * c - y * s, pose.y + x * s + y * c, pose.z + z * scale)
        away = math.dist(eye, drawn.head)
        # A little slack, so that nobody at a border flickers between two.
        level = sum(away > limit * (0.92 if drawn.level > i else 1.08) for i, limit in enumerate(LEVELS_M))
        hidden = person.you and first_person
        if (level, hidden) != drawn.shows:
            drawn.level, drawn.shows = level, (level, hidden)
            for number, node in enumerate(drawn.levels):
                for mask, seen in ((EYE_SEES, number == level and not hidden), (REFLECTED, number == level)):
                    if seen:
                        node.show(mask)
                    else:
                        node.hide(mask)
        if hidden and away < IN_ONES_HEAD_M:
            if drawn.own is None:
                drawn.own = self._own_body(person.figure, drawn.node)
            drawn.own.show(EYE_SEES)
            bent = max(0.0, -math.sin(math.radians(self._stage.eye.get_p(self._root))))
            drawn.back = STANDS_BACK_M + BENDS_M * bent
            drawn.own.set_y(-drawn.back)
        elif drawn.own is not None:
            drawn.own.hide(EYE_SEES)
            drawn.back = 0.0
        shown = min((now - drawn.since) / FADES_IN_S, 1.0) * (0.45 if person.away else 1.0)
        if shown != drawn.shown:  # another input makes the states of all that hangs there anew
            drawn.shown = shown
            drawn.node.set_shader_input("presence", max(shown, 0.02))

    def _has_mesh(self, figure: Figure) -> bool:
        return _key(figure, 0) in self._meshes

    def _mesh(self, figure: Figure, level: int) -> Geom:
        key = _key(figure, level)
        if key not in self._meshes:
            skin = skin_of(figure, level)
            carried = np.concatenate(
                [skin.tones[:, None], skin.bones, skin.weight[:, None]], axis=1, dtype=np.float32, casting="unsafe"
            )
            rows = np.concatenate([skin.positions, skin.normals, carried], axis=1, dtype=np.float32)
            self._meshes[key] = triangles(vertices(rows, _COLUMNS), skin.triangles)
        return self._meshes[key]

    def _own_body(self, figure: Figure, parent: NodePath) -> NodePath:
        """What somebody sees of themselves: all but the head, a hand's breadth back, so that no eye is in a collar."""
        skin = skin_of(figure, 0)
        of_the_head = np.isin(skin.bones[:, 0], (Bone.HEAD, Bone.EYES)) & (skin.weight > 0.02)
        of_the_head |= np.isin(skin.bones[:, 1], (Bone.HEAD, Bone.EYES)) & (skin.weight < 0.98)
        geom = GeomNode("own body")
        body = skin.triangles[~of_the_head[skin.triangles].any(axis=1)]
        geom.add_geom(triangles(self._mesh(figure, 0).get_vertex_data(), body))
        geom.add_geom(_throat())
        geom.set_bounds(BoundingSphere(LPoint3f(0, 0, 0.9), 1.5))
        geom.set_final(True)
        path = parent.attach_new_node(geom)
        path.hide(SunMap.SEES_PEOPLE)
        path.hide(REFLECTED)
        return path

    def _make(self, slot: int, figure: Figure, now: float) -> _Drawn:
        node = self._root.attach_new_node(f"person {slot}")
        node.set_shader(surface_shader(self._stage.quality, "SKINNED"))
        node.set_tag(CASTS, "SKINNED")
        node.set_scale(figure.height_cm / 100 / HEIGHT)
        colours = np.zeros((len(Tone), 4), np.float32)
        colours[:, :3] = [linear(c) for c in palette(figure)]
        array = PTA_LVecBase4f.empty_array(len(Tone))
        array.set_data(colours.tobytes())
        data = PTA_LVecBase4f.empty_array(len(Bone) * 3)
        node.set_shader_inputs(
            palette=array,
            bones=data,
            presence=0.02,
            surface=(1, 1, 1, 0.85),
            finish=(0, 0, 1, 0),
        )
        parts = []
        for level in range(len(LEVELS_M) + 1):
            geom = GeomNode(f"level {level}")
            geom.add_geom(self._mesh(figure, level))
            geom.set_bounds(BoundingSphere(LPoint3f(0, 0, 0.9), 1.5))
            geom.set_final(True)
            parts.append(node.attach_new_node(geom))
            if level != 1:
                parts[-1].hide(SunMap.SEES_PEOPLE)  # the middle one is good enough for a shadow
        return _Drawn(figure, node, tuple(parts), Gait(seed=(slot * 0.6180339887) % 1.0), data, now)


def _key(figure: Figure, level: int) -> tuple[object, ...]:
    return id(skin_of(figure, level)), level


def _throat() -> Geom:
    """What closes one's own collar from above, where the neck would begin: skin within the collar, cloth below it."""
    turns = np.linspace(0, 2 * np.pi, 16, endpoint=False)
    fans = []
    for tone, across, deep, height in ((Tone.SKIN, 0.078, 0.072, 1.385), (Tone.TOP, 0.16, 0.12, 1.31)):
        rows = np.zeros((17, 10), np.float32)
        rows[1:, 0], rows[1:, 1] = across * np.cos(turns), deep * np.sin(turns)
        rows[:, 2], rows[:, 5] = height, 1
        rows[:, 6:] = (tone, Bone.CHEST, Bone.CHEST, 1)
        fans.append(rows)
    fan = np.array([(0, 1 + i, 1 + (i + 1) % 16) for i in range(16)])
    return triangles(vertices(np.concatenate(fans), _COLUMNS), np.concatenate([fan, fan + 17]))
