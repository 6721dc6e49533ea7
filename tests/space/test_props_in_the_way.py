"""Models from files in a space: one walks round them, rules that hide them let one through, a slip is told its word."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from campus.errors import SceneErrors
from campus.scene import load_campus
from campus.space import compile_space
from campus.space.model import Space

ASSETS = Path(__file__).parents[2] / "assets"


def a_room(root: Path, nodes: str, more: str = "") -> Space:
    (root / "scenes").mkdir(exist_ok=True)
    if not (root / "assets").exists():
        (root / "assets").symlink_to(ASSETS)
    title = "title: {fr: Essai, en: Trial}"
    (root / "scenes" / "campus.yaml").write_text(
        f"schema: 1\n{title}\nentry: lab\nspaces:\n  - {{space: lab, at: [0, 0]}}\n", encoding="utf-8"
    )
    (root / "scenes" / "lab.yaml").write_text(
        f"schema: 1\nspace: lab\n{title}\nshell: {{room: {{size: [8, 6, 3]}}}}\nnodes:\n"
        f"  - {{type: spawn, id: entry, at: [1, 1]}}\n{nodes}{more}",
        encoding="utf-8",
    )
    return compile_space(load_campus(root), "lab")


def is_in_the_way(space: Space, x: float, y: float) -> bool:
    """Whether something that collides lies near a place, at the height of a knee."""
    middle = space.solids.mean(1)
    spans = (space.solids[..., 2].min(1) < 0.5) & (space.solids[..., 2].max(1) > 0.5)
    return bool((spans & (np.abs(middle[:, :2] - (x, y)).max(1) < 1.2)).any())


def test_one_walks_round_a_bed_and_not_through_it(tmp_path: Path) -> None:
    assert is_in_the_way(a_room(tmp_path, "  - {type: prop, id: bed, model: hospital-bed, at: [4, 3]}\n"), 4, 3)


def test_what_stands_on_a_table_adds_nothing_to_bump_into(tmp_path: Path) -> None:
    empty = a_room(tmp_path, "")
    cup = "  - {type: prop, id: balance, model: apothecary-balance, at: [4, 3], height: 0.9}\n"
    assert len(a_room(tmp_path, cup).solids) == len(empty.solids)


def test_what_rules_hide_is_in_nobodys_way(tmp_path: Path) -> None:
    bed = "  - {type: prop, id: bed, model: hospital-bed, at: [4, 3]}\n"
    rules = "on:\n  - {when: {timer: 60}, do: [{hide: bed}]}\n"
    assert not is_in_the_way(a_room(tmp_path, bed, rules), 4, 3)


def test_a_slip_in_a_models_name_is_told_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SceneErrors, match=r"Did you mean 'drip-stand'\?"):
        a_room(tmp_path, "  - {type: prop, id: stand, model: drip-stend, at: [4, 3]}\n")
