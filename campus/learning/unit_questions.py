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
from campus.text import LANGUAGES, Language, Text, bilingual

SUFFIXES = (".gift", ".xml")
MAX_BYTES = 8_000_000
"""A file of questions is not larger than this."""
_MISCONCEPTION = re.compile(r"\[(.+?)\]\s*(.*)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LABELS = ("competency", "source", "valid_on", "concept", "hint")
_KIND_SAID = {
    "Essay": Text(fr="une rédaction", en="an essay"),
    "Description": Text(fr="une description", en="a description"),
    "ShortAnswer": Text(fr="une réponse courte", en="a short answer"),
    "Numerical": Text(fr="un nombre", en="a number"),
    "Matching": Text(fr="un appariement", en="a matching"),
    "Gaps": Text(fr="un texte à trous", en="a text with gaps"),
}
_SEVERAL = Text(fr="un choix multiple", en="a choice of several")


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
                    bilingual(
                        f"there is no file {said}/{name} beside this one.",
                        f"il n'y a pas de fichier {said}/{name} à côté de celui-ci.",
                    ),
                    code="missing-file",
                    hint=bilingual(
                        "Every question is in French and in English, under the same name.",
                        "Toute question est en français et en anglais, sous le même nom.",
                    ),
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
            why = error.strerror
            message = bilingual(f"{file} cannot be read ({why}).", f"{file} ne peut pas être lu (« {why} »).")
            findings.add(Source(file, 1, 1), message, code="missing-file")
            return ()
        for remark in bank.remarks:
            if remark.lost:
                findings.add(Source(file, max(1, remark.line), 1), remark.text, code="not-understood")
        named[language] = {}
        for asked in bank.questions:
            place = Source(file, max(1, asked.line), 1)
            if re.fullmatch(ID_PATTERN, asked.name) is None:
                message = bilingual(
                    f"a question's name must be like 'the-right-act', got '{asked.name}'.",
                    f"le nom d'une question s'écrit comme « le-bon-acte », et non « {asked.name} ».",
                )
                hint = bilingual(
                    "Write ::the-right-act:: before its text.", "Écrivez « ::le-bon-acte:: » devant son texte."
                )
                findings.add(place, message, code="bad-word", hint=hint)
            elif asked.name in named[language]:
                message = bilingual(
                    f"question '{asked.name}' is given twice.", f"la question « {asked.name} » vient deux fois."
                )
                findings.add(place, message, code="duplicate-id")
            else:
                named[language][asked.name] = asked
    found = []
    for name, french in named["fr"].items():
        place = Source(f"{said}/{files['fr'].name}", max(1, french.line), 1)
        english = named["en"].get(name)
        if english is None:
            message = _absent(name, files["en"])
            findings.add(place, message, code="missing-language", hint=did_you_mean(name, named["en"]))
            continue
        question = _Pair(name, french, english, place, findings).question()
        if question is not None:
            found.append((question, place))
    for name, english in named["en"].items():
        if name not in named["fr"]:
            place = Source(f"{said}/{files['en'].name}", max(1, english.line), 1)
            message = _absent(name, files["fr"])
            findings.add(place, message, code="missing-language", hint=did_you_mean(name, named["fr"]))
    return found


def _absent(name: str, file: Path) -> Text:
    return bilingual(f"question '{name}' is not in {file.name}.", f"la question « {name} » n'est pas dans {file.name}.")


class _Pair:
    """One question in both languages; notes what a class needs and it lacks."""

    def __init__(self, name: str, french: AnyQuestion, english: AnyQuestion, place: Source, findings: Findings) -> None:
        self.name, self.both, self.place, self.findings = name, (french, english), place, findings

    def note(self, message: Text, code: str, hint: Text | None = None) -> None:
        """Note what stands behind the question's name in either language."""
        said = bilingual(f"question '{self.name}' {message.en}", f"la question « {self.name} » {message.fr}")
        self.findings.add(self.place, said, code=code, hint=hint)

    def question(self) -> Question | None:
        before = len(self.findings)
        offers = [self.offers(asked) for asked in self.both]
        if offers[0] is None or offers[1] is None:
            return None
        if len(offers[0]) != len(offers[1]):
            fr, en = len(offers[0]), len(offers[1])
            self.note(
                bilingual(
                    f"has {fr} answers in French and {en} in English.",
                    f"a {fr} réponses en français et {en} en anglais.",
                ),
                "languages-differ",
            )
            return None
        if not 2 <= len(offers[0]) <= len(LETTERS):
            self.note(
                bilingual(
                    f"must have 2 to {len(LETTERS)} answers, got {len(offers[0])}.",
                    f"doit avoir de 2 à {len(LETTERS)} réponses, et non {len(offers[0])}.",
                ),
                "out-of-range",
            )
            return None
        answers = [self.answer(letter, fr, en) for letter, fr, en in zip(LETTERS, offers[0], offers[1], strict=False)]
        right = sum(answer.right for answer in answers)
        if right != 1:
            self.note(
                bilingual(
                    f"must have one right answer, got {right}.", f"doit avoir une seule réponse juste, et non {right}."
                ),
                "key",
                bilingual(
                    "Write '=' before it and '~' before the others.",
                    "Écrivez « = » devant elle, « ~ » devant les autres.",
                ),
            )
        explanation = self.text(*(asked.feedback for asked in self.both))
        if not (explanation.fr and explanation.en):
            self.note(
                bilingual("needs an explanation.", "demande une explication."),
                "missing-field",
                bilingual(
                    "Write it after '####' at the end of its braces.",
                    "Écrivez-la après « #### », à la fin de ses accolades.",
                ),
            )
        competency, source = self.label("competency"), self.label("source")
        valid_on = self.label("valid_on")
        if competency not in COMPETENCIES:
            hint = did_you_mean(competency, COMPETENCIES) if competency else _before("[tag:competency:telehealth]")
            self.note(
                bilingual(
                    f"has no known competency, got '{competency}'.",
                    f"demande une compétence connue, et non « {competency} ».",
                ),
                "unknown-name",
                hint,
            )
        if not source:
            said = bilingual("must name its source.", "doit nommer sa source.")
            self.note(said, "missing-field", _before("[tag:source:…]"))
        try:
            datetime.date.fromisoformat(valid_on)
        except ValueError:
            self.note(
                bilingual(
                    f"needs the day on which it was checked, got '{valid_on}'.",
                    f"demande le jour où elle a été vérifiée, et non « {valid_on} ».",
                ),
                "bad-word",
                _before("[tag:valid_on:2026-11-21]"),
            )
        hints = [_labels(asked).get("hint", "") for asked in self.both]
        if any(hints) and not all(hints):
            one = bilingual("has its hint in one language only.", "n'a son indice que dans une langue.")
            self.note(one, "missing-language")
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
        kind = _KIND_SAID.get(type(asked).__name__, _SEVERAL)
        self.note(
            bilingual(
                f"is {kind.en}; a class puts choices of one answer.",
                f"est {kind.fr} ; un cours pose des choix à une seule réponse.",
            ),
            "unknown-type",
            bilingual(
                "Keep the others in a bank of their own: 'campus unit import' reads it.",
                "Gardez les autres dans une banque à part : « campus unit import » la lit.",
            ),
        )
        return None

    def answer(self, letter: str, french: Offer, english: Offer) -> Answer:
        number = LETTERS.index(letter) + 1
        right = french.percent == 100.0
        if right != (english.percent == 100.0):
            other = bilingual(
                f"has another key in English: answer {number}.", f"a une autre clé en anglais : réponse {number}."
            )
            self.note(other, "languages-differ")
        misconceptions, feedback = zip(*(_taken_apart(offer.feedback) for offer in (french, english)), strict=True)
        if not all(feedback):
            self.note(
                bilingual(f"has no feedback for answer {number}.", f"n'a pas de retour pour la réponse {number}."),
                "missing-field",
                bilingual("Write it after '#' behind the answer.", "Écrivez-le après « # », derrière la réponse."),
            )
        if not right and not all(misconceptions):
            self.note(
                bilingual(
                    f"names no misconception for answer {number}.",
                    f"ne nomme pas d'idée fausse pour la réponse {number}.",
                ),
                "missing-field",
                bilingual(
                    "Begin its feedback with it in square brackets: # [Believing that…] Look again.",
                    "Commencez son retour par elle, entre crochets : « # [Croire que…] Regardez mieux ».",
                ),
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


def _before(tag: str) -> Text:
    return bilingual(f"Write // {tag} before it.", f"Écrivez « // {tag} » devant elle.")


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
