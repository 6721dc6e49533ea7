"""Props: every model stands on what it is put on, is of modest size, and hangs the right way round on a wall."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from campus.components._models import model_folder
from campus.components.prop import DRAWN, Model, Prop
from campus.mesh import is_closed, volume
from campus.proofs.licences import licence_of, licences

FILES = sorted(set(get_args(Model)) - DRAWN)
LICENCES = licences((model_folder().parent / "LICENSES.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("model", get_args(Model))
def test_it_stands_on_what_it_is_put_on(model: Model) -> None:
    low, high = Prop(model=model, height=0.74).mesh().bounds()
    assert low[2] == pytest.approx(0.74, abs=0.003)
    assert high[2] - low[2] < 2.4


@pytest.mark.parametrize("model", get_args(Model))
def test_it_has_at_most_as_many_triangles_as_its_kind_may(model: Model) -> None:
    most = 1000 if model in DRAWN else 6000 if model == "skeleton" else 4000  # it has its two hundred bones
    assert 40 < len(Prop(model=model).mesh().triangles) <= most


def test_every_model_is_a_file_or_drawn_and_every_file_is_a_model() -> None:
    assert {path.stem for path in model_folder().glob("*.glb")} == set(FILES)
    assert set(get_args(Model)) >= DRAWN


@pytest.mark.parametrize("model", FILES)
def test_a_file_is_of_known_materials_and_about_its_foot(model: Model, known_materials: frozenset[str]) -> None:
    shape = Prop(model=model).mesh()
    assert set(shape.materials) <= known_materials
    assert np.isfinite(shape.positions).all()
    assert np.abs(np.linalg.norm(shape.normals, axis=1) - 1).max() < 0.01
    low, high = shape.bounds()
    assert (low[:2] <= 0.01).all()
    assert (high[:2] >= -0.01).all(), "it is nowhere near where it is placed"
    assert not shape.collides.any(), "its hull is what one bumps into"


@pytest.mark.parametrize("model", FILES)
def test_most_of_a_file_looks_outward(model: Model) -> None:
    """A shape that is inside out shows its far side; sheets have two sides and hold nothing."""
    shape = Prop(model=model).mesh()
    corners = shape.corners().astype(np.float64)
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    along = np.einsum("ij,ij->i", faces, shape.normals[shape.triangles].mean(1))
    area = np.linalg.norm(faces, axis=1)
    assert area[along < 0].sum() < 0.03 * area.sum(), "triangles and normals disagree"
    assert volume(shape) > 0 or model in ("peace-lily", "herb-pot"), "leaves hold nothing"


@pytest.mark.parametrize("model", FILES)
def test_a_file_has_a_closed_hull_about_it_where_it_stands_on_the_floor(model: Model) -> None:
    prop = Prop(model=model)
    hull = prop.hull()
    assert is_closed(hull)
    assert hull.collides.all()
    assert len(hull.triangles) <= 400
    shape = prop.mesh().bounds()
    assert np.abs(hull.bounds() - shape).max() < 0.03
    assert not len(Prop(model=model, height=0.74).hull().triangles), "the table is in the way already"


@pytest.mark.parametrize("model", FILES)
def test_a_file_has_its_line_of_licence(model: Model) -> None:
    assert licence_of(f"props/{model}", LICENCES)
    assert licence_of(f"props/{model}.glb", LICENCES)


def test_a_clock_shows_its_face_to_the_room() -> None:
    face = Prop(model="clock", wall="north").mesh().of("ink").bounds()
    rim = Prop(model="clock", wall="north").mesh().of("brass").bounds()
    assert face[0][1] < rim[0][1]  # nearer to the room, which is towards -Y
    assert rim[1][1] == pytest.approx(0, abs=1e-4)


def test_a_pile_has_as_many_books_as_asked() -> None:
    few, many = (Prop(model="books", count=count).mesh() for count in (2, 6))
    assert len(many.triangles) == 3 * len(few.triangles)
