"""Roofs of canal tiles and the mountain, as they are seen from a court; without a window."""

import numpy as np
from numpy.typing import NDArray

from campus.client.view.far_parts import MATERIALS, bearings, far_land, mountain
from campus.client.view.far_town import eaves
from campus.client.view.patterns import pattern

PITCH_M = 0.2


def _one_pixel_high(tall_m: float) -> NDArray[np.float64]:
    """(h, w): the brightness of the smaller picture of canal tiles that is looked up for pixels so high on a roof."""
    made = pattern("roof-tiles")
    value = made.tint.astype(float).mean(axis=2)
    halvings = round(np.log2(tall_m * len(value) / made.size[1]))
    for _ in range(halvings):
        value = (value[::2] + value[1::2]) / 2 if len(value) > 1 else value
        value = (value[:, ::2] + value[:, 1::2]) / 2
    return np.asarray(value)


def test_channels_run_down_a_roof_that_is_seen_so_aslant_that_a_pixel_is_ten_times_as_high_on_it_as_wide() -> None:
    value, wide = _one_pixel_high(0.22), pattern("roof-tiles").size[0]
    assert value.shape[1] * PITCH_M / wide >= 3, "of two pixels a channel, nothing is seen"
    along, up = value.mean(axis=0), value.mean(axis=1)
    assert along.std() / along.mean() > 0.1
    assert along.std() > 4 * up.std(), "rows are no streaks across the slope"


def test_the_covers_of_a_roof_go_on_in_the_arches_at_its_eaves() -> None:
    made = pattern("roof-tiles")
    across = made.tint.astype(float).mean(axis=(0, 2)).reshape(8, -1).mean(axis=0)
    back = (np.argmax(across + across[::-1]) + 0.5) / len(across) * PITCH_M
    roof = eaves(6.0, 5.0)
    left = roof.of("far-tile").bounds()[0, 0]
    low = roof.of("far-pot")
    ends = np.unique(np.round(low.positions[(low.positions[:, 2] < 5.46) & (low.positions[:, 1] < -0.4), 0], 4))
    ends = ends[(ends > 0.06) & (ends < 5.95)]
    assert made.size[0] / 8 == PITCH_M
    assert len(ends) > 20
    aside = np.abs((ends - left - back + PITCH_M / 2) % PITCH_M - PITCH_M / 2)
    assert aside.max() < 0.06, "an end stands under each cover, and none under a channel"


def test_nothing_hangs_down_a_mountain_from_its_crest_to_its_foot() -> None:
    at, rows = bearings(15.0), 20
    heights = 60 + 10 * np.sin(at / 9)
    turned = mountain(326, heights, at, rows=rows).normals.reshape(rows, len(at), 3).astype(float)
    turn = np.deg2rad(90 - at)
    aside = (turned[..., 0] * -np.sin(turn) + turned[..., 1] * np.cos(turn))[:, 20:-20]
    alike = [np.corrcoef(aside[i], aside[i + 5])[0, 1] for i in range(1, rows - 6)]
    assert aside.std() > 0.3, "the sun finds its gullies"
    assert max(alike) < 0.35, "and each of them leans: what goes straight down is a smear"


def test_a_mountain_is_limestone_over_garrigue() -> None:
    land = far_land(bearing_of_peak=15.0, rise=1.75, near=0.34)
    height = {name: land.of(name).corners()[..., 2].mean() for name in ("far-garrigue", "far-rock", "far-peak")}
    assert height["far-garrigue"] < height["far-rock"] < height["far-peak"]
    assert set(land.materials) <= set(MATERIALS)
    assert len(land.positions) < 6600, "it is in a picture of every window"
