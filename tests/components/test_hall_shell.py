"""A hall: a room that is coffered, corniced and plinthed unless it says otherwise."""

from __future__ import annotations

import pytest

from campus.components.hall import Hall
from campus.components.room import Coffers, Room


def test_it_is_the_room_that_one_would_have_written() -> None:
    written = Room(size=(15, 24, 8.4), plinth=0.9, cornice=0.22, ceiling="oak", coffers=Coffers(grid=(8, 13))).shell({})
    made = Hall(size=(15, 24, 8.4)).shell({})
    assert made.materials == written.materials
    assert (made.positions == written.positions).all()


def test_it_may_have_a_flat_ceiling_and_its_own_coffers() -> None:
    flat = Hall(size=(10, 12, 6), coffered=False).shell({}).of("oak")
    assert flat.bounds()[:, 2] == pytest.approx([6.0, 6.25])
    own = Hall(size=(10, 12, 6), coffers=Coffers(grid=(2, 2), depth=0.7)).shell({})
    assert own.of("acoustic-panel").positions[:, 2].max() == pytest.approx(6.7, abs=1e-4)
