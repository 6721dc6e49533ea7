"""`on:` rules: when something happens, do something. Owns their words and what they may name; runs none of them.

The vocabulary is closed: a rule is data, never code.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal

from msgspec import Meta

from campus.components import Opening
from campus.components.spawn import Spawn
from campus.components.waypoint import Waypoint
from campus.components.zone import Zone
from campus.ids import NodeId, did_you_mean
from campus.scene.convert import WRONG, to_type
from campus.scene.expand import Draft, is_excused
from campus.scene.findings import Findings
from campus.scene.forms import LayoutName
from campus.scene.loops import Loops
from campus.scene.values import Fields, Items, Scalar, Value
from campus.scene.variables import OWN, check_value, fits, kind_of, variables_of
from campus.text import Text

Variables = dict[NodeId, dict[str, str | float | bool]]
Every = Annotated[float, Meta(ge=1.0, le=86_400.0, extra_json_schema={"unit": "s"})]
Whom = Literal["person", "room"]

WHEN: Mapping[str, Any] = {"enter": NodeId, "leave": NodeId, "use": NodeId, "timer": Every, "state": Variables}
"""What can happen, and what is said of it: the zone entered or left, the thing used, every so many seconds while
somebody is there, the state that a node has reached."""
DO: Mapping[str, Any] = {
    "open": NodeId,
    "close": NodeId,
    "show": NodeId,
    "hide": NodeId,
    "play": NodeId,
    "pause": NodeId,
    "move-to": NodeId,
    "set": Variables,
    "caption": Text,
    "layout": LayoutName,
    "light": LayoutName,
    "start": str,
}
"""What can be done about it, and what it takes: a node, variables by node, a text, a layout or light state of the
space, an activity of the class's plan."""
SETS: Mapping[str, tuple[str, bool]] = {
    "open": ("open", True),
    "close": ("open", False),
    "show": ("shown", True),
    "hide": ("shown", False),
    "play": ("playing", True),
    "pause": ("playing", False),
}
"""The words that set a variable which every such node has, and to what."""
NONE = "There is none."
_FIELDS = ("when", "do", "for")


def read_rules(
    value: Value | None,
    known: Mapping[str, Draft],
    findings: Findings,
    *,
    layouts: Collection[str] = (),
    lights: Collection[str] = (),
    places: Mapping[str, tuple[float, ...]] | None = None,
) -> tuple[object, ...]:
    """The rules of a space as plain data: `{"when": {word: subject}, "do": ({word: subject}, ...)}`.

    A rule for the room, where its trigger has a person, also has `"for": "room"`.

    Args:
        value: what stands under `on`.
        known: the nodes of the space by id, for the names in the rules.
        findings: takes every mistake; rules that would trigger each other without end are one.
        layouts: of the space.
        lights: its light states.
        places: where each node lies: x, y, z, heading; for what `move-to` triggers.
    """
    check_variables(known, findings)
    if value is None:
        return ()
    if not isinstance(value, Items):
        findings.add(value.source, "on must be a list of rules {when: {…}, do: […]}.", code="wrong-type")
        return ()
    reading = _Reading(known, findings, {"layout": layouts, "light": lights})
    loops = Loops({id_: d.spec for id_, d in known.items()}, places or {}, SETS)
    rules = []
    for item in value.items:
        rule = reading.rule(item)
        if rule is not None:
            rules.append(rule)
            loops.add(rule, item.source)
    for source, path in loops.found():
        findings.add(
            source,
            f"rules trigger each other without end: {' → '.join(path)}.",
            code="endless-rules",
            hint="Let one of them stop.",
        )
    return tuple(rules)


def check_variables(known: Mapping[str, Draft], findings: Findings) -> None:
    """Note variables under a node's `state` that it cannot have."""
    for id_, draft in known.items():
        written = draft.fields.get("state")
        for name, begins in (draft.spec.state or {}).items() if draft.spec is not None else ():
            place = written.place(name) if isinstance(written, Fields) else draft.source
            if name in OWN and not isinstance(begins, bool):
                findings.add(
                    place, f"{draft.type}.state.{name} must be true or false, got {begins!r}.", code="wrong-type"
                )
            elif name in OWN and (why := _cannot(name, draft)):
                findings.add(place, f"{draft.type} '{id_}' has no state '{name}': {why}.", code="invalid")
            elif isinstance(begins, tuple) and len(set(begins)) < max(len(begins), 2):
                findings.add(
                    place,
                    f"{draft.type}.state.{name} must be at least two different words, the first as it begins.",
                    code="invalid",
                )


class _Reading:
    """Reads the rules of one space."""

    def __init__(self, known: Mapping[str, Draft], findings: Findings, chosen: Mapping[str, Collection[str]]) -> None:
        self.known, self.findings, self.chosen = known, findings, chosen

    def rule(self, item: Value) -> dict[str, object] | None:
        findings = self.findings
        if not isinstance(item, Fields):
            findings.add(item.source, "each rule must be a mapping {when: {…}, do: […]}.", code="wrong-type")
            return None
        for key, (written, _) in item.entries.items():
            if key not in _FIELDS:
                hint = did_you_mean(key, _FIELDS)
                findings.add(written.source, f"rule has no field '{key}'.", code="unknown-field", hint=hint)
        when, do, whom = item.get("when"), item.get("do"), item.get("for")
        for key, part in (("when", when), ("do", do)):
            if part is None:
                findings.add(item.source, f"rule needs a field '{key}'.", code="missing-field")
        happens = None if when is None else self._phrase(when, WHEN, "rule.when")
        meant = to_type(whom, Whom, "rule.for", findings) if whom is not None else None
        if do is not None and not isinstance(do, Items):
            findings.add(do.source, "rule.do must be a list of effects [{open: …}, …].", code="wrong-type")
            return None
        effects = [self._phrase(e, DO, "rule.do") for e in do.items] if isinstance(do, Items) else []
        if happens is None or not effects or None in effects or meant is WRONG:
            return None
        rule: dict[str, object] = {"when": happens, "do": tuple(effects)}
        return {**rule, "for": meant} if meant is not None else rule

    def _phrase(self, value: Value, words: Mapping[str, Any], name: str) -> dict[str, object] | None:
        """One word of the vocabulary with its subject."""
        findings = self.findings
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
        if words[word] is NodeId:
            self._check_node(f"{name}.{word}", word, meant, subject)
        elif words[word] is Variables and isinstance(subject, Fields):
            self._check_variables(f"{name}.{word}", meant, subject)
        elif word in self.chosen and meant not in self.chosen[word]:
            findings.add(
                subject.source,
                f"{name}.{word} names '{meant}', which is no {_CHOSEN[word]} of this space.",
                code=f"unknown-{word}",
                hint=did_you_mean(meant, self.chosen[word]) or NONE,
            )
        return {word: meant}

    def _check_node(self, where: str, word: str, node: str, place: Value) -> None:
        """Note a node that there is not, or to which that cannot happen."""
        draft = self._draft(where, node, place)
        if draft is None or draft.spec is None:
            return
        why: tuple[str, str] | None = None
        if word in ("enter", "leave") and not isinstance(draft.spec, Zone):
            zones = [id_ for id_, d in self.known.items() if isinstance(d.spec, Zone)]
            why = f"which is no zone but a {draft.type}", did_you_mean(node, zones) or NONE
        elif word == "use" and draft.spec.name is None and not getattr(draft.spec, "to", None):
            why = f"a {draft.type} without a name that people could read", "Give it 'name: {fr: …, en: …}'."
        elif word == "move-to" and not isinstance(draft.spec, (Spawn, Waypoint)):
            goals = [id_ for id_, d in self.known.items() if isinstance(d.spec, (Spawn, Waypoint))]
            why = f"which is no waypoint but a {draft.type}", did_you_mean(node, goals) or NONE
        elif word in SETS and (cannot := _cannot(SETS[word][0], draft)):
            why = f"a {draft.type}: {cannot}", ""
        if why:
            self.findings.add(place.source, f"{where} names '{node}', {why[0]}.", code="unfit-node", hint=why[1])

    def _check_variables(self, where: str, meant: Mapping[str, Mapping[str, object]], written: Fields) -> None:
        """Note nodes, variables and values that there are not."""
        for node, values in meant.items():
            key, fields = written.entries[node]
            draft = self._draft(where, node, key)
            if draft is None or draft.spec is None or not isinstance(fields, Fields):
                continue
            known = {name: kind for name, kind in variables_of(draft.spec).items() if not self._lacks(name, draft)}
            for name, value in values.items():
                place, given = fields.entries[name]
                if name not in known:
                    self.findings.add(
                        place.source,
                        f"{where} names a variable '{name}', which {draft.type} '{node}' does not declare.",
                        code="unknown-variable",
                        hint=did_you_mean(name, known) or f"Declare it: 'state: {{{name}: …}}' on '{node}'.",
                    )
                elif not fits(value, known[name]):
                    self.findings.add(
                        given.source,
                        f"{where}.{node}.{name} must be {kind_of(known[name])}, got {check_value(value)}.",
                        code="wrong-type",
                        hint=did_you_mean(str(value), words) if isinstance(words := known[name], tuple) else "",
                    )

    @staticmethod
    def _lacks(name: str, draft: Draft) -> bool:
        return name in OWN and bool(_cannot(name, draft))

    def _draft(self, where: str, node: str, place: Value | Scalar) -> Draft | None:
        draft = self.known.get(node)
        if draft is None and not is_excused(node, self.known):
            self.findings.add(
                place.source,
                f"{where} names '{node}', which is no node of this space.",
                code="unknown-node",
                hint=did_you_mean(node, self.known),
            )
        return draft


_CHOSEN = {"layout": "layout", "light": "light state"}


def _cannot(variable: str, draft: Draft) -> str:
    """Why a node has none of the variables that need no declaration; empty where it has."""
    spec = draft.spec
    if spec is None:
        return ""
    try:
        if variable == "open":
            return "" if spec.parts() else "nothing of it opens"
        anchors = spec.anchors()
        if variable == "playing":
            return "" if anchors.sounds else "nothing of it plays"
        if isinstance(spec, Opening) or callable(getattr(spec, "shell", None)) or getattr(spec, "to", None):
            return "walls and ways stay where they are"
        if anchors.seats or anchors.screens:
            return "what people sit on or are taught at stays where it is"
        return "" if len(spec.mesh().triangles) or anchors.labels else "nothing of it is seen"
    except ValueError:  # a shape that cannot be made is told where it is made
        return ""
