"""Whoever does not know the vocabulary yet is told its word."""

from __future__ import annotations

import pytest

from campus.components import component_types
from campus.scene.everyday import CALLED, meant


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
