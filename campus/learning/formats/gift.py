"""GIFT, Moodle's format for questions that people type. Text in, a bank out, and back; reads no file.

Source: https://docs.moodle.org/en/GIFT_format. Read as Moodle reads it, and a little more kindly where files from the
wild need it: a question that begins with `::` needs no blank line before it, blank lines may stand inside braces, and
braces that hold no answer (mathematics) belong to the text. Each such kindness is remarked on with its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from campus.learning.formats.bank import (
    GAP,
    MARKUPS,
    NOTHING,
    Amount,
    AnyEntry,
    AnyQuestion,
    Bank,
    Category,
    Description,
    Essay,
    Gap,
    Gaps,
    Markup,
    Matching,
    MultipleChoice,
    Numerical,
    Offer,
    Pair,
    Remark,
    ShortAnswer,
    TrueFalse,
    Words,
    digits,
    number,
    share,
    tidy,
)

_ESCAPED = "\\~=#{}:n"
# While a question is taken apart, an escaped character is one of Unicode's noncharacters, which no text may contain.
_HIDDEN = {escaped: chr(0xFDD0 + i) for i, escaped in enumerate(_ESCAPED)}
_SHOWN = str.maketrans({hidden: "\n" if e == "n" else e for e, hidden in _HIDDEN.items()})
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")
_ESCAPE = re.compile(r"\\([\\~=#{}:n])")
_RESERVED = re.compile(r"[\\~=#{}:\n]")
_MARKUP = re.compile(r"\s*\[(\w+)\]")
_WEIGHT = re.compile(r"\s*%\s*([-+]?[\d.,]+)\s*%")
_NAME = re.compile(r"\s*::(.*?)::", re.DOTALL)
_LABEL = re.compile(r"\[(id|tag):((?:\\.|[^\]\\])*)\]")
_MOST_BLANK = 60
"""A question with more blank lines than this inside its braces has lost its closing brace."""
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
# A separator is not inside an HTML attribute (`<a href="…">`), which many write without escaping.
_SEPARATOR = re.compile(r"~=|~|=(?!\"|')|(?<![A-Za-z-])=")
_LINE_SIGN = re.compile(r"^\s*[~=]", re.MULTILINE)
_WITHIN = re.compile(r"[\w)\]]=[\w(\[]")
_GAP_KIND = re.compile(r"\s*(\d*)\s*:\s*([A-Z][A-Z_]*)\s*:(.*)", re.DOTALL)


class PuzzledError(Exception):
    """A question is not understood; the message says why and what to do."""


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


def read_gift(text: str) -> Bank:
    """Every question of a GIFT text that can be understood, in its order, and a remark on what cannot.

    Args:
        text: the whole file, decoded; a byte-order mark is passed over.
    """
    entries: list[AnyEntry] = []
    remarks: list[Remark] = []
    for piece in _pieces(text, remarks):
        if isinstance(piece, Category):
            entries.append(piece)
            continue
        try:
            entries.append(_question(piece, remarks))
        except PuzzledError as why:
            remarks.append(Remark(piece.line, str(why)))
    return Bank(entries=tuple(entries), remarks=tuple(sorted(remarks)))


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
    return found


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
    text = _NONCHARACTERS.sub("\ufffd", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
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
        if now is not None and bare.startswith("::"):
            remarks.append(Remark(count, "A blank line is missing before this question; taken as one.", lost=False))
            now = None
        if now is None:
            now = _Piece(count, [], next(iter(ids), ""), tuple(dict.fromkeys(filter(None, tags))))
            ids, tags = [], []
            found.append(now)
        now.lines.append(_ESCAPE.sub(lambda escape: _HIDDEN[escape[1]], line.rstrip()))
    return found


# --- one question ----------------------------------------------------------------------------------------------------


def _question(piece: _Piece, remarks: list[Remark]) -> AnyQuestion:
    text = "\n".join(piece.lines)
    name = ""
    named = _NAME.match(text)
    if named:
        name, text = " ".join(_plain(named[1]).split()), text[named.end() :]
    markup, text = _markup(text, "moodle")
    text = text.strip()
    blocks = _blocks(text)
    common = {"line": piece.line, "name": name, "mark": piece.mark, "tags": piece.tags}
    answers = [b for b in blocks if _is_answer(text[b[0] + 1 : b[1]])]
    if len(answers) > 1 and any(not text[b[0] + 1 : b[1]].strip() for b in answers):
        answers = [b for b in answers if text[b[0] + 1 : b[1]].strip()] or answers[-1:]
    if not answers and len(blocks) == 1:
        answers = blocks
    if len(answers) > 1:
        return _gaps(text, answers, markup, common)
    if not answers:
        if text.count("{") != text.count("}"):
            raise PuzzledError(r"The braces { } do not close. Write \{ and \} for braces in the text.")
        if not text and not name:
            raise PuzzledError("There is no text here.")
        if blocks:
            remarks.append(Remark(piece.line, r"Braces in the text are read as text; write \{ and \}.", lost=False))
        return Description(text=Words(_plain(text), markup), **common)  # type: ignore[arg-type]
    (start, stop) = answers[0]
    if len(blocks) > 1:
        remarks.append(Remark(piece.line, r"Braces in the text are read as text; write \{ and \}.", lost=False))
    if text.count("{") != text.count("}"):
        remarks.append(Remark(piece.line, r"A brace has no other half; it is read as text.", lost=False))
    body, tail = text[start + 1 : stop].strip(), _plain(text[stop + 1 :]) or None
    cut = body.rfind("####")
    if cut >= 0:
        common["feedback"] = _words(body[cut + 4 :], markup)
        body = body[:cut].strip()
    common["text"] = Words(_plain(text[:start]), markup)
    if tail is not None and (not body or _is_true_false(body)):
        common["text"] = Words(f"{_plain(text[:start])} _____ {tail}", markup)
        remarks.append(Remark(piece.line, "What follows the braces is read as part of the question.", lost=False))
        tail = None
    return _answered(body, tail, markup, common)


def _answered(body: str, tail: str | None, markup: Markup, common: dict[str, object]) -> AnyQuestion:
    if not body:
        return Essay(**common)  # type: ignore[arg-type]
    if body.startswith("#"):
        return Numerical(amounts=_amounts(body[1:], markup), tail=tail, **common)  # type: ignore[arg-type]
    if _is_true_false(body):
        word, *said = body.split("#", 2)
        feedback = [_words(words, markup) for words in said] + [NOTHING, NOTHING]
        return TrueFalse(
            right=word.strip().upper() in _TRUE,
            wrong_feedback=feedback[0],
            right_feedback=feedback[1],
            **common,  # type: ignore[arg-type]
        )
    offered = _offered(body)
    if any(sign == "~" for sign, _ in offered):
        offers = tuple(_offer(words, 100.0 if sign == "=" else 0.0, markup) for sign, words in offered)
        single = any(sign == "=" for sign, _ in offered)
        return MultipleChoice(offers=offers, single=single, tail=tail, **common)  # type: ignore[arg-type]
    if any("->" in words for _, words in offered):
        if missing := next((words for _, words in offered if "->" not in words), None):
            raise PuzzledError(f"'{_plain(missing)}' belongs to nothing. Write '= this -> that' for every pair.")
        if tail is not None:
            common["text"] = Words(f"{common['text'].text} {tail}".strip(), markup)  # type: ignore[attr-defined]
        return Matching(pairs=tuple(_pair(words, markup) for _, words in offered), **common)  # type: ignore[arg-type]
    offers = tuple(_offer(words, 100.0, markup, plain=True) for _, words in offered)
    if not any(offer.text for offer in offers):
        raise PuzzledError("The answer is empty. Write it after '='.")
    return ShortAnswer(offers=offers, tail=tail, **common)  # type: ignore[arg-type]


def _is_answer(body: str) -> bool:
    """Whether what stands in braces begins as answers do; other braces belong to the text."""
    body = body.strip()
    return not body or body[0] in "=~#" or _is_true_false(body) or _GAP_KIND.match(body) is not None


def _is_true_false(body: str) -> bool:
    return body.partition("#")[0].strip().upper() in (*_TRUE, *_FALSE)


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


def _offered(body: str) -> list[tuple[str, str]]:
    """(`=` or `~`, what follows it) for each answer; what stands before the first sign is an answer, too."""
    cuts = list(_SEPARATOR.finditer(body))
    if len(_LINE_SIGN.findall(body)) > 1:
        # One answer a line: an equals sign within a word (`header=True`) is the writer's own.
        cuts = [cut for cut in cuts if not _WITHIN.match(body, cut.start() - 1)]
    if not cuts:
        return [("=", body)]
    first = body[: cuts[0].start()].strip()
    ends = [cut.start() for cut in cuts[1:]] + [len(body)]
    pieces = [(cut[0][-1], body[cut.end() : end]) for cut, end in zip(cuts, ends, strict=True)]
    return [("=", first), *pieces] if first else pieces


def _offer(words: str, percent: float, markup: Markup, *, plain: bool = False) -> Offer:
    weighed = _WEIGHT.match(words)
    if weighed and (part := number(weighed[1])) is not None:
        percent, words = round(part, 5), words[weighed.end() :]
    text, _, said = words.partition("#")
    answer = Words(_plain(text)) if plain else _words(text, markup)
    return Offer(text=answer, percent=percent, feedback=_words(said, markup))


def _amounts(body: str, markup: Markup) -> tuple[Amount, ...]:
    offered = _offered(body) if _SEPARATOR.search(body.partition("#")[0]) else [("=", body)]
    found = []
    for sign, words in offered:
        offer = _offer(words, 100.0 if sign == "=" else 0.0, markup)
        value, tolerance = _span(offer.text.text)
        found.append(Amount(value=value, tolerance=tolerance, percent=offer.percent, feedback=offer.feedback))
    return tuple(found)


def _span(words: str) -> tuple[float | None, float]:
    """A number and its tolerance: `3`, `3:0.5`, `2.5..3.5`; nothing or `*` is any number."""
    if words in ("", "*"):
        return None, 0.0
    low, dots, high = words.partition("..")
    value, _, tolerance = words.partition(":")
    if dots:
        ends = number(low), number(high)
        if ends[0] is not None and ends[1] is not None:
            a, b = (Decimal(repr(end)) for end in ends)
            return float((a + b) / 2), abs(float((b - a) / 2))
    elif (centre := number(value)) is not None:
        around = number(tolerance) if tolerance.strip() else 0.0
        if around is not None:
            return centre, abs(around)
    raise PuzzledError(f"'{words}' is no number. Write it as 3.14, 3.14:0.01 or 3.1..3.2.")


def _pair(words: str, markup: Markup) -> Pair:
    left, _, right = words.partition("->")
    if not (right := _plain(right)):
        raise PuzzledError(f"'{_plain(left)}' is matched with nothing. Write what belongs to it after '->'.")
    return Pair(left=_words(left, markup), right=right)


def _gaps(text: str, blocks: Sequence[tuple[int, int]], markup: Markup, common: dict[str, object]) -> Gaps:
    """A text with several gaps: not Moodle's GIFT, but common in the wild, also with cloze's `{1:MC:~no~=yes}`."""
    if GAP in text:
        raise PuzzledError("The text holds the character U+FFFC, which stands for a gap.")
    shown, at, gaps = "", 0, []
    for start, stop in blocks:
        shown, at = shown + text[at:start] + GAP, stop + 1
        gaps.append(read_gap(text[start + 1 : stop], markup))
    return Gaps(text=Words(_plain(shown + text[at:]), markup), gaps=tuple(gaps), **common)  # type: ignore[arg-type]


def read_gap(body: str, markup: Markup = "moodle") -> Gap:
    """One gap: cloze's `1:MULTICHOICE:~no~=yes` or GIFT's `~no =yes`; escapes are hidden already."""
    typed = _GAP_KIND.match(body)
    weight, kind, rest = (int((typed[1] or "1")[:4]), typed[2], typed[3]) if typed else (1, "", body.strip())
    if not kind:
        if rest.startswith("#"):
            kind, rest = "NUMERICAL", rest[1:]
        elif _is_true_false(rest):
            right = rest.partition("#")[0].strip().upper() in _TRUE
            kind, rest = "MULTICHOICE", "=T~F" if right else "~T=F"
        else:
            kind = "MULTICHOICE" if any(sign == "~" for sign, _ in _offered(rest)) else "SHORTANSWER"
    if kind.startswith("N"):
        return Gap(kind=kind, weight=weight, amounts=_amounts(rest, markup))
    if not rest.strip():
        raise PuzzledError("A gap is empty. Write its answers between its braces.")
    first = not _SEPARATOR.match(rest.lstrip())
    offers = tuple(
        _offer(words, 100.0 if sign == "=" and not (typed and first and i == 0) else 0.0, markup, plain=True)
        for i, (sign, words) in enumerate(_offered(rest))
    )
    return Gap(kind=kind, weight=weight, offers=offers)


def _words(text: str, markup: Markup) -> Words:
    markup, text = _markup(text, markup)
    plain = _plain(text)
    return Words(plain, markup) if plain else NOTHING


def _markup(text: str, otherwise: Markup) -> tuple[Markup, str]:
    """The markup that `[html]` at the beginning says, and what follows it."""
    found = _MARKUP.match(text)
    for markup in MARKUPS:
        if found and found[1] == markup:
            return markup, text[found.end() :]
    return otherwise, text


def _plain(text: str) -> str:
    return tidy(text.translate(_SHOWN))


def hide(text: str) -> str:
    """Words with their escapes hidden, as `read_gap` wants them."""
    return _ESCAPE.sub(lambda found: _HIDDEN[found[1]], _NONCHARACTERS.sub("\ufffd", text))


# --- and back --------------------------------------------------------------------------------------------------------


def write_gift(entries: Sequence[AnyEntry]) -> str:
    """A GIFT text that `read_gift` reads as these very entries (their lines apart).

    What GIFT cannot say is left out: see `unsaid`.
    """
    return "\n\n".join(_written(entry) for entry in entries) + "\n" if entries else ""


def unsaid(entries: Sequence[AnyEntry]) -> tuple[str, ...]:
    """What GIFT, or Moodle reading it, does not know of these entries, one sentence each."""
    found = []
    for entry in entries:
        if isinstance(entry, ShortAnswer) and entry.cased:
            found.append(f"'{entry.name}': GIFT cannot say that capitals count.")
        if isinstance(entry, Gaps):
            found.append(f"'{entry.name}': Moodle reads texts with gaps from Moodle XML only.")
    return tuple(found)


def _written(entry: AnyEntry) -> str:
    if isinstance(entry, Category):
        return f"$CATEGORY: {' '.join(entry.path.split())}"
    labels = [f"[id:{_label(entry.mark)}]"] if entry.mark else []
    labels += [f"[tag:{_label(tag)}]" for tag in entry.tags]
    head = f"// {' '.join(labels)}\n" if labels else ""
    if entry.name:
        head += f"::{_escaped(entry.name)}:: "
    markup = entry.text.markup
    # Also before no words at all: what follows the braces is marked up in the same way.
    prefix = f"[{markup}]" if markup != "moodle" or entry.text.text.startswith("[") else ""
    if not prefix and not entry.name and entry.text.text[:1] in ("/", "$"):
        prefix = "[moodle]"
    text = prefix + _escaped(entry.text.text)
    if isinstance(entry, Description):
        return head + text
    if isinstance(entry, Gaps):
        parts = text.split(GAP)
        written = (write_gap(gap, markup) for gap in entry.gaps)
        return head + "".join(part + next(written, "") for part in parts)
    lines = _answers(entry, markup)
    if entry.feedback:
        lines.append("####" + _said(entry.feedback, markup))
    tail = getattr(entry, "tail", None)
    braces = "{" + "\n".join(lines) + "}" if len(lines) < 2 else "{\n" + "\n".join(lines) + "\n}"
    return f"{head}{text} {braces}" + (f" {_escaped(tail)}" if tail else "")


def _answers(entry: AnyQuestion, markup: Markup) -> list[str]:
    match entry:
        case TrueFalse():
            line = "TRUE" if entry.right else "FALSE"
            if entry.wrong_feedback or entry.right_feedback:
                line += f"#{_said(entry.wrong_feedback, markup)}#{_said(entry.right_feedback, markup)}"
            return [line]
        case MultipleChoice():
            return _choices(entry, markup)
        case ShortAnswer():
            written = ((offer, _escaped(offer.text.text)) for offer in entry.offers)
            return [f"={_weight(o.percent, 100.0, text)}{text}{_hash(o.feedback, markup)}" for o, text in written]
        case Numerical():
            return ["#", *(f"{_amount(amount)}{_hash(amount.feedback, markup)}" for amount in entry.amounts)]
        case Matching():
            return [f"={_said(pair.left, markup)} -> {_escaped(pair.right)}" for pair in entry.pairs]
    return []


def _choices(asked: MultipleChoice, markup: Markup) -> list[str]:
    """`=` makes it a choice of one: the best answers have it; `~` makes it a choice at all: one answer must have it."""
    best = max(offer.percent for offer in asked.offers)
    signs = ["=" if asked.single and offer.percent == best else "~" for offer in asked.offers]
    if "~" not in signs:
        signs[0] = "~"
    written = []
    for sign, offer in zip(signs, asked.offers, strict=True):
        text = _said(offer.text, markup)
        weight = _weight(offer.percent, 100.0 if sign == "=" else 0.0, text)
        written.append(f"{sign}{weight}{text}{_hash(offer.feedback, markup)}")
    return written


def _amount(amount: Amount) -> str:
    sign, usual = ("=", 100.0) if amount.percent == 100.0 else ("~", 0.0)
    value = "*" if amount.value is None else digits(amount.value)
    around = f":{digits(amount.tolerance)}" if amount.tolerance and amount.value is not None else ""
    return f"{sign}{_weight(amount.percent, usual)}{value}{around}"


def write_gap(gap: Gap, markup: Markup = "moodle") -> str:
    """A gap as `read_gap` reads it, in its braces."""
    lines = [_amount(a) + _hash(a.feedback, markup) for a in gap.amounts]
    for offer in gap.offers:
        sign, usual = ("=", 100.0) if offer.percent == 100.0 else ("~", 0.0)
        text = _escaped(offer.text.text)
        lines.append(f"{sign}{_weight(offer.percent, usual, text)}{text}{_hash(offer.feedback, markup)}")
    return f"{{{gap.weight}:{gap.kind}:{' '.join(lines)}}}"


def _weight(percent: float, usual: float, text: str = "") -> str:
    return "" if percent == usual and not text.startswith("%") else f"%{share(percent)}%"


def _hash(said: Words, markup: Markup) -> str:
    return f"#{_said(said, markup)}" if said else ""


def _said(words: Words, around: Markup) -> str:
    return _prefix(words, around) + _escaped(words.text)


def _prefix(words: Words, around: Markup) -> str:
    """`[html]` where the reader would think otherwise."""
    if not words:
        return ""
    return f"[{words.markup}]" if words.markup != around or words.text.startswith("[") else ""


def _escaped(text: str) -> str:
    return _RESERVED.sub(lambda found: "\\n" if found[0] == "\n" else "\\" + found[0], text)


def _label(text: str) -> str:
    return re.sub(r"([\\\]])", r"\\\1", text)
