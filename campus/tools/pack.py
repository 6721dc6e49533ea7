"""`campus pack`: a room as one file that another institution drops in with `campus unpack`."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from campus.errors import CampusError, SceneError
from campus.proofs.licences import licence_of, licences, used
from campus.scene import Campus, Scene, Source, load_campus, unknown_space
from campus.scene.kits import files as kit_files
from campus.scene.kits import kit_of, licences_file
from campus.scene.loading import CAMPUS_FILE, CampusLoader
from campus.scene.references import VIEWS
from campus.space import compile_space
from campus.text import Text, bilingual, follows
from campus.tools.check import SOUND, check
from campus.tools.pack_form import LICENCES, MANIFEST, REPORT, TABLE_HEAD, Manifest, Packed, assets_in, put


def pack(root: Path, spaces: Sequence[str], out: Path) -> tuple[str, ...]:
    """Write spaces with all that they need into a zip; the same content always gives the same bytes.

    Args:
        root: the folder with `scenes/` and `assets/`.
        spaces: their ids.
        out: the zip; replaced when it is there.

    Returns:
        What is in it, in order.

    Raises:
        SceneErrors: when the campus has mistakes.
        CampusError: when a space is unknown, does not pass its proofs, or names an asset that is missing or has no
            licence.
    """
    campus = load_campus(root)
    for space in spaces:
        if space not in campus.scenes:
            raise unknown_space(space, campus.scenes)
    report = io.StringIO()
    if check(root, list(spaces), True, report) != SOUND:
        which = ", ".join(spaces)
        refused = bilingual(
            f"{which} cannot be packed, because it is not sound:\n",
            f"impossible de mettre {which} dans un pack : tout n'y est pas bon.\n",
        )
        raise CampusError(follows(refused, failures(report.getvalue())))
    content = {file: (root / file).read_bytes() for space in spaces for file in files_of_space(root, campus, space)}
    made_of = {asset for space in spaces for _, asset in used(compile_space(campus, space))}
    made_of |= {file.removeprefix("assets/") for file in content if file.startswith("assets/")}
    # A kit brings its own table, and the proofs have looked into it.
    content[LICENCES] = _licences_for(root, sorted(name for name in made_of if not name.startswith("kits/")))
    content[REPORT] = msgspec.json.format(report.getvalue().encode(), indent=1)
    beyond = {
        to: campus.titles[to] for space in spaces for to in _beyond(campus.scenes[space], spaces) if to in campus.titles
    }
    owners = {campus.placements[space].partner for space in spaces}
    manifest = Manifest(
        pack=1,
        spaces=tuple(_packed(campus, space) for space in spaces),
        beyond=dict(sorted(beyond.items())),
        files={file: hashlib.sha256(data).hexdigest() for file, data in sorted(content.items())},
        partners=tuple(partner for partner in campus.partners if partner.id in owners),
    )
    content[MANIFEST] = msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for file, data in sorted(content.items(), key=lambda entry: (entry[0] != MANIFEST, entry[0])):
            info = zipfile.ZipInfo(file, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
            archive.writestr(info, data, compresslevel=9)
    put({out: written.getvalue()})
    return tuple(sorted(content))


def pack_source(root: Path, source: Path, spaces: Sequence[str], out: Path) -> tuple[str, ...]:
    """Pack the spaces of a source folder, whose prefabs and materials are this campus's and the folder's own.

    Args:
        root: the folder with `scenes/` and `assets/` of the campus.
        source: a folder with `scenes/campus.yaml`, its spaces, and what the campus has not: prefabs, materials, assets.
        spaces: their ids; none for all of the folder.
        out: the zip; replaced when it is there.

    Returns:
        What is in it, in order.

    Raises:
        SceneErrors: when the folder's scenes have mistakes.
        CampusError: when it is no such folder, or as `pack` says.
    """
    if not (source / CAMPUS_FILE).is_file():
        raise CampusError(
            bilingual(
                f"There is no {CAMPUS_FILE} in {source}. Name the folder that holds a pack's source.",
                f"Il n'y a pas de {CAMPUS_FILE} dans « {source} ». Nommez le dossier de la source d'un pack.",
            )
        )
    with TemporaryDirectory() as folder:
        aside = Path(folder)
        laid_over(root, source, aside)
        return pack(aside, spaces or list(load_campus(aside).scenes), out)


def laid_over(root: Path, source: Path, aside: Path) -> None:
    """Make in the empty folder `aside` what a source means: its own files over the prefabs and assets here."""
    shutil.copytree(root / "scenes" / "prefabs", aside / "scenes" / "prefabs")
    shutil.copytree(root / "assets", aside / "assets", ignore=shutil.ignore_patterns("packs", "units", "fonts"))
    shutil.copytree(source / "scenes", aside / "scenes", dirs_exist_ok=True)
    if (source / "assets").is_dir():
        shutil.copytree(source / "assets", aside / "assets", dirs_exist_ok=True)


def files_of_space(root: Path, campus: Campus, space: str) -> list[str]:
    """The files that a space is made of, relative to the root.

    Raises:
        CampusError: when a node names an asset that is not there.
    """
    loader = CampusLoader(root)
    loader.scene(space, Source(CAMPUS_FILE, 1, 1))
    named = {r.word for r in loader.findings.references if r.kind == "material"}
    materials = sorted(named | set(compile_space(campus, space).materials))
    for node, path in named_assets(campus.scenes[space]):
        if not (root / "assets" / path).is_file():
            raise CampusError(
                bilingual(
                    f"'{node}' of {space} names assets/{path}, which is not there. Put it there, or leave it out.",
                    f"« {node} » de {space} nomme assets/{path}, qui n'existe pas. Mettez-le là, ou enlevez-le.",
                )
            )
    assets = sorted(f"assets/{path}" for _, path in named_assets(campus.scenes[space]))
    files = dict(kit_files(root, "materials"))
    found = [*loader.files, *(files[material] for material in materials if material in files), *assets]
    found += [licences_file(kit) for kit in dict.fromkeys(map(kit_of, found)) if kit]
    return [file for file in dict.fromkeys(found) if (root / file).is_file()]


def named_assets(scene: Scene) -> list[tuple[str, str]]:
    """(node, path under `assets/`) of every file that the nodes of a space name."""
    return [(node.id, path) for node in scene.nodes for path in assets_in(msgspec.to_builtins(node.spec))]


def _packed(campus: Campus, space: str) -> Packed:
    placement = campus.placements[space]
    return Packed(space, campus.scenes[space].title, placement.at, placement.north, placement.partner)


def _licences_for(root: Path, names: Sequence[str]) -> bytes:
    """The lines of the table of licences that cover some of these paths under `assets/`, with the table's head."""
    path = root / LICENCES
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    kept = [line for line in lines if (known := licences(line)) and any(licence_of(name, known) for name in names)]
    bare = [name for name in names if not licence_of(name, licences("\n".join(kept)))]
    if bare:
        raise CampusError(
            bilingual(
                f"'{bare[0]}' has no licence. Give it a line in {LICENCES}.",
                f"« {bare[0]} » n'a pas de licence. Donnez-lui une ligne dans {LICENCES}.",
            )
        )
    return "\n".join(["# Licences of the assets in this pack", "", *TABLE_HEAD, *kept, ""]).encode()


def failures(report: str) -> Text:
    """What a machine's report says is wrong, one line each, as people read it."""
    data = json.loads(report)
    errors = [
        SceneError(
            *(e["file"], e["line"], e["column"]),
            Text(fr=e["message_fr"], en=e["message"]),
            hint=Text(fr=e["hint_fr"], en=e["hint"]) if e["hint"] else None,
        )
        for e in data["errors"]
    ]
    wrong = [error.said for error in errors]
    for proof in data.get("proofs", ()):
        for f in proof["failures"]:
            place, by = f"{f['file']}:{f['line']}:{f['column']}", f"[{proof['proof']}]"
            wrong.append(Text(fr=f"{place}: {f['message_fr']} {by}", en=f"{place}: {f['message']} {by}"))
    return Text(fr="\n".join(one.fr for one in wrong), en="\n".join(one.en for one in wrong))


def _beyond(scene: Scene, inside: Sequence[str]) -> list[str]:
    """The spaces outside a pack that a scene's ways lead to and its windows show."""
    goals = [str(to).partition("/")[0] for node in scene.nodes if (to := getattr(node.spec, "to", None))]
    shown = [view for node in scene.nodes if (view := getattr(node.spec, "view", None)) and view not in VIEWS]
    return [goal for goal in dict.fromkeys([*goals, *shown]) if goal not in inside]
