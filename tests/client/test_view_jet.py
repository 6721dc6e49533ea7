"""A jet is drawn as streaks of water in place of the shapes that stand for it; its spout stays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from panda3d.core import NodePath

from campus.client.view.jet import AROUND_M, FALLING, RISING, Jet, draw_jets, shapes_of
from campus.components.water import Water
from campus.mesh import merge, moved

BASIN = Water(jet=0.6)
JET = Jet((3.0, 2.0, BASIN.kerb - BASIN.level), BASIN.jet, BASIN.material)


def test_drops_and_stem_stand_for_a_jet_and_spout_water_and_what_is_beside_the_basin_do_not() -> None:
    basin, other = (moved(BASIN.mesh(), at) for at in ((3, 2, 0), (9, 2, 0)))
    mesh = merge(basin, other)

    found = shapes_of(mesh, [JET])

    ceramic = mesh.material == mesh.materials.index("ceramic")
    near = (np.linalg.norm(mesh.corners()[..., :2] - (3, 2), axis=2) < 1).all(axis=1)
    assert np.array_equal(found, ceramic & near)
    assert not shapes_of(mesh, []).any()


@pytest.mark.parametrize("plain", [False, True])
def test_a_jet_takes_one_call_of_two_triangles_a_streak_and_is_left_out_where_its_basin_is_not_seen(
    plain: bool,
) -> None:
    root = NodePath("space")

    draw_jets([JET, JET], root, plain=plain)

    drawn: Any = root.find("jet").node()
    assert drawn.get_num_geoms() == 1
    assert drawn.get_geom(0).get_primitive(0).get_num_primitives() == 2 * 2 * (RISING + FALLING) // (2 if plain else 1)
    low, high = drawn.get_internal_bounds().get_min(), drawn.get_internal_bounds().get_max()
    assert np.allclose(low, np.array(JET.at) - AROUND_M, atol=1e-4)
    assert np.allclose(high, np.array((3.0, 2.0, JET.at[2] + JET.tall)) + AROUND_M, atol=1e-4)


def test_no_jet_takes_no_call() -> None:
    root = NodePath("space")
    draw_jets([], root, plain=False)
    assert not root.get_num_children()
