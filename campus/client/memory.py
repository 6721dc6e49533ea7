"""Memory that is free goes back to the machine, and the two who hand it out do not hand out the same.

Owns what the C library is asked for; nothing where it has none of it. A space is made ready in arrays of many
megabytes, which live for a second. Glibc keeps such places for later once it has seen a few; on a laptop with little
memory others could use them.
"""

from __future__ import annotations

import ctypes
import mmap
import sys
from functools import cache
from typing import Any

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
"""Of glibc's `mallopt` (malloc.h)."""
LARGE_BYTES = 256 * 1024
"""What is larger has pages of its own, which go when it goes."""

_NO_ACCESS, _NEW_AND_EXACTLY_THERE = 0, 0x02 | 0x20 | 0x100000
"""Of Linux's `mmap` (mman.h): PROT_NONE; MAP_PRIVATE, MAP_ANONYMOUS and MAP_FIXED_NOREPLACE."""
_BLOCKS, _BLOCK_BYTES = 32, 200_000
"""More than Panda3D's heap has free before anything is built; from 256 KiB on, blocks would not be of the heap."""


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


@cache
def keep_heaps_apart() -> bool:
    """Has Panda3D take its memory from elsewhere than the C library; call it before a second thread is begun.

    Panda3D for Linux brings an allocator of its own (dlmalloc), and grows its heap where glibc grows its own: at the
    end of the process's data, which `sbrk` moves. Each has a lock, but not the other's. If one thread asks Panda3D for
    memory while another asks glibc, both may read the same end, move it, and own the same page: a segmentation fault
    some seconds later, anywhere. When the end cannot be moved, dlmalloc maps pages instead, and does so ever after. So
    it is blocked for the few milliseconds in which Panda3D's heap is made to grow.

    Returns:
        Whether they are apart; False where the system is another, or old.
    """
    library = _library()
    if library is None:
        return False
    from panda3d.core import PTA_uchar

    library.sbrk.restype, library.sbrk.argtypes = ctypes.c_void_p, [ctypes.c_ssize_t]
    address, size, number = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int
    library.mmap.restype, library.mmap.argtypes = address, [address, size, number, number, number, ctypes.c_long]
    library.munmap.argtypes = [address, size]
    end = -(-library.sbrk(0) // mmap.PAGESIZE) * mmap.PAGESIZE
    barrier = library.mmap(end, mmap.PAGESIZE, _NO_ACCESS, _NEW_AND_EXACTLY_THERE, -1, 0)
    if barrier == address(-1).value:
        return False
    blocks: list[Any] = [PTA_uchar.empty_array(_BLOCK_BYTES) for _ in range(_BLOCKS)] if barrier == end else []
    library.munmap(barrier, mmap.PAGESIZE)
    # A heap lies below its end, and pages that are mapped lie above it.
    return bool(blocks) and ctypes.addressof(ctypes.c_char.from_buffer(blocks[-1])) > end


def _library() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        library = ctypes.CDLL(None)
        library.mallopt, library.malloc_trim  # noqa: B018 -- musl has neither
    except (OSError, AttributeError):
        return None
    return library
