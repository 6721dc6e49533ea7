"""Who is here, and what they are doing. Owns the words for roles; decides nothing about what a role may do."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from campus.client.ui.local.ids import PEOPLE
from campus.learning.panel import (
    Column,
    Panel,
    Table,
)
from campus.protocol.messages import Person
from campus.text import Text, same

ROLES: Mapping[str, Text] = {
    "student": Text(fr="Étudiant(e)", en="Student"),
    "teacher": Text(fr="Enseignant(e)", en="Teacher"),
    "co-teacher": Text(fr="Co-enseignant(e)", en="Co-teacher"),
    "designer": Text(fr="Conception", en="Designer"),
    "admin": Text(fr="Administration", en="Administrator"),
    "guest": Text(fr="Visiteur", en="Guest"),
}


def _standing(person: Person) -> Text:
    """What somebody is doing here: away, hand raised, seated, standing; the first that matters."""
    if person.away:
        return Text(fr="Connexion perdue", en="Connection lost")
    if person.hand:
        return Text(fr="Main levée", en="Hand raised")
    if person.seat is not None:
        return Text(fr="À sa place", en="Seated")
    return Text(fr="Debout", en="Standing")


def people_panel(people: Collection[Person], me: str) -> Panel:
    """Who is here: raised hands first, then those who teach, then by name.

    Args:
        people: everybody in the room, oneself included.
        me: one's own person id.
    """
    teaching = ("teacher", "co-teacher")
    ordered = sorted(people, key=lambda p: (not p.hand, p.role not in teaching, p.name.casefold(), p.id))

    def named(person: Person) -> Text:
        if person.id != me:
            return same(person.name)
        return Text(fr=f"{person.name} (vous)", en=f"{person.name} (you)")

    rows = tuple((p.id, (named(p), ROLES.get(p.role, same(p.role)), _standing(p))) for p in ordered)
    columns = (
        Column(title=Text(fr="Nom", en="Name")),
        Column(title=Text(fr="Rôle", en="Role")),
        Column(title=Text(fr="Présence", en="Presence")),
    )
    hands = sum(person.hand for person in people)
    count = len(people)
    note = Text(
        fr=f"{count} personne{'s' if count > 1 else ''}"
        + (f" · {hands} main{'s levées' if hands > 1 else ' levée'}" if hands else ""),
        en=f"{count} {'people' if count != 1 else 'person'}"
        + (f" · {hands} hand{'s' if hands > 1 else ''} raised" if hands else ""),
    )
    return Panel(
        id=PEOPLE,
        title=Text(fr="Qui est là", en="Who is here"),
        note=note,
        items=(Table(id="people", columns=columns, rows=rows),),
        side="left",
        closable=True,
    )
