"""`campus bot`: people without a screen, who walk, sit and vote. For rehearsals, tests and measurements.

Many in one event loop, each with a connection of their own and nothing that a real client lacks: the same caller, the
same ground, the same buffers for the others. Since they share a clock, each knows where the others truly are, and what
it would have drawn of them is measured against that.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import random
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
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
    Person,
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
from campus.scene import load_campus
from campus.space import Space, compile_space
from campus.world import Ground, Pose, SnapshotBuffer
from campus.world.ground import WALK_MPS
from campus.world.pose import PLAYOUT_S, turn_between
from campus.world.raster import CELL_M

Behaviour = Literal["wander", "sit", "attend"]
FRAMES_PER_S = 20.0
WATCHED_AT_MOST = 2500
"""So many pairs of one who sees and one who is seen are measured: all of them among fifty people."""
KEPT_ERRORS = 200_000
"""Of a run without an end, so many errors are kept, each with the same chance; the largest is never lost."""
SETTLED_S = 2.0
"""Nobody measures in their first moments: the others are still coming in."""
TURN_DEG_S = 270.0
ARRIVED_M = 0.05
ENTERED_WITHIN_S = 30.0
JUMP_MEANS = "how much further somebody was drawn from one frame to the next than one walks in that time"
GIVEN_NAMES = (
    *("Aïcha", "Baptiste", "Camille", "Driss", "Élise", "Fatou", "Gaspard", "Hélène", "Inès", "Jules", "Karima", "Léo"),
    *("Maëlle", "Nassim", "Océane", "Paul", "Quitterie", "Rachid", "Salomé", "Théo", "Ugo", "Violette", "William"),
    *("Xénia", "Yanis", "Zoé"),
)


@dataclass
class Figures:
    """What a run of bots measured.

    Attributes:
        bots: how many were asked for; `online` how many stood in the space at the end.
        seconds: how long it was measured.
        error_m: how far what each would have drawn of the others was from where these truly were at that moment, 150 ms
            ago: median, 95th and 99th percentile, and the largest, metres.
        largest_step_m: the furthest that anybody was drawn from one frame to the next.
        largest_jump_m: the furthest that anybody was drawn beyond what one walks in that time.
        largest_jump_means: that, in words, for whoever reads only the figures.
        samples: how many pairs and moments the errors are of.
        votes, acknowledged: how many answers were sent, and how many the server said it had committed.
        put_back: how often the referee did not let a pose pass.
        late_frames: how often a frame of the bots came more than 50 ms late: then they measure themselves.
    """

    bots: int
    behaviour: str
    space: str
    seconds: float
    online: int = 0
    error_m: dict[str, float] = field(default_factory=dict)
    largest_step_m: float = 0.0
    largest_jump_m: float = 0.0
    largest_jump_means: str = JUMP_MEANS
    samples: int = 0
    messages_in_per_s: float = 0.0
    messages_out_per_s: float = 0.0
    bytes_in_per_s: float = 0.0
    bytes_out_per_s: float = 0.0
    seats_taken: int = 0
    hands_raised: int = 0
    votes: int = 0
    acknowledged: int = 0
    refusals: dict[str, int] = field(default_factory=dict)
    put_back: int = 0
    errors: list[str] = field(default_factory=list)
    late_frames: int = 0


class Walker:
    """A body that walks by itself: along a way over the ground, turning as people turn.

    Args:
        ground: what it walks on.
        at: x, y, z, heading.
    """

    def __init__(self, ground: Ground, at: tuple[float, float, float, float]) -> None:
        self.ground = ground
        self.place(at)

    def place(self, at: tuple[float, float, float, float], *, seated: bool = False) -> None:
        """Be somewhere else at once."""
        self.pose = Pose(at[0], at[1], at[2], at[3] % 360.0, seated=seated)
        self.way: deque[tuple[float, float, float]] = deque()

    def go(self, goal: Sequence[float]) -> bool:
        """Set out for a place (x, y, z); False where no way leads there."""
        self.way = deque(self.ground.path(self.pose[:3], goal) or ())
        return bool(self.way)

    def step(self, dt: float) -> None:
        """Walk for `dt` seconds; `set_down` then puts the feet on the floor."""
        while self.way and math.dist(self.pose[:2], self.way[0][:2]) < ARRIVED_M:
            self.way.popleft()
        if not self.way:
            self.pose = self.pose._replace(vx=0.0, vy=0.0)
            return
        x, y, z, heading = self.pose[:4]
        dx, dy = self.way[0][0] - x, self.way[0][1] - y
        distance = math.hypot(dx, dy)
        wanted = math.degrees(math.atan2(-dx, dy)) % 360.0
        turn = turn_between(heading, wanted)
        heading = (heading + math.copysign(min(abs(turn), TURN_DEG_S * dt), turn)) % 360.0
        # Whoever has to turn round does so before walking off.
        pace = WALK_MPS * max(0.0, math.cos(math.radians(min(abs(turn), 90.0))))
        length = min(pace * dt, distance)
        x, y = x + dx / distance * length, y + dy / distance * length
        z += (self.way[0][2] - z) * (length / distance)
        self.pose = Pose(x, y, z, heading, dx / distance * length / dt, dy / distance * length / dt)


def set_down(walkers: Sequence[Walker]) -> None:
    """Put the feet of walkers on one ground on its floor: all at once, which costs what it costs for one."""
    moving = [walker for walker in walkers if walker.way]
    if moving:
        x, y, z = np.array([walker.pose[:3] for walker in moving]).T
        for walker, height in zip(moving, moving[0].ground.foot_heights(x, y, z).tolist(), strict=True):
            walker.pose = walker.pose._replace(z=height)


@dataclass
class Truth:
    """Where one bot has been of late, so that others can be asked what they saw."""

    times: deque[float] = field(default_factory=lambda: deque(maxlen=64))
    places: deque[tuple[float, float, float]] = field(default_factory=lambda: deque(maxlen=64))

    def add(self, time: float, pose: Pose) -> None:
        """Note a moment."""
        self.times.append(time)
        self.places.append(pose[:3])

    def at(self, time: float) -> tuple[float, float, float] | None:
        """Where it was then, or None where that is too long ago."""
        if not self.times or time < self.times[0]:
            return None
        after = next((i for i, t in enumerate(self.times) if t >= time), len(self.times) - 1)
        if after == 0:
            return self.places[0]
        t0, t1 = self.times[after - 1], self.times[after]
        part = min(max((time - t0) / (t1 - t0), 0.0), 1.0) if t1 > t0 else 1.0
        a, b = self.places[after - 1], self.places[after]
        return (a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part, a[2] + (b[2] - a[2]) * part)


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
            raise CampusError(f"The server put {self.name} into '{event.space}', which is not a space of this campus.")
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


class _Measure:
    """How well everybody sees everybody."""

    def __init__(self, bots: Sequence[Bot], figures: Figures, rng: random.Random) -> None:
        self._bots, self.figures = bots, figures
        self._errors: list[float] = []
        self._most, self._rng = 0.0, rng
        self._looked_at = [0.0] * len(bots)
        self._turn = 0
        share = min(1.0, WATCHED_AT_MOST / max(len(bots) * (len(bots) - 1), 1))
        ids = range(len(bots))
        self._watched = [{j for j in ids if j != i and rng.random() < share} for i in ids]

    def look(self, now: float) -> None:
        """One drawn frame of every second bot, the others the next time: drawing is most of the work here."""
        self._turn = 1 - self._turn
        index = {bot.id: i for i, bot in enumerate(self._bots) if bot.walker is not None}
        truths = [bot.truth.at(now - PLAYOUT_S) for bot in self._bots]
        settled = [now - bot.entered_at > SETTLED_S if bot.entered_at is not None else False for bot in self._bots]
        for here, (viewer, watched) in enumerate(zip(self._bots, self._watched, strict=True)):
            sight = viewer.sight
            moment = sight.moment(now)
            if here % 2 != self._turn or viewer.entered_at is None or moment is None:
                continue
            passed, self._looked_at[here] = now - self._looked_at[here], now
            for slot, buffer in sight.buffers.items():
                person = sight.people.get(slot)
                other = index.get(person.id) if person is not None else None
                if other is None or other not in watched:
                    continue
                x, y, z = buffer.at(moment)[:3]
                before = sight.drawn.get(slot)
                sight.drawn[slot] = (x, y, z)
                true = truths[other]
                if not settled[here] or not settled[other] or true is None or before is None:
                    continue
                self._note(math.dist((x, y, z), true))
                step = math.dist((x, y, z), before)
                self.figures.largest_step_m = max(self.figures.largest_step_m, step)
                self.figures.largest_jump_m = max(self.figures.largest_jump_m, step - WALK_MPS * passed)

    def _note(self, error: float) -> None:
        self.figures.samples += 1
        self._most = max(self._most, error)
        if len(self._errors) < KEPT_ERRORS:
            self._errors.append(error)
        elif (place := self._rng.randrange(self.figures.samples)) < KEPT_ERRORS:
            self._errors[place] = error

    def finish(self) -> None:
        """Put the errors into the figures."""
        if self._errors:
            p50, p95, p99 = np.percentile(self._errors, (50, 95, 99)).tolist()
            self.figures.error_m = {
                name: round(value, 4)
                for name, value in zip(("p50", "p95", "p99", "max"), (p50, p95, p99, self._most), strict=True)
            }
        self.figures.largest_step_m = round(self.figures.largest_step_m, 4)
        self.figures.largest_jump_m = round(self.figures.largest_jump_m, 4)


def run(
    url: str,
    count: int = 1,
    space: str | None = None,
    behaviour: Behaviour | str = "wander",
    seconds: float = 60.0,
    as_json: bool = False,
    code: str | None = None,
    root: Path | None = None,
    seed: int = 1,
) -> int:
    """Send bots to a server, and print what they measured: at the end, or when SIGTERM or SIGINT (Ctrl+C) stops them.

    Args:
        url: `ws://host:port`.
        count: how many.
        space: where they go; None for where the server lets them in.
        behaviour: `wander`, `sit` (take a seat and stay) or `attend` (sit, and answer what is asked).
        seconds: for how long, once they are all in; 0 until they are stopped.
        as_json: the figures as one JSON object rather than as words.
        code: a join code.
        root: the folder of the campus's content; it must be what the server has.
        seed: the same seed walks the same ways, as far as the network lets it.

    Returns:
        0 when everybody got in and nothing failed, else 1.

    Raises:
        CampusError: the campus has mistakes, knows no such space, or the server does not let them in.
    """
    if behaviour not in ("wander", "sit", "attend"):
        raise CampusError(f"A bot cannot '{behaviour}'. It can wander, sit or attend.")
    assert behaviour in ("wander", "sit", "attend")
    spaces = _grounds(root or Path.cwd(), space)
    figures = Figures(count, behaviour, space or "", seconds)
    asyncio.run(_run(url, count, space, behaviour, seconds, code, spaces, seed, figures))
    sys.stdout.write((json.dumps(asdict(figures), ensure_ascii=False, indent=2) if as_json else _words(figures)) + "\n")
    return 0 if figures.online == count and not figures.errors else 1


def _grounds(root: Path, space: str | None) -> dict[str, tuple[Space, Ground]]:
    """The spaces that bots may come to, compiled, with their grounds."""
    campus = load_campus(root)
    if space is not None and space not in campus.scenes:
        raise CampusError(f"This campus has no space '{space}'. It has: {', '.join(sorted(campus.scenes))}.")
    compiled = {id_: compile_space(campus, id_) for id_ in ([space] if space else campus.scenes)}
    return {id_: (one, Ground.of_space(one)) for id_, one in compiled.items()}


async def _run(
    url: str,
    count: int,
    space: str | None,
    behaviour: Behaviour,
    seconds: float,
    code: str | None,
    spaces: Mapping[str, tuple[Space, Ground]],
    seed: int,
    figures: Figures,
) -> None:
    rng = random.Random(seed)
    stop = asyncio.Event()
    bots = []
    for number in range(count):
        name = GIVEN_NAMES[number % len(GIVEN_NAMES)] + (f" {number // len(GIVEN_NAMES) + 1}" if count > 26 else "")
        own = random.Random(rng.getrandbits(64))
        bots.append(Bot(url, name, behaviour, spaces, space, code, own, figures))
    calls = [asyncio.create_task(bot.caller.run()) for bot in bots]
    try:
        with _stopped_by_signals(stop):
            await _frames(bots, calls, ENTERED_WITHIN_S, figures, rng, stop, until_in=True)
            if not stop.is_set():
                _raise_if_nobody(bots, url)
            measure = _Measure(bots, figures, rng)
            before = [asdict(bot.caller.traffic) for bot in bots]
            began = time.monotonic()
            await _frames(bots, calls, seconds or math.inf, figures, rng, stop, measure=measure)
        passed = max(time.monotonic() - began, 1e-6)
        figures.seconds = round(passed, 1)
        _count_traffic(bots, before, passed, figures)
        measure.finish()
        figures.online = sum(bot.walker is not None and bot.caller.state.phase == "online" for bot in bots)
        figures.space = space or next((bot.space for bot in bots if bot.space), "")
    finally:
        for bot in bots:
            bot.caller.close()
        for result in await asyncio.gather(*calls, return_exceptions=True):
            if isinstance(result, BaseException):
                figures.errors.append(repr(result))


@contextlib.contextmanager
def _stopped_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """Inside, SIGTERM and SIGINT set `stop` rather than end the process; elsewhere than in the main thread, nothing."""
    loop = asyncio.get_running_loop()
    before: dict[signal.Signals, object] = {}
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(ValueError):  # not in the main thread
            before[number] = signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]  # as it was given by the same function


async def _frames(
    bots: Sequence[Bot],
    calls: Sequence[asyncio.Task[None]],
    seconds: float,
    figures: Figures,
    rng: random.Random,
    stop: asyncio.Event,
    *,
    until_in: bool = False,
    measure: _Measure | None = None,
) -> None:
    """Run everybody's frames for a while, or until all are in, or until they are stopped."""
    last = time.monotonic()
    ends, due = last + seconds, last
    while (now := time.monotonic()) < ends and not stop.is_set():
        if measure is not None and now - due > 0.05:
            figures.late_frames += 1
        nobody_thought = True
        first = rng.randrange(len(bots))
        for bot in (*bots[first:], *bots[:first]):
            if bot.frame(now, max(now - last, 1e-3), may_think=nobody_thought):
                nobody_thought = False
        for space in {bot.space for bot in bots}:
            set_down([bot.walker for bot in bots if bot.walker is not None and bot.space == space])
        for bot in bots:
            bot.tell(now)
        if measure is not None:
            measure.look(now)
        if until_in and all(bot.walker is not None or call.done() for bot, call in zip(bots, calls, strict=True)):
            return
        last = now
        due = max(due + 1.0 / FRAMES_PER_S, now)
        # Never less than a moment: what came in is read by other tasks of this loop, and they need their turn.
        await asyncio.sleep(max(due - time.monotonic(), 0.005))


def _raise_if_nobody(bots: Sequence[Bot], url: str) -> None:
    if any(bot.walker is not None for bot in bots):
        return
    reason = next((bot.caller.state.reason for bot in bots if bot.caller.state.reason), None)
    raise CampusError(reason.en if reason else f"{url} did not let anybody in within {ENTERED_WITHIN_S:.0f} s.")


def _count_traffic(bots: Sequence[Bot], before: Sequence[Mapping[str, int]], passed: float, figures: Figures) -> None:
    total = {
        key: sum(asdict(bot.caller.traffic)[key] - old[key] for bot, old in zip(bots, before, strict=True)) / passed
        for key in ("frames_in", "bytes_in", "frames_out", "bytes_out")
    }
    figures.messages_in_per_s, figures.bytes_in_per_s = round(total["frames_in"], 1), round(total["bytes_in"], 1)
    figures.messages_out_per_s, figures.bytes_out_per_s = round(total["frames_out"], 1), round(total["bytes_out"], 1)


def _words(figures: Figures) -> str:
    """The figures for a person."""
    error = figures.error_m
    lines = [
        f"{figures.online} of {figures.bots} bots in {figures.space} for {figures.seconds:g} s ({figures.behaviour})",
        f"seen wrongly by    {_metres(error.get('p50'))} half the time, at most {_metres(error.get('p95'))} for 95 %, "
        f"{_metres(error.get('max'))} ever ({figures.samples} samples)",
        f"largest jump       {_metres(figures.largest_jump_m)} ({JUMP_MEANS})",
        f"in                 {figures.messages_in_per_s:.0f} messages/s, {figures.bytes_in_per_s / 1000:.1f} kB/s",
        f"out                {figures.messages_out_per_s:.0f} messages/s, {figures.bytes_out_per_s / 1000:.1f} kB/s",
        f"seats taken {figures.seats_taken}, hands raised {figures.hands_raised}, "
        f"votes {figures.votes} ({figures.acknowledged} acknowledged), put back {figures.put_back}",
    ]
    lines += [f"refused {code}: {number}" for code, number in sorted(figures.refusals.items())]
    return "\n".join(lines + [f"error: {error}" for error in figures.errors])


def _metres(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f} m"
