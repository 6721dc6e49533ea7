"""The figures of the sound bench: each from a recording of which one knows what must come out."""

import io
import json
import math
from pathlib import Path

import numpy as np
import pytest

from campus.bench.sound import run
from campus.bench.sound_figures import (
    Room,
    apart_db,
    click,
    colour_db,
    energies,
    first,
    from_onset,
    later_ms,
    measured_walk,
    recorded,
    side_db,
    steady,
)
from campus.errors import CampusError
from campus.sound import RATE
from campus.sound.around import damped, to_ears
from campus.sound.response import in_bands, reverberation

REPOSITORY = Path(__file__).parents[2]


def a_click_in_a_room(seconds: float) -> np.ndarray:
    """Half a second of nothing, a click, and noise that falls by 60 dB in so long."""
    random = np.random.default_rng(4)
    t = np.arange(round(2 * seconds * RATE)) / RATE
    tail = 0.02 * random.standard_normal((len(t), 2)) * (10 ** (-3 * t / seconds))[:, None]
    dry = np.stack([click(), click()], axis=1)
    tail[: len(dry)] += dry
    return np.concatenate([np.zeros((RATE // 2, 2)), tail])


def test_the_click_is_as_strong_in_every_octave() -> None:
    power = (in_bands(click()) ** 2).sum(1)
    assert np.ptp(10 * np.log10(power)[1:5]) < 1.0
    assert np.abs(click()).max() == pytest.approx(0.9)


def test_a_room_that_rings_for_so_long_is_measured_so() -> None:
    heard = from_onset(a_click_in_a_room(0.8))
    assert np.argmax(np.abs(heard).max(1)) < RATE // 100
    assert reverberation(heard)[2:5] == pytest.approx([0.8] * 3, rel=0.1)


def test_left_is_left_by_what_the_room_has_not_yet_said() -> None:
    sides = to_ears(np.concatenate([np.zeros(500), click(), np.zeros(500)]), np.pi / 2)
    roomy = sides + 0.02 * np.random.default_rng(1).standard_normal((len(sides), 2))
    assert side_db(roomy, 0) > 6
    assert side_db(roomy, 1) < -6
    assert later_ms(first(sides)) == pytest.approx(0.66, abs=0.1)
    assert energies(sides)[0] > energies(sides)[1]
    assert apart_db(100.0, 1.0) == 20.0


def test_another_colour_is_told_and_the_same_is_none() -> None:
    plain = np.stack([click(), click()], axis=1)
    dull = np.stack([damped(click(), (0, 0, 0, 0, 0, 12))] * 2, axis=1)
    assert colour_db(plain, plain * 0.3) < 0.1
    assert colour_db(plain, dull) > 5


def test_a_tear_a_gap_and_a_clipped_sample_are_found_in_a_walk() -> None:
    t = np.arange(8 * RATE) / RATE
    whole = np.stack([0.1 * np.sin(2 * np.pi * 220 * t)] * 2, axis=1) + 1e-4
    sound = measured_walk(whole, ("a", "b"), [4.0])
    assert sound.clipped == 0
    assert sound.silent_ms < 1
    assert sound.passing_jump <= sound.jump < 0.004
    assert abs(sound.loudest_lufs - sound.softest_lufs) < 0.2
    torn = whole.copy()
    torn[4 * RATE : 4 * RATE + RATE // 10] = 0.0
    torn[5 * RATE, 0] = 1.0
    found = measured_walk(torn, ("a", "b"), [4.0])
    assert found.clipped == 1
    assert found.silent_ms == pytest.approx(100, abs=1)
    assert found.jump > 0.5
    assert measured_walk(torn, ("a", "b"), [5.0]).passing_jump == found.jump
    assert found.softest_lufs < found.loudest_lufs - 0.5


def test_what_openal_wrote_is_read(tmp_path: Path) -> None:
    sound = np.random.default_rng(1).uniform(-1, 1, (50, 2)).astype("<f4")
    header = b"RIFF\0\0\0\0WAVEfmt " + (40).to_bytes(4, "little") + b"\xfe\xff\2\0" + (44_100).to_bytes(4, "little")
    (tmp_path / "x.wav").write_bytes(header + bytes(32) + b"data" + bytes(4) + sound.tobytes())
    heard, rate = recorded(tmp_path / "x.wav")
    assert rate == 44_100
    assert np.array_equal(heard, sound)
    quiet = np.concatenate([np.zeros((100, 2)), heard])
    assert np.array_equal(steady(quiet, 0.0), heard)


def a_room(**changed: object) -> Room:
    figures: dict[str, object] = {
        "space": "x", "click_s": (0.5,) * 6, "check_s": (0.5,) * 6, "target_s": 0.5, "off_check": (0.0,) * 6,
        "off_check_mid": 0.0, "off_target": 0.0, "left_db": 9.0, "right_db": 9.0, "left_whole_db": 3.0, "door": None,
        "door_db": None, "wall_db": 12.0, "bed_lufs": -40.0, "steps_lufs": -28.0, "voice_lufs": -20.0,
        "mono_apart": 0.0, "convolution": 0.03,
    }  # fmt: skip
    return Room(**{**figures, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"off_check": (0.0, 0.0, 0.0, -0.21, 0.0, 0.0)},
        {"off_check_mid": 0.3},
        {"off_target": -0.25},
        {"left_db": 5.0},
        {"right_db": -1.0},
        {"door_db": 14.0},
        {"mono_apart": 0.01},
        {"wall_db": 3.0},
        {"bed_lufs": -44.0},
        {"bed_lufs": -math.inf},
        {"steps_lufs": -31.1},
        {"steps_lufs": -25.3},
        {"voice_lufs": -17.3},
    ],
)
def test_whatever_is_asked_for_and_does_not_hold_is_told(wrong: dict[str, object]) -> None:
    assert a_room().ok
    assert not a_room(**wrong).ok
    assert len(a_room(**wrong).missed) == 1


def test_a_space_that_there_is_not_is_told_before_anything_is_played(tmp_path: Path) -> None:
    with pytest.raises(CampusError, match="There is no space 'semnar-room'"):
        run(REPOSITORY, ["semnar-room"], kept=tmp_path, files=tmp_path, as_json=True, out=io.StringIO())


def test_under_the_open_sky_there_is_nothing_to_measure(tmp_path: Path) -> None:
    out = io.StringIO()
    assert run(REPOSITORY, ["garden"], kept=tmp_path, files=tmp_path, as_json=True, out=out) == 0
    assert json.loads(out.getvalue())["rooms"] == []
