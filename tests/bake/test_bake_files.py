"""Light on disk: as it was, whole or not at all, known by what it follows from."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest

from campus.bake import Baked, Layer, Manifest, SunSeen, bakes_of, is_stale, load, own_key, save
from campus.bake.encoding import decoded, encoded, luminance
from campus.bake.files import FORMAT
from campus.bake.key import BAKER, full_lumens, places_of, surfaces_key
from campus.scene.model import Campus
from campus.space import Space

Room = Callable[..., tuple[Campus, Space]]


def baked_for(space: Space) -> Baked:
    """Light of no meaning, in the right shapes: every vertex by itself but the first three."""
    random = np.random.default_rng(5)
    count = len(space.mesh.positions)
    uvs = np.zeros((count, 2), np.float32)
    uvs[:3] = [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75)]
    fine = (uvs == 0).all(1)

    def light(*shape: int) -> np.ndarray:
        return random.lognormal(4, 2, (*shape, 3)).astype(np.float32)

    layers = {name: Layer(light(8, 16), light(count) * fine[:, None], light(2, 3, 4, 4)) for name in ("day", "lamps")}
    sun = SunSeen(
        random.integers(0, 255, (8, 16), np.uint8),
        (random.integers(0, 255, count) * fine).astype(np.uint8),
        random.integers(0, 255, (2, 3, 4), np.uint8),
    )
    manifest = Manifest(
        format=FORMAT, baker=BAKER, space=space.id, layout=None, own=own_key(space),
        surfaces=surfaces_key(space), places=places_of(space), around="there",
        azimuth=235, elevation=31, towards_sun=(0, 0, 1), sun_lux=(1, 1, 1), screen_nits=250,
        layers=("day", "lamps"), weights={"day": 1, "lamps": 1, "sun": 1, "outside": 1},
        white=(1, 1, 1), exposure=1, size=(16, 8), texel=0.05,
        probes_low=(0, 0, 0), probes_step=(1, 1, 1),
        reflection_at=(0, 0, 0), reflection_low=(0, 0, 0), reflection_high=(1, 1, 1), figures={"seconds": 1.5},
    )  # fmt: skip
    occlusion = tuple(np.full(4, 7, np.uint8) for _ in range(2))
    reflection = {name: tuple(light(6, side, side) for side in (16, 8, 4)) for name in ("day", "lamps")}
    return Baked(
        manifest, np.arange(count, dtype=np.int32), space.mesh.triangles, uvs, layers, sun, occlusion, reflection
    )


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


def test_a_bake_is_read_as_it_was_written(room: Room, tmp_path: Path) -> None:
    _, space = room()
    baked = baked_for(space)
    save(tmp_path, baked)
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


def test_probes_between_probes_are_their_mean(room: Room) -> None:
    baked = baked_for(room()[1])
    probes = baked.layers["day"].probes
    assert np.allclose(baked.at((1.5, 1.0, 0.0), "day"), (probes[0, 1, 1] + probes[0, 1, 2]) / 2, rtol=1e-5)
    assert np.allclose(baked.at((99, 99, 99), "day"), probes[1, 2, 3])


def test_a_space_is_stale_when_its_light_would_change_and_only_then(room: Room, tmp_path: Path) -> None:
    _, space = room()
    assert is_stale(tmp_path, space) is None
    save(tmp_path, baked_for(space))
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
        assert load(tmp_path, changed) is None


def test_a_bake_without_its_reflections_lights_the_space_and_is_old(room: Room, tmp_path: Path) -> None:
    _, space = room()
    folder = save(tmp_path, baked_for(space))
    (folder / "reflection-lamps.webp").unlink()
    back = load(tmp_path, space)
    assert back is not None
    assert set(back.reflection) == {"day"}
    assert is_stale(tmp_path, space) is True


def test_a_processor_that_rounds_the_last_bit_otherwise_finds_the_same_bake(room: Room, tmp_path: Path) -> None:
    _, space = room(("facing: south", "facing: 37"))
    save(tmp_path, baked_for(space))
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


def test_a_bake_that_is_cut_short_is_none(room: Room, tmp_path: Path) -> None:
    _, space = room()
    folder = save(tmp_path, baked_for(space))
    for name in ("light.npz", "geometry.npz", "day.webp", "manifest.json"):
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[: len(whole) // 2])
        assert load(tmp_path, space) is None
        (folder / name).write_bytes(whole)
    assert load(tmp_path, space) is not None


def test_a_bake_that_cannot_be_written_leaves_the_one_before(room: Room, tmp_path: Path) -> None:
    _, space = room()
    baked = baked_for(space)
    folder = save(tmp_path, baked)
    broken = replace(baked, manifest=msgspec.structs.replace(baked.manifest, layers=("day",)), occlusion=(None,))  # type: ignore[arg-type]
    broken = replace(broken, layers={"day": None})  # type: ignore[dict-item]
    with pytest.raises(AttributeError):
        save(tmp_path, broken)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]
    assert bakes_of(tmp_path, "lab") == [folder]
    assert load(tmp_path, space) is not None


def test_light_of_another_mesh_is_refused_in_words(room: Room) -> None:
    baked = baked_for(room()[1])
    other = room(
        ("length: 1.4", "length: 0.7"), ("  - {type: spawn", "  - {type: bench, at: [1, 1]}\n  - {type: spawn")
    )
    with pytest.raises(ValueError, match="Run: campus bake"):
        baked.split(other[1].mesh)
