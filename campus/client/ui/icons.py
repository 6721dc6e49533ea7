"""Icons drawn by our own code, on a grid of 24 with a stroke of 1.75.

Owns their shapes; knows nothing of what they do.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from imgui_bundle import ImVec2, imgui

GRID = 24.0
STROKE = 1.75

Point = tuple[float, float]
Stroke = tuple[Point, ...]


def _arc(x: float, y: float, radius: float, start: float, end: float, steps: int = 16) -> Stroke:
    """Points along a circle, degrees clockwise from the right (y is down)."""
    turns = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return tuple((x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in turns)


def _circle(x: float, y: float, radius: float) -> Stroke:
    return _arc(x, y, radius, 0, 360, 28)


def _box(left: float, top: float, right: float, bottom: float, radius: float) -> Stroke:
    return (
        *_arc(left + radius, top + radius, radius, 180, 270, 5),
        *_arc(right - radius, top + radius, radius, 270, 360, 5),
        *_arc(right - radius, bottom - radius, radius, 0, 90, 5),
        *_arc(left + radius, bottom - radius, radius, 90, 180, 5),
        (left, top + radius),
    )


def _gear() -> Stroke:
    points: list[Point] = []
    for tooth in range(8):
        middle = tooth * 45.0
        for turn, radius in ((-14, 7.0), (-9, 9.4), (9, 9.4), (14, 7.0)):
            angle = math.radians(middle + turn)
            points.append((12 + radius * math.cos(angle), 12 + radius * math.sin(angle)))
    return (*points, points[0])


_PALM: Stroke = (
    (7.5, 13.5),
    (7.5, 6.6),
    *_arc(8.9, 6.2, 1.4, 180, 360, 6),
    (10.3, 11.0),
    (10.3, 4.4),
    *_arc(11.7, 4.2, 1.4, 180, 360, 6),
    (13.1, 11.0),
    (13.1, 5.2),
    *_arc(14.5, 5.0, 1.4, 180, 360, 6),
    (15.9, 11.5),
    (15.9, 7.8),
    *_arc(17.3, 7.6, 1.4, 180, 360, 6),
    (18.7, 14.5),
    *_arc(12.7, 15.2, 6.0, 0, 110, 10),
    (8.2, 19.6),
    (4.2, 14.6),
    *_arc(5.5, 13.6, 1.5, 140, 330, 6),
    (7.5, 14.9),
)

_SHAPES: Mapping[str, tuple[Stroke, ...]] = {
    "hand": (_PALM,),
    "wave": (
        tuple((12 + (x - 11.5) * 0.80 + (y - 12) * 0.22, 13.2 + (y - 12) * 0.80 - (x - 11.5) * 0.22) for x, y in _PALM),
        _arc(12.4, 12.8, 10.6, 300, 332, 6),
        _arc(11.6, 13.0, 10.8, 120, 150, 6),
    ),
    "chat": (
        (
            (8.0, 17.5),
            *_arc(6.5, 15.0, 2.5, 90, 180, 5),
            *_arc(6.5, 7.0, 2.5, 180, 270, 5),
            *_arc(17.5, 7.0, 2.5, 270, 360, 5),
            *_arc(17.5, 15.0, 2.5, 0, 90, 5),
            (12.0, 17.5),
            (8.0, 21.0),
            (8.0, 17.5),
        ),
        ((8.0, 9.2), (16.0, 9.2)),
        ((8.0, 12.8), (13.0, 12.8)),
    ),
    "people": (
        _circle(9.2, 8.0, 3.4),
        (*_arc(9.2, 20.0, 6.2, 180, 360, 14),),
        _arc(15.4, 8.2, 3.2, 285, 430, 10),
        _arc(15.6, 20.0, 5.6, 296, 360, 7),
    ),
    "person": (_circle(12, 8, 3.6), _arc(12, 20.5, 7.0, 180, 360, 16)),
    "seat": (
        ((6.0, 3.5), (7.4, 13.0), (16.5, 13.0)),
        ((16.5, 13.0), (18.0, 20.5)),
        ((7.4, 13.0), (6.4, 20.5)),
        ((6.9, 16.8), (17.2, 16.8)),
    ),
    "stand": (
        _circle(12, 4.8, 2.2),
        ((12, 8.8), (12, 15.0)),
        ((12, 15.0), (9.2, 21.0)),
        ((12, 15.0), (14.8, 21.0)),
        ((7.6, 12.4), (12, 9.4), (16.4, 12.4)),
    ),
    "focus": (
        ((3.5, 8.0), (3.5, 4.5), (7.5, 4.5)),
        ((16.5, 4.5), (20.5, 4.5), (20.5, 8.0)),
        ((20.5, 16.0), (20.5, 19.5), (16.5, 19.5)),
        ((7.5, 19.5), (3.5, 19.5), (3.5, 16.0)),
        _box(7.2, 8.6, 16.8, 15.4, 1.2),
    ),
    "eye": (
        (*_arc(12, 18.2, 11.2, 215, 325, 16), *_arc(12, 5.8, 11.2, 35, 145, 16), (2.85, 11.8)),
        _circle(12, 12, 2.9),
    ),
    "map": (
        (
            (3.5, 6.5),
            (9.0, 4.0),
            (15.0, 6.5),
            (20.5, 4.0),
            (20.5, 17.5),
            (15.0, 20.0),
            (9.0, 17.5),
            (3.5, 20.0),
            (3.5, 6.5),
        ),
        ((9.0, 4.0), (9.0, 17.5)),
        ((15.0, 6.5), (15.0, 20.0)),
    ),
    "settings": (_gear(), _circle(12, 12, 3.0)),
    "help": (
        _circle(12, 12, 9.0),
        (*_arc(12, 9.6, 2.7, 190, 400, 12), (12.0, 12.9), (12.0, 13.8)),
    ),
    "session": (_box(3.5, 4.5, 20.5, 15.5, 1.8), ((8.0, 20.5), (12.0, 15.5), (16.0, 20.5))),
    "close": (((6.5, 6.5), (17.5, 17.5)), ((17.5, 6.5), (6.5, 17.5))),
    "check": (((5.0, 12.6), (9.8, 17.4), (19.2, 7.2)),),
    "cross": (((7.0, 7.0), (17.0, 17.0)), ((17.0, 7.0), (7.0, 17.0))),
    "send": (((4.2, 12.0), (19.6, 12.0)), ((13.4, 5.8), (19.6, 12.0), (13.4, 18.2))),
    "bell": (
        (
            (5.0, 17.0),
            (6.6, 14.6),
            (6.6, 10.6),
            *_arc(12, 10.0, 5.4, 180, 360, 12),
            (17.4, 14.6),
            (19.0, 17.0),
            (5.0, 17.0),
        ),
        _arc(12, 18.4, 2.2, 10, 170, 6),
    ),
    "warning": (
        ((12.0, 4.0), (21.0, 19.5), (3.0, 19.5), (12.0, 4.0)),
        ((12.0, 9.6), (12.0, 14.2)),
    ),
    "info": (_circle(12, 12, 9.0), ((12.0, 11.2), (12.0, 16.4))),
    "away": (_circle(12, 12, 8.5), ((12.0, 7.4), (12.0, 12.0), (15.2, 14.0))),
    "speaking": (
        ((4.5, 9.5), (7.5, 9.5), (11.5, 5.5), (11.5, 18.5), (7.5, 14.5), (4.5, 14.5), (4.5, 9.5)),
        _arc(11.5, 12, 4.6, -48, 48, 8),
        _arc(11.5, 12, 8.2, -48, 48, 10),
    ),
    "door": (
        ((4.0, 20.5), (20.0, 20.5)),
        ((7.0, 20.5), (7.0, 4.5), (17.0, 4.5), (17.0, 20.5)),
    ),
    "onward": (((9.5, 6.5), (15.0, 12.0), (9.5, 17.5)),),
}

_DOTS: Mapping[str, tuple[tuple[float, float, float], ...]] = {
    "help": ((12.0, 17.2, 1.15),),
    "warning": ((12.0, 16.9, 1.1),),
    "info": ((12.0, 8.0, 1.15),),
    "door": ((14.4, 12.6, 1.05),),
}

NAMES = frozenset(_SHAPES)


def draw_icon(draw: imgui.ImDrawList, name: str, x: float, y: float, size: float, colour: int) -> None:
    """Draw an icon with its upper left corner at `x`, `y`.

    Args:
        draw: where to.
        name: one of `NAMES`.
        x: pixels.
        y: pixels.
        size: its width and height in pixels.
        colour: in ImGui's own order.
    """
    grain = size / GRID
    thickness = max(1.25, STROKE * grain)
    place: Callable[[Point], ImVec2] = lambda point: ImVec2(x + point[0] * grain, y + point[1] * grain)  # noqa: E731
    for stroke in _SHAPES[name]:
        closed = len(stroke) > 3 and math.dist(stroke[0], stroke[-1]) < 0.05
        points: list[Any] = [place(point) for point in (stroke[:-1] if closed else stroke)]
        draw.add_polyline(points, colour, thickness, imgui.ImDrawFlags_.closed.value if closed else 0)
        if not closed:
            for end in (points[0], points[-1]):
                draw.add_circle_filled(end, thickness / 2, colour, 8)
    for at_x, at_y, radius in _DOTS.get(name, ()):
        draw.add_circle_filled(place((at_x, at_y)), radius * grain, colour)
