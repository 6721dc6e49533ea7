"""A space on the stage: light, screens, signs, seats, doors, the way from a point to a pixel and back."""

import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from panda3d.core import NodePath, Texture

from campus.client.view import Stage, prepare
from campus.client.view import View as SpaceView
from campus.client.view.pace import Pace
from campus.client.view.passes import cover, make_target, uncover
from campus.client.view.quality import LOW, MEDIUM, Quality
from campus.client.view.shading import shader
from campus.client.view.sunlight import SunMap
from campus.space.model import Space

INSIDE = ((5.4, 0.8, 1.6), (2.2, 5.5, 1.2))


def in_the_room(stage: Stage, room: Space) -> Iterator[SpaceView]:
    view = stage.build(room, "fr")
    stage.present(view)
    stage.look_at(*INSIDE, 75)
    stage.draw()
    yield view
    stage.present(None)
    view.destroy()


@pytest.fixture
def shown(stage: Stage, room: Space) -> Iterator[SpaceView]:
    yield from in_the_room(stage, room)


@pytest.fixture
def shown_finely(fine_stage: Stage, room: Space) -> Iterator[SpaceView]:
    yield from in_the_room(fine_stage, room)


def light_of(pixels: np.ndarray) -> np.ndarray:
    """What the tone curve made of it, undone: relative light of each pixel."""
    y = (pixels.astype(float) / 255) ** 2.2
    a, b = 2.51 - 2.43 * y, 0.03 - 0.59 * y
    return (-b + np.sqrt(b * b + 4 * a * 0.14 * y)) / (2 * a)


def around(stage: Stage, point: tuple[float, float, float], half: int = 2) -> np.ndarray:
    seen = stage.project(point)
    assert seen is not None, f"{point} is not in the picture"
    x, y = round(seen[0]), round(seen[1])
    return stage.pixels()[y - half : y + half + 1, x - half : x + half + 1].reshape(-1, 3)


def test_the_sun_comes_in_by_the_window_and_the_rest_is_shade(stage: Stage, shown: SpaceView) -> None:
    """The sun stands at azimuth 235, elevation 31: a ray through the middle of the window meets the floor here."""
    height = 1.6
    reach = height / math.tan(math.radians(31))
    east, north = reach * math.sin(math.radians(55)), reach * math.cos(math.radians(55))
    lit = light_of(around(stage, (east, 4.0 + north, 0.0))).mean()
    shade = light_of(around(stage, (4.7, 4.3, 0.0))).mean()
    assert 2.5 < lit / shade < 9


def test_a_picture_is_neither_burnt_nor_black(stage: Stage, shown: SpaceView) -> None:
    brightest = stage.pixels().max(axis=2)
    assert (brightest >= 255).mean() <= 0.01
    assert (brightest < 0.05 * 255).mean() <= 0.02


def test_an_eye_comes_round_to_another_space_within_seconds_and_without_swinging(
    stage: Stage, shown: SpaceView, make_space: Callable[..., Space]
) -> None:
    class Court(SpaceView):
        bright = 18_000.0

    court = Court(stage.base, prepare(make_space()), "fr", stage.quality)
    try:
        settled = stage.pixels().mean()
        stage.present(court)
        stage.present(shown, gently=True)
        means = []
        for _ in range(20):
            stage.draw()
            means.append(stage.pixels().mean())
            stage.adapt(0.4)
        assert means[0] < 0.93 * settled, "who comes in from the sun sees a room a little dark"
        assert all(b >= a - 0.05 for a, b in itertools.pairwise(means)), "and it only grows brighter"
        assert means[5] > 0.5 * (means[0] + settled), "within two seconds for the most part"
        assert abs(means[-1] - settled) < 0.5
        stage.present(court)
        stage.present(shown)
        stage.draw()
        assert abs(stage.pixels().mean() - settled) < 0.5, "a picture that nobody walks into is at rest"
    finally:
        stage.present(shown)
        court.destroy()


def test_the_sun_that_was_taken_off_comes_back_as_bright_as_an_eye_used_to_another_space_saw_it(
    stage: Stage, shown: SpaceView
) -> None:
    def sun() -> tuple[float, ...]:
        told = shown.root.get_shader_input("sun_light")  # owns what its vector points to
        return tuple(told.get_vector())

    used = sun()
    shown.see_as(4.0)
    dazzled = sun()
    assert max(dazzled) > 1.2 * max(used)
    shown.shine(False)
    assert max(sun()) == 0.0
    shown.shine(True)
    assert sun() == dazzled


def test_a_page_keeps_its_colours_and_is_gone_when_it_is_taken_away(stage: Stage, shown: SpaceView) -> None:
    stage.look_at((3, 3, 2), (3, 8, 2.2), 60)
    page = np.zeros((90, 160, 3), np.uint8)
    page[:, :80], page[:, 80:] = (230, 60, 40), (30, 90, 200)
    stage.draw(1)
    bare = around(stage, (2.4, 7.98, 2.2)).mean(axis=0)
    shown.show_page("main", page)
    stage.draw(1)
    # Seen from the room, its left is at the left: east of the middle when one looks north is the right.
    left = around(stage, (2.4, 7.98, 2.2)).mean(axis=0)
    right = around(stage, (3.6, 7.98, 2.2)).mean(axis=0)
    assert np.abs(left - np.array((230, 60, 40)) * 0.945).max() < 14
    assert np.abs(right - np.array((30, 90, 200)) * 0.945).max() < 14
    shown.show_page("main", None)
    stage.draw(1)
    assert np.abs(around(stage, (2.4, 7.98, 2.2)).mean(axis=0) - bare).max() < 3


def test_of_four_pixels_for_one_each_counts_as_the_eye_sees_it(application: Any) -> None:
    """Mixed as light, one that is far too bright among three dark ones would swallow them: an edge with teeth."""

    def seen(light: np.ndarray, scale: float) -> float:
        texture = Texture("light")
        texture.setup_2d_texture(light.shape[1], light.shape[0], Texture.T_float, Texture.F_r32)
        texture.set_ram_image(light.astype(np.float32).tobytes())
        buffer, picture = make_target(application, "fine", (32, 32), -50, light=False)
        quad = cover(buffer, shader("screen", "tone"), scene=texture, exposure=1.0, shown=1.0, scale=scale)
        application.graphicsEngine.render_frame()
        application.graphicsEngine.extract_texture_data(picture, application.win.gsg)
        red = np.frombuffer(bytes(picture.get_ram_image()), np.uint8).reshape(32, 32, 4)[..., 2]
        uncover(quad)
        application.graphicsEngine.remove_window(buffer)
        return float(red.mean())

    bright, dark = seen(np.full((32, 32), 40.0), 1.0), seen(np.zeros((32, 32)), 1.0)
    corners = np.zeros((64, 64))
    corners[::2, ::2] = 40.0
    assert seen(corners, 2.0) == pytest.approx(dark + (bright - dark) / 4, abs=1.5)


def test_light_that_hardly_rises_gives_a_picture_without_stripes(application: Any) -> None:
    """Bytes have steps: grain hides where one ends."""
    light = Texture("light")
    light.setup_2d_texture(64, 1, Texture.T_float, Texture.F_r32)
    light.set_ram_image(np.linspace(0.2, 0.202, 64, dtype=np.float32).tobytes())
    buffer, picture = make_target(application, "grain", (64, 64), -50, light=False)
    quad = cover(buffer, shader("screen", "tone"), scene=light, exposure=1.0, shown=1.0, scale=1.0)
    application.graphicsEngine.render_frame()
    application.graphicsEngine.extract_texture_data(picture, application.win.gsg)
    red = np.frombuffer(bytes(picture.get_ram_image()), np.uint8).reshape(64, 64, 4)[..., 2]
    uncover(quad)
    application.graphicsEngine.remove_window(buffer)
    assert np.ptp(red) <= 2
    assert (np.ptp(red, axis=0) > 0).mean() > 0.8, "hardly a column is of one step alone"


def test_a_tall_page_keeps_its_shape_and_leaves_bands_at_the_sides(stage: Stage, shown: SpaceView) -> None:
    stage.look_at((3, 3, 2), (3, 8, 2.2), 60)
    shown.show_page("main", np.full((200, 100, 3), 240, np.uint8))
    stage.draw(1)
    assert around(stage, (3.0, 7.98, 2.2)).mean() > 200
    assert around(stage, (2.0, 7.98, 2.2)).mean() < 90


def test_signs_change_with_the_viewer_s_language(stage: Stage, shown: SpaceView) -> None:
    stage.look_at((3.5, 4, 1.8), (6, 4, 1.8), 50)
    stage.draw(1)
    french = stage.pixels().astype(int)
    shown.set_language("en")
    stage.draw(1)
    english = stage.pixels().astype(int)
    apart = np.abs(french - english).max(axis=2)
    assert (apart > 40).sum() > 300
    shown.set_language("fr")
    stage.draw(1)
    assert np.abs(stage.pixels().astype(int) - french).max() < 3


def test_a_seat_that_is_taken_looks_taken_and_the_others_do_not(stage: Stage, shown: SpaceView) -> None:
    stage.look_at((3.2, 6.5, 1.4), (3.2, 2.4, 0.4), 60)
    stage.draw(1)
    before = stage.pixels().astype(int)
    mine, other = stage.project((2.6, 2.7, 0.47)), stage.project((3.8, 2.7, 0.47))
    shown.take_seat("row.2", True)
    stage.draw(1)
    apart = np.abs(stage.pixels().astype(int) - before).max(axis=2)
    assert mine is not None
    assert other is not None
    assert apart[round(mine[1]) - 4 : round(mine[1]) + 5, round(mine[0]) - 6 : round(mine[0]) + 7].max() > 25
    assert apart[round(other[1]) - 4 : round(other[1]) + 5, round(other[0]) - 6 : round(other[0]) + 7].max() < 12
    shown.take_seat("row.2", False)
    stage.draw(1)
    assert np.abs(stage.pixels().astype(int) - before).max() < 3


def test_a_door_eases_open_and_stays(shown: SpaceView) -> None:
    leaf = shown.root.find("**/leaf")
    turned = []
    shown.set_state("door", 1.0, now=10.0)
    for now in (10.0, 10.2, 10.35, 10.5, 10.7, 11.0):
        shown.update(now)
        turned.append(leaf.get_h())
    assert turned == sorted(turned)
    assert turned[0] == pytest.approx(0, abs=0.01)
    assert 20 < turned[2] < 70
    assert turned[-1] == pytest.approx(90, abs=0.01)
    shown.set_state("door", 1.0, now=12.0)
    shown.update(12.1)
    assert leaf.get_h() == pytest.approx(90, abs=0.01)


def test_a_door_that_is_called_back_turns_from_where_it_is(shown: SpaceView) -> None:
    leaf = shown.root.find("**/leaf")
    shown.set_state("door", 1.0, now=0.0)
    shown.update(0.35)
    half = leaf.get_h()
    shown.set_state("door", 0.0, now=0.35)
    shown.update(0.36)
    assert abs(leaf.get_h() - half) < 4
    shown.update(2.0)
    assert leaf.get_h() == pytest.approx(0, abs=0.01)


def test_a_state_of_something_that_does_not_move_is_nobody_s_error(shown: SpaceView) -> None:
    shown.set_state("no-such-node", 1.0, now=0.0)
    shown.update(1.0)


@pytest.mark.parametrize("point", [(2.0, 5.0, 0.0), (3.5, 7.0, 2.0), (1.2, 6.0, 3.0)])
def test_a_pixel_looks_along_the_ray_that_meets_its_point(
    stage: Stage, shown: SpaceView, point: tuple[float, float, float]
) -> None:
    seen = stage.project(point)
    assert seen is not None
    at, along = stage.ray(seen[0], seen[1])
    to = np.array(point) - at
    assert np.linalg.norm(along) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(np.cross(to, along)) < 0.01
    assert seen[2] == pytest.approx(np.linalg.norm(to), abs=0.01)


def test_what_is_behind_the_eye_has_no_pixel(stage: Stage, shown: SpaceView) -> None:
    assert stage.project((5.9, 0.1, 1.6)) is None


def test_faded_out_is_dark_and_faded_in_is_as_before(stage: Stage, shown: SpaceView) -> None:
    before = stage.pixels()
    stage.fade(0)
    stage.draw(1)
    assert stage.pixels().max() == 0
    stage.fade(1)
    stage.draw(1)
    assert np.abs(stage.pixels().astype(int) - before).max() < 2


def test_nothing_presented_is_a_dark_window(stage: Stage) -> None:
    stage.present(None)
    stage.draw(1)
    assert stage.pixels().max() < 8


def test_a_space_without_anything_but_a_floor_is_drawn_too(stage: Stage, make_space: Callable[..., Space]) -> None:
    view = stage.build(make_space(copies=(), moving=(), labels=(), lamps=(), views=(), screens={}), "en")
    stage.present(view)
    stage.look_at(*INSIDE, 75)
    stage.draw(1)
    assert stage.pixels().mean() > 40
    stage.present(None)
    view.destroy()


def test_a_material_that_no_file_describes_is_loud(stage: Stage, make_space: Callable[..., Space]) -> None:
    room = make_space()
    known = dict(room.materials)
    del known["lime-plaster"]
    view = stage.build(make_space(materials=known), "fr")
    stage.present(view)
    stage.look_at((1, 4, 1.6), (6, 4, 1.2), 60)
    stage.draw(1)
    red, green, _ = stage.pixels().reshape(-1, 3).mean(axis=0)
    assert red > 1.5 * green
    stage.present(None)
    view.destroy()


@pytest.mark.golden
@pytest.mark.parametrize(
    ("name", "eye", "look"),
    [
        ("room_to_the_window", (5.4, 0.8, 1.6), (0.0, 5.0, 1.4)),
        ("room_from_the_window", (0.6, 5.0, 1.6), (5.5, 3.0, 1.2)),
    ],
)
def test_the_room_looks_as_it_did(
    fine_stage: Stage,
    shown_finely: SpaceView,
    looks_as_before: Callable[..., None],
    name: str,
    eye: Any,
    look: Any,
) -> None:
    fine_stage.look_at(eye, look, 80)
    fine_stage.draw(2)
    looks_as_before(fine_stage.pixels(), f"view_{name}")


def test_a_sun_map_that_is_aimed_again_looks_as_one_that_was_aimed_there_at_first(application: Any) -> None:
    root = NodePath("casters")
    box = np.array([[-5, -60, 0], [40, 0, 13]], np.float32)
    first, other = (-0.70, -0.49, 0.52), (0.3, -0.5, 0.81)
    once = SunMap(application, root, first, box, size=64)
    again = SunMap(application, root, other, box, size=64)
    again.aim(first)
    assert np.allclose(np.array(once.matrix), np.array(again.matrix), atol=1e-5)
    again.aim(first)
    assert np.allclose(np.array(once.matrix), np.array(again.matrix), atol=1e-5)
    once.destroy()
    again.destroy()


def test_the_frame_after_one_whose_light_was_read_back_is_a_new_one(stage: Stage, room: Space) -> None:
    """What was read back went up to the card again, and was shown in place of what was drawn next."""
    view = stage.build(room)
    stage.present(view)
    looks = ((3.0, 1.0, 1.6), (3.0, 7.0, 1.6)), ((3.0, 7.0, 1.6), (0.0, 4.0, 2.0))
    pictures, lights = [], []
    for eye, look in (*looks, *looks):
        stage.look_at(eye, look, 70)
        stage.draw()
        pictures.append(stage.pixels().astype(int))
        lights.append(stage.light())
        stage.draw_out()
    stage.present(None)
    view.destroy()
    assert np.abs(pictures[0] - pictures[1]).mean() > 10
    assert np.abs(lights[0] - lights[1]).mean() > 0.05
    for first, again in ((0, 2), (1, 3)):
        assert np.array_equal(pictures[first], pictures[again])
        assert np.array_equal(lights[first], lights[again])


@pytest.mark.parametrize("quality", [LOW, MEDIUM], ids=["low", "medium"])
def test_a_picture_of_fewer_pixels_is_the_same_picture(application: Any, room: Space, quality: Quality) -> None:
    stage = Stage(application, quality)
    view = stage.build(room, "fr")
    try:
        stage.present(view)
        stage.look_at(*INSIDE, 75)
        stage.draw(2)
        before = stage.pixels().astype(float)
        of_the_tier = stage.computed
        for scale in (0.5, 0.9, 1.0):
            stage.rescale(scale)
            stage.draw()
            assert stage.computed == (round(640 * scale), round(360 * scale))
            assert stage.pixels().shape == before.shape
            assert np.abs(stage.pixels() - before).mean() < 6, "edges alone are sharper or softer"
        stage.pace = Pace(quality.scale)
        stage.keep_pace(None)
        stage.draw(2)
        assert stage.computed == of_the_tier
        assert np.abs(stage.pixels() - before).mean() < 0.5
    finally:
        stage.present(None)
        view.destroy()
        stage.destroy()


def test_without_anybody_who_asks_for_it_no_frame_changes_how_many_pixels_are_computed(
    stage: Stage, shown: SpaceView
) -> None:
    before = stage.computed
    for _ in range(200):
        stage.keep_pace(0.5)
    assert stage.computed == before
