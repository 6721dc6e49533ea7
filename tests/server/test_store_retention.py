"""What is kept of a person can be given out and taken away, with proof; and classes go when their time is over."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import msgspec
import pytest

from campus.errors import CampusError
from campus.learning import events
from campus.learning.events import (
    Began,
    Came,
    Created,
    Did,
    Enrolled,
    Hand,
    Left,
    Prepares,
    Revised,
    Turned,
)
from campus.learning.fold import replay
from campus.learning.own_events import Contested, Settled
from campus.learning.unit_file import load_units
from campus.tools import data as command
from server.accounts import Accounts
from server.backup import verify
from server.exports import Exporter
from server.known import find_person, known_of
from server.retention import DAY_S, PROOFS_FILE, Schedule, erase, keep_to_schedule, read_schedule
from server.store import Store

ROOT = Path(__file__).resolve().parents[2]
START = 1_800_000_000.0


@pytest.fixture(scope="module")
def unit():
    return load_units(ROOT)["telehealth-01"]


async def a_class(store: Store, unit, session: str = "s1", ended: float | None = START + 3600) -> None:
    ask = unit.plan[1].id
    created = Created(
        at=START, session=session, unit=unit, space="hall", room="hall", code="ABCDEF", name="Hayot", role="teacher"
    )
    story = [
        ("hayot", created),
        ("hayot", Turned(at=START, verb="admit")),
        ("guest-ana", Came(at=START, name="Ana Çelik", role="student", message="m-ana")),
        ("guest-bo", Came(at=START, name="Bo", role="student")),
        ("hayot", Turned(at=START, verb="start")),
        ("hayot", Began(at=START, activity=ask)),
        ("hayot", Did(at=START, activity=ask, verb="open")),
        ("guest-ana", Did(at=START, activity=ask, verb="answer", value="1/b", message="m-vote")),
        ("guest-bo", Did(at=START, activity=ask, verb="answer", value="1/a")),
        ("hayot", Did(at=START, activity=ask, verb="close")),
        ("guest-ana", Hand(at=START, person="guest-ana", up=True)),
        ("hayot", Hand(at=START, person="guest-ana", up=False)),
        ("guest-ana", Left(at=START + 60)),
    ]
    if ended is not None:
        story += [("hayot", Turned(at=ended, verb="wrap-up")), ("hayot", Turned(at=ended, verb="end"))]
    for number, (actor, event) in enumerate(story):
        await store.append(f"session/{session}", actor, [(event.type, events.encode(event))], f"{session}-{number}")
    words = json.dumps({"name": "Ana Çelik", "words": "J’habite à Nice"}).encode()
    await store.append("room/hall", "guest-ana", [("said", words)], f"{session}-said")


async def held(store: Store, session: str = "s1"):
    return replay((e.actor, events.decode(e.payload)) for e in await store.read(f"session/{session}"))


@pytest.fixture
def opened(request, tmp_path, unit):
    """A log with one class that has ended, and its files; in a file, and in PostgreSQL."""
    target = tmp_path / "log.db" if request.param == "file" else request.getfixturevalue("databases")()
    store = Store.open(target)
    asyncio.run(a_class(store, unit))
    asyncio.run(Exporter(store, tmp_path / "exports").export("s1"))
    yield store
    store.close()


BOTH = pytest.mark.parametrize("opened", ["file", "postgresql"], indirect=True)
FILE = pytest.mark.parametrize("opened", ["file"], indirect=True)


@BOTH
def test_everything_that_is_kept_of_a_person_is_given_out(opened, tmp_path) -> None:
    accounts = Accounts(opened.engine, now=lambda: START)
    login = accounts.make("dee", "Dee", "student", "une phrase assez longue", by="admin")
    known = known_of(opened.engine, find_person(opened.engine, "Ana Çelik"))
    assert known["person"] == "guest-ana"
    told = [(e["stream"], e["type"]) for e in known["events"]]
    assert told == [
        ("session/s1", "came"),
        ("session/s1", "did"),
        ("session/s1", "hand"),
        ("session/s1", "hand"),
        ("session/s1", "left"),
        ("room/hall", "said"),
    ]
    assert "J’habite à Nice" in str(known)
    assert "guest-bo" not in str(known)
    theirs = known_of(opened.engine, find_person(opened.engine, "DEE"))
    assert theirs["account"]["person"] == login.person
    assert "argon2" not in str(theirs)


@BOTH
def test_an_erased_person_is_nowhere_and_the_class_is_what_it_was(opened, tmp_path) -> None:
    before = asyncio.run(held(opened))
    proof = erase(opened.engine, "guest-ana", tmp_path, START + DAY_S)
    after = asyncio.run(held(opened))
    ask = before.unit.plan[1].id
    assert after.running[ask].counts(1) == before.running[ask].counts(1)
    assert (after.life, after.hands, len(after.people)) == (before.life, before.hands, len(before.people))
    assert after.people["guest-bo"].name == "Bo"
    assert "guest-ana" not in str(after)
    assert "Çelik" not in str(after)
    with pytest.raises(CampusError, match="Nobody called 'guest-ana'"):
        find_person(opened.engine, "guest-ana")
    with pytest.raises(CampusError, match="Nobody called 'Ana Çelik'"):
        find_person(opened.engine, "Ana Çelik")
    everything = b"".join(file.read_bytes() for file in (tmp_path / "exports" / "s1").iterdir())
    assert b"guest-ana" not in everything
    assert "Çelik".encode() not in everything
    assert proof.subject.encode() in everything
    kept = json.loads((tmp_path / PROOFS_FILE).read_text("utf-8"))
    assert (kept["what"], kept["subject"], kept["events"]) == ("erased", proof.subject, 6)
    assert "guest-ana" not in str(kept)


@FILE
def test_not_a_byte_of_an_erased_person_remains_in_the_database(opened, tmp_path) -> None:
    assert b"guest-ana" in (tmp_path / "log.db").read_bytes() + (tmp_path / "log.db-wal").read_bytes()
    proof = erase(opened.engine, "guest-ana", tmp_path, START)
    assert proof.found_after == 0
    opened.close()
    left = b"".join(file.read_bytes() for file in tmp_path.glob("log.db*"))
    assert b"guest-ana" not in left
    assert "Çelik".encode() not in left
    assert b"habite" not in left
    assert verify(tmp_path / "log.db").problems == []


@FILE
def test_two_of_one_name_are_not_taken_for_each_other(opened) -> None:
    came = Came(at=START, name="Bo", role="student")
    asyncio.run(opened.append("session/s1", "guest-bo-2", [(came.type, events.encode(came))]))
    with pytest.raises(CampusError, match="Several people are called 'Bo': guest-bo, guest-bo-2"):
        find_person(opened.engine, "Bo")


@BOTH
def test_a_class_is_archived_without_names_then_purged_with_proof(opened, tmp_path, unit) -> None:
    schedule = Schedule(archive_after_days=10, purge_after_days=20)
    end = START + 3600
    before = asyncio.run(held(opened))
    assert keep_to_schedule(opened.engine, schedule, tmp_path, end + 9 * DAY_S) == []
    (archived,) = keep_to_schedule(opened.engine, schedule, tmp_path, end + 11 * DAY_S)
    assert (archived.what, archived.subject) == ("archived", "s1")
    session = asyncio.run(held(opened))
    ask = unit.plan[1].id
    assert session.life == "archived"
    assert session.running[ask].counts(1) == before.running[ask].counts(1)
    assert set(session.people) == {"person-1", "person-2", "person-3"}
    assert {p.name for p in session.people.values()} == {"—"}
    files = b"".join(file.read_bytes() for file in (tmp_path / "exports" / "s1").iterdir())
    for word in ("guest-ana", "guest-bo", "Hayot", "Çelik"):
        assert word.encode() not in files
    assert keep_to_schedule(opened.engine, schedule, tmp_path, end + 12 * DAY_S) == []
    (purged,) = keep_to_schedule(opened.engine, schedule, tmp_path, end + 21 * DAY_S)
    assert purged.what == "purged"
    assert asyncio.run(opened.streams("session/")) == []
    assert not (tmp_path / "exports" / "s1").exists()
    proofs = [json.loads(line) for line in (tmp_path / PROOFS_FILE).read_text("utf-8").splitlines()]
    assert [p["what"] for p in proofs] == ["archived", "purged"]


@FILE
def test_a_class_that_nobody_ended_goes_at_the_last_and_a_young_one_stays(opened, tmp_path, unit) -> None:
    asyncio.run(a_class(opened, unit, "s2", ended=None))
    asyncio.run(a_class(opened, unit, "s3", ended=START + 15 * DAY_S))
    schedule = Schedule(archive_after_days=10, purge_after_days=20)
    done = keep_to_schedule(opened.engine, schedule, tmp_path, START + 21 * DAY_S)
    assert [(p.what, p.subject) for p in done] == [("purged", "s1"), ("purged", "s2")]
    assert asyncio.run(opened.streams("session/")) == ["session/s3"]


def test_a_schedule_that_is_none_is_refused_and_without_one_nothing_goes(tmp_path) -> None:
    assert read_schedule(tmp_path) is None
    for wrong in ('{"archive_after_days": 10}', '{"archive_after_days": 30, "purge_after_days": 20}', "no"):
        (tmp_path / "retention.json").write_text(wrong)
        with pytest.raises(CampusError, match=r"retention\.json"):
            read_schedule(tmp_path)
    (tmp_path / "retention.json").write_text('{"archive_after_days": 10, "purge_after_days": 20}')
    assert read_schedule(tmp_path) == Schedule(archive_after_days=10, purge_after_days=20)


def test_the_commands_say_what_they_did(tmp_path, unit) -> None:
    with pytest.raises(CampusError, match="There is no log"):
        command.erase_person("Ana", tmp_path, None)
    store = Store.open(tmp_path / "log.db")
    asyncio.run(a_class(store, unit))
    store.close()
    status, lines = command.export_person("Ana Çelik", tmp_path / "ana.json", tmp_path, None)
    assert (status, [line.en for line in lines]) == (0, [f"{tmp_path / 'ana.json'}: 6 events of guest-ana."])
    assert lines[0].fr.endswith("6 événements de guest-ana.")
    assert json.loads((tmp_path / "ana.json").read_text("utf-8"))["person"] == "guest-ana"
    status, lines = command.erase_person("Ana Çelik", tmp_path, None)
    assert status == 0
    assert "6 events rewritten" in lines[0].en
    assert "6 événements récrits" in lines[0].fr
    with pytest.raises(CampusError, match="There is no schedule"):
        command.keep_schedule(tmp_path, None)


async def before_class(store: Store, unit) -> None:
    """A draft with a roster, a learner who prepares and says what is unclear, contests, and a teacher who looks."""
    created = Created(
        at=START, session="s2", unit=unit, space="hall", room="", code="BCDEFG", name="Hayot", role="teacher"
    )
    story = [
        ("hayot", created),
        ("hayot", Revised(at=START, roster=("Ana Çelik", "Zoé"))),
        ("hayot", Turned(at=START, verb="prepare")),
        ("guest-ana", Enrolled(at=START, name="Ana Çelik", role="student")),
        ("guest-ana", Prepares(at=START, verb="muddiest", value="J’habite à Nice")),
        ("hayot", Prepares(at=START, verb="waive", person="guest-ana")),
    ]
    for number, (actor, event) in enumerate(story):
        await store.append("session/s2", actor, [(event.type, events.encode(event))], f"s2-{number}")
    own = [
        ("guest-ana", Contested(at=START, competency="telehealth")),
        ("hayot", Settled(at=START, person="guest-ana", competency="telehealth")),
    ]
    for actor, event in own:
        await store.append("learners", actor, [(event.type, msgspec.json.encode(event))])


@FILE
def test_what_somebody_prepared_and_contested_is_given_out_and_goes_with_their_name_on_the_roster(
    opened, unit, tmp_path
) -> None:
    asyncio.run(before_class(opened, unit))
    person = find_person(opened.engine, "Ana Çelik")
    told = [(e["stream"], e["type"]) for e in known_of(opened.engine, person)["events"]]
    assert told[-5:] == [
        ("session/s2", "enrolled"),
        ("session/s2", "prepares"),
        ("session/s2", "prepares"),
        ("learners", "contested"),
        ("learners", "settled"),
    ]
    proof = erase(opened.engine, person, tmp_path, START)
    assert proof.found_after == 0
    session = asyncio.run(held(opened, "s2"))
    assert session is not None
    assert session.roster == ("Zoé",)
    assert [(p.name, session.preparation(p.id).waived_by) for p in session.people.values()][1] == ("—", "hayot")
    kept = (tmp_path / "log.db").read_bytes()
    for word in ("Ana Çelik", "J’habite à Nice", "guest-ana"):
        assert word.encode() not in kept
