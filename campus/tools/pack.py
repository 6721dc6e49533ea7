"""`campus pack` and `campus unpack`: a room as one file that another institution drops in.

A pack is a zip: `pack.json`, `report.json`, the spaces, the prefabs and the materials that they use, the assets that
they name, and the lines of `assets/LICENSES.md` for those. What comes out of a stranger's zip is believed in nothing:
names, kinds and sizes are looked at before anything is read, and everything is proved aside before anything is written.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from campus.components import Opening
from campus.errors import CampusError, SceneError, SceneErrors
from campus.ids import did_you_mean
from campus.proofs.licences import licence_of, licences
from campus.quantities import Point
from campus.scene import Campus, Node, Scene, load_campus
from campus.scene.loading import CAMPUS_FILE, CampusLoader
from campus.space import compile_space
from campus.text import Text
from campus.tools.check import SOUND, check
from campus.tools.config import flow
from campus.tools.new import door_back
from campus.tools.yaml_edit import with_item, without_item

MANIFEST, REPORT, LICENCES = "pack.json", "report.json", "assets/LICENSES.md"
_BROKEN = (
    *(OSError, EOFError, RuntimeError, NotImplementedError, ValueError),
    *(zipfile.BadZipFile, zipfile.LargeZipFile, struct.error, zlib.error),
)
"""What a broken zip makes of a reader."""
MAX_ZIP = 256 * 1024 * 1024
MAX_FILE = 64 * 1024 * 1024
MAX_WHOLE = 512 * 1024 * 1024
MAX_FILES = 2000
MAX_RATIO = 200
"""A file that unfolds to more than so many times its size in the zip, and to more than a megabyte, is a bomb."""
MAX_PIXELS = 8192
"""Of a texture, in either direction."""
_NAME = r"[a-z0-9][\w.-]*"
_ALLOWED = (
    r"pack\.json|report\.json|assets/LICENSES\.md",
    r"scenes/[a-z][a-z0-9-]*\.yaml",
    r"scenes/prefabs/[a-z][a-z0-9-]*\.yaml",
    r"assets/materials/[a-z][a-z0-9-]*\.yaml",
    rf"assets/(?:props|textures|sounds|models)/(?:{_NAME}/)*{_NAME}\.(?:png|jpg|jpeg|glb|ogg)",
)
_FILE = re.compile(rf"(?:assets/)?((?:props|textures|sounds|models)/(?:{_NAME}/)*{_NAME}\.(?:png|jpg|jpeg|glb|ogg))\Z")
"""What in a component's fields is a file of `assets/`."""


class Packed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One space of a pack."""

    space: str
    title: Text
    at: Point
    north: float = 0.0


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`pack.json`: what a pack holds.

    Attributes:
        pack: version of the form of packs.
        spaces: those in it.
        beyond: the titles of the spaces that its doors lead to.
        files: path -> hex of the SHA-256 of its content.
    """

    pack: int
    spaces: tuple[Packed, ...]
    beyond: dict[str, Text]
    files: dict[str, str]


@dataclass(frozen=True)
class Unpacked:
    """What was added to a campus: the spaces, the files that are new, and lines added to files that were there."""

    spaces: tuple[str, ...]
    files: tuple[str, ...]
    lines: Mapping[str, str]


# --- packing ---------------------------------------------------------------------------------------------------------


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
        CampusError: when a space is unknown, does not pass its proofs, or names an asset without a licence.
    """
    campus = load_campus(root)
    for space in spaces:
        if space not in campus.scenes:
            raise CampusError(f"There is no space '{space}'. {did_you_mean(space, campus.scenes)}".rstrip())
    report = io.StringIO()
    if check(root, list(spaces), True, report) != SOUND:
        raise CampusError(
            f"{', '.join(spaces)} cannot be packed, because it is not sound:\n{_failures(report.getvalue())}"
        )
    content = {file: (root / file).read_bytes() for space in spaces for file in _files_of(root, campus, space)}
    content[LICENCES] = _licences_for(root, [file for file in content if file.startswith("assets/")])
    content[REPORT] = _plain_report(report.getvalue())
    beyond = {
        to: campus.titles[to] for space in spaces for to in _beyond(campus.scenes[space], spaces) if to in campus.titles
    }
    manifest = Manifest(
        pack=1,
        spaces=tuple(
            Packed(s, campus.scenes[s].title, campus.placements[s].at, campus.placements[s].north) for s in spaces
        ),
        beyond=dict(sorted(beyond.items())),
        files={file: hashlib.sha256(data).hexdigest() for file, data in sorted(content.items())},
    )
    content[MANIFEST] = msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for file, data in sorted(content.items(), key=lambda entry: (entry[0] != MANIFEST, entry[0])):
            info = zipfile.ZipInfo(file, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
            archive.writestr(info, data, compresslevel=9)
    _put({out: written.getvalue()})
    return tuple(sorted(content))


def _files_of(root: Path, campus: Campus, space: str) -> list[str]:
    """The files that a space is made of, relative to the root."""
    loader = CampusLoader(root)
    loader.scene(space, campus.scenes[space].nodes[0].source)
    named = {r.word for r in loader.findings.references if r.kind == "material"}
    materials = sorted(named | set(compile_space(campus, space).materials))
    assets = {
        f"assets/{path}" for node in campus.scenes[space].nodes for path in _assets_in(msgspec.to_builtins(node.spec))
    }
    found = [*loader.files, *(f"assets/materials/{material}.yaml" for material in materials), *sorted(assets)]
    return [file for file in dict.fromkeys(found) if (root / file).is_file()]


def _assets_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if match := _FILE.match(value):
            yield match[1]
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _assets_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _assets_in(inner)


def _licences_for(root: Path, assets: Sequence[str]) -> bytes:
    """The lines of the table of licences that cover some of these assets, with the table's head."""
    path = root / LICENCES
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    names = [asset.removeprefix("assets/") for asset in assets]
    head = ["| Files | What it is | Source | Author | Licence |", "|---|---|---|---|---|"]
    kept = [line for line in lines if (known := licences(line)) and any(licence_of(name, known) for name in names)]
    bare = [name for name in names if not licence_of(name, licences("\n".join(kept)))]
    if bare:
        raise CampusError(f"'{bare[0]}' has no licence. Give it a line in {LICENCES}.")
    return "\n".join(["# Licences of the assets in this pack", "", *head, *kept, ""]).encode()


def _plain_report(report: str) -> bytes:
    return msgspec.json.format(report.encode(), indent=1)


def _failures(report: str) -> str:
    """What a machine's report says is wrong, one line each, as people read it."""
    data = json.loads(report)
    wrong = [str(SceneError(e["file"], e["line"], e["column"], e["message"], hint=e["hint"])) for e in data["errors"]]
    for proof in data.get("proofs", ()):
        wrong += [
            f"{f['file']}:{f['line']}:{f['column']}: {f['message']} [{proof['proof']}]"
            for f in proof["failures"]
            if not proof["ok"]
        ]
    return "\n".join(wrong)


def _beyond(scene: Scene, inside: Sequence[str]) -> list[str]:
    """The spaces outside a pack that a scene's ways lead to."""
    goals = [str(to).partition("/")[0] for node in scene.nodes if (to := getattr(node.spec, "to", None))]
    return [goal for goal in dict.fromkeys(goals) if goal not in inside]


# --- reading a stranger's zip ----------------------------------------------------------------------------------------


def contents(archive: Path) -> tuple[Manifest, dict[str, bytes]]:
    """The manifest and the files of a pack, each looked at; nothing is written.

    Raises:
        CampusError: at the first thing that has no place in a pack; the sentence names it.
    """
    try:
        if archive.stat().st_size > MAX_ZIP:
            raise _no(archive, f"it is larger than {MAX_ZIP >> 20} MB")
        with zipfile.ZipFile(archive) as opened:
            files = _read(archive, opened)
    except FileNotFoundError:
        raise CampusError(f"There is no file {archive}.") from None
    except _BROKEN as error:
        raise _no(archive, f"it cannot be read ({str(error).rstrip('.').lower() or 'broken'})") from None
    if MANIFEST not in files:
        raise _no(archive, f"it has no {MANIFEST}: it is no room pack")
    try:
        manifest = msgspec.json.decode(files.pop(MANIFEST), type=Manifest)
    except msgspec.MsgspecError as error:
        raise _no(archive, f"{MANIFEST}: {str(error).rstrip('.')}") from None
    if manifest.pack != 1:
        raise _no(archive, f"it is a pack of form {manifest.pack}, and this campus reads form 1")
    sums = {file: hashlib.sha256(data).hexdigest() for file, data in files.items()}
    for file in sorted({*sums, *manifest.files}):
        if sums.get(file) != manifest.files.get(file):
            raise _no(archive, f"{file} is not what {MANIFEST} says")
    scenes = {f"scenes/{packed.space}.yaml" for packed in manifest.spaces}
    there = {file for file in files if re.fullmatch(r"scenes/[^/]+", file)}
    if not scenes or scenes != there:
        raise _no(archive, f"its spaces are not those that {MANIFEST} names")
    known = licences(files.get(LICENCES, b"").decode("utf-8", "replace"))
    for file in sorted(files):
        if file.startswith("assets/") and file != LICENCES and not licence_of(file.removeprefix("assets/"), known):
            raise _no(archive, f"{file} has no licence in its {LICENCES}")
    return manifest, files


def _read(archive: Path, opened: zipfile.ZipFile) -> dict[str, bytes]:
    entries = opened.infolist()
    if len(entries) > MAX_FILES:
        raise _no(archive, f"it holds {len(entries):,} files, {MAX_FILES:,} at most")
    if sum(entry.file_size for entry in entries) > MAX_WHOLE:
        raise _no(archive, f"it unfolds to more than {MAX_WHOLE >> 20} MB")
    seen: set[str] = set()
    for entry in entries:  # all of them, before a single byte is unfolded
        _look_at(archive, entry)
        if entry.filename.lower() in seen:
            raise _no(archive, f"{_quoted(entry.filename)} is in it twice")
        seen.add(entry.filename.lower())
    files = {}
    for entry in entries:
        if not entry.is_dir():
            files[entry.filename] = opened.read(entry)
            _look_into(archive, entry.filename, files[entry.filename])
    return files


def _look_at(archive: Path, entry: zipfile.ZipInfo) -> None:
    """Refuse an entry by its name, its kind or its size."""
    name = entry.orig_filename
    parts = name.replace("\\", "/").split("/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        raise _no(archive, f"{_quoted(name)} is an absolute path")
    if ".." in parts or "." in parts or "\\" in name:
        raise _no(archive, f"{_quoted(name)} leads out of its folder")
    if kind == stat.S_IFLNK:
        raise _no(archive, f"{_quoted(name)} is a link")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _no(archive, f"{_quoted(name)} is no plain file")
    if entry.flag_bits & 0x1:
        raise _no(archive, f"{_quoted(name)} is encrypted")
    if entry.file_size > MAX_FILE:
        raise _no(archive, f"{_quoted(name)} unfolds to more than {MAX_FILE >> 20} MB")
    if entry.file_size > 1 << 20 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise _no(
            archive, f"{_quoted(name)} unfolds to {entry.file_size // max(entry.compress_size, 1):,} times its size"
        )
    if entry.is_dir():
        if not re.fullmatch(r"(?:scenes|assets)/(?:[a-z0-9][\w.-]*/)*", name):
            raise _no(archive, f"a pack has no folder {_quoted(name)}")
    elif name == CAMPUS_FILE or not any(re.fullmatch(pattern, name) for pattern in _ALLOWED):
        raise _no(archive, f"a pack has no place for {_quoted(name)}")


def _look_into(archive: Path, name: str, data: bytes) -> None:
    """Refuse an asset that is not what its name says, or that reaches beyond itself."""
    suffix = name.rpartition(".")[2]
    if suffix in ("png", "jpg", "jpeg"):
        from PIL import Image

        try:
            with Image.open(io.BytesIO(data), formats=["PNG"] if suffix == "png" else ["JPEG"]) as picture:
                size = picture.size
        except Exception as error:  # whatever a broken picture makes of a decoder
            raise _no(archive, f"{name} is no picture") from error
        if max(size) > MAX_PIXELS:
            raise _no(archive, f"{name} has {size[0]:,} × {size[1]:,} pixels, {MAX_PIXELS:,} at most")
    elif suffix == "glb":
        _look_into_model(archive, name, data)
    elif suffix == "ogg" and not data.startswith(b"OggS"):
        raise _no(archive, f"{name} is no Ogg sound")


def _look_into_model(archive: Path, name: str, data: bytes) -> None:
    try:
        magic, version, _, length, kind = struct.unpack("<4sIII4s", data[:20])
        if (magic, version, kind) != (b"glTF", 2, b"JSON"):
            raise ValueError(name)
        described = json.loads(data[20 : 20 + length])
        parts = [*described.get("buffers", ()), *described.get("images", ())]
        outside = [part["uri"] for part in parts if "uri" in part]
    except (struct.error, ValueError, AttributeError, TypeError, RecursionError):
        raise _no(archive, f"{name} is no glTF 2.0 binary") from None
    if outside:
        raise _no(archive, f"{name} names something outside itself ({_quoted(str(outside[0])[:40])})")


def _no(archive: Path, why: str) -> CampusError:
    return CampusError(f"{archive.name} is refused: {why}. Nothing was written.")


def _quoted(name: str) -> str:
    return "'" + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name[:80]) + "'"


# --- unpacking -------------------------------------------------------------------------------------------------------


def unpack(root: Path, archive: Path) -> Unpacked:
    """Add a pack to a campus, linked where its doors lead; all of it, or nothing.

    Args:
        root: the folder with `scenes/` and `assets/`.
        archive: the zip.

    Raises:
        CampusError: when the pack is no sound one, or does not go together with this campus; nothing is written.
    """
    manifest, files = contents(archive)
    files.pop(REPORT, None)
    rows = files.pop(LICENCES, b"").decode("utf-8", "replace").splitlines()
    for file, data in sorted(files.items()):
        there = root / file
        if file.startswith("scenes/") and file.count("/") == 1 and there.exists():
            raise _no(archive, f"there is a file {file} here already")
        if there.exists() and there.read_bytes() != data:
            raise _no(archive, f"{file} is here already, and is not the same")
    files = {file: data for file, data in files.items() if not (root / file).exists()}
    with TemporaryDirectory() as folder:
        aside = Path(folder)
        for part in ("scenes", "assets"):
            if (root / part).is_dir():
                shutil.copytree(root / part, aside / part)
        _write(aside, files)
        changed = {LICENCES: _with_rows(aside / LICENCES, rows)} if rows else {}
        try:
            changed |= _linked(aside, manifest)
            _write(aside, {file: text.encode() for file, text in changed.items()})
            report = io.StringIO()
            sound = check(aside, [packed.space for packed in manifest.spaces], True, report) == SOUND
        except SceneErrors as problem:
            raise CampusError(
                f"{archive.name} is refused: it is not sound here. Nothing was written.\n{problem}"
            ) from None
        if not sound:
            wrong = _failures(report.getvalue())
            raise CampusError(f"{archive.name} is refused: it is not sound here. Nothing was written.\n{wrong}")
    lines = {}
    for file, text in changed.items():
        before = (root / file).read_text(encoding="utf-8").splitlines() if (root / file).is_file() else []
        lines[file] = "; ".join(line.strip() for line in text.splitlines() if line not in before)
    _put({root / file: data for file, data in {**files, **{f: t.encode() for f, t in changed.items()}}.items()})
    return Unpacked(tuple(p.space for p in manifest.spaces), tuple(sorted(files)), lines)


def tell(added: Unpacked) -> str:
    """What was added, for people."""
    said = [f"{file} is new." for file in added.files]
    said += [f"{file}: added  {lines}" for file, lines in added.lines.items() if lines]
    return "\n".join([*said, f"Checked: sound. Open it with 'campus --space {added.spaces[0]}'."])


def _linked(aside: Path, manifest: Manifest) -> dict[str, str]:
    """The campus's own file, and the spaces that its doors lead to, with the lines that the pack needs there."""
    changed: dict[str, str] = {}
    own = aside / CAMPUS_FILE
    text = own.read_text(encoding="utf-8")
    campus = load_campus(aside)
    shift = (0.0, 0.0)
    for packed in manifest.spaces:
        text = without_item(text, ("planned",), "space", packed.space)
    probe = CampusLoader(aside)
    for packed in manifest.spaces:
        composed = probe.scene(packed.space, next(iter(campus.scenes.values())).nodes[0].source)
        probe.findings.raise_any()
        assert composed is not None
        assert composed.scene is not None
        for node in composed.scene.nodes:
            goal, _, door = str(getattr(node.spec, "to", None) or "").partition("/")
            if not goal or goal in [p.space for p in manifest.spaces] or goal in campus.planned:
                continue
            if goal not in campus.scenes:
                title = manifest.beyond.get(goal, Text(fr=goal, en=goal))
                line = flow({"space": goal, "title": msgspec.to_builtins(title)})
                text = (
                    with_item(text, ("planned",), line)
                    if "\nplanned:" in text
                    else f"{text.rstrip()}\nplanned:\n  - {line}\n"
                )
            elif not _leads_back(campus.scenes[goal], door, f"{packed.space}/{node.id}") and isinstance(
                node.spec, Opening
            ):
                line, corner = door_back(campus, goal, door, composed.scene, node)
                file = campus.scenes[goal].file
                before = changed.get(file) or (aside / file).read_text(encoding="utf-8")
                changed[file] = with_item(before, ("shell", "openings"), line)
                shift = (corner[0] - packed.at[0], corner[1] - packed.at[1])
    for packed in manifest.spaces:
        text = with_item(text, ("spaces",), _placement(packed, (packed.at[0] + shift[0], packed.at[1] + shift[1])))
    return {**changed, CAMPUS_FILE: text}


def _placement(packed: Packed, at: Sequence[float]) -> str:
    north = {"north": packed.north} if packed.north else {}
    return flow({"space": packed.space, "at": [round(at[0], 2), round(at[1], 2)], **north})


def _leads_back(scene: Scene, door: str, here: str) -> bool:
    nodes: list[Node] = [node for node in scene.nodes if node.id == door]
    return any(getattr(node.spec, "to", None) == here for node in nodes)


def _with_rows(path: Path, rows: Sequence[str]) -> str:
    """The table of licences with the rows of a pack that it has not."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    lines = text.splitlines() or [
        "# Licences of the assets",
        "",
        "| Files | What it is | Source | Author | Licence |",
        "|---|---|---|---|---|",
    ]
    new = [row for row in rows if licences(row) and row not in lines]
    last = max((i for i, line in enumerate(lines) if line.startswith("|")), default=len(lines) - 1)
    return "\n".join([*lines[: last + 1], *new, *lines[last + 1 :]]) + "\n"


def _write(root: Path, files: Mapping[str, bytes]) -> None:
    for file, data in files.items():
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _put(files: Mapping[Path, bytes]) -> None:
    """Write files, all or none: each beside its place first, then all into it; what went wrong is undone."""
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    parts: dict[Path, Path] = {}
    done: list[Path] = []
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            parts[path] = path.with_name(path.name + ".part")
            parts[path].write_bytes(data)
        for path, part in parts.items():
            part.replace(path)
            done.append(path)
    except OSError as error:
        for path in done:
            content = before[path]
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)
        for part in parts.values():
            part.unlink(missing_ok=True)
        raise CampusError(f"{error.filename} cannot be written ({(error.strerror or 'error').lower()}).") from error
