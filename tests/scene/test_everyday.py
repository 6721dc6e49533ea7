"""Whoever does not know the vocabulary yet is told its word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from campus.components import component_types
from campus.errors import SceneErrors
from campus.scene import load_campus
from campus.scene.everyday import CALLED, MADE_OF, meant, meant_material

WriteCampus = Callable[..., Path]
MATERIALS = [path.stem for path in (Path(__file__).parents[2] / "assets" / "materials").glob("*.yaml")]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("chair", "Did you mean 'seat'?"),
        ("Fenêtre", "Did you mean 'window'?"),
        ("escalier", "Did you mean 'stair'?"),
        ("scren", "Did you mean 'screen'?"),
        ("tabel", "Did you mean 'table'?"),
        ("lights", "Did you mean 'lamp'?"),
        ("skeleton", "Write {type: prop, model: skeleton, …}."),
        ("defibrilator", "Write {type: prop, model: defibrillator, …}."),
        ("spaceship", None),
    ],
)
def test_a_word_of_every_day_leads_to_the_type_that_is_meant(written: str, hint: str | None) -> None:
    told = meant(written, component_types())
    assert (told.en if told else None) == hint


def test_every_word_of_every_day_means_one_component_that_there_is() -> None:
    words = [word for every in CALLED.values() for word in every.split()]
    assert set(CALLED) <= set(component_types())
    assert len(words) == len(set(words))
    assert not set(words) & set(component_types())


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("chaux", "Did you mean 'lime-plaster'?"),
        ("Chêne", "Did you mean 'oak'?"),
        ("parquet-chene", "Did you mean 'oak-floor'?"),
        ("carrelage", "Did you mean 'faience' or 'terrazzo' or 'tomette'?"),
        ("limstone", "Did you mean 'limestone'?"),
        ("unobtainium", None),
    ],
)
def test_a_word_of_every_day_leads_to_the_material_that_is_meant(written: str, hint: str | None) -> None:
    told = meant_material(written, MATERIALS)
    assert (told.en if told else None) == hint


def test_a_material_that_there_is_not_is_no_hint() -> None:
    told = meant_material("carrelage", [name for name in MATERIALS if name not in ("faience", "tomette")])
    assert told is not None
    assert told.en == "Did you mean 'terrazzo'?"


def test_every_word_of_every_day_means_materials_that_there_are() -> None:
    assert set(MADE_OF) <= set(MATERIALS)
    assert not {word for words in MADE_OF.values() for word in words.split()} & set(MATERIALS)


def test_an_accent_does_not_keep_a_material_from_being_meant(write_campus: WriteCampus) -> None:
    with pytest.raises(SceneErrors) as refused:
        load_campus(write_campus("nodes:\n  - {type: spawn}\n  - {type: bench, at: [2, 2], material: chêne}\n"))
    (error,) = refused.value.errors
    assert error.code == "unknown-material"
    assert error.advice is not None
    assert error.advice.fr == "Vouliez-vous dire «\u00a0oak\u00a0»\u202f?"
