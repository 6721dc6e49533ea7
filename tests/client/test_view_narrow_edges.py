"""Edges that are rounded, from so far away that they are narrower than a pixel."""

from collections.abc import Callable
from typing import Any

import numpy as np

from campus.client.view import Stage
from campus.mesh import box, merge
from campus.space.model import Space

NOTHING_ELSE: dict[str, Any] = {"copies": (), "moving": (), "labels": (), "lamps": (), "views": (), "screens": {}}


def test_the_sun_on_the_edge_of_a_moulding_in_the_shade_is_a_line_and_no_dashes(
    fine_stage: Stage, make_space: Callable[..., Space]
) -> None:
    """Its front looks north and its top is in the sun: between them lie 15 mm, seen from 13 m."""
    shell = merge(
        box((40, 30, 0.3), at=(0, 0, -0.3), material="limestone"),
        box((30, 0.4, 5.0), material="limestone"),
        box((30, 0.5, 0.12), at=(0, 0, 5.0), bevel=0.015, material="limestone"),
        box((60, 0.4, 9.0), at=(0, -12, 0), material="limestone"),
    )
    bounds = np.array([[-30, -15, 0], [30, 15, 10]], np.float32)
    view = fine_stage.build(make_space(mesh=shell, solids=shell.corners(), bounds=bounds, **NOTHING_ELSE), "fr")
    fine_stage.present(view)
    fine_stage.look_at((4.0, 13.0, 3.2), (0.0, 0.0, 4.9), 40)
    fine_stage.draw()
    seen = fine_stage.pixels().astype(float).mean(axis=2)
    fine_stage.present(None)
    view.destroy()
    columns = np.arange(150, 490)
    edge = [fine_stage.project((x, 0.25, 5.11)) for x in (-3.0, 3.0)]
    (x0, y0), (x1, y1) = (each[:2] for each in edge if each)
    rows = np.round(y0 + (columns - x0) * (y1 - y0) / (x1 - x0)).astype(int)
    line = np.max([seen[rows + off, columns] for off in (-2, -1, 0, 1, 2)], axis=0)
    assert np.abs(np.diff(line)).mean() < 4.5, "from column to column it flickers"
    assert np.median(line) > np.median(seen[rows + 8, columns]) + 8, "and yet one sees that the sun is on it"
