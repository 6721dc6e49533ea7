"""The `on:` rules of one room, carried out: what happens there, and what follows for one person or for everybody.

Owns what waits for somebody else to do it (a layout that has to be made ready, an activity of the class). What follows
from what is `campus.world.rules`'s; how a person is told or placed is the room's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from campus.protocol.messages import Notice, PutBack
from campus.scene.model import Scene
from campus.scene.variables import fits, variables_of
from campus.space.model import Space
from campus.text import Text
from campus.world import Pose
from campus.world.rules import Became, Brought, Effect, Furnished, Happened, Rules, Started, State, Told, Worth

if TYPE_CHECKING:
    from server.room import Room

Wish = Furnished | Started
"""What a room cannot do by itself."""


class Ruled:
    """Runs the rules of a room.

    Args:
        room: whose they are.
        before: what rules had set there when the room was last heard of; what no longer fits the space is left out.

    Attributes:
        has_set: node -> variable -> value, of all that rules have set.
        news: whether that has changed since it was last asked for.
    """

    def __init__(self, room: Room, before: State) -> None:
        self._room = room
        self._rules = Rules(room.space)
        self._wishes: list[Wish] = []
        self.has_set: dict[str, dict[str, Worth]] = fitting(before, room.space.scene)
        self.news = False

    def begin(self) -> None:
        """The room opens: every variable as it is declared, or as rules had set it before."""
        for source in (self._rules.begins, self.has_set):
            for node, values in source.items():
                self._room.state.setdefault(node, {}).update(values)
        for node, values in self.has_set.items():
            if "open" in values:
                self._set_open(node, is_open=bool(values["open"]))

    def moved(self, space: Space) -> None:
        """The furniture stands otherwise."""
        self._rules.moved(space)

    def tick(self, now: float) -> None:
        """Look who is where, and which timers are due."""
        if not self._room.space.scene.rules:
            return
        people = {id_: resident.pose[:3] for id_, resident in self._room.people.items()}
        for happened in list(self._rules.looked(people, now)):
            self._follow(happened, now)

    def used(self, person: str, node: str, now: float) -> bool:
        """Somebody uses a thing. Returns whether any rule waits for that."""
        if node not in self._rules.uses:
            return False
        self._follow(Happened("use", node, person), now)
        return True

    def became(self, person: str | None, node: str, variable: str, value: Worth, now: float) -> None:
        """A variable has another value, by somebody's hand or by itself."""
        if variable in self.has_set.get(node, {}):
            self._note(node, variable, value)
        self._follow(Happened("state", node, person, variable, value), now)

    def take_wishes(self) -> tuple[Wish, ...]:
        """What rules have asked for since this was last called, and the room cannot do by itself."""
        wishes, self._wishes = tuple(self._wishes), []
        return wishes

    def _follow(self, happened: Happened, now: float) -> None:
        for effect in self._rules.after(happened, self._room.state):
            self._carry_out(effect, now)

    def _carry_out(self, effect: Effect, now: float) -> None:
        room = self._room
        match effect:
            case Became(node=node, variable="open", value=value):
                self._note(node, "open", value)
                self._set_open(node, is_open=bool(value))
            case Became(node=node, variable=variable, value=value):
                self._note(node, variable, value)
                room.set_state(node, variable, value)
            case Told(text=text, person=person):
                room.post(self._whom(person), Notice(text=text))
            case Brought(to=to, person=person):
                for id_ in self._whom(person):
                    self._bring(id_, to, now)
            case Furnished() | Started():
                self._wishes.append(effect)

    def _note(self, node: str, variable: str, value: Worth) -> None:
        self.has_set.setdefault(node, {})[variable] = value
        self.news = True

    def _set_open(self, node: str, *, is_open: bool) -> None:
        """A door that a rule opens or closes stays so, and says so as a number: how far it is open."""
        self._room.doors.hold(node)
        self._room.set_state(node, "open", 1.0 if is_open else 0.0)

    def _whom(self, person: str | None) -> list[str]:
        """One person, if they are still here, or everybody."""
        people: Mapping[str, object] = self._room.people
        return list(people) if person is None else [person] if person in people else []

    def _bring(self, id_: str, node: str, now: float) -> None:
        """Put somebody at a waypoint or a spawn, or beside it where somebody stands already."""
        space = self._room.space
        placed = space.waypoints.get(node) or space.spawns.get(node)
        if placed is None:
            return
        self._room.stand(id_, now)
        at = self._room.arrival((*placed.at, placed.heading % 360.0), but=id_)
        self._room.put(id_, Pose(*at), now)
        name = space.names.get(node)
        where = Text(fr=f"Vous voici\u00a0: {name.fr}.", en=f"You are here: {name.en}.") if name else LED
        self._room.post((id_,), PutBack(at=at, why=where, tone="plain"))


def fitting(state: State, scene: Scene) -> dict[str, dict[str, Worth]]:
    """What of a state a space still has: its author may have changed it meanwhile."""
    declared = {node.id: variables_of(node.spec) for node in scene.nodes}
    kept = {
        node: {name: value for name, value in values.items() if name in known and fits(value, known[name])}
        for node, values in state.items()
        if (known := declared.get(node)) is not None
    }
    return {node: values for node, values in kept.items() if values}


LED = Text(fr="On vous a conduit ici.", en="You were led here.")
