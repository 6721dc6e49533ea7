"""Leads the doors of an unpacked space into the campus that it came to, and the campus's doors back to it.

Edits the text of scene files, line by line, so that an author's own words stay as they are. Writes no file itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from campus.components import Opening
from campus.components._base import Wall
from campus.errors import CampusError
from campus.ids import did_you_mean
from campus.scene import Campus, Node, Scene
from campus.scene.findings import Findings
from campus.scene.loading import CAMPUS_FILE
from campus.scene.reading import read
from campus.scene.references import VIEWS
from campus.text import Text, bilingual, same
from campus.tools.config import flow
from campus.tools.door_places import corner_at, door_back, free_beside, overlaps, place_of, size_of
from campus.tools.new import ways
from campus.tools.pack_form import Manifest, Packed
from campus.tools.yaml_edit import replaced, with_field, with_item, without_item

WALKED = ("door", "opening", "arch", "portal")
"""Types of nodes that one walks through."""

OUTSIDE, OUT = "outside", Text(fr="Dehors", en="Outside")
"""The planned space that a door leads to which is to stay closed."""


@dataclass(frozen=True)
class Link:
    """Where the first way out of a pack is to lead, as `--link` says it.

    Attributes:
        space: of the campus; None leaves the way closed.
        node: a door that waits there; None for a new one.
        place: wall and metres along it for a new one; None for the first free stretch.
    """

    space: str | None
    node: str | None = None
    place: tuple[Wall, float] | None = None


def link_of(written: str | None) -> Link | None:
    """What `--link` says: `garden`, `hall:west:9.5`, `garden/west-door`, or `none`.

    Raises:
        CampusError: when it says something else.
    """
    if written is None:
        return None
    if written == "none":
        return Link(None)
    space, slash, node = written.partition("/")
    if slash:
        return Link(space, node)
    space, _, place = written.partition(":")
    if not re.fullmatch(r"[a-z][a-z0-9-]*", space):
        raise CampusError(
            bilingual(
                f"--link '{written}' is no place. Write it as hall, hall:west:9.5, hall/a-door, or none.",
                f"--link « {written} » n'est pas un lieu. Écrivez hall, hall:west:9.5, hall/a-door, ou none.",
            )
        )
    return Link(space, None, place_of(place or None))


def linked(
    aside: Path,
    archive: Path,
    manifest: Manifest,
    scenes: Mapping[str, Scene],
    campus: Campus | None,
    link: Link | None,
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Leads the ways out of a pack to where they go, and back.

    Args:
        aside: a copy of the campus, with the pack in it.
        archive: the pack, for messages.
        manifest: of the pack.
        scenes: of the pack, by space.
        campus: without the pack; None where there was none.
        link: where the first way out leads, instead of where it says.

    Returns:
        The files that linking changes, and the ways, as `space/node`, that stay closed.

    Raises:
        CampusError: when `link` names no place where a door can be, or there is no room on the plan.
    """
    inside = [packed.space for packed in manifest.spaces]
    out = [
        (space, node) for space in inside for node in scenes[space].nodes if _goal(node) and _goal(node) not in inside
    ]
    changed: dict[str, str] = {}
    closed: list[str] = []
    corners: list[tuple[Packed, tuple[float, float]]] = []
    by_space = {packed.space: packed for packed in manifest.spaces}
    if link is not None:
        if campus is None:
            raise CampusError(
                bilingual(
                    f"There is no {CAMPUS_FILE} here yet: nothing to --link to. Leave --link out.",
                    f"Il n'y a pas encore de {CAMPUS_FILE} ici : --link ne mène nulle part. Enlevez --link.",
                )
            )
        if not out:
            raise CampusError(
                bilingual(
                    f"{archive.name} has no way out that --link could lead somewhere.",
                    f"{archive.name} n'a pas de sortie que --link puisse mener quelque part.",
                )
            )
        space, node = out.pop(0)
        corner = _link(aside, campus, scenes[space], node, link, changed)
        if corner:
            corners.append((by_space[space], corner))
        if link.space is None:
            closed.append(f"{space}/{node.id}")
    text = _own_text(aside, archive, manifest, campus)
    wanted: dict[str, None] = {
        view: None
        for s in scenes.values()
        for n in s.nodes
        if (view := getattr(n.spec, "view", None)) not in (None, *VIEWS)
    }
    if link is not None and link.space is None:
        wanted[OUTSIDE] = None
    for space, node in out:
        goal, _, door = str(getattr(node.spec, "to", "")).partition("/")
        if campus is None or goal not in campus.scenes:
            wanted[goal] = None
            closed.append(f"{space}/{node.id}")
        elif isinstance(node.spec, Opening) and not _leads_back(campus.scenes[goal], door, f"{space}/{node.id}"):
            line, corner = door_back(campus, goal, door, scenes[space], node)
            if overlaps(campus, corner, size_of(scenes[space])):
                _refuse_if_elsewhere(campus, archive, goal, scenes[space], node)
            file = campus.scenes[goal].file
            before = changed.get(file) or (aside / file).read_text(encoding="utf-8")
            changed[file] = with_item(before, ("shell", "openings"), line)
            corners.append((by_space[space], corner))
    known = {*inside, *(campus.placements if campus else ()), *(campus.planned if campus else ())}
    for goal in wanted:
        if goal not in known:
            title = manifest.beyond.get(goal, OUT if goal == OUTSIDE else same(goal))
            text = _listed(text, "planned", flow({"space": goal, "title": msgspec.to_builtins(title)}))
    shift = (0.0, 0.0)
    if corners:
        packed, corner = corners[0]
        shift = (corner[0] - packed.at[0], corner[1] - packed.at[1])
    for packed in manifest.spaces:
        line = _placement(packed, (packed.at[0] + shift[0], packed.at[1] + shift[1]))
        text = _listed(without_item(text, ("planned",), "space", packed.space), "spaces", line)
    return {**changed, CAMPUS_FILE: text}, tuple(closed)


def _refuse_if_elsewhere(campus: Campus, archive: Path, goal: str, scene: Scene, node: Node) -> None:
    """Where a space would lie over another one, and there is a place where it would not: say which.

    Raises:
        CampusError: with the `--link` that puts it there.
    """
    free = free_beside(campus, scene, node)
    if free is None:
        return  # nowhere: it is added, and told
    near, wall, along = free
    command = f"campus unpack {archive.name} --link {near}:{wall}:{along:g}"
    raise CampusError(
        bilingual(
            f"Beside {goal} there is no room for {scene.id}: on the plan it would lie over another space. Nothing was "
            f"written. There is room beside {near}: {command}",
            f"À côté de {goal} il n'y a pas de place pour {scene.id} : sur le plan il recouvrirait un autre espace. "
            f"Rien n'a été écrit. Il y a de la place à côté de {near} : {command}",
        )
    )


def _link(
    aside: Path, campus: Campus, scene: Scene, node: Node, link: Link, changed: dict[str, str]
) -> tuple[float, float] | None:
    """Lead one way of the pack to where `--link` says, and back; gives the space's corner on the plan."""
    if link.space is None:
        _relead(aside, scene, node, f"{OUTSIDE}/to-{scene.id}", changed)
        return None
    if link.space not in campus.scenes:
        said = bilingual(
            f"--link: there is no space '{link.space}'.", f"--link : il n'y a pas d'espace « {link.space} »."
        )
        raise CampusError(said, did_you_mean(link.space, campus.scenes))
    there = campus.scenes[link.space]
    here = f"{scene.id}/{node.id}"
    text = (aside / there.file).read_text(encoding="utf-8")
    if link.node is None:
        door = f"to-{scene.id}"
        line, corner = door_back(campus, link.space, door, scene, node, link.place)
        changed[there.file] = with_item(text, ("shell", "openings"), line)
        _relead(aside, scene, node, f"{link.space}/{door}", changed)
        return corner
    waiting = next((other for other in there.nodes if other.id == link.node), None)
    if waiting is None:
        said = bilingual(
            f"--link: {link.space} has no node '{link.node}'.",
            f"--link : {link.space} n'a pas de nœud « {link.node} ».",
        )
        raise CampusError(said, did_you_mean(link.node, [other.id for other in there.nodes if other.type in WALKED]))
    if waiting.type not in WALKED:
        raise CampusError(
            bilingual(
                f"--link: '{link.node}' is a {waiting.type}, which nobody walks through. Name a door.",
                f"--link : « {link.node} » est de type {waiting.type}, que personne ne franchit. Nommez une porte.",
            )
        )
    if (goal := _goal(waiting)) and goal in campus.scenes:
        raise CampusError(
            bilingual(
                f"--link: '{link.node}' leads to {goal} already. Name a door that leads nowhere yet.",
                f"--link : « {link.node} » mène déjà à {goal}. Nommez une porte qui ne mène encore nulle part.",
            )
        )
    keys = ("shell", "openings") if isinstance(waiting.spec, Opening) else ("nodes",)
    changed[there.file] = with_field(text, keys, link.node, "to", here)
    _relead(aside, scene, node, f"{link.space}/{link.node}", changed)
    return corner_at(campus, link.space, waiting, scene, node)


def _relead(aside: Path, scene: Scene, node: Node, to: str, changed: dict[str, str]) -> None:
    """The pack's own file with one way that leads elsewhere."""
    content = changed.get(scene.file, "").encode() or (aside / scene.file).read_bytes()
    value = read(content, scene.file, Findings())
    old = str(getattr(node.spec, "to", ""))
    words = [word for word in ways(value) if word.text == old and word.source.line >= node.source.line]
    if not words:
        raise CampusError(
            bilingual(
                f"'{node.id}' gets where it leads from a prefab. Write its 'to' in {scene.file} first.",
                f"« {node.id} » tient d'un préfabriqué là où il mène. Écrivez d'abord son « to » dans {scene.file}.",
            )
        )
    place = (words[0].source.line, words[0].source.column)
    changed[scene.file] = replaced(content.decode("utf-8-sig"), {place: (old, to)})


def _own_text(aside: Path, archive: Path, manifest: Manifest, campus: Campus | None) -> str:
    """`scenes/campus.yaml` with the pack's partners; a new one where there is none."""
    if campus is None:
        first = manifest.spaces[0]
        text = (
            f"# A campus of its own, begun from {archive.name}.\nschema: 1\n"
            f"title: {flow(msgspec.to_builtins(first.title))}\nentry: {first.space}\n"
        )
    else:
        text = (aside / CAMPUS_FILE).read_text(encoding="utf-8")
    for partner in manifest.partners:
        if campus is None or partner.id not in {known.id for known in campus.partners}:
            kept = {key: value for key, value in msgspec.to_builtins(partner).items() if value is not None}
            text = _listed(text, "partners", flow(kept))
    return text


def _listed(text: str, key: str, line: str) -> str:
    """The text with one more item of a list, which is begun where there is none."""
    if re.search(rf"^{key}:", text, re.MULTILINE):
        return with_item(text, (key,), line)
    return f"{text.rstrip()}\n{key}:\n  - {line}\n"


def _placement(packed: Packed, at: Sequence[float]) -> str:
    north = {"north": packed.north} if packed.north else {}
    partner = {"partner": packed.partner} if packed.partner else {}
    return flow({"space": packed.space, "at": [round(at[0], 2), round(at[1], 2)], **north, **partner})


def _goal(node: Node) -> str:
    """The space that a node leads to; nothing where it leads nowhere."""
    return str(getattr(node.spec, "to", None) or "").partition("/")[0]


def _leads_back(scene: Scene, door: str, here: str) -> bool:
    nodes: list[Node] = [node for node in scene.nodes if node.id == door]
    return any(getattr(node.spec, "to", None) == here for node in nodes)
