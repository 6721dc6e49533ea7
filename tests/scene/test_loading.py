"""A campus from its folder: what is written is what is there, and what is wrong is all told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from campus.errors import SceneErrors
from campus.scene import Campus, Scene, files_of, find_root, load_campus
from campus.text import Text

WriteCampus = Callable[..., Path]


def lab_of(root: Path) -> Scene:
    return load_campus(root).scenes["lab"]


def refusal_of(root: Path) -> list[str]:
    with pytest.raises(SceneErrors) as refused:
        load_campus(root)
    return str(refused.value).splitlines()


def test_an_empty_space_is_a_space(write_campus: WriteCampus) -> None:
    campus = load_campus(write_campus())
    assert campus.entry == "lab"
    assert campus.scenes["lab"].title == Text(fr="Labo", en="Lab")
    assert campus.scenes["lab"].nodes == ()
    assert campus.planned["garden"].title.fr == "Jardin"
    assert campus.materials["oak"].footstep == "wood"


def test_nodes_without_an_id_are_named_by_type_and_number(write_campus: WriteCampus) -> None:
    lab = lab_of(write_campus("nodes: [{type: seat}, {type: lamp}, {type: seat, id: seat-1}, {type: seat}]"))
    assert [node.id for node in lab.nodes] == ["seat-2", "lamp-1", "seat-1", "seat-3"]
    assert lab.node("seat-3").spec.id == "seat-3"


def test_members_of_a_group_are_numbered_across_the_file(write_campus: WriteCampus) -> None:
    lab = lab_of(
        write_campus(
            "nodes:\n"
            "  - {type: table, group: island, at: [1, 1], repeat: {count: 2, step: [2, 0]}}\n"
            "  - {type: seat}\n"
            "  - {type: table, group: island, at: [9, 9]}\n"
        )
    )
    assert lab.groups == {"island": ("island-1", "island-2", "island-3")}
    assert lab.node("island-3").spec.at == (9.0, 9.0)


def test_a_grid_counts_from_one_with_x_fastest(write_campus: WriteCampus) -> None:
    lab = lab_of(
        write_campus("nodes: [{type: seat, id: chair, repeat: {count: [2, 2], step: [3.0, 2.6], from: [2.6, 2.0]}}]")
    )
    assert [(node.id, node.spec.at) for node in lab.nodes] == [
        ("chair-1", (2.6, 2.0, 0.0)),
        ("chair-2", (5.6, 2.0, 0.0)),
        ("chair-3", (2.6, 4.6, 0.0)),
        ("chair-4", (5.6, 4.6, 0.0)),
    ]


def test_a_row_on_a_wall_steps_along_the_wall(write_campus: WriteCampus) -> None:
    lab = lab_of(
        write_campus(
            "shell:\n"
            "  room: {size: [15, 24, 8.4]}\n"
            "  openings: [{type: arch, wall: west, at: 4.7, view: garden, repeat: {count: 5, step: 4.1}}]\n"
        )
    )
    assert [node.spec.at for node in lab.nodes] == pytest.approx([4.7, 8.8, 12.9, 17.0, 21.1])
    assert [node.id for node in lab.nodes] == [f"arch-{i}" for i in range(1, 6)]
    assert lab.shell is not None
    assert lab.shell.type == "room"


def test_an_arc_looks_to_its_centre(write_campus: WriteCampus) -> None:
    arc = "{centre: [5, 5], radius: 2, start: 0, end: -180}"
    lab = lab_of(write_campus(f"nodes: [{{type: seat, id: chair, repeat: {{count: 3, arc: {arc}}}}}]"))
    places = [(*node.spec.at, node.spec.facing) for node in lab.nodes]
    assert places[0] == pytest.approx((5, 7, 0, 180))
    assert places[1] == pytest.approx((7, 5, 0, 90))
    assert places[2] == pytest.approx((5, 3, 0, 0))


def test_a_node_faces_a_compass_word_a_number_or_another_node(write_campus: WriteCampus) -> None:
    lab = lab_of(
        write_campus(
            "shell: {room: {size: [9, 7, 3.2]}}\n"
            "nodes:\n"
            "  - {type: seat, id: by-word, facing: west}\n"
            "  - {type: seat, id: by-number, facing: -30}\n"
            "  - {type: seat, id: by-node, at: [4.5, 2], facing: main}\n"
            "  - {type: seat, id: by-corner, at: [2.5, 5], facing: main}\n"
            "  - {type: screen, id: main, wall: north}\n"
        )
    )
    facing = {node.id: node.spec.facing for node in lab.nodes}
    assert facing["by-word"] == 90.0 or facing["by-word"] == "west"
    assert facing["by-number"] == -30.0
    assert facing["by-node"] == pytest.approx(0.0)
    assert facing["by-corner"] == pytest.approx(315.0)
    assert lab.node("main").spec.at == 4.5, "what hangs on a wall without 'at' hangs in its middle"


def test_lamps_hang_in_the_middle_of_the_cells_of_a_grid(write_campus: WriteCampus) -> None:
    lab = lab_of(
        write_campus("shell: {room: {size: [9, 6, 3.2]}}\nlight: {lamps: {type: panel, grid: [3, 2], lumens: 3200}}\n")
    )
    assert [node.spec.at for node in lab.nodes] == [
        (1.5, 1.5),
        (4.5, 1.5),
        (7.5, 1.5),
        (1.5, 4.5),
        (4.5, 4.5),
        (7.5, 4.5),
    ]
    assert {node.spec.lumens for node in lab.nodes} == {3200.0}


def test_rules_are_kept_as_plain_data(write_campus: WriteCampus) -> None:
    lab = lab_of(
        write_campus(
            "nodes: [{type: zone, id: corner, box: [[0, 0, 0], [1, 1, 2]]}]\n"
            "on: [{when: {enter: corner}, do: [{caption: {fr: Calme, en: Quiet}}, {start: vote}], for: room}]\n"
        )
    )
    assert lab.rules == (
        {
            "when": {"enter": "corner"},
            "do": ({"caption": Text(fr="Calme", en="Quiet")}, {"start": "vote"}),
            "for": "room",
        },
    )


def test_a_door_leads_to_another_space_and_back(write_campus: WriteCampus) -> None:
    campus = (
        "schema: 1\ntitle: {fr: C, en: C}\nentry: lab\nspaces: [{space: lab, at: [0, 0]}, {space: hall, at: [9, 0]}]\n"
    )
    hall = "schema: 1\nspace: hall\ntitle: {fr: H, en: H}\nnodes: [{type: portal, id: west, to: lab/east}]\n"
    good = write_campus("nodes: [{type: portal, id: east, to: hall/west}]", campus=campus, spaces={"hall": hall})
    assert set(load_campus(good).scenes) == {"lab", "hall"}
    lost = write_campus("nodes: [{type: portal, id: east, to: hal/west}]", campus=campus, spaces={"hall": hall})
    assert refusal_of(lost) == [
        "scenes/lab.yaml:4:38: portal 'east' leads to 'hal', which no scene defines. Did you mean 'hall'?"
    ]
    one_way = write_campus("nodes: [{type: seat, id: east}]", campus=campus, spaces={"hall": hall})
    assert refusal_of(one_way) == [
        "scenes/hall.yaml:4:38: portal 'west' leads to 'lab/east', which is no door or portal."
    ]


def test_only_the_spaces_asked_for_are_read(write_campus: WriteCampus) -> None:
    campus = (
        "schema: 1\ntitle: {fr: C, en: C}\nentry: lab\nspaces: [{space: lab, at: [0, 0]}, {space: hall, at: [9, 0]}]\n"
    )
    root = write_campus("nodes: [{type: portal, id: east, to: hall/west}]", campus=campus)
    loaded: Campus = load_campus(root, only=["lab"])
    assert set(loaded.scenes) == {"lab"}
    assert set(loaded.placements) == {"lab", "hall"}
    assert refusal_of(root) == ["scenes/campus.yaml:4:44: there is no file scenes/hall.yaml."]


def test_the_files_of_a_space_are_those_it_is_read_from(write_campus: WriteCampus) -> None:
    prefab = "prefab: pair\nnodes: [{type: seat}, {type: seat, at: [1, 0]}]\n"
    root = write_campus("nodes: [{type: prefab, use: pair}]", prefabs={"pair": prefab, "unused": prefab})
    files = files_of(root, "lab")
    assert {"scenes/campus.yaml", "scenes/lab.yaml", "scenes/prefabs/pair.yaml", "assets/materials/oak.yaml"} <= {
        *files
    }
    assert "scenes/prefabs/unused.yaml" not in files
    assert files == tuple(sorted(files))


@pytest.mark.parametrize(
    ("campus", "expected"),
    [
        ("", ["scenes/campus.yaml:1:1: the file is empty."]),
        ("- lab\n", ["scenes/campus.yaml:1:1: the campus must be a mapping {schema: 1, title: …, spaces: …}."]),
        (
            "schema: 1\ntitle: {fr: C, en: C}\nentry: lap\nspaces: [{space: lab, at: [0, 0]}]\n",
            ["scenes/campus.yaml:3:8: entry 'lap' is not one of the spaces. Did you mean 'lab'?"],
        ),
        (
            "schema: 1\ntitle: {fr: C, en: C}\nentry: lab\n"
            "spaces: [{space: lab, at: [0, 0]}, {space: lab, at: [9, 0]}]\nsun: {elevaton: 3}\n",
            [
                "scenes/campus.yaml:4:44: space 'lab' is named twice. Keep one.",
                "scenes/campus.yaml:5:7: campus.sun has no field 'elevaton'. Did you mean 'elevation'?",
            ],
        ),
        (
            "schema: 1\ntitle: {fr: C, en: C}\nentry: lab\n"
            "spaces: [{space: ../lab, at: [0, 0]}, {space: lab, at: [0]}]\n",
            [
                "scenes/campus.yaml:4:18: campus.spaces[0].space cannot be '../lab'. "
                "Use lower-case letters, digits and hyphens, and begin with a letter.",
                "scenes/campus.yaml:4:56: campus.spaces[1].at must be a list of two or three numbers in m, "
                "got one value.",
            ],
        ),
    ],
)
def test_a_wrong_campus_file_is_told(campus: str, expected: list[str], write_campus: WriteCampus) -> None:
    assert refusal_of(write_campus(campus=campus)) == expected


def test_mistakes_of_all_files_come_at_once_in_reading_order(write_campus: WriteCampus) -> None:
    root = write_campus("nodes: [{type: seet}]", campus="schema: 1\nentry: lab\nspaces: [{space: lab, at: [0, 0]}]\n")
    (root / "assets" / "materials" / "oak.yaml").write_text("material: oack\n", encoding="utf-8")
    messages = refusal_of(root)
    assert [message.split(":")[0] for message in messages] == [
        *["assets/materials/oak.yaml"] * 6,
        "scenes/campus.yaml",
        "scenes/lab.yaml",
    ]


def test_the_root_is_the_nearest_folder_above_with_a_campus(write_campus: WriteCampus, tmp_path: Path) -> None:
    root = write_campus()
    assert find_root(None, root / "scenes" / "prefabs") == root
    assert find_root(root, Path("/")) == root
    with pytest.raises(SceneErrors, match=r"there is no scenes/campus.yaml in"):
        find_root(tmp_path / "assets", root)


ROOM = "shell: {room: {size: [6, 5, 3]}, floor: oak, walls: lime-plaster, ceiling: oak}\n"


@pytest.mark.parametrize(
    ("lab", "expected"),
    [
        (
            ROOM + "nodes: [{type: spawn, id: entry, at: [12, 1]}]\n",
            "scenes/lab.yaml:5:38: spawn 'entry' stands outside the room, at [12, 1]; its floor is 6 × 5 m. "
            "'at' runs from the south-west corner: metres east, metres north.",
        ),
        (
            ROOM + "nodes: [{type: screen, id: main, wall: north, at: 3, size: [7, 4]}]\n",
            "scenes/lab.yaml:5:60: screen 'main' is 7 m wide and reaches 0.5 m beyond the end of the north wall, "
            "which is 6 m long. 'at' is its middle.",
        ),
        (
            ROOM + "nodes: [{type: screen, id: main, wall: north, at: -1, size: [3, 2]}]\n",
            "scenes/lab.yaml:5:51: screen.at must be within the north wall, 0 to 6 m, got -1.",
        ),
        (
            ROOM + "nodes: [{type: screen, id: main, wall: north, at: 2000, size: [3, 2]}]\n",
            "scenes/lab.yaml:5:51: screen.at must be within the north wall, 0 to 6 m, got 2,000.",
        ),
        (
            ROOM.replace("size", "facing: there, size"),
            "scenes/lab.yaml:4:16: room is the shell of the space and cannot have 'facing'. "
            "Everything else is placed within it.",
        ),
        (
            ROOM + 'nodes: [{type: spawn, id: "entry\\n", at: [1, 1]}]\n',
            "scenes/lab.yaml:5:27: spawn.id cannot be 'entry'. "
            "Use lower-case letters, digits and hyphens, and begin with a letter.",
        ),
        (
            ROOM + "nodes: [{type: table, id: t, at: [3, 2], size: [360, 60]}]\n",
            "scenes/lab.yaml:5:48: table 't' is 360 m large; the room is 6 × 5 × 3 m. In metres, 360 cm is 3.6.",
        ),
        (
            ROOM.replace(
                "{room", "{openings: [{type: window, id: w, wall: east, at: 20, size: [1, 1], sill: 1}], room"
            ),
            "scenes/lab.yaml:4:58: window.at must be within the east wall, 0 to 5 m, got 20.",
        ),
        (
            ROOM.replace(
                "{room", "{openings: [{type: window, id: w, wall: east, at: 2, size: [1.6, 1.2], sill: 0.9}], room"
            )
            + "nodes: [{type: sign, id: name, wall: east, at: 2.6, text: {fr: Labo, en: Lab}, style: carved}]\n",
            "scenes/lab.yaml:5:48: sign 'name' hangs in window 'w', where the east wall is open. "
            "The hole goes from 1.20 to 2.80 m along the wall: move 'at', or 'height'.",
        ),
        (
            "nodes: [{type: zone, id: z, box: [[3, 0, 0], [1, 2, 3]]}]\n",
            "scenes/lab.yaml:4:9: zone: its box needs its lowest corner first, then its highest, "
            "as in [[0, 0, 0], [3, 2, 2.5]].",
        ),
        (
            "sound: {ambiance: garden}\n",
            "scenes/lab.yaml:4:9: space.sound has no field 'ambiance'. Did you mean 'ambience'?",
        ),
        (
            "sound: {ambience: gardn}\n",
            "scenes/lab.yaml:4:19: space.sound.ambience cannot be 'gardn'. Did you mean 'garden'?",
        ),
        (
            "sound: {reverb: short}\n",
            "scenes/lab.yaml:4:17: space.sound.reverb cannot be 'short'. Write seconds, as in '0.9 s'.",
        ),
    ],
)
def test_what_cannot_be_is_told_where_it_stands(lab: str, expected: str, write_campus: WriteCampus) -> None:
    assert refusal_of(write_campus(lab)) == [expected]


def test_a_repeat_that_leaves_the_room_is_told_once(write_campus: WriteCampus) -> None:
    row = "{type: seat, id: chair, at: [1, 1], repeat: {count: 9, step: [1.0, 0]}}"
    (told,) = refusal_of(write_campus(ROOM + f"nodes: [{row}]\n"))
    assert "seat 'chair-7' stands outside the room, at [7, 1]" in told


def test_under_the_open_sky_things_may_stand_beyond_the_walls(write_campus: WriteCampus) -> None:
    shell = "shell: {ground: {size: [6, 5, 3]}, floor: oak, walls: lime-plaster}\n"
    assert load_campus(write_campus(shell + "nodes: [{type: tree, id: beyond, at: [12, 1]}]\n")).scenes
