"""Relief: what is carved turns to the light that there is, and is as deep on one wall as on the next."""

from dataclasses import replace

import numpy as np
import pytest
from msgspec import structs

from campus.bake import DAY, LAMPS
from campus.client.view import Stage, materials, prepare
from campus.mesh import box
from campus.space.model import Space


def test_the_grain_of_a_wall_is_no_coarser_where_the_air_is_lit_from_behind_it(
    stage: Stage, make_space, a_bake, lit_as
) -> None:
    """Beside a window no light comes through the wall: what falls along it is all that its relief has to turn to."""
    room: Space = make_space(scene=lit_as())

    def grain(from_behind: float) -> float:
        bake = a_bake(room)
        for layer in bake.layers.values():
            light = layer.probes[..., 0, :]
            layer.probes[..., 1, :], layer.probes[..., 3, :] = from_behind * light, 0.5 * light  # from the east, above
        view = stage.build(room, "fr", prepare(room, baked=bake))
        stage.present(view)
        stage.look_at((4.4, 2.0, 2.6), (6.0, 2.0, 2.6), 60)  # the plastered wall to the east
        stage.draw()
        pixels = stage.pixels().astype(float)[60:300, 100:540].mean(axis=2)
        stage.present(None)
        view.destroy()
        return float(np.abs(np.diff(pixels, axis=0)).mean() / pixels.mean())

    assert grain(0.7) == pytest.approx(grain(0.0), rel=0.1)


def test_no_chains_of_pale_spots_lie_along_the_joints_of_a_floor_far_away(
    stage: Stage, make_space, a_bake, lit_as
) -> None:
    """There a joint's slopes are a step of a byte, or none: told as waves, each step would be mirrored as a blur."""
    floor, bounds = box((24, 24, 0.3), at=(3, 11, -0.3), material="terrazzo"), np.array([[-9, -1, 0], [15, 23, 6]])
    hall = make_space(scene=lit_as(), mesh=floor, bounds=bounds.astype(np.float32), copies=(), moving=())
    low, high = (tuple(float(v) for v in corner) for corner in bounds)
    bake = a_bake(hall, reflection_at=(3.0, 11.0, 1.6), reflection_low=low, reflection_high=high)

    def seen(blurred: float) -> np.ndarray:
        """From seven to eleven metres away; what is mirrored of so much light there is blurred."""
        sides = {64: 40.0, 32: 40.0, 16: 40.0, 8: blurred, 4: blurred, 2: 40.0}
        levels = tuple(np.full((6, side, side, 3), light, np.float32) for side, light in sides.items())
        view = stage.build(hall, "fr", prepare(hall, baked=replace(bake, reflection={DAY: levels, LAMPS: levels})))
        stage.present(view)
        stage.look_at((3.4, -0.4, 1.5), (4.4, 12.0, 0.0), 50)
        stage.draw()
        pixels = np.asarray(stage.pixels()[240:315, :600].mean(axis=2), np.float64)
        stage.present(None)
        view.destroy()
        return pixels

    assert (np.abs(seen(900.0) - seen(40.0)) > 3).mean() < 0.01


def test_a_rim_that_is_lit_as_the_top_that_it_bounds_has_no_black_and_white_specks(stage: Stage, make_space) -> None:
    """It looks nearly along its own plane: in that frame its relief's slopes were divided by hardly anything."""
    slab = box((6, 1, 3), material="limestone")
    up = np.zeros_like(slab.normals)
    up[:, 1:] = -0.03, 1
    bounds = np.array([[-4, -4, 0], [4, 4, 6]], np.float32)
    nothing_else = {"copies": (), "moving": (), "labels": (), "lamps": (), "views": (), "screens": {}}

    def specks(normals: np.ndarray) -> float:
        mesh = replace(slab, normals=normals)
        view = stage.build(make_space(mesh=mesh, solids=mesh.corners(), bounds=bounds, **nothing_else), "fr")
        stage.present(view)
        stage.look_at((0.0, -3.0, 1.5), (0.0, 0.0, 1.5), 40)
        stage.draw()
        pixels = stage.pixels()[90:270, 160:480].astype(float).mean(axis=2)
        stage.present(None)
        view.destroy()
        return float(np.abs(np.diff(pixels, axis=0)).mean())

    assert specks(up) < 1.5 * specks(slab.normals)


def test_stone_looked_at_from_a_hand_away_has_a_grain_and_from_across_the_room_it_is_as_it_was(
    stage: Stage, make_space, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From there a texel of its picture is three pixels wide: without a finer one it would look like clay."""
    slab = box((6, 1, 3), material="limestone")
    bounds = np.array([[-4, -6, 0], [4, 4, 6]], np.float32)
    bare = {"copies": (), "moving": (), "labels": (), "lamps": (), "views": (), "screens": {}}
    room: Space = make_space(mesh=slab, solids=slab.corners(), bounds=bounds, **bare)
    dressed = {**room.materials, "limestone": structs.replace(room.materials["limestone"], pattern="dressed")}

    def sharp() -> tuple[float, float]:
        """How much neighbouring pixels differ, from near and from far."""
        view = stage.build(replace(room, materials=dressed), "fr")
        stage.present(view)
        found = []
        for away in (0.6, 4.0):
            stage.look_at((0.3, -0.5 - away, 1.5), (0.3, 0.0, 1.5), 40)
            stage.draw()
            pixels = stage.pixels()[90:270, 160:480].astype(float).mean(axis=2)
            found.append(float(np.abs(np.diff(pixels, axis=1)).mean()))
        stage.present(None)
        view.destroy()
        return found[0], found[1]

    near, far = sharp()
    monkeypatch.setattr(materials, "GRAINED", {})
    soft, same = sharp()
    assert near > 1.5 * soft
    assert far == pytest.approx(same, rel=0.01)
