"""Names that lead out of a file: doors and portals, materials. Checked once every file has been read."""

from __future__ import annotations

from collections.abc import Mapping

from campus.ids import did_you_mean
from campus.scene.composing import Composed
from campus.scene.expand import Draft
from campus.scene.findings import Findings
from campus.scene.model import Campus


def check_references(campus: Campus, composed: Mapping[str, Composed], findings: Findings) -> None:
    """Note every name that leads nowhere, and every way that does not lead back."""
    for kind, word, source, field in findings.references:
        if kind == "material" and word not in campus.materials:
            findings.add(
                source,
                f"{field} is '{word}', which no file of assets/materials defines.",
                code="unknown-material",
                hint=did_you_mean(word, campus.materials),
            )
    for space, scene in composed.items():
        for draft in scene.drafts.values():
            if isinstance(to := getattr(draft.spec, "to", None), str):
                _check_way(campus, composed, space, draft, to, findings)


def _check_way(
    campus: Campus, composed: Mapping[str, Composed], space: str, draft: Draft, to: str, findings: Findings
) -> None:
    """Note where `space/draft` leads to nothing, or to something that does not lead back."""
    place = draft.fields.place("to")
    here = f"{draft.type} '{draft.id}'"
    other, _, node = to.partition("/")
    if other in campus.planned:
        return
    if other not in campus.placements:
        findings.add(
            place,
            f"{here} leads to '{other}', which no scene defines.",
            code="unknown-space",
            hint=did_you_mean(other, (*campus.placements, *campus.planned)),
        )
        return
    if other not in composed:
        return  # not loaded, or unreadable and noted
    ways = {d.id: d for d in composed[other].drafts.values() if hasattr(d.spec, "to")}
    if node not in ways:
        exists = node in composed[other].drafts
        message = f"{here} leads to '{to}', " + (
            "which is no door or portal." if exists else f"but {other} has no node '{node}'."
        )
        findings.add(place, message, code="unknown-node", hint="" if exists else did_you_mean(node, ways))
        return
    back = getattr(ways[node].spec, "to", None)
    if back != f"{space}/{draft.id}":
        findings.add(
            place,
            f"{here} leads to '{to}', which leads " + (f"to '{back}', not back." if back else "nowhere."),
            code="no-return",
            hint=f"Write 'to: {space}/{draft.id}' there.",
        )
