"""A wheelchair place: room for a wheelchair, nothing that a wheel could feel."""

from __future__ import annotations

import pytest

from campus.components.wheelchair_place import WheelchairPlace


def test_a_person_brings_the_chair() -> None:
    seat = WheelchairPlace().anchors().seats[0]
    assert (seat.kind, seat.height, seat.id) == ("wheelchair", 0, "")


def test_its_mark_is_90_by_130_cm_and_flush() -> None:
    mesh = WheelchairPlace().mesh()
    low, high = mesh.bounds()
    assert high - low == pytest.approx([0.9, 1.3, 0.004], abs=1e-4)
    assert not mesh.collides.any()
