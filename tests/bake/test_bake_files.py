"""Light on disk: as it was, whole or not at all, known by what it follows from."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest

from campus.bake import Baked, bakes_of, is_stale, load, own_key, save
from campus.bake.encoding import decoded, encoded, luminance
from campus.bake.key import full_lumens
from campus.scene.model import Campus
from campus.space import Space

Room = Callable[..., tuple[Campus, Space]]
BakedFor = Callable[[Space], Baked]


def test_light_comes_back_from_its_file_within_a_hundredth() -> None:
    random = np.random.default_rng(1)
    image = random.lognormal(3, 3, (32, 48, 3)).astype(np.float32)
    image[3, 4] = 0
    back = decoded(encoded(image))
    assert back.shape == image.shape
    assert np.all(back[3, 4] == 0)
    lit = luminance(image) > 0
    error = np.abs(luminance(back) - luminance(image))[lit] / luminance(image)[lit]
    assert error.max() < 0.0056
    assert np.abs(back - image)[lit].max(-1).max() < 0.02 * image.max()


def test_what_is_no_picture_of_light_is_refused() -> None:
    with pytest.raises(ValueError, match="no picture"):
        decoded(b"PNG, but not really")


def test_a_bake_is_read_as_it_was_written(room: Room, tmp_path: Path, baked_for: BakedFor) -> None:
    _, space = room()
    baked = baked_for(space)
    save(tmp_path, baked, space)
    back = load(tmp_path, space)
    assert back is not None
    assert back.manifest == baked.manifest
    assert np.array_equal(back.vertex, baked.vertex)
    assert np.array_equal(back.triangles, baked.triangles)
    assert np.allclose(back.uvs, baked.uvs, atol=1e-5)
    for name, layer in baked.layers.items():
        assert np.allclose(luminance(back.layers[name].texels), luminance(layer.texels), rtol=0.006)
        assert np.allclose(back.layers[name].vertices, np.minimum(layer.vertices, 65000), rtol=0.001, atol=1e-4)
        assert np.allclose(back.layers[name].probes, np.minimum(layer.probes, 65000), rtol=0.001)
    assert np.array_equal(back.sun.texels, baked.sun.texels)
    assert np.array_equal(back.sun.vertices, baked.sun.vertices)
    assert set(back.reflection) == {"day", "lamps"}
    for levels in back.reflection.values():
        assert [level.shape for level in levels] == [(6, 16, 16, 3), (6, 8, 8, 3), (6, 4, 4, 3)]
    assert np.array_equal(back.split(space.mesh).positions, space.mesh.positions)


def test_probes_between_probes_are_their_mean(room: Room, baked_for: BakedFor) -> None:
    baked = baked_for(room()[1])
    probes = baked.layers["day"].probes
    assert np.allclose(baked.at((1.5, 1.0, 0.0), "day"), (probes[0, 1, 1] + probes[0, 1, 2]) / 2, rtol=1e-5)
    assert np.allclose(baked.at((99, 99, 99), "day"), probes[1, 2, 3])


def test_a_space_is_stale_when_its_light_would_change_and_only_then(
    room: Room, tmp_path: Path, baked_for: BakedFor
) -> None:
    _, space = room()
    assert is_stale(tmp_path, space) is None
    save(tmp_path, baked_for(space), space)
    assert is_stale(tmp_path, space) is False
    assert is_stale(tmp_path, space, around="there") is False
    assert is_stale(tmp_path, space, around="elsewhere") is True
    for word, other in (("fr: Labo", "fr: Atelier"), ("fr: Écran", "fr: Tableau")):
        assert is_stale(tmp_path, room((word, other))[1]) is False
    for word, other in (
        ("lumens: 3000", "lumens: 3100"),
        ("length: 1.4", "length: 1.5"),
        ("walls: lime-plaster", "walls: limestone"),
        ("at: [2, 2.2]", "at: [2, 2.3]"),
    ):
        changed = room((word, other))[1]
        assert is_stale(tmp_path, changed) is True


def test_a_bake_without_its_reflections_lights_the_space_and_is_old(
    room: Room, tmp_path: Path, baked_for: BakedFor
) -> None:
    _, space = room()
    folder = save(tmp_path, baked_for(space), space)
    (folder / "reflection-lamps.webp").unlink()
    back = load(tmp_path, space)
    assert back is not None
    assert set(back.reflection) == {"day"}
    assert is_stale(tmp_path, space) is True


def test_a_processor_that_rounds_the_last_bit_otherwise_finds_the_same_bake(
    room: Room, tmp_path: Path, baked_for: BakedFor
) -> None:
    _, space = room(("facing: south", "facing: 37"))
    save(tmp_path, baked_for(space), space)
    random = np.random.default_rng(1)
    nudged = space.mesh.positions * (1 + random.choice((-1, 0, 1), space.mesh.positions.shape) * 2.0**-19)
    other = replace(space, mesh=replace(space.mesh, positions=nudged.astype(np.float32)))
    assert own_key(other) != own_key(space)
    assert load(tmp_path, other) is not None
    assert is_stale(tmp_path, other) is False
    moved = space.mesh.positions + (space.mesh.positions[:, 2:] > 2.5) * np.array((0.01, 0, 0), np.float32)
    assert load(tmp_path, replace(space, mesh=replace(space.mesh, positions=moved.astype(np.float32)))) is None


def test_dimming_the_lamps_is_no_other_bake(room: Room) -> None:
    _, bright = room(light="full")
    _, dim = room(light="dim")
    assert sum(lamp.lumens for lamp in dim.lamps) == pytest.approx(600)
    assert sum(full_lumens(dim)) == pytest.approx(3000)
    assert own_key(bright) == own_key(dim)


def test_a_bake_that_is_cut_short_is_none(room: Room, tmp_path: Path, baked_for: BakedFor) -> None:
    _, space = room()
    folder = save(tmp_path, baked_for(space), space)
    for name in ("light.npz", "geometry.npz", "day.webp", "manifest.json"):
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[: len(whole) // 2])
        assert load(tmp_path, space) is None
        (folder / name).write_bytes(whole)
    assert load(tmp_path, space) is not None


def test_a_bake_that_cannot_be_written_leaves_the_one_before(room: Room, tmp_path: Path, baked_for: BakedFor) -> None:
    _, space = room()
    baked = baked_for(space)
    folder = save(tmp_path, baked, space)
    broken = replace(baked, manifest=msgspec.structs.replace(baked.manifest, layers=("day",)), occlusion=(None,))  # type: ignore[arg-type]
    broken = replace(broken, layers={"day": None})  # type: ignore[dict-item]
    with pytest.raises(AttributeError):
        save(tmp_path, broken, space)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    assert bakes_of(tmp_path, "lab") == [folder]
    assert load(tmp_path, space) is not None


def test_light_of_another_mesh_is_refused_in_words(room: Room, baked_for: BakedFor) -> None:
    baked = baked_for(room()[1])
    other = room(
        ("length: 1.4", "length: 0.7"), ("  - {type: spawn", "  - {type: bench, at: [1, 1]}\n  - {type: spawn")
    )
    with pytest.raises(ValueError, match="Run: campus bake"):
        baked.split(other[1].mesh)
