"""Two people over real sockets: the walking skeleton of presence."""

from __future__ import annotations

import asyncio
import time

from campus.protocol.messages import Came, Said, Say
from campus.protocol.poses import PoseFrame
from campus.world.pose import Pose


def test_two_people_meet_and_one_sees_the_other_walk(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            bo = await served.in_the_hall("Bo")
            came = await ana.hears(Came, lambda event: event.person.name == "Bo")
            assert came.person.role == "student"
            bo.caller.send_pose(Pose(10.2, 10.1, 0.0, 90.0, vx=1.4), time.monotonic())
            frame = await ana.hears(
                PoseFrame, lambda event: any(s.slot == came.person.slot and s.pose.x == 10.2 for s in event.seen)
            )
            seen = next(s for s in frame.seen if s.slot == came.person.slot)
            assert (seen.pose.y, seen.pose.heading) == (10.1, 90.0)
            bo.caller.send(Say(words="Bonjour", client_message_id="1"))
            said = await ana.hears(Said)
            assert (said.name, said.words) == ("Bo", "Bonjour")

    asyncio.run(story())
