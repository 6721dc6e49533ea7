"""The seminar room as it was designed: every dimension, from the compiled scene, in each of its three layouts."""

from __future__ import annotations

import math

import numpy as np
import pytest

from campus.components.screen import Screen
from campus.components.table import Table
from campus.components.whiteboard import Whiteboard
from campus.components.window import Window
from campus.scene.model import Campus
from campus.space import compile_space
from campus.space.model import Seat, Space
from campus.world.ground import Ground

LAYOUTS = ("islands", "circle", "rows")


@pytest.fixture(scope="module")
def rooms(campus: Campus) -> dict[str, Space]:
    return {layout: compile_space(campus, "seminar-room", layout=layout) for layout in LAYOUTS}


@pytest.fixture(scope="module")
def room(rooms: dict[str, Space]) -> Space:
    return rooms["islands"]


@pytest.fixture(scope="module")
def grounds(rooms: dict[str, Space]) -> dict[str, Ground]:
    return {layout: Ground.of_space(space) for layout, space in rooms.items()}


def at_tables(space: Space) -> list[Seat]:
    return [seat for id_, seat in space.seats.items() if id_.startswith("table-")]


def tables(space: Space) -> dict[str, tuple[float, float, float, float]]:
    return {id_: where for id_, where in space.where.items() if id_.endswith(".table")}


# The room


def test_the_room_is_9_by_7_by_3_2_metres(room: Space) -> None:
    inside = room.mesh.of("acoustic-plaster")
    assert inside.bounds()[0][2] == pytest.approx(3.2)
    assert room.scene.shell is not None
    assert room.scene.shell.spec.size == (9, 7, 3.2)  # type: ignore[attr-defined]
    low, high = room.mesh.of("lime-plaster").bounds()
    assert low[:2] == pytest.approx([-0.45, -0.45], abs=0.001)
    assert high[:2] == pytest.approx([9.45, 7.45], abs=0.001)


def test_the_floor_is_oak_the_ceiling_swallows_sound_and_slats_cover_the_rear_wall(room: Space) -> None:
    assert room.mesh.of("oak-floor").bounds()[1][2] == pytest.approx(0)
    slats = room.scene.node("rear-slats").spec
    assert (slats.wall, slats.material) == ("south", "oak")  # type: ignore[attr-defined]
    assert slats.length >= 6  # type: ignore[attr-defined]
    felt = room.mesh.of("felt").positions
    assert np.any((felt[:, 1] < 0.05) & (felt[:, 2] > 3.0))


def test_the_screen_is_3_2_by_1_8_on_the_north_wall(room: Space) -> None:
    screen = room.screens["main"]
    assert isinstance(room.scene.node("main").spec, Screen)
    assert screen.size == (3.2, 1.8)
    assert screen.at[1] == pytest.approx(7, abs=0.1)
    assert screen.heading == pytest.approx(180)
    assert screen.at[2] + 0.9 < 3.2


def test_the_window_is_5_by_1_9_in_the_west_wall_and_shows_the_garden(room: Space) -> None:
    window = room.scene.node("garden-window").spec
    assert isinstance(window, Window)
    assert (window.wall, window.size) == ("west", (5, 1.9))
    assert [view.shows for view in room.views if view.node == "garden-window"] == ["garden"]
    # Whoever looks at the screen has the window on their left.
    assert room.where["garden-window"][0] < min(seat.at[0] for seat in at_tables(room))


def test_the_room_lies_north_of_the_hall_and_its_window_looks_into_the_gardens_east_arcade(campus: Campus) -> None:
    at = campus.placements["seminar-room"].at
    assert tuple(at[:2]) == (0, 24.45)
    south, north = at[1] + 1.0, at[1] + 6.0
    assert south >= 3
    assert north <= 31


def test_its_door_and_the_halls_are_one_place_on_the_plan_and_lead_to_each_other(
    room: Space, hall: Space, campus: Campus
) -> None:
    here, there = room.portals["to-hall"], hall.portals["seminar"]
    assert (here.space, here.node) == ("hall", "seminar")
    assert (there.space, there.node) == ("seminar-room", "to-hall")
    assert here.door
    assert here.built
    assert there.built
    offset = campus.placements["seminar-room"].at
    assert here.at[0] + offset[0] == pytest.approx(there.at[0])
    assert here.at[1] + offset[1] == pytest.approx(there.at[1] + 0.45)


def test_two_linen_pendants_hang_over_the_tables(room: Space) -> None:
    pendants = [node for node in room.scene.nodes if node.id.startswith("pendant-")]
    assert len(pendants) == 2
    assert "linen" in room.mesh.materials
    for node in pendants:
        assert room.where[node.id][0] in {where[0] for where in tables(room).values()}


def test_a_station_and_a_whiteboard_of_2_4_metres_stand_east(room: Space) -> None:
    board = room.scene.node("whiteboard").spec
    assert isinstance(board, Whiteboard)
    assert (board.wall, board.size[0]) == ("east", 2.4)
    x, _, _, heading = room.where["inverse"]
    assert x > 8.2
    assert heading == 90


def test_the_quiet_corner_is_in_the_south_east_with_two_armchairs_and_jars_and_keeps_its_voices(room: Space) -> None:
    (corner,) = (zone for zone in room.zones if zone.id == "corner")
    assert corner.low[:2] == (7.0, 0)
    assert corner.high[:2] == (9, 2.2)
    assert corner.facets["audio"]["isolate"] is True  # type: ignore[index]
    armchairs = [seat for seat in room.seats.values() if seat.id.startswith("armchair")]
    assert len(armchairs) == 2
    for seat in armchairs:
        assert 7.0 < seat.at[0] < 9
        assert 0 < seat.at[1] < 2.2
    jars = room.scene.node("jars").spec
    assert jars.holds == "jars"  # type: ignore[attr-defined]
    assert room.where["jars"][0] > 7
    assert room.where["jars"][1] < 2.2


def test_every_text_exists_in_both_languages(room: Space) -> None:
    for text in [label.anchor.text for label in room.labels] + list(room.names.values()):
        assert text.fr.strip()
        assert text.en.strip()
        assert "'" not in text.fr


# The furniture


@pytest.mark.parametrize("layout", LAYOUTS)
def test_four_tables_of_1_4_metres_and_sixteen_blue_chairs_stand_in_every_layout(
    rooms: dict[str, Space], layout: str
) -> None:
    space = rooms[layout]
    assert len(tables(space)) == 4
    for id_ in tables(space):
        spec = space.scene.node(id_).spec
        assert isinstance(spec, Table)
        assert spec.size == (1.4, 1.4)
        assert spec.top == "oak"
    assert len(at_tables(space)) == 16
    assert set(space.seats) == set(rooms["islands"].seats), "who sits keeps their seat when the furniture moves"
    assert "blue-fabric" in space.materials


def test_islands_are_what_one_finds_on_entering(campus: Campus, room: Space) -> None:
    assert compile_space(campus, "seminar-room").digest == room.digest
    assert list(campus.scenes["seminar-room"].layouts) == list(LAYOUTS)
    assert campus.scenes["seminar-room"].groups["table"] == ("table-1", "table-2", "table-3", "table-4")


def test_between_the_islands_are_1_2_metres(room: Space) -> None:
    """Between the tables' edges north to south, and between the backs of the chairs west to east."""
    xs, ys = ({round(where[i], 3) for where in tables(room).values()} for i in (0, 1))
    assert max(ys) - min(ys) - 1.4 == pytest.approx(1.2)
    backs = [(seat.at[0] - 0.46 * -math.sin(math.radians(seat.heading)), seat.heading) for seat in at_tables(room)]
    between = [x for x, _ in backs if min(xs) < x < max(xs)]
    west, east = max(x for x in between if x < sum(xs) / 2), min(x for x in between if x > sum(xs) / 2)
    assert east - west == pytest.approx(1.2, abs=0.06)
    for number in range(1, 5):
        mine = [seat for seat in at_tables(room) if seat.id.startswith(f"table-{number}.")]
        x, y, *_ = room.where[f"table-{number}.table"]
        assert len(mine) == 4
        assert all(math.dist(seat.at[:2], (x, y)) < 1 for seat in mine)


def test_in_a_circle_everybody_looks_at_the_middle(rooms: dict[str, Space]) -> None:
    for seat in at_tables(rooms["circle"]):
        away = np.array([3.9, 2.8]) - seat.at[:2]
        ahead = np.array([-math.sin(math.radians(seat.heading)), math.cos(math.radians(seat.heading))])
        assert np.linalg.norm(away) == pytest.approx(1.7 - 0.21, abs=0.01)
        assert away @ ahead == pytest.approx(np.linalg.norm(away), abs=0.01)


def test_in_rows_everybody_looks_north(rooms: dict[str, Space]) -> None:
    seats = at_tables(rooms["rows"])
    assert {seat.heading for seat in seats} == {0}
    assert len({round(seat.at[1], 3) for seat in seats}) == 4


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_seat_sees_the_screen_at_less_than_60_degrees_and_six_screen_heights(
    rooms: dict[str, Space], layout: str
) -> None:
    space = rooms[layout]
    screen = space.screens["main"]
    for seat in at_tables(space):
        away = np.array(screen.at[:2]) - seat.at[:2]
        assert np.linalg.norm(away) <= 6 * screen.size[1]
        assert math.degrees(math.atan2(abs(away[0]), away[1])) < 60, seat.id


# Walking


@pytest.mark.parametrize("layout", LAYOUTS)
def test_doors_places_and_seats_can_be_walked_to_in_every_layout(
    rooms: dict[str, Space], grounds: dict[str, Ground], layout: str
) -> None:
    space, ground = rooms[layout], grounds[layout]
    start = space.spawns["entry"].at
    for id_, portal in space.portals.items():
        assert ground.reachable(start, portal.arrive.at), id_
    for id_, place in space.waypoints.items():
        assert ground.reachable(start, place.at), id_
    for seat in space.seats.values():
        # One gets up from a chair that is drawn up to a table to its side.
        turns = np.radians(seat.heading + np.array([0, 90, -90, 135, -135, 180]))
        beside = [(seat.at[0] - 0.62 * math.sin(t), seat.at[1] + 0.62 * math.cos(t), 0.0) for t in turns]
        assert any(ground.reachable(start, place) for place in beside), f"{seat.id} in {layout}"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_one_reaches_the_station_the_whiteboard_and_the_door_in_every_layout(
    rooms: dict[str, Space], grounds: dict[str, Ground], layout: str
) -> None:
    start = rooms[layout].spawns["entry"].at
    for place in ((7.9, 3.5, 0.0), (8.3, 5.5, 0.0), (1.2, 0.6, 0.0)):
        assert grounds[layout].reachable(start, place), place


# Pictures, light, budget


def test_pictures_are_taken_across_the_room_from_the_first_table_and_across_a_table(room: Space) -> None:
    views = room.viewpoints
    assert {"arrival", "focal", "seated"} <= set(views)
    assert views["arrival"].look[0] < views["arrival"].eye[0]  # to the window
    assert math.dist(views["focal"].eye[:2], room.where["table-1.table"][:2]) < 1.2
    assert views["focal"].look[1] == pytest.approx(7, abs=0.2)
    assert views["seated"].eye[2] == pytest.approx(1.2)


def test_in_lecture_the_lamps_are_dimmed_to_a_third(campus: Campus, room: Space) -> None:
    dimmed = compile_space(campus, "seminar-room", light="lecture")
    assert list(campus.scenes["seminar-room"].lights) == ["discussion", "lecture"]
    assert sum(lamp.lumens for lamp in dimmed.lamps) == pytest.approx(0.35 * sum(lamp.lumens for lamp in room.lamps))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_room_keeps_its_budget(rooms: dict[str, Space], layout: str) -> None:
    space = rooms[layout]
    copies = sum(len(c.mesh.triangles) * len(c.placements) for c in space.copies)
    assert len(space.mesh.triangles) + copies < 250_000
    assert len(space.mesh.materials) + len(space.copies) + len(space.moving) <= 40
