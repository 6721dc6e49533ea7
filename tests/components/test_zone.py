"""A zone: a box with facets, and nothing that one sees."""

from __future__ import annotations

import msgspec
import pytest

from campus.components.zone import Zone


def test_it_carries_what_it_was_given() -> None:
    written = {"box": [[7, 0, 0], [9, 2.2, 3.2]], "audio": {"isolate": True}, "capacity": 4, "role": "table"}
    zone = msgspec.convert(written, Zone)
    assert zone.box == ((7, 0, 0), (9, 2.2, 3.2))
    assert zone.audio is not None
    assert zone.audio.isolate
    assert (zone.capacity, zone.role) == (4, "table")
    assert len(zone.mesh().triangles) == 0


@pytest.mark.parametrize(
    "field", [{"role": "stage"}, {"capacity": 0}, {"audio": {"isolated": True}}, {"permission": ["everybody"]}]
)
def test_a_facet_that_is_not_in_the_vocabulary_is_refused(field: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"box": [[0, 0, 0], [1, 1, 1]], **field}, Zone)
