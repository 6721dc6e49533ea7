"""Hearing: how long sound stays, band by band, and whether who speaks is understood at every seat.

Reverberation follows from geometry and materials (`acoustics`), once with nobody there and once with everybody seated,
which is what is judged. The speech transmission index (IEC 60268-16) follows from the modulation transfer function of
direct and diffuse sound and noise (Houtgast, Steeneken and Plomp, Acustica 46, 1980).

The target is what `sound: {reverb: …}` says, in seconds, and whoever says so means it: with nobody there the room is
within a fifth of it at middle frequencies, no longer and no shorter. Else, where one teaches, that of DIN 18041:2016,
use A3: T = 0.32 lg V - 0.17 s; elsewhere under a roof it is 1.5 s.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from campus.proofs._base import Case, Figure, Finding, Verdict, named, not_applicable, noted
from campus.proofs.acoustics import BANDS, Acoustics, acoustics_of
from campus.proofs.audience import audience, everybody, speakers
from campus.proofs.rays import Rays, surfaces_of
from campus.space.model import Space
from campus.text import Text, bilingual, comma

Doubles = NDArray[np.float64]

TOO_LONG = (1.45, 1.2, 1.2, 1.2, 1.2, 1.2)
"""Times the target, by band, where one teaches (DIN 18041:2016, figure 2)."""
TOO_LONG_ELSEWHERE = (math.inf, 1.2, 1.2, 1.2, 1.2, math.inf)
"""Where nobody teaches, a foyer or a hall, 250 to 2000 Hz are judged (the same norm, group B)."""
AS_SAID = 0.20
"""By so much the room may be off the time that its designer gives it, at middle frequencies, nobody there."""
HALL_S = 1.5
UNDERSTOOD = 0.60
"""Speech transmission index from which IEC 60268-16 calls intelligibility good."""
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
    """Reverberation no longer than it should be, and whoever speaks from the podium understood at every seat."""
    space = case.space
    found = acoustics_of(space, random)
    if found is None:
        return not_applicable(bilingual("open sky", "à ciel ouvert"))
    teaching = speakers(space)
    lecture = is_taught_in(space)
    times = found.seated
    target, advice = target_of(space, found.volume), _advice(found)
    findings = [
        Finding(
            _shell(space),
            bilingual(
                f"sound stays too long at {band} Hz: {time:.2f} s, {target * most:.2f} s at most"
                f" (target {target:.2f} s). {advice.en}",
                f"le son reste trop longtemps à {band} Hz : {comma(time, '.2f')} s, {comma(target * most, '.2f')} s au"
                f" plus (cible {comma(target, '.2f')} s). {advice.fr}",
            ),
        )
        for band, time, most in zip(BANDS, times, TOO_LONG if lecture else TOO_LONG_ELSEWHERE, strict=True)
        if time > target * most
    ][:1]
    middle = (found.free[2] + found.free[3]) / 2
    if not findings and said_of(space) is not None and abs(middle / target - 1) > AS_SAID:
        findings = [_not_as_said(space, middle, target, advice)]
    figures: dict[str, Figure] = {
        "rt60_s": {str(band): round(time, 2) for band, time in zip(BANDS, times, strict=True)},
        "rt60_mid_s": round((times[2] + times[3]) / 2, 2),
        "rt60_empty_s": {str(band): round(time, 2) for band, time in zip(BANDS, found.free, strict=True)},
        "rt60_empty_mid_s": round(middle, 2),
        "target_s": round(target, 2),
        "volume_m3": round(found.volume),
        "mean_free_path_m": round(found.path, 2),
        "free_paths_spread": round(found.spread, 2),
        "open_share": round(found.open_share, 3),
        "people": len(everybody(space)),
    }
    sitters = audience(space)
    if not teaching or not sitters:
        silent = bilingual("speech not applicable: nobody teaches here", "parole sans objet : personne n'enseigne ici")
        return Verdict({**figures, **noted(silent)}, tuple(findings))
    surface = found.surface
    absorption = np.minimum(found.absorption + found.people / surface, 0.99)
    rays = Rays(surfaces_of(space, seats=False))
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
            message = bilingual(
                f"at {who.en} one hears who speaks from '{by}' badly: speech"
                f" transmission index {worst:.2f}, {UNDERSTOOD:.2f} at least. Absorb more, or give the podium a"
                " microphone: 'audio: {gain: 12}' on its zone.",
                f"à {who.fr} on entend mal qui parle depuis « {by} » : indice de transmission de la parole"
                f" {comma(worst, '.2f')}, {comma(UNDERSTOOD, '.2f')} au moins. Absorbez davantage, ou donnez un micro"
                " à l'estrade : « audio: {gain: 12} » sur sa zone.",
            )
            findings.append(Finding(node, message))
    return Verdict(figures, tuple(findings))


def is_taught_in(space: Space) -> bool:
    """Whether a space is one to teach in: somebody speaks from a podium, or a session has a screen."""
    return bool(speakers(space)) or any(screen.shows == "session" for screen in space.screens.values())


def target_of(space: Space, volume: float) -> float:
    """The reverberation time that a space should have, seconds.

    Args:
        space: says it itself, or shows what it is for.
        volume: of its air, m³.
    """
    said = said_of(space)
    if said is not None:
        return said
    if is_taught_in(space):
        return 0.32 * math.log10(max(volume, 30.0)) - 0.17
    return HALL_S


def said_of(space: Space) -> float | None:
    """The reverberation time that a space's file says, seconds; None where it says nothing."""
    said = str(space.scene.sound.get("reverb", "")).removesuffix("s").strip()
    return float(said) if said else None


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


def _not_as_said(space: Space, middle: float, target: float, advice: Text) -> Finding:
    """That a room is livelier or deader than its designer says."""
    honest = f"reverb: {middle:.1f} s"
    if middle > target:
        do = bilingual(f"{advice.en} Or say 'sound: {{{honest}}}'.", f"{advice.fr} Ou dites « sound: {{{honest}}} ».")
    else:
        do = bilingual(
            f"Absorb less, or say what it is: 'sound: {{{honest}}}'.",
            f"Absorbez moins, ou dites ce qu'il en est : « sound: {{{honest}}} ».",
        )
    return Finding(
        _shell(space),
        bilingual(
            f"sound stays {middle:.2f} s with nobody there, not the {target:.2f} s that 'reverb' says"
            f" ({middle / target - 1:+.0%}; {AS_SAID:.0%} at most). {do.en}",
            f"le son reste {comma(middle, '.2f')} s salle vide, et non les {comma(target, '.2f')} s que dit"
            f" « reverb » ({100 * (middle / target - 1):+.0f} % ; {100 * AS_SAID:.0f} % au plus). {do.fr}",
        ),
    )


def _shell(space: Space) -> str | None:
    return space.scene.shell.id if space.scene.shell else None


def _advice(found: Acoustics) -> Text:
    if found.hardest is None:
        return Text(fr="Absorbez davantage.", en="Absorb more.")
    name, share = found.hardest
    return bilingual(
        f"Most of what it meets is hard: '{name}' ({share:.0%}). Make ceiling or walls absorb.",
        f"Ce qu'il rencontre est surtout dur : « {name} » ({100 * share:.0f} %)."
        " Rendez absorbants le plafond ou les murs.",
    )
