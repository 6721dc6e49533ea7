"""What a learner has to do by themselves, wherever they stand: classes to prepare, what to review. Pure.

And what a teacher sees of the classes that they have not opened yet, beside the units.
"""

from __future__ import annotations

from collections.abc import Sequence

from campus.learning.panel import AnyItem, Button, Choice, Column, Heading, Input, Option, Panel, Paragraph, Table
from campus.learning.planning_panels import learners
from campus.learning.preparation import done, state
from campus.learning.session import Session
from campus.learning.words import plural, say
from campus.text import Text

DESK = "desk"
"""The id of a learner's panel."""


def desk(to_prepare: Sequence[Session], viewer: str, *, due: int = 0, known: bool = False, asks: bool = False) -> Panel:
    """A learner's panel: what there is to prepare and to review.

    Args:
        to_prepare: the classes whose preparation is open to them.
        viewer: the learner.
        due: how many questions there are to review.
        known: whether anything is known of where they stand.
        asks: whether to ask for the code of a class.
    """
    items: list[AnyItem] = []
    if to_prepare:
        rows = tuple((session.id, (session.unit.title, _how_far(session, viewer))) for session in to_prepare)
        columns = (Column(title=say("À préparer", "To prepare")), Column(title=say("Fait", "Done")))
        items.append(Table(id="prepare", columns=columns, rows=rows, pressable=True))
    if asks:
        label = say("Code du cours à préparer", "Code of the class to prepare")
        hint = say("Six lettres, données par l'enseignant.", "Six letters that your teacher gave.")
        items.append(Input(id="code", label=label, hint=hint, most=32, clears=True))
    if due:
        words = plural(
            due,
            say("Réviser {n} question", "Review {n} question"),
            say("Réviser {n} questions", "Review {n} questions"),
        )
        items.append(Button(id="review", text=words, primary=not to_prepare))
    if known:
        items.append(Button(id="standing", text=say("Où j'en suis", "Where I stand")))
    if not items:
        items.append(Paragraph(text=say("Rien à préparer ni à réviser.", "Nothing to prepare or review.")))
    return Panel(id=DESK, title=say("Mon travail", "My work"), items=tuple(items), closable=True)


def _how_far(session: Session, viewer: str) -> Text:
    mine = session.preparation(viewer)
    if state(session.unit, mine) in ("ready", "waived"):
        return say("✓ prêt", "✓ ready")
    steps, of = done(session.unit, mine)
    return say(f"{steps} sur {of}", f"{steps} of {of}")


def unopened(sessions: Sequence[Session]) -> tuple[AnyItem, ...]:
    """A teacher's classes whose doors are not open yet, each a row to go on with."""
    if not sessions:
        return ()
    rows = []
    for session in sessions:
        if session.life == "draft":
            how = say("brouillon", "draft")
        else:
            everybody = learners(session)
            ready = sum(state(session.unit, session.preparation(who)) in ("ready", "waived") for who in everybody)
            how = say(f"{ready} prêts sur {len(everybody)}", f"{ready} of {len(everybody)} ready")
        rows.append((session.id, (session.unit.title, how)))
    columns = (Column(title=say("Cours", "Class")), Column(title=say("Où il en est", "How far")))
    heading = Heading(text=say("Vos cours en préparation", "Your classes in preparation"))
    return (heading, Table(id="go-on", columns=columns, rows=tuple(rows), pressable=True))


def choosing(how: str) -> Choice:
    """Whether choosing a unit opens a class at once, or makes a draft of one."""
    options = (
        Option(id="now", text=say("Ouvrir tout de suite", "Open it now")),
        Option(id="first", text=say("Préparer d'abord", "Prepare first")),
    )
    return Choice(id="how", label=say("En choisissant une unité", "Choosing a unit"), options=options, selected=how)
