"""What a server offers, how it sends it, and what a client makes of it: over real sockets, into a real folder."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import pytest

import server.content
from campus.protocol.content import PIECE, ContentFrame
from campus.protocol.messages import Fetch, Refusal, Said, Say, Welcome
from campus.remote import Cache, Fetching
from server.content import Content

SLIDES = bytes(n * 7 % 256 for n in range(3 * PIECE + 11))


@pytest.fixture
def root(tmp_path) -> Path:
    """A campus with a space, a unit with slides, and things that must not leave this computer."""
    root = tmp_path / "root"
    files = {
        "scenes/campus.yaml": b"schema: 1\n",
        "scenes/hall.yaml": b"space: hall\n",
        "scenes/prefabs/table.yaml": b"prefab: table\n",
        "scenes/notes.txt": b"not for others",
        "assets/materials/oak.yaml": b"material: oak\n",
        "assets/units/unit-1/unit.yaml": b"unit: unit-1\n",
        "assets/units/unit-1/slides.fr.pdf": SLIDES,
        "assets/units/unit-1/slides.py": b"print('not for others')",
    }
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    (root / "assets/units/unit-1/secret.md").symlink_to(tmp_path / "log.db")
    return root


def folders(root: Path) -> list[tuple[str, Path]]:
    return [(f"{name}/", root / name) for name in ("scenes", "assets/materials", "assets/units")]


def test_only_the_files_of_a_campus_are_offered(root) -> None:
    content = Content(folders(root))
    assert {item.path for item in content.items} == {
        "scenes/campus.yaml",
        "scenes/hall.yaml",
        "scenes/prefabs/table.yaml",
        "assets/materials/oak.yaml",
        "assets/units/unit-1/unit.yaml",
        "assets/units/unit-1/slides.fr.pdf",
    }
    slides = next(item for item in content.items if item.path.endswith(".pdf"))
    assert (slides.hash, slides.size) == (hashlib.sha256(SLIDES).hexdigest(), len(SLIDES))


async def fetched(visiting, welcome: Welcome, cache: Cache) -> Path:
    fetching = Fetching(cache, welcome.content)
    while not fetching.done:
        for fetch in fetching.ask():
            visiting.caller.send(fetch)
        fetching.receive(await visiting.hears(ContentFrame))
    return cache.root(welcome.content)


def test_a_client_fetches_what_it_lacks_and_loads_the_campus_from_there(serving, root, tmp_path) -> None:
    async def story() -> None:
        async with serving(folders(root)) as served:
            ana = served.call("Ana")
            welcome = await ana.hears(Welcome)
            copy = await fetched(ana, welcome, Cache(tmp_path / "cache"))
            for item in welcome.content:
                assert (copy / item.path).read_bytes() == (root / item.path).read_bytes()
            assert not (copy / "scenes/notes.txt").exists()
            assert Fetching(Cache(tmp_path / "cache"), welcome.content).done

    asyncio.run(story())


def test_what_is_on_its_way_does_not_hold_up_what_people_say(serving, root, monkeypatch) -> None:
    monkeypatch.setattr(server.content, "BYTES_PER_S", 100_000)

    async def story() -> None:
        async with serving(folders(root)) as served:
            ana, bo = await served.in_the_hall("Ana"), await served.in_the_hall("Bo")
            digest = hashlib.sha256(SLIDES).hexdigest()
            ana.caller.send(Fetch(hash=digest))
            first = await ana.hears(ContentFrame)
            bo.caller.send(Say(words="Entre deux", client_message_id="1"))
            await ana.hears(Said)
            assert first.total > sum(len(f.data) for f in ana.heard if isinstance(f, ContentFrame)) + len(first.data)

    asyncio.run(story())


def test_what_the_server_does_not_offer_is_refused(serving, root) -> None:
    async def story() -> None:
        async with serving(folders(root)) as served:
            ana = served.call("Ana")
            await ana.hears(Welcome)
            ana.caller.send(Fetch(hash=hashlib.sha256(b"not for others").hexdigest()))
            assert (await ana.hears(Refusal)).code == "no_such_content"

    asyncio.run(story())


def test_a_file_that_has_changed_since_is_not_sent_under_its_old_name(serving, root, caplog) -> None:
    async def story() -> None:
        async with serving(folders(root)) as served:
            ana = served.call("Ana")
            welcome = await ana.hears(Welcome)
            (root / "scenes/hall.yaml").write_bytes(b"space: changed\n")
            by_path = {item.path: item for item in welcome.content}
            ana.caller.send(Fetch(hash=by_path["scenes/hall.yaml"].hash))
            ana.caller.send(Fetch(hash=by_path["scenes/campus.yaml"].hash))
            assert (await ana.hears(ContentFrame)).hash == by_path["scenes/campus.yaml"].hash
            assert any("has changed" in record.getMessage() for record in caplog.records)

    asyncio.run(story())
