"""For every test: a busy machine is no fault of the code's; what is shipped is made once, the longest tests are first.

And what good French is in what a terminal tells.
"""

import gc
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from campus.scene import load_campus
from campus.scene.model import Campus
from campus.space import Space, compile_space
from campus.text import Text
from campus.world import Ground

ROOT = Path(__file__).resolve().parents[1]

os.environ.pop("LC_ALL", None)
os.environ["LC_MESSAGES"] = "C"  # programs that tests start speak English, whatever the computer speaks
settings.register_profile("campus", deadline=None)
settings.load_profile("campus")

LONG = {
    "test_story", "test_rearranged", "test_coming_back", "test_commands", "test_in_a_window", "test_mutations",
    "test_rehearse", "test_check", "test_server_process", "test_designers_page",
}  # fmt: skip
"""Modules with tests that take ten seconds or more, and those that start several processes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest first: one that is left to the end is run by one process while the other has nothing to do.

    Each of two processes begins at the head of a half of the list, and takes from the end of the other's when its own
    is done.
    """
    long = [item for item in items if item.path.stem in LONG]
    if len(long) == len(items):
        return
    short = [item for item in items if item.path.stem not in LONG]
    several = [item for item in long if item.path.parent.name == "end_to_end"]
    alone = [item for item in long if item.path.parent.name != "end_to_end"]
    first = max(len(items) // 2 - len(several), 0)
    items[:] = [*several, *short[:first], *alone, *short[first:]]


def pytest_collection_finish() -> None:
    """What was collected stays to the end: whoever looks for garbage does not look through it each time, nor often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 5)


@pytest.fixture(scope="session", autouse=True)
def kept_in_this_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the programs of this run keep what takes long to work out: made once for all of them.

    What this computer kept before decides nothing; only the driver's shaders, which are not ours, stay where they are.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "kept"
    os.environ.setdefault("MESA_SHADER_CACHE_DIR", os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache"))
    os.environ["XDG_CACHE_HOME"] = str(folder)
    return folder / "campus"


@pytest.fixture(scope="session")
def shipped_campus() -> Campus:
    """The campus of this repository, as `load_campus` gives it; nobody changes it."""
    return load_campus(ROOT)


@pytest.fixture(scope="session")
def shipped(shipped_campus: Campus) -> Callable[[str], Space]:
    """Its spaces, compiled in their first layout; each once in a process, so nobody changes them."""
    return cache(lambda id_: compile_space(shipped_campus, id_))


@pytest.fixture(scope="session")
def shipped_ground(shipped: Callable[[str], Space]) -> Callable[[str], Ground]:
    """Where one can stand in them."""
    return cache(lambda id_: Ground.of_space(shipped(id_)))


LAB_CAMPUS = """\
schema: 1
title: {fr: Campus, en: Campus}
entry: lab
spaces: [{space: lab, at: [0, 0]}]
"""
LAB = """\
schema: 1
space: lab
title: {fr: Labo, en: Lab}
shell:
  room: {size: [6, 8, 3.2]}
  floor: oak-floor
  walls: lime-plaster
  ceiling: acoustic-ceiling
  openings:
    - {type: window, id: daylight, wall: west, at: 3.4, size: [3.2, 1.8], sill: 0.8, view: horizon}
light: {lamps: {type: panel, grid: [1, 1], lumens: 3000}}
nodes:
  - {type: spawn, id: entry, at: [4.4, 1.0], facing: north, radius: 0.4}
  - {type: viewpoint, id: arrival, eye: [4.4, 1.0, 1.62], look: [2.6, 6.0, 0.9], fov: 75}
  - {type: viewpoint, id: focal, eye: [3.2, 4.0, 1.62], look: [3.2, 8.0, 1.8], fov: 60}
  - {type: sign, id: name, wall: north, at: 3.2, size: [2.6, 0.9], cap_height: 0.22, height: 1.9,
     text: {fr: Labo, en: Lab}}
"""
LAB_MATERIALS = (
    "acoustic-ceiling", "faience-blue", "glass", "lamp-glow", "lime-plaster", "limestone-smooth", "oak", "oak-floor",
)  # fmt: skip
"""Those that it is made of: a client makes the picture of every material that a campus has before it opens."""


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A campus of one small room, for what has to do with no other: it opens in a few seconds.

    The afternoon sun falls through its west window, and a blue sign hangs on its north wall.
    """
    root = tmp_path_factory.mktemp("lab")
    (root / "scenes").mkdir()
    (root / "scenes" / "campus.yaml").write_text(LAB_CAMPUS, encoding="utf-8")
    (root / "scenes" / "lab.yaml").write_text(LAB, encoding="utf-8")
    (root / "assets" / "materials").mkdir(parents=True)
    for material in LAB_MATERIALS:
        shutil.copy(ROOT / "assets" / "materials" / f"{material}.yaml", root / "assets" / "materials")
    return root


ENGLISH = re.compile(
    r"(?<![\w./-])(the|is|are|must|has|have|not?|which|cannot|needs?|least|most|got|of|and|this|it|its|them|write|give|"
    r"known|mean|there|here|with|from|your|already|nothing)(?![\w./-])",
    re.IGNORECASE,
)
"""Words that no French sentence has; those of the file stand between « » or { }."""


def faults_of_french(told: Text) -> list[str]:
    """What is wrong with the French of a sentence, beside its English: nothing, when it is sound."""
    bare = re.sub(r"«[^»]*»|\{[^}]*\}|\[[^\]]*\]", "", told.fr)
    faults = [f"'{word}' is English" for word in ENGLISH.findall(bare)]
    faults += [f"'{sign}' is not typeset" for sign in re.findall(r"'|\"| [;:!?%»]|« |\w[;!?]", bare)]
    quoted = re.findall(r"(?<![\w’])'([^' ]+)'(?!\w)", told.en)
    faults += [f"'{word}' is lost" for word in quoted if word not in told.fr and word not in EXAMPLES]
    lost = Counter(re.findall(r"\d+", told.en)) - Counter(re.findall(r"\d+", told.fr))
    faults += [f"the number {number} is lost" for number in lost]
    if told.fr == told.en and told.en:
        faults.append("it is not translated")
    if told.en.endswith(".") != told.fr.endswith(".") and not told.fr.endswith(("?", "?»")):
        faults.append("one of the two ends without a full stop")
    return faults


EXAMPLES = ("the-right-act",)
"""Words that English gives as an example, for which French has its own."""


@pytest.fixture
def in_sound_french() -> Callable[[Text], None]:
    """Asserts that a sentence is in French as well, with everything that its English quotes."""

    def sound(told: Text) -> None:
        assert not faults_of_french(told), (told.fr, told.en, faults_of_french(told))

    return sound
