"""What the room's screen shows of a class: the same for everybody in the room. Pure."""

from __future__ import annotations

from campus.learning.activities import Page
from campus.learning.activities.slides import Slides
from campus.learning.class_panels import present, timed
from campus.learning.panel import AnyItem, Heading, Panel, Paragraph
from campus.learning.session import Session
from campus.learning.words import say


def screen(session: Session) -> Panel | Page | None:
    """What the room's screen shows now; None for nothing."""
    match session.life:
        case "live" | "held":
            shown = session.now.screen(session.view) if session.now else None
            if isinstance(shown, Panel):
                return timed(session, shown)
            if shown is None and session.unit.plan:
                return Page(session.unit.slides.document, _last_page(session) - 1)
            return shown
        case "lobby" | "prep_open":
            return _welcome(session)
        case "wrap_up":
            return _goodbye(session)
        case _:
            return None


def _last_page(session: Session) -> int:
    """The page that was on the screen before an activity that shows nothing yet, counted from 1."""
    page = 1
    for activity in session.unit.plan:
        if activity.id == session.current:
            break
        if isinstance(activity, Slides):
            page = activity.last
    return page


def _welcome(session: Session) -> Panel:
    items: list[AnyItem] = [
        Paragraph(text=session.unit.summary),
        Paragraph(text=say("Le cours va commencer.", "The class is about to begin."), tone="now"),
        Heading(text=say(f"Code : {session.code}", f"Code: {session.code}")),
    ]
    return Panel(
        id="screen.welcome", title=session.unit.title, side="screen", note=present(session), items=tuple(items)
    )


def _goodbye(session: Session) -> Panel:
    objectives = [Paragraph(text=objective.text) for objective in session.unit.objectives]
    title = say("Ce que vous savez faire maintenant", "What you can do now")
    return Panel(id="screen.goodbye", title=title, side="screen", note=session.unit.title, items=tuple(objectives))
