"""Moodle XML comes in and goes out whole; what is not understood is said with its line; nothing hostile is read."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from campus.learning.formats.bank import (
    GAP,
    Amount,
    AnyEntry,
    Category,
    Description,
    Essay,
    Gap,
    Gaps,
    Matching,
    MultipleChoice,
    Numerical,
    Offer,
    Pair,
    ShortAnswer,
    TrueFalse,
    Words,
    without_lines,
)
from campus.learning.formats.gift import read_gift, write_gift
from campus.learning.formats.moodle_xml import read_moodle_xml, unsaid, write_moodle_xml

LETTERS = st.characters(exclude_categories=["Cs", "Cn", "Cc"], exclude_characters=GAP) | st.sampled_from(
    ["<", "&", "]]>", "&amp;", "<p>", "é", "\n", "~", "=", "{", "}", "#"]
)
TEXT = st.lists(LETTERS, max_size=8).map(lambda t: "".join(t).strip())
ONE_LINE = TEXT.map(lambda t: " ".join(t.split()))
MARKED = st.builds(Words, TEXT, st.sampled_from(["moodle", "html", "plain", "markdown"])).map(lambda w: w or Words())
PLAIN = TEXT.filter(bool).map(Words)
PERCENT = st.sampled_from([100.0, 0.0, -100.0, 50.0, 33.33333])
NUMBER = st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6) + 0.0)
HEAD = {
    "name": ONE_LINE,
    "text": MARKED,
    "feedback": MARKED,
    "mark": TEXT,
    "tags": st.lists(TEXT.filter(bool), max_size=2, unique=True).map(tuple),
}
OFFERS = st.lists(st.builds(Offer, text=MARKED, percent=PERCENT, feedback=MARKED), min_size=1, max_size=4).map(tuple)
PLAIN_OFFERS = st.lists(st.builds(Offer, text=PLAIN, percent=PERCENT, feedback=MARKED), min_size=1, max_size=3)
AMOUNT = st.builds(Amount, value=NUMBER, tolerance=NUMBER.map(abs), percent=PERCENT, feedback=MARKED)
ENTRIES: st.SearchStrategy[AnyEntry] = st.one_of(
    st.builds(Category, path=ONE_LINE),
    st.builds(Description, **HEAD),
    st.builds(Essay, **HEAD),
    st.builds(TrueFalse, right=st.booleans(), wrong_feedback=MARKED, right_feedback=MARKED, **HEAD),
    st.builds(MultipleChoice, offers=OFFERS, single=st.booleans(), **HEAD),
    st.builds(ShortAnswer, offers=PLAIN_OFFERS.map(tuple), cased=st.booleans(), **HEAD),
    st.builds(Numerical, amounts=st.lists(AMOUNT, min_size=1, max_size=3).map(tuple), **HEAD),
    st.builds(
        Matching,
        pairs=st.lists(st.builds(Pair, left=MARKED, right=TEXT.filter(bool)), min_size=1, max_size=3).map(tuple),
        **HEAD,
    ),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(ENTRIES, min_size=1, max_size=3))
def test_what_is_written_is_read_as_the_very_same(entries: list[AnyEntry]) -> None:
    bank = read_moodle_xml(write_moodle_xml(entries))
    assert without_lines(bank.entries) == without_lines(entries)
    assert not bank.remarks


@settings(max_examples=80, deadline=None)
@given(st.lists(ENTRIES, min_size=1, max_size=3))
def test_what_came_from_moodle_goes_through_gift_and_back(entries: list[AnyEntry]) -> None:
    """All but what GIFT cannot say: capitals that count, an arrow in a word, a choice of one answer."""
    for entry in entries:
        assume("->" not in repr(entry) and not (isinstance(entry, ShortAnswer) and entry.cased))
        assume(not isinstance(entry, MultipleChoice) or len(entry.offers) > 1)
        assume(not isinstance(entry, Description | Essay) or (entry.text and not entry.feedback))
        assume(not isinstance(entry, MultipleChoice) or all(o.text for o in entry.offers))
    through = read_gift(write_gift(read_moodle_xml(write_moodle_xml(entries)).entries)).entries
    again = read_gift(write_gift(through)).entries
    assert without_lines(again) == without_lines(through)


WILD = """<?xml version="1.0" encoding="ISO-8859-1"?>
<quiz>
<!-- question: 0  -->
  <question type="category"><category><text>$course$/top/Santé</text></category></question>
  <question type="multichoice">
    <name><text>Acte</text></name>
    <questiontext format="html"><text><![CDATA[<p>Quel acte ?</p>]]></text></questiontext>
    <defaultgrade>1.0</defaultgrade><single>true</single>
    <answer fraction="100" format="html"><text>l'avis</text><feedback format="html"><text>Oui</text></feedback></answer>
    <answer fraction="0"><text>l'appel</text></answer>
    <tags><tag><text>acte</text></tag></tags>
  </question>
  <question type="stack">
    <name><text>Calcul</text></name>
  </question>
  <question type="cloze">
    <name><text>Trous</text></name>
    <questiontext format="html"><text>
    {1:SHORTANSWER:=Lyon#oui~%50%Paris} et {:NM:=3:0.5} et {2:MC:~a~=b}.</text></questiontext>
  </question>
  <question type="numerical">
    <name><text>Pi</text></name><questiontext><text>Pi ?</text></questiontext>
    <answer fraction="100"><text>3,14</text><tolerance>0.01</tolerance></answer>
  </question>
  <question type="multichoice"><name><text>Vide</text></name></question>
</quiz>
"""


def test_every_kind_is_understood_and_the_rest_is_said_with_its_line() -> None:
    bank = read_moodle_xml(WILD)
    assert [(e.line, type(e).__name__) for e in bank.entries] == [
        (4, "Category"),
        (5, "MultipleChoice"),
        (16, "Gaps"),
        (21, "Numerical"),
    ]
    assert [(r.line, r.message.partition(".")[0]) for r in bank.remarks] == [
        (13, "Questions of type 'stack' are not understood"),
        (25, "There is no answer to choose"),
    ]
    choice, gaps, pi = (e for e in bank.entries if not isinstance(e, Category))
    assert isinstance(choice, MultipleChoice)
    assert choice.tags == ("acte",)
    assert [(o.text.text, o.percent) for o in choice.offers] == [("l'avis", 100), ("l'appel", 0)]
    assert isinstance(gaps, Gaps)
    assert gaps.text.text == f"{GAP} et {GAP} et {GAP}."
    assert gaps.gaps[0] == Gap(
        kind="SHORTANSWER",
        offers=(
            Offer(text=Words("Lyon"), percent=100.0, feedback=Words("oui")),
            Offer(text=Words("Paris"), percent=50.0),
        ),
    )
    assert gaps.gaps[1].amounts[0].tolerance == 0.5
    assert (gaps.gaps[2].weight, [o.percent for o in gaps.gaps[2].offers]) == (2, [0.0, 100.0])
    assert isinstance(pi, Numerical)
    assert pi.amounts[0].value == 3.14
    again = read_moodle_xml(write_moodle_xml(bank.entries))
    assert without_lines(again.entries) == without_lines(bank.entries)


def test_bytes_are_decoded_as_the_document_says() -> None:
    assert without_lines(read_moodle_xml(WILD.encode("latin-1")).entries) == without_lines(
        read_moodle_xml(WILD).entries
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("<quiz>\n<question>", 2, "no well-formed XML"),
        ('<!DOCTYPE q [<!ENTITY a "b">]>\n<quiz>&a;</quiz>', 1, "entities of its own"),
        ("<html/>", 1, "'html' is no 'quiz'"),
        ("", 1, "no well-formed XML"),
    ],
)
def test_what_cannot_be_read_at_all_is_said(text: str, line: int, said: str) -> None:
    (remark,) = read_moodle_xml(text).remarks
    assert remark.line == line
    assert said in remark.message


def test_files_that_are_not_kept_and_tails_that_cannot_be_said_are_remarked_on() -> None:
    carrying = WILD.replace("<tags>", '<file name="a.png" encoding="base64">AAAA</file><tags>')
    assert any(r.line == 5 and not r.lost for r in read_moodle_xml(carrying).remarks)
    (short,) = read_gift("::a:: Two and two {=four} make.").entries
    assert tuple(said.en for said in unsaid([short])) == (
        "'a': Moodle XML has no text after a gap; it follows the question.",
    )
    (again,) = read_moodle_xml(write_moodle_xml([short])).entries
    assert isinstance(again, ShortAnswer)
    assert again.text.text == "Two and two _____ make."


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40) | st.text(alphabet='<>/quiz=" question', max_size=60))
def test_no_text_is_a_fault(text: str) -> None:
    bank = read_moodle_xml(text)
    assert bank.remarks or bank.entries or re.search(r"<quiz\s*/?>", text)
    assert msgspec.json.encode(bank)


def quiz(kind: str, inside: str) -> str:
    return f"<quiz><question type='{kind}'><questiontext><text>{inside}</question></quiz>"


@pytest.mark.parametrize(("kind", "option"), [("gapselect", "selectoption"), ("ddwtos", "dragbox")])
def test_words_for_gaps_are_offered_among_those_of_their_group(kind: str, option: str) -> None:
    words = (("heart", 1), ("left", 2), ("lung", 1), ("right", 2))
    options = "".join(f"<{option}><text>{word}</text><group>{group}</group></{option}>" for word, group in words)
    (asked,) = read_moodle_xml(quiz(kind, f"The [[1]] is on the [[2]].</text></questiontext>{options}")).entries
    assert isinstance(asked, Gaps)
    assert asked.text.text == "The \ufffc is on the \ufffc."
    offered = [[(offer.text.text, offer.percent) for offer in gap.offers] for gap in asked.gaps]
    assert offered == [[("heart", 100.0), ("lung", 0.0)], [("left", 100.0), ("right", 0.0)]]


def test_a_gap_without_its_word_is_told() -> None:
    bank = read_moodle_xml(quiz("gapselect", "The [[3]].</text></questiontext>"))
    assert [(r.message, r.lost) for r in bank.remarks] == [("The gap [[3]] has no answer: there are 0.", True)]


def test_an_ordering_is_a_matching_of_places_and_things_and_that_is_remarked() -> None:
    things = "".join(f"<answer fraction='{n}'><text>{t}</text></answer>" for n, t in ((1, "wash"), (2, "glove")))
    bank = read_moodle_xml(quiz("ordering", f"Then?</text></questiontext>{things}"))
    (asked,) = bank.entries
    assert isinstance(asked, Matching)
    assert [(pair.left.text, pair.right) for pair in asked.pairs] == [("1", "wash"), ("2", "glove")]
    assert [r.lost for r in bank.remarks] == [False]


def test_a_choice_of_several_gives_each_right_answer_its_share() -> None:
    answers = "".join(
        f"<answer fraction='{f}'><text>{t}</text></answer>" for f, t in ((100, "a"), (0, "b"), (100, "c"))
    )
    (asked,) = read_moodle_xml(quiz("oumultiresponse", f"Which?</text></questiontext>{answers}")).entries
    assert isinstance(asked, MultipleChoice)
    assert (asked.single, [offer.percent for offer in asked.offers]) == (False, [50.0, 0.0, 50.0])


def test_a_type_that_cannot_be_here_is_told_with_what_to_do() -> None:
    bank = read_moodle_xml(quiz("calculated", "How much?</text></questiontext>"))
    assert bank.lost == 1
    assert "write it as 'numerical'" in bank.remarks[0].message


def test_what_peoples_own_programs_get_wrong_is_read_as_it_was_meant() -> None:
    told = (
        "<?xml version='1.0' encoding='UTF-8'?>\n<quiz>\n<!-- R&D -->\n<question type=truefalse>\n"
        "<questiontext format=html><text>Salles &amp; caf&eacute;s, R&D&nbsp;: 1 &lt; 2 ?</text></questiontext>\n"
        "<answer fraction=100><text>true</text><feedback><text><![CDATA[a=b & c&nbsp;d]]></text></feedback></answer>\n"
        "</question></quiz>"
    )
    for document in (told, told.encode()):
        bank = read_moodle_xml(document)
        (asked,) = bank.entries
        assert isinstance(asked, TrueFalse)
        assert asked.text == Words("Salles & cafés, R&D\u00a0: 1 < 2 ?", "html")
        assert asked.right_feedback.text == "a=b & c&nbsp;d", "what is marked as it stands is left as it stands"
        assert [(r.line, r.lost) for r in bank.remarks] == [(4, False)]
        assert asked.line == 4


@given(st.text("<>&;=\"' ab!-[]CDAT/quiz\n", max_size=60))
def test_no_document_is_a_fault(text: str) -> None:
    for document in (text, f"<quiz>{text}</quiz>", f"<quiz>{text}</quiz>".encode("utf-16")):
        assert isinstance(read_moodle_xml(document).remarks, tuple)
