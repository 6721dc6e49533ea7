"""`campus new`: a room to begin with, linked both ways, checked before anything is written.

Owns where the room lies, which wall its door goes into, and the lines that the other files need. Opens no window.
"""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

import numpy as np

from campus.components import Opening
from campus.components._base import Wall
from campus.errors import CampusError
from campus.ids import ID_PATTERN, did_you_mean
from campus.scene import Campus, Node, Scene, load_campus
from campus.scene.composing import node_frame
from campus.scene.findings import Findings
from campus.scene.frames import Frame, wall_frame, wall_length
from campus.scene.kits import KITS
from campus.scene.reading import read
from campus.scene.values import Fields, Items, Scalar, Value
from campus.space import Space, compile_space
from campus.text import LANGUAGES, Text, same
from campus.tools.config import flow
from campus.tools.template import ALONG, SIZE, TEMPLATE, template
from campus.tools.yaml_edit import replaced, with_item, without_item

CAMPUS_FILE = "scenes/campus.yaml"
DOOR = (1.0, 2.2)
"""Clear width and height of a new door, metres."""
BESIDE, BEFORE = 0.3, 1.3
"""What a new door keeps free to its left and right, and before it, metres."""
OPPOSITE: dict[Wall, Wall] = {"north": "south", "south": "north", "east": "west", "west": "east"}
_OUT: dict[Wall, tuple[float, float]] = {"north": (0, 1), "south": (0, -1), "east": (1, 0), "west": (-1, 0)}


@dataclass(frozen=True)
class Made:
    """What was made.

    Attributes:
        files: path relative to the root -> its text, of each file that is new or changed.
        lines: path -> the line that was added to it, for those that were there before.
        notes: sentences for the person.
    """

    files: dict[str, str]
    lines: dict[str, str]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Place:
    """A door's place in the space that one comes from, and the corner of the new room on the plan."""

    wall: Wall
    along: float
    corner: tuple[float, float]
    overlaps: bool


def new(
    root: Path,
    name: str,
    *,
    source: str = TEMPLATE,
    title: Text | None = None,
    near: str | None = None,
    place: tuple[Wall, float] | None = None,
) -> Made:
    """Make a room, and write its files; nothing is written unless all of the campus that it touches is sound.

    Args:
        root: the folder with `scenes/` and `assets/`.
        name: of the new space.
        source: a space to copy, or `template`.
        title: what people call it; its name's words where nothing is given.
        near: the space that its door leads to; the campus's entry otherwise.
        place: wall of that space, and metres along it, for the door there; found by itself otherwise.

    Raises:
        SceneErrors: when the campus has mistakes already.
        CampusError: when the room cannot be made; nothing is written.
    """
    if not re.match(ID_PATTERN, name) or len(name) > 64:
        raise CampusError(
            f"'{name}' cannot name a space. Use lower-case letters, digits and hyphens, as in reading-room."
        )
    if name == "campus" or (root / "scenes" / f"{name}.yaml").exists():
        raise CampusError(f"There is a file scenes/{name}.yaml already. Choose another name, or change that file.")
    campus = load_campus(root)
    known = [TEMPLATE, *campus.scenes]
    if source not in known:
        raise CampusError(f"There is no space '{source}' to begin from. {did_you_mean(source, known)}".rstrip())
    near = near or campus.entry
    if near not in campus.scenes:
        raise CampusError(f"There is no space '{near}' to lead to. {did_you_mean(near, campus.scenes)}".rstrip())
    made = _made(campus, root, name, source, title or _title(campus, name), near, place)
    _prove(root, made, name, near)
    for file, text in made.files.items():
        path = root / file
        part = path.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    return made


def _made(
    campus: Campus, root: Path, name: str, source: str, title: Text, near: str, place: tuple[Wall, float] | None
) -> Made:
    files: dict[str, str] = {}
    lines: dict[str, str] = {}
    waiting = _waiting_door(campus, name)
    if waiting:  # a door that was built before its room
        near, door = waiting
        door_here = door.spec.to.partition("/")[2]
    else:
        door_here = f"to-{near}"
    original = None if source == TEMPLATE else campus.scenes[source]
    entrance = _entrance(original) if original else None
    if original is not None and entrance is None:
        raise CampusError(f"'{source}' has no door on a wall of its own to come in by. Begin from 'template'.")
    if waiting:
        assert isinstance(door.spec.at, int | float)
        assert door.spec.wall is not None
        found = _placed(campus, near, door.spec.wall, float(door.spec.at), original, entrance)
        door_there = door.id
    else:
        found = _found(campus, near, original, entrance, place)
        door_there = f"to-{name}"
        item = {"type": "door", "id": door_there, "wall": found.wall, "at": round(found.along, 2), "size": list(DOOR)}
        line = flow({**item, "to": f"{name}/{door_here if not entrance else entrance.id}"})
        there = campus.scenes[near].file
        files[there] = with_item((root / there).read_text(encoding="utf-8"), ("shell", "openings"), line)
        lines[there] = line
    if original is None:
        text = template(name, title, OPPOSITE[found.wall], door_here, f"{near}/{door_there}")
    else:
        assert entrance is not None
        if waiting and entrance.id != door_here:
            raise CampusError(
                f"{near} leads to '{name}/{door_here}' already, and the door of '{source}' is '{entrance.id}'. "
                "Begin from 'template'."
            )
        text = _copied(root, original, name, title, entrance, f"{near}/{door_there}")
    files[f"scenes/{name}.yaml"] = text
    line = flow({"space": name, "at": [round(value, 2) for value in found.corner]})
    own = (root / CAMPUS_FILE).read_text(encoding="utf-8")
    files[CAMPUS_FILE] = with_item(without_item(own, ("planned",), "space", name), ("spaces",), line)
    lines[CAMPUS_FILE] = line
    notes = []
    if found.overlaps:
        notes.append(f"On the plan {name} lies over another space. Move it: 'at' in {CAMPUS_FILE}.")
    return Made(files, lines, tuple(notes))


def _prove(root: Path, made: Made, name: str, near: str) -> None:
    """Load and compile the campus as it would become, aside. Raises CampusError when it would not be sound."""
    with TemporaryDirectory() as folder:
        aside = Path(folder)
        shutil.copytree(root / "scenes", aside / "scenes")
        shutil.copytree(root / "assets" / "materials", aside / "assets" / "materials")
        if (root / KITS).is_dir():
            shutil.copytree(root / KITS, aside / KITS)
        for file, text in made.files.items():
            (aside / file).write_text(text, encoding="utf-8")
        try:
            campus = load_campus(aside)
            for space in {name, near}:
                compile_space(campus, space)
        except CampusError as problem:
            raise CampusError(f"Nothing was written, because the campus would not be sound:\n{problem}") from problem


def _title(campus: Campus, name: str) -> Text:
    if name in campus.planned:
        return campus.planned[name].title
    words = name.replace("-", " ").capitalize()
    return same(words)


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
            f"--door '{written}' is no place on a wall. Write it as north:3.5: a wall, and metres along it."
        )
    return wall, float(along)  # type: ignore[return-value]


def titled(name: str, french: str | None, english: str | None) -> Text | None:
    """The title in both languages; None where nothing is said.

    Raises:
        CampusError: when one language is missing.
    """
    if french is None and english is None:
        return None
    if not (french and english):
        raise CampusError(f'The title of \'{name}\' needs both languages: --fr "Salle de lecture" --en "Reading room".')
    return Text(fr=french, en=english)


def tell(made: Made, name: str) -> str:
    """What was made, for the person who asked for it."""
    said = [f"scenes/{name}.yaml is new."]
    said += [f"{file}: added  - {line}" for file, line in made.lines.items()]
    return "\n".join([*said, *made.notes, f"See it with 'campus preview {name}', prove it with 'campus check {name}'."])


# --- doors -----------------------------------------------------------------------------------------------------------


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
    found = _found(campus, near, room, entrance, place)
    item = {"type": "door", "id": door, "wall": found.wall, "at": round(found.along, 2), "size": list(DOOR)}
    return flow({**item, "to": f"{room.id}/{entrance.id}"}), found.corner


def corner_at(campus: Campus, near: str, door: Node, room: Scene, entrance: Node) -> tuple[float, float] | None:
    """A room's corner on the plan, its entrance before a door of another space that is there already.

    None where that door does not stand in a wall of its space, or the room's entrance in none of the room's.
    """
    if not (isinstance(door.spec, Opening) and door.spec.wall and isinstance(door.spec.at, int | float)):
        return None
    if not (isinstance(entrance.spec, Opening) and entrance.spec.wall):
        return None
    return _placed(campus, near, door.spec.wall, float(door.spec.at), room, entrance).corner


def _waiting_door(campus: Campus, name: str) -> tuple[str, Any] | None:
    """A door on a wall that leads to the room already, though it was not built: its space and its node."""
    for space, scene in campus.scenes.items():
        for node in scene.nodes:
            to = getattr(node.spec, "to", None)
            if to and to.partition("/")[0] == name and isinstance(node.spec, Opening) and node.spec.wall:
                return space, node
    return None


def _entrance(scene: Scene) -> Node | None:
    """The door by which one comes into a space: the first that stands on the floor and leads elsewhere."""
    for node in scene.nodes:
        spec = node.spec
        if (
            isinstance(spec, Opening)
            and spec.to
            and spec.wall
            and spec.sill < 0.05
            and node.type in ("door", "opening", "arch")
        ):
            return node
    return None


def _found(
    campus: Campus, near: str, original: Scene | None, entrance: Node | None, place: tuple[Wall, float] | None
) -> _Place:
    """Where a new door goes into a space: where one said, else the first free stretch of wall."""
    scene = campus.scenes[near]
    size = getattr(scene.shell.spec, "size", None) if scene.shell else None
    if size is None:
        raise CampusError(f"{near} has no walls to put a door into. Name another space with --to.")
    if place is not None:
        wall, along = place
        if wall not in get_args(Wall) or not DOOR[0] / 2 <= along <= wall_length(size, wall) - DOOR[0] / 2:
            raise CampusError(f"--door {wall}:{along:g} is not on a wall of {near}. Write it as north:3.5.")
        return _placed(campus, near, wall, along, original, entrance)
    space = compile_space(campus, near)
    free = [_placed(campus, near, wall, at, original, entrance) for wall, at in _free_stretches(space, size)]
    if not free:
        raise CampusError(
            f"No wall of {near} has {DOOR[0] + 2 * BESIDE:.1f} m free for a door. "
            "Say where it goes with --door, as in --door north:3.5, or name another space with --to."
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


def _placed(
    campus: Campus,
    near: str,
    wall: Wall,
    along: float,
    original: Scene | None,
    entrance: Node | None,
) -> _Place:
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
        here = SIZE
        own = wall_frame(here, OPPOSITE[wall], ALONG[OPPOSITE[wall]])
    base = campus.placements[near].at
    corner = (base[0] + door.x + out[0] * thick - own.x, base[1] + door.y + out[1] * thick - own.y)
    return _Place(wall, along, corner, overlaps(campus, corner, here))


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


# --- copies ----------------------------------------------------------------------------------------------------------


def _copied(root: Path, original: Scene, name: str, title: Text, entrance: Node, to: str) -> str:
    """The file of a space under another name: its entrance leads elsewhere, its other ways nowhere."""
    content = (root / original.file).read_bytes()
    value = read(content, original.file, Findings())
    assert isinstance(value, Fields)
    changes: dict[tuple[int, int], tuple[str, str]] = {}
    own = value.get("space")
    assert isinstance(own, Scalar)
    changes[own.source.line, own.source.column] = (own.text, name)
    for word in ways(value):
        target = word.text
        here = entrance.source.line <= word.source.line and target == getattr(entrance.spec, "to", "")
        if here and not any(new == to for _, new in changes.values()):
            changed = to
        elif target.partition("/")[0] == original.id:
            changed = f"{name}/{target.partition('/')[2]}"
        else:
            changed = "null"
        changes[word.source.line, word.source.column] = (target, changed)
    written = value.get("title")
    if isinstance(written, Fields):
        for language in LANGUAGES:
            spoken = written.get(language)
            if isinstance(spoken, Scalar):
                place = (spoken.source.line, spoken.source.column)
                changes[place] = (spoken.text, flow(title.in_(language)))
    return replaced(content.decode("utf-8-sig"), changes)


def ways(value: Value | None) -> Iterator[Scalar]:
    """Every `to` of a file."""
    if isinstance(value, Items):
        for item in value.items:
            yield from ways(item)
    elif isinstance(value, Fields):
        for key, (_, inner) in value.entries.items():
            if key == "to" and isinstance(inner, Scalar) and inner.meaning() is not None:
                yield inner
            else:
                yield from ways(inner)
