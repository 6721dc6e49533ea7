"""What rules have set outlives the server, in the store: what is written, when, and what is let go."""

from __future__ import annotations

import asyncio

from server.variables import EVERY_S, Variables


def write(variables: Variables, now: float) -> frozenset[str]:
    due = variables.due(now)
    asyncio.run(variables.write(due))
    return due


def test_another_server_on_the_same_store_finds_what_was_written_last(store) -> None:
    first = Variables(store.engine)
    first.note("hall", {"bell": {"rung": False, "times": 1.5, "mood": "calm"}})
    first.note("hall", {"bell": {"rung": True, "times": 2.5, "mood": "busy"}})
    write(first, 0.0)
    again = Variables(store.engine)
    assert again.of("hall") == {"bell": {"rung": True, "times": 2.5, "mood": "busy"}}
    assert again.of("garden") == {}


def test_what_is_forgotten_is_gone_from_the_store(store) -> None:
    first = Variables(store.engine)
    for room in ("hall", "garden/one", "garden/two"):
        first.note(room, {"bell": {"rung": True}})
    write(first, 0.0)
    first.forget("hall")
    first.keep_only(lambda room: room != "garden/one")
    assert write(first, 10.0) == {"hall", "garden/one"}
    again = Variables(store.engine)
    assert [bool(again.of(room)) for room in ("hall", "garden/one", "garden/two")] == [False, False, True]


def test_a_room_that_changes_all_the_time_is_written_now_and_then_and_its_last_word_is_not_lost(store) -> None:
    variables = Variables(store.engine)
    written = []
    for n in range(40):
        variables.note("hall", {"lamp": {"lit": float(n)}})
        written.append(bool(write(variables, n * EVERY_S / 10)))
    assert written.count(True) == 4
    asyncio.run(variables.settle())
    assert Variables(store.engine).of("hall") == {"lamp": {"lit": 39.0}}


def test_what_could_not_be_written_is_written_later(store) -> None:
    variables = Variables(store.engine)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE room_variables RENAME TO away")
    variables.note("hall", {"bell": {"rung": True}})
    write(variables, 0.0)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO room_variables")
    write(variables, EVERY_S)
    assert Variables(store.engine).of("hall") == {"bell": {"rung": True}}
