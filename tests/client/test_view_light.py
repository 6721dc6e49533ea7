"""The light that fills a space: from the sky, from the sun's patches, from lamps; in numbers, without a window."""

import importlib.util
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from campus.client.view.kept import kept
from campus.client.view.light import LightField, kelvin_colour, light_field
from campus.client.view.sunlight import towards_sun
from campus.components import LampAnchor, Placed
from campus.mesh import box, merge
from campus.scene.model import Sun
from campus.space.model import Space

SUN = towards_sun(Sun(), 0.0)


def light_at(field: LightField, at: tuple[float, float, float]) -> np.ndarray:
    """Mean radiance (3,) in the cell of a point."""
    x, y, z = np.floor((np.array(at) - field.low) / field.cell).astype(int)
    stored: np.ndarray = field.light[z, y, x, :3].astype(float) / 255
    return stored**2 * field.brightest


def slope_at(field: LightField, at: tuple[float, float, float]) -> np.ndarray:
    x, y, z = np.floor((np.array(at) - field.low) / field.cell).astype(int)
    stored: np.ndarray = field.slope[z, y, x, :3].astype(float)
    return stored / 255 * 2 - 1


def test_the_sun_of_an_afternoon_stands_in_the_south_west() -> None:
    east, north, up = SUN
    assert east < -0.6
    assert north < -0.4
    assert up == pytest.approx(np.sin(np.deg2rad(31)))


def test_a_space_turned_on_the_plan_sees_the_sun_turned() -> None:
    """True north a quarter turn to the left (west): what was south-west comes from the space's south-east."""
    east, north, _ = towards_sun(Sun(azimuth=180.0), 90.0)
    assert (east, north) == pytest.approx((np.cos(np.deg2rad(31)), 0.0), abs=1e-6)


def test_by_the_window_it_is_lighter_than_in_the_far_corner(room: Space) -> None:
    field = light_field(room, SUN)
    near, far = light_at(field, (0.8, 4.0, 1.2)).mean(), light_at(field, (5.6, 0.5, 1.2)).mean()
    assert near > 1.25 * far > 0


def test_light_comes_from_the_window(room: Space) -> None:
    """A wall that looks west, at the window, gets more than one that looks east."""
    assert slope_at(light_field(room, SUN), (3.0, 4.0, 1.6))[0] < -0.1


def test_sunlit_is_four_to_six_times_shade_for_a_floor(room: Space) -> None:
    field = light_field(room, SUN)
    cells = field.light[3:8, 12:-12, 12:-12, :3].astype(float) / 255
    shade = np.median(cells**2 * field.brightest)
    assert 3 < (shade + field.sun * SUN[2]) / shade < 8


def test_a_lamp_lights_what_is_near_and_is_warm(make_space: Any) -> None:
    dark = light_field(make_space(lamps=()), SUN)
    lit = light_field(make_space(lamps=(LampAnchor(Placed((4.5, 6.5, 3.4)), 9000.0, 3000.0),)), SUN)
    corner = (5.4, 7.4, 2.6)
    # Both are exposed for their own floors: compare with what the eye is adapted to.
    assert light_at(lit, corner).mean() * lit.exposure > 1.12 * light_at(dark, corner).mean() * dark.exposure
    red, _, blue = kelvin_colour(3000.0)
    assert red > 1.2 * blue
    assert kelvin_colour(6600.0)[2] == pytest.approx(kelvin_colour(6600.0)[0], rel=0.05)


def test_corners_are_nearer_to_surfaces_than_the_middle_of_a_wall(room: Space) -> None:
    field = light_field(room, SUN)

    def near(at: tuple[float, float, float]) -> float:
        x, y, z = np.floor((np.array(at) - field.low) / field.cell).astype(int)
        return float(field.light[z, y, x, 3])

    assert near((0.15, 7.85, 0.15)) > near((0.15, 1.2, 1.8)) > near((3.0, 4.0, 1.8))


def test_it_gets_darker_all_the_way_into_a_corner_and_no_stripe_runs_along_it(room: Space) -> None:
    field = light_field(room, SUN)
    near = field.light[..., 3].astype(float)
    # A hand's breadth before the west wall at the height of the eyes, from the middle of the wall to the north end.
    z = int((1.5 - field.low[2]) / field.cell)
    x = int((0.3 - field.low[0]) / field.cell)
    middle, end = (int((y - field.low[1]) / field.cell) for y in (room.bounds.mean(axis=0)[1], room.bounds[1][1]))
    along = near[z, middle : end + 1, x]
    assert (np.diff(along[-4:]) > 10).all(), "darker with every step, up to the very corner"


def test_light_is_the_same_every_time(room: Space) -> None:
    one, two = light_field(room, SUN), light_field(room, SUN)
    assert np.array_equal(one.light, two.light)
    assert np.array_equal(one.slope, two.slope)


def test_another_wall_is_another_light_and_another_word_on_a_sign_is_not(
    room: Space, tmp_path: Path, keeps_in: Callable[[Path | None], None]
) -> None:
    keeps_in(tmp_path)
    light_field(room, SUN)
    light_field(replace(room, labels=(), digest="another"), SUN)
    assert len(list(tmp_path.glob("estimate-*.npz"))) == 1
    screened = replace(room, mesh=merge(room.mesh, box((3.0, 0.2, 3.0), at=(3.0, 4.0, 0.0), material="oak")))
    assert not np.array_equal(light_field(screened, SUN).light, light_field(room, SUN).light)


def test_a_space_open_to_the_sky_is_lit_too(make_space: Any) -> None:
    field = light_field(
        make_space(mesh=box((6, 8, 0.3), at=(3, 4, -0.3), material="terrazzo"), copies=(), moving=()), SUN
    )
    assert np.isfinite(field.exposure)
    assert light_at(field, (3, 4, 1)).mean() > 0.3


def test_what_was_worked_out_is_read_again_and_what_is_broken_is_made_again(
    tmp_path: Path, keeps_in: Callable[[Path | None], None]
) -> None:
    calls = []

    def make() -> dict[str, np.ndarray]:
        calls.append(1)
        return {"numbers": np.arange(5)}

    keeps_in(tmp_path)
    first = kept("thing", ("a",), make)
    again = kept("thing", ("a",), make)
    assert len(calls) == 1
    assert np.array_equal(first["numbers"], again["numbers"])
    kept("thing", ("b",), make)
    assert len(calls) == 2, "another cause, another result"
    for file in tmp_path.glob("*.npz"):
        file.write_bytes(b"half a file")
    kept("thing", ("a",), make)
    assert len(calls) == 3
    assert not list(tmp_path.glob(".*")), "nothing half written stays"


def test_without_a_folder_and_on_a_full_disk_everything_still_works(
    tmp_path: Path, keeps_in: Callable[[Path | None], None]
) -> None:
    keeps_in(None)
    assert kept("thing", (), lambda: {"one": np.ones(1)})["one"][0] == 1
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    keeps_in(in_the_way / "below")
    assert kept("thing", (), lambda: {"one": np.ones(1)})["one"][0] == 1


def test_light_needs_no_window() -> None:
    spec = importlib.util.find_spec("campus.client.view.light")
    assert spec is not None
    assert spec.origin is not None
    assert "panda3d" not in Path(spec.origin).read_text(encoding="utf-8").replace("Panda3D", "")
