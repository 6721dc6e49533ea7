"""Where the door of a new room goes in a space that is there, and where the room then lies on the plan.

Knows walls, what stands before them and the spaces of the campus; writes nothing. `campus new` and `unpack` ask it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from campus.components import Opening
from campus.components._base import Wall
from campus.errors import CampusError
from campus.scene import Campus, Node, Scene
from campus.scene.composing import node_frame
from campus.scene.frames import Frame, wall_frame, wall_length
from campus.space import Space, compile_space
from campus.text import Text, bilingual, comma
from campus.tools.config import flow
from campus.tools.template import SIZE, Size, door_along

DOOR = (1.0, 2.2)
"""Clear width and height of a new door, metres."""
BESIDE, BEFORE = 0.3, 1.3
"""What a new door keeps free to its left and right, and before it, metres."""
OPPOSITE: dict[Wall, Wall] = {"north": "south", "south": "north", "east": "west", "west": "east"}
_OUT: dict[Wall, tuple[float, float]] = {"north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0)}


@dataclass(frozen=True)
class DoorPlace:
    """A door's place in the space that one comes from, and the corner of the new room on the plan."""

    wall: Wall
    along: float
    corner: tuple[float, float]
    overlaps: bool


def lies_over(space: str, file: str) -> Text:
    """The note that a space lies over another on the plan that a file has."""
    return bilingual(
        f"On the plan {space} lies over another space. Move it: 'at' in {file}.",
        f"Sur le plan, {space} recouvre un autre espace. Déplacez-le : « at » dans {file}.",
    )


def place_of(written: str | None) -> tuple[Wall, float] | None:
    """The wall and the metres that `--door north:3.5` says.

    Raises:
        CampusError: when it says something else.
    """
    if written is None:
        return None
    wall, _, along = written.partition(":")
    if wall not in get_args(Wall) or not re.fullmatch(r"\d+(\.\d+)?", along):
        raise CampusError(
            bilingual(
                f"--door '{written}' is no place on a wall. Write it as north:3.5: a wall, and metres along it.",
                f"--door « {written} » n'est pas un lieu sur un mur. Écrivez north:3.5, un mur et des mètres.",
            )
        )
    return wall, float(along)  # type: ignore[return-value]


def door_back(
    campus: Campus, near: str, door: str, room: Scene, entrance: Node, place: tuple[Wall, float] | None = None
) -> tuple[str, tuple[float, float]]:
    """The door that a space needs for a room that leads there already.

    Args:
        campus: loaded, without the room.
        near: the space that the room's door leads to.
        door: the id that the room's door gives it.
        room: the room.
        entrance: its door.
        place: wall of that space, and metres along it; found by itself otherwise.

    Returns:
        The line for that space's openings, and the room's corner on the plan.

    Raises:
        CampusError: when there is no place for a door.
    """
    found = found_place(campus, near, room, entrance, place)
    item = {"type": "door", "id": door, "wall": found.wall, "at": round(found.along, 2), "size": list(DOOR)}
    return flow({**item, "to": f"{room.id}/{entrance.id}"}), found.corner


def free_beside(campus: Campus, room: Scene, entrance: Node) -> tuple[str, Wall, float] | None:
    """A space, a wall and metres along it, where a room can be put without lying over another space; None for nowhere.

    The wall is one that the room's entrance, which is not turned, can stand before.
    """
    own = entrance.spec.wall
    taught = {space: any(node.type == "screen" for node in scene.nodes) for space, scene in campus.scenes.items()}
    for near in sorted(taught, key=lambda space: taught[space]):  # rather not through a room where people are taught
        try:
            found = found_place(campus, near, room, entrance, None)
        except CampusError:
            continue
        if not found.overlaps and (own is None or found.wall == OPPOSITE[own]):
            return near, found.wall, found.along
    return None


def corner_at(campus: Campus, near: str, door: Node, room: Scene, entrance: Node) -> tuple[float, float] | None:
    """A room's corner on the plan, its entrance before a door of another space that is there already.

    None where that door does not stand in a wall of its space, or the room's entrance in none of the room's.
    """
    if not (isinstance(door.spec, Opening) and door.spec.wall and isinstance(door.spec.at, int | float)):
        return None
    if not (isinstance(entrance.spec, Opening) and entrance.spec.wall):
        return None
    return placed(campus, near, door.spec.wall, float(door.spec.at), room, entrance).corner


def found_place(
    campus: Campus,
    near: str,
    original: Scene | None,
    entrance: Node | None,
    place: tuple[Wall, float] | None,
    begun: Size = SIZE,
) -> DoorPlace:
    """Where a new door goes into a space: where one said, else the first free stretch of wall.

    `begun` is how large the room is, where it is no copy of another.
    """
    scene = campus.scenes[near]
    size = getattr(scene.shell.spec, "size", None) if scene.shell else None
    if size is None:
        raise CampusError(
            bilingual(
                f"{near} has no walls to put a door into. Name another space with --to.",
                f"{near} n'a pas de murs où mettre une porte. Nommez un autre espace avec --to.",
            )
        )
    if place is not None:
        wall, along = place
        if wall not in get_args(Wall) or not DOOR[0] / 2 <= along <= wall_length(size, wall) - DOOR[0] / 2:
            raise CampusError(
                bilingual(
                    f"--door {wall}:{along:g} is not on a wall of {near}. Write it as north:3.5.",
                    f"--door {wall}:{along:g} n'est pas sur un mur de {near}. Écrivez north:3.5.",
                )
            )
        return placed(campus, near, wall, along, original, entrance, begun)
    space = compile_space(campus, near)
    free = [placed(campus, near, wall, at, original, entrance, begun) for wall, at in _free_stretches(space, size)]
    if not free:
        needed = DOOR[0] + 2 * BESIDE
        raise CampusError(
            bilingual(
                f"No wall of {near} has {needed:.1f} m free for a door. "
                "Say where it goes with --door, as in --door north:3.5, or name another space with --to.",
                f"Aucun mur de {near} n'a {comma(needed, '.1f')} m de libres pour une porte. "
                "Dites où elle va avec --door, comme --door north:3.5, ou nommez un autre espace avec --to.",
            )
        )
    wanted = OPPOSITE[entrance.spec.wall] if entrance and entrance.spec.wall else None
    return min(free, key=lambda p: (p.overlaps, wanted is not None and p.wall != wanted))


def _free_stretches(space: Space, size: tuple[float, float, float]) -> Iterator[tuple[Wall, float]]:
    """Places for a door on the ground: no opening, nothing on the wall, nothing before it. Middles first."""
    things = _things(space)
    half = DOOR[0] / 2 + BESIDE
    for wall in ("north", "east", "south", "west"):
        length = wall_length(size, wall)
        frame = wall_frame(size, wall, 0.0)
        local = _in_frame(things, frame)
        # Along the wall from its west or south end, whatever way its own x runs.
        sign = 1.0 if sum(a - b for a, b in zip(frame.point((1, 0, 0))[:2], frame[:2], strict=True)) > 0 else -1.0
        near = local[(local[:, 1, 1] > -BEFORE) & (local[:, 0, 1] < 0.6) & (local[:, 0, 2] < DOOR[1] + 0.45)]
        near = near[near[:, 1, 2] > 0.05]
        edges = np.sort(near[:, :, 0] * sign, axis=1)
        places = np.arange(half, length - half + 1e-6, 0.1)
        free = [at for at in places.tolist() if not ((edges[:, 0] < at + half) & (edges[:, 1] > at - half)).any()]
        for at in sorted(free, key=lambda a: abs(a - length / 2)):
            yield wall, round(at, 1)


def _things(space: Space) -> np.ndarray[Any, np.dtype[np.float64]]:
    """(n, 2, 3) the boxes, in the space, of everything that a door must not stand behind or in."""
    shell = space.scene.shell
    size = getattr(shell.spec, "size", None) if shell else None
    boxes = [box for box in _boxes(space.solids) if size is None or not _is_shell(box, size)]
    for label in space.labels:
        boxes.append(_square(label.anchor.place.at, label.anchor.place.heading, label.anchor.size))
    for screen in space.screens.values():
        boxes.append(_square(screen.at, screen.heading, screen.size))
    for node in space.scene.nodes:
        if isinstance(node.spec, Opening):
            frame, (width, height) = node_frame(node, size), node.spec.size
            middle = frame.point((0.0, 0.0, node.spec.sill + height / 2))
            boxes.append(_square(middle, frame.heading, (width + 0.3, height)))
        elif node.spec.wall is not None and len((mesh := node.spec.mesh()).positions):
            frame = node_frame(node, size)
            corners = [frame.point(tuple(p)) for p in mesh.positions.tolist()]
            boxes.append(np.stack([np.min(corners, 0), np.max(corners, 0)]))
    return np.array(boxes) if boxes else np.zeros((0, 2, 3))


def _boxes(triangles: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """(m, 2, 3) the box of each triangle."""
    return np.stack([triangles.min(1), triangles.max(1)], 1).astype(float)


def _is_shell(box: np.ndarray[Any, Any], size: Sequence[float]) -> bool:
    """Whether a triangle is of the shell itself, its plinth included: within 6 cm of a wall, the floor, the ceiling."""
    return any(box[1, axis] < 0.06 or box[0, axis] > size[axis] - 0.06 for axis in range(3))


def _square(at: Sequence[float], heading: float, size: Sequence[float]) -> np.ndarray[Any, Any]:
    frame = Frame(at[0], at[1], at[2], heading)
    corners = [frame.point((x, 0.0, z)) for x in (-size[0] / 2, size[0] / 2) for z in (-size[1] / 2, size[1] / 2)]
    return np.stack([np.min(corners, 0), np.max(corners, 0)])


def _in_frame(boxes: np.ndarray[Any, Any], frame: Frame) -> np.ndarray[Any, Any]:
    """Boxes of the space as boxes of a wall's frame, x along it, y into it."""
    angle = -math.radians(frame.heading)
    cos, sin = round(math.cos(angle)), round(math.sin(angle))  # walls stand square
    moved = boxes - np.array([frame.x, frame.y, frame.z])
    turned = np.stack(
        [cos * moved[..., 0] - sin * moved[..., 1], sin * moved[..., 0] + cos * moved[..., 1], moved[..., 2]], -1
    )
    return np.stack([turned.min(1), turned.max(1)], 1)


# --- where the room lies ---------------------------------------------------------------------------------------------


def placed(
    campus: Campus,
    near: str,
    wall: Wall,
    along: float,
    original: Scene | None,
    entrance: Node | None,
    begun: Size = SIZE,
) -> DoorPlace:
    """The room's corner on the plan: its door and the other stand in one line, a wall's thickness apart."""
    scene = campus.scenes[near]
    there = size_of(scene)
    thick = float(getattr(scene.shell.spec, "thickness", 0.45)) if scene.shell else 0.45
    out = _OUT[wall]
    door = wall_frame(there, wall, along)
    if (
        original is not None
        and entrance is not None
        and isinstance(entrance.spec.at, int | float)
        and entrance.spec.wall
    ):
        here = size_of(original)
        own = wall_frame(here, entrance.spec.wall, float(entrance.spec.at))
    else:
        here = begun
        own = wall_frame(here, OPPOSITE[wall], door_along(OPPOSITE[wall], here))
    base = campus.placements[near].at
    corner = (base[0] + door.x + out[0] * thick - own.x, base[1] + door.y + out[1] * thick - own.y)
    return DoorPlace(wall, along, corner, overlaps(campus, corner, here))


def overlaps(campus: Campus, corner: Sequence[float], size: Sequence[float]) -> bool:
    """Whether a room with its corner there lies over a space of the campus."""
    for space, scene in campus.scenes.items():
        other, at = size_of(scene), campus.placements[space].at
        if all(corner[i] < at[i] + other[i] - 0.01 and at[i] < corner[i] + size[i] - 0.01 for i in (0, 1)):
            return True
    return False


def size_of(scene: Scene) -> tuple[float, float, float]:
    """Width, depth and height of a space's shell, metres; nothing where it has none."""
    size = getattr(scene.shell.spec, "size", None) if scene.shell else None
    return (float(size[0]), float(size[1]), float(size[2])) if size else (0.0, 0.0, 0.0)
