"""In what order what stands still is drawn where each pixel costs."""

from dataclasses import replace

import numpy as np
import pytest
from panda3d.core import NodePath

from campus.client.view.drawn import draw
from campus.client.view.in_order import FLOOR, FLOORS_CM, floors_apart, place_of
from campus.client.view.quality import HIGH, LOW, Quality
from campus.mesh import Mesh, box, merge
from campus.scene.model import Material
from campus.text import same

STONE, LAWN, OAK = (
    Material(
        material=name, title=same(name), colour="#C0B090", roughness=0.8, pattern=name, absorption=(0.1,) * 6, source=""
    )
    for name in ("dressed", "grass", "grain")
)
MATERIALS = {one.material: one for one in (STONE, LAWN, OAK)}


def court() -> Mesh:
    """A lawn, a path of stone on it, a long wall of the same stone on that path, and a paling of oak before it."""
    pales = [box((0.1, 0.05, 1.0), at=(0.3 * place, -1.0, 0.1), material="grain") for place in range(-20, 20)]
    return merge(
        box((40, 40, 0.1), at=(0, 0, -0.1), material="grass"),
        box((30, 3, 0.1), at=(0, 0, -0.02), material="dressed"),
        box((20, 0.5, 4), at=(0, 1, 0.08), material="dressed"),
        *pales,
    )


def called(quality: Quality) -> list[str]:
    """Materials in the order in which they are drawn; with a capital what lies level."""
    root = NodePath("space")
    draw(court(), root, MATERIALS, quality)
    paths = sorted(root.get_children(), key=lambda path: path.get_bin_draw_order())
    floors = [path.get_bin_draw_order() >= FLOORS_CM for path in paths]
    return [p.name.upper() if floor else p.name for p, floor in zip(paths, floors, strict=True)]


def test_small_faces_are_drawn_before_large_ones_and_floors_after_all_the_upper_first() -> None:
    found = called(LOW)
    assert found.index("grain") < found.index("dressed") < found.index("DRESSED") < found.index("GRASS")
    assert found[-2:] == ["DRESSED", "GRASS"], "the path lies on the lawn, and all else on both"


def test_a_card_has_no_call_more_for_its_floors() -> None:
    assert len(called(HIGH)) == len(MATERIALS) < len(called(LOW))


def test_of_one_material_the_upper_floors_are_drawn_first_and_nothing_is_lost() -> None:
    mesh = merge(
        box((9, 9, 0.1), at=(0, 0, 0), material="dressed"),
        box((5, 5, 0.1), at=(0, 0, 0.2), material="dressed"),
        box((7, 7, 0.1), at=(0, 0, 0.1), material="dressed"),
    )
    apart = floors_apart(mesh)
    floor = apart.material >= len(mesh.materials)
    heights = apart.corners()[floor][..., 2].mean(axis=1)
    assert len(heights) == 6
    assert (np.diff(heights) <= 0).all()
    assert {apart.materials[kind] for kind in apart.material[floor]} == {"dressed" + FLOOR}
    assert sorted(map(tuple, apart.triangles)) == sorted(map(tuple, mesh.triangles))


def test_what_faces_most_of_a_wall_has_counts_and_not_how_many_small_ones_there_are() -> None:
    wall, studs = box((10, 0.2, 4), at=(0, 0, 0)), [box((0.05, 0.05, 0.05), at=(x, -1, 1)) for x in range(40)]
    assert place_of(merge(wall, *studs).corners(), floor=False) > 0.9 * place_of(wall.corners(), floor=False)


@pytest.mark.parametrize("deep", [-500.0, 500.0])
def test_a_floor_far_above_or_below_is_drawn_with_the_floors(deep: float) -> None:
    ground = box((9, 9, 0.1), at=(0, 0, deep))
    walls = box((900, 0.1, 900), at=(0, 0, 0))
    assert place_of(ground.corners(), floor=True) >= FLOORS_CM > place_of(walls.corners(), floor=False)


def test_a_space_without_floors_is_drawn_as_it_is() -> None:
    mesh = box((1, 0.1, 3), at=(0, 0, 0), material="dressed")
    wall = replace(mesh, triangles=mesh.triangles[:2], material=mesh.material[:2], collides=mesh.collides[:2])
    assert (floors_apart(wall).triangles == wall.triangles).all()
