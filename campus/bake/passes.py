"""A space's light in passes: roughly by whole paths, then twice by what the pass before has found.

A path that is followed to its end costs eight rays, and most of its grain comes from its far end. So the first pass
sends one from each site, evened out over the neighbourhood; the second asks what walls give back by that; the last,
which is kept, by the second; and where its grain is much, more paths are sent. What is very near is not believed; see
`tracing.NEAR_M`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from campus.bake.charts import Charts
from campus.bake.encoding import luminance
from campus.bake.ordering import order_of
from campus.bake.rays import Floats
from campus.bake.remembered import evened, whereabouts
from campus.bake.sites import Ground, Sites
from campus.bake.work import Free, Lit, Portion, Task, Team, Told, free_portions, portions_of
from campus.bake.world import Meshes

FIRST, SECOND = 1, 8
"""Paths from each site in the passes that are not kept."""
EVERY = 4
"""Of so many paths one aims at what shines; the others only look around."""
GRAINY = 0.35
"""A standard error that is more than this share of a site's light asks for more paths."""
MOST_GRAINY = 0.4
"""Of all sites, at most."""
MORE, MORE_EVERY = 2, 2
"""So many times as many paths; and of so many of those, one aims."""
DIM = 0.05
"""In what is darker than this share of the mean, nobody sees grain."""
_CELLS = ((0.25, 3), (0.2, 1))
"""Metres and rounds by which those two passes are evened out."""
_STAGE_AIR = 9


@dataclass(frozen=True, eq=False)
class Given:
    """What was found.

    Attributes:
        lit: of the sites that were asked for.
        memory: for what is asked next.
    """

    lit: Lit
    memory: str


def task_of(meshes: Meshes, bounds: Floats, ground: Ground, sites: Sites, charts: Charts, seed: int) -> Task:
    """What workers are given: the sites, and one more for each triangle that stands many times or moves.

    Args:
        meshes: what light meets.
        bounds: (2, 3) of the space, metres.
        ground: of its still mesh.
        sites: on that mesh.
        charts: of it.
        seed: of everything random.
    """
    where, more = whereabouts(meshes, charts, sites.texel, sites.vertex)
    still = len(ground.corners)
    index = still + np.arange(len(more))
    ground, sites = ground.with_more(meshes.corners[more]), sites.with_more(index.astype(np.int32), meshes.thin[more])
    place, _, flat = ground.at(sites.triangle[:, 0], sites.share[:, 0])
    order = order_of(place, flat, sites.texel >= 0, charts.texel)
    return Task(meshes, bounds.astype(np.float32), ground, sites, order, where, seed)


def worked_out(workers: Team, count: int, samples: int, told: Told | None = None) -> Given:
    """The light of the first sites of a task, in three passes and one more where grain is left.

    Args:
        workers: who know the task.
        count: how many sites are asked for; the others only help.
        samples: paths from each in the pass that is kept; a power of two.
        told: hears how many portions of all passes are done, and how many there are.
    """
    task = workers.task
    every = np.arange(len(task.sites.texel))
    place, normal, _ = task.ground.at(task.sites.triangle[:, 0], task.sites.share[:, 0])
    none = np.zeros(0, np.int64)
    passes = (FIRST, SECOND, samples)
    total, before = sum(passes), 0

    def tell(pass_: int) -> Told | None:
        return None if told is None else lambda done, all_: told(before * all_ + passes[pass_] * done, total * all_)

    first = workers.done(portions_of(every, 1, Portion((0, 0), none, FIRST)), tell(0))
    before += FIRST
    good = first.good
    memory = workers.remember(evened(place, normal, first.light, good, *_CELLS[0]))
    like = Portion((0, 0), none, SECOND, 2, first.free, memory)
    second = workers.done(portions_of(every, 2, like), tell(1))
    before += SECOND
    memory = workers.remember(evened(place, normal, second.light, good, *_CELLS[1]))
    like = Portion((0, 0), none, samples, min(EVERY, samples), first.free, memory)
    last = workers.done(portions_of(every[:count], 3, like), tell(2))
    grainy = _grainy(last)
    like = replace(like, samples=MORE * samples, every=min(MORE_EVERY, samples))
    more = workers.done(portions_of(grainy, 4, like))
    return Given(replace(_with_more(last, grainy, more), sun=first.sun[:count]), memory)


def _grainy(lit: Lit) -> NDArray[np.int64]:
    """The sites whose light has the most grain, if it is too much; in order."""
    bright = luminance(lit.light)
    base = bright + DIM * bright.mean(0) + 1e-6
    worst = np.where(bright.any(0), lit.spread / base, 0).max(1)
    most = int(len(worst) * MOST_GRAINY)
    order = np.argsort(-worst, kind="stable")[:most]
    return np.sort(order[worst[order] > GRAINY])


def _with_more(lit: Lit, which: NDArray[np.int64], more: Lit) -> Lit:
    """Light, and for some sites MORE times as many paths besides."""
    light, spread = lit.light.copy(), lit.spread.copy()
    light[which] = (light[which] + MORE * more.light) / (1 + MORE)
    spread[which] = np.hypot(spread[which], MORE * more.spread) / (1 + MORE)
    return replace(lit, light=light, spread=spread)


def in_the_air(workers: Team, at: Floats, normals: Floats, samples: int, memory: str, told: Told | None = None) -> Lit:
    """The light that places in the air take from one side each.

    Args:
        workers: who know the task.
        at: (n, 3) metres.
        normals: (n, 3) unit vectors towards those sides.
        samples: paths from each; a power of two.
        memory: of the light that was found before, as `worked_out` gave it.
        told: hears how many of how many portions are done.
    """
    like = Free((0, 0), at, normals, samples, min(EVERY, samples), memory)
    return workers.done(free_portions(at, normals, _STAGE_AIR, like), told)
