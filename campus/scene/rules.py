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
from campus.scene.convert import to_type
from campus.scene.drafts import Draft, is_excused
from campus.scene.findings import Findings
from campus.scene.forms import LayoutName
from campus.scene.loops import Loops
from campus.scene.scalars import WRONG
from campus.scene.values import Fields, Items, Scalar, Value
from campus.scene.variables import OWN, check_value, fits, kind_of, variables_of
from campus.scene.wording import must_be_mapping, needs_field, no_field
from campus.text import Text, bilingual

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
NONE = bilingual("There is none.", "Il n'y en a pas.")
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
        message = bilingual(
            "on must be a list of rules {when: {…}, do: […]}.",
            "on doit être une liste de règles {when: {…}, do: […]}.",
        )
        findings.add(value.source, message, code="wrong-type")
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
            bilingual(
                f"rules trigger each other without end: {' → '.join(path)}.",
                f"des règles se déclenchent sans fin : « {' → '.join(path)} ».",
            ),
            code="endless-rules",
            hint=bilingual("Let one of them stop.", "Que l'une d'elles s'arrête."),
        )
    return tuple(rules)


def check_variables(known: Mapping[str, Draft], findings: Findings) -> None:
    """Note variables under a node's `state` that it cannot have."""
    for id_, draft in known.items():
        written = draft.fields.get("state")
        for name, begins in (draft.spec.state or {}).items() if draft.spec is not None else ():
            place = written.place(name) if isinstance(written, Fields) else draft.source
            if name in OWN and not isinstance(begins, bool):
                message = bilingual(
                    f"{draft.type}.state.{name} must be true or false, got {begins!r}.",
                    f"{draft.type}.state.{name} doit être true ou false, et non « {begins} ».",
                )
                findings.add(place, message, code="wrong-type")
            elif name in OWN and (why := _cannot(name, draft)):
                message = bilingual(
                    f"{draft.type} '{id_}' has no state '{name}': {why.en}.",
                    f"{draft.type} « {id_} » n'a pas d'état « {name} » : {why.fr}.",
                )
                findings.add(place, message, code="invalid")
            elif isinstance(begins, tuple) and len(set(begins)) < max(len(begins), 2):
                findings.add(
                    place,
                    bilingual(
                        f"{draft.type}.state.{name} must be at least two different words, the first as it begins.",
                        f"{draft.type}.state.{name} doit être au moins deux mots différents, d'abord celui du début.",
                    ),
                    code="invalid",
                )


class _Reading:
    """Reads the rules of one space."""

    def __init__(self, known: Mapping[str, Draft], findings: Findings, chosen: Mapping[str, Collection[str]]) -> None:
        self.known, self.findings, self.chosen = known, findings, chosen

    def rule(self, item: Value) -> dict[str, object] | None:
        findings = self.findings
        if not isinstance(item, Fields):
            each = Text(fr="chaque règle", en="each rule")
            findings.add(item.source, must_be_mapping(each, "{when: {…}, do: […]}"), code="wrong-type")
            return None
        for key, (written, _) in item.entries.items():
            if key not in _FIELDS:
                hint = did_you_mean(key, _FIELDS)
                findings.add(written.source, no_field(_RULE, key), code="unknown-field", hint=hint)
        when, do, whom = item.get("when"), item.get("do"), item.get("for")
        for key, part in (("when", when), ("do", do)):
            if part is None:
                findings.add(item.source, needs_field(_RULE, key), code="missing-field")
        happens = None if when is None else self._phrase(when, WHEN, "rule.when")
        meant = to_type(whom, Whom, "rule.for", findings) if whom is not None else None
        if do is not None and not isinstance(do, Items):
            message = bilingual(
                "rule.do must be a list of effects [{open: …}, …].",
                "rule.do doit être une liste d'effets [{open: …}, …].",
            )
            findings.add(do.source, message, code="wrong-type")
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
            like = f"{{{next(iter(words))}: …}}"
            message = bilingual(
                f"{name} must be one word with its subject, like {like}.",
                f"{name} doit être un seul mot avec ce dont il parle, comme {like}.",
            )
            findings.add(value.source, message, code="wrong-type")
            return None
        ((word, (written, subject)),) = value.entries.items()
        if word not in words:
            findings.add(
                written.source,
                bilingual(f"{name} has no word '{word}'.", f"{name} n'a pas de mot « {word} »."),
                code="unknown-word",
                hint=did_you_mean(word, words)
                or bilingual(f"The words are {', '.join(words)}.", f"Les mots sont {', '.join(words)}."),
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
                bilingual(
                    f"{name}.{word} names '{meant}', which is no {_CHOSEN[word].en} of this space.",
                    f"{name}.{word} nomme « {meant} », qui n'est pas {_CHOSEN[word].fr} de cet espace.",
                ),
                code=f"unknown-{word}",
                hint=did_you_mean(meant, self.chosen[word]) or NONE,
            )
        return {word: meant}

    def _check_node(self, where: str, word: str, node: str, place: Value) -> None:
        """Note a node that there is not, or to which that cannot happen."""
        draft = self._draft(where, node, place)
        if draft is None or draft.spec is None:
            return
        why: tuple[Text, Text | None] | None = None
        if word in ("enter", "leave") and not isinstance(draft.spec, Zone):
            zones = [id_ for id_, d in self.known.items() if isinstance(d.spec, Zone)]
            no_zone = bilingual(
                f"which is no zone but a {draft.type}", f"qui n'est pas une zone mais de type {draft.type}"
            )
            why = no_zone, did_you_mean(node, zones) or NONE
        elif word == "use" and draft.spec.name is None and not getattr(draft.spec, "to", None):
            why = (
                bilingual(
                    f"a {draft.type} without a name that people could read",
                    f"de type {draft.type}, sans nom que l'on puisse lire",
                ),
                bilingual("Give it 'name: {fr: …, en: …}'.", "Donnez-lui « name: {fr: …, en: …} »."),
            )
        elif word == "move-to" and not isinstance(draft.spec, (Spawn, Waypoint)):
            goals = [id_ for id_, d in self.known.items() if isinstance(d.spec, (Spawn, Waypoint))]
            no_goal = bilingual(
                f"which is no waypoint but a {draft.type}",
                f"qui n'est pas un point de passage (waypoint) mais de type {draft.type}",
            )
            why = no_goal, did_you_mean(node, goals) or NONE
        elif word in SETS and (cannot := _cannot(SETS[word][0], draft)):
            why = bilingual(f"a {draft.type}: {cannot.en}", f"de type {draft.type} : {cannot.fr}"), None
        if why:
            what, hint = why
            message = bilingual(f"{where} names '{node}', {what.en}.", f"{where} nomme « {node} », {what.fr}.")
            self.findings.add(place.source, message, code="unfit-node", hint=hint)

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
                        bilingual(
                            f"{where} names a variable '{name}', which {draft.type} '{node}' does not declare.",
                            f"{where} nomme une variable « {name} », que {draft.type} « {node} » ne déclare pas.",
                        ),
                        code="unknown-variable",
                        hint=did_you_mean(name, known)
                        or bilingual(
                            f"Declare it: 'state: {{{name}: …}}' on '{node}'.",
                            f"Déclarez-la : « state: {{{name}: …}} » sur « {node} ».",
                        ),
                    )
                elif not fits(value, known[name]):
                    kind, got = kind_of(known[name]), check_value(value)
                    self.findings.add(
                        given.source,
                        bilingual(
                            f"{where}.{node}.{name} must be {kind.en}, got {got.en}.",
                            f"{where}.{node}.{name} doit être {kind.fr}, et non {got.fr}.",
                        ),
                        code="wrong-type",
                        hint=did_you_mean(str(value), words) if isinstance(words := known[name], tuple) else None,
                    )

    @staticmethod
    def _lacks(name: str, draft: Draft) -> bool:
        return name in OWN and bool(_cannot(name, draft))

    def _draft(self, where: str, node: str, place: Value | Scalar) -> Draft | None:
        draft = self.known.get(node)
        if draft is None and not is_excused(node, self.known):
            self.findings.add(
                place.source,
                bilingual(
                    f"{where} names '{node}', which is no node of this space.",
                    f"{where} nomme « {node} », qui n'est pas un nœud de cet espace.",
                ),
                code="unknown-node",
                hint=did_you_mean(node, self.known),
            )
        return draft


_RULE = Text(fr="la règle", en="rule")
_CHOSEN = {
    "layout": Text(fr="une disposition", en="layout"),
    "light": Text(fr="un état de lumière", en="light state"),
}


def _cannot(variable: str, draft: Draft) -> Text | None:
    """Why a node has none of the variables that need no declaration; None where it has."""
    spec = draft.spec
    if spec is None:
        return None
    try:
        if variable == "open":
            return None if spec.parts() else bilingual("nothing of it opens", "rien n'en est mobile")
        anchors = spec.anchors()
        if variable == "playing":
            return None if anchors.sounds else bilingual("nothing of it plays", "rien n'en émet de son")
        if isinstance(spec, Opening) or callable(getattr(spec, "shell", None)) or getattr(spec, "to", None):
            return bilingual("walls and ways stay where they are", "murs et passages restent où ils sont")
        if anchors.seats or anchors.screens:
            return bilingual(
                "what people sit on or are taught at stays where it is",
                "ce sur quoi l'on s'assied ou devant quoi l'on apprend reste où il est",
            )
        seen = len(spec.mesh().triangles) or anchors.labels
        return None if seen else bilingual("nothing of it is seen", "rien n'en est visible")
    except ValueError:  # a shape that cannot be made is told where it is made
        return None
