"""What holds for every component: it says what it is, shows how it is written, and its shape is sound."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from campus.components import Component, Opening, component_named, component_types
from campus.components.skylight import Skylight
from campus.mesh import Mesh, merge
from campus.proofs.rays import Rays, Surfaces

HERE = Path(__file__).parent


PROMISED = """
room corridor hall tiers stage stair ramp gallery wall column arch arcade opening window door skylight balustrade ground
path water planting prop seat seat-rows bench table desk lectern shelf mirror plant sign lamp screen board whiteboard
note-wall station timer exhibit guide speaker emitter spawn portal zone waypoint viewpoint
"""
"""The words of the language as designers were promised them."""
FOLIAGE = ("olive-leaf", "leaf", "cypress", "lavender")
FROM_BELOW = ("vault",)
"""Seen from underneath only: over it lies the floor above."""
BACKS = 0.005
"""Share of the views of a thing that may meet the back of a face: what shows through a joint at a slant."""


def shapes(component: Component) -> Mesh:
    """Everything that a component draws."""
    filled = [component.fill(0.45)] if isinstance(component, Opening) else []
    if isinstance(component, Skylight):
        filled.append(component.lantern())
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
def test_no_triangle_is_without_area(type_: str, example: Callable[..., Component]) -> None:
    corners = shapes(example(type_)).corners().astype(np.float64)
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    assert (area > 1e-9).all()


@pytest.mark.parametrize("type_", component_types())
def test_nothing_is_open_where_one_looks(type_: str, example: Callable[..., Component]) -> None:
    """Faces may be left out that lie on the floor, on a wall or in each other; nowhere does one see into the hollow."""
    component = example(type_)
    mesh = shapes(component)
    mesh = merge(*(mesh.of(name) for name in mesh.materials if name not in FOLIAGE))
    if not len(mesh.triangles):
        return
    random = np.random.default_rng(3)
    low, high = mesh.bounds().astype(np.float64)
    count = 4000
    if callable(getattr(component, "shell", None)):  # one is inside
        eyes = random.uniform(0.3, np.array(component.size) - 0.3, (count, 3))  # type: ignore[attr-defined]
        ways = random.normal(size=(count, 3))
    else:
        away = random.normal(size=(count, 3))
        away /= np.linalg.norm(away, axis=1)[:, None]
        away[:, 2] = np.abs(away[:, 2])
        if isinstance(component, Opening) or component.wall is not None:
            away[:, 1] = -np.abs(away[:, 1]) - 0.15
        eyes = (low + high) / 2 + away * (np.linalg.norm(high - low) + 1)
        eyes[:, 2] = np.maximum(eyes[:, 2], 0.05)
        if type_ in FROM_BELOW:
            eyes = random.uniform((*low[:2], 1.2), (*high[:2], 1.8), (count, 3))
        ways = random.uniform(low, high, (count, 3)) - eyes
    ways /= np.linalg.norm(ways, axis=1)[:, None]
    surfaces = Surfaces(mesh.corners().astype(np.float32), mesh.material.astype(np.int32), mesh.materials)
    hits = Rays(surfaces).first(eyes, ways)
    backs = hits.met & ((surfaces.normals[hits.triangle] * ways).sum(1) > 1e-3)
    seen = (eyes + ways * hits.distance[:, None])[backs][:3].round(2).tolist()
    assert backs.sum() <= BACKS * hits.met.sum(), f"the back of a face shows at {seen}"


def test_every_word_that_designers_were_promised_is_there() -> None:
    assert set(PROMISED.split()) <= set(component_types())


def test_the_designers_page_has_every_word() -> None:
    page = (HERE.parents[1] / "docs" / "designers.md").read_text(encoding="utf-8")
    listed = page[page.index("## The vocabulary") :].split("\n## ")[0]
    missing = [t for t in component_types() if not re.search(rf"(?<![a-z-]){t}(?![a-z-])", listed)]
    assert not missing, f"docs/designers.md does not name {missing}"


@pytest.mark.parametrize("type_", component_types())
def test_what_one_can_use_says_where_one_stands_sits_or_goes(type_: str, example: Callable[..., Component]) -> None:
    component = example(type_)
    anchors = component.anchors()
    if component.verbs():
        assert anchors.reach or anchors.seats or isinstance(component, Opening)
    ids = [seat.id for seat in anchors.seats]
    assert len(ids) == len(set(ids))
