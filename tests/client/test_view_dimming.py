"""Light states as they are seen: darker is darker, and the way from one to another has no jumps."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from campus.client.view.dimming import STEPS, Lit, between, lit_states
from campus.client.view.hour import hour_light
from campus.client.view.light import light_field
from campus.client.view.sunlight import towards_sun
from campus.components import Part
from campus.mesh import box
from campus.scene import load_campus
from campus.space import Space, compile_space
from campus.space.compile import ITSELF
from campus.space.daytime import Daytime
from campus.space.model import Moving

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


# --- on the graphics card --------------------------------------------------------------------------------------------


def test_the_sun_fades_where_it_stood_before_it_comes_where_it_is_to_stand() -> None:
    space = seminar_room()
    before = next(iter(states().values()))
    evening = hour_light(space.sun, Daytime(80, 17.0))
    after = replace(before, hour=evening, field=replace(before.field, beam=evening.beam))

    way = between(before, after)

    turned = [lit.hour == evening for lit in way]
    assert turned == sorted(turned), "it turns once"
    beams = [max(lit.field.beam) for lit in way]
    switch = turned.index(True)
    assert beams[switch] < 0.02 * max(before.field.beam)
    assert beams[:switch] == sorted(beams[:switch], reverse=True)
    assert beams[switch:] == sorted(beams[switch:])
    assert way[-1] is after


def test_lamps_and_light_go_down_in_a_second_and_a_half_and_not_at_once(stage: Any) -> None:
    space = seminar_room()
    view = stage.build(space, "fr")
    try:
        stage.present(view)
        stage.look_at((1.0, 1.0, 1.6), (6.0, 5.0, 1.2), 75)
        stage.draw()
        bright = stage.pixels().mean()
        view.dim(between(states()["full"], states()["dark"]), 10.0)
        seen = []
        for now in (10.0, 10.3, 10.7, 11.1, 11.5):
            view.update(now)
            stage.draw()
            seen.append(stage.pixels().mean())
        assert not view.is_dimming
        assert seen[0] > 0.9 * bright, "it begins where it was"
        assert all(a > b for a, b in itertools.pairwise(seen)), "and goes down all the way"
        assert seen[-1] < 0.25 * bright
        view.dim((states()["full"],), 20.0)
        stage.draw()
        assert abs(stage.pixels().mean() - bright) < 2.0, "and comes back as it was"
    finally:
        stage.present(None)
        view.destroy()


def test_what_a_rule_hides_is_gone_and_comes_back(stage: Any, room: Space) -> None:
    itself = Part(box((1.0, 1.0, 1.0), material="oak"), amount=0.0)
    scene = seminar_room().scene
    space = replace(room, scene=scene, moving=(*room.moving, Moving("crate", ITSELF, itself, (3.0, 4.0, 0.0), 0.0)))
    view = stage.build(space, "fr")
    try:
        stage.present(view)
        stage.look_at((5.4, 0.8, 1.6), (3.0, 4.0, 0.5), 60)

        def picture() -> Any:
            stage.draw()
            return stage.pixels().astype(int)

        with_it = picture()
        view.show_node("crate", False)
        without = picture()
        assert (np.abs(with_it - without).max(axis=2) > 12).mean() > 0.02
        view.forget_hidden()
        assert np.abs(picture() - with_it).max() <= 2
    finally:
        stage.present(None)
        view.destroy()
