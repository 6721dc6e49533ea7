"""`repeat:`: where the copies of a node stand: in a row, a grid, along a wall, on an arc."""

from __future__ import annotations

import math

from campus.components._base import Facing, Wall
from campus.errors import Impossible
from campus.quantities import Metres
from campus.scene.forms import Arc, Repeat
from campus.scene.frames import heading_towards
from campus.text import bilingual

Point3 = tuple[float, float, float]


def places_of(
    repeat: Repeat, wall: Wall | None, at: Metres | tuple[float, ...] | None, facing: Facing | None
) -> list[tuple[Metres | tuple[float, ...], Facing | None]]:
    """Where each copy of a node stands and looks.

    Args:
        repeat: how many, and how they lie.
        wall: that the node hangs on, or None.
        at: of the node, as written.
        facing: of the node, as written.

    Raises:
        Impossible: when `count`, `step` and `from` do not go together; the message says how.
    """
    start = repeat.from_ if repeat.from_ is not None else at
    if repeat.arc is not None:
        if isinstance(repeat.count, tuple):
            raise Impossible(bilingual("an arc takes one count", "un arc demande un seul « count »"))
        return [_on_arc(repeat.arc, repeat.count, i, start, facing) for i in range(repeat.count)]
    assert repeat.step is not None
    if wall is not None or isinstance(start, (int, float)):
        if isinstance(repeat.count, tuple) or isinstance(repeat.step, tuple) or isinstance(start, tuple):
            raise Impossible(
                bilingual(
                    "on a wall 'count', 'step' and 'from' are one number each",
                    "sur un mur, « count », « step » et « from » sont un nombre chacun",
                )
            )
        return [((start or 0.0) + i * repeat.step, facing) for i in range(repeat.count)]
    x, y, z = _point(start)
    if isinstance(repeat.count, tuple):
        if not isinstance(repeat.step, tuple):
            raise Impossible(
                bilingual(
                    "a grid's 'step' has two numbers, east and north",
                    "le « step » d'une grille a deux nombres, vers l'est et vers le nord",
                )
            )
        columns, rows = repeat.count[:2]
        dx, dy = repeat.step[:2]
        return [((x + i * dx, y + j * dy, z), facing) for j in range(rows) for i in range(columns)]
    step = (repeat.step, 0.0, 0.0) if isinstance(repeat.step, (int, float)) else _point(repeat.step)
    return [((x + i * step[0], y + i * step[1], z + i * step[2]), facing) for i in range(repeat.count)]


def _on_arc(
    arc: Arc, count: int, index: int, start: Metres | tuple[float, ...] | None, facing: Facing | None
) -> tuple[tuple[float, ...], Facing | None]:
    share = index / (count - 1) if count > 1 else 0.5
    heading = arc.start + (arc.end - arc.start) * share
    centre = (arc.centre[0], arc.centre[1], _point(start)[2] if isinstance(start, tuple) else 0.0)
    angle = math.radians(heading)
    at = (centre[0] - arc.radius * math.sin(angle), centre[1] + arc.radius * math.cos(angle), centre[2])
    if arc.facing == "same":
        return at, facing
    looks = heading_towards(at, centre) if arc.facing == "in" else heading_towards(centre, at)
    return at, looks


def _point(at: Metres | tuple[float, ...] | None) -> Point3:
    if at is None or isinstance(at, (int, float)):
        return (0.0, 0.0, 0.0)
    return (at[0], at[1], at[2] if len(at) > 2 else 0.0)
