"""What the designers' page says of rules is so: its example loads and runs, its mistake is told in just its words."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from campus.components.zone import ZoneMovement
from campus.errors import SceneErrors
from campus.scene import load_campus
from campus.scene.rules import DO, WHEN
from campus.space import compile_space
from campus.world.rules import Became, Brought, Happened, Rules, Told

REPOSITORY = Path(__file__).parents[2]
PAGE = (REPOSITORY / "docs" / "designers.md").read_text(encoding="utf-8")
HEAD = "schema: 1\nspace: foyer\ntitle: {fr: Foyer, en: Foyer}\n"
ENDLESS = """\
nodes: [{type: lamp, id: lamp, state: {lit: false}}]
on:
  - {when: {state: {lamp: {lit: true}}}, do: [{set: {lamp: {lit: false}}}]}
  - {when: {state: {lamp: {lit: false}}}, do: [{set: {lamp: {lit: true}}}]}
"""


def a_foyer(root: Path, rest: str) -> Path:
    shutil.copytree(REPOSITORY / "assets" / "materials", root / "assets" / "materials")
    (root / "scenes").mkdir()
    (root / "scenes" / "campus.yaml").write_text(
        "schema: 1\ntitle: {fr: Campus, en: Campus}\nentry: foyer\nspaces: [{space: foyer, at: [0, 0]}]\n",
        encoding="utf-8",
    )
    (root / "scenes" / "foyer.yaml").write_text(HEAD + rest, encoding="utf-8")
    return root


def example() -> str:
    (block,) = [b for b in re.findall(r"^```yaml\n(nodes:.*?)^```$", PAGE, re.MULTILINE | re.DOTALL) if "\non:" in b]
    return str(block)


def test_the_example_loads_and_does_what_it_says(tmp_path: Path) -> None:
    rules = Rules(compile_space(load_campus(a_foyer(tmp_path, example())), "foyer"))
    assert rules.begins == {"reception": {"called": False, "visits": 0.0, "mood": "calm"}}
    called = rules.after(Happened("use", "reception", "ana"), rules.begins)
    assert called[:2] == (Became("reception", "called", True), Became("cup", "shown", False))
    assert [(e.text.en, e.person) for e in called if isinstance(e, Told)] == [("Somebody is coming", None)]
    assert rules.after(Happened("leave", "corner", "ana"), rules.begins) == (Brought("way-stage", "ana"),)


def test_the_endless_rules_are_told_in_just_these_words(tmp_path: Path) -> None:
    with pytest.raises(SceneErrors) as refused:
        load_campus(a_foyer(tmp_path, ENDLESS))
    assert str(refused.value) in PAGE


def test_the_page_names_every_word_and_every_facet() -> None:
    for word in (*WHEN, *DO, *ZoneMovement.__struct_fields__):
        assert re.search(rf"`[^`]*\b{word}\b[^`]*`", PAGE), f"the designers' page says nothing of '{word}'"
