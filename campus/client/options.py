"""What somebody asks for who opens the campus: by flags, and by what they chose another day."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from campus.client.profile import Profile, load_profile
from campus.protocol.messages import Figure
from campus.space.daytime import Daytime
from campus.text import Language

if TYPE_CHECKING:
    from campus.client.view.quality import Tier


TOPS, TROUSERS = 12, 6
"""So many there are to be given; nobody is put into a skirt without having asked for one."""


@dataclass(frozen=True)
class Options:
    """What the command line asks for; None leaves it to the profile, the defaults, or the campus.

    Attributes:
        key: of somebody else's server, for its teacher; one's own server gives its key by itself.
        ticket: for one connection to somebody else's server.
        login, password: of an account there; without a password it is asked for in the window.
        started: when the process began, on the clock of `time.time`.
        moment: the hour of the day that the campus is seen at.
    """

    space: str | None = None
    name: str | None = None
    language: Language | None = None
    server: str | None = None
    code: str | None = None
    size: tuple[int, int] = (1280, 720)
    offscreen: bool = False
    seconds: float | None = None
    screenshot: Path | None = None
    profile: Path | None = None
    root: Path | None = None
    data: Path | None = None
    demo: Path | None = None
    key: str | None = field(default=None, repr=False)
    ticket: str | None = field(default=None, repr=False)
    login: str | None = None
    password: str | None = field(default=None, repr=False)
    started: float = 0.0
    moment: Daytime | None = None


def first_clothes(by: random.Random) -> Figure:
    """Somebody who has not chosen yet, in clothes of their own: a class of newcomers is no uniform."""
    return Figure(top=by.randrange(TOPS), legs=by.randrange(TROUSERS))


def profile_for(options: Options, path: Path, root: Path) -> Profile:
    """Who opens the campus, and how they like to see: as they left it, and as the flags say.

    Args:
        options: the flags.
        path: of the kept profile.
        root: of the content: its `config/client.yaml` has the defaults.
    """
    profile = load_profile(path, root / "config" / "client.yaml")
    if options.name is not None:
        profile = replace(profile, name=options.name[:48], known=True)
    if profile.figure == Figure():
        # The same clothes every day for whoever comes by a name, so that others know them again.
        by = random.Random(profile.name or None)
        profile = replace(profile, figure=first_clothes(by))
    if options.language is not None:
        profile = replace(profile, language=options.language)
    if options.moment is not None:
        day, hour = options.moment.day, options.moment.hour
        profile = replace(profile, hour="chosen", chosen_hour=hour, chosen_day=day)
    return profile


FINE_WORD = "fine"
"""What `Profile.measured` says of a machine with time to spare at the high tier."""


def known_tier(profile: Profile, renderer: str, *, software: bool) -> Tier | None:
    """The tier that this person chose, or that this machine was measured to bear; None where it must be measured."""
    if profile.picture != "auto":
        return profile.picture
    if software:
        return "low"
    measured_on, _, tier = profile.measured.rpartition("|")
    if tier == FINE_WORD:
        tier = "high"
    return cast("Tier", tier) if measured_on == renderer and tier in ("low", "medium", "high") else None


def known_fine(profile: Profile, renderer: str) -> bool:
    """Whether this machine was measured to have time for the finest of pictures."""
    return profile.measured == f"{renderer}|{FINE_WORD}"
