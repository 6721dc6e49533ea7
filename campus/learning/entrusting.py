"""Who else runs a class, and who has more time in it: by the word of whoever runs it, for this one class.

Both are the class's own: an account that says "co-teacher" runs nothing before somebody has entrusted it with a class,
and what is given here ends with it. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from campus.errors import Refused

if TYPE_CHECKING:
    from campus.learning.session import Session

TEACHING_ROLES = frozenset({"teacher", "co-teacher"})
"""Who may run a class, once it is theirs or entrusted to them."""
OPENING_ROLES = frozenset({"teacher"})
"""Who may open a class, or take over one without its teacher; a co-teacher runs what is entrusted to them, no more."""
FACTORS: tuple[float, ...] = (1.0, 1.25, 1.5, 2.0)
"""How much time somebody may be given, of what the others have; 1.25 to 2 are what schools grant."""


def entrusted(session: Session, person: str, *, up: bool) -> Session:
    """The session once somebody else runs it too, or no longer does.

    Raises:
        Refused: `unknown`, `not_allowed`.
    """
    known = session.people.get(person)
    if known is None:
        raise Refused("unknown", "That person is not in this class.", "Cette personne n’est pas dans ce cours.")
    if person in session.teachers:
        raise Refused(
            "not_allowed",
            f"This class is {known.name}’s own: it cannot be taken away.",
            f"Ce cours est celui de {known.name}\u00a0: il ne peut pas lui être retiré.",
        )
    if up and known.role not in TEACHING_ROLES:
        raise Refused(
            "not_allowed",
            "A class is entrusted to a teacher or a co-teacher only.",
            "Un cours ne se confie qu’à un enseignant ou à un co-enseignant.",
        )
    others = tuple(helper for helper in session.helpers if helper != person)
    return msgspec.structs.replace(session, helpers=(*others, person) if up else others)


def granted(extra: Mapping[str, float], person: str, factor: float) -> dict[str, float]:
    """Who has how much time, once somebody has been given some.

    Raises:
        Refused: `unknown`, for a factor that is none of `FACTORS`.
    """
    if factor not in FACTORS:
        raise Refused(
            "unknown",
            f"Time is given as {', '.join(f'{f:g}' for f in FACTORS)}, not {factor:g}.",
            f"Le temps se donne par {', '.join(f'{f:g}'.replace('.', ',') for f in FACTORS)}.",
        )
    others = {who: theirs for who, theirs in extra.items() if who != person}
    return others if factor == 1.0 else {**others, person: factor}


def next_factor(extra: Mapping[str, float], person: str) -> float:
    """What a press on somebody's line gives them: the next step, and after the last one none again."""
    now = extra.get(person, 1.0)
    return FACTORS[(FACTORS.index(now) + 1) % len(FACTORS)] if now in FACTORS else 1.0
