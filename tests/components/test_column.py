"""A column: as high as it says, wider at base and capital, its shaft in the way."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.column import Column


@pytest.mark.parametrize("shape", ["round", "square"])
@pytest.mark.parametrize(("height", "radius"), [(3.25, 0.19), (8.4, 0.5)])
def test_it_reaches_from_the_floor_to_what_it_bears(shape: str, height: float, radius: float) -> None:
    mesh = Column(height=height, radius=radius, shape=shape).mesh()  # type: ignore[arg-type]
    low, high = mesh.bounds()
    assert low[2] == pytest.approx(0, abs=1e-4)
    assert high[2] == pytest.approx(height, abs=1e-4)
    assert low[0] == pytest.approx(-1.35 * radius, rel=0.05)


def test_the_shaft_is_round_and_a_body_bumps_into_it() -> None:
    mesh = Column(height=4, radius=0.3).mesh()
    hit = mesh.only(mesh.collides)
    shaft = hit.positions[(hit.positions[:, 2] > 1) & (hit.positions[:, 2] < 2)]
    around = np.linalg.norm(shaft[:, :2], axis=1)
    assert around == pytest.approx(0.3, rel=0.1)
    assert np.ptp(hit.positions[:, 2]) > 3
