"""What a run of bots came to: its figures, and these in words."""

from __future__ import annotations

from dataclasses import dataclass, field

JUMP_MEANS = "how much further somebody was drawn from one frame to the next than one walks in that time"


@dataclass
class Figures:
    """What a run of bots measured.

    Attributes:
        bots: how many were asked for; `online` how many stood in the space at the end.
        seconds: how long it was measured.
        error_m: how far what each would have drawn of the others was from where these truly were at that moment, 150 ms
            ago: median, 95th and 99th percentile, and the largest, metres.
        largest_step_m: the furthest that anybody was drawn from one frame to the next.
        largest_jump_m: the furthest that anybody was drawn beyond what one walks in that time.
        largest_jump_means: that, in words, for whoever reads only the figures.
        samples: how many pairs and moments the errors are of.
        votes, acknowledged: how many answers were sent, and how many the server said it had committed.
        put_back: how often the referee did not let a pose pass.
        late_frames: how often a frame of the bots came more than 50 ms late: then they measure themselves.
    """

    bots: int
    behaviour: str
    space: str
    seconds: float
    online: int = 0
    error_m: dict[str, float] = field(default_factory=dict)
    largest_step_m: float = 0.0
    largest_jump_m: float = 0.0
    largest_jump_means: str = JUMP_MEANS
    samples: int = 0
    messages_in_per_s: float = 0.0
    messages_out_per_s: float = 0.0
    bytes_in_per_s: float = 0.0
    bytes_out_per_s: float = 0.0
    seats_taken: int = 0
    hands_raised: int = 0
    votes: int = 0
    acknowledged: int = 0
    refusals: dict[str, int] = field(default_factory=dict)
    put_back: int = 0
    errors: list[str] = field(default_factory=list)
    late_frames: int = 0


def words(figures: Figures) -> str:
    """The figures for a person."""
    error = figures.error_m
    lines = [
        f"{figures.online} of {figures.bots} bots in {figures.space} for {figures.seconds:g} s ({figures.behaviour})",
        f"seen wrongly by    {_metres(error.get('p50'))} half the time, at most {_metres(error.get('p95'))} for 95 %, "
        f"{_metres(error.get('max'))} ever ({figures.samples} samples)",
        f"largest jump       {_metres(figures.largest_jump_m)} ({JUMP_MEANS})",
        f"in                 {figures.messages_in_per_s:.0f} messages/s, {figures.bytes_in_per_s / 1000:.1f} kB/s",
        f"out                {figures.messages_out_per_s:.0f} messages/s, {figures.bytes_out_per_s / 1000:.1f} kB/s",
        f"seats taken {figures.seats_taken}, hands raised {figures.hands_raised}, "
        f"votes {figures.votes} ({figures.acknowledged} acknowledged), put back {figures.put_back}",
    ]
    lines += [f"refused {code}: {number}" for code, number in sorted(figures.refusals.items())]
    return "\n".join(lines + [f"error: {error}" for error in figures.errors])


def _metres(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f} m"
