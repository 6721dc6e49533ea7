"""A space listened to without a sound card, from its YAML to a WAV file."""

import math
from pathlib import Path

import numpy as np
import pytest

from campus.errors import CampusError
from campus.sound import RATE
from campus.sound.library import read
from campus.sound.loudness import loudness
from campus.tools.listen import AGREES, LENGTH_S, listen, measure

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


@pytest.mark.parametrize("space", ["hall", "amphitheatre", "seminar-room"])
def test_the_click_rings_as_check_predicts_by_its_own_formula_and_as_the_room_should(space: str, kept: Path) -> None:
    found = measure(ROOT, space, kept)
    assert found.off_prediction is not None
    assert abs(found.off_prediction) < AGREES
    assert found.off_target is not None
    assert abs(found.off_target) < AGREES
    assert found.target == {"hall": 1.5, "amphitheatre": 0.9, "seminar-room": 0.5}[space]
    assert found.predicted is not None
    for one, two in zip(found.measured, found.predicted, strict=True):
        assert one == pytest.approx(two, rel=0.3), "in every band, too, they speak of the same room"


def test_its_acoustics_are_measured_from_the_click(kept: Path) -> None:
    found = measure(ROOT, "seminar-room", kept)
    assert found.left_db > 6
    assert found.door_db > 15
    assert found.bed_lufs == pytest.approx(-40, abs=0.2)
    assert found.steps_lufs == pytest.approx(-28, abs=0.5)
    assert not math.isnan(sum(found.measured))
    assert found.seated is not None
    assert found.predicted is not None
    assert all(one < two for one, two in zip(found.seated, found.predicted, strict=True)), "people swallow sound"
    told = str(found)
    assert "click, nobody there" in told
    assert "check, all seated" in told


def test_a_wrong_name_is_told_with_the_right_one(tmp_path: Path) -> None:
    with pytest.raises(CampusError, match=r"no space 'seminar-rom'.*seminar-room"):
        listen(ROOT, "seminar-rom", None, tmp_path / "x.wav")
    with pytest.raises(CampusError, match=r"no viewpoint 'arival'.*arrival"):
        listen(ROOT, "seminar-room", "arival", tmp_path / "x.wav")
