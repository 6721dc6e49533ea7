"""`on:` rules: when something happens, do something. Owns their words; the rules of presence run them.

The vocabulary is closed: a rule is data, never code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campus.ids import NodeId, did_you_mean
from campus.quantities import Seconds
from campus.scene.convert import WRONG, to_type
from campus.scene.expand import Draft, is_excused
from campus.scene.findings import Findings
from campus.scene.values import Fields, Items, Value
from campus.text import Text

WHEN: Mapping[str, Any] = {"enter": NodeId, "leave": NodeId, "use": NodeId, "timer": Seconds, "state": dict[str, str]}
"""What can happen, and what is said of it: the zone entered or left, the thing used, seconds, the state reached."""
DO: Mapping[str, Any] = {
    "open": NodeId,
    "close": NodeId,
    "show": NodeId,
    "hide": NodeId,
    "play": NodeId,
    "pause": NodeId,
    "move-to": NodeId,
    "set": dict[str, dict[str, str | float | bool]],
    "caption": Text,
    "start": str,
}
"""What can be done about it, and what it takes: a node, variables by node, a text, an activity."""


def read_rules(value: Value | None, known: Mapping[str, Draft], findings: Findings) -> tuple[object, ...]:
    """The rules of a space as plain data: `{"when": {word: subject}, "do": ({word: subject}, ...)}`.

    Args:
        value: what stands under `on`.
        known: the nodes of the space by id, for the names in the rules.
        findings: takes every mistake.
    """
    if value is None:
        return ()
    if not isinstance(value, Items):
        findings.add(value.source, "on must be a list of rules {when: {…}, do: […]}.", code="wrong-type")
        return ()
    return tuple(rule for item in value.items if (rule := _rule(item, known, findings)) is not None)


def _rule(item: Value, known: Mapping[str, Draft], findings: Findings) -> object | None:
    if not isinstance(item, Fields):
        findings.add(item.source, "each rule must be a mapping {when: {…}, do: […]}.", code="wrong-type")
        return None
    for key, (written, _) in item.entries.items():
        if key not in ("when", "do"):
            hint = did_you_mean(key, ("when", "do"))
            findings.add(written.source, f"rule has no field '{key}'.", code="unknown-field", hint=hint)
    when, do = item.get("when"), item.get("do")
    for key, part in (("when", when), ("do", do)):
        if part is None:
            findings.add(item.source, f"rule needs a field '{key}'.", code="missing-field")
    happens = None if when is None else _phrase(when, WHEN, "rule.when", known, findings)
    if do is not None and not isinstance(do, Items):
        findings.add(do.source, "rule.do must be a list of effects [{open: …}, …].", code="wrong-type")
        return None
    effects = [_phrase(e, DO, "rule.do", known, findings) for e in do.items] if isinstance(do, Items) else []
    if happens is None or not effects or None in effects:
        return None
    return {"when": happens, "do": tuple(effects)}


def _phrase(
    value: Value, words: Mapping[str, Any], name: str, known: Mapping[str, Draft], findings: Findings
) -> dict[str, object] | None:
    """One word of the vocabulary with its subject."""
    if not isinstance(value, Fields) or len(value.entries) != 1:
        findings.add(
            value.source,
            f"{name} must be one word with its subject, like {{{next(iter(words))}: …}}.",
            code="wrong-type",
        )
        return None
    ((word, (written, subject)),) = value.entries.items()
    if word not in words:
        findings.add(
            written.source,
            f"{name} has no word '{word}'.",
            code="unknown-word",
            hint=did_you_mean(word, words) or f"The words are {', '.join(words)}.",
        )
        return None
    meant = to_type(subject, words[word], f"{name}.{word}", findings)
    if meant is WRONG:
        return None
    nodes = [(meant, subject)] if words[word] is NodeId else []
    if isinstance(subject, Fields) and word in ("state", "set"):
        nodes = [(key, written) for key, (written, _) in subject.entries.items()]
    for node, place in nodes:
        if node not in known and not is_excused(node, known):
            findings.add(
                place.source,
                f"{name}.{word} names '{node}', which is no node of this space.",
                code="unknown-node",
                hint=did_you_mean(node, known),
            )
    return {word: meant}
