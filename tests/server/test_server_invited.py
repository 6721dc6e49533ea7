"""Who comes by an invitation to a class that is not open yet: they prepare, and come back as who they were."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from campus.errors import Refused
from campus.learning.unit import Unit
from campus.learning.unit_file import load_unit
from campus.protocol.messages import VERSION, Came, Done, Enter, Hello, Panels, Press, Welcome, Went
from campus.protocol.poses import PoseFrame

ROOT = Path(__file__).resolve().parents[2]
UNIT = "telehealth-01"


@pytest.fixture(scope="module")
def units() -> dict[str, Unit]:
    return {UNIT: load_unit(ROOT, UNIT)}


def test_an_invitation_to_a_class_leads_to_its_preparation_and_its_bearer_comes_back_as_who_they_were(
    serving, key: str, units: dict[str, Unit]
) -> None:
    async def story() -> None:
        async with serving(units=units, with_people=True) as served:
            teacher = await served.in_the_hall("Maurice", key=key)
            classes = served.hub._classrooms
            for panel, item, value in (("open-class", "draft", UNIT), ("draft.", "life.prepare", "")):
                panel += classes.told()[0].id if panel == "draft." else ""
                teacher.caller.send(Press(panel=panel, item=item, value=value, client_message_id=item))
                await teacher.hears(Done, lambda done, item=item: done.client_message_id == item)
            (session,) = classes.told()
            assert session.life == "prep_open"
            _, code = served.invitations.make("student", by="hayot", session=session.id)

            tokens: list[str] = []
            monday = served.call("Ana", code=code, keep=tokens.append)
            ana = (await monday.hears(Welcome)).person
            monday.caller.send(Enter(space="hall"))
            await monday.hears(Panels, lambda told: any(p.id == f"prepare.{session.id}" for p in told.panels))
            assert classes.told()[0].standing(ana) == "expected"
            monday.caller.close()
            async with asyncio.timeout(10):
                while ana in served.hub.visitors:
                    await teacher.hears(Came | Went | PoseFrame)

            # The invitation is used up, and days have gone by: the token brings nobody to a seat any more.
            later = time.time() + 4 * 86_400
            thursday = served.access.identify(
                Hello(version=VERSION, name="Ana", code=code, resume=tokens[-1]), loopback=False, now=later
            )
            assert (thursday.person, thursday.role, thursday.code) == (ana, "student", session.code)
            with pytest.raises(Refused, match="unauthenticated"):
                served.access.identify(Hello(version=VERSION, name="Bo", code=code), loopback=False, now=later)
            again = served.call("Ana", code=code, token=tokens[-1])
            assert (await again.hears(Welcome)).person == ana

    asyncio.run(story())
