"""What is beyond a window or an arch: the space that really lies there, where the plan has it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.client.view.backdrop import anterooms, backdrops
from campus.client.view.beyond import GROWN, Neighbour, neighbours
from campus.client.view.narrowed import before, in_broad
from campus.mesh import box, merge
from campus.scene import load_campus
from campus.scene.model import Campus
from campus.space import Space, compile_space

ROOT = Path(__file__).resolve().parents[2]


@cache
def campus() -> Campus:
    return load_campus(ROOT)


@cache
def compiled(space: str) -> Space:
    return compile_space(campus(), space)


@cache
def beyond(space: str) -> dict[str, Neighbour]:
    return {n.space: n for n in neighbours(campus(), compiled(space), compiled)}


def test_the_halls_arches_and_the_seminar_rooms_window_show_the_garden_and_the_garden_shows_both() -> None:
    assert set(beyond("hall")) == {"garden"}
    assert set(beyond("seminar-room")) == {"garden"}
    assert set(beyond("garden")) == {"hall", "seminar-room"}
    assert not beyond("amphitheatre"), "nothing of theirs is seen through doors"


@pytest.mark.parametrize("space", ["hall", "seminar-room", "garden"])
def test_what_is_seen_lies_where_the_plan_has_it(space: str) -> None:
    here = np.array(campus().placements[space].at[:2])
    for id_, neighbour in beyond(space).items():
        there = np.array(campus().placements[id_].at[:2])
        assert neighbour.at[:2] == pytest.approx(there - here)
        assert neighbour.bounds - compiled(id_).bounds == pytest.approx(np.tile((*(there - here), 0), (2, 1)), abs=1e-3)


@pytest.mark.parametrize("space", ["hall", "seminar-room", "garden"])
def test_nothing_of_a_neighbour_stands_inside_ones_own_walls(space: str) -> None:
    low, high = compiled(space).bounds[0] - GROWN, compiled(space).bounds[1] + GROWN
    for neighbour in beyond(space).values():
        corners = compiled(neighbour.space).mesh.corners().astype(np.float32)
        shown = neighbour.shown(corners)
        here = corners + np.array(neighbour.at, np.float32)
        assert not ((here[shown] >= low) & (here[shown] <= high)).all(axis=(1, 2)).any()
        assert 0.5 < shown.mean() < 1.0, "the shared wall is left out, and all else is there"


@pytest.mark.parametrize("space", ["hall", "seminar-room", "garden"])
def test_a_neighbour_is_seen_through_its_openings_and_they_reach_through_the_wall(space: str) -> None:
    low, high = compiled(space).bounds
    for neighbour in beyond(space).values():
        views = [view for view in compiled(space).views if view.shows == neighbour.space]
        assert views
        for view in views:
            assert (neighbour.openings[0] <= np.array(view.at) + 1e-4).all()
            assert (neighbour.openings[1] >= np.array(view.at) - 1e-4).all()
        middle = neighbour.openings.mean(axis=0)
        assert (middle > low - 0.5).all()
        assert (middle < high + 0.5).all()
        assert ((neighbour.openings[0] < low) | (neighbour.openings[1] > high))[:2].any(), "out to the other side"


def test_behind_the_garden_one_sees_its_horizon_and_not_a_second_garden() -> None:
    alone = backdrops(compiled("hall"))
    real = backdrops(compiled("hall"), tuple(beyond("hall").values()))
    peaks = [b.mesh.of("far-peak").positions for b in real if "far-peak" in b.mesh.materials]
    west = [peak for peak in peaks if peak[peak[:, 2].argmax(), 0] < -100]
    assert len(west) == 1
    assert not any("far-jet" in b.mesh.materials for b in real)
    assert any("far-jet" in b.mesh.materials for b in alone)


def test_through_the_hall_s_porch_one_sees_the_roofs_from_the_garden_and_nothing_of_them_over_a_wall() -> None:
    here = compiled("garden")
    (roofs,) = [b for b in backdrops(here, tuple(beyond("garden").values())) if b.through_a_room]
    assert len(roofs.mesh.of("far-tile").triangles) > 40
    porch = next(view for view in compiled("hall").views if view.node == "porch")
    west = beyond("garden")["hall"].at[0] + porch.at[0] - porch.size[0] / 2
    south = beyond("garden")["hall"].at[1]
    assert roofs.mesh.positions[:, 0].min() > west - 0.3, "who is west of a window looks out to the east"
    assert roofs.mesh.positions[:, 1].max() < south + 1e-3
    assert not [b for b in backdrops(compiled("hall"), tuple(beyond("hall").values())) if b.through_a_room]


@pytest.mark.parametrize("space", ["hall", "seminar-room"])
def test_walls_of_a_court_that_is_seen_from_beside_it_carry_their_roofs_and_none_stands_over_who_looks(
    space: str,
) -> None:
    seen = backdrops(compiled(space), tuple(beyond(space).values()))
    tiles = [one.mesh.of("far-tile").positions for one in seen if "far-pot" in one.mesh.materials]
    court = beyond(space)["garden"].at
    over = [tile for tile in tiles if len(tile) and tile[:, 2].min() > 8.4]
    assert over
    for tile in over:
        assert tile[:, 0].max() <= 0.5, "beyond the wall with the openings"
        assert (tile[:, 1] - court[1]).min() < 0 or (tile[:, 1] - court[1]).max() > 28, "beside the court"


def test_land_in_broad_strokes_keeps_what_fills_something_of_the_picture() -> None:
    wall, knob = box((8, 0.2, 8), at=(0, 40, 0), material="oak"), box((0.1, 0.1, 0.1), at=(0, 30, 2), material="oak")
    eyes = np.array([(-2, -2, 0), (2, 2, 3)], np.float32)
    left = in_broad(merge(wall, knob), eyes, 2e-4)
    assert left.bounds()[:, 1].min() > 39
    assert left.bounds()[1, 2] == pytest.approx(8)


def test_what_is_cut_off_leaves_a_straight_edge_and_no_hole() -> None:
    whole = box((2, 2, 2), material="oak")
    left = before(whole, np.array((1.0, 0.0)), np.array((0.5, 0.0)))
    assert left.bounds()[:, 0] == pytest.approx((0.5, 1.0))
    a, b, c = np.moveaxis(left.corners().astype(float), 1, 0)
    areas = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    assert areas.sum() == pytest.approx(4 + 4 * 0.5 * 2), "its end, and a quarter of its four sides"


def test_hills_are_seen_from_inside() -> None:
    for backdrop in backdrops(compiled("garden")):
        peak = backdrop.mesh.of("far-peak").corners().astype(float)
        outward = np.cross(peak[:, 1] - peak[:, 0], peak[:, 2] - peak[:, 0])
        towards = compiled("garden").bounds.mean(0) - peak.mean(1)
        assert ((outward * towards).sum(1) >= 0).all()


def test_the_peak_stands_some_eight_degrees_over_the_gardens_wall_in_the_north_west() -> None:
    eye = np.array([23.6, 14.0, 1.62])
    peak = np.concatenate([b.mesh.of("far-peak").positions for b in backdrops(compiled("garden"))])
    top = peak[peak[:, 2].argmax()] - eye
    over = np.degrees(np.arctan2(top[2], np.hypot(top[0], top[1])))
    wall = np.degrees(np.arctan2(3.32 - eye[2], eye[0]))
    assert over - wall == pytest.approx(8, abs=1.0)
    assert top[0] < 0 < top[1]


def test_no_blind_room_stands_behind_an_open_arch() -> None:
    real = tuple(beyond("garden").values())
    assert not len(anterooms(compiled("garden"), real).triangles)
    assert len(anterooms(compiled("hall"), tuple(beyond("hall").values())).triangles), "behind doors there is one"


def test_one_walks_through_arches_and_not_through_windows() -> None:
    assert len(beyond("hall")["garden"].thresholds) == 5
    assert len(beyond("garden")["hall"].thresholds) == 5
    assert len(beyond("seminar-room")["garden"].thresholds) == 0
    assert (beyond("hall")["garden"].thresholds[:, 2] == 0).all()


def test_a_neighbour_is_seen_through_the_openings_of_all_of_them_and_over_the_walls_of_a_court() -> None:
    """The frame of the door between the hall and the seminar room is seen from the garden through an arch."""
    through = {id_: beyond("garden")[id_].through for id_ in ("hall", "seminar-room")}
    assert through["hall"] == through["seminar-room"]
    assert through["hall"] is not None
    assert len(through["hall"]) == 15, (
        "five arches, as many windows over them, the seminar room's, and the air on four sides"
    )
    indoors = beyond("hall")["garden"].through
    assert indoors is not None
    assert max(one.high[1] for one in indoors) < 10, "there is a ceiling"


def test_a_wall_between_two_spaces_that_both_are_seen_is_there_once() -> None:
    """From the garden's east walk: the seminar room's back lay in the plane of the hall's north wall."""
    eye = np.array((22.2, 8.0, 1.6))
    drawn = {}
    for id_, neighbour in beyond("garden").items():
        corners = compiled(id_).mesh.corners().astype(np.float32)
        corners = corners[neighbour.shown(corners)]
        first = ~neighbour.back(corners)
        drawn[id_] = (corners + np.array(neighbour.at, np.float32))[first].astype(np.float64)
    for one, other in (("hall", "seminar-room"), ("seminar-room", "hall")):
        wall = _towards(drawn[one], eye, axis=1)
        large = _area(wall) > 1.0
        assert large.any() if one == "hall" else True
        behind = _towards(drawn[other], eye, axis=1)
        for face in wall[large]:
            same_plane = np.abs(behind[..., 1] - face[0, 1]).max(axis=1) < 0.005
            low, high = face.min(axis=0) + 0.01, face.max(axis=0) - 0.01
            covers = (behind.max(axis=1) > low)[:, [0, 2]].all(1) & (behind.min(axis=1) < high)[:, [0, 2]].all(1)
            assert not (same_plane & covers & (_area(behind) > 0.05)).any()


def _towards(corners: NDArray[np.float64], eye: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Those of (n, 3, 3) triangles that stand across an axis and turn to the eye."""
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    seen = (normal * (eye - corners[:, 0])).sum(axis=1) > 0
    found: NDArray[np.float64] = corners[seen & (np.abs(normal[:, axis]) > 0.99 * np.linalg.norm(normal, axis=1))]
    return found


def _area(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    across: NDArray[np.float64] = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    area: NDArray[np.float64] = np.linalg.norm(across, axis=1) / 2
    return area


def test_the_back_of_a_wall_that_reaches_beyond_a_space_is_still_there_and_comes_after_that_spaces_face() -> None:
    hall = beyond("garden")["hall"]
    corners = compiled("hall").mesh.corners().astype(np.float32)
    back = hall.back(corners) & hall.shown(corners)
    assert _area(corners[back].astype(np.float64)).sum() > 50, "the hall's north wall is higher than the seminar room"
    assert not beyond("hall")["garden"].back(compiled("garden").mesh.corners().astype(np.float32)).any()
