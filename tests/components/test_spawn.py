"""A spawn is a place and nothing else."""

from __future__ import annotations

from campus.components.spawn import Spawn


def test_it_is_nothing_that_one_sees_or_bumps_into() -> None:
    spawn = Spawn(at=(1.2, 1.0), facing="north")
    assert len(spawn.mesh().triangles) == 0
    assert spawn.radius > 0
    assert spawn.verbs() == ()
