"""One window that nobody sees, a small room made by hand, and pictures to compare with."""

import builtins
import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from campus.bake import DAY, LAMPS, Baked, Layer, Manifest, SunSeen
from campus.client.memory import give_back_early
from campus.client.view import HIGH, Stage, kept, open_window, prepare
from campus.client.view import view as views
from campus.client.view.kept import keep_in
from campus.client.view.prepared import Prepared
from campus.client.view.quality import Quality
from campus.components import LabelAnchor, LampAnchor, Part, Placed
from campus.mesh import box, cylinder, merge, place, wall
from campus.scene.model import Material, Sun
from campus.space.model import Copies, Label, Moving, Screen, Space, View
from campus.text import Language, Text

GOLDENS = Path(__file__).parent / "goldens"


def words(fr: str, en: str | None = None) -> Text:
    return Text(fr=fr, en=en or fr)


def a_material(id_: str, colour: str, pattern: str = "plain", roughness: float = 0.8, **more: Any) -> Material:
    return Material(
        material=id_,
        title=words(id_),
        colour=colour,
        roughness=roughness,
        pattern=pattern,
        absorption=(0.1,) * 6,
        source="made for a test",
        **more,
    )


def a_space(**changes: Any) -> Space:
    """6 by 8 by 4 m, open to the south-west sun on its west side, with one of each thing that is drawn."""
    low_wall = [(2.5, 0.9), (5.5, 0.9), (5.5, 3.2), (2.5, 3.2)]
    shell = merge(
        box((6.0, 8.0, 0.3), at=(3, 4, -0.3), material="terrazzo"),
        box((6.0, 8.0, 0.3), at=(3, 4, 4.0), material="oak"),
        place(wall(8.0, 4.0, 0.4, [low_wall], material="limestone"), (0, 0, 0), 90),
        box((0.4, 8.0, 4.0), at=(6.2, 4, 0), material="lime-plaster"),
        box((6.0, 0.4, 4.0), at=(3, -0.2, 0), material="lime-plaster"),
        box((6.0, 0.4, 4.0), at=(3, 8.2, 0), material="limestone"),
        cylinder(0.3, 4.0, at=(1.6, 6.6, 0), material="limestone"),
        box((1.2, 0.5, 0.45), at=(4.4, 5.6, 0), material="oak"),
    )
    chair = merge(
        box((0.45, 0.4, 0.06), at=(0, 0.1, 0.42), material="blue-fabric"), box((0.45, 0.06, 0.9), material="oak")
    )
    folded = merge(
        box((0.45, 0.06, 0.4), at=(0, -0.1, 0.42), material="blue-fabric"), box((0.45, 0.06, 0.9), material="oak")
    )
    rows = np.array([(2.0 + i * 0.6, 2.4, 0.0, 0.0) for i in range(5)], np.float32)
    seats = tuple(f"row.{i + 1}" for i in range(5))
    leaf = Part(box((0.9, 0.05, 2.1), at=(0.45, 0, 0), material="oak"), (0.0, 0.0, 0.0), "turn", 90.0)
    materials = (
        a_material("terrazzo", "#D8CFBF", "terrazzo", 0.35),
        a_material("oak", "#B98B5C", "grain", 0.55),
        a_material("limestone", "#E6D3AC", "courses", 0.85),
        a_material("lime-plaster", "#EFE6D6", "plaster", 0.9),
        a_material("blue-fabric", "#1F4E8C", "weave", 0.92),
    )
    parts: dict[str, Any] = {
        "id": "test-room",
        "title": words("Salle d’essai", "Test room"),
        "scene": None,
        "mesh": shell,
        "moving": (Moving("door", "leaf", leaf, (4.6, 7.98, 0.0), 180.0),),
        "copies": (Copies("row", chair, rows, "seat-taken", seats), Copies("row", folded, rows, "seat-free", seats)),
        "solids": shell.corners(),
        "bounds": np.array([[0, 0, 0], [6, 8, 4]], np.float32),
        "seats": {},
        "screens": {"main": Screen("main", (3.0, 7.99, 2.2), 180.0, (2.4, 1.35), "session")},
        "labels": (
            Label(
                "name",
                LabelAnchor(words("Bienvenue", "Welcome"), Placed((5.99, 4, 1.8), 90.0), (1.6, 0.5), cap_height=0.12),
            ),
        ),
        "lamps": (LampAnchor(Placed((4.0, 4.0, 3.6)), 2000.0),),
        "views": (View("window", (0.0, 4.0, 2.05), 90.0, (3.0, 2.3), "garden"),),
        "spawns": {},
        "portals": {},
        "zones": (),
        "waypoints": {},
        "viewpoints": {},
        "names": {},
        "where": {},
        "materials": {m.material: m for m in materials},
        "sun": Sun(),
        "north": 0.0,
        "digest": "test",
    }
    return Space(**(parts | changes))


@pytest.fixture(scope="session")
def application() -> Any:
    """Panda3D keeps one application in a process; whoever comes first opens it."""
    give_back_early(4 << 20)  # a hundred rooms are drawn in it, one after the other
    return getattr(builtins, "base", None) or open_window((640, 360), offscreen=True)


@pytest.fixture(scope="session")
def prepared_room() -> Prepared:
    return prepare(a_space())


@pytest.fixture
def room(prepared_room: Prepared) -> Space:
    return prepared_room.space


@pytest.fixture(scope="module")
def worked_out_once(kept_in_this_run: Path) -> Iterator[None]:
    """Patterns and evened light are made once for all processes of one run."""
    with kept_in(kept_in_this_run / "pictures"):
        yield


@pytest.fixture
def keeps_in() -> Iterator[Callable[[Path | None], None]]:
    """`keeps_in(folder)`: for this test alone; what its module keeps in is the module's again after it."""
    with contextlib.ExitStack() as until_the_end:
        yield lambda folder: until_the_end.enter_context(kept_in(folder))


@contextlib.contextmanager
def kept_in(folder: Path | None) -> Iterator[None]:
    """What takes a second to work out is kept in a folder, and afterwards where it was kept before."""
    before = kept._folder
    keep_in(folder)
    try:
        yield
    finally:
        keep_in(before)


def shown_in(window: Any) -> list[Any]:
    """Where each stage that there is shows its picture; of several in one window, one sees the last alone."""
    cameras = [(region, region.get_camera()) for region in window.get_display_regions()]
    return [region for region, camera in cameras if not camera.is_empty() and camera.get_name() == "pass"]


@pytest.fixture(autouse=True)
def one_stage_alone_stays() -> Iterator[None]:
    """Two stages of a module lie over each other: which of them one sees, what ran before decides."""
    yield
    window = getattr(getattr(builtins, "base", None), "win", None)
    assert window is None or len(shown_in(window)) <= 1, "two stages stay in one window after this test"


class StageOfTests(Stage):
    """Works the light of the common room out once, and not for every test that draws it."""

    common: Prepared | None = None

    def __init__(self, base: Any, quality: Quality) -> None:
        super().__init__(base, quality)
        self._shown_in = shown_in(base.win)[-1]

    def pixels(self) -> NDArray[np.uint8]:
        """Never those of a stage that lies over this one."""
        assert shown_in(self.base.win)[-1] == self._shown_in, "another stage was made later and lies over this one"
        return super().pixels()

    def build(self, space: Space, language: Language = "fr", prepared: Prepared | None = None) -> views.View:
        if prepared is None and self.common is not None and space is self.common.space:
            prepared = self.common
        return super().build(space, language, prepared)


COARSE = replace(HIGH, samples=0, sun_map=1024, mirrors=512)
"""All that the high tier draws, its edges apart: a processor draws it in half the time."""


def a_stage(application: Any, prepared_room: Prepared, quality: Quality) -> Iterator[Stage]:
    made = StageOfTests(application, quality)
    made.common = prepared_room
    yield made
    made.destroy()


@pytest.fixture(scope="module")
def stage(application: Any, prepared_room: Prepared, worked_out_once: None) -> Iterator[Stage]:
    """For what has nothing to do with the smoothness of edges."""
    yield from a_stage(application, prepared_room, COARSE)


@pytest.fixture
def fine_stage(application: Any, prepared_room: Prepared, worked_out_once: None) -> Iterator[Stage]:
    """The high tier as it is, for pictures that are kept."""
    yield from a_stage(application, prepared_room, HIGH)


@pytest.fixture
def make_space() -> Callable[..., Space]:
    return a_space


def halved(picture: Image.Image) -> Image.Image:
    """A picture with half of its pixels each way."""
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.BOX)


@pytest.fixture
def looks_as_before(tmp_path: Path) -> Callable[[np.ndarray, str], None]:
    """Compares a picture (h, w, 3) with `goldens/<name>.png`; `CAMPUS_GOLDENS=write` draws that anew."""

    def compare(seen: np.ndarray, name: str) -> None:
        kept, before = GOLDENS / f"{name}.webp", GOLDENS / f"{name}.png"
        if os.environ.get("CAMPUS_GOLDENS") == "write":
            kept.parent.mkdir(exist_ok=True)
            halved(Image.fromarray(seen)).save(kept, lossless=True, quality=100, method=6)
            before.unlink(missing_ok=True)
        elif not kept.is_file():
            kept = before
        assert kept.is_file(), f"{kept} is missing: draw it with CAMPUS_GOLDENS=write, and look at it"
        # Rasterisers differ by a pixel at edges and a step in filters: what is compared is a little out of focus, so
        # half of the pixels each way are kept.
        soft, told = ImageFilter.GaussianBlur(0.85), Image.open(kept).convert("RGB")
        drawn = halved(Image.fromarray(seen))
        told = halved(told) if told.size == (seen.shape[1], seen.shape[0]) else told
        assert drawn.size == told.size, f"{name} is {seen.shape}, kept is {told.size}"
        one, two = (np.asarray(each.filter(soft), np.int16) for each in (drawn, told))
        apart = np.abs(one - two).max(axis=2)
        if apart.mean() > 1.6 or (apart > 20).mean() > 0.006:
            folder = Path(os.environ.get("CAMPUS_GOLDENS_APART", tmp_path))
            folder.mkdir(parents=True, exist_ok=True)
            Image.fromarray(np.clip(apart * 6, 0, 255).astype(np.uint8)).resize((1280, 720)).save(
                folder / f"{name}_apart.png"
            )
            Image.fromarray(seen).save(folder / f"{name}.png")
            pytest.fail(f"{name}: {apart.mean():.2f} apart, {(apart > 20).mean():.2%} by much; see {folder}")

    return compare


class States(NamedTuple):
    """What a scene says of its light states."""

    lights: dict[str, float] = {}  # noqa: RUF012
    daylight: dict[str, float] = {}  # noqa: RUF012
    shell: None = None
    nodes: tuple[Any, ...] = ()


def made_bake(space: Space, day_lux: float = 300.0, lamps_lux: float = 100.0, **said: Any) -> Baked:
    """Even light: the same from all sides, everywhere, white; on texels for one half of the corners, on the others
    their own.
    """
    count = len(space.mesh.positions)
    uvs = np.full((count, 2), 0.5, np.float32)
    uvs[count // 2 :] = 0

    def layer(lux: float) -> Layer:
        texels = np.full((4, 4, 3), lux, np.float32)
        texels[0, 0] = 0
        own = np.zeros((count, 3), np.float32)
        own[count // 2 :] = lux
        around = np.zeros((2, 2, 2, 4, 3), np.float32)
        around[..., 0, :] = lux
        return Layer(texels, own, around)

    manifest = {
        "format": 1, "baker": 1, "space": space.id, "layout": None, "own": "", "surfaces": "", "places": (),
        "around": "",
        "azimuth": 235.0, "elevation": 31.0, "towards_sun": (0.0, 0.0, 1.0), "sun_lux": (0.0, 0.0, 0.0),
        "screen_nits": 200.0, "layers": (DAY, LAMPS), "weights": {DAY: 1.0, LAMPS: 1.0, "sun": 0.0, "outside": 1.0},
        "white": (1.0, 1.0, 1.0), "exposure": 1 / 400, "size": (4, 4), "texel": 1.0,
        "probes_low": tuple(space.bounds[0].tolist()),
        "probes_step": tuple((space.bounds[1] - space.bounds[0]).tolist()),
        "reflection_at": (0.0, 0.0, 1.0), "reflection_low": (0.0, 0.0, 0.0), "reflection_high": (1.0, 1.0, 1.0),
        "figures": {},
    }  # fmt: skip
    seen = SunSeen(np.zeros((4, 4), np.uint8), np.zeros(count, np.uint8), np.zeros((2, 2, 2), np.uint8))
    return Baked(
        Manifest(**(manifest | said)),
        np.arange(count, dtype=np.int32),
        space.mesh.triangles,
        uvs,
        {DAY: layer(day_lux), LAMPS: layer(lamps_lux)},
        seen,
        (),
        {},
    )


@pytest.fixture(scope="session")
def a_bake() -> Callable[..., Baked]:
    """Makes a bake of even light for a space."""
    return made_bake


@pytest.fixture(scope="session")
def lit_as() -> Callable[..., States]:
    """Says what light states a space has."""
    return States
