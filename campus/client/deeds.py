"""What a person does by a key, a tool or a panel of their own: each deed is a function of the client.

Owns what follows from each; where one then is, the client and the server tell.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from campus.client.ui.local import CHAT, SAY
from campus.client.view.window import toggle_fullscreen
from campus.learning.panel import Pressed
from campus.protocol.messages import Hand, Notice, Press, Say, Sit, Stand, Use
from campus.text import Text

if TYPE_CHECKING:
    from campus.client.client import Client


def act(client: Client, action: str, now: float) -> None:
    """Do what a key or a button of the toolbar asks for."""
    DEEDS[action](client, now)


def look_by(client: Client, first_person: bool) -> None:
    """Through one's own eyes, or over the shoulder; kept for the next time."""
    client.camera = client.camera.seen_by(first_person)
    client.change_profile(replace(client.profile, first_person=first_person))


def toggle(client: Client, panel: str) -> None:
    """Open a panel of one's own, or close it."""
    if panel in client.open_panels:
        client.open_panels.close(panel)
        return
    client.open_panel(panel)
    if panel == "chat":
        client.interface.write_in(CHAT, SAY)


def back(client: Client) -> None:
    """Out of what one is in, the innermost first: a panel, focus view, a walk."""
    if client.open_panels.close_last():
        return
    if client.camera.focused:
        focus(client)
    else:
        client.body.path.clear()


def use(client: Client, now: float) -> None:
    """Use what is within reach; seated, stand up."""
    if client.body.seat is not None:
        stand(client)
    elif client.reachable is None or client.place is None:
        return
    elif client.reachable.kind == "seat":
        client.link.send(Sit(seat=client.reachable.id))
    elif client.reachable.kind in ("station", "thing"):
        client.link.send(Use(node=client.reachable.id, verb="use"))
    elif client.reachable.kind == "read":
        read(client, client.reachable.id)
    elif client.reachable.kind == "portal":
        client.go_through(client.place.space.portals[client.reachable.id], now)
    else:
        client.tell(Notice(text=client.reachable.text))


def read(client: Client, node: str) -> None:
    """Read a board, an exhibit or a guide up close; once more puts it away."""
    if "reading" in client.open_panels and client.reading == node:
        client.open_panels.close("reading")
    else:
        client.reading, client.spot = node, ""
        client.open_panel("reading")


def read_on(client: Client, item: str) -> None:
    """A spot of what is read is opened or closed, or a guide leads the way."""
    kind, _, which = item.partition(":")
    if kind == "spot":
        client.spot = "" if client.spot == which else which
    elif kind == "go" and client.place is not None and (there := client.place.space.waypoints.get(which)):
        client.open_panels.close("reading")
        client.walk_to(there.at)


def stand(client: Client) -> None:
    """Leave the seat."""
    if client.body.seat is not None:
        client.link.send(Stand())


def focus(client: Client) -> None:
    """Bring the taught screen close, or let it go; only whoever sits can."""
    if client.camera.focused:
        client.camera = client.camera.focusing(False)
    elif client.body.seat is not None and client.screen is not None:
        client.camera = client.camera.focusing(True)
    elif client.screen is not None:
        client.tell(
            Notice(text=Text(fr="Asseyez-vous pour voir l’écran de près.", en="Sit down to see the screen closely."))
        )


def say(client: Client, words: str) -> None:
    """Talk to the room."""
    if words.strip():
        client.link.send(Say(words=words.strip(), client_message_id=_fresh_id()))


def press(client: Client, pressed: Pressed) -> None:
    """Tell the server what was done to a panel of its."""
    id_ = _fresh_id()
    client.here.unconfirmed.add(id_)
    client.link.send(Press(panel=pressed.panel, item=pressed.item, value=pressed.value, client_message_id=id_))


def _fresh_id() -> str:
    return uuid.uuid4().hex


DEEDS: Mapping[str, Callable[[Client, float], None]] = {
    "use": lambda client, now: use(client, now),
    "stand": lambda client, _: stand(client),
    "focus": lambda client, _: focus(client),
    "hand": lambda client, _: client.link.send(Hand(up=not client.hand_is_up)),
    "wave": lambda client, now: client.body.wave(now),
    "view": lambda client, _: look_by(client, bool(client.camera.behind)),
    "chat": lambda client, _: toggle(client, "chat"),
    "people": lambda client, _: toggle(client, "people"),
    "places": lambda client, _: toggle(client, "places"),
    "settings": lambda client, _: toggle(client, "settings"),
    "help": lambda client, _: toggle(client, "help"),
    "fullscreen": lambda client, _: toggle_fullscreen(client.stage.base),
    "back": lambda client, _: back(client),
}
"""Everything that a key (`input/intents.py`) or a tool of the toolbar can ask for."""
