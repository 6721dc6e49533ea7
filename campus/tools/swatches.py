"""Swatches: every material on the thing on which one meets it, in the afternoon sun, to be judged without its name."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from campus.errors import CampusError
from campus.ids import did_you_mean
from campus.mesh import box, merge, moved
from campus.scene import load_campus
from campus.scene.model import Material
from campus.space import compile_space
from campus.space.model import Space
from campus.text import bilingual
from campus.tools.render import Picture, measured
from campus.tools.specimens import Specimen, specimen

STANDS = (4.6, 3.9)
"""Where in its court a specimen stands, metres from the south-west corner."""


def swatches(root: Path, out: Path, size: int = 256, only: Sequence[str] = ()) -> list[Picture]:
    """Draws every material of a campus outdoors, on the thing on which one meets it.

    The sun rakes it from the left; to the right stands a wall with windows, for what mirrors.

    Args:
        root: of the content.
        out: folder for the pictures, `swatches-<material>.png`, made when it is missing.
        size: pixels each way.
        only: the materials wanted; all without.

    Raises:
        SceneErrors: when the campus has mistakes.
        CampusError: when it has no such material.
        NoDisplay: when the machine cannot draw.
    """
    # Panda3D takes a second to load: not before it is certain that there is something to draw.
    campus = load_campus(root)
    for name in only:
        if name not in campus.materials:
            said = bilingual(f"There is no material '{name}'.", f"Il n'y a pas de matériau « {name} ».")
            raise CampusError(said, did_you_mean(name, campus.materials))
    bare = _bare_court(root)
    from campus.client.view import HIGH, Stage, open_window, prepare

    stage = Stage(open_window((size, size), offscreen=True), HIGH)
    pictures = []
    for name in only or sorted(campus.materials):
        material = campus.materials[name]
        made = specimen(material)
        # A court each: small, so that the sun's shadows are sharp, and nothing but its own colour lights a thing.
        space = court(bare, made, material, campus.materials)
        view = stage.build(space, "fr", prepare(space))
        stage.present(view)
        (ex, ey, ez), (lx, ly, lz), (x, y) = made.eye, made.look, STANDS
        stage.look_at((ex + x, ey + y, ez), (lx + x, ly + y, lz), made.fov)
        stage.draw(2)
        path = out / f"swatches-{name}.png"
        stage.screenshot(path)
        pictures.append(Picture("swatches", name, path, *measured(stage.pixels())))
        stage.present(None)
        view.destroy()
    return pictures


def court(bare: Space, made: Specimen, material: Material, materials: Mapping[str, Material]) -> Space:
    """The court with a specimen in it.

    Args:
        bare: the court.
        made: what stands in it.
        material: of which it is a specimen.
        materials: of the campus, by id.
    """
    # Of what there is little, the program draws no pattern; here one wants to see it, so there is more, underground.
    more = box((2.0, 2.0, 0.1), at=(*STANDS, -1.0), material=material.material)
    return replace(bare, mesh=merge(bare.mesh, moved(made.mesh, (*STANDS, 0.0)), more), materials=dict(materials))


def _bare_court(root: Path) -> Space:
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder)
        (bare / "scenes").mkdir()
        (bare / "assets").symlink_to((root / "assets").resolve(), target_is_directory=True)
        (bare / "scenes" / "campus.yaml").write_text(_CAMPUS, encoding="utf-8")
        (bare / "scenes" / "swatches.yaml").write_text(_COURT, encoding="utf-8")
        return compile_space(load_campus(bare), "swatches")


_CAMPUS = """schema: 1
title: {fr: Échantillons, en: Swatches}
entry: swatches
spaces: [{space: swatches, at: [0, 0]}]
sun: {azimuth: 246, elevation: 31, colour: "#FFF1DC", sky: "#BFD4E8"}
"""

_COURT = """schema: 1
space: swatches
title: {fr: Échantillons, en: Swatches}
shell:
  ground: {size: [8, 8, 2.6], heights: {west: 0, north: 0, south: 0}}
  floor: gravel
  walls: lime-plaster
  openings:
    - {type: window, id: one, wall: east, at: 1.5, size: [1.1, 1.6], sill: 0.7, view: horizon}
    - {type: window, id: two, wall: east, at: 4.0, size: [1.1, 1.6], sill: 0.7, view: horizon}
nodes:
  - {type: spawn, id: entry, at: [1, 1], facing: north}
"""
