"""Flecks of sun under leaves far away are soft; a patch of sun keeps its edge."""

import numpy as np
import pytest

from campus.client.view.dapples import WHOLE, dappled, flecks


def test_what_the_sun_finds_in_part_alone_is_a_fleck_and_the_edge_of_a_patch_is_none() -> None:
    sun = np.zeros((40, 40), np.uint8)
    sun[5:8, 5:8] = 90  # far from anything whole
    sun[6, 6] = WHOLE + 20  # one texel is no patch
    sun[20:30, 20:30] = 255
    sun[30, 20:30] = 100  # its edge
    apart = dappled(sun)
    assert apart[5:8, 5:8].all()
    assert apart.sum() == 9


def test_a_fleck_is_brightest_in_its_middle_and_fades_evenly_to_nothing() -> None:
    sun = np.zeros((12, 12), np.uint8)
    sun[4:7, 4:7] = 120
    shown = flecks(sun, sun > 0)
    across = shown[5, 2:9]
    assert across.argmax() == 3
    assert (np.diff(across[:4]) > 0).sum() == 3
    assert shown.sum() * 255 == pytest.approx(9 * 120)
    assert not flecks(sun, np.zeros_like(sun, np.bool_)).any()
