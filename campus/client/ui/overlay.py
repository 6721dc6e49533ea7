"""Words over the view that are no panel: prompt, hint, caption, notices, the light of the connection, the veil.

Owns how each looks and how long a notice stays; where they stand is told. Knows no keys.
"""

from __future__ import annotations

from collections.abc import Sequence

from campus.client.ui import words
from campus.client.ui.brush import Brush
from campus.client.ui.hud import SLOW_S, Connection, Notice, Prompt, Veil
from campus.client.ui.icons import draw_icon
from campus.client.ui.keyboard import cap
from campus.client.ui.sheet import Memory
from campus.client.ui.theme import BODY, QUICK_S, SMALL, TITLE
from campus.text import Language, Text

NOTICE_S = 4.0
NOTICE_S_PER_CHARACTER = 0.055
"""Reading takes about 18 characters a second; everybody gets that twice over before a notice goes."""
NOTICES_AT_MOST = 4


def _pill(brush: Brush, x: float, y: float, width: float, height: float, *, ground: int | None = None) -> None:
    brush.shadow(x, y, width, height, strength=0.7)
    colour = brush.palette.paper if ground is None else ground
    brush.box(x, y, width, height, colour, alpha=brush.palette.paper_alpha, radius=12)


def _beginning(middle: float, wide: float, within: tuple[float, float]) -> float:
    """Where something `wide` begins that stands about `middle` as far as it may leave neither end of `within`."""
    return max(min(middle - wide / 2, within[1] - wide), within[0])


def draw_prompt(
    brush: Brush, prompt: Prompt, language: Language, middle: float, bottom: float, within: tuple[float, float]
) -> float:
    """What the key does now, in a pill above `bottom`.

    Args:
        brush: to draw with.
        prompt: what it does, and which key.
        language: the person's.
        middle: where the pill would stand, pixels.
        bottom: its lower edge, pixels.
        within: from where to where it may reach, pixels; words wrap to that.

    Returns:
        Its upper edge in pixels.
    """
    key = cap(prompt.key) if prompt.key else ""
    key_room = max(brush.leading(), brush.width(key, 13, "medium") + brush.px(12)) + brush.px(10) if key else 0.0
    text, room = prompt.text.in_(language), within[1] - within[0] - brush.px(28)
    # Where a word would have to be broken for the key beside it, the key stands below.
    below = bool(key) and brush.widest_word(text, BODY, "medium") > room - key_room
    beside = brush.px(28) + (0.0 if below else key_room)
    lines = brush.lines(text, within[1] - within[0] - beside, BODY, "medium")
    high = (len(lines) + below) * brush.leading() + brush.px(24 if below else 16)
    wide = max((brush.width(line, BODY, "medium") for line in lines), default=0.0) + beside
    x, y = _beginning(middle, wide, within), bottom - high
    _pill(brush, x, y, wide, high)
    for place, line in enumerate(lines):
        brush.line(x + brush.px(14), y + brush.px(8) + place * brush.leading(), line, BODY, "medium")
    if key:
        top = y + high - brush.leading() - brush.px(8) if below else y + (high - brush.leading()) / 2
        left = x + brush.px(14) if below else x + wide - brush.px(14) - key_room + brush.px(10)
        brush.key_cap(left, top, key)
    return y


def draw_words_pill(
    brush: Brush,
    text: Text,
    language: Language,
    middle: float,
    bottom: float,
    within: tuple[float, float],
    width: float,
) -> float:
    """A hint or a caption in a pill above `bottom`, at most `width` pixels wide; the rest is as for `draw_prompt`.

    Returns:
        Its upper edge in pixels.
    """
    said = text.in_(language)
    inset = brush.px(16)
    lines = brush.lines(said, min(width, within[1] - within[0]) - 2 * inset, BODY, "medium")
    wide = max((brush.width(line, BODY, "medium") for line in lines), default=0.0) + 2 * inset
    high = len(lines) * brush.leading() + brush.px(20)
    x, y = _beginning(middle, wide, within), bottom - high
    _pill(brush, x, y, wide, high)
    brush.words(x + inset, y + brush.px(10), said, wide - 2 * inset + 1, BODY, "medium", centred=True)
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

    def go(self, memory: Memory) -> bool:
        """Whether any is shown still, and so will be gone after a time."""
        return any(self._left(notice, since, memory) > 0 for notice, since in self._since.values())

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
    if connection.phase == "online" and connection.latency_s is not None and connection.latency_s >= SLOW_S:
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
