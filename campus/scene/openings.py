"""Whether the holes in the walls are possible: inside their wall, none in another, nothing to read hung in one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from campus.components import Opening
from campus.scene.drafts import Draft
from campus.scene.findings import Findings
from campus.scene.frames import wall_frame, wall_length
from campus.scene.wording import quoted
from campus.text import bilingual, comma

_TOUCH = 0.001
"""Holes may come this near to each other and to a wall's end, metres: what rounding leaves."""

_OVER_THE_EDGE = 0.04
"""A sheet may reach so far over a hole's edge, metres: its frame is there."""
_PLACES = 7
"""Of a sheet, across and up, that are looked at."""


class _Hole(NamedTuple):
    """A hole's rectangle on its wall: metres from the west or south end, and over the floor."""

    draft: Draft
    left: float
    right: float
    low: float
    high: float


def check_openings(drafts: Iterable[Draft], size: tuple[float, float, float], findings: Findings) -> None:
    """Note every opening that leaves its wall or meets another, and every sign or screen that hangs in one.

    Args:
        drafts: of all nodes, their places checked.
        size: of the shell, metres.
        findings: takes the mistakes.
    """
    walls: dict[str, list[_Hole]] = {}
    drafts = tuple(drafts)
    for draft in drafts:
        if not isinstance(draft.spec, Opening) or draft.wall is None or not isinstance(draft.at, (int, float)):
            continue
        outline = draft.spec.outline()
        low, high = float(outline[:, 1].min()), float(outline[:, 1].max())
        half = float(outline[:, 0].max())
        hole = _Hole(draft, draft.at - half, draft.at + half, low, high)
        walls.setdefault(draft.wall, []).append(hole)
        _check_within(hole, wall_length(size, draft.wall), size[2], findings)
    for holes in walls.values():
        for one, other in combinations(holes, 2):
            if (
                min(one.right, other.right) - max(one.left, other.left) > _TOUCH
                and min(one.high, other.high) - max(one.low, other.low) > _TOUCH
            ):
                there, here = one.draft, other.draft
                findings.add(
                    here.fields.place("at"),
                    bilingual(
                        f"{here.type} '{here.id}' meets {there.type} '{there.id}' in the {here.wall} wall.",
                        f"{here.type} « {here.id} » touche {there.type} « {there.id} » dans le mur « {here.wall} ».",
                    ),
                    code="openings-meet",
                    hint=bilingual(
                        "Move one of them, or make it narrower.", "Déplacez l'une des deux, ou rétrécissez-la."
                    ),
                )

    for draft in drafts:
        if draft.spec is not None and draft.wall is not None and not isinstance(draft.spec, Opening):
            _check_hung(draft, size, walls.get(draft.wall, ()), findings)


def _check_hung(draft: Draft, size: tuple[float, float, float], holes: Iterable[_Hole], findings: Findings) -> None:
    """Note what is read or looked at and hangs where the wall is open: letters would float before the glass."""
    assert draft.spec is not None
    assert draft.wall is not None
    if not isinstance(draft.at, (int, float)):
        return
    frame = wall_frame(size, draft.wall, float(draft.at))
    axis = 0 if draft.wall in ("north", "south") else 1
    anchors = draft.spec.anchors()
    sheets = [(a.place.at, a.size) for a in anchors.labels] + [(a.place.at, a.size) for a in anchors.screens]
    for (x, y, z), (wide, tall) in sheets:
        half, up = (max(length / 2 - _OVER_THE_EDGE, 0.0) for length in (wide, tall))
        along = sorted(frame.point((x + side, y, z))[axis] for side in (-half, half))
        grid = np.stack(
            np.meshgrid(np.linspace(along[0], along[1], _PLACES), np.linspace(z - up, z + up, _PLACES)), axis=-1
        )
        for hole in holes:
            assert isinstance(hole.draft.spec, Opening)
            middle = (hole.left + hole.right) / 2
            if _inside(grid.reshape(-1, 2) - (middle, 0.0), hole.draft.spec.outline()).any():
                there, here = quoted(hole.draft.type, hole.draft.id), quoted(draft.type, draft.id)
                findings.add(
                    draft.fields.place("at"),
                    bilingual(
                        f"{here.en} hangs in {there.en}, where the {draft.wall} wall is open.",
                        f"{here.fr} est dans {there.fr}, là où le mur « {draft.wall} » est ouvert.",
                    ),
                    code="hangs-in-opening",
                    hint=bilingual(
                        f"The hole goes from {hole.left:.2f} to {hole.right:.2f} m along the wall:"
                        " move 'at', or 'height'.",
                        f"L'ouverture va de {comma(hole.left, '.2f')} à {comma(hole.right, '.2f')} m le long du mur :"
                        " déplacez « at », ou « height ».",
                    ),
                )
                return


def _inside(points: NDArray[np.floating[Any]], outline: NDArray[np.floating[Any]]) -> NDArray[np.bool_]:
    """(p,) whether points (p, 2) lie within a closed outline (k, 2): a ray to the right crosses it an odd time."""
    ends = np.roll(outline, -1, axis=0)
    x, y = points[:, None, 0], points[:, None, 1]
    spans = (outline[:, 1] > y) != (ends[:, 1] > y)
    rise = np.where(ends[:, 1] == outline[:, 1], 1.0, ends[:, 1] - outline[:, 1])
    crossing = outline[:, 0] + (y - outline[:, 1]) / rise * (ends[:, 0] - outline[:, 0])
    return np.asarray((spans & (x < crossing)).sum(axis=1) % 2 == 1)


def _check_within(hole: _Hole, length: float, height: float, findings: Findings) -> None:
    draft = hole.draft
    here = quoted(draft.type, draft.id)
    over = round(max(-hole.left, hole.right - length), 3)
    middle = (hole.left + hole.right) / 2
    if over > _TOUCH and 0 <= middle <= length:  # a middle beyond the wall is told where it is placed
        findings.add(
            draft.fields.place("at"),
            bilingual(
                f"{here.en} reaches {over:g} m beyond the end of the {draft.wall} wall, which is {length:g} m long.",
                f"{here.fr} dépasse de {comma(over)} m le bout du mur « {draft.wall} », long de {comma(length)} m.",
            ),
            code="out-of-wall",
            hint=bilingual("'at' is the middle of the opening.", "« at » est le milieu de l'ouverture."),
        )
    top, low = round(hole.high, 3), round(-hole.low, 3)
    if hole.high - height > _TOUCH:
        findings.add(
            draft.fields.place("size"),
            bilingual(
                f"{here.en} reaches up to {top:g} m; the room is {height:g} m high.",
                f"{here.fr} monte à {comma(top)} m ; la salle a {comma(height)} m de haut.",
            ),
            code="out-of-wall",
            hint=bilingual(
                "Its top is its sill and its height together.", "Son sommet est son allège plus sa hauteur."
            ),
        )
    if hole.low < -_TOUCH:
        findings.add(
            draft.fields.place("sill"),
            bilingual(
                f"{here.en} begins {low:g} m under the floor.",
                f"{here.fr} commence {comma(low)} m sous le sol.",
            ),
            code="out-of-wall",
        )
