"""`campus unpack`: a stranger's pack added to a campus, or made one; proved aside first, all of it or nothing."""

from __future__ import annotations

import io
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from campus.errors import CampusError, SceneError, SceneErrors
from campus.proofs.licences import licences
from campus.scene import Campus, CampusLoader, Scene, Source, load_campus
from campus.scene.loading import CAMPUS_FILE
from campus.scene.references import check_materials
from campus.text import Language, Text, bilingual, follows
from campus.tools.check import SOUND, check
from campus.tools.door_places import lies_over, overlaps, size_of
from campus.tools.linking import Link, linked
from campus.tools.pack import failures, named_assets
from campus.tools.pack_form import LICENCES, REPORT, TABLE_HEAD, Manifest, put
from campus.tools.pack_reading import contents, refusal


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
            raise refusal(
                archive, bilingual(f"there is a file {file} here already", f"il y a déjà ici un fichier {file}")
            )
        if there.exists() and there.read_bytes() != data:
            raise refusal(
                archive,
                bilingual(f"{file} is here already, and is not the same", f"{file} est déjà ici, et n'est pas le même"),
            )
    with TemporaryDirectory() as folder:
        aside = Path(folder)
        _copied(root, aside)
        _write(aside, files)
        changed = {LICENCES: _with_rows(aside / LICENCES, rows)} if rows else {}
        try:
            scenes = _scenes_of(aside, manifest)
            before = load_campus(aside) if (aside / CAMPUS_FILE).is_file() else None
            led, closed = linked(aside, archive, manifest, scenes, before, link)
            changed |= led
            _write(aside, {file: text.encode() for file, text in changed.items()})
            report = io.StringIO()
            over = _over(before, aside, manifest, scenes)
            sound = check(aside, [packed.space for packed in manifest.spaces], True, report) == SOUND
        except SceneErrors as problem:
            raise _unsound(archive, problem.said) from None
        if not sound:
            raise _unsound(archive, failures(report.getvalue()))
    written = {**files, **{file: text.encode() for file, text in changed.items()}}
    new = tuple(sorted(file for file in written if not (root / file).exists()))
    lines = {}
    for file, text in changed.items():
        if file not in new and file not in files:
            there_were = (root / file).read_text(encoding="utf-8").splitlines()
            lines[file] = "; ".join(line.strip() for line in text.splitlines() if line not in there_were)
    put({root / file: data for file, data in written.items() if file in new or file in changed})
    return Unpacked(tuple(p.space for p in manifest.spaces), new, lines, closed, over)


def tell(added: Unpacked, language: Language = "en") -> str:
    """What was added, for people."""
    said = [bilingual(f"{file} is new.", f"{file} est nouveau.") for file in added.files]
    said += [
        bilingual(f"{file}: added  {lines}", f"{file} : ajouté « {lines} »")
        for file, lines in added.lines.items()
        if lines
    ]
    said += [
        bilingual(
            f"{way} stays closed until the space that it leads to is built.",
            f"{way} reste fermé jusqu'à ce que soit construit l'espace où il mène.",
        )
        for way in added.closed
    ]
    said += [lies_over(space, CAMPUS_FILE) for space in added.over]
    first = added.spaces[0]
    said.append(
        bilingual(
            f"Checked: sound. Open it with 'campus --space {first}'.",
            f"Vérifié : tout est bon. Ouvrez-le avec « campus --space {first} ».",
        )
    )
    return "\n".join(one.in_(language) for one in said)


def _unsound(archive: Path, why: Text) -> CampusError:
    refused = bilingual(
        f"{archive.name} is refused: it is not sound here. Nothing was written.\n",
        f"{archive.name} est refusé : tout n'y est pas bon ici. Rien n'a été écrit.\n",
    )
    return CampusError(follows(refused, why))


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
