"""A lift's cab: room for a wheelchair, open in front, closed on the other sides."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.lift import Lift
from campus.text import Text


def test_a_wheelchair_turns_in_it() -> None:
    mesh = Lift().mesh()
    hit = mesh.only(mesh.collides)
    inside = np.abs(hit.positions[hit.positions[:, 1] > 0][:, 0]).min()
    assert 2 * inside > 1.5


def test_one_enters_from_the_front_only() -> None:
    """Above 0.9 m nothing stands in the front's middle; the rear wall closes the back."""
    mesh = Lift().mesh()
    front = mesh.positions[(mesh.positions[:, 1] > 0.5) & (mesh.positions[:, 2] < 2.1)]
    assert np.abs(front[:, 0]).min() > 0.6
    back = mesh.positions[mesh.positions[:, 1] < -0.8]
    assert np.ptp(back[:, 0]) == pytest.approx(1.9, abs=1e-3)


def test_it_says_where_it_goes_and_it_is_lit() -> None:
    anchors = Lift(label=Text(fr="Galerie", en="Gallery")).anchors()
    assert anchors.labels[0].text.fr == "Galerie"
    assert len(anchors.lamps) == 1
    assert not Lift().anchors().labels
