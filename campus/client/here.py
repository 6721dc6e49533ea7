"""What the client knows of the room it is in: who is there, what was said, what shows. Fed by messages; no drawing.

Seats, doors, hands, screens and panels are the server's to say; this only repeats what it said. The one thing that is
decided here is when to draw whom: everybody 150 ms behind the server's clock (`campus.world.snapshots`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from campus.learning.clock import ticking
from campus.learning.panel import Line, Panel
from campus.protocol.messages import (
    Arranged,
    Came,
    Changed,
    Done,
    Entered,
    Notice,
    Panels,
    Person,
    PutBack,
    Refusal,
    Said,
    ServerMessage,
    Shows,
    Welcome,
    Went,
)
from campus.protocol.poses import PoseFrame
from campus.world.pose import PLAYOUT_S, Pose
from campus.world.snapshots import SnapshotBuffer

KEPT_LINES = 200
CLOCK_FRAMES = 100
"""How many frames the estimate of the server's clock looks back: ten seconds at 10 Hz."""


@dataclass
class ServerClock:
    """The server's clock as seen from here.

    A frame is never early, only late; so the smallest difference of the last ten seconds is the truest, and one late
    frame does not move anybody.
    """

    _differences: deque[float] = field(default_factory=lambda: deque(maxlen=CLOCK_FRAMES))

    def heard(self, server: float, now: float) -> None:
        """A frame made at `server` (its clock) came in at `now` (ours)."""
        self._differences.append(now - server)

    def at(self, now: float) -> float:
        """The server's time at our `now`; our own before anything was heard."""
        return now - min(self._differences, default=0.0)


@dataclass
class Here:
    """The room as last told by the server.

    Attributes:
        me: this person's id, or an empty string before the welcome.
        slot: this person's row.
        layout, light: how the room is furnished and lit; None as the space opens.
        people: by slot, oneself included.
        state: of nodes, by id.
        panels: the server's, in its order.
        screens: what each screen shows.
        log: what was said, oldest first.
        unread: how many lines since the chat was last read.
        saved: how often the server has confirmed something that this person pressed.
        notices: sentences to show once, taken by `take_notices`.
        placed: how often the server has placed us: an `Entered` or a `PutBack` each count.
        ahead_s: how far the server's calendar clock is ahead of the clock of our frames, seconds.
    """

    me: str = ""
    role: str = "guest"
    slot: int = -1
    room: str = ""
    space: str = ""
    entry: str = ""
    layout: str | None = None
    light: str | None = None
    people: dict[int, Person] = field(default_factory=dict)
    state: dict[str, Mapping[str, float | str | bool]] = field(default_factory=dict)
    panels: tuple[Panel, ...] = ()
    screens: dict[str, Shows] = field(default_factory=dict)
    log: deque[Line] = field(default_factory=lambda: deque(maxlen=KEPT_LINES))
    unread: int = 0
    unconfirmed: set[str] = field(default_factory=set)
    saved: int = 0
    ahead_s: float = 0.0
    clock: ServerClock = field(default_factory=ServerClock)
    _buffers: dict[int, SnapshotBuffer] = field(default_factory=dict)
    _notices: list[Notice] = field(default_factory=list)

    @property
    def myself(self) -> Person | None:
        """This person as the server knows them."""
        return self.people.get(self.slot)

    @property
    def taken_seats(self) -> set[str]:
        """Seats that somebody sits on."""
        return {p.seat for p in self.people.values() if p.seat}

    def receive(self, event: ServerMessage | PoseFrame, now: float) -> None:
        """Take in one thing that the server said; `now` is our clock, seconds."""
        match event:
            case PoseFrame():
                self.clock.heard(event.time, now)
                for seen in event.seen:
                    if seen.slot != self.slot:
                        self._buffers.setdefault(seen.slot, SnapshotBuffer()).add(seen.time, seen.pose)
            case Welcome():
                self.me, self.role, self.entry = event.person, event.role, event.entry
                self.ahead_s = event.wall - now if event.wall else 0.0
            case Entered():
                self._enter(event)
            case Came(person=person):
                if (before := self.people.get(person.slot)) and before.id != person.id:
                    self._buffers.pop(person.slot, None)
                self.people[person.slot] = person
            case Went(person=who):
                for slot in [s for s, p in self.people.items() if p.id == who]:
                    del self.people[slot]
                    self._buffers.pop(slot, None)
            case Arranged(layout=layout, light=light):
                self.layout, self.light = layout, light
            case Changed(node=node, state=state):
                self.state[node] = state
            case Said():
                self._say(event)
            case Shows(screen=screen):
                self.screens[screen] = event
            case Panels(panels=panels):
                self.panels = panels
            case Notice():
                self._notices.append(event)
            case Refusal():
                self.unconfirmed.discard(event.of)
                self._notices.append(Notice(text=event.text, tone="bad"))
            case PutBack(why=why, tone=tone):
                self._notices.append(Notice(text=why, tone=tone))
            case Done(client_message_id=id_):
                self.saved += id_ in self.unconfirmed
                self.unconfirmed.discard(id_)
            case _:
                pass

    def poses(self, now: float) -> dict[int, Pose]:
        """Where everybody else is to be drawn at our `now`, by slot; who has not moved yet is not among them."""
        moment = self.clock.at(now) - PLAYOUT_S
        return {slot: buffer.at(moment) for slot, buffer in self._buffers.items() if slot in self.people}

    def ticking_screens(self, now: float) -> dict[str, Shows]:
        """What each screen shows at our `now`: time that runs out as the figures that are left."""
        return {id_: self._ticking_screen(shows, now) for id_, shows in self.screens.items()}

    def _ticking_screen(self, shows: Shows, now: float) -> Shows:
        if shows.panel is None or (panel := ticking(shows.panel, now + self.ahead_s)) is shows.panel:
            return shows
        return msgspec.structs.replace(shows, panel=panel)

    def ticking_panels(self, now: float) -> tuple[Panel, ...]:
        """The server's panels at our `now`: time that runs out as the figures that are left."""
        return tuple(ticking(panel, now + self.ahead_s) for panel in self.panels)

    def take_notices(self) -> list[Notice]:
        """The sentences that came since the last call."""
        notices, self._notices = self._notices, []
        return notices

    def _enter(self, event: Entered) -> None:
        self.room, self.space, self.slot = event.room, event.space, event.you
        self.layout, self.light = event.layout, event.light
        self.people = {person.slot: person for person in event.people}
        self.state = dict(event.state)
        self.screens, self._buffers = {}, {}
        self.clock = ServerClock()

    def _say(self, said: Said) -> None:
        who = said.name
        self.log.append(Line(who=who, words=said.words, tone="now" if said.person == self.me else "plain"))
        if said.person != self.me:
            self.unread += 1
