"""Signs that one can read: contrast with what they stand on, and capitals high enough from where each is read.

Contrast is measured as WCAG 2.2 does (success criterion 1.4.3).
"""

from __future__ import annotations

import math

import numpy as np

from campus.mesh.meeting import first_met
from campus.proofs._base import Case, Figure, Finding, Verdict, not_applicable
from campus.proofs.legible import CAPITAL_PIXELS, called, pixels_of, too_small
from campus.proofs.rays import Surfaces, surfaces_of
from campus.scene.colours import linear
from campus.space.model import Label
from campus.text import Text, bilingual, comma

LEAST = 4.5
"""WCAG 2.2, level AA, for text of any size."""
_BEFORE_M, _BEHIND_M = 0.05, 0.30
"""Letters without a plate stand on the first surface from so far before them to so far behind."""


def prove(case: Case) -> Verdict:
    """Letters of every sign, plaque, board and carved name: high enough, and at 4.5 to 1 against their ground."""
    space = case.space
    if not space.labels:
        return not_applicable(bilingual("no sign and no board", "ni panneau ni tableau"))
    findings = list(too_small(space))
    lowest = math.inf
    surfaces = surfaces_of(space) if any(label.anchor.ground is None for label in space.labels) else None
    for label in space.labels:
        anchor = label.anchor
        who = called(label)
        if anchor.ground is not None:
            grounds = {anchor.ground: Text("son fond", "its ground")}
        else:
            assert surfaces is not None
            behind = _behind(label, surfaces)
            if not behind:
                message = bilingual(
                    f"{who.en} stands on nothing: it has no surface behind it.",
                    f"{who.fr} ne tient à rien : aucune surface n'est derrière.",
                )
                findings.append(Finding(label.node, message))
            grounds = {space.materials[name].colour: Text(f"« {name} »", f"'{name}'") for name in behind}
        for ground, what in grounds.items():
            ratio = contrast(anchor.colour, ground)
            lowest = min(lowest, ratio)
            if ratio < LEAST:
                message = bilingual(
                    f"{who.en} is hard to read: {anchor.colour} on {what.en} {ground} has a contrast"
                    f" of {ratio:.1f}, and needs {LEAST}. Choose another style, or another wall.",
                    f"{who.fr} se lit mal : {anchor.colour} sur {what.fr} {ground} a un contraste de"
                    f" {comma(ratio, '.1f')}, et il faut {comma(LEAST)}. Choisissez un autre style, ou un autre mur.",
                )
                findings.append(Finding(label.node, message))
    figures: dict[str, Figure] = {
        "signs": len(space.labels),
        "least": LEAST,
        "smallest_px": round(min(map(pixels_of, space.labels)), 1),
        "least_px": CAPITAL_PIXELS,
    }
    return Verdict(figures | ({"lowest": round(lowest, 2)} if lowest < math.inf else {}), tuple(findings))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours `#RRGGBB`, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour `#RRGGBB`, 0 to 1 (WCAG 2.2)."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _behind(label: Label, surfaces: Surfaces) -> list[str]:
    """The materials behind a label without a plate: at its middle and towards its ends."""
    place = label.anchor.place
    angle = math.radians(place.heading)
    look = np.array((-math.sin(angle), math.cos(angle), 0.0))
    across = np.array((math.cos(angle), math.sin(angle), 0.0))
    middle = np.array(place.at)
    # Signs are few: only triangles near this one are asked, and so it needs no Embree.
    reach = label.anchor.size[0] + label.anchor.size[1] + 1.0
    low, high = surfaces.corners.min(1), surfaces.corners.max(1)
    near = ((low <= middle + reach) & (high >= middle - reach)).all(1)
    corners, material = surfaces.corners[near].astype(np.float64), surfaces.material[near]
    names: dict[str, None] = {}
    for along in (-0.35, 0.0, 0.35):
        start = middle + across * (along * label.anchor.size[0]) + look * _BEFORE_M
        met = first_met(corners, start, -look, _BEFORE_M + _BEHIND_M)
        if met is not None:
            names[surfaces.names[int(material[met[0]])]] = None
    return list(names)
