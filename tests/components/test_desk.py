"""A desk: its size and height to the centimetre, closed to the public side when one is received at it."""

from __future__ import annotations

import pytest

from campus.components.desk import Desk


@pytest.mark.parametrize("style", ["reception", "teacher"])
def test_it_is_as_long_and_deep_as_it_says(style: str) -> None:
    mesh = Desk(size=(4.2, 0.9), style=style).mesh()  # type: ignore[arg-type]
    extent = mesh.bounds()[1] - mesh.bounds()[0]
    assert extent[:2] == pytest.approx([4.2, 0.9], abs=0.04)


def test_a_reception_desk_is_slatted_in_front_and_stops_a_body() -> None:
    mesh = Desk(size=(4.2, 0.9), style="reception", height=0.74).mesh()
    collider = mesh.only(mesh.collides).bounds()
    assert collider[0][2] == 0
    assert collider[1][2] == pytest.approx(1.04, abs=0.01)  # the ledge that one leans on
    slats = mesh.only(~mesh.collides)
    assert slats.bounds()[0][1] > 0


def test_one_stands_before_it_and_looks_at_it() -> None:
    place = Desk(size=(1.6, 0.8)).anchors().reach[0]
    assert place.at[1] > 0.4 + 0.25  # no part of a body 0.5 m wide is in the desk
    assert place.heading == 180
