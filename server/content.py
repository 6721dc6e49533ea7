"""What clients can fetch: the files that a space or a unit is made of, by hash. Owns what may leave this computer.

Only the kinds of files that a campus is made of, only under its own folders; read in a thread, sent at a bounded rate,
and only while nothing else waits for the client, so that a large slide set never makes a person walk in jerks.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

from campus.errors import Refused
from campus.protocol.content import MOST_BYTES, is_campus_file, pieces
from campus.protocol.messages import Item
from server.connection import Connection

BYTES_PER_S = 4 * 1024 * 1024
ASKED_AT_ONCE = 512
"""How many files may wait for one client."""

log = logging.getLogger("campus.server")


class Content:
    """The files of this server.

    Args:
        folders: (prefix, folder) pairs: the files under `folder` are offered as `prefix` + their path in it. Where two
            offer the same path, the first counts.
    """

    def __init__(self, folders: Sequence[tuple[str, Path]]) -> None:
        self.items, self._files = _listed(folders)
        self._sending: dict[Connection, tuple[deque[str], asyncio.Task[None]]] = {}

    def send(self, connection: Connection, digest: str) -> None:
        """Begin to send a file to a client, after those that it asked for before.

        Raises:
            Refused: `no_such_content` or `too_fast`.
        """
        if digest not in self._files:
            raise Refused("no_such_content", "This server has no such file.", "Ce serveur n’a pas ce fichier.")
        if connection not in self._sending:
            waiting: deque[str] = deque()
            task = asyncio.get_running_loop().create_task(self._send(connection, waiting))
            self._sending[connection] = (waiting, task)
            task.add_done_callback(lambda _: self._sending.pop(connection, None))
        waiting = self._sending[connection][0]
        if len(waiting) >= ASKED_AT_ONCE:
            raise Refused("too_fast", "Too many files at once.", "Trop de fichiers à la fois.")
        waiting.append(digest)

    async def _send(self, connection: Connection, waiting: deque[str]) -> None:
        while waiting:
            digest = waiting.popleft()
            try:
                data = await asyncio.to_thread(self._files[digest].read_bytes)
            except OSError as problem:
                log.warning("content %s cannot be read: %s", self._files[digest], problem)
                continue
            if hashlib.sha256(data).hexdigest() != digest:
                log.warning("content %s has changed since the server started", self._files[digest])
                continue
            for piece in pieces(digest, data):
                while connection.backlog and connection.is_open:
                    await asyncio.sleep(0.02)
                if not connection.is_open:
                    return
                connection.write(piece)
                await asyncio.sleep(len(piece) / BYTES_PER_S)


def _listed(folders: Sequence[tuple[str, Path]]) -> tuple[tuple[Item, ...], Mapping[str, Path]]:
    items: dict[str, Item] = {}
    files: dict[str, Path] = {}
    for prefix, folder in folders:
        for file in sorted(folder.rglob("*")):
            path = prefix + file.relative_to(folder).as_posix()
            if path in items or not is_campus_file(path) or not file.is_file() or file.is_symlink():
                continue
            if file.stat().st_size > MOST_BYTES:
                log.warning("%s is larger than %d bytes and is not offered", path, MOST_BYTES)
                continue
            data = file.read_bytes()
            digest = hashlib.sha256(data).hexdigest()
            items[path] = Item(path=path, hash=digest, size=len(data))
            files[digest] = file
    return tuple(items.values()), files
