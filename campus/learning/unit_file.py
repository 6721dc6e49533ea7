"""Units from their folders, or every mistake at once with its place. Reads files; runs nothing.

A unit is a folder of `assets/units/`, named as the unit: `unit.yaml`, the slides that it names, and its questions in
`questions.yaml`, or in GIFT or Moodle XML (see `unit_questions`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Literal, TypeVar

import msgspec

from campus.ids import did_you_mean
from campus.learning.activities import Activity, Contents, activity_types
from campus.learning.competencies import COMPETENCIES
from campus.learning.content import Question, Slides
from campus.learning.unit import Material, Objective, Part, Unit, UnitId
from campus.learning.unit_folder import FOLDER, UnitFolder, mappings_of, words_of
from campus.learning.unit_questions import read_questions
from campus.learning.words import typeset
from campus.learning.yaml_questions import QUESTION, read_yaml_questions
from campus.scene.convert import to_struct
from campus.scene.findings import Findings
from campus.scene.model import Source
from campus.scene.values import Fields, Scalar, Value
from campus.scene.wording import must_be_mapping, needs_field
from campus.text import LANGUAGES, Text, bilingual

MOST_MARKDOWN = 32 * 1024
"""A resource that learners prepare with has no more bytes than this in a language: three thousand words or so."""
CHECK_SIZE = range(3, 6)
"""How many questions a readiness check may have: enough to tell, few enough to be done."""

_LANG = bilingual(
    "Write {lang} where the file's name has fr or en.", "Écrivez {lang} là où le nom du fichier a fr ou en."
)

_Struct = TypeVar("_Struct", bound=msgspec.Struct)


class UnitForm(Part, frozen=True, kw_only=True):
    """`unit.yaml` without its plan, which is read by each activity's own rules.

    Attributes:
        schema: version of the language; 1.
        unit: its id, as its folder is named.
        title: what people call it.
        summary: what it is about, in a sentence or two.
        audience: the school’s Actions that it is for, 1 to 5.
        competencies: the domains of digital-health competence that it trains.
        objectives: what a learner can do afterwards.
        preparation: what learners read before the class, and what checks it.
        slides: the document that the room’s screen shows.
    """

    schema: Literal[1]
    unit: UnitId
    title: Text
    summary: Text
    audience: tuple[int, ...]
    competencies: tuple[str, ...]
    objectives: tuple[Objective, ...]
    preparation: tuple[Material, ...] = ()
    slides: Slides


def load_units(root: Path, *others: Path) -> Mapping[str, Unit]:
    """Every unit under `root`, and of further folders of units, by id; none where there is no such folder.

    Args:
        root: of the campus; its units are in `assets/units`.
        others: folders of units themselves, such as that of a server's data. Messages and content paths name their
            files as if they were in `assets/units`, where clients find them.

    Raises:
        SceneErrors: every mistake of every unit at once.
    """
    findings = Findings()
    units: dict[str, Unit] = {}
    for place in (root / FOLDER, *others):
        for folder in sorted(place.glob("*/")):
            if not (folder / "unit.yaml").is_file():
                continue
            if folder.name in units:
                message = bilingual(
                    f"unit '{folder.name}' is there already.", f"l'unité « {folder.name} » existe déjà."
                )
                source = Source(f"{FOLDER}/{folder.name}/unit.yaml", 1, 1)
                hint = bilingual("Give this one's folder another name.", "Donnez un autre nom au dossier de celle-ci.")
                findings.add(source, message, code="duplicate-id", hint=hint)
                continue
            unit = _Reader(folder, findings).unit()
            if unit is not None:
                units[unit.id] = unit
    findings.raise_any()
    return units


def load_unit(root: Path, unit: str) -> Unit:
    """One unit of a root.

    Raises:
        SceneErrors: every mistake of it at once.
    """
    findings = Findings()
    loaded = _Reader(root / FOLDER / unit, findings).unit()
    findings.raise_any()
    assert loaded is not None, "a unit that cannot be read has at least one mistake"
    return loaded


def load_unit_folder(folder: Path) -> Unit:
    """The unit of a folder, wherever it is; messages name its files as if it were in `assets/units`.

    Raises:
        SceneErrors: every mistake of it at once.
    """
    findings = Findings()
    loaded = _Reader(folder, findings).unit()
    findings.raise_any()
    assert loaded is not None, "a unit that cannot be read has at least one mistake"
    return loaded


class _Reader:
    """One unit; notes every mistake that it meets."""

    def __init__(self, path: Path, findings: Findings) -> None:
        self.folder, self.findings = UnitFolder(path, findings), findings

    def unit(self) -> Unit | None:
        before = len(self.findings)
        what = Text(fr="une unité", en="a unit")
        value = self.folder.mapping("unit.yaml", must_be_mapping(what, "{schema: 1, unit: …, plan: …}"))
        questions, places = self._questions()
        if value is None:
            return None
        form = to_struct(value.without("plan"), UnitForm, "unit", self.findings, also=("plan",))
        plan = self._plan(value)
        preparation = self._materials(form.preparation, value) if form is not None else ()
        # Everything below also runs beside other mistakes, so that an author corrects all of them in one go.
        slides = self._slides(value)
        self._check(value, questions, places)
        contents = Contents(tuple(places), slides.pages if slides else None)
        for activity, fields in plan:
            for field, message, hint in activity.mistakes(contents):
                said = bilingual(f"{activity.id}: {message.en}", f"{activity.id} : {message.fr}")
                self.findings.add(fields.place(field), said, code="unknown-name", hint=hint)
        if form is None or slides is None or len(self.findings) > before:
            return None
        unit = Unit(
            id=form.unit,
            title=form.title,
            summary=form.summary,
            audience=form.audience,
            competencies=form.competencies,
            objectives=form.objectives,
            preparation=preparation,
            questions=tuple(questions),
            slides=slides,
            plan=tuple(activity for activity, _ in plan),
        )
        return _typeset(unit)

    # --- the parts -------------------------------------------------------------------------------------------------

    def _plan(self, value: Fields) -> list[tuple[Activity, Fields]]:
        written = value.get("plan")
        if written is None:
            self.findings.add(
                value.source,
                needs_field("unit", "plan"),
                code="missing-field",
                hint=bilingual(
                    "It is a list of {type: …, id: …, title: …}.", "C'est une liste de {type: …, id: …, title: …}."
                ),
            )
            return []
        plan = []
        for i, (fields, type_) in enumerate(self._typed(written, "plan")):
            activity = to_struct(fields.without("type"), activity_types()[type_], f"plan[{i}]", self.findings)
            if activity is not None:
                plan.append((activity, fields))
        self.folder.check_once([(a.id, f.place("id")) for a, f in plan], Text("l’activité", "activity"))
        return plan

    def _typed(self, written: Value, name: str) -> list[tuple[Fields, str]]:
        """The mappings of a list, each with its known `type`."""
        found = []
        for i, item in enumerate(self.folder.items(written, name)):
            type_ = item.get("type")
            word = type_.text if isinstance(type_, Scalar) else None
            if word is None:
                every = ", ".join(activity_types())
                known = bilingual(f"Known: {every}.", f"Existent : {every}.")
                self.findings.add(item.source, needs_field(f"{name}[{i}]", "type"), code="missing-field", hint=known)
            elif word not in activity_types():
                hint = did_you_mean(word, activity_types())
                message = bilingual(
                    f"there is no activity of type '{word}'.", f"il n'y a pas d'activité de type « {word} »."
                )
                self.findings.add(item.place("type"), message, code="unknown-type", hint=hint)
            else:
                found.append((item, word))
        return found

    def _questions(self) -> tuple[list[Question], dict[str, Source]]:
        """Those of questions.yaml, then those of GIFT and of Moodle XML."""
        questions, places = read_yaml_questions(self.folder)
        more, elsewhere = read_questions(self.folder.path, self.folder.said, self.findings)
        both = [(q.id, places[q.id]) for q in questions if q.id in elsewhere]
        self.folder.check_once([*both, *((q.id, elsewhere[q.id]) for q in more)], QUESTION)
        return [*questions, *more], {**elsewhere, **places}

    # --- what must hold --------------------------------------------------------------------------------------------

    def _check(self, value: Fields, questions: list[Question], places: dict[str, Source]) -> None:
        for word, place in words_of(value, "unit"):
            if word != self.folder.name:
                message = bilingual(
                    f"this folder must hold unit '{self.folder.name}', not '{word}'.",
                    f"ce dossier doit contenir l'unité « {self.folder.name} », et non « {word} ».",
                )
                hint = bilingual("A unit is named as its folder is.", "Une unité porte le nom de son dossier.")
                self.findings.add(place, message, code="name", hint=hint)
        for word, place in words_of(value, "audience"):
            if word not in ("1", "2", "3", "4", "5"):
                message = bilingual(
                    f"audience must name the school's Actions, 1 to 5, got {word}.",
                    f"audience doit nommer les Actions de l'école, 1 à 5, et non {word}.",
                )
                self.findings.add(place, message, code="out-of-range")
        competencies = words_of(value, "competencies")
        for word, place in competencies:
            self.folder.check_competency(word, place)
        named = [word for word, _ in competencies]
        for objective in mappings_of(value, "objectives"):
            for word, place in words_of(objective, "competency"):
                if word not in named:
                    message = bilingual(
                        f"an objective's competency '{word}' is not among the unit's.",
                        f"la compétence « {word} » d'un objectif n'est pas parmi celles de l'unité.",
                    )
                    self.findings.add(place, message, code="unknown-name", hint=did_you_mean(word, named))
        for question in questions:
            if question.competency in COMPETENCIES and question.competency not in named:
                message = bilingual(
                    f"question '{question.id}' trains '{question.competency}', which the unit does not name.",
                    f"la question « {question.id} » exerce « {question.competency} », que l'unité ne nomme pas.",
                )
                self.findings.add(places[question.id], message, code="unknown-name")
        checked = 0
        for material in mappings_of(value, "preparation"):
            words = words_of(material, "check")
            checked += len(words)
            if words and checked not in CHECK_SIZE:
                message = bilingual(
                    f"the readiness check has {CHECK_SIZE[0]} to {CHECK_SIZE[-1]} questions, got {checked}.",
                    f"la vérification a de {CHECK_SIZE[0]} à {CHECK_SIZE[-1]} questions, et non {checked}.",
                )
                more = bilingual(
                    "More brings nothing, and fewer tell nothing.", "Davantage n'apporte rien, et moins ne dit rien."
                )
                advice = more if checked > CHECK_SIZE[-1] else None
                self.findings.add(material.place("check"), message, code="out-of-range", hint=advice)
            self.folder.check_once(words, Text("la question de la vérification", "question of the check"))
            for word, place in words:
                if word not in places:
                    message = bilingual(
                        f"the preparation checks with '{word}', which is no question of this unit.",
                        f"la préparation vérifie par « {word} », qui n'est pas une question de cette unité.",
                    )
                    self.findings.add(place, message, code="unknown-name", hint=did_you_mean(word, places))

    def _materials(self, materials: tuple[Material, ...], value: Fields) -> tuple[Material, ...]:
        """What learners prepare with, its Markdown read from the file that it names."""
        found = []
        for material, fields in zip(materials, mappings_of(value, "preparation"), strict=False):
            if bool(material.document) is bool(material.text.fr):
                message = bilingual(
                    "a preparation has either a 'text' or a 'document'.",
                    "une préparation a soit un « text », soit un « document ».",
                )
                self.findings.add(fields.source, message, code="missing-field")
            elif material.document:
                place = fields.place("document")
                fr, en = (self._markdown(material.document, language, place) for language in LANGUAGES)
                material = msgspec.structs.replace(material, text=Text(fr=fr, en=en))
            found.append(material)
        return tuple(found)

    def _markdown(self, document: str, language: str, place: Source) -> str:
        """The words of a Markdown file in one language, or nothing once it is noted why there are none."""
        file = document.replace("{lang}", language)
        path = PurePosixPath(file)
        if path.suffix != ".md" or len(path.parts) != 1 or "\\" in file or ":" in file:
            message = bilingual(
                f"preparation.document must be a Markdown file (.md) in the unit's folder, got '{document}'.",
                "preparation.document doit être un fichier Markdown (.md) dans le dossier de l'unité, "
                f"et non « {document} ».",
            )
            hint = None
            if path.suffix.lower() == ".pdf":
                hint = bilingual(
                    "A PDF is shown on the room's screen alone ('slides'); write what is to be read before class here.",
                    "Un PDF ne se montre qu'à l'écran de la salle (« slides ») ; écrivez ici ce qui se lit avant.",
                )
            self.findings.add(place, message, code="bad-word", hint=hint)
            return ""
        try:
            with (self.folder.path / file).open("rb") as opened:
                content = opened.read(MOST_MARKDOWN + 1)
            if len(content) > MOST_MARKDOWN:
                message = bilingual(
                    f"{self.folder.said}/{file} is longer than {MOST_MARKDOWN // 1024} KiB: one resource, not a book.",
                    f"{self.folder.said}/{file} dépasse {MOST_MARKDOWN // 1024} Kio : une ressource, et non un livre.",
                )
                self.findings.add(place, message, code="out-of-range")
            return content.decode("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            message = bilingual(
                f"there is no file {self.folder.said}/{file} with text in UTF-8.",
                f"il n'y a pas de fichier {self.folder.said}/{file} avec du texte en UTF-8.",
            )
            hint = _LANG if "{lang}" not in document else None
            self.findings.add(place, message, code="missing-file", hint=hint)
            return ""

    def _slides(self, value: Fields) -> Slides | None:
        """The slides with their document's path from the root; both languages must be there."""
        written = value.get("slides")
        if not isinstance(written, Fields):
            return None
        slides = to_struct(written, Slides, "unit.slides", self.findings)
        if slides is None:
            return None
        document, place = slides.document, written.place("document")
        parts = PurePosixPath(document).parts
        if not parts or parts[0] == "/" or ".." in parts or "\\" in document or ":" in document:
            message = bilingual(
                f"slides.document must be inside the unit's folder, got '{document}'.",
                f"slides.document doit être dans le dossier de l'unité, et non « {document} ».",
            )
            self.findings.add(place, message, code="bad-word")
            return slides
        for language in LANGUAGES:
            file = document.replace("{lang}", language)
            if not (self.folder.path / file).is_file():
                message = bilingual(
                    f"there is no file {self.folder.said}/{file}.",
                    f"il n'y a pas de fichier {self.folder.said}/{file}.",
                )
                hint = _LANG if "{lang}" not in document else None
                self.findings.add(place, message, code="missing-file", hint=hint)
        return msgspec.structs.replace(slides, document=f"{self.folder.said}/{document}")


def _typeset(unit: _Struct) -> _Struct:
    """The same with every text as it is typeset: authors type ordinary spaces and apostrophes."""
    changed: dict[str, Any] = {}
    for field in unit.__struct_fields__:
        value = getattr(unit, field)
        if isinstance(value, Text):
            changed[field] = typeset(value)
        elif isinstance(value, msgspec.Struct):
            changed[field] = _typeset(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
            changed[field] = tuple(typeset(i) if isinstance(i, Text) else _typeset(i) for i in value)
    return msgspec.structs.replace(unit, **changed) if changed else unit
