"""A frame: one ordered list that anyone can read. Each step is called with the client and `Frame(now, dt)`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import NamedTuple

from campus.client.avatars.crowd import DrawnPerson
from campus.client.camera import FACING_M, Eye, between, eye_before, eye_facing, eye_of
from campus.client.client import GONE_AFTER_S, VEIL_S, Client
from campus.client.deeds import act, focus, stand, use
from campus.client.input.intents import Intent
from campus.client.reach import in_reach, seat_under, walked_into
from campus.client.shown import gather, obey
from campus.protocol.content import ContentFrame
from campus.protocol.messages import Came, Enter, Entered, Notice, PutBack, Refusal, Sit, Welcome
from campus.space.model import Space
from campus.text import Text
from campus.world.referee import WORDS
from campus.world.zones import Barred, Limits, Zones

LONGEST_STEP_S = 0.25
"""After a stall the body moves as far as in a slow frame, not through a wall."""
CLICK_REACHES_M = 60.0
PREPARES_AFTER_S = 0.7
"""The first moment in a space belongs to its own picture; what lies beyond its doors is prepared after it."""
BOOM_RADIUS_M = 0.25
TELLS_AGAIN_S = 4.0
"""Whoever pushes on against the border of a zone is not told more often than this."""
BARRED: Mapping[Barred, Text] = {
    "not_allowed": Text(fr="Cet endroit est réservé.", en="This place is reserved."),
    "full": WORDS["full"],
}
GONE = Text(fr="La porte ne répond pas. Réessayez.", en="The door does not answer. Try again.")


class Frame(NamedTuple):
    """One frame: when it began on a steady clock, and how long the last one took, both in seconds."""

    now: float
    dt: float


def receive(client: Client, frame: Frame) -> None:
    """What the server said since the last frame."""
    heard, client.heard = client.heard, []
    for event in (*heard, *client.link.receive()):
        if isinstance(event, ContentFrame):
            continue
        client.here.receive(event, frame.now)
        match event:
            case Welcome(resumed=False):
                space = client.wanted_space or client.here.space or event.entry
                client.link.send(Enter(space=space))
            case Entered():
                client.arrive(event)
                if client.here.myself is not None:
                    client.seat_is(client.here.myself.seat)
            case PutBack(at=at):
                client.body.put(at[:3], at[3])
            case Came(person=person) if person.id == client.here.me:
                client.seat_is(person.seat)
            case Refusal(of="enter"):
                client.passage = None
            case _:
                pass
    if client.passage and frame.now - client.passage.since > GONE_AFTER_S:
        client.passage = None
        client.tell(Notice(text=GONE, tone="bad"))
    for notice in client.here.take_notices():
        client.tell(notice)


def read_input(client: Client, frame: Frame) -> None:
    """What the person wants now."""
    client.devices.poll()
    client.intent = client.held.take(frame.dt)
    for action in client.intent.actions:
        act(client, action, frame.now)
    client.camera = client.camera.looked(client.intent.pitch).zoomed(client.intent.zoom)
    if client.place is not None and client.passage is None:
        for x, y in client.intent.clicks:
            _click(client, x, y, frame)


def move(client: Client, frame: Frame) -> None:
    """My own body, by my own capsule."""
    place, body = client.place, client.body
    if place is None:
        return
    if body.seat is not None and client.intent.walks and client.led_to is None:
        stand(client)
    intent = Intent() if client.passage or client.led_to or client.camera.focus > 0.5 else client.intent
    barred = body.move(intent, place.capsule, min(frame.dt, LONGEST_STEP_S), _limits(client))
    if barred and frame.now - client.barred_at > TELLS_AGAIN_S:
        client.barred_at = frame.now
        client.tell(Notice(text=BARRED[barred]))
    if client.passage is None and (portal := walked_into(place.space, body.at, body.velocity)):
        client.go_through(portal, frame.now)
    if intent.walks:
        client.sit_when_near = client.use_when_near = None
    elif not body.path and client.passage is None:
        _finish_what_was_clicked(client, frame)
    client.reachable = (
        None
        if body.seat is not None or client.passage
        else in_reach(place.space, client.places.titles, client.here.taken_seats, body.at, body.looks_to)
    )


def interpolate(client: Client, frame: Frame) -> None:
    """Where the others are to be drawn: 150 ms behind the server."""
    drawn: dict[int, DrawnPerson] = {}
    for slot, pose in client.here.poses(frame.now).items():
        person = client.here.people[slot]
        drawn[slot] = DrawnPerson(
            pose=pose,
            figure=person.figure,
            name=person.name,
            hand=person.hand,
            away=person.away,
            seat_height=_seat_height(client, person.seat),
        )
    me = client.here.myself
    if me is not None:
        drawn[client.here.slot] = DrawnPerson(
            pose=client.body.pose(frame.now),
            figure=me.figure,
            name=me.name,
            hand=me.hand,
            you=True,
            seat_height=_seat_height(client, me.seat),
        )
    client.drawn = drawn


def animate(client: Client, frame: Frame) -> None:
    """Figures, and the eye."""
    client.stage.resize()
    client.camera = client.camera.eased(frame.dt, at_once=client.profile.reduced_motion)
    eye = _eye(client)
    client.eye = eye
    client.stage.look_from((eye.x, eye.y, eye.z), eye.heading, eye.pitch, eye.fov)
    if client.place is not None:
        client.place.view.cast_from((person.pose.x, person.pose.y) for person in client.drawn.values())
    client.crowd.place(client.drawn, frame.now, first_person=_is_first_person(client), rests_unseen=True)


def update_components(client: Client, frame: Frame) -> None:
    """Furniture, light, doors, seats and screens as the server says; one space more on the card if one is ready."""
    client.follow_room(frame.now)
    place = client.place
    if place is not None:
        for node, state in client.here.state.items():
            if isinstance(opened := state.get("open"), float | int):
                place.view.set_state(node, float(opened), frame.now)
            if isinstance(shown := state.get("shown"), bool):
                place.view.show_node(node, shown)
        taken = client.here.taken_seats
        for seat in taken ^ client.seated_shown:
            if seat in place.space.seats:
                place.view.take_seat(seat, seat in taken)
        client.seated_shown = taken
        client.taught.show(place.view, client.here.ticking_screens(frame.now), client.profile.language)
        place.view.told.calm(client.profile.reduced_motion)
        place.view.update(frame.now)
    # Whoever only just comes in sees the room as it is; whoever is in it sees the furniture move, and no darkness.
    arriving = client.looks_around_s == 0.0 and not client.is_as_told
    if client.led_to is not None and client.veil >= 1.0:
        client.be_led()
    goal = 1.0 if client.passage or client.led_to or place is None or arriving else 0.0
    step = frame.dt / VEIL_S
    client.veil = min(goal, client.veil + step) if goal > client.veil else max(goal, client.veil - step)
    client.stage.fade(1.0 - client.veil)
    client.stage.adapt(frame.dt)
    if client.veil == 0.0 and place is not None:
        before = client.looks_around_s
        client.looks_around_s += frame.dt
        if before <= PREPARES_AFTER_S < client.looks_around_s:
            client.places.prefetch({portal.space for portal in place.space.portals.values()})
        # A frame in which a space was put on the card, or beside which one was made ready, says nothing of the others.
        if not client.places.work() and not client.places.is_preparing:
            client.stage.keep_pace(frame.dt if client.profile.adapts else None)


def listen(client: Client, frame: Frame) -> None:
    """What is heard of all that."""
    if client.ears is not None:
        from campus.client.audio.ears import hear

        hear(client, frame.now)


def update_ui(client: Client, frame: Frame) -> None:
    """The interface: panels, names, light, and what was pressed."""
    # Whoever still tells their name reads that, and how to walk after it.
    client.here_for_s += frame.dt if client.profile.known else 0.0
    if "chat" in client.open_panels:
        client.here.unread = 0
    hud = gather(client, frame.now)
    for pressed in client.interface.frame(hud, frame.dt):
        obey(client, pressed, frame.now)


def draw(client: Client, frame: Frame) -> None:
    """The picture."""
    client.stage.base.taskMgr.step()


def send(client: Client, frame: Frame) -> None:
    """Where I am, if the others would see it wrongly."""
    if client.place is not None and client.passage is None:
        client.link.send_pose(client.body.pose(frame.now), frame.now)


FRAME: tuple[Callable[[Client, Frame], None], ...] = (
    receive,
    read_input,
    move,
    interpolate,
    animate,
    update_components,
    listen,
    update_ui,
    draw,
    send,
)


def run_frame(client: Client, frame: Frame) -> None:
    """All of it, in order."""
    for step in FRAME:
        step(client, frame)


@lru_cache(maxsize=8)
def _zones_of(space: Space) -> Zones:
    return Zones.of(space.zones)


@lru_cache(maxsize=4)
def _limits_of(space: Space, role: str, full: frozenset[str]) -> Limits:
    return Limits(_zones_of(space), role, full)


def _limits(client: Client) -> Limits | None:
    """What the zones of the place say of me, as the server will judge it."""
    place, here = client.place, client.here
    if place is None or not place.space.zones:
        return None
    full = frozenset(node for node, state in here.state.items() if state.get("full") is True)
    role = here.myself.role if here.myself is not None else here.role
    return _limits_of(place.space, role, full)


# --- the steps' own steps ------------------------------------------------------------------------------------------


def _finish_what_was_clicked(client: Client, frame: Frame) -> None:
    """The walk to a seat or a door that was clicked from afar is over: sit, or go in."""
    assert client.place is not None
    seat = client.place.space.seats.get(client.sit_when_near or "")
    portal = client.place.space.portals.get(client.use_when_near or "")
    client.sit_when_near = client.use_when_near = None
    if seat and math.dist(seat.at[:2], client.body.at[:2]) < 1.6:
        client.link.send(Sit(seat=seat.id))
    elif portal and portal.built and math.dist(portal.at[:2], client.body.at[:2]) < 1.6:
        client.go_through(portal, frame.now)


def _click(client: Client, x: float, y: float, frame: Frame) -> None:
    assert client.place is not None
    start, along = client.stage.ray(x, y)
    hit = client.place.capsule.ray(start, along, CLICK_REACHES_M)
    if client.body.seat is not None:
        focus(client)
        return
    seat = seat_under(client.place.space, start, along, hit.distance if hit else CLICK_REACHES_M)
    if seat is not None and seat.id not in client.here.taken_seats:
        client.sit_when_near = seat.id
        if math.dist(seat.at[:2], client.body.at[:2]) > 1.0 and not client.walk_to(seat.at):
            client.sit_when_near = None
        return
    if hit is None:
        return
    for portal in client.place.space.portals.values():
        if math.dist(portal.at[:2], hit.point[:2]) < 1.2 and abs(portal.at[2] - hit.point[2]) < 2.4:
            if client.reachable and client.reachable.id == portal.id:
                use(client, frame.now)
            elif client.walk_to(portal.at):
                client.use_when_near = portal.id
            return
    client.walk_to(hit.point)


def _eye(client: Client) -> Eye:
    body, fov = client.body, client.profile.field_of_view
    clear = 0.0
    if client.camera.behind and client.place is not None:
        angle, pitch = math.radians(body.looks_to), math.radians(client.camera.pitch)
        back = (math.sin(angle) * math.cos(pitch), -math.cos(angle) * math.cos(pitch), -math.sin(pitch))
        hit = client.place.capsule.ray(body.eyes, back, client.camera.behind + BOOM_RADIUS_M)
        clear = max(0.0, hit.distance - BOOM_RADIUS_M) if hit else client.camera.behind
    eye = eye_of(body.eyes, body.looks_to, client.camera, fov, clear=clear)
    if "appearance" in client.open_panels and client.place is not None:
        angle = math.radians(body.looks_to)
        hit = client.place.capsule.ray(body.eyes, (-math.sin(angle), math.cos(angle), 0.0), FACING_M + BOOM_RADIUS_M)
        ahead = max(0.0, hit.distance - BOOM_RADIUS_M) if hit else FACING_M
        free = client.interface.free_rect()
        return eye_facing(body.eyes, body.looks_to, fov, ahead, (free.left + free.right) / 2) or eye
    screen = client.screen
    if client.camera.focus <= 0.0 or screen is None:
        return eye
    width, height = client.stage.size
    free = client.interface.free_rect()
    close = eye_before(
        screen, (free.left, 1 - free.top, free.right, 1 - free.bottom), width / height, fov, client.clear_along
    )
    return between(eye, close, client.camera.focus)


def _seat_height(client: Client, seat: str | None) -> float:
    seats = client.place.space.seats if client.place else {}
    return seats[seat].height if seat is not None and seat in seats else 0.45


def _is_first_person(client: Client) -> bool:
    eyes = client.body.eyes
    return math.dist((client.eye.x, client.eye.y, client.eye.z), eyes) < 0.5
