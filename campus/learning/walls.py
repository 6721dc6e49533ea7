"""What hangs beside the screen: the notes of a class on its note walls, the time that is left on its timers.

A screen shows what the class does now; these keep one thing in sight all along.
"""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from campus.learning.activities.brainstorm import BrainstormRunning
from campus.learning.activities.timer import TimerRunning
from campus.learning.panel import Countdown, Panel
from campus.learning.session import Session
from campus.learning.words import say

Wall = Literal["notes", "clock"]
WALLS: tuple[Wall, ...] = get_args(Wall)
NOTES, CLOCK = "wall.notes", "wall.clock"
"""Ids of their panels, by which whoever draws them knows them."""


def wall(session: Session | None, kind: Wall) -> Panel | None:
    """What a wall of that kind shows of a class; None leaves it bare: no class, nothing pinned, no time given."""
    if session is None or session.life not in ("live", "held"):
        return None
    return note_wall(session) if kind == "notes" else time_left(session)


def note_wall(session: Session) -> Panel | None:
    """The notes of the brainstorm that the class is at, else of the last one that it was at; without names."""
    walls = [running for running in session.running.values() if isinstance(running, BrainstormRunning)]
    if isinstance(session.now, BrainstormRunning):
        walls.append(session.now)
    shown = [panel for running in walls if (panel := running.screen(session.view)) is not None]
    return msgspec.structs.replace(shown[-1], id=NOTES) if shown else None


def time_left(session: Session) -> Panel | None:
    """How much is left of the time that was given beside the activity, else of the activity that is a timer."""
    countdown: Countdown | None = None
    if session.clock is not None:
        countdown = session.clock.countdown()
    elif isinstance(session.now, TimerRunning) and session.now.phase in ("going", "paused"):
        countdown = session.now.countdown()
    if countdown is None:
        return None
    return Panel(id=CLOCK, title=say("Temps qui reste", "Time left"), side="screen", items=(countdown,))
