"""People over real sockets: they meet, walk, talk, sit, go through doors; and what else a connection may do."""

from __future__ import annotations

import asyncio
import time

import pytest

from campus.protocol.messages import (
    Bye,
    Came,
    Changed,
    Done,
    Enter,
    Entered,
    Figure,
    Hand,
    Introduce,
    PutBack,
    Refusal,
    Resync,
    Said,
    Say,
    Sit,
    Stand,
    Use,
    Went,
)
from campus.protocol.poses import PoseFrame, encode_pose
from campus.world.pose import Pose


def about(slot: int, x: float, y: float):
    """Whether a frame says that the person of that slot is there."""
    return lambda frame: any(s.slot == slot and s.pose[:2] == pytest.approx((x, y), abs=0.01) for s in frame.seen)


def test_two_people_meet_and_one_sees_the_other_walk(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            bo = await served.in_the_hall("Bo")
            came = await ana.hears(Came, lambda event: event.person.name == "Bo")
            assert came.person.role == "student"
            x, y = bo.entered.at[:2]
            bo.caller.send_pose(Pose(x + 0.2, y, 0.0, 90.0, vx=1.4), time.monotonic())
            frame = await ana.hears(PoseFrame, about(came.person.slot, x + 0.2, y))
            seen = next(s for s in frame.seen if s.slot == came.person.slot)
            assert seen.pose.heading == 90.0
            assert seen.time <= frame.time
            bo.caller.send(Say(words="Bonjour", client_message_id="1"))
            said = await ana.hears(Said)
            assert (said.name, said.words) == ("Bo", "Bonjour")

    asyncio.run(story())


def test_whoever_comes_later_sees_where_everybody_stands(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            bo = await served.in_the_hall("Bo")
            slot = next(p.slot for p in bo.entered.people if p.id == ana.id)
            frame = await bo.hears(PoseFrame, lambda frame: frame.key)
            assert slot in [seen.slot for seen in frame.seen]

    asyncio.run(story())


def test_what_was_said_is_in_the_log_before_it_is_acknowledged_and_a_retry_is_told_once(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            bo = await served.in_the_hall("Bo")
            for _ in range(2):
                ana.caller.send(Say(words="Une fois", client_message_id="m1"))
                await ana.hears(Done, lambda done: done.client_message_id == "m1")
                entries = await served.store.read("room/hall")
                assert [e.type for e in entries if e.actor == ana.id] == ["came", "said"]
            ana.caller.send(Say(words="Fin", client_message_id="m2"))
            assert (await bo.hears(Said)).words == "Une fois"
            assert (await bo.hears(Said)).words == "Fin"

    asyncio.run(story())


def test_too_much_talk_is_refused_with_the_number_of_the_message(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            for number in range(30):
                ana.caller.send(Say(words="!", client_message_id=str(number)))
            refusal = await ana.hears(Refusal)
            assert refusal.code == "too_fast"
            assert refusal.of.isdigit()

    asyncio.run(story())


def test_a_seat_that_somebody_has_is_refused_and_the_person_is_told(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana, bo = await served.in_the_hall("Ana"), await served.in_the_hall("Bo")
            for visiting in (ana, bo):
                visiting.caller.send_pose(Pose(15.0, 9.5, 0.0, 0.0), time.monotonic())
                await visiting.hears(PoseFrame, about(visiting.entered.you, 15.0, 9.5))
            ana.caller.send(Sit(seat="row.0"))
            await bo.hears(Came, lambda came: came.person.seat == "row.0")
            bo.caller.send(Sit(seat="row.0"))
            refusal = await bo.hears(Refusal)
            assert (refusal.of, refusal.code) == ("sit", "taken")
            assert "Ana" in refusal.text.fr
            ana.caller.send(Stand())
            await bo.hears(Came, lambda came: came.person.id == ana.id and came.person.seat is None)

    asyncio.run(story())


def test_a_door_opens_leads_elsewhere_and_only_from_near_it(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana, bo = await served.in_the_hall("Ana"), await served.in_the_hall("Bo")
            ana.caller.send(Enter(space="annex", portal="door"))
            assert (await ana.hears(Refusal)).code == "too_far"
            ana.caller.send_pose(Pose(10.0, 18.0, 0.0, 0.0), time.monotonic())
            await ana.hears(PoseFrame, about(ana.entered.you, 10.0, 18.0))
            ana.caller.send(Use(node="door", verb="open"))
            assert (await bo.hears(Changed)).state == {"open": 1.0}
            ana.caller.send(Enter(space="annex", portal="door"))
            entered = await ana.hears(Entered)
            assert (entered.room, entered.at) == ("annex", (10.0, 18.5, 0.0, 180.0))
            assert (await bo.hears(Went)).person == ana.id

    asyncio.run(story())


def test_a_space_that_does_not_exist_is_refused_and_one_stays_where_one_is(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            ana.caller.send(Enter(space="anex"))
            refusal = await ana.hears(Refusal)
            assert refusal.text.en == "There is no space 'anex' on this campus. Did you mean 'annex'?"
            ana.caller.send(Hand(up=True))
            assert (await ana.hears(Came)).person.hand

    asyncio.run(story())


def test_poses_from_before_one_was_put_somewhere_do_not_count(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            ana.caller.send_pose(Pose(10.0, 18.0, 0.0, 0.0), time.monotonic())
            await ana.hears(PoseFrame, about(ana.entered.you, 10.0, 18.0))
            ana.caller.send(Enter(space="annex", portal="door"))
            # On its way when the door let her through: a place in the room that she has left.
            ana.caller.write(encode_pose(ana.caller.placed, Pose(2.0, 2.0, 0.0, 0.0)))
            entered = await ana.hears(Entered)
            ana.caller.send_pose(Pose(10.3, 18.5, 0.0, 0.0), time.monotonic())
            await ana.hears(PoseFrame, about(entered.you, 10.3, 18.5))
            assert not [event for event in ana.heard if isinstance(event, PutBack)]

    asyncio.run(story())


def test_off_the_ground_one_is_put_back_and_can_go_on(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            x = ana.entered.at[0]
            ana.caller.send_pose(Pose(25.0, 10.0, 0.0, 0.0), time.monotonic())
            back = await ana.hears(PutBack)
            assert back.at[0] == pytest.approx(x, abs=0.01)
            assert back.why.fr
            ana.caller.send_pose(Pose(x + 0.3, 10.0, 0.0, 0.0), time.monotonic())
            await ana.hears(PoseFrame, about(ana.entered.you, x + 0.3, 10.0))

    asyncio.run(story())


def test_whoever_closes_their_window_is_gone_at_once(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana, bo = await served.in_the_hall("Ana"), await served.in_the_hall("Bo")
            ana.caller.close()
            assert (await bo.hears(Went)).person == ana.id
            assert set(served.hub.visitors) == {bo.id}
            assert not [came for came in bo.heard if isinstance(came, Came) and came.person.away]

    asyncio.run(story())


def test_when_everybody_has_gone_nothing_of_them_is_left_in_memory(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            for _ in range(3):
                crowd = [await served.in_the_hall(f"P{n}") for n in range(8)]
                for one in crowd[::2]:
                    one.caller.send(Enter(space="annex"))
                    await one.hears(Entered)
                for one in crowd:
                    one.caller.close()
                await served.none_left()
            hub = served.hub
            assert (hub.visitors, dict(hub.rooms), hub._publisher._boards) == ({}, {}, {})

    asyncio.run(story())


def test_resync_sends_everything_again(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            await ana.hears(PoseFrame, lambda frame: frame.key)
            ana.caller.send(Resync())
            assert (await ana.hears(Entered)).you == ana.entered.you
            await ana.hears(PoseFrame, lambda frame: frame.key)

    asyncio.run(story())


def test_a_newcomer_tells_their_name_and_the_others_see_it(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana = await served.in_the_hall("Ana")
            bo = await served.in_the_hall("Newcomer")
            bo.caller.send(Introduce(name="Bo", figure=Figure(height_cm=180)))
            came = await ana.hears(Came, lambda event: event.person.name == "Bo")
            assert came.person.figure.height_cm == 180
            bo.caller.send(Say(words="Bonjour", client_message_id="1"))
            assert (await ana.hears(Said)).name == "Bo"

    asyncio.run(story())


@pytest.mark.parametrize("name", ["   ", "\u202e", "\x00", "\u200b", "\n"])
def test_a_name_that_nobody_can_see_is_refused_at_the_door_and_inside(serving, name: str) -> None:
    async def story() -> None:
        async with serving() as served:
            bye = await served.call(name).hears(Bye)
            assert bye.code == "no_name"
            ana = await served.in_the_hall("Ana")
            ana.caller.send(Introduce(name=name, figure=Figure()))
            refusal = await ana.hears(Refusal)
            assert (refusal.of, refusal.code) == ("introduce", "no_name")
            assert served.hub.rooms["hall"].people[ana.id].name == "Ana"

    asyncio.run(story())


def test_names_and_words_are_told_without_what_turns_them_about(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana, bo = await served.in_the_hall(" \u202eAna\nLu "), await served.in_the_hall("Bo")
            assert {person.name for person in bo.entered.people} == {"Ana Lu", "Bo"}
            bo.caller.send(Introduce(name="Bé\u200ba 👩🏽\u200d⚕️", figure=Figure()))
            await ana.hears(Came, lambda event: event.person.name == "Béa 👩🏽\u200d⚕️")
            ana.caller.send(Say(words=" \n\u202e ", client_message_id="nothing"))
            refusal = await ana.hears(Refusal)
            assert (refusal.of, refusal.code) == ("nothing", "nothing_said")
            ana.caller.send(Say(words="\u202eOui\u202f!\n\nBien", client_message_id="something"))
            assert (await bo.hears(Said)).words == "Oui\u202f! Bien"

    asyncio.run(story())


def test_an_introduction_that_changes_nothing_tells_nobody(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana, bo = await served.in_the_hall("Ana"), await served.in_the_hall("Bo")
            for name in ("Bo", "Bo", "Bob"):
                bo.caller.send(Introduce(name=name, figure=Figure()))
            await ana.hears(Came, lambda event: event.person.name == "Bob")
            assert [event.person.name for event in ana.heard if isinstance(event, Came)] == ["Bo"]  # as they came in

    asyncio.run(story())


def test_a_flood_of_introductions_is_refused_and_the_others_hear_six(serving) -> None:
    async def story() -> None:
        async with serving() as served:
            ana, bo = await served.in_the_hall("Ana"), await served.in_the_hall("Bo")
            for number in range(60):
                bo.caller.send(Introduce(name=f"Bo {number}", figure=Figure()))
            refusal = await bo.hears(Refusal)
            assert (refusal.of, refusal.code) == ("introduce", "too_fast")
            bo.caller.send(Say(words="Fin", client_message_id="end"))
            await ana.hears(Said)
            assert len([event for event in ana.heard if isinstance(event, Came)]) < 20

    asyncio.run(story())
