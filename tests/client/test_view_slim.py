"""Grain on strips of a few texels goes; how light falls off along them and across, and wide faces, stay."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.client.view import slim
from campus.client.view.slim import without_grain

LONG = 60


def _a_strip() -> NDArray[np.int32]:
    """(9, 70): the apron of a table, three texels by sixty, of which the second is another's beside it."""
    faces = np.zeros((9, 70), np.int32)
    faces[3:6, 5 : 5 + LONG] = 1
    faces[7, 5 : 5 + LONG] = 2
    return faces


def _grey(light: NDArray[np.floating]) -> NDArray[np.float32]:
    return np.repeat(light[..., None], 3, axis=-1).astype(np.float32)


def _on_strip(light: NDArray[np.floating]) -> NDArray[np.floating]:
    return np.asarray(light[3:6, 5 : 5 + LONG].mean(axis=-1))


def test_the_apron_of_a_table_has_no_blotches_of_the_bakers_grain() -> None:
    grain = np.exp(0.3 * np.random.default_rng(4).standard_normal((9, 70)))

    found = _on_strip(without_grain(_grey(1000 * grain), _a_strip()))

    assert np.abs(np.log(_on_strip(_grey(grain)))).max() > 0.6
    assert np.abs(np.diff(np.log(found), axis=1)).max() < 0.2
    assert np.abs(np.log(found / 1000)).mean() < 0.12


def test_light_on_a_strip_still_falls_off_along_it_and_across() -> None:
    along = np.exp(-0.05 * np.arange(70))
    across = np.array([1, 1, 1, 1.6, 1.0, 0.6, 1, 1, 1])
    light = _grey(across[:, None] * along)

    found = without_grain(light, _a_strip())

    assert np.allclose(_on_strip(found)[:, 6:-6], _on_strip(light)[:, 6:-6], rtol=0.08)


def test_a_bright_strip_beside_tells_nothing_of_a_dark_one() -> None:
    light = np.ones((9, 70))
    light[7] = 40

    found = without_grain(_grey(light), _a_strip())

    assert np.allclose(_on_strip(found), 1, atol=1e-3)
    assert np.allclose(found[7, 5 : 5 + LONG], 40, rtol=1e-3)


def test_a_shade_that_begins_on_a_strip_begins_where_it_did() -> None:
    light = np.ones((9, 70))
    light[:, 35:] = 0.3

    found = _on_strip(without_grain(_grey(light), _a_strip()))

    assert found[:, :26].min() > 0.97
    assert found[:, 32:].max() < 0.45
    assert found[:, 28:30].min() > 0.55 > found[:, 30].max()


def test_a_wall_and_what_is_nobodys_stay_as_they_are() -> None:
    grain = _grey(np.exp(0.3 * np.random.default_rng(4).standard_normal((40, 40))))
    wall = np.zeros((40, 40), np.int32)
    wall[4:36, 4:36] = 1

    assert np.array_equal(without_grain(grain, wall)[8:32, 8:32], grain[8:32, 8:32])
    assert np.array_equal(without_grain(grain, np.zeros_like(wall)), grain)


def test_light_is_evened_a_part_at_a_time_and_no_part_has_an_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    light, faces = _grey(np.exp(0.3 * np.random.default_rng(5).standard_normal((9, 70)))), _a_strip()
    whole = without_grain(light, faces)

    monkeypatch.setattr(slim, "AT_ONCE", 7)

    assert np.allclose(without_grain(light, faces), whole, rtol=1e-4)


def _front(wide: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """A face so many texels wide by sixty in even light, and of that a stain two texels by three on its edge."""
    faces, light = np.zeros((30, 70), np.int32), np.full((30, 70), 1000.0)
    faces[5 : 5 + wide, 5 : 5 + LONG] = 1
    light[5:7, 30:33] = 650
    return faces, _grey(light)


def test_no_stain_of_a_few_texels_is_left_on_the_front_of_a_pilaster() -> None:
    faces, light = _front(wide=6)

    found = without_grain(light, faces, slim.NARROW)[faces > 0]

    assert found.min() > 800


def test_what_is_wider_than_a_pilaster_keeps_its_middle_as_it_was() -> None:
    faces, light = _front(wide=12)
    light[10:12, 30:33] = 650

    found = without_grain(light, faces, slim.NARROW)

    assert np.array_equal(found[9:13, 12:58], light[9:13, 12:58])
