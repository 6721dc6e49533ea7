"""How long a frame of a space takes, part by part, beside the same triangles drawn in the plainest way.

Everything is measured in one process, the two ways in turn, so that a busy machine slows both: the ratio counts.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, cast

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Camera, CullBinManager, GeomNode, NodePath, SceneGraphAnalyzer, Shader

from campus.bench.memory import Kept, kept_in_process
from campus.client.avatars.crowd import Crowd, DrawnPerson
from campus.client.places import Places
from campus.client.view.geometry import triangles, vertices
from campus.client.view.kept import keep_in
from campus.client.view.materials import picture
from campus.client.view.passes import make_target
from campus.client.view.quality import TIERS, Tier
from campus.client.view.stage import Stage
from campus.client.view.window import is_software, open_window
from campus.errors import CampusError
from campus.ids import did_you_mean
from campus.mesh import Mesh
from campus.protocol.messages import Figure
from campus.scene import load_campus
from campus.scene.model import Campus
from campus.space.model import Space
from campus.world.pose import Pose

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

ROUNDS = 5
"""Each takes the kinds of frame in turn."""
EACH_S = 0.3
"""Of one kind in one round, if that is more than two frames."""


@dataclass(frozen=True)
class Frame:
    """What was measured, medians over the rounds.

    Attributes:
        renderer: what draws, as its driver calls itself.
        software: whether that is a processor; then frame rates say nothing about a graphics card.
        app_ms: people posed and placed, everything of ours that a frame does before it is drawn.
        cull_ms: what Panda3D does to find what is seen, over a frame of an empty scene.
        draw_ms: the rest, to the last pixel.
        baseline_ms: the same triangles in one Geom with one texture and no light, at the same size.
        ratio: of the whole frame to that.
        nodes, draw_calls: of the space, its people and what is seen beyond it; nothing is left out for being behind the
            eye.
        triangles: of the space alone.
        memory_mb: of this process at its largest; None where the system does not tell.
    """

    space: str
    viewpoint: str
    tier: str
    people: int
    size: tuple[int, int]
    renderer: str
    software: bool
    app_ms: float
    cull_ms: float
    draw_ms: float
    frame_ms: float
    baseline_ms: float
    ratio: float
    nodes: int
    draw_calls: int
    triangles: int
    computed: tuple[int, int]


@dataclass(frozen=True)
class Report:
    """Frames, and what a client keeps in memory at each tier."""

    frames: list[Frame]
    memory: list[Kept]


def run(
    root: Path,
    spaces: list[str],
    *,
    people: int,
    tiers: list[Tier],
    size: tuple[int, int],
    cache: Path | None,
    as_json: bool,
    with_memory: bool = True,
    out: TextIO = sys.stdout,
) -> int:
    """Measures every space at every tier and prints a table, or JSON.

    Args:
        root: of the content.
        spaces: ids; none means all.
        people: how many stand or sit there.
        tiers: which.
        size: pixels of the picture.
        cache: folder for what is worked out once; None keeps nothing.
        as_json: print an object instead.
        with_memory: also start a client for each tier, to see what it keeps in memory.
        out: where to.

    Returns:
        0.

    Raises:
        SceneErrors, CampusError: when the campus has mistakes, or no such space.
        NoDisplay: when the machine cannot draw.
    """
    campus = load_campus(root)
    for name in spaces:
        if name not in campus.scenes:
            raise CampusError(f"There is no space '{name}'. {did_you_mean(name, campus.scenes)}".rstrip())
    keep_in(cache)
    memory = [kept_in_process(root, campus.entry, tier, size, cache) for tier in tiers] if with_memory else []
    for one in () if as_json else memory:
        out.write(one.told())
    base = open_window(size, offscreen=True)
    found = []
    for name in spaces or sorted(campus.scenes):
        for tier in tiers:
            found.append(_measured(base, campus, name, tier, people, size))
            if not as_json:
                out.write(_told(found[-1]))
                out.flush()
    if as_json:
        json.dump(asdict(Report(found, memory)), out, indent=1)
        out.write("\n")
    elif found[0].software:
        out.write("A processor draws here. Frame rates on a graphics card: not measured.\n")
    return 0


def _measured(base: ShowBase, campus: Campus, name: str, tier: Tier, people: int, size: tuple[int, int]) -> Frame:
    stage = Stage(base, TIERS[tier])
    places = Places(campus, stage, "fr")
    place = places.get(name)  # and what is seen through its arches, which is part of the frame
    space, view = place.space, place.view
    stage.present(view)
    viewpoint, point = next(iter(space.viewpoints.items()))
    stage.look_at(point.eye, point.look, point.fov)
    crowd = Crowd(stage)
    crowd.enter(view.people)
    folk = _folk(space, people)
    for step in range(10 + people // 2):  # meshes are made a few in a frame, shaders when first drawn
        crowd.place(folk, step / 30)
        view.update(step / 30)
        stage.draw()
    plain = _Plain(base, space, stage.eye, size)
    rounds: dict[str, list[float]] = {"app": [], "cull": [], "whole": [], "plain": []}
    now = 100.0
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(10):
            now += 1 / 30
            crowd.place(folk, now)
        rounds["app"].append((time.perf_counter() - began) / 10)
        with _nothing_drawn():
            full = _seconds(stage)
            stage.present(None)
            rounds["cull"].append(max(full - _seconds(stage), 0.0))
            stage.present(view)
        rounds["whole"].append(_seconds(stage))
        plain.set_active(True)
        stage.set_active(False)
        rounds["plain"].append(_seconds(stage))
        plain.set_active(False)
        stage.set_active(True)
    app, cull, whole, baseline = (statistics.median(rounds[k]) * 1000 for k in ("app", "cull", "whole", "plain"))
    count = SceneGraphAnalyzer()
    count.add_node(view.root.node())
    calls, count_ = drawn(view.root)
    frame = Frame(
        space=space.id,
        viewpoint=viewpoint,
        tier=tier,
        people=people,
        size=size,
        renderer=base.win.gsg.driver_renderer,
        software=is_software(base),
        app_ms=app,
        cull_ms=cull,
        draw_ms=max(whole - cull, 0.0),
        frame_ms=app + whole,
        baseline_ms=baseline,
        ratio=(app + whole) / baseline,
        nodes=count.get_num_nodes(),
        draw_calls=calls,
        triangles=count_,
        computed=stage.computed,
    )
    plain.remove()
    crowd.clear()
    stage.present(None)
    places.close()
    for other in places.ready:
        other.view.destroy()
    stage.destroy()
    return frame


def _seconds(stage: Stage) -> float:
    """Of one frame, of several drawn in a row; the last is read back, since it is done only then."""
    frames = 1
    while True:
        began = time.perf_counter()
        stage.draw(frames)
        stage.base.win.get_screenshot()
        took = time.perf_counter() - began
        if took >= EACH_S or frames >= 64:
            return took / frames
        frames *= 4


def drawn(root: NodePath) -> tuple[int, int]:
    """Draw calls and triangles of everything that is not hidden; an instanced Geom is one call."""
    calls = count = 0
    for path in root.find_all_matches("**/+GeomNode"):
        if path.is_hidden():
            continue
        copies = max(path.get_instance_count(), 1)
        for geom in cast("GeomNode", path.node()).get_geoms():
            calls += 1
            count += copies * sum(primitive.get_num_faces() for primitive in geom.get_primitives())
    return calls, count


@contextmanager
def _nothing_drawn() -> Iterator[None]:
    """Panda3D looks for what is seen, and every bin that it would be put into is closed."""
    bins = CullBinManager.get_global_ptr()
    for index in range(bins.get_num_bins()):
        bins.set_bin_active(bins.get_bin(index), False)
    try:
        yield
    finally:
        for index in range(bins.get_num_bins()):
            bins.set_bin_active(bins.get_bin(index), True)


class _Plain:
    """Every triangle of a space in one Geom, one small texture, no light: the least that a picture of it can cost."""

    def __init__(self, base: ShowBase, space: Space, eye: NodePath, size: tuple[int, int]) -> None:
        points, corners = _every_triangle(space)
        rows = np.concatenate([points, np.zeros((len(points), 3), np.float32), points[:, :2]], axis=1)
        node = GeomNode("plain")
        node.add_geom(triangles(vertices(rows.astype(np.float32)), corners))
        self._base = base
        self._root = NodePath("plain")
        drawn = self._root.attach_new_node(node)
        drawn.set_shader(Shader.make(Shader.SL_GLSL, _VERTEX, _FRAGMENT))
        noise = np.random.default_rng(1).integers(90, 220, (256, 256, 3)).astype(np.uint8)
        drawn.set_shader_input("picture", picture("noise", noise))
        self._buffer, _ = make_target(base, "plain", size, -30, depth=True, light=False)
        node_of_eye: Any = eye.node()
        camera = self._root.attach_new_node(Camera("plain", node_of_eye.get_lens()))
        camera.set_mat(eye.get_mat())
        self._buffer.make_display_region().set_camera(camera)
        self.set_active(False)

    def set_active(self, active: bool) -> None:
        self._buffer.set_active(active)

    def remove(self) -> None:
        self._base.graphicsEngine.remove_window(self._buffer)


_VERTEX = """#version 150
uniform mat4 p3d_ModelViewProjectionMatrix;
in vec4 p3d_Vertex;
in vec2 p3d_MultiTexCoord0;
out vec2 uv;
void main() { uv = p3d_MultiTexCoord0; gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex; }
"""
_FRAGMENT = """#version 150
uniform sampler2D picture;
in vec2 uv;
out vec4 colour;
void main() { colour = texture(picture, uv); }
"""


def _every_triangle(space: Space) -> tuple[NDArray[np.float32], NDArray[np.integer[Any]]]:
    """Points (n, 3) and corners (m, 3) of all that a space draws: what stands, what moves, every copy where it is."""
    points, corners, count = [], [], 0

    def add(mesh: Mesh, at: tuple[float, float, float], heading: float) -> None:
        nonlocal count
        turn = np.deg2rad(heading)
        cos, sin = np.cos(turn), np.sin(turn)
        turned = mesh.positions @ np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]], np.float32)
        points.append(turned + np.asarray(at, np.float32))
        corners.append(mesh.triangles + count)
        count += len(mesh.positions)

    add(space.mesh, (0, 0, 0), 0)
    for moving in space.moving:
        add(moving.part.mesh, moving.at, moving.heading)
    for copies in space.copies:
        for x, y, z, heading in copies.placements:
            add(copies.mesh, (float(x), float(y), float(z)), float(heading))
    return np.concatenate(points).astype(np.float32), np.concatenate(corners)


def _folk(space: Space, people: int) -> dict[int, DrawnPerson]:
    """People of all kinds on the seats, each their own; whoever finds none walks at the entry."""
    random = np.random.default_rng(7)
    seats = list(space.seats.values())
    seats = [seats[i] for i in random.permutation(len(seats))[:people]]
    entry = next(iter(space.spawns.values())).at
    folk = {}
    for slot in range(people):
        figure = Figure(
            skin=int(random.integers(10)),
            hair=int(random.integers(10)),
            hair_style=int(random.integers(8)),
            top=int(random.integers(12)),
            legs=int(random.integers(8)),
            build=int(random.integers(4)),
        )
        if slot < len(seats):
            seat = seats[slot]
            pose = Pose(*seat.at, seat.heading % 360, seated=True)
            folk[slot] = DrawnPerson(pose, figure, seat_height=seat.height)
        else:
            away = random.uniform(0.6, 4.0, 2)
            pose = Pose(entry[0] + float(away[0]), entry[1] + float(away[1]), entry[2], 0.0, vx=0.0, vy=1.2)
            folk[slot] = DrawnPerson(pose, figure)
    return folk


def _told(frame: Frame) -> str:
    return (
        f"{frame.space} from {frame.viewpoint}, {frame.tier}, {frame.people} people, "
        f"{frame.size[0]}x{frame.size[1]}, {frame.renderer}\n"
        f"  app {frame.app_ms:6.2f} ms   cull {frame.cull_ms:6.2f} ms   draw {frame.draw_ms:7.2f} ms   "
        f"frame {frame.frame_ms:7.2f} ms   plain {frame.baseline_ms:7.2f} ms   ratio {frame.ratio:5.1f}\n"
        f"  {frame.nodes} nodes   {frame.draw_calls} draw calls   {frame.triangles} triangles   "
        f"computed at {frame.computed[0]}x{frame.computed[1]}\n"
    )
