"""Which spaces can be stood in: what is made ready with one, and what where memory is short."""

from __future__ import annotations

import pytest

from campus.client.places import Places
from campus.client.view import Stage
from campus.client.view.quality import LOW
from campus.scene.model import Campus
from campus.space import Space


def wait_for(places: Places) -> None:
    """Until all that was begun beside the frame is done; whoever asks again and again takes the processor from it."""
    places._pool.submit(lambda: None).result()


def test_whoever_comes_in_sees_the_spaces_beyond_at_once_and_they_are_those_that_one_walks_into(
    application: object, shipped_campus: Campus
) -> None:
    stage = Stage(application, LOW)  # type: ignore[arg-type]
    places = Places(shipped_campus, stage, "fr")
    places.prefetch({"hall"})
    assert places.is_preparing
    while not places.is_ready("hall"):
        wait_for(places)
        places.work()
    hall = places.get("hall")
    assert places.is_ready("garden"), "what is seen is there before one is shown anything"
    garden = {place.space.id: place for place in places.ready}["garden"]
    assert garden.view.sees("hall") is hall.view, "a pier's shade ends at no threshold, from the first picture on"
    while places.work() or places.is_preparing:
        wait_for(places)
    assert hall.view.sees("garden") is places.get("garden").view
    assert places.get("garden").view.sees("hall") is hall.view
    assert places.get("garden").view.sees("seminar-room") is places.get("seminar-room").view
    assert not places.is_preparing
    places.close()
    for space in ("hall", "garden", "seminar-room"):
        places.get(space).view.destroy()
    stage.destroy()


def test_where_memory_is_short_a_neighbour_waits_until_somebody_goes_there(
    application: object, shipped_campus: Campus, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exhausted(*_: object) -> Space:
        raise MemoryError

    stage = Stage(application, LOW)  # type: ignore[arg-type]
    places = Places(shipped_campus, stage, "fr")
    with monkeypatch.context() as machine:
        machine.setattr("campus.client.places.prepared_space", exhausted)
        places.prefetch({"garden"})
        wait_for(places)
        assert not places.work()
    assert not places.is_ready("garden")
    places.close()
    stage.destroy()
