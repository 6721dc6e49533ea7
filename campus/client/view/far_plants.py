"""What grows in far land: cypresses, umbrella pines, olives, planes, beds, pots. Knows no scene."""

from __future__ import annotations

import numpy as np

from campus.mesh import Mesh, box, cylinder, lathe, merge, moved


def cypress(x: float, y: float, height: float, seed: int) -> Mesh:
    """A dark spindle on a short trunk."""
    random = np.random.default_rng(seed)
    at = np.linspace(0, 1, 9)
    radius = height * 0.105 * np.sin(np.pi * at**0.62) ** 0.75 * (1 + random.uniform(-0.08, 0.08, 9))
    radius[0], radius[-1] = height * 0.03, 0.0
    spindle = lathe(np.stack([radius, 0.35 + at * (height - 0.35)], -1), sides=11, material="far-cypress")
    trunk = cylinder(0.10, 0.6, sides=8, material="far-bark")
    return moved(merge(spindle, trunk), (x, y, 0))


def clump(x: float, y: float, z: float, size: tuple[float, float, float], material: str, seed: int) -> Mesh:
    """A rounded mass of leaves: a ball with dents."""
    random = np.random.default_rng(seed)
    at = np.linspace(0, np.pi, 8)
    profile = np.stack([np.sin(at) * (1 + random.uniform(-0.07, 0.07, 8)), -np.cos(at)], -1)
    profile[[0, -1], 0] = 0
    ball = lathe(profile, sides=12, material=material)
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
    """An umbrella pine: a bare trunk that leans, a few boughs, and a flat crown of several clouds."""
    random = np.random.default_rng(seed)
    lean = random.uniform(-0.08, 0.08, 2) * height
    trunk = cylinder(height * 0.024, height * 0.86, sides=8, top_radius=height * 0.012, material="far-bark")
    bent = trunk.positions.copy()
    bent[:, :2] += (bent[:, 2:] / height) ** 1.6 * lean.astype(np.float32)
    trunk = Mesh(bent, trunk.normals, trunk.uvs, trunk.triangles, trunk.materials, trunk.material, trunk.collides)
    wide = height * 0.23
    crown = [clump(float(lean[0]), float(lean[1]), height * 0.93, (wide, wide, height * 0.085), "far-pine", seed)]
    for i in range(5):
        turn = i * 1.2566 + random.uniform(-0.3, 0.3)
        out = wide * random.uniform(0.75, 1.0)
        part = wide * random.uniform(0.5, 0.66)
        at = (lean[0] + out * np.cos(turn), lean[1] + out * np.sin(turn))
        up = height * random.uniform(0.86, 0.91)
        crown.append(clump(float(at[0]), float(at[1]), up, (part, part, height * 0.06), "far-pine", seed * 9 + i))
    return moved(merge(trunk, *crown), (x, y, z))


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
