"""A space that changed since its bake: what stands as it stood keeps its light, what is new gets the air's."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from campus.bake import Baked, is_stale, load, save
from campus.bake.carried import Shape, carried
from campus.bake.files import SHAPE, keep_shape
from campus.scene.model import Campus
from campus.space import Space

Room = Callable[..., tuple[Campus, Space]]
BakedFor = Callable[[Space], Baked]
OPENING = (
    "    - {type: window,",
    "    - {type: window, id: other, wall: east, at: 1.5, size: [1, 1.2], view: horizon}\n    - {type: window,",
)
EAST_M = 4.0


def chart(positions: np.ndarray) -> np.ndarray:
    """Where a place on the east wall is on the lightmap."""
    return np.stack([0.1 + 0.2 * positions[..., 1], 0.1 + 0.3 * positions[..., 2]], axis=-1)


def on_east_wall(space: Space) -> np.ndarray:
    """(m,) which triangles are the inner face of the east wall."""
    corners, normals = space.mesh.corners(), space.mesh.normals[space.mesh.triangles]
    return np.asarray((np.abs(corners[..., 0] - EAST_M) < 1e-4).all(axis=1) & (normals[..., 0] < -0.9).all(axis=1))


@pytest.fixture
def baked_room(baked_for: Callable[[Space], Baked]) -> Callable[[Space], Baked]:
    """Makes light of no meaning; the east wall is on the lightmap, every other vertex has its own."""
    return lambda space: _with_a_chart(baked_for(space), space)


def _with_a_chart(plain: Baked, space: Space) -> Baked:
    wall = np.unique(space.mesh.triangles[on_east_wall(space)])
    uvs = np.zeros_like(plain.uvs)
    uvs[wall] = chart(space.mesh.positions[wall])
    own = np.ones((len(uvs), 1), np.float32)
    own[wall] = 0
    layers = {name: replace(layer, vertices=layer.vertices * own) for name, layer in plain.layers.items()}
    sun = replace(plain.sun, vertices=(plain.sun.vertices * own[:, 0]).astype(np.uint8))
    return replace(plain, uvs=uvs, layers=layers, sun=sun)


def shown_at(baked: Baked, space: Space, triangles: np.ndarray) -> dict[tuple[float, ...], np.ndarray]:
    """Rounded corner of those triangles -> its own light by day."""
    corners = baked.split(space.mesh).positions[baked.triangles[triangles]].reshape(-1, 3)
    light = baked.layers["day"].vertices[baked.triangles[triangles]].reshape(-1, 3)
    return {tuple(np.round(c, 3)): value for c, value in zip(corners, light, strict=True)}


def test_a_space_as_it_was_has_the_light_that_it_had(room: Room, baked_room: BakedFor) -> None:
    _, space = room()
    baked = baked_room(space)
    back = carried(baked, Shape.of(space), space)
    assert back is not None
    assert np.array_equal(back.uvs[back.triangles], baked.uvs[baked.triangles])
    for name, layer in back.layers.items():
        assert np.array_equal(layer.vertices[back.triangles], baked.layers[name].vertices[baked.triangles])
    assert np.array_equal(back.sun.vertices[back.triangles], baked.sun.vertices[baked.triangles])


def test_what_is_left_of_a_wall_with_a_new_opening_stays_where_it_was_on_the_lightmap(
    room: Room, baked_room: BakedFor
) -> None:
    _, before = room()
    _, after = room(OPENING)
    back = carried(baked_room(before), Shape.of(before), after)
    assert back is not None
    wall = on_east_wall(after)
    corners, uvs = after.mesh.corners()[wall], back.uvs[back.triangles[wall]]
    areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    found = (uvs != 0).any(axis=(1, 2))
    assert areas[found].sum() > 0.95 * (3 * 2.6 - 1 * 1.2)
    assert np.allclose(uvs[found], chart(corners[found]), atol=2e-3)
    assert (back.layers["day"].vertices[back.triangles[wall][found]] == 0).all()


def test_where_an_opening_was_closed_no_other_chart_is_shown(room: Room, baked_room: BakedFor) -> None:
    _, before = room(OPENING)
    _, after = room()
    back = carried(baked_room(before), Shape.of(before), after)
    assert back is not None
    wall = on_east_wall(after)
    corners, uvs = after.mesh.corners()[wall], back.uvs[back.triangles[wall]]
    middle = np.array((EAST_M, 1.5, 0.9 + 0.6))
    for triangle, at in zip(corners, uvs, strict=True):
        shares = np.linalg.lstsq(np.vstack([triangle.T, np.ones(3)]), np.append(middle, 1), rcond=None)[0]
        if (shares > -0.01).all():  # it covers what was the hole
            assert (at == 0).all()


def test_a_thing_that_was_moved_is_lit_by_the_air_around_it_and_nothing_else_changes(
    room: Room, baked_room: BakedFor
) -> None:
    _, before = room()
    _, after = room(("at: [2, 2.2]", "at: [1.5, 2.2]"))
    baked = baked_room(before)
    back = carried(baked, Shape.of(before), after)
    assert back is not None
    then = shown_at(baked, before, np.ones(len(before.mesh.triangles), np.bool_))
    now = shown_at(back, after, np.ones(len(after.mesh.triangles), np.bool_))
    stayed = then.keys() & now.keys()
    moved = now.keys() - then.keys()
    assert len(moved) > 50
    assert np.mean([np.allclose(then[place], now[place]) for place in stayed]) > 0.95
    probes = baked.layers["day"].probes
    brightest = np.abs(probes).sum(axis=3).max()
    assert all(now[place].min() >= 0 and now[place].max() <= brightest for place in moved)
    assert np.ptp([now[place].sum() for place in moved]) > 0


@pytest.mark.parametrize(
    ("word", "other"), [("lumens: 3000", "lumens: 3100"), ("wall: north, at: 2,", "wall: north, at: 2.2,")]
)
def test_where_a_lamp_or_a_screen_is_another_no_older_light_is_shown(
    room: Room, baked_room: BakedFor, word: str, other: str
) -> None:
    _, before = room()
    _, after = room((word, other))
    assert carried(baked_room(before), Shape.of(before), after) is None


@pytest.mark.parametrize("change", [{"azimuth": 180.0}, {"colour": "#FF4020"}, {"sky": "#2040FF"}])
def test_under_another_sun_or_sky_no_older_light_is_shown(
    room: Room, baked_room: BakedFor, change: dict[str, Any]
) -> None:
    _, before = room()
    after = replace(before, sun=msgspec.structs.replace(before.sun, **change))
    assert carried(baked_room(before), Shape.of(before), after) is None


def test_another_room_altogether_has_no_light_of_the_old_one(room: Room, baked_room: BakedFor) -> None:
    _, before = room()
    _, after = room(("size: [4, 3, 2.6]", "size: [4.3, 3.2, 2.8]"))
    assert carried(baked_room(before), Shape.of(before), after) is None


def test_a_changed_space_is_lit_from_its_file_and_told_to_be_old(
    room: Room, tmp_path: Path, baked_room: BakedFor
) -> None:
    _, before = room()
    save(tmp_path, baked_room(before), before)
    _, after = room(OPENING)
    back = load(tmp_path, after)
    assert back is not None
    assert len(back.triangles) == len(after.mesh.triangles)
    assert [len(shade) for shade in back.occlusion] == [
        *(len(copies.mesh.positions) for copies in after.copies),
        *(len(moving.part.mesh.positions) for moving in after.moving),
    ]
    assert back.manifest.own != before.id
    assert is_stale(tmp_path, after) is True


def test_a_bake_from_before_shapes_were_kept_gets_its_own_once(
    room: Room, tmp_path: Path, baked_room: BakedFor
) -> None:
    _, before = room()
    folder = save(tmp_path, baked_room(before), before)
    kept = (folder / SHAPE).read_bytes()
    (folder / SHAPE).unlink()
    assert load(tmp_path, room(OPENING)[1]) is None
    assert keep_shape(tmp_path, before)
    assert (folder / SHAPE).read_bytes() == kept
    assert not keep_shape(tmp_path, before)
    assert load(tmp_path, room(OPENING)[1]) is not None


def test_a_shape_that_cannot_be_read_does_not_take_the_others_with_it(
    room: Room, tmp_path: Path, baked_room: BakedFor
) -> None:
    _, before = room()
    save(tmp_path, baked_room(before), before)
    _, wider = room(("length: 1.4", "length: 1.6"))
    broken = save(tmp_path, baked_room(wider), wider)
    (broken / SHAPE).write_bytes(b"no shape")
    assert load(tmp_path, room(OPENING)[1]) is not None


@pytest.mark.parametrize("word", ["walls: lime-plaster", "ceiling: lime-plaster"])
def test_another_material_is_seen_in_the_light_that_falls_there(
    room: Room, tmp_path: Path, word: str, baked_room: BakedFor
) -> None:
    _, before = room()
    save(tmp_path, baked_room(before), before)
    assert load(tmp_path, room((word, word.replace("lime-plaster", "limestone")))[1]) is not None
