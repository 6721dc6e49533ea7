"""A mirror: its glass shows a whole person, seated or standing, and one stands before it."""

from __future__ import annotations

import pytest

from campus.components.mirror import Mirror


def test_a_standing_person_and_a_child_see_themselves_from_head_to_toe() -> None:
    glass = Mirror(wall="south").mesh().of("mirror").bounds()
    # Half one's height is enough, between half the height of the eyes and halfway from the eyes to the crown.
    for eye, crown in ((1.75, 1.90), (1.10, 1.22)):
        assert glass[0][2] <= eye / 2
        assert glass[1][2] >= (eye + crown) / 2


def test_its_glass_is_as_large_as_it_says() -> None:
    glass = Mirror(wall="south", size=(1.1, 2.1), height=0.15).mesh().of("mirror").bounds()
    assert glass[1][0] - glass[0][0] == pytest.approx(1.1, abs=0.01)
    assert glass[:, 2] == pytest.approx([0.15, 2.25], abs=0.01)


def test_one_stands_before_it_and_looks_at_it() -> None:
    hung = Mirror(wall="south").anchors().reach[0]
    free = Mirror().anchors().reach[0]
    assert (hung.at[1], hung.heading) == (-1.2, 0)
    assert (free.at[1], free.heading) == (1.2, 180)
