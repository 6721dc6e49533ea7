"""The campus in a real window, on a screen that nobody sees. All other tests draw without a window."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

STEPS = """
- wait: {space: lab, connected: true}
- look: {heading: 14, pitch: -12}
- wait: {seconds: 0.5, still: true}
- picture: window.png
"""


@pytest.fixture
def display() -> Iterator[str]:
    """The name of a screen of our own, as X has them."""
    server = shutil.which("Xvfb")
    if server is None or not sys.platform.startswith("linux"):
        pytest.skip("There is no Xvfb here, so no screen to open a window on: sudo apt-get install xvfb")
    told, tells = os.pipe()
    screen = subprocess.Popen(
        [server, "-displayfd", str(tells), "-screen", "0", "1024x768x24", "-nolisten", "tcp"],
        pass_fds=(tells,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(tells)
    try:
        with os.fdopen(told) as line:
            number = line.readline().strip()  # it picks a number that is free, and tells it once it is ready
        assert number, "Xvfb has not opened a screen"
        yield f":{number}"
    finally:
        screen.terminate()
        screen.wait()


def test_a_window_shows_the_sun_on_the_floor_and_the_sign_on_the_wall(stagehand: Any, lab: Path, display: str) -> None:
    data = str(stagehand.folder / "data")
    ana = stagehand.client("ana", STEPS, "--data", data, "--lang", "fr", size="800x450", root=lab, display=display)
    assert ana.wait() == 0, ana.said()
    picture = np.asarray(Image.open(stagehand.folder / "window.png").convert("RGB")).astype(float)
    assert picture.shape == (450, 800, 3)
    assert (picture.max(axis=2) < 13).mean() < 0.02, "next to nothing is black"
    assert 60 < picture.mean() < 190
    light = ((picture / 255) ** 2.2) @ (0.2126, 0.7152, 0.0722)
    shade = float(np.median(light[262:300, 470:640]))
    floor = light[262:300, 200:400]
    sunlit = floor[floor > 2 * shade]
    assert 0.3 < sunlit.size / floor.size < 0.95, "a patch of sun, the bars of the window in it"
    assert 2.5 < float(np.median(sunlit)) / shade < 8
    red, green, blue = picture[45:115, 350:545].reshape(-1, 3).T
    enamel = (blue > 1.6 * red) & (blue > 1.2 * green)
    letters = (red > 140) & (green > 140)
    assert enamel.mean() > 0.7
    assert 0.02 < letters.mean() < 0.25
