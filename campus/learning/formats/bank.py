"""Questions as other programs know them: every kind that GIFT and Moodle XML have. Owns their shape; reads no file.

A bank is more than a class here can put (an essay, a matching), so that a teacher's file comes in and goes out whole.
`campus.learning.unit_questions` makes the campus's own questions of those that it can put.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, TypeVar

import msgspec

from campus.text import Text, bilingual

Markup = Literal["moodle", "html", "plain", "markdown"]
"""How words are marked up; `moodle` is plain text with a little HTML, the format's own default."""
MARKUPS: tuple[Markup, ...] = ("moodle", "html", "plain", "markdown")


class Words(msgspec.Struct, frozen=True):
    """Words and their markup."""

    text: str = ""
    markup: Markup = "moodle"

    def __bool__(self) -> bool:
        return bool(self.text)


NOTHING = Words()


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of a question, what share of the points it brings, and what is said to who gives it.

    Attributes:
        percent: 100 is right, 0 wrong, -50 takes half away.
    """

    text: Words
    percent: float = 0.0
    feedback: Words = NOTHING


class Amount(msgspec.Struct, frozen=True, kw_only=True):
    """A number that counts as an answer: `value`, give or take `tolerance`; any number where there is no value."""

    value: float | None
    tolerance: float = 0.0
    percent: float = 100.0
    feedback: Words = NOTHING


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """What belongs together in a matching; an empty `left` is a right side that belongs to nothing."""

    left: Words
    right: str


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A gap in a text: its kind as it is written (`MULTICHOICE`, `SHORTANSWER`, `NUMERICAL`...), and its answers."""

    kind: str
    weight: int = 1
    offers: tuple[Offer, ...] = ()
    amounts: tuple[Amount, ...] = ()


class Entry(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind"):
    """Something in a bank. `line` is where it began in its file, counted from 1, or 0."""

    line: int = 0


class Category(Entry, frozen=True, kw_only=True, tag="category"):
    """What follows belongs to this category, as in `$course$/top/Telehealth`."""

    path: str


class BankQuestion(Entry, frozen=True, kw_only=True):
    """What every question has.

    Attributes:
        name: what the bank lists it as; may be empty.
        feedback: what is said to everybody afterwards.
        mark: the question's own id in its bank, or empty.
        tags: words that it is filed under.
    """

    name: str = ""
    text: Words
    feedback: Words = NOTHING
    mark: str = ""
    tags: tuple[str, ...] = ()


class Description(BankQuestion, frozen=True, kw_only=True, tag="description"):
    """Words without a question."""


class Essay(BankQuestion, frozen=True, kw_only=True, tag="essay"):
    """A question that is answered in one's own words and read by a person."""


class TrueFalse(BankQuestion, frozen=True, kw_only=True, tag="true-false"):
    """A statement that is true or not; what is said to those who were wrong, and to those who were right."""

    right: bool
    wrong_feedback: Words = NOTHING
    right_feedback: Words = NOTHING


class MultipleChoice(BankQuestion, frozen=True, kw_only=True, tag="multiple-choice"):
    """A choice among answers.

    Attributes:
        single: whether exactly one is chosen.
        tail: what follows a gap in the sentence, where the question is one.
    """

    offers: tuple[Offer, ...]
    single: bool = True
    tail: str | None = None


class ShortAnswer(BankQuestion, frozen=True, kw_only=True, tag="short-answer"):
    """A question that is answered with a word; `*` in an answer stands for any letters.

    Attributes:
        cased: whether capitals count; GIFT cannot say so.
        tail: as for a choice.
    """

    offers: tuple[Offer, ...]
    cased: bool = False
    tail: str | None = None


class Numerical(BankQuestion, frozen=True, kw_only=True, tag="numerical"):
    """A question that is answered with a number."""

    amounts: tuple[Amount, ...]
    tail: str | None = None


class Matching(BankQuestion, frozen=True, kw_only=True, tag="matching"):
    """Things to be brought together with what belongs to them."""

    pairs: tuple[Pair, ...]


class Gaps(BankQuestion, frozen=True, kw_only=True, tag="gaps"):
    """A text with gaps; `text` has U+FFFC where a gap is, one for each of `gaps`."""

    gaps: tuple[Gap, ...]


AnyQuestion = Description | Essay | TrueFalse | MultipleChoice | ShortAnswer | Numerical | Matching | Gaps
AnyEntry = Category | AnyQuestion
GAP = "\ufffc"
"""Stands for a gap in the text of `Gaps` (U+FFFC, object replacement character)."""


class Remark(msgspec.Struct, frozen=True):
    """What was not understood, or understood otherwise than it stands; with its line, counted from 1.

    Attributes:
        text: the sentence, in both languages.
        lost: whether a question was left out because of it.
    """

    line: int
    text: Text
    lost: bool = True

    @property
    def message(self) -> str:
        """The sentence in English."""
        return self.text.en


class Bank(msgspec.Struct, frozen=True, kw_only=True):
    """A file of questions as far as it was understood, in its order, and a remark on everything else."""

    entries: tuple[AnyEntry, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def questions(self) -> tuple[AnyQuestion, ...]:
        """The questions, without the categories."""
        return tuple(e for e in self.entries if not isinstance(e, Category))

    @property
    def lost(self) -> int:
        """How many questions were left out."""
        return sum(remark.lost for remark in self.remarks)


class PuzzledError(Exception):
    """A question is not understood; the message says why and what to do, in both languages."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


NO_GAP_SIGN = bilingual(
    "The text holds the character U+FFFC, which stands for a gap.",
    "Le texte contient le caractère U+FFFC, qui tient lieu de trou.",
)


def bank_of(pieces: Iterable[tuple[int, Callable[[], AnyEntry]]], remarks: list[Remark]) -> Bank:
    """The bank that pieces of a file make; whatever a format is, nothing that puzzles it is dropped silently.

    Args:
        pieces: for each, the line that it begins in, and what reads it; that raises PuzzledError where it cannot.
        remarks: what there is to say already, and whatever reading adds to it.
    """
    entries: list[AnyEntry] = []
    for line, read in pieces:
        try:
            entries.append(read())
        except PuzzledError as puzzled:
            remarks.append(Remark(line, puzzled.why))
    return Bank(entries=tuple(entries), remarks=tuple(sorted(remarks, key=lambda r: (r.line, r.message, r.lost))))


_Entry = TypeVar("_Entry", bound=Entry)


def without_lines(entries: Iterable[_Entry]) -> tuple[_Entry, ...]:
    """The entries as they are wherever they stand: for comparing two banks."""
    return tuple(msgspec.structs.replace(entry, line=0) for entry in entries)


def number(words: str) -> float | None:
    """The number that somebody wrote, with a point or a comma, or None; never infinite."""
    words = words.strip().replace("\u2212", "-")
    if words.count(",") == 1 and "." not in words:
        words = words.replace(",", ".")
    try:
        value = float(words) if words.isascii() and "_" not in words else None
    except ValueError:
        return None
    return value + 0.0 if value is not None and abs(value) < 1e300 and (value == 0 or abs(value) > 1e-300) else None


def digits(value: float) -> str:
    """A number as it is written in a file: without a needless `.0`, and exact."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def share(percent: float) -> str:
    """A share of the points as it is written: at most five decimals."""
    return f"{percent:.5f}".rstrip("0").rstrip(".")


def tidy(words: str) -> str:
    """Words without what stands around them by accident; lines end with one character."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()
