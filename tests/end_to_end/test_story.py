"""The campus's first story, with real processes: two people, a stair, a door, a class.

A student stands in the hall of a campus that was read from YAML, walks up the stair to the gallery and through a door
into the amphitheatre, sees somebody there, sits down, reads the teacher's slide on the screen, and answers a question.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

TEACHER = """
- wait: {space: amphitheatre, connected: true, panel: open-class}
- wait: {people: 2}
- click: {panel: open-class, item: open, value: telehealth-01}
- wait: {panel: class, words: Commencer le cours}
- key: page_down
- wait: {screen: 0}
- key: page_down
- wait: {screen: 1, words: Poser la question}
- wait: {people-seated: 1, hands: 1}
- key: page_down
- wait: {words: Tout le monde a répondu}
- key: page_down
- wait: {words: Révéler la réponse}
- wait: {seconds: 1.2}
- key: page_down
- wait: {words: Afficher l’explication}
"""

STUDENT = """
- wait: {space: hall, connected: true}
- walk: [13.2, 20.0, 3.6]
- wait: {still: true}
- near: to-amphitheatre-gallery
- wait: {space: amphitheatre}
- wait: {people: 2}
- near: rows.row-12.13
- wait: {still: true}
- key: e
- wait: {seated: true}
- key: f
- wait: {screen: 1, still: true}
- wait: {seconds: 2}
- picture: focus.png
- key: h
- wait: {panel: answer.ask-two-halves.1}
- click: {panel: answer.ask-two-halves.1, item: answer, value: 1/b}
- wait: {words: Réponse enregistrée}
- wait: {words: la télémédecine d’un côté}
"""


def test_a_student_walks_in_sits_down_reads_the_slide_and_answers(stagehand: Any) -> None:
    _, url = stagehand.serve()
    student = stagehand.client("ana", STUDENT, "--server", url, "--lang", "fr", size="320x180")
    student.until("step 2 done")  # she walks half a minute: whoever waits for her draws all the time
    teacher = stagehand.client(
        "hayot", TEACHER, "--data", str(stagehand.folder / "data"), "--space", "amphitheatre", size="160x120"
    )
    assert student.wait() == 0, student.said() + teacher.said()
    assert teacher.wait() == 0, teacher.said()
    answers = committed_answers(stagehand.folder / "data")
    assert [(name, value) for name, value in answers] == [("Ana", "1/b")]
    page = np.asarray(Image.open(stagehand.folder / "focus.png").convert("RGB")).astype(int)
    height, width = page.shape[:2]
    middle = page[height // 3 : height // 2, width // 3 : width // 2]
    assert np.ptp(middle) > 60, "a slide has dark words on light paper; a bare screen has neither"


def committed_answers(data: Path) -> list[tuple[str, str]]:
    """(name, answer) of every vote in the store's log, in its order."""
    (file,) = data.glob("*.db")
    with sqlite3.connect(file) as store:
        rows = store.execute(
            "SELECT actor, type, payload FROM log WHERE stream LIKE 'session/%' ORDER BY seq"
        ).fetchall()
    names: dict[str, str] = {}
    answers = []
    for actor, type_, payload in rows:
        told = json.loads(payload)
        if type_ == "came":
            names[actor] = told["name"]
        elif type_ == "did" and told["verb"] == "answer":
            answers.append((names.get(actor, actor), told["value"]))
    return answers
