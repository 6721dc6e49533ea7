from __future__ import annotations

import functools
import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.client.input.capsule import SKIN_M, Capsule
from campus.mesh import Mesh, box, merge
from campus.space import Space
from campus.world import Ground, Move, Pose, Referee
from campus.world.ground import BODY_RADIUS_M, RUN_MPS, STEP_UP_M, WALK_MPS
from campus.world.referee import BREATH_M

FRAME_S = 1 / 60
TOUCHING_M = BODY_RADIUS_M + 2 * SKIN_M

Vector = tuple[float, float, float]


def block(low: Vector, high: Vector) -> Mesh:
    size = (high[0] - low[0], high[1] - low[1], high[2] - low[2])
    return box(size, at=((low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]))


FLOOR = block((0, 0, -0.2), (10, 10, 0))


def capsule_among(*things: Mesh) -> Capsule:
    return Capsule(merge(FLOOR, *things).corners())


def walk(
    capsule: Capsule, at: Vector, heading: float, seconds: float, *, speed: float = WALK_MPS, dt: float = FRAME_S
) -> Vector:
    """Walk along a heading (degrees counter-clockwise from north) for a while."""
    angle = math.radians(heading)
    wish = (-math.sin(angle) * speed, math.cos(angle) * speed)
    for _ in range(round(seconds / dt)):
        at = capsule.walk(at, wish, dt)
    return at


def test_in_the_open_one_walks_as_fast_as_one_wants() -> None:
    assert walk(capsule_among(), (2, 2, 0), 270.0, 3.0) == pytest.approx((2 + 3 * WALK_MPS, 2, 0), abs=1e-3)


@pytest.mark.parametrize("dt", [1 / 144, 1 / 60, 1 / 30, 0.1])
def test_a_wall_stops_a_runner_whatever_the_frame_takes(dt: float) -> None:
    capsule = capsule_among(block((5, 0, 0), (5.02, 10, 3)))
    x, _, _ = walk(capsule, (2, 5, 0), 270.0, 3.0, speed=RUN_MPS, dt=dt)
    assert 5 - TOUCHING_M - 0.01 <= x <= 5 - BODY_RADIUS_M


def test_one_slides_along_a_wall_that_one_walks_into_aslant() -> None:
    capsule = capsule_among(block((5, 0, 0), (5.2, 10, 3)))
    x, y, _ = walk(capsule, (4, 2, 0), 315.0, 3.0)
    assert x <= 5 - BODY_RADIUS_M
    assert y > 4.5


def test_in_a_corner_one_stays() -> None:
    capsule = capsule_among(block((5, 0, 0), (5.2, 10, 3)), block((0, 5, 0), (10, 5.2, 3)))
    x, y, _ = walk(capsule, (4, 4, 0), 315.0, 4.0)
    assert 5 - TOUCHING_M - 0.02 <= x <= 5 - BODY_RADIUS_M
    assert 5 - TOUCHING_M - 0.02 <= y <= 5 - BODY_RADIUS_M


def test_a_stair_lifts_evenly_up_and_down() -> None:
    steps = [block((3 + 0.32 * i, 0, 0), (10, 10, 0.164 * (i + 1))) for i in range(11)]
    capsule = capsule_among(*steps)
    at, heights = (2.0, 5.0, 0.0), []
    for _ in range(240):
        at = capsule.walk(at, (WALK_MPS, 0.0), FRAME_S)
        heights.append(at[2])
    assert at[2] == pytest.approx(11 * 0.164)
    assert np.diff(heights).min() > -1e-6
    assert np.diff(heights).max() < 0.06
    assert walk(capsule, at, 90.0, 6.0)[2] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize(("height", "is_climbed"), [(STEP_UP_M - 0.02, True), (STEP_UP_M + 0.05, False), (0.45, False)])
def test_a_step_is_climbed_only_up_to_a_step_s_height(height: float, is_climbed: bool) -> None:
    x, _, z = walk(capsule_among(block((5, 0, 0), (10, 10, height))), (4, 5, 0), 270.0, 2.0)
    assert (x > 6.0) == is_climbed
    assert z == pytest.approx(height if is_climbed else 0.0, abs=0.01)


def test_one_stops_at_an_edge_and_slides_along_it() -> None:
    capsule = capsule_among(block((0, 0, 0), (5, 10, 1.0)))
    x, y, z = walk(capsule, (3, 2, 1.0), 315.0, 4.0)
    assert 4.6 < x <= 5.0
    assert y > 4.0
    assert z == pytest.approx(1.0, abs=1e-3)


def test_a_ramp_is_walked_up_and_a_steep_slope_is_not() -> None:
    for degrees, is_climbed in ((30.0, True), (50.0, False)):
        rise = 2.0 * math.tan(math.radians(degrees))
        slope = np.array([[[5, 0, 0], [7, 0, rise], [7, 10, rise]], [[5, 0, 0], [7, 10, rise], [5, 10, 0]]], np.float32)
        solids = np.concatenate([merge(FLOOR, block((7, 0, 0), (10, 10, rise))).corners(), slope])
        assert (walk(Capsule(solids), (4, 5, 0), 270.0, 4.0)[2] > 0.9 * rise) == is_climbed


def test_a_lintel_that_is_too_low_stops_the_head() -> None:
    low, high = (capsule_among(block((5, 0, height), (6, 10, 3))) for height in (1.5, 2.0))
    assert walk(low, (4, 5, 0), 270.0, 3.0)[0] < 5.0
    assert walk(high, (4, 5, 0), 270.0, 3.0)[0] > 6.0


def test_whoever_is_put_into_a_chair_stands_beside_it() -> None:
    solids = merge(FLOOR, block((4.8, 4.8, 0), (5.2, 5.2, 0.9))).corners()
    capsule = Capsule(solids, Ground.of(solids, [(1, 1, 0)]))
    x, y, z = capsule.walk((5.0, 5.3, 0.0), (0.0, 0.0), FRAME_S)
    assert y >= 5.2 + BODY_RADIUS_M
    assert math.dist((x, y, z), (5.0, 5.3, 0.0)) < 0.5
    assert walk(capsule, (x, y, z), 0.0, 1.0)[1] > y + 1.0


def test_without_a_floor_one_stays_where_one_was_put() -> None:
    assert capsule_among().walk((50.0, 50.0, 3.0), (1.0, 0.0), FRAME_S) == (50.0, 50.0, 3.0)
    assert Capsule(np.zeros((0, 3, 3), np.float32)).walk((0.0, 0.0, 0.0), (1.0, 0.0), FRAME_S) == (0.0, 0.0, 0.0)


def test_a_ray_tells_what_it_meets_and_how_far() -> None:
    hit = capsule_among(block((5, 0, 0), (6, 10, 3))).ray((1.0, 5.0, 1.0), (2.0, 0.0, 0.0), 20.0)
    assert hit is not None
    assert hit.distance == pytest.approx(4.0, abs=1e-3)
    assert hit.point == pytest.approx((5.0, 5.0, 1.0), abs=1e-3)
    assert hit.normal == pytest.approx((-1.0, 0.0, 0.0), abs=1e-3)
    assert capsule_among().ray((1.0, 5.0, 1.0), (0.0, 0.0, 1.0), 20.0) is None


# --- no walk that the capsule makes is ever refused -----------------------------------------------------------------


Built = Callable[[str], tuple[Space, Ground, Capsule]]


@pytest.fixture(scope="module")
def built(shipped: Callable[[str], Space], shipped_ground: Callable[[str], Ground]) -> Built:
    return functools.cache(
        lambda id_: (shipped(id_), shipped_ground(id_), Capsule(shipped(id_).solids, shipped_ground(id_)))
    )


def judged_walk(ground: Ground, capsule: Capsule, start: Vector, seed: int, frames: int) -> None:
    """Stagger about like somebody who leans on the keys, and have every frame that is sent judged."""
    rng = np.random.default_rng(seed)
    referee = Referee(ground)
    at = capsule.walk(start, (0.0, 0.0), FRAME_S)
    told, told_at, now, breath = Pose(*at, 0.0), 0.0, 0.0, BREATH_M
    speed, angle = WALK_MPS, 0.0
    for n in range(frames):
        if n == 0 or rng.random() < 0.08:
            speed, angle = rng.choice([WALK_MPS, RUN_MPS]), rng.uniform(0, 2 * math.pi)
        dt = float(rng.choice([1 / 144, 1 / 60, 1 / 30, 0.1]))
        before, at = at, capsule.walk(at, (speed * math.cos(angle), speed * math.sin(angle)), dt)
        now += dt
        assert math.dist(before[:2], at[:2]) <= speed * dt + 1e-3
        if rng.random() < 0.3:
            # Centimetres, as on the wire.
            x, y, z = (round(v, 2) for v in at)
            pose = Pose(x, y, z, 0.0)
            verdict = referee.judge([Move(told, pose, now - told_at, breath)])[0]
            assert verdict.passes, (verdict, told, pose)
            told, told_at, breath = pose, now, verdict.breath


@pytest.mark.parametrize("id_", ["hall", "amphitheatre"])
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1))
def test_no_walk_that_the_capsule_makes_is_ever_refused(built: Built, id_: str, seed: int) -> None:
    _, ground, capsule = built(id_)
    clear = np.flatnonzero(ground.clear)
    x, y, z = ground.places(clear[seed % len(clear)]).tolist()
    judged_walk(ground, capsule, (x, y, z), seed, frames=120)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    things=st.lists(
        st.tuples(st.floats(0, 9), st.floats(0, 9), st.floats(0.05, 3), st.floats(0.05, 3), st.floats(0.05, 2.4)),
        max_size=12,
    ),
)
def test_nor_one_among_things_that_nobody_designed(
    seed: int, things: list[tuple[float, float, float, float, float]]
) -> None:
    mesh = merge(FLOOR, *(block((x, y, 0), (x + w, y + d, h)) for x, y, w, d, h in things))
    spawn = (0.5, 0.5, 0.0)
    ground = Ground.of(mesh.corners(), [spawn])
    start = ground.nearest(*spawn, within=2.0)
    if start is not None:
        judged_walk(ground, Capsule(mesh.corners(), ground), start, seed, frames=150)


def test_every_seat_of_the_amphitheatre_can_be_got_up_from(built: Built) -> None:
    space, ground, capsule = built("amphitheatre")
    for seat in space.seats.values():
        at = capsule.walk(seat.at, (0.0, 0.0), FRAME_S)
        assert ground.within(*at)[0], seat.id
        assert math.dist(at, seat.at) < 1.5, seat.id


def test_a_click_s_way_through_the_hall_to_the_gallery_can_be_walked(built: Built) -> None:
    space, ground, capsule = built("hall")
    start = space.spawns["entry"].at if "entry" in space.spawns else next(iter(space.spawns.values())).at
    goal = max((ground.places(np.flatnonzero(ground.clear))).tolist(), key=lambda p: (p[2] < 3.7, p[2], -p[1]))
    way = ground.path(start, goal)
    assert way is not None
    at = start
    for corner in way:
        for _ in range(3000):
            away = math.dist(at[:2], corner[:2])
            if away < 0.18:
                break
            wish = [(c - a) / away * WALK_MPS for c, a in zip(corner[:2], at[:2], strict=True)]
            at = capsule.walk(at, (wish[0], wish[1]), FRAME_S)
        else:
            pytest.fail(f"stuck at {at} on the way to {corner}")
    assert math.dist(at, goal) < 0.3
