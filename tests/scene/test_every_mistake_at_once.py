"""Forty mistakes in three files, in prefabs, their instances and repeats: all told in one go, none of them false."""

from collections.abc import Callable
from pathlib import Path

import pytest

from campus.errors import SceneErrors
from campus.scene import load_campus

LAB = """\
shell:
  room: {size: [9, 7, 3.2]}
nodes:
  - {type: spawn, id: entry, at: [1, 1], facing: nrth}
  - {type: prefab, use: bay, id: b1, at: [2, 0], facing: nroth, with: {reach: far, colour: red}}
  - {type: prefab, use: bay, id: b2, at: [20, 0], override: {bench: {length: 0}, bnch: {length: 2}}}
  - {type: prefab, use: pair, at: [2, "x"], override: {left: {style: stol}, lft: {at: [0, 1]}}}
  - {type: prefab, use: pair, repeat: {count: 2, stp: 3}, with: {a: 1}}
  - {type: prefab, use: pare, id: p, at: [40, 1], facing: wst, wiht: {a: 1}}
  - {type: seat, id: chair, at: [12, 3], facing: scren, repeat: {count: two, step: 1}, style: stoool}
  - {type: bench, id: wide, at: [4, 4], length: 30, repeat: {count: 2, step: [0, 1]}}
  - {type: plant, id: tree, at: [4, 4], spieces: olive, repeat: {count: 3, step: 5}}
  - {type: lamp, kind: cove, wall: nort, at: 3, lumens: many, repeat: {count: [2, 2], step: 1}}
  - {type: table, id: t, at: [3, 3], repeat: {count: 2, arc: {centre: [3, 3], radius: -1}}, size: [1]}
"""
BAY = """\
prefab: bay
parameters:
  reach: {type: length, default: 1.2}
  fabric: {type: material, default: blue-fabrik}
nodes:
  - {type: bench, id: bench, at: [0, 0.4], lenght: 1.8}
  - {type: seat, id: visitor, at: [0, 0.5], facing: windw, fabric: "${fabric}"}
  - {type: prop, id: drip, model: drip-stnd, at: ["${reech}", 0.5]}
  - {type: lampe, id: light, at: [0, 0.2]}
  - {type: table, id: side, at: [1, 9.5], size: [0.5, -0.45], top: oakk}
  - {type: seat, id: visitor, at: [0, 1], facing: bench}
  - {type: screen, id: telly, wall: north, at: 1}
  - {type: plant, at: [1, 2], repeat: {count: 0, step: 1}}
"""
PAIR = """\
prefab: pair
nodes:
  - {type: seat, id: left, at: [0, 0], facing: nort}
  - {type: seat, id: right, at: [1, 0], facing: north, style: armchar}
"""
CAMPUS = """\
schema: 1
title: {fr: Campus, en: Campus}
entry: lab
spaces: [{space: lab, at: [0, 0]}]
"""
TOLD = """\
lab 7:50 unknown-node
lab 8:42 out-of-room
lab 8:58 unknown-node
lab 8:79 wrong-type
lab 8:84 unknown-field
lab 9:42 out-of-room
lab 9:78 out-of-range
lab 9:82 unknown-node
lab 10:39 wrong-type
lab 10:70 unknown-word
lab 10:77 unknown-node
lab 11:50 unknown-field
lab 11:66 unknown-field
lab 12:25 unknown-prefab
lab 12:42 out-of-room
lab 12:59 unknown-node
lab 12:64 unknown-field
lab 13:33 out-of-room
lab 13:50 unknown-node
lab 13:73 wrong-type
lab 13:95 unknown-word
lab 14:49 out-of-room
lab 15:33 out-of-room
lab 15:41 unknown-field
lab 16:36 unknown-word
lab 16:57 wrong-type
lab 17:62 missing-field
lab 17:62 missing-field
lab 17:87 out-of-range
lab 17:99 wrong-type
bay 4:37 unknown-material
bay 6:44 unknown-field
bay 7:53 unknown-node
bay 8:35 unknown-word
bay 8:51 unknown-field
bay 9:12 unknown-type
bay 10:55 out-of-range
bay 10:68 unknown-material
bay 11:22 duplicate-id
bay 12:37 wall-in-prefab
bay 13:47 out-of-range
pair 3:48 unknown-node
pair 4:63 unknown-word
"""


def test_mistakes_inside_prefabs_and_repeats_wait_for_no_other_mistake(write_campus: Callable[..., Path]) -> None:
    root = write_campus(LAB, campus=CAMPUS, prefabs={"bay": BAY, "pair": PAIR})

    with pytest.raises(SceneErrors) as refused:
        load_campus(root)

    told = [f"{Path(e.file).stem} {e.line}:{e.column} {e.code}" for e in refused.value.errors]
    assert told == TOLD.splitlines()


def test_what_is_wrong_in_a_prefab_is_told_once_however_often_it_is_used(write_campus: Callable[..., Path]) -> None:
    use = "  - {type: prefab, use: pair, at: [2, x], repeat: {count: 2, step: 1}}\n"
    root = write_campus(
        f"shell: {{room: {{size: [9, 7, 3]}}}}\nnodes:\n{use * 3}", campus=CAMPUS, prefabs={"pair": PAIR}
    )

    with pytest.raises(SceneErrors) as refused:
        load_campus(root)

    assert [(e.line, e.code) for e in refused.value.errors if e.file.endswith("pair.yaml")] == [
        (3, "unknown-node"),
        (4, "unknown-word"),
    ]
