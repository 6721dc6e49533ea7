"""Light: no seat under 200 lux by day, and no patch that burns out. An estimate, and marked as one.

Paths are followed from over every seat (and from what the eye sees there) through the space to sky, sun and lamps, and
to what stands outside the windows: direct sampling, no bake. Physical units: a clear sky at the campus's hour. The
baker knows nothing of this estimate, nor this of the baker; `campus bench light` puts the two side by side.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from campus.proofs._base import Beyond, Case, Figures, Finding, Verdict, named, not_applicable, noted
from campus.proofs.audience import Sitter, everybody
from campus.proofs.contrast import luminance
from campus.proofs.lamps import LampFaces
from campus.proofs.rays import SKIN_M, Hits, Rays, Surfaces, directions, surfaces_of, thrown_back
from campus.scene.model import Sun
from campus.space.model import Space
from campus.space.sky import EXTINCTION, LUMINANCE, OUTSIDE_THE_AIR_LUX, Sky, diffuse_lux, towards_sun
from campus.text import bilingual, comma

Doubles = NDArray[np.float64]

LEAST_LUX = 200.0
"""On the table or the lap at every seat."""
BURNS_OUT = 40.0
"""Times the median luminance of what one sees: beyond that, glare hides what is beside it."""
DESK_M = 0.80
"""Height over the floor at which one reads and writes, just over any table, metres (EN 12464-1: 0.75 to 0.85)."""
GLASS_LETS = 0.78
"""Of the light, two panes of clear glass."""
GROUND_ALBEDO = 0.25
_PATHS_TOTAL, _PATHS_MOST = 36_000, 1_200
_BOUNCES, _ROULETTE_FROM = 12, 2
_LAMP_SAMPLES = 8
_PATCHES, _SHONE_AT, _AROUND = 500, 200, 12
_EVENED_M = 1.5
AT_THE_LAMP_M = 0.3
"""What is nearer to a shining face than this belongs to the lamp: the wall behind a cove, the inside of a shade."""


def prove(case: Case, *, random: np.random.Generator) -> Verdict:
    """Enough light at every seat, and none that blinds."""
    space = case.space
    sitters = everybody(space)
    if not sitters:
        return not_applicable(bilingual("nobody sits here", "personne ne s'assied ici"))
    scene = _Lit(space, case.beyond(), random)
    lux = _at_seats(scene, sitters, random)
    findings = _dark(sitters, lux) + _burnt(space, scene, sitters, random)
    figures: Figures = {
        **noted(
            bilingual(
                "an estimate by direct sampling, not a bake",
                "une estimation par échantillonnage direct, et non la lumière calculée (bake)",
            )
        ),
        "seats": len(sitters),
        "lux_lowest": round(float(lux.min())),
        "lux_median": round(float(np.median(lux))),
        "lit_patch_over_median": round(scene.brightest, 1),
        "paths": _paths(len(sitters)) * len(sitters),
    }
    return Verdict(figures, tuple(findings))


def lux_at_seats(case: Case, *, random: np.random.Generator) -> dict[str, float]:
    """The illuminance that is estimated 0.80 m over the floor at each seat, lux, by the seat's id."""
    sitters = everybody(case.space)
    if not sitters:
        return {}
    lux = _at_seats(_Lit(case.space, case.beyond(), random), sitters, random)
    return {sitter.seat.id: float(value) for sitter, value in zip(sitters, lux, strict=True)}


def over_seats(space: Space) -> dict[str, tuple[float, float, float]]:
    """Where it is judged: the place over each seat at which one reads and writes, by the seat's id."""
    return {s.seat.id: (s.seat.at[0], s.seat.at[1], s.seat.at[2] + DESK_M) for s in everybody(space)}


def _paths(seats: int) -> int:
    return max(48, min(_PATHS_MOST, _PATHS_TOTAL // seats))


def _at_seats(scene: _Lit, sitters: list[Sitter], random: np.random.Generator) -> Doubles:
    """(n,) lux on a level face over each seat."""
    paths = _paths(len(sitters))
    laps = np.array([(s.seat.at[0], s.seat.at[1], s.seat.at[2] + DESK_M) for s in sitters])
    at = np.repeat(laps, paths, axis=0)
    up = np.tile((0.0, 0.0, 1.0), (len(at), 1))
    lux = (math.pi * scene.seen(at, thrown_back(up, random))).reshape(len(sitters), paths).mean(1)
    # What walls throw back differs little from a chair to the next; its grain does.
    near = np.exp(-(np.linalg.norm(laps[:, None] - laps[None], axis=2) ** 2) / _EVENED_M**2)
    lux = near @ lux / near.sum(1)
    level = np.tile((0.0, 0.0, 1.0), (len(laps), 1))
    return np.asarray(lux + scene.from_sun(laps, level) + scene.from_every_lamp(laps, level, 2 * _LAMP_SAMPLES))


def clear_sky(sun: Sun) -> tuple[float, float, float]:
    """Illuminance that faces the sun, luminance of the sky and of the ground: lux, cd/m², cd/m².

    The beam after Meinel's air mass; the diffuse part of a clear sky after Krochmann (CIE 110).
    """
    if sun.elevation <= 0:
        return 0.0, 1.0, 0.1
    rise = math.sin(math.radians(sun.elevation))
    beam = OUTSIDE_THE_AIR_LUX * math.exp(-EXTINCTION / rise)
    diffuse = diffuse_lux(sun.elevation)
    return beam, diffuse / math.pi, GROUND_ALBEDO * (beam * rise + diffuse) / math.pi


class _Lit:
    """A space by day with its lamps lit, and what stands outside of it."""

    def __init__(self, space: Space, beyond: tuple[Beyond, ...], random: np.random.Generator) -> None:
        everything = surfaces_of(space)
        opacity = np.array([space.materials[name].opacity for name in everything.names] or [1.0])
        clear = opacity[everything.material] < 1.0  # panes let light through
        solid = everything.only(~clear)
        albedo = np.array([_albedo(space.materials[name].colour) for name in everything.names] or [0.5])
        self.inner = len(solid.corners)
        self.surfaces, self.albedo, self.under_sky = _with_beyond(solid, albedo[solid.material], beyond)
        self.rays = Rays(self.surfaces)
        self.panes = Rays(everything.only(clear))
        self.beam, self.sky, self.ground = clear_sky(space.sun)
        self.sunward = np.array(towards_sun(space.sun, space.north))
        self._heaven = Sky(self.sunward)
        self.random = random
        self.brightest = 0.0
        self.lamps = np.array([lamp.place.at for lamp in space.lamps], np.float64).reshape(-1, 3)
        self.faces = LampFaces.of(space, everything, self.rays, random)

    def seen(self, at: Doubles, ways: Doubles) -> Doubles:
        """(n,) luminance that rays from `at` see, cd/m², by reflections, too; lamps and the sun's disc left out."""
        total = np.zeros(len(at))
        weight = np.ones(len(at))
        alive = np.arange(len(at))
        facing = np.zeros(0)
        for bounce in range(_BOUNCES):
            hits = self.rays.first(at, ways)
            if bounce and self.faces.count:  # where the path begins, whoever asks aims at all lamps by itself
                total[alive] += weight * self.faces.come_upon(at, ways, facing, hits.distance, self.faces.chance)
            passed = self._through(at, ways, hits.distance)
            gone = np.flatnonzero(~hits.met)
            total[alive[gone]] += weight[gone] * passed[gone] * self._sky_along(ways[gone])
            out = np.flatnonzero(hits.triangle >= self.inner)
            total[alive[out]] += weight[out] * passed[out] * self._outside(at[out], ways[out], hits, out)
            stay = np.flatnonzero(hits.met & (hits.triangle < self.inner))
            reflected = weight[stay] * passed[stay] * self.albedo[hits.triangle[stay]]
            triangle = hits.triangle[stay]
            normals = self.towards(triangle, ways[stay])
            at = at[stay] + ways[stay] * hits.distance[stay].astype(np.float64)[:, None] + normals * SKIN_M
            weight, alive = reflected, alive[stay]
            if not len(stay):
                break
            total[alive] += weight * self.direct(at, normals) / math.pi
            if bounce >= _ROULETTE_FROM:  # what hardly matters any more goes on seldom, and then counts for the others
                chance = np.minimum(weight, 0.95)
                on = np.flatnonzero(self.random.random(len(weight)) < chance)
                at, normals, alive, weight = at[on], normals[on], alive[on], weight[on] / chance[on]
            ways = thrown_back(normals, self.random)
            facing = (ways * normals).sum(1)
        return total

    def towards(self, triangle: NDArray[np.int32], ways: Doubles) -> Doubles:
        """(n, 3) normals of triangles, on the side that rays along `ways` come from."""
        normals = self.surfaces.normals[triangle].astype(np.float64)
        return np.asarray(normals * np.where((normals * ways).sum(1) > 0, -1.0, 1.0)[:, None])

    def _sky_along(self, ways: Doubles) -> Doubles:
        """(n,) luminance of a clear sky, which is brightest around the sun; of the ground below the horizon."""
        sky = self._heaven.radiance(ways) @ LUMINANCE if self.beam > 0 else np.full(len(ways), self.sky)
        return np.where(ways[:, 2] > 0, sky, self.ground)

    def _outside(self, at: Doubles, ways: Doubles, hits: Hits, which: NDArray[np.int64]) -> Doubles:
        """(n,) luminance of what stands outside, where the rays `which` met it: in the sun or not, under its sky."""
        triangle = hits.triangle[which]
        normals = self.towards(triangle, ways)
        place = at + ways * hits.distance[which].astype(np.float64)[:, None] + normals * 10 * SKIN_M
        free, rise = self.under_sky[triangle], normals[:, 2]
        lux = free * math.pi * (self.sky * (0.5 + 0.5 * rise) + self.ground * (0.5 - 0.5 * rise))
        return np.asarray(self.albedo[triangle] * (lux + self.from_sun(place, normals)) / math.pi)

    def patches(self, eyes: Doubles) -> tuple[Doubles, Doubles, Doubles]:
        """Places that some eyes (k, 3) see, all around and where lamps shine: (n, 3), normals (n, 3), albedo (n,)."""
        ways = directions(_PATCHES, self.random)
        starts = eyes[self.random.integers(0, len(eyes), _PATCHES)]
        shining, out = self.faces.leaving(_SHONE_AT, self.random)
        starts, ways = np.concatenate([starts, shining]), np.concatenate([ways, out])
        hits = self.rays.first(starts, ways)
        here = np.flatnonzero(hits.met & (hits.triangle < self.inner))
        triangle, ways = hits.triangle[here], ways[here]
        normals = self.towards(triangle, ways)
        at = starts[here] + ways * hits.distance[here].astype(np.float64)[:, None] + normals * SKIN_M
        watching = eyes[self.random.integers(0, len(eyes), len(at))]
        keep = (here < _PATCHES) | self.rays.clear(at, watching)
        return at[keep], normals[keep], self.albedo[triangle[keep]]

    def direct(self, at: Doubles, normals: Doubles) -> Doubles:
        """(n,) illuminance by the sun's beam and by lamps, lux; of the lamps one is asked, chosen by its strength."""
        lit = self.from_sun(at, normals)
        faces = self.faces
        if faces.count:
            chosen = self.random.choice(faces.count, len(at), p=faces.chance)
            lit += faces.lux(chosen, at, normals, self.rays, self.random, faces.chance[chosen])
        return lit

    def from_sun(self, at: Doubles, normals: Doubles) -> Doubles:
        """(n,) illuminance by the sun's beam, lux."""
        facing = np.maximum(normals @ self.sunward, 0.0)
        lit = np.zeros(len(at))
        ask = np.flatnonzero(facing > 0)
        if self.beam > 0 and len(ask):
            ways = np.tile(self.sunward, (len(ask), 1))
            hits = self.rays.first(at[ask] + normals[ask] * SKIN_M, ways)
            lit[ask] = np.where(hits.met, 0.0, self._through(at[ask], ways, hits.distance))
        return np.asarray(self.beam * facing * lit)

    def from_every_lamp(self, at: Doubles, normals: Doubles, times: int = 1) -> Doubles:
        """(n,) illuminance by all lamps, lux; each is asked so many times."""
        count = self.faces.count
        if not count or not len(at):
            return np.zeros(len(at))
        chosen = np.tile(np.repeat(np.arange(count), times), len(at))
        place, facing = (np.repeat(each, count * times, axis=0) for each in (at, normals))
        lit = self.faces.lux(chosen, place, facing, self.rays, self.random, times=times)
        return np.asarray(lit.reshape(len(at), -1).sum(1) / times)

    def from_near_lamps(self, at: Doubles, normals: Doubles, ways: Doubles) -> Doubles:
        """(n,) illuminance by all lamps, lux, of places that may be near to one: `ways` (n * k, 3) look around, too."""
        count, each = self.faces.count, len(ways) // max(len(at), 1)
        if not count or not len(at):
            return np.zeros(len(at))
        place, facing = (np.repeat(of, each, axis=0) for of in (at, normals))
        cosine, before = (ways * facing).sum(1), self.rays.first(place, ways).distance
        often = np.full(count, _LAMP_SAMPLES / each)
        met = math.pi * self.faces.come_upon(place, ways, cosine, before, often).reshape(len(at), each).mean(1)
        chosen = np.tile(np.repeat(np.arange(count), _LAMP_SAMPLES), len(at))
        place, facing = (np.repeat(of, count * _LAMP_SAMPLES, axis=0) for of in (at, normals))
        lit = self.faces.lux(chosen, place, facing, self.rays, self.random, often[chosen], _LAMP_SAMPLES)
        return np.asarray(met + lit.reshape(len(at), -1).sum(1) / each)

    def _through(self, at: Doubles, ways: Doubles, distance: NDArray[np.float32]) -> Doubles:
        """(n,) the share of light that passes the pane, where there is one before `distance`."""
        return np.where(self.panes.first(at, ways).distance < distance, GLASS_LETS, 1.0)


def _with_beyond(solid: Surfaces, albedo: Doubles, beyond: tuple[Beyond, ...]) -> tuple[Surfaces, Doubles, Doubles]:
    """Surfaces of a space and, behind them, of what stands outside; (m,) their albedo and their share of the sky."""
    corners, grey, sky = [solid.corners], [albedo], [np.zeros(len(albedo))]
    for other in beyond:
        looks = [other.materials.get(name) for name in other.mesh.materials]
        table = np.array([_albedo(look.colour) if look else 0.5 for look in looks] or [0.5])
        corners.append(other.mesh.corners())
        grey.append(table[other.mesh.material])
        sky.append(np.full(len(other.mesh.triangles), other.sky))
    more = sum(len(each) for each in corners[1:])
    material = np.concatenate([solid.material, np.zeros(more, np.int32)])
    together = Surfaces(np.concatenate(corners), material, solid.names)
    return together, np.concatenate(grey), np.concatenate(sky)


def _albedo(colour: str) -> float:
    return min(luminance(colour), 0.9)


def _dark(sitters: list[Sitter], lux: Doubles) -> list[Finding]:
    by_node: dict[str, list[int]] = {}
    for index in np.flatnonzero(lux < LEAST_LUX).tolist():
        by_node.setdefault(sitters[index].seat.node, []).append(index)
    findings = []
    for node, several in by_node.items():
        several = sorted(several, key=lambda i: float(lux[i]))
        who, darkest = named([sitters[i].seat.id for i in several]), lux[several[0]]
        message = bilingual(
            f"{who.en} sits in the dark: {darkest:.0f} lux by day,"
            f" {LEAST_LUX:g} at least, {DESK_M:.2f} m over the floor (an estimate). Add a lamp, or a window.",
            f"à {who.fr} on est dans le noir : {darkest:.0f} lux de jour, {LEAST_LUX:g} au moins,"
            f" à {comma(DESK_M, '.2f')} m du sol (une estimation). Ajoutez une lampe, ou une fenêtre.",
        )
        findings.append(Finding(node, message))
    return findings


def _burnt(space: Space, scene: _Lit, sitters: list[Sitter], random: np.random.Generator) -> list[Finding]:
    """What the lamps burn out: patches of surface that people see. Sun patches are what the picture is exposed for."""
    at, normals, albedo = scene.patches(np.array([sitter.eye for sitter in sitters]))
    if not len(at):
        return []
    several, around = np.repeat(at, _AROUND, axis=0), np.repeat(normals, _AROUND, axis=0)
    looks = thrown_back(around, random)
    lamps = scene.from_near_lamps(at, normals, looks)
    others = math.pi * scene.seen(several, looks).reshape(-1, _AROUND).mean(1)
    luminances = albedo * (lamps + others) / math.pi
    median = max(float(np.median(luminances)), 1e-3)
    ratio = np.where(scene.faces.apart(at) > AT_THE_LAMP_M, albedo * lamps / math.pi / median, 0.0)
    scene.brightest = float(ratio.max())
    findings = []
    if float(ratio.max()) > BURNS_OUT:
        worst = int(np.argmax(ratio))
        x, y, z = at[worst].tolist()
        lamp = int(np.argmin(np.linalg.norm(scene.lamps - at[worst], axis=1)))
        node = _node_of_lamp(space, lamp)
        times = ratio[worst]
        message = bilingual(
            f"the surface at [{x:.1f}, {y:.1f}, {z:.1f}] burns out: lamp '{node}' makes it"
            f" {times:.0f} times as bright as the room, {BURNS_OUT:g} at most (an estimate)."
            " Give it fewer lumens, or more distance.",
            f"la surface en [{x:.1f}, {y:.1f}, {z:.1f}] est brûlée : lamp « {node} » la rend {times:.0f} fois plus"
            f" claire que la salle, {BURNS_OUT:g} au plus (une estimation)."
            " Donnez-lui moins de lumens, ou plus de distance.",
        )
        findings.append(Finding(node, message))
    return findings


def _node_of_lamp(space: Space, lamp: int) -> str | None:
    count = 0
    for node in space.scene.nodes:
        count += len(node.spec.anchors().lamps) if node.id in space.where else 0
        if lamp < count:
            return node.id
    return None
