"""The log keeps what it acknowledged, once, and says so when it cannot."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
import sqlalchemy as sa

from campus.errors import StoreError
from server.database import HEAD, MIGRATIONS
from server.store import Store
from server.tables import metadata


@pytest.fixture
def store(tmp_path):
    store = Store.open(tmp_path / "log.db", now=lambda: 1000.0)
    yield store
    store.close()


def test_what_was_appended_is_read_back_in_order_and_by_stream(store) -> None:
    async def story() -> None:
        first = await store.append("session/a", "ana", [("opened", b"1"), ("voted", b"2")])
        await store.append("session/b", "bo", [("voted", b"3")])
        last = await store.append("session/a", "bo", [("closed", b"4")])
        assert [(e.actor, e.type, e.payload) for e in await store.read("session/a")] == [
            ("ana", "opened", b"1"),
            ("ana", "voted", b"2"),
            ("bo", "closed", b"4"),
        ]
        assert [e.seq for e in await store.read("session/a", after=first)] == [last]
        assert await store.streams("session/") == ["session/a", "session/b"]
        assert await store.streams("room/") == []

    asyncio.run(story())


def test_a_repeated_message_appends_nothing_and_gives_the_first_number(store) -> None:
    async def story() -> None:
        first = await store.append("s", "ana", [("voted", b"1")], "m1")
        again = await store.append("s", "ana", [("voted", b"other")], "m1")
        other = await store.append("s", "bo", [("voted", b"2")], "m1")
        assert again == first
        assert other > first
        assert [e.payload for e in await store.read("s")] == [b"1", b"2"]

    asyncio.run(story())


def test_a_repeat_within_one_group_commit_applies_once(store) -> None:
    async def story() -> None:
        seqs = await asyncio.gather(*(store.append("s", "ana", [("voted", b"1")], "same") for _ in range(50)))
        assert len(set(seqs)) == 1
        assert len(await store.read("s")) == 1

    asyncio.run(story())


def test_it_reopens_with_everything_and_closes_for_good(tmp_path) -> None:
    async def story() -> None:
        store = Store.open(tmp_path / "log.db")
        seq = await store.append("s", "ana", [("voted", b"1")], "m1")
        store.close()
        with pytest.raises(StoreError, match="closed"):
            await store.append("s", "ana", [("voted", b"2")])
        again = Store.open(tmp_path / "log.db")
        assert await again.append("s", "ana", [("voted", b"1")], "m1") == seq
        assert [e.seq for e in await again.read("s")] == [seq]
        again.close()

    asyncio.run(story())


def test_it_is_in_wal_and_waits_for_the_disk(store) -> None:
    with store._engine.connect() as connection:
        assert connection.execute(sa.text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(sa.text("PRAGMA synchronous")).scalar() == 2


def test_the_migrations_make_the_very_tables_that_the_store_uses(store) -> None:
    with store._engine.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == HEAD
        made = sa.MetaData()
        made.reflect(connection)
    for table in metadata.tables.values():
        reflected = made.tables[table.name]
        assert [(c.name, c.nullable, c.primary_key) for c in reflected.columns] == [
            (c.name, c.nullable, c.primary_key) for c in table.columns
        ]
        assert {i.name for i in reflected.indexes} == {i.name for i in table.indexes}
    assert sorted(file.stem[:4] for file in (MIGRATIONS / "versions").glob("0*.py"))[-1] == HEAD


def test_a_file_that_is_no_database_is_refused_in_a_sentence(tmp_path) -> None:
    (tmp_path / "log.db").write_bytes(b"This is a letter, not a log." * 100)
    with pytest.raises(StoreError, match="cannot be opened as the server's log"):
        Store.open(tmp_path / "log.db")


def test_a_log_of_a_newer_campus_is_refused_in_a_sentence(tmp_path) -> None:
    Store.open(tmp_path / "log.db").close()
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'log.db'}")
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="newer campus"):
        Store.open(tmp_path / "log.db")


WRITER = """
import asyncio, sys
from pathlib import Path
from server.store import Store

async def main():
    store = Store.open(Path(sys.argv[1]))
    async def one(number):
        await store.append("s", "ana", [("voted", b"%d" % number)], str(number))
        print(number, flush=True)
    for start in range(0, 100_000, 20):
        await asyncio.gather(*(one(n) for n in range(start, start + 20)))

asyncio.run(main())
"""


def test_what_was_acknowledged_survives_a_kill(tmp_path) -> None:
    """Acknowledged means committed: each number that the writer printed had been acknowledged."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path / "log.db")], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    acknowledged = [int(process.stdout.readline()) for _ in range(100)]
    process.kill()
    acknowledged += [int(line) for line in process.stdout.read().splitlines() if line]
    process.stdout.close()
    process.wait()
    store = Store.open(tmp_path / "log.db")
    kept = {int(entry.payload) for entry in asyncio.run(store.read("s"))}
    store.close()
    assert kept >= set(acknowledged)
