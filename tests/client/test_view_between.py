"""The light on a bevel goes over from one face to the other."""

from __future__ import annotations

import numpy as np

from campus.client.view.between import EDGE, MOST_AT_EDGE, lit_between
from campus.mesh import Mesh, box, facing

DAY = 2
SKY, GROUND = np.array((0.5, 0.6, 0.8)), np.array((0.9, 0.8, 0.6))
"""Light of what looks up, and of what looks aside."""
SIZE = 64


def _baked(mesh: Mesh, ground: np.ndarray = GROUND) -> tuple[np.ndarray, dict[int, np.ndarray]]:
    """Tops and their bevels lie to the left on the lightmap, sides to its right, a texel a decimetre."""
    ways, _, _ = facing(mesh.corners())
    rows = np.zeros((len(mesh.positions), 9), np.float32)
    rows[:, :2] = (mesh.positions[:, :2] + 2) / 10
    aside = np.unique(mesh.triangles[np.abs(ways[:, 2]) < 0.1])
    rows[aside, 0] += 0.5
    texels = np.zeros((SIZE, SIZE, 3), np.float16)
    texels[:, : SIZE // 2], texels[:, SIZE // 2 :] = SKY, ground
    return rows, {DAY: texels}


def _slab() -> Mesh:
    """Each of its triangles has corners of its own, as where charts end."""
    mesh = box((3, 3, 0.5), bevel=0.02)
    corners = mesh.triangles.ravel()
    return Mesh(
        mesh.positions[corners],
        mesh.normals[corners],
        mesh.uvs[corners],
        np.arange(len(corners), dtype=np.int32).reshape(-1, 3),
        mesh.materials,
        mesh.material,
        mesh.collides,
    )


def _light(mesh: Mesh, rows: np.ndarray, which: np.ndarray) -> np.ndarray:
    """(k, 3) by day of vertices, of texels and of their own."""
    left = rows[which, 0] < 0.5
    light: np.ndarray = np.where(left[:, None], SKY, GROUND) + rows[which, DAY : DAY + 3]
    return light


def _upper_bevels(mesh: Mesh) -> np.ndarray:
    """(k,) vertices of the bevels round the top."""
    ways, _, _ = facing(mesh.corners())
    spans = np.ptp(mesh.corners(), axis=1).max(axis=1)
    vertices: np.ndarray = mesh.triangles[(ways[:, 2] > 0.5) & (ways[:, 2] < 0.9) & (spans > 1)].ravel()
    return vertices


def test_a_bevel_between_a_top_under_the_sky_and_a_warm_front_is_no_line_of_another_hue() -> None:
    mesh = _slab()
    rows, texels = _baked(mesh)
    found = lit_between(mesh, rows, texels)
    bevels = _upper_bevels(mesh)
    assert len(bevels) == 24
    low = mesh.positions[bevels, 2] < 0.49
    lower, upper = _light(mesh, found, bevels[low]), _light(mesh, found, bevels[~low])
    assert np.allclose(lower[:, :2], GROUND[:2], atol=0.02), "at the front it is as warm as that"
    assert np.allclose(upper, SKY, atol=0.02), "and at the top as cool"


def test_faces_keep_their_own_light() -> None:
    mesh = _slab()
    rows, texels = _baked(mesh)
    found = lit_between(mesh, rows, texels)
    bevels = np.isin(np.arange(len(rows)), _upper_bevels(mesh))
    _, _, area = facing(mesh.corners())
    wide = mesh.triangles[area > 0.1].ravel()
    assert not bevels[wide].any()
    assert np.array_equal(found[wide], rows[wide])


def test_what_a_face_glares_with_is_not_lent_to_the_bevel_before_it() -> None:
    """As the trough of a cove does: its edge drew a white line."""
    mesh = _slab()
    rows, texels = _baked(mesh, ground=8 * GROUND)
    found = lit_between(mesh, rows, texels)
    assert np.array_equal(found, rows)


def test_each_end_of_a_stones_edge_gets_what_its_face_has_there() -> None:
    """The halves of an impost met in a step: of one the far end glared, and its near end got less for that, too."""
    mesh = _slab()
    rows, texels = _baked(mesh)
    least, most = MOST_AT_EDGE[0] - 0.2, MOST_AT_EDGE[1] - 0.1
    by = least + (most - least) * (np.arange(SIZE) / SIZE * 10 - 2 + 1.5) / 3  # along y, from one end to the other
    texels[DAY][:, SIZE // 2 :] = by[:, None, None] * SKY
    found = lit_between(mesh, rows, texels, np.full(len(mesh.triangles), EDGE, np.int8))
    bevels = _upper_bevels(mesh)
    beside = bevels[(np.abs(mesh.positions[bevels, 0]) > 1.49) & (mesh.positions[bevels, 2] < 0.49)]
    near, far = (beside[way * mesh.positions[beside, 1] > 1.4] for way in (-1, 1))
    assert np.allclose(_light(mesh, found, near), least * SKY, rtol=0.05)
    assert len(far)
    assert (_light(mesh, found, far) < 1.5 * SKY).all()


def test_a_mesh_without_bevels_keeps_its_light() -> None:
    mesh = box((3, 3, 0.5))
    rows, texels = _baked(mesh)
    assert lit_between(mesh, rows, texels) is rows
