"""A space at other hours than the one it is painted at: where the sun falls, what the lamps do, and the way between."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
import pytest

from campus.client.place import Lighting
from campus.client.view import Stage, prepare
from campus.client.view.dimming import between
from campus.client.view.hour import OPENS_MOST, hour_light, opened
from campus.client.view.sky_picture import SIZE, clouds, sky_picture
from campus.client.view.sunlight import towards_sun
from campus.scene.model import Sun
from campus.space.daytime import Daytime
from campus.space.model import Space

NIGHT, SUNSET, MORNING = Daytime(80, 0.0), Daytime(172, 19.2), Daytime(172, 8.0)


@pytest.fixture
def room(make_space: Any, lit_as: Any) -> Space:
    space: Space = make_space(scene=lit_as())
    return space


def test_the_painted_hour_changes_nothing() -> None:
    hour = hour_light(Sun(), None)
    assert hour.painted
    assert hour.beam == hour.fill == (1.0, 1.0, 1.0)
    nearly = hour_light(Sun(), Daytime(80, 15.0))
    assert nearly.beam == pytest.approx((1, 1, 1), abs=0.02)
    assert nearly.fill == pytest.approx((1, 1, 1), abs=0.04)
    assert nearly.shining == pytest.approx((235, 31), abs=1)


def test_the_evening_sun_is_warm_and_at_night_the_moon_stands_opposite() -> None:
    evening, night = hour_light(Sun(), SUNSET), hour_light(Sun(), NIGHT)
    assert evening.beam[0] > 2 * evening.beam[2] > 0
    assert evening.shining == (evening.azimuth, evening.elevation)
    assert night.elevation < -40
    assert night.shining == pytest.approx((180, -night.elevation), abs=0.1)
    assert 0 < max(night.beam) < 0.02
    assert night.fill[2] > 2 * night.fill[0]
    assert max(night.fill) < 0.05


def test_no_hour_of_the_year_is_a_jump_from_the_one_before() -> None:
    for day in (80, 172, 355):
        fills = [hour_light(Sun(), Daytime(day, h)).fill for h in np.arange(0, 24, 0.05)]
        steps = [abs(a[1] - b[1]) for a, b in itertools.pairwise(fills)]
        assert max(steps) < 0.06


def test_eyes_open_for_the_dark_but_not_for_ever() -> None:
    assert opened(1.0, 1.0) == 1.0
    assert 1 < opened(1.0, 0.3) < 1 / 0.3
    assert opened(1.0, 1e-5) == OPENS_MOST
    assert opened(1.0, 2.0) < 1


def test_the_picture_of_the_sky_is_brightest_at_the_sun_and_the_same_all_round_its_edge() -> None:
    towards = towards_sun(Sun(), 0.0)
    light = sky_picture(towards, 31.0).astype(float).sum(axis=-1)
    brightest = np.unravel_index(light.argmax(), light.shape)
    at = np.array(towards[:2]) / (1 + towards[2])
    assert brightest == pytest.approx(tuple(((at[::-1] / 1.04 + 1) / 2 * SIZE).tolist()), abs=4)
    dark = sky_picture(towards_sun(Sun(elevation=-40), 0.0), 31.0).astype(float)
    assert 0 < dark.max() < 0.1
    assert (dark[..., 2] > dark[..., 0]).all()


def test_clouds_go_on_without_a_seam_and_leave_most_of_the_sky_free() -> None:
    cover = clouds().astype(float)
    across = np.abs(np.diff(cover, axis=1)).mean()
    assert np.abs(cover[:, 0] - cover[:, -1]).mean() < 2 * across
    assert 0.05 < (cover > 0.65 * 255).mean() < 0.35


# --- on the graphics card --------------------------------------------------------------------------------------------


def seen_at(stage: Stage, room: Space, moment: Daytime | None) -> tuple[np.ndarray, float]:
    """What the room looks like, and how bright its floor is where the painted sun falls, beside where it never does."""
    view = stage.build(room, "fr", prepare(room, moment=moment))
    try:
        stage.present(view)
        stage.look_at((5.4, 0.8, 1.6), (2.2, 5.5, 1.2), 75)
        stage.draw()
        picture = stage.pixels().astype(float)
        reach = 1.6 / math.tan(math.radians(31))
        sunny = (reach * math.sin(math.radians(55)), 4.0 + reach * math.cos(math.radians(55)), 0.0)
        patch, shade = (stage.project(point) for point in (sunny, (4.7, 4.3, 0.0)))
        assert patch is not None
        assert shade is not None
        lit, unlit = (picture[round(y) - 2 : round(y) + 3, round(x) - 2 : round(x) + 3] for x, y, _ in (patch, shade))
        return picture, float(lit.mean() / unlit.mean())
    finally:
        stage.present(None)
        view.destroy()


def test_the_sun_falls_from_elsewhere_at_another_hour_and_not_at_all_at_night(stage: Stage, room: Space) -> None:
    (painted, sunny), (_, morning), (night, dark) = (seen_at(stage, room, moment) for moment in (None, MORNING, NIGHT))
    assert sunny > 1.35
    assert morning < 1.15, "the window is to the west"
    assert dark < 1.15
    assert night.mean() < 0.85 * painted.mean()
    assert night.mean() > 40, "the lamp carries the room"


def test_a_place_goes_from_hour_to_hour_without_a_step_that_is_seen(stage: Stage, room: Space) -> None:
    prepared = prepare(room)
    way = Lighting().way(prepared, None, SUNSET)
    assert way[-1].hour == hour_light(room.sun, SUNSET)
    view = stage.build(room, "fr", prepared)
    try:
        stage.present(view)
        stage.look_at((3.0, 0.6, 1.6), (5.9, 6.0, 1.0), 60)  # away from the window, whose sun stands elsewhere at once
        stage.draw()
        means = [stage.pixels().mean()]
        view.dim(way, 10.0)
        for step in range(1, 16):
            view.update(10.0 + step * 0.1)
            stage.draw()
            means.append(stage.pixels().mean())
        assert not view.is_dimming
        assert max(abs(a - b) for a, b in itertools.pairwise(means[1:])) < 0.35 * (max(means) - min(means)) + 1.5
        view.dim(between(way[-1], way[-1])[-1:], 20.0)
        stage.draw()
        assert abs(stage.pixels().mean() - means[-1]) < 1.5
    finally:
        stage.present(None)
        view.destroy()
