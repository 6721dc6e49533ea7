"""`campus preview`: what is saved is seen, what is broken is told, and one stays where one is."""

import builtins
import os
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from campus.client.input.intents import Held
from campus.client.view import LOW, Stage, open_window
from campus.learning.panel import Paragraph
from campus.text import Text
from campus.tools.preview import as_at, hud
from campus.tools.previewed import Preview
from campus.tools.watch import Watch

REPOSITORY = Path(__file__).parents[2]
ROOM = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
shell:
  room: {size: [5, 5, 3]}
nodes:
  - {type: spawn, id: entry, at: [2.5, 1.5], facing: north}
  - {type: lamp, id: lamp, at: [2.5, 3.5], height: 2.0, ceiling: 3.0, lumens: 3000}
  - {type: table, id: table, at: [2.5, 3.5]}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "materials").symlink_to(REPOSITORY / "assets" / "materials")
    (tmp_path / "scenes").mkdir()
    (tmp_path / "scenes" / "campus.yaml").write_text(
        "schema: 1\ntitle: {fr: Campus, en: Campus}\nentry: lab\nspaces: [{space: lab, at: [0, 0]}]\n", encoding="utf-8"
    )
    (tmp_path / "scenes" / "lab.yaml").write_text(ROOM, encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    made = Stage(getattr(builtins, "base", None) or open_window((640, 360), offscreen=True), LOW)
    yield made
    made.destroy()


@pytest.fixture
def shown(root: Path, stage: Stage) -> Iterator[Preview]:
    preview = Preview(root, "lab", stage)
    assert preview.reload().mistakes is None
    yield preview
    preview.close()


def save(root: Path, old: str, new: str) -> None:
    file = root / "scenes" / "lab.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def seen(shown: Preview) -> np.ndarray:
    shown.look()
    shown.stage.draw()
    return shown.stage.pixels().astype(int)


def test_one_stands_where_one_comes_in(shown: Preview) -> None:
    assert shown.body.at == (2.5, 1.5, 0.0)
    assert hud(shown, None).panels[0].title.en == "Lab"


def test_a_lamp_that_is_moved_is_seen_and_one_stays_where_one_is(shown: Preview, root: Path) -> None:
    held = Held()
    held.key_down("w")
    shown.move(held, 0.1)
    stood, before = shown.body.at, seen(shown)
    assert stood[1] > 1.5
    save(root, "at: [2.5, 3.5], height", "at: [1.5, 3.5], height")
    reloaded = shown.reload()
    assert reloaded.mistakes is None
    assert list(reloaded.seconds) == ["read", "compiled", "changed", "drawn"]
    assert re.fullmatch(r"lu \S+\u00a0s, compilé \S+\u00a0s, changé \S+\u00a0s, dessiné \S+\u00a0s", reloaded.said.fr)
    assert shown.body.at == stood
    assert (np.abs(seen(shown) - before).max(axis=2) > 20).mean() > 0.003


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at: [2.5, 3.5], height", "at: [1.5, 3.5], height"),
        ("at: [2.5, 3.5]}", "at: [3.4, 2.9]}"),
        ("room: {size: [5, 5, 3]}", "room: {size: [5, 5, 3]}\n  walls: limestone"),
        ("room: {size: [5, 5, 3]}", "room: {size: [6, 5, 3]}"),
        ("nodes:\n", "nodes:\n  - {type: sign, id: word, wall: north, at: 2.5, text: {fr: Mot, en: Word}}\n"),
        ("nodes:\n", "nodes:\n  - {type: screen, id: board, wall: north, at: 2.5, size: [1.6, 0.9]}\n"),
    ],
    ids=["a lamp", "a table", "walls", "a larger room", "a sign", "a screen"],
)
def test_what_is_changed_in_its_place_is_what_one_would_see_on_coming_anew(
    shown: Preview, root: Path, stage: Stage, old: str, new: str
) -> None:
    before = seen(shown)
    save(root, old, new)
    assert shown.reload().mistakes is None
    shown.refine(wait=True)
    changed = seen(shown)
    assert (np.abs(changed - before).max(axis=2) > 12).any()
    anew = Preview(root, "lab", stage)
    anew.reload()
    apart = np.abs(changed - seen(anew)).max(axis=2)
    assert (apart > 6).mean() < 0.001, "but for the picture's grain"
    anew.close()


def test_a_change_is_seen_in_the_light_of_before_and_lit_anew_beside_the_frame(shown: Preview, root: Path) -> None:
    save(root, "lumens: 3000", "lumens: 9000")
    assert shown.reload().drafted
    drafted = seen(shown)
    assert shown.refine(wait=True) == Text(fr="lumière", en="light")
    refined = seen(shown)
    assert shown.refine() is None
    assert (drafted != refined).any()
    assert abs(drafted.mean() - refined.mean()) < 25, "a draft is no other room"


def test_a_file_that_says_the_same_is_not_read_again(shown: Preview) -> None:
    known = {file: value for file, (_, value) in shown._files.items()}
    assert "assets/materials/oak.yaml" in known
    assert shown.reload().mistakes is None
    assert all(shown._files[file][1] is value for file, value in known.items())


def test_the_space_beyond_a_window_is_shown_once_it_is_ready(root: Path, stage: Stage) -> None:
    (root / "scenes" / "campus.yaml").write_text(
        "schema: 1\ntitle: {fr: Campus, en: Campus}\nentry: lab\n"
        "spaces: [{space: lab, at: [0, 0]}, {space: court, at: [0, 5.45]}]\n",
        encoding="utf-8",
    )
    (root / "scenes" / "court.yaml").write_text(
        "schema: 1\nspace: court\ntitle: {fr: Cour, en: Court}\nnodes:\n"
        "  - {type: spawn, id: entry, at: [2, 2], facing: north}\n"
        "  - {type: wall, id: blue, at: [2.5, 3], facing: north, length: 5, height: 4, material: faience-blue}\n",
        encoding="utf-8",
    )
    window = "{type: window, id: view, wall: north, at: 2.5, size: [3, 1.6], sill: 0.9, view: court}"
    save(root, "size: [5, 5, 3]}", f"size: [5, 5, 3]}}\n  openings:\n    - {window}")
    shown = Preview(root, "lab", stage)
    assert shown.reload().mistakes is None
    without = seen(shown)
    shown.look_beyond()
    assert shown.refine(wait=True) == Text(fr="1 espace voisin", en="1 space beyond")
    assert (np.abs(seen(shown) - without).max(axis=2) > 30).mean() > 0.02
    (root / "scenes" / "court.yaml").write_text("schema: 1\nspace: court\n", encoding="utf-8")
    shown.look_beyond()
    assert shown.refine(wait=True) is None, "another space's mistake hides nothing of this one"
    shown.close()


def test_a_broken_file_leaves_the_last_good_space_and_shows_the_mistake_until_it_is_mended(
    shown: Preview, root: Path
) -> None:
    before = seen(shown)
    save(root, "type: table", "type: tabel")
    reloaded = shown.reload()
    assert reloaded.mistakes is not None
    assert np.abs(seen(shown) - before).max() <= 2
    mistakes = hud(shown, None).panels[1]
    (told,) = mistakes.items
    assert isinstance(told, Paragraph)
    assert told.text.en == "scenes/lab.yaml:9:12: type 'tabel' is not in the vocabulary. Did you mean 'table'?"
    assert told.text.fr.startswith("scenes/lab.yaml:9:12: le type «\u00a0tabel\u00a0» ne fait pas partie du vocab")
    save(root, "type: tabel", "type: table")
    assert shown.reload().mistakes is None
    assert len(hud(shown, None).panels) == 1


def test_the_grid_is_shown_and_hidden_by_its_key(shown: Preview) -> None:
    shown.camera = shown.camera.looked(-40.0)
    with_it = seen(shown)
    held = Held()
    held.act("wave")
    shown.move(held, 0.0)
    assert not shown.shows_grid
    assert (np.abs(seen(shown) - with_it).max(axis=2) > 8).any()


def test_the_place_under_the_cursor_is_where_it_is(shown: Preview) -> None:
    shown.look()
    shown.stage.look_at((2.5, 1.5, 1.6), (4.0, 3.0, 0.0), 70.0)
    width, height = shown.stage.size
    place = shown.place_at(width / 2, height / 2)
    assert place is not None
    assert np.allclose(place, (4.0, 3.0, 0.0), atol=0.02)
    assert as_at(place) == "at: [4.00, 3.00]"
    assert as_at((1.0, 2.0, 0.75)) == "at: [1.00, 2.00, 0.75]"


def test_a_save_is_noticed_once_whichever_file_it_is(root: Path) -> None:
    watch = Watch(root)
    assert watch.changed() is None
    save(root, "Labo", "Laboratoire")
    file = root / "scenes" / "lab.yaml"
    os.utime(file, (1_800_000_000, 1_800_000_000))
    assert watch.changed() == 1_800_000_000
    assert watch.files == {file}
    assert watch.changed() is None
    (root / "scenes" / "prefabs").mkdir()
    (root / "scenes" / "prefabs" / "new.yaml").write_text("prefab: new\n", encoding="utf-8")
    assert watch.changed() is not None
    file.unlink()
    assert watch.changed() is not None
    assert watch.files == {file}
