"""The people who are here, with or without a connection just now. Owns who drives and who may come back to what."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from campus.errors import Refused
from campus.protocol.messages import Figure, Role
from campus.protocol.wire import KEPT_S, Outbox
from campus.text import Text
from server.connection import Connection

CONNECTIONS_PER_PERSON = 3
ACTS_PER_S, ACT_BURST = 2.0, 6.0
"""How often somebody may do what everybody is told of: a name, a hand, a seat, a door, a way into another space."""
REMEMBERED_WORDS = 64


@dataclass(frozen=True, eq=False)
class Lost:
    """A connection that was cut: what goes to its person goes on waiting in its outbox until they come back."""

    id: str
    outbox: Outbox
    since: float


@dataclass
class Visitor:
    """A person who is here.

    Attributes:
        code: the join code that they came with.
        language: in which they read.
        room: the id of the room they are in.
        connections: oldest first; the newest drives.
        lost: those that were cut lately, and can be resumed.
        said: the numbers of what they said last, so that a retry is told once.
        acts: how many things they may do at once now; it was so many at `acted_at`.
    """

    id: str
    name: str
    role: Role
    figure: Figure
    code: str | None
    language: str = ""
    room: str | None = None
    connections: list[Connection] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    said: deque[str] = field(default_factory=lambda: deque(maxlen=REMEMBERED_WORDS))
    acts: float = ACT_BURST
    acted_at: float = 0.0

    @property
    def outboxes(self) -> list[Outbox]:
        """Everything that a message to this person goes into."""
        return [c.outbox for c in self.connections] + [lost.outbox for lost in self.lost]

    def may_act(self, now: float) -> None:
        """Somebody wants to do something that everybody in the room is told of.

        Raises:
            Refused: `too_fast`, beyond two a second with six at once.
        """
        self.acts = min(ACT_BURST, self.acts + max(now - self.acted_at, 0.0) * ACTS_PER_S)
        self.acted_at = now
        if self.acts < 1.0:
            raise Refused(
                "too_fast",
                "You do that faster than the others can follow. Wait a moment, then try again.",
                "Vous allez plus vite que les autres ne suivent. Attendez un instant, puis réessayez.",
            )
        self.acts -= 1.0

    def let_go(self, why: Text) -> None:
        """Somebody may be here no more: their connections end, and whatever they were about to enter has no one left.

        Args:
            why: what they are told.
        """
        ending, self.connections, self.lost = self.connections, [], []
        for connection in ending:
            connection.end("not_allowed", why, again=False)

    def lose(self, connection: Connection, now: float) -> None:
        """A connection is gone; what it would have got is kept for a while."""
        self.connections.remove(connection)
        self.lost.append(Lost(connection.id, connection.outbox, now))
        del self.lost[:-CONNECTIONS_PER_PERSON]

    def resume(self, connection_id: str, last_seq: int | None, now: float) -> tuple[Outbox, list[bytes]] | None:
        """Take up a connection that was cut, or one that does not know yet that it is.

        Returns:
            Its outbox and the frames that its client missed; None where they are kept no longer.
        """
        for connection in self.connections:
            if connection.id == connection_id:
                connection.abort()
                self.lose(connection, now)
                break
        for lost in self.lost:
            if lost.id == connection_id:
                self.lost.remove(lost)
                missed = None if last_seq is None else lost.outbox.missed(last_seq, now)
                return None if missed is None else (lost.outbox, missed)
        return None

    def age(self, now: float) -> None:
        """Number what waits for lost connections, as if it had been sent; forget those that are too old."""
        self.lost = [lost for lost in self.lost if now - lost.since <= KEPT_S]
        for lost in self.lost:
            lost.outbox.take(now)
