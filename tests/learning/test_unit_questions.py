"""A teacher's GIFT or Moodle XML beside unit.yaml: both languages, found by name; every lack is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from campus.errors import SceneErrors
from campus.learning.formats.gift import read_gift
from campus.learning.formats.moodle_xml import write_moodle_xml
from campus.learning.unit import Unit
from campus.learning.unit_file import load_unit_folder
from campus.tools import unit as tool


class Told:
    """What a command writes."""

    def __init__(self) -> None:
        self.words = ""

    def write(self, words: str) -> int:
        self.words += words
        return len(words)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tool.new(tmp_path, "begun", None, Told())  # type: ignore[arg-type]


def spoil(folder: Path, file: str, *changes: tuple[str, str]) -> None:
    words = (folder / file).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in words, old
        words = words.replace(old, new)
    (folder / file).write_text(words, encoding="utf-8")


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(SceneErrors) as found:
        load_unit_folder(folder)
    return [str(error).removeprefix("assets/units/begun/") for error in found.value.errors]


def the_question(unit: Unit) -> object:
    (question,) = unit.questions
    return question


def test_a_new_unit_is_sound_and_its_question_is_whole(folder: Path) -> None:
    (question,) = load_unit_folder(folder).questions
    assert question.id == "the-first-question"
    assert question.text.fr == "Que réunit la télésanté\u00a0?"
    assert question.text.en == "What does telehealth bring together?"
    assert [(a.id, a.right) for a in question.answers] == [("a", True), ("b", False)]
    assert question.answers[1].misconception is not None
    assert question.answers[1].misconception.en == "Taking the two words for synonyms."
    assert question.answers[1].feedback.fr == "Le télésoin en fait partie aussi."
    assert (question.competency, question.valid_on, question.concept) == ("telehealth", "2026-11-21", True)
    assert question.hint is not None
    assert question.explanation.en.startswith("The law of 2019")


def test_moodle_xml_says_the_same(folder: Path) -> None:
    before = load_unit_folder(folder)
    for language in ("fr", "en"):
        path = folder / f"questions.{language}.gift"
        written = write_moodle_xml(read_gift(path.read_text(encoding="utf-8")).entries)
        path.with_suffix(".xml").write_text(written, encoding="utf-8")
        path.unlink()
    assert load_unit_folder(folder).questions == before.questions


def test_what_a_class_needs_and_a_file_lacks_is_told_with_its_line(folder: Path) -> None:
    spoil(
        folder,
        "questions.fr.gift",
        ("[tag:competency:telehealth] [tag:source:loi n° 2019-774] [tag:valid_on:2026-11-21]", "[tag:valid_on:hier]"),
        ("[Prendre les deux mots pour des synonymes.] ", ""),
        ("#Oui \\: l'une et l'autre.", ""),
        ("####La loi de 2019 réunit télémédecine et télésoin sous un même mot.", ""),
    )
    assert mistakes(folder) == [
        "questions.fr.gift:4:1: question 'the-first-question' has no feedback for answer 1. "
        "Write it after '#' behind the answer.",
        "questions.fr.gift:4:1: question 'the-first-question' has no known competency, got ''. "
        "Write // [tag:competency:telehealth] before it.",
        "questions.fr.gift:4:1: question 'the-first-question' must name its source. Write // [tag:source:…] before it.",
        "questions.fr.gift:4:1: question 'the-first-question' names no misconception for answer 2. "
        "Begin its feedback with it in square brackets: # [Believing that…] Look again.",
        "questions.fr.gift:4:1: question 'the-first-question' needs an explanation. "
        "Write it after '####' at the end of its braces.",
        "questions.fr.gift:4:1: question 'the-first-question' needs the day on which it was checked, got 'hier'. "
        "Write // [tag:valid_on:2026-11-21] before it.",
        "unit.yaml:26:15: ask-the-first: question 'the-first-question' is not in this unit.",
    ]


def test_the_two_languages_must_agree(folder: Path) -> None:
    spoil(folder, "questions.en.gift", ("=Tele", "~Tele"), ("~Telemedicine alone", "=Telemedicine alone"))
    assert "questions.fr.gift:4:1: question 'the-first-question' has another key in English: answer 1." in mistakes(
        folder
    )
    spoil(folder, "questions.en.gift", ("::the-first-question::", "::the-frist-question::"))
    told = mistakes(folder)
    assert told[0] == "questions.en.gift:3:1: question 'the-frist-question' is not in questions.fr.gift. " + (
        "Did you mean 'the-first-question'?"
    )
    (folder / "questions.en.gift").unlink()
    assert mistakes(folder)[0].startswith(
        "questions.fr.gift:1:1: there is no file assets/units/begun/questions.en.gift"
    )


def test_kinds_that_a_class_cannot_put_and_what_is_not_understood_are_told(folder: Path) -> None:
    for language in ("fr", "en"):
        with (folder / f"questions.{language}.gift").open("a", encoding="utf-8") as file:
            file.write("\n::an-essay:: Tell. {}\n\n::broken:: open { =a\n\n::Bad Name:: x {T}\n")
    assert [line for line in mistakes(folder) if "fr.gift" in line] == [
        "questions.fr.gift:9:1: question 'an-essay' is an essay; a class puts choices of one answer. "
        "Keep the others in a bank of their own: 'campus unit import' reads it.",
        r"questions.fr.gift:11:1: The braces { } do not close. Write \{ and \} for braces in the text.",
        "questions.fr.gift:13:1: a question's name must be like 'the-right-act', got 'Bad Name'. "
        "Write ::the-right-act:: before its text.",
    ]


def test_true_and_false_become_two_answers(folder: Path) -> None:
    for language, words in (("fr", "Le télésoin en est."), ("en", "Telecare is part of it.")):
        (folder / f"questions.{language}.gift").write_text(
            "// [tag:competency:telehealth] [tag:source:law] [tag:valid_on:2026-11-21]\n"
            f"::the-first-question:: {words} {{T#[Believing not.] Look again.#Yes.####Since 2019.}}",
            encoding="utf-8",
        )
    (question,) = load_unit_folder(folder).questions
    assert [(a.text.fr, a.right) for a in question.answers] == [("Vrai", True), ("Faux", False)]
    assert [a.feedback.en for a in question.answers] == ["Yes.", "Look again."]


def test_a_folder_is_reported_on_with_the_lines_of_what_was_lost(tmp_path: Path) -> None:
    (tmp_path / "a.gift").write_text("::a:: 1 {T}\n\n::b:: open {=x\n", encoding="utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.xml").write_text(
        "<quiz><question type='essay'><name><text>e</text></name></question></quiz>"
    )
    told = Told()
    assert tool.report(tmp_path, as_json=False, out=told) == 0  # type: ignore[arg-type]
    assert told.words == (
        "a.gift:3:1: The braces { } do not close. Write \\{ and \\} for braces in the text.\n"
        "essays: 1\ntrue or false: 1\n2 files, 3 questions: 2 understood (66.7%), 1 not.\n"
        "Written and read again, the same: 2 from GIFT, 2 from Moodle XML. "
        "Of the others it is said what a format has no words for: 0, 0.\n"
    )
    told = Told()
    tool.report(tmp_path, False, told, "fr")  # type: ignore[arg-type]
    assert "vrai ou faux\u00a0: 1\n2 fichiers, 3 questions\u00a0: 2 comprises (66,7\u202f%), 1 non.\n" in told.words


def test_a_bank_is_written_in_the_other_format_and_nothing_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "bank.gift"
    path.write_text("::a:: Two and two {=four =4}\n", encoding="utf-8")
    told = Told()
    assert tool.read(path, "xml", None, told) == 0  # type: ignore[arg-type]
    assert told.words == f"short answers: 1\n1 question understood, 0 not.\n{tmp_path / 'bank.xml'}: written.\n"
    assert tool.read(tmp_path / "bank.xml", None, None, told) == 0  # type: ignore[arg-type]
    with pytest.raises(tool.UnitError, match="is there already"):
        tool.read(path, "xml", None, told)  # type: ignore[arg-type]


def test_a_unit_is_begun_once_and_under_a_sound_name(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(tool.UnitError, match="is there already"):
        tool.new(tmp_path, "begun", None, Told())  # type: ignore[arg-type]
    with pytest.raises(tool.UnitError, match="'Bad One' is not a name for a unit"):
        tool.new(tmp_path, "Bad One", None, Told())  # type: ignore[arg-type]
    told = Told()
    tool.new(tmp_path, "commencee", tmp_path / "here", told, "fr")  # type: ignore[arg-type]
    assert "commencee\u00a0: commencé. Écrivez dans unit.yaml" in told.words
    told = Told()
    assert tool.check(tmp_path, [], as_json=False, out=told) == 0  # type: ignore[arg-type]
    assert told.words == "begun: 13 min, 2 activities, 1 question (1 for concepts).\n1 unit checked: sound.\n"
    with pytest.raises(tool.UnitError, match="Did you mean 'begun'"):
        tool.check(tmp_path, ["began"], as_json=False, out=told)  # type: ignore[arg-type]
