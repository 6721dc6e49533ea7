"""A space listened to without a sound card, from its YAML to a WAV file."""

import math
from pathlib import Path

import numpy as np
import pytest

from campus.errors import CampusError
from campus.sound import RATE
from campus.sound.library import read
from campus.sound.loudness import loudness
from campus.tools.listen import LENGTH_S, listen, measure

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("echoes")


def test_the_seminar_room_is_heard(kept: Path, tmp_path: Path) -> None:
    heard = read(listen(ROOT, "seminar-room", "arrival", tmp_path / "new" / "room.wav", kept))
    assert heard.shape == (LENGTH_S * RATE, 2)
    assert np.abs(heard).max() < 0.99
    # Its bed alone at first, then steps over it.
    assert loudness(heard[: RATE // 2]) == pytest.approx(-40, abs=3)
    assert loudness(heard[RATE:]) > -36
    early, late = heard[round(4.15 * RATE) : round(4.9 * RATE)], heard[round(6.65 * RATE) : round(7.4 * RATE)]
    left, right = (early**2).sum(0)
    assert left > right, "who walks by comes from the left"
    left, right = (late**2).sum(0)
    assert right > left, "and goes to the right"


def test_its_acoustics_are_measured_from_the_click(kept: Path) -> None:
    found = measure(ROOT, "seminar-room", kept)
    assert 0.2 < found.mid_s < 0.7, "a room where one teaches"
    # Its ceiling absorbs and its walls do not: at 2 kHz sound goes on between them for longer than Eyring allows.
    assert found.mid_s == pytest.approx((found.expected[2] + found.expected[3]) / 2, rel=0.2)
    assert found.left_db > 6
    assert found.door_db > 15
    assert found.bed_lufs == pytest.approx(-40, abs=0.2)
    assert found.steps_lufs == pytest.approx(-28, abs=0.5)
    assert not math.isnan(sum(found.measured))
    assert "500 Hz  RT60 measured" in str(found)


def test_a_wrong_name_is_told_with_the_right_one(tmp_path: Path) -> None:
    with pytest.raises(CampusError, match=r"no space 'seminar-rom'.*seminar-room"):
        listen(ROOT, "seminar-rom", None, tmp_path / "x.wav")
    with pytest.raises(CampusError, match=r"no viewpoint 'arival'.*arrival"):
        listen(ROOT, "seminar-room", "arival", tmp_path / "x.wav")
