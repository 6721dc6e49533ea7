"""`campus render`: pictures from viewpoints, and what it says when there is nothing to draw."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from campus.errors import CampusError
from campus.tools.render import Picture, render

ROOT = Path(__file__).resolve().parents[2]


def test_an_unknown_space_is_refused_before_anything_is_drawn() -> None:
    with pytest.raises(CampusError, match=r"There is no space 'hal'\. Did you mean 'hall'\?"):
        render(ROOT, "hal")


def test_an_unknown_viewpoint_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(CampusError, match=r"hall has no viewpoint 'arival'\. Did you mean 'arrival'\?"):
        render(ROOT, "hall", "arival")


def test_a_picture_says_where_it_is_and_whether_it_is_sound() -> None:
    good = Picture("hall", "arrival", Path("hall-arrival.png"), 0.002, 0.01, 0.5)
    burnt = Picture("hall", "arrival", Path("hall-arrival.png"), 0.02, 0.01, 0.9)
    assert good.is_sound()
    assert not burnt.is_sound()
    assert str(good) == "hall-arrival.png: 0.20% clipped, 1.00% below 5 %, mean 50%"
    assert str(burnt).endswith("<- too much")


def drawn(lab: Path, folder: Path, *, fine: bool = False) -> np.ndarray:
    """(180, 320, 3) a viewpoint, drawn in a process of its own: Panda3D keeps one application in each."""
    program = (
        "import sys; from pathlib import Path; from campus.tools.render import render\n"
        "where = Path(sys.argv[1]), 'lab', 'arrival', Path(sys.argv[2]), (320, 180), 'en'\n"
        f"for p in render(*where, fine={fine}): print(p.path.name)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, str(lab), str(folder)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "lab-arrival.png"
    with Image.open(folder / "lab-arrival.png") as picture:
        return np.asarray(picture.convert("RGB"), np.float64)


def test_a_viewpoint_becomes_a_file_and_four_pixels_for_one_make_the_same_picture_its_edges_apart(
    lab: Path, tmp_path: Path
) -> None:
    plain, fine = drawn(lab, tmp_path / "new" / "folder"), drawn(lab, tmp_path, fine=True)
    assert plain.shape == fine.shape == (180, 320, 3)
    assert 0 < np.abs(fine - plain).mean() < 6
