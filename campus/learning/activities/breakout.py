"""A breakout: groups of three or four with a task, who can call the teacher and write down what they found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import msgspec
from msgspec import Meta

from campus.errors import Refused
from campus.learning.activities._base import Activity, Deed, Running, View, not_now
from campus.learning.activities._collecting import primary, same, written
from campus.learning.groups import Groups, Member, form, move, smallest
from campus.learning.panel import AnyItem, Button, Column, Heading, Input, Panel, Paragraph, Row, Table
from campus.learning.words import plural, say
from campus.text import Text

if TYPE_CHECKING:
    from campus.learning.unit import Unit

Phase = Literal["armed", "formed", "working", "gathered"]
STEPS: Mapping[tuple[Phase, str], Phase] = {
    ("armed", "form"): "formed",
    ("formed", "form"): "formed",  # others, drawn anew
    ("formed", "undo"): "armed",
    ("formed", "begin"): "working",
    ("working", "gather"): "gathered",
    ("gathered", "begin"): "working",
}
"""What the teacher may do when, and where it leads; `form` carries the groups, so that a log replays to the same."""
MOST = 600
_SAID: Mapping[Phase, Text] = {
    "armed": say("les groupes ne sont pas formés", "there are no groups yet"),
    "formed": say("les groupes sont proposés", "the groups are a proposal"),
    "working": say("les groupes travaillent", "the groups are at work"),
    "gathered": say("la classe est réunie", "the class is together again"),
}
_BUTTONS: Mapping[str, Text] = {
    "form": say("Former les groupes", "Form groups"),
    "again": say("D'autres groupes", "Other groups"),
    "undo": say("Défaire les groupes", "Undo the groups"),
    "begin": say("Mettre au travail", "Set to work"),
    "resume": say("Remettre au travail", "Back to work"),
    "gather": say("Rassembler la classe", "Gather the class"),
}


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
    """

    PARTICIPANTS_DO: ClassVar[frozenset[str]] = frozenset({"join", "call", "write"})

    id: str
    task: Text
    size: int
    phase: Phase = "armed"
    groups: Groups = ()
    drawn: int = 0
    calls: tuple[int, ...] = ()
    found: Mapping[str, str] = {}

    def fill(self, verb: str, value: str, view: View) -> str:
        """The groups that `form` asks for, of those who are here now: different first votes together, seeded."""
        if verb != "form" or value:
            return value
        members = [
            Member(id=who, first=view.first.get(who, ""), readiness=view.readiness.get(who, 0.5))
            for who in view.students
        ]
        return msgspec.json.encode(form(members, size=self.size, seed=self.drawn)).decode()

    def after(self, deed: Deed) -> Self:
        """A step; a person moved (`person/group`), a call answered; or a participant's joining, calling, writing.

        Raises:
            Refused: `not_now`, `unknown`.
        """
        match deed.verb:
            case "join" | "call" | "write":
                return self._participated(deed)
            case "move":
                person, _, group = deed.value.rpartition("/")
                if self.phase == "armed":
                    raise not_now(say("Déplacer quelqu'un", "Moving somebody"), _SAID["armed"])
                if self.group(person) is None or not group.isascii() or not group.isdigit():
                    raise _nowhere(deed.value)
                return msgspec.structs.replace(self, groups=self._moved(person, int(group[:4]) - 1))
            case "heard":
                index = int(deed.value[:4]) - 1 if deed.value.isascii() and deed.value.isdigit() else -1
                if index not in self.calls:
                    raise _nowhere(deed.value)
                return msgspec.structs.replace(self, calls=tuple(c for c in self.calls if c != index))
        to = STEPS.get((self.phase, deed.verb))
        if to is None:
            raise not_now(_BUTTONS.get(deed.verb, say(f"« {deed.verb} »", f"'{deed.verb}'")), _SAID[self.phase])
        if deed.verb == "form":
            return msgspec.structs.replace(self, phase=to, groups=_groups(deed.value), drawn=self.drawn + 1)
        groups = () if deed.verb == "undo" else self.groups
        return msgspec.structs.replace(self, phase=to, groups=groups, calls=())

    def _participated(self, deed: Deed) -> Self:
        mine = self.group(deed.by)
        if self.phase != "working":
            raise not_now(say("Travailler en groupe", "Working in a group"), _SAID[self.phase])
        if deed.verb == "join":
            if mine is not None or not self.groups:
                return self
            return msgspec.structs.replace(self, groups=self._moved(deed.by, smallest(self.groups)))
        if mine is None:
            raise Refused("not_now", "Join a group first.", "Rejoignez d’abord un groupe.")
        if deed.verb == "call":
            calls = tuple(c for c in self.calls if c != mine) if mine in self.calls else (*self.calls, mine)
            return msgspec.structs.replace(self, calls=calls)
        words = written(deed.value, MOST)
        if self.found.get(deed.by) == words:
            return self
        return msgspec.structs.replace(self, found={**self.found, deed.by: words})

    def _moved(self, person: str, to: int) -> Groups:
        try:
            return move(self.groups, person, to)
        except IndexError:
            raise _nowhere(str(to + 1)) from None

    def group(self, person: str) -> int | None:
        """The index of a person's group, or None."""
        return next((i for i, group in enumerate(self.groups) if person in group), None)

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
        groups = plural(len(self.groups), say("{n} groupe", "{n} group"), say("{n} groupes", "{n} groups"))
        if not self.calls:
            return groups
        calling = plural(len(self.calls), say("{n} appel", "{n} call"), say("{n} appels", "{n} calls"))
        return Text(fr=f"{groups.fr}, {calling.fr}", en=f"{groups.en}, {calling.en}")

    def run_panel(self, view: View) -> tuple[AnyItem, ...]:
        """The next step; who is in which group, who calls, and what they found."""
        wanted = {
            "armed": ("form",),
            "formed": ("begin", "again", "undo"),
            "working": ("gather",),
            "gathered": ("resume",),
        }[self.phase]
        verbs = {"again": "form", "resume": "begin"}
        buttons = [Button(id=f"do.{verbs.get(name, name)}", text=_BUTTONS[name]) for name in wanted]
        items: list[AnyItem] = []
        if self.phase != "gathered":
            items.append(primary(buttons[0].id, buttons[0].text))
            buttons = buttons[1:]
        items.append(Paragraph(text=self.task))
        if self.calls:
            rows = tuple((str(i + 1), (_called(i),)) for i in self.calls)
            title = say("Appels (appuyer quand vous y êtes)", "Calls (press when you are there)")
            items.append(Table(id="do.heard", columns=(Column(title=title),), rows=rows, pressable=True))
        for index, group in enumerate(self.groups):
            people = ", ".join(view.names.get(who, who) for who in group)
            items += [Heading(text=_called(index)), Paragraph(text=same(people))]
            items += [Paragraph(text=same(self.found[who]), tone="quiet") for who in group if who in self.found]
        if buttons:
            items.append(Row(buttons=tuple(buttons)))
        return tuple(items)

    def panel(self, view: View, viewer: str) -> Panel | None:
        """One's own group alone: its people, the task, a call, a field, and what they wrote."""
        if self.phase in ("armed", "formed"):
            return None
        index = self.group(viewer)
        items: list[AnyItem] = [Paragraph(text=self.task)]
        title = say("En groupes", "In groups")
        if index is None:
            if self.phase == "working":
                join = say("Rejoindre le plus petit groupe", "Join the smallest group")
                items.append(Button(id="join", text=join, primary=True))
            return Panel(id=f"answer.{self.id}.1", title=title, items=tuple(items))
        people = ", ".join(view.names.get(who, who) for who in self.groups[index])
        items.append(Paragraph(text=same(people), tone="quiet"))
        if self.phase == "working":
            mine = self.found.get(viewer, "")
            label = say("Ce que votre groupe retient", "What your group makes of it")
            items.append(Input(id="write", label=label, value=mine, lines=3, most=MOST))
            calling = index in self.calls
            call = (
                say("Ne plus appeler", "Call no more") if calling else say("Appeler l'enseignant", "Call the teacher")
            )
            items.append(Button(id="call", text=call))
        for who in self.groups[index]:
            if who in self.found:
                items += [Heading(text=same(view.names.get(who, who))), Paragraph(text=same(self.found[who]))]
        return Panel(id=f"answer.{self.id}.1", title=_called(index), items=tuple(items))

    def screen(self, view: View) -> Panel:
        """The task, and who is in which group."""
        columns = (Column(title=say("Groupe", "Group")), Column(title=say("Qui", "Who")))
        rows = tuple(
            (str(i + 1), (_called(i), same(", ".join(view.names.get(who, who) for who in group))))
            for i, group in enumerate(self.groups)
        )
        shown = (Table(id="groups", columns=columns, rows=rows),) if rows and self.phase != "formed" else ()
        return Panel(id=f"screen.{self.id}", title=self.task, side="screen", note=self.note(view), items=shown)


def _called(index: int) -> Text:
    return say(f"Groupe {index + 1}", f"Group {index + 1}")


def _nowhere(words: str) -> Refused:
    return Refused("unknown", f"There is no '{words}' here.", f"Il n’y a pas de «\u00a0{words}\u00a0» ici.")


def _groups(value: str) -> Groups:
    """The groups that a deed carries; each person is in one of them."""
    try:
        groups = msgspec.json.decode(value, type=Groups)
    except msgspec.DecodeError:
        raise _nowhere(value[:40]) from None
    everybody = [person for group in groups for person in group]
    if len(set(everybody)) < len(everybody) or len(everybody) > 5000:
        raise _nowhere(value[:40])
    return tuple(group for group in groups if group)
