"""Every shipped space: what people use can be walked to, from wherever they start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from campus.space import Space
from campus.world import Ground

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("id_", sorted(path.stem for path in (ROOT / "scenes").glob("*.yaml") if path.stem != "campus"))
def test_every_seat_door_and_waypoint_can_be_walked_to_from_every_start(
    shipped: Callable[[str], Space], shipped_ground: Callable[[str], Ground], id_: str
) -> None:
    space, ground = shipped(id_), shipped_ground(id_)
    starts = {name: placed.at for name, placed in space.spawns.items()}
    starts |= {name: portal.arrive.at for name, portal in space.portals.items() if portal.built}
    for name, start in starts.items():
        assert ground.walkable(*start)[0], f"nobody fits at {name}"
        assert ground.paths.unreached(start, {s.id: s.at for s in space.seats.values()}, within=0.8) == ()
        assert ground.paths.unreached(start, {p.id: p.at for p in space.portals.values()}, within=1.0) == ()
        assert ground.paths.unreached(start, {n: w.at for n, w in space.waypoints.items()}, within=0.3) == ()
