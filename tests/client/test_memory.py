"""Memory that is free goes back to the machine, where the C library does such things."""

import sys
from pathlib import Path

import numpy as np
import pytest

from campus.client.memory import give_back, give_back_early


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Only Linux tells of its memory this way.")
def test_what_is_freed_goes_back() -> None:
    give_back_early()
    before = resident_mb()
    made = [np.ones(1_000_000, np.uint8) for _ in range(60)]
    assert resident_mb() > before + 50
    kept = made[-1]
    del made
    give_back()
    assert resident_mb() < before + 10
    assert kept[0] == 1
