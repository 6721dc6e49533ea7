"""Light in the air: soft from one probe to the next, and never out of a wall."""

import numpy as np

from campus.bake.probes import softened, spread


def test_light_in_the_air_is_softened_and_none_is_won_or_lost() -> None:
    values = np.zeros((5, 5, 5, 1), np.float32)
    values[2, 2, 2] = 64
    soft = softened(values, np.ones((5, 5, 5), np.bool_))
    assert soft[2, 2, 2, 0] == 8
    assert soft[2, 2, 3, 0] == 4
    assert soft.sum() == 64
    even = np.full((4, 3, 2, 2), 7.0, np.float32)
    assert np.allclose(softened(even, np.ones((4, 3, 2), np.bool_)), 7)


def test_a_probe_within_a_wall_gives_nothing_and_takes_its_neighbours_light() -> None:
    values = np.full((3, 3, 3, 1), 10.0, np.float32)
    known = np.ones((3, 3, 3), np.bool_)
    known[1, 1, 1] = False
    values[1, 1, 1] = -1e6
    assert np.allclose(softened(values, known)[known], 10)
    assert np.allclose(spread(softened(values, known), known), 10)
