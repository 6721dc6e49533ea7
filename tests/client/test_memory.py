"""Memory that is free goes back to the machine, and two heaps lie apart, where the C library does such things."""

import subprocess
import sys

import pytest

ALONE = """
from pathlib import Path

import numpy as np

from campus.client.memory import give_back, give_back_early


def resident_mb():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


give_back_early()
before = resident_mb()
made = [np.ones(1_000_000, np.uint8) for _ in range(60)]
while_held = resident_mb()
kept = made[-1]
del made
give_back()
after = resident_mb()
assert kept[0] == 1
print(before, while_held, after)
"""
"""In a process of its own: another's has room left over from before."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Only Linux tells of its memory this way.")
def test_what_is_freed_goes_back() -> None:
    ran = subprocess.run([sys.executable, "-P", "-c", ALONE], capture_output=True, text=True, check=True)
    before, held, after = (float(figure) for figure in ran.stdout.split())
    assert held > before + 50
    assert after < before + 10


TWO_HEAPS = """
import ctypes

from panda3d.core import PTA_uchar

from campus.client.memory import keep_heaps_apart

end = ctypes.CDLL(None).sbrk
end.restype, end.argtypes = ctypes.c_void_p, [ctypes.c_ssize_t]


def moved_by(megabytes):
    before = end(0)
    held = [PTA_uchar.empty_array(100_000) for _ in range(10 * megabytes)]
    return (end(0) - before) / 1e6


together, told = moved_by(2), keep_heaps_apart()
print(together, int(told), moved_by(20))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Elsewhere they have been apart from the beginning.")
def test_panda3d_takes_no_memory_from_where_the_c_library_does() -> None:
    ran = subprocess.run([sys.executable, "-P", "-c", TWO_HEAPS], capture_output=True, text=True, check=True)
    together, told, apart = (float(figure) for figure in ran.stdout.split())
    assert together > 1, "Panda3D has another allocator now: what keeps two heaps apart may go."
    assert told
    assert apart < 1
