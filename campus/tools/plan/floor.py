"""One floor of a plan, drawn from its floor up, as somebody who runs the building reads it.

One file, since what is drawn covers what was drawn before: `draw` is the order, and each step of it is here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from campus.components import Opening
from campus.components.gallery import Gallery
from campus.scene import Node
from campus.scene.composing import node_frame
from campus.scene.frames import Frame
from campus.text import Text
from campus.tools.outlines import area_of, hulls_at, outlines_of, sections_at
from campus.tools.plan.drawing import Drawing, Storey
from campus.tools.plan.sheet import (
    BLUE,
    GREEN,
    HEAD,
    INK,
    LINE,
    PALE,
    PAPER,
    RED,
    ROOM,
    WALL,
    WOOD,
    Sheet,
    circle,
    rectangle,
    ticks,
)
from campus.tools.plan.symbols import FILLS, LEAF, RING, STEPPED, along, leads_to, meshes_of, seat_parts

CUT = 1.2
"""So far over its floor a storey is cut, metres."""
STANDING = frozenset({"wall", "column", "arcade", "lift"})
"""What reaches through the cut and is drawn filled there, as it is built."""

_WRONG = {
    "turned": "tourné / turned away",
    "hidden": "masqué / hidden",
    "far": "trop loin / too far",
    "aside": "trop de côté / too far aside",
}


class Floor:
    """Draws one floor; `place` is where its upper left corner lies on the paper, and millimetres for a metre."""

    def __init__(
        self, drawing: Drawing, storey: Storey, sheet: Sheet, place: tuple[float, float, float], named: bool
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
        corners = rectangle((0, 0), size[:2]) if size else rectangle(low, high)
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
                corners = rectangle(zone.low[:2], zone.high[:2])
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
            for mesh, placed in meshes_of(shapes, frame, node):
                if not len(mesh.positions):
                    continue
                low, high = (float(v) + placed.z for v in (mesh.positions[:, 2].min(), mesh.positions[:, 2].max()))
                cut = self.storey.low + CUT
                if node.type in STANDING and low < cut < high:
                    cuts.append(sections_at(mesh, placed, cut))
                elif (self._is_here(low) and low < self.storey.low + 2.0) or node.type in ("stair", "ramp", "tiers"):
                    if not (low < self.storey.high - 0.5 and high > self.storey.low + 0.01):
                        continue
                    if node.type in ("plant", "tree"):
                        reach = float(np.quantile(np.linalg.norm(mesh.positions[:, :2], axis=1), 0.9))
                        is_tree = node.type == "tree"  # whose crown is overhead: what stands below it is seen
                        for radius, fill in ((reach, "none" if is_tree else GREEN), (reach * 0.12, LEAF)):
                            ring = np.array([placed.point((radius * x, radius * y, 0.0))[:2] for x, y in RING])
                            surfaces.append((high, [ring], fill, LEAF, 0.3 if is_tree else 0.14))
                        continue
                    fill = FILLS.get(node.type, WOOD)
                    surfaces += [
                        (z, loops, fill, LINE, 0.12) for z, loops in outlines_of(mesh, placed, node.type in STEPPED)
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
            self.sheet.path(circle(x, y, 0.55), fill=INK)
            self.label(line[0][0], line[0][1] - 2.4 / self.mm, words, 1.7)

    def _overhead(self) -> None:
        """The edge of a gallery over this floor."""
        for node, frame, shapes in self.drawing.nodes:
            if isinstance(node.spec, Gallery) and frame.z + node.spec.height > self.storey.low + 1.0:
                for outline in hulls_at(shapes.mesh, frame, frame.z + node.spec.height):
                    self.sheet.path(self.d(outline), stroke=LINE, stroke_width=0.2, stroke_dasharray="2.4 1.2")

    def _seats(self) -> None:
        blocked = {sight.sitter.seat.id for sight in self.drawing.sights if sight.problems}
        for seat in self.space.seats.values():
            if not self._is_here(seat.at[2]) and self.drawing.several:
                continue
            colour = RED if seat.id in blocked else BLUE
            self.sheet.path(
                "".join(self.d(part) for part in seat_parts(seat)), fill="#FFFFFF", fill_opacity=0.85, stroke=colour,
                stroke_width=0.18, class_="seat", id=f"seat-{seat.id}",
            )  # fmt: skip

    def _sight_lines(self) -> None:
        """From every sitter's eyes to the screen: faint where one sees it well, red where a proof fails, and why."""
        for sight in sorted(self.drawing.sights, key=lambda one: bool(one.problems)):
            seat, eye = sight.sitter.seat, sight.sitter.eye
            if self.drawing.several and not self._is_here(seat.at[2]):
                continue
            line = self.d([eye[:2], sight.screen.at[:2]], False)
            if not sight.problems:
                self.sheet.path(line, stroke=BLUE, stroke_width=0.1, stroke_opacity=_faint(self.drawing))
                continue
            why = ", ".join(_WRONG[problem] for problem in sight.problems)
            self.sheet.path(line, stroke=RED, stroke_width=0.3, class_="blocked")
            said = f"{seat.id} → {sight.screen.id}: {why}"
            self.sheet.lines[-1] = self.sheet.lines[-1][:-2] + f"><title>{escape(said)}</title></path>"

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
                    self.sheet.path(self.d(along(wall, start, a, size, t)), fill=WALL, stroke=WALL, stroke_width=0.05)
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
            self._clear_width(frame, spec, t)
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

    def _clear_width(self, frame: Frame, spec: Opening, t: float) -> None:
        """Of a door, written into its opening."""
        x, y = self.at(*frame.point((0.0, t / 2, 0.0))[:2])
        upright = abs(math.sin(math.radians(frame.heading))) > 0.7
        turned = f"rotate(-90 {x:.2f} {y:.2f})" if upright else None
        self.sheet.text(
            x, y + 0.6, f"{spec.size[0]:.2f}", fill=LINE, font_size=1.7, text_anchor="middle", transform=turned
        )

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
        openings = {node.id for node in self.space.scene.nodes if isinstance(node.spec, Opening)}
        for portal in self.space.portals.values():
            if self._is_here(portal.at[2]):
                frame = Frame(*portal.arrive.at, portal.arrive.heading)
                at = frame.point((0.0, -0.25, 0.0)) if portal.door else portal.at
                if not portal.door and portal.id not in openings:  # an arch shows itself
                    self.sheet.path(circle(*self.at(*portal.at[:2]), portal.radius * self.mm), stroke=BLUE,
                                    stroke_width=0.2, stroke_dasharray="1 0.8")  # fmt: skip
                self.label(*at[:2], leads_to(portal), 1.9)

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
        self.sheet.path(f"M{a:.2f} {y:.2f}H{b:.2f}" + ticks([(a, y), (b, y)]), stroke=LINE, stroke_width=0.15)
        style = {"fill": LINE, "font_size": 2.3, "text_anchor": "middle"}
        self.sheet.text((a + b) / 2, y + 3, f"{x1 - x0:.2f} m", **style)
        (_, c), (_, e) = self.at(x0, y0), self.at(x0, y1)
        x = left - 4.5
        self.sheet.path(f"M{x:.2f} {c:.2f}V{e:.2f}" + ticks([(x, c), (x, e)]), stroke=LINE, stroke_width=0.15)
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


def _faint(drawing: Drawing) -> float:
    return max(0.07, min(0.35, 8 / max(len(drawing.sights), 1)))
