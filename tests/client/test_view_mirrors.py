"""What shines and mirrors: baked reflections, looking-glasses, panes and water, as measured in pictures."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from panda3d.core import NodePath

from campus.bake import DAY, LAMPS, Baked
from campus.client.avatars.crowd import Crowd, DrawnPerson
from campus.client.view import Stage, prepare
from campus.client.view.drawn import draw
from campus.client.view.lightmapped import probes
from campus.client.view.mirror import BakedMirror
from campus.client.view.panes import panes_of
from campus.client.view.quality import LOW, MEDIUM, Quality
from campus.mesh import Mesh, box, merge
from campus.protocol.messages import Figure
from campus.scene.model import Material
from campus.space.daytime import Daytime
from campus.space.model import Space
from campus.text import Text
from campus.world.pose import Pose

Pixels = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
SATURATED = Figure(top=6)
"""A rust-red sweater."""


def a_material(id_: str, **looks: Any) -> Material:
    plain = {"colour": "#DDE3E3", "roughness": 0.05, "pattern": "plain"}
    return Material(
        material=id_, title=Text(fr=id_, en=id_), absorption=(0.1,) * 6, source="made for a test", **(plain | looks)
    )


MIRROR = a_material("mirror", metalness=1.0, roughness=0.03, pattern="mirror")
GLASS = a_material("glass", opacity=0.18)
WATER = a_material("water", colour="#4E7F86", opacity=0.35, pattern="water")


@pytest.fixture
def mirrored(make_space, lit_as) -> Space:
    """The room with a looking-glass of 1.2 by 2 m on its north wall, and a pool of 2 by 3 m in its floor's middle."""
    room = make_space(scene=lit_as())
    glass = box((1.2, 0.03, 2.0), at=(3.0, 7.985, 0.2), material="mirror")
    pool = box((2.0, 3.0, 0.02), at=(3.0, 4.5, 0.03), material="water")
    materials = {**room.materials, "mirror": MIRROR, "water": WATER}
    return replace(room, mesh=merge(room.mesh, glass, pool), materials=materials, copies=())


@pytest.fixture
def crowd(stage: Stage, mirrored: Space) -> Iterator[Crowd]:
    view = stage.build(mirrored, "fr")
    stage.present(view)
    made = Crowd(stage)
    made.enter(view.root)
    yield made
    made.clear()
    stage.present(None)
    view.destroy()


def seen(crowd: Crowd, stage: Stage, people: dict[int, DrawnPerson], eye: tuple[float, ...], look: Any) -> Pixels:
    for step in range(6):
        crowd.place(people, 100.0 + step / 5, first_person=True)
    stage.look_at(eye, look, 75)  # type: ignore[arg-type]
    stage.draw()
    return stage.pixels().astype(float)


def myself(x: float, y: float, **more: Any) -> DrawnPerson:
    return DrawnPerson(Pose(x, y, 0.0, 0.0), SATURATED, you=True, **more)


def around(pixels: Pixels, at: tuple[float, float, float]) -> Pixels:
    """The mean colour of a few pixels about a place in the picture."""
    x, y = round(at[0]), round(at[1])
    return pixels[y - 3 : y + 4, x - 3 : x + 4].mean(axis=(0, 1))


def test_panes_are_found_in_a_mesh_each_with_its_side_and_size() -> None:
    mesh = merge(
        box((1.2, 0.03, 2.0), at=(3.0, 7.985, 0.2), material="mirror"),
        box((2.0, 3.0, 0.02), at=(3.0, 4.5, 0.03), material="water"),
        box((1.0, 0.01, 1.5), at=(0.0, 0.0, 1.0), material="glass"),
        box((1.0, 0.01, 1.5), at=(4.0, 0.0, 1.0), material="glass"),
        box((0.1, 0.01, 0.1), at=(2.0, 0.0, 1.0), material="glass"),
        box((1.0, 1.0, 1.0), material="oak"),
    )
    materials = {"mirror": MIRROR, "water": WATER, "glass": GLASS, "oak": a_material("oak", roughness=0.55)}
    panes = panes_of(mesh, materials)
    kinds = sorted(pane.kind for pane in panes)
    assert kinds == ["glass"] * 4 + ["silvered"] * 2 + ["water"]  # two sides each; water from above; no crumbs, no oak
    water = next(pane for pane in panes if pane.kind == "water")
    assert water.front == pytest.approx((0, 0, 1))
    assert sorted(water.size) == pytest.approx([2, 3])
    assert water.at == pytest.approx((3.0, 4.5, 0.05))
    south = next(pane for pane in panes if pane.kind == "silvered" and pane.front[1] < -0.9)
    assert south.at == pytest.approx((3.0, 7.97, 1.2))
    assert south.size == pytest.approx((1.2, 2.0))
    assert south.before(np.array((3.0, 5.0, 1.6))) == pytest.approx(2.97)


def test_in_a_looking_glass_one_sees_oneself(crowd: Crowd, stage: Stage) -> None:
    eye, look = (3.0, 5.6, 1.62), (3.0, 8.0, 1.3)
    alone = seen(crowd, stage, {}, eye, look)
    with_me = seen(crowd, stage, {1: myself(3.0, 5.6)}, eye, look)
    # One's chest, at 1.2 m: as far behind the glass as one stands before it.
    chest = stage.project((3.0, 2 * 7.97 - 5.6, 1.2))
    assert chest is not None
    red, green, blue = around(with_me, chest)
    assert red > 1.5 * blue  # the sweater
    assert red > 1.3 * green
    assert np.abs(around(alone, chest) - around(with_me, chest)).max() > 40
    beside = stage.project((4.6, 7.9, 1.2))  # the wall beside it shows nobody
    assert beside is not None
    assert np.abs(around(alone, beside) - around(with_me, beside)).max() < 12


def test_who_stands_on_my_left_stands_on_my_left_in_the_glass(crowd: Crowd, stage: Stage) -> None:
    eye, look = (3.2, 5.2, 1.62), (3.0, 8.0, 1.3)
    other = DrawnPerson(Pose(2.55, 5.9, 0.0, 0.0), SATURATED)
    alone = seen(crowd, stage, {}, eye, look)
    pixels = seen(crowd, stage, {2: other}, eye, look)
    image = stage.project((2.55, 2 * 7.97 - 5.9, 1.2))
    turned = stage.project((2 * 3.0 - 2.55, 2 * 7.97 - 5.9, 1.2))
    assert image is not None
    assert turned is not None
    assert np.abs(around(pixels, image) - around(alone, image)).max() > 40
    assert np.abs(around(pixels, turned) - around(alone, turned)).max() < 12


def test_still_water_shows_who_stands_behind_it(crowd: Crowd, stage: Stage) -> None:
    eye, look = (3.0, 1.4, 0.7), (3.0, 5.0, 0.0)
    other = DrawnPerson(Pose(3.0, 6.3, 0.0, 180.0), SATURATED)
    alone = seen(crowd, stage, {}, eye, look)
    pixels = seen(crowd, stage, {2: other}, eye, look)
    chest = stage.project((3.0, 6.3, 2 * 0.05 - 1.2))  # as deep under the water as it is high above
    assert chest is not None
    x, y = round(chest[0]), round(chest[1])
    assert alone.shape[0] - y > 20
    there = np.s_[y - 15 : y + 16, x - 12 : x + 13]
    redder = (pixels[there][..., 0] - pixels[there][..., 2]) - (alone[there][..., 0] - alone[there][..., 2])
    assert (redder > 4).mean() > 0.25  # broken by ripples, and red
    assert redder.mean() > 2


def test_a_pane_that_is_not_in_the_picture_costs_nothing(crowd: Crowd, stage: Stage) -> None:
    engine = stage.base.graphicsEngine

    def drawn() -> bool:
        return any(
            buffer.get_name() == "pane" and buffer.is_active()
            for buffer in (engine.get_window(i) for i in range(engine.get_num_windows()))
        )

    seen(crowd, stage, {1: myself(3.0, 5.6)}, (3.0, 5.6, 1.62), (3.0, 8.0, 1.3))
    assert drawn()
    stage.look_at((3.0, 5.6, 1.62), (3.0, 0.0, 2.5), 60)
    assert not drawn()
    stage.look_at((3.0, 2.6, 1.2), (3.0, 4.5, 0.3), 60)  # the water before me, and the glass too far aside to matter
    assert drawn()


def test_water_moves_with_time_and_stands_still_without(crowd: Crowd, stage: Stage) -> None:
    eye, look = (3.0, 1.4, 0.7), (3.0, 5.0, 0.0)
    view = stage.view
    assert view is not None
    view.update(10.0)
    one = seen(crowd, stage, {}, eye, look)
    again = seen(crowd, stage, {}, eye, look)
    view.update(10.4)
    later = seen(crowd, stage, {}, eye, look)
    assert np.abs(one - again).max() < 2
    assert (np.abs(one - later).max(axis=2) > 6).mean() > 0.008


@pytest.fixture
def reflecting(a_bake):
    return partial(mirrored_bake, a_bake)


def mirrored_bake(
    a_bake: Any, space: Space, colour: tuple[float, float, float], lamps: float = 0.0, face: int = 2
) -> Baked:
    """Even light, and a red wall to the north in what is reflected, lit by day and by `lamps` of it."""

    def levels(share: float) -> tuple[Any, ...]:
        found = []
        for side in (16, 8, 4):
            cube = np.full((6, side, side, 3), 40.0 * share, np.float32)
            cube[face] = np.array(colour, np.float32) * share  # the third is +Y
            found.append(cube)
        return tuple(found)

    low, high = (tuple(float(v) for v in corner) for corner in space.bounds)
    bake = a_bake(space, reflection_at=(3.0, 4.0, 1.6), reflection_low=low, reflection_high=high)
    return replace(bake, reflection={DAY: levels(1.0), LAMPS: levels(lamps)})


def shown(stage: Stage, space: Space, baked: Baked) -> Pixels:
    view = stage.build(space, "fr", prepare(space, baked=baked))
    stage.present(view)
    stage.look_at((3.0, 0.8, 1.2), (3.0, 6.0, 0.0), 70)
    stage.draw()
    pixels = stage.pixels().astype(float)
    stage.present(None)
    view.destroy()
    return pixels


@pytest.fixture
def room_with_states(make_space, lit_as) -> Space:
    return make_space(scene=lit_as())


def test_a_floor_reflects_the_wall_that_was_baked_where_one_looks_along_it(
    stage: Stage, room_with_states: Space, reflecting
) -> None:
    grey = shown(stage, room_with_states, reflecting(room_with_states, (40.0, 40.0, 40.0)))
    red = shown(stage, room_with_states, reflecting(room_with_states, (900.0, 40.0, 40.0)))
    more = (red - grey)[..., 0]
    stage_far, stage_near = more[215:235, 300:340].mean(), more[330:355, 300:340].mean()
    assert stage_far > 12
    assert stage_far > 1.5 * stage_near  # steeper down, less is given back
    assert np.abs((red - grey)[..., 2]).mean() < 4


def test_what_is_reflected_dims_with_its_lamps(make_space, lit_as, reflecting) -> None:
    space = make_space(scene=lit_as({"lecture": 0.25, "discussion": 1.0}))
    bake = reflecting(space, (100.0, 100.0, 100.0), lamps=3.0)
    levels = {name: tuple(level / 100 for level in levels) for name, levels in bake.reflection.items()}
    mirror = BakedMirror(levels[DAY], levels[LAMPS], (3.0, 4.0, 1.6), space.bounds)
    shades = [mirror.lit(probes(bake, day=1.0, lamps=lamps))["mirror_shade"][3] for lamps in (0.0, 1.0)]
    assert shades[1] == pytest.approx(4 * shades[0], rel=0.01)


def test_light_of_a_cube_comes_from_its_bright_side(make_space, a_bake, lit_as, reflecting) -> None:
    space = make_space(scene=lit_as())
    levels = reflecting(space, (900.0, 900.0, 900.0)).reflection[DAY]
    told = BakedMirror(levels, None, (3.0, 4.0, 1.6), space.bounds).lit(probes(a_bake(space)))
    x, y, z, mean = told["mirror_shade"]
    assert y > 0.5
    assert (x, z) == pytest.approx((0, 0), abs=0.01)
    assert mean == pytest.approx((5 * 40 + 900) / 6, rel=0.02)


def test_a_floor_in_the_shade_shows_no_edges_of_what_the_middle_sees(
    stage: Stage, room_with_states: Space, reflecting
) -> None:
    """Blunt pictures of what is reflected shine and sharp ones are black, so that what is seen tells which was read."""
    space = room_with_states
    bright = reflecting(space, (900.0, 900.0, 900.0))

    def dimmed(bake: Baked, shares: tuple[float, ...]) -> Baked:
        levels = bake.reflection[DAY]
        by_day = tuple(level * share for level, share in zip(levels, shares, strict=True))
        return replace(bake, reflection={**bake.reflection, DAY: by_day})

    def read_blunt(light: float) -> float:
        layers = {
            name: replace(layer, texels=layer.texels * light, vertices=layer.vertices * light)
            for name, layer in bright.layers.items()
        }
        lit = replace(bright, layers=layers)
        none, blunt, whole = (shown(stage, space, dimmed(lit, (s, s, b))) for s, b in ((0, 0), (0, 1), (1, 1)))
        floor = np.s_[215:300, 260:380]
        return float((blunt - none)[floor].mean() / (whole - none)[floor].mean())

    in_the_light, in_the_shade = read_blunt(1.0), read_blunt(0.1)
    assert in_the_light < 0.5 < 0.9 < in_the_shade


def test_dark_corners_do_not_glow(stage: Stage, room_with_states: Space, reflecting) -> None:
    """Under a stair there is little light; its floor does not reflect the bright room above it."""
    space = room_with_states
    bright = reflecting(space, (400.0, 400.0, 400.0))
    black = {name: tuple(level * 0 for level in levels) for name, levels in bright.reflection.items()}
    dark = replace(
        bright,
        layers={
            name: replace(layer, texels=layer.texels * 0.05, vertices=layer.vertices * 0.05)
            for name, layer in bright.layers.items()
        },
    )
    added = shown(stage, space, bright) - shown(stage, space, replace(bright, reflection=black))
    added_in_the_dark = shown(stage, space, dark) - shown(stage, space, replace(dark, reflection=black))
    floor = np.s_[215:300, 260:380]
    assert added[floor].mean() > 5
    assert added_in_the_dark[floor].mean() < added[floor].mean()


@pytest.mark.parametrize("quality", [LOW, MEDIUM], ids=["low", "medium"])
def test_nothing_stirs_the_water_of_a_carafe(quality: Quality) -> None:
    for across, stirred in ((0.1, 0), (2.0, 1)):
        under = NodePath("a room")
        draw(box((across, across, 0.1), material="water"), under, {"water": WATER}, quality)
        node = under.find("**/water")
        middle, surface = node.get_shader_input("middle"), node.get_shader_input("surface")
        x, y, _, stirs = middle.get_vector()
        assert stirs == stirred
        assert (x, y) == (0, 0)
        blunt = quality is LOW and not stirred  # what a card asks of each pixel, a processor is told
        assert (surface.get_vector()[3] > 2 * WATER.roughness) == blunt


def test_a_mesh_without_panes_has_none() -> None:
    mesh: Mesh = box((1, 1, 1), material="oak")
    assert panes_of(mesh, {"oak": a_material("oak", roughness=0.6)}) == ()


def test_a_processor_that_draws_shows_the_room_in_its_panes(application: Any, mirrored: Space, reflecting) -> None:
    """The low tier: what was baked is in the glass, and nothing where nothing was baked."""
    stage = Stage(application, LOW)
    pictures = []
    for colour in ((40.0, 40.0, 40.0), (900.0, 40.0, 40.0)):
        view = stage.build(mirrored, "fr", prepare(mirrored, baked=reflecting(mirrored, colour, face=3)))
        stage.present(view)
        stage.look_at((3.0, 5.0, 1.6), (3.0, 8.0, 1.3), 60)
        stage.draw()
        at = stage.project((3.0, 7.97, 1.4))
        assert at is not None
        pictures.append(around(stage.pixels().astype(float), at))
        stage.present(None)
        view.destroy()
    stage.destroy()
    assert pictures[1][0] > pictures[0][0] + 60  # the south wall, red
    assert abs(pictures[1][2] - pictures[0][2]) < 10


def test_at_night_it_is_dark_outside_where_nothing_was_baked_and_one_is_seen_in_the_pane(make_space, lit_as) -> None:
    space = make_space(scene=lit_as())
    by_day, by_night = (prepare(space, moment=Daytime(80, hour)).light for hour in (15.0, 22.0))
    assert by_day.hour == pytest.approx((1, 1, 1), abs=0.05)
    assert max(by_night.hour) < 0.1
