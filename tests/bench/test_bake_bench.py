"""The baker measured on a frozen room: what the figures mean, and that the room is thawed as it was frozen."""

import io
import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.bake.charts import Charts
from campus.bake.daylight import Daylight
from campus.bake.sites import Sites
from campus.bake.work import Task
from campus.bake.world import meshes_of
from campus.bench.bake import error_of, run
from campus.bench.bake_question import as_asked, seen_from_within
from campus.bench.bake_scene import FOLDER, OWNERS, REFERENCE, ROOM, SEEN, frozen, panorama, thawed
from campus.bench.bake_seen import lightmap_of, pixels_of, points_seen, read_at, reference_of, without_clouds
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
        run(tmp_path, (), samples=1, processes=1, lightmap=False, as_json=True, out=io.StringIO(), clock=lambda: 0.0)


def test_machines_read_seconds_rays_and_errors() -> None:
    if not (REPOSITORY / FOLDER / ROOM).is_file():
        pytest.skip("an installed campus has no frozen room")
    out, ticks = io.StringIO(), iter(range(1000))
    status = run(
        REPOSITORY, (), samples=1, processes=1, lightmap=False, as_json=True, out=out, clock=lambda: float(next(ticks))
    )
    assert status == 0
    told = json.loads(out.getvalue())
    traced, smooth, cycles = told["rows"]
    assert traced["seconds"] == 1.0
    assert traced["million_rays"] > 0.2
    assert smooth["error"]["rmse_shade"] < traced["error"]["rmse_shade"]
    assert cycles["samples"] == 64
    assert abs(traced["error"]["bias"]) < 0.1
    for row in (traced, smooth, cycles):
        # Nothing that the reference answers for is left out, seen or not.
        assert row["compared"] == 48_600
        assert 0 < row["seen"] < row["compared"] < row["texels"]
        assert row["error_seen"]["rmse"] != row["error"]["rmse"] != row["error_unseen"]["rmse"]
    assert [row["points"] for row in told["pixels"]] == [20_000, 20_000]
    assert [row["samples"] for row in told["pixels"]] == [64, 64]


def test_an_error_is_told_by_how_many_pixels_have_it() -> None:
    truth = np.full(1000, 400.0)
    light = np.where(np.arange(1000) % 4 == 0, 600.0, 400.0)
    found = pixels_of("a quarter is half too bright", 1, light, truth)
    assert (found.off, found.bias, found.rmse) == pytest.approx((0.25, 0.125, 0.25))
    assert found.median == 0


@pytest.fixture(scope="module")
def room() -> tuple[Task, Sites, Charts, NDArray[np.int32]]:
    """The frozen room, and whose each texel is for Blender."""
    if not (REPOSITORY / FOLDER / ROOM).is_file():
        pytest.skip("an installed campus has no frozen room")
    with np.load(REPOSITORY / FOLDER / OWNERS) as file:
        return *thawed(REPOSITORY / FOLDER / ROOM), file["triangle"].astype(np.int32)


def test_no_texel_has_an_answer_but_those_that_blender_lights(
    room: tuple[Task, Sites, Charts, NDArray[np.int32]],
) -> None:
    _, sites, _, triangle = room
    with np.load(REPOSITORY / FOLDER / REFERENCE) as file:
        answered = file["lux"].any(-1) | file["lux_64"].any(-1)
    assert not (answered & (triangle < 0)).any()
    assert np.isin(np.flatnonzero(triangle.ravel() >= 0), sites.texel).all()


def test_the_baker_is_asked_for_the_middle_of_each_texel_on_the_triangle_that_blender_lights(
    room: tuple[Task, Sites, Charts, NDArray[np.int32]],
) -> None:
    task, sites, charts, triangle = room
    question = as_asked(task, sites, charts, triangle)
    lit = np.flatnonzero(question.lit)
    asked = question.task.sites.part(lit)
    assert (asked.triangle == triangle.ravel()[sites.texel[lit]][:, None]).all()
    assert (asked.share > 0).all()
    assert (asked.share.sum(-1) < 1).all()
    # Where nothing is mirrored, points spread over the middle half of a texel.
    corners = charts.places[charts.triangles[asked.triangle]]
    weights = np.concatenate([1 - asked.share.sum(-1, keepdims=True), asked.share], axis=-1)
    places = np.einsum("npkc,npk->npc", corners, weights)
    middle = np.stack([sites.texel[lit] % charts.size[0], sites.texel[lit] // charts.size[0]], -1) + 0.5
    apart = places - middle[:, None]
    whole = asked.share.min((1, 2)) > 0.2
    whole &= asked.share.sum(-1).max(1) < 0.8
    assert whole.sum() > 4_000
    assert np.percentile(np.ptp(apart[whole], axis=1), (2, 98)) == pytest.approx((0.5 * 7 / 8, 0.5 * 7 / 8), abs=0.01)
    assert np.percentile(np.abs(apart[whole].mean(1)), 98) < 0.2
    # What was not lit is asked for as ever.
    others = np.flatnonzero(~question.lit)
    assert np.array_equal(question.task.sites.share[others], sites.share[others])


def test_the_floor_is_seen_and_the_far_side_of_the_shut_door_is_not(
    room: tuple[Task, Sites, Charts, NDArray[np.int32]],
) -> None:
    task, sites, _, _ = room
    seen = seen_from_within(task, sites)
    place, _, flat = task.ground.at(sites.triangle[:, 3], sites.share[:, 3])
    middle = (np.abs(place[:, :2] - (6.0, 1.0)) < 0.9).all(1) & (np.abs(place[:, 2]) < 0.02) & (flat[:, 2] > 0.9)
    assert middle.sum() > 50
    assert seen[middle].mean() > 0.9
    beyond = place[:, 1] < -0.2
    assert beyond.sum() > 300
    assert not seen[beyond].any()


def test_light_that_grows_along_the_lightmap_is_read_at_each_pixel_as_it_is_there(
    room: tuple[Task, Sites, Charts, NDArray[np.int32]],
) -> None:
    _, _, charts, _ = room
    reference = reference_of(REPOSITORY / FOLDER / SEEN)
    width, height = charts.size
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    grows = np.repeat((100 + 2 * x + y)[..., None], 3, axis=2).astype(np.float32)
    at = reference.points.among(charts.places[charts.triangles])
    assert np.allclose(read_at(grows, reference.points, charts), 100 + 2 * at[:, 0] + at[:, 1], rtol=1e-4)


def test_what_the_baker_makes_of_even_light_is_even_wherever_somebody_looks(
    room: tuple[Task, Sites, Charts, NDArray[np.int32]],
) -> None:
    task, sites, charts, _ = room
    corners = task.ground.corners[: len(charts.charted)]
    even = lightmap_of(np.full((len(sites.texel), 3), 300, np.float32), sites, charts, corners)
    seen, share = points_seen(task, len(corners), 500)
    light = read_at(even, seen, charts)
    assert np.allclose(light, 300, rtol=1e-3)
    assert np.allclose(read_at(without_clouds(even, charts, corners), seen, charts), 300, rtol=1e-3)
    assert share > 0.9
    # They are surfaces of the room at which one looks: none lies under the floor.
    assert seen.among(corners)[:, 2].min() > -0.01


def test_cycles_answers_for_what_is_seen_with_little_grain_and_without_a_dark_pixel(
    room: tuple[Task, Sites, Charts, NDArray[np.int32]],
) -> None:
    _, _, charts, _ = room
    reference = reference_of(REPOSITORY / FOLDER / SEEN)
    assert reference.grain < 0.08
    assert (reference.truth > 0).mean() > 0.999
    assert reference.points.triangle.max() < len(charts.charted)
    assert reference.points.weights().min() >= 0
    few, read = (pixels_of("", 64, light, reference.truth) for light in (reference.cycles, reference.read))
    assert few.rmse > 3 * reference.grain
    assert abs(few.bias) < 0.02
    assert abs(read.bias) < 0.1
