"""A teacher sets the seminar room out as a circle and dims it: a student sees it, and sits in it. Real processes."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

TEACHER = """
- wait: {space: seminar-room, connected: true, panel: open-class}
- wait: {people: 2}
- click: {panel: open-class, item: open, value: telehealth-01}
- wait: {panel: class}
- wait: {panel: room, people-seated: 1}
- click: {panel: room, item: layout, value: circle}
- wait: {layout: circle}
- wait: {people-seated: 1}
- click: {panel: room, item: light, value: lecture}
- wait: {light: lecture}
- wait: {people: 1}
"""

STUDENT = """
- wait: {space: seminar-room, connected: true, layout: islands, light: discussion}
- near: table-1.seat-1
- wait: {still: true}
- key: e
- wait: {seated: true}
- wait: {layout: circle}
- wait: {seated: false}
- walk: [3.9, 2.8]
- wait: {still: true}
- look: {heading: 20, pitch: -12}
- wait: {seconds: 0.3}
- picture: circle.png
- near: table-3.seat-2
- wait: {still: true}
- key: e
- wait: {seated: true}
- wait: {light: lecture}
- wait: {seconds: 0.3}
- picture: lecture.png
"""


def test_a_student_sees_the_chairs_in_a_circle_and_sits_on_one(stagehand: Any) -> None:
    _, url = stagehand.serve()
    data = stagehand.folder / "data"
    student = stagehand.client(
        "ana", STUDENT, "--server", url, "--lang", "fr", "--space", "seminar-room", size="320x180"
    )
    student.until("first frame")  # what a client keeps is there: a teacher who starts beside her makes it as well
    # What is clicked must be on the screen: the teacher's two panels do not fit a smaller one.
    teacher = stagehand.client("hayot", TEACHER, "--data", str(data), "--space", "seminar-room", "--lang", "fr")
    assert student.wait() == 0, student.said() + teacher.said()
    assert teacher.wait() == 0, teacher.said()
    assert arranged(data)[-1] == {"layout": "circle", "light": "lecture"}
    circle, lecture = (picture(stagehand.folder / f"{name}.png") for name in ("circle", "lecture"))
    assert np.ptp(circle) > 60
    assert np.ptp(lecture) > 60


def picture(file: Path) -> Any:
    return np.asarray(Image.open(file).convert("RGB")).astype(int)


def events(data: Path) -> list[tuple[str, dict[str, Any]]]:
    """(type, payload) of every event of the classes, in the log's order."""
    (file,) = data.glob("*.db")
    with sqlite3.connect(file) as store:
        rows = store.execute("SELECT type, payload FROM log WHERE stream LIKE 'session/%' ORDER BY seq").fetchall()
    return [(type_, json.loads(payload)) for type_, payload in rows]


def arranged(data: Path) -> list[dict[str, str]]:
    return [{key: told[key] for key in ("layout", "light")} for type_, told in events(data) if type_ == "arranged"]
