"""The ground of an outdoor space: open above, its walls as high as they say, one walks out through its openings."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.arch import Arch
from campus.components.ground import Ground


def test_walls_are_as_high_as_each_says_and_nothing_covers_the_middle() -> None:
    mesh = Ground(size=(24, 28, 8.4), heights={"west": 3.2}).mesh()
    west = mesh.of("lime-plaster").positions
    assert west[np.abs(west[:, 0]) < 0.01][:, 2].max() == pytest.approx(3.2)
    assert west[west[:, 0] > 23.9][:, 2].max() == pytest.approx(8.4)
    corners = mesh.corners()
    over = (corners[:, :, 2].min(1) > 0.1) & (np.abs(corners[:, :, 0].mean(1) - 12) < 11)
    assert not np.any(over & (np.abs(corners[:, :, 1].mean(1) - 14) < 13))


def test_a_side_without_height_is_open_to_the_land() -> None:
    mesh = Ground(size=(10, 10, 3), heights={"north": 0}).mesh()
    places = mesh.positions
    assert not np.any((places[:, 1] > 9.9) & (places[:, 2] > 0.2) & (np.abs(places[:, 0] - 5) < 4))


def test_an_arch_goes_through_the_wall_and_the_plinth_stops_at_its_stones() -> None:
    arch = Arch(size=(3.2, 4.6), springing=3.0)
    mesh = Ground(size=(10, 12, 6), plinth=0.9).shell({"east": [(3.0, arch)]})
    plaster = mesh.of("lime-plaster").corners().mean(1)
    inside = (
        (plaster[:, 0] > 10.01) & (plaster[:, 0] < 10.44) & (np.abs(plaster[:, 1] - 3.0) < 1.5) & (plaster[:, 2] < 2.9)
    )
    assert not inside.any()
    stone = mesh.of("limestone-smooth").positions
    assert not np.any(
        (np.abs(stone[:, 1] - 3.0) < 1.6) & (stone[:, 2] > 0.1) & (stone[:, 2] < 1.0) & (stone[:, 0] < 10.0)
    )


def test_the_ground_in_a_way_through_is_of_the_material_that_is_said() -> None:
    arch = Arch(size=(3.2, 4.6), springing=3.0)

    def sill(ground: Ground) -> set[str]:
        mesh = ground.shell({"east": [(3.0, arch)]})
        middle = mesh.corners().mean(1)
        there = (middle[:, 0] > 10.0) & (middle[:, 0] < 10.45) & (np.abs(middle[:, 1] - 3) < 1) & (middle[:, 2] == 0)
        return {mesh.materials[i] for i in mesh.material[there]}

    assert sill(Ground(size=(10, 12, 6))) == {"limestone-smooth"}
    assert sill(Ground(size=(10, 12, 6), threshold="terrazzo")) == {"terrazzo"}


def test_a_plinth_is_at_the_foot_of_a_wall_and_a_side_without_a_wall_counts_for_nothing() -> None:
    with pytest.raises(ValueError, match=r"plinth 12 m is higher than the wall of 3\.2 m; in metres, 12 cm is 0\.12"):
        Ground(size=(24, 28, 8.4), heights={"west": 3.2}, plinth=12)
    Ground(size=(24, 28, 8.4), heights={"west": 0}, plinth=0.9)
