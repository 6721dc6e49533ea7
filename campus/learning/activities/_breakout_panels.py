"""What is seen of a breakout: by its teacher, by a participant, on the room's screen. Pure; decides nothing.

A group is a number, a place and its people: nobody ever reads how well anybody was prepared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from campus.learning.activities._collecting import primary
from campus.learning.panel import AnyItem, Button, Column, Heading, Input, Panel, Paragraph, Row, Table
from campus.learning.words import plural, say
from campus.text import Text, same

if TYPE_CHECKING:
    from campus.learning.activities._base import View
    from campus.learning.activities.breakout import BreakoutRunning

MOST_FOUND = 600
MOST_PASTED = 1900
SAID: Mapping[str, Text] = {
    "armed": say("les groupes ne sont pas formés", "there are no groups yet"),
    "formed": say("les groupes sont proposés", "the groups are a proposal"),
    "working": say("les groupes travaillent", "the groups are at work"),
    "gathered": say("la classe est réunie", "the class is together again"),
}
BUTTONS: Mapping[str, Text] = {
    "form": say("Former les groupes", "Form groups"),
    "again": say("D'autres groupes", "Other groups"),
    "same": say("Les mêmes qu'avant", "Same as before"),
    "undo": say("Défaire les groupes", "Undo the groups"),
    "lock": say("Verrouiller", "Lock"),
    "unlock": say("Déverrouiller", "Unlock"),
    "begin": say("Mettre au travail", "Set to work"),
    "resume": say("Remettre au travail", "Back to work"),
    "gather": say("Rassembler la classe", "Gather the class"),
}
_VERBS = {"again": "form", "resume": "begin"}


def note(running: BreakoutRunning) -> Text:
    """As "4 groups, 1 call"."""
    count = len(running.groups)
    groups = plural(count, say("{n} groupe", "{n} group"), say("{n} groupes", "{n} groups"))
    if not running.calls:
        return groups
    calling = plural(len(running.calls), say("{n} appel", "{n} call"), say("{n} appels", "{n} calls"))
    return Text(fr=f"{groups.fr}, {calling.fr}", en=f"{groups.en}, {calling.en}")


def called(running: BreakoutRunning, index: int) -> Text:
    """As "Group 2 · table 2": its number, and where it sits once that is known."""
    name = say(f"Groupe {index + 1}", f"Group {index + 1}")
    if index >= len(running.places) or not running.places[index].en:
        return name
    place = running.places[index]
    return Text(fr=f"{name.fr} · {place.fr}", en=f"{name.en} · {place.en}")


# --- the teacher -----------------------------------------------------------------------------------------------------


def run_panel(running: BreakoutRunning, view: View) -> tuple[AnyItem, ...]:
    """The next step first; who calls, at a glance; then the groups, to be changed by two presses."""
    names = _offered(running, view)
    items: list[AnyItem] = []
    if running.phase == "gathered":
        items.append(_button(names[0]))
    else:
        items.append(primary(f"do.{_VERBS.get(names[0], names[0])}", BUTTONS[names[0]]))
    if names[1:]:
        items.append(Row(buttons=tuple(_button(name) for name in names[1:])))
    if running.calls:
        rows = tuple((str(i + 1), (called(running, i),)) for i in running.calls)
        title = say("Appels (appuyer quand vous y êtes)", "Calls (press when you are there)")
        items.append(Table(id="do.heard", columns=(Column(title=title),), rows=rows, pressable=True))
    items.append(Paragraph(text=running.task))
    if running.locked and running.phase == "formed":
        words = say("Les groupes sont verrouillés.", "The groups are locked.")
        items.append(Paragraph(text=words, tone="quiet"))
    items += _whereto(running, view) if running.picked else _who(running, view)
    items += _found(running, view)
    if running.phase in ("armed", "formed") and not running.locked:
        items.append(_table_field())
    return tuple(items)


def _offered(running: BreakoutRunning, view: View) -> tuple[str, ...]:
    match running.phase:
        case "armed":
            return ("form", "same") if view.groups else ("form",)
        case "formed" if running.locked:
            return ("begin", "unlock")
        case "formed":
            return ("begin", "again", *(("same",) if view.groups else ()), "lock", "undo")
        case "working":
            return ("gather",)
        case _:
            return ("resume",)


def _button(name: str) -> Button:
    return Button(id=f"do.{_VERBS.get(name, name)}", text=BUTTONS[name])


def _who(running: BreakoutRunning, view: View) -> list[AnyItem]:
    """Everybody, group by group; who is pressed can be put elsewhere."""
    rows: list[tuple[str, tuple[Text, ...]]] = []
    for index, group in enumerate(running.groups):
        number = called(running, index)
        for who in group:
            name = _named(running, view, who)
            rows.append((who, (name, number)))
    if not rows:
        return []
    columns = (
        Column(title=say("Qui (appuyer pour déplacer)", "Who (press to move)")),
        Column(title=say("Groupe", "Group")),
    )
    return [Table(id="do.pick", columns=columns, rows=tuple(rows), pressable=True)]


def _named(running: BreakoutRunning, view: View, who: str) -> Text:
    """A name; of whoever is not here with a word about it."""
    name = view.names.get(who, who)
    if who in running.gone:
        return say(f"{name} (parti)", f"{name} (gone)")
    return same(name) if who in view.students else say(f"{name} (absent, place gardée)", f"{name} (away, place held)")


def _whereto(running: BreakoutRunning, view: View) -> list[AnyItem]:
    """The groups, to put the picked person into one of them."""
    name = view.names.get(running.picked, running.picked)
    rows = []
    for index, group in enumerate(running.groups):
        people = same(", ".join(view.names.get(who, who) for who in group if who != running.picked) or "–")
        rows.append((str(index + 1), (called(running, index), people)))
    moved = say(f"Mettre {name} dans…", f"Put {name} into…")
    columns = (Column(title=moved), Column(title=say("Avec", "With")))
    return [
        Table(id="do.put", columns=columns, rows=tuple(rows), pressable=True),
        Table(
            id="do.pick",
            columns=(Column(title=say("Ou bien", "Or")),),
            rows=((running.picked, (say(f"Laisser {name} où il est", f"Leave {name} there"),)),),
            pressable=True,
        ),
    ]


def _found(running: BreakoutRunning, view: View) -> list[AnyItem]:
    """What the groups wrote down, each person's words their own."""
    items: list[AnyItem] = []
    for index, group in enumerate(running.groups):
        wrote = [who for who in group if who in running.found]
        if wrote:
            items.append(Heading(text=called(running, index)))
            for who in wrote:
                items.append(Paragraph(text=same(f"{view.names.get(who, who)} – {running.found[who]}"), tone="quiet"))
    return items


def _table_field() -> Input:
    label = say("Coller un tableau (nom;groupe;public;pas avec)", "Paste a table (name;group;audience;apart)")
    hint = say(
        "nom;groupe puis une ligne par personne, depuis un tableur",
        "name;group then a line for each person, out of a spreadsheet",
    )
    return Input(id="do.paste", label=label, hint=hint, lines=3, most=MOST_PASTED, clears=True)


# --- a participant ---------------------------------------------------------------------------------------------------


def panel(running: BreakoutRunning, view: View, viewer: str) -> Panel | None:
    """One's own group alone."""
    if running.phase in ("armed", "formed"):
        return None
    index = running.group(viewer)
    items: list[AnyItem] = [Paragraph(text=running.task)]
    if index is None:
        title = say("En groupes", "In groups")
        if running.phase == "working":
            join = say("Rejoindre le plus petit groupe", "Join the smallest group")
            items.append(Button(id="join", text=join, primary=True))
        return Panel(id=f"answer.{running.id}.1", title=title, items=tuple(items))
    people = ", ".join(view.names.get(who, who) for who in running.groups[index] if who not in running.gone)
    items.append(Paragraph(text=same(people), tone="quiet"))
    if running.phase == "working":
        mine = running.found.get(viewer, "")
        label = say("Ce que votre groupe retient", "What your group makes of it")
        items.append(Input(id="write", label=label, value=mine, lines=3, most=MOST_FOUND))
        calling = index in running.calls
        words = say("Ne plus appeler", "Call no more") if calling else say("Appeler l'enseignant", "Call the teacher")
        if calling:
            waiting = say("L'enseignant est prévenu.", "The teacher knows.")
            items.append(Paragraph(text=waiting, tone="now"))
        items.append(Button(id="call", text=words))
    for who in running.groups[index]:
        if who in running.found:
            items += [Heading(text=same(view.names.get(who, who))), Paragraph(text=same(running.found[who]))]
    return Panel(id=f"answer.{running.id}.1", title=called(running, index), items=tuple(items))


# --- the room's screen -----------------------------------------------------------------------------------------------


def screen(running: BreakoutRunning, view: View) -> Panel:
    """The task, and who is in which group, where."""
    columns = (Column(title=say("Groupe", "Group")), Column(title=say("Qui", "Who")))
    rows = tuple(
        (str(i + 1), (called(running, i), same(", ".join(view.names.get(who, who) for who in group))))
        for i, group in enumerate(running.groups)
    )
    shown = (Table(id="groups", columns=columns, rows=rows),) if rows and running.phase != "formed" else ()
    return Panel(id=f"screen.{running.id}", title=running.task, side="screen", note=note(running), items=shown)
