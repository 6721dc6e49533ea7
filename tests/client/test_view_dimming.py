"""Light states as they are seen: darker is darker, and the way from one to another has no jumps."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import pytest

from campus.client.view.dimming import STEPS, Lit, between, lit_states
from campus.client.view.light import light_field
from campus.client.view.sunlight import towards_sun
from campus.scene import load_campus
from campus.space import Space, compile_space

ROOT = Path(__file__).parents[2]


@cache
def seminar_room() -> Space:
    space = compile_space(load_campus(ROOT, only=["seminar-room"]), "seminar-room")
    scene = msgspec.structs.replace(
        space.scene,
        lights={"full": 1.0, "lamps-out": 0.0, "blinds": 1.0, "dark": 0.0},
        daylight={"blinds": 0.2, "dark": 0.0},
    )
    return replace(space, scene=scene)


@cache
def states() -> dict[str, Lit]:
    space = seminar_room()
    return dict(lit_states(space, towards_sun(space.sun, space.north)))


def brightness(lit: Lit) -> float:
    shares = lit.field.light[..., :3].astype(float) / 255
    return float((shares**2).mean() * lit.field.brightest)


def test_the_first_state_is_the_light_by_which_the_space_is_drawn() -> None:
    space = seminar_room()
    drawn, first = light_field(space, towards_sun(space.sun, space.north)), states()["full"].field
    assert first.exposure == pytest.approx(drawn.exposure, rel=1e-4)
    assert np.abs(first.light.astype(int) - drawn.light.astype(int)).max() <= 1


def test_less_light_looks_darker_and_no_light_is_dark() -> None:
    full, blinds, dark = (brightness(states()[name]) for name in ("full", "blinds", "dark"))
    assert full > 1.3 * blinds
    assert blinds > 5 * dark, "what is left with the blinds down is the lamps"
    assert dark < 0.02 * full
    assert [states()[name].lamps for name in ("full", "lamps-out")] == [1.0, 0.0]
    assert states()["blinds"].field.sun < states()["full"].field.sun
    assert len({lit.field.exposure for lit in states().values()}) == 1, "one eye looks at all of them"


def test_the_way_between_two_lights_is_even_and_ends_where_it_should() -> None:
    way = between(states()["full"], states()["dark"])
    assert len(way) == STEPS
    assert way[-1] is states()["dark"]
    seen = [brightness(states()["full"]), *map(brightness, way)]
    falls = -np.diff(seen)
    assert falls.min() > -1e-3
    assert falls.max() < 0.25 * seen[0], "no step is seen as one"
    back = between(states()["dark"], states()["full"])
    assert brightness(back[STEPS // 2]) == pytest.approx(brightness(way[STEPS // 2 - 2]), rel=0.1)
