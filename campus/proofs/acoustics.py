"""The acoustics of a space from its geometry and its materials, by formula: how long sound stays, band by band.

Rays walk through the space and are thrown back as by rough surfaces; what they meet tells the mean free path, how much
free paths differ, and the mean absorption of what is really exposed. Then, for each octave band from 125 to 4000 Hz:

    T = 0.161 V / (S a'' + 4 m V),    S = 4 V / mean free path,    a'' = (1 - (1 - a)^g) / g

with g the variance of the free paths over their mean squared, and m the absorption of air after ISO 9613-1 at 20 °C and
50 %. For g = 0, all paths alike, a'' is Eyring's exponent -ln(1 - a); for g = 1 it is Sabine's a. It is what Kuttruff
(Room Acoustics, 5.4) derives for free paths that differ, carried through for a gamma distribution: to second order,
a'' = -ln(1 - a) (1 + g / 2 ln(1 - a)), which is his. Nothing here follows a sound through time: the click that
`campus listen` measures is an independent witness.

Seats in rows are no surfaces here: they shade one another and are smaller than low sounds are long, so each counts by
what it absorbs among others, with the floor that it stands on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from campus.proofs.audience import everybody
from campus.proofs.rays import SKIN_M, Rays, Surfaces, directions, surfaces_of, thrown_back
from campus.space.model import Space

Doubles = NDArray[np.float64]

BANDS = (125, 250, 500, 1000, 2000, 4000)
AIR_PER_M = (0.00010, 0.00030, 0.00063, 0.00107, 0.00226, 0.00678)
"""Energy lost per metre of air at 20 °C and 50 % humidity, in nepers (ISO 9613-1, decibels a metre over 4.34)."""
ROW_SEAT_FREE_M2 = (0.18, 0.24, 0.29, 0.31, 0.31, 0.30)
"""Of one lightly upholstered seat among many, nobody in it, m²: 0.36 to 0.62 of the half square metre that it takes up
(after Beranek and Hidaka, Journal of the Acoustical Society of America 104, 1998)."""
ROW_SEAT_M2 = (0.25, 0.35, 0.45, 0.50, 0.52, 0.50)
"""The same with somebody on it (typical values after Kuttruff, Room Acoustics, chapter 6, absorption of audience)."""
PERSON_M2 = (0.12, 0.25, 0.35, 0.40, 0.42, 0.42)
"""What one person adds who sits on a single chair, m² (likewise, occupied less empty)."""
SEAT_TAKES_M = 0.5
"""From the middle of a seat in a row: the floor this near is under it, and counts with it."""
OPEN_SKY = 0.4
"""Of the plan: where more of it than this has no roof, sound does not come back."""
_WALKS, _STEPS, _WARM = 1500, 44, 6
_OUTSIDE = -1


@dataclass(frozen=True, eq=False)
class Acoustics:
    """What rays and tables say of a space.

    Attributes:
        volume: of the air, m³.
        path: mean free path, metres.
        spread: variance of the free paths over their mean squared.
        absorption: (6,) mean Sabine coefficient of what is exposed, rows of seats left out.
        open_share: of what is met, openings.
        rows, chairs: how many seats stand in rows, and how many others there are.
        hardest: the hard material that is met most, and its share; None where there is none.
    """

    volume: float
    path: float
    spread: float
    absorption: Doubles
    open_share: float
    rows: int
    chairs: int
    hardest: tuple[str, float] | None

    @property
    def surface(self) -> float:
        """Of everything that is exposed, m²."""
        return 4 * self.volume / self.path

    @property
    def free(self) -> list[float]:
        """Reverberation time in seconds at each band, nobody there."""
        return self._times(np.array(ROW_SEAT_FREE_M2) * self.rows)

    @property
    def seated(self) -> list[float]:
        """Reverberation time in seconds at each band, everybody seated."""
        return self._times(self.people)

    @property
    def people(self) -> Doubles:
        """(6,) what everybody who sits there absorbs, with the rows that they sit in, m²."""
        return np.asarray(np.array(ROW_SEAT_M2) * self.rows + np.array(PERSON_M2) * self.chairs)

    def _times(self, more: Doubles) -> list[float]:
        return reverberation(self.volume, self.path, self.absorption, more, self.spread)


def acoustics_of(space: Space, random: np.random.Generator) -> Acoustics | None:
    """The acoustics of a space; None under the open sky, from which sound does not come back.

    Raises:
        NotComputable: when Embree is not installed.
    """
    surfaces = surfaces_of(space, seats=False)
    if space.scene.shell is None:
        return None
    rays = Rays(surfaces)
    if _open_above(space, rays, random) > OPEN_SKY:
        return None
    volume = _volume(space, rays, random)
    lengths, met, at = _walk(rays, _inside(space), random)
    table = np.array([space.materials[name].absorption for name in surfaces.names] or [(1.0,) * 6])
    each = np.where((met == _OUTSIDE)[:, None], 1.0, table[surfaces.material[met]])
    each[_under_rows(space, surfaces, met, at)] = 0.0
    path = float(lengths.mean()) if len(lengths) else float(np.ptp(space.bounds, axis=0).mean())
    rows = sum(len(copies.seats) for copies in space.copies if copies.role == "seat-free")
    return Acoustics(
        volume,
        path,
        float(lengths.var()) / path**2 if len(lengths) else 0.0,
        np.asarray(each.mean(0)),
        float((met == _OUTSIDE).mean()),
        rows,
        len(everybody(space)) - rows,
        _hardest(space, surfaces, met),
    )


def reverberation(volume: float, path: float, absorption: Doubles, more: Doubles, spread: float = 0.0) -> list[float]:
    """Reverberation time in seconds at each band.

    Args:
        volume: m³.
        path: mean free path, metres.
        absorption: (6,) mean Sabine coefficient of what is exposed.
        more: (6,) what seats and people absorb besides, m².
        spread: variance of the free paths over their mean squared; 0 gives Eyring's time, 1 Sabine's.
    """
    surface = 4 * volume / path
    times = []
    for a, besides, air in zip(absorption.tolist(), more.tolist(), AIR_PER_M, strict=True):
        mean = min(a + besides / surface, 0.99)
        exponent = -math.log(1 - mean) if spread < 1e-6 else (1 - (1 - mean) ** spread) / spread
        times.append(0.161 * volume / (surface * exponent + 4 * air * volume))
    return times


def _inside(space: Space) -> Doubles:
    """(n, 3) places in the air where people are."""
    places = [(x, y, z + 1.5) for x, y, z in (p.at for p in space.spawns.values())]
    places += [(x, y, z + 1.3) for x, y, z in (p.at for p in space.waypoints.values())]
    places += [sitter.eye for sitter in everybody(space)]
    return np.array(places or [(space.bounds.mean(0)).tolist()], np.float64)


def _open_above(space: Space, rays: Rays, random: np.random.Generator) -> float:
    """The share of the plan over which there is no roof."""
    low, high = space.bounds
    size = getattr(space.scene.shell.spec, "size", None) if space.scene.shell else None
    corner, extent = ((0.0, 0.0), size[:2]) if size else (low[:2], high[:2] - low[:2])
    points = np.array(corner) + random.uniform(0, 1, (600, 2)) * np.array(extent)
    above = np.column_stack([points, np.full(len(points), 2.0)])
    return float((~rays.first(above, np.tile((0.0, 0.0, 1.0), (len(above), 1))).met).mean())


def _volume(space: Space, rays: Rays, random: np.random.Generator) -> float:
    """Of the air inside the shell, m³: the shell's box less what is solid, from points spread over it."""
    spec = space.scene.shell.spec if space.scene.shell else None
    size = np.array(getattr(spec, "size", None) or (space.bounds[1] - space.bounds[0]), np.float64)
    points = random.uniform(0, 1, (4000, 3)) * size
    up = np.tile((0.0, 0.0, 1.0), (len(points), 1))
    hits = rays.first(points, up)
    # In a solid, the first surface above is met from within: its normal points up too.
    within = hits.met & (rays.surfaces.normals[hits.triangle][:, 2] > 0)
    return float(np.prod(size) * max(1 - within.mean(), 0.05))


def _walk(rays: Rays, starts: Doubles, random: np.random.Generator) -> tuple[Doubles, NDArray[np.int32], Doubles]:
    """Of every meeting after the first few: the free path before it (unless outside), the triangle, and the place.

    A triangle of -1 is the outside. A face that is met from behind is none: the ray has slipped into a solid, or meets
    a leaf's lower side, and goes on.
    """
    at = starts[random.integers(0, len(starts), _WALKS)].copy()
    way = directions(_WALKS, random)
    run = np.zeros(_WALKS)
    lengths, met, places = [], [], []
    for step in range(_STEPS):
        hits = rays.first(at, way)
        normals = rays.surfaces.normals[hits.triangle].astype(np.float64)
        through = hits.met & ((normals * way).sum(1) > 0)
        back, gone = hits.met & ~through, ~hits.met
        ahead = np.where(hits.met, hits.distance, 0.0).astype(np.float64)
        run += ahead
        reached = at + way * ahead[:, None]
        if step >= _WARM:
            lengths.append(run[back])
            met.append(hits.triangle[~through])
            places.append(reached[~through])
        run[~through] = 0.0
        onward = thrown_back(normals, random)
        # Who leaves by an opening is gone; somebody else starts where people are.
        again = starts[random.integers(0, len(starts), _WALKS)]
        at = np.where(gone[:, None], again, reached + np.where(through[:, None], way, normals) * SKIN_M)
        fresh = directions(_WALKS, random)
        way = np.where(gone[:, None], fresh, np.where(through[:, None], way, onward))
    return np.concatenate(lengths), np.concatenate(met), np.concatenate(places)


def _under_rows(space: Space, surfaces: Surfaces, met: NDArray[np.int32], at: Doubles) -> NDArray[np.bool_]:
    """(n,) whether a meeting is with the floor under a seat in a row, which counts with the seat."""
    in_rows = {seat for copies in space.copies if copies.role == "seat-free" for seat in copies.seats}
    places = np.array([space.seats[seat].at for seat in sorted(in_rows) if seat in space.seats], np.float64)
    floor = np.flatnonzero((met != _OUTSIDE) & (surfaces.normals[met][:, 2] > 0.9))
    under = np.zeros(len(met), np.bool_)
    if not len(places):
        return under
    for some in np.array_split(floor, max(1, len(floor) // 4000)):
        away = at[some][:, None, :] - places[None]
        near = (np.hypot(away[..., 0], away[..., 1]) < SEAT_TAKES_M) & (np.abs(away[..., 2]) < 0.3)
        under[some] = near.any(1)
    return under


def _hardest(space: Space, surfaces: Surfaces, met: NDArray[np.int32]) -> tuple[str, float] | None:
    counts = np.bincount(surfaces.material[met[met != _OUTSIDE]], minlength=len(surfaces.names))
    share: Mapping[str, float] = {name: float(counts[i]) / max(len(met), 1) for i, name in enumerate(surfaces.names)}
    for name in sorted(share, key=lambda n: -share[n]):
        if np.mean(space.materials[name].absorption[2:4]) < 0.15:
            return name, share[name]
    return None
