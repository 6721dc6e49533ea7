"""The room that `campus new` begins with: eight seats before a screen, a window, light, a door where one needs it."""

from __future__ import annotations

from collections.abc import Callable

from campus.components._base import Wall
from campus.text import Text
from campus.tools.config import flow

TEMPLATE = "template"
SIDE = 6.4
SIZE = (SIDE, SIDE, 2.8)
DOOR_AT = 5.2
"""Along the south wall, as the room is drawn; turned with it."""
_ORDER: tuple[Wall, ...] = ("south", "east", "north", "west")
"""Walls counter-clockwise, as a quarter turn moves them."""


def _along(wall: Wall) -> float:
    # The room turns with its door: what is 5.2 m from the west end of the south wall is 5.2 m from the south end of the
    # east wall, and from the other end of the two that are left.
    return DOOR_AT if wall in ("south", "east") else round(SIDE - DOOR_AT, 3)


ALONG: dict[Wall, float] = {wall: _along(wall) for wall in _ORDER}
"""Where the door stands on each wall, metres from its west or south end."""


def template(name: str, title: Text, door: Wall, door_id: str, to: str) -> str:
    """The room's file.

    Args:
        name: of the space.
        title: what people call it.
        door: the wall that its door is in; the room is turned so that the screen is opposite.
        door_id: of that door.
        to: where it leads, `space/door`.
    """
    turns = _ORDER.index(door)
    at = _turned(turns)

    def becomes(name: Wall) -> Wall:
        return _ORDER[(_ORDER.index(name) + turns) % 4]

    def hung(name: Wall, metres: float) -> str:
        """A place on a wall of the drawn room, as one writes it of the wall that it becomes."""
        points = {"south": (metres, 0.0), "north": (metres, SIDE), "east": (SIDE, metres), "west": (0.0, metres)}
        x, y = at(*points[name])
        wall = becomes(name)
        return f"wall: {wall}, at: {flow(x if wall in ('south', 'north') else y)}"

    facing = {"south": "north", "east": "west", "north": "south", "west": "east"}[door]
    (x0, y0), (x1, y1) = at(0.0, 0.0), at(0.9, 0.0)
    step = [round(x1 - x0, 3), round(y1 - y0, 3)]
    front, back = flow(at(1.25, 3.4)), flow(at(1.25, 1.35))
    return f"""\
# {title.en}: a screen, eight seats, a window. Change anything: 'campus preview {name}' shows it as you save.
schema: 1
space: {name}
title: {flow({"fr": title.fr, "en": title.en})}
shell:
  room:
    size: {flow(SIZE)}  # east, north, up: metres between the inner faces
    faces: {{{becomes("south")}: oak-slats, {becomes("east")}: oak-slats}}  # wood that takes the low voices
  floor: oak-floor  # materials are files in assets/materials
  walls: lime-plaster
  ceiling: acoustic-panel
  openings:  # `at` runs from the wall's west or south end to the middle of the opening
    - {{type: door, id: {door_id}, {hung("south", DOOR_AT)}, size: [1.0, 2.2], to: {to}}}
    - {{type: window, id: window, {hung("west", 3.2)}, size: [3.0, 1.7], sill: 0.9, view: roofs}}
light:
  lamps: {{type: panel, grid: [3, 3], lumens: 3200}}
sound: {{ambience: quiet-room}}
nodes:
  - {{type: spawn, id: entry, at: {flow(at(5.2, 1.3))}, facing: {facing}}}
  - {{type: waypoint, id: way-screen, name: {{fr: Devant l’écran, en: Before the screen}}, at: {flow(at(5.2, 4.6))},
     facing: screen}}

  # What is taught, and where one sits to see it.
  - {{type: screen, id: screen, name: {{fr: Écran, en: Screen}}, {hung("north", 2.6)}, size: [2.4, 1.35], height: 1.1}}
  - {{type: table, id: front-table, at: {flow(at(2.6, 4.0))}, facing: {facing}, size: [3.6, 0.6]}}
  - {{type: table, id: back-table, at: {flow(at(2.6, 1.95))}, facing: {facing}, size: [3.6, 0.6]}}
  - {{type: seat, id: front, name: {{fr: Chaise, en: Chair}}, at: {front}, facing: {facing},
     repeat: {{count: 4, step: {flow(step)}}}}}
  - {{type: seat, id: back, name: {{fr: Chaise, en: Chair}}, at: {back}, facing: {facing},
     repeat: {{count: 4, step: {flow(step)}}}}}
  - {{type: plant, id: laurel, species: laurel, at: {flow(at(5.85, 5.85))}, seed: 3}}

  # Where pictures are taken from: campus render {name}
  - {{type: viewpoint, id: arrival, eye: {flow(at(5.6, 0.5, 1.62))}, look: {flow(at(2.2, 5.2, 1.2))}, fov: 75}}
  - {{type: viewpoint, id: focal, eye: {flow(at(2.6, 0.6, 1.62))}, look: {flow(at(2.6, 6.4, 1.5))}, fov: 70}}
  - {{type: viewpoint, id: seated, eye: {flow(at(3.05, 1.1, 1.2))}, look: {flow(at(2.6, 6.4, 1.6))}, fov: 60}}
"""


def _turned(turns: int) -> Callable[..., list[float]]:
    """Points of the drawn room, turned counter-clockwise by quarters about its middle."""

    def at(x: float, y: float, *z: float) -> list[float]:
        for _ in range(turns):
            x, y = SIDE - y, x
        return [round(x, 3), round(y, 3), *z]

    return at
