"""`on:` rules as they run: what happens, and everything that follows from it. Pure; time is an argument.

The server asks and carries out; nothing here touches a room. Rules that trigger each other without end were refused
when the scene was read; whatever gets here nevertheless ends after `MOST_EFFECTS`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from campus.scene.model import Scene
from campus.scene.rules import SETS
from campus.scene.variables import OWN, begins
from campus.space.model import Space
from campus.text import Text
from campus.world.zones import Zones

MOST_EFFECTS = 100
"""More than this never follows from one thing."""
LEAVES_M = 0.25
"""Whoever sways on the border of a zone has not left it: it is left this far outside."""
Worth = float | str | bool
State = Mapping[str, Mapping[str, Worth]]
"""Node id -> variable -> value."""


@dataclass(frozen=True)
class Happened:
    """Something that rules can wait for.

    Attributes:
        word: of the vocabulary.
        subject: the zone, the thing or the node.
        person: whose doing it was; None for nobody's.
        variable, value: for `state`: what it is now.
        number: for `timer`: of the rule.
    """

    word: Literal["enter", "leave", "use", "timer", "state"]
    subject: str = ""
    person: str | None = None
    variable: str = ""
    value: Worth = False
    number: int = -1


@dataclass(frozen=True)
class Became:
    """A variable of a node has another value now."""

    node: str
    variable: str
    value: Worth


@dataclass(frozen=True)
class Told:
    """A sentence for one person, or for everybody in the room."""

    text: Text
    person: str | None


@dataclass(frozen=True)
class Brought:
    """One person, or everybody in the room, is put at a node."""

    to: str
    person: str | None


@dataclass(frozen=True)
class Furnished:
    """The room gets another layout or another light; None leaves it."""

    layout: str | None = None
    light: str | None = None


@dataclass(frozen=True)
class Started:
    """The class goes to an activity of its plan, if whoever caused it may do that."""

    activity: str
    person: str | None


Effect = Became | Told | Brought | Furnished | Started


@dataclass
class _Rule:
    when: str
    subject: Any
    do: tuple[tuple[str, Any], ...]
    whole_room: bool


@dataclass(eq=False)
class Rules:
    """The rules of one room, and what they have to remember: who is in which zone, and when timers are due.

    Args:
        space: as compiled; its zones and its rules.
    """

    space: Space
    zones: Zones = field(init=False)
    inside: dict[str, frozenset[str]] = field(default_factory=dict)
    """Person -> ids of the zones in which they are."""

    def __post_init__(self) -> None:
        self.zones = Zones.of(self.space.zones)
        self._rules = [_read(rule) for rule in self.space.scene.rules]
        self._due: dict[int, float] = {}

    @property
    def begins(self) -> dict[str, dict[str, Worth]]:
        """The state with which a room opens: every declared variable."""
        return {
            node.id: {name: begins(declared) for name, declared in node.spec.state.items()}
            for node in self.space.scene.nodes
            if node.spec.state
        }

    @property
    def uses(self) -> frozenset[str]:
        """The nodes that can be used because a rule waits for it."""
        return usable(self.space.scene)

    def moved(self, space: Space) -> None:
        """The furniture stands otherwise; rules and zones are the same, and what was so remains so."""
        self.space = space
        self.zones = Zones.of(space.zones)

    def looked(self, people: Mapping[str, Sequence[float]], now: float) -> Iterator[Happened]:
        """What has happened since the last look: who came into or out of which zone, and which timers are due.

        Args:
            people: where everybody is, by id: x, y, z.
            now: seconds, on any steady clock.
        """
        inside = self.zones.within(people, self.inside, LEAVES_M)
        for person in sorted({*self.inside, *inside}):
            before, after = self.inside.get(person, frozenset()), inside.get(person, frozenset())
            for zone in sorted(before - after):
                yield Happened("leave", zone, person)
            for zone in sorted(after - before):
                yield Happened("enter", zone, person)
        self.inside = inside
        for number, rule in enumerate(self._rules):
            if rule.when != "timer":
                continue
            due = self._due.setdefault(number, now + rule.subject)
            if people and now >= due:
                self._due[number] = now + rule.subject
                yield Happened("timer", number=number)
            elif not people:
                self._due[number] = now + rule.subject

    def after(self, happened: Happened, state: State) -> tuple[Effect, ...]:
        """Everything that follows, in order; what the effects themselves trigger among it.

        Args:
            happened: what did.
            state: of the room, as it is once that has happened.
        """
        changed: dict[tuple[str, str], Worth] = {}

        def value_of(node: str, variable: str) -> Worth | None:
            if (node, variable) in changed:
                return changed[node, variable]
            return state.get(node, {}).get(variable, OWN.get(variable))

        effects: list[Effect] = []
        waiting = deque([happened])
        while waiting and len(effects) < MOST_EFFECTS:
            now = waiting.popleft()
            for number, rule in enumerate(self._rules):
                if not _waits(rule, number, now, value_of):
                    continue
                for effect in _effects(rule, now.person):
                    if isinstance(effect, Became):
                        if value_of(effect.node, effect.variable) == effect.value:
                            continue  # it is so already: nothing happens
                        changed[effect.node, effect.variable] = effect.value
                        waiting.append(Happened("state", effect.node, now.person, effect.variable, effect.value))
                    effects.append(effect)
        return tuple(effects[:MOST_EFFECTS])


def usable(scene: Scene) -> frozenset[str]:
    """The nodes of a space that can be used because a rule waits for it."""
    whens = [rule["when"] for rule in scene.rules if isinstance(rule, Mapping)]
    return frozenset(when["use"] for when in whens if "use" in when)


def _read(rule: Any) -> _Rule:
    ((when, subject),) = rule["when"].items()
    do = tuple(next(iter(effect.items())) for effect in rule["do"])
    return _Rule(when, subject, do, rule.get("for") == "room")


def _waits(rule: _Rule, number: int, now: Happened, value_of: Any) -> bool:
    """Whether a rule waits for this."""
    if rule.when != now.word:
        return False
    if now.word == "timer":
        return number == now.number
    if now.word != "state":
        return bool(rule.subject == now.subject)
    # All that a rule names must be so, and this has just come to be.
    wanted = rule.subject.get(now.subject, {})
    return now.variable in wanted and all(
        value_of(node, name) == value for node, values in rule.subject.items() for name, value in values.items()
    )


def _effects(rule: _Rule, person: str | None) -> Iterator[Effect]:
    whom = None if rule.whole_room else person
    for word, subject in rule.do:
        if word in SETS:
            yield Became(subject, *SETS[word])
        elif word == "set":
            yield from (Became(node, name, value) for node, values in subject.items() for name, value in values.items())
        elif word == "caption":
            yield Told(subject, whom)
        elif word == "move-to":
            yield Brought(subject, whom)
        elif word == "start":
            yield Started(subject, person)
        else:
            yield Furnished(layout=subject) if word == "layout" else Furnished(light=subject)
