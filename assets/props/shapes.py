"""Shapes that the drawn props share: balls, rings, castors, plates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from campus.components._shaping import leaning, slab
from campus.mesh import Mesh, box, cylinder, lathe, merge, moved, place, tube, turned

__all__ = [
    "along_x",
    "ball",
    "bent",
    "box",
    "castors",
    "cylinder",
    "cylinder_front",
    "lathe",
    "leaning",
    "merge",
    "moved",
    "place",
    "ring",
    "scaled",
    "scaled_at",
    "slab",
    "tube",
    "upright_plate",
]

_X = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], np.float64)


def along_x(mesh: Mesh, at: Sequence[float] = (0.0, 0.0, 0.0)) -> Mesh:
    """What stands upright laid down, its top towards +X."""
    return turned(mesh, _X, at)


def scaled(mesh: Mesh, by: Sequence[float]) -> Mesh:
    """The mesh stretched along its axes; normals follow."""
    factor = np.asarray(by, np.float32)
    normals = mesh.normals / factor
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9)
    return replace(mesh, positions=(mesh.positions * factor).astype(np.float32), normals=normals.astype(np.float32))


def ball(
    size: float | Sequence[float], at: Sequence[float] = (0.0, 0.0, 0.0), *, sides: int = 16, material: str = "steel"
) -> Mesh:
    """A ball or an egg about `at`; `size` is its radius, or one for each axis."""
    angle = np.deg2rad(np.linspace(-90, 90, max(sides // 2 + 1, 5)))
    profile = np.stack([np.cos(angle), np.sin(angle)], 1)
    profile[[0, -1], 0] = 0.0
    radii = (size,) * 3 if isinstance(size, (int, float)) else size
    return moved(scaled(lathe(profile, sides=sides, material=material), radii), at)


def ring(
    radius: float,
    thick: float,
    at: Sequence[float] = (0.0, 0.0, 0.0),
    *,
    axis: str = "z",
    sides: int = 6,
    steps: int = 24,
    material: str = "steel",
) -> Mesh:
    """A ring of round bar about an axis, its middle at `at`."""
    turn = np.deg2rad(np.arange(sides + 1) * 360 / sides)
    profile = np.stack([radius + thick * np.cos(turn), thick * np.sin(turn)], 1)
    profile[-1] = profile[0]
    made = _open_lathe(profile, steps, material)
    if axis == "x":
        made = along_x(made)
    elif axis == "y":
        made = leaning(made, 90.0)
    return moved(made, at)


def _open_lathe(profile: np.ndarray, steps: int, material: str) -> Mesh:
    """A closed profile turned about the vertical: a torus, smooth all around."""
    count = len(profile) - 1
    middle = profile[:-1].mean(0)
    turn = np.deg2rad(np.arange(steps) * 360 / steps)
    out = np.stack([np.cos(turn), np.sin(turn)], 1)
    normal = profile[:-1] - middle
    normal /= np.linalg.norm(normal, axis=1, keepdims=True)
    where = np.concatenate(
        [out[:, None] * profile[None, :-1, :1], np.broadcast_to(profile[None, :-1, 1:], (steps, count, 1))], 2
    )
    facing = np.concatenate(
        [out[:, None] * normal[None, :, :1], np.broadcast_to(normal[None, :, 1:], (steps, count, 1))], 2
    )
    i, j = np.meshgrid(np.arange(steps), np.arange(count), indexing="ij")
    a, b = i * count + j, ((i + 1) % steps) * count + j
    c, d = ((i + 1) % steps) * count + (j + 1) % count, i * count + (j + 1) % count
    triangles = np.stack([np.stack([a, b, c], -1), np.stack([a, c, d], -1)], 2).reshape(-1, 3)
    return Mesh(
        where.reshape(-1, 3).astype(np.float32),
        facing.reshape(-1, 3).astype(np.float32),
        np.zeros((steps * count, 2), np.float32),
        triangles.astype(np.int32),
        (material,),
        np.zeros(len(triangles), np.int32),
        np.zeros(len(triangles), np.bool_),
    )


def bent(points: Sequence[Sequence[float]], radius: float, *, sides: int = 8, steps: int = 4, material: str) -> Mesh:
    """A round bar through points, its corners rounded by a curve through them (Catmull and Rom)."""
    p = np.asarray(points, np.float64)
    ends = np.concatenate([[2 * p[0] - p[1]], p, [2 * p[-1] - p[-2]]])
    path = [p[0]]
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for t in np.linspace(0, 1, steps + 1)[1:]:
            path.append(
                0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)
            )
    return tube(path, radius, sides=sides, material=material)


def castors(
    radius: float, count: int = 5, wheel: float = 0.035, *, legs: str | None = "steel", hub: float = 0.10
) -> Mesh:
    """Wheels on a star of legs, or without legs (`None`) wheels alone."""
    made = []
    for number in range(count):
        turn = 360 * number / count + 90
        tyre = along_x(cylinder(wheel, 0.022, at=(0, 0, -0.011), sides=14, bevel=0.004, material="rubber"))
        parts = [moved(tyre, (radius, 0, wheel))]
        if legs:
            line = [(0, 0, hub), (radius * 0.6, 0, hub - 0.012), (radius, 0, wheel * 2 + 0.008)]
            parts.append(tube(line, 0.014, sides=8, material=legs))
            parts.append(cylinder(0.016, 0.03, at=(radius, 0, wheel * 2 - 0.014), sides=10, material="ink"))
        made.append(place(merge(*parts), (0, 0, 0), turn))
    return merge(*made)


def upright_plate(
    size: tuple[float, float], thick: float, at: Sequence[float] = (0.0, 0.0, 0.0), *, radius: float = 0.02,
    bevel: float = 0.004, material: str = "paint-white",
) -> Mesh:  # fmt: skip
    """A rounded plate standing upright on `at`, its back at that y and its face towards -Y."""
    flat = slab(size, thick, radius=radius, bevel=bevel, material=material)
    return moved(leaning(flat, 90.0), (at[0], at[1], at[2] + size[1] / 2))


def cylinder_front(radius: float, at: tuple[float, float, float], material: str, deep: float = 0.006) -> Mesh:
    """A button or a knob on an upright face: its axis towards -Y."""
    return moved(leaning(cylinder(radius, deep, sides=14, bevel=deep / 4, material=material), 90.0), at)


def scaled_at(mesh: Mesh, by: tuple[float, float, float], at: tuple[float, float, float]) -> Mesh:
    """Stretched, then put somewhere."""
    return moved(scaled(mesh, by), at)
