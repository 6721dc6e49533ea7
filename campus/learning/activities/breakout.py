"""A breakout: groups of three or four with a task, who can call the teacher and write down what they found.

The groups are a proposal until they are set to work: they can be drawn anew, taken over from the round before, read
from a table, changed person by person, and locked. Owns their rules; what is seen of them is in `_breakout_panels`,
and which group sits where is the server's word (`placed`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self, TypeVar

import msgspec
from msgspec import Meta

from campus.errors import Refused
from campus.learning.activities import _breakout_panels as seen
from campus.learning.activities._base import Activity, Deed, Running, View, not_now
from campus.learning.activities._collecting import written
from campus.learning.groups import Groups, GroupsError, Listed, Member, form, move, read_list, smallest
from campus.learning.panel import AnyItem, Panel
from campus.learning.words import say
from campus.text import Text

if TYPE_CHECKING:
    from campus.learning.unit import Unit

Phase = Literal["armed", "formed", "working", "gathered"]
STEPS: Mapping[tuple[Phase, str], Phase] = {
    ("armed", "form"): "formed",
    ("armed", "same"): "formed",
    ("armed", "paste"): "armed",  # `formed`, where the table says who is with whom
    ("formed", "form"): "formed",  # others, drawn anew
    ("formed", "same"): "formed",
    ("formed", "paste"): "formed",
    ("formed", "undo"): "armed",
    ("formed", "lock"): "formed",
    ("formed", "unlock"): "formed",
    ("formed", "begin"): "working",
    ("working", "gather"): "gathered",
    ("gathered", "begin"): "working",
}
"""What the teacher may do when, and where it leads; `form` carries the groups, so that a log replays to the same."""
REDRAWS = frozenset({"form", "same", "paste", "undo"})
"""What a lock keeps from happening."""
MOST = 600


class Breakout(Activity, frozen=True, kw_only=True, tag="breakout"):
    """A task for groups of `size` people, 3 or 4.

    Example:
        {type: breakout, id: cases, title: {fr: En groupes, en: In groups}, task: {fr: Lisez…, en: Read…}, size: 4}

    Attributes:
        task: what the groups do.
        size: people in a group, 3 or 4.
    """

    task: Text
    size: Annotated[int, Meta(ge=3, le=4)] = 4

    def begin(self, unit: Unit) -> BreakoutRunning:
        """No groups yet."""
        return BreakoutRunning(id=self.id, task=self.task, size=self.size)

    @classmethod
    def invite(cls) -> Text:
        """What the button says that moves on to it."""
        return say("Travailler en groupes", "Work in groups")


class BreakoutRunning(Running, frozen=True, kw_only=True):
    """The groups, who calls, and what each person wrote for their group: nobody writes over another.

    Attributes:
        drawn: how often groups were drawn, the seed of the next draw.
        calls: indices of the groups that call the teacher, the longest first.
        found: person -> what they wrote down for their group.
        locked: whether the groups are not to be drawn anew.
        picked: whom the teacher is about to move, or nobody.
        gone: who has left for good; their group is remembered, and does not wait for them.
        places: where each group sits, as the server seated them.
        audience, apart: what a table said of the class, for the next draw.
    """

    PARTICIPANTS_DO: ClassVar[frozenset[str]] = frozenset({"join", "call", "write"})
    AHEAD: ClassVar[frozenset[str]] = frozenset(
        {"form", "same", "paste", "undo", "lock", "unlock", "pick", "put", "move"}
    )
    SERVER_DOES: ClassVar[frozenset[str]] = frozenset({"placed"})

    id: str
    task: Text
    size: int
    phase: Phase = "armed"
    groups: Groups = ()
    drawn: int = 0
    calls: tuple[int, ...] = ()
    found: Mapping[str, str] = {}
    locked: bool = False
    picked: str = ""
    gone: tuple[str, ...] = ()
    places: tuple[Text, ...] = ()
    audience: Mapping[str, str] = {}
    apart: tuple[tuple[str, str], ...] = ()

    def fill(self, verb: str, value: str, view: View) -> str:
        """What a step carries: groups of those who are here now, seeded; or who has no group yet and gets one.

        Raises:
            Refused: `unreadable`, for a table that is none.
        """
        match verb:
            case "form" if not value:
                return _encoded(self._drawn_from(view))
            case "same" if not value:
                return _encoded(_again(view))
            case "begin" if not value:
                return _encoded(tuple(who for who in view.students if self.group(who) is None))
            case "paste":
                return _encoded(_listed(value, view.names))
        return value

    def _drawn_from(self, view: View) -> Groups:
        members = [
            Member(
                id=who,
                first=view.first.get(who, ""),
                readiness=view.readiness.get(who, 0.5),
                language=view.languages.get(who, ""),
                audience=self.audience.get(who, ""),
            )
            for who in view.students
        ]
        apart = [frozenset(pair) for pair in self.apart]
        return form(members, size=self.size, seed=self.drawn, apart=apart)

    def after(self, deed: Deed) -> Self:
        """A step; a person moved (`person/group`), a call answered; or a participant's joining, calling, writing.

        Raises:
            Refused: `not_now`, `unknown`.
        """
        match deed.verb:
            case "join" | "call" | "write":
                return self._participated(deed)
            case "pick" | "put" | "move":
                return self._rearranged(deed)
            case "heard":
                index = _index(deed.value)
                if index not in self.calls:
                    raise _nowhere(deed.value)
                return msgspec.structs.replace(self, calls=tuple(c for c in self.calls if c != index))
            case "placed":
                return msgspec.structs.replace(self, places=_decoded(deed.value, tuple[Text, ...]))
        return self._stepped(deed)

    def _stepped(self, deed: Deed) -> Self:
        to = STEPS.get((self.phase, deed.verb))
        if to is None:
            what = seen.BUTTONS.get(deed.verb, say(f"« {deed.verb} »", f"'{deed.verb}'"))
            raise not_now(what, seen.SAID[self.phase])
        if self.locked and deed.verb in REDRAWS:
            raise Refused(
                "locked",
                "The groups are locked. Unlock them first.",
                "Les groupes sont verrouillés. Déverrouillez-les d’abord.",
            )
        match deed.verb:
            case "form" | "same":
                groups = _groups(deed.value)
                drawn = self.drawn + (deed.verb == "form")
                return msgspec.structs.replace(self, phase=to, groups=groups, drawn=drawn, picked="", places=())
            case "paste":
                return self._told(_decoded(deed.value, Listed))
            case "lock" | "unlock":
                return msgspec.structs.replace(self, locked=deed.verb == "lock", picked="")
            case "undo":
                return msgspec.structs.replace(self, phase=to, groups=(), calls=(), picked="", places=())
            case "begin":
                newcomers = _decoded(deed.value, tuple[str, ...]) if deed.value else ()
                joined = msgspec.structs.replace(self, groups=self.groups or ((),)) if newcomers else self
                for person in newcomers:
                    joined = joined._joined(person)
                return msgspec.structs.replace(joined, phase=to, calls=(), picked="")
        return msgspec.structs.replace(self, phase=to, calls=())

    def _told(self, listed: Listed) -> Self:
        """What a table said is known from now on; where it says who is with whom, these are the groups."""
        told = msgspec.structs.replace(
            self,
            audience={**self.audience, **listed.audience},
            apart=tuple(dict.fromkeys((*self.apart, *listed.apart))),
        )
        if not listed.groups:
            return told
        return msgspec.structs.replace(told, phase="formed", groups=_checked(listed.groups), picked="", places=())

    def _rearranged(self, deed: Deed) -> Self:
        """Somebody is picked (or let go), then put into a group; `move` does both at once."""
        if self.phase == "armed":
            raise not_now(say("Déplacer quelqu'un", "Moving somebody"), seen.SAID["armed"])
        if deed.verb == "pick":
            if self.group(deed.value) is None:
                raise _nowhere(deed.value)
            return msgspec.structs.replace(self, picked="" if deed.value == self.picked else deed.value)
        person, group = (self.picked, deed.value) if deed.verb == "put" else _last_cut(deed.value)
        index = _index(group)
        if self.group(person) is None or index is None:
            raise _nowhere(deed.value)
        return msgspec.structs.replace(self, groups=self._moved(person, index), picked="")

    def _participated(self, deed: Deed) -> Self:
        mine = self.group(deed.by)
        if self.phase != "working":
            raise not_now(say("Travailler en groupe", "Working in a group"), seen.SAID[self.phase])
        if deed.verb == "join":
            return self._joined(deed.by)
        if mine is None:
            raise Refused("not_now", "Join a group first.", "Rejoignez d’abord un groupe.")
        if deed.verb == "call":
            calls = tuple(c for c in self.calls if c != mine) if mine in self.calls else (*self.calls, mine)
            return msgspec.structs.replace(self, calls=calls)
        words = written(deed.value, MOST)
        if self.found.get(deed.by) == words:
            return self
        return msgspec.structs.replace(self, found={**self.found, deed.by: words})

    def _joined(self, person: str) -> Self:
        """Somebody who came late, or came back after their place was given up, is in a group again."""
        here = self if person not in self.gone else msgspec.structs.replace(self, gone=_but(self.gone, person))
        if self.group(person) is not None or not self.groups:
            return here
        return msgspec.structs.replace(here, groups=here._moved(person, smallest(here.groups, here.gone)))

    def _moved(self, person: str, to: int) -> Groups:
        try:
            return move(self.groups, person, to)
        except IndexError:
            raise _nowhere(str(to + 1)) from None

    def arriving(self, person: str) -> str:
        """Somebody who comes while the groups work joins the smallest one, or is in their own again."""
        waits = self.group(person) is None or person in self.gone
        return "join" if self.phase == "working" and self.groups and waits else ""

    def without(self, person: str) -> Self:
        """Whoever is gone for good is waited for no longer: the next who comes late may take their place."""
        if self.group(person) is None or person in self.gone:
            return self
        return msgspec.structs.replace(self, gone=(*self.gone, person))

    def group(self, person: str) -> int | None:
        """The index of a person's group, or None."""
        return next((i for i, group in enumerate(self.groups) if person in group), None)

    @property
    def was_reached(self) -> bool:
        """Not by groups that were only thought of before the class."""
        return self.phase in ("working", "gathered")

    @property
    def together(self) -> Groups:
        """The groups, once they have worked."""
        return self.groups if self.was_reached else ()

    @property
    def is_finished(self) -> bool:
        """Whether the class is together again."""
        return self.phase == "gathered"

    @property
    def may_leave(self) -> bool:
        """Not while the groups are at work."""
        return self.phase != "working"

    def note(self, view: View) -> Text:
        """How many groups, and how many of them call."""
        return seen.note(self)

    def run_panel(self, view: View) -> tuple[AnyItem, ...]:
        """The next step; who is in which group, who calls from where, and what they found."""
        return seen.run_panel(self, view)

    def panel(self, view: View, viewer: str) -> Panel | None:
        """One's own group alone: its people, its place, the task, a call, a field, and what they wrote."""
        return seen.panel(self, view, viewer)

    def screen(self, view: View) -> Panel:
        """The task, and who is in which group."""
        return seen.screen(self, view)


def _again(view: View) -> Groups:
    """The groups of the round before with those who are here; who was in none joins the smallest.

    Raises:
        Refused: `not_now`, when there was no round before.
    """
    if not view.groups:
        raise Refused(
            "not_now",
            "There were no groups yet in this class.",
            "Il n’y a pas encore eu de groupes dans ce cours.",
        )
    here = set(view.students)
    groups: Groups = tuple(kept for group in view.groups if (kept := tuple(p for p in group if p in here)))
    placed = {person for group in groups for person in group}
    for person in view.students:
        if person not in placed:
            groups = move(groups or ((),), person, smallest(groups or ((),)))
    return groups


def _listed(words: str, names: Mapping[str, str]) -> Listed:
    try:
        return read_list(words, names)
    except GroupsError as problem:
        raise Refused("unreadable", problem.text.en, problem.text.fr) from None


def _but(people: Collection[str], person: str) -> tuple[str, ...]:
    return tuple(p for p in people if p != person)


def _last_cut(value: str) -> tuple[str, str]:
    person, _, group = value.rpartition("/")
    return person, group


def _index(value: str) -> int | None:
    """A group's index by its number, which counts from 1."""
    return int(value[:4]) - 1 if value.isascii() and value.isdigit() else None


def _nowhere(words: str) -> Refused:
    return Refused("unknown", f"There is no '{words}' here.", f"Il n’y a pas de «\u00a0{words}\u00a0» ici.")


_Kind = TypeVar("_Kind")


def _encoded(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _decoded(value: str, kind: type[_Kind]) -> _Kind:
    try:
        return msgspec.json.decode(value, type=kind)
    except msgspec.DecodeError:
        raise _nowhere(value[:40]) from None


def _groups(value: str) -> Groups:
    """The groups that a deed carries; each person is in one of them."""
    return _checked(_decoded(value, Groups))


def _checked(groups: Groups) -> Groups:
    everybody = [person for group in groups for person in group]
    if len(set(everybody)) < len(everybody) or len(everybody) > 5000:
        raise _nowhere(_encoded(groups)[:40])
    return tuple(group for group in groups if group)
