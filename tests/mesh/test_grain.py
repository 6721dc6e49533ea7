"""Wood is grained as a joiner would have it, and stone stays as it was laid."""

from dataclasses import replace

import numpy as np
import pytest

from campus.mesh import Mesh, along_grain, box, cylinder, extrude, merge, rectangle, upright, with_rails, with_stiles
from campus.mesh.sheet import flat

POST, BEAM = (0.1, 0.1, 2.0), (2.0, 0.1, 0.1)


def streaks(mesh: Mesh, axis: int) -> bool:
    """Whether the streaks of every face that reaches along an axis do: v stays the same along it, u does not."""
    found = []
    for corners in mesh.triangles:
        places, uvs = mesh.positions[corners], mesh.uvs[corners]
        sides = np.roll(places, -1, 0) - places
        level = np.abs(np.delete(sides, axis, 1)).max(1) < 1e-4
        steps = (np.roll(uvs, -1, 0) - uvs)[level & (np.abs(sides[:, axis]) > 0.2)]
        found += [bool(abs(u) > 0.2 and abs(v) < 1e-4) for u, v in steps]
    assert found
    return all(found)


def test_the_grain_of_what_stands_is_upright_and_of_what_lies_level() -> None:
    for bevel in (0.0, 0.008):
        assert streaks(along_grain(box(POST, bevel=bevel, material="oak"), {"oak"}), 2)
        assert streaks(along_grain(box(BEAM, bevel=bevel, material="oak"), {"oak"}), 0)
    assert streaks(along_grain(cylinder(0.03, 1.0, sides=12, material="oak"), {"oak"}), 2)
    assert not streaks(box(POST, material="oak"), 2)


def test_each_of_two_pieces_that_touch_has_its_own_grain() -> None:
    both = along_grain(merge(box(POST, material="oak"), box(BEAM, at=(1.05, 0, 1.9), material="oak")), {"oak"})
    post = (both.positions[both.triangles][..., 0].max(1) < 0.051) & (np.arange(len(both.triangles)) < 12)
    assert streaks(both.only(post), 2)
    assert streaks(both.only(np.arange(len(both.triangles)) >= 12), 0)


def test_streaks_do_not_run_on_from_one_slat_to_the_next() -> None:
    slats = [box((0.14, 0.03, 2.4), at=(0.2 * i, 0, 0), hidden=("front",), material="walnut") for i in range(9)]
    grained = along_grain(merge(*slats), {"walnut"})
    starts = grained.uvs.reshape(9, -1, 2).mean(1)
    for tall in (0.65, 0.8):  # of a repeat of walnut, and of oak
        apart = np.abs(np.diff(starts[:, 1])) % tall
        assert np.minimum(apart, tall - apart).min() > 0.14
    assert len(np.unique(np.round(starts % 1, 3), axis=0)) == 9


def test_panels_of_a_leaf_have_the_grain_of_its_stiles() -> None:
    leaf = merge(box(POST, material="oak"), box((0.6, 0.02, 0.4), at=(0.4, 0, 0.5), material="oak"))
    assert streaks(along_grain(leaf, {"oak"}, as_one=True), 2)
    assert not streaks(along_grain(leaf, {"oak"}), 2)


def test_beams_that_cross_are_each_grained_along_themselves() -> None:
    """Mitred round a coffer twice as long as wide, and one piece: the short side's grain is the short side's."""
    outer, inner = (np.array([(-x, -y, 0), (x, -y, 0), (x, y, 0), (-x, y, 0)]) for x, y in ((0.6, 1.1), (0.4, 0.9)))
    ring = np.stack([np.roll(outer, -1, 0), outer, inner, np.roll(inner, -1, 0)], axis=1)
    beams = along_grain(flat(ring, "oak"), {"oak"})
    assert all(streaks(beams.only(np.abs(beams.normals[:, 2])[beams.triangles[:, 0]] > 0), axis) for axis in (0, 1))


def test_the_field_of_a_panel_is_of_the_panel_s_own_board() -> None:
    panel = box((0.6, 0.016, 0.5), at=(0.4, 0, 0.5), material="oak")
    field = box((0.5, 0.030, 0.4), at=(0.4, 0, 0.55), material="oak")
    other = box((0.5, 0.030, 0.4), at=(0.4, 0, 1.55), material="oak")
    leaf = along_grain(merge(panel, field, other), {"oak"}, as_one=True)
    of = {
        name: (leaf.uvs - leaf.positions[:, (2, 0)] * (1, -1))[rows].mean(0)
        for name, rows in (("panel", slice(0, 24)), ("field", slice(24, 48)), ("other", slice(48, 72)))
    }
    assert of["panel"] == pytest.approx(of["field"], abs=1e-4)
    assert of["other"] != pytest.approx(of["field"], abs=0.05)


def test_the_rails_of_a_leaf_run_across_and_its_stiles_and_panels_upright() -> None:
    holes = [rectangle((0.13, low), (0.77, low + 0.8)) for low in (0.2, 1.12)]
    frame = upright(extrude(rectangle((0, 0), (0.9, 2.1)), 0.044, bevel=0.005, holes=holes, material="oak"), back=0.022)
    panel = box((0.65, 0.016, 0.3), at=(0.45, 0, 0.2), material="oak")
    leaf = along_grain(merge(frame, panel), {"oak"}, as_one=True)

    railed = with_rails(leaf, {"oak"})

    assert np.array_equal(railed.corners(), leaf.corners())
    assert np.array_equal(railed.positions[: len(leaf.positions)], leaf.positions)
    rails = railed.triangles.min(1) >= len(leaf.positions)
    middle = np.abs(railed.corners()[:, :, 2].mean(1) - 1.06) < 0.05
    facing = np.abs(railed.normals[railed.triangles][:, :, 1]).min(1) > 0.99
    assert (rails & middle).sum() == 4
    assert streaks(railed.only(rails & middle), 0)
    assert np.array_equal(with_rails(panel, {"oak"}).triangles, panel.triangles)
    stiles = facing & ~rails & (np.ptp(railed.corners()[:, :, 2], axis=1) > 0.3)
    assert streaks(railed.only(stiles), 2)
    assert with_rails(leaf, {"walnut"}) is leaf


def a_frame(material: str = "oak") -> Mesh:
    """Two metres wide and one high, of bars a tenth of a metre wide, in one piece."""
    hole = rectangle((-0.9, 0.1), (0.9, 0.9))
    cut = extrude(rectangle((-1, 0), (1, 1)), 0.06, bevel=0.006, holes=[hole], material=material)
    return along_grain(upright(cut, back=0.03), {"oak"})


def parted(mesh: Mesh) -> Mesh:
    """No two triangles share a corner any more, as where charts end."""
    of = mesh.triangles.ravel()
    places, ways, uvs = mesh.positions[of], mesh.normals[of], mesh.uvs[of]
    triangles = np.arange(len(of), dtype=np.int32).reshape(-1, 3)
    return replace(mesh, positions=places, normals=ways, uvs=uvs, triangles=triangles)


@pytest.mark.parametrize("apart", [False, True])
def test_the_stiles_of_a_window_s_frame_are_upright_and_its_rails_level(apart: bool) -> None:
    frame = parted(a_frame()) if apart else a_frame()
    made, was = with_stiles(frame, {"oak"})
    assert np.array_equal(made.corners(), frame.corners())
    assert np.array_equal(made.positions, frame.positions[was])
    assert np.array_equal(made.normals, frame.normals[was])
    facing = np.abs(made.normals[made.triangles][:, :, 1]).min(1) > 0.99
    places = made.corners()
    left, right = ((places[:, :, 0] * side > 0.89).all(1) & facing for side in (-1, 1))
    low, high = ((side * (places[:, :, 2] - 0.5) > 0.39).all(1) & facing for side in (-1, 1))
    assert all(streaks(made.only(stile), 2) for stile in (left, right))
    assert all(streaks(made.only(rail), 0) for rail in (low, high))
    for stile in (left, right):  # one board, though light has parted it
        corners = made.triangles[stile & (made.normals[made.triangles][:, 0, 1] > 0)].ravel()
        begins = made.uvs[corners, 0] - made.positions[corners, 2] * np.sign(np.ptp(made.uvs[corners, 0]))
        assert min(np.ptp(begins), np.ptp(made.uvs[corners, 0] + made.positions[corners, 2])) < 1e-3


def test_a_face_without_a_hole_and_a_frame_of_stone_stay_as_they_are() -> None:
    disc = along_grain(cylinder(0.5, 0.03, sides=24, material="oak"), {"oak"})
    for mesh in (disc, a_frame("limestone"), along_grain(box(BEAM, material="oak"), {"oak"})):
        made, was = with_stiles(mesh, {"oak"})
        assert made is mesh
        assert np.array_equal(was, np.arange(len(mesh.positions)))


def test_nothing_but_wood_is_turned_and_nothing_is_moved() -> None:
    stone, wood = box(POST, material="limestone"), box(POST, at=(1, 0, 0), material="oak")
    mesh = merge(stone, wood)
    grained = along_grain(mesh, {"oak"})
    assert np.array_equal(grained.of("limestone").uvs, stone.uvs)
    for name in ("positions", "normals", "triangles", "material"):
        assert getattr(grained, name) is getattr(mesh, name)
    before, after = (np.linalg.norm(np.diff(m.uvs[m.triangles], axis=1), axis=2) for m in (mesh, grained))
    assert np.allclose(before, after, atol=1e-5)
