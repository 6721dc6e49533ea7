"""What a client keeps in memory: the shares add up, and what the driver takes is told apart."""

import sys
from dataclasses import replace

import pytest

from campus.bench.memory import Kept, resident_of

IN_SOFTWARE = Kept("hall", ("garden", "hall"), "low", 470.0, 560.0, 100.0, 74.0, True)
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Only Linux tells of its memory this way.")


def test_where_a_processor_draws_the_shares_are_all_that_is_resident() -> None:
    assert IN_SOFTWARE.rest_mb == pytest.approx(296)
    assert IN_SOFTWARE.own_mb == pytest.approx(396)
    assert IN_SOFTWARE.graphics_mb + 74.0 + 296 == IN_SOFTWARE.resident_mb


def test_a_card_s_memory_is_beside_what_is_resident_and_counts() -> None:
    with_a_card = replace(IN_SOFTWARE, software=False)
    assert with_a_card.rest_mb == pytest.approx(396)
    assert with_a_card.own_mb == pytest.approx(496)


def test_the_table_says_all_of_it() -> None:
    told = IN_SOFTWARE.told()
    assert "470 MB resident (560 at most)" in told
    assert [line.split("MB")[0].split()[-1] for line in told.splitlines()[1:]] == ["100", "74", "296", "396"]
    assert "not measured" in replace(IN_SOFTWARE, resident_mb=None, largest_mb=None, driver_mb=None).told()


@LINUX
def test_files_are_counted_by_their_names() -> None:
    python = resident_of(("python",))
    assert python is not None
    assert python > 1
    assert resident_of(("no-such-file",)) == 0
