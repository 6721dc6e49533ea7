"""Pictures in blocks: what a card reads of them is what was there, and takes less of its memory."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from campus.client.view import Stage
from campus.client.view.blocks import bc3, bc5, levels, turned
from campus.client.view.looks import block_arrays, look_arrays
from campus.client.view.materials import pattern_form
from campus.client.view.quality import LOW, MEDIUM
from campus.client.view.textures import card_bytes, level_bytes, of_blocks, reads_blocks

Bytes = NDArray[np.uint8]
CLOSE_UP = {"plaster": 0.5, "courses": 0.8, "grain": 1.2, "terrazzo": 1.2}
"""What is seen close up, and the error of its colour that nobody sees: steps of 255, the root of the mean square."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, keeps_in: Callable[[Path], None]) -> Path:
    keeps_in(tmp_path)
    return tmp_path


def read_back(encoded: Bytes, shape: tuple[int, int], channels: int) -> Bytes:
    """What Panda3D makes of the largest of a picture in blocks, red first."""
    texture = of_blocks("blocks", encoded, shape, channels=channels)
    raw = np.frombuffer(bytes(texture.get_uncompressed_ram_image()), np.uint8).reshape(*shape, channels)
    return raw[..., [2, 1, 0, 3]] if channels == 4 else raw


@pytest.mark.parametrize("name", CLOSE_UP)
def test_a_surface_seen_close_up_has_its_colours(name: str) -> None:
    data, found = look_arrays(name, plain=False)["data"], block_arrays(name)
    read = read_back(found["colour"], data.shape[:2], 4) / 255
    colour = (read @ found["axes"] + found["base"]) * 255
    error = colour[..., :3] - data[..., 2::-1]
    assert np.sqrt((error**2).mean()) < CLOSE_UP[name]
    assert abs(error.mean()) < 0.3, "it is as light as it was"


def test_its_relief_is_there() -> None:
    slopes, found = look_arrays("courses", plain=False)["slopes"], block_arrays("courses")
    read = read_back(found["relief"], slopes.shape[:2], 2).astype(float)
    assert np.sqrt(((read - slopes) ** 2).mean()) < 0.15 * slopes.std()


def test_turned_along_its_axes_a_picture_is_the_same() -> None:
    data = np.random.default_rng(1).integers(0, 256, (8, 8, 4)).astype(np.uint8)
    found = turned(data)
    assert np.allclose(found.data / 255 @ found.axes + found.base, data / 255, atol=0.006)


def test_blocks_of_any_colour_are_read_as_they_were_written() -> None:
    data = np.zeros((4, 8, 4), np.uint8)
    data[:, :4], data[:, 4:, :] = (255, 0, 255, 7), (0, 0, 0, 0)
    data[:, 6:] = (255, 255, 255, 255)
    encoded = np.concatenate([bc3(level) for level in levels(data)])
    assert np.array_equal(read_back(encoded, (4, 8), 4), data)


@pytest.mark.parametrize("shape", [(8, 8), (12, 12), (1, 1), (6, 20)])
def test_every_smaller_picture_is_there(shape: tuple[int, int]) -> None:
    data = np.full((*shape, 2), 77, np.uint8)
    sizes = [bc5(level).nbytes for level in levels(data)]
    assert sizes == list(level_bytes(*shape))
    texture = of_blocks("blocks", np.concatenate([bc5(level) for level in levels(data)]), shape, channels=2)
    assert texture.get_num_ram_mipmap_images() == texture.get_expected_num_mipmap_levels()


def test_on_a_card_it_takes_a_quarter_and_its_relief_a_half(stage: Stage) -> None:
    assert reads_blocks(), "the program that draws in tests does"
    found = block_arrays("plaster")
    shape = (int(found["shape"][0]), int(found["shape"][1]))
    texture = of_blocks("plaster", found["colour"], shape, channels=4)
    whole = look_arrays("plaster", plain=False)["data"].nbytes * 4 / 3
    assert card_bytes(texture) == found["colour"].nbytes < 0.26 * whole
    assert found["relief"].nbytes == found["colour"].nbytes


def test_what_is_smaller_than_a_block_stays_as_it_is() -> None:
    assert "axes" not in block_arrays("plain")
    assert np.array_equal(block_arrays("plain")["data"], look_arrays("plain", plain=False)["data"])


def test_a_processor_that_draws_is_given_no_blocks(stage: Stage) -> None:
    assert pattern_form(LOW) == "plain"
    assert pattern_form(MEDIUM) == "blocks"
