"""The great amphitheatre as compiled: every dimension that the campus's plan gives, and that one can see and walk."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.scene.model import Campus
from campus.sound.rays import Grid
from campus.space.model import Seat, Space
from campus.world.ground import Ground

EYE_OVER_TREAD = 1.2
EYE_BEHIND_FRONT = 0.2  # of the seat's front edge: who leans back has the eyes over the middle of the seat
CENTRE = np.array([9.0, 33.0])  # of the rows' arcs


@pytest.fixture(scope="module")
def space(shipped: Callable[[str], Space]) -> Space:
    return shipped("amphitheatre")


@pytest.fixture(scope="module")
def ground(shipped_ground: Callable[[str], Ground]) -> Ground:
    return shipped_ground("amphitheatre")


def row_and_number(seat: Seat) -> tuple[int, int]:
    row, _, number = seat.id.removeprefix("rows.row-").partition(".")
    return int(row), int(number)


def tip_ups(space: Space) -> dict[tuple[int, int], Seat]:
    return {row_and_number(seat): seat for seat in space.seats.values() if seat.id.startswith("rows.")}


def wheelchairs(space: Space) -> list[Seat]:
    return [seat for seat in space.seats.values() if seat.kind == "wheelchair"]


def ahead(seat: Seat, metres: float) -> NDArray[np.float64]:
    """The point on the seat's floor so far before its front edge."""
    angle = math.radians(seat.heading)
    return np.array(seat.at, float) + metres * np.array([-math.sin(angle), math.cos(angle), 0])


def eye(seat: Seat) -> NDArray[np.float64]:
    return ahead(seat, -EYE_BEHIND_FRONT) + np.array([0, 0, EYE_OVER_TREAD])


def test_the_room_is_18_by_20_by_7_2_m(space: Space) -> None:
    room = space.scene.shell
    assert room is not None
    assert getattr(room.spec, "size", None) == (18, 20, 7.2)
    walls = space.mesh.of("lime-plaster").corners()
    normal = np.cross(walls[:, 1] - walls[:, 0], walls[:, 2] - walls[:, 0])
    large = walls[np.linalg.norm(normal, axis=1) > 4]
    for axis, side in ((0, 0), (0, 18), (1, 0)):  # the fourth is of limestone
        assert np.isclose(large[:, :, axis], side, atol=1e-3).all(1).any()
    assert space.mesh.of("limestone").corners().reshape(-1, 3)[:, 1].max() >= 20
    assert np.isclose(large[:, :, 2], 7.2, atol=1e-3).all(1).any(), "the ceiling"


def test_the_screen_is_8_by_4_5_m_on_the_north_wall_with_its_sill_at_1_5_m(space: Space) -> None:
    screen = space.screens["main"]
    assert screen.size == (8, 4.5)
    assert screen.at[2] - screen.size[1] / 2 == pytest.approx(1.5)
    assert screen.at[0] == pytest.approx(9)
    assert 19.9 < screen.at[1] < 20
    assert screen.heading == pytest.approx(180)
    assert screen.shows == "session"


def test_the_first_row_begins_7_m_from_the_screen_wall_and_lies_on_the_floor(space: Space) -> None:
    x, y, z, heading = space.where["tiers"]
    assert (x, y, z, heading % 360) == pytest.approx((9, 13, 0, 0))
    assert 20 - y == pytest.approx(7)
    assert {seat.at[2] for (row, _), seat in tip_ups(space).items() if row == 1} == {0}


def test_there_are_300_seats_in_twelve_rows_of_25_and_7_wheelchair_places(space: Space) -> None:
    rows = tip_ups(space)
    assert set(rows) == {(row, seat) for row in range(1, 13) for seat in range(1, 26)}
    places = wheelchairs(space)
    assert len(places) == 7
    assert len(space.seats) == 307
    assert [round(place.at[2], 2) for place in places] == [0, 0, 0, 3.6, 3.6, 3.6, 3.6]


def test_rows_are_concentric_arcs_0_95_m_deep_about_a_point_20_m_before_row_1(space: Space) -> None:
    for (row, _), seat in tip_ups(space).items():
        radius = float(np.linalg.norm(CENTRE - seat.at[:2]))
        assert radius == pytest.approx(20 + 0.95 * (row - 1) + 0.40, abs=1e-3)


def test_a_row_has_blocks_of_7_11_and_7_at_a_pitch_of_0_55_m_with_two_aisles_of_1_2_m(space: Space) -> None:
    rows = tip_ups(space)
    for row in range(1, 13):
        front = 20 + 0.95 * (row - 1)
        angles = [math.atan2(rows[row, n].at[0] - 9, 33 - rows[row, n].at[1]) for n in range(1, 26)]
        along = np.diff(angles) * front
        aisles = np.flatnonzero(along > 0.6)
        assert list(aisles + 1) == [7, 18]  # after seat 7, and after seat 18
        assert along[aisles] == pytest.approx([1.2 + 0.55] * 2, abs=1e-3)
        assert np.delete(along, aisles) == pytest.approx(0.55, abs=1e-3)


def test_every_seat_looks_at_the_centre_of_the_arcs(space: Space) -> None:
    for seat in tip_ups(space).values():
        to_centre = CENTRE - seat.at[:2]
        assert ahead(seat, 1.0)[:2] - seat.at[:2] == pytest.approx(to_centre / np.linalg.norm(to_centre), abs=1e-4)


def test_twelve_risers_grow_evenly_from_20_to_40_cm_up_to_the_landing_at_3_6_m(space: Space) -> None:
    levels = [tip_ups(space)[row, 13].at[2] for row in range(1, 13)]
    risers = np.diff([*levels, 3.6])
    assert len(risers) == 12
    assert risers == pytest.approx(np.linspace(0.20, 0.40, 12), abs=1e-3)


def test_treads_lie_under_the_seats_and_aisles_climb_each_riser_in_two_steps(space: Space, ground: Ground) -> None:
    rows = tip_ups(space)
    for row in range(1, 13):
        tread = ahead(rows[row, 13], 0.2)
        assert ground.height_near(*tread) == pytest.approx(rows[row, 13].at[2], abs=0.02)
    heights = [0.0]
    for behind in np.arange(0.05, 11.7, 0.05):  # up the middle of the left aisle
        angle = -(3.025 + 0.6) / (20 + 0.95 * int(behind / 0.95))  # the aisle keeps its place along each row's edge
        x, y = 9 + (20 + behind) * math.sin(angle), 33 - (20 + behind) * math.cos(angle)
        height = ground.height_near(x, y, heights[-1] + 0.1, reach=0.15)
        if height is not None:  # None only at a riser's very edge, which is no floor
            heights.append(height)
    assert len(heights) > 210
    climbs = np.diff(heights)
    steps = climbs[climbs > 0.05]
    assert len(steps) == 24
    assert steps.max() <= 0.21
    assert heights[-1] == pytest.approx(3.6, abs=0.02)


def test_a_free_seat_is_0_30_m_deep_and_leaves_0_65_m_to_walk(space: Space) -> None:
    free = next(copies for copies in space.copies if copies.role == "seat-free")
    low, high = free.mesh.bounds()
    assert high[1] - low[1] <= 0.301
    assert 0.40 - high[1] >= 0.65  # from the row's front edge
    assert len(free.placements) == 300


def test_over_the_eyes_of_every_row_in_front_one_sees_the_screens_lower_edge_with_0_19_m_to_spare(space: Space) -> None:
    screen = space.screens["main"]
    low = screen.at[2] - screen.size[1] / 2
    eyes = {key: eye(seat) for key, seat in tip_ups(space).items()}
    least = math.inf
    for (row, _), start in eyes.items():
        for x in np.linspace(-0.5, 0.5, 5) * screen.size[0] + screen.at[0]:
            goal = np.array([x, screen.at[1], low])
            for front in range(1, row):
                radius = float(np.linalg.norm(CENTRE - eyes[front, 13][:2]))
                share = crossing(start[:2] - CENTRE, goal[:2] - CENTRE, radius)
                height = start[2] + share * (goal[2] - start[2])
                least = min(least, height - eyes[front, 13][2])
    assert least >= 0.19


def crossing(start: NDArray[np.float64], goal: NDArray[np.float64], radius: float) -> float:
    """How far along the way from outside a circle about the origin to a goal inside it one meets it, 0 to 1."""
    way = goal - start
    a, b, c = way @ way, 2 * (start @ way), start @ start - radius * radius
    return float((-b - math.sqrt(b * b - 4 * a * c)) / (2 * a))


def blocked(starts: NDArray[np.float64], goal: NDArray[np.float64], built: Grid) -> NDArray[np.bool_]:
    """(n,) whether something stands between each start and the goal; the proof of sight asks other rays."""
    ways = goal - starts
    far = np.linalg.norm(ways, axis=1)
    distance, _ = built.first((starts + 0.001 * ways).astype(np.float32), (ways / far[:, None]).astype(np.float32))
    return distance < 0.998 * far


def test_nothing_that_is_built_stands_between_a_seat_and_the_screen(space: Space) -> None:
    screen = space.screens["main"]
    starts = np.array([eye(seat) for seat in space.seats.values()])
    corners = space.mesh.corners()
    built = Grid(corners[(corners[:, :, 1].min(1) < 19.9)])
    for dx, dz in ((0, 0), (-3.9, -2.1), (3.9, -2.1), (-3.9, 2.1), (3.9, 2.1)):
        goal = np.array([screen.at[0] + dx, screen.at[1] - 0.02, screen.at[2] + dz])
        names = [id_ for id_, hidden in zip(space.seats, blocked(starts, goal, built), strict=True) if hidden]
        assert names == []


def test_every_seat_sees_the_screen_at_under_60_degrees_and_within_six_of_its_heights(space: Space) -> None:
    screen = space.screens["main"]
    for seat in space.seats.values():
        away = np.array(screen.at) - eye(seat)
        assert math.degrees(math.atan2(abs(away[0]), away[1])) < 60, seat.id
        assert np.linalg.norm(away) < 6 * screen.size[1], seat.id


def test_the_teaching_floor_is_of_oak_9_by_4_m_and_flush(space: Space) -> None:
    oak = space.mesh.of("oak-floor").bounds()
    assert oak[:, 0] == pytest.approx([4.5, 13.5])
    assert oak[:, 1] == pytest.approx([16, 20])
    assert oak[1][2] <= 0.005


def test_the_lectern_stands_right_of_the_screen_and_two_boards_at_its_sides(space: Space) -> None:
    screen = space.screens["main"]
    assert space.where["lectern"][0] > screen.at[0] + screen.size[0] / 2
    left, right = space.where["board-left"][0], space.where["board-right"][0]
    assert left + 1.4 < screen.at[0] - 4 < screen.at[0] + 4 < right - 1.4


def test_walnut_slats_blue_seats_a_limestone_screen_wall_and_warm_coves(space: Space) -> None:
    assert {"walnut", "limestone", "lamp-glow", "oak"} <= set(space.mesh.materials)
    free = next(copies for copies in space.copies if copies.role == "seat-free")
    assert "blue-fabric" in free.mesh.materials
    stone = space.mesh.of("limestone").bounds()
    assert stone[1][1] >= 20
    assert all(lamp.kelvins == 3500 for lamp in space.lamps)
    assert sum(lamp.lumens for lamp in space.lamps) > 50_000


def test_a_clerestory_1_m_high_runs_along_the_east_behind_oak_fins(space: Space) -> None:
    window = space.scene.node("clerestory").spec
    assert window.wall == "east"
    assert getattr(window, "size", (0, 0))[1] == 1.0
    assert getattr(window, "fins", 0) > 0
    assert getattr(window, "fin", "") == "oak"
    assert any(view.node == "clerestory" for view in space.views)


@pytest.mark.parametrize(
    ("door", "place", "there"),
    [("to-hall", (0, 18, 0), "to-amphitheatre"), ("to-hall-gallery", (0, 1, 3.6), "to-amphitheatre-gallery")],
)
def test_one_enters_at_stage_level_and_from_the_gallery_at_the_top_and_both_lead_back(
    campus: Campus, space: Space, door: str, place: tuple[float, float, float], there: str
) -> None:
    portal = space.portals[door]
    assert portal.at == pytest.approx(place)
    assert (portal.space, portal.node, portal.built, portal.door) == ("hall", there, True, True)
    back = campus.scenes["hall"].node(there).spec
    assert getattr(back, "to", None) == f"amphitheatre/{door}"
    # The two sides are one hole: each at the same place on the campus plan.
    here, hall = campus.placements["amphitheatre"].at, campus.placements["hall"].at
    assert isinstance(back.at, float | int)
    assert here[1] + portal.at[1] == pytest.approx(hall[1] + back.at)
    assert getattr(back, "sill", 0.0) == pytest.approx(portal.at[2])


def seats_to_reach(space: Space) -> Iterator[tuple[str, NDArray[np.float64]]]:
    for seat in space.seats.values():
        yield seat.id, ahead(seat, 0.15)


def test_every_seat_and_both_doors_can_be_walked_to_from_the_spawn(space: Space, ground: Ground) -> None:
    start = space.spawns["entry"].at
    goals = dict(seats_to_reach(space)) | {id_: np.array(p.arrive.at) for id_, p in space.portals.items()}
    goals |= {id_: np.array(way.at) for id_, way in space.waypoints.items()}
    goals["lectern"] = np.array([13.38, 18.9, 0])
    assert [id_ for id_, at in goals.items() if not ground.walkable(*at[:, None])[0]] == []
    for id_ in ("rows.row-1.1", "rows.row-12.25", "rows.row-6.13", *space.portals):
        assert ground.path(start, tuple(goals[id_])) is not None, id_


def test_the_lift_s_side_is_not_needed_to_reach_the_top_from_the_gallery(space: Space, ground: Ground) -> None:
    """Whoever comes from the hall's gallery reaches the places on the landing without a step."""
    door = space.portals["to-hall-gallery"].arrive.at
    for place in wheelchairs(space)[3:]:
        way = ground.path(door, tuple(ahead(place, 0.0)))
        assert way is not None
        assert {round(z, 1) for _, _, z in way} == {3.6}


def test_teaching_zones_hold_the_podium_and_all_seats(space: Space) -> None:
    zones = {zone.id: zone for zone in space.zones}
    assert zones["podium"].facets["role"] == "podium"
    assert zones["audience"].facets["role"] == "audience"
    for seat in space.seats.values():
        assert (np.array(zones["audience"].low) <= seat.at).all()
        assert (np.array(seat.at) <= zones["audience"].high).all()
    assert not any(zones["podium"].low[1] <= seat.at[1] for seat in space.seats.values())


def test_it_has_the_three_viewpoints_inside_the_room(space: Space) -> None:
    assert {"arrival", "focal", "seated"} <= set(space.viewpoints)
    for view in space.viewpoints.values():
        assert (np.array(view.eye) > 0).all()
        assert (np.array(view.eye) < (18, 20, 7.2)).all()
    seat = tip_ups(space)[6, 13]
    assert space.viewpoints["seated"].eye == pytest.approx(tuple(eye(seat)), abs=0.06)


def test_it_stays_within_the_medium_budget_of_250_000_triangles_and_40_draw_calls(space: Space) -> None:
    shown = [copies for copies in space.copies if copies.role != "seat-taken"]
    triangles = len(space.mesh.triangles) + sum(len(c.mesh.triangles) * len(c.placements) for c in shown)
    triangles += sum(len(moving.part.mesh.triangles) for moving in space.moving)
    assert triangles < 250_000
    calls = len(space.mesh.materials) + sum(len(c.mesh.materials) for c in space.copies)
    calls += sum(len(m.part.mesh.materials) for m in space.moving) + len(space.labels) + len(space.screens)
    assert calls <= 40
