"""Small and plain things in one draw call: which ones, and that each corner carries its own look."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.client.view.geometry import SHARES
from campus.client.view.painted import painted
from campus.mesh import box, merge
from campus.scene.model import Material
from campus.space.painting import SMALL_M2, paintable
from campus.text import Text


def a_material(name: str, **changes) -> Material:
    parts = {"colour": "#808080", "roughness": 0.5, "absorption": (0.1,) * 6, "footstep": "stone", "source": "test"}
    return Material(material=name, title=Text(fr=name, en=name), **(parts | changes))


LOOKS = {
    "brass": a_material("brass", colour="#FF0000", metalness=0.9, roughness=0.25),
    "ink": a_material("ink", colour="#000000", roughness=0.75),
    "glow": a_material("glow", colour="#FFFFFF", emission=1.5),
    "oak": a_material("oak", pattern="grain"),
    "faience": a_material("faience", pattern="faience"),
    "glass": a_material("glass", opacity=0.2),
    "mirror": a_material("mirror", pattern="mirror"),
}


def a_box(material: str, side: float = 0.2):
    return box((side, side, side), material=material)


def test_what_is_plain_or_small_is_painted_and_nothing_else() -> None:
    mesh = merge(*(a_box(name) for name in LOOKS), a_box("unknown"))
    assert set(paintable(mesh, LOOKS)) == {"brass", "ink", "glow", "oak"}


def test_a_pattern_that_covers_more_than_a_door_s_share_stays() -> None:
    mesh = merge(a_box("ink"), a_box("brass"), a_box("oak", side=1.0))
    assert SMALL_M2 < 6 * 1.0
    assert set(paintable(mesh, LOOKS)) == {"ink", "brass"}


def test_one_alone_stays_as_it_is() -> None:
    assert paintable(merge(a_box("ink"), a_box("oak", side=1.0)), LOOKS) == ()


def test_each_corner_carries_the_look_of_its_own_material() -> None:
    mesh = merge(a_box("brass"), a_box("glow"), a_box("oak", side=1.0))
    rest, geom = painted(mesh, ("brass", "glow"), LOOKS)
    assert {rest.materials[i] for i in rest.material} == {"oak"}
    assert len(rest.positions) == len(mesh.positions)
    assert geom is not None
    data = geom.get_vertex_data().get_array(0)
    rows = np.frombuffer(data.get_handle().get_data(), np.float32).reshape(-1, 8)
    coats = np.concatenate([rows[:, 4:6], np.ascontiguousarray(rows[:, 6:]).view(np.uint16) / SHARES], axis=1)
    looks = {tuple(round(float(value), 2) for value in coat) for coat in coats}
    assert looks == {(0.9, 0.0, 1.0, 0.0, 0.0, 0.25), (0.0, 1.5, 1.0, 1.0, 1.0, 0.5)}


@given(st.lists(st.sampled_from(sorted(LOOKS)), min_size=1, max_size=6))
def test_no_triangle_is_lost_or_drawn_twice(names: list[str]) -> None:
    mesh = merge(*(a_box(name, side=0.1 + 0.1 * i) for i, name in enumerate(names)))
    rest, geom = painted(mesh, paintable(mesh, LOOKS), LOOKS)
    apart = 0 if geom is None else geom.get_primitive(0).get_num_primitives()
    assert len(rest.triangles) + apart == len(mesh.triangles)


def test_an_empty_mesh_has_nothing_to_paint() -> None:
    mesh = a_box("ink").only(np.zeros(len(a_box("ink").triangles), np.bool_))
    assert paintable(mesh, LOOKS) == ()
    assert painted(mesh, (), LOOKS) == (mesh, None)


@pytest.mark.parametrize("name", ["glass", "mirror", "unknown"])
def test_what_is_seen_through_or_mirrors_or_is_missing_is_never_painted(name: str) -> None:
    assert name not in paintable(merge(a_box(name), a_box("ink"), a_box("brass")), LOOKS)
