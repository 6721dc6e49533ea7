"""What the compiler proves of a space (`campus check`): nine proofs, one file each. Pure: rays, ground and arithmetic.

Each module has `prove(case) -> Verdict`. A proof with nothing to judge says so and is sound; one that cannot be
computed says so and never passes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from campus.proofs import budget, contrast, hearing, languages, licences, light, portals, reach, sight
from campus.proofs._base import NOTE, Case, Failure, Finding, NotComputable, Proof, Verdict, noted
from campus.scene.model import Node, Scene
from campus.text import Text, bilingual

SEED = 2026
"""Rays are spread by chance, and by the same chance every time."""

PROOFS: Mapping[str, Callable[[Case], Verdict]] = {
    "languages": languages.prove,
    "portals": portals.prove,
    "reach": reach.prove,
    "sight": sight.prove,
    "hearing": lambda case: hearing.prove(case, random=np.random.default_rng(SEED)),
    "light": lambda case: light.prove(case, random=np.random.default_rng(SEED)),
    "contrast": contrast.prove,
    "budget": budget.prove,
    "licences": licences.prove,
}
"""The nine, in the order in which people read them."""
COSTLY = ("reach", "sight", "hearing", "light", "contrast")
"""Those that take a while and follow from the compiled space alone: worth keeping."""


def judge(proof: str, case: Case) -> tuple[Verdict, bool]:
    """The verdict of one proof, and whether it could be computed."""
    try:
        return PROOFS[proof](case), True
    except NotComputable as problem:
        note = bilingual("cannot be computed", "ne peut pas être calculé")
        said = Text(
            fr=f"{proof} ne peut pas être calculé\u00a0: {problem.in_('fr')}",
            en=f"{proof} cannot be computed: {problem}",
        )
        return Verdict(noted(note), (Finding(None, said),)), False


def told(proof: str, verdict: Verdict, scene: Scene) -> Proof:
    """A verdict with its places: of the node that each finding names, else of the shell, else of the file's start.

    A part of a prefab is told where the space uses the prefab: there one can change it without changing all others.
    """
    nodes = {node.id: node for node in scene.nodes}
    if scene.shell:
        nodes.setdefault(scene.shell.id, scene.shell)
    failures = []
    for finding in verdict.findings:
        node = nodes.get(finding.node) if finding.node is not None else None
        source = (node.used or node.source) if node else None
        place = (source.file, source.line, source.column) if source else (scene.file, 1, 1)
        message = _of_a_part(finding.message, node) if node and node.used else finding.message
        failures.append(Failure(*place, message.en, message.fr))
    return Proof(scene.id, proof, not failures, dict(verdict.figures), tuple(failures))


def _of_a_part(message: Text, node: Node) -> Text:
    """A message about a part of a prefab, with where that is written and how it is changed for this instance alone."""
    at, part = f"{node.source.file}:{node.source.line}", node.id.partition(".")[2]
    return bilingual(
        f"{message.en} Its line is {at}; for this one alone: override: {{{part}: {{…}}}}.",
        f"{message.fr} Sa ligne : {at} ; pour cet exemplaire seul : « override: {{{part}: {{…}}}} ».",
    )


__all__ = ["COSTLY", "NOTE", "PROOFS", "Case", "Failure", "NotComputable", "Proof", "Verdict", "judge", "told"]
