"""Units from their folders: what ships loads, and every mistake is told at once with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdfium2
import pytest

from campus.errors import SceneErrors
from campus.learning.activities import activity_types
from campus.learning.activities.slides import Slides
from campus.learning.unit_file import load_unit, load_units
from campus.learning.unit_folder import FOLDER

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted(folder.name for folder in (ROOT / FOLDER).glob("*/") if (folder / "unit.yaml").is_file())


def a_copy(tmp_path: Path) -> Path:
    """A root with the shipped unit, to spoil."""
    shutil.copytree(ROOT / FOLDER / "telehealth-01", tmp_path / FOLDER / "telehealth-01")
    return tmp_path


def spoil(root: Path, file: str, *changes: tuple[str, str]) -> None:
    path = root / FOLDER / "telehealth-01" / file
    words = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in words, old
        words = words.replace(old, new, 1)
    path.write_text(words, encoding="utf-8")


def mistakes(root: Path) -> list[str]:
    with pytest.raises(SceneErrors) as found:
        load_units(root)
    return [str(error).removeprefix(f"{FOLDER}/telehealth-01/") for error in found.value.errors]


@pytest.mark.parametrize("name", UNITS)
def test_every_shipped_unit_loads_and_is_complete(name: str) -> None:
    unit = load_unit(ROOT, name)
    assert len(unit.questions) >= 8
    assert len(unit.preparation) == 1
    assert unit.preparation[0].check
    assert sum(question.concept for question in unit.questions) >= 2
    for question in unit.questions:
        assert len(question.key) == 1
        assert question.hint is not None
        assert all(answer.right or answer.misconception for answer in question.answers)
    used = [activity for activity in unit.plan if isinstance(activity, Slides)]
    shown = [page for activity in used for page in range(activity.first, activity.last + 1)]
    assert shown == list(range(1, unit.slides.pages + 1))


def test_every_audience_of_the_school_has_its_unit() -> None:
    assert {action for name in UNITS for action in load_unit(ROOT, name).audience} == {1, 2, 3, 4, 5}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", UNITS)
def test_the_slides_have_the_pages_that_the_unit_says_in_both_languages(name: str, language: str) -> None:
    unit = load_unit(ROOT, name)
    document = pypdfium2.PdfDocument(ROOT / unit.slides.document.replace("{lang}", language))
    assert len(document) == unit.slides.pages
    assert document[0].get_size() == pytest.approx((1280, 720))


@pytest.mark.parametrize("name", UNITS)
def test_french_is_typeset(name: str) -> None:
    """No-break spaces before ? ! ; : and typographic apostrophes, whatever the author typed."""
    import re

    import msgspec

    unit = load_unit(ROOT, name)

    def french(value: object) -> list[str]:
        if isinstance(value, dict):
            mine = [value["fr"]] if set(value) == {"fr", "en"} else []
            return mine + [words for entry in value.values() for words in french(entry)]
        return [words for entry in value for words in french(entry)] if isinstance(value, list | tuple) else []

    every = french(msgspec.to_builtins(unit, str_keys=True))
    every += french([msgspec.to_builtins(q) for q in unit.questions])
    assert len(every) > 100
    assert not [words for words in every if re.search(r"'| [?!;:%»]|« ", words)]


def test_eleven_mistakes_are_told_at_once_each_with_its_place(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    spoil(
        root,
        "unit.yaml",
        ("unit: telehealth-01", "unit: telehealth-02"),
        ("competencies: [telehealth, ", "competencies: [telehelth, telehealth, "),
        ("check: [two-halves,", "check: [two-halfs,"),
        ("question: in-the-decree", "question: in-the-degree"),
        ("type: concept-question\n    id: ask-the-opinion", "type: concept-qestion\n    id: ask-the-opinion"),
        ("last: 7", "last: 77"),
        ("audience:", "audiense:"),
    )
    spoil(
        root,
        "questions.yaml",
        ("        right: true\n", ""),
        ("valid_on: 2026-11-21", "valid_on: yesterday"),
        ("concept: true", "concept: perhaps"),
    )
    assert [line.split(": ")[0] for line in mistakes(root)] == [
        "questions.yaml:10:7",
        "questions.yaml:17:9",
        "questions.yaml:48:15",
        "questions.yaml:98:14",
        "unit.yaml:3:7",
        "unit.yaml:8:1",
        "unit.yaml:9:16",
        "unit.yaml:43:13",
        "unit.yaml:77:15",
        "unit.yaml:79:11",
        "unit.yaml:93:11",
    ]


def test_what_stands_in_the_files_is_checked_against_each_other(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    spoil(
        root,
        "unit.yaml",
        ("unit: telehealth-01", "unit: telehealth-02"),
        ("competencies: [telehealth, ", "competencies: [telehelth, telehealth, "),
        ("check: [two-halves,", "check: [two-halfs,"),
        ("question: in-the-decree", "question: in-the-degree"),
        ("last: 7", "last: 77"),
        ("id: closing", "id: words"),
    )
    assert mistakes(root) == [
        "unit.yaml:3:7: this folder must hold unit 'telehealth-01', not 'telehealth-02'."
        " A unit is named as its folder is.",
        "unit.yaml:9:16: there is no competency 'telehelth'. Did you mean 'telehealth'?",
        "unit.yaml:43:13: the preparation checks with 'two-halfs', which is no question of this unit."
        " Did you mean 'two-halves'?",
        "unit.yaml:77:15: ask-in-the-decree: question 'in-the-degree' is not in this unit."
        " Did you mean 'in-the-decree'?",
        "unit.yaml:93:11: at-a-distance: last is 77, and the slides have 10 pages.",
        "unit.yaml:115:9: activity 'words' is given twice; first in line 66.",
    ]


def test_a_question_without_a_key_or_a_misconception_is_a_mistake(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    spoil(root, "questions.yaml", ("        right: true\n", ""), ("valid_on: 2026-11-21", "valid_on: yesterday"))
    assert mistakes(root) == [
        "questions.yaml:10:7: question 'two-halves' must have one right answer, got 0."
        " Write 'right: true' on the right one.",
        "questions.yaml:17:9: question 'two-halves': this wrong answer names no misconception."
        " Say in 'misconception' what somebody who chooses it believes.",
        "questions.yaml:48:15: question 'two-halves': valid_on must be a date like 2026-11-21, got 'yesterday'.",
    ]


def test_an_empty_language_is_a_mistake(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    spoil(root, "unit.yaml", ('en: "Telehealth: choosing the right act"', 'en: ""'))
    (line,) = mistakes(root)
    assert line.startswith("unit.yaml:4:52: unit.title.en is empty.")


@pytest.mark.parametrize("document", ["../other.{lang}.pdf", "/etc/slides.{lang}.pdf"])
def test_slides_outside_the_units_folder_are_refused(tmp_path: Path, document: str) -> None:
    root = a_copy(tmp_path)
    spoil(root, "unit.yaml", ("slides.{lang}.pdf", document))
    (line,) = mistakes(root)
    assert f"slides.document must be inside the unit's folder, got '{document}'." in line


def test_missing_slides_are_named(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    (root / FOLDER / "telehealth-01" / "slides.en.pdf").unlink()
    (line,) = mistakes(root)
    assert line.endswith("there is no file assets/units/telehealth-01/slides.en.pdf.")


def test_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(SceneErrors, match=r"assets/units/nothing/unit\.yaml cannot be read"):
        load_unit(tmp_path, "nothing")


@pytest.mark.parametrize("type_", sorted(activity_types()))
def test_every_kind_of_activity_is_described_and_says_how_one_moves_on_to_it(type_: str) -> None:
    kind = activity_types()[type_]
    assert kind.__doc__ is not None
    assert f"type: {type_}" in kind.__doc__
    assert kind.invite().fr != kind.invite().en


def test_a_further_folder_adds_its_units_and_may_not_replace_one(tmp_path: Path) -> None:
    root = a_copy(tmp_path / "root")
    others = tmp_path / "data" / "units"
    shutil.copytree(root / FOLDER / "telehealth-01", others / "telehealth-02")
    path = others / "telehealth-02" / "unit.yaml"
    path.write_text(path.read_text("utf-8").replace("unit: telehealth-01", "unit: telehealth-02"), "utf-8")
    units = load_units(root, others)
    assert sorted(units) == ["telehealth-01", "telehealth-02"]
    assert units["telehealth-02"].slides.document == "assets/units/telehealth-02/slides.{lang}.pdf"
    shutil.copytree(root / FOLDER / "telehealth-01", others / "telehealth-01")
    with pytest.raises(SceneErrors, match="unit 'telehealth-01' is there already"):
        load_units(root, others)


def with_document(tmp_path: Path, document: str) -> Path:
    """A root whose unit is prepared for with a Markdown file in place of its text."""
    root = a_copy(tmp_path)
    path = root / FOLDER / "telehealth-01" / "unit.yaml"
    words = path.read_text(encoding="utf-8")
    start, end = (
        words.index("    text:\n      fr: >-\n        La télésanté réunit"),
        words.index("    check: [two-halves"),
    )
    path.write_text(f"{words[:start]}    document: {document}\n{words[end:]}", encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("check", "said"),
    [
        ("[two-halves]", "the readiness check has 3 to 5 questions, got 1."),
        (
            "[two-halves, in-the-decree, the-pharmacist, the-opinion, the-identity, another]",
            "the readiness check has 3 to 5 questions, got 6. More brings nothing, and fewer tell nothing.",
        ),
        ("[two-halves, in-the-decree, two-halves]", "question of the check 'two-halves' is given twice"),
    ],
)
def test_a_readiness_check_has_three_to_five_questions_each_once(tmp_path: Path, check: str, said: str) -> None:
    root = a_copy(tmp_path)
    spoil(root, "unit.yaml", ("check: [two-halves, in-the-decree, the-pharmacist]", f"check: {check}"))
    (first, *_) = mistakes(root)
    assert first.startswith("unit.yaml:43:")
    assert said in first


def test_a_unit_may_do_without_a_check(tmp_path: Path) -> None:
    root = a_copy(tmp_path)
    spoil(root, "unit.yaml", ("    check: [two-halves, in-the-decree, the-pharmacist]\n", ""))
    assert load_unit(root, "telehealth-01").preparation[0].check == ()


def test_a_preparation_is_read_from_markdown_in_both_languages(tmp_path: Path) -> None:
    root = with_document(tmp_path, '"before.{lang}.md"')
    for language, title in (("fr", "Deux ensembles"), ("en", "Two things")):
        file = root / FOLDER / "telehealth-01" / f"before.{language}.md"
        file.write_text(f"# {title}\n\n- *un*\n- deux ?\n", encoding="utf-8")
    (material,) = load_unit(root, "telehealth-01").preparation
    assert material.text.fr == "# Deux ensembles\n\n- *un*\n- deux\u00a0?\n"
    assert material.text.en.startswith("# Two things")
    version = load_unit(root, "telehealth-01").version
    spoil(root, "before.en.md", ("Two", "Three"))
    assert load_unit(root, "telehealth-01").version != version


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ('"before.{lang}.md"', "there is no file assets/units/telehealth-01/before.fr.md with text in UTF-8."),
        ("../secret.md", "must be a Markdown file (.md) in the unit's folder, got '../secret.md'."),
        ("slides.fr.pdf", "must be a Markdown file (.md) in the unit's folder, got 'slides.fr.pdf'."),
        ("slides.fr.pdf", "A PDF is shown on the room's screen alone ('slides')"),
        ('""', "a preparation has either a 'text' or a 'document'."),
    ],
)
def test_a_preparation_that_cannot_be_read_is_told_with_its_place(tmp_path: Path, document: str, said: str) -> None:
    found = mistakes(with_document(tmp_path, document))
    assert any(said in one for one in found), found
    assert all(one.startswith("unit.yaml:") for one in found)
