"""What a space keeps in memory once it is drawn: no picture twice, no array that the graphics card has."""

import gc
import weakref
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from panda3d.core import Geom, GeomVertexReader, NodePath, ShaderInput, Texture

from campus.bake.model import Baked
from campus.client.view import Stage, prepare
from campus.client.view.geometry import SHORT, Column, corners_of, geoms, triangles, vertices
from campus.client.view.lettering import FAINT, lettering
from campus.client.view.patterns import pattern
from campus.client.view.patterns._base import cloud
from campus.client.view.quality import LOW, MEDIUM
from campus.client.view.signs import Signs, inked
from campus.components import LabelAnchor, Placed
from campus.mesh import box, merge
from campus.sound.floor import Floor, stood_on
from campus.space.model import Label, Space
from campus.text import Text

HERE = Placed((0.0, 0.0, 0.0))
WORDS = Text(fr="Vers le hall", en="To the hall")
PLATE = LabelAnchor(WORDS, HERE, (1.2, 0.4), "sign", 0.08, "#FAF6EC", "#1F4E8C")
CARVED = LabelAnchor(WORDS, HERE, (1.2, 0.4), "carved", 0.08, "#3A2F24", None)
ON_THE_WALL = LabelAnchor(
    Text(fr="# Ici\n\nMot", en="# Here\n\nWord"), HERE, (1.2, 0.8), "board", 0.08, "#101010", None
)

EXTRA: tuple[Column, ...] = (("which", 1, Geom.NT_float32, Geom.C_other),)


def sheets(*anchors: LabelAnchor) -> list[Texture]:
    signs = Signs([Label("sign", one) for one in anchors], NodePath("space"), (), LOW)
    signs.write("fr")
    return [path.get_shader_input("letters").get_texture() for path in signs.root.find_all_matches("**/+GeomNode")]


def test_a_picture_of_signs_has_one_byte_a_pixel() -> None:
    (plates,) = sheets(PLATE, PLATE)
    assert plates.get_num_components() == 1
    assert plates.get_component_width() == 1


def test_carved_letters_have_a_second_byte_for_the_light_on_their_edges() -> None:
    ink, light = np.moveaxis(lettering(CARVED, "fr"), -1, 0)
    assert ink.max() > 150
    assert light.max() > 20
    assert (ink.astype(int) + light).max() <= 255, "no more of the wall is covered than there is"
    assert ink[light == light.max()].max() == 0, "where most light is caught, there is no shade"
    assert ((ink > 0) & (light > 0)).any(), "and they fade into one another: a cut edge is a saw, seen aslant"
    assert [sheet.get_num_components() for sheet in sheets(CARVED)] == [2]


def test_words_on_a_bare_wall_stand_on_one_picture_with_carved_ones() -> None:
    (both,) = sheets(ON_THE_WALL, CARVED)
    assert both.get_num_components() == 2
    assert (lettering(ON_THE_WALL, "fr") == FAINT).any(), "the rule under its title is faint there"


@pytest.mark.parametrize("quality", [LOW, MEDIUM])
def test_a_sign_has_its_own_colours_at_its_corners(quality: object) -> None:
    signs = Signs([Label("sign", PLATE)], NodePath("space"), (), quality)  # type: ignore[arg-type]
    signs.write("fr")
    geom = signs.root.find("**/+GeomNode").node().get_geom(0)  # type: ignore[attr-defined]
    names = [str(column.get_name()) for column in geom.get_vertex_data().get_format().get_array(0).get_columns()]
    assert names[-2:] == ["ink", "ground"]


def test_what_is_on_the_card_is_kept_nowhere_else(
    stage: Stage, make_space: Callable[..., Space], a_bake: Callable[..., Baked], lit_as: Callable[..., Any]
) -> None:
    space = make_space(scene=lit_as({}))
    prepared = prepare(space, baked=a_bake(space))
    assert prepared.lightmap is not None
    light, baked = prepared.lightmap, prepared.lightmap.baked
    arrays = [
        light.rows,
        light.day,
        light.lamps,
        light.mesh.positions,
        space.mesh.uvs,
        space.mesh.normals,
        space.solids,
    ]
    arrays += [*(layer.texels for layer in baked.layers.values()), *(one.mesh.positions for one in space.copies)]
    gone = [weakref.ref(array) for array in arrays]
    view = stage.build(space, "fr", prepared)
    stage.present(view)
    stage.draw(2)
    left = view.let_go()
    del space, prepared, light, baked, arrays
    gc.collect()
    assert [array() is None for array in gone] == [True] * len(gone)
    assert left.space is view.space
    textures = [
        path.get_shader_input(name).get_texture()
        for path in view.root.find_all_matches("**")
        for name in ("map_day", "map_lamps", "letters")
        if path.get_shader_input(name).get_value_type() == ShaderInput.M_texture
    ]
    assert len(textures) >= 2
    assert not any(texture.has_ram_image() for texture in textures)
    stage.present(None)
    view.destroy()


def test_steps_sound_the_same_in_a_space_whose_shapes_are_on_the_card(
    make_space: Callable[..., Space], a_bake: Callable[..., Baked], lit_as: Callable[..., Any]
) -> None:
    space = make_space(scene=lit_as({}))
    left = prepare(space, baked=a_bake(space)).slim().space
    assert len(left.mesh.triangles) < len(space.mesh.triangles)
    low, high = space.bounds
    before, after = Floor(space), Floor(left)
    heard = set()
    for x, y in np.random.default_rng(5).uniform(low[:2], high[:2], (200, 2)):
        assert before.surface(x, y, 0.0) == after.surface(x, y, 0.0)
        heard.add(after.surface(x, y, 0.0))
    assert heard - {"none"}


def test_a_door_that_is_drawn_keeps_no_shape_beside_the_card(
    make_space: Callable[..., Space], a_bake: Callable[..., Baked], lit_as: Callable[..., Any]
) -> None:
    space = make_space(scene=lit_as({}))
    assert any(len(one.part.mesh.triangles) for one in space.moving)
    left = prepare(space, baked=a_bake(space)).slim().space
    assert [(one.node, one.at, one.part.amount) for one in left.moving] == [
        (one.node, one.at, one.part.amount) for one in space.moving
    ]
    assert not any(len(one.part.mesh.triangles) for one in left.moving)


def test_where_nothing_was_baked_everything_is_kept_for_the_next_change(make_space: Callable[..., Space]) -> None:
    prepared = prepare(make_space())
    assert prepared.slim() is prepared


def test_a_pattern_is_let_go_when_the_next_is_made() -> None:
    first = weakref.ref(pattern("linen").tint)
    pattern("plain")
    gc.collect()
    assert first() is None


def test_vertices_that_nothing_uses_are_not_put_on_the_card() -> None:
    plaster, oak = box((1, 1, 1), material="plaster"), box((2, 2, 2), material="oak")
    both = merge(plaster, oak)
    only_oak = replace(both, triangles=both.triangles[12:], material=both.material[12:], collides=both.collides[12:])
    ((name, geom),) = geoms(only_oak, np.arange(len(both.positions), dtype=np.float32)[:, None], EXTRA)
    rows = geom.get_vertex_data().get_num_rows()
    assert (name, rows) == ("oak", len(oak.positions))
    read = GeomVertexReader(geom.get_vertex_data(), "which")
    assert [read.get_data1() for _ in range(rows)] == list(range(len(plaster.positions), len(both.positions)))
    low, high = geom.get_vertex_data().get_num_rows(), geom.get_primitive(0).get_max_vertex()
    assert high < low


def test_the_sun_s_map_has_two_bytes_a_pixel(stage: Stage, make_space: Callable[..., Space]) -> None:
    view = stage.build(make_space())
    stage.present(view)
    stage.draw(2)
    texture = view.root.get_shader_input("sun_map").get_texture()
    assert texture.get_format() == Texture.F_depth_component16, "Panda3D takes what the buffer has"
    stage.present(None)
    view.destroy()


def test_of_a_sign_only_what_has_ink_is_kept_and_the_plate_is_whole_all_the_same() -> None:
    signs = Signs([Label("sign", replace(PLATE, size=(3.0, 2.0)))], NodePath("space"), (), MEDIUM)
    for language in ("fr", "en", "fr"):
        signs.write(language)
    (path,) = signs.root.find_all_matches("**/+GeomNode")
    whole = lettering(replace(PLATE, size=(3.0, 2.0)), "fr")
    texture = path.get_shader_input("letters").get_texture()
    assert texture.get_x_size() * texture.get_y_size() < 0.4 * whole.size
    bounds = path.get_tight_bounds()
    assert bounds is not None
    assert (bounds[1] - bounds[0]).length() == pytest.approx(np.hypot(3.0, 2.0))


def test_the_part_with_ink_is_found_to_the_pixel() -> None:
    picture = np.zeros((20, 30, 1), np.uint8)
    assert inked(picture) == (0, 0, 1, 1)
    picture[5:7, 8:12] = 1
    assert inked(picture) == (7, 4, 13, 8)
    picture[0, 29] = 1
    assert inked(picture) == (7, 0, 30, 8), "no margin where the picture ends"


def test_of_a_space_that_is_drawn_the_floors_are_kept_and_nothing_else(
    make_space: Callable[..., Space], a_bake: Callable[..., Baked], lit_as: Callable[..., Any]
) -> None:
    space = make_space(scene=lit_as({}))
    left = prepare(space, baked=a_bake(space)).slim().space
    assert stood_on(left.mesh).all()
    assert 0 < len(left.mesh.triangles) <= stood_on(space.mesh).sum()


def test_triangles_over_few_vertices_have_two_bytes_for_each_corner() -> None:
    for count, bytes_each in ((SHORT + 1, 2), (SHORT + 2, 4)):
        buffer = vertices(np.zeros((count, 8), np.float32))
        corners = np.array([[0, 1, count - 1]])
        geom: Any = triangles(buffer, corners)
        assert geom.get_primitive(0).get_index_stride() == bytes_each
        assert np.array_equal(corners_of(geom), corners)


def test_noise_that_patterns_are_made_of_goes_when_they_are_made() -> None:
    pattern("terrazzo")
    pattern("plaster")
    assert cloud.cache_info().currsize == 0
