"""Numbers with units and decimal commas are told what to write instead; one mistake of a node hides no other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from campus.components import component_named
from campus.errors import SceneErrors
from campus.scene import load_campus
from campus.scene.convert import to_struct
from campus.scene.findings import Findings
from campus.scene.reading import read
from campus.scene.values import Fields
from campus.text import Text

WriteCampus = Callable[..., Path]
SHELL = "shell:\n  room: {size: [8, 6, 3]}\n"


def hints(type_: str, fields: str, sound: Callable[[Text], None]) -> list[str | None]:
    findings = Findings()
    written = read(f"{{{fields}}}".encode(), "f", findings)
    assert isinstance(written, Fields)
    to_struct(written, component_named(type_), type_, findings)
    for error in findings.errors():
        sound(error.advice or error.text)
    return [error.advice.en if error.advice else None for error in findings.errors()]


@pytest.mark.parametrize(
    ("type_", "fields", "hint"),
    [
        ("lamp", "lumens: 3200 lm", "Write 3200; it is in lm."),
        ("lamp", "lumens: 3200lumens", "Write 3200; it is in lm."),
        ("bench", "length: 3,6", "A decimal point, please: 3.6."),
        ("bench", "length: '3,6'", "A decimal point, please: 3.6."),
        ("bench", "length: 360 cm", "In metres that is 3.6."),
        ("bench", "length: 850 mm", "In metres that is 0.85."),
        ("bench", "length: '1,6 m'", "Write 1.6; it is in metres."),
        ("bench", "length: 3 lm", None),
        ("bench", "length: '3,600 m'", None),  # thousands, or thousandths
        ("bench", "at: 5 m", "Write 5; it is in metres."),
        ("door", "size: [90 cm, 2.1]", "In metres that is 0.9."),
        ("door", "size: [1,2, 2,1]", "A decimal point, please: [1.2, 2.1]."),
        ("door", "size: [1,2,2,1]", None),
        ("door", "size: [1, 2, 2, 1]", None),
        ("door", "at: 5,2", "A decimal point, please: 5.2."),
        ("door", "at: -5,25, sill: 0", "A decimal point, please: -5.25."),
        ("door", "at: 5, 2", None),
        ("door", "wall: north,2", None),
    ],
)
def test_a_number_with_its_unit_or_a_comma_is_told_how_it_is_written(
    type_: str, fields: str, hint: str | None, in_sound_french: Callable[[Text], None]
) -> None:
    assert hints(type_, fields, in_sound_french) == [hint]


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ("{type: window, wall: north, at: 50, couleur: rouge}", ["out-of-range", "unknown-field"]),
        ("{type: window, wall: north, at: 4, size: [1, 20], couleur: rouge}", ["out-of-wall", "unknown-field"]),
        ("{type: window, wall: north, at: 4, size: [1, 1], sill: -2, to: 3}", ["out-of-wall", "wrong-type"]),
        ("{type: window, wall: north, at: 4, size: [30, 1], sill: haut}", ["out-of-wall", "wrong-type"]),
        ("{type: bench, at: [50, 50], length: long}", ["out-of-room", "wrong-type"]),
        ("{type: bench, at: devant, length: 300}", ["wrong-type", "out-of-room"]),
        ("{type: bench, at: [2, 2], facing: nulle-part, length: long}", ["unknown-node", "wrong-type"]),
        ("{type: chaise, at: devant}", ["unknown-type", "wrong-type"]),
        ("{type: prefab, use: nook, at: devant, with: {tall: 2}}", ["wrong-type", "unknown-field"]),
    ],
)
def test_a_mistake_does_not_hide_another_of_the_same_node(
    write_campus: WriteCampus, node: str, told: list[str]
) -> None:
    assert codes(write_campus, node) == told


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ("{type: window, mur: north, at: 4}", ["unknown-field"]),
        ("{type: window, wal: north, at: 40}", ["unknown-field"]),
        ("{type: window, wall: north, at: 0.3, largeur: 0.4}", ["unknown-field"]),
        ("{type: window, wall: north, at: 4, siz: [1, 1], sill: 1.9}", ["unknown-field"]),
        ("{type: window, wall: north, at: 8,5}", ["unknown-field"]),
        ("{type: screen, wall: north, at: 0.3, foo: 1}", ["unknown-field"]),
        ("{type: bench, at: 5, mur: north}", ["unknown-field"]),
        ("{type: bench, at: [50, 50], repeat: 3}", ["wrong-type"]),
        ("{type: prefab, use: nook, wiht: {tall: 2}}", ["unknown-field"]),
    ],
)
def test_what_a_mistake_may_have_caused_is_not_told_as_a_second_one(
    write_campus: WriteCampus, node: str, told: list[str]
) -> None:
    assert codes(write_campus, node) == told


def codes(write_campus: WriteCampus, node: str) -> list[str]:
    nook = (
        "prefab: nook\nparameters: {wide: {type: number, default: 2}}\nnodes:\n  - {type: bench, length: '${wide}'}\n"
    )
    root = write_campus(f"{SHELL}nodes:\n  - {{type: spawn, at: [1, 1]}}\n  - {node}\n", prefabs={"nook": nook})
    with pytest.raises(SceneErrors) as refused:
        load_campus(root)
    return [error.code for error in refused.value.errors]
