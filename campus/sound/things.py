"""What people and things sound like: steps by surface, doors, seats by what they are, two muted notes. No music."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from campus.sound import RATE
from campus.sound.loudness import at_loudness
from campus.sound.noise import band, burst, faded, lay, ringing

Samples = NDArray[np.float64]

STEPS_LUFS = -28.0
"""Of a walk at 1.4 m/s, two steps a second, at one metre. One's own feet are 1.6 m away, and the room adds about as
much as that takes."""
DOOR_LUFS = -27.0
SEAT_LUFS = -31.0
NOTE_LUFS = -30.0
VARIANTS = 4
"""Steps on each surface: the ear notices a single one that comes again and again."""
CADENCE_S = 0.5
"""Between two steps of a walk at 1.4 m/s."""

Thing = Literal[
    "door-open",
    "door-close",
    "tip-up-down",
    "tip-up-up",
    "chair-down",
    "chair-up",
    "armchair-down",
    "armchair-up",
    "wood-down",
    "wood-up",
    "stone-down",
    "stone-up",
    "hand",
    "saved",
]
THINGS: tuple[Thing, ...] = get_args(Thing)
SEATS = ("tip-up", "chair", "armchair", "wood", "stone")
"""What one sits on: each is heard as one sits down (`NAME-down`) and gets up (`NAME-up`)."""


class Sole(NamedTuple):
    """What a shoe meets: heel and ball as noise, and what rings.

    Attributes:
        low, high: Hz, between which the heel's knock lies.
        decay: seconds to a thousandth, of the knock.
        grains: small crackles in a step: gravel, blades of grass.
        grain_band: Hz, between which they lie.
        thud: share of the low weight of the body in it.
        modes: tones of the floor itself (Hz, amplitude, seconds).
        scuff: share of the sole's slide over the floor.
    """

    low: float
    high: float
    decay: float
    grains: int = 0
    grain_band: tuple[float, float] = (1500.0, 6000.0)
    thud: float = 0.5
    modes: tuple[tuple[float, float, float], ...] = ()
    scuff: float = 0.15


SURFACES: Mapping[str, Sole] = {
    "stone": Sole(700, 3800, 0.055, thud=0.35, modes=((1240, 0.10, 0.05), (2310, 0.07, 0.035)), scuff=0.22),
    "wood": Sole(220, 1500, 0.085, thud=0.8, modes=((142, 0.9, 0.16), (263, 0.55, 0.12), (418, 0.3, 0.08)), scuff=0.10),
    "carpet": Sole(110, 520, 0.095, thud=0.6, scuff=0.2),
    "gravel": Sole(500, 2600, 0.10, grains=110, grain_band=(2000, 8000), thud=0.25, scuff=0.3),
    "grass": Sole(150, 700, 0.09, grains=46, grain_band=(2600, 8000), thud=0.6, scuff=0.25),
    "soft": Sole(150, 1000, 0.075, thud=0.45, scuff=0.15),
    "metal": Sole(
        600, 3000, 0.06, thud=0.4, modes=((388, 0.7, 0.42), (911, 0.5, 0.36), (1527, 0.35, 0.28), (2690, 0.2, 0.2))
    ),
}
"""By `Material.footstep`; `none` is silent."""


@cache
def step(surface: str, variant: int = 0) -> Samples:
    """(n,) one step on a surface, so loud that a walk of such steps is at `STEPS_LUFS`.

    Args:
        surface: of `SURFACES`.
        variant: 0 to `VARIANTS` - 1.

    Raises:
        KeyError: when there is no such surface.
    """
    every = [_step(SURFACES[surface], np.random.default_rng([17, n, *surface.encode()])) for n in range(VARIANTS)]
    walk = _walk(every)
    return every[variant] * (at_loudness(walk, STEPS_LUFS) @ walk) / (walk @ walk)


def walking(surface: str, seconds: float = 6.0) -> Samples:
    """(n,) a walk at 1.4 m/s on a surface, heard at one metre, without a room."""
    return _walk([step(surface, n) for n in range(VARIANTS)], seconds)


@cache
def thing(name: Thing) -> Samples:
    """(n,) what a thing does, as heard one metre from it.

    Raises:
        KeyError: when there is no such sound.
    """
    make, lufs = _THINGS[name]
    return at_loudness(faded(make(np.random.default_rng([29, *name.encode()]))), lufs)


def _walk(steps: list[Samples], seconds: float = 6.0) -> Samples:
    made = np.zeros(round(seconds * RATE))
    for index in range(int(seconds / CADENCE_S)):
        lay(made, steps[index % len(steps)], index * CADENCE_S)
    return made


def _step(sole: Sole, random: np.random.Generator) -> Samples:
    """Heel, then ball and sole a tenth of a second later, as the gait of the figures rolls the foot."""
    made = np.zeros(round(0.45 * RATE))
    low, high = sole.low * random.uniform(0.92, 1.08), sole.high * random.uniform(0.92, 1.08)
    ball_at = random.uniform(0.085, 0.11)
    for at, gain in ((0.0, 1.0), (ball_at, random.uniform(0.35, 0.5))):
        lay(made, burst(0.25, band(low, high, 1.6), 0.0015, sole.decay, random), at, gain)
        lay(made, burst(0.25, band(55, 130, 2.0), 0.004, 0.09, random), at, gain * sole.thud)
        tones = [(hertz * random.uniform(0.97, 1.03), amplitude, decay) for hertz, amplitude, decay in sole.modes]
        lay(made, ringing(tones, 0.4, random), at, gain)
    lay(made, burst(0.2, band(high * 0.7, high * 1.8, 1.5), 0.03, 0.12, random), ball_at * 0.6, sole.scuff)
    for _ in range(sole.grains):
        at = min(abs(random.normal(0.05, 0.05)), 0.3)
        grain = burst(0.02, band(*sole.grain_band), 0.0004, random.uniform(0.003, 0.011), random)
        lay(made, grain, at, 0.9 * random.uniform(0.1, 1.0) ** 2)
    # A lone peak of the noise would be heard as a click, and cost the headroom of all steps.
    most = 0.4 * float(np.abs(made).max())
    return faded(np.tanh(made / most) * most, 0.05)


_OAK_DOOR = ((74.0, 1.0, 0.32), (118.0, 0.8, 0.26), (187.0, 0.45, 0.18), (296.0, 0.22, 0.12))


def _latch(random: np.random.Generator) -> Samples:
    """The tongue of a lock: two small clicks of brass."""
    made = np.zeros(round(0.16 * RATE))
    for at, gain in ((0.0, 0.7), (0.055, 1.0)):
        lay(made, burst(0.05, band(1500, 5200), 0.0006, 0.018, random), at, gain)
        lay(made, ringing(((2140, 0.25, 0.05), (3390, 0.15, 0.035)), 0.08), at, gain)
    return made


def _door_open(random: np.random.Generator) -> Samples:
    made = np.zeros(round(1.3 * RATE))
    lay(made, _latch(random), 0.0, 0.5)
    lay(made, ringing(_OAK_DOOR, 0.5, random), 0.07, 0.2)
    lay(made, burst(1.1, band(140, 620, 1.3), 0.35, 1.1, random), 0.12, 0.12)  # the air that the leaf moves
    return made


def _door_close(random: np.random.Generator) -> Samples:
    made = np.zeros(round(1.2 * RATE))
    lay(made, burst(0.5, band(140, 620, 1.3), 0.3, 0.3, random), 0.0, 0.10)
    lay(made, ringing(_OAK_DOOR, 0.6, random), 0.34, 1.0)
    lay(made, burst(0.2, band(180, 900), 0.002, 0.08, random), 0.34, 0.7)
    lay(made, _latch(random), 0.365, 0.5)
    return made


def _tip_up_down(random: np.random.Generator) -> Samples:
    """Tipped down: the creak of a hinge, then cloth under a body."""
    made = np.zeros(round(0.8 * RATE))
    lay(made, ringing(((211, 0.5, 0.13), (342, 0.3, 0.10)), 0.25, random), 0.03, 0.9)
    lay(made, burst(0.5, band(220, 900, 1.6), 0.09, 0.42, random), 0.12, 0.35)
    lay(made, burst(0.2, band(60, 160), 0.01, 0.14, random), 0.2, 0.8)
    return made


def _tip_up_up(random: np.random.Generator) -> Samples:
    """Tips up by its spring and meets its felt, twice."""
    made = np.zeros(round(0.8 * RATE))
    lay(made, burst(0.3, band(300, 1500, 1.2), 0.06, 0.25, random), 0.0, 0.2)
    for at, gain in ((0.26, 1.0), (0.37, 0.35)):
        lay(made, ringing(((164, 0.9, 0.11), (247, 0.6, 0.09), (409, 0.3, 0.06)), 0.25, random), at, gain)
        lay(made, burst(0.12, band(120, 700), 0.003, 0.06, random), at, 0.6 * gain)
    return made


def _chair_down(random: np.random.Generator) -> Samples:
    """A frame takes a weight: one dry crack of a joint, cloth, a thud in the floor."""
    made = np.zeros(round(0.8 * RATE))
    lay(made, burst(0.4, band(900, 2600, 1.4), 0.06, 0.3, random), 0.0, 0.35)
    lay(made, burst(0.2, band(60, 170), 0.008, 0.13, random), 0.13, 0.3)
    for at, gain in ((0.16, 1.0), (0.21, 0.5)):
        lay(made, ringing(((407, 0.4, 0.06), (663, 0.5, 0.045), (1011, 0.3, 0.03)), 0.1, random), at, gain)
    return made


def _chair_up(random: np.random.Generator) -> Samples:
    """Cloth comes off it, and the frame gives back what it had bent."""
    made = np.zeros(round(0.7 * RATE))
    lay(made, burst(0.4, band(400, 2100, 1.2), 0.09, 0.3, random), 0.0, 0.35)
    lay(made, ringing(((301, 0.5, 0.05), (498, 0.35, 0.04)), 0.1, random), 0.12, 0.35)
    lay(made, burst(0.1, band(140, 500), 0.003, 0.06, random), 0.30, 0.4)  # a foot of it meets the floor again
    return made


def _armchair_down(random: np.random.Generator) -> Samples:
    """A cushion lets its air go: no knock, nothing that rings."""
    made = np.zeros(round(1.1 * RATE))
    lay(made, burst(0.9, band(90, 330, 2.4), 0.16, 0.75, random), 0.0, 0.8)
    lay(made, burst(0.5, band(700, 2200, 1.0), 0.1, 0.4, random), 0.05, 0.03)
    lay(made, burst(0.3, band(45, 110), 0.03, 0.22, random), 0.16, 0.8)
    return made


def _armchair_up(random: np.random.Generator) -> Samples:
    """The cushion breathes in again."""
    made = np.zeros(round(1.1 * RATE))
    lay(made, burst(0.4, band(500, 1900, 1.0), 0.08, 0.3, random), 0.0, 0.2)
    lay(made, burst(0.8, band(180, 760, 1.4), 0.3, 0.6, random), 0.08, 0.6)
    return made


def _wood_down(random: np.random.Generator) -> Samples:
    """A plank takes a weight and rings a little, as under a knuckle."""
    made = np.zeros(round(0.8 * RATE))
    lay(made, burst(0.3, band(500, 2400, 1.2), 0.05, 0.24, random), 0.0, 0.22)
    lay(made, ringing(((131, 0.9, 0.15), (242, 0.6, 0.11), (397, 0.3, 0.07)), 0.3, random), 0.12, 0.8)
    lay(made, burst(0.1, band(180, 900), 0.002, 0.05, random), 0.12, 0.4)
    return made


def _wood_up(random: np.random.Generator) -> Samples:
    made = np.zeros(round(0.6 * RATE))
    lay(made, burst(0.35, band(500, 2400, 1.2), 0.09, 0.26, random), 0.0, 0.4)
    lay(made, ringing(((134, 0.6, 0.09), (249, 0.4, 0.06)), 0.2, random), 0.16, 0.25)
    return made


def _stone_down(random: np.random.Generator) -> Samples:
    """Stone does not answer: cloth slides over its grain, and a body stops."""
    made = np.zeros(round(0.7 * RATE))
    lay(made, burst(0.4, band(900, 3800, 1.1), 0.07, 0.32, random), 0.0, 0.5)
    lay(made, burst(0.12, band(90, 260), 0.004, 0.05, random), 0.17, 0.35)
    return made


def _stone_up(random: np.random.Generator) -> Samples:
    made = np.zeros(round(0.6 * RATE))
    lay(made, burst(0.4, band(1000, 4000, 1.1), 0.12, 0.28, random), 0.0, 0.5)
    return made


def _note(hertz: float) -> Samples:
    """A bar of wood under a soft mallet: its overtones lie at 3.9 and 9.2, and die at once."""
    return ringing(((hertz, 1.0, 0.55), (hertz * 3.93, 0.16, 0.16), (hertz * 9.2, 0.03, 0.05)), 0.7)


def _hand(random: np.random.Generator) -> Samples:
    del random  # a note is a note
    return _note(293.66)


def _saved(random: np.random.Generator) -> Samples:
    del random
    return _note(220.0)


_THINGS = {
    "door-open": (_door_open, DOOR_LUFS - 5),
    "door-close": (_door_close, DOOR_LUFS),
    "tip-up-down": (_tip_up_down, SEAT_LUFS),
    "tip-up-up": (_tip_up_up, SEAT_LUFS),
    "chair-down": (_chair_down, SEAT_LUFS - 1),
    "chair-up": (_chair_up, SEAT_LUFS - 2),
    "armchair-down": (_armchair_down, SEAT_LUFS - 3),
    "armchair-up": (_armchair_up, SEAT_LUFS - 4),
    "wood-down": (_wood_down, SEAT_LUFS - 1),
    "wood-up": (_wood_up, SEAT_LUFS - 3),
    "stone-down": (_stone_down, SEAT_LUFS - 3),
    "stone-up": (_stone_up, SEAT_LUFS - 4),
    "hand": (_hand, NOTE_LUFS),
    "saved": (_saved, NOTE_LUFS),
}
