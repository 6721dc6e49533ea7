"""One's own body against the walls: Bullet sweeps over the space's colliders. Owns how one slides, steps and stops.

The body is a capsule that floats a step's height over the floor, so that whatever is lower than a step does not stop
it; rays beneath find the floor that it then stands on. Nobody falls: an edge higher than a step stops the body as a
wall does. It knows no keys, no people and no network; `campus.world.referee` never refuses what it does.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from panda3d.bullet import (
    BulletCapsuleShape,
    BulletRigidBodyNode,
    BulletTriangleMesh,
    BulletTriangleMeshShape,
    BulletWorld,
    ZUp,
)
from panda3d.core import (
    BitMask32,
    Geom,
    GeomEnums,
    GeomTriangles,
    GeomVertexData,
    GeomVertexFormat,
    Point3,
    TransformState,
    Vec3,
)

from campus.world.ground import BODY_HEIGHT_M, BODY_RADIUS_M, SLOPE_AT_MOST_DEG, STEP_DOWN_M, STEP_UP_M, Ground

SUBSTEP_S = 1 / 60
LONGEST_STEP_S = 0.25
"""A frame that took longer moves the body no further: who cannot see where they go should not get there."""
SKIN_M = 0.01
"""How far the body stays off what it touches, so that the next sweep does not start inside it."""
_MARGIN_M = 0.005
_OFF_M = 0.001
_FEET_M = 0.15
"""The height of the floor is the mean over a foot's reach: a stair lifts the body like a ramp."""
_EDGE_M = 0.04
"""Wider than any rounded edge of a tread."""
_RING = tuple((math.cos(k * math.pi / 4), math.sin(k * math.pi / 4)) for k in range(8))
_LEVEL = math.cos(math.radians(SLOPE_AT_MOST_DEG))
_LIFT = STEP_UP_M + (BODY_HEIGHT_M - STEP_UP_M) / 2
"""From the feet to the middle of the floating capsule."""
_EVERYTHING = BitMask32.all_on()

Vector = tuple[float, float, float]


class Hit(NamedTuple):
    """What a ray met: where, how far along, and the surface's normal."""

    point: Vector
    distance: float
    normal: Vector


class Capsule:
    """A body's way through one space.

    Args:
        solids: (m, 3, 3) float32 corners of the colliding triangles, metres.
        ground: where a body fits, for one who gets up between seats or is put down into something.
    """

    def __init__(self, solids: ArrayLike, ground: Ground | None = None) -> None:
        self._ground = ground
        self._world = BulletWorld()
        mesh = _bullet_mesh(np.asarray(solids, np.float32).reshape(-1, 3, 3))
        if mesh is not None:
            walls = BulletRigidBodyNode("solids")
            shape = BulletTriangleMeshShape(mesh, dynamic=False)
            shape.set_margin(_MARGIN_M)
            walls.add_shape(shape)
            self._world.attach(walls)
        height = BODY_HEIGHT_M - STEP_UP_M - 2 * BODY_RADIUS_M
        self._shape = BulletCapsuleShape(BODY_RADIUS_M, height, ZUp)
        self._last: Vector | None = None
        self._floor = 0.0
        """Height of the floor under the middle of the body where `_last` is; its own z is smoothed."""

    def walk(self, at: Vector, wish: tuple[float, float], dt: float) -> Vector:
        """Where the feet are after walking for a while.

        Args:
            at: x, y, z of the feet, metres; where the last call ended, or where somebody was put.
            wish: velocity over the floor, metres a second.
            dt: seconds; the longer, the more sub-steps.

        Returns:
            x, y, z of the feet: on the floor, never through a wall, never inside one; `at` where there is no floor.
        """
        if at != self._last and not self._stand(at):
            return at
        assert self._last is not None
        dt = min(dt, LONGEST_STEP_S)
        steps = max(1, math.ceil(dt / SUBSTEP_S - 1e-6))
        for _ in range(steps):
            self._last = self._step(self._last, wish[0] * dt / steps, wish[1] * dt / steps)
        return self._last

    def ray(self, start: Vector, along: Vector, reach: float) -> Hit | None:
        """What a ray meets first.

        Args:
            start: metres.
            along: its direction, any length but zero.
            reach: how far it goes, metres.
        """
        length = math.hypot(*along)
        end = [s + a / length * reach for s, a in zip(start, along, strict=True)]
        result = self._world.ray_test_closest(Point3(*start), Point3(*end), _EVERYTHING)
        if not result.has_hit():
            return None
        point, normal = result.get_hit_pos(), result.get_hit_normal()
        return Hit((point.x, point.y, point.z), result.get_hit_fraction() * reach, (normal.x, normal.y, normal.z))

    def _stand(self, at: Vector) -> bool:
        """Take a new place: beside what stands there, on the floor. False where there is no floor."""
        if self._ground is not None and not self._ground.walkable(*at)[0]:
            # Between two seats, in a wall by somebody's mistake: Bullet tells little of what one is inside of.
            at = self._ground.nearest(*at) or at
        x, y, z = at
        floor = self._floor_at(x, y, z)
        if floor is None:
            return False
        self._floor = floor
        self._last = (x, y, self._smooth(x, y, floor))
        return True

    def _step(self, at: Vector, dx: float, dy: float) -> Vector:
        """One sub-step: slide along the walls, then along an edge if there is one, and stand on what is there."""
        if dx == dy == 0.0:
            return at
        for _ in range(2):
            x, y = self._slide(at, dx, dy)
            floor = self._floor_at(x, y, self._floor)
            if floor is not None and self._floor - STEP_DOWN_M <= floor <= self._floor + STEP_UP_M:
                there = (x, y, self._smooth(x, y, floor))
                if self._is_clear((x, y, at[2]), there):
                    self._floor = floor
                    return there
                return at
            dx, dy = self._along_edge(at, dx, dy)
            if dx == dy == 0.0:
                break
        return at

    def _slide(self, at: Vector, dx: float, dy: float) -> tuple[float, float]:
        """Where a horizontal move ends that slides along what it meets; three surfaces make a corner."""
        x, y, z = at
        first: tuple[float, float] | None = None
        for _ in range(3):
            length = math.hypot(dx, dy)
            if length < 1e-6:
                break
            # Look a skin further than the move, so that it ends a skin before what is there.
            reach = 1.0 + SKIN_M / length
            hit = self._sweep((x, y, z), (x + dx * reach, y + dy * reach, z))
            if hit is None:
                return x + dx, y + dy
            fraction, nx, ny = hit
            part = max(0.0, fraction * reach - SKIN_M / length)
            part = min(part, 1.0)
            x, y = x + dx * part, y + dy * part
            dx, dy = dx * (1.0 - part), dy * (1.0 - part)
            # Along the wall, and a hair off it: a sweep that grazes a surface may count as one that begins inside it.
            into = min(dx * nx + dy * ny, 0.0) - _OFF_M
            dx, dy = dx - into * nx, dy - into * ny
            if first is not None and dx * first[0] + dy * first[1] < 0.0:
                break  # Two walls meet here: whatever slides along the one runs into the other.
            first = (nx, ny)
        return x, y

    def _sweep(self, start: Vector, end: Vector) -> tuple[float, float, float] | None:
        """How far the body gets from one place of its feet to another, and the wall's normal over the floor."""
        result = self._world.sweep_test_closest(self._shape, _lifted(start), _lifted(end), _EVERYTHING, 0.0)
        if not result.has_hit():
            return None
        normal = result.get_hit_normal()
        length = math.hypot(normal.x, normal.y)
        if length < 1e-4:
            # Something flat from above or below: as a wall, it stands across the way.
            nx, ny = start[0] - end[0], start[1] - end[1]
            length = math.hypot(nx, ny) or 1.0
            return result.get_hit_fraction(), nx / length, ny / length
        return result.get_hit_fraction(), normal.x / length, normal.y / length

    def _is_clear(self, start: Vector, end: Vector) -> bool:
        """Whether the body can be lifted or lowered so: no lintel in the way of the head."""
        if abs(end[2] - start[2]) < 1e-6:
            return True
        result = self._world.sweep_test_closest(self._shape, _lifted(start), _lifted(end), _EVERYTHING, 0.0)
        return not result.has_hit()

    def _floor_at(self, x: float, y: float, z: float) -> float | None:
        """Height of the floor under (x, y) for feet that are about at `z`; None where it is too deep or steep.

        A foot is no point: where the ray meets the rounded edge of a tread, the level floor just beside it carries.
        """
        height, is_level = self._under(x, y, z)
        if height is None or is_level:
            return height
        beside = [self._under(x + _EDGE_M * cos, y + _EDGE_M * sin, z) for cos, sin in _RING]
        return max((h for h, level in beside if h is not None and level), default=None)

    def _under(self, x: float, y: float, z: float) -> tuple[float | None, bool]:
        """Height of what a ray meets under (x, y), and whether one can stand on it."""
        start, end = Point3(x, y, z + 2 * STEP_UP_M), Point3(x, y, z - 2 * STEP_DOWN_M)
        result = self._world.ray_test_closest(start, end, _EVERYTHING)
        if not result.has_hit():
            return None, False
        return float(result.get_hit_pos().z), abs(result.get_hit_normal().z) >= _LEVEL

    def _smooth(self, x: float, y: float, floor: float) -> float:
        """The mean height of the floor around the feet, where it is a step up or down at most."""
        heights = [floor]
        for cos, sin in _RING:
            near = self._floor_at(x + _FEET_M * cos, y + _FEET_M * sin, floor)
            if near is not None and abs(near - floor) <= STEP_UP_M:
                heights.append(near)
        return sum(heights) / len(heights)

    def _along_edge(self, at: Vector, dx: float, dy: float) -> tuple[float, float]:
        """The part of a move that does not lead over the edge ahead."""
        out_x = out_y = 0.0
        for cos, sin in _RING:
            floor = self._floor_at(at[0] + 2 * SKIN_M * cos + dx, at[1] + 2 * SKIN_M * sin + dy, self._floor)
            if floor is None or not self._floor - STEP_DOWN_M <= floor <= self._floor + STEP_UP_M:
                out_x, out_y = out_x + cos, out_y + sin
        length = math.hypot(out_x, out_y)
        if length < 1e-3:
            return 0.0, 0.0
        out_x, out_y = out_x / length, out_y / length
        over = max(0.0, dx * out_x + dy * out_y) + 0.001
        return dx - over * out_x, dy - over * out_y


def _lifted(feet: Vector) -> TransformState:
    return TransformState.make_pos(Vec3(feet[0], feet[1], feet[2] + _LIFT))


def _bullet_mesh(triangles: NDArray[np.float32]) -> BulletTriangleMesh | None:
    """The triangles as Bullet wants them, without those that have no area; None where none is left."""
    sides = triangles[:, 1:] - triangles[:, :1]
    area = np.linalg.norm(np.cross(sides[:, 0], sides[:, 1]), axis=1)
    triangles = triangles[area > 1e-8]
    if not len(triangles):
        return None
    data = GeomVertexData("solids", GeomVertexFormat.get_v3(), GeomEnums.UH_static)
    data.unclean_set_num_rows(3 * len(triangles))
    view = memoryview(data.modify_array(0)).cast("B").cast("f")  # type: ignore[arg-type]
    view[:] = memoryview(np.ascontiguousarray(triangles).tobytes()).cast("f")
    primitive = GeomTriangles(GeomEnums.UH_static)
    primitive.add_next_vertices(3 * len(triangles))
    geom = Geom(data)
    geom.add_primitive(primitive)
    mesh = BulletTriangleMesh()
    mesh.add_geom(geom, False)
    return mesh
