"""The page of a plan: floors beside each other at one scale, the title, the legend, the scale bar, north."""

from __future__ import annotations

from html import escape
from pathlib import Path

from campus.errors import CampusError
from campus.ids import did_you_mean
from campus.scene import load_campus, unknown_space
from campus.scene.titles import title_of
from campus.space import Space, compile_space
from campus.text import Text, bilingual
from campus.tools.plan.drawing import Drawing, size_of, storeys
from campus.tools.plan.floor import Floor
from campus.tools.plan.sheet import BLUE, HEAD, INK, LINE, PALE, PAPER, RED, Sheet

SCALES = (20, 25, 50, 75, 100, 200, 500)
SHEET = (380.0, 250.0)
"""What a drawing may take of an A3 sheet, millimetres."""
MARGIN, GAP, FOOT = 16.0, 22.0, 24.0


def plan(root: Path, space: str, layout: str | None = None) -> str:
    """The plan of a space of a campus.

    Args:
        root: the folder with `scenes/` and `assets/`.
        space: its id.
        layout: how its furniture stands; None for its first layout.

    Raises:
        SceneErrors: when the space has mistakes.
        CampusError: when the campus has no such space, or it no such layout.
    """
    known = [path.stem for path in (root / "scenes").glob("*.yaml") if path.stem != "campus"]
    if space not in known:
        raise unknown_space(space, known)
    campus = load_campus(root, only=[space])
    layouts = campus.scenes[space].layouts
    if layout is not None and layout not in layouts:
        said = bilingual(f"{space} has no layout '{layout}'.", f"{space} n'a pas de disposition « {layout} ».")
        every = ", ".join(layouts)
        has = (
            bilingual(f"It has {every}.", f"Existent : {every}.")
            if layouts
            else bilingual("It has none.", "Il n'y en a aucune.")
        )
        raise CampusError(said, did_you_mean(layout, layouts) or has)
    return svg(compile_space(campus, space, layout=layout), layout)


def svg(space: Space, layout: str | None = None) -> str:
    """The plan of a compiled space: every floor beside the other, at one scale that an A3 sheet holds.

    Returns:
        A whole SVG document; its size is in millimetres, so that it prints at the scale that it names.
    """
    floors = storeys(space)
    drawing = Drawing(space)
    low, high = drawing.low, drawing.high
    width, depth = high[0] - low[0], high[1] - low[1]
    room = (SHEET[0] - GAP * (len(floors) - 1)) / len(floors)
    fits = (s for s in SCALES if width * 1000 / s <= room and depth * 1000 / s <= SHEET[1])
    scale = next(fits, SCALES[-1])
    mm = 1000 / scale
    paper_wide = max(2 * MARGIN + len(floors) * width * mm + (len(floors) - 1) * GAP + 14, 212.0)
    paper_high = HEAD + MARGIN + depth * mm + FOOT + MARGIN
    sheet = Sheet()
    _title(sheet, space, scale, paper_wide, layout)
    for index, storey in enumerate(floors):
        x = MARGIN + 10 + index * (width * mm + GAP)
        Floor(drawing, storey, sheet, (x, HEAD + MARGIN, mm), len(floors) > 1).draw()
    _foot(sheet, space, mm, scale, paper_wide, paper_high, drawing)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{paper_wide:.1f}mm" height="{paper_high:.1f}mm" '
        f'viewBox="0 0 {paper_wide:.2f} {paper_high:.2f}" font-family="Inter, Helvetica, Arial, sans-serif" '
        f'fill="none" stroke-linecap="round" stroke-linejoin="round">'
    )
    names = f"<title>{escape(space.title.fr)} / {escape(space.title.en)}</title>"
    ground = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    return "\n".join([head, names, ground, *sheet.lines, "</svg>"]) + "\n"


def _title(sheet: Sheet, space: Space, scale: int, wide: float, layout: str | None) -> None:
    sheet.text(MARGIN, 14, space.title.fr, fill=INK, font_size=7, font_weight=700)
    same = space.title.fr == space.title.en
    sheet.text(MARGIN, 20.5, "" if same else space.title.en, fill=LINE, font_size=4.4, font_style="italic")
    size = size_of(space)
    area = f"{size[0] * size[1]:.0f} m²" if size else ""
    seats = len(space.seats)
    named = title_of(layout, space.scene.layout_titles) if layout else Text(fr="", en="")
    facts_fr = [
        named.fr,
        f"1:{scale}",
        area,
        f"{seats} place{'s' if seats > 1 else ''} assise{'s' if seats > 1 else ''}",
    ]
    facts_en = [named.en, f"1:{scale}", area, f"{seats} seat{'s' if seats != 1 else ''}"]
    style = {"fill": INK, "font_size": 3, "text_anchor": "end"}
    sheet.text(wide - MARGIN, 13.5, " · ".join(f for f in facts_fr if f), **style)
    sheet.text(
        wide - MARGIN, 18, " · ".join(f for f in facts_en if f), **{**style, "fill": LINE, "font_style": "italic"}
    )
    sheet.path(f"M{MARGIN} 24H{wide - MARGIN:.2f}", stroke=INK, stroke_width=0.35)


def _foot(sheet: Sheet, space: Space, mm: float, scale: int, wide: float, high: float, drawing: Drawing) -> None:
    y = high - 13
    sheet.path(f"M{MARGIN} {y - 8:.2f}H{wide - MARGIN:.2f}", stroke=PALE, stroke_width=0.2)
    step = next(s for s in (0.5, 1, 2, 5, 10, 20) if s * mm * 5 >= 30 or s == 20)
    for k in range(5):  # the bar: five fields, dark and light in turn
        x = MARGIN + k * step * mm
        sheet.path(f"M{x:.2f} {y:.2f}h{step * mm:.2f}v1.6h{-step * mm:.2f}Z", fill=INK if k % 2 == 0 else "#FFFFFF",
                   stroke=INK, stroke_width=0.15)  # fmt: skip
    for k in (0, 1, 5):
        words = f"{k * step:g}{' m' if k == 5 else ''}"
        sheet.text(MARGIN + k * step * mm, y - 1.2, words, fill=INK, font_size=2.3, text_anchor="middle")
    sheet.text(MARGIN, y + 5, f"Échelle / Scale 1:{scale} (A3)", fill=LINE, font_size=2.3)
    x = wide - MARGIN - 6
    sheet.open(transform=f"translate({x:.2f} {y + 2.5:.2f}) rotate({-space.north:.2f})", class_="north")
    sheet.path("M0 -6L2.4 4L0 2.2L-2.4 4Z", fill=INK)
    sheet.text(0, -6.8, "N", fill=INK, font_size=3, font_weight=700, text_anchor="middle")
    sheet.close()
    blocked = sum(bool(sight.problems) for sight in drawing.sights) if drawing.sights_known else "?"
    entries = [
        ("M0 0h6", {"stroke": BLUE, "stroke_width": 1.0}, "Écran / Screen"),
        (
            "M0 0h6",
            {"stroke": BLUE, "stroke_width": 0.2, "stroke_opacity": 0.6},
            "Vue sur l’écran / Sight of the screen",
        ),
        ("M0 0h6", {"stroke": RED, "stroke_width": 0.4}, f"Mal vu / Badly seen ({blocked})"),
        ("M0 -1h6v2h-6Z", {"stroke": BLUE, "stroke_width": 0.2, "stroke_dasharray": "1.2 0.8"}, "Zone"),
    ]
    left = MARGIN + 5 * step * mm + 14
    for index, (d, style, words) in enumerate(entries):
        column, row = divmod(index, 2)
        sheet.open(transform=f"translate({left + column * 52:.2f} {y - 1 + row * 4.6:.2f})")
        sheet.path(d, **style)
        sheet.text(8.5, 0.8, words, fill=INK, font_size=2.2)
        sheet.close()
