"""Thin metal in a floor is found, and drawn as a picture; a few plates, and thick ones, are not."""

from __future__ import annotations

from typing import Any

import numpy as np
from panda3d.core import NodePath

from campus.client.view.inlays import MANY, MARGIN, TEXELS, draw_inlays, inlays_of
from campus.mesh import Mesh, box, merge
from campus.scene.model import Material
from campus.text import same


def _material(id_: str, metalness: float) -> Material:
    return Material(
        material=id_, title=same(id_), colour="#23282A", roughness=0.7, metalness=metalness, source="made up",
        absorption=(0.1, 0.1, 0.1, 0.1, 0.1, 0.1),
    )  # fmt: skip


MATERIALS = {"iron": _material("iron", 0.6), "oak": _material("oak", 0.0)}


def _strips(count: int, material: str = "iron", tall: float = 0.002) -> Mesh:
    strips = [
        box((0.02, 1.0, tall), at=(0.1 * i, 0.5, 0.02), hidden=("bottom",), material=material) for i in range(count)
    ]
    return merge(*strips)


def test_an_inlay_is_many_thin_strips_of_metal_in_one_level() -> None:
    dial, rail = _strips(MANY), box((0.03, 1.0, 0.03), at=(0, 0, 1.0), material="iron")
    found = inlays_of(merge(dial, rail), MATERIALS)
    assert found[: len(dial.triangles)].all()
    assert not found[len(dial.triangles) :].any()
    for other in (_strips(MANY - 1), _strips(MANY, "oak"), _strips(MANY, tall=0.02)):
        assert not inlays_of(other, MATERIALS).any()


def test_its_picture_covers_as_much_as_the_strips_do() -> None:
    root = NodePath("still")
    draw_inlays(_strips(MANY), root, MATERIALS, plain=True)
    assert root.get_num_children() == 1
    texture: Any = root.get_child(0).get_shader_input("inlay").get_texture()
    rows = np.asarray(texture.get_ram_image()).reshape(TEXELS, TEXELS) / 255
    span = 0.1 * (MANY - 1) + 0.02
    covered = rows.mean() * (span * TEXELS / (TEXELS - 2 * MARGIN)) ** 2
    assert abs(covered - MANY * 0.02) < 0.1 * MANY * 0.02
    assert rows[0].max() == rows[:, 0].max() == 0
