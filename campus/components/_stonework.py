"""Stones that several openings share: surrounds, sills, voussoirs, jambs. Draws in a wall's frame; is no component."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from campus.errors import Impossible
from campus.mesh import Mesh, annular_sector, box, extrude, merge, turned, upright
from campus.text import bilingual, comma

COURSE = 0.33
"""Height of a course of dressed stone, metres."""
BEVEL = 0.010
SHORT, LONG = 0.78, 1.22
"""Stones of a jamb are short and long in turn, opposite on its two sides: where two jambs share a pier, they mesh."""
KEYSTONE = 1.12
"""How high the keystone of a lintel is, of the lintel's own height."""
PROUD = 0.030
"""How far dressed stone stands before the plaster, metres."""
BEHIND = 0.03
"""How far a plinth runs on behind the stones round an opening, metres: its bevelled end is not to be seen."""
REVEAL = 0.004
"""How far the stones round a hole reach into it, metres: flush with the plaster behind, two faces fought for pixels."""


def check_plinth(plinth: float, height: float) -> None:
    """Whether a plinth can stand at the foot of a wall `height` metres high.

    Raises:
        Impossible: when it cannot: mostly because somebody wrote centimetres.
    """
    if plinth <= height:
        return
    guess = plinth / 100
    if guess <= height:
        more = bilingual(
            f"; in metres, {plinth:g} cm is {guess:g}", f" ; en mètres, {comma(plinth)} cm s'écrit {guess:g}"
        )
    else:
        more = bilingual("", "")
    raise Impossible(
        bilingual(
            f"plinth {plinth:g} m is higher than the wall of {height:g} m{more.en}",
            f"plinth {comma(plinth)} m dépasse le mur de {comma(height)} m{more.fr}",
        )
    )


def in_courses(drawn: Mesh, height: float) -> Mesh:
    """A plinth from the floor up, its texture drawn out or in by so much that it is whole courses high.

    Args:
        drawn: boxes that stand on the floor, each with its texture's middle in its own.
        height: of all of them, metres; one that is nearer to no course than to one stays as it is.
    """
    courses = round(height / COURSE)
    if not courses:
        return drawn
    uvs, up = drawn.uvs.copy(), drawn.positions[:, 2]
    upright = np.abs(uvs[:, 1] - (up - height / 2)) < 1e-4
    uvs[upright, 1] = up[upright] * (courses * COURSE / height)
    return replace(drawn, uvs=uvs)


def surround(
    hole: NDArray[np.float64], outer: NDArray[np.float64], material: str, *, face: float = 0.0, depth: float = 0.06
) -> Mesh:
    """A flat stone frame round a hole, standing `PROUD` before the wall's face and let into it.

    Args:
        hole: (k, 2) inner edge in x and z.
        outer: (k, 2) outer edge, which does not touch the inner one.
        material: of the stone.
        face: y of the wall's face.
        depth: thickness of the stone, metres.
    """
    ring = extrude(outer, depth, bevel=BEVEL, holes=[hole], material=material)
    return upright(ring, back=face + depth - PROUD)


@cache
def frame_stones(
    width: float, low: float, high: float, margin: float, material: str, *, sill: bool, backed: bool = False
) -> Mesh:
    """Jamb stones in courses, a lintel with its keystone, and a sill: a rectangular opening's surround.

    Args:
        width: clear, metres.
        low: height of its lower edge over the floor.
        high: height of its upper edge.
        margin: width of the stones beside the opening.
        material: of the stones.
        sill: whether a moulded sill stands out under it.
        backed: whether one sees them from behind, too, as from within a lift.
    """
    depth = 0.06
    hidden = () if backed else ("front",)
    y = depth / 2 - PROUD
    courses = max(1, round((high - low) / COURSE))
    height = (high - low) / courses
    stones: list[Mesh] = []
    for side in (-1, 1):
        for i in range(courses):
            wide = margin * (LONG if i % 2 else SHORT) + REVEAL
            at = (side * (width + wide - 2 * REVEAL) / 2, y, low + i * height)
            stones.append(_quarried(box((wide, depth, height), at=at, bevel=BEVEL / 2, hidden=hidden), len(stones)))
    reach, key = width / 2 + margin, 0.16
    for side in (-1, 1):
        half = reach - key
        stones.append(
            box(
                (half, depth, margin + REVEAL),
                at=(side * (key + half / 2), y, high - REVEAL),
                bevel=BEVEL / 2,
                hidden=hidden,
            )
        )
    wedge = np.array([(-key, 0), (key, 0), (key * 1.25, margin * KEYSTONE), (-key * 1.25, margin * KEYSTONE)])
    stones.append(upright(extrude(wedge + np.array((0.0, high - 0.01)), depth + 0.02, bevel=BEVEL), back=depth - PROUD))
    if sill:
        stones.append(box((2 * reach + 0.1, 0.14, 0.09), at=(0, 0.02, low - 0.09), bevel=BEVEL))
    return merge(*stones, material=material)


@cache
def voussoirs(
    span: float, springing: float, crown: float, ring: float, thickness: float, material: str, *, count: int = 13
) -> Mesh:
    """The wedge stones of an arch, through the wall's whole thickness, the keystone standing out.

    Args:
        span: clear, metres.
        springing: height over the floor.
        crown: height of the intrados's top.
        ring: height of a stone along the arch's radius.
        thickness: of the wall, metres.
        material: of the stones.
        count: of stones; odd, so that one is the key.
    """
    rise = crown - springing
    radius = (span * span / 4 + rise * rise) / (2 * rise)
    reach = float(np.degrees(np.arcsin(min(1.0, span / 2 / radius))))
    angle = 2 * reach / count
    centre = (0.0, 0.0, crown - radius)

    def stone(outer: float, proud: float) -> Mesh:
        joint = float(np.degrees(0.0025 / radius))  # half of a 5 mm joint on either side
        wedge = annular_sector(
            radius,
            radius + outer,
            90 - angle / 2 + joint,
            90 + angle / 2 - joint,
            thickness + 2 * proud,
            steps=2,
            bevel=BEVEL * 0.8,
        )
        return upright(wedge, back=thickness + proud)

    common, key = stone(ring, PROUD), stone(ring * 1.14, PROUD * 2.2)
    stones: list[Mesh] = []
    for i in range(count):
        lean = np.radians((i - (count - 1) / 2) * angle)
        cos, sin = np.cos(lean), np.sin(lean)
        about_y = np.array([[cos, 0, sin], [0, 1, 0], [-sin, 0, cos]])
        stones.append(_quarried(turned(key if i == count // 2 else common, about_y, centre), i))
    return merge(*stones, material=material)


@cache
def jambs(half: float, low: float, high: float, width: float, thickness: float, material: str) -> Mesh:
    """Courses of stone on both sides of an opening, through the wall, short and long in turn.

    Args:
        half: half the clear width, metres.
        low: height at which they begin.
        high: height at which they end.
        width: of the stones, on average.
        thickness: of the wall.
        material: of the stones.
    """
    courses = max(1, round((high - low) / COURSE))
    height = (high - low) / courses
    stones: list[Mesh] = []
    for side in (-1, 1):
        for i in range(courses):
            wide = width * (LONG if (i % 2 == 0) == (side > 0) else SHORT)
            at = (side * (half + wide / 2), thickness / 2, low + i * height + 0.0025)
            stone = box((wide, thickness + 2 * PROUD, height - 0.005), at=at, bevel=BEVEL * 0.8)
            stones.append(_quarried(stone, len(stones)))
    return merge(*stones, material=material)


@cache
def impost(half: float, height: float, width: float, thickness: float, material: str) -> Mesh:
    """The moulded stones from which an arch springs, their top at `height`; they stand out on every free side."""
    stones = []
    for side in (-1, 1):
        for low, tall, out in ((0.20, 0.07, 0.025), (0.13, 0.13, 0.055)):
            x0, x1 = half - out, half + width + 0.01
            at = (side * (x0 + x1) / 2, thickness / 2, height - low)
            stones.append(box((x1 - x0, thickness + 2 * (PROUD + out), tall), at=at, bevel=BEVEL))
    return merge(*stones, material=material)


def _quarried(stone: Mesh, number: int) -> Mesh:
    """A stone from another place of the quarry than its neighbours: its pattern lies elsewhere."""
    shift = np.array((0.83 * number, 1.37 * number)) % 2.4
    return replace(stone, uvs=(stone.uvs + shift).astype(np.float32))
