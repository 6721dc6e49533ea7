"""An old olive in a pot: a stem that has twisted as it grew, and sprays of narrow leaves with light between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.components import _foliage as foliage
from campus.mesh import Mesh, merge

SPRAYS, LEAVES = 34, 26
"""Of a crown, and of a spray."""
BOUGHS = 4
GIRTH = 0.036
"""Radius of the stem over the tree's height."""
DOME = (0.30, 0.30, 0.27)
"""Radii of the crown over the tree's height."""
SPRAY = (0.100, 0.100, 0.070)
"""Of a spray, likewise."""

Places = NDArray[np.float64]


def old_olive(height: float, random: np.random.Generator) -> Mesh:
    """A short stem, four boughs and their twigs, a broad dome of sprays; about 4,500 triangles.

    Args:
        height: over the earth, metres.
        random: where chance comes from.
    """
    t = np.linspace(0, 1, 9)
    lean = random.uniform(0, 2 * np.pi)
    wind = np.stack([np.cos(lean + 2.6 * t), np.sin(lean + 2.6 * t)], 1)
    bend = wind * (0.045 * height * np.sin(np.pi * t) * t)[:, None]
    line = np.concatenate([bend, (0.36 * height * t - 0.02)[:, None]], 1)
    flare = GIRTH * height * (0.86 + 0.75 * np.exp(-7 * t) + 0.30 * t**3)
    stem = foliage.gnarled(line, flare, random=random)
    middle = np.array((*line[-1][:2], height * 0.66))
    at = _sprays(middle, lean, height, random)
    wood = _boughs(at, line[-1], middle, lean, height, random)
    return merge(stem, *wood, _leaves(at, middle, height, random))


def _sprays(middle: Places, lean: float, height: float, random: np.random.Generator) -> Places:
    """(SPRAYS, 3) where they are: all over the dome, evenly by a golden spiral, each moved a little by chance."""
    i = np.arange(SPRAYS) + 0.5
    rise = 1 - 1.42 * i / SPRAYS
    turn = i * np.pi * (3 - 5**0.5) + lean
    flat = np.sqrt(1 - rise**2)
    unit = np.stack([flat * np.cos(turn), flat * np.sin(turn), rise], 1)
    depth = random.uniform(0.62, 0.98, (SPRAYS, 1))
    return np.asarray(middle + unit * np.array(DOME) * height * depth + random.normal(size=unit.shape) * 0.02 * height)


def _boughs(
    at: Places, fork: Places, middle: Places, lean: float, height: float, random: np.random.Generator
) -> list[Mesh]:
    """The boughs from the fork, and from each a twig to every spray near it, never downward if that can be helped."""
    wood, joints = [], []
    girth = GIRTH * height
    for number in range(BOUGHS):
        way = lean + 0.6 + number * 2 * np.pi / BOUGHS + random.uniform(-0.3, 0.3)
        out = np.array([np.cos(way), np.sin(way), 0.0])
        foot = fork + out * girth * 0.35 - (0, 0, 0.05 * height)
        top = middle + out * 0.17 * height + (0, 0, random.uniform(0.0, 0.09) * height)
        s = np.linspace(0, 1, 5)[:, None]
        bow = foot + (top - foot) * np.concatenate([s, s, s**0.8], 1)
        bow[1:-1] += random.normal(size=(3, 3)) * 0.012 * height
        wood.append(foliage.limb(bow, girth * np.linspace(0.66, 0.20, 5), sides=7))
        joints.append(bow[2:])
    knots = np.concatenate(joints)
    for place in at:
        start = knots[np.argmin(np.linalg.norm(knots - place, axis=1) + 0.8 * (knots[:, 2] > place[2]))]
        bend = (start + place) / 2 + (0, 0, 0.02 * height)
        wood.append(foliage.limb([start, bend, place], (0.012, 0.008, 0.004), sides=4))
    return wood


def _leaves(at: Places, middle: Places, height: float, random: np.random.Generator) -> Mesh:
    """Every spray a cluster of leaves that point outward, large and small."""
    count = SPRAYS * LEAVES
    direction = random.normal(size=(count, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    shift = direction * random.uniform(0.15, 1.0, (count, 1)) ** 0.6 * SPRAY * np.array(height)
    centre = np.repeat(at, LEAVES, 0)
    outward = (centre - middle) / np.maximum(np.linalg.norm(centre - middle, axis=1, keepdims=True), 1e-9)
    sizes = np.clip(random.lognormal(0.0, 0.25, count), 0.6, 1.7)
    return foliage.leaves(
        centre + shift, direction + 0.7 * outward + (0.0, 0.0, 0.15), 0.062 * height, 0.015 * height,
        material="olive-leaf", random=random, sizes=sizes, middle_of_crown=middle - (0.0, 0.0, 0.12 * height),
    )  # fmt: skip
