"""What one hears in a space, into a file, without a sound card; and its acoustics, measured from the rendered click.

The same sounds and the same echo as the client's, put together in numpy. What is heard: the space's bed, one's own four
steps, somebody who walks by from left to right, a door that opens and closes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from campus.errors import CampusError
from campus.ids import did_you_mean
from campus.proofs import SEED, NotComputable
from campus.proofs.acoustics import acoustics_of
from campus.proofs.hearing import target_of
from campus.scene import load_campus, unknown_space
from campus.sound import RATE
from campus.sound.ambience import AMBIENCES, ambience
from campus.sound.around import bearing, behind_closed_door, loss_by_distance, to_ears
from campus.sound.floor import Floor
from campus.sound.library import write
from campus.sound.loudness import loudness
from campus.sound.noise import lay
from campus.sound.response import (
    BANDS,
    SOUND_M_S,
    Echo,
    convolved,
    impulse_response,
    kept_echo,
    load_echo,
    reverberation,
    room_of,
    save_echo,
    trace,
)
from campus.sound.things import CADENCE_S, SURFACES, VARIANTS, step, thing, walking
from campus.space import compile_space
from campus.space.model import Space
from campus.text import bilingual

Samples = NDArray[np.float64]

LENGTH_S = 12.0
OWN_FEET_M = 1.6
"""From one's own ears; a step is made as it is heard at one metre."""
AGREES = 0.20
"""How far the click may be from what the formula predicts, and from what the space should be."""


@dataclass(frozen=True)
class Measured:
    """A space's acoustics: what a click in it shows, and what `campus check` says by a formula that never saw it.

    Attributes:
        space: its id.
        measured: RT60 by octave band, seconds, by Schroeder's integration of the rendered click: doors closed, seats
            free, nobody there.
        predicted: the same by formula; None where it cannot be computed, or where there is open sky.
        seated: by formula with everybody seated, which is what `campus check` judges.
        target: what the space should have, seconds; None under the open sky.
        volume, path, escaped: m³, metres, share of sound that leaves by openings.
        bed_lufs: of its ambience; minus infinity without one.
        steps_lufs: of a walk on its floor, dry.
        left_db: by how much the left ear hears a step at the left louder than the right one does.
        door_db: by how much a shut door makes a walk beyond it softer.
    """

    space: str
    measured: tuple[float, ...]
    predicted: tuple[float, ...] | None
    seated: tuple[float, ...] | None
    target: float | None
    volume: float
    path: float
    escaped: float
    bed_lufs: float
    steps_lufs: float
    left_db: float
    door_db: float

    @property
    def mid_s(self) -> float:
        """RT60 at middle frequencies: the mean of 500 and 1000 Hz, as rooms are spoken of."""
        return _middle(self.measured)

    @property
    def off_prediction(self) -> float | None:
        """How much longer the click rings at middle frequencies than predicted, as a share."""
        return None if self.predicted is None else self.mid_s / _middle(self.predicted) - 1

    @property
    def off_target(self) -> float | None:
        """How much longer it rings at middle frequencies than it should."""
        return None if self.target is None else self.mid_s / self.target - 1

    def __str__(self) -> str:
        """A table: the click, the formula, the target; then loudness."""
        lines = [
            f"{self.space}: {self.volume:.0f} m³, mean free path {self.path:.1f} m, {self.escaped:.1%} leaves",
            f"  {'RT60, s':22}" + "".join(f"{band:>7}" for band in BANDS) + " Hz   middle",
            _row("click, nobody there", self.measured),
        ]
        if self.predicted is not None and self.seated is not None and self.target is not None:
            apart = [one / two - 1 for one, two in zip(self.measured, self.predicted, strict=True)]
            lines += [
                _row("check, nobody there", self.predicted),
                f"  {'apart':22}" + "".join(f"{value:>+7.0%}" for value in apart) + f"{self.off_prediction:>+12.0%}",
                _row("check, all seated", self.seated),
                f"  {'target':22}{'':42}{self.target:>12.2f}   the click: {self.off_target:+.0%}",
            ]
        lines.append(f"  bed {self.bed_lufs:.1f} LUFS, steps {self.steps_lufs:.1f} LUFS")
        lines.append(
            f"  a source at the left {self.left_db:.1f} dB left; behind a closed door {self.door_db:.1f} dB softer"
        )
        return "\n".join(lines)


def listen(root: Path, space: str, viewpoint: str | None, out: Path, kept: Path | None = None) -> Path:
    """Render what one hears at a viewpoint.

    Args:
        root: of the content.
        space: its id.
        viewpoint: its id; None takes the first.
        out: WAV file, 16 bits, stereo.
        kept: folder of kept echoes; None traces anew.

    Returns:
        The file.

    Raises:
        SceneErrors: when the campus has mistakes.
        CampusError: when it has no such space or viewpoint.
    """
    compiled = _compiled(root, space)
    points = compiled.viewpoints
    if viewpoint is None:
        viewpoint = next(iter(points), None)
    if viewpoint is None or viewpoint not in points:
        wanted = viewpoint or "arrival"
        said = bilingual(f"{space} has no viewpoint '{wanted}'.", f"{space} n'a pas de point de vue « {wanted} ».")
        raise CampusError(said, did_you_mean(viewpoint or "", points))
    point = points[viewpoint]
    heading = math.degrees(math.atan2(-(point.look[0] - point.eye[0]), point.look[1] - point.eye[1]))
    write(out, scene_at(compiled, point.eye, heading, echo_of(compiled, kept)))
    return out


def measure(root: Path, space: str, kept: Path | None = None) -> Measured:
    """Measure a space's acoustics. Raises as `listen` does."""
    compiled = _compiled(root, space)
    echo = echo_of(compiled, kept)
    bed = compiled.scene.sound.get("ambience", "")
    surface = _surface_at(compiled, next(iter(compiled.spawns.values())).at if compiled.spawns else (0.0, 0.0, 0.0))
    walk = walking(surface)
    sides = to_ears(step(surface), math.pi / 2)
    left, right = (sides**2).sum(0)
    try:
        found = acoustics_of(compiled, np.random.default_rng(SEED))
    except NotComputable:
        found = None
    return Measured(
        space,
        tuple(reverberation(click(echo))),
        tuple(found.free) if found else None,
        tuple(found.seated) if found else None,
        target_of(compiled, found.volume) if found else None,
        echo.volume,
        echo.path,
        echo.escaped,
        loudness(ambience(bed)) if bed in AMBIENCES else -math.inf,
        loudness(walk),
        10 * math.log10(left / max(right, 1e-12)),
        loudness(walk) - loudness(behind_closed_door(walk)),
    )


def click(echo: Echo) -> Samples:
    """(n, 2) a click as the room answers it, the direct sound at 1 m first."""
    made = impulse_response(echo)
    made[0] += 1.0
    return made


def scene_at(space: Space, ear: tuple[float, float, float], heading: float, echo: Echo) -> Samples:
    """(n, 2) twelve seconds at a place of a space, looking to `heading` degrees."""
    made = np.zeros((round(LENGTH_S * RATE), 2))
    bed = space.scene.sound.get("ambience", "")
    if bed in AMBIENCES:
        made += ambience(bed)[: len(made)]
    dry = np.zeros(len(made))  # everything at 1 m: what the room answers
    feet = (ear[0], ear[1], ear[2] - 1.6)
    own = _surface_at(space, feet)
    for n in range(4):
        at = 0.8 + n * CADENCE_S
        for ear_side in range(2):
            lay(made[:, ear_side], step(own, n), at, math.sqrt(0.5) / OWN_FEET_M)
        lay(dry, step(own, n), at)
    # Somebody walks by, 2 m ahead, from 4 m at the left to 4 m at the right.
    turn = math.radians(heading)
    for n in range(11):
        aside = 4.0 - n * 0.8
        x = ear[0] - math.sin(turn) * 2 - math.cos(turn) * aside
        y = ear[1] + math.cos(turn) * 2 - math.sin(turn) * aside
        sound = step(_surface_at(space, (x, y, feet[2]), own), n % VARIANTS)
        _place(made, sound, 3.2 + n * CADENCE_S, ear, heading, (x, y, feet[2]))
        lay(dry, sound, 3.2 + n * CADENCE_S)
    doors = [p.at for p in space.portals.values() if p.door]
    if doors:
        door = min(doors, key=lambda at: math.dist(at, ear))
        for sound, at in ((thing("door-open"), 8.9), (thing("door-close"), 10.4)):
            _place(made, sound, at, ear, heading, (door[0], door[1], door[2] + 1.1))
            lay(dry, sound, at)
    return np.asarray(made + convolved(dry, impulse_response(echo))[: len(made)])


def echo_of(space: Space, kept: Path | None) -> Echo:
    """A space's echo, kept in a folder by its digest."""
    if kept is None:
        return trace(room_of(space))
    path = kept_echo(kept, space.digest)
    if (echo := load_echo(path)) is None:
        echo = trace(room_of(space))
        save_echo(echo, path)
    return echo


def _middle(times: Sequence[float]) -> float:
    return (times[2] + times[3]) / 2


def _row(name: str, times: Sequence[float]) -> str:
    return f"  {name:22}" + "".join(f"{time:>7.2f}" for time in times) + f"{_middle(times):>12.2f}"


def _place(
    made: Samples,
    sound: Samples,
    at_s: float,
    ear: tuple[float, float, float],
    heading: float,
    source: tuple[float, float, float],
) -> None:
    distance = math.dist(ear, source)
    sides = to_ears(sound, bearing(ear, heading, source)) * loss_by_distance(distance)
    for side in range(2):
        lay(made[:, side], sides[:, side], at_s + distance / SOUND_M_S)


def _surface_at(space: Space, at: tuple[float, float, float], otherwise: str = "stone") -> str:
    found = Floor(space).surface(*at)
    return found if found in SURFACES else otherwise


def _compiled(root: Path, space: str) -> Space:
    campus = load_campus(root)
    if space not in campus.scenes:
        raise unknown_space(space, campus.scenes)
    return compile_space(campus, space)
