"""Furniture that is moved while people are in the room: who stands up, who makes way, whose steps count meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campus.protocol.messages import Arranged, PutBack
from campus.space.model import Space
from campus.text import Text
from campus.world import Move, Pose, Referee, Verdict

if TYPE_CHECKING:
    from server.resident import Resident
    from server.room import Room

MAKES_WAY_S = 8.0
"""After the furniture was moved, the floor as it was before counts for so long: others still see it so, and walk."""
MAKES_WAY_M = 6.0
"""Whoever has to make way is put within this distance, where there is a free place."""
MADE_WAY = Text(
    fr="La salle change de disposition : vous voilà debout, à côté.",
    en="The room is being rearranged: you stand beside it now.",
)


class Rearranging:
    """Moves the furniture of a room.

    Args:
        room: whose it is.
    """

    def __init__(self, room: Room) -> None:
        self._room = room
        self._former: tuple[Referee, float] | None = None
        """Who judged before the furniture was moved, and until when their word still counts."""

    def arrange(self, space: Space, referee: Referee, layout: str | None, now: float) -> None:
        """The furniture stands otherwise: whoever sat on what was moved stands up, and nobody stands inside anything.

        Args:
            space: the same one, in that layout.
            referee: who judges moves in it.
            layout: its name; None for the first.
            now: seconds, the room's clock.
        """
        room, former = self._room, self._room.referee
        self._former = (former, now + MAKES_WAY_S)
        room.space, room.referee, room.layout = space, referee, layout
        up = room.seating.moved(space.seats)
        room.doors.moved(space.portals)
        room.ruled.moved(space)
        room.tell(Arranged(layout=layout, light=room.light))
        for id_ in up:
            resident = room.people[id_]
            resident.seat, resident.pending = None, None
            self._make_way(resident, now)
        self._make_way_for_furniture(former, now)

    def tick(self, now: float) -> None:
        """After a while the floor counts as it is now, also for who has not moved since."""
        if self._former is not None and now > self._former[1]:
            former, self._former = self._former[0], None
            self._make_way_for_furniture(former, now)

    def verdicts(self, moves: list[Move]) -> list[Verdict]:
        """What becomes of each move; just after the furniture was moved, where it stood before counts as well."""
        inside = self._room.zoned.inside()
        verdicts = self._room.referee.judge(moves, inside)
        if self._former is None:
            return verdicts
        return [
            before if verdict.why == "off_ground" else verdict
            for verdict, before in zip(verdicts, self._former[0].judge(moves, inside), strict=True)
        ]

    def _make_way_for_furniture(self, former: Referee, now: float) -> None:
        """Whoever stands where no body fits any more is put beside it."""
        for resident in self._room.people.values():
            x, y, z, _ = resident.at
            if resident.seat is not None or self._room.referee.ground.walkable([x], [y], [z])[0]:
                continue
            # Close to a wall a body fits that the grid of the floor finds too thick: there nothing has changed.
            as_before = not former.ground.walkable([x], [y], [z])[0]
            if not as_before or self._room.referee.ground.height_near(x, y, z) is None:
                self._make_way(resident, now)

    def _make_way(self, resident: Resident, now: float) -> None:
        """Put somebody at the nearest free place, and tell them and the others."""
        x, y, z, heading = resident.at
        nearest = self._room.referee.ground.nearest(x, y, z, within=MAKES_WAY_M)
        if nearest is None:  # closed in on all sides: where one comes in
            spawn = next(iter(self._room.space.spawns.values()), None)
            nearest = spawn.at if spawn is not None else (x, y, z)
        at = self._room.arrival((*nearest, heading), but=resident.id)
        self._room.put(resident.id, Pose(*at), now)
        self._room.post((resident.id,), PutBack(at=resident.at, why=MADE_WAY, tone="plain"))
        self._room.shown_anew(resident)
