"""A space seen through an opening is that space, in its own light: the picture is what one sees standing there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from panda3d.core import NodePath

from campus.bake import DAY, LAMPS, load
from campus.client.view import Stage
from campus.client.view.beyond import Neighbour, neighbours
from campus.client.view.drawn import IN_SHADE, hang
from campus.client.view.geometry import geoms as geoms_of
from campus.client.view.lent import ALONG, NO_THRESHOLD, Lent, Shares, borrow, relight, shares_of, threshold, used_to
from campus.client.view.prepared import prepare
from campus.client.view.quality import MEDIUM
from campus.client.view.shading import _FOLDER as SHADERS
from campus.client.view.shading import shader
from campus.client.view.sills import ACROSS, Sills
from campus.client.view.view import View
from campus.mesh import box
from campus.scene.model import Campus
from campus.space import Space

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("worked_out_once")

Point = tuple[float, float, float]


class Seen:
    """The shipped spaces on one stage, each knowing those that are seen from it."""

    def __init__(self, stage: Stage, campus: Campus, compiled: Callable[[str], Space]) -> None:
        self.stage, self.campus, self.compiled = stage, campus, compiled
        self._views: dict[str, View] = {}

    def view(self, id_: str) -> View:
        if id_ not in self._views:
            space = self.compiled(id_)
            beyond = neighbours(self.campus, space, self.compiled)
            self._views[id_] = self.stage.build(space, "fr", prepare(space, beyond, load(ROOT, space)))
        return self._views[id_]

    def meet(self, here: str, there: str) -> Point:
        """Shows one from the other; gives back where its origin lies."""
        found = {n.space: n for n in neighbours(self.campus, self.compiled(here), self.compiled)}
        self.view(here).see(found[there], self.view(there))
        return found[there].at

    def picture(self, id_: str, eye: Point, look: Point) -> NDArray[np.float64]:
        self.stage.present(self.view(id_))
        self.stage.look_at(eye, look, 60)
        self.stage.draw()
        picture = self.stage.pixels().astype(float) / 255
        assert picture.mean() > 0.02, "two black pictures are alike"
        return picture

    def close(self) -> None:
        self.stage.present(None)
        for view in self._views.values():
            view.destroy()


@pytest.fixture(scope="module")
def seen(
    application: object, worked_out_once: None, shipped_campus: Campus, shipped: Callable[[str], Space]
) -> Iterator[Seen]:
    stage = Stage(application, replace(MEDIUM, samples=0))  # type: ignore[arg-type]
    found = Seen(stage, shipped_campus, shipped)
    yield found
    found.close()
    stage.destroy()


def luminance(pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    linear: NDArray[np.float64] = pixels**2.2 @ np.array([0.2126, 0.7152, 0.0722])
    return linear


def saturation(pixels: NDArray[np.float64]) -> float:
    return float(np.mean((pixels.max(-1) - pixels.min(-1)) / np.maximum(pixels.max(-1), 0.02)))


def alike(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """How far what is brighter in one picture is brighter in another, too: 1 in all of it."""
    return float(np.corrcoef(one.mean(-1), other.mean(-1))[0, 1])


CASES = {
    # from, of, an eye there, and where it looks; in the frame of the first
    "the garden from the hall": ("hall", "garden", (3.0, 12.9, 1.62), (-6.0, 12.9, 1.5)),
    "the hall from the garden": ("garden", "hall", (21.5, 14.0, 1.62), (30.0, 13.0, 1.6)),
    "the garden from the seminar room": ("seminar-room", "garden", (2.0, 3.5, 1.3), (-6.0, 1.5, 1.4)),
}


@pytest.mark.parametrize("case", CASES)
def test_a_neighbour_through_an_opening_is_lit_as_it_is_for_whoever_stands_in_it(seen: Seen, case: str) -> None:
    here, there, eye, look = CASES[case]
    at = seen.meet(here, there)
    whole = seen.picture(here, eye, look)
    seen.view(here).forget(there)
    without = seen.picture(here, eye, look)
    through = np.abs(whole - without).max(axis=2) > 0.03
    assert through.mean() > 0.05, "something of it is seen at all"
    # The same from within, a step behind the opening: the wall between stands in nobody's way, and what is drawn of
    # the neighbour is compared with the neighbour itself.
    seen.meet(here, there)
    way = np.subtract(look, eye)
    step = tuple((np.array(eye) + way * (4.6 / np.linalg.norm(way))).tolist())
    outer = seen.picture(here, step, look)
    inner = seen.picture(there, *(tuple(np.subtract(point, at).tolist()) for point in (step, look)))
    seen.view(here).forget(there)
    bare = seen.picture(here, step, look)
    of_it = np.abs(outer - bare).max(axis=2) > 0.03
    assert of_it.mean() > 0.3
    ours, theirs = outer[of_it], inner[of_it]
    assert alike(ours, theirs) > 0.85
    assert 0.4 < luminance(ours).mean() / luminance(theirs).mean() < 2.6
    assert saturation(ours) > 0.6 * saturation(theirs)


def test_light_that_changes_beyond_is_followed_while_an_eye_gets_used_to_the_light_here(
    seen: Seen, room: Space
) -> None:
    box_ = np.array([(-9, -9, -9), (-8, -8, -8)], np.float32)
    here, there = seen.stage.build(room, "fr"), seen.stage.build(room, "fr")
    here.see(Neighbour("court", (0.0, 20.0, 0.0), box_, box_, box_, ()), there)

    def shown() -> float:
        here.see_as(1.5)
        told = here.root.find("outside/court").get_shader_input("sun_light")  # owns what its vector points to
        return float(max(told.get_vector()))

    usual, field = shown(), prepare(room).light
    assert shown() == usual > 0
    there.relight(replace(field, sun=field.sun / 2))
    assert shown() == pytest.approx(usual / 2, rel=1e-4)
    here.destroy()
    there.destroy()


def lent(white: float | None, sun: float) -> Lent:
    return Lent(NodePath("still"), (), {"sun_light": (sun, sun * 0.9, sun * 0.8)}, {}, white)


def test_a_court_in_the_sun_is_brighter_than_the_room_that_one_sees_it_from_and_the_room_is_dimmer() -> None:
    room, court = lent(1 / 2500, 6.5), lent(1 / 18000, 3.1)
    out, back = shares_of(room, court), shares_of(court, room)
    assert out.shade > 1.2
    assert 1.0 < out.sun < out.shade, "less is left of what is bright"
    assert back.shade < 1.0
    assert back.sun < 1.0
    assert out.shade * back.shade == pytest.approx(1.0), "whoever goes to and fro sees what was left"
    assert shares_of(room, room) == Shares(1.0, 1.0)
    assert shares_of(lent(None, 4.0), court) == Shares(1.0, 1.0), "an estimate says nothing of lux"


def test_through_a_window_a_court_is_hardly_brighter_than_to_whoever_stands_in_it() -> None:
    room, court = lent(1 / 700, 6.5), lent(1 / 18000, 3.1)
    box = np.array([(-4.0, -4.0, 0.0), (4.0, 4.0, 4.0)], np.float32)
    window = Neighbour("court", (0.0, 0.0, 0.0), box, box, box, ())
    arch = replace(window, thresholds=np.array([(4.0, 0.0, 0.0)], np.float32))
    assert shares_of(room, court, arch) == shares_of(room, court)
    through = shares_of(room, court, window)
    assert through.sun == 1.0
    assert 1.0 < through.shade < shares_of(room, court).shade / 1.9, "a stop less"
    assert shares_of(court, room, window) == shares_of(court, room), "the room is dim from there all the same"


def sills(*lights: tuple[float, float, float], at: float = 4.0) -> Sills:
    """Light on the floor at an arch for each, two metres apart."""
    places = np.array([(at, 2.0 * number - len(lights) + 1, 0.0) for number in range(len(lights))], np.float32)
    return Sills(places, {DAY: np.array(lights, np.float32), LAMPS: np.zeros((len(lights), 3), np.float32)})


def beside(whose: Lent, told: Sills) -> Lent:
    inputs = {**whose.inputs, "map_shares": (1.0, 1.0), "map_hour": (1.0, 1.0, 1.0)}
    return replace(whose, inputs=inputs, sills=told)


def test_at_a_threshold_the_floor_beyond_begins_in_the_light_of_the_floor_before_it() -> None:
    feet = np.array([(4.0, -2.0, 0.0), (4.0, 2.0, 0.0)], np.float32)
    box = np.array([(-4.0, -4.0, 0.0), (4.0, 4.0, 4.0)], np.float32)
    arch = Neighbour("court", (0.0, 0.0, 0.0), box, box, box, (), feet)
    ochre, grey, blue = (2.4, 1.9, 1.2), (1.0, 1.0, 1.0), (0.4, 0.5, 0.6)
    room = beside(lent(1 / 2500, 6.5), sills(ochre, grey, ochre))
    court = beside(lent(1 / 18000, 3.1), sills(grey, blue, ochre, at=4.4))
    shares = shares_of(room, court)
    rows = np.array([list(row) for row in threshold(room, court, arch, shares)["threshold"]])
    assert len(rows) == 2 + ALONG

    def seen_at(metres: float, along: float) -> NDArray[np.float64]:
        at = np.array((4.0 + metres, along, 0.0, 1.0))
        part = float(np.clip(rows[0] @ at, 0, 1))
        near = 1 - part * part * (3 - 2 * part)
        place = float(np.clip(rows[1] @ at, 0, ALONG - 1.001))
        row = rows[2 + int(place)] * (1 - place % 1) + rows[3 + int(place)] * (place % 1)
        return np.asarray(2 ** (near * row), np.float64)

    for along, here, there in ((-2.0, ochre, grey), (0.0, grey, blue), (2.0, ochre, ochre)):
        *shade, sun = seen_at(0.0, along).tolist()
        shown = np.array(shade) * there * shares.shade
        assert shown == pytest.approx(here, rel=0.12), "of one hue, too"
        assert 3.1 * sun * shares.sun == pytest.approx(6.5, rel=0.05)
    assert seen_at(5.0, 0.0) == pytest.approx([1.0] * 4), "a few metres on it is as bright as a space beyond is shown"


def test_shaders_know_of_as_many_places_along_a_threshold_as_they_are_told() -> None:
    told = SHADERS.joinpath("threshold.glsl").read_text(encoding="utf-8")
    assert f"threshold[{2 + ALONG}]" in told
    assert f"{ALONG - 1 - 0.001}" in told


def test_the_light_on_the_floor_is_looked_up_before_every_open_arch(seen: Seen) -> None:
    hall, garden = (seen.view(id_).lend().sills for id_ in ("hall", "garden"))
    assert hall is not None
    assert garden is not None
    assert len(hall.at) == len(garden.at) == 5 * len(ACROSS), "each of the arches"
    assert np.abs(hall.at[:, 2]).max() < 0.1
    for told in (hall, garden):
        assert all(light.shape == (len(told.at), 3) for light in told.layers.values())
        assert told.layers[DAY].min() > 0.01, "nowhere in a wall"


def test_no_line_is_seen_where_the_floor_of_a_neighbour_begins(seen: Seen) -> None:
    seen.meet("hall", "garden")
    view = seen.view("hall")
    view.shine(False)
    try:
        for along in (8.8, 12.9, 17.0):
            picture = seen.picture("hall", (1.6, along, 0.9), (-0.45, along, 0.0))
            tall, wide = picture.shape[:2]
            floor = np.median(picture[:, wide * 2 // 5 : wide * 3 // 5], axis=1)
            middle, apart = tall // 2, tall // 24
            before, behind = floor[middle + 2 : middle + apart], floor[middle - apart : middle - 2]
            jump = np.median(before, axis=0) - np.median(behind, axis=0)
            assert np.median(before) > 0.2, "a floor in its light"
            assert np.abs(jump).max() <= 8 / 255, along
    finally:
        view.shine(True)
        view.forget("garden")


def test_a_floor_mirrors_behind_an_arch_what_it_mirrors_before_it(seen: Seen) -> None:
    """Seen aslant and low, where a floor throws back most: a line of another hue ran across it."""
    seen.meet("hall", "garden")
    view = seen.view("hall")
    view.shine(False)
    try:
        picture = seen.picture("hall", (4.3, 16.8, 1.2), (-0.45, 13.0, 0.0))

        def floor_at(east: float) -> NDArray[np.float64]:
            found = [seen.stage.project((east, 12.2 + 0.1 * step, 0.0)) for step in range(15)]
            places = [(round(at[0]), round(at[1])) for at in found if at is not None]
            assert len(places) == 15
            return np.asarray(np.mean([picture[y - 1 : y + 2, x - 4 : x + 5].mean((0, 1)) for x, y in places], axis=0))

        for step in range(4):
            before, behind = floor_at(-0.05 - 0.2 * step), floor_at(-0.25 - 0.2 * step)
            assert np.median(before) > 0.2, "a floor in its light"
            hue = (before - before[0]) - (behind - behind[0])  # the stones in it are more and less bright
            assert np.abs(hue).max() <= 3 / 255
    finally:
        view.shine(True)
        view.forget("garden")


def test_what_is_mirrored_before_a_threshold_is_told_behind_it_as_bright_as_the_eye_sees_it() -> None:
    feet = np.array([(4.0, 0.0, 0.0)], np.float32)
    box = np.array([(-4.0, -4.0, 0.0), (4.0, 4.0, 4.0)], np.float32)
    arch = Neighbour("court", (0.0, 0.0, 0.0), box, box, box, (), feet)
    room = beside(lent(1 / 2500, 6.5), sills((1.0, 1.0, 1.0)))
    court = beside(lent(1 / 18000, 3.1), sills((1.0, 1.0, 1.0), at=4.4))
    room = replace(room, inputs={**room.inputs, "mirror_on": 1.0, "mirror_shade": (0.1, 0.0, 0.0, 8.0)})
    shares = shares_of(room, court)
    told = threshold(room, court, arch, shares)
    assert (told["before_on"], told["before_shade"]) == (1.0, (0.1, 0.0, 0.0, 8.0)), "no share of what lies beyond"
    dazzled = replace(shares, threshold=told).under(Shares(sun=0.5, shade=0.25)).threshold
    assert (dazzled["before_on"], dazzled["before_shade"]) == (0.25, (0.1, 0.0, 0.0, 2.0))
    assert NO_THRESHOLD["before_on"] == 0.0, "nor where one stands"


def test_what_stands_behind_a_threshold_is_not_as_dark_as_the_floor_that_begins_there(seen: Seen) -> None:
    at = seen.meet("garden", "hall")
    eye, laurel = (23.9, 4.9, 1.5), (25.2, 3.7, 1.45)
    through = seen.picture("garden", eye, laurel)
    within = seen.picture("hall", *(tuple(np.subtract(point, at).tolist()) for point in (eye, laurel)))
    seen.view("garden").forget("hall")
    tall, wide = through.shape[:2]
    middle = slice(tall * 4 // 9, tall * 5 // 9), slice(wide * 4 // 9, wide * 5 // 9)
    leaves, same = through[middle], within[middle]
    assert same[..., 1].mean() > 1.2 * same[..., 2].mean(), "it is green, a laurel"
    assert alike(leaves, same) > 0.9
    assert luminance(leaves).mean() > 0.1 * luminance(same).mean()


def test_an_eye_that_walks_into_a_court_sees_at_first_what_it_saw_of_it() -> None:
    room, court = lent(1 / 2500, 6.5), lent(1 / 18000, 3.1)
    before = shares_of(room, court)
    after = used_to(18000 / 2500)
    assert (after.sun, after.shade) == pytest.approx((before.sun, before.shade))
    back = shares_of(court, room).under(after)
    assert (back.sun, back.shade) == pytest.approx((1.0, 1.0)), "and the room that it left as it was"
    told = after.of({"sun_light": (2.0, 1.0, 1.0), "glow": 3.0, "map_hour": (1.0, 1.0, 1.0)})
    assert told["sun_light"] == pytest.approx((2.0 * after.sun, after.sun, after.sun))
    assert told["glow"] == pytest.approx(3.0 * after.shade)
    assert told["map_hour"] == (1.0, 1.0, 1.0)


def test_where_nobody_walks_through_nothing_is_told_of_a_threshold() -> None:
    box = np.array([(-4.0, -4.0, 0.0), (4.0, 4.0, 4.0)], np.float32)
    window = Neighbour("court", (0.0, 0.0, 0.0), box, box, box, ())
    room = beside(lent(1 / 2500, 6.5), sills((1.0, 1.0, 1.0)))
    assert threshold(room, room, window, Shares()) is NO_THRESHOLD


def test_what_is_seen_of_a_space_is_no_second_copy_of_it(seen: Seen) -> None:
    seen.meet("hall", "garden")
    ours = {id_of(geom) for geom in geoms(seen, "hall")}
    theirs = {id_of(geom) for geom in geoms(seen, "garden")}
    assert theirs & ours, "the same vertices"
    count = len(geoms(seen, "hall"))
    seen.view("hall").forget("garden")
    assert len(geoms(seen, "hall")) < count


def geoms(seen: Seen, id_: str) -> list[object]:
    found = []
    for path in seen.view(id_).root.find_all_matches("**/+GeomNode"):
        node = path.node()
        found += [node.get_geom(i) for i in range(node.get_num_geoms())]  # type: ignore[attr-defined]
    return found


def id_of(geom: object) -> int:
    data: int = geom.get_vertex_data().this  # type: ignore[attr-defined]
    return data


def test_behind_a_neighbour_s_doors_stands_what_it_has_there_but_where_a_space_is_seen_itself() -> None:
    rooms = NodePath("anterooms")
    for at in ((0.0, 5.0, 0.0), (0.0, -5.0, 0.0)):
        hang(rooms, "wall", next(geom for _, geom in geoms_of(box((1, 1, 2), at=at))))
    far = np.array([(-90.0, -90.0, -90.0), (-80.0, -80.0, -80.0)], np.float32)
    seen_itself = np.array([[(9.0, 4.0, -1.0), (12.0, 7.0, 3.0)]], np.float32)
    hall = Neighbour("hall", (10.0, 0.0, 0.0), far, far, far, (), beside=seen_itself)
    found = borrow(Lent(NodePath("still"), (), {}, {}, None, behind=rooms), hall, NodePath("room"))
    low, high = found.find("place/behind doors").get_tight_bounds(found)
    assert high[1] < -4 < low[2]
    assert low[0] == pytest.approx(9.5)


def test_when_the_sun_moves_it_is_looked_for_in_a_space_that_is_seen_too() -> None:
    still = NodePath("still")
    for name, mesh in (("floor", box((2, 2, 0.1))), ("wall", box((2, 0.1, 2)))):
        path = hang(still, name, next(geom for _, geom in geoms_of(mesh)))
        if name == "wall":
            path.set_tag(IN_SHADE, "")
            path.set_shader(shader("plain", "plain", "BAKED"))
    court = Lent(still, (), {}, {}, None)
    far = np.array([(-9.0, -9.0, -9.0), (-8.0, -8.0, -8.0)], np.float32)
    arch = Neighbour("court", (0.0, 0.0, 0.0), far, far, far, ())
    found = borrow(court, arch, NodePath("room"))
    looking = shader("plain", "plain", "BAKED", "SUNLIT")
    still.find("wall").set_shader(looking)

    relight(found, court, Shares())

    assert found.find("**/wall").get_shader() == looking
    assert found.find("**/floor").get_shader() is None
