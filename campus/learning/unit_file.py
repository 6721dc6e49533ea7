"""Units from their folders, or every mistake at once with its place. Reads files; runs nothing.

A unit is a folder of `assets/units/`, named as the unit: `unit.yaml`, the slides that it names, and its questions in
`questions.yaml`, or in GIFT or Moodle XML (see `unit_questions`).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Literal, TypeVar

import msgspec

from campus.ids import did_you_mean
from campus.learning.activities import Activity, Contents, activity_types
from campus.learning.competencies import COMPETENCIES
from campus.learning.content import Answer, Content, Question, QuestionId, Slides
from campus.learning.unit import Material, Objective, Part, Unit, UnitId
from campus.learning.unit_questions import read_questions
from campus.learning.words import typeset
from campus.scene.convert import to_struct
from campus.scene.findings import Findings, UnreadableError
from campus.scene.model import Source
from campus.scene.reading import MAX_BYTES, read
from campus.scene.values import Fields, Items, Scalar, Value
from campus.text import LANGUAGES, Text

FOLDER = "assets/units"
"""Where the units of a campus are, under its root."""
MOST_MARKDOWN = 32 * 1024
"""A resource that learners prepare with has no more bytes than this in a language: three thousand words or so."""
CHECK_SIZE = range(3, 6)
"""How many questions a readiness check may have: enough to tell, few enough to be done."""
LETTERS = "abcdefgh"
"""What answers are called, in their order."""

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


class AnswerForm(Content, frozen=True, kw_only=True):
    """An answer as it is written: its letter comes from its place.

    Attributes:
        text: what one chooses.
        right: whether it is the right one; exactly one is.
        misconception: what somebody who chooses it believes; every wrong answer names one.
        feedback: what they read after the reveal.
    """

    text: Text
    right: bool = False
    misconception: Text | None = None
    feedback: Text


class QuestionForm(Content, frozen=True, kw_only=True):
    """A question as it is written, without its answers.

    Attributes:
        id: how the plan names it.
        text: the question.
        explanation: why the right answer is right.
        competency: the domain that it trains, one of the unit’s.
        source: where the fact stands that the key rests on.
        valid_on: the day on which that was checked, as in 2026-11-21.
        concept: whether it is worth a discussion and a second vote.
        hint: said before a second vote when few were right.
    """

    id: QuestionId
    text: Text
    explanation: Text
    competency: str
    source: str
    valid_on: str
    concept: bool = False
    hint: Text | None = None


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
                message = f"unit '{folder.name}' is there already."
                source = Source(f"{FOLDER}/{folder.name}/unit.yaml", 1, 1)
                findings.add(source, message, code="duplicate-id", hint="Give this one's folder another name.")
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
    """One unit's folder; notes every mistake that it meets."""

    def __init__(self, path: Path, findings: Findings) -> None:
        self.path, self.name, self.findings = path, path.name, findings
        self.folder = f"{FOLDER}/{path.name}"

    def unit(self) -> Unit | None:
        before = len(self.findings)
        value = self._mapping("unit.yaml", "a unit must be a mapping {schema: 1, unit: …, plan: …}.")
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
                self.findings.add(fields.place(field), f"{activity.id}: {message}", code="unknown-name", hint=hint)
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
                "unit needs a field 'plan'.",
                code="missing-field",
                hint="It is a list of {type: …, id: …, title: …}.",
            )
            return []
        plan = []
        for i, (fields, type_) in enumerate(self._typed(written, "plan")):
            activity = to_struct(fields.without("type"), activity_types()[type_], f"plan[{i}]", self.findings)
            if activity is not None:
                plan.append((activity, fields))
        self._once([(a.id, f.place("id")) for a, f in plan], "activity")
        return plan

    def _typed(self, written: Value, name: str) -> list[tuple[Fields, str]]:
        """The mappings of a list, each with its known `type`."""
        found = []
        for i, item in enumerate(self._items(written, name)):
            type_ = item.get("type")
            word = type_.text if isinstance(type_, Scalar) else None
            if word is None:
                message, hint = f"{name}[{i}] needs a field 'type'.", f"Known: {', '.join(activity_types())}."
                self.findings.add(item.source, message, code="missing-field", hint=hint)
            elif word not in activity_types():
                hint = did_you_mean(word, activity_types())
                message = f"there is no activity of type '{word}'."
                self.findings.add(item.place("type"), message, code="unknown-type", hint=hint)
            else:
                found.append((item, word))
        return found

    def _questions(self) -> tuple[list[Question], dict[str, Source]]:
        """Those of questions.yaml, then those of GIFT and of Moodle XML."""
        questions, places = self._questions_in_yaml()
        more, elsewhere = read_questions(self.path, self.folder, self.findings)
        both = [(q.id, places[q.id]) for q in questions if q.id in elsewhere]
        self._once([*both, *((q.id, elsewhere[q.id]) for q in more)], "question")
        return [*questions, *more], {**elsewhere, **places}

    def _questions_in_yaml(self) -> tuple[list[Question], dict[str, Source]]:
        if not (self.path / "questions.yaml").is_file():
            return [], {}
        value = self._mapping("questions.yaml", "questions must be a mapping {schema: 1, questions: […]}.")
        if value is None:
            return [], {}
        for key, (word, _) in value.entries.items():
            if key not in ("schema", "questions"):
                hint = did_you_mean(key, ("schema", "questions"))
                self.findings.add(word.source, f"questions has no field '{key}'.", code="unknown-field", hint=hint)
        written = value.get("questions")
        questions: list[Question] = []
        places: dict[str, Source] = {}
        for i, fields in enumerate(self._items(written, "questions") if written else []):
            question = self._question(fields, f"questions[{i}]")
            if question is not None:
                questions.append(question)
                places.setdefault(question.id, fields.source)
        self._once([(q.id, places[q.id]) for q in questions], "question")
        return questions, places

    def _question(self, fields: Fields, name: str) -> Question | None:
        form = to_struct(fields.without("answers"), QuestionForm, name, self.findings, also=("answers",))
        written = fields.get("answers")
        if written is None:
            hint = "It is a list of {text: …, feedback: …}."
            self.findings.add(fields.source, f"{name} needs a field 'answers'.", code="missing-field", hint=hint)
            return None
        items = self._items(written, f"{name}.answers")
        answers = [to_struct(item, AnswerForm, f"{name}.answers[{i}]", self.findings) for i, item in enumerate(items)]
        label = f"question '{form.id}'" if form else name
        known = [answer for answer in answers if answer is not None]
        if len(known) == len(items):
            self._check_answers(label, written, items, known)
        if form is None or len(known) != len(items) or not 2 <= len(known) <= len(LETTERS):
            return None
        self._check_question(label, form, fields)
        return Question(
            id=form.id,
            text=form.text,
            answers=tuple(
                Answer(id=letter, text=a.text, right=a.right, misconception=a.misconception, feedback=a.feedback)
                for letter, a in zip(LETTERS, known, strict=False)
            ),
            explanation=form.explanation,
            competency=form.competency,
            source=form.source,
            valid_on=form.valid_on,
            concept=form.concept,
            hint=form.hint,
        )

    # --- what must hold --------------------------------------------------------------------------------------------

    def _check(self, value: Fields, questions: list[Question], places: dict[str, Source]) -> None:
        for word, place in _words(value, "unit"):
            if word != self.name:
                message = f"this folder must hold unit '{self.name}', not '{word}'."
                hint = "A unit is named as its folder is."
                self.findings.add(place, message, code="name", hint=hint)
        for word, place in _words(value, "audience"):
            if word not in ("1", "2", "3", "4", "5"):
                message = f"audience must name the school's Actions, 1 to 5, got {word}."
                self.findings.add(place, message, code="out-of-range")
        competencies = _words(value, "competencies")
        for word, place in competencies:
            self._known_competency(word, place)
        named = [word for word, _ in competencies]
        for objective in _mappings(value, "objectives"):
            for word, place in _words(objective, "competency"):
                if word not in named:
                    message = f"an objective's competency '{word}' is not among the unit's."
                    self.findings.add(place, message, code="unknown-name", hint=did_you_mean(word, named))
        for question in questions:
            if question.competency in COMPETENCIES and question.competency not in named:
                message = f"question '{question.id}' trains '{question.competency}', which the unit does not name."
                self.findings.add(places[question.id], message, code="unknown-name")
        checked = 0
        for material in _mappings(value, "preparation"):
            words = _words(material, "check")
            checked += len(words)
            if words and checked not in CHECK_SIZE:
                message = f"the readiness check has {CHECK_SIZE[0]} to {CHECK_SIZE[-1]} questions, got {checked}."
                hint = "More brings nothing, and fewer tell nothing." if checked > CHECK_SIZE[-1] else ""
                self.findings.add(material.place("check"), message, code="out-of-range", hint=hint)
            self._once(words, "question of the check")
            for word, place in words:
                if word not in places:
                    message = f"the preparation checks with '{word}', which is no question of this unit."
                    self.findings.add(place, message, code="unknown-name", hint=did_you_mean(word, places))

    def _check_answers(self, label: str, written: Value, items: list[Fields], answers: list[AnswerForm]) -> None:
        if not 2 <= len(answers) <= len(LETTERS):
            message = f"{label} must have 2 to {len(LETTERS)} answers, got {len(answers)}."
            self.findings.add(written.source, message, code="out-of-range")
        right = sum(answer.right for answer in answers)
        if right != 1:
            message = f"{label} must have one right answer, got {right}."
            hint = "Write 'right: true' on the right one." if right == 0 else "Keep one 'right: true'."
            self.findings.add(written.source, message, code="key", hint=hint)
        for item, answer in zip(items, answers, strict=True):
            if not answer.right and answer.misconception is None:
                message = f"{label}: this wrong answer names no misconception."
                hint = "Say in 'misconception' what somebody who chooses it believes."
                self.findings.add(item.source, message, code="missing-field", hint=hint)

    def _check_question(self, label: str, form: QuestionForm, fields: Fields) -> None:
        self._known_competency(form.competency, fields.place("competency"))
        if not form.source.strip():
            message = f"{label} must name its source."
            self.findings.add(fields.place("source"), message, code="empty-text")
        try:
            datetime.date.fromisoformat(form.valid_on)
        except ValueError:
            message = f"{label}: valid_on must be a date like 2026-11-21, got '{form.valid_on}'."
            self.findings.add(fields.place("valid_on"), message, code="bad-word")

    def _materials(self, materials: tuple[Material, ...], value: Fields) -> tuple[Material, ...]:
        """What learners prepare with, its Markdown read from the file that it names."""
        found = []
        for material, fields in zip(materials, _mappings(value, "preparation"), strict=False):
            if bool(material.document) is bool(material.text.fr):
                message = "a preparation has either a 'text' or a 'document'."
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
            message = f"preparation.document must be a Markdown file (.md) in the unit's folder, got '{document}'."
            hint = ""
            if path.suffix.lower() == ".pdf":
                hint = (
                    "A PDF is shown on the room's screen alone ('slides'); write what is to be read before class here."
                )
            self.findings.add(place, message, code="bad-word", hint=hint)
            return ""
        try:
            with (self.path / file).open("rb") as opened:
                content = opened.read(MOST_MARKDOWN + 1)
            if len(content) > MOST_MARKDOWN:
                message = f"{self.folder}/{file} is longer than {MOST_MARKDOWN // 1024} KiB: one resource, not a book."
                self.findings.add(place, message, code="out-of-range")
            return content.decode("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            message = f"there is no file {self.folder}/{file} with text in UTF-8."
            hint = "Write {lang} where the file's name has fr or en." if "{lang}" not in document else ""
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
            message = f"slides.document must be inside the unit's folder, got '{document}'."
            self.findings.add(place, message, code="bad-word")
            return slides
        for language in LANGUAGES:
            file = document.replace("{lang}", language)
            if not (self.path / file).is_file():
                message = f"there is no file {self.folder}/{file}."
                hint = "Write {lang} where the file's name has fr or en." if "{lang}" not in document else ""
                self.findings.add(place, message, code="missing-file", hint=hint)
        return msgspec.structs.replace(slides, document=f"{self.folder}/{document}")

    def _known_competency(self, word: str, place: Source) -> None:
        if word not in COMPETENCIES:
            message = f"there is no competency '{word}'."
            self.findings.add(place, message, code="unknown-name", hint=did_you_mean(word, COMPETENCIES))

    def _once(self, named: list[tuple[str, Source]], kind: str) -> None:
        seen: dict[str, Source] = {}
        for name, place in named:
            if name in seen:
                message = f"{kind} '{name}' is given twice; first in line {seen[name].line}."
                self.findings.add(place, message, code="duplicate-id")
            seen.setdefault(name, place)

    # --- reading ---------------------------------------------------------------------------------------------------

    def _items(self, value: Value, name: str) -> list[Fields]:
        """The mappings of a list; whatever else is in it is noted."""
        if not isinstance(value, Items):
            self.findings.add(value.source, f"{name} must be a list.", code="wrong-type")
            return []
        for i, item in enumerate(value.items):
            if not isinstance(item, Fields):
                self.findings.add(item.source, f"{name}[{i}] must be a mapping.", code="wrong-type")
        return [item for item in value.items if isinstance(item, Fields)]

    def _mapping(self, file: str, else_: str) -> Fields | None:
        """The mapping that a file holds, or None once it is noted why there is none."""
        path, file = self.path / file, f"{self.folder}/{file}"
        try:
            with path.open("rb") as opened:
                content = opened.read(MAX_BYTES + 1)
        except OSError as error:
            reason = (error.strerror or "input error").lower()
            self.findings.add(Source(file, 1, 1), f"{file} cannot be read ({reason}).", code="missing-file")
            return None
        try:
            value = read(content, file, self.findings)
        except UnreadableError as error:
            self.findings.add(error.source, error.message, code=error.code, hint=error.hint)
            return None
        if not isinstance(value, Fields):
            self.findings.add(value.source, else_, code="wrong-type")
            return None
        return value


def _words(value: Fields, key: str) -> list[tuple[str, Source]]:
    """The words of a field, one or a list, each with its place; none where it is written otherwise."""
    entry = value.get(key)
    scalars = entry.items if isinstance(entry, Items) else [entry]
    return [(scalar.text, scalar.source) for scalar in scalars if isinstance(scalar, Scalar)]


def _mappings(value: Fields, key: str) -> list[Fields]:
    entry = value.get(key)
    return [item for item in entry.items if isinstance(item, Fields)] if isinstance(entry, Items) else []


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
