"""Files that a campus brings: read from its assets and from nowhere else, decoded as they are, and refused quietly."""

import wave
from pathlib import Path

import numpy as np
import pytest

from campus.client.audio.media import Media, decoded
from campus.sound.library import media_name, place_name


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    folder = tmp_path / "assets"
    (folder / "sounds").mkdir(parents=True)
    (folder / "sounds" / "one.wav").write_bytes(b"one")
    (tmp_path / "secret.wav").write_bytes(b"secret")
    return folder


def test_a_sound_is_kept_under_what_is_in_it_and_a_library_s_under_its_name(assets: Path) -> None:
    media = Media(assets)
    assert media.name("water") == place_name("water")
    assert media.name("sounds/one.wav") == media_name(b"one")
    assert media.path("sounds/one.wav") == (assets / "sounds" / "one.wav").resolve()


@pytest.mark.parametrize("sound", ["../secret.wav", "sounds/missing.ogg", "sounds"])
def test_what_is_not_a_file_of_the_campus_has_no_name(assets: Path, sound: str) -> None:
    assert Media(assets).name(sound) is None
    assert Media(None).name(sound) is None


def test_a_file_is_decoded_sample_by_sample(tmp_path: Path) -> None:
    sound = np.random.default_rng(1).integers(-30_000, 30_000, (70_000, 2)).astype("<i2")
    with wave.open(str(tmp_path / "two.wav"), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(44_100)
        file.writeframes(sound.tobytes())
    found = decoded(tmp_path / "two.wav")
    assert found is not None
    samples, rate = found
    assert rate == 44_100
    assert np.array_equal(samples, sound)


@pytest.mark.parametrize("name", ["bad.ogg", "empty.wav", "missing.ogg"])
def test_what_is_no_sound_is_none(tmp_path: Path, name: str) -> None:
    if name != "missing.ogg":
        (tmp_path / name).write_bytes(b"" if name == "empty.wav" else b"no sound at all")
    assert decoded(tmp_path / name) is None
