"""Who of which group sits where: a table for each group, or else seats that are near one another.

Pure: seats and groups in, a plan out. It moves nobody; whoever does so asks the rules of seats (`world.seats`) and says
why.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from campus.space.model import Seat, Space
from campus.text import Text, same

NEAR_M = 3.0
"""Seats further than this from one another are no place for a group to talk."""


class Seatings(NamedTuple):
    """A plan.

    Attributes:
        seats: person -> the seat that is theirs; who found none is not in it.
        places: for each group what its place is called, or nothing.
        tables: for each group the scene's name of its table, or nothing.
    """

    seats: Mapping[str, str]
    places: tuple[Text, ...]
    tables: tuple[str, ...]


_IN_A_ROW = re.compile(r"row-(\d+)\.(\d+)$")
NOWHERE = same("")


def tables_of(space: Space) -> dict[str, tuple[str, ...]]:
    """The tables of a space, in order, each with its seats: `table-1` has the seats `table-1.seat-1` and so on.

    A table is a member of any `group:` of the scene to which at least two seats belong.
    """
    found: dict[str, tuple[str, ...]] = {}
    for members in space.scene.groups.values():
        for member in members:
            seats = tuple(s for s in space.seats if s == member or s.startswith((f"{member}.", f"{member}/")))
            if len(seats) >= 2:
                found[member] = seats
    return found


def seat_groups(
    space: Space, groups: Sequence[Sequence[str]], sitting: Mapping[str, str], *, front: str | None = None
) -> Seatings:
    """Where everybody of these groups is to sit.

    Args:
        space: with its seats where they are now.
        groups: of those who are here; the first gets the first table.
        sitting: seat id -> person, as people sit now. Who is in no group keeps their seat.
        front: the screen's id that is in front; seats near it are given first where no table is left.

    Returns:
        The plan. Whoever sits at their table already keeps that very seat.
    """
    members = {person for group in groups for person in group}
    free = {seat for seat in _chairs(space) if sitting.get(seat) is None or sitting[seat] in members}
    seat_of = {person: seat for seat, person in sitting.items()}
    tables = tables_of(space)
    given: dict[str, str] = {}
    places: list[Text] = []
    names: list[str] = []
    waiting = dict(tables)
    ranks = _ranks(space, front)
    for group in groups:
        table = next((t for t, seats in waiting.items() if len(free & set(seats)) >= min(len(group), 2)), "")
        at_table = [seat for seat in waiting.pop(table, ()) if seat in free]
        if not table:
            kept = {seat for seats in waiting.values() for seat in seats}
            at_table = _cluster(space.seats, free - kept, len(group), ranks)
        chosen = _dealt(group, at_table, seat_of, space.seats, free)
        given.update(chosen)
        free -= set(chosen.values())
        names.append(table)
        places.append(_place(table, [space.seats[seat] for seat in chosen.values()]))
    return Seatings(given, tuple(places), tuple(names))


def seat_everybody(
    space: Space,
    people: Iterable[str],
    sitting: Mapping[str, str],
    *,
    before: Mapping[str, str] | None = None,
    on_wheels: Collection[str] = (),
    front: str | None = None,
) -> dict[str, str]:
    """A seat for each of these people: the one they had before, where it is free, else the free one nearest the front.

    Args:
        space: with its seats.
        people: who is to sit, in this order.
        sitting: seat id -> person, as people sit now; a seat counts as free where one of `people` sits.
        before: person -> the seat that they had.
        on_wheels: who uses a wheelchair: the places without a chair are theirs first, and nobody else's.
        front: the id of the screen that is in front.
    """
    everybody = list(dict.fromkeys(people))
    free = {seat for seat in space.seats if sitting.get(seat) is None or sitting[seat] in set(everybody)}
    chairs = _chairs(space)
    given: dict[str, str] = {}
    for person in everybody:
        if before is not None and (seat := before.get(person, "")) in free:
            given[person] = seat
            free.discard(seat)
    ranks = _ranks(space, front)
    places = sorted(free - chairs, key=lambda s: (ranks[s], s))
    seats = sorted(free & chairs, key=lambda s: (ranks[s], s))
    for person in everybody:
        if person not in given and (choice := places if person in on_wheels and places else seats):
            given[person] = choice.pop(0)
    return given


def _chairs(space: Space) -> set[str]:
    """The seats that anybody can be led to: places for wheelchairs are kept for those who need them."""
    return {id_ for id_, seat in space.seats.items() if seat.kind != "wheelchair"}


def seat_beside(space: Space, companions: Iterable[str], sitting: Mapping[str, str]) -> str | None:
    """The free seat nearest to those of one's group, or None where none is near.

    Args:
        space: with its seats.
        companions: the seats of the others; without any there is nothing to be near to.
        sitting: seat id -> person, as people sit now.
    """
    theirs = [space.seats[seat].at for seat in companions if seat in space.seats]
    if not theirs:
        return None
    middle = np.mean(theirs, axis=0)
    free = ((round(float(np.linalg.norm(np.array(s.at) - middle)), 2), s.id) for s in space.seats.values())
    chairs = _chairs(space)
    near = sorted((away, s) for away, s in free if away <= NEAR_M and s in chairs and sitting.get(s) is None)
    return near[0][1] if near else None


def _ranks(space: Space, front: str | None) -> dict[str, float]:
    """How far each seat is from what is in front, to the decimetre: a row counts as one."""
    screens = space.screens
    screen = screens.get(front or "") or max(
        screens.values(), key=lambda s: (s.shows == "session", s.size[0] * s.size[1]), default=None
    )
    if screen is None:
        return dict.fromkeys(space.seats, 0.0)
    middle = np.array(screen.at[:2])
    return {id_: round(float(np.hypot(*(np.array(s.at[:2]) - middle))), 1) for id_, s in space.seats.items()}


def _dealt(
    group: Sequence[str],
    at_table: Sequence[str],
    seat_of: Mapping[str, str],
    seats: Mapping[str, Seat],
    free: Collection[str],
) -> dict[str, str]:
    """A seat for each of a group: their own where it is among them; beyond the table's, the nearest that are free."""
    given = {person: seat_of[person] for person in group if seat_of.get(person) in at_table}
    left = [seat for seat in at_table if seat not in given.values()]
    standing = [person for person in group if person not in given]
    if len(standing) > len(left) and at_table:
        middle = np.mean([seats[seat].at for seat in at_table], axis=0)
        beside = sorted(
            (round(float(np.linalg.norm(np.array(seats[s].at) - middle)), 2), s) for s in free if s not in at_table
        )
        left += [seat for away, seat in beside if away <= NEAR_M]
    return {**given, **dict(zip(standing, left, strict=False))}


def _cluster(seats: Mapping[str, Seat], free: Collection[str], size: int, ranks: Mapping[str, float]) -> list[str]:
    """`size` free seats that are as near to one another as can be; of equals, those nearest the front."""
    ids = sorted(free, key=lambda seat: (ranks[seat], seat))
    if len(ids) <= size:
        return ids
    at: NDArray[np.float64] = np.array([seats[seat].at for seat in ids])
    away = np.linalg.norm(at[:, None] - at[None], axis=2)
    nearest = np.argsort(away, axis=1, kind="stable")[:, :size]
    spread = np.take_along_axis(away, nearest, axis=1).sum(axis=1).round(1)
    return [ids[i] for i in nearest[int(np.argmin(spread))]]


def _place(table: str, seats: Sequence[Seat]) -> Text:
    """What a group's place is called: "table 2", "row 1, seat 13", or by the name of one of its seats."""
    number = table.rpartition("-")[2]
    if table:
        return same(f"table {number}") if number.isdigit() else same(table)
    if not seats:
        return NOWHERE
    in_rows = sorted((int(found[1]), int(found[2])) for seat in seats if (found := _IN_A_ROW.search(seat.id)))
    if in_rows:
        row, seat = in_rows[0]
        return Text(fr=f"rang {row}, place {seat}", en=f"row {row}, seat {seat}")
    return next((seat.name for seat in seats if seat.name is not None), NOWHERE)
