"""Portals: every way out of a space leads to a place that leads back."""

from __future__ import annotations

from campus.proofs._base import Case, Finding, Verdict, not_applicable
from campus.text import bilingual


def prove(case: Case) -> Verdict:
    """Every door and portal resolves, and leads back; one to a space that is only planned stays closed, and counts so.

    A way into a space that could not be loaded, as it has mistakes of its own, is not followed, and counts so.
    """
    space, campus = case.space, case.campus
    if not space.portals:
        return not_applicable(bilingual("nothing leads out of this space", "rien ne mène hors de cet espace"))
    findings = []
    planned = unfollowed = sound = 0
    for way in space.portals.values():
        here, there = f"{space.id}/{way.id}", f"{way.space}/{way.node}"
        if way.space in campus.planned:
            planned += 1
            continue
        if way.space not in campus.placements:
            message = bilingual(
                f"'{way.id}' leads to '{way.space}', which no scene defines.",
                f"« {way.id} » mène à « {way.space} », qu'aucune scène ne définit.",
            )
            findings.append(Finding(way.id, message))
            continue
        scene = campus.scenes.get(way.space)
        if scene is None:
            unfollowed += 1
            continue
        other = next((node for node in scene.nodes if node.id == way.node), None)
        back = getattr(other.spec, "to", None) if other else None
        if back == here:
            sound += 1
        elif other is None:
            message = bilingual(
                f"'{way.id}' leads to '{there}', but {way.space} has no node '{way.node}'.",
                f"« {way.id} » mène à « {there} », mais {way.space} n'a pas de nœud « {way.node} ».",
            )
            findings.append(Finding(way.id, message))
        else:
            leads = f"leads to '{back}', not back" if back else "leads nowhere"
            leads_fr = f"mène à « {back} », sans retour" if back else "ne mène nulle part"
            message = bilingual(
                f"'{way.id}' leads to '{there}', which {leads}. Write 'to: {here}' there.",
                f"« {way.id} » mène à « {there} », qui {leads_fr}. Écrivez-y « to: {here} ».",
            )
            findings.append(Finding(way.id, message))
    return Verdict({"lead_back": sound, "planned": planned, "not_followed": unfollowed}, tuple(findings))
