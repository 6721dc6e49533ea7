"""What came from other people's servers, by hash; and the folders that a campus is loaded from. Trusts nobody.

Every path, size and kind is checked before anything is asked for, and every file against its hash before it is kept.
A file is kept once, whichever servers had it; a *root* is a folder of links to them, one for each state of a campus.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from campus.errors import ProtocolError
from campus.protocol.content import MOST_BYTES, ContentFrame, is_campus_file
from campus.protocol.messages import Fetch, Item

MOST_ITEMS = 5000
MOST_TOTAL_BYTES = 1024 * 1024 * 1024
"""A campus is smaller than this; a server that offers more is broken or hostile."""
ASKED_AT_ONCE = 8


def check_items(items: Sequence[Item]) -> None:
    """That a server's content is what a campus can be made of.

    Raises:
        ProtocolError: `bad_content`, with the path in question.
    """
    seen: set[str] = set()
    for item in items:
        if not is_campus_file(item.path):
            raise ProtocolError("bad_content", f"'{item.path}' is no file of a campus.")
        if item.path in seen:
            raise ProtocolError("bad_content", f"'{item.path}' is there twice.")
        if not 0 <= item.size <= MOST_BYTES:
            raise ProtocolError("bad_content", f"'{item.path}' cannot have {item.size} bytes.")
        seen.add(item.path)
    if len(items) > MOST_ITEMS or sum(item.size for item in items) > MOST_TOTAL_BYTES:
        raise ProtocolError("bad_content", f"{len(items)} files are more than a campus has.")


class Cache:
    """A folder of files by hash.

    Args:
        folder: where it is kept, such as `platformdirs.user_cache_path("campus") / "content"`; made when missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def holds(self, item: Item) -> bool:
        """Whether that file is here."""
        try:
            return self._file(item.hash).stat().st_size == item.size
        except OSError:
            return False

    def keep(self, item: Item, data: bytes) -> None:
        """Keep a file.

        Raises:
            ProtocolError: `bad_content`, where the bytes are not those of the item.
        """
        if len(data) != item.size or hashlib.sha256(data).hexdigest() != item.hash:
            raise ProtocolError("bad_content", f"'{item.path}' did not arrive as its server announced it.")
        file = self._file(item.hash)
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as new:
            new.write(data)
        Path(new.name).replace(file)

    def root(self, items: Sequence[Item]) -> Path:
        """The folder that these files make, from which a campus can be loaded. All must be here.

        Raises:
            ProtocolError: `bad_content`, where an item may not be in a campus, or is not here whole.
        """
        check_items(items)
        told = "\n".join(sorted(f"{item.path} {item.hash}" for item in items))
        root = self.folder / "roots" / hashlib.sha256(told.encode()).hexdigest()[:32]
        if root.is_dir():
            return root
        root.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=root.parent))
        try:
            for item in items:
                self._put(item, new)
            with contextlib.suppress(OSError):  # Another program may have made the same root meanwhile.
                new.replace(root)
        finally:
            shutil.rmtree(new, ignore_errors=True)
        return root

    def _put(self, item: Item, root: Path) -> None:
        file, target = self._file(item.hash), root / item.path
        try:
            data = file.read_bytes()
        except OSError:
            data = b""
        if hashlib.sha256(data).hexdigest() != item.hash:
            file.unlink(missing_ok=True)
            raise ProtocolError("bad_content", f"'{item.path}' is not whole in the cache. Fetch it again.")
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(file, target)
        except OSError:  # Not every file system has links.
            target.write_bytes(data)

    def _file(self, digest: str) -> Path:
        return self.folder / "files" / digest[:2] / digest


class Fetching:
    """Gets from a server what a cache lacks, a few files at a time.

    Example:
        fetching = Fetching(cache, welcome.content)
        for fetch in fetching.ask(): link.send(fetch)          # at first, and after each frame
        fetching.receive(frame)                                # for each ContentFrame
        if fetching.done: campus = load_campus(cache.root(welcome.content))

    Raises:
        ProtocolError: `bad_content`, where the server offers what no campus has.
    """

    def __init__(self, cache: Cache, items: Sequence[Item]) -> None:
        check_items(items)
        self._cache = cache
        lacking = {item.hash: item for item in items if not cache.holds(item)}
        self._waiting = deque(lacking.values())
        self._asked: dict[str, tuple[Item, bytearray]] = {}
        self.bytes_total = sum(item.size for item in lacking.values())
        self.bytes_here = 0

    @property
    def done(self) -> bool:
        """Whether everything is here."""
        return not self._waiting and not self._asked

    @property
    def fraction(self) -> float:
        """How much of it is here, 0 to 1."""
        return 1.0 if self.done else self.bytes_here / max(self.bytes_total, 1)

    def ask(self) -> list[Fetch]:
        """What to send to the server now."""
        fetches = []
        while self._waiting and len(self._asked) < ASKED_AT_ONCE:
            item = self._waiting.popleft()
            self._asked[item.hash] = (item, bytearray())
            fetches.append(Fetch(hash=item.hash))
        return fetches

    def restart(self) -> None:
        """The connection was cut: what was on its way must be asked for again."""
        for item, data in self._asked.values():
            self.bytes_here -= len(data)
            self._waiting.appendleft(item)
        self._asked.clear()

    def receive(self, frame: ContentFrame) -> None:
        """Take in a piece; pieces of what was not asked for are passed over.

        Raises:
            ProtocolError: `bad_content`, where it does not fit what was announced.
        """
        if frame.hash not in self._asked:
            return
        item, data = self._asked[frame.hash]
        if frame.total != item.size or frame.offset != len(data):
            raise ProtocolError("bad_content", f"'{item.path}' comes in pieces that do not fit.")
        data += frame.data
        self.bytes_here += len(frame.data)
        if len(data) == item.size:
            del self._asked[frame.hash]
            self._cache.keep(item, bytes(data))
