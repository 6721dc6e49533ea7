"""What nobody sees behind a slab or a cove neither darkens a wall nor lets it glow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.client.view.joins import _around, behind_joins, joined
from campus.mesh import Mesh, box, flat, merge

SIZE = (40, 40)
"""Texels of 0.1 m, of a wall of 3 m."""
UNDER, OVER = 15, 19
"""The first row behind a slab from 1.5 to 1.9 m, and the first above it."""


def _wall_with(*things: Mesh) -> tuple[Mesh, NDArray[np.float32]]:
    """A wall that faces south, seen on the lightmap as it stands, and what stands on it, which has no texels."""
    wall = flat([(0, 0, 0), (3, 0, 0), (3, 0, 3), (0, 0, 3)])
    mesh = merge(wall, *things)
    uvs = np.zeros((len(mesh.positions), 2), np.float32)
    uvs[:4] = wall.positions[:, ::2] / 4
    return mesh, uvs


def _slab() -> Mesh:
    return box((3, 1, 0.4), at=(1.5, -0.5, 1.5), bevel=0.01)


def _on_wall(*rows: tuple[int, int, float]) -> NDArray[np.float32]:
    light = np.ones((*SIZE, 3), np.float32)
    for first, end, bright in rows:
        light[first:end] = bright
    return light


def test_texels_within_a_slab_are_behind_it_and_no_others() -> None:
    behind = np.asarray(behind_joins(*_wall_with(_slab()), SIZE).any(axis=-1))

    assert behind[UNDER:OVER, 2:28].all()
    assert not behind[:UNDER].any()
    assert not behind[OVER:].any()


def test_beside_a_pier_that_goes_on_within_a_slab_the_wall_is_hidden_as_elsewhere() -> None:
    """So it is beside a transverse arch above the vaults: dark smears ended at the vaults' feet."""
    pier = box((0.2, 0.6, 3), at=(1.5, -0.3, 0))
    behind = np.asarray(behind_joins(*_wall_with(_slab(), pier), SIZE).any(axis=-1))

    assert behind[UNDER:OVER, 2:28].all()
    assert not behind[:UNDER, :14].any(), "and under the slab it is seen"
    assert not behind[:UNDER, 16:].any()


def test_a_shaft_two_centimetres_before_a_wall_hides_it_as_one_that_touches_it_does() -> None:
    """Where a sum of two lengths came out a hair above, the wall beside a lift had dark spots all the way up."""
    off = box((3, 1, 0.4), at=(1.5, -0.5201, 1.5), bevel=0.0)

    assert np.asarray(behind_joins(*_wall_with(off), SIZE).any(axis=-1))[UNDER:OVER, 2:28].all()


def test_slats_that_stand_out_a_little_hide_no_texel() -> None:
    slats = [box((0.15, 0.05, 3), at=(x, -0.025, 0)) for x in (0.6, 0.9, 1.2)]

    assert not behind_joins(*_wall_with(*slats), SIZE).any()


def test_a_sill_at_the_top_of_a_wall_hides_what_shows_over_it_by_millimetres() -> None:
    behind = behind_joins(*_wall_with(box((3, 0.16, 0.118), at=(1.5, -0.08, 2.83))), SIZE)

    assert (behind[28:30, 2:28, 0] == -1).all()
    assert not behind[:28].any()


def test_the_more_glares_behind_a_sill_the_less_of_it_reaches_the_wall() -> None:
    behind = behind_joins(*_wall_with(_slab()), SIZE)
    faces = np.zeros(SIZE, np.int32)
    faces[:30, :30] = 1
    a_little, a_lot = (
        joined(_on_wall((UNDER - 1, UNDER, 1.4), (UNDER, OVER, glare)), behind, faces)[UNDER - 1, 15, 0]
        for glare in (1.5, 4.0)
    )

    assert a_little > 1.3
    assert a_lot < 1.1


def test_a_glow_from_within_a_slab_does_not_reach_the_wall_and_what_lies_beyond_keeps_its_light() -> None:
    behind = behind_joins(*_wall_with(_slab()), SIZE)
    faces = np.zeros(SIZE, np.int32)
    faces[:30, :30] = 1
    light = _on_wall((UNDER - 1, UNDER, 3.0), (UNDER, OVER, 20.0), (OVER, 30, 2.0))

    found = joined(light, behind, faces)

    middle = found[:30, 15, 0]
    assert middle[: UNDER - 2].max() <= 1.01
    assert middle[UNDER - 2 : UNDER + 2].max() < 1.7
    assert np.allclose(middle[OVER + 2 :], 2.0)


def test_dark_from_within_a_slab_leaves_a_corner_darker_but_without_stains() -> None:
    behind = behind_joins(*_wall_with(_slab()), SIZE)
    faces = np.zeros(SIZE, np.int32)
    faces[:30, :30] = 1
    light = _on_wall((UNDER - 1, UNDER, 0.75), (UNDER, OVER, 0.05))
    light[UNDER - 1, 10:12] = 0.4

    found = joined(light, behind, faces)[UNDER - 1, 4:26, 0]

    assert found.min() > 0.65
    assert found.max() < 0.8


def test_the_wall_beside_the_end_of_a_slab_gets_no_light_from_above_it() -> None:
    short = box((1.52, 1, 0.4), at=(0.76, -0.5, 1.5))
    behind = behind_joins(*_wall_with(short), SIZE)
    faces = np.zeros(SIZE, np.int32)
    faces[:30, :30] = 1
    light = _on_wall((OVER, 30, 20.0))

    found = joined(light, behind, faces)

    assert behind[OVER - 1, 14].any()
    assert found[:OVER, 14:30].max() <= 1.0


def test_texels_of_small_things_keep_their_light() -> None:
    behind = behind_joins(*_wall_with(_slab()), SIZE)
    light = _on_wall((UNDER, OVER, 20.0))

    assert np.array_equal(joined(light, behind, np.zeros(SIZE, np.int32)), light)


def test_a_vault_hides_what_lies_behind_it_though_its_last_row_of_facets_stands_out_by_centimetres() -> None:
    turns = np.linspace(0, np.pi, 9)
    ring = np.stack([1.5 + 1.2 * np.cos(turns), np.zeros(9), 1 + 1.2 * np.sin(turns)], axis=1)
    rows = np.stack([ring - (0, depth, 0) for depth in (0.0, 0.04, 1.0)]).reshape(-1, 3)
    normals = np.tile(np.stack([-np.cos(turns), np.zeros(9), -np.sin(turns)], axis=1), (3, 1))
    first = (np.arange(2)[:, None] * 9 + np.arange(8)).ravel()
    facets = np.concatenate(
        [np.stack([first, first + 9, first + 1], 1), np.stack([first + 1, first + 9, first + 10], 1)]
    )
    vault = Mesh(
        rows.astype(np.float32), normals.astype(np.float32), np.zeros((27, 2), np.float32), facets.astype(np.int32),
        ("plaster",), np.zeros(16 * 2, np.int32), np.zeros(16 * 2, np.bool_),
    )  # fmt: skip
    behind = np.asarray(behind_joins(*_wall_with(vault), SIZE).any(axis=-1))

    # A row of texels under its crown, at 2.2 m, is seen, and those above are not; nor are those beside its shoulders.
    assert behind[22:24, 9:21].all()
    assert not behind[:21, 10:20].any()
    assert behind[19, (5, 24)].all()


def test_a_dent_of_grain_along_a_slab_is_filled_and_the_shade_under_the_slab_stays() -> None:
    behind = behind_joins(*_wall_with(_slab()), SIZE)
    faces = np.zeros(SIZE, np.int32)
    faces[:30, :30] = 1
    light = _on_wall((UNDER - 1, UNDER, 0.8), (UNDER, OVER, 0.7))
    light[UNDER - 1, 11:18] = 0.5

    found = joined(light, behind, faces)[UNDER - 1, 4:26, 0]

    assert found.min() > 0.7
    assert found.max() < 0.82


def test_what_is_dark_further_from_a_slab_behind_what_hangs_on_the_wall_there_leaves_no_dent_under_the_slab() -> None:
    behind = behind_joins(*_wall_with(_slab()), SIZE)
    faces = np.zeros(SIZE, np.int32)
    faces[:30, :30] = 1
    light = _on_wall((UNDER - 1, UNDER, 0.8), (UNDER, OVER, 0.7))
    light[: UNDER - 1, 12:16] *= 0.3  # fewer than half of those along which a dent is looked for

    found = joined(light, behind, faces)[UNDER - 1, 4:26, 0]

    assert found.min() > 0.65
    assert found.max() < 0.82


def test_beside_a_join_that_bends_the_usual_is_what_most_have_around_and_no_dent() -> None:
    faces = np.ones((30, 30), np.int32)
    share = np.full(faces.size, np.nan, np.float32)
    arc = [(15 - round(0.04 * x * x), 15 + x) for x in range(-9, 10)]
    at = np.array([row * 30 + column for row, column in arc])
    share[at] = -0.1
    share[at[:5]] = -0.6  # where too few paths came
    usual, sure = _around(share, at[4:14], faces)

    assert sure.all()
    assert (usual == np.float32(-0.1)).all()
    assert not _around(share, at[4:14], np.arange(faces.size, dtype=np.int32).reshape(faces.shape))[1].any()
