"""A room as it is really heard: traced, answered, played by the client's own ears through OpenAL into a file, measured.

The one test in which nothing is left out between a scene's file and a loudspeaker. It plays in real time, a quarter of
a minute, and works for some seconds of that; `campus bench sound` does the same at length for every shipped space.
"""

from pathlib import Path

import numpy as np
import pytest

from campus.bench.sound_figures import (
    AGREES,
    DOOR_DB,
    LEFT_DB,
    apart_db,
    energy,
    from_onset,
    going_on,
    middle,
    side_db,
)
from campus.bench.sound_played import Bench, write_sounds
from campus.proofs.acoustics import acoustics_of
from campus.scene import load_campus
from campus.sound.library import answers, common
from campus.sound.response import reverberation
from campus.space import compile_space

REPOSITORY = Path(__file__).parents[3]
CAMPUS = """\
schema: 1
title: {fr: Campus, en: Campus}
entry: room
spaces:
  - {space: room, at: [0, 0]}
  - {space: next, at: [0, 6]}
"""
ROOM = """\
schema: 1
space: SPACE
title: {fr: Salle, en: Room}
shell:
  room: {size: [6, 5, 3]}
  floor: carpet
  walls: lime-plaster
  ceiling: CEILING
  openings:
    - {type: door, id: way, wall: WALL, at: 3, to: OTHER/way}
nodes:
  - {type: spawn, id: entry, at: [3, 2.5], facing: north}
"""


def a_campus(root: Path, ceiling: str) -> Path:
    """Two rooms with a door between."""
    (root / "scenes").mkdir(parents=True)
    (root / "scenes" / "campus.yaml").write_text(CAMPUS, encoding="utf-8")
    for space, wall, other in (("room", "north", "next"), ("next", "south", "room")):
        scene = ROOM
        for word, put in (("SPACE", space), ("WALL", wall), ("OTHER", other), ("CEILING", ceiling)):
            scene = scene.replace(word, put)
        (root / "scenes" / f"{space}.yaml").write_text(scene, encoding="utf-8")
    (root / "assets").mkdir()
    (root / "assets" / "materials").symlink_to(REPOSITORY / "assets" / "materials")
    return root


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("recorded")


def test_a_click_in_a_room_rings_as_long_as_the_formula_says_from_its_side_and_a_shut_door_keeps_it_back(
    folder: Path,
) -> None:
    root = a_campus(folder / "campus", "acoustic-ceiling")
    space = compile_space(load_campus(root), "room")
    found = acoustics_of(space, np.random.default_rng(1))
    assert found is not None
    sounds, kept, files = folder / "sounds", folder / "kept", folder / "files"
    for each in (sounds, common(kept), files):
        each.mkdir(parents=True)
    write_sounds(sounds)
    (common(kept) / "ready").touch()  # beds and dry steps are not heard here, and take long to make
    heard = Bench(sounds, kept, files).clicks(root, space, max(found.free), "way")
    times = reverberation(from_onset(heard["click"]))
    apart = np.array(times) / np.array(found.free) - 1
    assert abs(middle(times) / middle(found.free) - 1) <= AGREES
    assert np.abs(apart).max() <= AGREES + 0.05
    assert side_db(heard["left"], 0) >= LEFT_DB
    assert side_db(heard["right"], 1) >= LEFT_DB
    assert abs(side_db(heard["click"], 0)) < 1.0
    through = apart_db(energy(going_on(heard["door-open"])), energy(going_on(heard["door-shut"])))
    assert 60 > through >= DOOR_DB, "a shut door lets little through, and not nothing"
    assert max(float(np.abs(sound).max()) for sound in heard.values()) < 0.999
    assert (answers(kept, space.digest) / "levels.json").is_file()
