"""What one reads up close: who may read it, what the panel says in both languages, and where a guide leads."""

import shutil
from pathlib import Path

import pytest

from campus.client.reading import reading_panel, to_read
from campus.errors import SceneErrors
from campus.learning.panel import Button, Heading, Paragraph
from campus.scene import load_campus
from campus.space import compile_space
from campus.space.model import Space

REPOSITORY = Path(__file__).parents[2]
CAMPUS = "schema: 1\ntitle: {fr: C, en: C}\nentry: lab\nspaces: [{space: lab, at: [0, 0]}]\n"
LAB = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
shell: {room: {size: [9, 8, 3.2]}}
nodes:
  - {type: spawn, id: entry, at: [4.5, 4], facing: north}
  - {type: waypoint, id: way-out, name: {fr: La sortie, en: The way out}, at: [1, 1], facing: south}
  - {type: board, id: rules, name: {fr: Règles, en: Rules}, wall: north, at: 2,
     text: {fr: "# Ici\\n- **Un** seul", en: "# Here\\n- Only **one**"}}
  - {type: guide, id: guide, name: {fr: Guide, en: Guide}, at: [4.5, 6.5], facing: south, routes: [way-out],
     text: {fr: Bonjour., en: Hello.}}
  - type: exhibit
    id: globe
    name: {fr: Globe, en: Globe}
    at: [8, 2]
    facing: west
    model: globe
    spots:
      - {at: [0.2, 0, 0.1], label: {fr: Pied, en: Stand}, text: {fr: En laiton., en: Of brass.}}
      - {at: [-0.2, 0, 0.3], label: {fr: Sphère, en: Sphere}, text: {fr: Un océan., en: An ocean.}}
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Space:
    root = tmp_path_factory.mktemp("root")
    (root / "scenes").mkdir()
    (root / "scenes" / "campus.yaml").write_text(CAMPUS, encoding="utf-8")
    (root / "scenes" / "lab.yaml").write_text(LAB, encoding="utf-8")
    shutil.copytree(REPOSITORY / "assets" / "materials", root / "assets" / "materials")
    return compile_space(load_campus(root), "lab")


def test_who_stands_before_it_and_looks_at_it_can_read_it(lab: Space) -> None:
    found = to_read(lab, (2.0, 6.2, 0.0), 0.0)
    assert found is not None
    assert (found[0], found[1].fr, found[1].en) == ("rules", "Lire\u00a0: Règles", "Read: Rules")
    assert to_read(lab, (2.0, 6.2, 0.0), 180.0) is None, "with one's back to it"
    assert to_read(lab, (2.0, 6.2, 3.6), 0.0) is None, "from another floor"
    assert to_read(lab, (4.5, 2.0, 0.0), 0.0) is None, "from afar"
    found = to_read(lab, (7.0, 2.0, 0.0), 270.0)
    assert found is not None
    assert found[1].en == "Look closely at: Globe"


def test_a_boards_words_become_headings_and_paragraphs_in_both_languages(lab: Space) -> None:
    panel = reading_panel(lab, "rules")
    assert panel is not None
    heading, paragraph = panel.items
    assert isinstance(heading, Heading)
    assert isinstance(paragraph, Paragraph)
    assert (heading.text.fr, heading.text.en) == ("Ici", "Here")
    assert (paragraph.text.fr, paragraph.text.en) == ("• Un seul", "• Only one")


def test_a_spot_opens_and_says_what_it_is(lab: Space) -> None:
    shut, opened = reading_panel(lab, "globe"), reading_panel(lab, "globe", "2")
    assert shut is not None
    assert opened is not None
    assert [item.text.en for item in shut.items if isinstance(item, Button)] == ["1. Stand", "2. Sphere"]
    assert not any(isinstance(item, Paragraph) for item in shut.items)
    assert [item.text.en for item in opened.items if isinstance(item, Paragraph)] == ["An ocean."]


def test_a_guide_offers_the_ways_by_their_names(lab: Space) -> None:
    panel = reading_panel(lab, "guide")
    assert panel is not None
    (way,) = (item for item in panel.items if isinstance(item, Button))
    assert (way.id, way.text.en) == ("go:way-out", "The way out")
    assert lab.waypoints[way.id.removeprefix("go:")].at[:2] == (1.0, 1.0)


def test_a_guide_that_leads_nowhere_is_refused_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "scenes").mkdir()
    (tmp_path / "scenes" / "campus.yaml").write_text(CAMPUS, encoding="utf-8")
    wrong = LAB.replace("routes: [way-out]", "routes: [way-aut]")
    (tmp_path / "scenes" / "lab.yaml").write_text(wrong, encoding="utf-8")
    shutil.copytree(REPOSITORY / "assets" / "materials", tmp_path / "assets" / "materials")
    with pytest.raises(SceneErrors) as raised:
        compile_space(load_campus(tmp_path), "lab")
    (error,) = raised.value.errors
    assert "guide 'guide' leads to 'way-aut', which is no waypoint of this space." in str(error)
    assert "Did you mean 'way-out'?" in str(error)
    assert error.line == 10


def test_what_is_not_there_cannot_be_read(lab: Space) -> None:
    assert reading_panel(lab, "nothing") is None
