"""The baker measured on a frozen room: what the figures mean, and that the room is thawed as it was frozen."""

import io
import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from campus.bake.daylight import Daylight
from campus.bake.world import meshes_of
from campus.bench.bake import error_of, run
from campus.bench.bake_scene import FOLDER, ROOM, frozen, panorama, thawed
from campus.errors import CampusError
from campus.scene.model import Sun
from campus.space import Space

REPOSITORY = Path(__file__).parents[2]


def test_an_error_of_a_tenth_everywhere_is_a_tenth() -> None:
    truth = np.random.default_rng(1).uniform(50, 500, (2000, 3)).astype(np.float32)
    found = error_of(truth * 1.1, truth, np.ones(2000, np.bool_))
    assert found.bias == pytest.approx(0.1, abs=1e-3)
    assert 0.1 < found.rmse < 0.125
    assert found.rmse == found.rmse_shade
    assert 0.09 < found.median < found.p95 < 0.1
    same = error_of(truth, truth, np.ones(2000, np.bool_))
    assert (same.rmse, same.median, same.p95, same.bias) == (0, 0, 0, 0)


def test_a_frozen_room_is_thawed_as_it_was(tmp_path: Path, shipped: Callable[[str], Space]) -> None:
    space = shipped("seminar-room")
    np.savez(tmp_path / ROOM, **frozen(space, 4000))  # type: ignore[arg-type]
    task, sites, charts = thawed(tmp_path / ROOM)
    meshes = meshes_of(space)
    assert np.array_equal(task.meshes.corners, meshes.corners)
    lamps = meshes.emitters.group == 0
    assert np.allclose(task.meshes.emitters.power, meshes.emitters.power[lamps], rtol=1e-4)
    assert np.allclose(task.meshes.daylight.sun, meshes.daylight.sun)
    texel = sites.texel[sites.vertex < 0]
    assert len(texel)
    assert texel.max() < charts.size[0] * charts.size[1]


def test_the_panorama_shows_the_sky_above_and_the_sunward_side_brighter() -> None:
    day = Daylight(Sun())
    picture = panorama(day)
    height, width, _ = picture.shape
    assert np.allclose(picture[: height // 2 - 1], day.ground, rtol=1e-5)
    turn = math.atan2(float(day.towards[1]), float(day.towards[0]))
    sunward = int((0.5 - turn / (2 * math.pi)) * width) % width
    row = height // 2 + height // 6
    assert picture[row, sunward, 1] > 2 * picture[row, (sunward + width // 2) % width, 1]


def test_without_the_frozen_room_it_says_where_it_comes_from(tmp_path: Path) -> None:
    with pytest.raises(CampusError, match="comes with a checkout"):
        run(tmp_path, (), samples=1, processes=1, as_json=True, out=io.StringIO(), clock=lambda: 0.0)


def test_machines_read_seconds_rays_and_errors() -> None:
    if not (REPOSITORY / FOLDER / ROOM).is_file():
        pytest.skip("an installed campus has no frozen room")
    out, ticks = io.StringIO(), iter(range(1000))
    status = run(REPOSITORY, (), samples=1, processes=1, as_json=True, out=out, clock=lambda: float(next(ticks)))
    assert status == 0
    traced, smooth, cycles = json.loads(out.getvalue())["rows"]
    assert traced["seconds"] == 1.0
    assert traced["million_rays"] > 0.2
    assert smooth["error"]["rmse_shade"] < traced["error"]["rmse_shade"]
    assert cycles["samples"] == 64
    assert abs(traced["error"]["bias"]) < 0.1
    for row in (traced, smooth, cycles):
        assert 0 < row["compared"] < row["compared"] + row["edges"] < row["texels"]
        assert row["error_edges"]["rmse"] != row["error"]["rmse"] != row["error_all"]["rmse"]
    assert traced["edges"] > 0, "what is left out is told, too"
