"""Budget: triangles, draw calls and memory of textures and light, counted as the client draws the space.

Medium is what a space must keep to; low halves it and high doubles it, and the figures say which tiers it keeps to.
The client's own numbers stand here again, because nothing below the client may import it; tests hold them equal.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from campus.mesh import Mesh
from campus.proofs._base import Case, Finding, Verdict
from campus.space.model import Label, Space
from campus.space.painting import paintable
from campus.space.typesetting import CAP_PIXELS, MOST_PIXELS
from campus.text import bilingual, comma

TIERS: Mapping[str, tuple[int, int, float]] = {
    "low": (125_000, 20, 64),
    "medium": (250_000, 40, 128),
    "high": (500_000, 80, 256),
}
"""Triangles, draw calls, megabytes of textures and light."""
MUST = "medium"
COPIES_A_CALL = 256
"""Placements in one draw call of the client."""
PATTERN_PIXELS: Mapping[str, int] = {
    "plain": 1, "mirror": 1, "courses": 1024, "terrazzo": 1024, "faience": 1024, "grain": 512, "planks": 512,
    "plaster": 512, "gravel": 1024, "slats": 512, "tiles": 512, "bark": 512, "leaves": 512,
}  # fmt: skip
SHEET_PIXELS = 0.8 * 4096 * 4096
"""Of signs on one picture, about a fifth of which stays empty."""
OTHER_PATTERN = 256
"""Side of a pattern's picture; of those not named, this."""
RELIEF_BYTES = 4.0
"""A pixel of a pattern's relief has three, which cards keep as four."""
PAGE_BYTES = 1920 * 1080 * 4
MIPMAPS = 4 / 3
_KINDS_FR: Mapping[str, str] = {
    "materials": "les matériaux",
    "copies": "les copies",
    "moving parts": "les parties mobiles",
    "signs": "les panneaux",
    "screens": "les écrans",
    "shade under feet": "l'ombre sous les pieds",
}
"""The kinds of draw calls in French; a test holds that each has one."""
CELL_M = 0.2
"""Of the field of light, two volumes of four bytes."""


def prove(case: Case) -> Verdict:
    """A space keeps to the budget of the middle tier."""
    space = case.space
    triangles, calls = triangles_of(space), draw_calls_of(space)
    textures, light = texture_bytes_of(space) / 1e6, light_bytes_of(space) / 1e6
    memory = textures + light
    most = TIERS[MUST]
    findings = []
    if triangles > most[0]:
        heavy = max(
            ((len(c.mesh.triangles) * len(c.placements), c.node) for c in space.copies if c.role != "seat-taken"),
            default=(0, space.scene.shell.id if space.scene.shell else None),
        )
        findings.append(
            Finding(
                heavy[1],
                bilingual(
                    f"the space has {triangles:,} triangles, {most[0]:,} at most; '{heavy[1]}' alone has {heavy[0]:,}."
                    " Leave some out, or make them simpler.",
                    f"l'espace a {comma(triangles, ',')} triangles, {comma(most[0], ',')} au plus ; « {heavy[1]} » à"
                    f" lui seul en a {comma(heavy[0], ',')}. Enlevez-en, ou simplifiez-les.",
                ),
            )
        )
    if calls > most[1]:
        kinds = [(what, number) for what, number in calls_by_kind(space).items() if number]
        parts = ", ".join(f"{number} for {what}" for what, number in kinds)
        parts_fr = ", ".join(f"{number} pour {_KINDS_FR[what]}" for what, number in kinds)
        message = bilingual(
            f"the space needs {calls} draw calls, {most[1]} at most: {parts}. Use fewer materials.",
            f"l'espace demande {calls} appels de dessin, {most[1]} au plus : {parts_fr}. Employez moins de matériaux.",
        )
        findings.append(Finding(None, message))
    if memory > most[2]:
        message = bilingual(
            f"its textures and its light need {memory:.0f} MB, {most[2]:.0f} at most. Use fewer patterns.",
            f"ses textures et sa lumière demandent {memory:.0f} Mo, {most[2]:.0f} au plus. Employez moins de motifs.",
        )
        findings.append(Finding(None, message))
    kept = [tier for tier, (t, c, m) in TIERS.items() if triangles <= t and calls <= c and memory <= m]
    return Verdict(
        {
            "triangles": triangles,
            "draw_calls": calls,
            "texture_mb": round(textures, 1),
            "light_mb": round(light, 1),
            "tiers_kept": kept,
        },
        tuple(findings),
    )


def triangles_of(space: Space) -> int:
    """As drawn: every copy, a seat once."""
    copies = sum(len(c.mesh.triangles) * len(c.placements) for c in space.copies if c.role != "seat-taken")
    return len(space.mesh.triangles) + copies + sum(len(m.part.mesh.triangles) for m in space.moving)


def calls_by_kind(space: Space) -> Mapping[str, int]:
    """Draw calls: one for each material of what stands still, of each moving part, of each group of copies.

    What is small or plain of one mesh is painted, all in one call.
    """
    return {
        "materials": _calls_of(space.mesh, space),
        "copies": sum(
            math.ceil(len(c.placements) / COPIES_A_CALL) * len(c.mesh.materials)
            for c in space.copies
            if c.role != "seat-taken"
        ),
        "moving parts": sum(_calls_of(m.part.mesh, space) for m in space.moving),
        "signs": _sheets(space),
        "screens": len(space.screens),
        "shade under feet": 1,
    }


def _calls_of(mesh: Mesh, space: Space) -> int:
    together = paintable(mesh, space.materials)
    return len(mesh.materials) - len(together) + bool(together)


def _shown(space: Space) -> set[str]:
    """The materials whose pattern is seen somewhere."""
    still = [space.mesh, *(m.part.mesh for m in space.moving)]
    seen = {name for mesh in still for name in mesh.materials if name not in paintable(mesh, space.materials)}
    return seen | {name for c in space.copies for name in c.mesh.materials}


def draw_calls_of(space: Space) -> int:
    """All of them, with the sky and what stands outside left out."""
    return sum(calls_by_kind(space).values())


def texture_bytes_of(space: Space) -> float:
    """Pictures of patterns and of their relief, of signs and screens."""
    shown = _shown(space)
    patterns = {material.pattern for name, material in space.materials.items() if name in shown}
    pictures = sum(PATTERN_PIXELS.get(name, OTHER_PATTERN) ** 2 * (4.0 + RELIEF_BYTES) for name in patterns)
    pictures += sum(_sign_bytes(label) for label in space.labels) * 1.25
    pictures += PAGE_BYTES * len(space.screens)
    return pictures * MIPMAPS


def light_bytes_of(space: Space) -> float:
    """The field of light that a space is lit by."""
    return math.prod(math.ceil(float(side) / CELL_M) + 2 for side in space.bounds[1] - space.bounds[0]) * 8.0


def _sheets(space: Space) -> int:
    """Pictures that the client packs the signs on: those on plates on some, those cut in the wall on others."""
    sheets = 0
    for carved in (False, True):
        pixels = sum(_sign_bytes(label) / 4 for label in space.labels if (label.anchor.ground is None) == carved)
        sheets += math.ceil(pixels / SHEET_PIXELS)
    return sheets


def _sign_bytes(label: Label) -> float:
    width, height = label.anchor.size
    scale = min(CAP_PIXELS / label.anchor.cap_height, MOST_PIXELS / max(width, height))
    return max(width * scale, 8) * max(height * scale, 8) * 4
