"""Whether the holes in the walls are possible: inside their wall, and none in another."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

from campus.components import Opening
from campus.scene.drafts import Draft
from campus.scene.findings import Findings
from campus.scene.frames import wall_length
from campus.scene.wording import quoted
from campus.text import bilingual, comma

_TOUCH = 0.001
"""Holes may come this near to each other and to a wall's end, metres: what rounding leaves."""


class _Hole(NamedTuple):
    """A hole's rectangle on its wall: metres from the west or south end, and over the floor."""

    draft: Draft
    left: float
    right: float
    low: float
    high: float


def check_openings(drafts: Iterable[Draft], size: tuple[float, float, float], findings: Findings) -> None:
    """Note every opening that leaves its wall, or meets another.

    Args:
        drafts: of all nodes, their places checked.
        size: of the shell, metres.
        findings: takes the mistakes.
    """
    walls: dict[str, list[_Hole]] = {}
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
                        f"{here.type} « {here.id} » touche {there.type} « {there.id} » dans le mur {here.wall}.",
                    ),
                    code="openings-meet",
                    hint=bilingual(
                        "Move one of them, or make it narrower.", "Déplacez l'une des deux, ou rétrécissez-la."
                    ),
                )


def _check_within(hole: _Hole, length: float, height: float, findings: Findings) -> None:
    draft = hole.draft
    here = quoted(draft.type, draft.id)
    over = max(-hole.left, hole.right - length)
    if over > _TOUCH:
        findings.add(
            draft.fields.place("at"),
            bilingual(
                f"{here.en} reaches {over:.2f} m beyond the end of the {draft.wall} wall, which is {length:g} m long.",
                f"{here.fr} dépasse de {comma(over, '.2f')} m le bout du mur {draft.wall}, long de {comma(length)} m.",
            ),
            code="out-of-wall",
            hint=bilingual("'at' is the middle of the opening.", "« at » est le milieu de l'ouverture."),
        )
    if hole.high - height > _TOUCH:
        findings.add(
            draft.fields.place("size"),
            bilingual(
                f"{here.en} reaches up to {hole.high:.2f} m; the room is {height:g} m high.",
                f"{here.fr} monte à {comma(hole.high, '.2f')} m ; la salle a {comma(height)} m de haut.",
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
                f"{here.en} begins {-hole.low:.2f} m under the floor.",
                f"{here.fr} commence {comma(-hole.low, '.2f')} m sous le sol.",
            ),
            code="out-of-wall",
        )
