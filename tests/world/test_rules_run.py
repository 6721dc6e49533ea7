"""Rules as they run: pure, in order, and always to an end."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.components import component_named
from campus.mesh import EMPTY
from campus.scene.model import Node, Scene, Source, Sun
from campus.scene.variables import OWN
from campus.space.model import Space, Zone
from campus.text import Text
from campus.world.rules import MOST_EFFECTS, Became, Brought, Furnished, Happened, Rules, Started, Told

QUIET = Text(fr="Espace calme", en="Quiet corner")


def a_space(*rules: object, **states: dict[str, Any]) -> Space:
    """A space of two zones, one in the other, and nodes with variables; its rules."""
    table = component_named("table")
    nodes = tuple(
        Node(id_, "table", table(id=id_, state=state), (0, 0, 0, 0), Source("", 1, 1)) for id_, state in states.items()
    )
    title = Text(fr="Labo", en="Lab")
    scene = Scene(id="lab", title=title, file="", shell=None, nodes=nodes, sound={}, rules=rules)
    zones = (Zone("room", (0, 0, 0), (10, 10, 3), {}), Zone("corner", (7, 0, 0), (10, 3, 3), {}))
    return Space(
        id="lab", title=title, scene=scene, mesh=EMPTY, moving=(), copies=(), solids=np.zeros((0, 3, 3), np.float32),
        bounds=np.zeros((2, 3), np.float32), seats={}, screens={}, labels=(), lamps=(), views=(), spawns={}, portals={},
        zones=zones, waypoints={}, viewpoints={}, names={}, where={}, materials={}, sun=Sun(), north=0.0, digest="",
    )  # fmt: skip


def rule(when: dict[str, Any], *do: dict[str, Any], **more: str) -> dict[str, Any]:
    return {"when": when, "do": do, **more}


def looked(rules: Rules, now: float = 0.0, **people: tuple[float, float]) -> list[tuple[str, str, str | None]]:
    at = {who: (x, y, 0.0) for who, (x, y) in people.items()}
    return [(h.word, h.subject, h.person) for h in rules.looked(at, now)]


def test_who_comes_in_and_who_goes_out_is_told_once() -> None:
    rules = Rules(a_space())
    assert looked(rules, ana=(5, 5)) == [("enter", "room", "ana")]
    assert looked(rules, ana=(8, 1)) == [("enter", "corner", "ana")]
    assert looked(rules, ana=(8, 1)) == []
    assert looked(rules) == [("leave", "corner", "ana"), ("leave", "room", "ana")]


def test_whoever_sways_on_the_border_has_not_left() -> None:
    rules = Rules(a_space())
    looked(rules, ana=(7.05, 1))
    assert looked(rules, ana=(6.9, 1)) == []
    assert looked(rules, ana=(7.1, 1)) == []
    assert looked(rules, ana=(6.7, 1)) == [("leave", "corner", "ana")]


def test_a_timer_is_due_every_so_many_seconds_while_somebody_is_there() -> None:
    rules = Rules(a_space(rule({"timer": 30.0}, {"caption": QUIET})))
    due = [
        h.number for now in range(0, 100) for h in rules.looked({"ana": (20, 20, 0)}, float(now)) if h.word == "timer"
    ]
    assert due == [0, 0, 0]
    assert not [h for now in range(100, 200) for h in rules.looked({}, float(now))], "an empty room has no timers"


def test_a_caption_is_for_whoever_came_in_or_for_all_where_it_says_so() -> None:
    rules = Rules(
        a_space(
            rule({"enter": "corner"}, {"caption": QUIET}),
            rule({"leave": "corner"}, {"caption": QUIET}, **{"for": "room"}),
        )
    )
    assert rules.after(Happened("enter", "corner", "ana"), {}) == (Told(QUIET, "ana"),)
    assert rules.after(Happened("leave", "corner", "ana"), {}) == (Told(QUIET, None),)
    assert rules.after(Happened("enter", "room", "ana"), {}) == ()


def test_what_an_effect_triggers_follows_it() -> None:
    rules = Rules(
        a_space(
            rule({"use": "desk"}, {"set": {"desk": {"armed": True}}}, {"light": "film"}),
            rule({"state": {"desk": {"armed": True}}}, {"hide": "cup"}, {"start": "vote"}),
            rule({"state": {"cup": {"shown": False}}}, {"move-to": "stage"}),
            desk={"armed": False},
        )
    )
    assert rules.begins == {"desk": {"armed": False}}
    assert rules.uses == {"desk"}
    assert rules.after(Happened("use", "desk", "ana"), rules.begins) == (
        Became("desk", "armed", True),
        Furnished(light="film"),
        Became("cup", "shown", False),
        Started("vote", "ana"),
        Brought("stage", "ana"),
    )
    assert rules.after(Happened("use", "desk", "ana"), {"desk": {"armed": True}}) == (Furnished(light="film"),), (
        "what is so already does not happen again"
    )


def test_a_rule_that_names_several_values_waits_for_all_of_them() -> None:
    both = {"state": {"one": {"lit": True}, "two": {"lit": True}}}
    rules = Rules(a_space(rule(both, {"caption": QUIET}), one={"lit": False}, two={"lit": False}))
    lit = Happened("state", "one", "ana", "lit", True)
    assert rules.after(lit, {"one": {"lit": True}, "two": {"lit": False}}) == ()
    assert rules.after(lit, {"one": {"lit": True}, "two": {"lit": True}}) == (Told(QUIET, "ana"),)


def test_what_is_declared_as_words_begins_with_the_first() -> None:
    assert Rules(a_space(desk={"mood": ("calm", "busy"), "visits": 2.0})).begins == {
        "desk": {"mood": "calm", "visits": 2.0}
    }


def test_a_door_that_is_open_on_the_wire_is_open_for_rules() -> None:
    rules = Rules(a_space(rule({"state": {"door": {"open": True}}}, {"caption": QUIET})))
    assert rules.after(Happened("state", "door", "ana", "open", 1.0), {"door": {"open": 1.0}}) == (Told(QUIET, "ana"),)


NODES, VALUES = ("desk", "cup"), (True, False, 1.0, "busy")
words = st.sampled_from(NODES)
values = st.dictionaries(
    words, st.dictionaries(st.sampled_from(("a", "b", "shown")), st.sampled_from(VALUES), max_size=2), min_size=1
)
whens = st.one_of(
    st.builds(lambda z: {"enter": z}, st.sampled_from(("room", "corner"))),
    st.builds(lambda z: {"leave": z}, st.sampled_from(("room", "corner"))),
    st.builds(lambda n: {"use": n}, words),
    st.builds(lambda s: {"timer": s}, st.floats(1, 60)),
    st.builds(lambda v: {"state": v}, values),
)
dos = st.one_of(
    st.builds(
        lambda w, n: {w: n}, st.sampled_from(("show", "hide", "open", "close", "play", "pause", "move-to")), words
    ),
    st.builds(lambda v: {"set": v}, values),
    st.just({"caption": QUIET}),
    st.builds(lambda w: {w: "film"}, st.sampled_from(("light", "layout", "start"))),
)
some_rules = st.lists(
    st.builds(lambda w, d: {"when": w, "do": tuple(d)}, whens, st.lists(dos, min_size=1, max_size=4)), max_size=12
)
happenings = st.one_of(
    st.builds(
        lambda w, z, p: Happened(w, z, p),
        st.sampled_from(("enter", "leave")),
        st.sampled_from(("room", "corner")),
        st.sampled_from(("ana", None)),
    ),
    st.builds(lambda n, p: Happened("use", n, p), words, st.sampled_from(("ana", None))),
    st.builds(
        lambda n, v, w: Happened("state", n, "bo", v, w),
        words,
        st.sampled_from(("a", "shown")),
        st.sampled_from(VALUES),
    ),
    st.builds(lambda n: Happened("timer", number=n), st.integers(0, 12)),
)


@settings(max_examples=200, deadline=None)
@given(some_rules, st.lists(happenings, max_size=20))
def test_whatever_happens_rules_come_to_an_end_and_the_state_stays_what_was_set(rules, happened) -> None:
    """Also rules that the compiler would have refused: even those trigger each other only so often."""
    running = Rules(a_space(*rules, desk={"a": False, "b": 1.0}))
    state: dict[str, dict[str, Any]] = {node: dict(values) for node, values in running.begins.items()}
    for one in happened:
        if one.word == "state":
            state.setdefault(one.subject, {})[one.variable] = one.value
        effects = running.after(one, state)
        assert len(effects) <= MOST_EFFECTS
        for effect in effects:
            if isinstance(effect, Became):
                before = state.get(effect.node, {}).get(effect.variable, OWN.get(effect.variable))
                assert before != effect.value, "an effect that changes nothing is none"
                state.setdefault(effect.node, {})[effect.variable] = effect.value


@settings(max_examples=100, deadline=None)
@given(
    some_rules,
    st.lists(
        st.dictionaries(st.sampled_from(("ana", "bo")), st.tuples(st.floats(-5, 15), st.floats(-5, 15), st.just(0.0))),
        max_size=15,
    ),
)
def test_zones_are_entered_and_left_in_turn(rules, looks) -> None:
    running = Rules(a_space(*rules))
    inside: set[tuple[str, str]] = set()
    for now, people in enumerate(looks):
        for h in running.looked(people, float(now)):
            if h.word == "enter":
                assert (h.person, h.subject) not in inside
                inside.add((h.person, h.subject))
            elif h.word == "leave":
                inside.remove((h.person, h.subject))
