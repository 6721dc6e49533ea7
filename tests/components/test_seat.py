"""A seat: one sits at the height of its cushion, at its front edge, and leans against its back."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pytest

from campus.components.seat import Seat, SeatStyle


@pytest.mark.parametrize("style", get_args(SeatStyle))
def test_one_sits_at_its_front_edge_and_at_the_height_of_its_cushion(style: SeatStyle) -> None:
    seat = Seat(style=style)
    anchor = seat.anchors().seats[0]
    cushion = seat.mesh().of("blue-fabric")
    middle = cushion.positions[abs(cushion.positions[:, 0]) < 0.2]
    level = middle[(middle[:, 1] > -0.1) & (middle[:, 1] < anchor.place.at[1] + 0.01)]
    assert level[:, 2].max() == pytest.approx(anchor.height, abs=0.015)
    assert cushion.positions[cushion.positions[:, 2] < anchor.height + 0.02][:, 1].max() == pytest.approx(
        anchor.place.at[1], abs=0.04
    )


@pytest.mark.parametrize("style", get_args(SeatStyle))
def test_it_stands_on_the_floor_and_costs_at_most_700_triangles(style: SeatStyle) -> None:
    mesh = Seat(style=style).mesh()
    assert mesh.bounds()[0][2] == pytest.approx(0, abs=0.005)
    assert len(mesh.triangles) <= 700
    assert mesh.collides.any()


@pytest.mark.parametrize("style", ["chair", "chair-light", "chair-bistro", "armchair"])
def test_its_back_is_behind_the_sitter(style: SeatStyle) -> None:
    mesh = Seat(style=style).mesh()
    above = mesh.positions[mesh.positions[:, 2] > 0.7]
    assert above[:, 1].max() < 0


def test_nothing_of_a_bistro_chair_runs_through_what_one_sits_on() -> None:
    mesh = Seat(style="chair-bistro").mesh()
    pad, frame = mesh.of("blue-fabric"), mesh.of("oak").corners()
    reach = np.hypot(*pad.positions[:, :2].T).max()
    over = frame[(frame[:, :, 2] > 0.452).all(axis=1)]
    assert len(over)
    assert np.hypot(over[..., 0], over[..., 1]).min() > reach
