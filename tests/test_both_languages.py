"""Every sentence for a terminal stands in the code in both languages, and says the same in both."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import campus
import server
from campus.text import Text, bilingual

FILES = [path for package in (campus, server) for path in sorted(Path(str(package.__file__)).parent.rglob("*.py"))]


def sentences(path: Path) -> Iterator[tuple[int, ast.expr, ast.expr]]:
    """(line, English, French) of every call of `bilingual`."""
    text = path.read_text(encoding="utf-8")
    if "bilingual(" not in text:  # most have none, and every process of a run looks through all of them
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "bilingual":
            english, french = node.args
            yield node.lineno, english, french


def pieces(node: ast.expr) -> Iterator[ast.expr]:
    """The words and the values of a sentence, in order; of a choice, those of both."""
    if isinstance(node, ast.JoinedStr):
        for value in node.values:
            yield from pieces(value)
    elif isinstance(node, ast.BinOp):
        yield from (*pieces(node.left), *pieces(node.right))
    elif isinstance(node, ast.IfExp):
        yield from (*pieces(node.body), *pieces(node.orelse))
    elif isinstance(node, ast.FormattedValue):
        yield node.value
    else:
        yield node


def written(node: ast.expr) -> str:
    """The words of a sentence; a value is a small `x`."""
    return "".join(
        str(piece.value) if isinstance(piece, ast.Constant) and isinstance(piece.value, str) else "x"
        for piece in pieces(node)
    )


def values(node: ast.expr) -> set[str]:
    """The names of the values of a sentence, without what makes them English or French."""
    names: set[str] = set()
    for piece in pieces(node):
        if not isinstance(piece, ast.Constant):
            names |= {inner.id for inner in ast.walk(piece) if isinstance(inner, ast.Name)}
    return {re.sub(r"_(en|fr)$", "", name) for name in names} - SHAPES


SHAPES = {"en", "fr", "quoted", "_quoted", "comma", "_s", "s", "len", "str"}
"""What makes a number or a plural of a value."""


@pytest.mark.parametrize("path", [path for path in FILES if any(sentences(path))], ids=lambda path: path.stem)
def test_the_french_of_every_sentence_says_what_its_english_says(
    path: Path, in_sound_french: Callable[[Text], None]
) -> None:
    for line, english, french in sentences(path):
        if re.sub("x", "", written(english)).strip(" .:"):  # else it is put together of values alone
            in_sound_french(bilingual(written(english), written(french)))
        missing = values(english) - values(french) - WORDED.get(path.stem, set())
        assert not missing, f"{path}:{line}: the French has no {missing}"


WORDED = {
    "check": {"chairs"},
    "expand": {"of"},
    "findings": {"kind"},
    "sight": {"sees"},
}
"""Values of the English that are words, and that French says otherwise, by module."""
