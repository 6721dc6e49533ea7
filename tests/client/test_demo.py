"""A demonstration plays its steps in order, waits where it must, and says which step could not be done."""

from __future__ import annotations

from pathlib import Path

import pytest

from campus.client.demo import Demo, Look, Target, Until, load_demo
from campus.errors import CampusError


class Stagehand:
    """Plays on nothing: keeps what was asked of it."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.true_after = 0.0

    def is_so(self, until: Until, since: float) -> bool:
        return since >= self.true_after

    def walk_to(self, at: tuple[float, ...]) -> bool:
        self.done.append(f"walk {at}")
        return True

    def go_near(self, node: str) -> bool:
        self.done.append(f"near {node}")
        return node != "nowhere"

    def look_to(self, look: Look) -> None:
        self.done.append(f"look {look.heading}")

    def tap(self, key: str) -> None:
        self.done.append(f"key {key}")

    def click(self, target: Target) -> bool:
        self.done.append(f"click {target.item}")
        return True

    def write(self, words: str) -> None:
        self.done.append(f"type {words}")

    def picture(self, path: Path) -> None:
        self.done.append(f"picture {path.name}")


def a_demo(tmp_path: Path, words: str) -> Demo:
    file = tmp_path / "demo.yaml"
    file.write_text(words, encoding="utf-8")
    return load_demo(file)


def test_steps_are_played_in_order_and_a_wait_holds_the_next(tmp_path: Path) -> None:
    demo = a_demo(tmp_path, "- wait: {seconds: 1}\n- key: e\n- type: é\n- picture: a.png\n")
    stage = Stagehand()
    stage.true_after = 0.5
    for tenth in range(12):
        demo.play(stage, tenth / 10)
    assert stage.done == ["key e", "type é", "picture a.png"]
    assert demo.done


def test_a_step_that_cannot_be_done_is_named(tmp_path: Path) -> None:
    demo = a_demo(tmp_path, "- near: nowhere\n")
    demo.play(Stagehand(), 0.0)
    with pytest.raises(CampusError, match=r'Step 1 of the demonstration could not be done: \{"near":"nowhere"\}'):
        demo.play(Stagehand(), Demo.GIVES_UP_S + 1)


@pytest.mark.parametrize("words", ["- {key: e, type: a}", "- {}", "- {fly: 3}", "key: [", "- wait: {space: 3}"])
def test_what_is_not_a_demonstration_is_refused_before_it_begins(tmp_path: Path, words: str) -> None:
    with pytest.raises(CampusError):
        a_demo(tmp_path, words)


def test_a_wait_that_never_ends_is_told_as_it_was_written(tmp_path: Path) -> None:
    demo, stage = a_demo(tmp_path, "- wait: {panel: answer, people-seated: 3}\n"), Stagehand()
    stage.true_after = 1e9
    demo.play(stage, 0.0)
    with pytest.raises(CampusError, match=r'could not be done: \{"wait":\{"panel":"answer","people-seated":3\}\}\.'):
        demo.play(stage, Demo.GIVES_UP_S + 1)
