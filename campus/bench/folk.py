"""People to be drawn in measurements: the same ones every time, all different."""

from __future__ import annotations

import numpy as np

from campus.client.avatars.crowd import DrawnPerson
from campus.protocol.messages import Figure
from campus.space.model import Space
from campus.world.pose import Pose


def folk_in(space: Space, people: int) -> dict[int, DrawnPerson]:
    """People of all kinds on the seats, each their own; whoever finds none walks at the entry."""
    random = np.random.default_rng(7)
    seats = list(space.seats.values())
    seats = [seats[i] for i in random.permutation(len(seats))[:people]]
    entry = next(iter(space.spawns.values())).at
    folk = {}
    for slot in range(people):
        figure = Figure(
            skin=int(random.integers(10)),
            hair=int(random.integers(10)),
            hair_style=int(random.integers(8)),
            top=int(random.integers(12)),
            legs=int(random.integers(8)),
            build=int(random.integers(4)),
        )
        if slot < len(seats):
            seat = seats[slot]
            pose = Pose(*seat.at, seat.heading % 360, seated=True)
            folk[slot] = DrawnPerson(pose, figure, seat_height=seat.height)
        else:
            away = random.uniform(0.6, 4.0, 2)
            pose = Pose(entry[0] + float(away[0]), entry[1] + float(away[1]), entry[2], 0.0, vx=0.0, vy=1.2)
            folk[slot] = DrawnPerson(pose, figure)
    return folk
