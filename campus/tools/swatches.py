"""Swatches: every material on a panel in the afternoon sun, a picture each, to be judged without its name."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from campus.scene import load_campus
from campus.scene.model import Material
from campus.tools.render import Picture, render

PANEL_M = 0.9
"""Width and height of a panel."""
NEAREST_M, FARTHEST_M = 0.35, 1.0
"""From the eye to the panel: near enough to see a weave, far enough to see a course of stones."""
ACROSS = 9
"""Panels in a row; rows stand over one another, so that the court is small and its shadows are sharp."""


def swatches(root: Path, out: Path, size: int = 256) -> list[Picture]:
    """Draws every material of a campus on a panel outdoors, the sun raking from the left.

    Args:
        root: of the content.
        out: folder for the pictures, `swatches-<material>.png`, made when it is missing.
        size: pixels each way.

    Raises:
        SceneErrors: when the campus has mistakes.
        NoDisplay: when the machine cannot draw.
    """
    materials = load_campus(root).materials
    with tempfile.TemporaryDirectory() as folder:
        court = Path(folder)
        (court / "scenes").mkdir()
        (court / "assets").symlink_to((root / "assets").resolve(), target_is_directory=True)
        (court / "scenes" / "campus.yaml").write_text(_CAMPUS, encoding="utf-8")
        (court / "scenes" / "swatches.yaml").write_text(_court(materials), encoding="utf-8")
        return render(court, "swatches", out=out, size=(size, size))


_CAMPUS = """schema: 1
title: {fr: Échantillons, en: Swatches}
entry: swatches
spaces: [{space: swatches, at: [0, 0]}]
sun: {azimuth: 246, elevation: 31, colour: "#FFF1DC", sky: "#BFD4E8"}
"""


def _court(materials: Mapping[str, Material]) -> str:
    from campus.client.view.patterns import pattern

    rows = -(-len(materials) // ACROSS)
    lines = [
        "schema: 1",
        "space: swatches",
        "title: {fr: Échantillons, en: Swatches}",
        "shell:",
        f"  ground: {{size: [{ACROSS + 2}, 8, {rows + 1}], heights: {{south: 0.5, west: 0.5, east: 0.5}}}}",
        "  floor: gravel",
        "  walls: lime-plaster",
        "nodes:",
        "  - {type: spawn, id: entry, at: [1, 1], facing: north}",
    ]
    for i, (name, material) in enumerate(sorted(materials.items())):
        x, low = 1.5 + i % ACROSS, 0.2 + i // ACROSS
        repeat = pattern(material.pattern).size[0]
        away, middle = min(max(repeat, NEAREST_M), FARTHEST_M), low + PANEL_M / 2
        lines.append(
            f"  - {{type: wall-panel, id: panel-{name}, wall: north, at: {x:.2f}, size: [{PANEL_M}, {PANEL_M}],"
            f" height: {low}, material: {name}, frame: null}}"
        )
        lines.append(
            f"  - {{type: viewpoint, id: {name}, eye: [{x:.2f}, {7.96 - away:.2f}, {middle}],"
            f" look: [{x:.2f}, 8, {middle}], fov: 44}}"
        )
    return "\n".join(lines) + "\n"
