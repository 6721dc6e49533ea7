"""One person without a screen, who hears what a client hears and does what a person does."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from campus.errors import CampusError
from campus.learning.panel import Choices, Panel
from campus.protocol.messages import (
    VERSION,
    Bye,
    Came,
    Done,
    Enter,
    Entered,
    Figure,
    Hand,
    Hello,
    Panels,
    Press,
    PutBack,
    Refusal,
    Sit,
    Stand,
    Welcome,
    Went,
)
from campus.protocol.poses import PoseFrame
from campus.remote import Caller
from campus.remote.caller import Received
from campus.space import Space
from campus.text import bilingual
from campus.tools.bots.figures import Figures
from campus.tools.bots.sight import Sight
from campus.tools.bots.walking import Truth, Walker
from campus.world import Ground
from campus.world.raster import CELL_M

Behaviour = Literal["wander", "sit", "attend"]


class Bot:
    """One person without a screen.

    Args:
        name: as others see it.
        behaviour: what it does.
        spaces: the compiled spaces and their grounds, by id.
        goes_to: the space that it goes to, or None for where the server lets it in.
    """

    def __init__(
        self,
        url: str,
        name: str,
        behaviour: Behaviour,
        spaces: Mapping[str, tuple[Space, Ground]],
        goes_to: str | None,
        code: str | None,
        rng: random.Random,
        figures: Figures,
    ) -> None:
        figure = Figure(
            skin=rng.randrange(10),
            hair=rng.randrange(10),
            hair_style=rng.randrange(8),
            top=rng.randrange(12),
            legs=rng.randrange(8),
            build=rng.randrange(4),
            height_cm=rng.randrange(152, 192),
        )
        hello = Hello(version=VERSION, name=name, figure=figure, language=rng.choice(("fr", "en")), code=code)
        self.caller = Caller(url, hello, now=time.monotonic, rng=rng)
        self.name, self.behaviour = name, behaviour
        self._spaces, self._goes_to, self._rng, self.figures = spaces, goes_to, rng, figures
        self.id = ""
        self.space: str | None = None
        self.entered_at: float | None = None
        self.walker: Walker | None = None
        self.truth = Truth()
        self.sight = Sight()
        self.seat: str | None = None
        self._wants: str | None = None
        self._asked_at: float | None = None
        self._idle_until = 0.0
        self._hand_until: float | None = None
        self._votes: set[str] = set()
        self._answers: deque[tuple[float, Press]] = deque()
        self._answered: set[tuple[str, str]] = set()

    # --- a frame ---------------------------------------------------------------------------------------------------

    def frame(self, now: float, dt: float, *, may_think: bool = True) -> bool:
        """Hear what came, do something, take a step; `tell` comes after.

        Args:
            now: the clock, seconds.
            dt: since the last frame, seconds.
            may_think: whether it may look for something new to do; finding a way takes as long as ten frames.

        Returns:
            Whether it did.
        """
        for event in self.caller.receive():
            self._take(event, now)
        if self.walker is None:
            return False
        thought = self._act(now, may_think=may_think)
        self.walker.step(dt)
        return thought

    def tell(self, now: float) -> None:
        """Tell the server where one is."""
        if self.walker is not None:
            self.truth.add(now, self.walker.pose)
            self.caller.send_pose(self.walker.pose, now)

    def _take(self, event: Received, now: float) -> None:
        match event:
            case PoseFrame():
                self.sight.receive(event, now)
            case Welcome(person=id_, entry=entry, resumed=resumed):
                self.id = id_
                if not resumed:
                    self.caller.send(Enter(space=self._goes_to or entry))
            case Entered():
                self._enter(event, now)
            case Came(person=person):
                self.sight.came(person)
                if person.id == self.id:
                    self._seated(person.seat)
            case Went(person=id_):
                self.sight.went(id_)
            case PutBack(at=at):
                self.figures.put_back += 1
                if self.walker is not None:
                    self.walker.place(at, seated=self.seat is not None)
            case Panels(panels=panels):
                if self.behaviour == "attend":
                    self._read(panels, now)
            case Refusal(of=of, code=code):
                self.figures.refusals[code] = self.figures.refusals.get(code, 0) + 1
                self._votes.discard(of)
                if of == "sit":
                    self._wants = self._asked_at = None
            case Done(client_message_id=id_):
                if id_ in self._votes:
                    self._votes.discard(id_)
                    self.figures.acknowledged += 1
            case Bye(code=code, text=text):
                self.figures.errors.append(f"{self.name}: {code}: {text.en}")
            case _:
                pass

    def _enter(self, event: Entered, now: float) -> None:
        if event.space not in self._spaces:
            raise CampusError(
                bilingual(
                    f"The server put {self.name} into '{event.space}', which is not a space of this campus.",
                    f"Le serveur a mis {self.name} dans « {event.space} », qui n'est pas un espace de ce campus.",
                )
            )
        self.space, self.entered_at = event.space, now
        self.walker = Walker(self._spaces[event.space][1], event.at)
        self.truth = Truth()
        self.sight.enter(event.people)
        self.seat = None
        self._wants = self._asked_at = None
        self._idle_until = now + self._rng.uniform(0.0, 1.0)
        me = next((p for p in event.people if p.id == self.id), None)
        if me is not None:
            self._seated(me.seat)

    def _seated(self, seat: str | None) -> None:
        """The server says where this bot sits."""
        if seat == self.seat or self.walker is None or self.space is None:
            return
        self.seat, self._wants, self._asked_at = seat, None, None
        if seat is not None:
            self.figures.seats_taken += 1
            place = self._spaces[self.space][0].seats[seat]
            self.walker.place((*place.at, place.heading), seated=True)
            return
        ground = self._spaces[self.space][1]
        x, y, z = ground.nearest(*self.walker.pose[:3]) or self.walker.pose[:3]
        self.walker.place((x, y, z, self.walker.pose.heading))

    # --- what it does ----------------------------------------------------------------------------------------------

    def _act(self, now: float, *, may_think: bool) -> bool:
        assert self.walker is not None
        while self._answers and self._answers[0][0] <= now:
            press = self._answers.popleft()[1]
            self._votes.add(press.client_message_id)
            self.figures.votes += 1
            self.caller.send(press)
        if self._hand_until is not None and now > self._hand_until:
            self.caller.send(Hand(up=False))
            self._hand_until = None
        if self._wants is not None:
            self._approach(now)
        elif may_think and not self.walker.way and now >= self._idle_until:
            self._choose(now)
            return True
        return False

    def _choose(self, now: float) -> None:
        """Something new to do."""
        assert self.walker is not None
        if self._hand_until is None and self._rng.random() < 0.04:
            self.caller.send(Hand(up=True))
            self.figures.hands_raised += 1
            self._hand_until = now + self._rng.uniform(3.0, 8.0)
        if self.seat is not None:
            if self.behaviour == "wander" and self._rng.random() < 0.5:
                self.caller.send(Stand())
            self._idle_until = now + self._rng.uniform(2.0, 6.0)
        elif self.behaviour in ("sit", "attend") or self._rng.random() < 0.08:
            self._look_for_seat(now)
        else:
            self.walker.go(self._somewhere())
            self._idle_until = now + self._rng.uniform(0.3, 3.0)

    def _somewhere(self) -> tuple[float, float, float]:
        """A place to stroll to: one that the space names, or any floor."""
        assert self.space is not None
        assert self.walker is not None
        space, ground = self._spaces[self.space]
        named = [w.at for w in space.waypoints.values()]
        if named and self._rng.random() < 0.4:
            x, y, z = self._rng.choice(named)
            return (x + self._rng.uniform(-1.0, 1.0), y + self._rng.uniform(-1.0, 1.0), z)
        clear = np.flatnonzero(ground.clear)
        if not len(clear):
            return self.walker.pose[:3]
        x, y, z = ground.places(clear[self._rng.randrange(len(clear))]).tolist()
        return (x + self._rng.uniform(-0.5, 0.5) * CELL_M, y, z)

    def _look_for_seat(self, now: float) -> None:
        assert self.space is not None
        assert self.walker is not None
        seats = self._spaces[self.space][0].seats
        taken = {p.seat for p in self.sight.people.values()}
        free = [seat for id_, seat in seats.items() if id_ not in taken]
        self._idle_until = now + self._rng.uniform(1.0, 3.0)
        if free:
            seat = self._rng.choice(free)
            if self.walker.go(seat.at):
                self._wants = seat.id

    def _approach(self, now: float) -> None:
        """On the way to a seat; there, ask for it."""
        assert self.space is not None
        assert self.walker is not None
        if self._asked_at is not None:
            if now - self._asked_at > 3.0:
                self._wants = self._asked_at = None
        elif not self.walker.way:
            self._asked_at = now
            self.caller.send(Sit(seat=self._wants or ""))

    def _read(self, panels: Sequence[Panel], now: float) -> None:
        """Answer every question that is open after a while, once; sometimes think better of it."""
        asked = {
            (panel.id, item.id): item
            for panel in panels
            for item in panel.items
            if isinstance(item, Choices) and item.enabled and item.options
        }
        # Nobody answers what is closed; and a question that is put again is a new one.
        self._answers = deque(a for a in self._answers if (a[1].panel, a[1].item) in asked)
        self._answered &= set(asked)
        for (panel, id_), item in asked.items():
            if (panel, id_) in self._answered or item.selected:
                continue
            self._answered.add((panel, id_))
            at = now + self._rng.uniform(1.0, 6.0)
            for again in range(2 if self._rng.random() < 0.2 else 1):
                message = f"{self._rng.getrandbits(64):016x}"
                value = self._rng.choice(item.options).id
                press = Press(panel=panel, item=id_, value=value, client_message_id=message)
                self._answers.append((at + 2.0 * again, press))
        self._answers = deque(sorted(self._answers, key=lambda answer: answer[0]))
