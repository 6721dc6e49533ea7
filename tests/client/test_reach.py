"""What is within reach: a station offers its work from where one stands before it, and from nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from campus.client.reach import in_reach, stations
from campus.space.model import Space
from campus.text import Text

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def seminar_room(shipped: Callable[[str], Space]) -> Space:
    return shipped("seminar-room")


def test_a_station_offers_its_work_to_whoever_stands_before_it(seminar_room: Space) -> None:
    assert stations(seminar_room) == {"inverse": "preparation"}
    x, y, z = seminar_room.where["inverse"][:3]
    before = (x - 0.7, y, z)  # it stands at the east wall and faces west
    found = in_reach(seminar_room, {}, set(seminar_room.seats), before, 270.0)
    assert found is not None
    assert (found.kind, found.id) == ("station", "inverse")
    assert found.text == Text(fr="Préparer un cours", en="Prepare for a class")
    assert in_reach(seminar_room, {}, set(seminar_room.seats), (x - 2.5, y, z), 270.0) is None
    assert in_reach(seminar_room, {}, set(seminar_room.seats), before, 90.0) is None
