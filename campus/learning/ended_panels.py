"""What people see of a class that is over: its figures for whoever ran it, for the others what they did and can do now.

Pure. Nobody's answers are in anybody else's record.
"""

from __future__ import annotations

from campus.learning.activities._collecting import Collecting
from campus.learning.activities.concept_question import ConceptQuestionRunning
from campus.learning.panel import AnyItem, Button, Column, Heading, Panel, Paragraph, Table
from campus.learning.session import ANSWERING_ROLES, Session
from campus.learning.words import plural, say
from campus.text import same

CLOSING = "closing"
"""The id of what whoever ran a class sees when it has ended."""
RECORD = "record"
"""The id of what a participant sees when the class has ended."""


def closing(session: Session, exports: str = "") -> Panel:
    """What whoever ran a class sees when it has ended: its figures, where its files lie, and the way to another.

    Args:
        session: that has ended.
        exports: where its files lie, as a person can find them; empty where none are written.
    """
    took_part = [p for p in session.people.values() if p.role in ANSWERING_ROLES and p.came]
    count = plural(
        len(took_part),
        say("{n} personne a participé.", "{n} person took part."),
        say("{n} personnes ont participé.", "{n} people took part."),
    )
    items: list[AnyItem] = [Button(id="another", text=say("Ouvrir un autre cours", "Open another class"), primary=True)]
    items.append(Paragraph(text=count))
    rows = []
    for activity in session.unit.plan:
        running = session.running.get(activity.id)
        if isinstance(running, ConceptQuestionRunning) and running.first:
            rounds = [(1, running.first)] + ([(2, running.second)] if running.second else [])
            votes = " → ".join(str(len(given)) for _, given in rounds)
            right = " → ".join(f"{running.share_right(n) or 0.0:.0%}" for n, _ in rounds)
            rows.append((activity.id, (activity.title, say(votes, votes), say(right.replace("%", " %"), right))))
        elif isinstance(running, Collecting) and running.heard:
            heard = str(len(running.heard))
            rows.append((activity.id, (activity.title, say(heard, heard), say("–", "–"))))
    columns = (
        Column(title=say("Question", "Question")),
        Column(title=say("Votes", "Votes"), numeric=True),
        Column(title=say("Justes", "Right"), numeric=True),
    )
    if rows:
        items.append(Table(id="figures", columns=columns, rows=tuple(rows)))
    else:
        items.append(Paragraph(text=say("Aucune question n'a reçu de réponse.", "No question was answered.")))
    if exports:
        items.append(Heading(text=say("Les fichiers du cours", "The files of the class")))
        where = say(
            "Votes, présences, notes, traces xAPI et agenda, sur l'ordinateur du serveur, dans le dossier :",
            "Votes, attendance, notes, xAPI statements and calendar, on the server's computer, in the folder:",
        )
        items += [Paragraph(text=where), Paragraph(text=same(exports), tone="quiet")]
    note = say("Le cours est terminé", "The class has ended")
    return Panel(id=CLOSING, title=session.unit.title, note=note, items=tuple(items), closable=True)


def record(session: Session, viewer: str) -> Panel | None:
    """What a participant keeps before their eyes when the class has ended: their own answers, and nobody else's."""
    known = session.people.get(viewer)
    if known is None or known.role not in ANSWERING_ROLES:
        return None
    note = say("Le cours est terminé", "The class has ended")
    items = (*outcomes(session, viewer), *objectives(session))
    return Panel(id=RECORD, title=session.unit.title, note=note, items=items, closable=True)


def outcomes(session: Session, viewer: str) -> tuple[AnyItem, ...]:
    """One row for each question of the class: how it went for this person."""
    rows = []
    for activity in session.unit.plan:
        running = session.running.get(activity.id)
        outcome = running.outcome(viewer) if running is not None else None
        if outcome is not None:
            rows.append((activity.id, (activity.title, outcome)))
    columns = (Column(title=say("Question", "Question")), Column(title=say("Vos réponses", "Your answers")))
    return (Table(id="answers", columns=columns, rows=tuple(rows)),) if rows else ()


def objectives(session: Session) -> tuple[AnyItem, ...]:
    """What one can do after the class."""
    heading = Heading(text=say("Ce que vous savez faire maintenant", "What you can do now"))
    return (heading, *(Paragraph(text=objective.text) for objective in session.unit.objectives))
