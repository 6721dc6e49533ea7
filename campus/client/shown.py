"""What the interface shows of a client, and what a press on it does: from the client to a `Hud`, and back.

Owns which panels are open and the names over heads; the panels' words are the server's and `ui/local.py`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from campus.client import reading
from campus.client.audio.speaker import has_headphones
from campus.client.deeds import act, look_by, press, read_on, say
from campus.client.profile import Profile
from campus.client.ui import hud, local
from campus.client.ui.hud import Hud
from campus.client.ui.theme import Look
from campus.learning.panel import Panel, Pressed
from campus.text import Text

if TYPE_CHECKING:
    from campus.client.client import Client

OVER_HEAD_M = 0.16
"""A name hangs so far over the crown."""
WALKED_ENOUGH_M = 2.0
"""Whoever has walked so far needs no hint any more."""
HINT_S = 15.0
AZERTY = {"w": "z", "a": "q", "q": "a", "z": "w", "m": ","}
JOINING = hud.Veil(
    title=Text(fr="Campus", en="Campus"), text=Text(fr="Le serveur est appelé…", en="Calling the server…")
)


def gather(client: Client, now: float) -> Hud:
    """Everything to show in this frame."""
    place, state = client.place, client.link.state
    return Hud(
        panels=_panels(client, now),
        connection=_connection(client, now),
        # Nothing over the taught screen: in focus view only a small light stays.
        place=place.space.title if place and client.camera.focus <= 0.0 else None,
        tags=() if client.camera.focus > 0.0 else _tags(client),
        prompt=_prompt(client),
        notices=_notices(client),
        hint=_hint(client),
        tools=local.toolbar(
            hand=client.hand_is_up,
            seated=client.body.seat is not None,
            focused=client.camera.focused,
            opened=client.open_panels,
            unread=client.here.unread,
            labels=_labels(client),
        ),
        veil=JOINING if place is None and state.phase == "connecting" else None,
    )


def obey(client: Client, pressed: Pressed, now: float) -> None:
    """Do what was pressed: a tool, a panel of one's own, or a panel of the server's."""
    match pressed:
        case Pressed(panel=hud.TOOLBAR, item=tool):
            act(client, tool, now)
        case Pressed(panel=local.CHAT, item=local.SAY, value=words):
            say(client, words)
        case Pressed(panel=local.WELCOME, item="name", value=name):
            client.profile = replace(client.profile, name=name.strip()[:48])  # kept once they are ready
        case Pressed(panel=local.WELCOME, item="enter"):
            client.introduce()
        case Pressed(panel=local.SETTINGS, item="appearance"):
            client.open_panel("appearance")
        case Pressed(panel=local.APPEARANCE, item=item) if item != "close":
            client.look_like(local.changed(client.profile.figure, pressed))
        case Pressed(panel=local.SETTINGS | local.WELCOME, item=item) if item != "close":
            _set(client, pressed)
        case Pressed(panel=local.PLACES, item="go", value=space):
            client.go_to(space)
        case Pressed(panel=reading.READING, item=item) if item != "close":
            read_on(client, item)
        case Pressed(panel=local.LOST, item="retry"):
            client.reconnect()
        case Pressed(panel=local.LOST, item="leave"):
            client.closing = True
        case Pressed(panel=panel, item="close") if local.is_local(panel):
            client.open_panels.close(panel.removeprefix("local."))
        case Pressed(panel=panel) if not local.is_local(panel):
            press(client, pressed)
        case _:
            pass


def look_of(profile: Profile) -> Look:
    """How a profile wants the interface to look."""
    return Look(scale=profile.scale, text=profile.text, dark=profile.dark, still=profile.reduced_motion)


def _panels(client: Client, now: float) -> tuple[Panel, ...]:
    here, profile, opened = client.here, client.profile, client.open_panels
    panels = list(here.ticking_panels(now))
    if not profile.known:
        panels.append(local.welcome_panel(profile.name, profile.language))
    if "people" in opened:
        panels.append(local.people_panel(tuple(here.people.values()), here.me))
    if "chat" in opened:
        panels.append(local.chat_panel(tuple(here.log), writable=client.link.state.phase == "online"))
    if "places" in opened:
        titles = client.places.titles
        spaces = [(id_, titles[id_]) for id_ in client.places.campus.scenes]
        panels.append(local.places_panel(spaces, here.space))
    if "settings" in opened:
        panels.append(local.settings_panel(profile, text=profile.text, headphones=has_headphones()))
    if "appearance" in opened:
        panels.append(local.appearance_panel(profile.figure))
    if "reading" in opened and client.place is not None:
        read = reading.reading_panel(client.place.space, client.reading, client.spot)
        panels += [read] if read is not None else []
    if "help" in opened:
        panels.append(local.help_panel(_labels(client)))
    if client.link.state.phase == "closed":
        panels.append(local.disconnected_panel(hud.Connection(phase="closed", reason=client.link.state.reason)))
    return tuple(panels)


def _labels(client: Client) -> Mapping[str, str]:
    """What is written on the keys; where nobody can tell, as on most keyboards of those who read that language."""
    return client.labels or (AZERTY if client.profile.language == "fr" else {})


def _hint(client: Client) -> Text | None:
    """How to begin, until somebody has walked a little or has had the time to read it twice."""
    newcomer = client.body.walked_m < WALKED_ENOUGH_M and client.here_for_s < HINT_S
    return local.hint(_labels(client)) if newcomer and client.body.seat is None else None


def _connection(client: Client, now: float) -> hud.Connection:
    state = client.link.state
    return hud.Connection(
        phase=state.phase,
        reason=state.reason,
        retry_in_s=None if state.retry_at is None else max(0.0, state.retry_at - now),
        latency_s=state.latency_s if state.latency_s >= hud.SLOW_S else None,  # else every echo were news to draw
    )


def _tags(client: Client) -> tuple[hud.Tag, ...]:
    tags = []
    for slot, drawn in client.drawn.items():
        person = client.here.people.get(slot)
        crown = client.crowd.head(slot)
        if person is None or drawn.you or crown is None:
            continue
        seen = client.stage.project((crown[0], crown[1], crown[2] + OVER_HEAD_M))
        if seen is None or client.is_hidden(crown):
            continue
        x, y, distance = seen
        detail = local.ROLES.get(person.role) if person.role in ("teacher", "co-teacher") else None
        tags.append(
            hud.Tag(
                id=person.id,
                name=person.name,
                x=x,
                y=y,
                distance=distance,
                hand=person.hand,
                away=person.away,
                detail=detail,
            )
        )
    return tuple(tags)


def _prompt(client: Client) -> hud.Prompt | None:
    if client.reachable is not None and client.passage is None:
        key = "" if client.reachable.kind == "unbuilt" else _labels(client).get("e", "e")
        return hud.Prompt(text=client.reachable.text, key=key)
    return None


def _notices(client: Client) -> tuple[hud.Notice, ...]:
    return tuple(hud.Notice(id=f"{number}", text=n.text, tone=n.tone) for number, n in client.notices)


def _set(client: Client, pressed: Pressed) -> None:
    if (change := local.setting(pressed)) is None:
        return
    name, value = change
    if name == "first_person":
        look_by(client, bool(value))
        return
    client.change_profile(replace(client.profile, **{name: value}))
    if name in ("scale", "text") and "settings" in client.open_panels:
        client.open_panel("settings")  # it is in use; what no longer fits beside it closes
