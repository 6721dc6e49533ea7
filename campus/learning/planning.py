"""A class before its doors open: the teacher's draft, and the preparation that is open. From presses to events. Pure.

What may be changed when is the session's to say (`fold.apply`); what the panels look like is `planning_panels`'.
"""

from __future__ import annotations

from campus.errors import Refused
from campus.learning.events import AnyEvent, Extended, Prepares, Revised, Turned
from campus.learning.rights import Standing, authorise
from campus.learning.session import DAY_S, Session

MOST_NAMES = 500
"""A roster has no more names than this."""
TURNS = frozenset({"prepare", "admit", "cancel-ask", "cancel", "keep"})
"""The steps of a life that are taken from the draft's panel; where its doors open is `server.preparation`'s to say."""


def planned(session: Session, standing: Standing, item: str, value: str, at: float) -> tuple[AnyEvent, ...]:
    """The events that a press on a draft's panel asks for.

    Raises:
        Refused: it is not theirs, or there is no such thing; nothing has changed.
    """
    kind, _, rest = item.partition(".")
    authorise(standing, "waive" if kind == "waive" else "plan")
    match kind:
        case "life" if rest in TURNS:
            return (Turned(at=at, verb=rest),)
        case "take":
            return (Revised(at=at, plan=_toggled(session, value)),)
        case "earlier":
            return (Revised(at=at, plan=_earlier(session, value)),)
        case "roster":
            return (Revised(at=at, roster=names_in(value)),)
        case "gate":
            return (Revised(at=at, gate=value),)
        case "days" if value.isascii() and value.isdigit() and len(value) <= 3:
            return (Revised(at=at, days=int(value)),)
        case "extend" if rest in ("1", "7"):
            return (Extended(at=at, until=_later(session, "", at, int(rest))),)
        case "more-time":
            return (Extended(at=at, until=_later(session, value, at, 1), person=value),)
        case "waive":
            return waiving(session, standing, value, at)
    raise Refused(
        "unknown", f"There is nothing called '{item}' here.", f"Il n’y a rien qui s’appelle «\u00a0{item}\u00a0» ici."
    )


def waiving(session: Session, standing: Standing, person: str, at: float) -> tuple[AnyEvent, ...]:
    """The events of letting somebody off what they lack; once more, and it is asked of them again.

    Raises:
        Refused: `not_allowed`.
    """
    authorise(standing, "waive", own=False)
    verb = "demand" if session.preparation(person).waived_by else "waive"
    return (Prepares(at=at, verb=verb, person=person),)


def names_in(words: str) -> tuple[str, ...]:
    """The names of a list as somebody pastes it: one a line, what stands after a `;` or a tab left away; each once."""
    found = (line.replace("\t", ";").partition(";")[0].strip()[:48] for line in words.splitlines())
    return tuple(dict.fromkeys(name for name in found if name))[:MOST_NAMES]


def _toggled(session: Session, activity: str) -> tuple[str, ...]:
    """The plan without an activity, or with it again where it stood."""
    ids = [one.id for one in session.unit.plan]
    if activity in ids:
        return tuple(id_ for id_ in ids if id_ != activity)
    order = [one.id for one in session.source.plan]
    if activity not in order:
        raise _no_activity(activity)
    before = order[: order.index(activity)]
    place = 1 + max((ids.index(id_) for id_ in before if id_ in ids), default=-1)
    return (*ids[:place], activity, *ids[place:])


def _earlier(session: Session, activity: str) -> tuple[str, ...]:
    """The plan with an activity one place earlier; the first stays where it is."""
    ids = [one.id for one in session.unit.plan]
    if activity not in ids:
        raise _no_activity(activity)
    place = ids.index(activity)
    if place:
        ids[place - 1], ids[place] = ids[place], ids[place - 1]
    return tuple(ids)


def _later(session: Session, person: str, at: float, days: int) -> float:
    """When the check closes after so many days more: never sooner than so long from now.

    Raises:
        Refused: `not_now`, where it is open until the doors are.
    """
    if not session.due:
        raise Refused("not_now", "It is open until the class opens.", "Il est ouvert jusqu’à l’ouverture du cours.")
    return max(session.open_until(person), at) + days * DAY_S


def _no_activity(activity: str) -> Refused:
    return Refused(
        "unknown",
        f"The plan has no activity '{activity}'.",
        f"Le plan n’a pas d’activité «\u00a0{activity}\u00a0».",
    )
