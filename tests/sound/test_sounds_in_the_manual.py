"""The designers' page names every sound that there is, and none that there is not."""

import re
from pathlib import Path
from typing import get_args

from campus.components._base import EmitterSound
from campus.components.zone import Ambience
from campus.sound.things import SURFACES

PAGE = (Path(__file__).parents[2] / "docs" / "designers.md").read_text(encoding="utf-8")
CHAPTER = PAGE[PAGE.index("## What it sounds like") :].split("\n## ")[0]


def rows(head: str) -> list[str]:
    """The words of the first column of the table with this head."""
    table = CHAPTER[CHAPTER.index(f"| {head} | what one hears |") :].split("\n\n")[0].splitlines()[2:]
    return [line.split("`")[1] for line in table]


def test_the_page_lists_every_bed_in_the_order_of_the_language() -> None:
    assert rows("ambience") == list(get_args(Ambience))


def test_the_page_lists_everything_that_an_emitter_plays() -> None:
    assert rows("plays") == list(get_args(EmitterSound))


def test_the_page_lists_every_surface() -> None:
    said = CHAPTER[CHAPTER.index("Steps sound as the `footstep`") :].split(". ")[0]
    assert set(re.findall(r"`([a-z]+)`", said)) - {"footstep"} == {*SURFACES, "none"}
