"""What is smooth enough to see oneself in: looking-glasses, panes, still water. Which there are, and the one before us.

Of all of them one at a time has a picture of its own, half as fine as the window: that before the eye. A looking-glass
shows everything in it; water and panes show the people, and the space's own reflections behind them. It is drawn from
behind the surface through its edge as through a window, which leaves out by itself whatever stands behind it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    BitMask32,
    Camera,
    Lens,
    LPoint3f,
    LVecBase3f,
    LVector3f,
    NodePath,
    PerspectiveLens,
    PTA_LVecBase4f,
    Texture,
)

from campus.client.view.passes import make_target
from campus.mesh import Mesh
from campus.scene.model import Material

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

Kind = Literal["silvered", "water", "glass"]

REACH_M = 8.0
"""Nobody looks for themselves in a pane that is further away."""
WALKS_M = 0.5
"""So far one may go before it is asked anew which panes are near."""
NEAREST_M = 0.03
LEAST_M2 = 0.15
"""A pane that is smaller shows nobody."""
FLAT_M = 0.02
GAP_M = 0.4
"""Panes of one wall with more than that between them are two."""
MOST_SEEN_M = 60.0
WATER_REPEATS_S = 3600.0
"""A float that counts seconds for days counts them badly."""
SHOWS_ALL = BitMask32.bit(6)
"""The mask of what a looking-glass shows."""
SHOWS_PEOPLE = BitMask32.bit(7)
"""The mask of what water and panes show: what is under `people` of a space."""
REFLECTED = SHOWS_ALL | SHOWS_PEOPLE
SHOWS: Mapping[Kind, float] = {"silvered": 6.0, "water": 2.0, "glass": 1.0}
"""How much one wants to see oneself in which, of two that are as large."""


def kind_of(material: Material | None) -> Kind | None:
    """As what a material is drawn; None for what is no pane."""
    if material is None:
        return None
    if material.metalness > 0.9 and material.roughness < 0.1:
        return "silvered"
    if material.opacity < 1:
        return "water" if material.pattern == "water" else "glass"
    return None


@dataclass(frozen=True)
class Pane:
    """A flat, smooth rectangle that holds all of a pane.

    Attributes:
        kind: as what it is drawn.
        at: its middle, metres.
        front: unit vector towards who looks into it.
        right, up: unit vectors along its edges, as seen from behind it.
        size: along these, metres.
    """

    kind: Kind
    at: tuple[float, float, float]
    front: tuple[float, float, float]
    right: tuple[float, float, float]
    up: tuple[float, float, float]
    size: tuple[float, float]

    @cached_property
    def corners(self) -> tuple[tuple[float, float, float], ...]:
        """Its four, metres."""
        x, y = np.array(self.right) * self.size[0] / 2, np.array(self.up) * self.size[1] / 2
        return tuple(_three(np.array(self.at) + corner) for corner in (-x - y, x - y, x + y, y - x))

    def before(self, eye: NDArray[np.float64]) -> float:
        """How far an eye is before its plane, metres; negative behind it."""
        return float((eye - self.at) @ np.array(self.front))


def panes_of(mesh: Mesh, materials: Mapping[str, Material]) -> tuple[Pane, ...]:
    """The panes of a mesh that are large enough to see oneself in."""
    corners, found = mesh.corners().astype(np.float64), []
    for index, name in enumerate(mesh.materials):
        kind = kind_of(materials.get(name))
        if kind is not None:
            for flat in _planes(corners[mesh.material == index]):
                found += [pane for part in _parts(flat) if (pane := _pane(kind, part)) is not None]
    return tuple(found)


def _planes(corners: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """Triangles (n, 3, 3) sorted by the plane they lie in."""
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    long = np.linalg.norm(across, axis=1)
    corners, across = corners[long > 1e-9], across[long > 1e-9] / long[long > 1e-9, None]
    key = np.concatenate([across * 50, ((corners[:, 0] * across).sum(1) / FLAT_M)[:, None]], axis=1).round()
    _, which = np.unique(key, axis=0, return_inverse=True)
    for plane in range(int(which.max(initial=-1)) + 1):
        yield corners[which.ravel() == plane]


def _parts(corners: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """Triangles of one plane, those that are near one another together."""
    low, high = corners.min(1) - GAP_M / 2, corners.max(1) + GAP_M / 2
    left = np.arange(len(corners))
    while len(left):
        mine, rest = left[:1], left[1:]
        while True:
            box = low[mine].min(0), high[mine].max(0)
            near = ((low[rest] <= box[1]) & (high[rest] >= box[0])).all(1)
            if not near.any():
                break
            mine, rest = np.concatenate([mine, rest[near]]), rest[~near]
        yield corners[mine]
        left = rest


def _pane(kind: Kind, corners: NDArray[np.float64]) -> Pane | None:
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]).sum(0)
    area = float(np.linalg.norm(across)) / 2
    if area < LEAST_M2:
        return None
    front = across / np.linalg.norm(across)
    if kind == "water" and front[2] < 0.9:
        return None
    up = np.array((0.0, 1.0, 0.0)) if abs(front[2]) > 0.9 else np.array((0.0, 0.0, 1.0))
    right = np.cross(front, up)
    right /= np.linalg.norm(right)
    up = np.cross(right, front)
    points = corners.reshape(-1, 3)
    x, y = points @ right, points @ up
    middle = right * (x.min() + x.max()) / 2 + up * (y.min() + y.max()) / 2 + front * float((points @ front).mean())
    size = (float(np.ptp(x)), float(np.ptp(y)))
    return Pane(kind, _three(middle), _three(front), _three(right), _three(up), size)


def _three(values: NDArray[np.float64]) -> tuple[float, float, float]:
    x, y, z = (float(v) for v in values)
    return x, y, z


class Panes:
    """All panes of a space: which one is looked into is asked in every frame, and most of them are far away.

    Args:
        panes: of the space.

    Attributes:
        panes: the same.
    """

    def __init__(self, panes: Sequence[Pane]) -> None:
        self.panes = panes
        self._near: Sequence[Pane] = ()
        self._near_to: tuple[float, float, float] | None = None

    def before_us(self, sight: Sight, people: Callable[[], bool]) -> Pane | None:
        """The one in which one would see oneself or others best; None where none is in the picture and near.

        Args:
            sight: of the eye.
            people: tells whether anybody is here, asked where a pane is near; most panes show nothing else.
        """
        at = sight.at
        if self._near_to is None or math.dist(at, self._near_to) > WALKS_M:
            self._near_to = at
            self._near = [pane for pane in self.panes if _along(_from(pane.at, at), pane.front) >= -WALKS_M]
            self._near = [pane for pane in self._near if _away(pane, at)[1] <= REACH_M + WALKS_M]
        best, most = None, 0.0
        for pane in self._near:
            far, away = _away(pane, at)
            if NEAREST_M <= far <= REACH_M and away <= REACH_M:
                shows = SHOWS[pane.kind] * pane.size[0] * pane.size[1] * far / max(away, 0.3) ** 3
                if shows > most and sight.shows(pane.corners) and (pane.kind == "silvered" or people()):
                    best, most = pane, shows
        return best


def _from(start: tuple[float, float, float], end: tuple[float, float, float]) -> tuple[float, float, float]:
    return end[0] - start[0], end[1] - start[1], end[2] - start[2]


def _away(pane: Pane, eye: tuple[float, float, float]) -> tuple[float, float]:
    """How far an eye is before the plane of a pane, and how far from its nearest place, metres."""
    to = _from(pane.at, eye)
    far = _along(to, pane.front)
    aside = max(abs(_along(to, pane.right)) - pane.size[0] / 2, 0.0)
    over = max(abs(_along(to, pane.up)) - pane.size[1] / 2, 0.0)
    return far, math.sqrt(far * far + aside * aside + over * over)


def _along(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


class Sight:
    """What a camera sees, in plain numbers: where it is, its axes, and how far its picture reaches to each side."""

    def __init__(self, eye: NodePath, lens: Lens) -> None:
        turned, angles = eye.get_mat(), lens.get_fov()
        self._right, self._ahead, self._up, self._at = (_tuple(turned.get_row3(row)) for row in range(4))
        self._wide, self._tall = (math.tan(math.radians(angle) / 2) for angle in (angles.x, angles.y))

    @property
    def at(self) -> tuple[float, float, float]:
        """Where it is."""
        return self._at

    @property
    def told(self) -> tuple[object, ...]:
        """All that it is: what is equal to another's sees the same."""
        return self._at, self._ahead, self._up, self._wide, self._tall

    @property
    def lowest_deg(self) -> float:
        """How far over the horizon the lower edge of the picture looks, degrees; negative below it."""
        return math.degrees(math.asin(max(-1.0, min(1.0, self._ahead[2]))) - math.atan(self._tall))

    def meets(self, middle: tuple[float, float, float], radius: float) -> bool:
        """Whether anything of a ball may be seen."""
        to = (middle[0] - self._at[0], middle[1] - self._at[1], middle[2] - self._at[2])
        ahead = _along(to, self._ahead)
        return (
            ahead > -radius
            and abs(_along(to, self._right)) <= ahead * self._wide + radius * math.hypot(1, self._wide)
            and abs(_along(to, self._up)) <= ahead * self._tall + radius * math.hypot(1, self._tall)
        )

    def shows(self, corners: tuple[tuple[float, float, float], ...]) -> bool:
        """Whether anything of a rectangle may be seen: not all of it is beyond the same edge of the picture."""
        return not any(
            all(x * corner[0] + y * corner[1] + z * corner[2] + off > 0 for corner in corners)
            for x, y, z, off in self.edges
        )

    @cached_property
    def edges(self) -> tuple[tuple[float, float, float, float], ...]:
        """The planes through the edges of the picture, and that of the eye: what is before one of them is not seen.

        Their normals, of any length, and what is added to a place's product with these.
        """
        ahead, found = self._ahead, []
        for side, most in ((self._right, self._wide), (self._up, self._tall)):
            for sign in (1, -1):
                found.append(tuple(sign * s - most * a for s, a in zip(side, ahead, strict=True)))
        found.append((-ahead[0], -ahead[1], -ahead[2]))
        return tuple((x, y, z, -_along((x, y, z), self._at)) for x, y, z in found)


def _tuple(vector: LVecBase3f) -> tuple[float, float, float]:
    return vector.x, vector.y, vector.z


class Told:
    """What shaders are told of the pane before the eye: four rows in an array that changes under them.

    An array costs nothing to change, where another input would make every node's state anew.

    Attributes:
        rows: world to the picture's width, to its height, the pane's plane; whether there is any, the moment, and how
            much wind there is.
    """

    def __init__(self) -> None:
        self.rows = PTA_LVecBase4f.empty_array(4)
        self._values = np.zeros((4, 4), np.float32)
        self._values[3, 2] = 1
        self._tell()

    def aim(self, pane: Pane) -> None:
        """This is the one that has a picture."""
        at, (width, height) = np.array(pane.at), pane.size
        right, up, front = (np.array(way) for way in (pane.right, pane.up, pane.front))
        self._values[:3] = (
            (*(right / width), 0.5 - right @ at / width),
            (*(up / height), 0.5 - up @ at / height),
            (*front, -front @ at),
        )
        self._values[3, 0] = 1
        self._tell()

    def rest(self) -> None:
        """None has."""
        if self._values[3, 0] == 0:
            return
        self._values[:3] = 0
        self._values[3, 0] = 0
        self._tell()

    def calm(self, on: bool) -> None:
        """No wind moves the leaves; for whom moving pictures are too much."""
        self._values[3, 2] = 0 if on else 1

    def tick(self, now: float) -> None:
        """Water goes on, and the wind."""
        self._values[3, 1] = now % WATER_REPEATS_S
        self._tell()

    def _tell(self) -> None:
        self.rows.set_data(self._values.tobytes())


def nothing() -> Texture:
    """A picture for panes where there is none."""
    texture = Texture("no pane")
    texture.setup_2d_texture(1, 1, Texture.T_unsigned_byte, Texture.F_rgba8)
    texture.clear_image()
    return texture


class PaneMirror:
    """The one picture that panes share.

    Args:
        base: the application.
        size: of it each way, pixels.
        samples: of multisampling.

    Attributes:
        picture: light, and where there is any.
    """

    def __init__(self, base: ShowBase, size: int, samples: int = 0) -> None:
        self._base = base
        self._buffer, self.picture = make_target(base, "pane", (size, size), -35, depth=True, samples=samples)
        self._buffer.set_clear_color((0, 0, 0, 0))
        self._lens = PerspectiveLens()
        self._camera = Camera("pane", self._lens)
        self._eye = NodePath(self._camera)
        state = NodePath("in a pane")
        state.set_shader_input("pane_told", Told().rows, 100)  # no pane shows a pane
        self._camera.set_initial_state(state.get_state())
        self._buffer.make_display_region().set_camera(self._eye)
        self.rest()

    def look(self, root: NodePath, told: Told, pane: Pane | None, eye: Sequence[float]) -> None:
        """Aims at a pane of the space under `root`, as an eye at a place sees it; None draws nothing."""
        if pane is None:
            told.rest()
            self.rest()
            return
        at, front = np.array(eye, np.float64), np.array(pane.front)
        far = pane.before(at)
        behind = at - 2 * far * front
        aside = np.array(pane.at) - behind
        if self._eye.get_parent() != root:
            self._eye.reparent_to(root)
        self._eye.set_pos(*behind.tolist())
        self._eye.look_at(LPoint3f(*(behind + front).tolist()), LVector3f(*pane.up))
        self._lens.set_film_size(*pane.size)
        self._lens.set_film_offset(float(aside @ np.array(pane.right)), float(aside @ np.array(pane.up)))
        self._lens.set_focal_length(far)
        self._lens.set_near_far(far, far + MOST_SEEN_M)
        self._camera.set_camera_mask(SHOWS_ALL if pane.kind == "silvered" else SHOWS_PEOPLE)
        told.aim(pane)
        self._buffer.set_active(True)

    @property
    def shows_anything(self) -> bool:
        """Whether a pane has a picture now."""
        return bool(self._buffer.is_active())

    def rest(self) -> None:
        """Draws nothing."""
        if self._buffer.is_active():
            self._buffer.set_active(False)
            self._eye.detach_node()

    def destroy(self) -> None:
        """Gives the buffer back."""
        self.rest()
        self._base.graphicsEngine.remove_window(self._buffer)
