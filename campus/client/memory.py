"""Memory that is free goes back to the machine. Owns what the C library is asked for; nothing where it has none of it.

A space is made ready in arrays of many megabytes, which live for a second. Glibc keeps such places for later once it
has seen a few; on a laptop with little memory others could use them.
"""

from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""Of glibc's `mallopt` (malloc.h)."""
LARGE_BYTES = 256 * 1024
"""What is larger has pages of its own, which go when it goes."""


def give_back_early(larger_than: int = LARGE_BYTES) -> None:
    """Has what is freed given back at once; call it before anything large is made.

    Args:
        larger_than: bytes of what goes so; less of it takes less time, too.
    """
    if (library := _library()) is not None:
        for parameter, value in ((_TRIM_THRESHOLD, larger_than), (_MMAP_THRESHOLD, larger_than), (_ARENA_MAX, 2)):
            library.mallopt(parameter, value)


def give_back() -> None:
    """Gives back what is free and was not; some milliseconds."""
    if (library := _library()) is not None:
        library.malloc_trim(0)


def _library() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        library = ctypes.CDLL(None)
        library.mallopt, library.malloc_trim  # noqa: B018 -- musl has neither
    except (OSError, AttributeError):
        return None
    return library
