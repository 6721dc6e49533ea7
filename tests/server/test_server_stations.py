"""Over real sockets: the code of a class to prepare lets one in, a station leads to it, a press elsewhere is heard."""

from __future__ import annotations

import asyncio
from pathlib import Path

from campus.learning.unit_file import load_unit
from campus.protocol.messages import Done, Panels, Press, Refusal, Use

ROOT = Path(__file__).resolve().parents[2]
UNIT = "telehealth-01"


async def pressed(who, panel: str, item: str, value: str = "") -> None:
    id_ = f"{panel}/{item}/{value}"
    who.caller.send(Press(panel=panel, item=item, value=value, client_message_id=id_))
    await who.hears(Done, lambda done: done.client_message_id == id_)


def shows(panel: str):
    return lambda event: any(p.id.startswith(panel) for p in event.panels)


def test_a_student_works_at_a_station_and_the_teacher_sees_it(serving, key) -> None:
    async def story() -> None:
        async with serving(units={UNIT: load_unit(ROOT, UNIT)}) as served:
            classes = served.hub._classrooms
            classes.preparations._stations = {"hall": {"post": (UNIT, "preparation"), "far": (UNIT, "preparation")}}
            teacher = await served.in_the_hall("Hayot", key=key)
            served.hub.rooms["hall"].space.where.update(post=(10.0, 11.0, 0.0, 0.0), far=(1.0, 1.0, 0.0, 0.0))
            await pressed(teacher, "open-class", "draft", UNIT)
            (session,) = classes.told()
            await pressed(teacher, f"draft.{session.id}", "life.prepare")
            ana = await served.in_the_hall("Ana")
            ana.caller.send(Use(node="far", verb="use"))
            refusal = await ana.hears(Refusal)
            assert refusal.code == "too_far"
            ana.caller.send(Use(node="post", verb="use"))
            await ana.hears(Panels, shows("desk"))
            await pressed(ana, "desk", "code", session.code)
            await ana.hears(Panels, shows("prepare."))
            await pressed(ana, f"prepare.{session.id}", "open-0")
            assert classes.told()[0].preparation(ana.id).opened == {0}
            await teacher.hears(
                Panels, lambda event: any("1 of 4" in str(p) for p in event.panels if p.id.startswith("draft."))
            )

    asyncio.run(story())
