"""The shipped spaces looked at closely: no two faces in one plane where somebody sees them, and no hole in a shell.

Two faces in one plane fight for pixels and shimmer as one walks; a face seen from its back is not drawn, so that one
sees through it. Both are looked for from everywhere that a person is led to.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.components import component_named
from campus.mesh import Mesh, box, extrude, merge, moved, rectangle
from campus.proofs.rays import Rays, Surfaces, directions, surfaces_of
from campus.scene import load_campus
from campus.scene.model import Campus
from campus.space import Space, compile_space

ROOT = Path(__file__).parents[2]
SPACES = ("hall", "amphitheatre", "seminar-room", "garden")
LEAFY = ("leaf", "olive-leaf", "grass", "lavender", "saffron", "linen", "cypress", "bark")
"""Leaves and petals are two triangles back to back; boughs are open where they end among them."""
APART = 4e-4
"""Faces nearer than this fight for pixels from a few metres away, metres."""
SAMPLES = 8
"""Places of a triangle that are looked for in another one."""
PATCH = 1e-2
"""So large a shimmering patch is seen: a hand, in square metres."""

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Looked:
    """Triangles, and who looks at them.

    Attributes:
        corners: (m, 3, 3) metres.
        normals: (m, 3) unit vectors.
        names: material of each.
        rays: among them.
        eyes: (k, 3) where people stand.
    """

    corners: Array
    normals: Array
    names: NDArray[np.str_]
    rays: Rays
    eyes: Array

    @classmethod
    def at(cls, surfaces: Surfaces, eyes: Array) -> Looked:
        sized = np.linalg.norm(surfaces.normals, axis=1) > 0.5
        kept = surfaces.only(np.asarray(sized))
        names = np.array(kept.names)[kept.material]
        return cls(kept.corners.astype(float), kept.normals.astype(float), names, Rays(kept), eyes)

    def solid(self) -> NDArray[np.bool_]:
        return ~np.isin(self.names, LEAFY)

    def seen(self, points: Array, normals: Array) -> NDArray[np.bool_]:
        """(n,) whether somebody sees each point of a surface from its front."""
        found = np.zeros(len(points), np.bool_)
        start = points + normals * 2e-3
        for eye in self.eyes:
            asked = np.nonzero(~found & (((eye - start) * normals).sum(1) > 0.02))[0]
            if len(asked):
                found[asked] = self.rays.clear(start[asked], np.broadcast_to(eye, (len(asked), 3)))
        return found


def eyes_of(space: Space) -> Array:
    """Where somebody stands, sits or takes a picture, and a step to either side of it."""
    stand = [np.array(point.eye, float) for point in space.viewpoints.values()]
    stand += [np.array(place.at, float) + np.array((0, 0, 1.62)) for place in space.waypoints.values()]
    steps = np.array([(0, 0, 0), (0.9, 0.4, 0), (-0.6, -0.9, -0.4)])
    eyes = np.array([eye + step for eye in stand for step in steps])
    wide, deep = sizes_of(space)
    inside = (eyes[:, :2] > 0.2).all(1) & (eyes[:, 0] < wide - 0.2) & (eyes[:, 1] < deep - 0.2)
    return eyes[inside]


def sizes_of(space: Space) -> tuple[float, float]:
    shell = space.scene.shell
    assert shell is not None
    wide, deep = shell.spec.size[:2]  # type: ignore[attr-defined]
    return wide, deep


def all_over(space: Space) -> Array:
    """Eyes 2.4 m apart all over a floor that is level: within tiers, they would see these from below."""
    if any(node.type == "tiers" for node in space.scene.nodes):
        return np.zeros((0, 3))
    wide, deep = sizes_of(space)
    x, y = np.meshgrid(np.arange(1.2, wide - 0.4, 2.4), np.arange(1.2, deep - 0.4, 2.4))
    return np.stack([x.ravel(), y.ravel(), np.full(x.size, 1.62)], 1)


def fighting(look: Looked) -> dict[tuple[str, str], tuple[float, Array]]:
    """Square metres that somebody sees of two faces in one plane, by their materials, and where.

    Every triangle of a plane is sampled, and each sample looked for in the plane's other triangles.
    """
    random = np.random.default_rng(5)
    across = np.cross(look.corners[:, 1] - look.corners[:, 0], look.corners[:, 2] - look.corners[:, 0])
    area = np.linalg.norm(across, axis=1) / 2
    kept = np.nonzero(look.solid() & (area > 1e-3))[0]
    offset = (look.corners[kept, 0] * look.normals[kept]).sum(1)
    key = np.column_stack([np.round(look.normals[kept] / 0.02), np.round(offset / 2e-3)]).astype(np.int64)
    _, plane = np.unique(key, axis=0, return_inverse=True)
    order = np.argsort(plane.ravel(), kind="stable")
    pairs = [np.zeros((0, 2), np.int64)]
    for group in np.split(kept[order], np.nonzero(np.diff(plane.ravel()[order]))[0] + 1):
        low, high = look.corners[group].min(1), look.corners[group].max(1)
        # Their boxes overlap by a millimetre in the plane; across it a box may be flat.
        deep = np.minimum(high[:, None], high[None]) - np.maximum(low[:, None], low[None])
        meet = ((deep > -1e-3).all(2)) & ((deep > 1e-3).sum(2) >= 2)
        np.fill_diagonal(meet, False)
        pairs.append(group[np.argwhere(meet)])
    i, j = np.concatenate(pairs).T
    share = random.dirichlet((1.0, 1.0, 1.0), (len(i), SAMPLES))
    where = np.einsum("nsk,nkx->nsx", share, look.corners[i])
    a, ab, ac = look.corners[j, 0], look.corners[j, 1] - look.corners[j, 0], look.corners[j, 2] - look.corners[j, 0]
    normal, from_a = across[j], where - a[:, None]
    turn = (normal * normal).sum(1)[:, None]
    u = np.einsum("nsx,nx->ns", np.cross(from_a, ac[:, None]), normal) / turn
    v = np.einsum("nsx,nx->ns", np.cross(ab[:, None], from_a), normal) / turn
    near = np.abs(np.einsum("nsx,nx->ns", from_a, look.normals[j])) < APART
    pair, sample = np.nonzero(near & (u > 2e-3) & (v > 2e-3) & (u + v < 1 - 2e-3))
    at, size = where[pair, sample], area[i[pair]] / SAMPLES
    seen = look.seen(at, look.normals[i[pair]])
    named = np.sort(np.column_stack([look.names[i[pair]], look.names[j[pair]]]), axis=1)
    return {
        (str(one), str(other)): (float(size[mine].sum()) / 2, at[mine])
        for one, other in np.unique(named[seen], axis=0)
        if (mine := seen & (named == (one, other)).all(1)).any()
    }


def seen_from_behind(look: Looked, eyes: Array, rays_each: int = 4_000) -> Array:
    """(n, 3) places where somebody looks at the back of a face: a hole in what should be closed."""
    random = np.random.default_rng(6)
    found = [np.zeros((0, 3))]
    for eye in eyes:
        way = directions(rays_each, random)
        hits = look.rays.first(np.broadcast_to(eye, way.shape), way)
        met = np.nonzero(hits.met)[0]
        triangle = hits.triangle[met]
        facing = (look.normals[triangle] * way[met]).sum(1)
        if (facing > 0).mean() > 0.25:
            continue  # this eye is inside of something: nobody stands there
        behind = met[(facing > 0.05) & look.solid()[triangle]]
        found.append(eye + way[behind] * hits.distance[behind, None])
    return np.concatenate(found)


EYES = np.array([(0.0, -3.0, 1.6), (2.0, -3.0, 2.2), (-2.0, -2.0, 1.2)])


def looked_at(mesh: Mesh) -> Looked:
    surfaces = Surfaces(mesh.corners(), mesh.material, mesh.materials)
    return Looked.at(surfaces, EYES)


def test_two_faces_in_one_plane_are_found_and_what_nobody_sees_of_them_is_not() -> None:
    front = box((2, 1, 2), material="oak")
    flush = merge(front, moved(box((1, 0.4, 1), material="walnut"), (0, -0.3, 0.5)))
    (pair, (area, _)), *others = fighting(looked_at(flush)).items()
    assert pair == ("oak", "walnut")
    assert area == pytest.approx(1.0, rel=0.5)
    assert not others
    assert not fighting(looked_at(merge(front, moved(box((1, 0.4, 1), material="walnut"), (0, -0.302, 0.5)))))
    behind = merge(front, moved(box((1, 0.4, 1), material="walnut"), (0, 0.3, 0.5)))
    assert not fighting(looked_at(behind))


def test_a_hole_is_found_and_a_closed_shape_has_none() -> None:
    shut = extrude(rectangle((-1, -1), (1, 1)), 2.0)
    assert not len(seen_from_behind(looked_at(shut), EYES))
    assert len(seen_from_behind(looked_at(extrude(rectangle((-1, -1), (1, 1)), 1.0, hidden=("top",))), EYES))


def test_vaults_of_two_sizes_that_meet_without_an_arch_show_their_backs() -> None:
    """What stood in the garden's corners: an open crescent."""
    vault = component_named("vault")
    wide = vault(bays=1, bay=3.6, depth=3.75).mesh()
    walls = [box((9.0, 0.6, 5.0), at=(1.8, 2.175, 0)), box((4.0, 0.6, 5.0), at=(-0.2, -2.175, 0))]
    walls += [box((3.8, 1.2, 5.0), at=(3.7, -1.875, 0)), box((0.6, 5.0, 5.0), at=(-2.1, 0, 0))]
    walls += [box((0.6, 5.0, 5.0), at=(5.7, 0, 0))]
    eyes = np.array([(x, y, 1.6) for x in (-1.0, 0.5, 1.4, 2.6, 4.8) for y in (-0.9, 0.3, 1.2)])

    def behind(*, arches: bool) -> int:
        narrow = vault(bays=1, bay=3.6, depth=3.15, arches=arches).mesh()
        return len(seen_from_behind(looked_at(merge(wide, moved(narrow, (3.6, 0.3, 0)), *walls)), eyes, 40_000))

    assert behind(arches=False) > 6
    assert behind(arches=True) == 0


@pytest.fixture(scope="module")
def campus() -> Campus:
    return load_campus(ROOT)


@pytest.mark.parametrize("name", SPACES)
def test_nobody_sees_two_faces_fight_or_through_a_hole(campus: Campus, name: str) -> None:
    space = compile_space(campus, name)
    look = Looked.at(surfaces_of(space, seats=False), eyes_of(space))
    shimmering = {
        pair: (f"{area * 1e4:.0f} cm2", at.mean(0).round(2).tolist())
        for pair, (area, at) in fighting(look).items()
        if area > PATCH
    }
    assert not shimmering
    eyes = np.concatenate([look.eyes, all_over(space)])
    holes = seen_from_behind(look, eyes)
    assert len(holes) <= max(2, 6e-6 * 4_000 * len(eyes)), holes[:5].round(2).tolist()
