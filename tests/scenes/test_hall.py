"""The hall as it was designed: every dimension, from the compiled scene; and the ways that one walks in it.

One file, since it is one room: what is tested shares its compiled scene.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.components.arch import Arch
from campus.components.gallery import Gallery
from campus.components.room import Room
from campus.components.stair import Stair
from campus.components.window import Window
from campus.mesh import Mesh, merge, place
from campus.mesh.meeting import first_met
from campus.scene.model import Campus
from campus.space.model import Label, Space
from campus.world.ground import Ground

ARCHES = (4.7, 8.8, 12.9, 17, 21.1)
PARTNERS = (
    "CHU de Montpellier",
    "CHU de Nîmes",
    "ICM",
    "GCS IFSI-LR",
    "KORIAN Academy",
    "KEEPF",
    "FORMATICSanté",
    "IMT Mines Alès",
    "ISIS Castres",
    "ONAOS",
    "GIP e-Santé Occitanie",
    "Fonds de dotation Pfizer Innovation France",
)
SPAWN = (7.5, 2.5, 0.0)


@pytest.fixture(scope="module")
def ground(shipped_ground: Callable[[str], Ground]) -> Ground:
    return shipped_ground("hall")


@pytest.fixture(scope="module")
def drawn(hall: Space) -> Mesh:
    """Everything that stands still, copies included."""
    copies = (place(c.mesh, at[:3].tolist(), float(at[3])) for c in hall.copies for at in c.placements)
    return merge(hall.mesh, *copies)


def first_hit(mesh: Mesh, start: Sequence[float], along: Sequence[float]) -> float:
    """Metres from a point to the first surface along a unit vector; infinity where none is."""
    met = first_met(mesh.corners(), np.asarray(start, float), np.asarray(along, float), 1e3)
    return met[1] if met else math.inf


def within(mesh: Mesh, material: str, low: tuple[float, ...], high: tuple[float, ...]) -> NDArray[np.float32]:
    """(n, 3) the places of a material's vertices inside a box."""
    places = mesh.of(material).positions
    return places[np.all((places >= np.array(low)) & (places <= np.array(high)), axis=1)]


def labels_of(space: Space, node: str) -> list[Label]:
    return [label for label in space.labels if label.node == node]


# The room


def test_the_room_is_15_by_24_by_8_4_metres(drawn: Mesh) -> None:
    assert first_hit(drawn, (6, 14.95, 7.9), (-1, 0, 0)) == pytest.approx(6, abs=0.001)
    assert first_hit(drawn, (6, 14.95, 7.9), (1, 0, 0)) == pytest.approx(9, abs=0.001)
    assert first_hit(drawn, (2, 12, 7.9), (0, 1, 0)) == pytest.approx(12, abs=0.001)
    assert first_hit(drawn, (2, 12, 7.9), (0, -1, 0)) == pytest.approx(12, abs=0.001)
    beam = 15 / 8  # beams run along the coffers' borders
    assert first_hit(drawn, (beam, 12, 0.01), (0, 0, 1)) == pytest.approx(8.39, abs=0.001)
    assert first_hit(drawn, (6, 12, 1), (0, 0, -1)) == pytest.approx(1, abs=0.001)


def test_the_hall_lies_on_the_plan_beside_the_amphitheatre(campus: Campus) -> None:
    assert campus.entry == "hall"
    assert tuple(campus.placements["hall"].at[:2]) == (0, 0)
    assert tuple(campus.placements["amphitheatre"].at[:2]) == (15.45, 2)


def test_walls_are_45_centimetres_thick(hall: Space) -> None:
    assert isinstance(hall.scene.shell.spec, Room)  # type: ignore[union-attr]
    low, high = hall.mesh.of("lime-plaster").bounds()
    assert low[:2] == pytest.approx([-0.45, -0.45], abs=0.001)
    assert high[0] == pytest.approx(15.45, abs=0.001)


def test_terrazzo_limestone_oak_coffers_and_their_absorbent_inlay(drawn: Mesh) -> None:
    floor = within(drawn, "terrazzo", (-1, -1, -0.01), (16, 25, 0.01))
    assert len(floor)
    assert len(within(drawn, "oak", (0, 0, 8.39), (15, 24, 8.9)))
    inlay = within(drawn, "acoustic-ceiling", (0, 0, 8.4), (15, 24, 9))
    assert np.allclose(inlay[:, 2], 8.82, atol=1e-3)
    assert len(within(drawn, "limestone", (0, 23.9, 0), (15, 24.1, 8.4)))
    plinth = within(drawn, "limestone", (14.95, -1, 0), (15.05, 25, 0.95))
    assert plinth[:, 2].max() == pytest.approx(0.9, abs=0.001)


# The west wall


@pytest.mark.parametrize("number", range(1, 6))
def test_five_arches_open_to_the_garden_in_bays_of_4_1_metres(hall: Space, drawn: Mesh, number: int) -> None:
    node = hall.scene.node(f"arch-{number}")
    assert isinstance(node.spec, Arch)
    y = ARCHES[number - 1]
    assert hall.where[node.id] == pytest.approx((0, y, 0, 90))
    assert node.spec.size == (3.2, 4.6)
    assert node.spec.springing == 3.0
    stones = within(drawn, "limestone-smooth", (-0.5, y - 1.64, 0.1), (0.1, y + 1.64, 2.7))
    assert np.abs(stones[:, 1] - y).min() == pytest.approx(1.6, abs=0.002)
    intrados = within(drawn, "limestone-smooth", (-0.6, y - 0.05, 4.0), (0.2, y + 0.05, 4.7))
    assert intrados[:, 2].min() == pytest.approx(4.6, abs=0.02)


@pytest.mark.parametrize("number", range(1, 6))
def test_a_clerestory_stands_over_each_arch(hall: Space, number: int) -> None:
    node = hall.scene.node(f"clerestory-{number}")
    assert isinstance(node.spec, Window)
    assert hall.where[node.id][1] == ARCHES[number - 1]
    assert node.spec.head == "round"
    assert node.spec.outline()[:, 1].min() == pytest.approx(5.2)
    assert node.spec.outline()[:, 1].max() == pytest.approx(7.6)


def test_the_afternoon_sun_falls_through_a_clerestory_7_to_10_metres_into_the_hall(hall: Space, drawn: Mesh) -> None:
    """The one sun: azimuth 235 degrees, elevation 31. What it draws on the floor lies where it was meant to."""
    azimuth, elevation = math.radians(hall.sun.azimuth), math.radians(hall.sun.elevation)
    sun = (math.sin(azimuth) * math.cos(elevation), math.cos(azimuth) * math.cos(elevation), math.sin(elevation))
    into = [height / math.tan(elevation) * math.sin(azimuth - math.pi) for height in (5.2, 7.6)]
    assert 6.9 < into[0] < into[1] < 10.5
    for depth in np.linspace(into[0] + 0.5, into[1] - 0.8, 4):
        start = (float(depth), 12.9 + depth * sun[1] / sun[0], 0.02)
        away = first_hit(drawn, start, sun)
        at = np.array(start) + np.array(sun) * away
        assert at[0] < 0.01, "something stands in the sun before the window"
        assert 5.2 < at[2] < 7.6


def test_each_arch_leads_to_the_gardens_and_nobody_walks_out_of_the_hall_beside_them(
    hall: Space, ground: Ground
) -> None:
    for number, y in enumerate(ARCHES, 1):
        assert ground.reachable(SPAWN, (0.0, y, 0.0)), "one stands in the arch"
        assert not ground.reachable(SPAWN, (-1.0, y, 0.0)), "the garden is a space of its own"
        portal = hall.portals[f"arch-{number}"]
        assert (portal.space, portal.node, portal.built) == ("garden", f"arch-{number}", True)
        assert portal.radius == pytest.approx(1.6)
    assert {view.shows for view in hall.views if view.node.startswith("arch")} == {"garden"}


# The stair, the gallery, the lift


def test_the_stair_runs_from_x_4_to_x_12_along_the_north_wall(hall: Space) -> None:
    node = hall.scene.node("great-stair")
    assert isinstance(node.spec, Stair)
    assert hall.where["great-stair"] == pytest.approx((4, 22.8, 0, 270))
    assert node.spec.flights == (11, 11)
    assert node.spec.riser() == pytest.approx(0.164, abs=0.0005)
    assert node.spec.going == 0.32
    assert node.spec.landing == 1.6
    assert node.spec.width == 2.4
    assert node.spec.run() == pytest.approx(8.0)


def test_every_step_lies_where_it_should_and_one_can_stand_on_it(drawn: Mesh, ground: Ground) -> None:
    for step in range(21):
        landing = step == 10
        x = 8.0 if landing else 4 + 0.32 * (step + 0.5) if step < 10 else 8.8 + 0.32 * (step - 11 + 0.5)
        z = 3.6 / 22 * (step + 1)
        assert first_hit(drawn, (x, 22.9, z + 1.0), (0, 0, -1)) == pytest.approx(1.0, abs=0.002)
        assert ground.height_near(x, 22.9, z) == pytest.approx(z, abs=0.03)


def test_the_stair_is_open_underneath(drawn: Mesh) -> None:
    assert first_hit(drawn, (8.0, 22.8, 0.1), (0, 0, 1)) == pytest.approx(1.4, abs=0.02)
    assert first_hit(drawn, (11.0, 22.8, 0.1), (0, 0, 1)) > 2.2


def test_six_by_four_metres_of_faience_hang_over_the_stair(hall: Space) -> None:
    tiles, border = hall.mesh.of("faience"), hall.scene.node("faience-wall").spec
    low, high = tiles.bounds()
    assert border.size == (6, 4)  # type: ignore[attr-defined]
    assert high[0] - low[0] == pytest.approx(6, abs=0.31)  # less the blue border
    assert high[2] - low[2] == pytest.approx(4, abs=0.11)
    assert low[1] > 23.9
    assert 4 < low[0] < high[0] < 12
    assert low[2] > 3.6


def test_the_gallery_runs_along_the_whole_east_side_at_3_6_metres(hall: Space, drawn: Mesh) -> None:
    node = hall.scene.node("gallery")
    assert isinstance(node.spec, Gallery)
    floor = within(drawn, "terrazzo", (11, -1, 3.5), (16, 25, 3.7))
    assert floor.min(0) == pytest.approx([12, 0, 3.57], abs=0.001)
    assert floor.max(0) == pytest.approx([15, 24, 3.6], abs=0.001)


def test_a_balustrade_guards_the_gallery_except_where_the_stair_arrives(hall: Space, ground: Ground) -> None:
    for y in np.arange(0.5, 21.5, 0.5):
        path = ground.path((13.4, float(y), 3.6), (11.4, float(y), 0.0)) if 2.2 < y < 21 else None
        assert path is None or max(p[1] for p in path) > 21.5, "one steps through the balustrade"
    assert ground.reachable((11.6, 22.8, 3.4), (12.6, 22.8, 3.6))


def test_the_lift_is_a_portal_pair_at_14_1(hall: Space) -> None:
    up, down = hall.portals["lift-up"], hall.portals["lift-down"]
    assert up.at == pytest.approx((14, 1, 0))
    assert down.at == pytest.approx((14, 1, 3.6))
    assert (up.space, up.node) == ("hall", "lift-down")
    assert (down.space, down.node) == ("hall", "lift-up")
    for portal in (up, down):
        away = math.dist(portal.at, portal.arrive.at)
        assert away > portal.radius + 0.25, "who comes out would be taken back at once"


# Walking


def test_a_clear_way_four_metres_wide_leads_from_the_spawn_to_the_stair(ground: Ground) -> None:
    """North between the pillars, then west past the foot of the stair: nothing stands in it."""
    x, y = np.meshgrid(np.arange(5.75, 9.3, 0.25), np.arange(2.5, 21.2, 0.25))
    assert ground.walkable(x.ravel(), y.ravel(), np.zeros(x.size)).all()
    x, y = np.meshgrid(np.arange(0.6, 3.6, 0.25), np.arange(17.5, 23.6, 0.25))
    assert ground.walkable(x.ravel(), y.ravel(), np.zeros(x.size)).all()


def test_one_walks_from_the_spawn_up_the_stair_to_the_gallery_and_to_the_upper_door(ground: Ground) -> None:
    path = ground.path(SPAWN, (13.6, 3.0, 3.6))
    assert path is not None
    on_the_stair = [p for p in path if 0.3 < p[2] < 3.3]
    assert on_the_stair
    assert all(4 <= p[0] <= 12 and p[1] > 21.6 for p in on_the_stair)
    assert path[-1] == pytest.approx((13.6, 3.0, 3.6), abs=0.05)


def test_every_door_portal_waypoint_and_seat_can_be_walked_to(hall: Space, ground: Ground) -> None:
    places = {id_: portal.arrive.at for id_, portal in hall.portals.items()}
    places |= {id_: place.at for id_, place in hall.waypoints.items()}
    for seat in hall.seats.values():
        heading = math.radians(seat.heading)
        places[seat.id] = (seat.at[0] - 0.45 * math.sin(heading), seat.at[1] + 0.45 * math.cos(heading), seat.at[2])
    assert ground.paths.unreached(SPAWN, places) == ()


# The doors


def test_the_doors_stand_where_the_plan_has_them(hall: Space) -> None:
    assert hall.where["seminar"] == pytest.approx((1.2, 24, 0, 0))
    assert hall.where["to-amphitheatre"] == pytest.approx((15, 20, 0, 270))
    assert hall.where["to-amphitheatre-gallery"] == pytest.approx((15, 3, 0, 270))
    assert hall.portals["to-amphitheatre-gallery"].at[2] == pytest.approx(3.6)
    assert hall.portals["to-amphitheatre"].at[2] == 0
    for door in ("seminar", "to-amphitheatre", "to-amphitheatre-gallery"):
        assert hall.portals[door].door
        assert hall.scene.node(door).spec.size[1] == 2.3  # type: ignore[attr-defined]


def test_doors_lead_to_the_amphitheatre_and_to_the_seminar_room(hall: Space) -> None:
    assert hall.portals["to-amphitheatre"].space == "amphitheatre"
    assert hall.portals["to-amphitheatre-gallery"].space == "amphitheatre"
    assert hall.portals["to-amphitheatre"].built
    assert hall.portals["seminar"].space == "seminar-room"
    assert hall.portals["seminar"].built


def test_both_ends_of_a_door_are_one_place_on_the_plan(
    hall: Space, campus: Campus, shipped: Callable[[str], Space]
) -> None:
    """The amphitheatre's wall is 0.45 m from the hall's: both doors lie on one line through it."""
    amphitheatre = shipped("amphitheatre")
    offset = campus.placements["amphitheatre"].at
    for door in ("to-amphitheatre", "to-amphitheatre-gallery"):
        here = hall.portals[door].at
        there = amphitheatre.portals[hall.portals[door].node].at
        assert there[0] + offset[0] == pytest.approx(here[0] + 0.45)
        assert there[1] + offset[1] == pytest.approx(here[1])
        assert there[2] == pytest.approx(here[2])


# What stands and hangs in it


def test_one_arrives_between_two_round_pillars_looking_north(hall: Space) -> None:
    assert next(iter(hall.spawns.values())).at == pytest.approx(SPAWN)
    assert next(iter(hall.spawns.values())).heading == 0
    west, east = hall.where["west-pillar"], hall.where["east-pillar"]
    assert west[1] == east[1] == pytest.approx(SPAWN[1], abs=0.3)  # under the middle of a coffer
    assert (west[0] + east[0]) / 2 == 7.5


def test_the_oak_desk_is_0_9_by_4_2_and_stands_north_to_south(hall: Space, drawn: Mesh) -> None:
    node = hall.scene.node("welcome-desk")
    assert hall.where["welcome-desk"][:2] == (11, 9)
    assert node.spec.size == (4.2, 0.9)  # type: ignore[attr-defined]
    assert hall.where["welcome-desk"][3] in (90, 270)
    wood = within(drawn, "oak", (10.4, 6.5, 0), (11.6, 11.5, 1.2))
    assert np.ptp(wood[:, 1]) == pytest.approx(4.2, abs=0.05)
    assert labels_of(hall, "next-for-you")[0].anchor.text.en.startswith("# Next for you")


def test_the_twelve_partners_are_named_under_the_gallery_in_plain_letters(hall: Space, campus: Campus) -> None:
    plaques = [label for label in hall.labels if label.node.startswith("partner-")]
    assert sorted(label.anchor.text.fr for label in plaques) == sorted(PARTNERS)
    assert {label.anchor.text.fr for label in plaques} == {partner.name.fr for partner in campus.partners}
    for label in plaques:
        x, _, z = label.anchor.place.at
        assert x > 14.9
        assert 0.9 < z < 3.0
        assert label.anchor.place.heading == pytest.approx(90)


def test_five_emerging_jobs_hang_on_the_wall_of_jobs(hall: Space) -> None:
    boards = [label.anchor.text for label in hall.labels if label.node.startswith("job-")]
    assert len(boards) == 5
    words = " ".join(board.en for board in boards)
    for job in (
        "Health data scientist",
        "Clinical transformation specialist",
        "E-health cloud engineer",
        "Clinical application trainer",
        "Health cybersecurity expert",
    ):
        assert job in words


def test_the_school_states_its_own_facts(hall: Space) -> None:
    (board,) = labels_of(hall, "school")
    for fact in ("20,000", "4,043,200", "600,000", "France 2030", "Maurice Hayot", "outside the walls"):
        assert fact in board.anchor.text.en


def test_mirror_forum_board_and_four_benches_are_there(hall: Space) -> None:
    types = [node.type for node in hall.scene.nodes]
    assert types.count("bench") == 4
    assert "mirror" in types
    assert labels_of(hall, "forum")
    assert len(hall.seats) == 12


def test_the_name_of_the_space_is_carved_and_legible_from_the_entrance(hall: Space) -> None:
    (name,) = labels_of(hall, "name")
    assert name.anchor.style == "carved"
    assert name.anchor.text == hall.title
    away = math.dist(name.anchor.place.at, (7.5, 2.5, 1.62))
    assert name.anchor.cap_height >= away / 62


def test_every_text_exists_in_both_languages_and_french_keeps_its_spaces(hall: Space) -> None:
    for label in hall.labels:
        text = label.anchor.text
        assert text.fr.strip()
        assert text.en.strip()
        for mark in (" ;", " :", " !", " ?", "« ", " »", "'"):
            assert mark not in text.fr, f"{label.node}: {text.fr!r}"


# Pictures and budget


def test_pictures_are_taken_on_arrival_from_the_landing_and_from_a_bench(hall: Space) -> None:
    views = hall.viewpoints
    assert views["arrival"].eye == pytest.approx((7.5, 2.5, 1.62))
    assert views["focal"].eye[2] == pytest.approx(1.8 + 1.62)
    assert 7.2 < views["focal"].eye[0] < 8.8
    bench = hall.where["bench-2"]
    assert math.dist(views["seated"].eye[:2], bench[:2]) < 0.5
    assert views["seated"].look[0] < 0


def test_the_hall_keeps_its_budget(hall: Space) -> None:
    copies = sum(len(c.mesh.triangles) * len(c.placements) for c in hall.copies)
    assert len(hall.mesh.triangles) + copies < 200_000
    assert len(hall.mesh.materials) + len(hall.copies) <= 40
