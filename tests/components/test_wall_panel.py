"""A wall panel: a field of the asked size at the asked height, framed."""

from __future__ import annotations

import pytest

from campus.components.wall_panel import WallPanel
from campus.mesh import is_closed


def test_the_field_has_its_size_and_height() -> None:
    mesh = WallPanel(wall="north", at=8.0, size=(6, 4), height=3.9).mesh()
    field = mesh.of("faience-blue").bounds()  # behind the tiles, and round them
    assert field[1][0] - field[0][0] == pytest.approx(6)
    assert field[0][2] == pytest.approx(3.9)
    assert field[1][2] == pytest.approx(7.9)
    assert field[0][1] == pytest.approx(-0.03, abs=1e-4)
    assert is_closed(mesh)


def test_the_frame_stands_before_the_field_and_can_be_left_out() -> None:
    framed = WallPanel(wall="north", at=8.0, size=(2, 1)).mesh()
    assert framed.of("limestone-smooth").bounds()[0][1] < framed.of("faience").bounds()[0][1]
    assert WallPanel(wall="north", at=8.0, size=(2, 1), frame=None, material="oak").mesh().materials == ("oak",)


def test_painted_tiles_are_laid_from_the_middle_with_rosettes_all_round_and_a_blue_border() -> None:
    panel = WallPanel(size=(6.0, 4.0), height=3.98)
    mesh = panel.mesh()
    tiles = mesh.of("faience")
    low, high = tiles.bounds()
    assert low[0] == pytest.approx(-high[0])
    assert high[0] - low[0] == pytest.approx(5.7)
    assert (low[2] + high[2]) / 2 == pytest.approx(3.98 + 2.0)
    front = tiles.uvs[tiles.normals[:, 1] < -0.5]
    # A rosette lies on the pattern at 0.6 m and at 1.5 m along, at 0 and at 0.9 m up: so at both ends.
    assert (front.min(0) % 0.9) % 0.9 == pytest.approx([0.6, 0.0], abs=1e-4)
    assert ((front.max(0) - 0.3) % 0.9 + 1e-4) % 0.9 == pytest.approx([0.6, 0.0], abs=1e-3)
    assert len(mesh.of("faience-blue").triangles)


def test_a_small_panel_of_painted_tiles_is_tiled_to_its_frame() -> None:
    assert len(WallPanel(size=(0.25, 0.25)).mesh().of("faience").triangles) == 12
