"""What messages call the values of a file."""

from __future__ import annotations

import pytest

from campus.scene.wording import digits


@pytest.mark.parametrize(
    ("written", "fr", "en"),
    [
        ("99000", "99\u202f000", "99,000"),
        ("-3.20", "-3,20", "-3.20"),
        ("0", "0", "0"),
        ("1e999", "1e999", "1e999"),
        (".nan", ".nan", ".nan"),
        ("0x10", "0x10", "0x10"),
    ],
)
def test_a_number_of_a_file_is_told_as_its_bound_is_digit_for_digit(written: str, fr: str, en: str) -> None:
    assert (digits(written).fr, digits(written).en) == (fr, en)
