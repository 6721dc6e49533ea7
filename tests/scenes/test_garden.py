"""The garden as it was designed: every dimension, from the compiled scene; its arches lead to the hall's and back."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.client.reach import walked_into
from campus.components.arcade import Arcade
from campus.components.ground import Ground as GroundShell
from campus.components.planting import Planting
from campus.components.sundial import Sundial
from campus.components.tree import Tree
from campus.components.vault import Vault
from campus.components.water import Water
from campus.mesh import Mesh, merge, place
from campus.mesh.meeting import first_met
from campus.scene.model import Campus
from campus.space.model import Space
from campus.space.sky import towards_sun
from campus.world.ground import Ground

ARCHES = (1.7, 5.8, 9.9, 14.0, 18.1)
BEDS = ("calming", "breathing", "digesting", "healing")


@pytest.fixture(scope="module")
def ground(shipped_ground: Callable[[str], Ground]) -> Ground:
    return shipped_ground("garden")


@pytest.fixture(scope="module")
def drawn(garden: Space) -> Mesh:
    """Everything that stands still, copies included."""
    copies = (place(c.mesh, at[:3].tolist(), float(at[3])) for c in garden.copies for at in c.placements)
    return merge(garden.mesh, *copies)


def within(mesh: Mesh, material: str, low: tuple[float, ...], high: tuple[float, ...]) -> NDArray[np.float32]:
    """(n, 3) the places of a material's vertices inside a box."""
    places = mesh.of(material).positions
    return places[np.all((places >= np.array(low)) & (places <= np.array(high)), axis=1)]


def first_hit(mesh: Mesh, start: Sequence[float], along: Sequence[float]) -> float:
    """Metres from a point to the first surface along a unit vector; infinity where none is."""
    met = first_met(mesh.corners(), np.asarray(start, float), np.asarray(along, float), 1e3)
    return met[1] if met else math.inf


# The court


def test_the_garden_is_24_by_28_metres_under_the_open_sky(garden: Space, drawn: Mesh) -> None:
    assert garden.scene.shell is not None
    assert isinstance(garden.scene.shell.spec, GroundShell)
    assert garden.scene.shell.spec.size[:2] == (24, 28)
    for x in (3.0, 10.2, 17.0):
        assert first_hit(drawn, (x, 11.9, 1.7), np.array([0.0, 0.0, 1.0])) > 3  # nothing, or leaves high above
    assert first_hit(drawn, (3.0, 12.5, 1.7), np.array([0.0, 0.0, 1.0])) == math.inf


def test_it_lies_west_of_the_hall_with_one_wall_between(campus: Campus) -> None:
    assert tuple(campus.placements["garden"].at[:2]) == (-24.45, 3)
    assert not campus.planned


def test_the_west_wall_is_3_2_metres_high_with_an_iron_gate_that_shows_the_horizon(garden: Space, drawn: Mesh) -> None:
    shell = garden.scene.shell
    assert shell is not None
    assert shell.spec.height_of("west") == 3.2  # type: ignore[attr-defined]
    coping = 0.12
    assert 9 - first_hit(drawn, (-0.2, 8.0, 9.0), np.array([0.0, 0.0, -1.0])) == pytest.approx(3.2 + coping)
    assert garden.where["west-gate"] == pytest.approx((0, 14, 0, 90))
    assert len(within(drawn, "iron", (-0.5, 12.7, 0), (0.1, 15.3, 3.2))) > 500
    assert [view.shows for view in garden.views if view.node == "west-gate"] == ["horizon"]


@pytest.mark.parametrize(
    ("side", "at"), [("north", (10.15, 24.625)), ("east", (20.625, 14)), ("south", (10.15, 3.375))]
)
def test_arcades_3_6_metres_deep_run_north_east_and_south(garden: Space, side: str, at: tuple[float, float]) -> None:
    spec = garden.scene.node(f"{side}-arcade").spec
    assert isinstance(spec, Arcade)
    assert (spec.bay, spec.size, spec.springing) == (4.1, (3.2, 4.6), 3.0)
    x, y, *_ = garden.where[f"{side}-arcade"]
    assert (x, y) == pytest.approx(at)
    face = {"north": 28 - (y - 0.225), "east": 24 - (x - 0.225), "south": y + 0.225}[side]
    assert face == pytest.approx(3.6)
    vaults = garden.scene.node(f"{side}-vaults").spec
    assert isinstance(vaults, Vault)
    assert vaults.depth == pytest.approx(3.6 - 0.45)
    assert vaults.crown > spec.size[1]


def test_one_looks_up_into_vaults_everywhere_under_the_arcades(drawn: Mesh) -> None:
    for x, y in ((22.4, 1.5), (22.4, 14), (22.4, 26.5), (4, 1.5), (16, 1.5), (4, 26.5), (16, 26.5), (22.0, 3.4)):
        above = first_hit(drawn, (x, y, 1.6), np.array([0.03, 0.02, 1.0]) / np.linalg.norm([0.03, 0.02, 1.0]))
        assert 1.4 < above < 3.4, (x, y)


@pytest.mark.parametrize("number", range(1, 6))
def test_the_arches_stand_in_line_with_the_halls_and_are_one_place_with_them_on_the_plan(
    garden: Space, hall: Space, campus: Campus, number: int
) -> None:
    here, there = garden.portals[f"arch-{number}"], hall.portals[f"arch-{number}"]
    offset = campus.placements["garden"].at
    assert here.at[1] == pytest.approx(ARCHES[number - 1])
    assert here.at[1] + offset[1] == pytest.approx(there.at[1])
    assert here.at[0] + offset[0] + 0.45 == pytest.approx(there.at[0])
    assert (here.space, here.node) == ("hall", f"arch-{number}")
    assert (there.space, there.node) == ("garden", f"arch-{number}")
    assert here.built
    assert there.built
    assert not here.door
    assert garden.scene.node(f"arch-{number}").spec.size == hall.scene.node(f"arch-{number}").spec.size  # type: ignore[attr-defined]


def test_the_arcades_bays_continue_the_halls_arches(garden: Space) -> None:
    arcade = garden.where["east-arcade"][1]
    bays = [arcade + 4.1 * i for i in (-2, -1, 0, 1, 2)]
    assert set(np.round(ARCHES[1:], 3)) <= set(np.round(bays, 3))


@pytest.mark.parametrize("number", range(1, 6))
@pytest.mark.parametrize("beside", [-1.2, 0.0, 1.2])
def test_one_walks_through_an_arch_anywhere_along_its_width_and_comes_out_facing_the_other_space(
    garden: Space, hall: Space, number: int, beside: float
) -> None:
    y = ARCHES[number - 1] + beside
    into = walked_into(garden, (23.6, y, 0.0), (1.4, 0.0))
    assert into is not None
    assert into.id == f"arch-{number}"
    back = walked_into(hall, (0.4, y + 3, 0.0), (-1.4, 0.0))
    assert back is not None
    assert (back.space, back.node) == ("garden", f"arch-{number}")
    assert walked_into(garden, (23.6, y, 0.0), (-1.4, 0.0)) is None, "one walks away from it"
    assert hall.portals[into.node].arrive.heading == pytest.approx(270)
    assert garden.portals[back.node].arrive.heading == pytest.approx(90)


def test_the_seminar_rooms_window_looks_into_the_east_arcade(
    garden: Space, campus: Campus, shipped: Callable[[str], Space]
) -> None:
    inside = shipped("seminar-room").where["garden-window"]
    here = garden.where["seminar-window"]
    a, b = campus.placements["seminar-room"].at, campus.placements["garden"].at
    assert inside[1] + a[1] == pytest.approx(here[1] + b[1])
    assert inside[0] + a[0] == pytest.approx(here[0] + b[0] + 0.45)
    sizes = [campus.scenes[s].node(n).spec.size for s, n in  # type: ignore[attr-defined]
             (("garden", "seminar-window"), ("seminar-room", "garden-window"))]  # fmt: skip
    assert sizes[0] == sizes[1]


# What stands in it


def test_the_octagonal_basin_is_4_2_metres_across_in_the_middle_of_the_court_with_a_jet_of_0_6(garden: Space) -> None:
    basin = garden.scene.node("basin").spec
    assert isinstance(basin, Water)
    assert (basin.across, basin.sides, basin.jet) == (4.2, 8, 0.6)
    assert garden.where["basin"][:2] == pytest.approx(((0 + 20.4) / 2, (3.6 + 24.4) / 2))


def test_four_labelled_beds_of_simples_have_kerbs_of_45_centimetres_to_sit_on(garden: Space) -> None:
    middle = garden.where["basin"]
    corners = set()
    for bed in BEDS:
        spec = garden.scene.node(bed).spec
        assert isinstance(spec, Planting)
        assert spec.kerb == 0.45
        assert sum(label.node == bed for label in garden.labels) == len(spec.simples) >= 3
        seats = [seat for seat in garden.seats.values() if seat.node == bed]
        assert len(seats) >= 10
        assert all(seat.kind == "kerb" and seat.height == 0.45 for seat in seats)
        x, y, *_ = garden.where[bed]
        corners.add((x < middle[0], y < middle[1]))
    assert len(corners) == 4


def test_every_label_names_its_plant_in_both_languages_and_in_latin(garden: Space) -> None:
    for bed in BEDS:
        spec = garden.scene.node(bed).spec
        assert isinstance(spec, Planting)
        for simple in spec.simples:
            assert simple.name.fr.strip()
            assert simple.name.en.strip()
            assert simple.latin[0].isupper()
            assert " " in simple.latin


@pytest.mark.parametrize("path", ["long-path", "cross-path", "west-path", "east-path", "south-path", "north-path"])
def test_gravel_paths_are_2_4_metres_wide(garden: Space, path: str) -> None:
    spec = garden.scene.node(path).spec
    assert spec.width == 2.4  # type: ignore[attr-defined]
    assert spec.material == "gravel"  # type: ignore[attr-defined]


def test_a_nettle_tree_of_11_metres_stands_north_east(garden: Space, drawn: Mesh) -> None:
    tree = garden.scene.node("nettle-tree").spec
    assert isinstance(tree, Tree)
    assert (tree.kind, tree.height) == ("nettle-tree", 11)
    x, y, *_ = garden.where["nettle-tree"]
    assert x > 12
    assert y > 14
    assert drawn.of("leaf").bounds()[1][2] == pytest.approx(11, abs=0.9)


def test_the_sundial_of_4_by_2_6_metres_lies_where_the_plan_has_it_in_the_sun_and_tells_three(
    garden: Space, campus: Campus, drawn: Mesh
) -> None:
    dial = garden.scene.node("sundial").spec
    assert isinstance(dial, Sundial)
    assert dial.size == pytest.approx((4, 2.6))
    x, y, _, heading = garden.where["sundial"]
    offset = campus.placements["garden"].at
    assert (x + offset[0], y + offset[1]) == pytest.approx((-17.4, 13.3))
    assert heading + garden.north == pytest.approx(0), "its north is true north"
    sun = np.array(towards_sun(garden.sun, garden.north))
    here = (x + dial.standing_point(0)[0], y + dial.standing_point(0)[1], 0.05)
    assert first_hit(drawn, here, sun) == math.inf, "something stands in the sun"
    fifteen = np.subtract(dial.hour_point(15), dial.standing_point(0))
    assert fifteen / np.linalg.norm(fifteen) == pytest.approx(-sun[:2] / np.linalg.norm(sun[:2]), abs=0.02)
    assert first_hit(drawn, (x + dial.hour_point(15)[0], y + dial.hour_point(15)[1], 0.05), sun) == math.inf


def test_eight_benches_three_cafe_tables_and_two_stations_in_the_south_arcades_shade(
    garden: Space, drawn: Mesh
) -> None:
    assert sum(node.type == "bench" for node in garden.scene.nodes) == 8
    assert sum(node.type == "table" for node in garden.scene.nodes) == 3
    stations = [node.id for node in garden.scene.nodes if node.type == "station"]
    assert len(stations) == 2
    for id_ in stations:
        x, y, *_ = garden.where[id_]
        assert y < 3.6
        assert first_hit(drawn, (x, y + 0.7, 1.3), towards_sun(garden.sun, garden.north)) < 30, (
            "the sun dazzles whoever reads there"
        )


# Walking


def test_every_way_place_and_seat_can_be_walked_to(garden: Space, ground: Ground) -> None:
    places = {id_: portal.arrive.at for id_, portal in garden.portals.items()}
    places |= {id_: spot.at for id_, spot in garden.waypoints.items()}
    by_seats = {}
    for seat in garden.seats.values():
        turns = np.radians(seat.heading + np.array([0, 90, -90, 135, -135, 180]))
        beside = [(seat.at[0] - 0.6 * math.sin(t), seat.at[1] + 0.6 * math.cos(t), 0.0) for t in turns]
        by_seats |= {(seat.id, turn): place_ for turn, place_ in enumerate(beside)}
    unreached = ground.paths.unreached(garden.spawns["entry"].at, places | by_seats)
    assert not set(unreached) & set(places)
    assert {id_ for id_, _ in set(by_seats) - set(unreached)} == set(garden.seats), "one gets up from every seat"


def test_nobody_leaves_by_the_gate_or_over_the_wall_and_nobody_walks_on_water(garden: Space, ground: Ground) -> None:
    start = garden.spawns["entry"].at
    for x, y in ((-1.0, 14.0), (-0.8, 8.0), (12.0, -1.0), (12.0, 29.0)):
        assert not ground.reachable(start, (x, y, 0.0))
    path = ground.path(start, (1.4, 14.0, 0.0))
    assert path is not None
    assert all(math.dist(p[:2], (10.2, 14.0)) > 2.0 for p in path)


# Pictures and budget


def test_pictures_are_taken_from_an_arch_from_the_gate_and_from_a_kerb(garden: Space) -> None:
    views = garden.viewpoints
    assert views["arrival"].eye[0] > 23
    assert views["arrival"].look[:2] == pytest.approx(garden.where["basin"][:2])
    assert math.dist(views["focal"].eye[:2], garden.where["west-gate"][:2]) < 1.5
    kerb = min(math.dist(views["seated"].eye[:2], seat.at[:2]) for seat in garden.seats.values() if seat.kind == "kerb")
    assert kerb < 0.5
    assert views["seated"].eye[2] == pytest.approx(1.2)


def test_every_text_exists_in_both_languages(garden: Space) -> None:
    for text in [label.anchor.text for label in garden.labels] + list(garden.names.values()):
        assert text.fr.strip()
        assert text.en.strip()
        assert "'" not in text.fr


def test_the_garden_keeps_its_budget(garden: Space) -> None:
    copies = sum(len(c.mesh.triangles) * len(c.placements) for c in garden.copies)
    assert len(garden.mesh.triangles) + copies < 250_000
    assert len(garden.mesh.materials) + len(garden.copies) + len(garden.moving) <= 40


def test_four_lawns_lie_in_edgings_beside_the_paths_and_leave_the_sundial_free(garden: Space) -> None:
    lawns = [
        garden.scene.node(f"{side}-lawn").spec for side in ("north-east", "north-west", "south-west", "south-east")
    ]
    for lawn in lawns:
        assert lawn.material == "grass"  # type: ignore[attr-defined]
        assert lawn.edge is not None  # type: ignore[attr-defined]
        for x, y in lawn.points:  # type: ignore[attr-defined]
            assert math.dist((x, y), (10.2, 14)) >= 5.2, "benches round the basin stand on gravel"
            assert not (5.05 < x < 9.05 and 9.0 < y < 11.6), "the sundial lies there"
