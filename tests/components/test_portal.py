"""A portal: one arrives in front of it and outside it, so that one is not carried straight back."""

from __future__ import annotations

from campus.components.portal import Portal


def test_one_arrives_outside_the_portal() -> None:
    portal = Portal(to="hall/lift-down")
    assert portal.arrive > portal.radius


def test_it_is_used_from_in_front() -> None:
    place = Portal(to="hall/lift-down", arrive=1.5).anchors().reach[0]
    assert place.at == (0, 1.5, 0)
    assert place.heading == 180


def test_it_has_no_shape_of_its_own() -> None:
    assert len(Portal(to="hall/lift-down").mesh().triangles) == 0
