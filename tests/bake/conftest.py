"""A small room whose light can be worked out, compiled from a few lines."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from campus.bake import Baked, Layer, Manifest, SunSeen, own_key
from campus.bake.files import FORMAT
from campus.bake.key import BAKER, places_of, surfaces_key
from campus.scene import load_campus
from campus.scene.model import Campus
from campus.space import Space, compile_space

REPOSITORY = Path(__file__).parents[2]
ROOM = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
shell:
  room: {size: [4, 3, 2.6], plinth: 0}
  floor: oak-floor
  walls: lime-plaster
  ceiling: lime-plaster
  openings:
    - {type: window, id: daylight, wall: west, at: 1.5, size: [1.4, 1.2], sill: 0.9, view: horizon}
light: {lamps: {type: panel, grid: [1, 1], lumens: 3000}, states: {full: {lamps: 1}, dim: {lamps: 0.2}}}
nodes:
  - {type: spawn, id: entry, at: [2, 1], facing: north, radius: 0.4}
  - {type: bench, id: bench, at: [2, 2.2], facing: south, length: 1.4}
  - {type: screen, id: main, name: {fr: Écran, en: Screen}, wall: north, at: 2, size: [1.2, 0.8], height: 1.2}
"""
Room = Callable[..., tuple[Campus, Space]]


def _light_of_no_meaning(space: Space) -> Baked:
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


@pytest.fixture
def baked_for() -> Callable[[Space], Baked]:
    """Makes light of no meaning for a space, in the right shapes."""
    return _light_of_no_meaning


@pytest.fixture
def room(tmp_path: Path) -> Room:
    """The campus and its only space, after some words were replaced."""

    def make(*changes: tuple[str, str], light: str | None = None) -> tuple[Campus, Space]:
        scene = ROOM
        for old, new in changes:
            assert old in scene
            scene = scene.replace(old, new)
        (tmp_path / "scenes").mkdir(exist_ok=True)
        (tmp_path / "scenes" / "campus.yaml").write_text(
            "schema: 1\ntitle: {fr: C, en: C}\nentry: lab\nspaces: [{space: lab, at: [0, 0]}]\n"
        )
        (tmp_path / "scenes" / "lab.yaml").write_text(scene, encoding="utf-8")
        shutil.copytree(REPOSITORY / "assets" / "materials", tmp_path / "assets" / "materials", dirs_exist_ok=True)
        campus = load_campus(tmp_path)
        return campus, compile_space(campus, "lab", light=light)

    return make
