"""Content frames: files of the campus, by hash, in pieces. Owns their bytes; reads no file.

A frame is: kind (u8, 3), the file's SHA-256 (32 bytes), offset (u32), total size (u32), then at most 60 KiB of it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from campus.errors import ProtocolError

CONTENT_KIND = 3
"""First byte of a content frame."""
PIECE = 60 * 1024
"""Bytes of a file in one frame at most: with its header it stays under 64 KiB."""
MOST_BYTES = 64 * 1024 * 1024
"""No file of a campus is larger."""

_HEADER = struct.Struct("<B32sII")


class ContentFrame(NamedTuple):
    """A piece of a file.

    Attributes:
        hash: hex SHA-256 of the whole file.
        offset: where the piece begins.
        total: the size of the whole file in bytes.
        data: the piece.
    """

    hash: str
    offset: int
    total: int
    data: bytes


def encode_content(frame: ContentFrame) -> bytes:
    """The bytes of a content frame."""
    return _HEADER.pack(CONTENT_KIND, bytes.fromhex(frame.hash), frame.offset, frame.total) + frame.data


def decode_content(data: bytes) -> ContentFrame:
    """A content frame.

    Raises:
        ProtocolError: `bad_frame`, where the bytes are none, or reach beyond the file's end.
    """
    if len(data) < _HEADER.size or data[0] != CONTENT_KIND:
        raise ProtocolError("bad_frame", "A content frame has a header of 41 bytes and begins with 3.")
    _, digest, offset, total = _HEADER.unpack_from(data)
    piece = data[_HEADER.size :]
    if total > MOST_BYTES or len(piece) > PIECE or offset + len(piece) > total:
        raise ProtocolError("bad_frame", f"A piece of {len(piece)} bytes at {offset} does not fit a file of {total}.")
    return ContentFrame(digest.hex(), offset, total, piece)


def pieces(digest: str, data: bytes) -> Iterator[bytes]:
    """The frames that carry a whole file; one empty piece for an empty file."""
    for offset in range(0, max(len(data), 1), PIECE):
        yield encode_content(ContentFrame(digest, offset, len(data), data[offset : offset + PIECE]))


_CAMPUS_FILES = re.compile(
    r"scenes/[a-z0-9][a-z0-9-]*\.yaml"
    r"|scenes/prefabs/([a-z0-9][a-z0-9-]*/)?[a-z0-9][a-z0-9-]*\.yaml"
    r"|assets/materials/[a-z0-9][a-z0-9-]*\.yaml"
    r"|assets/kits/[a-z0-9][a-z0-9-]*/(prefabs|materials)/[a-z0-9][a-z0-9-]*\.yaml"
    r"|assets/units/[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9.-]*\.(pdf|yaml|md|gift)"
)
_NO_NAMES = re.compile(r"(^|/)(con|prn|aux|nul|com\d|lpt\d)(\.|$)|\.\.")
"""Names that mean a device on Windows, and anything that climbs."""


def is_campus_file(path: str) -> bool:
    """Whether a file of that path, relative to the root of a campus, may travel between servers and clients.

    The list is closed: scenes, prefabs, materials, and the files of units. No path on it is absolute or climbs, on any
    system; both sides ask, the one before it offers a file and the other before it keeps one.
    """
    return len(path) <= 200 and _CAMPUS_FILES.fullmatch(path) is not None and _NO_NAMES.search(path) is None
