"""What a client keeps in memory: the shares add up, and what the driver takes is told apart."""

import sys
from dataclasses import replace

import pytest

from campus.bench.memory import Kept, resident_of

IN_SOFTWARE = Kept("hall", ("garden", "hall"), "low", 470.0, 560.0, 100.0, 300.0, 74.0, True)
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Only Linux tells of its memory this way.")


def shares(kept: Kept) -> list[int]:
    return [int(line.split("MB")[0].split()[-1]) for line in kept.told().splitlines()[1:]]


def test_where_a_processor_draws_the_shares_are_all_that_is_resident() -> None:
    assert "470 MB resident (560 at most)" in IN_SOFTWARE.told()
    client, graphics, both, files, drawing = shares(IN_SOFTWARE)
    assert both == client + graphics == 326
    assert client + graphics + files + drawing == IN_SOFTWARE.resident_mb


def test_a_card_s_memory_is_beside_what_is_resident_and_counts() -> None:
    client, graphics, both, files, drawing = shares(replace(IN_SOFTWARE, software=False))
    assert both == client + graphics
    assert client + files + drawing == IN_SOFTWARE.resident_mb


def test_where_the_system_does_not_tell_nothing_is_made_up() -> None:
    assert "not measured" in replace(IN_SOFTWARE, closed_mb=None).told()


def test_the_bound_of_the_medium_tier_is_said_to_be_kept_or_not() -> None:
    light = replace(IN_SOFTWARE, tier="medium")
    assert "326 MB  within the 400 MB" in light.told()
    assert "401 MB  more than the 400 MB" in replace(light, graphics_mb=175.0).told()
    assert "400 MB" not in IN_SOFTWARE.told()


@LINUX
def test_files_are_counted_by_their_names() -> None:
    python = resident_of(("python",))
    assert python is not None
    assert python > 1
    assert resident_of(("no-such-file",)) == 0
