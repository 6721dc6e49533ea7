"""Vaults: they spring and rise as they say, meet in groins, and stay out of the arches' way."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

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
    assert high[1] == pytest.approx(3.15 / 2 + 0.54)


def test_a_transverse_arch_fills_its_ends_and_leaves_room_to_walk_through() -> None:
    """Vaults of two sizes that meet have no one outline: what lies between their curves was open to the sky."""
    plain, closed = VAULT.mesh(), replace(VAULT, arches=True).mesh()
    stone = closed.of("limestone-smooth").positions
    added = stone[np.abs(np.abs(stone[:, 0]) - 4.1) < 0.18]
    crown = added[(np.abs(added[:, 1]) < 0.2) & (added[:, 2] < 4.8)][:, 2]
    assert crown.min() == pytest.approx(4.75, abs=0.03), "it stands out under the vault"
    assert added[:, 2].max() > 4.87, "it reaches into the roof"
    assert np.abs(added[added[:, 2] < 4.8][:, 1]).max() == pytest.approx(3.15 / 2 + 0.05), "and into the walls"
    walked = np.abs(added[:, 1]) < 1.4
    assert added[walked][:, 2].min() > 3.3, "nobody bumps into it"
    assert 200 < len(closed.triangles) - len(plain.triangles) < 900


def test_corbels_may_be_left_to_the_neighbours() -> None:
    def lowest(vault: Vault) -> float:
        return float(vault.mesh().positions[:, 2].min())

    assert lowest(VAULT) == pytest.approx(2.8)
    assert lowest(replace(VAULT, corbels=False)) == pytest.approx(3.1)


def test_it_must_rise() -> None:
    with pytest.raises(ValueError, match="one above the other"):
        Vault(springing=5.0, crown=4.0)
