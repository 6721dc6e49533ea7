"""Copies of the log: made while it is written to, put back whole, looked through; in a file and in PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import textwrap

import pytest
import sqlalchemy as sa

from campus.errors import StoreError
from campus.learning import events
from campus.learning.events import Came
from campus.tools import store as command
from server.backup import backup, restore, verify
from server.database import HEAD, engine_of, upgrade
from server.store import Store


async def some_events(store: Store, count: int = 5, start: int = 0) -> None:
    for number in range(start, start + count):
        await store.append(f"room/{number % 2}", "ana", [("said", b"%d" % number)], f"m{number}")


async def kept(store: Store) -> list[bytes]:
    return [e.payload for stream in await store.streams() for e in await store.read(stream)]


@pytest.fixture
def target(request, tmp_path):
    """A database to open: a file, then PostgreSQL where there is one."""
    return tmp_path / "log.db" if request.param == "file" else request.getfixturevalue("databases")()


BOTH = pytest.mark.parametrize("target", ["file", "postgresql"], indirect=True)


@BOTH
def test_a_log_keeps_order_streams_and_repeats_wherever_it_is(target) -> None:
    async def story() -> None:
        store = Store.open(target)
        first = await store.append("session/a", "ana", [("opened", b"1"), ("voted", b"\x00\xff")])
        await store.append("session/b", "bo", [("voted", b"3")])
        assert [e.payload for e in await store.read("session/a")] == [b"1", b"\x00\xff"]
        assert await store.streams("session/") == ["session/a", "session/b"]
        seqs = await asyncio.gather(*(store.append("s", "ana", [("voted", b"1")], "same") for _ in range(50)))
        assert len(set(seqs)) == 1
        store.close()
        again = Store.open(target)
        assert await again.append("s", "ana", [("voted", b"2")], "same") == seqs[0]
        assert await again.append("s", "ana", [("voted", b"2")]) > seqs[0] > first
        again.close()

    asyncio.run(story())


@BOTH
def test_a_copy_taken_while_it_is_written_to_is_whole_and_comes_back(target, tmp_path) -> None:
    async def story() -> None:
        store = Store.open(target)
        await some_events(store, 20)
        writing = asyncio.create_task(some_events(store, 200, start=20))
        await asyncio.to_thread(backup, target, tmp_path / "copy.db")
        await writing
        store.close()
        copied = verify(tmp_path / "copy.db")
        assert (copied.problems, copied.revision) == ([], HEAD)
        assert copied.events >= 20
        restore(tmp_path / "copy.db", tmp_path / "back.db")
        back = Store.open(tmp_path / "back.db")
        payloads = sorted(int(p) for p in await kept(back))
        assert payloads == list(range(copied.events)), "a beginning of what was written, with no hole"
        assert await back.append("room/0", "ana", [("said", b"x")], "m3") == 4
        back.close()

    asyncio.run(story())


def test_a_copy_of_a_file_goes_into_postgresql_and_numbers_go_on(tmp_path, databases) -> None:
    url = databases()

    async def story() -> None:
        store = Store.open(tmp_path / "log.db")
        await some_events(store)
        store.close()
        backup(tmp_path / "log.db", tmp_path / "copy.db")
        restore(tmp_path / "copy.db", url)
        assert verify(url) == verify(tmp_path / "copy.db")
        there = Store.open(url)
        assert await there.append("room/0", "bo", [("said", b"new")]) == 6
        with pytest.raises(StoreError, match="holds a log already"):
            restore(tmp_path / "copy.db", url)
        there.close()

    asyncio.run(story())


def test_two_servers_never_write_one_database(databases) -> None:
    url = databases()
    store = Store.open(url)
    with pytest.raises(StoreError, match="Another campus server writes"):
        Store.open(url)
    store.close()
    Store.open(url).close()


def test_putting_back_keeps_the_former_log_and_what_a_killed_server_left_beside_it(tmp_path) -> None:
    store = Store.open(tmp_path / "log.db")
    asyncio.run(some_events(store))
    backup(tmp_path / "log.db", tmp_path / "copy.db")
    asyncio.run(some_events(store, 3, start=5))
    store.close()
    (tmp_path / "log.db-wal").write_bytes(b"")
    former = restore(tmp_path / "copy.db", tmp_path / "log.db")
    assert former == tmp_path / "log-before-restore.db"
    assert (verify(former).events, verify(tmp_path / "log.db").events) == (8, 5)
    assert restore(tmp_path / "copy.db", tmp_path / "log.db") == tmp_path / "log-before-restore-2.db"


def test_a_copy_never_takes_the_place_of_a_file(tmp_path) -> None:
    Store.open(tmp_path / "log.db").close()
    (tmp_path / "copy.db").write_bytes(b"mine")
    with pytest.raises(StoreError, match="exists"):
        backup(tmp_path / "log.db", tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_bytes() == b"mine"
    with pytest.raises(StoreError, match="There is no log"):
        backup(tmp_path / "nothing.db", tmp_path / "other.db")


def test_damage_is_found_and_is_not_put_back(tmp_path) -> None:
    store = Store.open(tmp_path / "log.db")
    asyncio.run(some_events(store, 200))
    store.close()
    backup(tmp_path / "log.db", tmp_path / "copy.db")
    data = bytearray((tmp_path / "copy.db").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 6000] = bytes(6000)
    (tmp_path / "copy.db").write_bytes(data)
    before = (tmp_path / "log.db").read_bytes()
    with pytest.raises(StoreError):
        restore(tmp_path / "copy.db", tmp_path / "log.db")
    assert (tmp_path / "log.db").read_bytes() == before


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        ("UPDATE log SET payload = 'nonsense' WHERE seq = 1", "event 1 of session/a cannot be read"),
        ("DELETE FROM log WHERE seq > 1", "receipts are of events that it does not hold"),
        ("UPDATE alembic_version SET version_num = '9999'", "newer campus"),
    ],
)
def test_what_is_missing_or_foreign_is_said(tmp_path, harm, found) -> None:
    store = Store.open(tmp_path / "log.db")
    came = Came(at=1.0, name="Ana", role="student")
    asyncio.run(store.append("session/a", "ana", [(came.type, events.encode(came))]))
    asyncio.run(store.append("room/a", "ana", [("said", b"x")], "m1"))
    store.close()
    with sqlite3.connect(tmp_path / "log.db") as connection:
        connection.execute(harm)
    status, lines = command.verify(None, tmp_path, None)
    assert status == command.UNSOUND
    assert any(found in line.en for line in lines)


def test_a_class_without_its_beginning_is_found(tmp_path) -> None:
    store = Store.open(tmp_path / "log.db")
    came = Came(at=1.0, name="Ana", role="student")
    asyncio.run(store.append("session/a", "ana", [(came.type, events.encode(came))]))
    store.close()
    assert [said.en for said in verify(tmp_path / "log.db").problems] == ["session/a has lost its beginning."]


def test_an_older_log_is_copied_before_it_is_brought_up_to_date(tmp_path) -> None:
    engine = engine_of(tmp_path / "log.db")
    upgrade(engine, "0001")
    with engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO log (time, stream, actor, type, payload) VALUES (1.0, 's', 'ana', 'said', X'78')")
        )
    engine.dispose()
    store = Store.open(tmp_path / "log.db")
    assert asyncio.run(kept(store)) == [b"x"]
    store.close()
    assert verify(tmp_path / "log.db").revision == HEAD
    copied = verify(tmp_path / f"log-before-{HEAD}.db")
    assert (copied.revision, copied.events) == ("0001", 1)


def test_a_newer_log_is_refused_and_not_touched(tmp_path) -> None:
    Store.open(tmp_path / "log.db").close()
    with sqlite3.connect(tmp_path / "log.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = (tmp_path / "log.db").read_bytes()
    with pytest.raises(StoreError, match="newer campus"):
        Store.open(tmp_path / "log.db")
    assert (tmp_path / "log.db").read_bytes() == before
    assert list(tmp_path.glob("*before*")) == []


def test_an_address_that_is_none_is_refused_in_a_sentence() -> None:
    with pytest.raises(StoreError, match="'mysql' is no database of the campus"):
        Store.open("mysql://ana:secret@host/campus")
    with pytest.raises(StoreError, match="is not a database's URL"):
        Store.open("not an address")


def test_a_password_is_never_in_a_message() -> None:
    with pytest.raises(StoreError) as problem:
        Store.open("postgresql://ana:a-secret@127.0.0.1:1/campus?connect_timeout=2")
    assert "a-secret" not in str(problem.value)


FULL = textwrap.dedent(
    """
    import asyncio, resource, signal, sys
    from pathlib import Path
    from campus.errors import StoreError
    from server.store import Store

    async def main():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        store = Store.open(Path(sys.argv[1]))
        said = []
        async def one(number):
            try:
                await store.append("s", "ana", [("voted", b"%06d" % number + b"." * 500)], str(number))
                said.append(number)
            except StoreError as problem:
                return str(problem)
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
        number, refused = 0, {}
        while len(refused) < 20:
            why = await one(number)
            if why:
                refused[number] = why
            number += 1
        assert store.trouble, "a store that cannot write says so"
        assert all("could not be written" in why for why in refused.values())
        assert len(await store.read("s")) == len(said), "it can still be read"
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        async with asyncio.timeout(20):
            while store.trouble:
                await asyncio.sleep(0.05)
        again = [number for number in refused if await one(number) is None]
        assert again == list(refused), "what was refused is taken when there is room"
        kept = [int(e.payload[:6]) for e in await store.read("s")]
        assert sorted(kept) == sorted(said), "nothing was falsely acknowledged, and nothing was kept twice"
        store.close()
        print("ok", len(said))

    asyncio.run(main())
    """
)


@pytest.mark.skipif(
    sys.platform == "win32", reason="SKIPPED ALOUD: a full disk is made with a limit that Windows lacks"
)
def test_a_full_disk_acknowledges_nothing_falsely_and_goes_on_when_there_is_room(tmp_path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "log.db")], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("ok")
    assert verify(tmp_path / "log.db").problems == []
