"""What each person sees of a session: the same session, the same panels. The room's screen is `class_screen`'s."""

from __future__ import annotations

from collections.abc import Sequence

from campus.learning.activities import Activity
from campus.learning.activities.timer import TimerRunning
from campus.learning.class_panels import (
    clock,
    giving_time,
    groups_ahead,
    helpers,
    present,
    seating,
    time_given,
    timed,
)
from campus.learning.ended_panels import objectives, outcomes
from campus.learning.panel import AnyItem, Button, Choice, Column, Heading, Input, Panel, Paragraph, Row, Table
from campus.learning.planning_panels import cancelling, glance, not_ready, planning
from campus.learning.preparation_panels import preparing
from campus.learning.session import Session
from campus.learning.unit import Unit
from campus.learning.words import say
from campus.text import Text, same

CLASS = "class"
"""The id of the facilitator's panel."""
OPEN = "open-class"
"""The id of the panel that a teacher has in a room without a session."""


def panels(session: Session, viewer: str, now: float | None = None) -> tuple[Panel, ...]:
    """Everything that a person in the session's room sees of it; what they may not know is not in it.

    Args:
        session: as it stands.
        viewer: who looks.
        now: the server's clock in seconds, where it is known: for how long the activity has been going on.
    """
    match session.standing(viewer):
        case "facilitator":
            return (_facilitator(session, now),)
        case "participant":
            found = _participant(session, viewer, now)
            catch_up = _catch_up(session, viewer, now)
            return tuple(panel for panel in (found, catch_up) if panel is not None)
        case "visitor":
            return (_visitor(session, viewer),)
        case _:
            return ()


def opening(units: Sequence[Unit], how: Choice | None = None, others: Sequence[AnyItem] = ()) -> Panel:
    """What a teacher sees in a room without a session: the units, to open one.

    Args:
        units: what a class can be made from.
        how: the choice between opening a class at once and preparing it first.
        others: what stands below the units: the classes that are not open yet.
    """
    rows = tuple(
        (unit.id, (unit.title, say(f"{unit.minutes} min", f"{unit.minutes} min"), _audience(unit))) for unit in units
    )
    title = say("Ouvrir un cours", "Open a class")
    if not rows:
        words = say("Aucune unité n'est installée sur ce serveur.", "No unit is installed on this server.")
        return Panel(id=OPEN, title=title, items=(Paragraph(text=words), *others), closable=True)
    columns = (
        Column(title=say("Unité", "Unit")),
        Column(title=say("Durée", "Length"), numeric=True),
        Column(title=say("Public", "Audience")),
    )
    id_ = "draft" if how is not None and how.selected == "first" else "open"
    choice = () if how is None else (how,)
    return Panel(
        id=OPEN,
        title=title,
        note=say("Choisissez une unité", "Choose a unit"),
        items=(*choice, Table(id=id_, columns=columns, rows=rows, pressable=True), *others),
        closable=True,
    )


def _audience(unit: Unit) -> Text:
    actions = ", ".join(str(action) for action in unit.audience)
    word = "Action" if len(unit.audience) == 1 else "Actions"
    return say(f"{word} {actions}", f"{word} {actions}")


# --- the facilitator -------------------------------------------------------------------------------------------------


def _facilitator(session: Session, now: float | None) -> Panel:
    note = present(session)
    items: list[AnyItem] = []
    match session.life:
        case "draft" | "prep_open":
            return planning(session, now)
        case "lobby":
            items.append(_primary("life.start", say("Commencer le cours", "Start the class")))
            items.append(_code(session))
            if session.offered:
                items += glance(session)
            items += not_ready(session)
            items += _plan(session)
            items += groups_ahead(session)
            items += [*helpers(session), seating()]
            items += cancelling(session)
        case "held":
            words = say(
                "Le cours est en pause : la connexion de l'enseignant a été coupée.",
                "The class is held: its teacher's connection was lost.",
            )
            items.append(_primary("life.resume", say("Reprendre", "Resume")))
            items.append(Paragraph(text=words, tone="now"))
            items.append(_code(session))
            items.append(Button(id="life.wrap-up", text=say("Conclure le cours", "Wrap up")))
        case "live":
            note = _live(session, items, now)
        case "wrap_up":
            items += _end(session)
            items.append(Paragraph(text=say("Le cours se conclut.", "The class is wrapping up.")))
        case _:
            items.append(Paragraph(text=say("Le cours est terminé.", "The class has ended.")))
    return Panel(id=CLASS, title=session.unit.title, note=note, items=tuple(items))


def _end(session: Session) -> list[AnyItem]:
    """Ending cannot be taken back: a second press confirms it, and no presenter's remote control presses either."""
    back = Button(id="life.back", text=say("Revenir au cours", "Back to the class"), key="PageUp")
    if session.asked != "end":
        return [Button(id="life.end-ask", text=say("Terminer le cours", "End the class"), primary=True), back]
    really = say("Terminer vraiment ?", "Really end?")
    return [Button(id="life.end", text=really, primary=True), back]


def _live(session: Session, items: list[AnyItem], now: float | None) -> Text:
    """Fills in what the teacher can do in a running class, the next step first; the line under the title."""
    running, activity = session.now, session.activity(session.current or "")
    note = present(session)
    offered: list[AnyItem] = []
    if running is not None and activity is not None:
        note = running.note(session.view)
        offered += running.run_panel(session.view)
        if running.is_finished:
            offered.append(_onward(session))
    steps, seen = _apart(offered)
    items += steps
    if session.preceding is not None and running is not None and running.may_leave:
        items.append(_back(session.preceding, steps))
    items.append(_clock_and_code(session, now))
    items += seen
    items += clock(session)
    items += _hands(session)
    items += not_ready(session, few=6)
    if activity is not None and activity.notes is not None:
        items.append(Heading(text=say("Notes", "Notes")))
        items.append(Paragraph(text=activity.notes, tone="quiet"))
    items += _plan(session)
    if (session.clock or isinstance(running, TimerRunning)) and (given := time_given(session)) is not None:
        items.append(given)
    items += [*giving_time(session), *helpers(session)]
    others = [seating()]
    if session.following is not None or (running is not None and not running.is_finished):
        others.append(Button(id="life.wrap-up", text=say("Conclure le cours", "Wrap up")))
    items += [Row(buttons=tuple(others)), Paragraph(text=present(session), tone="quiet")]
    if running is None or running.may_leave:
        items.append(_type_a_question())
    return note


def _buttons(items: Sequence[AnyItem]) -> list[Button]:
    found = [button for item in items for button in (item.buttons if isinstance(item, Row) else (item,))]
    return [button for button in found if isinstance(button, Button)]


def _apart(items: Sequence[AnyItem]) -> tuple[list[AnyItem], list[AnyItem]]:
    """What can be pressed, the primary button first and on its own, its alternatives two by two; and what is seen.

    So the primary button is always found in the same place, however long the histogram grows.
    """
    buttons = _buttons(items)
    first = [button for button in buttons if button.primary]
    others = [button for button in buttons if not button.primary]
    rows = [Row(buttons=tuple(others[i : i + 2])) for i in range(0, len(others), 2)]
    return [*first, *rows], [item for item in items if not isinstance(item, Button | Row)]


def _back(preceding: Activity, steps: Sequence[AnyItem]) -> Button:
    """The way to the activity before this one; Page Up presses it where nothing nearer does."""
    taken = any(button.key == "PageUp" for button in _buttons(steps))
    text = say(f"Revenir à : {preceding.title.fr}", f"Back to: {preceding.title.en}")
    return Button(id="back", text=text, key="" if taken else "PageUp")


def _clock_and_code(session: Session, now: float | None) -> Paragraph:
    """As "4 min of 8 · Code: ABCDEF"."""
    code = say(f"Code : {session.code}", f"Code: {session.code}")
    activity = session.activity(session.current or "")
    if now is None or activity is None:
        return Paragraph(text=code, tone="quiet")
    gone, meant = elapsed_minutes(session, now), activity.minutes
    words = Text(fr=f"{gone} min sur {meant} · {code.fr}", en=f"{gone} min of {meant} · {code.en}")
    return Paragraph(text=words, tone="now" if gone > meant else "quiet")


def elapsed_minutes(session: Session, now: float) -> int:
    """For how many whole minutes the class has been at the present activity, without the time that it was held."""
    return max(0, int((now - session.since) // 60))


def _type_a_question() -> Input:
    label = say("Poser une question maintenant", "Put a question now")
    hint = say(
        "La question, puis une réponse par ligne ; un = devant la bonne. Sans réponses : question ouverte.",
        "The question, then one answer a line; = before the right one. Without answers: an open question.",
    )
    return Input(id="ask", label=label, hint=hint, lines=4, most=1200, clears=True, grows=True)


def _onward(session: Session) -> Button:
    following = session.following
    if following is None:
        # No key: a remote control that is pressed once too often does not take the class out of its plan.
        return Button(id="life.wrap-up", text=say("Conclure le cours", "Wrap up"), primary=True)
    return _primary("next", following.invite())


def _primary(id_: str, text: Text) -> Button:
    """The one sensible next step; presenters' remote controls send Page Down."""
    return Button(id=id_, text=text, primary=True, key="PageDown")


def _code(session: Session) -> Paragraph:
    return Paragraph(text=say(f"Code pour rejoindre : {session.code}", f"Code to join: {session.code}"))


def _hands(session: Session) -> list[AnyItem]:
    if not session.hands:
        return []
    rows = tuple((who, (same(session.people[who].name),)) for who in session.hands)
    title = say("Mains levées, dans l'ordre", "Raised hands, in order")
    return [Table(id="hand", columns=(Column(title=title),), rows=rows, pressable=True)]


def _plan(session: Session) -> list[AnyItem]:
    """The plan, each activity a row to go to; a sign says where the class is and where it was."""
    rows = []
    for activity in session.unit.plan:
        running = session.running.get(activity.id)
        been = running is not None and running.was_reached
        sign = "▶ " if activity.id == session.current else ("✓ " if been else "")
        title = Text(fr=sign + activity.title.fr, en=sign + activity.title.en)
        rows.append((activity.id, (title, say(f"{activity.minutes} min", f"{activity.minutes} min"))))
    columns = (Column(title=say("Plan", "Plan")), Column(title=say("Durée", "Length"), numeric=True))
    return [Table(id="go", columns=columns, rows=tuple(rows), pressable=session.life == "live")]


# --- the others ------------------------------------------------------------------------------------------------------


def _participant(session: Session, viewer: str, now: float | None) -> Panel | None:
    title = session.unit.title
    match session.life:
        case "prep_open":
            return preparing(session, viewer, now)
        case "lobby":
            words = say("Le cours va commencer. Prenez place.", "The class is about to begin. Take a seat.")
            return Panel(id="waiting", title=title, note=present(session), items=(Paragraph(text=words),))
        case "live":
            found = session.now.panel(session.view, viewer) if session.now else None
            return timed(session, found, viewer)
        case "held":
            words = say(
                "La connexion de l'enseignant est coupée. Le cours est en pause et reprendra à son retour ; "
                "rien n'est perdu.",
                "The teacher's connection is lost. The class is held and goes on when they are back; nothing is lost.",
            )
            found = timed(session, session.now.panel(session.view, viewer) if session.now else None, viewer)
            if found is not None:
                held = (Paragraph(text=words, tone="now"), *found.items)
                return Panel(id=found.id, title=found.title, note=found.note, items=held)
            return Panel(id="held", title=title, items=(Paragraph(text=words, tone="now"),))
        case "wrap_up":
            items = (*outcomes(session, viewer), *objectives(session))
            return Panel(id="goodbye", title=title, note=say("Pour conclure", "To conclude"), items=items)
        case _:
            return None


def _catch_up(session: Session, viewer: str, now: float | None) -> Panel | None:
    """What leads somebody who is not ready to the catch-up; until they have read what to make of their last answer."""
    if session.life not in ("lobby", "live", "held"):
        return None
    mine = session.preparation(viewer)
    if not session.is_led_to_catch_up(viewer) and not (mine.started and mine.last):
        return None
    return preparing(session, viewer, now, catch_up=True)


def _visitor(session: Session, viewer: str) -> Panel:
    teacher = session.people[session.teachers[0]].name
    words = say(f"Cours de {teacher}. Vous y assistez.", f"{teacher}'s class. You are looking on.")
    items: list[AnyItem] = [Paragraph(text=words)]
    if session.people[viewer].role == "teacher" and not session.has_teacher:
        gone = say("L'enseignant n'est plus là.", "The teacher is gone.")
        items += [
            Paragraph(text=gone, tone="now"),
            Row(buttons=(_primary("take-over", say("Reprendre ce cours", "Take this class over")),)),
        ]
    return Panel(id=CLASS, title=session.unit.title, note=present(session), items=tuple(items))
