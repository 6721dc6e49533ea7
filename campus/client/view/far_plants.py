"""What grows in far land: cypresses, umbrella pines, olives, planes, beds, pots. Knows no scene."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh, box, cylinder, lathe, merge, moved, tube


def cypress(x: float, y: float, height: float, seed: int) -> Mesh:
    """A dark spindle on a short trunk."""
    random = np.random.default_rng(seed)
    at = np.linspace(0, 1, 9)
    radius = height * 0.105 * np.sin(np.pi * at**0.62) ** 0.75 * (1 + random.uniform(-0.08, 0.08, 9))
    radius[0], radius[-1] = height * 0.03, 0.0
    spindle = lathe(np.stack([radius, 0.35 + at * (height - 0.35)], -1), sides=11, material="far-cypress")
    trunk = cylinder(0.10, 0.6, sides=8, material="far-bark")
    return moved(merge(spindle, trunk), (x, y, 0))


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


def pine(x: float, y: float, height: float, seed: int, z: float = 0.0) -> Mesh:
    """An umbrella pine: a bare trunk that leans and forks, ribs of boughs, and a flat crown of many small clouds.

    About 1,700 triangles. Its clouds lie on a shallow dome, those at the rim lower and smaller, so that its underside
    is a level line and its upper side a broken one.
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
            if ring == 1 or (ring == 2 and i % 2):
                # A rib from the fork outward, steep at first: what makes it an umbrella.
                foot = axis(fork * random.uniform(0.90, 0.99))
                knee = foot + (middle - foot) * (0.45, 0.45, 0.62)
                boughs.append(
                    tube([foot, knee, middle], height * (0.009 if ring == 1 else 0.006), 5, material="far-bark")
                )
    return moved(merge(trunk, *boughs, *clouds), (x, y, z))


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
