"""The toolbar as it is drawn: icons, their keys, a badge for what waits. Which tools there are is `local.toolbar`."""

from __future__ import annotations

from collections.abc import Sequence

from imgui_bundle import imgui

from campus.client.ui.brush import Brush
from campus.client.ui.hud import TOOLBAR, Prompt, Tool
from campus.client.ui.icons import draw_icon
from campus.client.ui.keyboard import cap
from campus.client.ui.overlay import draw_prompt
from campus.client.ui.sheet import Sheet
from campus.client.ui.theme import QUICK_S, mixed
from campus.learning.panel import Pressed

KEY_SIZE = 10.0
"""The key under a tool's icon: a reminder for whoever knows it, the words above the pointer are for the others."""


def toolbar_size(brush: Brush, tools: Sequence[Tool], room: float) -> tuple[float, float, float]:
    """Width and height of the toolbar and the side of one of its icons' squares, all in pixels.

    Args:
        brush: for the scale.
        tools: what is in it.
        room: how wide it may be, pixels; the squares shrink to fit.
    """
    if not tools:
        return 0.0, 0.0, 0.0
    inset = brush.px(6)
    side = min(brush.px(48), max((room - 2 * inset) / len(tools), 28.0))
    return side * len(tools) + 2 * inset, side + 2 * inset, side


def draw_toolbar(sheet: Sheet, tools: Sequence[Tool], x: float, y: float, side: float) -> None:
    """The toolbar: icons, their keys beneath the pointer, a badge for what waits."""
    brush, palette = sheet.brush, sheet.brush.palette
    inset = brush.px(6)
    wide, high = side * len(tools) + 2 * inset, side + 2 * inset
    brush.shadow(x, y, wide, high, strength=0.8)
    brush.box(x, y, wide, high, palette.paper, alpha=palette.paper_alpha, radius=16)
    told: tuple[Tool, float] | None = None
    for place, tool in enumerate(tools):
        left = x + inset + place * side
        top = y + inset
        key = (TOOLBAR, tool.id)
        touch = sheet.touch(key, "button", left, top, side, side, enabled=tool.enabled, group=(TOOLBAR,))
        warmth = sheet.warmth(key, touch)
        glow = sheet.memory.glide(("tool", tool.id), 1.0 if tool.on else 0.0, still=brush.look.still, seconds=QUICK_S)
        pad = brush.px(2)
        ground = mixed(palette.hover, palette.primary, glow)
        if max(glow, warmth) > 0.01 or touch.held:
            brush.box(left + pad, top + pad, side - 2 * pad, side - 2 * pad, ground, alpha=max(glow, warmth), radius=10)
        ink = mixed(palette.ink if tool.enabled else palette.quiet, palette.on_primary, glow)
        icon = side * 0.5
        label = cap(tool.key) if tool.key else ""
        lift = side * 0.09 if label else 0.0
        draw_icon(
            brush.draw,
            tool.icon,
            left + (side - icon) / 2,
            top + (side - icon) / 2 - lift,
            icon,
            brush.colour(ink, 1.0 if tool.enabled else 0.55),
        )
        if label:
            # It grows with the icon, not with the words: larger ones would stand on the icon.
            small = KEY_SIZE * side / brush.px(48.0) / brush.look.text
            brush.line(
                left + (side - brush.width(label, small, "medium")) / 2,
                top + side - brush.leading(small) - side * 0.05,
                label,
                small,
                "medium",
                mixed(palette.quiet, palette.on_primary, glow),
            )
        if tool.badge:
            label = str(tool.badge) if tool.badge < 100 else "99+"
            size = brush.px(18)
            room = max(size, brush.width(label, 11, "semibold") + brush.px(8))
            brush.box(left + side - room - pad, top + pad, room, size, palette.saffron, radius=9)
            brush.line(
                left + side - pad - (room + brush.width(label, 11, "semibold")) / 2,
                top + pad + (size - brush.leading(11)) / 2,
                label,
                11,
                "semibold",
                0x16232B,
            )
        if touch.ringed:
            brush.ring(left + pad, top + pad, side - 2 * pad, side - 2 * pad, radius=10)
        if touch.hovered or touch.ringed:
            told = (tool, left + side / 2)
        if touch.pressed:
            sheet.out.append(Pressed(panel=TOOLBAR, item=tool.id))
    if told is not None:
        _draw_told(sheet, told[0], told[1], y - brush.px(8))


def _draw_told(sheet: Sheet, tool: Tool, middle: float, bottom: float) -> None:
    """The words of a tool above it, over whatever else there is."""
    brush = sheet.brush
    outer, brush.draw = brush.draw, imgui.get_foreground_draw_list()
    within = (brush.px(8), imgui.get_io().display_size.x - brush.px(8))
    draw_prompt(brush, Prompt(text=tool.label, key=tool.key), sheet.language, middle, bottom, within)
    brush.draw = outer
