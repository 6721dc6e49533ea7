"""`campus bake`: the light of spaces, worked out and put beside them; and whether it is still theirs.

Whatever fits is left alone. What is written is whole: a bake that is stopped leaves what was there before.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import numpy as np
from PIL import Image
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from campus.bake.around import around, around_word
from campus.bake.baker import DRAFT, FINE, FULL, Quality, Said, bake
from campus.bake.files import bakes_of, forget_others, is_stale, keep_shape, load, manifest_of, save
from campus.bake.key import own_key
from campus.bake.model import Manifest
from campus.bake.shown import Shown
from campus.bake.tracing import Tracer
from campus.bake.world import Outside, meshes_of
from campus.scene import Campus, load_campus, unknown_space
from campus.space import Space, compile_space
from campus.space.shapes import Shapes
from campus.text import Language, Text, bilingual, comma

STOPPED = 130
"""Exit status: somebody pressed Ctrl-C."""
_SHARES = {"charts": 0.03, "light": 0.80, "probes": 0.09, "finish": 0.08}
"""About how much of the time each part of the work takes."""
_WORDS = {
    "charts": Text(fr="découpe", en="charts"),
    "light": Text(fr="lumière", en="light"),
    "probes": Text(fr="sondes", en="probes"),
    "finish": Text(fr="finition", en="finishing"),
}
_LOOK = (960, 540)


def bake_spaces(
    root: Path,
    spaces: Sequence[str],
    out: TextIO,
    *,
    draft: bool = False,
    fine: bool = False,
    force: bool = False,
    processes: int | None = None,
    look: Path | None = None,
    clock: Callable[[], float],
    language: Language = "en",
) -> int:
    """Bake spaces in every layout they have.

    Args:
        root: the folder with `scenes/` and `assets/`.
        spaces: their ids; none for the whole campus.
        out: where progress and results are told.
        draft: coarse, in a sixth of the time.
        fine: with a quarter of the grain's power, in four times the time: for what is shipped.
        force: what is fresh, too.
        processes: how many share the work; None for one each core.
        look: a folder for pictures of each viewpoint, drawn by rays from what was baked.
        clock: seconds.
        language: that people read.

    Returns:
        0; or `STOPPED`, when it was stopped.

    Raises:
        CampusError: when there is no such space, or what the baker needs is not installed.
        SceneErrors: when a space is wrong.
    """
    campus = load_campus(root)
    for space in spaces:
        if space not in campus.scenes:
            raise unknown_space(space, campus.scenes)
    console = Console(file=out, highlight=False, soft_wrap=True)
    shapes: dict[str, Shapes] = {}
    try:
        for id_ in spaces or campus.scenes:
            kept = set()
            layouts: list[str | None] = [*campus.scenes[id_].layouts] or [None]
            for layout in layouts:
                space_, outside = _ready(campus, id_, layout, shapes)
                kept.add(own_key(space_))
                if not force and is_stale(root, space_, around_word(outside)) is False:
                    keep_shape(root, space_)
                    name = _called(space_, layout)
                    fresh = bilingual(f"{name}: fresh, nothing to do.", f"{name} : à jour, rien à faire.")
                    console.print(fresh.in_(language))
                else:
                    quality = DRAFT if draft else FINE if fine else FULL
                    _bake(root, space_, layout, outside, console, quality, processes, clock, language)
                if look is not None:
                    _look(root, space_, layout, outside, look)
            forget_others(root, id_, kept)
    except KeyboardInterrupt:
        stopped = bilingual(
            "Stopped. What was baked before is as it was.", "Arrêté. Ce qui était calculé avant est comme il était."
        )
        console.print(stopped.in_(language))
        return STOPPED
    return 0


def notes(
    campus: Campus, root: Path, spaces: Sequence[Space], beside: Callable[[Campus, str], Space] | None = None
) -> list[Text]:
    """For each space whose light is missing or old: a sentence that says so, and what to do about it.

    Args:
        campus: loaded.
        root: of its content.
        spaces: of the campus, compiled.
        beside: compiles what stands around them, for who has done so before.
    """
    compiled = beside or _compiler({})
    found = []
    for space in spaces:
        if not bakes_of(root, space.id):
            found.append(
                bilingual(
                    f"{space.id}: its light was never baked; it is drawn by estimate. Run: campus bake {space.id}",
                    f"{space.id} : sa lumière n'est pas calculée, mais estimée. Lancez : campus bake {space.id}",
                )
            )
            continue
        # Read alone, a space does not know what stands around it; that part is told when all are read.
        seen = {view.shows for view in space.views if view.shows in campus.placements}
        word = around_word(around(campus, space, compiled)) if seen <= campus.scenes.keys() else None
        if is_stale(root, space, word):
            here = manifest_of(root, space) is None
            itself = Text(fr="il a changé depuis", en="it has changed since")
            around_it = Text(fr="ce qui l'entoure a changé depuis", en="what stands around it has changed since")
            why = itself if here else around_it
            found.append(
                bilingual(
                    f"{space.id}: its baked light is old, {why.en}. Run: campus bake {space.id}",
                    f"{space.id} : sa lumière calculée est ancienne, {why.fr}. Lancez : campus bake {space.id}",
                )
            )
    return found


def _ready(
    campus: Campus, id_: str, layout: str | None, shapes: MutableMapping[str, Shapes]
) -> tuple[Space, tuple[Outside, ...]]:
    space = compile_space(campus, id_, layout=layout, shapes=shapes)
    return space, around(campus, space, _compiler(shapes))


def _compiler(shapes: MutableMapping[str, Shapes]) -> Callable[[Campus, str], Space]:
    return lambda campus, id_: compile_space(campus, id_, shapes=shapes)


def _bake(
    root: Path,
    space: Space,
    layout: str | None,
    outside: tuple[Outside, ...],
    console: Console,
    quality: Quality,
    processes: int | None,
    clock: Callable[[], float],
    language: Language,
) -> None:
    start, name = clock(), _called(space, layout)
    with _progress(console, name, language) as said:
        baked = bake(
            space,
            outside=outside,
            layout=layout,
            quality=quality,
            processes=processes,
            said=said,
        )
    seconds = clock() - start
    folder = save(root, baked, space)
    size = sum(path.stat().st_size for path in folder.iterdir())
    what = told(baked.manifest)
    done = bilingual(
        f"{name}: {seconds:.0f} s, {what.en}, {size / 1e6:.1f} MB",
        f"{name} : {seconds:.0f} s, {what.fr}, {comma(size / 1e6, '.1f')} Mo",
    )
    console.print(done.in_(language))


def told(manifest: Manifest) -> Text:
    """A bake in one line; what it says follows from the space alone, so that a bake repeats byte by byte."""
    figures = manifest.figures
    width, height = manifest.size
    rays, texel = figures["rays"] / 1e6, 100 * manifest.texel
    return bilingual(
        f"{rays:.0f} million rays, {width} × {height} texels of"
        f" {texel:.1f} cm, {figures['charts']:.0f} charts; on the floor {figures['lux_day']:.0f} lux by"
        f" day and {figures['lux_lamps']:.0f} by its lamps",
        f"{rays:.0f} millions de rayons, {width} × {height} texels de"
        f" {comma(texel, '.1f')} cm, {figures['charts']:.0f} pièces ; au sol {figures['lux_day']:.0f} lux de"
        f" jour et {figures['lux_lamps']:.0f} par ses lampes",
    )


def _called(space: Space, layout: str | None) -> str:
    return space.id if layout is None else f"{space.id} ({layout})"


@contextmanager
def _progress(console: Console, name: str, language: Language) -> Iterator[Said]:
    columns = (
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(name, total=1.0)

        def said(part: str, done: int, all_: int) -> None:
            before = sum(share for other, share in _SHARES.items() if list(_SHARES).index(other) < _index(part))
            share = before + _SHARES[part] * done / max(all_, 1)
            bar.update(task, completed=share, description=f"{name}: {_WORDS[part].in_(language)}")

        yield said


def _index(part: str) -> int:
    return list(_SHARES).index(part)


def _look(root: Path, space: Space, layout: str | None, outside: tuple[Outside, ...], folder: Path) -> None:
    """A picture from each viewpoint, one ray a pixel."""
    baked = load(root, space)
    if baked is None:
        return
    shown = Shown(space, baked, Tracer(meshes_of(space, outside), space.bounds.astype(np.float32)))
    folder.mkdir(parents=True, exist_ok=True)
    name = space.id if layout is None else f"{space.id}-{layout}"
    for view in space.viewpoints.values():
        picture = shown.picture(view.eye, view.look, view.fov, _LOOK)
        Image.fromarray(picture).save(folder / f"{name}-{view.id}.png")
    for layer, light in baked.layers.items():
        Image.fromarray(flat_picture(light.texels)).save(folder / f"{name}-map-{layer}.png")


def flat_picture(texels: np.ndarray) -> np.ndarray:
    """A lightmap as a picture to look at: its median is a mid-tone."""
    lit = texels[texels.sum(-1) > 0]
    middle = float(np.median(lit)) if len(lit) else 1.0
    return np.round(np.clip(texels[::-1] / (middle * math.pi), 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
