"""A cache trusts no server: paths, sizes, kinds and hashes are checked, and nothing is ever written outside."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from campus.errors import ProtocolError
from campus.protocol.content import MOST_BYTES, ContentFrame, decode_content, pieces
from campus.protocol.messages import Item
from campus.remote.cache import ASKED_AT_ONCE, MOST_ITEMS, Cache, Fetching, check_items


def an_item(path: str, data: bytes = b"data", **more: object) -> Item:
    return Item(**{"path": path, "hash": hashlib.sha256(data).hexdigest(), "size": len(data)} | more)


def everything_under(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def cache(tmp_path) -> Cache:
    return Cache(tmp_path / "cache")


def refused(problem) -> bool:
    return problem.value.code == "bad_content"


@pytest.mark.parametrize(
    "path",
    ["../../.bashrc", "/etc/cron.d/x", "scenes/../../x.yaml", "scenes/x.sh", "C:\\x.yaml", "scenes\\x.yaml", "x.yaml"],
)
def test_a_server_that_offers_such_a_path_is_refused_before_anything_is_asked_for(cache, tmp_path, path) -> None:
    for attempt in (lambda: check_items([an_item(path)]), lambda: Fetching(cache, [an_item(path)])):
        with pytest.raises(ProtocolError) as problem:
            attempt()
        assert refused(problem)
    cache.keep(an_item(path), b"data")
    with pytest.raises(ProtocolError) as problem:
        cache.root([an_item(path)])
    assert refused(problem)
    assert all(name.startswith("cache/files/") for name in everything_under(tmp_path))


@pytest.mark.parametrize(
    "items",
    [
        [an_item("scenes/a.yaml"), an_item("scenes/a.yaml", b"other")],
        [an_item("scenes/a.yaml", size=-1)],
        [an_item("scenes/a.yaml", size=MOST_BYTES + 1)],
        [an_item(f"scenes/a{n}.yaml") for n in range(MOST_ITEMS + 1)],
        [an_item(f"scenes/a{n}.yaml", size=MOST_BYTES) for n in range(17)],
    ],
    ids=["twice", "less than nothing", "too large", "too many", "too much"],
)
def test_a_server_that_offers_what_no_campus_has_is_refused(items) -> None:
    with pytest.raises(ProtocolError) as problem:
        check_items(items)
    assert refused(problem)


@pytest.mark.parametrize("data", [b"atad", b"dat", b"data+", b""])
def test_bytes_that_are_not_those_announced_are_not_kept(cache, tmp_path, data) -> None:
    with pytest.raises(ProtocolError) as problem:
        cache.keep(an_item("scenes/a.yaml"), data)
    assert refused(problem)
    assert everything_under(tmp_path) == set()


def test_a_root_is_made_once_and_has_every_file_in_its_place(cache) -> None:
    items = [an_item("scenes/a.yaml", b"a"), an_item("assets/units/u/s.pdf", b"b"), an_item("scenes/c.yaml", b"a")]
    for item, data in zip(items, (b"a", b"b", b"a"), strict=True):
        cache.keep(item, data)
    root = cache.root(items)
    assert everything_under(root) == {item.path for item in items}
    assert (root / "assets/units/u/s.pdf").read_bytes() == b"b"
    assert cache.root(list(reversed(items))) == root


def test_another_state_of_the_campus_is_another_root(cache) -> None:
    old, new = an_item("scenes/a.yaml", b"old"), an_item("scenes/a.yaml", b"new")
    cache.keep(old, b"old")
    cache.keep(new, b"new")
    assert (cache.root([old]) / "scenes/a.yaml").read_bytes() == b"old"
    assert (cache.root([new]) / "scenes/a.yaml").read_bytes() == b"new"


def test_a_file_that_was_damaged_in_the_cache_is_not_used_and_is_fetched_again(cache) -> None:
    item = an_item("scenes/a.yaml", b"good")
    cache.keep(item, b"good")
    cache._file(item.hash).write_bytes(b"evil")
    with pytest.raises(ProtocolError) as problem:
        cache.root([item])
    assert refused(problem)
    assert not cache.holds(item)
    assert not Fetching(cache, [item]).done


def test_a_few_files_are_asked_for_at_a_time_and_each_hash_once(cache) -> None:
    items = [an_item(f"scenes/a{n}.yaml", b"%d" % (n // 2)) for n in range(60)]
    fetching = Fetching(cache, items)
    asked = []
    while not fetching.done:
        fetches = fetching.ask()
        asked += [fetch.hash for fetch in fetches]
        assert 0 < len(fetching._asked) <= ASKED_AT_ONCE
        number = next(n for n in range(30) if hashlib.sha256(b"%d" % n).hexdigest() in fetching._asked)
        for frame in pieces(hashlib.sha256(b"%d" % number).hexdigest(), b"%d" % number):
            fetching.receive(decode_content(frame))
    assert len(asked) == len(set(asked)) == 30
    assert fetching.fraction == 1.0
    assert len(everything_under(cache.root(items))) == 60


def test_pieces_that_do_not_fit_are_refused_and_what_nobody_asked_for_is_passed_over(cache) -> None:
    item = an_item("scenes/a.yaml", b"abcdef")
    fetching = Fetching(cache, [item])
    fetching.ask()
    fetching.receive(ContentFrame("00" * 32, 0, 3, b"abc"))
    fetching.receive(ContentFrame(item.hash, 0, 6, b"abc"))
    assert fetching.fraction == 0.5
    for frame in (ContentFrame(item.hash, 4, 6, b"ef"), ContentFrame(item.hash, 3, 7, b"def")):
        with pytest.raises(ProtocolError) as problem:
            fetching.receive(frame)
        assert refused(problem)


def test_after_a_cut_what_was_on_its_way_is_asked_for_again_from_its_beginning(cache) -> None:
    item = an_item("scenes/a.yaml", b"abcdef")
    fetching = Fetching(cache, [item])
    (first,) = fetching.ask()
    fetching.receive(ContentFrame(item.hash, 0, 6, b"abc"))
    fetching.restart()
    assert fetching.fraction == 0.0
    assert fetching.ask() == [first]
    fetching.receive(ContentFrame(item.hash, 0, 6, b"abcdef"))
    assert fetching.done
    assert cache.holds(item)
