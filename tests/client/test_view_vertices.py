"""What a vertex holds: as few bytes as nobody sees, and shaders read from them what was put in."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from panda3d.core import Geom, GeomEnums, GeomNode, NodePath, OmniBoundingVolume, Shader

from campus.client.view import geometry
from campus.client.view.geometry import (
    FOLDED,
    FOLDS,
    SHARES,
    SHORT,
    Column,
    corners_of,
    folded,
    geoms,
    points_in,
    rows_of,
    triangles,
    vertices,
)
from campus.client.view.lightmapped import COLUMNS, packed
from campus.client.view.painted import painted
from campus.mesh import Mesh, box, merge
from campus.scene.model import Material
from campus.text import Text

LARGEST_MAP = 4096
"""Texels along a side of a lightmap, as every card of OpenGL 3.2 has them."""
SHADERS = Path(geometry.__file__).parent / "shaders"
WITHIN = 0.01
"""Degrees."""


def some_normals(count: int) -> NDArray[np.float32]:
    """Unit vectors all around, the axes and the edges of a cube among them."""
    every = np.random.default_rng(3).normal(size=(count, 3))
    edges = [(x, y, z) for x in (-1, 0, 1) for y in (-1, 0, 1) for z in (-1, 0, 1) if x or y or z]
    every[: len(edges)] = edges
    found: NDArray[np.float32] = (every / np.linalg.norm(every, axis=1, keepdims=True)).astype(np.float32)
    return found


def unfolded(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """As `unfolded.glsl` has it."""
    at = (np.ascontiguousarray(rows).view(np.uint16).astype(float) - FOLDS) / FOLDS
    up = 1 - np.abs(at).sum(axis=1)
    over = np.maximum(-up, 0)[:, None]
    every = np.concatenate([at + np.where(at < 0, over, -over), up[:, None]], axis=1)
    found: NDArray[np.float64] = every / np.linalg.norm(every, axis=1, keepdims=True)
    return found


def stride(geom: Geom) -> int:
    return int(geom.get_vertex_data().get_array(0).get_array_format().get_stride())


def test_a_normal_comes_back_within_a_hundredth_of_a_degree() -> None:
    normals = some_normals(100_000)
    off = np.linalg.norm(np.cross(unfolded(folded(normals)), normals.astype(float)), axis=1)
    assert np.rad2deg(off.max()) < WITHIN
    assert ((unfolded(folded(normals)) * normals).sum(axis=1) > 0).all()


def test_a_normal_along_an_axis_comes_back_to_the_last_bit() -> None:
    axes = np.concatenate([np.eye(3), -np.eye(3)]).astype(np.float32)
    assert np.array_equal(unfolded(folded(axes)), axes)


def test_what_is_no_direction_points_up() -> None:
    assert unfolded(folded(np.zeros((1, 3), np.float32))).tolist() == [[0, 0, 1]]


def test_a_shader_reads_the_normal_that_was_folded(application: Any) -> None:
    """Each triangle has a normal of its own; it is green where the shader finds that, and red elsewhere."""
    count = 200
    normals = some_normals(count)
    across = np.linspace(-1, 1, count + 1)
    corners = np.array([(0.0, -1.0), (1.0, -1.0), (1.0, 1.0), (0.0, 1.0)])
    rows = np.zeros((count, 4, 9), np.float32)
    rows[..., 0] = across[:-1, None] + corners[:, 0] * (2 / count)
    rows[..., 1] = corners[:, 1]
    rows[..., 3] = folded(normals)
    rows[..., 6:] = normals[:, None]
    as_it_was: Column = ("as_it_was", 3, Geom.NT_float32, Geom.C_other)
    first = 4 * np.arange(count)[:, None, None]
    indices = (first + np.array([[(0, 1, 2), (0, 2, 3)]])).reshape(-1, 3)
    node = GeomNode("normals")
    node.add_geom(triangles(vertices(rows.reshape(-1, 9), (*FOLDED, as_it_was)), indices))
    node.set_bounds(OmniBoundingVolume())
    node.set_final(True)
    root = NodePath("normals")
    root.attach_new_node(node).set_shader(
        Shader.make(
            Shader.SL_GLSL,
            "#version 150\nin vec4 p3d_Vertex; in vec2 folded; in vec3 as_it_was; out float degrees_off;\n"
            + (SHADERS / "unfolded.glsl").read_text(encoding="utf-8")
            + "void main() { vec3 off = cross(unfolded(folded), as_it_was); degrees_off = degrees(length(off))"
            " + (dot(unfolded(folded), as_it_was) > 0.0 ? 0.0 : 180.0); gl_Position = vec4(p3d_Vertex.xy, 0.0, 1.0); }",
            "#version 150\nin float degrees_off; out vec4 colour;\n"
            f"void main() {{ colour = degrees_off < {WITHIN} ? vec4(0, 1, 0, 1) : vec4(1, 0, 0, 1); }}",
        )
    )
    buffer = application.win.make_texture_buffer("normals", 4 * count, 4, to_ram=True)
    camera = application.make_camera(buffer, scene=root)
    try:
        application.graphicsEngine.render_frame()
        picture = buffer.get_texture()
        seen = np.frombuffer(picture.get_ram_image_as("RGB"), np.uint8).reshape(-1, 3)
        assert seen.tolist() == [[0, 255, 0]] * len(seen)
    finally:
        camera.remove_node()
        application.graphicsEngine.remove_window(buffer)


def test_a_chart_comes_back_within_a_sixteenth_of_a_texel_of_the_largest_map() -> None:
    rows = np.zeros((5000, 9), np.float32)
    rows[:, :2] = np.random.default_rng(4).uniform(0, 1, (5000, 2))
    rows[:4, :2] = [(0, 0), (1, 1), (0, 1), (0.5, 0.25)]
    read = np.ascontiguousarray(packed(rows)[:, :1]).view(np.uint16) / SHARES
    assert np.abs(read - rows[:, :2]).max() * LARGEST_MAP < 1 / 16
    assert read[0].tolist() == [0, 0], "what has no place on the map stays beside all that has"


def test_shaders_read_what_is_folded_and_shares_as_they_are_kept() -> None:
    texts = [(SHADERS / name).read_text(encoding="utf-8") for name in ("surface.vert", "plain.vert")]
    assert all(set(re.findall(r"/ (\d{4,}\.0)", text)) == {f"{SHARES}.0"} for text in texts)
    assert all('#include "unfolded.glsl"' in text for text in texts)
    assert f"(folded - {FOLDS}.0) / {FOLDS}.0" in (SHADERS / "unfolded.glsl").read_text(encoding="utf-8")


def test_a_vertex_of_a_baked_space_takes_36_bytes_and_one_that_is_painted_44() -> None:
    mesh = merge(box((1, 1, 1), material="oak"), box((2, 2, 2), material="brass"))
    light = packed(np.zeros((len(mesh.positions), 9), np.float32))
    assert {stride(geom) for _, geom in geoms(mesh, light, COLUMNS)} == {36}
    assert {stride(geom) for _, geom in geoms(mesh)} == {24}
    look = Material(
        material="brass",
        title=Text(fr="laiton", en="brass"),
        colour="#C0A060",
        roughness=0.3,
        absorption=(0.1,) * 6,
        footstep="stone",
        source="made for a test",
    )
    for more, columns, bytes_ in ((None, (), 32), (light, COLUMNS, 44)):
        _, geom = painted(mesh, ("brass",), {"brass": look}, more, columns)
        assert geom is not None
        assert stride(geom) == bytes_


def many_boxes(count: int, material: str) -> Mesh:
    return merge(*(box((0.1, 0.1, 0.1), at=(0.2 * i, 0, 0), material=material) for i in range(count)))


@pytest.mark.parametrize(("in_one", "buffers"), [(True, 1), (False, 2)])
def test_materials_share_buffers_that_two_bytes_an_index_reach_all_over(in_one: bool, buffers: int) -> None:
    per_box = len(box((0.1, 0.1, 0.1)).positions)
    mesh = merge(*(many_boxes(30_000 // per_box, name) for name in ("oak", "stone", "brass")))
    assert 2 * 30_000 <= SHORT < len(mesh.positions)
    found = dict(geoms(mesh, in_one=in_one))
    assert len({geom.get_vertex_data().this for geom in found.values()}) == buffers  # type: ignore[attr-defined]
    wide = {geom.get_primitive(0).get_index_type() for geom in found.values()}
    assert (GeomEnums.NT_uint32 in wide) == in_one
    for index, name in enumerate(mesh.materials):
        drawn = points_in(rows_of(found[name].get_vertex_data()))[corners_of(found[name])]
        assert np.array_equal(drawn, mesh.corners()[mesh.material == index])
