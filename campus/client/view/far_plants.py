"""What grows in far land: cypresses, umbrella pines, olives, planes, beds, pots. Knows no scene."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh, box, cylinder, lathe, merge, moved, tube

TUFTS_M = 0.30
"""So much height of a cypress has one tuft."""
TUFTS_OF_A_CLOUD = 7


def cypress(x: float, y: float, height: float, seed: int, *, near: bool = True) -> Mesh:
    """A dark flame on a short trunk: a slender body, and tufts all over it that point up and break its outline.

    Some 700 triangles at eight metres, half of that further away than some twenty; the tufts follow from one another
    by the golden angle, so that none is in a row.
    """
    random = np.random.default_rng(seed)
    rise, wide = height - 0.35, height * 0.092

    def out(part: float) -> float:
        """How far from its axis its outline is, at a part of its height."""
        return wide * float(np.sin(np.pi * part**0.62) ** 0.75)

    body = _spindle((0.0, 0.0, 0.35), (0.0, 0.0, height), wide, sides=9, rings=7)
    count = round(rise / TUFTS_M * (1.0 if near else 0.5))
    tufts = []
    for i in range(count):
        # Few above, where it is thin; the lowest stand out over the trunk.
        part = 0.02 + 0.80 * ((i + 0.5) / count) ** 1.15
        turn = i * 2.39996 + random.uniform(-0.35, 0.35)
        way = np.array((np.cos(turn), np.sin(turn), 0.0))
        long = height * random.uniform(0.13, 0.24) * (1.05 - 0.45 * part)
        end = min(part + long / rise, 0.985)
        foot = way * out(part) * random.uniform(0.62, 0.80) + (0.0, 0.0, 0.35 + rise * part)
        tip = way * out(end) * random.uniform(0.86, 1.24) + (0.0, 0.0, 0.35 + rise * end)
        tufts.append(_spindle(tuple(foot), tuple(tip), long * random.uniform(0.14, 0.20), sides=5, rings=3))
    trunk = cylinder(0.10, 0.6, sides=8, material="far-bark")
    return moved(merge(body, *tufts, trunk), (x, y, 0))


def _spindle(
    foot: tuple[float, ...],
    tip: tuple[float, ...],
    wide: float,
    *,
    sides: int,
    rings: int,
    material: str = "far-cypress",
) -> Mesh:
    """A slender mass of leaves from one end to the other, thickest below its middle and pointed above.

    Args:
        foot: its lower end, (3,), metres.
        tip: its upper end, (3,), right above or aside.
        wide: its largest radius, metres.
        sides: around it.
        rings: of quadrilaterals along it.
        material: of its leaves.
    """
    low, high = np.array(foot), np.array(tip)
    at = np.linspace(0, 1, rings + 1)
    radius = wide * np.sin(np.pi * at**0.62) ** 0.75
    turn = np.arange(sides) * 2 * np.pi / sides + at[:, None] * np.pi / sides
    ways = np.stack([np.cos(turn), np.sin(turn), np.zeros_like(turn)], -1)  # (rings + 1, sides, 3)
    positions = low + at[:, None, None] * (high - low) + radius[:, None, None] * ways
    slope = np.gradient(radius, at * np.linalg.norm(high - low))
    normals = ways - slope[:, None, None] * (0.0, 0.0, 1.0)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    uvs = np.stack([np.broadcast_to(turn * wide, turn.shape), positions[..., 2]], -1)
    one = np.arange(rings)[:, None] * sides + np.arange(sides)
    other = np.arange(rings)[:, None] * sides + (np.arange(sides) + 1) % sides
    quads = np.stack([one, other, other + sides, one, other + sides, one + sides], -1)
    triangles = quads.reshape(-1, 3)
    # The ends are points: of each two triangles there, one has no area.
    corners = positions.reshape(-1, 3)[triangles]
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    triangles = triangles[area > 1e-9].astype(np.int32)
    return Mesh(
        positions.reshape(-1, 3).astype(np.float32),
        normals.reshape(-1, 3).astype(np.float32),
        uvs.reshape(-1, 2).astype(np.float32),
        triangles,
        (material,),
        np.zeros(len(triangles), np.int32),
        np.zeros(len(triangles), np.bool_),
    )


def clump(
    x: float, y: float, z: float, size: tuple[float, float, float], material: str, seed: int, *, sides: int = 12
) -> Mesh:
    """A rounded mass of leaves: a ball with dents; the fewer its sides, the fewer its rings."""
    random = np.random.default_rng(seed)
    rings = 2 + sides // 2
    at = np.linspace(0, np.pi, rings)
    profile = np.stack([np.sin(at) * (1 + random.uniform(-0.07, 0.07, rings)), -np.cos(at)], -1)
    profile[[0, -1], 0] = 0
    ball = lathe(profile, sides=sides, material=material)
    dents = 1 + 0.06 * np.sin(ball.positions @ random.uniform(-5, 5, (3, 1)) + random.uniform(0, 6))
    scaled = ball.positions * dents * np.array(size) + (x, y, z)
    normals = ball.normals / np.array(size)
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return Mesh(
        scaled.astype(np.float32),
        normals.astype(np.float32),
        ball.uvs * float(np.mean(size)),
        ball.triangles,
        ball.materials,
        ball.material,
        ball.collides,
    )


def tree(x: float, y: float, height: float, seed: int, leaf: str = "far-leaf") -> Mesh:
    """A broad tree of seven masses of leaves."""
    random = np.random.default_rng(seed)
    trunk = cylinder(
        height * 0.030, height * 0.5, at=(x, y, 0), sides=9, top_radius=height * 0.018, material="far-bark"
    )
    crowns = [
        clump(
            x + random.uniform(-0.17, 0.17) * height,
            y + random.uniform(-0.17, 0.17) * height,
            height * random.uniform(0.50, 0.80),
            (
                height * random.uniform(0.17, 0.24),
                height * random.uniform(0.17, 0.24),
                height * random.uniform(0.13, 0.18),
            ),
            leaf,
            seed + i,
        )
        for i in range(7)
    ]
    return merge(trunk, *crowns)


def bed(x: float, y: float, planted: tuple[str, ...], seed: int) -> Mesh:
    """A bed of simples, 4.4 by 3 metres, in a kerb that one can sit on."""
    random = np.random.default_rng(seed)
    kerb = [box((4.4, 0.35, 0.45), at=(x, y + side * 1.325, 0), material="far-stone") for side in (1, -1)]
    kerb += [box((0.35, 2.3, 0.45), at=(x + side * 2.025, y, 0), material="far-stone") for side in (1, -1)]
    plants = [
        clump(
            x + i * 0.72 + random.uniform(-0.1, 0.1),
            y + j * 0.75 + random.uniform(-0.1, 0.1),
            0.50,
            (0.36, 0.36, random.uniform(0.28, 0.5)),
            planted[(i + j) % len(planted)],
            seed * 50 + i * 5 + j,
        )
        for i in (-2, -1, 0, 1, 2)
        for j in (-1, 0, 1)
    ]
    return merge(*kerb, *plants)


def pine(x: float, y: float, height: float, seed: int, z: float = 0.0, *, near: bool = True) -> Mesh:
    """An umbrella pine: a bare trunk that leans and forks, ribs of boughs, and a flat crown of many small clouds.

    About 1,500 triangles; three times as many where one comes nearer than some 25 metres. Its clouds lie on a shallow
    dome, those at the rim lower and smaller, so that its underside is a level line and its upper side a broken one:
    near, each carries tufts and shows no round back.
    """
    random = np.random.default_rng(seed)
    lean = random.uniform(-0.08, 0.08, 2) * height
    fork, wide = height * 0.62, height * 0.30

    def axis(up: float) -> NDArray[np.float64]:
        """The trunk's middle at a height."""
        return np.array([*(lean * (up / height) ** 1.6), up])

    trunk = tube([axis(up) for up in np.linspace(0.0, fork, 4)], height * 0.021, 8, material="far-bark")
    clouds: list[Mesh] = []
    boughs: list[Mesh] = []
    for ring, (count, out, size) in enumerate(((1, 0.0, 0.46), (6, 0.46, 0.38), (11, 0.86, 0.27))):
        for i in range(count):
            turn = (i + 0.5 * ring + random.uniform(-0.18, 0.18)) * 2 * np.pi / count
            away = wide * out * random.uniform(0.88, 1.12)
            part = wide * size * random.uniform(0.85, 1.15)
            up = height * (0.955 - 0.085 * out**2 + random.uniform(-0.008, 0.012))
            middle = axis(up) + away * np.array((np.cos(turn), np.sin(turn), 0.0))
            flat = (part, part, part * random.uniform(0.40, 0.52))
            at = (float(middle[0]), float(middle[1]), float(middle[2]))
            clouds.append(clump(*at, flat, "far-pine", seed * 31 + 12 * ring + i, sides=8))
            if near:
                clouds += _tufts(middle, flat, np.random.default_rng((seed, ring, i)))
            if ring == 1 or (ring == 2 and i % 2):
                # A rib from the fork outward, steep at first: what makes it an umbrella.
                foot = axis(fork * random.uniform(0.90, 0.99))
                knee = foot + (middle - foot) * (0.45, 0.45, 0.62)
                boughs.append(
                    tube([foot, knee, middle], height * (0.009 if ring == 1 else 0.006), 5, material="far-bark")
                )
    return moved(merge(trunk, *boughs, *clouds), (x, y, z))


def _tufts(middle: NDArray[np.float64], size: tuple[float, float, float], random: np.random.Generator) -> list[Mesh]:
    """What stands out of a pine's cloud, above and at its rim, metres: needles grow in tufts of a hand to an arm."""
    found = []
    for i in range(TUFTS_OF_A_CLOUD):
        turn, up = i * 2.39996 + random.uniform(-0.4, 0.4), random.uniform(0.0, 1.0)
        way = np.array((np.cos(turn) * np.sqrt(1 - up * up), np.sin(turn) * np.sqrt(1 - up * up), up))
        at = middle + way * np.array(size) * 0.86
        part = size[0] * random.uniform(0.22, 0.34)
        low, high = at - (0.0, 0.0, 0.5 * part), at + np.array((0.0, 0.0, 0.75 * part))
        found.append(_spindle(tuple(low), tuple(high), part, sides=6, rings=3, material="far-pine"))
    return found


def pot(x: float, y: float, seed: int, z: float = 0.0) -> Mesh:
    """An Anduze jar with an oleander in flower, as tall as a person."""
    random = np.random.default_rng(seed)
    jar = lathe(
        [(0.26, 0.0), (0.30, 0.06), (0.27, 0.1), (0.44, 0.42), (0.47, 0.62), (0.52, 0.66), (0.52, 0.72), (0.44, 0.72)],
        sides=14,
        material="far-pot",
    )
    leaves = [
        clump(
            random.uniform(-0.2, 0.2),
            random.uniform(-0.2, 0.2),
            1.1 + 0.24 * i,
            (0.5 - 0.05 * i, 0.5 - 0.05 * i, 0.34),
            "far-leaf",
            seed + i,
        )
        for i in range(3)
    ]
    flowers = []
    for i in range(16):
        turn, up = random.uniform(0, 6.28), random.uniform(0.95, 1.85)
        out = 0.56 - 0.16 * abs(up - 1.25)
        flowers.append(
            clump(out * np.cos(turn), out * np.sin(turn), up, (0.085, 0.085, 0.07), "far-flower", seed * 31 + i)
        )
    return moved(merge(jar, *leaves, *flowers), (x, y, z))
