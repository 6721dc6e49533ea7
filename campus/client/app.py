"""The client's composition root: it alone reads the clock and the environment, opens the window and starts a server."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from campus.client.profile import Profile, load_profile
from campus.client.view.window import NoDisplay, open_window
from campus.errors import CampusError
from campus.protocol.messages import VERSION, Hello
from campus.remote.embedded import Embedded, start_or_join
from campus.scene import find_root, load_campus
from campus.text import Language

__all__ = ["NoDisplay", "Options", "run"]

LONGEST_FRAME_S = 0.25
FASTEST_FRAME_S = 1 / 120
"""Without a vertical blank to wait for, a frame does not come sooner than this."""


@dataclass(frozen=True)
class Options:
    """What the command line asks for; None leaves it to the profile, the defaults, or the campus.

    Attributes:
        started: when the process began, on the clock of `time.time`.
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
    started: float = 0.0


def run(options: Options) -> int:
    """Open the campus and stay until the window closes or the time is up.

    Returns:
        The exit status.

    Raises:
        NoDisplay: there is no screen and `offscreen` was not asked for.
        SceneErrors: the campus has mistakes; nothing was opened.
        CampusError: anything else that a sentence explains.
    """
    _need_a_display(options)
    root = find_root(options.root, Path.cwd())
    profile_path = options.profile or platformdirs.user_config_path("campus", appauthor=False) / "profile.json"
    profile = _profile(options, profile_path, root)
    # The server reads the same files while this process opens its window: start it first.
    embedded = None if options.server else start_or_join(root=root, data=options.data)
    try:
        return _stay(options, root, profile_path, profile, embedded)
    finally:
        if embedded is not None:
            embedded.stop()


def _stay(options: Options, root: Path, profile_path: Path, profile: Profile, embedded: Embedded | None) -> int:
    campus = load_campus(root)
    if options.space is not None and options.space not in campus.scenes:
        raise CampusError(f"--space: no space is called '{options.space}'. Known: {', '.join(sorted(campus.scenes))}.")
    base = open_window(options.size, options.offscreen, campus.title.in_(profile.language))

    # Half of what follows is imported only once a window is certain.
    from campus.client.avatars.crowd import Crowd
    from campus.client.client import Client
    from campus.client.demo import load_demo
    from campus.client.input.devices import Devices
    from campus.client.input.intents import Held
    from campus.client.places import Places
    from campus.client.player import DemoPlayer
    from campus.client.ui.interface import Interface
    from campus.client.view.stage import Stage
    from campus.remote import Link

    stage = Stage(base)
    held = Held()
    interface = Interface(base, profile.language, profile.scale)
    devices = Devices(held, interface)
    devices.listen(base)
    places = Places(campus, stage, profile.language)
    entry = options.space or campus.entry
    first = places.get(entry)
    url, key = (embedded.url, embedded.key) if embedded else (options.server or "", None)
    hello = Hello(
        version=VERSION,
        name=profile.name or _nameless(profile.language),
        language=profile.language,
        figure=profile.figure,
        key=key,
        code=options.code,
    )
    client = Client(
        places=places,
        stage=stage,
        crowd=Crowd(stage),
        interface=interface,
        devices=devices,
        link=Link(url, hello, now=time.monotonic),
        profile=profile,
        profile_path=profile_path,
        root=root,
        held=held,
        wanted_space=options.space,
    )
    client.stand_in(first)
    demo = load_demo(options.demo) if options.demo else None
    player = DemoPlayer(client)
    try:
        before = opened = time.monotonic()
        frames = 0
        while not client.closing and not base.win.is_closed():
            now = time.monotonic()
            client.run_frame(now, min(now - before, LONGEST_FRAME_S))
            before = now
            frames += 1
            if frames == 1:
                print(f"first frame {time.time() - options.started:.1f} s", flush=True)  # noqa: T201
            if demo is not None:
                demo.play(player, now)
                if demo.done and options.seconds is None:
                    break
            if options.seconds is not None and now - opened > options.seconds:
                break
            spare = FASTEST_FRAME_S - (time.monotonic() - now)
            if spare > 0:
                time.sleep(spare)
        if options.screenshot is not None:
            client.stage.screenshot(options.screenshot)
            print(options.screenshot)  # noqa: T201
    finally:
        client.close()
    return 0


def _profile(options: Options, path: Path, root: Path) -> Profile:
    from msgspec.structs import replace

    profile = load_profile(path, root / "config" / "client.yaml")
    if options.name is not None:
        profile = replace(profile, name=options.name[:48], known=True)
    if options.language is not None:
        profile = replace(profile, language=options.language)
    return profile


def _nameless(language: Language) -> str:
    return "Nouvelle personne" if language == "fr" else "Newcomer"


def _need_a_display(options: Options) -> None:
    """Say it before anything is started: Panda3D itself would write three lines of its own and go on to fail."""
    if options.offscreen or not sys.platform.startswith("linux"):
        return
    if not os.environ.get("DISPLAY"):
        raise NoDisplay(
            "There is no display to open the campus on: start it from a graphical session, or draw without a window "
            "with 'campus --offscreen --seconds 10 --screenshot campus.png'."
        )
