"""Reading a stranger's zip: names, kinds and sizes are looked at before anything is unfolded; nothing is written."""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import msgspec

from campus.errors import CampusError
from campus.proofs.licences import licence_of, licences, of_kit
from campus.scene.kits import kit_of, licences_file
from campus.scene.reading import MAX_BYTES
from campus.text import Text, bilingual, comma
from campus.tools.pack_form import ALLOWED, LICENCES, MANIFEST, Manifest

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
"""What unfolds to more than so many times its size in the zip, and to more than a megabyte, is a bomb."""
MAX_PIXELS = 8192
"""Of a texture, in either direction."""


def contents(archive: Path) -> tuple[Manifest, dict[str, bytes]]:
    """The manifest and the files of a pack, each looked at; nothing is written.

    Raises:
        CampusError: at the first thing that has no place in a pack; the sentence names it.
    """
    try:
        if archive.stat().st_size > MAX_ZIP:
            raise refusal(archive, bilingual(f"it is larger than {MAX_ZIP >> 20} MB", f"il dépasse {MAX_ZIP >> 20} Mo"))
        with zipfile.ZipFile(archive) as opened:
            files = _read(archive, opened)
    except FileNotFoundError:
        raise CampusError(
            bilingual(f"There is no file {archive}.", f"Il n'y a pas de fichier « {archive} ».")
        ) from None
    except _BROKEN as error:
        why = str(error).rstrip(".").lower()
        raise refusal(
            archive,
            bilingual(
                f"it cannot be read ({why or 'broken'})", f"il ne peut pas être lu ({f'« {why} »' if why else 'abîmé'})"
            ),
        ) from None
    if MANIFEST not in files:
        raise refusal(
            archive,
            bilingual(
                f"it has no {MANIFEST}: it is no room pack", f"il n'a pas de {MANIFEST} : ce n'est pas un pack de salle"
            ),
        )
    try:
        manifest = msgspec.json.decode(files.pop(MANIFEST), type=Manifest)
    except msgspec.MsgspecError as error:
        why = str(error).rstrip(".")
        raise refusal(archive, bilingual(f"{MANIFEST}: {why}", f"{MANIFEST} est mal fait (« {why} »)")) from None
    if manifest.pack != 1:
        raise refusal(
            archive,
            bilingual(
                f"it is a pack of form {manifest.pack}, and this campus reads form 1",
                f"c'est un pack de forme {manifest.pack}, et ce campus lit la forme 1",
            ),
        )
    sums = {file: hashlib.sha256(data).hexdigest() for file, data in files.items()}
    for file in sorted({*sums, *manifest.files}):
        if sums.get(file) != manifest.files.get(file):
            raise refusal(
                archive, bilingual(f"{file} is not what {MANIFEST} says", f"{file} n'est pas ce que dit {MANIFEST}")
            )
    scenes = {f"scenes/{packed.space}.yaml" for packed in manifest.spaces}
    there = {file for file in files if re.fullmatch(r"scenes/[^/]+", file)}
    if not scenes or scenes != there:
        raise refusal(
            archive,
            bilingual(
                f"its spaces are not those that {MANIFEST} names", f"ses espaces ne sont pas ceux que nomme {MANIFEST}"
            ),
        )
    tables = [files.get(LICENCES, b"").decode("utf-8", "replace")]
    tables += [of_kit(kit_of(f), data.decode("utf-8", "replace")) for f, data in files.items() if f == _table_of(f)]
    known = licences("\n".join(tables))
    for file in sorted(files):
        if file in (LICENCES, _table_of(file)):
            continue
        if file.startswith("assets/") and not licence_of(file.removeprefix("assets/"), known):
            raise refusal(
                archive,
                bilingual(f"{file} has no licence in its {LICENCES}", f"{file} n'a pas de licence dans son {LICENCES}"),
            )
    return manifest, files


def _table_of(file: str) -> str:
    """Where the licences of a kit's file stand; nothing for what belongs to none."""
    kit = kit_of(file)
    return licences_file(kit) if kit else ""


def _read(archive: Path, opened: zipfile.ZipFile) -> dict[str, bytes]:
    entries = opened.infolist()
    if len(entries) > MAX_FILES:
        raise refusal(
            archive,
            bilingual(
                f"it holds {len(entries):,} files, {MAX_FILES:,} at most",
                f"il contient {comma(len(entries), ',')} fichiers, {comma(MAX_FILES, ',')} au plus",
            ),
        )
    whole, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if whole > MAX_WHOLE:
        raise refusal(
            archive,
            bilingual(f"it unfolds to more than {MAX_WHOLE >> 20} MB", f"il se déplie en plus de {MAX_WHOLE >> 20} Mo"),
        )
    if whole > 8 << 20 and whole > MAX_RATIO * max(packed, 1):
        raise refusal(archive, _times(_ITSELF, whole, packed))
    seen: set[str] = set()
    for entry in entries:  # all of them, before a single byte is unfolded
        _look_at(archive, entry)
        if entry.filename.lower() in seen:
            raise refusal(archive, _named(entry.filename, "is in it twice", "y est deux fois"))
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
        raise refusal(archive, _named(name, "is an absolute path", "est un chemin absolu"))
    if ".." in parts or "." in parts or "\\" in name:
        raise refusal(archive, _named(name, "leads out of its folder", "mène hors de son dossier"))
    if kind == stat.S_IFLNK:
        raise refusal(archive, _named(name, "is a link", "est un lien"))
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise refusal(archive, _named(name, "is no plain file", "n'est pas un simple fichier"))
    if entry.flag_bits & 0x1:
        raise refusal(archive, _named(name, "is encrypted", "est chiffré"))
    if entry.file_size > MAX_FILE:
        raise refusal(
            archive,
            _named(name, f"unfolds to more than {MAX_FILE >> 20} MB", f"se déplie en plus de {MAX_FILE >> 20} Mo"),
        )
    if entry.file_size > 1 << 20 and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise refusal(archive, _times(_quoted(name), entry.file_size, entry.compress_size))
    if name.endswith(".yaml") and entry.file_size > MAX_BYTES:
        raise refusal(archive, _named(name, f"is larger than {MAX_BYTES >> 10} KB", f"dépasse {MAX_BYTES >> 10} Ko"))
    if entry.is_dir():
        if not re.fullmatch(r"(?:scenes|assets)/(?:[a-z0-9][\w.-]*/)*", name):
            raise refusal(
                archive,
                bilingual(f"a pack has no folder {quoted(name)}", f"un pack n'a pas de dossier {_quoted(name).fr}"),
            )
    elif not ALLOWED.fullmatch(name):
        raise refusal(
            archive,
            bilingual(f"a pack has no place for {quoted(name)}", f"un pack n'a pas de place pour {_quoted(name).fr}"),
        )


def _look_into(archive: Path, name: str, data: bytes) -> None:
    """Refuse an asset that is not what its name says, or that reaches beyond itself."""
    suffix = name.rpartition(".")[2]
    if suffix in ("png", "jpg", "jpeg"):
        width, height = _pixels(archive, name, data)
        if max(width, height) > MAX_PIXELS:
            raise refusal(
                archive,
                bilingual(
                    f"{name} has {width:,} × {height:,} pixels, {MAX_PIXELS:,} at most",
                    f"{name} a {comma(width, ',')} × {comma(height, ',')} pixels, {comma(MAX_PIXELS, ',')} au plus",
                ),
            )
    elif suffix == "glb":
        _look_into_model(archive, name, data)
    elif suffix == "ogg" and not data.startswith(b"OggS"):
        raise refusal(archive, bilingual(f"{name} is no Ogg sound", f"{name} n'est pas un son Ogg"))


def _pixels(archive: Path, name: str, data: bytes) -> tuple[int, int]:
    """Width and height as a picture's head says them: what is too large is never unfolded."""
    from PIL import Image

    if name.endswith(".png") and data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        if max(width, height) > MAX_PIXELS:
            return width, height
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"] if name.endswith(".png") else ["JPEG"]) as picture:
            return picture.size
    except Image.DecompressionBombError:
        raise refusal(
            archive,
            bilingual(
                f"{name} has more than {MAX_PIXELS:,} × {MAX_PIXELS:,} pixels",
                f"{name} a plus de {comma(MAX_PIXELS, ',')} × {comma(MAX_PIXELS, ',')} pixels",
            ),
        ) from None
    except Exception as error:  # whatever a broken picture makes of a decoder
        raise refusal(archive, bilingual(f"{name} is no picture", f"{name} n'est pas une image")) from error


def _look_into_model(archive: Path, name: str, data: bytes) -> None:
    try:
        magic, version, _, length, kind = struct.unpack("<4sIII4s", data[:20])
        if (magic, version, kind) != (b"glTF", 2, b"JSON"):
            raise ValueError(name)
        described = json.loads(data[20 : 20 + length])
        parts = [*described.get("buffers", ()), *described.get("images", ())]
        outside = [part["uri"] for part in parts if "uri" in part]
    except (struct.error, ValueError, AttributeError, TypeError, RecursionError):
        raise refusal(
            archive, bilingual(f"{name} is no glTF 2.0 binary", f"{name} n'est pas du glTF 2.0 binaire")
        ) from None
    if outside:
        it = _quoted(str(outside[0])[:40])
        raise refusal(
            archive,
            bilingual(
                f"{name} names something outside itself ({it.en})",
                f"{name} nomme quelque chose hors de soi ({it.fr})",
            ),
        )


def refusal(archive: Path, why: Text) -> CampusError:
    """The one sentence with which a pack is refused."""
    return CampusError(
        bilingual(
            f"{archive.name} is refused: {why.en}. Nothing was written.",
            f"{archive.name} est refusé : {why.fr}. Rien n'a été écrit.",
        )
    )


_ITSELF = Text(fr="il", en="it")


def _times(what: Text, unfolded: int, packed: int) -> Text:
    times = unfolded // max(packed, 1)
    return bilingual(
        f"{what.en} unfolds to {times:,} times its size", f"{what.fr} se déplie en {comma(times, ',')} fois sa taille"
    )


def _named(name: str, en: str, fr: str) -> Text:
    it = _quoted(name)
    return bilingual(f"{it.en} {en}", f"{it.fr} {fr}")


def _quoted(name: str) -> Text:
    word = quoted(name)
    return Text(fr=f"« {word[1:-1]} »", en=word)


def quoted(name: str) -> str:
    """A stranger's word between quotes, without anything that a terminal would obey."""
    return "'" + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name[:80]) + "'"
