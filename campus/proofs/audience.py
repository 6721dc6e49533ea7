"""Who sits where when a session is held: eyes and ears of every seat, and where the teacher speaks from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from campus.scene.frames import Frame
from campus.space.model import Seat, Space, Zone

EYES_OVER_SEAT_M = 0.78
"""Of somebody who sits: over the seat; adults have 0.74 to 0.80 (DIN 33402-2, sitting eye height)."""
WHEELCHAIR_EYES_M = 1.20
BEHIND_EDGE_M = 0.20
"""The eyes lie so far behind the seat's front edge: one leans forward a little to see."""
BEFORE_M = 1.0
"""So far before a screen stands who teaches without a podium."""
MOUTH_M = 1.55
"""Of somebody who stands and speaks."""


@dataclass(frozen=True)
class Sitter:
    """A seat, and where the eyes and ears of who sits there are, metres."""

    seat: Seat
    eye: tuple[float, float, float]


def audience(space: Space) -> list[Sitter]:
    """Everybody who would follow a session: every seat but those in a zone whose voices are isolated.

    Where zones with the role `audience` say where the audience sits, only the seats in those.
    """
    places = [zone for zone in space.zones if zone.facets.get("role") == "audience" and not _isolates(zone)]
    sitting = [seat for seat in space.seats.values() if not any(map(_isolates, _zones_of(space, seat)))]
    if places:
        sitting = [seat for seat in sitting if any(zone in places for zone in _zones_of(space, seat))]
    return [Sitter(seat, _eye(seat)) for seat in sitting]


def everybody(space: Space) -> list[Sitter]:
    """Every seat."""
    return [Sitter(seat, _eye(seat)) for seat in space.seats.values()]


def speakers(space: Space) -> list[tuple[str, tuple[float, float, float], float]]:
    """(node, mouth, gain in decibels) of every place that somebody teaches from.

    Lecterns; where there is none, podium zones; where there is none either, before the screen of the session.
    """
    podiums = [zone for zone in space.zones if zone.facets.get("role") == "podium"]
    found = []
    for node in space.scene.nodes:
        if node.type == "lectern" and node.id in space.where:
            for stand in node.spec.anchors().reach:
                x, y, z = Frame(*space.where[node.id]).point(stand.at)
                gain = max((_gain(zone) for zone in podiums if _within(zone, (x, y, z + 0.1))), default=0.0)
                found.append((node.id, (x, y, z + MOUTH_M), gain))
    if found:
        return found
    for zone in podiums:
        middle = [(low + high) / 2 for low, high in zip(zone.low, zone.high, strict=True)]
        found.append((zone.id, (middle[0], middle[1], zone.low[2] + MOUTH_M), _gain(zone)))
    if found:
        return found
    for screen in space.screens.values():
        if screen.shows == "session":
            angle = math.radians(screen.heading)
            x, y = screen.at[0] - math.sin(angle) * BEFORE_M, screen.at[1] + math.cos(angle) * BEFORE_M
            found.append((screen.id, (x, y, _floor(space, screen.id) + MOUTH_M), 0.0))
    return found


def _floor(space: Space, node: str) -> float:
    return space.where[node][2] if node in space.where else 0.0


def _eye(seat: Seat) -> tuple[float, float, float]:
    angle = math.radians(seat.heading)
    over = WHEELCHAIR_EYES_M if seat.kind == "wheelchair" else seat.height + EYES_OVER_SEAT_M
    x, y, z = seat.at
    return (x + math.sin(angle) * BEHIND_EDGE_M, y - math.cos(angle) * BEHIND_EDGE_M, z + over)


def _within(zone: Zone, at: tuple[float, float, float]) -> bool:
    return all(low <= v <= high for low, v, high in zip(zone.low, at, zone.high, strict=True))


def _gain(zone: Zone) -> float:
    audio = zone.facets.get("audio")
    gain = audio.get("gain", 0.0) if isinstance(audio, Mapping) else 0.0
    return float(gain)


def _zones_of(space: Space, seat: Seat) -> list[Zone]:
    x, y, z = seat.at
    return [zone for zone in space.zones if _within(zone, (x, y, z + 0.1))]


def _isolates(zone: Zone) -> bool:
    audio = zone.facets.get("audio")
    return bool(isinstance(audio, Mapping) and audio.get("isolate"))
