"""What grows: leaves become cards of twigs, lawns get blades, and both keep the light that was theirs."""

from __future__ import annotations

import numpy as np

from campus.client.view.foliage import GROWN, SHRUNK, TUFTS_PER_M2, grown
from campus.client.view.patterns.twigs import CELLS, LEAVES_ALONE, PETAL, ROWS, UMBEL, twigs
from campus.components._foliage import leaves, lumpy
from campus.mesh import Mesh, box, merge, moved
from campus.scene.model import Material
from campus.text import Text


def _material(id_: str, pattern: str) -> Material:
    return Material(
        material=id_,
        title=Text(fr=id_, en=id_),
        colour="#557744",
        roughness=0.8,
        pattern=pattern,
        absorption=(0.1, 0.1, 0.1, 0.1, 0.1, 0.1),
        source="made up",
    )


MATERIALS = {
    "leaf": _material("leaf", "leaves"),
    "grass": _material("grass", "grass"),
    "stone": _material("stone", "dressed"),
}


def _crown(count: int = 40, size: tuple[float, float] = (0.27, 0.125)) -> Mesh:
    random = np.random.default_rng(3)
    at = random.normal((0, 0, 5), size=(count, 3))
    body = lumpy((1, 1, 1), (0, 0, 5), 0.1, material="leaf", random=random)
    return merge(body, leaves(at, random.normal(size=(count, 3)), *size, material="leaf", random=random))


def _rows(mesh: Mesh) -> np.ndarray:
    """What each vertex carries: here, where it is."""
    return mesh.positions.copy()


def _leaves_alone(count: int = 40, size: tuple[float, float] = (0.27, 0.125)) -> Mesh:
    crown = _crown(count, size)
    return crown.only(np.arange(len(crown.triangles)) >= len(crown.triangles) - 4 * count)


def test_every_leaf_becomes_a_card() -> None:
    alone = _leaves_alone()

    found, _ = grown(alone, MATERIALS, None)

    assert found.materials == ("leaf" + GROWN,)
    assert len(found.triangles) == len(alone.triangles) == 4 * 40
    assert not np.array_equal(found.uvs, alone.uvs)


def test_the_inside_of_a_crown_shrinks_towards_its_middle_and_bears_leaves_where_it_was() -> None:
    crown = _crown()
    body = np.arange(len(crown.triangles)) < len(crown.triangles) - 4 * 40
    hull = crown.corners()[body]

    found, light = grown(crown, MATERIALS, _rows(crown))

    cards = found.material == found.materials.index("leaf" + GROWN)
    assert (~cards).sum() == body.sum()
    middle = np.array((0, 0, 5))
    before, after = (np.linalg.norm(corners - middle, axis=2) for corners in (hull, found.corners()[~cards]))
    assert np.abs(after / before - SHRUNK).max() < 0.05
    feet = found.triangles[cards][::4, 0][40:]
    assert len(feet) > 100
    # A card's light is that of where it grows, on the hull: here, the place itself, between the hull's corners.
    assert light is not None
    away = np.linalg.norm(light[feet] - middle, axis=1)
    assert 0.9 * before.min() < away.min()
    assert away.max() < 1.001 * before.max()
    left, right = found.positions[feet], found.positions[found.triangles[cards][::4, 1][40:]]
    np.testing.assert_allclose((left + right) / 2, light[feet], atol=1e-5)


def test_two_crowns_shrink_each_for_itself() -> None:
    one = _crown()
    both, _ = grown(merge(one, moved(one, (9, 0, 0))), MATERIALS, None)

    inner = both.corners()[both.material != both.materials.index("leaf" + GROWN)].reshape(-1, 3)
    right = inner[:, 0] > 4.5
    assert abs(float(inner[right, 0].mean()) - 9) < 0.1
    assert abs(float(inner[~right, 0].mean())) < 0.1


def test_a_card_begins_and_ends_where_its_leaf_did_and_shows_one_cell_of_the_sheet() -> None:
    crown = _leaves_alone()

    found, _ = grown(crown, MATERIALS, None)

    first = np.flatnonzero(found.material == found.materials.index("leaf" + GROWN))[::4]
    start, right = found.triangles[first, 0], found.triangles[first, 1]
    tip, left = found.triangles[first + 1, 1], found.triangles[first + 1, 2]
    middle = (found.positions[start] + found.positions[right]) / 2
    np.testing.assert_allclose(middle, crown.positions[start], atol=1e-5)
    np.testing.assert_allclose((found.positions[tip] + found.positions[left]) / 2, crown.positions[tip], atol=1e-5)
    cell = np.floor(found.uvs[:, 0] * CELLS)
    assert (cell[start] == cell[right]).all()
    assert len(np.unique(cell[start])) == CELLS
    row = np.floor(found.uvs[:, 1] * ROWS)
    assert (row[start] == row[tip]).all()


def test_a_leaf_as_slim_as_a_blade_stays_one() -> None:
    blades = _crown(size=(0.19, 0.015))

    found, _ = grown(blades, MATERIALS, None)

    assert found.materials == blades.materials
    np.testing.assert_array_equal(found.positions, blades.positions)


def _lawn() -> Mesh:
    lawn = box((4, 2, 0.03), material="grass")
    return merge(lawn, moved(box((1, 2, 0.2), material="stone"), (0, 0, 0.02)))


def test_blades_stand_on_a_lawn_in_the_light_of_their_ground_and_none_under_a_stone() -> None:
    lawn = _lawn()

    found, rows = grown(lawn, MATERIALS, _rows(lawn))

    assert rows is not None
    assert len(rows) == len(found.positions)
    blades = found.triangles[found.material == found.materials.index("grass" + GROWN)]
    feet = rows[np.unique(blades)]
    assert 0.5 * 6 * TUFTS_PER_M2 < len(feet) / 4 < 1.2 * 6 * TUFTS_PER_M2
    np.testing.assert_allclose(feet[:, 2], 0.03, atol=1e-4)
    assert (np.abs(feet[:, 0]) > 0.49).all()
    assert (np.abs(feet[:, 0]) < 2.001).all()


def test_without_light_of_its_own_a_lawn_stays_a_pattern() -> None:
    found, rows = grown(_lawn(), MATERIALS, None)

    assert rows is None
    assert "grass" + GROWN not in found.materials


def test_what_does_not_grow_stays_as_it_is() -> None:
    wall = box((4, 2, 1), material="stone")

    found, rows = grown(wall, MATERIALS, _rows(wall))

    assert found is wall
    assert rows is not None


def test_the_sheets_smaller_copies_cover_as_much_as_the_large_one() -> None:
    levels = twigs()

    assert levels[-1].shape[:2] == (1, 1)
    for row in range(ROWS):
        share = [
            (level[row * len(level) // ROWS : (row + 1) * len(level) // ROWS, :, 3] >= 128).mean()
            for level in levels[:4]
        ]
        assert max(share) - min(share) < 0.06


def test_flowers_become_parts_of_umbels_and_petals_and_leaves_are_neither() -> None:
    """Which cell of the row of single leaves a card shows is told by its material and its length."""
    places = np.zeros((3, 3)) + np.arange(3)[:, None]
    parts = {
        "umbel": leaves(places, places + 1, 0.055, 0.046, material="linen", random=np.random.default_rng(1)),
        "petal": leaves(places, places + 1, 0.034, 0.026, material="linen", random=np.random.default_rng(1)),
        "leaf": leaves(places, places + 1, 0.09, 0.045, material="leaf", random=np.random.default_rng(1)),
    }
    cells = {}
    for name, mesh in parts.items():
        found, _ = grown(merge(mesh, _crown()), MATERIALS, None)
        cells[name] = set(np.floor(found.uvs[: len(mesh.positions), 0] * CELLS).astype(int).tolist())
        assert (np.floor(found.uvs[: len(mesh.positions), 1] * ROWS) == 1).all()
    assert cells["umbel"] == {UMBEL}
    assert cells["petal"] == {PETAL}
    assert cells["leaf"] <= set(range(LEAVES_ALONE))
