"""The bench of looks: how it tells sun from shade, and that it runs to its end in a process of its own."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from campus.bench.look import Look, sunlit_to_shaded


def a_picture(light: float) -> np.ndarray:
    return np.full((20, 20, 3), light, np.float32)


def test_each_pixel_is_compared_with_itself_without_the_sun() -> None:
    shaded = a_picture(0.1)
    shaded[:10] = 0.4  # another material
    lit = shaded.copy()
    lit[:, :5] *= 4.5
    lit[:, 5:7] *= 1.3  # half in the penumbra: neither sun nor shade
    share, ratio = sunlit_to_shaded(lit, shaded)
    assert share == pytest.approx(0.25)
    assert ratio == pytest.approx(4.5)


def test_where_no_sun_falls_there_is_no_ratio() -> None:
    assert sunlit_to_shaded(a_picture(0.3), a_picture(0.3)) == (0.0, None)


def test_a_picture_is_sound_only_with_all_of_it() -> None:
    good = Look("hall", "arrival", "high", True, 0.002, 0.01, 0.5, 0.1, 4.6)
    assert good.is_sound()
    assert replace(good, sunlit=0.0, ratio=None).is_sound()
    for wrong in ({"clipped": 0.011}, {"dark": 0.03}, {"ratio": 2.6}, {"ratio": 9.0}):
        assert not replace(good, **wrong).is_sound()


def test_a_small_run_tells_of_every_viewpoint(lab: Path) -> None:
    command = [sys.executable, "-P", "-m", "campus", "bench", "look", "--space", "lab", "--tier", "medium"]
    ran = subprocess.run(
        [*command, "--size", "160x120", "--json", "--root", str(lab)],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode in (0, 3), ran.stderr
    found = json.loads(ran.stdout)
    assert [one["viewpoint"] for one in found] == ["arrival", "focal"]
    assert all(one["sound"] for one in found) == (ran.returncode == 0)
    assert all(0.2 < one["mean"] < 0.8 for one in found)
