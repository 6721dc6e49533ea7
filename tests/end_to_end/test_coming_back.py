"""A server that dies and comes back finds its people again; one that is not there is said in a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def test_the_server_is_killed_and_everybody_comes_back(stagehand: Any, lab: Path) -> None:
    # Whoever leaves as soon as they see the other may be gone before the other has drawn a frame with them: so Bo
    # raises a hand on seeing Ana again, Ana leaves on seeing the hand, and Bo stays until the server goes for good.
    server, url = stagehand.serve(root=lab)
    fallen = """
- wait: {space: lab, connected: true, people: 2}
- wait: {connected: false}
- wait: {space: lab, connected: true, people: 2}
"""
    ana = stagehand.client("ana", fallen + "- wait: {hands: 1}\n", "--server", url, size="160x120", root=lab)
    bo = stagehand.client(
        "bo", fallen + "- key: h\n- wait: {connected: false}\n", "--server", url, size="160x120", root=lab
    )
    ana.until("step 1 done")
    bo.until("step 1 done")
    server.kill()
    ana.until("step 2 done")
    bo.until("step 2 done")
    again, _ = stagehand.serve(port=int(url.rsplit(":", 1)[1]), root=lab)
    assert ana.wait() == 0, ana.said()
    again.kill()
    assert bo.wait() == 0, bo.said()


def test_a_second_campus_on_the_same_computer_joins_the_first(stagehand: Any, lab: Path) -> None:
    # Whoever leaves as soon as they see the other may be gone before the other has drawn a frame with them: so Bo
    # raises a hand on seeing Ana, and Ana leaves on seeing the hand. The server is Ana's and leaves with her.
    data = str(stagehand.folder / "data")
    together = "- wait: {space: lab, connected: true, people: 2}\n"
    ana = stagehand.client("ana", together + "- wait: {hands: 1}\n", "--data", data, size="160x120", root=lab)
    ana.until("first frame")
    bo = stagehand.client(
        "bo", together + "- key: h\n- wait: {connected: false}\n", "--data", data, size="160x120", root=lab
    )
    assert ana.wait() == 0, ana.said()
    assert bo.wait() == 0, bo.said()
