"""Vaults: they spring and rise as they say, meet in groins, and stay out of the arches' way."""

from __future__ import annotations

import numpy as np
import pytest

from campus.components.vault import Vault

VAULT = Vault(bays=2, bay=4.1, depth=3.15, springing=3.1, crown=4.85, roof=5.12)


def test_it_springs_in_the_corners_of_its_bays_and_is_highest_along_their_middles() -> None:
    places = VAULT.mesh().of("lime-plaster").positions
    assert places[:, 2].min() == pytest.approx(3.1)
    assert places[:, 2].max() == pytest.approx(4.85)
    lowest = places[places[:, 2] < 3.15]
    assert np.allclose(np.abs(lowest[:, 1]), 3.15 / 2, atol=0.03)
    assert np.allclose(np.minimum(np.abs(lowest[:, 0]), 4.1 - np.abs(lowest[:, 0])), 0, atol=0.03)
    along_the_middle = places[np.abs(places[:, 1]) < 1e-4]
    assert np.allclose(along_the_middle[:, 2], 4.85, atol=1e-3)


def test_one_sees_it_from_below() -> None:
    under = VAULT.mesh().of("lime-plaster")
    assert (under.normals[:, 2] < 0).all()


def test_its_roof_covers_it_and_reaches_over_the_arcade() -> None:
    low, high = VAULT.mesh().of("limestone-smooth").bounds()
    assert high[2] == pytest.approx(5.12)
    assert high[0] - low[0] > 8.19
    assert high[1] == pytest.approx(3.15 / 2 + 0.55)


def test_it_must_rise() -> None:
    with pytest.raises(ValueError, match="one above the other"):
        Vault(springing=5.0, crown=4.0)
