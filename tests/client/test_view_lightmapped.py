"""Baked light on the graphics card: what a bake says in lux is what a picture shows."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from campus.bake import DAY, LAMPS, Baked, SunSeen
from campus.client.view import Stage, lightmapped, prepare
from campus.client.view.dimming import DIMS_IN_S, between
from campus.client.view.light import MID_TONE
from campus.client.view.lightmapped import (
    CORNER_MOST,
    EDGE,
    NO_SUN,
    _grown,
    lightmap,
    lit_by,
    packed,
    plain_texture,
    probes,
    texture,
)
from campus.client.view.textures import card_bytes
from campus.components import Placed
from campus.space.model import Portal, Space


@pytest.fixture
def room(make_space, lit_as) -> Space:
    return make_space(scene=lit_as())


def test_the_shade_of_a_space_is_one_unit_of_light(room: Space, a_bake) -> None:
    field = probes(a_bake(room))
    mean = (field.light[..., :3].astype(float) / 255) ** 2 * field.brightest
    assert mean == pytest.approx(1.0, rel=0.02)
    assert field.exposure == MID_TONE
    made = lightmap(room.mesh, a_bake(room))
    assert made.day[2, 2, :3] + made.lamps[2, 2] == pytest.approx(1.0, rel=1e-3)
    assert made.rows[-1, 2:8] == pytest.approx([0.75] * 3 + [0.25] * 3)


def test_light_from_one_side_is_told_as_a_slope_to_it(room: Space, a_bake) -> None:
    bake = a_bake(room)
    day = bake.layers[DAY]
    day.probes[..., 1, :] = 200.0  # more from the east
    field = probes(replace(bake, layers={DAY: day}))
    slope = field.slope[..., :3].astype(float) / 127.5 - 1
    assert slope[..., 0] == pytest.approx(2 / 3, abs=0.02)
    assert slope[..., 1:] == pytest.approx(0, abs=0.01)


def test_a_warm_room_looks_nearly_white(room: Space, a_bake) -> None:
    made = lightmap(room.mesh, a_bake(room, white=(1.3, 1.0, 0.6)))
    red, _, blue = (made.day[2, 2, :3].astype(float)).tolist()
    assert blue > red  # the colour of the light itself, taken for white in part, is divided out


def test_a_bake_of_other_shapes_is_refused(room: Space, a_bake) -> None:
    bake = a_bake(room)
    with pytest.raises(ValueError, match="campus bake"):
        lightmap(room.mesh, replace(bake, triangles=bake.triangles[:-1]))


def test_each_light_state_has_its_shares(make_space, a_bake, lit_as) -> None:
    space = make_space(scene=lit_as({"lecture": 0.25, "discussion": 1.0}, {"lecture": 0.5}))
    states = lit_by(space, a_bake(space))
    assert list(states) == ["lecture", "discussion"]
    assert states["lecture"].field.day == pytest.approx(0.5)
    assert states["lecture"].field.lamps == pytest.approx(0.25)
    after = states["discussion"].field
    assert after.day / after.lamps == pytest.approx(1.0)
    assert after.day < 1.0  # the eye closes a little in the brighter state


def test_light_states_of_a_bake_blend_evenly_in_the_picture(stage: Stage, make_space, a_bake, lit_as) -> None:
    space = make_space(scene=lit_as({"discussion": 1.0, "lecture": 0.2}, {"lecture": 0.25}))
    prepared = prepare(space, baked=a_bake(space))
    states = prepared.states()
    view = stage.build(space, "fr", prepared)
    stage.present(view)
    stage.look_at((5.4, 0.8, 1.6), (2.2, 5.5, 1.2), 75)
    try:
        stage.draw()
        means = [stage.pixels().mean()]
        view.dim(between(states["discussion"], states["lecture"]), 5.0)
        for step in range(1, 31):
            view.update(5.0 + step * DIMS_IN_S / 28)
            stage.draw()
            means.append(stage.pixels().mean())
    finally:
        stage.present(None)
        view.destroy()
    falls = -np.diff(means)
    assert means[0] - means[-1] > 25
    assert (falls > -0.2).all(), "it never grows brighter on the way"
    assert falls.max() < 0.12 * (means[0] - means[-1]), "no step is seen as one"


def test_what_is_baked_lights_texels_and_corners_and_dims_with_its_lamps(stage: Stage, room: Space, a_bake) -> None:
    prepared = prepare(room, baked=a_bake(room))
    view = stage.build(room, "fr", prepared)
    stage.present(view)
    stage.look_at((3.4, 0.6, 1.6), (3.2, 5.0, 1.0), 75)
    try:
        stage.draw()
        lit = stage.pixels().astype(float)
        dark = a_bake(room, day_lux=0.0, lamps_lux=0.0)
        view.relight(probes(dark, day=0.0, lamps=0.0))
        stage.draw()
        unlit = stage.pixels().astype(float)
        view.relight(probes(a_bake(room), day=0.25, lamps=0.25))
        stage.draw()
        dimmed = stage.pixels().astype(float)
        view.relight(probes(dark, day=0.0, lamps=1.0))
        stage.draw()
        by_lamps = stage.pixels().astype(float)
    finally:
        stage.present(None)
        view.destroy()
    assert unlit.mean() < 0.35 * lit.mean()
    assert unlit.mean() < dimmed.mean() < 0.75 * lit.mean()
    assert 1.2 * unlit.mean() < by_lamps.mean() < lit.mean()


def test_a_copy_is_darker_where_it_is_in_its_own_way(stage: Stage, room: Space, a_bake) -> None:
    def seen(free: int) -> float:
        shades = tuple(np.full(len(copies.mesh.positions), free, np.uint8) for copies in room.copies)
        view = stage.build(room, "fr", prepare(room, baked=replace(a_bake(room), occlusion=shades)))
        stage.present(view)
        stage.look_at((3.2, 1.2, 1.2), (3.2, 2.6, 0.4), 60)
        stage.draw()
        pixels = stage.pixels().astype(float)
        stage.present(None)
        view.destroy()
        return float(pixels[160:220, 260:380].mean())

    assert seen(64) < 0.8 * seen(255)


def test_the_sun_falls_only_where_the_bake_saw_it(fine_stage: Stage, room: Space, a_bake) -> None:
    """A neighbour's wall is not on the space's own shadow map; the bake knows of it."""

    def seen(share: int) -> np.ndarray:
        bake = a_bake(room, sun_lux=(900.0, 900.0, 900.0), weights={DAY: 1.0, LAMPS: 1.0, "sun": 1.0, "outside": 1.0})
        count = len(bake.vertex)
        sun = SunSeen(np.full((4, 4), share, np.uint8), np.full(count, share, np.uint8), bake.sun.probes)
        view = fine_stage.build(room, "fr", prepare(room, baked=replace(bake, sun=sun)))
        fine_stage.present(view)
        fine_stage.look_at((5.6, 0.6, 1.6), (1.0, 6.0, 0.6), 80)
        fine_stage.draw()
        pixels = fine_stage.pixels().astype(float)
        fine_stage.present(None)
        view.destroy()
        return pixels

    with_sun, without = seen(255), seen(0)
    brighter = (with_sun - without).max(axis=2) > 40
    assert brighter.mean() > 0.005
    assert (without - with_sun).max() < 12


def test_a_corner_s_light_takes_a_byte_a_colour_and_is_as_bright_as_it_was() -> None:
    rows = np.zeros((4, 9), np.float32)
    rows[:, :2] = [[0.1, 0.9], [0.7, 0.3], [0.5, 0.25], [1.0, 0.0]]
    rows[:, 2:5], rows[:, 5:8], rows[:, 8] = [[0.2, 1.0, 3.0]], [[0.0, 0.5, 40.0]], [0.0, 1.0, 0.2, -0.6]
    made = packed(rows)
    assert made.nbytes == len(rows) * 12
    read = np.ascontiguousarray(made[:, 1:]).view(np.uint8).reshape(-1, 2, 4).astype(float) / 255
    light = CORNER_MOST * read[..., 1, 3].reshape(-1, 1, 1) ** 2 * read[..., :3] ** 2
    assert light[:, 0] == pytest.approx(rows[:, 2:5], rel=0.04)
    assert light[:, 1] == pytest.approx(np.minimum(rows[:, 5:8], CORNER_MOST), rel=0.04)
    assert (255 * read[:, 0, 3] - NO_SUN) / (255 - NO_SUN) == pytest.approx(rows[:, 8], abs=0.004)
    assert read[0, 0, 3] == NO_SUN / 255, "none is none, to the last bit"


def test_a_dim_corner_is_no_less_white_than_a_bright_one() -> None:
    rows = np.zeros((50, 9), np.float32)
    rows[:, 2:5] = np.linspace(0.01, 0.5, 50)[:, None] * (1.0, 0.97, 0.94)
    read = np.ascontiguousarray(packed(rows)[:, 1:]).view(np.uint8).reshape(-1, 2, 4).astype(float) / 255
    light = CORNER_MOST * read[:, 1, 3:] ** 2 * read[:, 0, :3] ** 2
    assert light == pytest.approx(rows[:, 2:5], rel=0.01)


def test_shaders_know_the_most_light_that_a_corner_holds() -> None:
    for name in ("surface.vert", "plain.vert"):
        text = (Path(lightmapped.__file__).parent / "shaders" / name).read_text(encoding="utf-8")
        assert f"const float CORNER_MOST = {CORNER_MOST};" in text


def test_where_no_lamps_hang_nobody_looks_for_their_light(room: Space, a_bake) -> None:
    bake = a_bake(room)
    court = replace(bake, layers={DAY: bake.layers[DAY]})
    assert [lightmap(room.mesh, one).variant for one in (bake, court)] == [("BAKED", "LAMPS"), ("BAKED",)]


def test_a_layer_of_lamps_takes_four_bytes_a_texel() -> None:
    lamps = texture("lamps", np.full((8, 8, 3), 0.5, np.float16))
    assert card_bytes(lamps) == 8 * 8 * 4


def test_where_sun_and_shade_meet_the_low_tier_looks_with_care_and_the_others_are_told_only_where_the_sun_is() -> None:
    sun = np.zeros((9, 12), np.uint8)
    sun[:, 6:] = 255
    sun[0, 6] = 90
    told = _grown(sun)
    assert np.array_equal(told[4], [0, 0, 0, 1, 1, 1, 1 + EDGE, 1, 1, 1, 1, 1])
    assert told[0, 6] == 1 + EDGE
    day = np.concatenate([np.zeros((9, 12, 3)), told[..., None]], axis=-1).astype(np.float16)
    fine, plain = (
        np.asarray(memoryview(made.get_ram_image())) for made in (texture("day", day), plain_texture("d", day))
    )
    assert fine.view(np.float16).reshape(9, 12, 4)[4, :, 3].tolist() == [0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    assert plain.reshape(9, 12, 4)[4, [0, 4, 5, 6, 9], 3].tolist() == [0, 128, 128, 255, 128]


def test_a_word_on_a_sign_is_no_new_light_and_another_arch_lamp_or_layout_is(
    room: Space, a_bake: Callable[..., Baked], keeps_in: Callable[[Path | None], None], tmp_path: Path
) -> None:
    keeps_in(tmp_path)

    def kept_after(space: Space, **said: Any) -> set[str]:
        lightmap(space.mesh, a_bake(space, **said), space)
        return {file.name for file in tmp_path.iterdir()}

    first = kept_after(room)
    assert len(first) == 1, "and nothing of it twice"
    assert kept_after(replace(room, digest="another", labels=())) == first
    way = Portal("window", (0.0, 4.0, 0.9), 0.6, "garden", "in", True, Placed((0.5, 4.0, 0.0), 270.0), False, None)
    walked = kept_after(replace(room, portals={"window": way}))
    assert walked != first
    lamps = {**room.materials, "oak": msgspec.structs.replace(room.materials["oak"], emission=1.0)}
    assert kept_after(replace(room, materials=lamps)) not in (first, walked)
    assert len(kept_after(room, layout="circle")) == 2, "who goes from one layout to another finds the light of both"
