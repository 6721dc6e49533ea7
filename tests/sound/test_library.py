"""Sounds as files: whole or not there, and a room's answer is longer than what it answers."""

from pathlib import Path

import numpy as np
import pytest

from campus.sound import RATE
from campus.sound.convolving import answered
from campus.sound.library import (
    KEPT_LU,
    OWN_FEET_M,
    VOICE_LUFS,
    answer_name,
    answers,
    common,
    keep_media,
    levels,
    make_answers,
    make_media,
    media_name,
    read,
    write,
)
from campus.sound.loudness import loudness
from campus.sound.response import BIN_S, Echo, convolved, impulse_response
from campus.sound.things import STEPS_LUFS, VARIANTS, step, walking


def an_echo(seconds: float) -> Echo:
    """Every band falls by 60 dB in so long, from as much energy as the direct sound has."""
    moments = np.arange(round(1.5 * seconds / BIN_S)) * BIN_S
    fall = 10 ** (-6 * moments / seconds)
    return Echo(np.tile(fall / fall.sum(), (6, 1)), 4.0, np.full(6, 0.2), 300.0, 0.0)


def test_a_sound_comes_back_as_it_was_written(tmp_path: Path) -> None:
    sound = np.random.default_rng(1).uniform(-0.9, 0.9, (200, 2))
    write(tmp_path / "new" / "a.wav", sound)
    assert np.allclose(read(tmp_path / "new" / "a.wav"), sound, atol=1e-4)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.wav"]


def test_a_live_room_answers_longer_than_a_dead_one(tmp_path: Path) -> None:
    lengths = {}
    for digest, seconds in (("live", 1.5), ("dead", 0.3)):
        make_answers(tmp_path, digest, an_echo(seconds), ("stone",))
        folder = answers(tmp_path, digest)
        assert (folder / "ready").exists()
        assert len(list(folder.glob("stone-*.wav"))) == 2 * VARIANTS
        sides, mono = read(folder / "stone-0.wav"), read(folder / "stone-0-mono.wav")
        assert np.array_equal(mono[:, 0], mono[:, 1]), "in mono mode both ears get the same"
        assert (mono**2).mean() == pytest.approx((sides**2).mean(), rel=0.01), "and as much of it"
        lengths[digest] = len(sides) / RATE
    assert lengths["live"] > lengths["dead"] + 0.5
    assert lengths["dead"] > len(step("stone")) / RATE * 0.5


def test_one_s_own_walk_is_nearly_as_loud_in_every_room(tmp_path: Path) -> None:
    """A bathroom and a padded cell are apart by as much as one may hear of it, and no more."""
    heard = {}
    for digest, gain in (("live", 8.0), ("dead", 0.01)):
        echo = an_echo(0.6)
        echo = Echo(echo.energy * gain, echo.path, echo.absorption, echo.volume, echo.escaped)
        make_answers(tmp_path, digest, echo, ("wood",))
        known = levels(tmp_path, digest)
        assert set(known) == {"wood", "voice"}
        walk = walking("wood")
        wet = convolved(walk, impulse_response(echo))[: len(walk)]
        heard[digest] = loudness(known["wood"] * (wet + (np.sqrt(0.5) / OWN_FEET_M * walk)[:, None]))
        kept = read(answers(tmp_path, digest) / "wood-0.wav")
        made = convolved(step("wood", 0), impulse_response(echo))[: len(kept)]
        assert np.sqrt((kept**2).sum() / (made**2).sum()) == pytest.approx(known["wood"], rel=0.05)
    assert heard["live"] == pytest.approx(STEPS_LUFS + KEPT_LU, abs=0.1)
    assert heard["dead"] == pytest.approx(STEPS_LUFS - KEPT_LU, abs=0.1)


def test_what_sounds_for_ever_is_answered_without_a_seam_and_once_what_sounds_once(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    dry = 0.1 * random.standard_normal(RATE)
    write(common(tmp_path) / "source-hum.wav", dry)
    round_, once = answer_name("source-hum", loops=True), answer_name("source-hum", loops=False)
    make_answers(tmp_path, "room", an_echo(0.6), (round_, once, answer_name("media-missing", loops=True)))
    folder = answers(tmp_path, "room")
    assert {path.name for path in folder.glob("source-*")} == {
        f"{name}{ears}.wav" for name in (round_, once) for ears in ("", "-mono")
    }
    loop = read(folder / f"{round_}.wav")
    assert len(loop) == len(dry)
    assert np.allclose(loop, answered(dry, impulse_response(an_echo(0.6)), around=True), atol=1e-3)
    rings = read(folder / f"{once}.wav")
    assert len(rings) > len(dry) + 0.2 * RATE
    assert np.abs(rings[-10:]).max() < 1e-3


def test_what_is_answered_already_is_left_as_it_is(tmp_path: Path) -> None:
    make_answers(tmp_path, "room", an_echo(0.3), ("stone",))
    before = {path.name: path.stat().st_mtime_ns for path in answers(tmp_path, "room").glob("*.wav")}
    make_answers(tmp_path, "room", an_echo(0.3), ("stone", "wood"))
    after = {path.name: path.stat().st_mtime_ns for path in answers(tmp_path, "room").glob("*.wav")}
    assert before.items() <= after.items()
    assert "wood-0.wav" in after


def test_a_campus_s_own_file_is_as_loud_as_a_voice_and_never_clips(tmp_path: Path) -> None:
    rate = 22_050
    speech = np.random.default_rng(1).standard_normal((3 * rate, 2)) * 900
    spiky = np.zeros((3 * rate, 1))
    spiky[::rate] = 20_000
    for raw, sound in ((b"speech", speech), (b"spiky", spiky)):
        name = media_name(raw)
        keep_media(tmp_path, name, sound.astype(np.int16), rate)
        make_media(tmp_path, name)
        made = read(common(tmp_path) / f"{name}.wav")[:, 0]
        assert len(made) == 3 * RATE
        assert np.abs(made).max() <= 0.901
        assert not list(common(tmp_path).glob("*.npz")), "what was decoded is not kept"
        for way, least_db in (("-hidden", 8), ("-closed", 15)):
            assert loudness(read(common(tmp_path) / f"{name}{way}.wav")) < loudness(made) - least_db
        if raw == b"speech":
            assert loudness(made) == pytest.approx(VOICE_LUFS, abs=0.2)
    assert media_name(b"speech") != media_name(b"spiky")
