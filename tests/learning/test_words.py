"""French is typeset as French, whatever was typed."""

from __future__ import annotations

import pytest

from campus.learning.words import english, french, plural, say


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Qu'en dites-vous ?", "Qu’en dites-vous\u00a0?"),
        ("Oui ; non : si !", "Oui\u00a0; non\u00a0: si\u00a0!"),
        ("« Oui »", "«\u00a0Oui\u00a0»"),
        ("35 %", "35\u00a0%"),
        ("12:30", "12:30"),
        ("Voici\u202f!", "Voici\u00a0!"),
    ],
)
def test_french_spacing(typed: str, set_: str) -> None:
    assert french(typed) == set_
    assert french(set_) == set_


def test_english_has_typographic_apostrophes_and_no_french_spaces() -> None:
    assert english("It's 35%: right?") == "It’s 35%: right?"


@pytest.mark.parametrize(
    ("count", "fr", "en"), [(0, "0 main", "0 hands"), (1, "1 main", "1 hand"), (2, "2 mains", "2 hands")]
)
def test_zero_is_singular_in_french_and_plural_in_english(count: int, fr: str, en: str) -> None:
    text = plural(count, say("{n} main", "{n} hand"), say("{n} mains", "{n} hands"))
    assert (text.fr, text.en) == (fr, en)
