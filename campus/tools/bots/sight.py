"""What one bot sees of the others: the same buffers that a client draws from."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from campus.protocol.messages import Person
from campus.protocol.poses import PoseFrame
from campus.world import SnapshotBuffer
from campus.world.pose import PLAYOUT_S


class Sight:
    """What one bot sees of the others."""

    def __init__(self) -> None:
        self.people: dict[int, Person] = {}
        self.buffers: dict[int, SnapshotBuffer] = {}
        self.drawn: dict[int, tuple[float, float, float]] = {}
        self._differences: deque[float] = deque(maxlen=100)

    def enter(self, people: Sequence[Person]) -> None:
        """A new room: everything before is of another place."""
        self.people = {p.slot: p for p in people}
        self.buffers, self.drawn = {}, {}
        self._differences.clear()

    def came(self, person: Person) -> None:
        """Somebody came, or changed."""
        before = self.people.get(person.slot)
        if before is not None and before.id != person.id:
            self._forget(person.slot)
        self.people[person.slot] = person

    def went(self, id_: str) -> None:
        """Somebody left."""
        for slot in [s for s, p in self.people.items() if p.id == id_]:
            del self.people[slot]
            self._forget(slot)

    def receive(self, frame: PoseFrame, now: float) -> None:
        """Take in where people are."""
        self._differences.append(now - frame.time)
        for seen in frame.seen:
            self.buffers.setdefault(seen.slot, SnapshotBuffer()).add(seen.time, seen.pose)

    def moment(self, now: float) -> float | None:
        """The moment to draw at our `now`, on the server's clock; None before anything was heard."""
        return now - min(self._differences) - PLAYOUT_S if self._differences else None

    def _forget(self, slot: int) -> None:
        self.buffers.pop(slot, None)
        self.drawn.pop(slot, None)
