"""Light by passes is the light of whole paths, with less grain; and what is buried or squeezed in is left out."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from campus.bake import passes
from campus.bake.aims import DAY_LIGHT, LAMP_LIGHT
from campus.bake.charts import Charts, charts_of
from campus.bake.encoding import luminance
from campus.bake.passes import task_of, worked_out
from campus.bake.remembered import evened
from campus.bake.sites import Ground, Sites, sites_of
from campus.bake.work import Lit, Portion, Task, portions_of, team
from campus.bake.world import meshes_of
from campus.scene.model import Campus
from campus.space import Space

Room = Callable[..., tuple[Campus, Space]]


def ready(space: Space, texels: int = 1500) -> tuple[Task, Sites, Charts]:
    charts = charts_of(space, texels, finest=0.2)
    sites = sites_of(charts, np.zeros(len(space.mesh.triangles), np.bool_))
    return task_of(meshes_of(space), space.bounds, Ground.of(space.mesh), sites, charts, 0), sites, charts


def by_whole_paths(task: Task, count: int, samples: int) -> Lit:
    with team(task, 1) as workers:
        every = np.arange(count)
        return workers.done(portions_of(every, 7, Portion((0, 0), every, samples)))


def test_light_by_passes_is_that_of_whole_paths_with_less_grain(room: Room) -> None:
    task, sites, _ = ready(room()[1])
    count = len(sites.texel)
    with team(task, 1) as workers:
        short = worked_out(workers, count, 16).lit
        rays = workers.rays
    whole = by_whole_paths(task, count, 16)
    assert rays < whole.rays
    free = whole.good > 0.9
    for light in (DAY_LIGHT, LAMP_LIGHT):
        mine, other = (luminance(lit.light[free, light]) for lit in (short, whole))
        assert float(mine.mean()) == pytest.approx(float(other.mean()), rel=0.04)
        assert np.median(short.spread[free, light]) < 0.6 * np.median(whole.spread[free, light])


def test_a_place_on_a_triangle_knows_its_texel_or_its_nearest_vertex(room: Room) -> None:
    task, sites, charts = ready(room()[1])
    solid = np.flatnonzero((task.meshes.source >= 0) & (task.meshes.source < len(charts.triangles)))
    middle = np.full((len(solid), 2), 1 / 3, np.float32)
    site = task.where.site(solid.astype(np.int32), middle)
    known = site >= 0
    assert known.mean() > 0.9
    assert known[charts.charted[task.meshes.source[solid]]].all()
    at, _, _ = task.ground.at(sites.triangle[site[known], 0], sites.share[site[known], 0])
    apart = np.linalg.norm(task.meshes.corners[solid[known]].mean(1) - at, axis=1)
    by_texel = charts.charted[task.meshes.source[solid[known]]]
    assert np.percentile(apart[by_texel], 97) < 1.5 * charts.texel  # a chart is stretched here and there
    own = charts.triangles[task.meshes.source[solid[known]]][~by_texel]
    assert (own == sites.vertex[site[known]][~by_texel, None]).any(1).all()


def test_what_stands_many_times_remembers_its_light_too(room: Room) -> None:
    bench = "  - {type: bench, id: bench, at: [2, 2.2], facing: south, length: 1.4}\n"
    seats = "  - {type: seat-rows, id: rows, at: [2, 2.4], facing: north, rows: 1, blocks: [3], pitch: 0.55}\n"
    task, sites, charts = ready(room((bench, seats))[1])
    more = np.flatnonzero(task.meshes.source >= len(charts.triangles))
    assert len(more)
    site = task.where.site(more.astype(np.int32), np.full((len(more), 2), 1 / 3, np.float32))
    assert (site >= len(sites.texel)).all()
    assert len(np.unique(site)) == len(more)


def test_evened_light_stays_on_its_own_side_of_a_wall() -> None:
    random = np.random.default_rng(3)
    y, z = random.uniform(0, 3, (2, 4000))
    east = np.arange(4000) % 2 == 0
    places = np.stack([np.where(east, 0.02, 0.0), y, z], -1).astype(np.float32)
    normals = np.where(east[:, None], (1, 0, 0), (-1, 0, 0)).astype(np.float32)
    light = np.where(east, 100.0, 1.0)[:, None] * random.uniform(0.2, 1.8, (4000, 1))
    out = evened(places, normals, light.astype(np.float32), np.ones(4000, np.float32), 0.25, 2)
    assert float(out[east].mean()) == pytest.approx(100, rel=0.05)
    assert float(out[~east].mean()) == pytest.approx(1, rel=0.05)
    assert float(out[east].std()) < 12


def test_texels_behind_a_board_on_the_wall_take_the_light_beside_it(room: Room) -> None:
    wall = "  - {type: bench, id: bench, at: [2, 2.2], facing: south, length: 1.4}\n"
    board = "  - {type: whiteboard, id: board, wall: south, at: 2, size: [2, 1.2], height: 0.8}\n"
    task, sites, _charts = ready(room((wall, wall + board))[1], texels=20_000)
    whole = by_whole_paths(task, len(sites.texel), 1)
    place, normal, _ = task.ground.at(sites.triangle[:, 0], sites.share[:, 0])
    on_wall = (np.abs(place[:, 1]) < 2e-3) & (normal[:, 1] > 0.99) & (sites.texel >= 0)
    behind = on_wall & (np.abs(place[:, 0] - 2) < 0.7) & (np.abs(place[:, 2] - 1.4) < 0.35)
    beside = on_wall & (np.abs(np.abs(place[:, 0] - 2) - 1.5) < 0.2) & (place[:, 2] > 0.4) & (place[:, 2] < 2.2)
    assert behind.any()
    assert whole.good[behind].max() < 0.2
    assert whole.good[beside].min() > 0.8


def test_more_paths_go_where_the_grain_is_most() -> None:
    light = np.full((1000, 3, 3), 100.0, np.float32)
    spread = np.full((1000, 3), 5.0, np.float32)
    light[:, 2], spread[:, 2] = 0, 0  # no screen
    spread[::10, 1] = 60
    lit = Lit(light, spread, np.zeros(0, np.float32), np.ones((1000, 8), np.bool_), 0)
    which = passes._grainy(lit)
    assert which.tolist() == list(range(0, 1000, 10))
    more = replace(lit, light=light[which] * 4, spread=spread[which] / 2)
    both = passes._with_more(lit, which, more)
    assert np.allclose(both.light[which, :2], 300)
    assert np.array_equal(both.light[1:10], light[1:10])
    assert (both.spread[which, 1] < 30).all()
