"""What happens to a session before its doors open: the draft's revisions, more time, what learners prepare. Pure folds.

`fold.apply` calls these; each returns the next session, or refuses and changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from campus.errors import Refused
from campus.learning.events import Extended, Housed, Prepares, Revised
from campus.learning.life import not_while
from campus.learning.preparation import gate_of

if TYPE_CHECKING:
    from campus.learning.session import Session

MOST_DAYS = 60
"""A check is open for no longer than this, unless it is open until the doors are."""


def revised(session: Session, event: Revised) -> Session:
    """The draft once it was changed.

    Raises:
        Refused: `not_now` when it is a draft no more, `empty` for a plan of nothing, `unknown` for a gate that is none.
    """
    if session.life != "draft":
        raise not_while(session.life)
    source = event.unit or session.source
    known = {activity.id: activity for activity in source.plan}
    ids = event.plan if event.plan is not None else [activity.id for activity in session.unit.plan]
    plan = tuple(known[id_] for id_ in dict.fromkeys(ids) if id_ in known)
    if not plan:
        raise Refused("empty", "A class has at least one activity.", "Un cours a au moins une activité.")
    return msgspec.structs.replace(
        session,
        source=source,
        unit=msgspec.structs.replace(source, plan=plan),
        roster=session.roster if event.roster is None else event.roster,
        gate=session.gate if event.gate is None else gate_of(event.gate),
        days=session.days if event.days is None else min(max(0, event.days), MOST_DAYS),
    )


def extended(session: Session, event: Extended) -> Session:
    """The session once its check stays open for longer, for everybody or for one.

    Raises:
        Refused: `not_now` when the preparation is not open, `unknown` for somebody who is not in it.
    """
    if session.life != "prep_open":
        raise not_while(session.life)
    if not event.person:
        return msgspec.structs.replace(session, due=event.until)
    if event.person not in session.people:
        raise _nobody()
    return msgspec.structs.replace(session, extended={**session.extended, event.person: event.until})


def housed(session: Session, event: Housed) -> Session:
    """The session once it is known in which room it takes place.

    Raises:
        Refused: `not_now` once its doors are open: people are in it.
    """
    if session.has_doors or session.is_over:
        raise not_while(session.life)
    return msgspec.structs.replace(session, space=event.space, room=event.room)


def prepares(session: Session, by: str, event: Prepares) -> Session:
    """The session once a learner did something to prepare, or a teacher let them off.

    Raises:
        Refused: `not_now`, `closed` when the check's time is over, `unknown` for what or who is not there.
    """
    by_teacher = event.verb in ("waive", "demand")
    if session.life not in ("prep_open", "lobby", "live", "held"):
        raise not_while(session.life)
    who = event.person if by_teacher else by
    if who not in session.people:
        raise _nobody()
    before = session.preparation(who)
    if by_teacher:
        after = before.waived(by if event.verb == "waive" else "")
    else:
        until = session.open_until(by)
        # What was closed before class can be made up for once one is there: the catch-up shuts nobody out.
        if session.life == "prep_open" and until and event.at > until and event.verb in ("check", "sure"):
            raise Refused(
                "closed",
                "The check is closed; ask your teacher for more time, or make up for it when the class begins.",
                "Le contrôle est clos\u00a0; demandez plus de temps à l’enseignant, ou rattrapez-le au début du cours.",
            )
        after = before.after(session.unit, event.verb, event.value)
    return msgspec.structs.replace(session, prepared={**session.prepared, who: after}) if after != before else session


def _nobody() -> Refused:
    return Refused("unknown", "That person is not in this class.", "Cette personne n’est pas dans ce cours.")
