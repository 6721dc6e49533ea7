"""Sounds as files: whole or not there, and a room's answer is longer than what it answers."""

from pathlib import Path

import numpy as np
import pytest

from campus.sound import RATE
from campus.sound.library import answers, make_answers, read, write
from campus.sound.response import BIN_S, Echo
from campus.sound.things import VARIANTS, step


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
        assert mono[:, 0] == pytest.approx(sides.mean(1), abs=1e-4)
        lengths[digest] = len(sides) / RATE
    assert lengths["live"] > lengths["dead"] + 0.5
    assert lengths["dead"] > len(step("stone")) / RATE * 0.5
