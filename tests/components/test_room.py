"""A room's shell: as large as it says, open where its openings are, closed everywhere else."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from campus.components import Opening
from campus.components._stonework import COURSE
from campus.components.arch import Arch
from campus.components.room import Coffers, Room
from campus.components.wall import Wall as FreeWall
from campus.components.window import Window
from campus.errors import Impossible
from campus.mesh import is_closed, volume


def inner_faces(room: Room) -> np.ndarray:
    """(m, 3) the middles of the shell's triangles that look into the room."""
    mesh = room.shell({})
    return mesh.corners().mean(1)


def test_the_inside_is_as_large_as_it_says() -> None:
    mesh = Room(size=(15, 24, 8.4)).shell({})
    low, high = mesh.bounds()
    assert low == pytest.approx([-0.45, -0.45, -0.3], abs=1e-4)
    assert high[:2] == pytest.approx([15.45, 24.45], abs=1e-4)
    floor = mesh.of("terrazzo")
    assert floor.positions[:, 2].max() == 0
    ceiling = mesh.positions[mesh.normals[:, 2] < -0.9][:, 2]
    assert ceiling[ceiling > 1].min() == pytest.approx(8.4, abs=1e-4)


def test_the_bare_shell_is_made_of_closed_solids_of_the_right_volume() -> None:
    mesh = Room(size=(4, 5, 3)).shell({})
    assert is_closed(mesh)
    walls = mesh.of("lime-plaster")
    ceiling = 4.9 * 5.9 * 0.25
    assert volume(walls) == pytest.approx((2 * 4.9 + 2 * 5) * 0.45 * 3 + ceiling, rel=1e-4)


@pytest.mark.parametrize(
    ("side", "along", "inside", "outside"),
    [
        ("north", 1.0, (1.0, 4.9), (1.0, 5.6)),
        ("south", 1.0, (1.0, 0.1), (1.0, -0.6)),
        ("west", 1.0, (0.1, 1.0), (-0.6, 1.0)),
        ("east", 1.0, (3.9, 1.0), (4.6, 1.0)),
    ],
)
def test_an_opening_is_where_its_at_says_from_the_west_or_south_end(
    side: str, along: float, inside: tuple[float, float], outside: tuple[float, float]
) -> None:
    opening = Opening(size=(0.8, 1.0), sill=1.0)
    room = Room(size=(4, 5, 3))
    closed, opened = room.shell({}), room.shell({side: [(along, opening)]})  # type: ignore[dict-item]
    start, end = np.array((*inside, 1.5)), np.array((*outside, 1.5))
    assert crossed(closed.corners(), start, end)
    assert not crossed(opened.corners(), start, end)
    assert is_closed(opened)


def crossed(corners: np.ndarray, start: np.ndarray, end: np.ndarray) -> bool:
    """Whether the line from start to end meets any of the triangles (Möller and Trumbore, 1997)."""
    a, b, c = np.moveaxis(corners.astype(np.float64), 1, 0)
    ray = end - start
    edge, other = b - a, c - a
    p = np.cross(ray, other)
    determinant = (edge * p).sum(1)
    safe = np.where(np.abs(determinant) < 1e-12, np.inf, determinant)
    u = ((start - a) * p).sum(1) / safe
    q = np.cross(start - a, edge)
    v, t = (q @ ray) / safe, (other * q).sum(1) / safe
    return bool(((u >= 0) & (v >= 0) & (u + v <= 1) & (t > 0) & (t < 1)).any())


def test_a_plinth_stops_at_what_reaches_the_floor_and_passes_under_windows() -> None:
    room = Room(size=(10, 6, 4), plinth=0.9)
    arch, window = Arch(size=(2.0, 3.0), springing=2.0), Window(size=(1.0, 1.0), sill=1.5)
    plinth = room.shell({"west": [(3.0, arch)], "north": [(5.0, window)]}).of("limestone")
    west = plinth.corners()[np.abs(plinth.corners()[:, :, 0]).max(1) < 0.1]
    low, high = west[:, :, 1].min(1), west[:, :, 1].max(1)
    assert not ((low < 2.9) & (high > 3.1)).any()
    north = plinth.corners()[plinth.corners()[:, :, 1].min(1) > 5.9]
    assert ((north[:, :, 0].min(1) < 0.1) & (north[:, :, 0].max(1) > 9.9)).any()
    assert plinth.bounds()[1][2] == pytest.approx(0.9)
    assert plinth.collides.all()


def test_a_plinth_is_whole_courses_high_and_the_wall_over_it_begins_with_one() -> None:
    """Else slivers of half courses met where it ends, and at the floor."""
    room = Room(size=(10, 6, 4), plinth=0.9, plinth_material="oak", faces={"north": "limestone"})
    shell = room.shell({})
    plinth, wall = shell.of("oak"), shell.of("limestone")
    tall = plinth.uvs[:, 1] > 0.5
    assert tall.any()
    assert plinth.uvs[tall, 1] == pytest.approx(plinth.positions[tall, 2] * 3 * COURSE / 0.9, abs=1e-4)
    assert plinth.uvs[plinth.positions[:, 2] == 0, 1] == pytest.approx(0)
    face = wall.normals[:, 1] < -0.99
    assert wall.uvs[face, 1] == pytest.approx(wall.positions[face, 2] - 0.9, abs=1e-4)
    low = Room(size=(10, 6, 4), plinth=0.14, plinth_material="oak").shell({}).of("oak")
    assert np.ptp(low.uvs[:, 1]) < 0.15, "lower than half a course, it is no ashlar"


@pytest.mark.parametrize("made", [lambda: Room(size=(9, 7, 3.2), plinth=14), lambda: FreeWall(height=3.2, plinth=14)])
def test_a_plinth_in_centimetres_is_told_in_both_languages(made: Callable[[], object]) -> None:
    with pytest.raises(Impossible) as told:
        made()
    assert told.value.why.en == "plinth 14 m is higher than the wall of 3.2 m; in metres, 14 cm is 0.14"
    french = " ".join(told.value.why.fr.split())  # its spaces do not break
    assert french == "plinth 14 m dépasse le mur de 3,2 m ; en mètres, 14 cm s’écrit 0.14"


def test_coffers_rise_above_the_clear_height_and_hold_an_absorbent_inlay() -> None:
    room = Room(size=(6, 6, 4), coffers=Coffers(grid=(4, 4), depth=0.4))
    mesh = room.shell({})
    oak, inlay = mesh.of("oak"), mesh.of("acoustic-panel")
    assert oak.positions[:, 2].min() == pytest.approx(4.0, abs=1e-4)
    assert np.allclose(inlay.positions[:, 2], 4.4, atol=1e-4)
    assert (inlay.normals[:, 2] < -0.99).all()
    assert len(inlay.triangles) == 2 * 16


def test_a_cornice_runs_round_under_the_ceiling() -> None:
    mesh = Room(size=(6, 5, 4), cornice=0.2, cornice_material="oak").shell({}).of("oak")
    assert is_closed(mesh)
    assert volume(mesh) > 0
    low, high = mesh.bounds()
    assert low[2] == pytest.approx(3.8, abs=1e-3)
    assert high[2] == pytest.approx(4.01, abs=1e-3)


def test_single_walls_can_be_of_another_material() -> None:
    mesh = Room(size=(6, 5, 4), faces={"north": "limestone"}).shell({}).of("limestone")
    assert mesh.bounds()[0][1] == pytest.approx(5.0, abs=1e-4)


def test_an_opening_that_leaves_its_wall_is_refused() -> None:
    with pytest.raises(ValueError, match="leaves its wall"):
        Room(size=(4, 5, 3)).shell({"north": [(2.0, Opening(size=(1.0, 1.0), sill=2.5))]})
