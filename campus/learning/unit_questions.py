"""A class's questions from files in GIFT or Moodle XML, one in each language. Owns what their labels mean.

`questions.fr.gift` and `questions.en.gift` hold the same questions, found by their names. What neither format has
stands in tags, in either file: `[tag:competency:telehealth] [tag:source:Law no. 2019-774] [tag:valid_on:2026-11-21]
[tag:concept]`; a hint in each language's file: `[tag:hint:…]`. The general feedback (`####`) is the explanation. A
wrong answer's feedback begins with the misconception in square brackets.
"""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from campus.ids import ID_PATTERN, did_you_mean
from campus.learning.competencies import COMPETENCIES
from campus.learning.content import LETTERS, Answer, Question
from campus.learning.formats.bank import AnyQuestion, Bank, MultipleChoice, Offer, TrueFalse, Words
from campus.learning.formats.gift import read_gift
from campus.learning.formats.moodle_xml import read_moodle_xml
from campus.scene.findings import Findings
from campus.scene.model import Source
from campus.text import LANGUAGES, Language, Text

SUFFIXES = (".gift", ".xml")
MAX_BYTES = 8_000_000
"""A file of questions is not larger than this."""
_MISCONCEPTION = re.compile(r"\[(.+?)\]\s*(.*)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LABELS = ("competency", "source", "valid_on", "concept", "hint")
_KIND_SAID = {
    "Essay": "an essay",
    "Description": "a description",
    "ShortAnswer": "a short answer",
    "Numerical": "a number",
    "Matching": "a matching",
    "Gaps": "a text with gaps",
}


def read_bank(path: Path) -> Bank:
    """The bank of a file, by the end of its name: `.xml` is Moodle XML, all else GIFT.

    Raises:
        OSError: when it cannot be read, or is larger than `MAX_BYTES`.
    """
    with path.open("rb") as opened:
        content = opened.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise OSError(27, "larger than 8 MB")
    if path.suffix.lower() == ".xml":
        return read_moodle_xml(content)
    try:
        return read_gift(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return read_gift(content.decode("cp1252", errors="replace"))


def read_questions(folder: Path, said: str, findings: Findings) -> tuple[list[Question], dict[str, Source]]:
    """The questions of a unit's GIFT and Moodle XML files, and where each stands; mistakes are noted.

    Args:
        folder: the unit's.
        said: how messages call it, as in `assets/units/telehealth-01`.
        findings: takes the mistakes.
    """
    questions: list[Question] = []
    places: dict[str, Source] = {}
    for suffix in SUFFIXES:
        files = {language: folder / f"questions.{language}{suffix}" for language in LANGUAGES}
        there = [language for language, path in files.items() if path.is_file()]
        if not there:
            continue
        for language in LANGUAGES:
            if language not in there:
                name = f"questions.{language}{suffix}"
                findings.add(
                    Source(f"{said}/questions.{there[0]}{suffix}", 1, 1),
                    f"there is no file {said}/{name} beside this one.",
                    code="missing-file",
                    hint="Every question is in French and in English, under the same name.",
                )
        if len(there) == len(LANGUAGES):
            for question, place in _matched(files, said, findings):
                questions.append(question)
                places.setdefault(question.id, place)
    return questions, places


def _matched(files: Mapping[Language, Path], said: str, findings: Findings) -> Sequence[tuple[Question, Source]]:
    named: dict[Language, dict[str, AnyQuestion]] = {}
    for language, path in files.items():
        file = f"{said}/{path.name}"
        try:
            bank = read_bank(path)
        except OSError as error:
            findings.add(Source(file, 1, 1), f"{file} cannot be read ({error.strerror}).", code="missing-file")
            return ()
        for remark in bank.remarks:
            if remark.lost:
                findings.add(Source(file, max(1, remark.line), 1), remark.message, code="not-understood")
        named[language] = {}
        for asked in bank.questions:
            place = Source(file, max(1, asked.line), 1)
            if re.match(ID_PATTERN, asked.name) is None:
                message = f"a question's name must be like 'the-right-act', got '{asked.name}'."
                findings.add(place, message, code="bad-word", hint="Write ::the-right-act:: before its text.")
            elif asked.name in named[language]:
                findings.add(place, f"question '{asked.name}' is given twice.", code="duplicate-id")
            else:
                named[language][asked.name] = asked
    found = []
    for name, french in named["fr"].items():
        place = Source(f"{said}/{files['fr'].name}", max(1, french.line), 1)
        english = named["en"].get(name)
        if english is None:
            message = f"question '{name}' is not in {files['en'].name}."
            findings.add(place, message, code="missing-language", hint=did_you_mean(name, named["en"]))
            continue
        question = _Pair(name, french, english, place, findings).question()
        if question is not None:
            found.append((question, place))
    for name, english in named["en"].items():
        if name not in named["fr"]:
            place = Source(f"{said}/{files['en'].name}", max(1, english.line), 1)
            message = f"question '{name}' is not in {files['fr'].name}."
            findings.add(place, message, code="missing-language", hint=did_you_mean(name, named["fr"]))
    return found


class _Pair:
    """One question in both languages; notes what a class needs and it lacks."""

    def __init__(self, name: str, french: AnyQuestion, english: AnyQuestion, place: Source, findings: Findings) -> None:
        self.name, self.both, self.place, self.findings = name, (french, english), place, findings

    def note(self, message: str, code: str, hint: str = "") -> None:
        self.findings.add(self.place, f"question '{self.name}' {message}", code=code, hint=hint)

    def question(self) -> Question | None:
        before = len(self.findings)
        offers = [self.offers(asked) for asked in self.both]
        if offers[0] is None or offers[1] is None:
            return None
        if len(offers[0]) != len(offers[1]):
            self.note(f"has {len(offers[0])} answers in French and {len(offers[1])} in English.", "languages-differ")
            return None
        if not 2 <= len(offers[0]) <= len(LETTERS):
            self.note(f"must have 2 to {len(LETTERS)} answers, got {len(offers[0])}.", "out-of-range")
            return None
        answers = [self.answer(letter, fr, en) for letter, fr, en in zip(LETTERS, offers[0], offers[1], strict=False)]
        right = sum(answer.right for answer in answers)
        if right != 1:
            self.note(
                f"must have one right answer, got {right}.", "key", "Write '=' before it and '~' before the others."
            )
        explanation = self.text(*(asked.feedback for asked in self.both))
        if not (explanation.fr and explanation.en):
            self.note("needs an explanation.", "missing-field", "Write it after '####' at the end of its braces.")
        competency, source = self.label("competency"), self.label("source")
        valid_on = self.label("valid_on")
        if competency not in COMPETENCIES:
            hint = (
                did_you_mean(competency, COMPETENCIES)
                if competency
                else "Write // [tag:competency:telehealth] before it."
            )
            self.note(f"has no known competency, got '{competency}'.", "unknown-name", hint)
        if not source:
            self.note("must name its source.", "missing-field", "Write // [tag:source:…] before it.")
        try:
            datetime.date.fromisoformat(valid_on)
        except ValueError:
            self.note(
                f"needs the day on which it was checked, got '{valid_on}'.",
                "bad-word",
                "Write // [tag:valid_on:2026-11-21] before it.",
            )
        hints = [_labels(asked).get("hint", "") for asked in self.both]
        if any(hints) and not all(hints):
            self.note("has its hint in one language only.", "missing-language")
        if len(self.findings) > before:
            return None
        return Question(
            id=self.name,
            text=self.text(*(_asked(asked) for asked in self.both)),
            answers=tuple(answers),
            explanation=explanation,
            competency=competency,
            source=source,
            valid_on=valid_on,
            concept=any("concept" in _labels(asked) for asked in self.both),
            hint=Text(*hints) if all(hints) else None,
        )

    def label(self, key: str) -> str:
        """A label of either file; the French one's goes first."""
        return next((found for asked in self.both if (found := _labels(asked).get(key, ""))), "")

    def offers(self, asked: AnyQuestion) -> Sequence[Offer] | None:
        if isinstance(asked, TrueFalse):
            true, false = ("Vrai", "Faux") if asked is self.both[0] else ("True", "False")
            feedback = (asked.wrong_feedback, asked.right_feedback)
            return (
                Offer(text=Words(true), percent=100.0 * asked.right, feedback=feedback[asked.right]),
                Offer(text=Words(false), percent=100.0 * (not asked.right), feedback=feedback[not asked.right]),
            )
        if isinstance(asked, MultipleChoice) and asked.single:
            return asked.offers
        kind = _KIND_SAID.get(type(asked).__name__, "a choice of several")
        self.note(
            f"is {kind}; a class puts choices of one answer.",
            "unknown-type",
            "Keep the others in a bank of their own: 'campus unit import' reads it.",
        )
        return None

    def answer(self, letter: str, french: Offer, english: Offer) -> Answer:
        said = f"answer {LETTERS.index(letter) + 1}"
        right = french.percent == 100.0
        if right != (english.percent == 100.0):
            self.note(f"has another key in English: {said}.", "languages-differ")
        misconceptions, feedback = zip(*(_taken_apart(offer.feedback) for offer in (french, english)), strict=True)
        if not all(feedback):
            self.note(f"has no feedback for {said}.", "missing-field", "Write it after '#' behind the answer.")
        if not right and not all(misconceptions):
            self.note(
                f"names no misconception for {said}.",
                "missing-field",
                "Begin its feedback with it in square brackets: # [Believing that…] Look again.",
            )
        return Answer(
            id=letter,
            text=self.text(french.text, english.text),
            right=right,
            misconception=Text(*misconceptions) if all(misconceptions) else None,
            feedback=Text(*feedback),
        )

    @staticmethod
    def text(french: Words, english: Words) -> Text:
        return Text(fr=bare(french), en=bare(english))


def _asked(asked: AnyQuestion) -> Words:
    tail = getattr(asked, "tail", None)
    return Words(f"{asked.text.text} … {tail}", asked.text.markup) if tail else asked.text


def _taken_apart(words: Words) -> tuple[str, str]:
    """(misconception, feedback)."""
    text = bare(words)
    found = _MISCONCEPTION.fullmatch(text)
    return (found[1], found[2]) if found else ("", text)


def _labels(asked: AnyQuestion) -> dict[str, str]:
    pairs = (tag.partition(":") for tag in asked.tags)
    return {key.strip(): value.strip() for key, _, value in pairs if key.strip() in _LABELS}


def bare(words: Words) -> str:
    """Words without their markup, as a panel shows them."""
    if words.markup in ("html", "moodle") and ("<" in words.text or "&" in words.text):
        return " ".join(html.unescape(_TAG.sub(" ", words.text)).split(" ")).strip()
    return words.text
