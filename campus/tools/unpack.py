"""`campus unpack`: a stranger's pack added to a campus, or made one; proved aside first, all of it or nothing."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from campus.components import Opening
from campus.components._base import Wall
from campus.errors import CampusError, SceneError, SceneErrors
from campus.ids import did_you_mean
from campus.proofs.licences import licences
from campus.scene import Campus, CampusLoader, Node, Scene, Source, load_campus
from campus.scene.findings import Findings
from campus.scene.loading import CAMPUS_FILE
from campus.scene.reading import read
from campus.scene.references import VIEWS, check_materials
from campus.text import Text, bilingual, same
from campus.tools.check import SOUND, check
from campus.tools.config import flow
from campus.tools.door_places import corner_at, door_back, free_beside, overlaps, place_of, size_of
from campus.tools.new import ways
from campus.tools.pack import failures, named_assets
from campus.tools.pack_form import LICENCES, REPORT, TABLE_HEAD, Manifest, Packed, put
from campus.tools.pack_reading import contents, refusal
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


@dataclass(frozen=True)
class Unpacked:
    """What was added to a campus.

    Attributes:
        spaces: their ids.
        files: that are new.
        lines: file -> the lines that were added to it, for those that were there before.
        closed: ways out, as `space/node`, that lead to spaces which this campus has not.
        over: spaces that lie over another one on the plan.
    """

    spaces: tuple[str, ...]
    files: tuple[str, ...]
    lines: Mapping[str, str]
    closed: tuple[str, ...] = ()
    over: tuple[str, ...] = ()


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
        raise CampusError(f"--link '{written}' is no place. Write it as hall, hall:west:9.5, hall/a-door, or none.")
    return Link(space, None, place_of(place or None))


def root_to_unpack_into(explicit: Path | None, start: Path) -> Path:
    """The folder that a pack goes into: what was named, the campus at or above `start`, else `start` itself.

    Never the campus that the program brings: whoever unpacks in an empty folder wants a campus there.
    """
    if explicit is not None:
        return explicit
    return next((place for place in (start, *start.parents) if (place / CAMPUS_FILE).is_file()), start)


def unpack(root: Path, archive: Path, link: Link | None = None) -> Unpacked:
    """Add a pack to a campus, linked where its doors lead; without a campus there, make one of it.

    Args:
        root: the folder with `scenes/` and `assets/`, or an empty one.
        archive: the zip.
        link: where the pack's first way out leads, instead of where it says.

    Raises:
        CampusError: when the pack is no sound one, or does not go together with this campus; nothing is written.
    """
    manifest, files = contents(archive)
    files.pop(REPORT, None)
    rows = files.pop(LICENCES, b"").decode("utf-8", "replace").splitlines()
    for file, data in sorted(files.items()):
        there = root / file
        if file.startswith("scenes/") and file.count("/") == 1 and there.exists():
            raise refusal(archive, f"there is a file {file} here already")
        if there.exists() and there.read_bytes() != data:
            raise refusal(archive, f"{file} is here already, and is not the same")
    with TemporaryDirectory() as folder:
        aside = Path(folder)
        _copied(root, aside)
        _write(aside, files)
        changed = {LICENCES: _with_rows(aside / LICENCES, rows)} if rows else {}
        try:
            scenes = _scenes_of(aside, manifest)
            before = load_campus(aside) if (aside / CAMPUS_FILE).is_file() else None
            linked, closed = _linked(aside, archive, manifest, scenes, before, link)
            changed |= linked
            _write(aside, {file: text.encode() for file, text in changed.items()})
            report = io.StringIO()
            over = _over(before, aside, manifest, scenes)
            sound = check(aside, [packed.space for packed in manifest.spaces], True, report) == SOUND
        except SceneErrors as problem:
            raise CampusError(
                f"{archive.name} is refused: it is not sound here. Nothing was written.\n{problem}"
            ) from None
        if not sound:
            wrong = failures(report.getvalue())
            raise CampusError(f"{archive.name} is refused: it is not sound here. Nothing was written.\n{wrong}")
    written = {**files, **{file: text.encode() for file, text in changed.items()}}
    new = tuple(sorted(file for file in written if not (root / file).exists()))
    lines = {}
    for file, text in changed.items():
        if file not in new and file not in files:
            there_were = (root / file).read_text(encoding="utf-8").splitlines()
            lines[file] = "; ".join(line.strip() for line in text.splitlines() if line not in there_were)
    put({root / file: data for file, data in written.items() if file in new or file in changed})
    return Unpacked(tuple(p.space for p in manifest.spaces), new, lines, closed, over)


def tell(added: Unpacked) -> str:
    """What was added, for people."""
    said = [f"{file} is new." for file in added.files]
    said += [f"{file}: added  {lines}" for file, lines in added.lines.items() if lines]
    said += [f"{way} stays closed until the space that it leads to is built." for way in added.closed]
    said += [f"On the plan {space} lies over another space. Move it: 'at' in {CAMPUS_FILE}." for space in added.over]
    return "\n".join([*said, f"Checked: sound. Open it with 'campus --space {added.spaces[0]}'."])


def _copied(root: Path, aside: Path) -> None:
    """What a space may be made of; slides and fonts are no part of that, and large."""
    for part in ("scenes", "assets"):
        if (root / part).is_dir():
            shutil.copytree(
                root / part, aside / part, ignore=shutil.ignore_patterns("packs", "units", "fonts", "*.part")
            )


def _scenes_of(aside: Path, manifest: Manifest) -> dict[str, Scene]:
    """The pack's own spaces, read before anything that takes longer.

    Raises:
        SceneErrors: every mistake of them, and every asset that they name and that is not there.
    """
    loader = CampusLoader(aside)
    materials = loader.materials()
    found = {packed.space: loader.scene(packed.space, Source(CAMPUS_FILE, 1, 1)) for packed in manifest.spaces}
    check_materials(materials, loader.findings)
    loader.findings.raise_any()
    scenes = {space: composed.scene for space, composed in found.items() if composed and composed.scene}
    missing = [
        SceneError(
            *(scene.node(node).source.file, scene.node(node).source.line, scene.node(node).source.column),
            bilingual(
                f"'{node}' names assets/{path}, which is not there.",
                f"« {node} » nomme assets/{path}, qui n'y est pas.",
            ),
            code="missing-file",
            hint=bilingual("It must be in the pack, or here already.", "Il doit être dans le pack, ou déjà ici."),
        )
        for scene in scenes.values()
        for node, path in named_assets(scene)
        if not (aside / "assets" / path).is_file()
    ]
    if missing:
        raise SceneErrors(missing)
    return scenes


# --- linking ---------------------------------------------------------------------------------------------------------


def _linked(
    aside: Path,
    archive: Path,
    manifest: Manifest,
    scenes: Mapping[str, Scene],
    campus: Campus | None,
    link: Link | None,
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The files that linking changes, and the ways that stay closed."""
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
            raise CampusError(f"There is no {CAMPUS_FILE} here yet: nothing to --link to. Leave --link out.")
        if not out:
            raise CampusError(f"{archive.name} has no way out that --link could lead somewhere.")
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
    raise CampusError(
        f"Beside {goal} there is no room for {scene.id}: on the plan it would lie over another space. Nothing was "
        f"written. There is room beside {near}: campus unpack {archive.name} --link {near}:{wall}:{along:g}"
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
        raise CampusError(f"--link: '{link.node}' is a {waiting.type}, which nobody walks through. Name a door.")
    if (goal := _goal(waiting)) and goal in campus.scenes:
        raise CampusError(f"--link: '{link.node}' leads to {goal} already. Name a door that leads nowhere yet.")
    keys = ("shell", "openings") if isinstance(waiting.spec, Opening) else ("nodes",)
    changed[there.file] = with_field(text, keys, link.node, "to", here)
    _relead(aside, scene, node, f"{link.space}/{link.node}", changed)
    return corner_at(campus, link.space, waiting, scene, node)


def _over(before: Campus | None, aside: Path, manifest: Manifest, scenes: Mapping[str, Scene]) -> tuple[str, ...]:
    """The spaces of the pack that lie over one that was there."""
    if before is None:
        return ()
    now = load_campus(aside, only=[packed.space for packed in manifest.spaces]).placements
    return tuple(
        packed.space
        for packed in manifest.spaces
        if overlaps(before, now[packed.space].at, size_of(scenes[packed.space]))
    )


def _relead(aside: Path, scene: Scene, node: Node, to: str, changed: dict[str, str]) -> None:
    """The pack's own file with one way that leads elsewhere."""
    content = changed.get(scene.file, "").encode() or (aside / scene.file).read_bytes()
    value = read(content, scene.file, Findings())
    old = str(getattr(node.spec, "to", ""))
    words = [word for word in ways(value) if word.text == old and word.source.line >= node.source.line]
    if not words:
        raise CampusError(f"'{node.id}' gets where it leads from a prefab. Write its 'to' in {scene.file} first.")
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


def _with_rows(path: Path, rows: Sequence[str]) -> str:
    """The table of licences with the rows of a pack that it has not."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    lines = text.splitlines() or ["# Licences of the assets", "", *TABLE_HEAD]
    new = [row for row in rows if licences(row) and row not in lines]
    last = max((i for i, line in enumerate(lines) if line.startswith("|")), default=len(lines) - 1)
    return "\n".join([*lines[: last + 1], *new, *lines[last + 1 :]]) + "\n"


def _write(root: Path, files: Mapping[str, bytes]) -> None:
    for file, data in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
