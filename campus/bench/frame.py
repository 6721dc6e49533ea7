"""How long a frame of a space takes, part by part, beside the same triangles drawn in the plainest way.

Everything is measured in one process, the two ways in turn, so that a busy machine slows both: the ratio counts. What
is done before anything is drawn is counted apart (`frame_work`), on the clock of the thread that does it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from panda3d.core import GeomNode, NodePath, SceneGraphAnalyzer

from campus.bench.folk import folk_in
from campus.bench.frame_drawn import drawn_out, settle
from campus.bench.frame_work import AppAndCull, Walker, cull_work, served
from campus.bench.memory import Kept, kept_in_process
from campus.bench.plain import Plain
from campus.client.avatars.crowd import Crowd
from campus.client.places import Places
from campus.client.view.kept import keep_in
from campus.client.view.quality import TIERS, Tier
from campus.client.view.sharp import EYE_SEES
from campus.client.view.stage import Stage
from campus.client.view.window import is_software, open_window
from campus.errors import CampusError
from campus.keeping import prepared_space
from campus.scene import load_campus, unknown_space
from campus.scene.model import Campus
from campus.space.model import Space
from campus.text import bilingual

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

    from campus.remote.embedded import Embedded

EVERY = "all"
"""In place of a viewpoint's id."""


@dataclass(frozen=True)
class Frame:
    """What was measured from one viewpoint, medians over the rounds.

    Attributes:
        renderer: what draws, as its driver calls itself.
        software: whether that is a processor; then frame rates say nothing about a graphics card.
        app_ms, app_p90_ms: all that a client does in a frame before it is drawn, while somebody walks about in the
            space among the people: messages, walking, figures, furniture, light, the interface, but no sound; the
            median, and what nine frames in ten keep to, by the clock of the thread that does it. One for a space.
        cull_ms, cull_p90_ms: what Panda3D does from this viewpoint to find what is seen and to sort it, in all its
            passes, with nothing drawn; by the thread's clock, too.
        app_and_cull_ms, app_and_cull_p90_ms: both in the same frames of somebody who walks, with whatever else
            Panda3D does between two frames: what the budget of two milliseconds is for.
        longest_app_ms, longest_ms: the longest frame while what lies beyond the doors is made ready and put on the
            card: of the client's own work, and of all that the drawing thread does. One for a space, if waited for.
        draw_ms: what is left of a frame, to the last pixel; it and what follows are None where nothing was drawn.
        frame_ms: app, and a whole frame by the wall clock.
        best_ms: the fastest round: nearest to what a machine does that has nothing else to do.
        cpu_ms: of all threads, for a whole frame; between one and so many times `frame_ms` as there are cores.
        baseline_ms: the same triangles in one Geom with one texture and no light, at the same size.
        ratio: of the whole frame to that.
        nodes, draw_calls: of the space, its people and what is seen beyond it through openings that lie in the picture;
            of the space itself, nothing is left out for being behind the eye. Words that the low tier draws over the
            finished picture are not counted.
        draw_calls_beyond: how many of those are for what lies outside the space.
        triangles: likewise.
    """

    space: str
    viewpoint: str
    tier: str
    people: int
    size: tuple[int, int]
    renderer: str
    software: bool
    app_ms: float
    app_p90_ms: float
    cull_ms: float
    cull_p90_ms: float
    app_and_cull_ms: float
    app_and_cull_p90_ms: float
    longest_app_ms: float | None
    longest_ms: float | None
    draw_ms: float | None
    frame_ms: float | None
    best_ms: float | None
    cpu_ms: float | None
    baseline_ms: float | None
    ratio: float | None
    nodes: int
    draw_calls: int
    draw_calls_beyond: int
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
    viewpoints: list[str] | None = None,
    with_drawing: bool = True,
    with_memory: bool = True,
    with_neighbours: bool = True,
    at_its_pace: bool = False,
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
        viewpoints: ids, of those spaces that have them; `all` stands for every one, None for the first of each.
        with_drawing: also draw, which takes minutes where a processor draws the finer tiers.
        with_memory: also start a client for each tier, to see what it keeps in memory.
        with_neighbours: also wait until what lies beyond the doors is ready, for the longest frame meanwhile.
        at_its_pace: with as few pixels computed as a client comes to that sees how long frames take.
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
            raise unknown_space(name, campus.scenes)
    keep_in(cache)
    memory = [kept_in_process(root, campus.entry, tier, size, cache) for tier in tiers] if with_memory else []
    for one in () if as_json else memory:
        out.write(one.told())
    base = open_window(size, offscreen=True)
    found: list[Frame] = []
    with served(root) as embedded:
        for name in spaces or sorted(campus.scenes):
            for tier in tiers:
                given = (name, tier, people, size, viewpoints, with_drawing, with_neighbours, at_its_pace, cache)
                for frame in _measured(base, campus, root, embedded, *given):
                    found.append(frame)
                    if not as_json:
                        out.write(_told(frame))
                        out.flush()
    if not found:
        wanted = ", ".join(map(repr, viewpoints or []))
        raise CampusError(
            bilingual(
                f"No space has a viewpoint called {wanted}.", f"Aucun espace n'a de point de vue nommé « {wanted} »."
            )
        )
    if as_json:
        json.dump(asdict(Report(found, memory)), out, indent=1)
        out.write("\n")
    else:
        out.write(_ended(found))
    return 0


def _measured(
    base: ShowBase,
    campus: Campus,
    root: Path,
    embedded: Embedded,
    name: str,
    tier: Tier,
    people: int,
    size: tuple[int, int],
    viewpoints: list[str] | None,
    with_drawing: bool,
    with_neighbours: bool,
    at_its_pace: bool,
    cache: Path | None,
) -> Iterator[Frame]:
    """The frames of one space at one tier, from each viewpoint that is wanted."""
    with ExitStack() as ending:
        stage = Stage(base, TIERS[tier])
        ending.callback(stage.destroy)
        kept = cache.parent / "spaces" if cache else None
        places = Places(campus, stage, "fr", kept)
        ending.callback(_give_back, places)
        ending.callback(places.close)
        ending.callback(stage.present, None)
        place = places.get(name)  # and what is seen through its arches, which is part of the frame
        space, view = place.space, place.view
        wanted = {
            id_: point
            for number, (id_, point) in enumerate(space.viewpoints.items())
            if (number == 0 if viewpoints is None else {id_, EVERY} & set(viewpoints))
        }
        if not wanted:
            return
        folk = folk_in(space, people)
        walker = Walker(embedded, stage, places, root)
        try:
            walker.enter(name)
            both = walker.work(folk)
            longest = walker.longest() if with_neighbours else None
        finally:
            walker.close()
        stage.present(view)
        crowd = Crowd(stage)
        ending.callback(crowd.clear)
        crowd.enter(view.people)
        # What is drawn keeps its shapes on the card only: the same triangles are compiled once more.
        plain = Plain(base, prepared_space(campus, name, kept), size) if with_drawing else None
        if plain is not None:
            ending.callback(plain.remove)
        for id_, point in wanted.items():
            stage.look_at(point.eye, point.look, point.fov)
            for step in range(2 + people // 2):  # meshes are made a few in a frame, shaders when first drawn
                crowd.place(folk, step / 30)
                view.update(step / 30)
                stage.draw()
            if plain is not None and at_its_pace:
                settle(stage)
            yield _from_here(base, stage, plain, both, longest, space, id_, tier, people, size)


def _give_back(places: Places) -> None:
    for place in places.ready:
        place.view.destroy()


def _from_here(
    base: ShowBase,
    stage: Stage,
    plain: Plain | None,
    both: AppAndCull,
    longest: tuple[float, float] | None,
    space: Space,
    viewpoint: str,
    tier: Tier,
    people: int,
    size: tuple[int, int],
) -> Frame:
    """What a stage shows, measured."""
    view = stage.view
    assert view is not None
    cull = cull_work(base)
    app = both.app.usual_ms
    count = SceneGraphAnalyzer()
    count.add_node(view.root.node())
    calls, triangles_ = drawn(view.root)
    whole, best, cpu, baseline = (None,) * 4 if plain is None else drawn_out(stage, plain)
    return Frame(
        space=space.id,
        viewpoint=viewpoint,
        tier=tier,
        people=people,
        size=size,
        renderer=base.win.gsg.driver_renderer,
        software=is_software(base),
        app_ms=app,
        app_p90_ms=both.app.p90_ms,
        cull_ms=cull.usual_ms,
        cull_p90_ms=cull.p90_ms,
        app_and_cull_ms=both.both.usual_ms,
        app_and_cull_p90_ms=both.both.p90_ms,
        longest_app_ms=longest[0] if longest else None,
        longest_ms=longest[1] if longest else None,
        draw_ms=None if whole is None else max(whole - cull.usual_ms, 0.0),
        frame_ms=None if whole is None else app + max(whole, cull.usual_ms),
        best_ms=None if best is None else app + best,
        cpu_ms=None if cpu is None else app + cpu,
        baseline_ms=baseline,
        ratio=None if whole is None or baseline is None else (app + whole) / baseline,
        nodes=count.get_num_nodes(),
        draw_calls=calls,
        draw_calls_beyond=sum(drawn(path)[0] for path in view.root.find_all_matches("outside")),
        triangles=triangles_,
        computed=stage.computed,
    )


def drawn(root: NodePath) -> tuple[int, int]:
    """Draw calls and triangles of everything that is not hidden from the eye; an instanced Geom is one call."""
    calls = count = 0
    for path in root.find_all_matches("**/+GeomNode"):
        if path.is_hidden(EYE_SEES):
            continue
        copies = max(path.get_instance_count(), 1)
        for geom in cast("GeomNode", path.node()).get_geoms():
            calls += 1
            count += copies * sum(primitive.get_num_faces() for primitive in geom.get_primitives())
    return calls, count


def _told(frame: Frame) -> str:
    drawing = (
        ""
        if frame.frame_ms is None
        else (
            f"  draw {frame.draw_ms:7.2f} ms   frame {frame.frame_ms:7.2f} ms (best {frame.best_ms:.2f}, all cores "
            f"{frame.cpu_ms:.2f})   plain {frame.baseline_ms:7.2f} ms   ratio {frame.ratio:5.1f}\n"
        )
    )
    longest = "  longest while neighbours are made ready: app {:.1f} ms, with Panda3D's part {:.1f}\n".format
    return (
        f"{frame.space} from {frame.viewpoint}, {frame.tier}, {frame.people} people, "
        f"{frame.size[0]}x{frame.size[1]}, {frame.renderer}\n"
        f"  app {frame.app_ms:5.2f} ms ({frame.app_p90_ms:.2f} in nine of ten)   cull {frame.cull_ms:5.2f} "
        f"({frame.cull_p90_ms:.2f})   both, walking {frame.app_and_cull_ms:5.2f} ({frame.app_and_cull_p90_ms:.2f})\n"
        f"{longest(frame.longest_app_ms, frame.longest_ms) if frame.longest_ms is not None else ''}"
        f"{drawing}"
        f"  {frame.nodes} nodes   {frame.draw_calls} draw calls, {frame.draw_calls_beyond} of them for what lies beyond"
        f"   {frame.triangles} triangles   computed at {frame.computed[0]}x{frame.computed[1]}\n"
    )


def _ended(frames: list[Frame]) -> str:
    """The slowest of each tier, how busy the machine was, and what the figures do not say."""
    lines = []
    for tier in dict.fromkeys(frame.tier for frame in frames):
        of = [frame for frame in frames if frame.tier == tier]
        drawn_ = [(frame.frame_ms, frame.best_ms or 0.0, frame) for frame in of if frame.frame_ms is not None]
        if drawn_:
            usual, best, slowest = max(drawn_, key=lambda one: one[0])
            lines.append(
                f"{tier}: slowest {slowest.space} from {slowest.viewpoint}, {usual:.1f} ms "
                f"({1000 / usual:.1f} frames/s; {1000 / best:.1f} at best)\n"
            )
        longest = max(of, key=lambda frame: frame.app_and_cull_ms)
        lines.append(
            f"{tier}: app and cull at most {longest.app_and_cull_ms:.2f} ms, in {longest.space} "
            f"({longest.app_and_cull_p90_ms:.2f} in nine frames of ten)\n"
        )
    if hasattr(os, "getloadavg"):
        lines.append(f"Load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
    if frames[0].software:
        lines.append("A processor draws here. Frame rates on a graphics card: not measured.\n")
    return "".join(lines)
