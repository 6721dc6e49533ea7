"""A bench: as many seats as fit, at its own height, on a shape that bears them."""

from __future__ import annotations

import pytest

from campus.components.bench import Bench
from campus.mesh import is_closed


@pytest.mark.parametrize(("length", "seats"), [(0.5, 1), (1.2, 2), (1.8, 3), (2.4, 4)])
def test_a_bench_seats_as_many_as_fit_at_60_cm_each(length: float, seats: int) -> None:
    anchors = Bench(length=length).anchors().seats
    assert [seat.id for seat in anchors] == [str(number) for number in range(1, seats + 1)]
    assert all(abs(seat.place.at[0]) <= length / 2 for seat in anchors)


@pytest.mark.parametrize("style", ["plank", "block"])
@pytest.mark.parametrize("back", [False, True])
def test_its_top_lies_at_seat_height_and_its_pieces_are_closed(style: str, back: bool) -> None:
    bench = Bench(length=1.8, height=0.47, style=style, back=back)  # type: ignore[arg-type]
    mesh = bench.mesh()
    assert is_closed(mesh)
    assert mesh.bounds()[1][2] == pytest.approx(0.85 if back else 0.47, abs=0.02)
    assert mesh.bounds()[0][2] == pytest.approx(0)
    assert bench.anchors().seats[0].height == 0.47


def test_one_bumps_into_what_one_sits_on() -> None:
    mesh = Bench().mesh()
    assert mesh.only(mesh.collides).bounds()[1][2] == pytest.approx(0.45, abs=1e-4)
