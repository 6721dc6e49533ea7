"""Names that lead out of a file: doors and portals, materials. Checked once every file has been read."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from campus.ids import did_you_mean
from campus.scene.composing import Composed
from campus.scene.drafts import Draft, is_excused, plain_text
from campus.scene.everyday import meant_material
from campus.scene.findings import Findings
from campus.scene.values import Scalar
from campus.scene.wording import quoted
from campus.text import bilingual

VIEWS = ("garden", "roofs", "horizon")
"""What an opening can show without there being a space of that name."""


def check_materials(materials: Collection[str], findings: Findings) -> None:
    """Note every material that was named and that no file defines."""
    told = set()
    for kind, word, source, field in findings.references:
        if kind == "material" and word not in materials and source not in told:
            told.add(source)  # a prefab's argument is met twice: where it is given, and where it is used
            findings.add(
                source,
                bilingual(
                    f"{field.en} is '{word}', which no file of assets/materials defines.",
                    f"{field.fr} est « {word} », qu'aucun fichier d'assets/materials ne définit.",
                ),
                code="unknown-material",
                hint=meant_material(word, materials),
            )


def check_views(spaces: Collection[str], findings: Findings) -> None:
    """Note every opening that shows what there is not; `spaces` are all that the campus names, built or planned."""
    known = {*VIEWS, *spaces}
    for kind, word, source, field in findings.references:
        if kind == "view" and word not in known:
            findings.add(
                source,
                bilingual(f"{field.en} cannot be '{word}'.", f"{field.fr} ne peut pas être « {word} »."),
                code="unknown-view",
                hint=did_you_mean(word, known)
                or bilingual(
                    f"It is one of {', '.join(VIEWS)}, or a space.", f"C'est {', '.join(VIEWS)}, ou un espace."
                ),
            )


def check_ways(
    spaces: Collection[str], planned: Collection[str], composed: Mapping[str, Composed], findings: Findings
) -> None:
    """Note every door and portal that leads to nothing, or to something that does not lead back.

    Args:
        spaces: that the campus names, whether loaded or not.
        planned: spaces that are not built yet: any way may lead there.
        composed: the spaces that were loaded.
        findings: takes the mistakes.
    """
    for space, scene in composed.items():
        for draft in scene.drafts.values():
            to = _leads_to(draft)
            if to is not None and to.partition("/")[0] not in planned:
                _check_way(spaces, planned, composed, space, draft, to, findings)


def _leads_to(draft: Draft) -> str | None:
    """Where a node leads, as written: also of a node with other mistakes, so that all come at once."""
    written = draft.fields.get("to")
    return written.text if isinstance(written, Scalar) and isinstance(written.meaning(), str) else None


def _check_way(
    spaces: Collection[str],
    planned: Collection[str],
    composed: Mapping[str, Composed],
    space: str,
    draft: Draft,
    to: str,
    findings: Findings,
) -> None:
    """Note where `space/draft` leads to nothing, or to something that does not lead back."""
    place = draft.fields.place("to")
    here = quoted(plain_text(draft.fields.get("type")) or draft.type, draft.id)
    other, _, node = to.partition("/")
    if other not in spaces:
        findings.add(
            place,
            bilingual(
                f"{here.en} leads to '{other}', which no scene defines.",
                f"{here.fr} mène à « {other} », qu'aucune scène ne définit.",
            ),
            code="unknown-space",
            hint=did_you_mean(other, (*spaces, *planned)),
        )
        return
    if other not in composed:
        return  # not loaded, or unreadable and noted
    if to == f"{space}/{draft.id}":
        findings.add(
            place,
            bilingual(f"{here.en} leads to itself.", f"{here.fr} mène à soi-même."),
            code="no-return",
            hint=bilingual("Name the other end of the way.", "Nommez l'autre bout du passage."),
        )
        return
    ways = {d.id: d for d in composed[other].drafts.values() if hasattr(d.spec, "to") or _leads_to(d)}
    if node not in ways and is_excused(node, composed[other].drafts):
        return
    if node not in ways:
        exists = node in composed[other].drafts
        if exists:
            message = bilingual(
                f"{here.en} leads to '{to}', which is no door or portal.",
                f"{here.fr} mène à « {to} », qui n'est ni une porte ni un passage.",
            )
        else:
            message = bilingual(
                f"{here.en} leads to '{to}', but {other} has no node '{node}'.",
                f"{here.fr} mène à « {to} », mais {other} n'a pas de nœud « {node} ».",
            )
        findings.add(place, message, code="unknown-node", hint=None if exists else did_you_mean(node, ways))
        return
    back = _leads_to(ways[node])
    goal, _, there = (back or "").partition("/")
    if back and (goal not in spaces or (goal in composed and there not in composed[goal].drafts)):
        return  # it leads nowhere itself, and that is told where it stands
    if back != f"{space}/{draft.id}":
        findings.add(
            place,
            bilingual(
                f"{here.en} leads to '{to}', which leads " + (f"to '{back}', not back." if back else "nowhere."),
                f"{here.fr} mène à « {to} », qui "
                + (f"mène à « {back} », sans retour." if back else "ne mène nulle part."),
            ),
            code="no-return",
            hint=bilingual(f"Write 'to: {space}/{draft.id}' there.", f"Écrivez-y « to: {space}/{draft.id} »."),
        )
