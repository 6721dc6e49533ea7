"""One's ears: which files play, how loud, from where; beds give way to each other, doors and walls keep back."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace as changed

from campus.client.audio.cues import Moment, Stride
from campus.client.audio.ears import Ears
from campus.client.profile import Profile
from campus.components import Placed, SoundAnchor
from campus.sound.library import OWN_FEET_M, answers, common
from campus.space.model import Portal, Screen, Sound, Space, Zone

MakeSpace = Callable[..., Space]


def bedded(make_space: MakeSpace, **more: Any) -> Space:
    """Stone underfoot, a murmur in the air, and a door to the garden."""
    space = make_space()
    materials = {id_: changed(m, footstep="stone") for id_, m in space.materials.items()}
    door = Portal("door", (5.0, 8.0, 0.0), 0.6, "garden", "x", True, Placed((5, 7, 0), 180.0), True, None)
    zone = Zone("all", (0, 0, 0), (20, 20, 9), {"audio": {"ambience": "stone-hall"}})
    return make_space(materials=materials, portals={"door": door}, zones=(zone,), **more)


def ears_of(card: Any, folder: Path, space: Space) -> Ears:
    """Everything that they could want is there, so that nothing is made."""
    for path in (common(folder), answers(folder, space.digest)):
        path.mkdir(parents=True, exist_ok=True)
        (path / "ready").touch()
    steps = [f"stone-{n}" for n in range(4)]
    for name in (*steps, "door-close", "stone-hall", "garden", "projector", "source-water"):
        for way in ("", "-mid", "-mono", "-hidden", "-closed"):
            (common(folder) / f"{name}{way}.wav").touch()
    for name in (*steps, "door-open", "door-close", "source-water-round"):
        for way in ("", "-mono"):
            (answers(folder, space.digest) / f"{name}{way}.wav").touch()
    return Ears(card, folder, {"garden": "garden"})


def hear(ears: Ears, moments: list[Moment | None], profile: Profile | None = None, hidden: bool = False) -> None:
    for index, moment in enumerate(moments):
        ears.frame(moment, profile or Profile(), 0.1 * index, lambda _: hidden)


def test_one_lies_in_the_bed_and_hears_the_next_one_through_the_door(
    make_space: MakeSpace, card: Any, tmp_path: Path
) -> None:
    space = bedded(make_space)
    ears = ears_of(card, tmp_path, space)
    shut, opened = (Moment(space, (5.0, 5.5, 0.0), 0.0, doors={"door": o}) for o in (0.0, 1.0))
    hear(ears, [shut] * 20)
    assert card["stone-hall"].level == pytest.approx(1.0)
    assert card["garden-closed"].level == pytest.approx(1.0), "its own file is what a door lets through"
    assert card["garden-closed"].towards == pytest.approx((0.0, 1.0, 0.0), abs=0.1)
    hear(ears, [opened] * 20)
    assert card["garden-closed"].level == 0.0
    assert card["garden-mono"].level == pytest.approx(1.0)


def test_beds_give_way_slowly(make_space: MakeSpace, card: Any, tmp_path: Path) -> None:
    space = bedded(make_space)
    ears = ears_of(card, tmp_path, space)
    levels = []
    for index in range(30):
        inside = index < 15
        ears.frame(Moment(space, (5.0, 5.0, 0.0) if inside else (5.0, 5.0, 99.0), 0.0), Profile(), 0.1 * index)
        levels.append(card["stone-hall"].level)
    assert max(abs(a**2 - b**2) for a, b in pairwise(levels)) < 0.1, "evenly in power: two beds halfway are not softer"
    assert max(levels) == 1.0
    assert levels[-1] < 0.1


def walk(space: Space, you: bool) -> list[Moment | None]:
    strides = [{1: Stride((3.0, 3.0, 0.0), phase, 1.0, you=you)} for phase in (0.4, 0.6)]
    return [Moment(space, (3.0, 3.0, 4.0), 0.0, stride) for stride in strides]


def test_own_feet_are_in_the_middle_others_where_they_are_and_the_room_answers_both_alike(
    make_space: MakeSpace, card: Any, tmp_path: Path
) -> None:
    space = bedded(make_space)
    for you in (True, False):
        hear(ears_of(card, tmp_path, space), walk(space, you))
    (_, own, nowhere), (_, answer, _), (_, others, there), (_, again, _) = card.played
    assert own == pytest.approx(1 / OWN_FEET_M)
    assert nowhere is None
    assert others == pytest.approx(1 / 4)
    assert there == pytest.approx((0.0, 0.0, -1.0))
    assert answer == again == 1.0
    assert [name.partition("/")[0] for name, _, _ in card.played] == ["commo", "space"] * 2


def test_behind_a_wall_a_step_is_dull_and_the_room_answers_half_of_it(
    make_space: MakeSpace, card: Any, tmp_path: Path
) -> None:
    space = bedded(make_space)
    hear(ears_of(card, tmp_path, space), walk(space, you=False), hidden=True)
    (dry, _, _), (wet, level, _) = card.played
    assert dry.endswith("-hidden")
    assert "hidden" not in wet
    assert level == 0.5


def test_in_mono_no_file_differs_between_the_ears_and_nothing_has_a_side(
    make_space: MakeSpace, card: Any, tmp_path: Path
) -> None:
    anchor = SoundAnchor(Placed((1.0, 1.0, 1.5)), "water")
    space = bedded(make_space, sounds=(Sound("basin", anchor),))
    hear(ears_of(card, tmp_path, space), [*walk(space, you=False), *walk(space, you=True)] * 6, Profile(mono=True))
    assert {name.rpartition("-")[2] for name, _, _ in card.played} == {"mid", "mono"}
    assert all(towards is None for _, _, towards in card.played)
    sounding = {name.rpartition("/")[2]: voice for name, voice in card.voices.items() if voice.level > 0}
    aside = {"garden-closed", "source-water"}
    assert set(sounding) == {"stone-hall-mid", "source-water-round-mono"} | aside
    for name, voice in sounding.items():
        assert voice.positional == (name in aside)
        assert voice.towards == ((0.0, 0.0, 0.0) if name in aside else None)


def test_a_projector_hums_from_where_it_hangs_while_its_screen_shows_something(
    make_space: MakeSpace, card: Any, tmp_path: Path
) -> None:
    screen = Screen("main", (5.0, 8.0, 2.0), 180.0, (3.0, 2.0), "session")
    space = bedded(make_space, screens={"main": screen})
    ears = ears_of(card, tmp_path, space)
    hear(ears, [Moment(space, (9.0, 5.5, 3.3), 0.0)] * 20)
    assert "projector-mono" not in card
    hear(ears, [Moment(space, (9.0, 5.5, 3.3), 0.0, showing={"main"})] * 20)
    hum = card["projector-mono"]
    assert hum.level == pytest.approx(0.5), "four metres from it; it is made for two"
    assert hum.towards == pytest.approx((-1.0, 0.0, 0.0), abs=1e-6)


def test_across_a_zone_s_border_one_bed_gives_way_to_the_other_as_one_walks(
    make_space: MakeSpace, card: Any, tmp_path: Path
) -> None:
    space = bedded(make_space)
    corner = Zone("corner", (0, 0, 0), (3, 20, 9), {"audio": {"ambience": "garden"}})
    ears = ears_of(card, tmp_path, replace(space, zones=(*space.zones, corner), portals={}))
    powers = []
    for x in (1.0, 2.75, 3.0, 3.25, 5.0):
        moment = Moment(replace(space, zones=(*space.zones, corner), portals={}), (x, 5.0, 1.6), 0.0)
        hear(ears, [moment] * 20)
        powers.append(tuple(card[bed].level ** 2 if bed in card else 0.0 for bed in ("garden", "stone-hall")))
    assert powers[0] == pytest.approx((1.0, 0.0))
    assert powers[2] == pytest.approx((0.5, 0.5))
    assert powers[-1] == pytest.approx((0.0, 1.0))
    assert all(sum(pair) == pytest.approx(1.0) for pair in powers), "nowhere softer, nowhere louder"
    assert all(one[0] > two[0] for one, two in pairwise(powers))


def test_through_a_door_one_hears_the_bed_of_the_zone_that_it_leads_to(
    make_space: MakeSpace, card: Any, tmp_path: Path
) -> None:
    space = bedded(make_space)
    back = Portal("x", (2.0, 0.0, 0.0), 0.6, space.id, "door", True, Placed((2, 1, 0), 0.0), True, None)
    walk = Zone("walk", (0, 0, 0), (6, 3, 9), {"audio": {"ambience": "projector"}})
    there = make_space(id="garden", portals={"x": back}, zones=(walk,))
    opened = Moment(space, (5.0, 5.5, 0.0), 0.0, doors={"door": 1.0}, beyond={"garden": there})
    hear(ears_of(card, tmp_path, space), [opened] * 20)
    assert card["projector-mono"].level == pytest.approx(1.0)
    assert "garden-mono" not in card


def test_a_room_has_its_own_level_for_steps(make_space: MakeSpace, card: Any, tmp_path: Path) -> None:
    space = bedded(make_space)
    ears = ears_of(card, tmp_path, space)
    (answers(tmp_path, space.digest) / "levels.json").write_text('{"stone": 0.5, "voice": 0.8}')
    hear(ears, walk(space, you=True))
    (_, dry, _), (_, wet, _) = card.played
    assert dry == pytest.approx(0.5 / OWN_FEET_M)
    assert wet == 1.0, "its file has it already"


@pytest.mark.parametrize("kind", ["ambience", "steps", "things"])
def test_each_kind_has_its_own_volume(make_space: MakeSpace, card: Any, tmp_path: Path, kind: str) -> None:
    space = bedded(make_space)
    silent = changed(Profile(), **{f"volume_{kind}": 0.0})
    doors: list[Moment | None] = [Moment(space, (3.0, 3.0, 1.6), 0.0, doors={"door": o}) for o in (1.0, 0.0)]
    hear(ears_of(card, tmp_path, space), [*walk(space, you=True), *doors], silent)
    sounds = {name.partition("/")[2].partition("-")[0] for name, _, _ in card.played}
    assert sounds == {"stone", "door"} - ({"stone"} if kind == "steps" else {"door"} if kind == "things" else set())
    assert (card["stone-hall"].level == 0.0) == (kind == "ambience")


def test_without_a_sound_card_nothing_is_heard_and_nothing_made(make_space: MakeSpace, tmp_path: Path) -> None:
    ears = Ears(None, tmp_path / "kept")
    hear(ears, [Moment(make_space(), (0, 0, 1), 0.0), None])
    ears.close()
    assert not (tmp_path / "kept").exists()
