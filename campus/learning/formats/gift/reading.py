"""A GIFT text cut into its questions, and each question into its name, its text and its braces."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from campus.learning.formats.bank import (
    AnyEntry,
    AnyQuestion,
    Bank,
    Category,
    Description,
    PuzzledError,
    Remark,
    Words,
    bank_of,
)
from campus.learning.formats.gift.answers import answered, gaps, is_answer, is_gap, is_true_false
from campus.learning.formats.gift.signs import (
    ESCAPE,
    HIDDEN,
    LINE_SIGN,
    NONCHARACTERS,
    marked_words,
    markup_of,
    unescaped,
)
from campus.text import bilingual

_NAME = re.compile(r"\s*::(.*?)::", re.DOTALL)
_COMMAND = re.compile(r"\$[A-Z]{3,}:")
_LABEL = re.compile(r"\[(id|tag):((?:\\.|[^\]\\])*)\]")
_MOST_BLANK = 60
"""A question with more blank lines than this inside its braces has lost its closing brace."""


@dataclass
class _Piece:
    """The lines of one question, and what the comments before it said of it."""

    line: int
    lines: list[str]
    mark: str = ""
    tags: tuple[str, ...] = ()

    @property
    def depth(self) -> int:
        """How many braces are open at its end."""
        return sum(line.count("{") - line.count("}") for line in self.lines)


_BRACES = bilingual(
    r"Braces in the text are read as text; write \{ and \}.",
    r"Des accolades dans le texte sont lues comme du texte ; écrivez \{ et \}.",
)


def read_gift(text: str) -> Bank:
    """Every question of a GIFT text that can be understood, in its order, and a remark on what cannot.

    Args:
        text: the whole file, decoded; a byte-order mark is passed over.
    """
    remarks: list[Remark] = []
    pieces = _pieces(text, remarks)
    return bank_of(((piece.line, partial(_entry, piece, remarks)) for piece in pieces), remarks)


def _entry(piece: _Piece | Category, remarks: list[Remark]) -> AnyEntry:
    return piece if isinstance(piece, Category) else _question(piece, remarks)


def _pieces(text: str, remarks: list[Remark]) -> Sequence[_Piece | Category]:
    """The file cut into questions and categories."""
    found: list[_Piece | Category] = []
    waiting = list(_paragraphs(text, remarks))
    at = 0
    while at < len(waiting):
        piece, at = waiting[at], at + 1
        if isinstance(piece, _Piece):
            more = _until_closed(piece, waiting[at : at + _MOST_BLANK])
            for other in more:
                piece.lines += ["", *other.lines]
            at += len(more)
        found.append(piece)
    remarks += [_cut_in_two(above, below) for above, below in pairwise(found) if _seems_cut(above, below)]
    return found


def _seems_cut(above: _Piece | Category, below: _Piece | Category) -> bool:
    """Whether a name has a text without braces, and the braces come after a blank line, without a name."""
    if isinstance(above, Category) or isinstance(below, Category):
        return False
    text, following = "\n".join(above.lines), "\n".join(below.lines)
    named = text.lstrip().startswith("::")
    return (
        named
        and "{" not in text
        and LINE_SIGN.search(text) is None
        and not following.lstrip().startswith("::")
        and "{" in following
    )


def _cut_in_two(above: _Piece | Category, below: _Piece | Category) -> Remark:
    message = bilingual(
        f"A blank line cuts this off from line {above.line}, which is read as a description. If they are one question, "
        "write \\n in place of the blank line.",
        f"Une ligne vide coupe ceci de la ligne {above.line}, lue comme une description. Si c'est une seule question, "
        "écrivez \\n à la place de la ligne vide.",
    )
    return Remark(below.line, message, lost=False)


def _until_closed(piece: _Piece, following: Sequence[_Piece | Category]) -> list[_Piece]:
    """The paragraphs that belong to a question whose braces are still open: up to the one that closes them."""
    depth, taken = piece.depth, list[_Piece]()
    if depth <= 0:
        return []
    for other in following:
        words = "" if isinstance(other, Category) else "".join(other.lines).lstrip()
        first = next((sign for sign in words if sign in "{}"), "")
        if isinstance(other, Category) or words.startswith("::") or first == "{":
            return []
        taken.append(other)
        depth += other.depth
        if depth <= 0:
            return taken
    return []


def _paragraphs(text: str, remarks: list[Remark]) -> Sequence[_Piece | Category]:
    """What blank lines, categories and names cut the file into."""
    found: list[_Piece | Category] = []
    text = NONCHARACTERS.sub("\ufffd", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    ids: list[str] = []
    tags: list[str] = []
    now: _Piece | None = None
    for count, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if bare.startswith("//"):
            for kind, word in _LABEL.findall(bare):
                (ids if kind == "id" else tags).append(re.sub(r"\\(.)", r"\1", word).strip())
            continue
        if bare.upper().startswith("$CATEGORY:"):
            found.append(Category(line=count, path=bare[len("$CATEGORY:") :].strip()))
            now = None
            continue
        if not bare:
            now = None
            continue
        if now is None and (command := _COMMAND.match(bare)):
            remarks.append(
                Remark(
                    count,
                    bilingual(
                        f"GIFT has no '{command[0]}'; the line is passed over.",
                        f"GIFT n'a pas de « {command[0]} » ; la ligne est passée.",
                    ),
                    lost=False,
                )
            )
            continue
        if now is not None and bare.startswith("::"):
            remarks.append(
                Remark(
                    count,
                    bilingual(
                        "A blank line is missing before this question; taken as one.",
                        "Il manque une ligne vide avant cette question ; on la suppose.",
                    ),
                    lost=False,
                )
            )
            now = None
        if now is None:
            now = _Piece(count, [], next(iter(ids), ""), tuple(dict.fromkeys(filter(None, tags))))
            ids, tags = [], []
            found.append(now)
        now.lines.append(ESCAPE.sub(lambda escape: HIDDEN[escape[1]], line.rstrip()))
    return found


def _question(piece: _Piece, remarks: list[Remark]) -> AnyQuestion:
    text = "\n".join(piece.lines)
    name = ""
    named = _NAME.match(text)
    if named:
        name, text = " ".join(unescaped(named[1]).split()), text[named.end() :]
    elif text.lstrip().startswith("::"):
        remarks.append(
            Remark(
                piece.line,
                bilingual(
                    "The name has no end; write ::name:: before the text.",
                    "Le nom n'a pas de fin ; écrivez ::nom:: devant le texte.",
                ),
                lost=False,
            )
        )
        text = text.lstrip()[2:]
    markup, text = markup_of(text, "moodle")
    text = _braced(text.strip(), piece.line, remarks)
    blocks = _blocks(text)
    common = {"line": piece.line, "name": name, "mark": piece.mark, "tags": piece.tags}
    answers = [b for b in blocks if is_answer(text[b[0] + 1 : b[1]])]
    if len(answers) > 1 and any(not text[b[0] + 1 : b[1]].strip() for b in answers):
        answers = [b for b in answers if text[b[0] + 1 : b[1]].strip()] or answers[-1:]
    if not answers and len(blocks) == 1:
        answers = blocks
    if len(answers) > 1 or any(is_gap(text[b[0] + 1 : b[1]]) for b in answers):
        return gaps(text, answers, markup, common)
    if not answers:
        if text.count("{") != text.count("}"):
            raise PuzzledError(
                bilingual(
                    r"The braces { } do not close. Write \{ and \} for braces in the text.",
                    r"Les accolades { } ne se ferment pas. Écrivez \{ et \} pour des accolades dans le texte.",
                )
            )
        if not text and not name:
            raise PuzzledError(bilingual("There is no text here.", "Il n'y a pas de texte ici."))
        if blocks:
            remarks.append(Remark(piece.line, _BRACES, lost=False))
        return Description(text=Words(unescaped(text), markup), **common)  # type: ignore[arg-type]
    (start, stop) = answers[0]
    if len(blocks) > 1:
        remarks.append(Remark(piece.line, _BRACES, lost=False))
    if text.count("{") != text.count("}"):
        remarks.append(
            Remark(
                piece.line,
                bilingual(
                    r"A brace has no other half; it is read as text.",
                    "Une accolade n'a pas sa moitié ; elle est lue comme du texte.",
                ),
                lost=False,
            )
        )
    body, tail = text[start + 1 : stop].strip(), unescaped(text[stop + 1 :]) or None
    cut = body.rfind("####")
    if cut >= 0:
        common["feedback"] = marked_words(body[cut + 4 :], markup)
        body = body[:cut].strip()
    common["text"] = Words(unescaped(text[:start]), markup)
    if tail is not None and (not body or is_true_false(body)):
        common["text"] = Words(f"{unescaped(text[:start])} _____ {tail}".strip(), markup)
        remarks.append(
            Remark(
                piece.line,
                bilingual(
                    "What follows the braces is read as part of the question.",
                    "Ce qui suit les accolades est lu comme une partie de la question.",
                ),
                lost=False,
            )
        )
        tail = None
    return answered(body, tail, markup, common)


def _braced(text: str, line: int, remarks: list[Remark]) -> str:
    """The text of a question; with braces around answers that stand in lines of their own without any."""
    if any(is_answer(text[start + 1 : stop]) for start, stop in _blocks(text)):
        return text
    signs = list(LINE_SIGN.finditer(text))
    kinds = {sign[0].strip() for sign in signs}
    if kinds != {"~", "="} or not text[: signs[0].start()].strip():
        return text
    remarks.append(
        Remark(
            line,
            bilingual(
                "The braces are missing; the lines with ~ and = are taken as its answers.",
                "Les accolades manquent ; les lignes avec ~ et = sont prises pour ses réponses.",
            ),
            lost=False,
        )
    )
    return f"{text[: signs[0].start()]} {{{text[signs[0].start() :]}}}"


def _blocks(text: str) -> list[tuple[int, int]]:
    """Where each outermost pair of braces begins and ends; what has no other half is left out."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for at, sign in enumerate(text):
        if sign == "{":
            opened.append(at)
        elif sign == "}" and opened:
            pairs.append((opened.pop(), at))
    found: list[tuple[int, int]] = []
    for start, stop in sorted(pairs):
        if not found or start > found[-1][1]:
            found.append((start, stop))
    return found
