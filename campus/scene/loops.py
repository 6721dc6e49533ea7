"""Rules that would trigger each other without end, found before anybody enters. Pure; runs nothing.

An edge leads from a rule to another when an effect of the one is what the other waits for. A cycle is a mistake, also
where it would need a person's luck to run for ever: a room that answers itself cannot be understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from campus.components import Component
from campus.components.zone import Zone
from campus.scene.model import Source

Set = tuple[str, str, object]
"""A node, a variable, a value."""


class Loops:
    """The rules of one space as a graph.

    Args:
        specs: the nodes of the space.
        places: where each of them lies: x, y, z and more.
        sets: the words that set a variable of their node: (variable, value).
    """

    def __init__(
        self,
        specs: Mapping[str, Component | None],
        places: Mapping[str, tuple[float, ...]],
        sets: Mapping[str, tuple[str, bool]],
    ) -> None:
        self._places, self._sets = places, sets
        self._zones = {id_: spec for id_, spec in specs.items() if isinstance(spec, Zone)}
        self._rules: list[tuple[Mapping[str, Any], Source]] = []

    def add(self, rule: Mapping[str, Any], source: Source) -> None:
        """One rule more, and where it stands."""
        self._rules.append((rule, source))

    def found(self) -> Iterator[tuple[Source, tuple[str, ...]]]:
        """Each cycle once: the place of the rule that is first in the file, and the way round, in words."""
        edges = [
            [(number, effect) for number, (other, _) in enumerate(self._rules) if (effect := self._leads(rule, other))]
            for rule, _ in self._rules
        ]
        done: set[int] = set()
        for start in range(len(self._rules)):
            way = self._round(start, edges, done)
            if way is not None:
                yield self._rules[start][1], way
            done.add(start)

    def _round(self, start: int, edges: Sequence[Sequence[tuple[int, str]]], done: set[int]) -> tuple[str, ...] | None:
        """The shortest way from a rule back to itself, in words, by rules that are in no cycle told already."""
        came: dict[int, tuple[int, str]] = {}
        waiting = [start]
        while waiting:
            here = waiting.pop(0)
            for there, effect in edges[here]:
                if there == start:
                    words = [effect]
                    while here != start:
                        words = [came[here][1], *words]
                        here = came[here][0]
                    return (said(self._rules[start][0]["when"]), *words, said(self._rules[start][0]["when"]))
                if there not in came and there not in done:
                    came[there] = (here, effect)
                    waiting.append(there)
        return None

    def _leads(self, rule: Mapping[str, Any], other: Mapping[str, Any]) -> str:
        """The effect of a rule that is what another waits for, in words; empty where there is none."""
        ((word, subject),) = other["when"].items()
        for effect in rule["do"]:
            ((verb, object_),) = effect.items()
            if word == "state":
                wanted = list(_each(subject))
                # What is so already is not set again: a rule cannot trigger itself by saying what it heard.
                heard = list(_each(rule["when"].get("state", {})))
                if any(one in wanted and one not in heard for one in self._set(verb, object_)):
                    return said(effect)
            elif verb == "move-to" and word in ("enter", "leave") and object_ in self._places:
                zone = self._zones.get(subject)
                if rule["when"] == other["when"]:
                    continue  # whoever has just come in is in already
                if zone is not None and _holds(zone, self._places[object_]) == (word == "enter"):
                    return said(effect)
        return ""

    def _set(self, verb: str, object_: Any) -> Iterator[Set]:
        if verb in self._sets:
            yield (object_, *self._sets[verb])
        elif verb == "set":
            yield from _each(object_)


def said(phrase: Mapping[str, Any]) -> str:
    """A trigger or an effect in words: `enter corner`, `set lamp.lit = true`."""
    ((word, subject),) = phrase.items()
    if isinstance(subject, Mapping):
        return f"{word} " + ", ".join(f"{node}.{name} = {_written(value)}" for node, name, value in _each(subject))
    return f"{word} {subject}"


def _each(values: Mapping[str, Mapping[str, object]]) -> Iterator[Set]:
    for node, variables in values.items():
        for name, value in variables.items():
            yield node, name, value


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _holds(zone: Zone, place: tuple[float, ...]) -> bool:
    low, high = zone.box
    return all(a <= p <= b for a, p, b in zip(low, place[:3], high, strict=False))
