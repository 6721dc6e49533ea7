"""What looking-glasses show of the land behind a space's windows."""

from dataclasses import replace

import numpy as np
import pytest

from campus.bake.encoding import luminance
from campus.client.view.backdrop import Backdrop
from campus.client.view.land_in_mirrors import land_in_mirrors
from campus.client.view.lightmapped import probes
from campus.client.view.mirror import BakedMirror
from campus.mesh import box
from campus.space.model import Space, View

AT, SIZE = (3.0, 6.0, 1.5), 16
TOWARDS_SUN = (0.0, 0.8, 0.6)
SOUTH = 3
"""The face of a cube that looks to -Y."""
ROOFS = View("porch", (3.0, 0.0, 1.5), 180.0, (6.0, 6.0), "roofs")


@pytest.fixture
def outside() -> list[Backdrop]:
    """A wall of roof tiles, twenty metres off, as high as the eye."""
    mesh = box((80.0, 0.1, 21.5), at=(3.0, -20.0, -20.0), material="far-tile")
    return [Backdrop(mesh, mesh.bounds())]


@pytest.fixture
def porch(make_space) -> Space:
    """A room whose south wall is one window, with a broad bar across it, at the height of a knee."""
    bar = box((6.0, 0.05, 0.8), at=(3.0, -0.1, -0.05), material="oak")
    return replace(make_space(), mesh=bar, views=(ROOFS,))


def test_a_cube_shows_the_land_that_is_drawn_behind_a_window(porch: Space, outside: list[Backdrop]) -> None:
    found = land_in_mirrors(porch, outside, TOWARDS_SUN, AT, SIZE)
    assert found is not None
    seen = found.share[SOUTH, :, :, 0]
    assert not found.share[[0, 1, 2, 4, 5]].any()
    for row, share, where in ((8, 1, "over the bar"), (9, 0, "the bar, as it was baked"), (10, 1, "under it")):
        assert seen[row, 5:11] == pytest.approx(share), where
    assert not seen[:8].any(), "over the wall is sky"
    assert not seen[:, :4].any()
    assert not seen[:, 12:].any(), "beside the window is wall"
    red, green, blue = found.light[SOUTH, 8, 8]
    assert red > green > blue > 0


def test_windows_over_ones_head_are_as_they_were_baked(porch: Space, outside: list[Backdrop]) -> None:
    high = replace(porch, views=(replace(ROOFS, at=(3.0, 0.0, 7.0)),))
    assert land_in_mirrors(high, outside, TOWARDS_SUN, AT, SIZE) is None


def test_through_an_arch_a_neighbours_shade_is_not_blue_and_the_sky_is(porch: Space, outside: list[Backdrop]) -> None:
    court = replace(porch, views=(replace(ROOFS, shows="garden"),))
    found = land_in_mirrors(court, outside, TOWARDS_SUN, AT, SIZE)
    assert found is not None
    assert not found.share.any()
    day = np.full((6, SIZE, SIZE, 3), (0.7, 0.5, 0.4), np.float32)
    shade, sky = (0.5, 0.8, 1.2), (1.2, 2.1, 4.0)
    day[SOUTH, 8:], day[SOUTH, :8], day[0] = shade, sky, shade
    shown = found.on(day)
    assert shown[SOUTH, 4, 8] == pytest.approx(sky)
    assert shown[0] == pytest.approx(np.broadcast_to(shade, (SIZE, SIZE, 3))), "what stands in the room may be blue"
    assert luminance(shown[SOUTH, 9, 8]) == pytest.approx(luminance(np.array(shade)), rel=1e-4)
    assert shown[SOUTH, 9, 8, 0] > shown[SOUTH, 9, 8, 2]


def test_only_the_sharpest_picture_shows_land(porch: Space, outside: list[Backdrop], a_bake, make_space) -> None:
    levels = tuple(np.full((6, SIZE >> n, SIZE >> n, 3), 10.0, np.float32) for n in range(3))
    mirror, field = BakedMirror(levels, None, AT, porch.bounds), probes(a_bake(make_space()))
    mirror.lit(field)
    before = [bytes(mirror.texture.get_ram_mipmap_image(n)) for n in range(3)]
    land = land_in_mirrors(porch, outside, TOWARDS_SUN, AT, SIZE)
    assert land is not None
    mirror.show(land)
    mirror.lit(field)
    after = [bytes(mirror.texture.get_ram_mipmap_image(n)) for n in range(3)]
    assert [one == other for one, other in zip(before, after, strict=True)] == [False, True, True]
