"""A small room baked from end to end, at the size of a stamp."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from campus.bake import Baked, load, save
from campus.bake.around import around, around_word
from campus.bake.baker import Quality, bake
from campus.bake.charts import charts_of
from campus.bake.cubes import cube, looked_up, solid_angles
from campus.bake.encoding import luminance
from campus.bake.reflection import levels_of
from campus.bake.seams import sampled, seams_of, stitched
from campus.bake.shown import Shown
from campus.bake.sites import sites_of
from campus.bake.tracing import Tracer
from campus.bake.world import meshes_of
from campus.scene.model import Campus
from campus.space import Space, compile_space

Room = Callable[..., tuple[Campus, Space]]
STAMP = Quality(texels=3000, finest=0.15, samples=4, probe_samples=4, reflection=16)


@pytest.fixture
def baked(room: Room) -> tuple[Space, Baked]:
    space = room()[1]
    return space, bake(space, quality=STAMP, processes=1)


def test_a_room_is_lit_on_every_texel_that_one_sees_and_by_every_layer(baked: tuple[Space, Baked]) -> None:
    space, light = baked
    assert set(light.layers) == {"day", "lamps", "screens"}
    mesh = light.split(space.mesh)
    by_texel = (light.uvs[light.triangles] > 0).all((1, 2))
    assert 0.05 < by_texel.mean() < 0.9
    size = np.array(light.manifest.size)
    floor = np.flatnonzero(by_texel & (mesh.normals[mesh.triangles][:, :, 2] > 0.99).all(1))
    middle = mesh.positions[mesh.triangles[floor]].mean(1)
    assert len(floor)
    for layer in light.layers.values():
        assert np.isfinite(layer.texels).all()
        assert (layer.texels >= 0).all()
        seen = sampled(layer.texels, light.uvs[light.triangles[floor]].mean(1) * size)
        assert (luminance(seen)[middle[:, 2] > -0.01] > 0).all()
    lamps = light.manifest.figures["lux_lamps"]
    assert 60 < lamps < 700  # 3,000 lumens over 12 m² and walls that give most of it back


def test_what_vertices_light_reads_black_from_the_picture_and_the_other_way_round(baked: tuple[Space, Baked]) -> None:
    _, light = baked
    fine = (light.uvs == 0).all(1)
    assert fine.any()
    for layer in light.layers.values():
        assert not layer.vertices[~fine].any()
        assert layer.vertices[fine].any()
        assert not sampled(layer.texels, np.zeros((1, 2))).any()


def test_the_same_seed_gives_the_same_bytes_whoever_works(room: Room, tmp_path: Path) -> None:
    _, space = room()
    folders = [
        save(tmp_path / name, bake(space, quality=STAMP, processes=several, seed=seed), space)
        for name, several, seed in (("one", 1, 7), ("two", 2, 7), ("other", 1, 8))
    ]
    one, two, other = ({p.name: p.read_bytes() for p in folder.iterdir()} for folder in folders)
    assert one == two
    assert one["lamps.webp"] != other["lamps.webp"]
    assert load(tmp_path / "one", space) is not None


def test_both_sides_of_a_seam_agree(room: Room) -> None:
    bench = "  - {type: bench, id: bench, at: [2, 2.2], facing: south, length: 1.4}\n"
    _, space = room((bench, "  - {type: column, id: column, at: [2, 2.2], radius: 0.4, height: 2.4}\n"))
    charts = charts_of(space, 150_000, finest=0.02)
    one, other = seams_of(space.mesh, charts)
    assert len(one) > 20
    width, height = charts.size
    image = np.random.default_rng(1).lognormal(3, 0.3, (height, width, 3)).astype(np.float32)
    mended = stitched(image, (one, other))

    def gap(picture: np.ndarray) -> float:
        return float(np.abs(sampled(picture, one) - sampled(picture, other)).mean())

    assert gap(mended) < 0.12 * gap(image)
    assert float(np.median(np.abs(mended - image))) == 0  # what lies on no seam stays


def test_no_two_charts_share_a_texel_and_every_charted_triangle_has_some(room: Room) -> None:
    _, space = room()
    charts = charts_of(space, 6000, finest=0.1)
    width, height = charts.size
    leaf = np.zeros(len(space.mesh.triangles), np.bool_)
    sites = sites_of(charts, leaf)
    texels = sites.texel[sites.texel >= 0]
    assert len(np.unique(texels)) == len(texels)
    assert ((charts.places >= 0) & (charts.places <= (width, height))).all()
    mine = charts.triangles[charts.charted]
    assert (charts.places[mine] >= 3).all()  # off the black corner and the edge
    assert (charts.vertex[charts.triangles] == space.mesh.triangles).all()
    assert 0.3 < len(texels) * charts.texel**2 / (4 * 3 * 2 + 2 * (4 + 3) * 2.6) < 2.5


def test_outer_faces_that_nobody_sees_take_no_texels(room: Room) -> None:
    _, space = room()
    charts = charts_of(space, 6000, finest=0.1)
    corners = space.mesh.corners()[charts.charted]
    outside = (corners[:, :, 2] < -0.25).all(1) | (corners[:, :, 0] > 4.4).all(1)
    assert not outside.any()


def test_a_lamp_or_a_bench_moved_next_door_makes_nothing_old_here_but_a_wall_does(room: Room, tmp_path: Path) -> None:
    room()
    root = tmp_path
    scenes = root / "scenes"
    (scenes / "campus.yaml").write_text(
        "schema: 1\ntitle: {fr: C, en: C}\nentry: lab\n"
        "spaces: [{space: lab, at: [0, 0]}, {space: court, at: [-6.45, 0]}]\n"
    )
    lab = (scenes / "lab.yaml").read_text(encoding="utf-8").replace("view: horizon", "view: court")
    (scenes / "lab.yaml").write_text(lab, encoding="utf-8")

    def word(lines: str) -> str:
        from campus.scene import load_campus

        court = "schema: 1\nspace: court\ntitle: {fr: Cour, en: Court}\nshell: {room: {size: [6, 3, 2.6]}}\nnodes:\n"
        (scenes / "court.yaml").write_text(court + lines, encoding="utf-8")
        campus = load_campus(root)
        outside = around(campus, compile_space(campus, "lab"), compile_space)
        assert len(outside) == 1
        return around_word(outside)

    lit = word("  - {type: lamp, kind: standing, at: [1, 1], height: 1.6}\n")
    assert lit == word("  - {type: lamp, kind: standing, at: [2, 1], height: 1.6}\n")
    assert lit == word("  - {type: bench, at: [2, 1]}\n")
    panel = "  - {type: wall-panel, wall: north, at: 3, size: SIZE, height: 0.3, material: oak}\n"
    assert lit == word(panel.replace("SIZE", "[1.2, 1.8]"))
    assert lit != word(panel.replace("SIZE", "[4, 1.8]"))
    assert lit != word("  - {type: wall, at: [2, 1], length: 1}\n")


def test_a_cube_of_pictures_is_read_where_it_was_drawn() -> None:
    ways = cube(8)[:, :, :, 0]
    faces = ways.astype(np.float64)
    assert np.allclose(looked_up(faces, ways.reshape(-1, 3)).reshape(ways.shape), ways)
    assert ways[0, 3, 3, 0] > 0.9  # +X first
    assert ways[4, 3, 3, 2] > 0.9  # +Z fifth
    angles = solid_angles(8)
    assert angles.sum() == pytest.approx(4 * np.pi)
    assert np.allclose((faces * angles[..., None]).sum((0, 1, 2)), 0, atol=1e-5)  # as much on every side


def test_reflections_are_kept_by_layer_and_add_up(baked: tuple[Space, Baked]) -> None:
    """A lamp that goes out goes out in the floor, too; a screen without a page leaves nothing there."""
    space, light = baked
    assert set(light.reflection) == {"day", "lamps"}
    tracer = Tracer(meshes_of(space), space.bounds.astype(np.float32))
    whole = levels_of(Shown(space, light, tracer, light.reflection), light.manifest.reflection_at, STAMP.reflection)
    parts = light.reflection.values()
    for level, wanted in enumerate(whole):
        assert np.allclose(np.sum([part[level] for part in parts], axis=0), wanted, rtol=1e-3, atol=1e-3)
    assert all(levels[0].max() > 0 for levels in parts)


def test_dimmed_lamps_are_baked_at_their_full_light(room: Room) -> None:
    bright, dim = (bake(room(light=state)[1], quality=STAMP, processes=1) for state in ("full", "dim"))
    assert np.array_equal(bright.layers["lamps"].texels, dim.layers["lamps"].texels)


def test_no_seam_joins_two_sides_of_a_corner(room: Room) -> None:
    _, space = room()  # walls, a floor, a bench of boards with bevelled edges
    charts = charts_of(space, 6000, finest=0.1)
    assert not len(seams_of(space.mesh, charts)[0])
