"""Thin metal in a floor is found, and drawn as a picture; a few plates, and thick ones, are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from panda3d.core import Camera, NodePath, OrthographicLens

from campus.client.view.contents import Contents
from campus.client.view.inlays import DARK, MANY, MARGIN, TEXELS, draw_inlays, inlays_of
from campus.client.view.passes import make_target
from campus.client.view.prepared import Prepared
from campus.client.view.quality import HIGH, LOW, MEDIUM
from campus.mesh import Mesh, box, merge, place
from campus.scene.model import Material
from campus.space.model import Space
from campus.text import same


def _material(id_: str, metalness: float) -> Material:
    return Material(
        material=id_, title=same(id_), colour="#23282A", roughness=0.7, metalness=metalness, source="made up",
        absorption=(0.1, 0.1, 0.1, 0.1, 0.1, 0.1),
    )  # fmt: skip


MATERIALS = {"iron": _material("iron", 0.6), "oak": _material("oak", 0.0)}


def _strips(count: int, material: str = "iron", tall: float = 0.002, wide: float = 0.02) -> Mesh:
    strips = [
        box((wide, 1.0, tall), at=(0.1 * i, 0.5, 0.02), hidden=("bottom",), material=material) for i in range(count)
    ]
    return merge(*strips)


def test_an_inlay_is_many_thin_strips_of_metal_in_one_level() -> None:
    dial, rail = _strips(MANY), box((0.03, 1.0, 0.03), at=(0, 0, 1.0), material="iron")
    (found,) = inlays_of(merge(dial, rail), MATERIALS)
    assert found.triangles.tolist() == list(range(len(dial.triangles)))
    for other in (_strips(MANY - 1), _strips(MANY, "oak"), _strips(MANY, tall=0.02)):
        assert not inlays_of(other, MATERIALS)


def test_metal_elsewhere_in_the_same_level_is_no_part_of_an_inlay() -> None:
    dial, strip = _strips(MANY), box((0.02, 1.0, 0.002), at=(14, 0.5, 0.02), hidden=("bottom",), material="iron")
    rail = box((20.0, 0.02, 0.002), at=(5, 1.2, 0.02), hidden=("bottom",), material="iron")
    (found,) = inlays_of(merge(dial, strip, rail), MATERIALS)
    assert found.triangles.tolist() == list(range(len(dial.triangles)))
    assert found.high[0] < 3
    assert len(inlays_of(merge(dial, place(dial, (12, 0, 0)), strip), MATERIALS)) == 2


def test_its_picture_covers_as_much_as_the_strips_do() -> None:
    root = NodePath("still")
    dial = _strips(MANY)
    draw_inlays(dial, inlays_of(dial, MATERIALS), root, plain=True)
    assert root.get_num_children() == 1
    texture: Any = root.get_child(0).get_shader_input("inlay").get_texture()
    rows = np.asarray(texture.get_ram_image()).reshape(TEXELS, TEXELS) / 255
    span = 0.1 * (MANY - 1) + 0.02
    covered = rows.mean() * (span * TEXELS / (TEXELS - 2 * MARGIN)) ** 2
    assert abs(covered - MANY * 0.02) < 0.1 * MANY * 0.02
    assert rows[0].max() == rows[:, 0].max() == 0


def test_every_tier_has_the_picture_and_not_the_strips(
    prepared_room: Prepared, make_space: Callable[..., Space]
) -> None:
    prepared = replace(prepared_room, space=make_space(mesh=_strips(MANY), materials=MATERIALS, copies=(), moving=()))
    drawn = {}
    for quality in (LOW, MEDIUM, HIGH):
        still = Contents(NodePath("space"), prepared, quality).still
        drawn[quality] = [path.name for path in still.get_children()]
    assert drawn[LOW] == drawn[MEDIUM] == drawn[HIGH] == ["inlay"]


def test_a_plate_that_lies_on_it_hides_it() -> None:
    dial = _strips(MANY, wide=0.0995)
    on = box((0.5, 0.5, 0.002), at=(1.0, 0.5, 0.0225), hidden=("bottom",), material="oak")
    below = box((0.5, 0.5, 0.002), at=(1.0, 0.5, 0.018), hidden=("bottom",), material="oak")
    dark = []
    for mesh in (dial, merge(dial, on), merge(dial, below)):
        root = NodePath("still")
        draw_inlays(mesh, inlays_of(mesh, MATERIALS), root, plain=False, texels=256)
        picture: Any = root.get_child(0).get_shader_input("inlay").get_texture()
        rows = np.asarray(picture.get_ram_image()).reshape(256, 256)
        dark.append(rows[64:66, 128:130].max())
    assert dark == [255, 0, 255]


def test_it_is_as_dark_on_a_screen_whether_light_is_drawn_or_a_finished_picture(application: Any) -> None:
    root, lens = NodePath("seen"), OrthographicLens()
    ground = _strips(MANY, wide=0.0995)  # nearly all of it
    for north, plain in enumerate((True, False)):
        node = root.attach_new_node("inlays")
        node.set_y(north)
        draw_inlays(ground, inlays_of(ground, MATERIALS), node, plain=plain)
    lens.set_film_size(0.8, 1.6)
    eye = root.attach_new_node(Camera("eye", lens))
    eye.set_pos_hpr(1, 1, 5, 0, -90, 0)
    buffer, picture = make_target(application, "inlays", (2, 4), -50, light=False)
    try:
        buffer.set_clear_color((1, 1, 1, 1))
        buffer.make_display_region().set_camera(eye)
        application.graphicsEngine.render_frame()
        application.graphicsEngine.extract_texture_data(picture, application.win.gsg)
        seen = np.frombuffer(bytes(picture.get_ram_image_as("RGB")), np.uint8).reshape(4, 2, 3) / 255
    finally:
        application.graphicsEngine.remove_window(buffer)
    assert seen[0] == pytest.approx(1 - DARK, abs=0.01)
    assert seen[3] == pytest.approx((1 - DARK) ** 2, abs=0.01)


def test_a_processor_asks_the_picture_at_four_places_and_not_as_a_card_does_aslant() -> None:
    dial = _strips(MANY)
    degrees = {}
    for plain in (True, False):
        root = NodePath("space")
        draw_inlays(dial, inlays_of(dial, MATERIALS), root, plain=plain)
        texture: Any = root.get_child(0).get_shader_input("inlay").get_texture()
        degrees[plain] = texture.get_anisotropic_degree()
    assert degrees[True] <= 1 < degrees[False]
