"""Light: no seat under 200 lux by day, and no patch that burns out. An estimate, and marked as one.

Paths are followed from every seat (and from what the eye sees there) into the space, over two reflections, to sky, sun
and lamps: direct sampling, no bake. Physical units: a clear sky at the campus's hour.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from campus.proofs._base import Case, Figures, Finding, Verdict, named, not_applicable, noted
from campus.proofs.audience import Sitter, everybody
from campus.proofs.contrast import luminance
from campus.proofs.rays import SKIN_M, Rays, Surfaces, directions, surfaces_of, thrown_back
from campus.scene.model import Sun
from campus.space.model import Space
from campus.space.sky import EXTINCTION, OUTSIDE_THE_AIR_LUX, diffuse_lux, towards_sun
from campus.text import bilingual

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
_PATHS_TOTAL, _PATHS_MOST = 36_000, 400
_BOUNCES = 3
_PATCHES = 600
_HOUSING_M = 0.10


def prove(case: Case, *, random: np.random.Generator) -> Verdict:
    """Enough light at every seat, and none that blinds."""
    space = case.space
    sitters = everybody(space)
    if not sitters:
        return not_applicable(bilingual("nobody sits here", "personne ne s'assied ici"))
    scene = _Lit(space, random)
    paths = max(48, min(_PATHS_MOST, _PATHS_TOTAL // len(sitters)))
    laps = np.array([(s.seat.at[0], s.seat.at[1], s.seat.at[2] + DESK_M) for s in sitters])
    at = np.repeat(laps, paths, axis=0)
    up = np.tile((0.0, 0.0, 1.0), (len(at), 1))
    lux = (math.pi * scene.seen(at, thrown_back(up, random))).reshape(len(sitters), paths).mean(1)
    level = np.tile((0.0, 0.0, 1.0), (len(laps), 1))
    lux += scene.from_sun(laps, level) + scene.from_every_lamp(laps, level)
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
        "paths": paths * len(sitters),
    }
    return Verdict(figures, tuple(findings))


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
    """A space by day with its lamps lit."""

    def __init__(self, space: Space, random: np.random.Generator) -> None:
        everything = surfaces_of(space)
        opacity = np.array([space.materials[name].opacity for name in everything.names] or [1.0])
        glowing = np.array([space.materials[name].emission > 0 for name in everything.names] or [False])
        # Panes let light through; a lamp's shining side is the lamp itself, which is counted by its lumens.
        clear = opacity[everything.material] < 1.0
        solid = everything.only(~clear & ~glowing[everything.material])
        self.rays = Rays(solid)
        self.panes = Rays(everything.only(clear))
        self.surfaces: Surfaces = solid
        self.albedo = np.array([_albedo(space.materials[name].colour) for name in everything.names] or [0.5])
        self.beam, self.sky, self.ground = clear_sky(space.sun)
        self.sunward = np.array(towards_sun(space.sun, space.north))
        self.random = random
        self.brightest = 0.0
        self.lamps = np.array([lamp.place.at for lamp in space.lamps], np.float64).reshape(-1, 3)
        self.lumens = np.array([lamp.lumens for lamp in space.lamps], np.float64)
        self.turns = np.deg2rad([lamp.place.heading for lamp in space.lamps])
        self.sizes = np.array([lamp.size for lamp in space.lamps], np.float64).reshape(-1, 2)
        self.candela = self._candela()

    def _candela(self) -> Doubles:
        """(lamps,) intensity: what a housing holds back leaves by the other side, as its white inside reflects it."""
        if not len(self.lamps):
            return np.zeros(0)
        each = 64
        ways = np.tile(directions(each, self.random), (len(self.lamps), 1))
        hits = self.rays.first(np.repeat(self.lamps, each, axis=0), ways)
        free = (hits.distance > 3 * _HOUSING_M).reshape(len(self.lamps), each).mean(1)
        return np.asarray(self.lumens / (4 * math.pi * np.clip(free, 0.15, 1.0)))

    def seen(self, at: Doubles, ways: Doubles) -> Doubles:
        """(n,) luminance that rays from `at` see, cd/m², over a few reflections; lamps and the sun's disc left out."""
        total = np.zeros(len(at))
        weight = np.ones(len(at))
        alive = np.arange(len(at))
        for bounce in range(_BOUNCES):
            hits = self.rays.first(at, ways)
            passed = self._through(at, ways, hits.distance)
            gone = ~hits.met
            outside = np.where(ways[:, 2] > 0, self.sky, self.ground)
            total[alive[gone]] += (weight * passed * outside)[gone]
            stay = hits.met
            if not stay.any():
                break
            at, ways, alive = at[stay], ways[stay], alive[stay]
            triangle = hits.triangle[stay]
            normals = self.surfaces.normals[triangle].astype(np.float64)
            normals *= np.where((normals * ways).sum(1) > 0, -1.0, 1.0)[:, None]
            at = at + ways * hits.distance[stay].astype(np.float64)[:, None] + normals * SKIN_M
            weight = weight[stay] * passed[stay] * self.albedo[self.surfaces.material[triangle]]
            total[alive] += weight * self.direct(at, normals) / math.pi
            if bounce + 1 < _BOUNCES:
                ways = thrown_back(normals, self.random)
        return total

    def direct(self, at: Doubles, normals: Doubles) -> Doubles:
        """(n,) illuminance by the sun's beam and by lamps, lux; of the lamps one is asked, chosen by its strength."""
        lit = self.from_sun(at, normals)
        if len(self.lamps):
            chance = self.lumens / self.lumens.sum()
            chosen = self.random.choice(len(self.lamps), len(at), p=chance)
            lit += self._from(chosen, at, normals) / chance[chosen]
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
        count = len(self.lamps)
        if not count or not len(at):
            return np.zeros(len(at))
        chosen = np.tile(np.repeat(np.arange(count), times), len(at))
        lit = self._from(chosen, np.repeat(at, count * times, axis=0), np.repeat(normals, count * times, axis=0))
        return np.asarray(lit.reshape(len(at), -1).sum(1) / times)

    def _from(self, chosen: NDArray[np.int64], at: Doubles, normals: Doubles) -> Doubles:
        """(n,) illuminance by one chosen lamp each, lux."""
        target = self._somewhere_on(chosen)
        to = target - at
        distance = np.maximum(np.linalg.norm(to, axis=1), 0.05)
        facing = np.maximum((to * normals).sum(1) / distance, 0.0)
        lit = self.rays.clear(at + normals * SKIN_M, target, _HOUSING_M)
        return np.where(lit, self.candela[chosen] * facing / np.maximum(distance, 0.25) ** 2, 0.0)

    def _somewhere_on(self, chosen: NDArray[np.int64]) -> Doubles:
        """(n, 3) a point of each chosen lamp's emitting area: a cove is a line, and no point."""
        aside = self.random.uniform(-0.5, 0.5, (len(chosen), 2)) * self.sizes[chosen]
        cos, sin = np.cos(self.turns[chosen]), np.sin(self.turns[chosen])
        x, y = aside[:, 0], aside[:, 1]
        return self.lamps[chosen] + np.stack([cos * x - sin * y, sin * x + cos * y, 0 * x], axis=1)

    def _through(self, at: Doubles, ways: Doubles, distance: NDArray[np.float32]) -> Doubles:
        """(n,) the share of light that passes the pane, where there is one before `distance`."""
        return np.where(self.panes.first(at, ways).distance < distance, GLASS_LETS, 1.0)


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
            f" {LEAST_LUX:g} at least (an estimate). Add a lamp, or a window.",
            f"à {who.fr} on est dans le noir : {darkest:.0f} lux de jour, {LEAST_LUX:g} au moins (une estimation)."
            " Ajoutez une lampe, ou une fenêtre.",
        )
        findings.append(Finding(node, message))
    return findings


def _burnt(space: Space, scene: _Lit, sitters: list[Sitter], random: np.random.Generator) -> list[Finding]:
    """What the lamps burn out: patches of surface that people see. Sun patches are what the picture is exposed for."""
    eyes = np.array([sitter.eye for sitter in sitters])[random.integers(0, len(sitters), _PATCHES)]
    ways = directions(_PATCHES, random)
    hits = scene.rays.first(eyes, ways)
    eyes, ways = eyes[hits.met], ways[hits.met]
    triangle = hits.triangle[hits.met]
    if not len(eyes):
        return []
    normals = scene.surfaces.normals[triangle].astype(np.float64)
    normals *= np.where((normals * ways).sum(1) > 0, -1.0, 1.0)[:, None]
    at = eyes + ways * hits.distance[hits.met].astype(np.float64)[:, None] + normals * SKIN_M
    albedo = scene.albedo[scene.surfaces.material[triangle]]
    lamps = scene.from_every_lamp(at, normals, 4)
    count = 12
    sky = scene.seen(np.repeat(at, count, axis=0), thrown_back(np.repeat(normals, count, axis=0), random))
    sky = math.pi * sky.reshape(-1, count).mean(1)
    luminances = albedo * (lamps + sky) / math.pi
    median = max(float(np.median(luminances)), 1e-3)
    # What lies right at a lamp belongs to it: the wall behind a cove, the inside of a shade.
    apart = np.full(len(at), np.inf)
    for lamp_at in scene.lamps:
        apart = np.minimum(apart, np.linalg.norm(at - lamp_at, axis=1))
    ratio = np.where(apart > 3 * _HOUSING_M, albedo * lamps / math.pi / median, 0.0)
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
