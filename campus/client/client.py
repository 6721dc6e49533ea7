"""A running client: everything that a frame works on.

Owns the present place, the body, the camera and the conversation with the server. The order of a frame is in
`frame.py`, what keys and tools do in `deeds.py`, start and end in `app.py`.
"""

from __future__ import annotations

import datetime
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from campus.client.body import Body
from campus.client.camera import Camera, Eye
from campus.client.here import Here
from campus.client.input.intents import Held, Intent
from campus.client.place import Place
from campus.client.places import Places
from campus.client.profile import Profile, save_profile
from campus.client.reach import Reachable
from campus.client.shown import look_of
from campus.client.windows import Windows, windows_at_most
from campus.learning.panel import Panel
from campus.protocol.messages import Enter, Entered, Figure, Introduce, Notice, Use
from campus.space.daytime import Daytime
from campus.space.model import Portal, Screen
from campus.text import Text, plain_words
from campus.world.reach import REACH_M

if TYPE_CHECKING:
    from campus.client.audio.ears import Ears
    from campus.client.avatars.crowd import Crowd, DrawnPerson
    from campus.client.input.devices import Devices
    from campus.client.taught import Taught
    from campus.client.ui.interface import Interface
    from campus.client.view.stage import Stage
    from campus.remote import Link, Received

LOOKS = Text(
    fr="Votre apparence se choisit dans les réglages (touche O).", en="How you look is chosen in the settings (key O)."
)
GONE_AFTER_S = 4.0
"""A door that the server has not answered for so long lets go: the person is told, and can walk on."""
LED_M = REACH_M + 0.5
"""Nobody sits down on a seat further away than this by themselves: the server leads them there, behind a veil."""
MOVES_AN_HOUR = 20
"""How often the sun of the present hour goes on: by less than a degree each time."""
VEIL_S = 0.15
"""How long the picture takes to darken in a doorway, and to come back."""


@dataclass
class Passage:
    """Going through a door: the way is asked for, the picture darkens, the server answers."""

    portal: Portal
    since: float


@dataclass
class Client:
    """One person's campus.

    Attributes:
        heard: what the server said before there was a place to stand in.
        veil: how dark the picture is, 0 to 1.
        passage: a door that is being gone through.
        intent: what the person wants in this frame.
        reachable: what the key would use now.
        open_panels: local panels that are open (`chat`, `people`, `settings`, `help`), the newest last.
        taught: what hangs on the screens.
        drawn: everybody as drawn in this frame, by slot.
        led_to: a seat that the server leads me to; I sit on it once the picture is dark.
        sit_when_near, use_when_near: a seat or a door that was clicked from afar.
        looks_around_s: how long I have been here; what lies beyond the doors is prepared only after a moment.
        wanted_space: where to go first, instead of the campus's entry.
        call: makes a connection for a profile.
        here_for_s: seconds since the campus opened to somebody who has told their name.
        barred_at: when I was told last that a zone does not let me in.
        reading, spot: the node that is being read up close, and which of its spots is open.
        labels: key by its place on a US keyboard -> what is written on it on this one.
        ears: hear what happens; None in silence.
    """

    places: Places
    stage: Stage
    crowd: Crowd
    interface: Interface
    devices: Devices
    link: Link
    call: Callable[[Profile], Link]
    profile: Profile
    profile_path: Path
    taught: Taught
    held: Held = field(default_factory=Held)
    heard: list[Received] = field(default_factory=list)
    here: Here = field(default_factory=Here)
    body: Body = field(default_factory=Body)
    camera: Camera = field(default_factory=Camera)
    place: Place | None = None
    veil: float = 0.0
    passage: Passage | None = None
    intent: Intent = field(default_factory=Intent)
    reachable: Reachable | None = None
    open_panels: Windows = field(default_factory=Windows)
    notices: deque[tuple[int, Notice]] = field(default_factory=lambda: deque(maxlen=6))
    seated_shown: set[str] = field(default_factory=set)
    drawn: dict[int, DrawnPerson] = field(default_factory=dict)
    eye: Eye = field(default_factory=lambda: Eye(0, 0, 0, 0, 0, 70))
    led_to: str | None = None
    sit_when_near: str | None = None
    use_when_near: str | None = None
    looks_around_s: float = 0.0
    wanted_space: str | None = None
    reading: str = ""
    spot: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    ears: Ears | None = None
    closing: bool = False
    unkept: bool = False
    here_for_s: float = 0.0
    barred_at: float = -math.inf
    _notices_told: int = 0

    # --- being somewhere ---------------------------------------------------------------------------------------------

    def stand_in(self, place: Place) -> None:
        """Stand at the entry of a place before the server has answered: one moves at once."""
        spawn = next(iter(place.space.spawns.values()))
        self._present(place, spawn.at, spawn.heading)

    def arrive(self, entered: Entered) -> None:
        """Be where the server says."""
        self._present(self.places.get(entered.space), entered.at[:3], entered.at[3])
        self.wanted_space = None

    def _present(self, place: Place, at: tuple[float, float, float], heading: float) -> None:
        if place is not self.place:
            self.place = place
            self.stage.present(place.view, gently=True)
            self.crowd.enter(place.view.root)
        place.view.forget_hidden()
        self.body.seat = None
        self.body.put(at, heading)
        self.camera = self.camera.focusing(False)
        self.passage = self.sit_when_near = self.use_when_near = self.led_to = None
        for seat in self.seated_shown & set(place.space.seats):
            place.view.take_seat(seat, False)
        self.seated_shown = set()
        self.taught.forget()
        self.looks_around_s = 0.0

    def stand_among(self, place: Place) -> None:
        """The furniture of the room stands otherwise: one stays where one is, and sees it."""
        former, self.place = self.place, place
        self.stage.present(place.view)
        self.crowd.enter(place.view.root)
        if former is not None and former.view is not place.view:
            former.view.destroy()
        self.seated_shown = set()
        self.taught.forget()
        self.body.path.clear()
        self.sit_when_near = self.use_when_near = None
        if self.body.seat is not None and (seat := place.space.seats.get(self.body.seat.id)) is not None:
            self.body.sit(seat)

    def follow_room(self, now: float) -> None:
        """Furnish and light the place as the server says the room is; once a frame."""
        place, here = self.place, self.here
        if place is None or here.space != place.space.id:
            return
        if (
            here.layout != place.layout
            and (other := self.places.arranged(here.space, here.layout, here.light)) is not None
        ):
            self.stand_among(other)
            place = other
        self.places.turn(self.moment(now), now, seen=place)
        self.places.dim(place, here.light, now, at_once=self.veil > 0.0)

    @property
    def is_as_told(self) -> bool:
        """Whether the place looks as the server says the room is, but for what is still being dimmed."""
        return self.place is None or self.here.space != self.place.space.id or self.here.layout == self.place.layout

    def moment(self, now: float) -> Daytime | None:
        """The hour that I see the campus at; None is the one that it is painted at, which everybody sees by default.

        The present hour is the server's, so that all who look at it see the same.
        """
        match self.profile.hour:
            case "chosen":
                return self.profile.chosen
            case "now" if self.here.ahead_s:
                clock = datetime.datetime.fromtimestamp(now + self.here.ahead_s, datetime.UTC)
                present = Daytime.at(clock)
                return Daytime(present.day, math.floor(present.hour * MOVES_AN_HOUR) / MOVES_AN_HOUR)
            case _:
                return None

    def go_through(self, portal: Portal, now: float) -> None:
        """Ask the way through a door; the picture darkens meanwhile."""
        if self.passage is not None:
            return
        self.passage = Passage(portal, now)
        self.body.path.clear()
        if portal.door:
            self.link.send(Use(node=portal.id, verb="open"))
        self.link.send(Enter(space=portal.space, portal=portal.id))

    def walk_to(self, goal: tuple[float, float, float]) -> bool:
        """Set out for a point on the ground; False where no way leads there."""
        if self.place is None or self.body.seat is not None:
            return False
        path = self.place.ground.path(self.body.at, goal)
        if not path:
            return False
        self.body.follow(path)
        return True

    def seat_is(self, seat: str | None) -> None:
        """The server says what I sit on."""
        if self.place is None:
            return
        now_on = self.body.seat.id if self.body.seat else None
        self.led_to = None
        if seat is not None and seat != now_on and seat in self.place.space.seats:
            if math.dist(self.place.space.seats[seat].at, self.body.at) > LED_M:
                self.led_to = seat
            else:
                self.body.sit(self.place.space.seats[seat])
        elif seat is None and now_on is not None:
            self.body.stand()
            self.camera = self.camera.focusing(False)

    def be_led(self) -> None:
        """The picture is dark: sit where the server leads me."""
        if self.place is not None and (seat := self.place.space.seats.get(self.led_to or "")) is not None:
            self.body.path.clear()
            self.body.sit(seat)
            self.camera = self.camera.focusing(False)
        self.led_to = None

    @property
    def screen(self) -> Screen | None:
        """The taught screen of the place: the one that a session shows on, the largest first."""
        if self.place is None:
            return None
        screens = [screen for screen in self.place.space.screens.values() if screen.shows != "clock"]
        return max(screens, key=lambda s: (s.shows == "session", s.size[0] * s.size[1]), default=None)

    def is_hidden(self, point: tuple[float, float, float]) -> bool:
        """Whether a wall stands between the eye and a point."""
        if self.place is None:
            return False
        start = (self.eye.x, self.eye.y, self.eye.z)
        along = tuple(p - s for p, s in zip(point, start, strict=True))
        distance = math.dist(point, start)
        if distance < 0.5:
            return False
        return self.place.capsule.ray(start, (along[0], along[1], along[2]), distance - 0.3) is not None

    def clear_along(self, start: tuple[float, float, float], along: tuple[float, float, float], reach: float) -> float:
        """How far a ray through this place goes before it meets something, at most `reach` metres."""
        hit = self.place.capsule.ray(start, along, reach) if self.place is not None else None
        return hit.distance if hit else reach

    # --- the server, and what one has chosen -------------------------------------------------------------------------

    def introduce(self) -> None:
        """The newcomer has told their name."""
        self.change_profile(replace(self.profile, known=True))
        self._introduce()
        self.tell(Notice(text=LOOKS))

    def look_like(self, figure: Figure) -> None:
        """The person has chosen another look; the others see it at once."""
        if figure != self.profile.figure:
            self.change_profile(replace(self.profile, figure=figure))
            self._introduce()

    def _introduce(self) -> None:
        self.link.send(Introduce(name=plain_words(self.profile.name) or self.nameless, figure=self.profile.figure))

    def open_panel(self, name: str) -> None:
        """Open a panel of one's own; where words are large, what was open before makes room."""
        at_most = windows_at_most(self.stage.size[1], self.profile.scale * self.profile.text)
        self.open_panels.open(name, at_most)

    def go_to(self, space: str) -> None:
        """Go to a space by the campus map, without a door."""
        self.open_panels.close("places")
        self.link.send(Enter(space=space))

    def reconnect(self) -> None:
        """Call the server anew."""
        self.link.close()
        self.link = self.call(self.profile)

    @property
    def nameless(self) -> str:
        """What somebody is called who has told no name."""
        return "Nouvelle personne" if self.profile.language == "fr" else "Newcomer"

    @property
    def hand_is_up(self) -> bool:
        """Whether the server knows my hand to be raised."""
        return bool(self.here.myself and self.here.myself.hand)

    def find_panel(self, id_: str) -> Panel | None:
        """A panel of the server's, by id."""
        return next((p for p in self.here.panels if p.id == id_), None)

    def tell(self, notice: Notice) -> None:
        """Show a sentence for a while."""
        self._notices_told += 1
        self.notices.append((self._notices_told, notice))

    def change_profile(self, profile: Profile) -> None:
        """Take over settings that the person changed, and keep them."""
        if profile.language != self.profile.language:
            self.places.speak(profile.language)
            self.interface.language = profile.language
            self.taught.forget()
        self.profile = profile
        self.interface.look = look_of(profile)
        try:
            save_profile(self.profile_path, profile)
        except OSError as problem:
            # Settings that cannot be kept still serve now; said once, not at every change.
            if not self.unkept:
                self.unkept = True
                why = problem.strerror or "?"
                self.tell(
                    Notice(
                        text=Text(
                            fr=f"Vos réglages ne peuvent pas être gardés ({why}).",
                            en=f"Your settings cannot be kept ({why}).",
                        ),
                        tone="bad",
                    )
                )

    def close(self) -> None:
        """Say goodbye."""
        self.link.close()
        self.places.close()
        self.taught.close()
        if self.ears is not None:
            self.ears.close()
