"""`campus unit`: begin a unit, check it, look at it, and read other people's questions. Opens no window."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import msgspec

from campus.errors import CampusError, SceneError, SceneErrors
from campus.ids import ID_PATTERN, did_you_mean
from campus.learning.formats import gift, moodle_xml
from campus.learning.formats.bank import AnyQuestion, Bank, Remark, without_lines
from campus.learning.unit import Unit
from campus.learning.unit_file import load_unit_folder
from campus.learning.unit_folder import FOLDER
from campus.learning.unit_questions import read_bank
from campus.scene.wording import unreadable
from campus.text import Language, Text, bilingual, comma, counted, follows, same
from campus.tools.unit_start import FILES, slide

SOUND, UNSOUND = 0, 3
"""Exit statuses."""
READ_FROM = (".gift", ".xml", ".txt")
"""What a folder is searched for."""
_KINDS = {
    "Description": same("descriptions"),
    "Essay": Text(fr="rédactions", en="essays"),
    "Gaps": Text(fr="textes à trous", en="texts with gaps"),
    "Matching": Text(fr="appariements", en="matchings"),
    "MultipleChoice": Text(fr="choix", en="choices"),
    "Numerical": Text(fr="nombres", en="numbers"),
    "ShortAnswer": Text(fr="réponses courtes", en="short answers"),
    "TrueFalse": Text(fr="vrai ou faux", en="true or false"),
}
"""What people call the kinds of a bank's questions; machines read their names."""
_QUESTION, _FILE = same("question"), Text(fr="fichier", en="file")


class UnitError(CampusError):
    """What was asked of `campus unit` is not possible; the message says what to do."""


def new(root: Path, name: str, into: Path | None, out: TextIO, language: Language = "en") -> Path:
    """Begin a unit: a folder that is sound from the first moment, to be written on by hand.

    Args:
        root: of the campus.
        name: the unit's id, as in `telehealth-02`.
        into: folder of units; `assets/units` of the root otherwise.
        out: where it is told.
        language: that people read.

    Raises:
        UnitError: when the name is no id, or the folder is there already.
    """
    if re.fullmatch(ID_PATTERN, name) is None or len(name) > 64:
        raise UnitError(
            bilingual(
                f"'{name}' is not a name for a unit. Use small letters, digits and hyphens: telehealth-02.",
                f"« {name} » ne nomme pas une unité. Mettez minuscules, chiffres et traits d'union : telehealth-02.",
            )
        )
    folder = (into or root / FOLDER) / name
    if folder.exists():
        raise UnitError(
            bilingual(
                f"{folder} is there already. Choose another name, or 'campus unit check {name}'.",
                f"« {folder} » existe déjà. Choisissez un autre nom, ou « campus unit check {name} ».",
            )
        )
    folder.mkdir(parents=True)
    for file, words in FILES.items():
        (folder / file).write_text(words.replace("UNIT", name), encoding="utf-8")
    for spoken, title in (("fr", "Une nouvelle unité"), ("en", "A new unit")):
        (folder / f"slides.{spoken}.pdf").write_bytes(slide(title))
    begun = bilingual(
        f"{folder}: begun. Write in unit.yaml and questions.*.gift, then 'campus unit check {name}'.",
        f"{folder} : commencé. Écrivez dans unit.yaml et questions.*.gift, puis « campus unit check {name} ».",
    )
    out.write(f"{begun.in_(language)}\n")
    return folder


def check(root: Path, names: Sequence[str], as_json: bool, out: TextIO, language: Language = "en") -> int:
    """Check units: every mistake at once, each with its place.

    Args:
        root: of the campus.
        names: ids, or folders; every unit of the root when none is named.
        as_json: one object instead of words.
        out: where it is written.
        language: that people read.

    Returns:
        0 when everything is sound, 3 when anything is not.
    """
    folders = [_folder(root, name) for name in names] or _folders(root)
    errors: list[SceneError] = []
    sound: list[Unit] = []
    for folder in folders:
        try:
            sound.append(load_unit_folder(folder))
        except SceneErrors as found:
            errors += found.errors
    if as_json:
        out.write(msgspec.json.encode({"ok": not errors, "errors": [e.as_data() for e in errors]}).decode() + "\n")
        return UNSOUND if errors else SOUND
    for error in errors:
        out.write(f"{error.in_(language)}\n")
    for unit in sound:
        out.write(f"{_in_short(unit).in_(language)}\n")
    out.write(f"{_verdict(errors, len(sound)).in_(language)}\n")
    return UNSOUND if errors else SOUND


def _in_short(unit: Unit) -> Text:
    concepts = sum(q.concept for q in unit.questions)
    plan = counted(len(unit.plan), Text(fr="activité", en="activity"), Text(fr="activités", en="activities"))
    questions = counted(len(unit.questions), _QUESTION)
    return bilingual(
        f"{unit.id}: {unit.minutes} min, {plan.en}, {questions.en} ({concepts} for concepts).",
        f"{unit.id} : {unit.minutes} min, {plan.fr}, {questions.fr} (dont {concepts} de concept).",
    )


def _verdict(errors: Sequence[SceneError], sound: int) -> Text:
    if not errors:
        checked = counted(sound, Text(fr="unité vérifiée", en="unit"), Text(fr="unités vérifiées", en="units"))
        return bilingual(f"{checked.en} checked: sound.", f"{checked.fr} : tout est bon.")
    wrong = counted(len(errors), Text(fr="erreur", en="mistake"))
    files = counted(len({error.file for error in errors}), _FILE)
    return bilingual(f"{wrong.en} in {files.en}.", f"{wrong.fr} dans {files.fr}.")


def show(root: Path, name: str, language: Language, out: TextIO) -> None:
    """Print a unit as its teacher reads it: objectives, preparation, plan with its timings and notes, questions, keys.

    Raises:
        SceneErrors: when it is not sound.
        UnitError: when there is none of that name.
    """
    unit = load_unit_folder(_folder(root, name))
    out.write("\n".join(_told(unit, language)) + "\n")


def _told(unit: Unit, language: Language) -> list[str]:
    french = language == "fr"
    lines = [unit.title.in_(language), unit.summary.in_(language), ""]
    lines.append("Objectifs" if french else "Objectives")
    lines += [f"  - {objective.text.in_(language)}" for objective in unit.objectives]
    for material in unit.preparation:
        lines += ["", f"{material.title.in_(language)} ({material.minutes} min)", f"  {material.text.in_(language)}"]
    lines += ["", f"Plan ({unit.minutes} min)"]
    start = 0
    for activity in unit.plan:
        lines.append(f"  {start:3d}' {activity.title.in_(language)} ({activity.minutes} min)")
        start += activity.minutes
        if activity.notes is not None:
            lines.append(f"       {activity.notes.in_(language)}")
    lines += ["", "Questions"]
    for question in unit.questions:
        lines += ["", f"  {question.id}: {question.text.in_(language)}"]
        for answer in question.answers:
            lines.append(f"    {'=' if answer.right else '~'} {answer.text.in_(language)}")
            if answer.misconception is not None:
                lines.append(f"      {answer.misconception.in_(language)}")
        lines.append(f"    {question.explanation.in_(language)} ({question.source}, {question.valid_on})")
    return lines


def read(path: Path, to: str | None, output: Path | None, out: TextIO, language: Language = "en") -> int:
    """Read one file of questions, tell what was and was not understood, and write it in another format.

    Args:
        path: a GIFT or Moodle XML file.
        to: `gift` or `xml`; nothing is written otherwise.
        output: where; beside the file otherwise.
        out: where it is told.
        language: that people read.

    Returns:
        0 when everything was understood, 3 when something was left out.

    Raises:
        UnitError: when it cannot be read or would overwrite a file.
    """
    bank = _read(path)
    for remark in bank.remarks:
        out.write(f"{path}:{remark.line}:1: {remark.text.in_(language)}\n")
    kinds = Counter(type(question).__name__ for question in bank.questions)
    for line in (*_of_each_kind(kinds), _understood(kinds.total(), bank.lost)):
        out.write(f"{line.in_(language)}\n")
    if to is not None:
        target = output or path.with_suffix(f".{to}")
        if target.exists():
            raise UnitError(
                bilingual(
                    f"{target} is there already. Name another file with --out.",
                    f"« {target} » existe déjà. Nommez un autre fichier avec --out.",
                )
            )
        written = gift if to == "gift" else moodle_xml
        unsaid = written.unsaid(bank.entries)
        words = gift.write_gift(bank.entries) if to == "gift" else moodle_xml.write_moodle_xml(bank.entries)
        target.write_text(words, encoding="utf-8")
        of_it = bilingual(f"{target}: ", f"{target} : ")
        for sentence in (*unsaid, bilingual("written.", "écrit.")):
            out.write(f"{follows(of_it, sentence).in_(language)}\n")
    return UNSOUND if bank.lost else SOUND


def _of_each_kind(kinds: Counter[str]) -> list[Text]:
    """How many there are of each kind of question, a line each."""
    lines = []
    for kind, number in sorted(kinds.items()):
        called = _KINDS[kind]
        lines.append(bilingual(f"{called.en}: {number}", f"{called.fr} : {number}"))
    return lines


def _understood(number: int, lost: int) -> Text:
    known = counted(number, Text(fr="question comprise", en="question"), Text(fr="questions comprises", en="questions"))
    return bilingual(f"{known.en} understood, {lost} not.", f"{known.fr}, {lost} non.")


def report(folder: Path, as_json: bool, out: TextIO, language: Language = "en") -> int:
    """Read every GIFT and Moodle XML file of a folder and tell the share of their questions that is understood.

    Also told: how many of each kind, and how many are the same after they were written and read again, in each format.

    Args:
        folder: what is searched.
        as_json: one object instead of words.
        out: where it is written.
        language: that people read.

    Returns:
        0 always: these are other people's files.

    Raises:
        UnitError: when there is no such folder.
    """
    if not folder.is_dir():
        raise UnitError(bilingual(f"{folder} is no folder.", f"« {folder} » n'est pas un dossier."))
    lost, kinds, again = 0, Counter[str](), Counter[str]()
    told: list[tuple[str, Remark]] = []
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in READ_FROM and path.is_file())
    for path in files:
        bank = _read(path)
        lost += bank.lost
        for question in bank.questions:
            kinds[type(question).__name__] += 1
            again["gift"] += _is_same(question, gift.read_gift(gift.write_gift([question])))
            again["xml"] += _is_same(question, moodle_xml.read_moodle_xml(moodle_xml.write_moodle_xml([question])))
            again["not for gift"] += bool(gift.unsaid([question]))
            again["not for xml"] += bool(moodle_xml.unsaid([question]))
        for remark in bank.remarks:
            if remark.lost:
                told.append((str(path.relative_to(folder)), remark))
    understood = kinds.total()
    total = understood + lost
    share = understood / total if total else 1.0
    if as_json:
        data = {"files": len(files), "questions": total, "understood": understood, "share": share}
        missed = [
            {"file": file, "line": remark.line, "message": remark.message, "message_fr": remark.text.fr}
            for file, remark in told
        ]
        more = {"kinds": dict(sorted(kinds.items())), "same_again": dict(again), "not_understood": missed}
        out.write(msgspec.json.encode({**data, **more}).decode() + "\n")
        return SOUND
    for file, remark in told:
        out.write(f"{file}:{remark.line}:1: {remark.text.in_(language)}\n")
    every, questions = counted(len(files), _FILE), counted(total, _QUESTION)
    lines = (
        *_of_each_kind(kinds),
        bilingual(
            f"{every.en}, {questions.en}: {understood} understood ({share:.1%}), {lost} not.",
            f"{every.fr}, {questions.fr} : {understood} comprises ({comma(100 * share, '.1f')} %), {lost} non.",
        ),
        bilingual(
            f"Written and read again, the same: {again['gift']} from GIFT, {again['xml']} from Moodle XML. "
            "Of the others it is said what a format has no words for: "
            f"{again['not for gift']}, {again['not for xml']}.",
            f"Écrites puis relues, les mêmes : {again['gift']} en GIFT, {again['xml']} en Moodle XML. "
            "Des autres on dit ce qu'un format ne sait pas dire : "
            f"{again['not for gift']}, {again['not for xml']}.",
        ),
    )
    for line in lines:
        out.write(f"{line.in_(language)}\n")
    return SOUND


def _is_same(question: AnyQuestion, again: Bank) -> bool:
    return without_lines(again.entries) == without_lines([question])


def _read(path: Path) -> Bank:
    try:
        return read_bank(path)
    except OSError as error:
        raise UnitError(unreadable(str(path), error)) from None


def _folders(root: Path) -> list[Path]:
    return [path for path in sorted((root / FOLDER).glob("*/")) if (path / "unit.yaml").is_file()]


def _folder(root: Path, name: str) -> Path:
    """The folder of a unit: an id of the root's, or a path."""
    for folder in (root / FOLDER / name, Path(name)):
        if (folder / "unit.yaml").is_file():
            return folder.resolve()
    said = bilingual(f"There is no unit '{name}'.", f"Il n'y a pas d'unité « {name} ».")
    raise UnitError(said, did_you_mean(name, [folder.name for folder in _folders(root)]))
