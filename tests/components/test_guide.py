"""A guide: tells what it was given to tell, then the ways; one stands before its front."""

from __future__ import annotations

from campus.components.guide import Guide
from campus.text import Text

TEXT = Text(fr="# Ici\n- un", en="# Here\n- one")


def test_it_tells_its_text_and_then_its_ways() -> None:
    told = Guide(text=TEXT, routes=("way-stair", "way-desk")).reading()
    assert [(t.kind, t.to) for t in told] == [("markdown", ""), ("route", "way-stair"), ("route", "way-desk")]
    assert told[0].text == TEXT


def test_it_stands_in_the_way_and_shows_its_letter_on_its_front() -> None:
    guide = Guide(text=TEXT, name=Text(fr="Guide", en="Guide"))
    assert guide.mesh().collides.any()
    letter, name = guide.anchors().labels
    assert letter.place.at[1] > float(guide.mesh().of("faience-blue").bounds()[1][1])
    assert name.text.en == "Guide"
    (reach,) = guide.anchors().reach
    assert (reach.at[1], reach.heading) == (0.9, 180.0)
