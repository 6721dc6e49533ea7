"""Every control message, both ways, as tagged unions. JSON text frames; unknown fields and unknown tags are refused.

Poses and content are binary frames (`poses.py`, `content.py`). Time on the wire is the server's, in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from campus.ids import PersonId
from campus.learning.panel import Panel
from campus.text import Language, Text

VERSION = 1
Short = Annotated[str, Meta(max_length=128)]
Name = Annotated[str, Meta(min_length=1, max_length=48)]
Words = Annotated[str, Meta(max_length=2000)]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Tone = Literal["plain", "good", "bad", "now"]
Role = Literal["student", "teacher", "co-teacher", "designer", "admin", "guest"]


class Message(msgspec.Struct, frozen=True, tag_field="is", tag=str.lower, forbid_unknown_fields=True, kw_only=True):
    """One control message; its tag is its name in lower case."""


# --- from a client -------------------------------------------------------------------------------------------------


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a person looks; every number picks from a palette, so that nobody can be made illegible."""

    skin: Annotated[int, Meta(ge=0, le=9)] = 4
    hair: Annotated[int, Meta(ge=0, le=9)] = 2
    hair_style: Annotated[int, Meta(ge=0, le=7)] = 0
    top: Annotated[int, Meta(ge=0, le=11)] = 0
    legs: Annotated[int, Meta(ge=0, le=7)] = 0
    build: Annotated[int, Meta(ge=0, le=3)] = 1
    height_cm: Annotated[int, Meta(ge=140, le=205)] = 170
    wheelchair: bool = False


class Login(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An account's name and its password; only over TLS or on this computer."""

    name: Short
    password: Annotated[str, Meta(max_length=256)]


class Hello(Message, frozen=True, kw_only=True):
    """The first message, with at most one proof of who one is.

    One of: `key` (of server.json), `ticket`, `code` (to join a session, or an invitation's), `login`, `resume`, or none
    of them: a guest on loopback is a student. Nobody declares their own role.
    """

    version: int
    name: Name
    language: Language = "fr"
    figure: Figure = Figure()
    key: Short | None = None
    ticket: Annotated[str, Meta(max_length=1024)] | None = None
    login: Login | None = None
    code: Annotated[str, Meta(max_length=32)] | None = None
    resume: Annotated[str, Meta(max_length=1024)] | None = None
    last_seq: int | None = None
    """With `resume`: the last control frame that arrived."""


class Enter(Message, frozen=True, kw_only=True):
    """Go to a space: through a portal of the present one, or to a spawn (first entry, or by the campus map)."""

    space: Short
    portal: Short | None = None
    spawn: Short | None = None


class Introduce(Message, frozen=True, kw_only=True):
    """I am called this now, and look so: a newcomer has told their name, or somebody has changed theirs."""

    name: Name
    figure: Figure


class Say(Message, frozen=True, kw_only=True):
    """Chat to the room."""

    words: Words
    client_message_id: Short


class Hand(Message, frozen=True, kw_only=True):
    """Raise or lower one's hand."""

    up: bool


class Sit(Message, frozen=True, kw_only=True):
    """Take a seat that is free."""

    seat: Short


class Stand(Message, frozen=True, kw_only=True):
    """Leave the seat."""


class Use(Message, frozen=True, kw_only=True):
    """Do something to a node: open a door."""

    node: Short
    verb: Short


class Press(Message, frozen=True, kw_only=True):
    """What a person did to a panel of theirs; the server translates it into an event of the session or of the room.

    `(person, client_message_id)` applies once, so a retry is safe.
    """

    panel: Short
    item: Short
    value: Words = ""
    client_message_id: Short


class Resync(Message, frozen=True, kw_only=True):
    """Send me everything again."""


class Fetch(Message, frozen=True, kw_only=True):
    """Send me this content (named in the welcome) in binary content frames."""

    hash: Hash


class Ping(Message, frozen=True, kw_only=True):
    """Measure the way there and back; `sent` is the client's own clock and comes back untouched."""

    sent: float


ClientMessage = Hello | Enter | Introduce | Say | Hand | Sit | Stand | Use | Press | Resync | Fetch | Ping


# --- from the server -----------------------------------------------------------------------------------------------


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One piece of content that the server has: `scenes/hall.yaml`, `assets/units/telehealth-01/slides.fr.pdf`."""

    path: Annotated[str, Meta(max_length=256)]
    hash: Hash
    size: int


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somebody in the room. `slot` is their row in the pose table."""

    id: PersonId
    slot: int
    name: Name
    role: Role
    figure: Figure
    hand: bool = False
    seat: str | None = None
    away: bool = False
    """Their connection is lost and their place is held."""


class Welcome(Message, frozen=True, kw_only=True):
    """You are in: who you are here, what this server has, how to come back.

    Unless `resumed`, you stand nowhere yet: fetch what you lack, then send `Enter(space=entry)`; poses may go out once
    `Entered` has come. With `resumed` you are in a room already (after a cut, or from another window of yours), and
    the control frames that you missed, or an `Entered`, come by themselves.
    """

    version: int
    person: PersonId
    role: Role
    connection: str
    resume: str
    time: float
    entry: str
    content: tuple[Item, ...]
    spaces: Mapping[str, str]
    """Space id -> digest of the compiled space; a client whose own differs fetches the files first."""
    resumed: bool = False
    wall: float = 0.0
    """The server's clock at `time`, seconds since the epoch: what runs out is told by it."""


class Entered(Message, frozen=True, kw_only=True):
    """You are in this room now, standing at `at` x, y, z, heading; here is everything in it."""

    room: str
    space: str
    you: int
    """Your slot."""
    at: tuple[float, float, float, float]
    people: tuple[Person, ...]
    state: Mapping[str, Mapping[str, float | str | bool]]
    """Node id -> its state: {"to-garden": {"open": 1.0}}."""
    tick: int
    time: float
    layout: str | None = None
    """How the furniture stands: one of the space's layouts; None for its first."""
    light: str | None = None
    """To what the light is dimmed: one of the space's light states; None for its first."""


class Arranged(Message, frozen=True, kw_only=True):
    """The room is furnished and lit so from now on; whoever had to make way is told apart (`PutBack`)."""

    layout: str | None = None
    light: str | None = None


class Came(Message, frozen=True, kw_only=True):
    """Somebody came into the room, or something of theirs changed."""

    person: Person


class Went(Message, frozen=True, kw_only=True):
    """Somebody left the room."""

    person: PersonId


class Changed(Message, frozen=True, kw_only=True):
    """A node's state is now this."""

    node: str
    state: Mapping[str, float | str | bool]


class Said(Message, frozen=True, kw_only=True):
    """Somebody said something to the room."""

    person: PersonId
    name: str
    words: str
    time: float


class PutBack(Message, frozen=True, kw_only=True):
    """Your pose was refused, or you had to make way: you are here."""

    at: tuple[float, float, float, float]
    why: Text
    tone: Tone = "bad"
    """How the sentence is meant: `bad` where it refuses something."""


class Shows(Message, frozen=True, kw_only=True):
    """What a screen of the room shows: a page of a PDF, a panel, or nothing.

    `document` is a content path in which `{lang}` is replaced by the viewer's language.
    """

    screen: str
    document: str | None = None
    page: int = 0
    panel: Panel | None = None


class Panels(Message, frozen=True, kw_only=True):
    """All the panels that you have now; those not named are gone."""

    panels: tuple[Panel, ...]


class Refusal(Message, frozen=True, kw_only=True):
    """What you asked for was refused; nothing has changed. `of` is the tag of the message, or its client_message_id."""

    of: str
    code: str
    text: Text


class Done(Message, frozen=True, kw_only=True):
    """What you sent with this client_message_id is committed to the store (acknowledged means committed)."""

    client_message_id: str


class Notice(Message, frozen=True, kw_only=True):
    """A sentence for you: a session began, your place is held."""

    text: Text
    tone: Tone = "plain"


class Pong(Message, frozen=True, kw_only=True):
    """The answer to a ping."""

    sent: float
    time: float


class Bye(Message, frozen=True, kw_only=True):
    """The connection ends, and why; `again` tells whether coming back makes sense."""

    code: str
    text: Text
    again: bool = True


class Keep(Message, frozen=True, kw_only=True):
    """Keep this: it brings you back to your place and your seat after a cut, also to a server that was restarted.

    It takes the place of the one in the welcome.
    """

    resume: str


ServerMessage = (
    Welcome
    | Entered
    | Came
    | Went
    | Changed
    | Said
    | PutBack
    | Shows
    | Panels
    | Refusal
    | Done
    | Notice
    | Pong
    | Bye
    | Keep
    | Arranged
)


class Control(msgspec.Struct, frozen=True, forbid_unknown_fields=True, array_like=True):
    """One ordered control frame to one connection: its sequence number and what happened, in order."""

    seq: int
    messages: tuple[ServerMessage, ...]
