"""One texel of a small face that alone found the sky has the light of those around it; what is lit stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import DAY, LAMPS, Baked
from campus.client.view.lone import without_lone
from campus.client.view.mends import mended_maps
from campus.mesh import flat
from campus.space.model import Space

STONE, SKY = (4200, 2850, 1800), (4450, 3450, 2650)
"""Lux on the newel's foot in the hall, and on its texel that was a pale smudge."""


def _a_foot() -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """(8, 8) a face of two texels by four, and (8, 8, 3) light on it, even but for one texel in its last row."""
    faces, light = np.zeros((8, 8), np.int32), np.full((8, 8, 3), STONE, np.float32)
    faces[2:6, 3:5] = 1
    light[4, 4] = SKY
    return faces, light


def test_a_newel_s_foot_has_no_smudge_as_blue_as_the_sky() -> None:
    faces, light = _a_foot()

    assert (without_lone(light, faces) == STONE).all()


def test_a_patch_of_two_texels_and_what_is_nobodys_stay() -> None:
    faces, light = _a_foot()
    light[3, 4] = light[0, 0] = SKY

    np.testing.assert_array_equal(without_lone(light, faces), light)


def test_light_that_rises_along_a_small_face_and_towards_its_corner_stays() -> None:
    faces, _ = _a_foot()
    along = 1000 * np.exp(0.5 * np.arange(8)[:, None] + 0.3 * np.arange(8))
    light = np.repeat(along[..., None], 3, axis=-1).astype(np.float32)

    np.testing.assert_array_equal(without_lone(light, faces), light)


def test_light_of_the_face_beside_is_none_of_those_around() -> None:
    faces, light = _a_foot()
    faces[2:6, 5] = 2
    light[2:6, 5] = SKY

    assert (without_lone(light, faces)[faces == 1] == STONE).all()


def test_daylight_on_its_way_to_the_card_goes_through_and_lamps_keep_the_peak_beside_them(
    room: Space, a_bake: Callable[..., Baked]
) -> None:
    foot = flat([(0, 0, 0), (0.3, 0, 0), (0.3, 0, 0.1), (0, 0, 0.1)])
    on_map = (foot.positions[:, (2, 0)] / 0.1 + (3.5, 2.5)) / 8  # it begins and ends in the middle of texels
    light, bake = _a_foot()[1], a_bake(room)
    layers = {name: replace(bake.layers[name], texels=light) for name in (DAY, LAMPS)}
    sun = replace(bake.sun, texels=np.zeros((8, 8), np.uint8))

    found = mended_maps(foot, replace(bake, uvs=on_map.astype(np.float32), layers=layers, sun=sun))

    assert (found[DAY][2:6, 3:5] == STONE).all()
    assert (found[LAMPS][4, 4] == SKY).all()
