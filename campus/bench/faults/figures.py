"""What a campaign of faults came to, whether that is as it must be, and it in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

MORE_OBJECTS = 2000
"""So many more Python objects after the last nonsense than after its first tenth are no growth."""


@dataclass
class Figures:
    """What was done, and what came of it.

    Attributes:
        rounds, bots: how often the server was killed, and how many were voting.
        sent, acknowledged: answers.
        lost: acknowledged answers that the log does not hold.
        twice: answers that it holds more than once.
        wrong_phase: rounds after which the class stood elsewhere than before, in the log or before its teacher.
        wrong_timer: rounds after which the timer that is going had another beginning or another end.
        unsound: what `verify` found, over all rounds.
        restart_s: how long the server took to listen again: median and longest.
        frames: how much nonsense was sent, in how many connections; `faults` of the server; `growth` in objects.
        closing: votes sent at the moment at which the vote was closed: how many counted, were refused, were neither.
        clock: what was wrong after the clock had been set back an hour.
        disk: what was wrong when the disk took nothing more, and when it did again; None where it was not tried.
        held: whether the class was held while its teacher was gone, and went on after.
    """

    rounds: int = 0
    bots: int = 0
    sent: int = 0
    acknowledged: int = 0
    lost: int = 0
    twice: int = 0
    wrong_phase: int = 0
    wrong_timer: int = 0
    unsound: list[str] = field(default_factory=list)
    restart_s: dict[str, float] = field(default_factory=dict)
    frames: int = 0
    connections: int = 0
    faults: list[str] = field(default_factory=list)
    growth: int = 0
    closing: dict[str, int] = field(default_factory=dict)
    clock: list[str] = field(default_factory=list)
    disk: list[str] | None = None
    held: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether every outcome is as it must be."""
        return not (
            self.lost
            or self.twice
            or self.wrong_phase
            or self.wrong_timer
            or self.unsound
            or self.faults
            or self.growth > MORE_OBJECTS
            or self.closing.get("neither", 0)
            or self.clock
            or self.disk
            or not self.held
        )


def told(figures: Figures) -> Iterator[str]:
    """The figures in words, line by line."""
    yield f"{figures.rounds} kills of a server with {figures.bots} people voting"
    yield f"  {figures.sent} answers sent, {figures.acknowledged} acknowledged"
    yield f"  {figures.lost} lost, {figures.twice} twice"
    yield f"  seconds until it listened again: {figures.restart_s}"
    yield f"  {figures.wrong_phase} classes in another phase, {figures.wrong_timer} with another timer"
    yield f"  log: {'; '.join(figures.unsound) or 'sound'}"
    yield f"{figures.frames} frames of nonsense in {figures.connections} connections: {len(figures.faults)} faults, "
    yield f"  {figures.growth:+} objects"
    yield from (f"  {fault}" for fault in figures.faults[:10])
    yield f"votes at the moment of closing: {figures.closing}"
    yield f"clock set back an hour: {'; '.join(figures.clock) or 'order and figures hold'}"
    full = "not tried here: only Linux can" if figures.disk is None else "; ".join(figures.disk)
    yield f"disk full: {full or 'nothing falsely acknowledged, said to the teacher, and on when there was room'}"
    yield f"teacher's connection lost: {'held, and resumed' if figures.held else 'NOT held'}"
    yield "All as it must be." if figures.is_sound else "NOT as it must be."
