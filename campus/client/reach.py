"""What is within a person's reach: the seat, the door, the lift that the key would use now. Pure geometry and words."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from campus.client.reading import to_read
from campus.components.station import Station
from campus.space.model import Portal, Seat, Space
from campus.text import Text
from campus.world.pose import turn_between
from campus.world.rules import usable

SEAT_REACH_M = 1.1
DOOR_REACH_M = 1.6
SAME_FLOOR_M = 0.7
CELL_M = 1.0
IN_VIEW_DEG = 75.0
WALKS_IN_M = 0.75
"""Somebody who walks towards a door this near goes through it without a key."""

_WORKS: Mapping[str, Text] = {
    "preparation": Text(fr="Préparer un cours", en="Prepare for a class"),
    "review": Text(fr="Réviser", en="Review"),
    "diagnostic": Text(fr="Voir où j’en suis", en="See where I stand"),
}


@dataclass(frozen=True)
class Reachable:
    """One thing that can be used from here, and the words that say so."""

    kind: Literal["seat", "portal", "station", "thing", "read", "unbuilt"]
    id: str
    text: Text
    distance: float


def in_reach(
    space: Space, titles: Mapping[str, Text], taken: Collection[str], at: tuple[float, float, float], heading: float
) -> Reachable | None:
    """The nearest thing in front of a person that they can use, or None.

    Args:
        space: where they are.
        titles: of every space, built or planned.
        taken: seats that somebody sits on.
        at: their feet, metres.
        heading: where they look, degrees.
    """
    near = _around(space, math.floor(at[0] / CELL_M), math.floor(at[1] / CELL_M))
    found = [
        *(_seat(seat, at, heading) for seat in near.seats if seat.id not in taken),
        *(_portal(portal, space, titles, at, heading) for portal in near.portals),
        *(_station(node, space, at, heading) for node in near.stations),
        *(_thing(node, space, at, heading) for node in near.things),
        *((Reachable("read", *found),) if (found := to_read(space, at, heading)) else ()),
    ]
    return min((f for f in found if f), key=lambda f: f.distance, default=None)


def walked_into(space: Space, at: tuple[float, float, float], velocity: tuple[float, float]) -> Portal | None:
    """The door or arch that a person walks into, or None; a lift (a portal within the space) waits for the key."""
    speed = math.hypot(*velocity)
    if speed < 0.3:
        return None
    for portal in space.portals.values():
        if portal.space == space.id or not portal.built or abs(portal.at[2] - at[2]) > SAME_FLOOR_M:
            continue
        # Inward is where one looks who comes out of it: a wide arch is walked into anywhere along its width.
        angle = math.radians(portal.arrive.heading)
        inward = (-math.sin(angle), math.cos(angle))
        dx, dy = at[0] - portal.at[0], at[1] - portal.at[1]
        before = dx * inward[0] + dy * inward[1]
        beside = abs(dx * inward[1] - dy * inward[0])
        through = -(velocity[0] * inward[0] + velocity[1] * inward[1]) / speed
        if -WALKS_IN_M < before < WALKS_IN_M and beside <= max(portal.radius, WALKS_IN_M) and through > 0.6:
            return portal
    return None


def seat_under(
    space: Space, start: tuple[float, float, float], along: tuple[float, float, float], nearer_than: float
) -> Seat | None:
    """The seat that a ray from the eye points at (within 0.35 m of the middle of its cushion), the nearest first.

    Args:
        space: where the eye is.
        start: the eye, metres.
        along: where it points, unit length.
        nearer_than: metres to the wall or floor that the ray meets.
    """
    best: tuple[float, Seat] | None = None
    for seat in space.seats.values():
        middle = (seat.at[0], seat.at[1], seat.at[2] + max(seat.height, 0.45))
        away = [m - s for m, s in zip(middle, start, strict=True)]
        distance = sum(a * d for a, d in zip(away, along, strict=True))
        if not 0.2 < distance < nearer_than + 0.6:
            continue
        miss = math.dist(middle, [s + d * distance for s, d in zip(start, along, strict=True)])
        if miss < 0.35 and (best is None or distance < best[0]):
            best = (distance, seat)
    return best[1] if best else None


class _Near(NamedTuple):
    """What can be within reach of somebody who is anywhere in a square of the floor."""

    seats: tuple[Seat, ...]
    portals: tuple[Portal, ...]
    stations: tuple[str, ...]
    things: tuple[str, ...]


@lru_cache(maxsize=32)
def _around(space: Space, column: int, row: int) -> _Near:
    """A hall has hundreds of seats, and one asks in every frame: whoever walks is in one square for half a second."""
    low = (column * CELL_M, row * CELL_M)

    def near(place: Sequence[float] | None, reach: float) -> bool:
        return place is not None and all(-reach <= place[i] - low[i] <= CELL_M + reach for i in (0, 1))

    return _Near(
        tuple(seat for seat in space.seats.values() if near(seat.at, SEAT_REACH_M)),
        tuple(p for p in space.portals.values() if near(p.at, max(p.radius, DOOR_REACH_M))),
        tuple(node for node in stations(space) if near(space.where.get(node), DOOR_REACH_M)),
        tuple(node for node in things(space) if near(space.where.get(node), DOOR_REACH_M)),
    )


def _seat(seat: Seat, at: tuple[float, float, float], heading: float) -> Reachable | None:
    distance = _distance(at, heading, seat.at, SEAT_REACH_M)
    if distance is None:
        return None
    words = (
        Text(fr="Prendre cette place", en="Take this place")
        if seat.kind == "wheelchair"
        else Text(fr="S’asseoir", en="Sit down")
    )
    if seat.name is not None:
        words = Text(fr=f"{words.fr}\u00a0: {seat.name.fr}", en=f"{words.en}: {seat.name.en}")
    return Reachable("seat", seat.id, words, distance)


@lru_cache(maxsize=8)
def things(space: Space) -> frozenset[str]:
    """What can be used because a rule of the space waits for it, and is not used for something else already."""
    return frozenset(usable(space.scene) - space.portals.keys() - stations(space).keys() - space.seats.keys())


def _thing(node: str, space: Space, at: tuple[float, float, float], heading: float) -> Reachable | None:
    place, name = space.where.get(node), space.names.get(node)
    distance = _distance(at, heading, place[:3], DOOR_REACH_M) if place is not None else None
    return None if distance is None or name is None else Reachable("thing", node, name, distance)


@lru_cache(maxsize=8)
def stations(space: Space) -> Mapping[str, str]:
    """The stations of a space: node id -> the part of a unit that one works at there."""
    return {node.id: node.spec.part for node in space.scene.nodes if isinstance(node.spec, Station)}


def _station(node: str, space: Space, at: tuple[float, float, float], heading: float) -> Reachable | None:
    place = space.where.get(node)
    distance = _distance(at, heading, place[:3], DOOR_REACH_M) if place is not None else None
    return None if distance is None else Reachable("station", node, _WORKS[stations(space)[node]], distance)


def _portal(
    portal: Portal, space: Space, titles: Mapping[str, Text], at: tuple[float, float, float], heading: float
) -> Reachable | None:
    distance = _distance(at, heading, portal.at, max(portal.radius, DOOR_REACH_M))
    if distance is None:
        return None
    where = titles.get(portal.space)
    if portal.space == space.id:
        words = portal.name or Text(fr="Prendre l’ascenseur", en="Take the lift")
    elif where is None:
        words = portal.name or Text(fr="Ouvrir la porte", en="Open the door")
    elif portal.built:
        words = Text(fr=f"Entrer\u00a0: {where.fr}", en=f"Go in: {where.en}")
    else:
        words = Text(fr=f"{where.fr}\u00a0: bientôt ouvert", en=f"{where.en}: opening soon")
    return Reachable("portal" if portal.built else "unbuilt", portal.id, words, distance)


def _distance(
    at: tuple[float, float, float], heading: float, goal: tuple[float, float, float], reach: float
) -> float | None:
    """How far, for something within reach, on the same floor and in view; else None."""
    if abs(goal[2] - at[2]) > SAME_FLOOR_M:
        return None
    dx, dy = goal[0] - at[0], goal[1] - at[1]
    distance = math.hypot(dx, dy)
    if distance > reach:
        return None
    towards = math.degrees(math.atan2(-dx, dy))
    if distance > 0.45 and abs(turn_between(heading, towards)) > IN_VIEW_DEG:
        return None
    return distance
