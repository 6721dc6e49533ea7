"""Panda3D's OpenAL rendered into a file, without a sound card: left and right, doors, mono, and silence."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from campus.client.audio.speaker import has_headphones
from campus.sound import RATE
from campus.sound.library import write
from campus.sound.loudness import loudness

TONE = 0.2 * np.random.default_rng(1).standard_normal(RATE // 2)


def rendered(tmp_path: Path, script: str, headphones: bool = False) -> np.ndarray:
    """(n, 2) what a script plays with `speaker`, in a process of its own: OpenAL is configured once in a process."""
    write(tmp_path / "tone.wav", TONE)
    write(tmp_path / "mid.wav", np.stack([TONE, TONE], axis=1))
    out = tmp_path / "out.wav"
    (tmp_path / "alsoft.conf").write_text(
        f"[general]\ndrivers=wave\nchannels=stereo\nfrequency={RATE}\nhrtf=false\nsample-type=int16\n[wave]\nfile={out}\n"
    )
    opening = """
        import time
        from pathlib import Path
        from campus.client.audio.speaker import open_speaker
        tone, mid = Path("tone.wav"), Path("mid.wav")
        speaker = open_speaker(headphones=HEADPHONES)
        assert speaker is not None
        def wait(seconds):
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                speaker.update()
                time.sleep(0.01)
    """
    opening = opening.replace("HEADPHONES", str(headphones))
    code = textwrap.dedent(opening) + textwrap.dedent(script) + "\nspeaker.close()\n"
    environment = {**os.environ, "ALSOFT_DRIVERS": "wave", "ALSOFT_CONF": str(tmp_path / "alsoft.conf")}
    environment["PYTHONPATH"] = str(Path(__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == "", "nothing on the terminal"
    # OpenAL writes the extensible form of the format, which Python's `wave` does not know.
    raw = out.read_bytes()
    start = raw.index(b"data") + 8
    return np.frombuffer(raw[start : start + (len(raw) - start) // 4 * 4], "<i2").reshape(-1, 2) / 32767.0


def level(channel: np.ndarray) -> float:
    return float(10 * np.log10((channel**2).mean() + 1e-12))


def test_a_source_at_the_left_is_left_by_six_decibels_and_turning_round_swaps_it(tmp_path: Path) -> None:
    left = rendered(tmp_path, "speaker.listen(0.0); speaker.play(tone, 0.5, (-1.0, 0.0, 0.0)); wait(0.7)")
    assert level(left[:, 0]) > level(left[:, 1]) + 6
    (tmp_path / "out.wav").unlink()
    behind = rendered(tmp_path, "speaker.listen(180.0); speaker.play(tone, 0.5, (-1.0, 0.0, 0.0)); wait(0.7)")
    assert level(behind[:, 1]) > level(behind[:, 0]) + 6


def test_what_has_no_direction_is_in_the_middle_and_as_loud_as_it_was_made(tmp_path: Path) -> None:
    middle = rendered(tmp_path, "speaker.play(mid, 0.5); wait(0.8)")
    assert level(middle[:, 0]) == pytest.approx(level(middle[:, 1]), abs=0.2)
    # A busy machine may begin late or stop early: what sounds is compared, not the silence around it.
    sounding = np.flatnonzero(np.abs(middle).max(axis=1) > 1e-3)
    assert len(sounding) > RATE // 4
    assert loudness(middle[sounding[0] : sounding[-1]]) == pytest.approx(
        loudness(np.stack([TONE, TONE], axis=1) * 0.5), abs=1.5
    )


def test_for_headphones_the_far_ear_hears_later_and_softer_instead_of_nothing(tmp_path: Path) -> None:
    """Without: OpenAL pans, and the far ear hears nothing. With: a head is between the two ears."""
    script = "speaker.listen(0.0); speaker.play(tone, 0.5, (-1.0, 0.0, 0.0)); wait(0.7)"
    stereo = rendered(tmp_path, script)
    assert level(stereo[:, 0]) - level(stereo[:, 1]) > 20
    (tmp_path / "out.wav").unlink()
    around = rendered(tmp_path, script, headphones=True)
    if not has_headphones():
        pytest.skip("this platform's OpenAL knows no headphones; nothing was lost by asking")
    assert 6 < level(around[:, 0]) - level(around[:, 1]) < 20
    near, far = (around[:30_000, side] for side in range(2))
    size = 65_536
    alike = np.fft.irfft(np.fft.rfft(far, size) * np.conj(np.fft.rfft(near, size)), size)
    later = int(np.argmax(np.abs(np.concatenate([alike[-60:], alike[:60]])))) - 60
    assert 20 <= later <= 45, "half a millisecond to one, as far as sound goes round a head"


def test_asking_for_headphones_leaves_the_environment_as_it_was(tmp_path: Path) -> None:
    rendered(
        tmp_path,
        """
        import os
        assert os.environ["ALSOFT_CONF"].endswith("alsoft.conf")
        wait(0.05)
        """,
        headphones=True,
    )


def test_in_the_middle_of_the_head_both_ears_get_the_same(tmp_path: Path) -> None:
    heard = rendered(tmp_path, "speaker.play(mid, 0.5); speaker.play(tone, 0.3, (0.0, 0.0, 0.0)); wait(0.8)")
    assert level(heard) > -60
    # A twentieth of a second is left to OpenAL, which begins a sound that has a place from another one.
    begun = int(np.flatnonzero(np.abs(heard).max(axis=1) > 1e-3)[0]) + RATE // 20
    assert np.abs(heard[begun:, 0] - heard[begun:, 1]).max() < 4 / 32767, "but for what OpenAL dithers"


def test_a_machine_without_sound_has_no_speaker_and_no_word_on_the_terminal(tmp_path: Path) -> None:
    code = "from campus.client.audio.speaker import open_speaker; assert open_speaker() is None"
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[3])}
    if not sys.platform.startswith("linux") or Path("/dev/snd/controlC0").exists():
        pytest.skip("this machine has sound")
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
