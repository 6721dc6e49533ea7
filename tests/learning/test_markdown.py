"""Markdown as panels show it: headings, paragraphs, lists; never an error."""

from hypothesis import given, settings
from hypothesis import strategies as st

from campus.learning.markdown import blocks, shown
from campus.learning.panel import Heading, Paragraph
from campus.text import Text


def test_markdown_becomes_headings_paragraphs_and_lists() -> None:
    words = (
        "# Title #\n\nOne *word* and **two**,\nstill `one` line.\n- a [link](https://x.fr)\n  on\n- b\n\n2) two_words"
    )
    assert blocks(words) == [
        ("heading", "Title"),
        ("paragraph", "One word and two, still one line."),
        ("paragraph", "• a link (https://x.fr) on"),
        ("paragraph", "• b"),
        ("paragraph", "2. two_words"),
    ]


def test_both_languages_stand_side_by_side_and_one_may_be_longer() -> None:
    items = shown(Text(fr="# Un\n\ndeux\n\ntrois ?", en="# One\n\ntwo"))
    assert items == (
        Heading(text=Text(fr="Un", en="One")),
        Paragraph(text=Text(fr="deux", en="two")),
        Paragraph(text=Text(fr="trois\u00a0?", en="")),
    )


@settings(deadline=None)
@given(st.text(max_size=200))
def test_no_text_breaks_markdown(words: str) -> None:
    assert all(kind in ("heading", "paragraph") for kind, _ in blocks(words))
