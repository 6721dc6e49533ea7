"""Sight: from every seat one sees the screen: all of it, near enough, not too much from the side, with legible words.

Seats in a zone whose voices are isolated are not audience, nor those outside of the zones that are said to be it; where
there is no screen of the session nothing is judged. Every layout is judged, and what a layout finds wrong is told with
its name; but where another layout than the first turns chairs from the screen, as a circle does, that is meant: those
are counted among the figures, and fail nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from campus.proofs._base import Case, Figures, Finding, Verdict, in_layout, named, not_applicable
from campus.proofs.audience import Sitter, audience
from campus.proofs.rays import Rays, surfaces_of
from campus.space.model import Screen, Space
from campus.text import Text, bilingual, comma

Doubles = NDArray[np.float64]

HEIGHTS_AT_MOST = 6.0
"""Of the screen's height: how far the last seat may be (ANSI/AVIXA V202.01, basic decision making)."""
ANGLE_AT_MOST = 60.0
"""Off the screen's normal, and between where a seat looks and where its screen is, degrees."""
TABLE_WITHIN_M = 1.15
"""Whoever sits at a table on a chair turns the chair to see: only a chair without one, and a fixed seat, must look."""
X_HEIGHT_PIXELS = 9.0
WINDOW = (1280, 720)
FOCUS_FILLS = 0.85
"""Of the free width, which the screen fills in focus view: `campus.client.camera.FOCUS_FILLS`, held equal by a test."""
PANEL_SHARE = 374 / 1280
"""Of the window's width that one open column of panels takes at 1280 pixels: the worst case; held by a test."""
TOOLBAR_SHARE = 0.10
TURNED = "turned_in_layouts"
"""The figure that says of each other layout how many of its chairs are turned from the screen."""
PAGE = (1280.0, 720.0)
SMALLEST_PT = 31.0
"""The smallest text of a slide, on a page of 1280 × 720 points (`assets/units/make_slides.py`, held by a test)."""
X_HEIGHT = 0.496
"""Of Atkinson Hyperlegible, in parts of its size (the font's OS/2 table)."""
_POINTS = [(x, z) for z in (-0.45, 0.0, 0.45) for x in (-0.47, 0.0, 0.47)]


def prove(case: Case) -> Verdict:
    """Every seat of the audience sees a screen of the session."""
    space = case.space
    screens = [screen for screen in space.screens.values() if screen.shows == "session"]
    if not screens:
        return not_applicable(bilingual("no screen that a session shows on", "aucun écran où une séance se montre"))
    sitters = audience(space)
    findings = [f for screen in screens for f in _illegible(space, screen)]
    figures: Figures = {
        "screens": len(screens),
        "seats": len(sitters),
        "x_height_px": round(min(x_height_pixels(screen) for screen in screens), 1),
    }
    if not sitters:
        return Verdict(figures, tuple(findings))
    best = sights_of(space)
    findings += _found(best)
    turned: dict[str, float] = {}
    for layout, arranged in case.arranged.items():
        seen = sights_of(arranged)
        wrong = _found(seen, but="turned")
        findings += [in_layout(layout, finding) for finding in wrong]
        if away := sum("turned" in sight.problems for sight in seen):
            turned[layout] = away
    if case.arranged:
        figures = {**figures, "layouts": len(case.arranged) + 1}
    if turned:
        figures = {**figures, TURNED: turned}
    figures = {
        **figures,
        "farthest_heights": round(max(s.heights for s in best), 2),
        "widest_angle_deg": round(max(s.aside for s in best), 1),
        "most_turned_deg": round(max((s.turn for s in best if not s.at_table), default=0.0), 1),
        "turned_at_tables": sum(s.at_table and s.turn >= ANGLE_AT_MOST for s in best),
    }
    return Verdict(figures, tuple(findings))


def _found(sights: list[Sight], *, but: Problem | None = None) -> list[Finding]:
    """What is wrong with what people see, a sentence for each node, screen and kind; one kind can be left out."""
    groups: dict[tuple[str, str, Problem], list[Sight]] = {}
    for sight in sights:
        for problem in sight.problems:
            if problem != but:
                groups.setdefault((sight.sitter.seat.node, sight.screen.id, problem), []).append(sight)
    return [Finding(node, _told(problem, screen_id, several)) for (node, screen_id, problem), several in groups.items()]


def sights_of(space: Space) -> list[Sight]:
    """What everybody of the audience has of the screen that they see best; nothing where no session has a screen.

    Raises:
        NotComputable: when Embree is not installed.
    """
    screens = [screen for screen in space.screens.values() if screen.shows == "session"]
    sitters = audience(space)
    if not screens or not sitters:
        return []
    rays = Rays(surfaces_of(space))
    per_screen = [_seen(space, sitters, screen, rays) for screen in screens]
    return [min((seen[i] for seen in per_screen), key=lambda s: s.badness) for i in range(len(sitters))]


def x_height_pixels(screen: Screen) -> float:
    """Of the smallest text of a slide in focus view at 1280 × 720 with one column of panels open.

    The screen fills 85 % of the free width or height, whichever is less; a page of another shape than the screen
    leaves bands.
    """
    width, height = screen.size
    free_wide, free_high = WINDOW[0] * (1 - PANEL_SHARE), WINDOW[1] * (1 - TOOLBAR_SHARE)
    scale = min(FOCUS_FILLS * free_wide / width, FOCUS_FILLS * free_high / height)
    page = min(width * scale, height * scale * PAGE[0] / PAGE[1])
    return SMALLEST_PT * X_HEIGHT * page / PAGE[0]


Problem = Literal["turned", "hidden", "far", "aside"]


@dataclass(frozen=True)
class Sight:
    """What one seat has of one screen.

    Attributes:
        heights: how far it is from the screen's middle, in heights of the screen.
        aside: how far off the screen's normal it stands, degrees.
        turn: between where the seat looks and where its screen is, degrees.
        hidden: how many of nine points of the screen something stands before.
        at_table: whether it is a chair that whoever sits there turns.
    """

    sitter: Sitter
    screen: Screen
    heights: float
    aside: float
    turn: float
    hidden: int
    at_table: bool

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with it, if anything."""
        found: list[tuple[Problem, bool]] = [
            ("turned", self.turn >= ANGLE_AT_MOST and not self.at_table),
            ("hidden", self.hidden > 0),
            ("far", self.heights > HEIGHTS_AT_MOST),
            ("aside", self.aside >= ANGLE_AT_MOST),
        ]
        return tuple(problem for problem, is_so in found if is_so)

    @property
    def badness(self) -> tuple[int, float]:
        """By this the best of several screens is chosen."""
        return len(self.problems), self.heights


def _seen(space: Space, sitters: list[Sitter], screen: Screen, rays: Rays) -> list[Sight]:
    width, height = screen.size
    angle = math.radians(screen.heading)
    look: Doubles = np.array((-math.sin(angle), math.cos(angle), 0.0))
    across: Doubles = np.array((math.cos(angle), math.sin(angle), 0.0))
    centre: Doubles = np.array(screen.at)
    targets = np.array([centre + across * (x * width) + np.array((0, 0, z * height)) for x, z in _POINTS])
    eyes = np.array([sitter.eye for sitter in sitters])
    starts = np.repeat(eyes, len(targets), axis=0)
    clear = rays.clear(starts, np.tile(targets + look * 0.01, (len(eyes), 1))).reshape(len(eyes), -1)
    sights = []
    for sitter, eye, visible in zip(sitters, eyes, clear, strict=True):
        to = centre - eye
        distance = float(np.linalg.norm(to))
        aside = math.degrees(math.acos(max(-1.0, min(1.0, float(-(to @ look) / distance)))))
        heading = math.radians(sitter.seat.heading)
        flat = to[:2] / max(float(np.linalg.norm(to[:2])), 1e-9)
        facing = float(flat @ np.array((-math.sin(heading), math.cos(heading))))
        turn = math.degrees(math.acos(max(-1.0, min(1.0, facing))))
        hidden = int((~visible).sum())
        sights.append(Sight(sitter, screen, distance / height, aside, turn, hidden, _at_table(space, sitter)))
    return sights


def _at_table(space: Space, sitter: Sitter) -> bool:
    """Whether a chair is drawn up to a table: one stands right before it."""
    seat = sitter.seat
    types = {node.id: node.type for node in space.scene.nodes}
    if types.get(seat.node) != "seat":
        return False
    heading = math.radians(seat.heading)
    for node, type_ in types.items():
        if type_ in ("table", "desk") and node in space.where:
            x, y = space.where[node][0] - seat.at[0], space.where[node][1] - seat.at[1]
            ahead = -math.sin(heading) * x + math.cos(heading) * y
            if ahead > 0.0 and math.hypot(x, y) <= TABLE_WITHIN_M:
                return True
    return False


def _told(problem: Problem, screen: str, several: list[Sight]) -> Text:
    names = named([sight.sitter.seat.id for sight in several])
    worst = max(several, key=lambda s: (s.turn, s.heights, s.aside))
    match problem:
        case "turned":
            return bilingual(
                f"{names.en} cannot see screen '{screen}': turned away from it by {worst.turn:.0f}°. Turn the seat.",
                f"de {names.fr} on ne voit pas l'écran « {screen} » : tourné de {worst.turn:.0f}°. Tournez le siège.",
            )
        case "hidden":
            return bilingual(
                f"{names.en} cannot see all of screen '{screen}': something stands between. Move the seat, or it.",
                f"de {names.fr} on ne voit pas tout l'écran « {screen} » : quelque chose est devant."
                " Déplacez le siège, ou cette chose.",
            )
        case "far":
            far = max(sight.heights for sight in several)
            return bilingual(
                f"screen '{screen}' is too small for {names.en}: {far:.1f} times its height away,"
                f" {HEIGHTS_AT_MOST:g} at most."
                " Make the screen larger, or bring the seats nearer.",
                f"l'écran « {screen} » est trop petit pour {names.fr} : à {comma(far, '.1f')} fois sa hauteur,"
                f" {HEIGHTS_AT_MOST:g} au plus."
                " Agrandissez l'écran, ou rapprochez les sièges.",
            )
        case _:
            wide = max(sight.aside for sight in several)
            sees = "sees" if len(several) == 1 else "see"
            return bilingual(
                f"{names.en} {sees} screen '{screen}' too much from the side: {wide:.0f}°, {ANGLE_AT_MOST:g}° at most."
                " Move it, or say where the audience sits: a zone with role: audience.",
                f"de {names.fr} on voit l'écran « {screen} » trop de côté : {wide:.0f}°, {ANGLE_AT_MOST:g}° au plus."
                " Déplacez-le, ou dites où est le public : une zone avec « role: audience ».",
            )


def _illegible(space: Space, screen: Screen) -> list[Finding]:
    pixels = x_height_pixels(screen)
    if pixels >= X_HEIGHT_PIXELS:
        return []
    node = screen.id if screen.id in space.where else screen.id.partition(".")[0]
    return [
        Finding(
            node,
            bilingual(
                f"the smallest text on screen '{screen.id}' has an x-height of {pixels:.1f} pixels in focus view at"
                f" {WINDOW[0]} × {WINDOW[1]}, {X_HEIGHT_PIXELS:g} at least. Give the screen a shape nearer to 16:9.",
                f"le plus petit texte de l'écran « {screen.id} » a des minuscules de {comma(pixels, '.1f')} pixels en"
                f" vue rapprochée à {WINDOW[0]} × {WINDOW[1]}, {X_HEIGHT_PIXELS:g} au moins."
                " Donnez à l'écran une forme plus proche de 16:9.",
            ),
        )
    ]
