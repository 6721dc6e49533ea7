"""Thin upright bars of metal, and cords, are found and drawn by themselves; rails, and bars of wood, are not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from panda3d.core import NodePath

from campus.client.view.bars import bars_of, draw_bars
from campus.client.view.geometry import points_in, rows_of
from campus.components.lamp import Lamp
from campus.mesh import Mesh, box, merge
from campus.scene.model import Material
from campus.text import same


def _material(id_: str, metalness: float) -> Material:
    return Material(
        material=id_, title=same(id_), colour="#23282A", roughness=0.7, metalness=metalness, source="made up",
        absorption=(0.1, 0.1, 0.1, 0.1, 0.1, 0.1),
    )  # fmt: skip


MATERIALS = {"iron": _material("iron", 0.6), "oak": _material("oak", 0.0)}


@pytest.fixture
def gate() -> Mesh:
    """Three bars of iron, one of oak, and two rails, one of them across the bars."""
    bars = [box((0.018, 0.018, 2.0), at=(0.12 * i, 0, 0.06), material="iron") for i in range(3)]
    rails = [box((0.5, 0.02, 0.02), at=(0.12, 0, 1.0), material="iron"), box((0.05, 0.05, 2.0), material="iron")]
    return merge(*bars, *rails, box((0.018, 0.018, 2.0), at=(1, 0, 0), material="oak"))


def test_bars_are_thin_tall_and_of_metal(gate: Mesh) -> None:
    bars = bars_of(gate, MATERIALS)
    assert bars.sum() == 3 * 12
    assert np.flatnonzero(bars).max() < 36


def test_the_cord_that_a_lamp_hangs_from_is_drawn_a_pixel_wide_at_least_and_its_shade_as_it_is() -> None:
    lamp = Lamp(kind="pendant", height=6.0, ceiling=8.4).mesh()
    materials = {name: _material(name, 0.9 if name == "brass" else 0.0) for name in lamp.materials}
    cord = bars_of(lamp, materials)
    assert (lamp.material[cord] == lamp.materials.index("ink")).all()
    assert cord.sum() == (lamp.material == lamp.materials.index("ink")).sum() > 0


def test_each_corner_of_a_bar_knows_how_far_it_is_from_its_middle(gate: Mesh) -> None:
    root = NodePath("still")
    draw_bars(gate, bars_of(gate, MATERIALS), root, MATERIALS)
    drawn: Any = root.get_child(0).node()
    assert root.get_num_children() == drawn.get_num_geoms() == 1
    rows = rows_of(drawn.get_geom(0).get_vertex_data())
    aside = rows[:, 12:24].copy().view(np.float32)
    assert np.allclose(np.abs(aside[:, :2]), 0.009, atol=1e-6)
    assert np.allclose(aside[:, 2], 0)
    middles = points_in(rows)[:, 0] - aside[:, 0]
    assert np.allclose(np.unique(middles.round(3)), [0.0, 0.12, 0.24])


def test_where_there_are_no_bars_nothing_is_drawn(gate: Mesh) -> None:
    root = NodePath("still")
    none = bars_of(gate, {})
    assert not none.any()
    draw_bars(gate, none, root, MATERIALS)
    assert not root.get_num_children()
