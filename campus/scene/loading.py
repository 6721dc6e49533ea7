"""The campus from its folder: `scenes/campus.yaml`, the spaces, prefabs and materials it names, or every mistake."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, MutableMapping
from pathlib import Path

from campus.errors import CampusError, SceneError, SceneErrors
from campus.ids import ID_PATTERN, closest, did_you_mean
from campus.scene.composing import Composed, compose
from campus.scene.convert import to_struct, to_type
from campus.scene.findings import Findings, UnreadableError
from campus.scene.forms import CampusForm
from campus.scene.kits import Part, kit_of
from campus.scene.kits import files as kit_files
from campus.scene.model import Campus, Material, Source
from campus.scene.prefabs import Prefab, read_prefab
from campus.scene.reading import MAX_BYTES, read
from campus.scene.references import check_materials, check_views, check_ways
from campus.scene.values import Fields, Items, Scalar, Value
from campus.scene.wording import must_be_mapping, unreadable
from campus.text import Text, bilingual

CAMPUS_FILE = "scenes/campus.yaml"
_PARTS: Mapping[Part, Text] = {
    "prefabs": Text(fr="le préfabriqué", en="prefab"),
    "materials": Text(fr="le matériau", en="material"),
}
Files = MutableMapping[str, tuple[bytes, Value]]
"""What each file held when it was read last, and what that meant: a file that says the same is not read again."""


def find_root(explicit: Path | None, start: Path) -> Path:
    """The folder that holds `scenes/` and `assets/`.

    Args:
        explicit: what the person said (`--root`), or None.
        start: where to begin looking upwards.

    Raises:
        SceneErrors: when there is no `scenes/campus.yaml` there, nor in any parent, nor beside the program.
    """
    beside = Path(__file__).resolve().parents[1]
    places = [explicit] if explicit else [start, *start.parents, beside / "_data", beside.parent]
    for place in places:
        if (place / CAMPUS_FILE).is_file():
            return place
    missing = bilingual(
        f"there is no {CAMPUS_FILE} " + (f"in {explicit}." if explicit else f"in {start} or above it."),
        f"il n'y a pas de {CAMPUS_FILE} dans " + (f"« {explicit} »." if explicit else f"« {start} » ni au-dessus."),
    )
    hint = bilingual(
        "Name the folder that holds 'scenes' with --root.",
        "Nommez le dossier qui contient « scenes » avec --root.",
    )
    raise SceneErrors([SceneError(CAMPUS_FILE, 1, 1, missing, code="missing-file", hint=hint)])


def unknown_space(space: str, known: Collection[str]) -> CampusError:
    """The error of a command that was given the name of no space."""
    said = bilingual(f"There is no space '{space}'.", f"Il n'y a pas d'espace « {space} ».")
    return CampusError(said, did_you_mean(space, known))


def load_campus(root: Path, *, only: Collection[str] | None = None, files: Files | None = None) -> Campus:
    """The campus that the folder `root` holds.

    Args:
        root: the folder with `scenes/` and `assets/`.
        only: load these spaces only; doors to others are then not followed.
        files: what was read before, for who loads again and again; what is new is added.

    Raises:
        SceneErrors: every mistake of every file at once.
    """
    loader = CampusLoader(root, files)
    campus = loader.campus(only)
    loader.findings.raise_any()
    assert campus is not None  # whatever could not be read was noted
    return campus


class CampusLoader:
    """Reads the files of one root; every mistake goes to `findings`.

    Attributes:
        findings: every mistake so far.
        files: the paths that were read, relative to the root, in order.
    """

    def __init__(self, root: Path, known: Files | None = None) -> None:
        self.root = root
        self._known = known
        self.findings = Findings()
        self.files: list[str] = []
        self._prefabs: dict[str, Prefab | None] = {}

    def campus(self, only: Collection[str] | None = None) -> Campus | None:
        """The whole campus, or as much as can be understood; None when not even its own file can be."""
        value = self._read(CAMPUS_FILE, Source(CAMPUS_FILE, 1, 1))
        materials = self.materials()
        if value is None:
            return None
        if not isinstance(value, Fields):
            what = Text(fr="le campus", en="the campus")
            message = must_be_mapping(what, "{schema: 1, title: …, spaces: …}")
            self.findings.add(value.source, message, code="wrong-type")
            return None
        form = to_struct(value, CampusForm, "campus", self.findings)
        composed: dict[str, Composed] = {}
        for space, place in _named_spaces(value, "spaces"):
            if (only is None or space in only) and space not in composed and (scene := self.scene(space, place)):
                composed[space] = scene
        # A file that the campus does not name yet: whoever asks for it wants to know its own mistakes, too.
        for space in self._check_campus(value, only):
            if scene := self.scene(space, value.place("spaces")):
                composed[space] = scene
        self._check_names(value, composed, materials)
        if form is None:
            return None
        return Campus(
            title=form.title,
            entry=form.entry,
            sun=form.sun,
            placements={p.space: p for p in form.spaces},
            scenes={space: c.scene for space, c in composed.items() if c.scene},
            materials=materials,
            partners=form.partners,
            root=str(self.root),
            planned={p.space: p for p in form.planned},
            titles={
                **{p.space: p.title for p in form.planned},
                **{p.space: title for p in form.spaces if (title := self._title(p.space, composed))},
            },
        )

    def scene(self, space: str, asked: Source) -> Composed | None:
        """One space; `asked` is where its name was written, for a file that is missing."""
        value = self._read(f"scenes/{space}.yaml", asked)
        return None if value is None else compose(value, space, self.prefab, self.findings)

    def prefab(self, name: str, asked: Source) -> Prefab | None:
        """One prefab by name, read once; None when there is none, or it cannot be read."""
        if name not in self._prefabs:
            known = self._known_files("prefabs")
            if name in known:
                value = self._read(known[name], asked)
                self._prefabs[name] = None if value is None else read_prefab(value, name, self.findings)
            else:
                self.findings.add(
                    asked,
                    bilingual(f"there is no prefab '{name}'.", f"il n'y a pas de préfabriqué « {name} »."),
                    code="unknown-prefab",
                    hint=did_you_mean(name, known)
                    or bilingual(
                        "Prefabs are files in scenes/prefabs, or in a kit.",
                        "Les préfabriqués sont des fichiers de scenes/prefabs, ou d'un kit.",
                    ),
                )
                return None
        return self._prefabs[name]

    def materials(self) -> dict[str, Material]:
        """Every material of `assets/materials` and of the kits, by id."""
        materials: dict[str, Material] = {}
        for name, file in self._known_files("materials").items():
            value = self._read(file, Source(file, 1, 1))
            if value is None:
                continue
            if not isinstance(value, Fields):
                what = Text(fr="un matériau", en="a material")
                self.findings.add(value.source, must_be_mapping(what, "{material: …}"), code="wrong-type")
                continue
            material = to_struct(value, Material, "material", self.findings)
            if material is None:
                continue
            kind = Text(fr="le matériau", en="material")
            self.findings.expect_name(value.place("material"), kind, name, material.material)
            if material.kit != (kit := kit_of(file)):
                if kit:
                    message = bilingual(
                        f"material '{name}' belongs to kit '{kit}', not '{material.kit}'.",
                        f"le matériau « {name} » est du kit « {kit} », et non « {material.kit} ».",
                    )
                    hint = bilingual(f"Write 'kit: {kit}'.", f"Écrivez « kit: {kit} ».")
                else:
                    message = bilingual(
                        f"material '{name}' belongs to no kit.", f"le matériau « {name} » n'est d'aucun kit."
                    )
                    hint = bilingual(
                        "Leave 'kit' out, or move the file into the kit's folder.",
                        "Enlevez « kit », ou mettez le fichier dans le dossier du kit.",
                    )
                self.findings.add(value.place("kit"), message, code="name", hint=hint)
            materials[name] = material
        return materials

    def _known_files(self, part: Part) -> Mapping[str, str]:
        """Name -> file of every prefab or material; two of one name are noted, and the first one stays."""
        found: dict[str, str] = {}
        for name, file in kit_files(self.root, part):
            if name in found:
                what = _PARTS[part]
                message = bilingual(
                    f"{what.en} '{name}' is there already: {found[name]}.",
                    f"{what.fr} « {name} » existe déjà : {found[name]}.",
                )
                hint = bilingual("Rename one of them.", "Renommez l'un des deux.")
                self.findings.add(Source(file, 1, 1), message, code="duplicate-id", hint=hint)
            found.setdefault(name, file)
        return found

    def _title(self, space: str, composed: Mapping[str, Composed]) -> Text | None:
        """The title of a space, read without a word about its mistakes where the space itself is not asked for."""
        if space in composed:
            scene = composed[space].scene
            return scene.title if scene else None
        aside = CampusLoader(self.root, self._known)
        value = aside._read(f"scenes/{space}.yaml", Source("", 1, 1))
        title = value.get("title") if isinstance(value, Fields) else None
        if title is None:
            return None
        text = to_type(title, Text, "title", aside.findings)
        return text if isinstance(text, Text) else None

    def _check_campus(self, value: Fields, only: Collection[str] | None) -> list[str]:
        """Note an entry that is no space, spaces named twice, and asked-for ones that there are not.

        Returns:
            The asked-for ones that have a file, and that the campus does not name.
        """
        built, planned = _named_spaces(value, "spaces"), _named_spaces(value, "planned")
        names = [name for name, _ in built]
        entry = value.get("entry")
        if isinstance(entry, Scalar) and entry.text not in names:
            self.findings.add(
                entry.source,
                bilingual(
                    f"entry '{entry.text}' is not one of the spaces.",
                    f"l'entrée « {entry.text} » n'est pas l'un des espaces.",
                ),
                code="unknown-space",
                hint=did_you_mean(entry.text, names),
            )
        self._check_partners(value)
        seen: set[str] = set()
        for name, place in (*built, *planned):
            if name in seen:
                self.findings.add(
                    place,
                    bilingual(f"space '{name}' is named twice.", f"l'espace « {name} » est nommé deux fois."),
                    code="duplicate-id",
                    hint=bilingual("Keep one.", "Gardez-en un."),
                )
            seen.add(name)
        unnamed = []
        for name in dict.fromkeys(only or ()):
            if name in names:
                continue
            hint = did_you_mean(name, names)
            if re.fullmatch(ID_PATTERN, name) and f"scenes/{name}.yaml" != CAMPUS_FILE and self._is_file(name):
                unnamed.append(name)
                line = f"- {{space: {name}, at: [0, 0]}}"
                hint = bilingual(
                    f"Add '{line}' under 'spaces', with its place on the plan.",
                    f"Ajoutez « {line} » sous « spaces », avec sa place sur le plan.",
                )
            self.findings.add(
                value.place("spaces") if name in unnamed else Source(CAMPUS_FILE, 1, 1),
                bilingual(f"the campus has no space '{name}'.", f"le campus n'a pas d'espace « {name} »."),
                code="unknown-space",
                hint=hint,
            )
        return unnamed

    def _is_file(self, space: str) -> bool:
        return (self.root / "scenes" / f"{space}.yaml").is_file()

    def _check_partners(self, value: Fields) -> None:
        """Note every space of an institution that the campus does not name."""
        spaces, partners = value.get("spaces"), value.get("partners")
        named = [p.get("id") for p in partners.items if isinstance(p, Fields)] if isinstance(partners, Items) else []
        known = [word.text for word in named if isinstance(word, Scalar)]
        for item in spaces.items if isinstance(spaces, Items) else ():
            partner = item.get("partner") if isinstance(item, Fields) else None
            if isinstance(partner, Scalar) and partner.meaning() is not None and partner.text not in known:
                self.findings.add(
                    partner.source,
                    bilingual(
                        f"partner '{partner.text}' is not one of the campus's partners.",
                        f"« {partner.text} » n'est pas l'un des partenaires du campus.",
                    ),
                    code="unknown-partner",
                    hint=did_you_mean(partner.text, known)
                    or bilingual("Name it under 'partners'.", "Nommez-le sous « partners »."),
                )

    def _check_names(self, value: Fields, composed: Mapping[str, Composed], materials: Mapping[str, Material]) -> None:
        spaces = {name for name, _ in _named_spaces(value, "spaces")}
        planned = {name for name, _ in _named_spaces(value, "planned")}
        check_materials(materials, self.findings)
        check_views(spaces | planned, self.findings)
        check_ways(spaces, planned, composed, self.findings)

    def _read(self, file: str, asked: Source) -> Value | None:
        """The value of a file, or None once it is noted why there is none."""
        try:
            with (self.root / file).open("rb") as opened:
                content = opened.read(MAX_BYTES + 1)
        except FileNotFoundError:
            folder = (self.root / file).parent
            known = {path.stem: path.name for path in folder.glob("*.yaml")}
            match = closest(Path(file).stem, known)
            hint = did_you_mean(match, [match]) if match else None
            missing = bilingual(f"there is no file {file}.", f"il n'y a pas de fichier {file}.")
            self.findings.add(asked, missing, code="missing-file", hint=hint)
            return None
        except OSError as error:
            self.findings.add(asked, unreadable(file, error), code="missing-file")
            return None
        self.files.append(file)
        if self._known is not None and file in self._known and self._known[file][0] == content:
            return self._known[file][1]
        mistakes = len(self.findings)
        try:
            value = read(content, file, self.findings)
        except UnreadableError as error:
            self.findings.add(error.source, error.message, code=error.code, hint=error.hint)
            return None
        if self._known is not None and len(self.findings) == mistakes:
            self._known[file] = content, value
        return value


def files_of(campus: Campus | Path, space: str | None = None) -> tuple[str, ...]:
    """The files that a space, or the whole campus, is read from, relative to the root, sorted.

    Args:
        campus: loaded, or the folder it is loaded from.
        space: one space; None for all.
    """
    loader = CampusLoader(campus if isinstance(campus, Path) else Path(campus.root))
    loader.campus(None if space is None else [space])
    return tuple(sorted(loader.files))


def _named_spaces(value: Fields, key: str) -> list[tuple[str, Source]]:
    """The spaces that `spaces` or `planned` names, each with its place, as far as it can be read."""
    items = value.get(key)
    found = [i.get("space") for i in items.items if isinstance(i, Fields)] if isinstance(items, Items) else []
    return [
        (name.text, name.source) for name in found if isinstance(name, Scalar) and re.fullmatch(ID_PATTERN, name.text)
    ]
