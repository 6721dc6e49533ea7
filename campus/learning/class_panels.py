"""Parts of the teacher's panel that are about people: groups before the class, seats, who helps, who has more time.

Pure; each part is a few items that `panels` puts where they belong.
"""

from __future__ import annotations

import msgspec

from campus.learning.activities.timer import TimerRunning
from campus.learning.clock import OFFERED
from campus.learning.entrusting import TEACHING_ROLES
from campus.learning.panel import AnyItem, Button, Column, Heading, Input, Panel, Row, Table
from campus.learning.session import Session
from campus.learning.words import plural, say
from campus.text import Text, same

SEAT_KEY = "F8"
"""Seats everyone."""


def groups_ahead(session: Session) -> list[AnyItem]:
    """The groups of the plan's first breakout, to be looked at, changed and locked while people come in."""
    activity = session.upcoming_groups
    if activity is None or not session.students:
        return []
    running = session.running.get(activity.id) or activity.begin(session.unit)
    heading = say(
        f"Groupes pour « {activity.title.fr} », avant de commencer", f"Groups for '{activity.title.en}', beforehand"
    )
    return [Heading(text=heading), *(kept for item in running.run_panel(session.view) if (kept := _ahead(item)))]


def _ahead(item: AnyItem) -> AnyItem | None:
    """The same item for the time before the class: nothing in it is the next step, and nothing sets to work yet."""
    match item:
        case Button():
            return _button_ahead(item)
        case Row(buttons=buttons):
            kept = tuple(b for button in buttons if (b := _button_ahead(button)) is not None)
            return Row(buttons=kept) if kept else None
        case Table() | Input():
            return msgspec.structs.replace(item, id=_id_ahead(item.id))
        case _:
            return None


def _button_ahead(button: Button) -> Button | None:
    if button.id == "do.begin":
        return None
    return msgspec.structs.replace(button, id=_id_ahead(button.id), primary=False, key="")


def _id_ahead(id_: str) -> str:
    return "ahead." + id_.removeprefix("do.")


def seating() -> Button:
    """One key seats everyone who stands."""
    return Button(id="seat", text=say("Asseoir tout le monde", "Seat everyone"), key=SEAT_KEY)


def clock(session: Session) -> list[AnyItem]:
    """The time that was given for what the class does now, and what can be done about it."""
    if isinstance(session.now, TimerRunning):
        return []  # It is the time.
    if session.clock is None:
        return []
    more = Button(id="clock.+1", text=say("Une minute de plus", "A minute more"))
    none = Button(id="clock.0", text=say("Retirer le minuteur", "Take the timer away"))
    return [session.clock.countdown(), Row(buttons=(more, none))]


def giving_time(session: Session) -> list[AnyItem]:
    """The buttons that give time for what the class does now; none where it has some."""
    if session.clock is not None or isinstance(session.now, TimerRunning):
        return []
    given = tuple(Button(id=f"clock.{n}", text=say(f"{n} min", f"{n} min")) for n in OFFERED)
    return [Heading(text=say("Donner un temps à la classe", "Give the class some time")), Row(buttons=given)]


def timed(session: Session, panel: Panel | None, viewer: str = "") -> Panel | None:
    """A panel with the time that was given, first on one's own panel and last on the screen; alone where there is none.

    Args:
        session: as it stands.
        panel: what the activity shows, or None.
        viewer: whose panel it is; nobody's for the room's screen.
    """
    if session.clock is None:
        return panel
    countdown = session.clock.countdown(session.extra.get(viewer, 1.0))
    if panel is None:
        title = say("Le temps qui reste", "The time that is left")
        return Panel(id="clock", title=title, items=(countdown,)) if viewer else None
    items = (*panel.items, countdown) if panel.side == "screen" else (countdown, *panel.items)
    return msgspec.structs.replace(panel, items=items)


def helpers(session: Session) -> list[AnyItem]:
    """The other teachers who are here: who runs the class too, and to whom it could be entrusted."""
    rows: list[tuple[str, tuple[Text, ...]]] = []
    relieved: list[tuple[str, tuple[Text, ...]]] = []
    for person in session.people.values():
        if not person.here or person.role not in TEACHING_ROLES or person.id in session.teachers:
            continue
        name = same(person.name)
        (relieved if person.id in session.helpers else rows).append((person.id, (name,)))
    items: list[AnyItem] = []
    if rows:
        title = say("Confier le cours aussi à (appuyer)", "Entrust the class to, too (press)")
        items.append(Table(id="entrust", columns=(Column(title=title),), rows=tuple(rows), pressable=True))
    if relieved:
        title = say("Mènent le cours avec vous (appuyer pour retirer)", "Run the class with you (press to take back)")
        items.append(Table(id="relieve", columns=(Column(title=title),), rows=tuple(relieved), pressable=True))
    return items


def time_given(session: Session) -> Table | None:
    """How much time each learner has, of what the others have; a press gives the next step. None without learners."""
    rows = []
    for who in session.students:
        factor = session.extra.get(who, 1.0)
        words = say("–", "–") if factor == 1.0 else Text(fr=f"× {factor:g}".replace(".", ","), en=f"× {factor:g}")
        rows.append((who, (same(session.people[who].name), words)))
    columns = (
        Column(title=say("Temps en plus (appuyer)", "Extra time (press)")),
        Column(title=say("Temps", "Time"), numeric=True),
    )
    return Table(id="more-time", columns=columns, rows=tuple(rows), pressable=True) if rows else None


def present(session: Session) -> Text:
    """How many learners are here."""
    return plural(
        len(session.students),
        say("{n} participant présent", "{n} participant here"),
        say("{n} participants présents", "{n} participants here"),
    )
