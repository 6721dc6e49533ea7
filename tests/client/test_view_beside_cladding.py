"""Light that got behind the frame of a window does not come out on the wall beside it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.client.view.beside_cladding import ABOUT, without_spill

SIZE = (60, 60)
FRAME = (slice(27, 33), slice(20, 40))
"""Texels of a wall that nobody sees."""

Light = NDArray[np.float32]


def _wall(within: float, spill: float, wall: float = 1.0) -> Light:
    """(h, w, 3) an even wall with so much light behind a frame, and so much beside that, less and less further off."""
    light = np.full((*SIZE, 3), wall, np.float32)
    for far in (3, 2, 1):
        light[27 - far : 33 + far, 20 - far : 40 + far] = wall + (spill - wall) * (4 - far) / 3
    light[FRAME] = within
    return light


def _told(light: Light, faces: NDArray[np.int32] | None = None) -> Light:
    """(h, w) how bright each texel is told to be."""
    shut = np.zeros(SIZE, np.bool_)
    shut[FRAME] = True
    found: Light = without_spill(shut, light, np.ones(SIZE, np.int32) if faces is None else faces)[..., 0]
    return found


def test_a_wall_is_no_brighter_beside_a_frame_that_light_got_behind_than_further_off() -> None:
    found = _told(_wall(within=3.0, spill=2.0))

    assert found.max() < ABOUT + 1e-3
    assert (found[:20] == 1).all()


def test_a_wall_beside_a_frame_that_is_dark_behind_keeps_its_light() -> None:
    light = _wall(within=0.2, spill=1.4)

    assert np.array_equal(_told(light), light[..., 0])


def test_where_light_changes_all_along_a_wall_nobody_knows_what_is_spilt() -> None:
    far = np.abs(np.arange(60) - 29.5)
    light = _wall(within=1.0, spill=1.0) * (3 * np.exp(-0.05 * (far[:, None] + far))).astype(np.float32)[..., None]

    assert np.array_equal(_told(light), light[..., 0])
    assert not np.array_equal(_told(np.maximum(light, 1.2)), np.maximum(light, 1.2)[..., 0])


def test_a_patch_that_shines_more_than_what_is_behind_the_frame_stays() -> None:
    light = _wall(within=3.0, spill=1.0)
    light[34, 25:30] = 5

    assert (_told(light)[34, 25:30] == 5).all()


def test_a_strip_between_frames_takes_nothing_from_the_dark_within_another_wall() -> None:
    light = np.full((*SIZE, 3), 6.0, np.float32)
    light[:, :17] = 1  # within the other wall

    assert (_told(light)[:, 17:] == 6).all()


def test_another_face_is_not_asked() -> None:
    faces = np.ones(SIZE, np.int32)
    faces[:, 42:] = 2
    light = _wall(within=3.0, spill=2.0)

    assert np.array_equal(_told(light, faces)[:, 42:], light[:, 42:, 0])
