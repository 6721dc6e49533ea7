"""A room that stays as it is, so that one baker can be compared with another and with itself a year later.

`assets/bench/bake-room.npz` is the seminar room of September, its charts and lamps as plain arrays, made by `frozen`;
`assets/bench/bake-reference.npz` is its light by another hand, made once with `bake_reference.py` in Blender, and
`assets/bench/bake-owners.npz` tells which triangle that hand lit for each texel, if any. `assets/bench/bake-seen.npz`
is its light at points that somebody sees; see `bake_seen`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.bake.charts import Charts, charts_of
from campus.bake.daylight import Daylight
from campus.bake.passes import task_of
from campus.bake.rays import Floats, normals_of
from campus.bake.sites import Ground, Sites, sites_of
from campus.bake.sources import LAMP, Emitters, Portals
from campus.bake.work import Task
from campus.bake.world import Meshes, meshes_of
from campus.mesh import Mesh
from campus.scene.model import Sun
from campus.space.model import Space

FOLDER = Path("assets") / "bench"
ROOM, REFERENCE, OWNERS = "bake-room.npz", "bake-reference.npz", "bake-owners.npz"
SEEN = "bake-seen.npz"
SKY = (2048, 1024)
"""Of the picture of the sky that Blender is given, pixels."""


def frozen(space: Space, texels: int) -> dict[str, NDArray[Any]]:
    """A space as arrays: what light meets, what shines, and where texels lie."""
    meshes = meshes_of(space)
    charts = charts_of(space, texels)
    chosen = np.flatnonzero(charts.charted)
    arrays: dict[str, NDArray[Any]] = {
        name: getattr(meshes, name) for name in ("corners", "albedo", "emitter", "glow", "pdf", "glass")
    }
    arrays |= {f"portal_{name}": getattr(meshes.portals, name) for name in ("centre", "right", "up", "out", "half")}
    assert meshes.hull is not None
    # Sunlight and sky for Blender: lux on what faces the sun, its direction, radiance all around.
    day = meshes.daylight
    return arrays | {
        "hull": meshes.hull,
        "bounds": space.bounds.astype(np.float32),
        "sun": np.array((space.sun.azimuth - space.north, space.sun.elevation)),
        "sun_colours": np.array((space.sun.colour, space.sun.sky)),
        "sun_lux": day.sun,
        "towards_sun": day.towards,
        "chart_corners": space.mesh.corners()[chosen],
        "chart_places": charts.places[charts.triangles[chosen]],
        "size": np.array(charts.size),
        "texel": np.array(charts.texel),
    }


def panorama(day: Daylight) -> Floats:
    """(h, w, 3) radiance all around as Blender unrolls it: rows from the nadir up, +X in the middle, +Y left of it."""
    width, height = SKY
    turn = -((np.arange(width) + 0.5) / width - 0.5) * 2 * np.pi
    rise = ((np.arange(height) + 0.5) / height - 0.5) * np.pi
    rise, turn = np.meshgrid(rise, turn, indexing="ij")
    ways = np.stack([np.cos(rise) * np.cos(turn), np.cos(rise) * np.sin(turn), np.sin(rise)], -1)
    return day.seen(ways.reshape(-1, 3).astype(np.float32)).reshape(height, width, 3)


def thawed(path: Path) -> tuple[Task, Sites, Charts]:
    """The room of a file: what a worker is given, its sites, and the charts that they lie on."""
    with np.load(path, allow_pickle=False) as file:
        a = {name: file[name] for name in file.files}
    day = Daylight(
        Sun(
            azimuth=float(a["sun"][0]), elevation=float(a["sun"][1]),
            colour=str(a["sun_colours"][0]), sky=str(a["sun_colours"][1]),
        )
    )  # fmt: skip
    portals = Portals(*(a[f"portal_{name}"] for name in ("centre", "right", "up", "out", "half")))
    everyone = len(a["corners"])
    corners = a["chart_corners"]
    meshes = Meshes(
        a["corners"], a["albedo"], a["emitter"], a["glow"], a["pdf"], np.full(everyone, -1, np.float32),
        _source(a["corners"], corners), np.zeros(everyone, np.bool_), a["glass"], _emitters(a), portals, day, a["hull"],
    )  # fmt: skip
    mesh, count = loose(corners), len(corners)
    size = (int(a["size"][0]), int(a["size"][1]))
    charts = Charts(
        np.arange(3 * count, dtype=np.int32), mesh.triangles, a["chart_places"].reshape(-1, 2).astype(np.float32),
        np.ones(count, np.bool_), size, float(a["texel"]), 0, 0.0,
    )  # fmt: skip
    sites = sites_of(charts, np.zeros(count, np.bool_))
    return task_of(meshes, a["bounds"], Ground.of(mesh), sites, charts, 0), sites, charts


def loose(corners: Floats) -> Mesh:
    """Flat triangles (m, 3, 3), each with corners of its own, as a mesh."""
    flat, _ = normals_of(corners)
    count = len(corners)
    return Mesh(
        corners.reshape(-1, 3), np.repeat(flat, 3, axis=0), np.zeros((3 * count, 2), np.float32),
        np.arange(3 * count, dtype=np.int32).reshape(-1, 3), ("frozen",), np.zeros(count, np.int32),
        np.zeros(count, np.bool_),
    )  # fmt: skip


def _source(corners: Floats, charted: Floats) -> NDArray[np.int32]:
    """(m,) which of the charted triangles (k, 3, 3) each of (m, 3, 3) is; those that are none come after them."""
    every, index = np.unique(np.concatenate([charted, corners]).reshape(-1, 9), axis=0, return_inverse=True)
    own = np.full(len(every), -1, np.int32)
    own[index[: len(charted)]] = np.arange(len(charted))
    found = own[index[len(charted) :]]
    return np.where(found >= 0, found, len(charted) + np.arange(len(corners))).astype(np.int32)


def _emitters(a: dict[str, NDArray[Any]]) -> Emitters:
    shining = np.flatnonzero(a["emitter"] >= 0)
    _, owner = np.unique(a["emitter"][shining], return_inverse=True)
    order = np.argsort(owner, kind="stable")
    shining, owner = shining[order], owner[order].astype(np.int32)
    corners = a["corners"][shining]
    normal, area = normals_of(corners)
    share = a["pdf"][shining] * area
    count = int(owner.max(initial=-1)) + 1
    total = np.bincount(owner, share, count)
    share = share / total[owner]
    running = np.cumsum(share) - np.concatenate([[0], np.cumsum(np.bincount(owner, share, count))])[owner]
    middle = np.stack([np.bincount(owner, share * corners.mean(1)[:, i], count) for i in range(3)], -1)
    return Emitters(
        np.full(count, LAMP, np.int32), np.ones(count, np.bool_), middle.astype(np.float32),
        np.bincount(owner, np.pi * area * a["glow"][shining].mean(1), count).astype(np.float32),
        corners, normal, a["glow"][shining], owner.astype(np.int32), share.astype(np.float32), area, owner + running,
    )  # fmt: skip
