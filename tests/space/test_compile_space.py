"""A scene compiled: every anchor, shape and way out where it belongs in the space's frame."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.components.prop import Prop
from campus.errors import SceneErrors
from campus.scene import load_campus
from campus.space import Space, compile_space
from campus.space.shapes import Shapes, _remembered, shapes_of
from campus.text import Text

REPOSITORY = Path(__file__).parents[2]
Compile = Callable[..., Space]
ROOM = "shell: {room: {size: [9, 7, 3.2]}}\n"


@pytest.fixture
def compiled(tmp_path: Path) -> Compile:
    """Compile a space `lab` from the lines below its title."""

    def compile_lab(
        lines: str, prefabs: Mapping[str, str] | None = None, shapes: dict[str, Shapes] | None = None
    ) -> Space:
        scenes = tmp_path / "scenes"
        (scenes / "prefabs").mkdir(parents=True, exist_ok=True)
        if not (tmp_path / "assets").exists():
            shutil.copytree(REPOSITORY / "assets" / "materials", tmp_path / "assets" / "materials")
        (scenes / "campus.yaml").write_text(
            "schema: 1\ntitle: {fr: C, en: C}\nentry: lab\nspaces: [{space: lab, at: [0, 0], north: 30}]\n"
            "planned: [{space: garden, title: {fr: Jardin, en: Garden}}]\n"
        )
        (scenes / "lab.yaml").write_text(f"schema: 1\nspace: lab\ntitle: {{fr: Labo, en: Lab}}\n{lines}")
        for name, text in (prefabs or {}).items():
            (scenes / "prefabs" / f"{name}.yaml").write_text(text)
        return compile_space(load_campus(tmp_path), "lab", shapes=shapes)

    return compile_lab


def crossings(solids: NDArray[np.float32], start: tuple[float, float, float], end: tuple[float, float, float]) -> int:
    """How many of the triangles the straight way from `start` to `end` goes through (Möller and Trumbore 1997)."""
    origin, way = np.array(start, float), np.array(end, float) - np.array(start, float)
    a = solids[:, 0].astype(float)
    u, v = solids[:, 1] - a, solids[:, 2] - a
    p = np.cross(way, v)
    size = (u * p).sum(1)
    with np.errstate(all="ignore"):
        t = origin - a
        s = (t * p).sum(1) / size
        q = np.cross(t, u)
        r = (q * way).sum(1) / size
        d = (v * q).sum(1) / size
        return int(((np.abs(size) > 1e-9) & (s >= 0) & (r >= 0) & (s + r <= 1) & (d >= 0) & (d <= 1)).sum())


def test_an_empty_space_has_nothing_and_a_digest(compiled: Compile) -> None:
    space = compiled("")
    assert len(space.mesh.triangles) == 0
    assert space.solids.shape == (0, 3, 3)
    assert space.title == Text(fr="Labo", en="Lab")
    assert space.north == 30
    assert len(space.digest) == 64


def test_a_room_is_closed_and_solid_all_round(compiled: Compile) -> None:
    solids = compiled(ROOM).solids
    middle = (4.5, 3.5, 1.5)
    for outside in ((-2, 3.5, 1.5), (11, 3.5, 1.5), (4.5, -2, 1.5), (4.5, 9, 1.5), (4.5, 3.5, -2)):
        assert crossings(solids, middle, outside) > 0, outside


def test_everything_lies_in_the_bounds_of_the_shell_and_its_walls(compiled: Compile) -> None:
    low, high = compiled(ROOM).bounds
    assert (low >= (-0.5, -0.5, -0.31)).all()
    assert (high <= (9.5, 7.5, 3.5)).all()


@pytest.mark.parametrize(
    ("wall", "at", "centre", "heading"),
    [
        ("north", 3.0, (3.0, 7.0), 180.0),
        ("south", 3.0, (3.0, 0.0), 0.0),
        ("east", 2.0, (9.0, 2.0), 90.0),
        ("west", 2.0, (0.0, 2.0), 270.0),
    ],
)
def test_a_screen_on_a_wall_looks_into_the_room(
    wall: str, at: float, centre: tuple[float, float], heading: float, compiled: Compile
) -> None:
    screen = compiled(
        f"{ROOM}nodes: [{{type: screen, id: main, wall: {wall}, at: {at}, size: [2, 1], height: 1}}]"
    ).screens["main"]
    assert screen.at[:2] == pytest.approx(centre, abs=0.1)
    assert screen.at[2] == pytest.approx(1.5)
    assert screen.heading == pytest.approx(heading)
    assert screen.size == (2.0, 1.0)


def test_a_seat_is_where_it_was_put_and_looks_where_it_was_told(compiled: Compile) -> None:
    space = compiled("nodes: [{type: seat, id: chair, at: [3, 2], facing: west, name: {fr: Chaise, en: Chair}}]")
    seat = space.seats["chair"]
    assert seat.heading == 90.0
    assert seat.at[0] < 3.0, "its front edge lies towards where it looks"
    assert seat.at[1] == pytest.approx(2.0)
    assert space.names["chair"].en == "Chair"
    assert space.where["chair"] == (3.0, 2.0, 0.0, 90.0)


def test_a_hole_with_nothing_built_beyond_lets_nobody_out(compiled: Compile) -> None:
    openings = (
        "shell:\n  room: {size: [9, 7, 3.2]}\n  openings:\n"
        "    - {type: opening, id: hole, wall: west, at: 3.5, size: [2, 2.2], view: garden}\n"
    )
    space = compiled(openings)
    assert crossings(space.solids, (1, 3.5, 1.0), (-2, 3.5, 1.0)) == 1
    (view,) = space.views
    assert (view.node, view.shows, view.size) == ("hole", "garden", (2.0, 2.2))
    assert view.at == pytest.approx((0.0, 3.5, 1.1))
    assert view.heading == pytest.approx(90.0)


def test_a_door_is_a_portal_that_one_comes_out_of_into_the_room(compiled: Compile) -> None:
    space = compiled(
        "shell:\n  room: {size: [9, 7, 3.2]}\n  openings:\n"
        "    - {type: door, id: out, wall: south, at: 2, to: lab/in}\n"
        "    - {type: door, id: in, wall: east, at: 4, to: lab/out}\n"
        "    - {type: door, id: shut, wall: west, at: 4, to: garden/gate}\n"
    )
    out, shut = space.portals["out"], space.portals["shut"]
    assert (out.space, out.node, out.built, out.door) == ("lab", "in", True, True)
    assert out.at == pytest.approx((2.0, 0.0, 0.0))
    assert out.arrive.at[1] > 0.5
    assert out.arrive.heading == pytest.approx(0.0), "out of the south door one looks north"
    assert (shut.space, shut.built, shut.door) == ("garden", False, True)
    assert space.names["shut"] == Text(fr="Jardin", en="Garden"), "a door is named after where it leads"
    assert any(label.anchor.text.fr == "Jardin" for label in space.labels)
    assert {part.node for part in space.moving} == {"out", "in", "shut"}


@pytest.mark.parametrize("frame_width", [0.16, 0.2, 0.34])
def test_no_keystone_stands_in_the_sign_over_its_door(compiled: Compile, frame_width: float) -> None:
    door = f"{{type: door, id: out, wall: south, at: 2, to: garden/in, frame_width: {frame_width}}}"
    space = compiled(f"shell: {{room: {{size: [9, 7, 4]}}, openings: [{door}]}}\n")
    (sign,) = [label.anchor for label in space.labels if label.anchor.text.fr == "Jardin"]
    stones = space.mesh.corners()[space.mesh.material == space.mesh.materials.index("limestone-smooth")]
    assert stones[..., 2].max() < sign.place.at[2] - sign.size[1] / 2


def test_a_portal_on_the_floor_lets_out_where_it_faces(compiled: Compile) -> None:
    space = compiled(
        "nodes:\n"
        "  - {type: portal, id: low, at: [4, 1], facing: west, to: lab/high, radius: 0.7}\n"
        "  - {type: portal, id: high, at: [4, 1, 3.6], facing: north, to: lab/low}\n"
    )
    low, high = space.portals["low"], space.portals["high"]
    assert low.radius == 0.7
    assert low.arrive.at[0] < 3.5
    assert low.arrive.heading == pytest.approx(90.0)
    assert high.at[2] == pytest.approx(3.6)
    assert not low.door


def test_many_equal_seats_are_copies_of_one_and_still_in_the_way(compiled: Compile) -> None:
    space = compiled("nodes: [{type: seat, id: chair, at: [1, 1], repeat: {count: [8, 8], step: [1, 1]}}]")
    assert len(space.seats) == 64
    (copies,) = space.copies
    assert copies.placements.shape == (64, 4)
    assert len(space.mesh.triangles) == 0
    assert crossings(space.solids, (8, 8, 1.5), (8, 8, 0.1)) > 0
    assert crossings(space.solids, (1, 1, 1.5), (1, 1, 0.1)) > 0


def test_spawns_zones_waypoints_and_viewpoints_are_known(compiled: Compile) -> None:
    space = compiled(
        "nodes:\n"
        "  - {type: spawn, id: entry, at: [1, 2], facing: east}\n"
        "  - {type: waypoint, id: stair, at: [3, 3], name: {fr: Escalier, en: Stair}}\n"
        "  - {type: viewpoint, id: arrival, eye: [1, 1, 1.6], look: [2, 2, 1.6], fov: 80}\n"
        "  - {type: zone, id: corner, box: [[0, 0, 0], [4, 3, 2]], capacity: 4, audio: {isolate: true}}\n"
    )
    assert space.spawns["entry"].heading == 270.0
    assert space.waypoints["stair"].at == (3.0, 3.0, 0.0)
    assert space.viewpoints["arrival"].fov == 80.0
    (zone,) = space.zones
    assert (zone.low, zone.high) == ((0.0, 0.0, 0.0), (4.0, 3.0, 2.0))
    assert zone.facets["capacity"] == 4
    assert zone.facets["audio"]["isolate"] is True  # type: ignore[index]
    assert "at" not in zone.facets


def test_a_turned_prefab_turns_all_that_it_brings(compiled: Compile) -> None:
    prefab = (
        "prefab: set\nnodes:\n"
        "  - {type: seat, id: seat, at: [0, -1], facing: north}\n"
        "  - {type: zone, id: zone, box: [[-1, -2, 0], [1, 0, 2]]}\n"
        "  - {type: viewpoint, id: view, eye: [0, -2, 1.6], look: [0, 0, 1]}\n"
    )
    space = compiled("nodes: [{type: prefab, use: set, id: s, at: [5, 5], facing: east}]", {"set": prefab})
    assert space.seats["s.seat"].heading == pytest.approx(270.0)
    assert space.where["s.seat"][:3] == pytest.approx((4.0, 5.0, 0.0))
    assert space.viewpoints["s.view"].eye == pytest.approx((3.0, 5.0, 1.6))
    assert space.zones[0].low == pytest.approx((3.0, 4.0, 0.0))
    assert space.zones[0].high == pytest.approx((5.0, 6.0, 2.0))


def test_equal_spaces_have_equal_digests_and_a_millimetre_changes_them(compiled: Compile) -> None:
    seat = "nodes: [{{type: seat, id: {id}, at: [{x}, 2]}}]"
    one = compiled(seat.format(id="chair", x="3"), shapes={})
    again = compiled("# a comment\n" + seat.format(id="chair", x="3.0"), shapes={})
    moved = compiled(seat.format(id="chair", x="3.001"))
    renamed = compiled(seat.format(id="stool", x="3"))
    assert one.digest == again.digest
    assert len({one.digest, moved.digest, renamed.digest}) == 3


def test_a_shape_that_was_made_before_is_not_made_again_and_is_what_would_be_made(compiled: Compile) -> None:
    bench = "nodes: [{{type: bench, id: long, at: [{at}, 2], length: {length}}}]"
    before = _remembered.cache_info()
    first = compiled(bench.format(at=3, length=1.237))
    moved = compiled(bench.format(at=4, length=1.237))
    longer = compiled(bench.format(at=4, length=1.238))
    after = _remembered.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (2, 1)
    anew = compiled(bench.format(at=4, length=1.237), shapes={})
    assert moved.digest == anew.digest
    assert len({first.digest, moved.digest, longer.digest}) == 3


def test_what_joinery_is_made_of_follows_from_its_materials_pattern(compiled: Compile, tmp_path: Path) -> None:
    bench = "nodes: [{type: bench, id: long, at: [3, 2], length: 1.239, material: oak}]"
    grained = compiled(bench)
    oak = tmp_path / "assets" / "materials" / "oak.yaml"
    oak.write_text(oak.read_text().replace("pattern: grain", "pattern: plain"))
    plain = compiled(bench)
    assert np.array_equal(grained.mesh.positions, plain.mesh.positions)
    assert not np.array_equal(grained.mesh.uvs, plain.mesh.uvs)


def test_a_model_of_a_file_keeps_the_grain_that_it_was_made_with() -> None:
    bare, grained = (shapes_of(Prop(model="overbed-table"), 0.45, wood=wood).mesh for wood in ((), ("oak",)))
    assert "oak" in bare.materials
    assert np.array_equal(bare.uvs, grained.uvs)


def test_a_shape_that_cannot_be_is_the_authors_mistake(compiled: Compile) -> None:
    with pytest.raises(SceneErrors) as refused:
        compiled(
            "shell:\n  room: {size: [9, 7, 3.2]}\n  openings:\n    - {type: arch, wall: west, at: 3, springing: 0.1}\n"
        )
    assert str(refused.value).startswith("scenes/lab.yaml:7:7: arch")
