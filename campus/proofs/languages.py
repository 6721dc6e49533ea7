"""Both languages, and names: every text stands in French and in English, and whatever is used has a name to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from campus.proofs._base import Case, Finding, Verdict
from campus.scene.model import Node, Scene
from campus.scene.titles import KNOWN
from campus.space.model import Space
from campus.text import LANGUAGES, Language, Text, bilingual

_LANGUAGE: Mapping[Language, Text] = {
    "fr": Text(fr="français", en="French"),
    "en": Text(fr="anglais", en="English"),
}


def prove(case: Case) -> Verdict:
    """Every text of every node in both languages; a name for everything that a person can use."""
    space = case.space
    findings: list[Finding] = []
    texts = used = 0
    for where, text in _texts_in(space.title, "title"):
        texts += 1
        findings += _missing(None, Text(fr=f"le {where} de l’espace", en=f"the space's {where}"), text)
    for node in space.scene.nodes:
        for where, text in _texts_in(msgspec.structs.asdict(node.spec), ""):
            texts += 1
            what = Text(fr=f"{where} de {node.type} « {node.id} »", en=f"{where} of {node.type} '{node.id}'")
            findings += _missing(node.id, what, text)
        if _is_used(node, space):
            used += 1
            way = space.portals.get(node.id)
            # A way is called what it leads to, even while that space's own file cannot be read.
            if node.id not in space.names and (way is None or way.space not in case.campus.placements):
                message = bilingual(
                    f"{node.type} '{node.id}' can be used, and has no name that a screen reader could say."
                    " Give it 'name: {fr: …, en: …}'.",
                    f"{node.type} « {node.id} » sert aux personnes, et n'a pas de nom qu'un lecteur d'écran puisse"
                    " dire. Donnez-lui « name: {fr: …, en: …} ».",
                )
                findings.append(Finding(node.id, message))
    findings += list(_chosen(space.scene))
    for number, rule in enumerate(space.scene.rules, start=1):
        for words in _captions_in(rule):
            texts += 1
            missing = [_LANGUAGE[one] for one in LANGUAGES if not str(words.get(one, "")).strip()]
            findings += [
                Finding(
                    None,
                    bilingual(
                        f"rule {number} under 'on' has no words in {one.en}.",
                        f"la règle {number} sous « on » n'a pas de mots en {one.fr}.",
                    ),
                )
                for one in missing
            ]
    return Verdict({"texts": texts, "used": used}, tuple(findings))


def _is_used(node: Node, space: Space) -> bool:
    """Whether people do something with a node: use, read or sit on it, pass it, or look at what it shows."""
    anchors = node.spec.anchors()
    return bool(node.spec.verbs() or anchors.seats or anchors.screens) or node.id in space.portals


def _chosen(scene: Scene) -> Iterator[Finding]:
    """What a teacher chooses from is read by people: a name that is no common word needs a title."""
    for kind, names, titles in (
        (Text(fr="la disposition", en="layout"), scene.layouts, scene.layout_titles),
        (Text(fr="l’état de lumière", en="light state"), scene.lights, scene.light_titles),
    ):
        for name in names if len(names) > 1 else ():
            if name in titles:
                what = Text(fr=f"pour {kind.fr} « {name} », title", en=f"the title of {kind.en} '{name}'")
                yield from _missing(None, what, titles[name])
            elif name not in KNOWN:
                message = bilingual(
                    f"{kind.en} '{name}' has no title that people can read. Give it 'title: {{fr: …, en: …}}'.",
                    f"{kind.fr} « {name} » n'a pas de titre que l'on puisse lire."
                    " Donnez-lui « title: {fr: …, en: …} ».",
                )
                yield Finding(None, message)


def _texts_in(value: Any, where: str) -> Iterator[tuple[str, Text]]:
    """Every text in a component's fields, with the field's name."""
    if isinstance(value, Text):
        yield where, value
    elif isinstance(value, msgspec.Struct):
        yield from _texts_in(msgspec.structs.asdict(value), where)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts_in(inner, f"{where}.{key}" if where else str(key))
    elif isinstance(value, (list, tuple)):
        for index, inner in enumerate(value):
            yield from _texts_in(inner, f"{where}[{index}]")


def _missing(node: str | None, what: Text, text: Text) -> list[Finding]:
    return [
        Finding(
            node,
            bilingual(
                f"{what.en} has no words in {_LANGUAGE[one].en}. Write both: {{fr: …, en: …}}.",
                f"{what.fr} n'a pas de mots en {_LANGUAGE[one].fr}. Écrivez les deux : {{fr: …, en: …}}.",
            ),
        )
        for one in LANGUAGES
        if not text.in_(one).strip()
    ]


def _captions_in(value: Any) -> Iterator[Mapping[str, Any]]:
    """What looks like words in a rule's plain data: a mapping with one of the languages for a key."""
    if isinstance(value, Text):
        yield {"fr": value.fr, "en": value.en}
    elif isinstance(value, Mapping):
        if any(one in value for one in LANGUAGES):
            yield value
        else:
            for inner in value.values():
                yield from _captions_in(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _captions_in(inner)
