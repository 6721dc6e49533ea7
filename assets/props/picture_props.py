"""One picture of all the models of `prop`, each drawn by the program and named, for docs/designers.md.

Usage: python assets/props/picture_props.py [FILE]

Needs what `campus render` needs. Each stands alone in a pale room and is seen from its front's right.
"""

from __future__ import annotations

import math
import sys
import tempfile
from pathlib import Path
from typing import get_args

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from campus.client.view import HIGH, Stage, open_window, prepare
from campus.components.prop import Model, Prop
from campus.scene import load_campus
from campus.space import compile_space

ASSETS = Path(__file__).resolve().parents[1]
PICTURE = ASSETS.parent / "docs" / "images" / "designers" / "props.png"
ACROSS, SIDE, NAME = 8, 144, 20
FOV, TURN = 40.0, math.radians(28)
"""Degrees of view; how far round its right one stands."""


def room(model: Model) -> tuple[str, tuple[float, float, float], tuple[float, float, float]]:
    """A space's text with the model in its middle, from where it is looked at, and where to."""
    low, high = np.asarray(Prop(model=model).mesh().bounds(), np.float64)
    size = high - low
    middle = np.array((6.0, 6.0, (low + high)[2] / 2))
    middle[:2] -= (low + high)[:2] / 2  # it is turned about to face south
    far = (
        max(float(size[2]) * 1.1, math.hypot(size[0], size[1])) / 2 / math.tan(math.radians(FOV / 2)) * 1.95
        + size[1] / 2
    )
    eye = middle + far * np.array((math.sin(TURN) * 0.95, -math.cos(TURN) * 0.95, 0.31))
    text = (
        f"schema: 1\nspace: a-{model}\ntitle: {{fr: Objet, en: Prop}}\nshell:\n  room: {{size: [12, 12, 4]}}\n"
        "  floor: paper\n  walls: paper\n  ceiling: paper\n"
        "light:\n  lamps: {type: panel, grid: [3, 3], lumens: 5200}\nnodes:\n"
        "  - {type: spawn, id: entry, at: [1, 1]}\n"
        f"  - {{type: prop, id: one, model: {model}, at: [6, 6], facing: south}}\n"
    )
    x, y, z = eye.tolist()
    return text, (x, y, z), (float(middle[0]), float(middle[1]), float(middle[2]))


def main(path: Path) -> None:
    """Draw them all and write the picture."""
    models: tuple[Model, ...] = get_args(Model)
    views = {}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "scenes").mkdir()
        (root / "assets").symlink_to(ASSETS)
        plan = ""
        for number, model in enumerate(models):
            text, eye, look = room(model)
            views[model] = (eye, look)
            (root / "scenes" / f"a-{model}.yaml").write_text(text, encoding="utf-8")
            plan += f"  - {{space: a-{model}, at: [{number * 20}, 0]}}\n"
        head = f"schema: 1\ntitle: {{fr: Objets, en: Props}}\nentry: a-{models[0]}\nspaces:\n"
        (root / "scenes" / "campus.yaml").write_text(head + plan, encoding="utf-8")
        campus = load_campus(root)
        stage = Stage(open_window((SIDE * 2, SIDE * 2), offscreen=True), HIGH)
        sheet = Image.new("RGB", (ACROSS * SIDE, math.ceil(len(models) / ACROSS) * (SIDE + NAME)), "#FAF6EC")
        pen, face = ImageDraw.Draw(sheet), ImageFont.truetype(str(ASSETS / "fonts" / "Inter-Medium.otf"), 12)
        for number, model in enumerate(models):
            space = compile_space(campus, f"a-{model}")
            stage.present(stage.build(space, "en", prepare(space)))
            stage.look_at(*views[model], FOV)
            stage.draw(2)
            shot = root / "shot.png"
            stage.screenshot(shot)
            left, top = number % ACROSS * SIDE, number // ACROSS * (SIDE + NAME)
            with Image.open(shot) as drawn:
                sheet.paste(drawn.convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS), (left, top))
            pen.text((left + SIDE / 2, top + SIDE + NAME / 2), model, "#16232B", face, "mm")
        # The colours that cover little count as much as the pale ground, else all greens would be one.
        few = sheet.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=8)
        sheet.quantize(palette=few, dither=Image.Dither.FLOYDSTEINBERG).save(path, optimize=True)
    print(f"{path}: {len(models)} models, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE)
