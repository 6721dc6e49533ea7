"""What the reference answers, so that the baker can be asked the same: where each texel was lit, in which world.

A lightmap's texel is a question: the light of which points, on which face? The baker asks for the whole texel, as far
as it lies free, and gives a bevel its face's light. Blender's Cycles asks for the middle half of it, mirrored where it
would leave the triangle, on the triangle that holds the middle (a bevel, too), counts what is inside of something as
dark, and answers nothing where the middle lies in no triangle. Its frozen room stands alone under the sky (behind a
shut door is the day), and its lamps shine from their backs, too, into their housings. Other answers to other questions
are no errors; so both are asked Cycles' question.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.bake.charts import Charts
from campus.bake.rays import Bools, Floats, Ints, Rays, dot, normals_of
from campus.bake.sites import LATTICE, POINTS, Sites, inset
from campus.bake.work import Task

JITTER = 0.5
"""Of a texel's width: so far Blender 3.4 spreads the samples of one."""
CUT_LUX = 65_000.0
"""What is brighter is cut in the reference: its half floats end there."""
WALL_M = 0.44
"""So far within the outer faces of the walls there is a room to stand in."""
_AIR, _ROUNDS = 4000, 8
_LOOKS = 200
_OFF_M = 2e-3
_HAIR_M = 1e-4


@dataclass(frozen=True, eq=False)
class Question:
    """The frozen room as the reference was asked for it.

    Attributes:
        task: for the workers.
        lit: (n,) which texels the reference answers for.
    """

    task: Task
    lit: Bools


def as_asked(task: Task, sites: Sites, charts: Charts, triangle: Ints) -> Question:
    """The baker's task with Cycles' question in place of its own.

    Args:
        task: the room.
        sites: its texels.
        charts: of it.
        triangle: (h, w) which triangle Blender lights for each texel, -1 for none.
    """
    mine = triangle.ravel()[sites.texel].astype(np.int32)
    lit = mine >= 0
    points = sites.triangle.copy(), sites.share.copy()
    points[0][lit] = mine[lit, None]
    points[1][lit] = _mirrored(charts, mine[lit], sites.texel[lit])
    count, all_ = len(mine), task.sites
    asked = replace(
        all_,
        triangle=np.concatenate([points[0], all_.triangle[count:]]),
        share=np.concatenate([points[1], all_.share[count:]]),
    )
    return Question(_world(replace(task, sites=asked, crack=0.0)), lit)


def _world(task: Task) -> Task:
    """The room as Cycles has it: whatever leaves it sees the day, and lamps shine both ways."""
    meshes, where = task.meshes, task.where
    nothing_within = np.array([[np.inf] * 3, [-np.inf] * 3], np.float32)
    lamp = np.flatnonzero(meshes.emitter >= 0)
    count = len(lamp)
    turned = meshes.corners[lamp][:, ::-1]
    turned = turned + normals_of(turned)[0][:, None] * np.float32(_HAIR_M)

    def more(name: str, new: NDArray[Any]) -> NDArray[Any]:
        return np.concatenate([getattr(meshes, name), new])

    both = replace(
        meshes, hull=nothing_within, corners=more("corners", turned), albedo=more("albedo", meshes.albedo[lamp]),
        emitter=more("emitter", meshes.emitter[lamp]), glow=more("glow", meshes.glow[lamp]),
        pdf=more("pdf", np.zeros(count, np.float32)), roof=more("roof", meshes.roof[lamp]),
        source=more("source", np.full(count, -1, np.int32)), thin=more("thin", meshes.thin[lamp]),
    )  # fmt: skip
    nowhere = replace(
        where,
        corner=np.concatenate([where.corner, np.full((count, 3), -1, np.int32)]),
        chart=np.concatenate([where.chart, np.zeros((count, 3, 2), np.float32)]),
        charted=np.concatenate([where.charted, np.zeros(count, np.bool_)]),
    )
    return replace(task, meshes=both, where=nowhere)


def _mirrored(charts: Charts, triangle: Ints, texel: Ints) -> Floats:
    """(n, POINTS, 2) points over the middle of each texel, mirrored where they would leave its triangle."""
    corners = charts.places[charts.triangles[triangle]].astype(np.float64)
    ab, ac = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    size = (ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0])[:, None]
    width = charts.size[0]
    middle = np.stack([texel % width, texel // width], -1) + 0.5 - corners[:, 0]
    dx, dy = np.moveaxis(middle[:, None] + JITTER * LATTICE, -1, 0)
    second = (dx * ac[:, 1:] - dy * ac[:, :1]) / size
    third = (ab[:, :1] * dy - ab[:, 1:] * dx) / size
    # Cycles counts from the third corner: the first's share is mirrored in 0 to 1, the second's in what is left of it.
    first = _folded(1 - second - third, np.ones_like(second))
    second = _folded(second, 1 - first)
    return inset(np.stack([second, 1 - first - second], -1))


def _folded(share: Floats, most: Floats) -> Floats:
    """Shares thrown back at 0 and at `most` until they lie between."""
    most = np.maximum(most, 1e-9)
    turned = np.abs(share / most) % 2
    return np.asarray(np.where(turned > 1, 2 - turned, turned) * most)


def seen_from_within(task: Task, sites: Sites, *, seed: int = 0) -> Bools:
    """(n,) which sites somebody within the walls can see: asked by rays from all over the room's air, panes apart.

    Args:
        task: the room with its walls; air is felt for from its middle.
        sites: on its triangles.
        seed: of the rays.
    """
    assert task.meshes.hull is not None
    random = np.random.default_rng((seed, 21))
    rays = Rays(task.meshes.corners)
    low, high = task.meshes.hull + np.array([[WALL_M], [-WALL_M]], np.float32)
    low, high = np.maximum(low, task.bounds[0]), np.minimum(high, task.bounds[1])
    middle = (low + high) / 2
    air = np.array([(middle[0], middle[1], min(1.6, float(middle[2])))], np.float32)
    for _ in range(_ROUNDS):
        start, ways = air[random.integers(0, len(air), _AIR)], _anywhere(_AIR, random)
        _, far = rays.first(start, ways)
        step = np.minimum(far, 30.0) * random.uniform(0.05, 0.95, _AIR).astype(np.float32)
        more = start + ways * step[:, None]
        air = np.concatenate([air, more[((more > low) & (more < high)).all(1)]])
    seen = np.zeros(len(sites.texel), np.bool_)
    for _ in range(_LOOKS):
        ask = np.flatnonzero(~seen)
        point = random.integers(0, POINTS, len(ask))
        at, _, flat = task.ground.at(sites.triangle[ask, point], sites.share[ask, point])
        at = at + flat * np.float32(_OFF_M)
        to = air[random.integers(0, len(air), len(ask))] - at
        far = np.sqrt(dot(to, to))
        ways = to / np.maximum(far, 1e-6)[:, None]
        facing = np.flatnonzero(dot(ways, flat) > 0)
        seen[ask[facing]] = ~rays.blocked(at[facing], ways[facing], far[facing])
    return seen


def _anywhere(count: int, random: np.random.Generator) -> Floats:
    ways = random.standard_normal((count, 3)).astype(np.float32)
    return np.asarray(ways / np.linalg.norm(ways, axis=1)[:, None])
