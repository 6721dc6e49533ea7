"""`on:` rules as they are written: every wrong word at its place, what was meant, and no room that answers itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from campus.errors import SceneErrors
from campus.scene import load_campus

WriteCampus = Callable[..., Path]
NODES = """\
shell: {room: {size: [6, 5, 3]}}
light: {states: {day: {lamps: 1}, film: {lamps: 0, title: {fr: Film, en: Film}}}}
nodes:
  - {type: spawn, id: entry, at: [1, 1]}
  - {type: waypoint, id: stage, at: [4, 4]}
  - {type: zone, id: corner, box: [[3, 3, 0], [6, 5, 3]]}
  - {type: zone, id: door-mat, box: [[0, 0, 0], [2, 2, 3]]}
  - {type: table, id: desk, name: {fr: Bureau, en: Desk}, at: [2, 3],
     state: {armed: false, visits: 0, mood: [calm, busy]}}
  - {type: prop, id: cup, model: cup, at: [2, 3], height: 0.74}
  - {type: seat, id: chair, at: [3, 2]}
on:
"""
FIRST = NODES.count("\n") + 4
"""The line of the first rule in the file."""


def told(root: Path) -> list[str]:
    with pytest.raises(SceneErrors) as refused:
        load_campus(root)
    return str(refused.value).splitlines()


def test_every_word_of_the_vocabulary_is_understood(write_campus: WriteCampus) -> None:
    rules = """\
  - {when: {enter: corner}, do: [{caption: {fr: Calme, en: Quiet}}, {set: {desk: {armed: true}}}]}
  - {when: {leave: corner}, do: [{light: film}, {start: vote}]}
  - {when: {use: desk}, do: [{hide: cup}, {move-to: entry}]}
  - {when: {timer: 30}, do: [{show: cup}]}
  - {when: {state: {desk: {mood: busy}}}, do: [{caption: {fr: Occupé, en: Busy}}], for: room}
"""
    lab = load_campus(write_campus(NODES + rules)).scenes["lab"]
    assert len(lab.rules) == 5
    assert lab.rules[4] == {"when": {"state": {"desk": {"mood": "busy"}}}, "do": lab.rules[4]["do"], "for": "room"}  # type: ignore[index]
    assert lab.node("desk").spec.state == {"armed": False, "visits": 0, "mood": ("calm", "busy")}


@pytest.mark.parametrize(
    ("rule", "column", "sentence"),
    [
        ("{when: {entr: corner}, do: [{hide: cup}]}", 13, "rule.when has no word 'entr'. Did you mean 'enter'?"),
        (
            "{when: {enter: cornr}, do: [{hide: cup}]}",
            20,
            "rule.when.enter names 'cornr', which is no node of this space. Did you mean 'corner'?",
        ),
        (
            "{when: {enter: desk}, do: [{hide: cup}]}",
            20,
            "rule.when.enter names 'desk', which is no zone but a table. Known: corner, door-mat.",
        ),
        ("{when: {enter: corner}, do: [{hid: cup}]}", 35, "rule.do has no word 'hid'. Did you mean 'hide'?"),
        ("{when: {enter: corner}, do: [{open: cup}]}", 41, "rule.do.open names 'cup', a prop: nothing of it opens."),
        (
            "{when: {enter: corner}, do: [{hide: chair}]}",
            41,
            "rule.do.hide names 'chair', a seat: what people sit on or are taught at stays where it is.",
        ),
        ("{when: {enter: corner}, do: [{play: cup}]}", 41, "rule.do.play names 'cup', a prop: nothing of it plays."),
        (
            "{when: {enter: corner}, do: [{move-to: chair}]}",
            44,
            "rule.do.move-to names 'chair', which is no waypoint but a seat. Known: entry, stage.",
        ),
        (
            "{when: {use: cup}, do: [{hide: cup}]}",
            18,
            "rule.when.use names 'cup', a prop without a name that people could read. Give it 'name: {fr: …, en: …}'.",
        ),
        (
            "{when: {enter: corner}, do: [{set: {desk: {amred: true}}}]}",
            48,
            "rule.do.set names a variable 'amred', which table 'desk' does not declare. Did you mean 'armed'?",
        ),
        (
            "{when: {enter: corner}, do: [{set: {desk: {armed: 3}}}]}",
            55,
            "rule.do.set.desk.armed must be true or false, got 3.",
        ),
        (
            "{when: {enter: corner}, do: [{set: {desk: {mood: bsy}}}]}",
            54,
            "rule.do.set.desk.mood must be one of calm, busy, got 'bsy'. Did you mean 'busy'?",
        ),
        (
            "{when: {state: {desk: {visits: many}}}, do: [{hide: cup}]}",
            36,
            "rule.when.state.desk.visits must be a number, got 'many'.",
        ),
        (
            "{when: {enter: corner}, do: [{light: flim}]}",
            42,
            "rule.do.light names 'flim', which is no light state of this space. Did you mean 'film'?",
        ),
        (
            "{when: {enter: corner}, do: [{layout: rows}]}",
            43,
            "rule.do.layout names 'rows', which is no layout of this space. There is none.",
        ),
        ("{when: {timer: 0.1}, do: [{hide: cup}]}", 20, "rule.when.timer must be at least 1 s, got 0.1."),
        ("{when: {enter: corner}, do: [{hide: cup}], for: al}", 53, "rule.for cannot be 'al'. Known: person, room."),
        ("{when: {enter: corner}, dos: [{hide: cup}]}", 5, "rule needs a field 'do'."),
    ],
)
def test_a_mistake_is_told_at_its_place(write_campus: WriteCampus, rule: str, column: int, sentence: str) -> None:
    first = next(line for line in told(write_campus(f"{NODES}  - {rule}\n")) if sentence in line)
    assert first.startswith(f"scenes/lab.yaml:{FIRST}:{column}: "), first


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("{shown: 3}", "seat.state.shown must be true or false, got 3."),
        ("{open: true}", "seat 'stool' has no state 'open': nothing of it opens."),
        ("{mood: [calm]}", "seat.state.mood must be at least two different words, the first as it begins."),
    ],
)
def test_a_variable_that_cannot_be_is_told(write_campus: WriteCampus, state: str, sentence: str) -> None:
    nodes = NODES.replace(
        "{type: seat, id: chair, at: [3, 2]}", f"{{type: seat, id: stool, at: [3, 2], state: {state}}}"
    )
    assert any(sentence in line for line in told(write_campus(nodes.replace("on:\n", ""))))


@pytest.mark.parametrize(
    ("rules", "way"),
    [
        (
            """\
  - {when: {state: {desk: {armed: true}}}, do: [{set: {desk: {armed: false}}}]}
  - {when: {state: {desk: {armed: false}}}, do: [{set: {desk: {armed: true}}}]}
""",
            "state desk.armed = true → set desk.armed = false → set desk.armed = true → state desk.armed = true",
        ),
        (
            """\
  - {when: {enter: corner}, do: [{move-to: entry}]}
  - {when: {enter: door-mat}, do: [{move-to: stage}]}
""",
            "enter corner → move-to entry → move-to stage → enter corner",
        ),
        (
            """\
  - {when: {leave: door-mat}, do: [{hide: cup}]}
  - {when: {state: {cup: {shown: false}}}, do: [{move-to: stage}]}
""",
            "leave door-mat → hide cup → move-to stage → leave door-mat",
        ),
    ],
)
def test_rules_that_trigger_each_other_without_end_are_found_with_the_way_round(
    write_campus: WriteCampus, rules: str, way: str
) -> None:
    lines = told(write_campus(NODES + rules))
    assert lines == [f"scenes/lab.yaml:{FIRST}:5: rules trigger each other without end: {way}. Let one of them stop."]


@pytest.mark.parametrize(
    "rules",
    [
        "  - {when: {state: {cup: {shown: true}}}, do: [{show: cup}]}\n",
        "  - {when: {enter: corner}, do: [{move-to: stage}]}\n  - {when: {leave: corner}, do: [{move-to: entry}]}\n",
        "  - {when: {timer: 5}, do: [{hide: cup}]}\n  - {when: {state: {cup: {shown: false}}}, do: [{light: film}]}\n",
    ],
)
def test_a_chain_that_ends_is_none(write_campus: WriteCampus, rules: str) -> None:
    load_campus(write_campus(NODES + rules))
