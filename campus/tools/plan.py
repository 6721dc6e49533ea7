"""`campus plan`: the floor plan of a space as SVG, to scale, as somebody who runs the building reads it.

Seen from above and cut 1.2 m over each floor. Pure geometry and text: opens no window. What is drawn comes from the
compiled space, so that a plan shows what one walks through and not what somebody meant.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from campus.components import Opening
from campus.components.gallery import Gallery
from campus.errors import CampusError
from campus.ids import did_you_mean
from campus.mesh import Mesh
from campus.scene import Node, load_campus
from campus.scene.composing import node_frame
from campus.scene.frames import Frame
from campus.space import Portal, Seat, Space, compile_space
from campus.space.shapes import Shapes, shapes_of
from campus.text import Text
from campus.tools.outlines import area_of, hulls_at, outlines_of, sections_at
from campus.tools.sightlines import sight_lines

CUT = 1.2
"""So far over its floor a storey is cut, metres."""
SCALES = (20, 25, 50, 75, 100, 200, 500)
SHEET = (380.0, 250.0)
"""What a drawing may take of an A3 sheet, millimetres."""
MARGIN, GAP, HEAD, FOOT = 16.0, 22.0, 28.0, 24.0
STANDING = frozenset({"wall", "column", "arcade", "lift"})
"""What reaches through the cut and is drawn filled there, as it is built."""
UNSEEN = frozenset({"lamp", "canopy", "sign", "board", "waypoint", "viewpoint", "zone", "spawn", "portal", "screen"})
"""What has a symbol of its own, hangs overhead, or has no shape."""

INK, WALL, LINE, PALE, PAPER = "#1E2430", "#2C3442", "#5B6472", "#B9C0CA", "#FDFCF9"
BLUE, RED, WOOD, GREEN, ROOM = "#1F4E8C", "#C4281C", "#F1E7D6", "#DCE8D2", "#FFFFFF"

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Storey:
    """One floor: its height, and where the next one begins, metres."""

    low: float
    high: float

    def holds(self, z: float) -> bool:
        """Whether something that stands at z stands on it."""
        return self.low - 0.3 <= z < self.high - 0.3


@dataclass
class Sheet:
    """Collects the elements of the drawing, in millimetres of paper, x to the right and y downwards."""

    lines: list[str] = field(default_factory=list)

    def path(self, d: str, **style: object) -> None:
        """A path; style names are SVG's, underscores for hyphens."""
        self.lines.append(f'<path d="{d}"{_attributes(style)}/>')

    def text(self, x: float, y: float, words: str, **style: object) -> None:
        """Words; the baseline's middle, left or right end is at (x, y), as `text_anchor` says."""
        self.lines.append(f'<text x="{x:.2f}" y="{y:.2f}"{_attributes(style)}>{escape(words)}</text>')

    def open(self, **style: object) -> None:
        """Begin a group."""
        self.lines.append(f"<g{_attributes(style)}>")

    def close(self) -> None:
        """End the group."""
        self.lines.append("</g>")


def plan(root: Path, space: str) -> str:
    """The plan of a space of a campus.

    Args:
        root: the folder with `scenes/` and `assets/`.
        space: its id.

    Raises:
        SceneErrors: when the space has mistakes.
        CampusError: when the campus has no such space.
    """
    known = [path.stem for path in (root / "scenes").glob("*.yaml") if path.stem != "campus"]
    if space not in known:
        raise CampusError(f"There is no space '{space}'. {did_you_mean(space, known)}".rstrip())
    campus = load_campus(root, only=[space])
    return svg(compile_space(campus, space))


def storeys(space: Space) -> list[Storey]:
    """The floors of a space: the ground, and every gallery over it."""
    tops = {0.0}
    for node in space.scene.nodes:
        if isinstance(node.spec, Gallery):
            tops.add(round(node_frame(node, _size(space))[2] + node.spec.height, 2))
    ordered = sorted(tops)
    return [Storey(low, high) for low, high in zip(ordered, [*ordered[1:], math.inf], strict=True)]


def svg(space: Space) -> str:
    """The plan of a compiled space: every floor beside the other, at one scale that an A3 sheet holds.

    Returns:
        A whole SVG document; its size is in millimetres, so that it prints at the scale that it names.
    """
    floors = storeys(space)
    drawing = _Drawing(space)
    low, high = drawing.low, drawing.high
    width, depth = high[0] - low[0], high[1] - low[1]
    room = (SHEET[0] - GAP * (len(floors) - 1)) / len(floors)
    fits = (s for s in SCALES if width * 1000 / s <= room and depth * 1000 / s <= SHEET[1])
    scale = next(fits, SCALES[-1])
    mm = 1000 / scale
    paper_wide = max(2 * MARGIN + len(floors) * width * mm + (len(floors) - 1) * GAP + 14, 212.0)
    paper_high = HEAD + MARGIN + depth * mm + FOOT + MARGIN
    sheet = Sheet()
    _title(sheet, space, scale, paper_wide)
    for index, storey in enumerate(floors):
        x = MARGIN + 10 + index * (width * mm + GAP)
        _Storey(drawing, storey, sheet, (x, HEAD + MARGIN, mm), len(floors) > 1).draw()
    _foot(sheet, space, mm, scale, paper_wide, paper_high, drawing)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{paper_wide:.1f}mm" height="{paper_high:.1f}mm" '
        f'viewBox="0 0 {paper_wide:.2f} {paper_high:.2f}" font-family="Inter, Helvetica, Arial, sans-serif" '
        f'fill="none" stroke-linecap="round" stroke-linejoin="round">'
    )
    names = f"<title>{escape(space.title.fr)} / {escape(space.title.en)}</title>"
    ground = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    return "\n".join([head, names, ground, *sheet.lines, "</svg>"]) + "\n"


class _Drawing:
    """What all floors of one plan share: shapes and places of the nodes, sight lines, how far it reaches."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.size = _size(space)
        shell = space.scene.shell
        self.thickness = float(getattr(shell.spec, "thickness", 0.0)) if shell else 0.0
        self.nodes: list[tuple[Node, Frame, Shapes]] = []
        for node in space.scene.nodes:
            if node.type not in UNSEEN:
                self.nodes.append((node, node_frame(node, self.size), shapes_of(node.spec, self.thickness)))
        self.several = len(storeys(space)) > 1
        self.sights = sight_lines(space)
        if self.size is not None:
            t = self.thickness
            self.low, self.high = (-t, -t), (self.size[0] + t, self.size[1] + t)
        else:
            low, high = space.bounds[0], space.bounds[1]
            self.low, self.high = (float(low[0]), float(low[1])), (float(high[0]), float(high[1]))


class _Storey:
    """Draws one floor; `place` is where its upper left corner lies on the paper, and millimetres for a metre."""

    def __init__(
        self, drawing: _Drawing, storey: Storey, sheet: Sheet, place: tuple[float, float, float], named: bool
    ) -> None:
        self.drawing, self.space, self.storey, self.sheet, self.named = drawing, drawing.space, storey, sheet, named
        self.left, self.top, self.mm = place
        self.labels: list[tuple[float, float, float, float]] = []

    def draw(self) -> None:
        """Everything, from the floor up."""
        sheet = self.sheet
        sheet.open(id=f"floor-{self.storey.low:g}".replace(".", "-"))
        self._floor()
        self._zones()
        self._things()
        self._overhead()
        self._sight_lines()
        self._seats()
        self._walls()
        self._spawns()
        self._screens()
        self._ways()
        self._zone_names()
        self._dimensions()
        sheet.close()

    # --- from the space to the paper -------------------------------------------------------------------------------

    def at(self, x: float, y: float) -> tuple[float, float]:
        """A point of the space on the paper."""
        return self.left + (x - self.drawing.low[0]) * self.mm, self.top + (self.drawing.high[1] - y) * self.mm

    def d(self, points: Iterable[Sequence[float]], closed: bool = True) -> str:
        """Points of the space as a path."""
        placed = [self.at(p[0], p[1]) for p in points]
        return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in placed) + ("Z" if closed else "")

    def label(self, x: float, y: float, text: Text, size: float = 2.2, colour: str = INK, **style: object) -> None:
        """A name in both languages, French above; left out where another stands already."""
        px, py = self.at(x, y)
        wide = max(len(text.fr), len(text.en)) * size * 0.52
        for shift in (0.0, 2.0, 3.6, 5.2, -2.0, -3.6):
            top = py + shift * size
            box = (px - wide / 2, top - size * 1.1, px + wide / 2, top + size * 1.3)
            if not any(a[0] < box[2] and box[0] < a[2] and a[1] < box[3] and box[1] < a[3] for a in self.labels):
                break
        else:
            return
        py = top
        self.labels.append(box)
        style = {
            "fill": colour,
            "text_anchor": "middle",
            "stroke": PAPER,
            "stroke_width": 0.7,
            "paint_order": "stroke",
        } | style
        same = text.fr == text.en
        self.sheet.text(px, py + (size * 0.35 if same else 0), text.fr, font_size=size, font_weight=600, **style)
        if not same:
            self.sheet.text(px, py + size * 1.08, text.en, font_size=size * 0.85, font_style="italic", **style)

    # --- what is drawn ---------------------------------------------------------------------------------------------

    def _floor(self) -> None:
        ground = self.storey.low <= 0.05
        low, high = self.drawing.low, self.drawing.high
        size = self.drawing.size
        corners = _rectangle((0, 0), size[:2]) if size else _rectangle(low, high)
        if ground:
            self.sheet.path(self.d(corners), fill=ROOM)
            return
        # Above the ground only what the galleries carry is floor; the rest is open to below.
        self.sheet.path(self.d(corners), fill="#F0F0EC")
        x, y = corners[0][0], corners[0][1]
        step = 0.9
        wide, deep = corners[2][0] - x, corners[2][1] - y
        for k in range(1, int((wide + deep) / step) + 1):
            c = k * step
            start = (x + min(c, wide), y + max(0.0, c - wide))
            end = (x + max(0.0, c - deep), y + min(c, deep))
            self.sheet.path(self.d([start, end], closed=False), stroke="#DADBD6", stroke_width=0.12)
        for node, frame, shapes in self.drawing.nodes:
            if isinstance(node.spec, Gallery) and abs(frame.z + node.spec.height - self.storey.low) < 0.05:
                for outline in hulls_at(shapes.mesh, frame, self.storey.low):
                    self.sheet.path(self.d(outline), fill=ROOM, stroke=LINE, stroke_width=0.25)
        self.label(x + wide * 0.42, y + deep * 0.55, Text(fr="Vide", en="Open to below"), 2.6, LINE)

    def _zones(self) -> None:
        for zone in self.space.zones:
            if self._is_here(max(zone.low[2], 0.0)):
                corners = _rectangle(zone.low[:2], zone.high[:2])
                self.sheet.path(
                    self.d(corners), fill=BLUE, fill_opacity=0.035, stroke=BLUE, stroke_width=0.15, stroke_opacity=0.55,
                    stroke_dasharray="1.6 1",
                )  # fmt: skip

    def _zone_names(self) -> None:
        for zone in self.space.zones:
            name = self.space.names.get(zone.id) or self._name_of(zone.id)
            if name is not None and self._is_here(max(zone.low[2], 0.0)):
                x, y = (zone.low[0] + zone.high[0]) / 2, zone.high[1]
                self.label(x, y - 3.2 / self.mm, name, 2.0, BLUE, fill_opacity=0.9)

    def _things(self) -> None:
        """Furniture and stairs from above, and cut walls and columns, the lower first."""
        surfaces: list[tuple[float, list[NDArray[np.float64]], str, str, float]] = []
        cuts: list[list[NDArray[np.float64]]] = []
        for node, frame, shapes in self.drawing.nodes:
            if isinstance(node.spec, Opening | Gallery) or shapes.mesh is None:
                continue
            for mesh, placed in _meshes(shapes, frame, node):
                if not len(mesh.positions):
                    continue
                low, high = (float(v) + placed.z for v in (mesh.positions[:, 2].min(), mesh.positions[:, 2].max()))
                cut = self.storey.low + CUT
                if node.type in STANDING and low < cut < high:
                    cuts.append(sections_at(mesh, placed, cut))
                elif (self._is_here(low) and low < self.storey.low + 2.0) or node.type in ("stair", "ramp", "tiers"):
                    if not (low < self.storey.high - 0.5 and high > self.storey.low + 0.01):
                        continue
                    if node.type == "plant":
                        far = np.linalg.norm(mesh.positions[:, :2], axis=1)
                        for radius in (float(np.quantile(far, 0.9)), float(np.quantile(far, 0.9)) * 0.35):
                            ring = np.array([placed.point((radius * x, radius * y, 0.0))[:2] for x, y in _RING])
                            surfaces.append((high, [ring], GREEN, "#5E7F4B", 0.14))
                        continue
                    fill = WOOD if node.type not in _STONE else "#F6F5F1"
                    surfaces += [
                        (z, loops, fill, LINE, 0.12) for z, loops in outlines_of(mesh, placed, node.type in _STEPPED)
                    ]
        for _, loops, fill, stroke, wide in sorted(surfaces, key=lambda s: s[0]):
            self.sheet.path(
                "".join(self.d(loop) for loop in loops),
                fill=fill,
                fill_rule="evenodd",
                stroke=stroke,
                stroke_width=wide,
            )
        for loops in cuts:
            if loops:
                d = "".join(self.d(loop) for loop in loops)
                self.sheet.path(d, fill=WALL, fill_rule="evenodd", stroke=WALL, stroke_width=0.1)
        self._arrows()

    def _arrows(self) -> None:
        """An arrow up every stair and ramp, from its lowest tread to its highest."""
        for node, frame, shapes in self.drawing.nodes:
            if node.type not in ("stair", "ramp"):
                continue
            levels = [(z, max(loops, key=area_of)) for z, loops in outlines_of(shapes.mesh, frame, True)]
            most = max((area_of(loop) for _, loop in levels), default=0.0)
            # Caps of posts and the string are level too, and smaller than any tread.
            treads = [(z, loop.mean(axis=0)) for z, loop in levels if area_of(loop) > most / 6]
            if node.type == "ramp" and treads:
                along = np.array(frame.point((0, 1, 0))[:2]) - np.array(frame[:2])
                points = shapes.mesh.positions[:, 1]
                middle = treads[-1][1]
                treads = [(0, middle + along * float(points.min())), (1, middle + along * float(points.max()))]
            if len(treads) < 2 or (not self._is_here(frame.z) and self.storey.low <= frame.z):
                continue
            line = [tuple(p.tolist()) for _, p in sorted(treads, key=lambda t: t[0])]
            words = Text(fr="monter", en="up")
            if frame.z < self.storey.low - 0.5:
                line, words = line[::-1], Text(fr="descendre", en="down")
            self.sheet.path(self.d(line, closed=False), stroke=INK, stroke_width=0.22)
            (x0, y0), (x1, y1) = self.at(*line[-2]), self.at(*line[-1])
            angle = math.atan2(y1 - y0, x1 - x0)
            tip = [(x1 - 2.2 * math.cos(angle + s), y1 - 2.2 * math.sin(angle + s)) for s in (-0.38, 0.38)]
            self.sheet.path(
                f"M{tip[0][0]:.2f} {tip[0][1]:.2f}L{x1:.2f} {y1:.2f}L{tip[1][0]:.2f} {tip[1][1]:.2f}",
                stroke=INK, stroke_width=0.22,
            )  # fmt: skip
            x, y = self.at(*line[0])
            self.sheet.path(_circle(x, y, 0.55), fill=INK)
            self.label(line[0][0], line[0][1] - 2.4 / self.mm, words, 1.7)

    def _overhead(self) -> None:
        """The edge of a gallery over this floor."""
        for node, frame, shapes in self.drawing.nodes:
            if isinstance(node.spec, Gallery) and frame.z + node.spec.height > self.storey.low + 1.0:
                for outline in hulls_at(shapes.mesh, frame, frame.z + node.spec.height):
                    self.sheet.path(self.d(outline), stroke=LINE, stroke_width=0.2, stroke_dasharray="2.4 1.2")

    def _seats(self) -> None:
        blocked = {s.seat for s in self.drawing.sights if not s.sees}
        for seat in self.space.seats.values():
            if not self._is_here(seat.at[2]) and self.drawing.several:
                continue
            colour = RED if seat.id in blocked else BLUE
            self.sheet.path(
                "".join(self.d(part) for part in _seat(seat)), fill="#FFFFFF", fill_opacity=0.85, stroke=colour,
                stroke_width=0.18, class_="seat", id=f"seat-{seat.id}",
            )  # fmt: skip

    def _sight_lines(self) -> None:
        for sight in self.drawing.sights:
            if not self._is_here(sight.eye[2] - CUT) and self.drawing.several:
                continue
            ends = [sight.eye[:2], sight.target[:2]]
            if sight.sees:
                self.sheet.path(self.d(ends, False), stroke=BLUE, stroke_width=0.1, stroke_opacity=_faint(self.drawing))
        for sight in self.drawing.sights:
            if not sight.sees:
                name = f"{sight.seat} does not see {sight.screen}"
                self.sheet.path(
                    self.d([sight.eye[:2], sight.target[:2]], False), stroke=RED, stroke_width=0.3, class_="blocked"
                )
                self.sheet.lines[-1] = self.sheet.lines[-1][:-2] + f"><title>{escape(name)}</title></path>"
                if sight.stopped is not None:
                    x, y = self.at(*sight.stopped[:2])
                    cross = f"M{x - 1:.2f} {y - 1:.2f}l2 2m0 -2l-2 2"
                    self.sheet.path(cross, stroke=RED, stroke_width=0.4)

    def _walls(self) -> None:
        """The shell, cut at its true thickness, with what stands in its openings."""
        size, t = self.drawing.size, self.drawing.thickness
        if size is None:
            return
        cut = self.storey.low + CUT
        holes: dict[str, list[tuple[float, float]]] = {"north": [], "south": [], "east": [], "west": []}
        here: list[tuple[Node, Frame, Opening, bool]] = []
        for node in self.space.scene.nodes:
            spec = node.spec
            if isinstance(spec, Opening) and spec.wall is not None and isinstance(spec.at, int | float):
                low, high = spec.sill, spec.sill + spec.size[1]
                open_here = low < cut < high or (node.type == "door" and self._is_here(low))
                if open_here:
                    holes[spec.wall].append((spec.at - spec.size[0] / 2, spec.at + spec.size[0] / 2))
                if open_here or self._is_here(low):
                    here.append((node, node_frame(node, size), spec, open_here))
        for wall, gaps in holes.items():
            length = size[0] if wall in ("north", "south") else size[1]
            start = -t
            for a, b in [*sorted(gaps), (length + t, length + t)]:
                if a > start:
                    self.sheet.path(self.d(_along(wall, start, a, size, t)), fill=WALL, stroke=WALL, stroke_width=0.05)
                start = max(start, b)
        for node, frame, spec, open_here in here:
            self._opening(node, frame, spec, open_here, t)

    def _opening(self, node: Node, frame: Frame, spec: Opening, open_here: bool, t: float) -> None:
        half = spec.size[0] / 2

        def line(y: float, **style: object) -> None:
            self.sheet.path(self.d([frame.point((-half, y, 0)), frame.point((half, y, 0))], False), **style)

        corners = [frame.point((x, y, 0)) for x, y in ((-half, 0), (half, 0), (half, t), (-half, t))]
        if not open_here:  # a clerestory: over the cut
            self.sheet.path(self.d(corners), stroke="#FFFFFF", stroke_width=0.16, stroke_dasharray="1.2 0.9")
            return
        if node.type == "door":
            self.sheet.path(self.d(corners), fill=ROOM)
            line(0, stroke=PALE, stroke_width=0.12)
            line(t, stroke=PALE, stroke_width=0.12)
            for moving in self.space.moving:
                if moving.node == node.id:
                    wide = float(np.abs(moving.part.mesh.positions[:, 0]).max())
                    sign = 1.0 if moving.part.mesh.positions[:, 0].mean() > 0 else -1.0
                    self._leaf(frame, moving.part.pivot, wide * sign, moving.part.amount)
            return
        if node.type == "window":
            self.sheet.path(self.d(corners), fill="#FFFFFF", stroke=WALL, stroke_width=0.15)
            for y in (t * 0.42, t * 0.58):
                line(y, stroke=BLUE, stroke_width=0.16)
            return
        self.sheet.path(self.d(corners), fill=ROOM)
        for y in (0.0, t):
            line(y, stroke=LINE, stroke_width=0.15, stroke_dasharray="1.6 1")
        if float(getattr(spec, "rail", 0.0) or 0.0) > 0:
            line(t * 0.5, stroke=INK, stroke_width=0.35)

    def _leaf(self, frame: Frame, pivot: tuple[float, float, float], wide: float, amount: float) -> None:
        """A leaf standing open, and the way that its edge swings."""
        hinge = np.array(pivot[:2])
        turns = [math.radians(amount * k / 12) for k in range(13)]
        swing = [frame.point((hinge[0] + wide * math.cos(a), hinge[1] + wide * math.sin(a), 0.0)) for a in turns]
        self.sheet.path(self.d(swing, closed=False), stroke=LINE, stroke_width=0.14, class_="swing")
        ends = [frame.point((float(hinge[0]), float(hinge[1]), 0.0)), swing[-1]]
        self.sheet.path(self.d(ends, closed=False), stroke=INK, stroke_width=0.45)

    def _screens(self) -> None:
        for screen in self.space.screens.values():
            if self.drawing.several and not self._is_here(screen.at[2] - screen.size[1] / 2 - 1.0):
                continue
            frame = Frame(*screen.at, screen.heading)
            half = screen.size[0] / 2
            ends = [frame.point((-half, 0.0, 0.0)), frame.point((half, 0.0, 0.0))]
            self.sheet.path(self.d(ends, False), stroke=BLUE, stroke_width=1.0, stroke_linecap="butt", class_="screen")
            name = self.space.names.get(screen.id) or self._name_of(screen.id) or Text(fr="Écran", en="Screen")
            metres = f"{screen.size[0]:g} × {screen.size[1]:g} m"
            # Words lie level: before a screen that looks sideways they need half their length.
            aside = abs(math.sin(math.radians(screen.heading))) * len(f"{name.fr}, {metres}") * 0.55
            front = frame.point((0.0, (4.0 + aside) / self.mm, 0.0))
            self.label(
                *front[:2], Text(fr=f"{name.fr}, {metres.replace('.', ',')}", en=f"{name.en}, {metres}"), 2.0, BLUE
            )

    def _ways(self) -> None:
        """Where doors and portals lead."""
        for portal in self.space.portals.values():
            if self._is_here(portal.at[2]):
                frame = Frame(*portal.arrive.at, portal.arrive.heading)
                at = frame.point((0.0, -0.25, 0.0)) if portal.door else portal.at
                if not portal.door:
                    self.sheet.path(_circle(*self.at(*portal.at[:2]), portal.radius * self.mm), stroke=BLUE,
                                    stroke_width=0.2, stroke_dasharray="1 0.8")  # fmt: skip
                self.label(*at[:2], _leads_to(portal), 1.9)

    def _spawns(self) -> None:
        for spawn in self.space.spawns.values():
            if self._is_here(spawn.at[2]):
                frame, unit = Frame(*spawn.at, spawn.heading), 1.0 / self.mm
                corners = ((0.0, 2.0), (1.3, -1.6), (0.0, -0.8), (-1.3, -1.6))
                tip = [frame.point((x * unit, y * unit, 0.0)) for x, y in corners]
                self.sheet.path(self.d(tip), fill=INK, class_="spawn")
                x, y = self.at(*spawn.at[:2])
                self.labels.append((x - 2, y - 2, x + 2, y + 2))

    def _dimensions(self) -> None:
        """Clear width and depth, and the floor's name above."""
        size, low, high = self.drawing.size, self.drawing.low, self.drawing.high
        (x0, x1), (y0, y1) = ((0.0, size[0]), (0.0, size[1])) if size else ((low[0], high[0]), (low[1], high[1]))
        left, bottom = self.at(low[0], low[1])
        (a, _), (b, _) = self.at(x0, y0), self.at(x1, y0)
        y = bottom + 4.5
        self.sheet.path(f"M{a:.2f} {y:.2f}H{b:.2f}" + _ticks([(a, y), (b, y)]), stroke=LINE, stroke_width=0.15)
        style = {"fill": LINE, "font_size": 2.3, "text_anchor": "middle"}
        self.sheet.text((a + b) / 2, y + 3, f"{x1 - x0:.2f} m", **style)
        (_, c), (_, e) = self.at(x0, y0), self.at(x0, y1)
        x = left - 4.5
        self.sheet.path(f"M{x:.2f} {c:.2f}V{e:.2f}" + _ticks([(x, c), (x, e)]), stroke=LINE, stroke_width=0.15)
        middle = (c + e) / 2
        self.sheet.text(
            x - 1.2, middle, f"{y1 - y0:.2f} m", **style, transform=f"rotate(-90 {x - 1.2:.2f} {middle:.2f})"
        )
        if self.named:
            height = f"{self.storey.low:+.2f} m"
            name = ("Rez-de-chaussée", "Ground floor") if self.storey.low <= 0.05 else ("Niveau", "Level")
            words = f"{name[0]} / {name[1]}" if self.storey.low <= 0.05 else f"{name[0]} / {name[1]} {height}"
            self.sheet.text(a, HEAD + 3, words, fill=INK, font_size=3, font_weight=600)

    def _is_here(self, z: float) -> bool:
        return self.storey.holds(z)

    def _name_of(self, id_: str) -> Text | None:
        return next((node.spec.name for node in self.space.scene.nodes if node.id == id_), None)


_RING = [(math.cos(a), math.sin(a)) for a in np.linspace(0.0, 2 * math.pi, 24, endpoint=False).tolist()]
_STEPPED = frozenset({"tiers", "stair", "ramp"})
_STONE = frozenset({"tiers", "stair", "ramp", "stage"})


def _meshes(shapes: Shapes, frame: Frame, node: Node) -> list[tuple[Mesh, Frame]]:
    """What stands still of a node, copies that nobody sits on included, each with its frame."""
    found = [(shapes.mesh, frame)]
    for copies in shapes.instances:
        if copies.role == "fixed":
            for x, y, z, heading in copies.placements[:500].tolist():
                found.append((copies.mesh, frame.inner((x, y, z), heading)))
    return [
        (mesh, placed)
        for mesh, placed in found
        if len(mesh.triangles) and node.type not in ("seat", "wheelchair-place")
    ]


# --- symbols ---------------------------------------------------------------------------------------------------------


def _seat(seat: Seat) -> list[list[tuple[float, float, float]]]:
    """A seat from above: the cushion, and the back behind it; a free square for a wheelchair."""
    frame = Frame(*seat.at, seat.heading)
    if seat.kind == "wheelchair":
        parts = [[(-0.4, 0.0), (0.4, 0.0), (0.4, -1.2), (-0.4, -1.2)], [(-0.25, -0.3), (0.25, -0.3), (0.0, -0.05)]]
    else:
        arc = [(0.215 * math.sin(a), -0.2 - 0.23 * math.cos(a)) for a in np.linspace(-1.2, 1.2, 7)]
        parts = [
            [(-0.2, 0.0), (0.2, 0.0), (0.2, -0.36), (-0.2, -0.36)],
            [*arc, *[(x * 0.8, y * 0.9 + 0.0) for x, y in arc[::-1]]],
        ]
    return [[frame.point((float(x), float(y), 0.0)) for x, y in part] for part in parts]


def _leads_to(portal: Portal) -> Text:
    name = portal.name or Text(fr=portal.space, en=portal.space)
    return Text(fr=f"→ {name.fr}", en=f"→ {name.en}")


def _faint(drawing: _Drawing) -> float:
    return max(0.07, min(0.35, 8 / max(len(drawing.sights), 1)))


def _along(wall: str, start: float, end: float, size: tuple[float, float, float], t: float) -> Points:
    """The rectangle of a piece of wall from `start` to `end` metres of its west or south end."""
    x, y = size[0], size[1]
    match wall:
        case "north":
            return _rectangle((start, y), (end, y + t))
        case "south":
            return _rectangle((start, -t), (end, 0))
        case "east":
            return _rectangle((x, start), (x + t, end))
        case _:
            return _rectangle((-t, start), (0, end))


def _rectangle(low: Sequence[float], high: Sequence[float]) -> Points:
    return [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]


def _circle(x: float, y: float, radius: float) -> str:
    half = f"a{radius:.2f} {radius:.2f} 0 1 0"
    return f"M{x - radius:.2f} {y:.2f}{half} {2 * radius:.2f} 0{half} {-2 * radius:.2f} 0Z"


def _ticks(places: Iterable[tuple[float, float]]) -> str:
    return "".join(f"M{x - 0.9:.2f} {y + 0.9:.2f}l1.8 -1.8" for x, y in places)


def _size(space: Space) -> tuple[float, float, float] | None:
    size = getattr(space.scene.shell.spec, "size", None) if space.scene.shell else None
    return (float(size[0]), float(size[1]), float(size[2])) if size is not None else None


def _attributes(style: dict[str, object]) -> str:
    names = ((key.rstrip("_").replace("_", "-"), value) for key, value in style.items() if value is not None)
    return "".join(f' {key}="{escape(str(value))}"' for key, value in names)


# --- title, legend, scale --------------------------------------------------------------------------------------------


def _title(sheet: Sheet, space: Space, scale: int, wide: float) -> None:
    sheet.text(MARGIN, 14, space.title.fr, fill=INK, font_size=7, font_weight=700)
    same = space.title.fr == space.title.en
    sheet.text(MARGIN, 20.5, "" if same else space.title.en, fill=LINE, font_size=4.4, font_style="italic")
    size = _size(space)
    area = f"{size[0] * size[1]:.0f} m²" if size else ""
    seats = len(space.seats)
    facts_fr = [f"1:{scale}", area, f"{seats} place{'s' if seats > 1 else ''} assise{'s' if seats > 1 else ''}"]
    facts_en = [f"1:{scale}", area, f"{seats} seat{'s' if seats != 1 else ''}"]
    style = {"fill": INK, "font_size": 3, "text_anchor": "end"}
    sheet.text(wide - MARGIN, 13.5, " · ".join(f for f in facts_fr if f), **style)
    sheet.text(
        wide - MARGIN, 18, " · ".join(f for f in facts_en if f), **{**style, "fill": LINE, "font_style": "italic"}
    )
    sheet.path(f"M{MARGIN} 24H{wide - MARGIN:.2f}", stroke=INK, stroke_width=0.35)


def _foot(sheet: Sheet, space: Space, mm: float, scale: int, wide: float, high: float, drawing: _Drawing) -> None:
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
    blocked = sum(not s.sees for s in drawing.sights)
    entries = [
        ("M0 0h6", {"stroke": BLUE, "stroke_width": 1.0}, "Écran / Screen"),
        (
            "M0 0h6",
            {"stroke": BLUE, "stroke_width": 0.2, "stroke_opacity": 0.6},
            "Vue sur l’écran / Sight of the screen",
        ),
        ("M0 0h6", {"stroke": RED, "stroke_width": 0.4}, f"Vue masquée / Blocked sight ({blocked})"),
        ("M0 -1h6v2h-6Z", {"stroke": BLUE, "stroke_width": 0.2, "stroke_dasharray": "1.2 0.8"}, "Zone"),
    ]
    left = MARGIN + 5 * step * mm + 14
    for index, (d, style, words) in enumerate(entries):
        column, row = divmod(index, 2)
        sheet.open(transform=f"translate({left + column * 52:.2f} {y - 1 + row * 4.6:.2f})")
        sheet.path(d, **style)
        sheet.text(8.5, 0.8, words, fill=INK, font_size=2.2)
        sheet.close()
