"""`campus bench refusals`: every way in which a stranger's pack can be bad, and how long it takes to be refused.

A sound pack is made, spoilt in one way at a time, and unpacked into a copy of the campus. Each must be refused in one
sentence, and leave not a byte behind.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

import msgspec

from campus.errors import CampusError
from campus.tools.pack import pack_source
from campus.tools.pack_form import LICENCES, MANIFEST
from campus.tools.unpack import unpack

SOURCE = "assets/packs/teleconsultation"
ROOM = "scenes/teleconsultation.yaml"
AT_MOST_S = 1.0
"""What a refusal may take."""


class Refused(msgspec.Struct, frozen=True):
    """One bad pack.

    Attributes:
        bad: what is wrong with it.
        seconds: until it was refused.
        said: the sentence; nothing where it was let in.
        said_fr: the same in French.
        written: files that it left behind.
    """

    bad: str
    seconds: float
    said: str
    written: int
    said_fr: str = ""


@dataclass(frozen=True)
class _Bad:
    name: str
    make: Callable[[Path], None]


def run(root: Path, *, as_json: bool, clock: Callable[[], float], out: TextIO) -> int:
    """Refuse everything bad, and tell how long each took.

    Args:
        root: of the campus whose partner's suite is spoilt.
        as_json: figures for machines.
        clock: seconds.
        out: where they are written.

    Returns:
        0 when all was refused within a second and nothing was written, 3 otherwise.

    Raises:
        CampusError: when the suite cannot be packed.
    """
    results = []
    with TemporaryDirectory() as folder:
        here = Path(folder)
        good = here / "good.zip"
        pack_source(root, root / SOURCE, [], good)
        campus = here / "campus"
        shutil.copytree(root / "scenes", campus / "scenes")
        shutil.copytree(root / "assets", campus / "assets", ignore=shutil.ignore_patterns("packs", "units", "fonts"))
        before = _state(campus)
        for bad in _all_bad(good):
            archive = here / "bad.zip"
            bad.make(archive)
            start = clock()
            try:
                unpack(campus, archive)
                said = said_fr = ""
            except CampusError as problem:
                said, said_fr = problem.in_("en"), problem.in_("fr")
            seconds = clock() - start
            after = _state(campus)
            written = sum(before.get(file) != word for file, word in after.items()) + len(before.keys() - after.keys())
            results.append(Refused(bad.name, round(seconds, 3), said, written, said_fr))
            archive.unlink()
    sound = all(r.said and r.seconds <= AT_MOST_S and not r.written for r in results)
    if as_json:
        out.write(msgspec.json.encode({"ok": sound, "refusals": results}).decode() + "\n")
    else:
        for r in results:
            lines = [line for line in r.said.splitlines() if line]
            out.write(f"{r.seconds:6.3f} s  {r.bad:34}  {lines[-1] if lines else 'LET IN'}\n")
        slowest = max(results, key=lambda r: r.seconds)
        refused, left = sum(bool(r.said) for r in results), sum(r.written for r in results)
        out.write(
            f"{refused} of {len(results)} refused, the slowest in {slowest.seconds:.3f} s ({slowest.bad});"
            f" {left} files written.\n"
        )
    return 0 if sound else 3


def _state(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _all_bad(good: Path) -> Iterator[_Bad]:
    with zipfile.ZipFile(good) as opened:
        held = {name: opened.read(name) for name in opened.namelist()}
    licence = held[LICENCES] + b"| `props/x/*`, `textures/x/*`, `sounds/x/*` | trial | trial | trial | MIT |\n"

    def with_(extra: Mapping[str, bytes], *, attributes: int = 0) -> Callable[[Path], None]:
        return lambda path: _write(path, {**held, LICENCES: licence, **extra}, attributes, set(extra))

    def room(old: str, new: str) -> Callable[[Path], None]:
        changed = held[ROOM].replace(old.encode(), new.encode(), 1)
        assert changed != held[ROOM], old
        return with_({ROOM: changed})

    picture, model = "assets/textures/x/a.png", "assets/props/x/a.glb"
    yield _Bad("an absolute path", with_({"/etc/passwd": b"x"}))
    yield _Bad("a path of Windows", with_({"C:\\x.yaml": b"x"}))
    yield _Bad("a name with ..", with_({"scenes/../../x.yaml": b"x"}))
    yield _Bad("a link", with_({picture: b"/etc/passwd"}, attributes=(stat.S_IFLNK | 0o777) << 16))
    yield _Bad("a device", with_({picture: b""}, attributes=(stat.S_IFCHR | 0o666) << 16))
    yield _Bad("a bomb by ratio", with_({picture: bytes(48 << 20)}))
    yield _Bad("a bomb by size", with_({picture: _noise(65 << 20)}))
    yield _Bad("a bomb of small files", with_({f"assets/textures/x/{n}.png": bytes(1 << 20) for n in range(200)}))
    yield _Bad("2,001 files", with_({f"assets/textures/x/{n}.png": b"x" for n in range(2001)}))
    yield _Bad("an unknown type", with_({"scenes/run.py": b"x"}))
    yield _Bad("glTF in text", with_({"assets/props/x/a.gltf": b"{}"}))
    yield _Bad("glTF with an external URI", with_({model: _model("https://example.org/x.bin")}))
    yield _Bad("a texture of 20,000 pixels", with_({picture: _picture(20_000, 20_000)}))
    yield _Bad("a picture that is none", with_({picture: b"GIF89a"}))
    yield _Bad("an asset without licence", with_({"assets/props/y/a.glb": _model(None)}))
    yield _Bad(
        "a file that is not what it was", lambda path: _write(path, {**held, ROOM: held[ROOM] + b"#"}, 0, (), ())
    )
    yield _Bad("no pack at all", _bytes(b"PK\x05\x06"))
    yield _Bad("half a pack", _bytes(good.read_bytes()[: good.stat().st_size // 2]))
    yield _Bad("a tab", room("\n  room:", "\n\troom:"))
    yield _Bad("a duplicate key", room("schema: 1\n", "schema: 1\nschema: 1\n"))
    yield _Bad("another encoding", with_({ROOM: held[ROOM].decode().encode("latin-1", "replace")}))
    yield _Bad("UTF-16", with_({ROOM: held[ROOM].decode().encode("utf-16")}))
    yield _Bad("brackets, 250,000 deep", with_({ROOM: b"a: " + b"[" * 250_000}))
    yield _Bad("a bomb of aliases", with_({ROOM: _aliases()}))
    yield _Bad("a misspelt word", room("type: screen", "type: screeen"))
    yield _Bad("a material that is missing", room("floor: oak-floor", "floor: marble"))
    yield _Bad("a prefab that is missing", room("use: quiet-corner", "use: loud-corner"))
    yield _Bad("a name given twice", room("id: coat-stand", "id: clock"))


def _bytes(data: bytes) -> Callable[[Path], None]:
    def written(path: Path) -> None:
        path.write_bytes(data)

    return written


def _write(
    path: Path,
    entries: Mapping[str, bytes],
    attributes: int,
    marked: object = (),
    mended: object = None,
) -> None:
    """A zip of entries whose manifest tells the truth, unless `mended` is empty; `marked` get the attributes."""
    held = dict(entries)
    if mended is None:
        manifest = json.loads(held[MANIFEST])
        manifest["files"] = {name: hashlib.sha256(data).hexdigest() for name, data in held.items() if name != MANIFEST}
        held[MANIFEST] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in held.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = attributes if isinstance(marked, set) and name in marked else 0
            archive.writestr(info, data, compresslevel=1)


def _noise(count: int) -> bytes:
    block = b"".join(hashlib.sha256(bytes([i % 256, i // 256])).digest() for i in range(4096))
    return (block * (count // len(block) + 1))[:count]


def _picture(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    out = io.BytesIO(b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body)))
    return out.getvalue()


def _model(uri: str | None) -> bytes:
    described = json.dumps(
        {"asset": {"version": "2.0"}, "buffers": [{"byteLength": 0, **({"uri": uri} if uri else {})}]}
    )
    chunk = described.encode().ljust((len(described) + 3) // 4 * 4)
    return struct.pack("<4sIII4s", b"glTF", 2, 20 + len(chunk), len(chunk), b"JSON") + chunk


def _aliases() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return "\n".join(lines).encode()
