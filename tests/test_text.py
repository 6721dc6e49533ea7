"""What people type, made fit to be shown to everybody."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.text import plain_words


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
