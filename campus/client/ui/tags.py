"""Names over heads: where each goes so that none covers another, and how clearly it is seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from campus.client.ui.brush import Brush
from campus.client.ui.columns import Place
from campus.client.ui.hud import Tag
from campus.client.ui.icons import draw_icon
from campus.client.ui.theme import BODY, SMALL
from campus.text import Language

TAGS_AT_MOST = 48
"""Names drawn at once: more cannot be read. Raised hands come first, then the nearest."""


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


def seen_beside(
    wish: Place, at: tuple[float, float], covered: Sequence[Place], size: tuple[int, int], gap: float
) -> Place | None:
    """A name moved aside until no panel and no edge of the window cuts it.

    Args:
        wish: where it would like to be, pixels.
        at: the point over the head that it belongs to, pixels.
        covered: what lies over the view.
        size: of the window, pixels.
        gap: left between it and what it makes way for, pixels.

    Returns:
        `None` where the head itself cannot be seen: whose name is that of somebody behind a panel?
    """
    head = Place(*at, 0.0, 0.0)
    if not (0 <= at[0] <= size[0] and 0 <= at[1] <= size[1]) or any(head.overlaps(panel) for panel in covered):
        return None
    place = replace(wish, x=max(min(wish.x, size[0] - gap - wish.width), gap))
    for panel in covered:
        if place.overlaps(panel):
            before = panel.x - gap - place.width
            place = replace(place, x=before if at[0] < panel.x else panel.x + panel.width + gap)
    return None if any(place.overlaps(panel) for panel in covered) else place


def tag_strength(distance: float) -> float:
    """How clearly a name at that distance (metres) is drawn: fully up to 22 m, gone at 28 m."""
    return min(max((28.0 - distance) / 6.0, 0.0), 1.0)


def draw_tags(
    brush: Brush, tags: Iterable[Tag], language: Language, size: tuple[int, int], covered: Sequence[Place] = ()
) -> None:
    """Names over heads, near ones first; where there is no room for a far one it is left out rather than unreadable.

    Args:
        brush: to draw with.
        tags: the names.
        language: the person's.
        size: of the window, pixels.
        covered: panels and toolbar: names make way for them.
    """
    shown = [tag for tag in tags if tag.hand or tag.speaking or tag_strength(tag.distance) > 0.05]
    shown.sort(key=lambda tag: (not (tag.hand or tag.speaking), tag.distance))
    palette = brush.palette
    seen: list[Tag] = []
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
        wish = Place(tag.x - wide / 2, tag.y - high, wide, high)
        if (beside := seen_beside(wish, (tag.x, tag.y), covered, size, brush.px(4))) is not None:
            seen.append(tag)
            wishes.append(beside)
        if len(seen) == TAGS_AT_MOST:
            break
    for tag, place in reversed(list(zip(seen, spread_tags(wishes, brush.px(14)), strict=True))):
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
