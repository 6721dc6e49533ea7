"""`campus check`: every mistake of the scenes at once; then, of what reads well, nine proofs. Opens no window."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TextIO

import msgspec

import campus as package
from campus.bake.around import around
from campus.bake.files import FORMAT
from campus.bake.key import BAKER
from campus.errors import SceneError, SceneErrors
from campus.keeping import code_digest, kept_shapes, prepared_space
from campus.proofs import COSTLY, PROOFS, Case, Proof, Verdict, judge, reach, told
from campus.proofs._base import Beyond, Figure, Finding
from campus.proofs.licences import of_kit
from campus.proofs.sight import TURNED
from campus.scene import Campus, load_campus
from campus.scene.kits import kits, licences_file
from campus.scene.loading import Files
from campus.space import Space, compile_space
from campus.text import Language, Text, bilingual
from campus.tools.bake import notes as unbaked
from campus.tools.check_report import CALLED, Report, Timing, facts_of, tell
from campus.tools.plan_notes import plan_notes

SOUND, UNSOUND = 0, 3
"""Exit statuses."""
_CODE = ("components", "learning", "mesh", "proofs", "scene", "space", "world")
"""Packages that a report follows from, beside the content."""


class _KeptReport(msgspec.Struct, frozen=True):
    key: str
    report: Report


class _KeptVerdict(msgspec.Struct, frozen=True):
    key: str
    figures: dict[str, Figure]
    findings: tuple[tuple[str | None, Text], ...]


def check(
    root: Path,
    spaces: Sequence[str],
    as_json: bool,
    out: TextIO,
    *,
    folder: Path | None = None,
    clock: Callable[[], float] | None = None,
    language: Language = "en",
) -> int:
    """Load, compile and prove the spaces, and tell what is wrong with them.

    Args:
        root: the folder with `scenes/` and `assets/`.
        spaces: their ids; none for the whole campus.
        as_json: `{"ok": …, "errors": [{file, line, column, code, message, hint, message_fr, hint_fr}], "proofs":
            [{space, proof, ok, figures, failures: [{file, line, column, message, message_fr}]}], "notes": [sentence],
            "notes_fr": [sentence]}` instead of words: both languages, whatever is asked for.
        out: where it is written.
        folder: the user's cache folder: what has not changed is not proved again. None keeps nothing.
        clock: seconds; with one, people are told how long each step took.
        language: that people read.

    Returns:
        0 when everything is sound, 3 when anything is not.
    """
    timing = Timing(clock)
    key = _digest(root, spaces) if folder is not None else ""
    kept = folder / "proofs" / f"report-{_word(str(root.resolve()), *spaces)}.json" if folder is not None else None
    report = _kept_report(kept, key)
    errors: list[SceneError] = []
    if report is None:
        report, errors = _proved(root, spaces, folder, timing)
        if kept is not None and not errors:
            _write(kept, msgspec.json.encode(_KeptReport(key, report)))
    errors = list(SceneErrors(errors).errors)
    ok = not errors and all(proof.ok for proof in report.proofs)
    if as_json:
        said = {
            "ok": ok,
            "errors": [e.as_data() for e in errors],
            "proofs": report.proofs,
            "notes": [note.en for note in report.notes],
            "notes_fr": [note.fr for note in report.notes],
        }
        out.write(msgspec.json.encode(said).decode() + "\n")
    else:
        tell(report, errors, timing, out, language)
    return SOUND if ok else UNSOUND


def _proved(root: Path, spaces: Sequence[str], folder: Path | None, timing: Timing) -> tuple[Report, list[SceneError]]:
    """The report, and every mistake that keeps a space from being proved."""
    try:
        campus = _loaded(root, spaces)
    except SceneErrors as found:
        return Report({}, ()), list(found.errors)
    timing.step(Text(fr="lecture", en="reading"))
    shapes = folder / "spaces" if folder else None
    compiled, errors = _compiled(campus, spaces or list(campus.scenes), shapes)
    timing.step(Text(fr="compilation", en="compiling"))
    proofs: list[Proof] = []
    beside = _Beside(shapes)
    if not errors:
        licences = all_licences(root)
        assets = frozenset(
            path.relative_to(root / "assets").as_posix() for path in (root / "assets").rglob("*") if path.is_file()
        )
        for space in compiled:
            others = list(campus.scenes[space.id].layouts)[1:]  # the first is how the space is compiled
            arranged = {name: prepared_space(campus, space.id, shapes, layout=name) for name in others}
            if others:
                timing.step(bilingual(f"{space.id}: layouts", f"{space.id} : dispositions"))
            outside = partial(_outside, campus, space, beside)
            proofs += _prove(Case(campus, space, licences, assets, arranged, outside), folder, timing)
    # Whether what stands around a space has changed is told when all are checked: that compiles its neighbours.
    asked = {space.id: campus.scenes[space.id] for space in compiled}
    alone = msgspec.structs.replace(campus, scenes=asked)
    on_plan = plan_notes(campus, [space.id for space in compiled])
    noted = () if errors else (*_turned(proofs), *on_plan, *unbaked(alone, root, compiled, beside))
    timing.step(Text(fr="lumière calculée", en="baked light"))
    return Report({space.id: facts_of(space) for space in compiled}, tuple(proofs), noted), errors


def _loaded(root: Path, spaces: Sequence[str]) -> Campus:
    """The campus; where spaces are named and others have mistakes, only those, and their ways are not followed.

    Raises:
        SceneErrors: every mistake in the files of the named spaces.
    """
    read: Files = {}
    try:
        whole = load_campus(root, files=read)
    except SceneErrors as found:
        if not spaces:
            raise
        alone = load_campus(root, only=spaces, files=read)
        own = {scene.file for scene in alone.scenes.values()}
        if theirs := [error for error in found.errors if error.file in own]:
            raise SceneErrors(theirs) from None
        return alone
    # A name that no space has is told by loading it.
    return whole if whole.scenes.keys() >= set(spaces) else load_campus(root, only=spaces, files=read)


def _compiled(campus: Campus, spaces: Sequence[str], shapes: Path | None) -> tuple[list[Space], list[SceneError]]:
    compiled: list[Space] = []
    errors: list[SceneError] = []
    for id_ in dict.fromkeys(spaces):
        try:
            compiled.append(prepared_space(campus, id_, shapes))
        except SceneErrors as found:
            errors += found.errors
    return compiled, errors


def _prove(case: Case, folder: Path | None, timing: Timing) -> list[Proof]:
    """The nine proofs of one space; what is costly is kept by what it follows from."""
    scene = case.space.scene
    nodes = [(node.id, node.type, node.spec, node.origin) for node in scene.nodes]
    whole = _word(
        case.space.digest,
        _code(),
        _embree(),
        msgspec.json.encode(nodes, order="sorted"),
        repr(sorted(scene.sound.items())),
    )
    walked = [part for space in (case.space, *case.arranged.values()) for part in reach.follows_from(space)]
    moved = msgspec.json.encode(scene.layouts)
    keys = {
        "reach": _word(_code(), *case.arranged, *walked),
        "sight": _word(whole, moved),
        "light": _word(whole, *_seen_outside(case.campus, case.space)),
    }
    path = folder / "proofs" / f"{scene.id}.json" if folder is not None else None
    kept = _kept_verdicts(path)
    proofs = []
    for proof in PROOFS:
        key = keys.get(proof, whole)
        known = kept.get(proof) if proof in COSTLY else None
        if known is not None and known.key == key:
            verdict = Verdict(known.figures, tuple(Finding(*finding) for finding in known.findings))
        else:
            verdict, computed = judge(proof, case)
            if proof in COSTLY and computed:
                findings = tuple((finding.node, finding.message) for finding in verdict.findings)
                kept[proof] = _KeptVerdict(key, dict(verdict.figures), findings)
            called = CALLED[proof]
            timing.step(bilingual(f"{scene.id}: {called.en}", f"{scene.id} : {called.fr}"))
        proofs.append(told(proof, verdict, scene))
    if path is not None:
        _write(path, msgspec.json.encode(kept))
    return proofs


class _Beside:
    """Compiles the spaces that stand outside of others, each once; kept shapes are read, none are left."""

    def __init__(self, shapes: Path | None) -> None:
        self._shapes = shapes
        self._known: dict[tuple[str, ...], Space] = {}

    def __call__(self, campus: Campus, id_: str) -> Space:
        standing = (id_, *(node.id for node in campus.scenes[id_].nodes))  # without lamps, and without furniture
        if standing not in self._known:
            self._known[standing] = compile_space(campus, id_, shapes=dict(kept_shapes(self._shapes, id_)))
        return self._known[standing]


def _outside(campus: Campus, space: Space, beside: _Beside) -> tuple[Beyond, ...]:
    """What stands outside a space's openings, as the baker has it."""
    return tuple(Beyond(other.mesh, other.materials, other.sky) for other in around(campus, space, beside))


def _seen_outside(campus: Campus, space: Space) -> Iterator[bytes]:
    """What that follows from, without compiling it."""
    for id_ in dict.fromkeys(view.shows for view in space.views):
        if id_ in campus.scenes and id_ != space.id:
            scene = campus.scenes[id_]
            nodes = [(node.type, node.spec, node.origin) for node in scene.nodes if node.type != "lamp"]
            shell = (scene.shell.type, scene.shell.spec) if scene.shell else None
            places = campus.placements.get(space.id), campus.placements.get(id_)
            yield msgspec.json.encode((id_, shell, nodes, places, campus.materials), order="sorted")


def _turned(proofs: Sequence[Proof]) -> list[Text]:
    """Of the layouts that turn chairs from the screen, as a circle does: how many; no mistake, but worth knowing."""
    told_of: list[Text] = []
    for proof in proofs:
        turned = proof.figures.get(TURNED) if proof.proof == "sight" else None
        for layout, number in (turned if isinstance(turned, dict) else {}).items():
            chairs = "1 seat looks" if number == 1 else f"{number:g} seats look"
            turned = "1 place tourne" if number == 1 else f"{number:g} places tournent"
            told_of.append(
                bilingual(
                    f"{proof.space}: in the layout '{layout}' {chairs} away from the screen.",
                    f"{proof.space} : dans la disposition « {layout} », {turned} le dos à l'écran.",
                )
            )
    return told_of


def all_licences(root: Path) -> str:
    """The table of licences of a campus, and those of its kits."""
    own = _text(root / "assets" / "LICENSES.md")
    return "\n".join([own, *(of_kit(kit, _text(root / licences_file(kit))) for kit in kits(root))])


# --- what is kept --------------------------------------------------------------------------------------------------


def _digest(root: Path, spaces: Sequence[str]) -> str:
    """One word for everything that a report follows from: content, code, and whether there is Embree."""
    hash_ = hashlib.sha256(_word(_code(), _embree(), f"{FORMAT} {BAKER}", *spaces).encode())
    files = [path for name in ("scenes", "assets") for path in (root / name).rglob("*") if path.is_file()]
    for path in sorted(files):
        name = path.relative_to(root).as_posix()
        hash_.update(name.encode() + b"\0")
        if path.suffix in (".yaml", ".yml", ".md"):
            hash_.update(path.read_bytes())
        else:
            hash_.update(repr((path.stat().st_size, path.stat().st_mtime_ns)).encode())
    return hash_.hexdigest()


def _code() -> str:
    """A word for the code that proves and compiles."""
    folder = Path(str(package.__file__)).parent
    paths = [path for name in _CODE for path in sorted((folder / name).glob("*.py"))]
    paths += [Path(__file__), *(Path(__file__).with_name(name) for name in ("check_report.py", "plan_notes.py"))]
    return _word(code_digest(), *(path.read_bytes() for path in paths))


def _embree() -> str:
    try:
        return metadata.version("embreex")
    except metadata.PackageNotFoundError:
        return "none"


def _word(*parts: str | bytes) -> str:
    hash_ = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode()
        hash_.update(len(data).to_bytes(8, "little") + data)
    return hash_.hexdigest()[:24]


def _kept_report(path: Path | None, key: str) -> Report | None:
    try:
        kept = msgspec.json.decode(path.read_bytes(), type=_KeptReport) if path is not None else None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return kept.report if kept is not None and kept.key == key else None


def _kept_verdicts(path: Path | None) -> dict[str, _KeptVerdict]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, _KeptVerdict]) if path is not None else {}
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return {}


def _write(path: Path, data: bytes) -> None:
    """Keep a file, whole or not at all; a folder that cannot be written to is no error."""
    part = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
