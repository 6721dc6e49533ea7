"""GIFT comes in as Moodle reads it, goes out whole, and what is not understood is said with its line."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
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
from campus.learning.formats.gift import read_gift, unsaid, write_gift


def words(least: int = 0, without: str = "") -> st.SearchStrategy[str]:
    """Text that nobody would type, and what would be taken for something else: signs, markup, comments, weights."""
    letters = st.characters(exclude_categories=["Cs", "Cn", "Cc"], exclude_characters=GAP) | st.sampled_from(
        ["~", "=", "#", "{", "}", ":", "\\", "\n", "%", "[html]", "//", "$CATEGORY:", "n", "%50%", "T", "::", "####"]
    )
    texts = st.lists(letters, min_size=least, max_size=8).map("".join).map(str.strip)
    return texts.filter(lambda t: len(t) >= least and not (without and without in t))


def marked(least: int = 0) -> st.SearchStrategy[Words]:
    made = st.builds(Words, words(least), st.sampled_from(["moodle", "html", "plain", "markdown"]))
    return made.map(lambda w: w if w else Words())


LABEL = st.text("ab]\\[ é", max_size=4).map(str.strip)
PERCENT = st.sampled_from([100.0, 0.0, -100.0, 50.0, 33.33333, -33.33333, 1e-5])
NUMBER = st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6) + 0.0)
HEAD = {
    "name": words().map(lambda n: " ".join(n.split())),
    "text": st.builds(Words, words(1), st.sampled_from(["moodle", "html", "plain", "markdown"])),
    "feedback": marked(),
    "mark": LABEL,
    "tags": st.lists(LABEL.filter(bool), max_size=2, unique=True).map(tuple),
}
OFFER = st.builds(Offer, text=marked(1), percent=PERCENT, feedback=marked())
PLAIN_OFFER = st.builds(
    Offer, text=words(1, "->").map(Words), percent=st.sampled_from([100.0, 50.0, 0.0]), feedback=marked()
).filter(lambda o: "->" not in o.feedback.text)
AMOUNT = st.builds(Amount, value=NUMBER, tolerance=NUMBER.map(abs), percent=PERCENT, feedback=marked())
TAIL = st.none() | words(1)
NO_FEEDBACK = {**HEAD, "feedback": st.just(Words())}
GAPS = st.lists(
    st.builds(
        Gap,
        kind=st.sampled_from(["MC", "SA", "MULTICHOICE_S"]),
        weight=st.integers(1, 9),
        offers=st.lists(PLAIN_OFFER, min_size=1, max_size=3).map(tuple),
    )
    | st.builds(Gap, kind=st.just("NM"), amounts=st.lists(AMOUNT, min_size=1, max_size=2).map(tuple)),
    min_size=1,
    max_size=3,
).map(tuple)
ENTRIES: st.SearchStrategy[AnyEntry] = st.one_of(
    st.builds(Category, path=words(1, "\n").map(lambda p: " ".join(p.split()))),
    st.builds(Description, **NO_FEEDBACK),
    st.builds(Essay, **HEAD),
    st.builds(TrueFalse, right=st.booleans(), wrong_feedback=marked(), right_feedback=marked(), **HEAD),
    st.builds(
        MultipleChoice,
        offers=st.lists(OFFER, min_size=2, max_size=4).map(tuple),
        single=st.booleans(),
        tail=TAIL,
        **HEAD,
    ),
    st.builds(ShortAnswer, offers=st.lists(PLAIN_OFFER, min_size=1, max_size=3).map(tuple), tail=TAIL, **HEAD),
    st.builds(Numerical, amounts=st.lists(AMOUNT, min_size=1, max_size=3).map(tuple), tail=TAIL, **HEAD),
    st.builds(
        Matching,
        pairs=st.lists(
            st.builds(Pair, left=marked().filter(lambda w: "->" not in w.text), right=words(1)), min_size=1, max_size=3
        ).map(tuple),
        **HEAD,
    ),
    st.builds(lambda gaps, **head: Gaps(gaps=gaps, **head), gaps=GAPS, **NO_FEEDBACK).map(
        lambda g: Gaps(
            gaps=g.gaps,
            name=g.name,
            mark=g.mark,
            tags=g.tags,
            text=Words(("x" + GAP) * len(g.gaps) + g.text.text, g.text.markup),
        )
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ENTRIES, min_size=1, max_size=4))
def test_what_is_written_is_read_as_the_very_same(entries: list[AnyEntry]) -> None:
    bank = read_gift(write_gift(entries))
    assert without_lines(bank.entries) == without_lines(entries)
    assert not bank.lost


SIGNS = ["::", "{", "}", "=", "~", "#", "->", "%50%", "\n", "\n\n", "a", "é", "T", "3:1", "\\", "// [id:x]", "[html]"]


@example("{}::")
@example("::\ufeff")
@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*SIGNS, "$CATEGORY: c\n", " "]) | st.text(max_size=3), max_size=25).map("".join))
def test_import_export_import_is_stable_whatever_the_file(text: str) -> None:
    once = read_gift(text)
    again = read_gift(write_gift(once.entries))
    assert without_lines(again.entries) == without_lines(once.entries)


WILD = r"""// a comment
$CATEGORY: $course$/top/Télésanté

::Vrai:: La Terre est ronde. {T#Regardez mieux.#Oui.####Depuis l'Antiquité.}

// question: 12  name: x  [id:q-12] [tag:acte] [tag:avis]
::Choix::[html]<p>Quel acte \: lequel \?</p>{
	=<a href="x">téléexpertise</a>#Oui \= oui
	~%50%[markdown]téléconsultation
}

Plusieurs {~%50%un ~%50%deux ~%-100%trois#Non}

Deux et deux {=quatre =4 =%50%cinq} font quatre.

::Animaux:: Qui mange quoi ? {
 =le chat -> la souris
 = -> l'herbe
}

Pi ? {#3.14:0.01}

De 1 à 5 {#1..5}

Une année {#
  =1822:0#Juste
  =%50%1822:2#Presque
  ~#Non
}

Racontez. {####On vous lira.}

Rien qu'un texte\nen deux lignes
"""


def test_every_kind_is_understood_with_its_line() -> None:
    bank = read_gift(WILD)
    assert [(e.line, type(e).__name__) for e in bank.entries] == [
        (2, "Category"),
        (4, "TrueFalse"),
        (7, "MultipleChoice"),
        (12, "MultipleChoice"),
        (14, "ShortAnswer"),
        (16, "Matching"),
        (21, "Numerical"),
        (23, "Numerical"),
        (25, "Numerical"),
        (31, "Essay"),
        (33, "Description"),
    ]
    assert not bank.remarks
    _, true, choice, several, short, matching, pi, span, year, essay, text = bank.entries
    assert isinstance(true, TrueFalse)
    assert (true.right, true.wrong_feedback.text, true.right_feedback.text) == (True, "Regardez mieux.", "Oui.")
    assert true.feedback.text == "Depuis l'Antiquité."
    assert isinstance(choice, MultipleChoice)
    assert (choice.mark, choice.tags, choice.text.markup) == ("q-12", ("acte", "avis"), "html")
    assert choice.text.text == "<p>Quel acte : lequel \\?</p>"
    assert choice.offers[0] == Offer(
        text=Words('<a href="x">téléexpertise</a>', "html"), percent=100.0, feedback=Words("Oui = oui", "html")
    )
    assert (choice.offers[1].percent, choice.offers[1].text.markup) == (50.0, "markdown")
    assert isinstance(several, MultipleChoice)
    assert not several.single
    assert [o.percent for o in several.offers] == [50.0, 50.0, -100.0]
    assert isinstance(short, ShortAnswer)
    assert (short.tail, [o.percent for o in short.offers]) == ("font quatre.", [100.0, 100.0, 50.0])
    assert isinstance(matching, Matching)
    assert [(p.left.text, p.right) for p in matching.pairs] == [("le chat", "la souris"), ("", "l'herbe")]
    assert isinstance(pi, Numerical)
    assert isinstance(span, Numerical)
    assert isinstance(year, Numerical)
    assert (pi.amounts[0].value, pi.amounts[0].tolerance) == (3.14, 0.01)
    assert (span.amounts[0].value, span.amounts[0].tolerance) == (3.0, 2.0)
    assert [(a.value, a.tolerance, a.percent) for a in year.amounts] == [
        (1822, 0, 100),
        (1822, 2, 50),
        (None, 0, 0),
    ]
    assert isinstance(essay, Essay)
    assert essay.feedback.text == "On vous lira."
    assert isinstance(text, Description)
    assert text.text.text == "Rien qu'un texte\nen deux lignes"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\n\n::Q:: open { =a ~b", 3, r"The braces { } do not close. Write \{ and \} for braces in the text."),
        ("How much? {#three}", 1, "'three' is no number. Write it as 3.14, 3.14:0.01 or 3.1..3.2."),
        ("Pairs {=a -> b =c}", 1, "'c' belongs to nothing. Write '= this -> that' for every pair."),
        ("Pairs {=a -> }", 1, "'a' is matched with nothing. Write what belongs to it after '->'."),
        ("Empty {=}", 1, "The answer is empty. Write it after '='."),
        ("\nA {1:SA:} and {=b}", 2, "A gap is empty. Write its answers between its braces."),
    ],
)
def test_what_is_not_understood_is_said_with_its_line(text: str, line: int, message: str) -> None:
    bank = read_gift(text + "\n\nstill {T}")
    assert [(r.line, r.message) for r in bank.remarks if r.lost] == [(line, message)]
    assert bank.lost == 1
    assert isinstance(bank.entries[-1], TrueFalse)


def test_kindnesses_are_remarked_on_and_lose_nothing() -> None:
    bank = read_gift("::a:: 1 {T}\n::b:: {\n=x\n\n~y\n}\n\n$\\frac{1}{2}$ is {=half ~not}\n\nTwo {=1} and {~a =b}.")
    assert [type(e).__name__ for e in bank.entries] == ["TrueFalse", "MultipleChoice", "MultipleChoice", "Gaps"]
    assert bank.lost == 0
    assert [r.line for r in bank.remarks] == [2, 8]
    half = bank.entries[2]
    assert isinstance(half, MultipleChoice)
    assert half.text.text == r"$\frac{1}{2}$ is"


def test_an_equals_sign_within_a_word_is_the_writers_own_where_answers_stand_one_a_line() -> None:
    (asked,) = read_gift("Which?\n{\n=with `header=True` and f(x)=y\n~without\n}").entries
    assert isinstance(asked, MultipleChoice)
    assert [o.text.text for o in asked.offers] == ["with `header=True` and f(x)=y", "without"]
    (asked,) = read_gift("Who? {=no one=nobody}").entries
    assert isinstance(asked, ShortAnswer)
    assert [o.text.text for o in asked.offers] == ["no one", "nobody"]


def test_a_gap_at_the_beginning_keeps_its_markup() -> None:
    once = read_gift("[html]{ = Asia } is the <b>largest</b> continent.").entries
    assert without_lines(read_gift(write_gift(once)).entries) == without_lines(once)


def test_cloze_in_gift_is_understood() -> None:
    (asked,) = read_gift("::a:: excited {1:MC:~with~=about} or {2:SA:%100%x#yes~*#no} or {NM}").entries
    assert isinstance(asked, Gaps)
    assert [[o.percent for o in gap.offers] for gap in asked.gaps] == [[0.0, 100.0], [100.0, 0.0]]


def test_a_file_from_windows_is_read_as_any_other() -> None:
    assert (
        read_gift("\ufeff::a:: 1\r\n{T}\r\n\r\n::b:: 2 {F}\r\n").entries
        == read_gift("::a:: 1\n{T}\n\n::b:: 2 {F}\n").entries
    )


def test_a_hundred_thousand_braces_are_read_at_once() -> None:
    assert read_gift("{" * 100_000).lost == 1
    assert read_gift("{}" * 50_000).entries


def test_what_gift_cannot_say_is_said() -> None:
    cased = ShortAnswer(name="a", text=Words("?"), offers=(Offer(text=Words("x"), percent=100.0),), cased=True)
    assert tuple(said.en for said in unsaid([cased])) == ("'a': GIFT cannot say that capitals count.",)


def test_an_equals_sign_within_a_line_is_the_writers_own_where_answers_stand_one_a_line() -> None:
    (asked,) = read_gift("Which?\n{\n~ $x = 2$ # init= is a word\n~boot=/dev/sda\n= root=/dev/sda\n}").entries
    assert isinstance(asked, MultipleChoice)
    offered = [(offer.text.text, offer.percent) for offer in asked.offers]
    assert offered == [("$x = 2$", 0.0), ("boot=/dev/sda", 0.0), ("root=/dev/sda", 100.0)]
    assert asked.offers[0].feedback.text == "init= is a word"


def test_a_sign_after_a_space_begins_an_answer_also_where_lines_do() -> None:
    (asked,) = read_gift("Which?\n{\n~a =b\n~c\n}").entries
    assert isinstance(asked, MultipleChoice)
    assert [(offer.text.text, offer.percent) for offer in asked.offers] == [("a", 0.0), ("b", 100.0), ("c", 0.0)]


def test_answers_without_braces_are_a_question_all_the_same() -> None:
    bank = read_gift("Which one?\n~f(x=1)\n=f{'x'}\n~f\n\nA list:\n= one\n= two")
    asked, listed = bank.entries
    assert isinstance(asked, MultipleChoice)
    assert asked.text.text == "Which one?"
    assert [(offer.text.text, offer.percent) for offer in asked.offers] == [
        ("f(x=1)", 0.0),
        ("f{'x'}", 100.0),
        ("f", 0.0),
    ]
    assert isinstance(listed, Description), "without a wrong answer nobody can tell that it is a question"
    assert [(r.line, r.lost) for r in bank.remarks if "missing" in r.message] == [(1, False)]


def test_a_name_without_an_end_is_no_part_of_the_text() -> None:
    bank = read_gift(":: What is it? {=a ~b}")
    (asked,) = bank.entries
    assert isinstance(asked, MultipleChoice)
    assert (asked.name, asked.text.text) == ("", "What is it?")
    assert [r.message for r in bank.remarks] == ["The name has no end; write ::name:: before the text."]


def test_a_command_that_gift_does_not_have_is_no_question() -> None:
    bank = read_gift("$QUESTIONTITLE: History\n\nIs it? {T}\n\n$x$ is {=1 ~2}")
    assert [type(entry).__name__ for entry in bank.entries] == ["TrueFalse", "MultipleChoice"]
    assert [r.message for r in bank.remarks] == ["GIFT has no '$QUESTIONTITLE:'; the line is passed over."]


def test_one_gap_written_as_cloze_writes_it_is_a_gap() -> None:
    (asked,) = read_gift("The sky is {2:MULTICHOICE:=blue#yes~green}.").entries
    assert isinstance(asked, Gaps)
    assert (asked.text.text, asked.gaps[0].weight) == ("The sky is \ufffc.", 2)
    assert [(offer.text.text, offer.percent) for offer in asked.gaps[0].offers] == [("blue", 100.0), ("green", 0.0)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r"For $x \neq 3$ and $$\nabla f = \nu$$\nsay why", "For $x \\neq 3$ and $$\\nabla f = \\nu$$\nsay why"),
        (r"With \(x \notin A\)\nor not", "With \\(x \\notin A\\)\nor not"),
        (r"As Moodle writes it: $x \\neq 3$", r"As Moodle writes it: $x \neq 3$"),
        (r"Uno\ne due", "Uno\ne due"),
        (r"It costs $5\nnow", "It costs $5\nnow"),
    ],
)
def test_a_formula_keeps_the_commands_that_begin_like_a_line_break(written: str, read: str) -> None:
    (question,) = read_gift(f"{written} {{}}").questions
    assert question.text.text == read
    (again,) = read_gift(write_gift([question])).questions
    assert again.text == question.text


def test_a_question_that_a_blank_line_cuts_in_two_is_told() -> None:
    bank = read_gift("::Q2:: A long story.\n\nWhich company? {=This ~That}\n")
    assert [type(question) for question in bank.questions] == [Description, MultipleChoice]
    assert [(r.line, r.lost) for r in bank.remarks] == [(3, False)]
    assert "cuts this off from line 1" in bank.remarks[0].message
    for sound in (
        "::a:: A story.\n\n::b:: Which? {=This ~That}",
        "A story.\n\nWhich? {=This ~That}",
        "::a:: One {T}\n\nTwo {F}",
    ):
        assert not read_gift(sound).remarks
