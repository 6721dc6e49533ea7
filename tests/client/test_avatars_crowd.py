"""The people of a space as they are drawn."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from campus.client.avatars.crowd import Crowd, DrawnPerson
from campus.client.view import Stage
from campus.protocol.messages import Figure
from campus.space.model import Space
from campus.world.pose import Pose


def a_crowd(stage: Stage, room: Space) -> Iterator[Crowd]:
    view = stage.build(room, "fr")
    stage.present(view)
    stage.look_at((3.4, 0.6, 1.6), (3.2, 5.0, 1.0), 75)
    made = Crowd(stage)
    made.enter(view.root)
    yield made
    made.clear()
    stage.present(None)
    view.destroy()


@pytest.fixture
def crowd(stage: Stage, room: Space) -> Iterator[Crowd]:
    yield from a_crowd(stage, room)


@pytest.fixture
def fine_crowd(fine_stage: Stage, room: Space) -> Iterator[Crowd]:
    yield from a_crowd(fine_stage, room)


def somebody(x: float = 3.0, y: float = 4.2, **more: Any) -> DrawnPerson:
    return DrawnPerson(Pose(x, y, 0.0, more.pop("heading", 180.0)), more.pop("figure", Figure()), "Ana", **more)


def settle(crowd: Crowd, stage: Stage, people: dict[int, DrawnPerson], seconds: float = 1.0, **more: Any) -> np.ndarray:
    for step in range(int(seconds * 10) + 1):
        crowd.place(people, 100.0 + step / 10, **more)
    stage.draw()
    return stage.pixels().astype(int)


def test_somebody_is_seen_where_they_are_and_gone_when_they_left(crowd: Crowd, stage: Stage) -> None:
    empty = settle(crowd, stage, {})
    with_ana = settle(crowd, stage, {1: somebody()})
    apart = np.abs(with_ana - empty).max(axis=2) > 12
    seen = stage.project((3.0, 4.2, 1.2))
    assert seen is not None
    _, columns = np.nonzero(apart)
    assert abs(np.median(columns) - seen[0]) < 12
    assert apart.sum() > 1500
    assert np.abs(settle(crowd, stage, {}) - empty).max() < 3


def test_a_name_hangs_over_the_head(crowd: Crowd, stage: Stage) -> None:
    settle(crowd, stage, {1: somebody(figure=Figure(height_cm=180))})
    head = crowd.head(1)
    assert head is not None
    assert head[2] == pytest.approx(1.80, abs=0.04)
    assert head[:2] == pytest.approx((3.0, 4.2), abs=0.06)
    assert crowd.head(2) is None


def test_a_sitter_s_head_is_lower(crowd: Crowd, stage: Stage) -> None:
    person = somebody()
    sitting = DrawnPerson(person.pose._replace(seated=True), person.figure)
    settle(crowd, stage, {1: sitting}, 2.0)
    head = crowd.head(1)
    assert head is not None
    assert 1.1 < head[2] < 1.45


def test_one_s_own_body_is_not_in_the_way_in_first_person(crowd: Crowd, stage: Stage) -> None:
    me = {1: somebody(you=True)}
    over_the_shoulder = settle(crowd, stage, me)
    first_person = settle(crowd, stage, me, first_person=True)
    empty = settle(crowd, stage, {})
    seen = stage.project((3.0, 4.2, 1.2))
    assert seen is not None
    body = (slice(round(seen[1]) - 12, round(seen[1]) + 12), slice(round(seen[0]) - 6, round(seen[0]) + 6))
    assert np.abs(over_the_shoulder[body] - empty[body]).max() > 25
    assert np.abs(first_person[body] - empty[body]).max() < 14


def test_who_looks_down_sees_themselves(crowd: Crowd, stage: Stage) -> None:
    """Through one's own eyes: a chest, and no inside of a head."""
    stage.look_from((3.0, 4.2, 1.62), 180.0, -75, 75)
    empty = settle(crowd, stage, {})
    seen = settle(crowd, stage, {1: somebody(you=True)}, first_person=True)
    mine = np.abs(seen - empty).max(axis=2) > 12
    assert 0.05 < mine.mean() < 0.6
    assert mine[-40:].mean() > mine[:40].mean()


def test_who_is_away_is_half_seen(crowd: Crowd, stage: Stage) -> None:
    here = settle(crowd, stage, {1: somebody()})
    away = settle(crowd, stage, {1: somebody(away=True)})
    assert np.abs(here - away).max(axis=2).mean() > 0.3


def test_a_new_figure_is_drawn_at_once(crowd: Crowd, stage: Stage) -> None:
    before = settle(crowd, stage, {1: somebody()})
    after = settle(crowd, stage, {1: somebody(figure=Figure(top=6, hair_style=3, legs=2))})
    assert (np.abs(after - before).max(axis=2) > 30).sum() > 300


def test_a_class_that_arrives_at_once_is_drawn_within_a_few_frames(crowd: Crowd, stage: Stage) -> None:
    people = {
        i: somebody(1.2 + (i % 6) * 0.7, 3.0 + i // 6, figure=Figure(top=i % 12, hair_style=i % 8, legs=i % 8))
        for i in range(24)
    }
    settle(crowd, stage, people, 1.5)
    assert all(crowd.head(slot) for slot in people)


@pytest.mark.golden
def test_people_look_as_they_did(fine_crowd: Crowd, fine_stage: Stage, looks_as_before: Callable[..., None]) -> None:
    fine_stage.look_at((3.1, 1.6, 1.5), (3.0, 5.0, 1.0), 75)
    people = {
        1: somebody(1.7, 4.4, figure=Figure(skin=1, hair=4, hair_style=2, top=2)),
        2: DrawnPerson(
            Pose(2.5, 4.6, 0, 170, gesture=0), Figure(skin=7, hair=0, hair_style=5, top=0, height_cm=182), hand=True
        ),
        3: DrawnPerson(Pose(3.3, 4.4, 0, 190), Figure(skin=4, hair=2, hair_style=6, top=8, legs=6, height_cm=164)),
        4: DrawnPerson(Pose(4.2, 4.5, 0, 200), Figure(skin=9, hair=8, hair_style=0, top=1, build=2, wheelchair=True)),
    }
    settle(fine_crowd, fine_stage, people, 2.0)
    looks_as_before(fine_stage.pixels(), "avatars_four_people")


def test_who_is_behind_one_rests_and_is_as_they_are_once_one_looks(crowd: Crowd, stage: Stage) -> None:
    def standing() -> np.ndarray:
        drawn = crowd._drawn[1]
        return np.frombuffer(bytes(drawn.bones.get_data()), np.float32).copy()

    stage.look_from((3.4, 0.6, 1.6), 180.0)
    crowd.place({1: somebody()}, 100.0, rests_unseen=True)
    before = standing()
    raised = somebody(hand=True)
    for step in range(1, 20):
        crowd.place({1: raised}, 100.0 + step / 10, rests_unseen=True)
    assert np.array_equal(standing(), before), "nobody sees it"
    stage.look_from((3.4, 0.6, 1.6), 0.0)
    crowd.place({1: raised}, 102.0, rests_unseen=True)
    assert np.abs(standing() - before).max() > 0.2, "the hand is up in the very frame in which one turns round"


def test_one_sees_one_s_own_hands_and_what_one_looks_down_to(crowd: Crowd, stage: Stage) -> None:
    at = (3.0, 4.2, 1.62)
    me = {1: somebody(heading=0.0, you=True)}
    poses: list[np.ndarray] = []
    for number, (pitch, people) in enumerate(
        ((0.0, me), (0.0, me), (-60.0, me), (0.0, me), (0.0, {1: somebody(heading=0.0, you=True, hand=True)}))
    ):
        stage.look_from(at, 0.0, pitch)
        crowd.place(people, 100.0 + number / 4, first_person=True, rests_unseen=True)
        poses.append(np.frombuffer(bytes(crowd._drawn[1].bones.get_data()), np.float32).copy())
    moved = [bool(np.abs(after - before).max() > 1e-6) for before, after in itertools.pairwise(poses)]
    assert moved == [False, True, False, True]
