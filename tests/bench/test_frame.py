"""The bench of frames: what it counts, and that it runs to its end in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from panda3d.core import GeomNode, NodePath

from campus.client.view.quality import LOW
from campus.scene import find_root, load_campus
from campus.space import compile_space

ROOT = find_root(None, Path(__file__))


def test_the_plain_picture_has_every_triangle_of_the_space() -> None:
    from campus.bench.plain import every_triangle

    space = compile_space(load_campus(ROOT), "seminar-room")
    points, corners = every_triangle(space)
    expected = len(space.mesh.triangles) + sum(len(m.part.mesh.triangles) for m in space.moving)
    expected += sum(len(c.mesh.triangles) * len(c.placements) for c in space.copies)
    assert len(corners) == expected
    assert corners.max() == len(points) - 1
    # Copies stand where they are placed, inside the room.
    assert np.all(points.min(axis=0) >= space.bounds[0] - 1e-3)
    assert np.all(points.max(axis=0) <= space.bounds[1] + 1e-3)


def test_a_small_run_prints_figures_that_add_up(lab: Path) -> None:
    command = [sys.executable, "-P", "-m", "campus", "bench", "frame", "--space", "lab", "--tier", "low"]
    ran = subprocess.run(
        [
            *command,
            "--people",
            "2",
            "--size",
            "160x120",
            "--json",
            "--no-memory",
            "--no-neighbours",
            "--root",
            str(lab),
        ],
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    (frame,) = json.loads(ran.stdout)["frames"]
    assert frame["people"] == 2
    assert frame["tier"] == "low"
    assert frame["frame_ms"] >= frame["app_ms"] + frame["cull_ms"]
    assert frame["app_and_cull_ms"] > 0
    assert frame["app_p90_ms"] >= frame["app_ms"]
    assert 0 < frame["draw_calls_beyond"] < frame["draw_calls"]
    assert frame["ratio"] > 0
    assert frame["draw_calls"] > 4
    assert frame["computed"] == [round(160 * LOW.scale), round(120 * LOW.scale)]


def test_a_copy_is_a_triangle_more_and_no_call_more() -> None:
    from campus.bench.frame import drawn
    from campus.client.view.geometry import upright

    root = NodePath("root")
    node = GeomNode("four times")
    node.add_geom(upright((1, 1)))
    root.attach_new_node(node).set_instance_count(4)
    hidden = root.attach_new_node("hidden")
    hidden.attach_new_node(node)
    hidden.hide()
    assert drawn(root) == (1, 8)
