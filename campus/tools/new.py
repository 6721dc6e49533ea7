"""`campus new`: a room to begin with, linked both ways, checked before anything is written.

Owns the room's file and the lines that the other files need; where its door goes, `door_places` knows. Opens no window.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from campus.bake import bakes_of
from campus.components import Opening
from campus.components._base import Wall
from campus.errors import CampusError
from campus.ids import ID_PATTERN, did_you_mean
from campus.scene import Campus, Node, Scene, load_campus
from campus.scene.findings import Findings
from campus.scene.kits import KITS
from campus.scene.reading import read
from campus.scene.values import Fields, Items, Scalar, Value
from campus.space import compile_space
from campus.text import LANGUAGES, Language, Text, bilingual, follows, same
from campus.tools.config import flow
from campus.tools.door_places import DOOR, OPPOSITE, found_place, lies_over, placed
from campus.tools.template import LEAST, MOST, SIZE, TEMPLATE, Size, template
from campus.tools.yaml_edit import replaced, with_item, without_item

CAMPUS_FILE = "scenes/campus.yaml"


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
    notes: tuple[Text, ...]


def new(
    root: Path,
    name: str,
    *,
    source: str = TEMPLATE,
    title: Text | None = None,
    near: str | None = None,
    place: tuple[Wall, float] | None = None,
    size: Size | None = None,
) -> Made:
    """Make a room, and write its files; nothing is written unless all of the campus that it touches is sound.

    Args:
        root: the folder with `scenes/` and `assets/`.
        name: of the new space.
        source: a space to copy, or `template`.
        title: what people call it; its name's words where nothing is given.
        near: the space that its door leads to; the campus's entry otherwise.
        place: wall of that space, and metres along it, for the door there; found by itself otherwise.
        size: of a room from the template, metres; its own otherwise.

    Raises:
        SceneErrors: when the campus has mistakes already.
        CampusError: when the room cannot be made; nothing is written.
    """
    if not re.fullmatch(ID_PATTERN, name) or len(name) > 64:
        raise CampusError(
            bilingual(
                f"'{name}' cannot name a space. Use lower-case letters, digits and hyphens, as in reading-room.",
                f"« {name} » ne peut pas nommer un espace. Employez minuscules, chiffres et traits d'union, "
                "comme salle-de-lecture.",
            )
        )
    if name == "campus" or (root / "scenes" / f"{name}.yaml").exists():
        raise CampusError(
            bilingual(
                f"There is a file scenes/{name}.yaml already. Choose another name, or change that file.",
                f"Il y a déjà un fichier scenes/{name}.yaml. Choisissez un autre nom, ou modifiez ce fichier.",
            )
        )
    campus = load_campus(root)
    known = [TEMPLATE, *campus.scenes]
    if source not in known:
        said = bilingual(
            f"There is no space '{source}' to begin from.", f"Il n'y a pas d'espace « {source} » d'où partir."
        )
        raise CampusError(said, did_you_mean(source, known))
    near = near or campus.entry
    if near not in campus.scenes:
        said = bilingual(
            f"There is no space '{near}' to lead to.", f"Il n'y a pas d'espace « {near} » vers lequel mener."
        )
        raise CampusError(said, did_you_mean(near, campus.scenes))
    if size is not None and source != TEMPLATE:
        raise CampusError(
            bilingual(
                "--size is for a room from the template; a copy is as large as what it is copied from.",
                "--size vaut pour une salle tirée du modèle ; une copie a la taille de ce qu'elle copie.",
            )
        )
    made = _made(campus, root, name, source, title or _title(campus, name), near, place, size or SIZE)
    _prove(root, made, name, near)
    for file, text in made.files.items():
        path = root / file
        part = path.with_suffix(".part")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    return made


def _made(
    campus: Campus,
    root: Path,
    name: str,
    source: str,
    title: Text,
    near: str,
    place: tuple[Wall, float] | None,
    size: Size,
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
        raise CampusError(
            bilingual(
                f"'{source}' has no door on a wall of its own to come in by. Begin from 'template'.",
                f"« {source} » n'a pas, sur un de ses murs, de porte par où entrer. Partez de « template ».",
            )
        )
    if waiting:
        assert isinstance(door.spec.at, int | float)
        assert door.spec.wall is not None
        found = placed(campus, near, door.spec.wall, float(door.spec.at), original, entrance, size)
        door_there = door.id
    else:
        found = found_place(campus, near, original, entrance, place, size)
        door_there = f"to-{name}"
        item = {"type": "door", "id": door_there, "wall": found.wall, "at": round(found.along, 2), "size": list(DOOR)}
        line = flow({**item, "to": f"{name}/{door_here if not entrance else entrance.id}"})
        there = campus.scenes[near].file
        files[there] = with_item((root / there).read_text(encoding="utf-8"), ("shell", "openings"), line)
        lines[there] = line
    if original is None:
        text = template(name, title, OPPOSITE[found.wall], door_here, f"{near}/{door_there}", size)
    else:
        assert entrance is not None
        if waiting and entrance.id != door_here:
            raise CampusError(
                bilingual(
                    f"{near} leads to '{name}/{door_here}' already, and the door of '{source}' is '{entrance.id}'. "
                    "Begin from 'template'.",
                    f"{near} mène déjà à « {name}/{door_here} », et la porte de « {source} » est « {entrance.id} ». "
                    "Partez de « template ».",
                )
            )
        text = _copied(root, original, name, title, entrance, f"{near}/{door_there}")
    files[f"scenes/{name}.yaml"] = text
    line = flow({"space": name, "at": [round(value, 2) for value in found.corner]})
    own = (root / CAMPUS_FILE).read_text(encoding="utf-8")
    files[CAMPUS_FILE] = with_item(without_item(own, ("planned",), "space", name), ("spaces",), line)
    lines[CAMPUS_FILE] = line
    notes = []
    if found.overlaps:
        notes.append(lies_over(name, CAMPUS_FILE))
    if not waiting and bakes_of(root, near):
        others = [
            id_ for id_ in campus.scenes if id_ != near and bakes_of(root, id_) and _looks_into(campus, id_, near)
        ]
        every = " ".join((near, *others, name))
        seen_en = f", which is seen from {' and '.join(others)}" if others else ""
        seen_fr = f", qui se voit depuis {' et '.join(others)}" if others else ""
        notes.append(
            bilingual(
                f"'{near}' has a new door{seen_en}; all else there keeps its light. Light for all: campus bake {every}",
                f"« {near} » a une nouvelle porte{seen_fr} ; tout le reste y garde sa lumière. "
                f"Lumière pour tous : campus bake {every}",
            )
        )
    return Made(files, lines, tuple(notes))


def _looks_into(campus: Campus, space: str, other: str) -> bool:
    """Whether a window or an open arch of a space shows another."""
    compiled = compile_space(campus, space)
    shut = {portal.id for portal in compiled.portals.values() if portal.door}
    return any(view.shows == other and view.node not in shut for view in compiled.views)


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
            wrong = bilingual(
                "Nothing was written, because the campus would not be sound:\n",
                "Rien n'a été écrit, car le campus ne serait plus valide :\n",
            )
            raise CampusError(follows(wrong, problem.said)) from problem


def _title(campus: Campus, name: str) -> Text:
    if name in campus.planned:
        return campus.planned[name].title
    words = name.replace("-", " ").capitalize()
    return same(words)


def size_of_room(written: str | None) -> Size | None:
    """The metres that `--size 9x7` or `--size 9x7x3.2` says: east, north, and up where that is said.

    Raises:
        CampusError: when it says something else, or what no room can be begun with.
    """
    if written is None:
        return None
    if found := re.fullmatch(r"(\d+(?:\.\d+)?)[x×](\d+(?:\.\d+)?)(?:[x×](\d+(?:\.\d+)?))?", written):
        size = (float(found[1]), float(found[2]), float(found[3] or SIZE[2]))
        if all(least <= side <= most for least, side, most in zip(LEAST, size, MOST, strict=True)):
            return size
    least, most = ("x".join(f"{side:g}" for side in sides) for sides in (LEAST, MOST))
    raise CampusError(
        bilingual(
            f"--size '{written}' is no size of a room. Write metres east, north and up, as in 9x7 or 9x7x3.2:"
            f" {least} at least, {most} at most.",
            f"--size : « {written} » n'est pas la taille d'une salle. Écrivez les mètres vers l'est, vers le nord et en"
            f" hauteur, comme 9x7 ou 9x7x3.2 : au moins {least}, au plus {most}.",
        )
    )


def titled(name: str, french: str | None, english: str | None) -> Text | None:
    """The title in both languages; None where nothing is said.

    Raises:
        CampusError: when one language is missing.
    """
    if french is None and english is None:
        return None
    if not (french and english):
        example = '--fr "Salle de lecture" --en "Reading room"'
        raise CampusError(
            bilingual(
                f"The title of '{name}' needs both languages: {example}.",
                f"Le titre de « {name} » demande les deux langues : « {example} ».",
            )
        )
    return Text(fr=french, en=english)


def tell(made: Made, name: str, language: Language = "en") -> str:
    """What was made, for the person who asked for it."""
    file = f"scenes/{name}.yaml"
    said = [bilingual(f"{file} is new.", f"{file} est nouveau.")]
    said += [bilingual(f"{of}: added  - {line}", f"{of} : ajouté « - {line} »") for of, line in made.lines.items()]
    see = bilingual(
        f"See it with 'campus preview {name}', prove it with 'campus check {name}'.",
        f"Voyez-le avec « campus preview {name} », prouvez-le avec « campus check {name} ».",
    )
    return "\n".join(one.in_(language) for one in (*said, *made.notes, see))


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
