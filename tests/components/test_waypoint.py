"""A waypoint is a named place and nothing else."""

from __future__ import annotations

from campus.components.waypoint import Waypoint
from campus.text import Text


def test_it_has_a_name_to_be_chosen_by_and_no_shape() -> None:
    waypoint = Waypoint(name=Text(fr="Le grand escalier", en="The great stair"), at=(8, 18))
    assert waypoint.name is not None
    assert waypoint.name.in_("fr") == "Le grand escalier"
    assert len(waypoint.mesh().triangles) == 0
