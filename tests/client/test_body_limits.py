"""My body keeps to the zones as the server judges them: no walk that it makes is refused."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from campus.client.body import RUN_M_S, WALK_M_S, Body
from campus.client.input.capsule import Capsule
from campus.client.input.intents import Intent
from campus.mesh import box
from campus.protocol.poses import quantised
from campus.space.model import Zone
from campus.world import Ground, Move, Referee, Zones
from campus.world.referee import BREATH_M
from campus.world.zones import Limits

FLOOR = box((12.0, 12.0, 0.2), at=(6.0, 6.0, -0.2)).corners()
ZONES = Zones.of(
    [
        Zone("library", (1.0, 1.0, 0.0), (5.0, 11.0, 3.0), {"movement": {"run": False}}),
        Zone("booth", (2.0, 4.0, 0.0), (4.0, 6.0, 3.0), {"capacity": 1}),
        Zone("office", (7.0, 2.0, 0.0), (10.0, 6.0, 3.0), {"movement": {"enter": ("teacher",)}}),
    ]
)
FRAME_S, SENDS_EVERY = 1 / 30, 3


@cache
def referee() -> Referee:
    return Referee(Ground.of(FLOOR, [(6.0, 8.0, 0.0)]), ZONES)


@cache
def capsule() -> Capsule:
    return Capsule(FLOOR)


def test_where_one_may_not_run_one_walks() -> None:
    for x, pace in ((3.0, WALK_M_S), (6.0, RUN_M_S)):
        body = Body()
        body.put((x, 8.0, 0.0), 0.0)
        for _ in range(30):
            body.move(Intent(forward=1.0, run=True), capsule(), FRAME_S, Limits(ZONES, "student"))
        assert abs(body.at[1] - 8.0 - pace) < 0.05


def test_one_is_told_what_bars_the_way() -> None:
    body = Body()
    body.put((8.0, 1.0, 0.0), 0.0)
    barred = {body.move(Intent(forward=1.0), capsule(), FRAME_S, Limits(ZONES, "student")) for _ in range(60)}
    assert barred == {"", "not_allowed"}
    assert body.at[1] < 2.0


wants = st.lists(
    st.tuples(
        st.builds(
            Intent,
            forward=st.sampled_from((-1.0, 0.0, 1.0)),
            right=st.sampled_from((-0.7, 0.0, 0.7)),
            run=st.booleans(),
        ),
        st.floats(-60, 60),
        st.integers(3, 60),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(
    wants, st.sampled_from(("student", "teacher")), st.booleans(), st.sampled_from(((6.0, 8.0), (3.0, 9.0), (6.5, 4.0)))
)
def test_no_walk_that_the_body_makes_is_refused(wants, role, booth_is_full, start) -> None:
    inside = {"booth": 1 if booth_is_full else 0}
    limits = Limits(ZONES, role, frozenset({"booth"} if booth_is_full else ()))
    body = Body()
    body.put((*start, 0.0), 0.0)
    before, breath = quantised(body.pose(0.0)), BREATH_M
    for want, turn, frames in wants:
        for frame in range(frames):
            body.move(
                Intent(want.forward, want.right, want.run, turn if frame == 0 else 0.0), capsule(), FRAME_S, limits
            )
            if frame % SENDS_EVERY == 0:
                after = quantised(body.pose(0.0))
                (verdict,) = referee().judge([Move(before, after, FRAME_S * SENDS_EVERY, breath, role)], inside)
                assert verdict.passes, (verdict.why, before[:3], after[:3])
                before, breath = after, verdict.breath
