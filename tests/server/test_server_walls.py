"""What hangs beside the screen in a room is told to everybody there, with the screen; bare where there is no class."""

from pathlib import Path

from campus.learning.walls import Wall
from campus.scene import load_campus
from server.classroom import Classrooms
from server.equipment import walls_of
from server.store import Store

REPOSITORY = Path(__file__).parents[2]


def test_note_walls_and_timers_are_shown_beside_the_screen(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "log.sqlite")
    try:
        walls: dict[str, dict[str, Wall]] = {"lab": {"notes": "notes", "timer": "clock"}}
        classes = Classrooms({}, store, screens={"lab": ["main"]}, walls=walls)
        assert [(s.screen, s.panel) for s in classes.showing.screens("lab")] == [
            ("main", None),
            ("notes", None),
            ("timer", None),
        ]
        assert [s.screen for s in classes.showing.screens("lab/second")] == ["main", "notes", "timer"]
        assert classes.showing.screens("hall") == ()
    finally:
        store.close()


def test_the_seminar_rooms_timer_is_known_to_the_server() -> None:
    walls = walls_of(load_campus(REPOSITORY, only=["seminar-room"]))
    assert walls["seminar-room"] == {"timer": "clock"}
