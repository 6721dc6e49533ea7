"""Whether what is placed lies within the walls: a slip of one digit is told at its line, not by what follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import hypot

from campus.components import Opening
from campus.scene.drafts import Draft
from campus.scene.findings import Findings
from campus.scene.frames import Frame, wall_length
from campus.scene.model import Source
from campus.text import bilingual, comma

BEYOND_M = 0.5
"""A thing's middle may lie so far outside: in a niche, or in the depth of a wall."""
_MEASURES = ("size", "length", "width", "depth")
_OVER_M = 0.05
"""What hangs on a wall may reach so far beyond its end: into the corner's plaster."""


def check_inside(
    drafts: Iterable[Draft], frames: Mapping[str, Frame], size: tuple[float, float, float], findings: Findings
) -> None:
    """Note everything that stands outside the room, or is larger than it or wider than the wall it hangs on.

    Args:
        drafts: of all nodes, instances of prefabs among them, named and placed.
        frames: where each of them lies, by full id.
        size: of the shell, metres.
        findings: takes the mistakes, one for each line of the file.
    """
    told: set[Source] = set()
    for draft in drafts:
        if isinstance(draft.spec, Opening) or draft.source in told:
            continue
        at = draft.fields.place("at")
        if draft.wall is not None:
            told |= {draft.source} if _too_wide(draft, size, findings) else set()
            continue
        for leaf in draft.leaves():
            if _too_large(leaf, size, findings):
                told.add(draft.source)
                break
            frame = frames.get(leaf.id)
            if frame is None or leaf.at is None or leaf.wall is not None or _within(frame, size):
                continue
            findings.add(
                at,
                bilingual(
                    f"{leaf.type} '{leaf.id}' stands outside the room, at [{frame.x:g}, {frame.y:g}]; "
                    f"its floor is {size[0]:g} × {size[1]:g} m.",
                    f"{leaf.type} « {leaf.id} » est hors de la salle, en [{frame.x:g}, {frame.y:g}] ; "
                    f"le sol a {comma(size[0])} × {comma(size[1])} m.",
                ),
                code="out-of-room",
                hint=bilingual(
                    "'at' runs from the south-west corner: metres east, metres north.",
                    "« at » part de l'angle sud-ouest : mètres vers l'est, mètres vers le nord.",
                ),
            )
            told.add(draft.source)
            break


def _within(frame: Frame, size: tuple[float, float, float]) -> bool:
    return all(-BEYOND_M <= value <= side + BEYOND_M for value, side in zip((frame.x, frame.y), size, strict=False))


def _too_large(draft: Draft, size: tuple[float, float, float], findings: Findings) -> bool:
    """Note a thing that is larger than the room from corner to corner: centimetres, most often."""
    longest = hypot(*size)
    for name in _MEASURES:
        own = getattr(draft.spec, name, None)
        sides = own if isinstance(own, tuple) else (own,)
        most = max((side for side in sides if isinstance(side, int | float)), default=0.0)
        if most > longest:
            findings.add(
                draft.fields.place(name),
                bilingual(
                    f"{draft.type} '{draft.id}' is {most:g} m large; "
                    f"the room is {size[0]:g} × {size[1]:g} × {size[2]:g} m.",
                    f"{draft.type} « {draft.id} » mesure {comma(most)} m ; "
                    f"la salle a {comma(size[0])} × {comma(size[1])} × {comma(size[2])} m.",
                ),
                code="out-of-room",
                hint=bilingual(
                    f"In metres, {most:g} cm is {most / 100:g}.",
                    f"En mètres, {comma(most)} cm font {comma(most / 100)}.",
                ),
            )
            return True
    return False


def _too_wide(draft: Draft, size: tuple[float, float, float], findings: Findings) -> bool:
    """Note a thing on a wall that reaches beyond its end."""
    own = getattr(draft.spec, "size", None)
    if not isinstance(own, tuple) or not isinstance(draft.at, int | float) or draft.wall is None:
        return False
    length = wall_length(size, draft.wall)
    over = round(max(own[0] / 2 - draft.at, draft.at + own[0] / 2 - length), 3)
    if over <= _OVER_M or not 0 <= draft.at <= length:  # the latter is told already
        return False
    findings.add(
        draft.fields.place("size" if own[0] > length else "at"),
        bilingual(
            f"{draft.type} '{draft.id}' is {own[0]:g} m wide and reaches {over:g} m beyond the end of the "
            f"{draft.wall} wall, which is {length:g} m long.",
            f"{draft.type} « {draft.id} » a {comma(own[0])} m de large et dépasse de {comma(over)} m le bout "
            f"du mur « {draft.wall} », long de {comma(length)} m.",
        ),
        code="out-of-wall",
        hint=bilingual("'at' is its middle.", "« at » est son milieu."),
    )
    return True
