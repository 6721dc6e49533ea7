"""Who sits where. Owns the rule that a seat holds one person and a person one seat; knows no room and no connection."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from campus.errors import Refused
from campus.space.model import Seat
from campus.world.pose import Pose
from campus.world.reach import REACH_M, is_near


class Seating:
    """The seats of one room.

    Args:
        seats: of the compiled space, by id.

    Attributes:
        sitting: seat id -> person id, of the seats that are taken; change it by `take` and `leave` only.
    """

    def __init__(self, seats: Mapping[str, Seat]) -> None:
        self._seats = seats
        self.sitting: dict[str, str] = {}

    def seat_of(self, person: str) -> str | None:
        """The seat on which somebody sits, or None."""
        return next((seat for seat, sitter in self.sitting.items() if sitter == person), None)

    def is_free(self, seat_id: str) -> bool:
        """Whether there is such a seat, and nobody on it."""
        return seat_id in self._seats and seat_id not in self.sitting

    def take(self, person: str, seat_id: str, pose: Pose | None, name_of: Callable[[str], str]) -> Pose:
        """Somebody takes a seat, and leaves the one that they had.

        Args:
            person: their id.
            seat_id: the seat's.
            pose: where they are; None where that does not matter, because the server brings them back.
            name_of: the name of a person, by id, for the sentence that says who sits there already.

        Returns:
            Where they are now: before the seat, seated.

        Raises:
            Refused: `no_such_seat`, `taken`, or `too_far`; nothing has changed then.
        """
        seat = self._seats.get(seat_id)
        if seat is None:
            raise Refused(
                "no_such_seat",
                f"There is no seat '{seat_id}' here.",
                f"Il n’y a pas de place «\u00a0{seat_id}\u00a0» ici.",
            )
        holder = self.sitting.get(seat_id)
        if holder not in (None, person):
            name = name_of(holder or "")
            raise Refused(
                "taken",
                f"{name} sits there. Choose another seat.",
                f"Cette place est prise par {name}. Choisissez-en une autre.",
            )
        if pose is not None and holder is None and not is_near(pose, seat.at, REACH_M):
            raise Refused("too_far", "Go nearer to the seat first.", "Approchez-vous d’abord de la place.")
        self.leave(person)
        self.sitting[seat_id] = person
        return Pose(*seat.at, seat.heading % 360.0, seated=True)

    def moved(self, seats: Mapping[str, Seat]) -> tuple[str, ...]:
        """The seats stand elsewhere now: `seats` are those that there are.

        Returns:
            The people whose seat was moved or taken away; they sit on nothing any more.
        """
        up = tuple(person for seat, person in self.sitting.items() if seats.get(seat) != self._seats[seat])
        self._seats = seats
        for person in up:
            self.leave(person)
        return up

    def leave(self, person: str) -> str | None:
        """Somebody gets up, or is gone. Returns the seat that is free now, or None where they had none."""
        seat = self.seat_of(person)
        if seat is not None:
            del self.sitting[seat]
        return seat
