"""How a room answers: its impulse response, traced by rays through its own triangles.

Energy leaves a source in every direction, is thrown back by what it meets (partly as by a mirror, partly as by rough
stone), loses at each meeting what that material absorbs in each octave band, and some to the air. What passes by the
listeners is counted into bins of time: six histograms. An impulse response is noise in each band that has just that
energy at each moment. No reverberation time goes in: it comes out (`reverberation`), and `campus listen --measure`
compares it with the one that `campus.proofs.acoustics` has by formula, from volume, free paths and absorption alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from campus.sound import RATE
from campus.sound.rays import Grid
from campus.space.model import Space
from campus.space.triangles import triangles_of

Samples = NDArray[np.float64]

BANDS = (125, 250, 500, 1000, 2000, 4000)
SOUND_M_S = 343.0
AIR_PER_M = (0.00010, 0.00030, 0.00063, 0.00107, 0.00226, 0.00678)
"""Energy lost per metre of air at 20 °C and 50 % humidity, in nepers (ISO 9613-1)."""
BIN_S = 0.004
LONGEST_S = 3.0
SCATTERED = 0.6
"""Share of sound that furnished rooms throw back in no mirror's direction: between bare walls (0.2) and seats (0.8)."""
FORGOTTEN = 1e-7
"""A ray that has lost 70 dB is not followed further."""
EAR_M = 1.0
"""Radius of the spheres in which passing energy is counted."""
EARS_APART_M = 0.175
_EARS = 32
_SHARE_OUT_EVERY = 4
"""Bounces after which the rays are shared out anew."""
_SKIN_M = 1e-3
VERSION = 2


@dataclass(frozen=True, eq=False)
class Echo:
    """What rays found of a room.

    Attributes:
        energy: (6, bins) of reflected sound at a listener by octave band and time since it left the source, over
            the energy of the direct sound at 1 m.
        path: mean free path, metres.
        absorption: (6,) mean coefficient of what rays met; what left by an opening counts as 1.
        volume: of the air, m³.
        escaped: share of meetings that were none: sound that left.
    """

    energy: Samples
    path: float
    absorption: Samples
    volume: float
    escaped: float


@dataclass(frozen=True, eq=False)
class Room:
    """What rays need of a space, its doors closed, its seats free and nobody in it.

    Attributes:
        corners: (m, 3, 3) metres.
        absorption: (m, 6) of each triangle.
        places: (n, 3) in the air where people are: who speaks, and who listens.
        box: (2, 3) lowest and highest corner of the air.
    """

    corners: NDArray[np.float32]
    absorption: Samples
    places: Samples
    box: Samples


def room_of(space: Space) -> Room:
    """A compiled space as rays meet it."""
    size = getattr(space.scene.shell.spec, "size", None) if space.scene and space.scene.shell else None
    box = space.bounds.astype(np.float64) if size is None else np.array([(0.0, 0.0, 0.0), size], np.float64)
    return Room(*surfaces(space), _where_people_are(space), box)


def trace(room: Room, *, rays: int = 500, seed: int = 1) -> Echo:
    """The echo of a room.

    Args:
        room: its triangles.
        rays: how many; the noise of the histograms falls with their root.
        seed: makes it repeatable.
    """
    random = np.random.default_rng(seed)
    corners, absorption, places = room.corners, room.absorption, room.places
    bins = round(LONGEST_S / BIN_S)
    if not len(corners):
        return Echo(np.zeros((6, bins)), math.inf, np.ones(6), math.inf, 1.0)
    grid = Grid(corners)
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]).astype(np.float64)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    ears = places[random.integers(0, len(places), _EARS)]
    at = places[random.integers(0, len(places), rays)].copy()
    way = directions(rays, random)
    energy = np.full((rays, 6), 1.0 / rays)
    gone = np.zeros(rays)
    counted = np.zeros((6, bins))
    weight = np.ones(rays)  # how much of what left the source each stands for, however much of that is left
    lengths, lost, meetings, escapes = 0.0, np.zeros(6), 0.0, 0.0
    air = np.array(AIR_PER_M)
    bounces = 0
    while len(at):
        distance, met = grid.first(at.astype(np.float32), way.astype(np.float32))
        inside = met >= 0
        along = np.where(inside, distance, 0.0).astype(np.float64)
        if bounces:
            _count(counted, ears, at, way, np.where(inside, along, 50.0), energy, gone)
        escapes += float(weight[~inside].sum())
        lengths += float((weight * along).sum())
        # A face met from behind is none: the ray slipped into a solid, or meets a leaf's lower side, and goes on.
        through = inside & ((normals[met] * way).sum(1) > 0)
        meetings += float(weight[~through].sum())
        lost += weight[~through] @ np.where(inside[:, None], absorption[met], 1.0)[~through]
        keep = np.flatnonzero(inside)
        weight = weight[keep]
        at, way, along, met, through = at[keep], way[keep], along[keep], met[keep], through[keep]
        gone = gone[keep] + along
        energy = energy[keep] * np.exp(-air * along[:, None]) * np.where(through[:, None], 1.0, 1 - absorption[met])
        normal = normals[met]
        at = at + way * along[:, None] + np.where(through[:, None], way, normal) * _SKIN_M
        mirrored = way - 2 * (way * normal).sum(1, keepdims=True) * normal
        rough = normal + directions(len(at), random) * 0.999
        rough /= np.linalg.norm(rough, axis=1, keepdims=True)
        back = np.where((random.uniform(size=len(at)) < SCATTERED)[:, None], rough, mirrored)
        way = np.where(through[:, None], way, back)
        alive = np.flatnonzero((energy.max(1) > FORGOTTEN / rays) & (gone < LONGEST_S * SOUND_M_S))
        at, way, energy, gone, weight = at[alive], way[alive], energy[alive], gone[alive], weight[alive]
        bounces += 1
        if bounces % _SHARE_OUT_EVERY == 0 and len(at):
            chosen, scale = _shared_out(energy, rays, random)
            at, way, energy, gone = at[chosen], way[chosen], energy[chosen] * scale[:, None], gone[chosen]
            weight = weight[chosen] * scale
    # Energy density in a sphere is what crosses it, times how far, over its volume; the direct sound's at 1 m is 1/4π.
    counted *= 4 * math.pi / (_EARS * 4 / 3 * math.pi * EAR_M**3)
    share = escapes / max(meetings, 1e-9)
    path = lengths / max(meetings - escapes, 1e-9)
    return Echo(counted, path, lost / max(meetings, 1e-9), volume_of(room, grid, normals, random), share)


def _shared_out(energy: Samples, count: int, random: np.random.Generator) -> tuple[NDArray[np.int64], Samples]:
    """Which of the rays go on, some more than once, and by what each one's energy is multiplied.

    Most of the energy that is left late is carried by few of the rays that once left the source. Here each goes on as
    often as it is worth, so that as many carry the end of a sound as its beginning; on the average nothing is changed.
    """
    worth = (energy / np.maximum(energy.sum(0), 1e-300)).mean(1)
    worth /= worth.sum()
    steps = (np.arange(count) + random.uniform()) / count
    chosen = np.minimum(np.searchsorted(np.cumsum(worth), steps), len(worth) - 1)
    return chosen, 1 / (count * worth[chosen])


def _count(
    counted: Samples, ears: Samples, at: Samples, way: Samples, along: Samples, energy: Samples, gone: Samples
) -> None:
    """Add what of each ray's way lies within each listener's sphere, at the moment when it passes its middle."""
    air = np.array(AIR_PER_M)
    for ear in ears:
        to = ear - at
        nearest = (to * way).sum(1)
        aside2 = (to * to).sum(1) - nearest**2
        half = np.sqrt(np.maximum(EAR_M**2 - aside2, 0))
        enters, leaves = np.maximum(nearest - half, 0), np.minimum(nearest + half, along)
        hit = np.flatnonzero((leaves > enters) & (half > 0))
        if not len(hit):
            continue
        middle = (enters[hit] + leaves[hit]) / 2
        moment = ((gone[hit] + middle) / (SOUND_M_S * BIN_S)).astype(np.int64)
        held = energy[hit] * np.exp(-air * middle[:, None]) * (leaves[hit] - enters[hit])[:, None]
        within = moment < counted.shape[1]
        for band in range(6):
            counted[band] += np.bincount(moment[within], held[within, band], counted.shape[1])


def impulse_response(echo: Echo, seed: int = 1) -> Samples:
    """(n, 2) the reflections that two ears hear of a click whose direct sound is 1 at 1 m; the direct sound apart.

    Noise in each band with the energy that was counted there at each moment. Two ears hear the same of what is long
    beside a head, and less and less of the same above: as in a diffuse field (Cook and others, Journal of the
    Acoustical Society of America 27, 1955).
    """
    total = echo.energy.sum(0)
    if total.sum() <= 0:
        return np.zeros((round(BIN_S * RATE), 2))
    rest = total[::-1].cumsum()[::-1]
    bins = max(int(np.flatnonzero(rest > 1e-7 * rest[0])[-1]) + 1, 4)
    length = round(bins * BIN_S * RATE)
    random = np.random.default_rng(seed)
    shares = _band_shares(length)
    moments = (np.arange(length) + 0.5) / (BIN_S * RATE) - 0.5
    made = np.zeros((length, 2))
    alike = np.maximum(np.sinc(2 * np.fft.rfftfreq(length, 1 / RATE) * EARS_APART_M / SOUND_M_S), 0.0)
    common = np.sqrt(alike) * np.fft.rfft(random.standard_normal(length))
    for side in range(2):
        white = common + np.sqrt(1 - alike) * np.fft.rfft(random.standard_normal(length))
        for band in range(6):
            # A bin's energy is spread over its samples. White noise of power 1 and a click of energy 1 have the same
            # share in every band: what was counted against the direct sound needs no other factor.
            envelope = np.sqrt(np.interp(moments, np.arange(bins), echo.energy[band, :bins]) / (BIN_S * RATE))
            made[:, side] += np.fft.irfft(white * shares[band], length) * envelope
    return made


def convolved(dry: Samples, response: Samples) -> Samples:
    """(n + m - 1, 2) a mono sound as a room answers it."""
    length = len(dry) + len(response) - 1
    size = 1 << (length - 1).bit_length()
    spectrum = np.fft.rfft(dry, size)[:, None] * np.fft.rfft(response, size, axis=0)
    return np.asarray(np.fft.irfft(spectrum, size, axis=0)[:length])


def in_bands(sound: Samples) -> Samples:
    """(6, n) a mono sound parted into the octave bands of `BANDS`; they add up to it."""
    # The filters have no delay and ring both ways: silence behind the sound keeps its end out of its beginning.
    size = 1 << (len(sound) + RATE // 4 - 1).bit_length()
    spectrum = np.fft.rfft(sound, size)
    return np.stack([np.fft.irfft(spectrum * share, size)[: len(sound)] for share in _band_shares(size)])


def reverberation(response: Samples) -> list[float]:
    """RT60 in seconds by octave band, from a recorded click by Schroeder's backward integration (ISO 3382, T30 or T20).

    Args:
        response: (n,) or (n, 2).

    Returns:
        Six numbers; NaN where the sound does not fall by 25 dB.
    """
    sides = response.reshape(len(response), -1)
    times = []
    energy = sum((in_bands(np.ascontiguousarray(side)) ** 2 for side in sides.T), np.zeros((6, len(sides))))
    for power in energy:
        rest = power[::-1].cumsum()[::-1]
        level = 10 * np.log10(np.maximum(rest / max(float(rest[0]), 1e-30), 1e-12))
        times.append(_slope(level, -5, -35) if level.min() < -45 else _slope(level, -5, -25))
    return times


def kept_echo(folder: Path, digest: str) -> Path:
    """The file in which a space's echo is kept: 20 kB, and the seconds of tracing only once."""
    return folder / f"echo-{VERSION}-{digest[:32]}.npz"


def load_echo(path: Path) -> Echo | None:
    """An echo that was kept; None where there is none, or it cannot be read."""
    try:
        with np.load(path) as kept:
            return Echo(
                kept["energy"].astype(np.float64),
                float(kept["path"]),
                kept["absorption"].astype(np.float64),
                float(kept["volume"]),
                float(kept["escaped"]),
            )
    except (OSError, KeyError, ValueError, EOFError, BadZipFile):
        return None


def save_echo(echo: Echo, path: Path) -> None:
    """Keep an echo; a crash in the middle leaves no half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new.npz")
    energy = echo.energy.astype(np.float32)
    np.savez_compressed(
        fresh, energy=energy, path=echo.path, absorption=echo.absorption, volume=echo.volume, escaped=echo.escaped
    )
    fresh.replace(path)


def surfaces(space: Space) -> tuple[NDArray[np.float32], Samples]:
    """(m, 3, 3) corners of all that stands in a space, doors closed and seats free; (m, 6) what it absorbs."""
    corners, material, names = triangles_of(space)
    table = np.array([space.materials[name].absorption for name in names] or [(0.0,) * 6])
    return corners, table[material]


def directions(count: int, random: np.random.Generator) -> Samples:
    """(count, 3) unit vectors, every direction alike."""
    z = random.uniform(-1, 1, count)
    turn = random.uniform(0, 2 * math.pi, count)
    flat = np.sqrt(1 - z**2)
    return np.stack([flat * np.cos(turn), flat * np.sin(turn), z], axis=1)


def volume_of(room: Room, grid: Grid, normals: Samples, random: np.random.Generator) -> float:
    """Of the air in the room, m³: its box less what is solid, from points spread over it."""
    size = room.box[1] - room.box[0]
    points = room.box[0] + random.uniform(0, 1, (3000, 3)) * size
    _, met = grid.first(points.astype(np.float32), np.tile(np.array((0, 0, 1), np.float32), (len(points), 1)))
    # In a solid, the first surface above is met from within: its normal points up too.
    solid = (met >= 0) & (normals[met][:, 2] > 0)
    return float(np.prod(size) * max(1 - float(solid.mean()), 0.05))


def _where_people_are(space: Space) -> Samples:
    places = [(p.at[0], p.at[1], p.at[2] + 1.5) for p in space.spawns.values()]
    places += [(p.at[0], p.at[1], p.at[2] + 1.5) for p in space.waypoints.values()]
    places += [(s.at[0], s.at[1], s.at[2] + 1.2) for s in space.seats.values()]
    return np.array(places or [space.bounds.mean(0).tolist()], np.float64)


def _band_shares(length: int) -> Samples:
    """(6, length // 2 + 1) how much of each frequency each octave band takes; at every frequency they add up to 1."""
    hertz = np.maximum(np.fft.rfftfreq(length, 1 / RATE), 1.0)
    octave = np.clip(np.log2(hertz / BANDS[0]), 0, 5)
    below = np.floor(octave).astype(np.int64)
    # Crossfaded over a sixth of an octave about each edge: steeper ones would ring, softer ones mix the decays.
    blend = np.clip((octave - below - 0.5) * 6 + 0.5, 0, 1)
    shares = np.zeros((6, len(hertz)))
    columns = np.arange(len(hertz))
    shares[below, columns] = 1 - blend
    shares[np.minimum(below + 1, 5), columns] += blend
    return shares


def _slope(level: Samples, top: float, bottom: float) -> float:
    """Seconds for 60 dB, from the straight line through the levels between two, dB."""
    start, end = int(np.argmax(level <= top)), int(np.argmax(level <= bottom))
    if end - start < 32:
        return math.nan
    t = np.arange(start, end) / RATE
    fall = float(np.polyfit(t, level[start:end], 1)[0])
    return -60.0 / fall if fall < 0 else math.nan
