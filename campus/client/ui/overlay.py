"""What lies over the view and is not a panel: names over heads, prompt, notices, light, toolbar, veil."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from imgui_bundle import imgui

from campus.client.ui import words
from campus.client.ui.brush import Brush
from campus.client.ui.hud import TOOLBAR, Connection, Notice, Prompt, Tag, Tool, Veil
from campus.client.ui.icons import draw_icon
from campus.client.ui.keyboard import cap
from campus.client.ui.sheet import Memory, Sheet
from campus.client.ui.theme import BODY, QUICK_S, SMALL, TITLE, mixed
from campus.learning.panel import Pressed
from campus.text import Language, Text

TAGS_AT_MOST = 48
"""Names drawn at once: more cannot be read. Raised hands come first, then the nearest."""

KEY_SIZE = 10.0
"""The key under a tool's icon: a reminder for whoever knows it, the words above the pointer are for the others."""

NOTICE_S = 4.0
NOTICE_S_PER_CHARACTER = 0.055
"""Reading takes about 18 characters a second; everybody gets that twice over before a notice goes."""
NOTICES_AT_MOST = 4


@dataclass(frozen=True)
class Place:
    """A rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: Place) -> bool:
        """Whether the two share a pixel."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


def spread_tags(places: Sequence[Place], step: float, tries: int = 4) -> list[Place | None]:
    """Places for names so that none covers another.

    Args:
        places: where each would like to be, the most important first, pixels.
        step: how far one moves up at a time, pixels.
        tries: how many times it may.

    Returns:
        For each where it goes, or `None` where there is no room near its head.
    """
    taken: list[Place] = []
    answer: list[Place | None] = []
    for wish in places:
        found: Place | None = None
        for lift in range(tries + 1):
            place = Place(wish.x, wish.y - lift * step, wish.width, wish.height)
            if not any(place.overlaps(other) for other in taken):
                found = place
                break
        if found is not None:
            taken.append(found)
        answer.append(found)
    return answer


def tag_strength(distance: float) -> float:
    """How clearly a name at that distance (metres) is drawn: fully up to 22 m, gone at 28 m."""
    return min(max((28.0 - distance) / 6.0, 0.0), 1.0)


def draw_tags(brush: Brush, tags: Iterable[Tag], language: Language, size: tuple[int, int]) -> None:
    """Names over heads, near ones first; where there is no room for a far one it is left out rather than unreadable."""
    shown = [
        tag
        for tag in tags
        if -200 < tag.x < size[0] + 200
        and -50 < tag.y < size[1] + 50
        and (tag.hand or tag.speaking or tag_strength(tag.distance) > 0.05)
    ]
    shown.sort(key=lambda tag: (not (tag.hand or tag.speaking), tag.distance))
    del shown[TAGS_AT_MOST:]
    palette = brush.palette
    wishes: list[Place] = []
    for tag in shown:
        type_size = BODY if tag.distance < 6 else SMALL
        icon = brush.look.type(type_size)
        signs = sum((tag.hand, tag.away, tag.speaking))
        wide = min(brush.width(tag.name, type_size, "medium"), brush.px(220)) + brush.px(20)
        wide += signs * (icon + brush.px(4))
        high = brush.leading(type_size) + brush.px(6)
        if tag.detail is not None and tag.distance < 10:
            high += brush.leading(12)
            wide = max(wide, brush.width(tag.detail.in_(language), 12) + brush.px(20))
        wishes.append(Place(tag.x - wide / 2, tag.y - high, wide, high))
    for tag, place in reversed(list(zip(shown, spread_tags(wishes, brush.px(14)), strict=True))):
        if place is None:
            continue
        type_size = BODY if tag.distance < 6 else SMALL
        icon = brush.look.type(type_size)
        strong = max(tag_strength(tag.distance), 0.85 if tag.hand or tag.speaking else 0.0)
        faded = strong * (0.6 if tag.away else 1.0)
        ground = palette.now_ground if tag.hand else palette.paper
        radius = 10.0
        brush.box(place.x, place.y, place.width, place.height, ground, alpha=0.90 * faded, radius=radius)
        if tag.hand or tag.speaking:
            edge = palette.saffron if tag.hand else palette.primary
            brush.edge(place.x, place.y, place.width, place.height, edge, alpha=faded, radius=radius, thickness=2)
        x = place.x + brush.px(10)
        y = place.y + brush.px(3)
        for sign, is_on in (("hand", tag.hand), ("speaking", tag.speaking), ("away", tag.away)):
            if is_on:
                ink = brush.colour(palette.ink, faded)
                draw_icon(brush.draw, sign, x, y + (brush.leading(type_size) - icon) / 2, icon, ink)
                x += icon + brush.px(4)
        name = brush.short(tag.name, place.x + place.width - x - brush.px(8), type_size, "medium")
        brush.line(x, y, name, type_size, "medium", palette.ink, alpha=faded)
        if tag.detail is not None and tag.distance < 10:
            brush.line(
                place.x + brush.px(10),
                y + brush.leading(type_size),
                tag.detail.in_(language),
                12,
                "regular",
                palette.quiet,
                alpha=faded,
            )


def _pill(brush: Brush, x: float, y: float, width: float, height: float, *, ground: int | None = None) -> None:
    brush.shadow(x, y, width, height, strength=0.7)
    colour = brush.palette.paper if ground is None else ground
    brush.box(x, y, width, height, colour, alpha=brush.palette.paper_alpha, radius=12)


def draw_prompt(brush: Brush, prompt: Prompt, language: Language, middle: float, bottom: float) -> float:
    """What the key does now, in a pill above `bottom`.

    Returns:
        Its upper edge in pixels.
    """
    text = prompt.text.in_(language)
    key = cap(prompt.key) if prompt.key else ""
    high = brush.leading() + brush.px(16)
    key_room = max(brush.leading(), brush.width(key, 13, "medium") + brush.px(12)) + brush.px(10) if key else 0.0
    wide = brush.width(text, BODY, "medium") + key_room + brush.px(28)
    x, y = middle - wide / 2, bottom - high
    _pill(brush, x, y, wide, high)
    brush.line(x + brush.px(14), y + brush.px(8), text, BODY, "medium")
    if key:
        brush.key_cap(x + wide - brush.px(14) - key_room + brush.px(10), y + brush.px(8), key)
    return y


def draw_words_pill(
    brush: Brush, text: Text, language: Language, middle: float, bottom: float, width: float, *, size: float = BODY
) -> float:
    """A hint or a caption in a pill above `bottom`, wrapped to `width`.

    Returns:
        Its upper edge in pixels.
    """
    said = text.in_(language)
    inset = brush.px(16)
    lines = brush.lines(said, width - 2 * inset, size, "medium")
    wide = max((brush.width(line, size, "medium") for line in lines), default=0.0) + 2 * inset
    high = len(lines) * brush.leading(size) + brush.px(20)
    x, y = middle - wide / 2, bottom - high
    _pill(brush, x, y, wide, high)
    brush.words(x + inset, y + brush.px(10), said, wide - 2 * inset + 1, size, "medium", centred=True)
    return y


class Notices:
    """Sentences that come and go. Owns how long each stays."""

    def __init__(self) -> None:
        self._since: dict[str, tuple[Notice, float]] = {}

    def draw(
        self,
        brush: Brush,
        memory: Memory,
        notices: Sequence[Notice],
        language: Language,
        middle: float,
        top: float,
        width: float,
    ) -> None:
        """Draw those whose time is not over, under each other from `top`; the newest is the lowest."""
        given = {notice.id for notice in notices}
        for notice in notices:
            self._since.setdefault(notice.id, (notice, memory.now))
        for gone in [name for name, (_, since) in self._since.items() if name not in given and memory.now - since > 60]:
            del self._since[gone]
        current = [(notice, since) for notice, since in self._since.values() if self._left(notice, since, memory) > 0]
        y = top
        for notice, since in current[-NOTICES_AT_MOST:]:
            age, left = memory.now - since, self._left(notice, since, memory)
            still = brush.look.still
            shown = 1.0 if still else min(age / QUICK_S, left / QUICK_S, 1.0)
            memory.moving = memory.moving or shown < 1.0
            y += self._draw_one(brush, notice, language, middle, y, width, shown) + brush.px(8)

    @staticmethod
    def _left(notice: Notice, since: float, memory: Memory) -> float:
        longest = max(len(notice.text.fr), len(notice.text.en))
        return since + NOTICE_S + longest * NOTICE_S_PER_CHARACTER - memory.now

    @staticmethod
    def _draw_one(
        brush: Brush, notice: Notice, language: Language, middle: float, y: float, width: float, shown: float
    ) -> float:
        palette = brush.palette
        sign, ink = {
            "plain": ("info", palette.primary),
            "good": ("check", palette.good),
            "bad": ("warning", palette.bad),
            "now": ("bell", palette.saffron),
        }[notice.tone]
        text = notice.text.in_(language)
        icon, inset = brush.look.type(18), brush.px(14)
        lines = brush.lines(text, width - 2 * inset - icon - brush.px(10), BODY, "medium")
        wide = max(brush.width(line, BODY, "medium") for line in lines) + 2 * inset + icon + brush.px(10)
        high = len(lines) * brush.leading() + brush.px(18)
        outer, brush.alpha = brush.alpha, brush.alpha * shown
        x, top = middle - wide / 2, y - brush.px(8) * (1.0 - shown)
        _pill(brush, x, top, wide, high)
        at = top + brush.px(9)
        draw_icon(brush.draw, sign, x + inset, at + (brush.leading() - icon) / 2, icon, brush.colour(ink))
        left = x + inset + icon + brush.px(10)
        for place, line in enumerate(lines):
            brush.line(left, at + place * brush.leading(), line, BODY, "medium")
        brush.alpha = outer
        return high


def connection_words(connection: Connection, language: Language) -> str:
    """The connection in words: "En ligne", "Connexion perdue · nouvel essai dans 3 s"."""
    first = {
        "online": words.ONLINE,
        "connecting": words.CONNECTING,
        "lost": words.LOST,
        "closed": words.CLOSED,
    }[connection.phase].in_(language)
    if connection.phase == "online" and connection.latency_s is not None and connection.latency_s >= 0.25:
        return f"{first} · {round(connection.latency_s * 1000)}\u202fms"
    if connection.phase == "lost" and connection.retry_in_s is not None:
        again = words.retry_in(connection.retry_in_s) if connection.retry_in_s > 0.5 else words.RETRY_NOW
        return f"{first} · {again.in_(language)}"
    return first


def draw_light(
    brush: Brush, connection: Connection, place: Text | None, language: Language, x: float, y: float, width: float
) -> float:
    """Where one is and how the connection stands: a light whose shape differs as well as its colour.

    Returns:
        The lower edge in pixels.
    """
    palette = brush.palette
    inset = brush.px(12)
    light = brush.px(5.5)
    if place is None and connection.phase == "online":
        # Over a taught screen nothing may stand but the light itself.
        side = 2 * light + brush.px(10)
        _pill(brush, x, y, side, side)
        brush.dot(x + side / 2, y + side / 2, light * 0.9, palette.good)
        return y + side
    said = connection_words(connection, language)
    reason = connection.reason.in_(language) if connection.reason and connection.phase in ("lost", "closed") else ""
    title = brush.short(place.in_(language), width - 2 * inset, SMALL, "semibold") if place is not None else ""
    room = width - 2 * inset - 2 * light - brush.px(8)
    first = brush.lines(said, room, SMALL, "regular")
    second = brush.lines(reason, width - 2 * inset, SMALL, "regular") if reason else ()
    widest = max(
        brush.width(title, SMALL, "semibold"),
        max(brush.width(line, SMALL) for line in first) + 2 * light + brush.px(8),
        *(brush.width(line, SMALL) for line in second),
    )
    step = brush.leading(SMALL)
    rows = (1 if title else 0) + len(first) + len(second)
    high = rows * step + brush.px(16)
    wide = widest + 2 * inset
    _pill(brush, x, y, wide, high)
    at = y + brush.px(8)
    if title:
        brush.line(x + inset, at, title, SMALL, "semibold")
        at += step
    middle = at + step / 2
    if connection.phase == "online":
        brush.dot(x + inset + light, middle, light * 0.9, palette.good)
    elif connection.phase == "connecting":
        brush.hoop(x + inset + light, middle, light * 0.8, palette.saffron, max(2.0, light * 0.45))
    else:
        draw_icon(
            brush.draw, "warning", x + inset - light * 0.6, middle - light * 1.6, light * 3.2, brush.colour(palette.bad)
        )
    for line in first:
        brush.line(x + inset + 2 * light + brush.px(8), at, line, SMALL, "regular", palette.quiet)
        at += step
    for line in second:
        brush.line(x + inset, at, line, SMALL, "regular", palette.quiet)
        at += step
    return y + high


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
            small = KEY_SIZE * side / brush.px(48.0)
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
    draw_prompt(brush, Prompt(text=tool.label, key=tool.key), sheet.language, middle, bottom)
    brush.draw = outer


def draw_veil(brush: Brush, memory: Memory, veil: Veil, language: Language, size: tuple[int, int]) -> None:
    """A sheet of paper over the view with the name of where one is going and how far it is."""
    palette = brush.palette
    wide, high = size
    brush.box(0, 0, wide, high, palette.paper, radius=0)
    room = min(wide - brush.px(48), brush.px(520))
    x = (wide - room) / 2
    title, text = veil.title.in_(language), veil.text.in_(language)
    total = brush.height(title, room, TITLE, "semibold") + brush.px(24) + brush.px(8) + brush.px(16) + brush.leading()
    y = (high - total) / 2
    y += brush.words(x, y, title, room, TITLE, "semibold", centred=True) + brush.px(24)
    thick = brush.px(6)
    brush.box(x, y, room, thick, palette.line, radius=3)
    if veil.fraction is not None:
        goal = min(max(veil.fraction, 0.0), 1.0)
        at = memory.glide(("veil",), goal, still=brush.look.still, seconds=0.3)
        brush.box(x, y, max(room * at, thick), thick, palette.primary, radius=3)
    else:
        part = room * 0.28
        travel = 0.5 if brush.look.still else (memory.now * 0.6) % 1.0
        brush.box(x + (room - part) * travel, y, part, thick, palette.primary, radius=3)
        memory.moving = True
    y += thick + brush.px(16)
    brush.words(x, y, text, room, BODY, "regular", palette.quiet, centred=True)
