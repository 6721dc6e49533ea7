"""The documentation's pictures are kept small, and nobody sees it."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def compact():
    spec = importlib.util.spec_from_file_location("compact", ROOT / "docs" / "tours" / "compact.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.compact


def test_a_png_becomes_a_smaller_jpeg_of_its_size_whose_letters_keep_their_edges_and_colours(compact, tmp_path) -> None:
    grain = np.random.default_rng(3).integers(0, 8, (360, 640, 3), np.uint8) + np.uint8(180)
    picture = Image.fromarray(grain)
    ImageDraw.Draw(picture).text((40, 40), "Poser la question", fill=(200, 30, 40), font_size=24)
    (tmp_path / "designers").mkdir()
    png = tmp_path / "designers" / "class.png"
    picture.save(png)
    before = png.stat().st_size
    (written,) = compact(tmp_path)
    assert written == png.with_suffix(".jpg")
    assert not png.exists()
    assert written.stat().st_size < before / 3
    with Image.open(written) as kept:
        assert kept.size == (640, 360)
        off = np.abs(np.asarray(kept).astype(int) - np.asarray(picture).astype(int))
    assert off.mean() < 4
    assert np.percentile(off, 99.9) < 24


def test_what_is_no_png_is_left_alone(compact, tmp_path) -> None:
    (tmp_path / "plan.svg").write_text("<svg/>")
    assert compact(tmp_path) == []
    assert (tmp_path / "plan.svg").read_text() == "<svg/>"
