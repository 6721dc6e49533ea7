"""What holds for every component: it says what it is, shows how it is written, and its shape is sound."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from campus.components import Component, Opening, component_named, component_types
from campus.mesh import Mesh, merge

HERE = Path(__file__).parent


def shapes(component: Component) -> Mesh:
    """Everything that a component draws."""
    filled = [component.fill(0.45)] if isinstance(component, Opening) else []
    moving = [part.mesh for part in component.parts().values()]
    return merge(component.mesh(), *filled, *moving, *(copies.mesh for copies in component.instances()))


@pytest.mark.parametrize("type_", component_types())
def test_a_type_has_a_docstring_an_example_that_loads_and_a_test(type_: str, example: Callable[..., Component]) -> None:
    assert inspect.getdoc(component_named(type_))
    assert isinstance(example(type_), component_named(type_))
    wanted = f"from campus.components.{type_.replace('-', '_')} import"
    assert any(wanted in file.read_text(encoding="utf-8") for file in HERE.glob("test_*.py")), f"no test of {type_}"


@pytest.mark.parametrize("type_", component_types())
def test_a_shape_is_finite_its_normals_are_of_unit_length_and_its_materials_exist(
    type_: str, example: Callable[..., Component], known_materials: frozenset[str]
) -> None:
    mesh = shapes(example(type_))
    assert np.isfinite(mesh.positions).all()
    assert np.isfinite(mesh.uvs).all()
    assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1, atol=1e-3)
    assert set(mesh.materials) <= known_materials
    if len(mesh.triangles):
        assert mesh.triangles.max() < len(mesh.positions)
        assert 0 <= mesh.material.min() <= mesh.material.max() < len(mesh.materials)


@pytest.mark.parametrize("type_", component_types())
def test_normals_look_to_the_side_that_triangles_are_seen_from(type_: str, example: Callable[..., Component]) -> None:
    """Foliage takes the light of its crown's surface, so that its leaves are let off."""
    mesh = shapes(example(type_))
    leaves = [name for name in mesh.materials if name in ("olive-leaf", "leaf", "cypress", "lavender")]
    mesh = merge(*(mesh.of(name) for name in mesh.materials if name not in leaves))
    if not len(mesh.triangles):
        return
    a, b, c = np.moveaxis(mesh.corners().astype(float), 1, 0)
    flat = np.cross(b - a, c - a)
    area = np.linalg.norm(flat, axis=1)
    shaded = mesh.normals[mesh.triangles].mean(1)
    assert ((flat * shaded).sum(1)[area > 1e-8] > 0).all()


@pytest.mark.parametrize("type_", component_types())
def test_what_one_can_use_says_where_one_stands_sits_or_goes(type_: str, example: Callable[..., Component]) -> None:
    component = example(type_)
    anchors = component.anchors()
    if component.verbs():
        assert anchors.reach or anchors.seats or isinstance(component, Opening)
    ids = [seat.id for seat in anchors.seats]
    assert len(ids) == len(set(ids))
