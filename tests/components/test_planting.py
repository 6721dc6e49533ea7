"""A bed of simples: every kind with its label in both languages, a kerb to sit on all round it."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.planting import Planting, Simple
from campus.text import Text

SIMPLES = (
    Simple(name=Text(fr="Sauge", en="Sage"), latin="Salvia officinalis"),
    Simple(name=Text(fr="Souci", en="Marigold"), latin="Calendula officinalis", flower="saffron"),
)
BED = Planting(size=(5.2, 2.6), simples=SIMPLES)


def test_it_is_as_large_as_it_says_and_its_kerb_is_45_centimetres_high() -> None:
    low, high = BED.mesh().of("limestone-smooth").bounds()
    assert high - low == pytest.approx([5.2, 2.6, 0.45], abs=0.001)


def test_each_kind_has_its_label_with_its_latin_name() -> None:
    labels = BED.anchors().labels
    assert [label.text.en for label in labels] == ["Sage", "Marigold"]
    assert all(simple.latin in label.text.fr for simple, label in zip(SIMPLES, labels, strict=True))
    assert labels[0].place.at[0] < labels[1].place.at[0]
    assert {label.place.heading for label in labels} == {180.0}
    north = Planting(size=(5.2, 2.6), simples=SIMPLES, labels="north").anchors().labels
    assert {label.place.heading for label in north} == {0.0}


def test_one_sits_all_round_it_looking_away_from_the_plants() -> None:
    seats = BED.anchors().seats
    assert len(seats) == 2 * (5 + 2)
    assert all(seat.kind == "kerb" and seat.height == 0.45 for seat in seats)
    for seat in seats:
        x, y, _ = seat.place.at
        turn = np.radians(seat.place.heading)
        assert x * -np.sin(turn) + y * np.cos(turn) > 1.2


def test_plants_grow_inside_the_kerb_and_hold_nobody_up() -> None:
    mesh = BED.mesh()
    for material in ("leaf", "saffron"):
        places = mesh.of(material).positions
        assert len(places)
        assert np.abs(places[:, 0]).max() < 2.6
        assert np.abs(places[:, 1]).max() < 1.35
        assert not mesh.of(material).collides.any()


def test_one_seed_makes_one_bed() -> None:
    again = Planting(size=(5.2, 2.6), simples=SIMPLES)
    assert np.array_equal(again.mesh().positions, BED.mesh().positions)
    assert not np.array_equal(Planting(size=(5.2, 2.6), simples=SIMPLES, seed=2).mesh().positions, BED.mesh().positions)


def test_flowers_never_float_every_umbel_has_its_stalk() -> None:
    fennel = Simple(name=Text(fr="Fenouil", en="Fennel"), latin="F", habit="umbels", flower="saffron", height=0.85)
    mesh = Planting(size=(5.2, 2.6), simples=(fennel,)).mesh()
    flowers, green = mesh.of("saffron").positions, mesh.of("leaf").positions
    for spot in flowers[::97]:
        assert np.linalg.norm(green - spot, axis=1).min() < 0.12
