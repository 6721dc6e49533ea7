"""A chart goes round no corner: what bends sharply is two sides, what is round is one, and a bevel goes with a face."""

import numpy as np

from campus.bake.bends import sides
from campus.mesh import box


def test_the_sides_of_a_box_are_six() -> None:
    assert len(np.unique(sides(box((1, 1, 1)).corners(), 0.1))) == 6


def test_a_round_column_is_one_side() -> None:
    turn = np.arange(25) * 2 * np.pi / 24
    low = np.stack([np.cos(turn), np.sin(turn), np.zeros(25)], -1)
    high = low + np.array((0, 0, 3))
    corners = np.concatenate(
        [np.stack([low[:-1], low[1:], high[1:]], 1), np.stack([low[:-1], high[1:], high[:-1]], 1)]
    ).astype(np.float32)
    assert len(np.unique(sides(corners, 0.1))) == 1


def test_a_bevel_goes_with_the_larger_face_that_it_lies_along_and_joins_none() -> None:
    def strip(*profile: tuple[float, float]) -> np.ndarray:
        line = np.array(profile)
        near, far = (np.insert(line, 1, y, axis=1) for y in (0.0, 2.0))
        return np.concatenate(
            [np.stack([near[:-1], near[1:], far[1:]], 1), np.stack([near[:-1], far[1:], far[:-1]], 1)]
        ).astype(np.float32)

    side = sides(strip((0, 0), (0, 1), (0.02, 1.02), (3, 1.02)), 0.1).reshape(2, 3)
    assert side[0].tolist() == side[1].tolist()
    wall, bevel, top = side[0].tolist()
    assert bevel == top != wall
