"""Words into lines: nothing is lost, nothing sticks out, French signs stay with their words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from campus.client.ui.wrapping import lines_of, one_line, plain, shortened


def by_length(words: str) -> float:
    """A typewriter's measure: every character is one wide."""
    return float(len(words))


def test_lines_break_at_spaces() -> None:
    assert lines_of("le grand amphithéâtre est là", 14, by_length) == ("le grand", "amphithéâtre", "est là")


def test_a_word_wider_than_the_line_is_broken_where_it_has_to_be() -> None:
    assert lines_of("anticonstitutionnellement", 10, by_length) == ("anticonsti", "tutionnell", "ement")


def test_a_hyphen_and_a_slash_may_end_a_line() -> None:
    assert lines_of("Jean-Baptiste oui/non", 9, by_length) == ("Jean-", "Baptiste", "oui/non")
    assert lines_of("oui/non", 5, by_length) == ("oui/", "non")


def test_no_line_begins_with_a_sign_that_french_sets_off_by_a_space() -> None:
    for sign in ("?", "!", ";", ":", "»", "%"):
        for space in (" ", "\u00a0", "\u202f"):
            lines = lines_of(f"Est-ce le requis{space}{sign}", 16, by_length)
            assert lines[-1] == f"requis{space}{sign}"


def test_what_is_quoted_in_french_keeps_its_opening_sign() -> None:
    assert lines_of("il a dit « oui »", 10, by_length) == ("il a dit", "« oui »")


def test_line_ends_are_kept_and_an_empty_text_is_one_empty_line() -> None:
    assert lines_of("un\n\ndeux", 10, by_length) == ("un", "", "deux")
    assert lines_of("", 10, by_length) == ("",)


@given(st.text(alphabet="ab -/?«» \u202f\n", max_size=60), st.integers(1, 30))
@settings(max_examples=150)
def test_no_line_sticks_out_and_no_letter_is_lost(words: str, width: int) -> None:
    lines = lines_of(words, width, by_length)
    assert all(len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(words.split())


@given(st.text(max_size=80))
@settings(max_examples=150)
def test_plain_words_hold_nothing_that_steers_a_screen(words: str) -> None:
    clean = plain(words)
    clean.encode("utf-8")
    assert all(one.isprintable() or one in "\n\u200c\u200d" or one.isspace() for one in clean)
    assert "\u202e" not in clean
    assert "\n" not in one_line(words)
    assert plain(clean) == clean


def test_plain_words_keep_accents_letters_of_other_alphabets_and_signs() -> None:
    for words in ("été ñ €", "Łukasz Żak", "Ψυχή", "漢字", "🙂", "a\u00a0b\u202fc"):
        assert plain(words) == words


def test_what_does_not_fit_on_one_line_ends_in_an_ellipsis() -> None:
    assert shortened("Rochefoucauld", 8, by_length) == "Rochefo…"
    assert shortened("Ana", 8, by_length) == "Ana"
    assert shortened("un\ndeux", 20, by_length) == "un deux"
