"""What people type, made fit to be shown to everybody."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.text import Text, bilingual, comma, counted, plain_words


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "\x00", "\u200b", "\u202e", "\n\t", "\u3164", "\u2800", "\u0301", "\u00a0\u202f", "\ufe0f", "\ud800"],
)
def test_what_nobody_can_see_is_nothing(typed: str) -> None:
    assert plain_words(typed) == ""


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\u202eabc", "abc"),
        ("a\nb", "a b"),
        ("  a \t\r\n b  ", "a b"),
        ("a\u200bb\u2060c\ufeff", "abc"),
        ("a\x07b\ud800", "ab"),
        ("\u2066Ana\u2069", "Ana"),
        ("a \u200b b", "a b"),
        ("e\u0301" + "\u0301" * 40, "e" + "\u0301" * 4),
    ],
)
def test_what_is_not_seen_or_turns_the_line_about_goes(typed: str, shown: str) -> None:
    assert plain_words(typed) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "Élise",
        "Zoe\u0308",
        "Nguyễn Văn A",
        "李小龍",
        "محمد",
        "हिन्दी",
        "👩🏽\u200d⚕️",
        "❤️\u200d🔥",
        "1️⃣",
        "Vraiment\u202f?",
        "«\u00a0oui\u00a0»",
    ],
)
def test_accents_scripts_emoji_and_french_spaces_stay(typed: str) -> None:
    assert plain_words(typed) == typed


@given(st.text())
def test_plain_words_are_plain_already_and_never_longer(typed: str) -> None:
    shown = plain_words(typed)
    assert plain_words(shown) == shown
    assert len(shown) <= len(typed)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Co") for c in shown)
    assert not any(unicodedata.category(c) == "Cf" and c != "\u200d" for c in shown)
    assert "\n" not in shown


def test_a_french_sentence_is_typeset_and_what_it_quotes_is_left_as_it_was_typed() -> None:
    told = bilingual("no 'it's ; a' here: 2 m?", "pas de « it's ; a » ici : qu'est-ce que 2 m ?")
    assert told.en == "no 'it's ; a' here: 2 m?"
    assert told.fr == "pas de «\u00a0it's ; a\u00a0» ici\u00a0: qu’est-ce que 2\u00a0m\u202f?"
    assert bilingual("", told.fr).fr == told.fr


@pytest.mark.parametrize("word", [" hall", "hall ", " ", "a»b", "l'un » ou l'autre ?", "« hall »", "a«b", "two\nlines"])
def test_a_quoted_word_keeps_its_own_spaces_and_guillemets(word: str) -> None:
    told = bilingual("", f"ni « {word} », ni « oui » : l'entrée ?").fr
    assert told == f"ni «\u00a0{word}\u00a0», ni «\u00a0oui\u00a0»\u00a0: l’entrée\u202f?"
    assert bilingual("", told).fr == told


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (2.5, "g", "2,5"),
        (0.5, ".2f", "0,50"),
        (20_000, ",", "20\u202f000"),
        (-3, "g", "-3"),
        (1234.5, ",.1f", "1\u202f234,5"),
    ],
)
def test_numbers_have_a_comma_in_french(number: float, form: str, written: str) -> None:
    assert comma(number, form) == written


def test_nothing_is_singular_in_french_and_plural_in_english() -> None:
    seat = Text(fr="place", en="seat")
    assert [counted(number, seat).fr for number in (0, 1, 2, 1200)] == [
        "0 place", "1 place", "2 places", "1\u202f200 places",
    ]  # fmt: skip
    assert [counted(number, seat).en for number in (0, 1, 2, 1200)] == ["0 seats", "1 seat", "2 seats", "1,200 seats"]
