"""Who one was at other people's campuses: the token that brings a guest back, kept beside the profile.

Whoever prepares on Monday with a class's code is the same person in class on Thursday only if they show again what the
server gave them. A token is shown to the server that gave it and to no other, and to that one only under the name that
it was given to: two people who share a computer do not become each other.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

FILE = "returning.json"
KEPT = 64
"""So many tokens are kept, the newest."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One token.

    Attributes:
        server: its address.
        name: to whom it was given.
        token: what the server gave.
    """

    server: str
    name: str
    token: str


class Returning:
    """The token of one person for one server.

    Args:
        folder: the profile's; the file in it is its owner's alone.
        server: the address that is called.
        name: as others see the person.
    """

    def __init__(self, folder: Path, server: str, name: str) -> None:
        self._file = folder / FILE
        self._whose = (server.strip().rstrip("/").casefold(), name.strip().casefold())

    def token(self) -> str | None:
        """What this server gave this person last, or None."""
        return next((kept.token for kept in reversed(self._all()) if _whose(kept) == self._whose), None)

    def keep(self, token: str) -> None:
        """Keep what the server gave now. Called in the link's thread; a disk that is full keeps nobody out."""
        server, name = self._whose
        others = [kept for kept in self._all() if _whose(kept) != self._whose]
        kept = [*others[1 - KEPT :], Kept(server=server, name=name, token=token)]
        new = self._file.with_name(f"{FILE}.new")
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            new.unlink(missing_ok=True)
            # Nobody else reads it, not even for the moment in which it is written.
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(msgspec.json.encode(kept))
            new.replace(self._file)

    def _all(self) -> list[Kept]:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=list[Kept])
        except (OSError, msgspec.DecodeError):
            return []


def _whose(kept: Kept) -> tuple[str, str]:
    return kept.server, kept.name
