"""What lies over the view in a frame, from back to front: names and words, panels, toolbar, dialogues, veil.

Owns which panels are on the screen, where each stands and how it glides there; knows no keys and no mouse, and decides
nothing about what a press means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from imgui_bundle import ImVec2, imgui

from campus.client.ui.brush import Brush
from campus.client.ui.columns import Frame, Place, shares
from campus.client.ui.focus import Focus
from campus.client.ui.hud import FreeRect, Hud
from campus.client.ui.overlay import (
    Notices,
    draw_light,
    draw_prompt,
    draw_veil,
    draw_words_pill,
)
from campus.client.ui.panels import WINDOW, Shown, draw_panel
from campus.client.ui.sheet import Memory, Sheet
from campus.client.ui.tags import draw_tags
from campus.client.ui.theme import MOTION_S, QUICK_S, WIDENS_FROM, packed
from campus.client.ui.tools import draw_toolbar, toolbar_size
from campus.learning.panel import AnyItem, Log, Panel, Pressed, Progress
from campus.text import Language

HINT_LEAST = 200.0
"""Between panels nearer to each other than this a hint would be a column of single words over what one looks at."""

KEPT_DRAFTS = 64
"""Fields whose words are remembered after their panel is gone: a session puts a panel away and brings it back."""

KEPT_GLIDES = 4000
"""Where things glide to is forgotten beyond this many: rows of people who left long ago."""


class Layers:
    """Everything that is drawn in a frame, each thing in its place.

    Attributes:
        shown: the panels that are on the screen, those that are just leaving it included, by id.
        covered: what lies over the view, as it was in the last frame.
        free: the part of the window that panels and toolbar leave free, as it was in the last frame.
    """

    def __init__(self, brush: Brush, focus: Focus, memory: Memory, out: list[Pressed]) -> None:
        self._brush, self._focus, self._memory, self._out = brush, focus, memory, out
        self._notices = Notices()
        self._language: Language = "fr"
        self._size = (0, 0)
        self.shown: dict[str, Shown] = {}
        self.covered: list[Place] = []
        self._covered_before: list[Place] = []
        self.free = FreeRect(0.0, 1.0, 0.0, 1.0)

    def draw(self, hud: Hud, language: Language, size: tuple[int, int]) -> None:
        """Draw one frame, between the backend's beginning and its end.

        Args:
            hud: everything to show.
            language: the person's.
            size: of the window, pixels.
        """
        self._language, self._size = language, size
        brush = self._brush
        width, height = size
        inner = Frame(width, height, self._brush.look.scale)
        self._take_panels(hud.panels)
        widened = any(one.here and one.panel.side == "right" and one.widens for one in self.shown.values())
        inner = replace(inner, widened=widened)
        # Beside a widened column the toolbar is a little smaller, rather than taking the column's foot.
        beside = inner.working + 2 * inner.margin if widened else 0.0
        bar_wide, bar_high, side = toolbar_size(brush, hud.tools, width - 2 * inner.margin - beside)
        left = any(one.here and one.panel.side == "left" for one in self.shown.values())
        right = any(one.here and one.panel.side == "right" for one in self.shown.values())
        frame = replace(inner, toolbar=bar_high, tools_width=bar_wide)
        low, high = frame.middle(left, right)
        self.free = FreeRect(
            low / width,
            high / width,
            (bar_high + 2 * frame.margin) / height if bar_high else 0.0,
            1.0,
        )
        self._covered_before, self.covered = self.covered, []
        self._draw_behind(hud, frame, left, right)
        self._draw_columns(frame, left, right)
        if hud.tools:
            self._draw_tools(hud, frame, frame.toolbar_left(left, right), side)
        self._draw_dialogues(frame)
        if hud.veil is not None:
            self._draw_over(hud)

    @property
    def notices_go(self) -> bool:
        """Whether a sentence is shown that goes by itself."""
        return self._notices.go(self._memory)

    def _take_panels(self, panels: Sequence[Panel]) -> None:
        now = {panel.id: panel for panel in panels if panel.side != "screen"}
        for one in self.shown.values():
            one.here = one.panel.id in now
        ordered: dict[str, Shown] = {}
        for panel_id, panel in now.items():
            shown = self.shown.get(panel_id) or Shown(panel)
            if shown.panel is not panel:
                self._settle(shown.panel, panel)
                shown.panel = panel
            shown.here = True
            ordered[panel_id] = shown
        for panel_id, shown in self.shown.items():
            ordered.setdefault(panel_id, shown)
        self.shown = ordered
        for panel_id, shown in list(self.shown.items()):
            goal = 1.0 if shown.here else 0.0
            shown.opened = self._memory.glide(
                ("open", panel_id), goal, still=self._brush.look.still, seconds=MOTION_S if shown.here else QUICK_S
            )
            if not shown.here and shown.opened <= 0.01:
                del self.shown[panel_id]
                for what in ("open", "y", "height"):
                    self._memory.glides.pop((what, panel_id), None)

    def _settle(self, before: Panel, after: Panel) -> None:
        """A panel that changed has answered what was on its way."""
        # Time that runs is no answer: it changes by itself, every second.
        if _without_time(before) != _without_time(after):
            for key in [key for key in self._memory.pending if key[0] == after.id]:
                del self._memory.pending[key]

    def forget(self, panels: Sequence[Panel]) -> None:
        """What nobody can come back to: drafts of panels long gone, and where things glided to."""
        drafts = self._memory.drafts
        here = {panel.id for panel in panels}
        gone = [key for key in drafts if key[0] not in here]
        for key in gone[: max(0, len(gone) - KEPT_DRAFTS)]:
            del drafts[key]
        for table in [key for key in self._memory.layouts if key[0] not in here]:
            del self._memory.layouts[table]
        glides = self._memory.glides
        if len(glides) > KEPT_GLIDES:
            for name in [name for name in glides if isinstance(name, tuple) and name[0] in ("warm", "chosen", "bar")]:
                del glides[name]

    def _sheet(self, panel: str, *, live: bool) -> Sheet:
        return Sheet(
            brush=self._brush,
            focus=self._focus,
            memory=self._memory,
            language=self._language,
            panel=panel,
            x=0.0,
            y=0.0,
            width=0.0,
            out=self._out,
            live=live,
        )

    def _draw_behind(self, hud: Hud, frame: Frame, left_open: bool, right_open: bool) -> None:
        brush = self._brush
        brush.draw = imgui.get_background_draw_list()
        brush.alpha = 1.0
        size = self._size
        panels = [place for place in self._covered_before if place.width < size[0]]  # a dialogue dims, and hides nobody
        draw_tags(brush, hud.tags, self._language, size, panels)
        low, high = frame.middle(left_open, right_open)
        centre = (low + high) / 2
        if hud.crosshair:
            brush.dot(size[0] / 2, size[1] / 2, brush.px(3.5), 0x16232B, alpha=0.45)
            brush.dot(size[0] / 2, size[1] / 2, brush.px(2.2), 0xFAF6EC, alpha=0.9)
        room = high - low - 2 * frame.margin
        narrow = room < brush.px(700)  # notices then begin below the light, which has the whole width
        left = low + frame.margin * (low == 0)
        lit = room * (1.0 if narrow else 0.5)
        edge = draw_light(brush, hud.connection, hud.place, self._language, left, frame.margin, lit)
        bottom = frame.height - frame.margin - (frame.toolbar + frame.margin * 0.75 if frame.toolbar else 0.0)
        # What is said above the toolbar stands over its middle, as far as the panels let it.
        over = frame.toolbar_left(left_open, right_open) + frame.tools_width / 2 if hud.tools else centre
        within = (low + frame.margin, high - frame.margin)
        if hud.prompt is not None:
            bottom = draw_prompt(brush, hud.prompt, self._language, over, bottom, within) - brush.px(8)
        if hud.hint is not None and within[1] - within[0] >= brush.px(HINT_LEAST):
            bottom = draw_words_pill(brush, hud.hint, self._language, over, bottom, within, brush.px(640))
            bottom -= brush.px(8)
        if hud.caption is not None:
            draw_words_pill(brush, hud.caption, self._language, over, bottom, within, brush.px(560))
        top = edge + brush.px(8) if narrow else frame.margin
        self._notices.draw(brush, self._memory, hud.notices, self._language, centre, top, min(room, brush.px(480)))

    def _draw_columns(self, frame: Frame, left: bool, right: bool) -> None:
        blocked = any(one.here and one.panel.side == "centre" for one in self.shown.values())
        # The working column first: that is where Tab should begin.
        for column in ("right", "left"):
            members = [one for one in self.shown.values() if one.panel.side == column]
            here = [one for one in members if one.here]
            gap = frame.margin * 0.75
            room = frame.column_height(left, right) - gap * max(len(here) - 1, 0)
            self._let_give_way(here, room, frame)
            heights = shares([self._wanted(one, frame) for one in here], room)
            y = frame.margin
            for one, height in zip(here, heights, strict=True):
                self._settle_at(one, y, height if one.folded else max(height, self._brush.px(96)))
                if (
                    one.drawn > 1
                    and one.natural > height + 1
                    and self._brush.look.scale * self._brush.look.text >= WIDENS_FROM
                ):
                    one.widens = True
                y += height + gap
            for one in members:
                if one.here or one.natural:
                    self._draw_one(one, frame, column == "right", live=one.here and not blocked)

    def _let_give_way(self, here: Sequence[Shown], room: float, frame: Frame) -> None:
        """Fold what can wait where words are so large that what cannot would be short of room.

        What only tells something waits, and what can be put away; the first of all the others, a question above all,
        does not. A press opens what is folded.
        """
        acting = [one for one in here if not one.only_tells and not one.panel.folds]
        kept = next((one for one in acting if not one.panel.closable), acting[0] if acting else None)
        for one in here:
            if kept is None or one is kept or not (one.only_tells or one.panel.closable):
                one.gives_way = False
            elif frame.widened and sum(self._wanted(each, frame) for each in here) > room + 1:
                one.gives_way = True

    def _settle_at(self, shown: Shown, y: float, height: float) -> None:
        """Let a panel glide to where it should be; one that is not known yet begins there."""
        still = self._brush.look.still or shown.drawn < 3
        memory, name = self._memory, shown.panel.id
        shown.y = memory.glide(("y", name), y, still=still, start=y)
        shown.height = memory.glide(("height", name), height, still=still, start=height)

    def _wanted(self, shown: Shown, frame: Frame) -> float:
        if any(isinstance(item, Log) for item in shown.panel.items) and shown.panel.side == "left":
            return max(shown.natural, frame.height * 0.45)
        return shown.natural or frame.height * 0.3

    def _draw_one(self, shown: Shown, frame: Frame, right: bool, *, live: bool) -> None:
        brush = self._brush
        brush.alpha = shown.opened if shown.drawn else 0.0
        slide = 0.0 if self._brush.look.still else brush.px(12) * (1.0 - shown.opened) * (1 if right else -1)
        wide = frame.working if right else frame.column
        x = frame.width - frame.margin - wide if right else frame.margin
        sheet = self._sheet(shown.panel.id, live=live)
        fills = shown.panel.side == "left" and any(isinstance(item, Log) for item in shown.panel.items)
        draw_panel(sheet, shown, x + slide, shown.y, wide, shown.height, fills=fills)
        if shown.here:
            self.covered.append(Place(x, shown.y, wide, shown.height))
        brush.alpha = 1.0

    def _draw_dialogues(self, frame: Frame) -> None:
        brush = self._brush
        dialogues = [one for one in self.shown.values() if one.panel.side == "centre"]
        if not dialogues:
            return
        dim = max(one.opened for one in dialogues)
        self._full_window("dim", blocks=True)
        brush.draw = imgui.get_window_draw_list()
        brush.draw.add_rect_filled(ImVec2(0, 0), ImVec2(frame.width, frame.height), packed(0x16232B, 0.38 * dim), 0.0)
        imgui.end()
        for place, one in enumerate(dialogues):
            brush.alpha = one.opened if one.drawn else 0.0
            height = min(one.natural or frame.height * 0.5, frame.height - 2 * frame.margin)
            slide = 0.0 if self._brush.look.still else brush.px(12) * (1.0 - one.opened)
            x = (frame.width - frame.dialogue) / 2
            y = (frame.height - height) / 2 + slide
            live = one.here and place == len(dialogues) - 1
            draw_panel(self._sheet(one.panel.id, live=live), one, x, y, frame.dialogue, height)
            brush.alpha = 1.0

    def _full_window(self, name: str, *, blocks: bool) -> None:
        imgui.set_next_window_pos(ImVec2(0, 0))
        imgui.set_next_window_size(ImVec2(*self._size))
        flags = WINDOW if blocks else WINDOW | imgui.WindowFlags_.no_inputs.value
        if blocks:
            self.covered.append(Place(0.0, 0.0, *self._size))
        imgui.begin(name, None, flags)
        imgui.internal.bring_window_to_display_front(imgui.internal.get_current_window())

    def _draw_tools(self, hud: Hud, frame: Frame, x: float, side: float) -> None:
        wide = frame.tools_width
        y = frame.height - frame.margin - frame.toolbar
        blocked = any(one.here and one.panel.side == "centre" for one in self.shown.values())
        imgui.set_next_window_pos(ImVec2(x, y))
        imgui.set_next_window_size(ImVec2(wide, frame.toolbar))
        imgui.push_style_var(imgui.StyleVar_.window_padding.value, ImVec2(0, 0))
        self.covered.append(Place(x, y, wide, frame.toolbar))
        imgui.begin("tools", None, WINDOW)
        self._brush.draw = imgui.get_window_draw_list()
        draw_toolbar(self._sheet("toolbar", live=not blocked), hud.tools, x, y, side)
        imgui.end()
        imgui.pop_style_var()

    def _draw_over(self, hud: Hud) -> None:
        self._full_window("veil", blocks=True)
        self._brush.draw = imgui.get_window_draw_list()
        if hud.veil is not None:
            draw_veil(self._brush, self._memory, hud.veil, self._language, self._size)
        imgui.end()


def _without_time(panel: Panel) -> tuple[AnyItem, ...]:
    return tuple(item for item in panel.items if not isinstance(item, Progress))
