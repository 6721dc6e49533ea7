"""Hearing: how long sound stays, band by band, and whether who speaks is understood at every seat.

Rays walk through the space and are thrown back as by rough surfaces; what they meet tells the mean free path and the
mean absorption of what is really exposed. Then, for each octave band from 125 to 4000 Hz:

- reverberation time by Eyring: T = 0.161 V / (4 m V - S ln(1 - a)), with S = 4 V / mean free path (Kuttruff, Room
  Acoustics, 5.1 and 5.4), the absorption of air m after ISO 9613-1 at 20 °C and 50 %, everybody seated;
- speech transmission index (IEC 60268-16) from the modulation transfer function of direct and diffuse sound and noise
  (Houtgast, Steeneken and Plomp, Acustica 46, 1980).

The target for a room where one teaches is that of DIN 18041:2016, use A3: T = 0.32 lg V - 0.17 s, which gives 0.9 s for
the amphitheatre and 0.55 s for the seminar room; elsewhere under a roof it is 1.5 s, or what `sound: {reverb: …}` says.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from campus.proofs._base import Case, Figure, Finding, Verdict, named, not_applicable
from campus.proofs.audience import audience, everybody, speakers
from campus.proofs.rays import SKIN_M, Rays, Surfaces, surfaces_of
from campus.space.model import Space

Doubles = NDArray[np.float64]

BANDS = (125, 250, 500, 1000, 2000, 4000)
AIR_PER_M = (0.00010, 0.00030, 0.00063, 0.00107, 0.00226, 0.00678)
"""Energy lost per metre of air at 20 °C and 50 % humidity, in nepers (ISO 9613-1, decibels a metre over 4.34)."""
ROW_SEAT_M2 = (0.25, 0.35, 0.45, 0.50, 0.52, 0.50)
"""Of one person on an upholstered seat among many, m²: they shade each other, so rows are counted and not met by rays
(typical values after Kuttruff, Room Acoustics, chapter 6, absorption of audience)."""
PERSON_M2 = (0.12, 0.25, 0.35, 0.40, 0.42, 0.42)
"""What one person adds who sits on a single chair, m² (likewise, occupied less empty)."""
TOO_LONG = (1.45, 1.2, 1.2, 1.2, 1.2, 1.2)
"""Times the target, by band, where one teaches (DIN 18041:2016, figure 2)."""
TOO_LONG_ELSEWHERE = (math.inf, 1.2, 1.2, 1.2, 1.2, math.inf)
"""Where nobody teaches, a foyer or a hall, 250 to 2000 Hz are judged (the same norm, group B)."""
HALL_S = 1.5
UNDERSTOOD = 0.60
"""Speech transmission index from which IEC 60268-16 calls intelligibility good."""
OPEN_SKY = 0.4
"""Of the plan: where more of it than this has no roof, sound does not come back."""
_WALKS, _STEPS = 1500, 40
_OUTSIDE = -1

_STI_BANDS = (125, 250, 500, 1000, 2000, 4000, 8000)
_STI_WEIGHT = (0.085, 0.127, 0.230, 0.233, 0.309, 0.224, 0.173)
_STI_REDUNDANCY = (0.085, 0.078, 0.065, 0.011, 0.047, 0.095)
_SPEECH_DB = (2.9, 2.9, -0.8, -6.8, -12.8, -18.8, -24.8)
"""Spectrum of a male voice, band level over A-weighted level (IEC 60268-16, as are the weights above)."""
_MODULATIONS = (0.63, 0.8, 1.0, 1.25, 1.6, 2.0, 2.5, 3.15, 4.0, 5.0, 6.3, 8.0, 10.0, 12.5)
VOICE_DBA = 66.0
"""At one metre: a raised voice, as teachers speak (ISO 9921)."""
_DIRECTIVITY = 2.0
_NOISE_DB = (44.0, 37.0, 31.0, 27.0, 24.0, 22.0, 21.0)
"""Background, noise criterion NC-25: what ANSI S12.60 asks of classrooms, with people who listen."""
_HIDDEN = 0.1
"""Of the direct sound, what comes round an obstacle."""


def prove(case: Case, *, random: np.random.Generator) -> Verdict:
    """Reverberation near its target, and whoever speaks from the podium understood at every seat."""
    space = case.space
    surfaces = surfaces_of(space, seats=False)
    if space.scene.shell is None:
        return not_applicable("open sky")
    rays = Rays(surfaces)
    starts = _inside(space)
    if _open_above(space, rays, random) > OPEN_SKY:
        return not_applicable("open sky")
    volume = _volume(space, rays, random)
    path, hits = _walk(space, rays, starts, random)
    absorption = _absorption(space, surfaces, hits)
    teaching = speakers(space)
    lecture = bool(teaching) or any(screen.shows == "session" for screen in space.screens.values())
    in_rows = sum(len(copies.seats) for copies in space.copies if copies.role == "seat-free")
    others = len(everybody(space)) - in_rows
    seated = np.array(ROW_SEAT_M2) * in_rows + np.array(PERSON_M2) * others
    times = reverberation(volume, path, absorption, seated)
    target = _target(space, volume, lecture)
    findings = [
        Finding(
            _shell(space),
            f"sound stays too long at {band} Hz: {time:.2f} s, {target * most:.2f} s at most"
            f" (target {target:.2f} s). {_advice(space, surfaces, hits)}",
        )
        for band, time, most in zip(BANDS, times, TOO_LONG if lecture else TOO_LONG_ELSEWHERE, strict=True)
        if time > target * most
    ][:1]
    figures: dict[str, Figure] = {
        "rt60_s": {str(band): round(time, 2) for band, time in zip(BANDS, times, strict=True)},
        "rt60_mid_s": round((times[2] + times[3]) / 2, 2),
        "target_s": round(target, 2),
        "volume_m3": round(volume),
        "mean_free_path_m": round(path, 2),
        "open_share": round(float((hits == _OUTSIDE).mean()), 3),
        "people": len(everybody(space)),
    }
    sitters = audience(space)
    if not teaching or not sitters:
        figures["note"] = "speech not applicable: nobody teaches here"
        return Verdict(figures, tuple(findings))
    surface = 4 * volume / path
    absorption = np.minimum(absorption + seated / surface, 0.99)
    ears = np.array([sitter.eye for sitter in sitters], np.float64)
    best = np.zeros(len(ears))
    for _, mouth, gain in teaching:
        distance = np.linalg.norm(ears - mouth, axis=1)
        heard = rays.clear(np.tile(np.array(mouth), (len(ears), 1)), ears, 0.15)
        best = np.maximum(best, speech_index(distance, heard, times, surface, absorption, gain))
    figures["sti_lowest"] = round(float(best.min()), 2)
    figures["sti_mean"] = round(float(best.mean()), 2)
    by_node: dict[str, list[int]] = {}
    for index in np.flatnonzero(best < UNDERSTOOD).tolist():
        by_node.setdefault(sitters[index].seat.node, []).append(index)
    if not findings:  # too long a reverberation is the reason, and is told once
        for node, several in by_node.items():
            worst = min(float(best[i]) for i in several)
            who, by = named([sitters[i].seat.id for i in several]), teaching[0][0]
            findings.append(
                Finding(
                    node,
                    f"at {who} one hears who speaks from '{by}' badly: speech"
                    f" transmission index {worst:.2f}, {UNDERSTOOD:.2f} at least. Absorb more, or give the podium a"
                    " microphone: 'audio: {gain: 12}' on its zone.",
                )
            )
    return Verdict(figures, tuple(findings))


def reverberation(volume: float, path: float, absorption: Doubles, seated: Doubles) -> list[float]:
    """Reverberation time in seconds at each band.

    Args:
        volume: m³.
        path: mean free path, metres.
        absorption: (6,) mean Sabine coefficient of what is exposed.
        seated: (6,) what the people who sit there absorb, m².
    """
    surface = 4 * volume / path
    times = []
    for a, people, air in zip(absorption.tolist(), seated.tolist(), AIR_PER_M, strict=True):
        mean = min((a * surface + people) / surface, 0.99)
        times.append(0.161 * volume / (-surface * math.log(1 - mean) + 4 * air * volume))
    return times


def speech_index(
    distance: Doubles, heard: NDArray[np.bool_], times: list[float], surface: float, absorption: Doubles, gain: float
) -> Doubles:
    """(n,) the speech transmission index at n places.

    Args:
        distance: (n,) to the mouth, metres.
        heard: (n,) whether nothing stands between.
        times: (6,) reverberation by band, seconds.
        surface: of the room, m².
        absorption: (6,) its mean coefficient.
        gain: of a microphone, decibels.
    """
    direct = _DIRECTIVITY * np.where(heard, 1.0, _HIDDEN) / np.maximum(distance, 0.3) ** 2
    index = np.zeros(len(distance))
    before: Doubles | None = None
    modulations = np.array(_MODULATIONS)
    for k in range(len(_STI_BANDS)):
        j = min(k, len(BANDS) - 1)
        a = min(float(absorption[j]), 0.99)
        diffuse = 16 * math.pi * (1 - a) / max(surface * a, 1e-6)
        turn = 2 * math.pi * modulations * times[j] / 13.8
        real = direct[:, None] + diffuse / (1 + turn**2)
        imaginary = -diffuse * turn / (1 + turn**2)
        # Levels against a free field at 1 m with the voice's directivity: there the voice has its level.
        signal = VOICE_DBA + gain + _SPEECH_DB[k] + 10 * np.log10((direct + diffuse) / _DIRECTIVITY)
        quiet = 1 / (1 + 10 ** ((_NOISE_DB[k] - signal) / 10))
        modulation = np.hypot(real, imaginary) / (direct + diffuse)[:, None] * quiet[:, None]
        modulation = np.clip(modulation, 1e-6, 1 - 1e-6)
        apparent = np.clip(10 * np.log10(modulation / (1 - modulation)), -15, 15)
        transmission = ((apparent + 15) / 30).mean(1)
        index += _STI_WEIGHT[k] * transmission
        if before is not None:
            index -= _STI_REDUNDANCY[k - 1] * np.sqrt(before * transmission)
        before = transmission
    return np.asarray(np.clip(index, 0, 1))


def _target(space: Space, volume: float, lecture: bool) -> float:
    said = str(space.scene.sound.get("reverb", "")).removesuffix("s").strip()
    try:
        return float(said)
    except ValueError:
        pass
    if lecture:
        return 0.32 * math.log10(max(volume, 30.0)) - 0.17
    return HALL_S


def _shell(space: Space) -> str | None:
    return space.scene.shell.id if space.scene.shell else None


def _inside(space: Space) -> Doubles:
    """(n, 3) places in the air where people are."""
    places = [(x, y, z + 1.5) for x, y, z in (p.at for p in space.spawns.values())]
    places += [(x, y, z + 1.3) for x, y, z in (p.at for p in space.waypoints.values())]
    places += [sitter.eye for sitter in everybody(space)]
    return np.array(places or [(space.bounds.mean(0)).tolist()], np.float64)


def directions(count: int, random: np.random.Generator) -> Doubles:
    """(count, 3) unit vectors, every direction alike."""
    z = random.uniform(-1, 1, count)
    turn = random.uniform(0, 2 * math.pi, count)
    flat = np.sqrt(1 - z**2)
    return np.stack([flat * np.cos(turn), flat * np.sin(turn), z], axis=1)


def thrown_back(normals: Doubles, random: np.random.Generator) -> Doubles:
    """(n, 3) directions from surfaces, as rough ones scatter: by the cosine to the normal (Lambert)."""
    ways = normals + directions(len(normals), random) * 0.999
    return np.asarray(ways / np.linalg.norm(ways, axis=1, keepdims=True))


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


def _walk(space: Space, rays: Rays, starts: Doubles, random: np.random.Generator) -> tuple[float, NDArray[np.int32]]:
    """Mean free path in metres, and the triangle (or -1 for outside) of every meeting after the first few."""
    at = starts[random.integers(0, len(starts), _WALKS)].copy()
    way = directions(_WALKS, random)
    lengths, met = [], []
    size = space.bounds[1] - space.bounds[0]
    for step in range(_STEPS):
        hits = rays.first(at, way)
        inside = hits.met
        if step >= 4:
            lengths.append(np.where(inside, hits.distance, np.nan))
            met.append(hits.triangle)
        normals = rays.surfaces.normals[hits.triangle].astype(np.float64)
        normals *= np.where((normals * way).sum(1) > 0, -1.0, 1.0)[:, None]
        reached = at + way * np.where(inside, hits.distance, 0.0)[:, None]
        onward = thrown_back(normals, random)
        # Who leaves by an opening is gone; somebody else starts where people are.
        again = starts[random.integers(0, len(starts), _WALKS)]
        at = np.where(inside[:, None], reached + normals * SKIN_M, again)
        way = np.where(inside[:, None], onward, directions(_WALKS, random))
    mean = float(np.nanmean(np.concatenate(lengths)))
    return (mean if np.isfinite(mean) else float(size.mean())), np.concatenate(met)


def _absorption(space: Space, surfaces: Surfaces, hits: NDArray[np.int32]) -> Doubles:
    """(6,) mean Sabine coefficient of what the walks met; the open takes all."""
    table = np.array([space.materials[name].absorption for name in surfaces.names] or [(1.0,) * 6])
    each = np.where((hits == _OUTSIDE)[:, None], 1.0, table[surfaces.material[hits]])
    return np.asarray(each.mean(0))


def _advice(space: Space, surfaces: Surfaces, hits: NDArray[np.int32]) -> str:
    inside = hits[hits != _OUTSIDE]
    counts = np.bincount(surfaces.material[inside], minlength=len(surfaces.names))
    share: Mapping[str, float] = {surfaces.names[i]: float(counts[i]) / max(len(hits), 1) for i in range(len(counts))}
    hard = [n for n in sorted(share, key=lambda n: -share[n]) if np.mean(space.materials[n].absorption[2:4]) < 0.15]
    if not hard:
        return "Absorb more."
    return f"Most of what it meets is hard: '{hard[0]}' ({share[hard[0]]:.0%}). Make ceiling or walls absorb."
