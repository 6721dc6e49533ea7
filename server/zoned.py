"""The zones of one room as people are in them: which are full, and who stands too long where others pass.

Whether a step passes is `campus.world.referee`'s; this counts, and tells everybody which zones hold no more, so that
nobody walks where they are refused.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from campus.errors import Refused
from campus.learning.entrusting import TEACHING_ROLES
from campus.protocol.messages import Notice
from campus.text import Text
from campus.world.referee import WORDS
from campus.world.zones import is_full

if TYPE_CHECKING:
    from server.resident import Resident
    from server.room import Room

FULL = "full"
"""The variable of a zone's state that says whether it holds no more."""
MOVE_ON = Text(
    fr="D’autres passent par ici\u00a0: laissez-leur la place, s’il vous plaît.",
    en="Others pass through here: please make room for them.",
)


class Zoned:
    """Counts who is where in a room.

    Args:
        room: whose zones they are.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._since: dict[str, tuple[str, float, bool]] = {}

    def inside(self) -> Counter[str]:
        """How many people each zone with a capacity holds."""
        zones, people = self._room.referee.zones, self._room.people
        if not zones.count_people or not people:
            return Counter()
        places = [resident.pose[:3] for resident in people.values()]
        return Counter(zone.id for zone in zones.counted_in(places) if zone is not None)

    def tick(self, now: float) -> None:
        """Tell which zones are full, and ask people to move on."""
        zones = self._room.referee.zones
        if zones.count_people:
            inside = self.inside()
            for zone in zones.zones:
                if "capacity" in zone.facets:
                    full = is_full(zone, inside[zone.id])
                    if full != self._room.state.get(zone.id, {}).get(FULL, False):
                        self._room.set_state(zone.id, FULL, full)
        if zones.ask_to_move_on:
            for resident in self._room.people.values():
                self._watch(resident, now)
            self._since = {id_: since for id_, since in self._since.items() if id_ in self._room.people}

    def check_seat(self, resident: Resident, at: tuple[float, float, float]) -> None:
        """That somebody may sit down at a place: it is theirs to use, and its zone holds one more.

        Raises:
            Refused: `not_allowed` or `full`.
        """
        self.check_use(resident, at)
        zones = self._room.referee.zones
        old, new = zones.counted_in([resident.pose[:3], at])
        if new is not None and new is not old and is_full(new, self.inside()[new.id]):
            raise Refused("full", WORDS["full"].en, WORDS["full"].fr)

    def check_use(self, resident: Resident, at: tuple[float, float, float]) -> None:
        """That somebody may use what stands at a place.

        Raises:
            Refused: `not_allowed`.
        """
        if not self._room.referee.zones.permits(at, resident.role):
            raise Refused(
                "not_allowed",
                "This is reserved. Ask whoever teaches here.",
                "C’est réservé. Demandez à qui enseigne ici.",
            )

    def _watch(self, resident: Resident, now: float) -> None:
        """Somebody who stands where people pass is asked once to move on; who sits or teaches has business there."""
        found = self._room.referee.zones.dwell(resident.pose[:3])
        if found is None or resident.seat is not None or resident.role in TEACHING_ROLES:
            self._since.pop(resident.id, None)
            return
        zone, seconds = found
        known, since, told = self._since.get(resident.id, (zone, now, False))
        if known != zone:
            since, told = now, False
        if not told and now - since >= seconds:
            self._room.post((resident.id,), Notice(text=MOVE_ON))
            told = True
        self._since[resident.id] = (zone, since, told)
