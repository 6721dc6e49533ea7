"""The room that `campus new` begins with: eight seats before a screen, a window, light, a door where one needs it."""

from __future__ import annotations

from collections.abc import Callable

from campus.components._base import Wall
from campus.text import Text
from campus.tools.config import flow

TEMPLATE = "template"
Size = tuple[float, float, float]
SIZE: Size = (6.4, 6.4, 2.8)
"""East, north and up, metres, where nobody asks for another."""
LEAST: Size = (5.0, 5.0, 2.6)
MOST: Size = (14.0, 14.0, 4.0)
"""Between which a room can be begun with."""
_DOOR_ASIDE = 1.2
"""From the middle of the door to the end of its wall, as the room is drawn: in the south wall, near its east end."""
_ORDER: tuple[Wall, ...] = ("south", "east", "north", "west")
"""Walls counter-clockwise, as a quarter turn moves them."""
_SEAT_M, _PANEL_M = 0.9, 2.1
"""From seat to seat in a row; about so far from lamp to lamp."""


def door_along(wall: Wall, size: Size) -> float:
    """Where the door stands on a wall of a room of this size, metres from the wall's west or south end."""
    # The room turns with its door: what is near the east end of the south wall is near the north end of the east wall,
    # and near the other end of the two that are left.
    length = size[0] if wall in ("south", "north") else size[1]
    return round(length - _DOOR_ASIDE, 3) if wall in ("south", "east") else _DOOR_ASIDE


def template(name: str, title: Text, door: Wall, door_id: str, to: str, size: Size = SIZE) -> str:
    """The room's file.

    Args:
        name: of the space.
        title: what people call it.
        door: the wall that its door is in; the room is turned so that the screen is opposite.
        door_id: of that door.
        to: where it leads, `space/door`.
        size: east, north and up, metres; within `LEAST` and `MOST`.
    """
    turns = _ORDER.index(door)
    wide, deep = (size[0], size[1]) if turns % 2 == 0 else (size[1], size[0])  # as it is drawn, the door to the south
    at = _turned(turns, wide, deep)
    middle = round((wide - _DOOR_ASIDE) / 2, 2)  # of screen, tables and rows, which leave the way from the door free
    seats = max(1, min(4, int((wide - 2.8) / _SEAT_M + 1e-6)))
    first = middle - _SEAT_M * (seats - 1) / 2
    rows = {"front": deep - 3.0, "back": deep - 5.05} if deep > 6.0 else {"front": deep - 2.6}
    glass = flow([round(min(3.0, deep - 1.4), 2), round(min(1.7, size[2] - 1.1), 2)])
    screen = flow([2.4, 1.35] if wide > 4.4 else [1.8, 1.01])
    before = flow(at(wide - _DOOR_ASIDE, deep - 1.8))
    eye = flow(at(wide - 0.8, 0.5, 1.62))
    sitter = flow(at(round(middle + _SEAT_M / 2 * (seats % 2 == 0), 3), min(rows.values()) - 0.25, 1.2))
    lamps = [max(1, round(size[0] / _PANEL_M)), max(1, round(size[1] / _PANEL_M))]

    def becomes(name: Wall) -> Wall:
        return _ORDER[(_ORDER.index(name) + turns) % 4]

    # The larger a room, the longer it rings: so many of its walls take the low voices.
    many_walls = 2 if size == SIZE else 3 if size[0] * size[1] * size[2] < 300 else 4
    wooden: tuple[Wall, ...] = ("south", "east", "north", "west")[:many_walls]  # type: ignore[assignment]
    slats = ", ".join(f"{becomes(wall)}: oak-slats" for wall in wooden)

    def hung(name: Wall, metres: float) -> str:
        """A place on a wall of the drawn room, as one writes it of the wall that it becomes."""
        points = {"south": (metres, 0.0), "north": (metres, deep), "east": (wide, metres), "west": (0.0, metres)}
        x, y = at(*points[name])
        wall = becomes(name)
        return f"wall: {wall}, at: {flow(x if wall in ('south', 'north') else y)}"

    facing = {"south": "north", "east": "west", "north": "south", "west": "east"}[door]
    (x0, y0), (x1, y1) = at(0.0, 0.0), at(0.9, 0.0)
    step = [round(x1 - x0, 3), round(y1 - y0, 3)]
    tables = "\n".join(
        f"  - {{type: table, id: {row}-table, at: {flow(at(middle, y + 0.6))}, facing: {facing},"
        f" size: [{flow(round(_SEAT_M * seats, 2))}, 0.6]}}"
        for row, y in rows.items()
    )
    chairs = "\n".join(
        f"  - {{type: seat, id: {row}, name: {{fr: Chaise, en: Chair}}, at: {flow(at(first, y))}, facing: {facing},\n"
        f"     repeat: {{count: {seats}, step: {flow(step)}}}}}"
        for row, y in rows.items()
    )
    called = ("one seat", "two seats", "three seats", "four seats", "", "six seats", "", "eight seats")
    many = called[seats * len(rows) - 1]
    return f"""\
# {title.en}: a screen, {many}, a window. Change anything: 'campus preview {name}' shows it as you save.
schema: 1
space: {name}
title: {flow({"fr": title.fr, "en": title.en})}
shell:
  room:
    size: {flow(list(size))}  # east, north, up: metres between the inner faces
    faces: {{{slats}}}  # wood that takes the low voices
  floor: oak-floor  # materials are files in assets/materials
  walls: lime-plaster
  ceiling: acoustic-panel
  openings:  # `at` runs from the wall's west or south end to the middle of the opening
    - {{type: door, id: {door_id}, {hung("south", wide - _DOOR_ASIDE)}, size: [1.0, 2.2], to: {to}}}
    - {{type: window, id: window, {hung("west", deep / 2)}, size: {glass}, sill: 0.9, view: roofs}}
light:
  lamps: {{type: panel, grid: {flow(lamps)}, lumens: 3200}}
sound: {{ambience: quiet-room}}
nodes:
  - {{type: spawn, id: entry, at: {flow(at(wide - _DOOR_ASIDE, 1.3))}, facing: {facing}}}
  - {{type: waypoint, id: way-screen, name: {{fr: Devant l’écran, en: Before the screen}}, at: {before},
     facing: screen}}

  # What is taught, and where one sits to see it.
  - {{type: screen, id: screen, name: {{fr: Écran, en: Screen}}, {hung("north", middle)}, size: {screen}, height: 1.1}}
{tables}
{chairs}
  - {{type: plant, id: laurel, species: laurel, at: {flow(at(wide - 0.55, deep - 0.55))}, seed: 3}}

  # Where pictures are taken from: campus render {name}
  - {{type: viewpoint, id: arrival, eye: {eye}, look: {flow(at(middle - 0.4, deep - 1.2, 1.2))}, fov: 75}}
  - {{type: viewpoint, id: focal, eye: {flow(at(middle, 0.6, 1.62))}, look: {flow(at(middle, deep, 1.5))}, fov: 70}}
  - {{type: viewpoint, id: seated, eye: {sitter}, look: {flow(at(middle, deep, 1.6))}, fov: 60}}
"""


def _turned(turns: int, wide: float, deep: float) -> Callable[..., list[float]]:
    """Points of a drawn room that is so wide and deep, turned counter-clockwise by quarters."""

    def at(x: float, y: float, *z: float) -> list[float]:
        across, along = wide, deep
        for _ in range(turns):
            x, y, across, along = along - y, x, along, across
        return [round(x, 3), round(y, 3), *z]

    return at
