"""The client's composition root: it alone reads the clock and the environment, opens the window and starts a server."""

from __future__ import annotations

import math
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import platformdirs

from campus.client.entering import DOOR, Door, Proof, Way, enter
from campus.client.memory import give_back_early, keep_heaps_apart
from campus.client.options import FINE_WORD, Options, known_fine, known_tier, profile_for
from campus.client.picture import keep_picture
from campus.client.profile import Profile, save_profile
from campus.client.returning import Returning
from campus.client.view.window import NoDisplay, is_software, open_window
from campus.protocol.messages import VERSION, Hello, Login
from campus.remote import Link
from campus.remote.cache import Cache
from campus.remote.embedded import Embedded, start_or_join
from campus.scene import find_root, load_campus, unknown_space
from campus.text import Text, bilingual, plain_words

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

    from campus.client.audio.ears import Ears
    from campus.client.audio.speaker import Speaker
    from campus.client.client import Client
    from campus.client.input.devices import Devices
    from campus.client.joining import Joining
    from campus.client.places import Places
    from campus.client.ui.hud import Hud
    from campus.client.ui.interface import Interface
    from campus.client.view.stage import Stage
    from campus.learning.panel import Pressed
    from campus.scene.model import Campus

LONGEST_FRAME_S = 0.25
FASTEST_FRAME_S = 1 / 120
"""Without a vertical blank to wait for, a frame does not come sooner than this."""
UNSEEN_FRAME_S = 1 / 10
"""Nor sooner than this where there is no window: nobody watches, and several such clients share a machine."""
WAITING_FRAME_S = 0.5
"""While a space is made ready the window is drawn so often, so that it can be closed."""
LOOKS_AGAIN_S = 0.02

_DUSK = (0.36, 0.42, 0.45, 1.0)
"""Behind the panel at the door: there is no campus to be seen yet."""
_TITLE = Text(fr="Campus", en="Campus")
_OPENING = Text(fr="On ouvre les portes…", en="Opening the doors…")


def run(options: Options) -> int:
    """Open the campus and stay until the window closes or the time is up.

    Returns:
        The exit status.

    Raises:
        NoDisplay: there is no screen and `offscreen` was not asked for.
        SceneErrors: the campus has mistakes; nothing was opened.
        NoPicture: the picture that was asked for could not be kept.
        CampusError: anything else that a sentence explains.
    """
    _need_a_display(options)
    give_back_early()
    keep_heaps_apart()
    root = find_root(options.root, Path.cwd())
    profile_path = options.profile or platformdirs.user_config_path("campus", appauthor=False) / "profile.json"
    profile = profile_for(options, profile_path, root)
    if options.server is not None:
        return _Opening(options, root, profile_path, profile, None).stay()
    # The server reads the same files while this process opens its window: start it first.
    with ThreadPoolExecutor(1) as pool:
        starting = pool.submit(start_or_join, root=root, data=options.data)
        try:
            return _Opening(options, root, profile_path, profile, starting).stay()
        finally:
            if starting.exception() is None:
                starting.result().stop()


@dataclass
class _Opening:
    """From the options to a running client."""

    options: Options
    root: Path
    profile_path: Path
    profile: Profile
    embedded: Future[Embedded] | None
    opened: float = field(default_factory=time.monotonic)
    proof: Proof = field(default=Proof(), repr=False)
    """What opened the door of somebody else's campus."""

    def stay(self) -> int:
        """Open the window, make the campus ready, and draw frames until it is over."""
        options = self.options
        # One's own campus is read first: with a mistake in it, nothing opens.
        campus = load_campus(self.root) if self.embedded is not None else None
        title = campus.title.in_(self.profile.language) if campus else "Campus"
        # Before the window: Panda3D loads one sound library in a process, the first.
        speaker = _speaker(options, self.profile)
        base = open_window(options.size, options.offscreen, title)

        # Half of what follows is imported only once a window is certain.
        from campus.client.avatars.crowd import Crowd
        from campus.client.client import Client
        from campus.client.frame import Frame, run_frame
        from campus.client.input.devices import Devices
        from campus.client.input.intents import Held
        from campus.client.shown import look_of
        from campus.client.taught import Taught
        from campus.client.ui.hud import Hud, Veil
        from campus.client.ui.interface import Interface
        from campus.client.ui.theme import font_folder
        from campus.client.view.kept import keep_in
        from campus.client.view.looks import make_ahead
        from campus.client.view.materials import pattern_form
        from campus.client.view.pace import SLOW_ON_A_CARD_S, SLOW_S, Pace
        from campus.client.view.quality import fine_for, quality_of, tier_for
        from campus.client.view.stage import Stage
        from campus.client.view.trial import seconds_a_frame

        keep_in(_cache_folder() / "pictures")
        renderer = base.win.gsg.driver_renderer
        tier = known_tier(self.profile, renderer, software=is_software(base))
        stage = Stage(base, quality_of(tier or "high", fine=known_fine(self.profile, renderer)))
        interface = Interface(base, self.profile.language, self.profile.scale, fonts=font_folder())
        interface.look = look_of(self.profile)
        held = Held()
        devices = Devices(held, interface)
        devices.listen(base)
        self._draw_waiting(
            base, interface, Hud(veil=Veil(title=_TITLE, text=_OPENING))
        )  # the window is never blank while a space is made ready
        print(f"opening {time.time() - options.started:.1f} s", flush=True)  # noqa: T201
        root, heard = self.root, []
        if campus is None:
            try:
                entered = self._enter(base, interface, devices)
            finally:
                interface.forget_field(DOOR)
                self._keep_picture(stage)
            if entered is None or entered[0].root is None:
                return 0
            root, heard, link = entered[0].root, entered[0].heard, entered[1]
            campus = load_campus(root)
        entry = options.space or campus.entry
        if entry not in campus.scenes:
            raise unknown_space(entry, campus.scenes)
        patterns = {material.pattern for material in campus.materials.values()}
        ahead = make_ahead(_cache_folder() / "pictures", patterns, pattern_form(stage.quality))
        places = self._places(campus, stage)
        try:
            if not self._made_ready(base, interface, places, entry):
                places.close()
                self._keep_picture(stage)
                return 0
            first = places.get(entry)
        finally:
            ahead.close()
        if tier is None:
            # The first start on this machine: what it draws of the real thing in half a second tells what fits it.
            stage.present(first.view)
            took_s = seconds_a_frame(stage, time.perf_counter)
            tier, fine = tier_for(took_s), fine_for(took_s)
            self.profile = msgspec.structs.replace(self.profile, measured=f"{renderer}|{FINE_WORD if fine else tier}")
            save_profile(self.profile_path, self.profile)
            if tier != "high":
                places.close()
                first.view.destroy()
                stage.destroy()
                stage = Stage(base, quality_of(tier))
                places = self._places(campus, stage)
                first = places.get(entry)
            elif fine:
                stage.quality = quality_of(tier, fine=True)
                stage.rescale(stage.quality.scale)
        client = Client(
            places=places,
            stage=stage,
            crowd=Crowd(stage),
            interface=interface,
            devices=devices,
            link=link if self.embedded is None else self._call(self.profile),
            call=self._call,
            profile=self.profile,
            profile_path=self.profile_path,
            taught=Taught(root, font_folder()),
            held=held,
            heard=heard,
            wanted_space=options.space,
            labels=devices.labels(),
            ears=_ears(campus, speaker),
        )
        if not options.offscreen:  # a picture of a space is as sharp as its tier, however long it took
            stage.pace = Pace(stage.quality.scale, SLOW_S if stage.quality.plain else SLOW_ON_A_CARD_S)
        client.stand_in(first)
        client.camera = client.camera.seen_by(self.profile.first_person)
        try:
            self._go_on(client, lambda now, dt: run_frame(client, Frame(now, dt)))
            self._keep_picture(stage)
        finally:
            client.close()
        return 0

    def _places(self, campus: Campus, stage: Stage) -> Places:
        from campus.client.places import Places

        profile = self.profile
        return Places(campus, stage, profile.language, _cache_folder() / "spaces", self.root, profile.chosen)

    def _made_ready(self, base: ShowBase, interface: Interface, places: Places, entry: str) -> bool:
        """Makes a space and what is seen from it ready beside the window, which goes on saying so.

        Returns:
            False when the window was closed meanwhile.
        """
        from campus.client.ui.hud import Hud, Veil

        wanted, ready, drawn_at = {entry}, -1, -math.inf
        while not _is_closed(base):
            places.prefetch(wanted)
            places.work()
            if places.is_ready(entry):
                wanted |= places.seen_from(entry)
            before, ready = ready, sum(places.is_ready(space) for space in wanted)
            if ready == len(wanted):
                return True
            # Whoever draws the window with the processor takes from what is made ready: seldom, then.
            if ready != before or time.monotonic() - drawn_at > WAITING_FRAME_S:
                veil = Veil(title=_TITLE, text=_OPENING, fraction=(1 + ready) / (2 + len(wanted)))
                self._draw_waiting(base, interface, Hud(veil=veil))
                drawn_at = time.monotonic()
            time.sleep(LOOKS_AGAIN_S)
        return False

    def _enter(self, base: ShowBase, interface: Interface, devices: Devices) -> tuple[Joining, Link] | None:
        """Be let into somebody else's campus; asked in the window where what was given does not do."""
        options = self.options
        login = None
        if options.login is not None and options.password is not None:
            login = Login(name=options.login, password=options.password)
        way: Way = "login" if options.login is not None else "code"
        door = Door(options.server or "", way=way, name=options.login or "")

        def draw(shown: Hud) -> list[Pressed] | None:
            return self._draw_door(base, interface, devices, shown)

        found = enter(
            lambda proof: self._call(self.profile, proof),
            Proof(key=options.key, code=options.code, ticket=options.ticket, login=login),
            door,
            self.profile.language,
            Cache(_cache_folder() / "content"),
            draw,
            time.monotonic,
            # Without a window nobody answers, save for the picture that is asked for.
            may_ask=not options.offscreen or options.screenshot is not None,
        )
        if found is None:
            return None
        self.proof = found[2]
        return found[0], found[1]

    def _go_on(self, client: Client, frame: Callable[[float, float], None]) -> None:
        from campus.client.demo import load_demo
        from campus.client.player import DemoPlayer

        self.opened = time.monotonic()  # `--seconds` are seconds in the campus, not before its door
        demo = load_demo(self.options.demo) if self.options.demo else None
        player = DemoPlayer(client)
        before = time.monotonic()
        frames = 0
        # However short the time is, one frame is drawn: a picture that was asked for shows the campus.
        while not client.closing and not _is_closed(client.stage.base) and not (frames and self._time_is_up()):
            now = time.monotonic()
            frame(now, min(now - before, LONGEST_FRAME_S))
            before = now
            frames += 1
            if frames == 1:
                print(f"first frame {time.time() - self.options.started:.1f} s", flush=True)  # noqa: T201
            if demo is not None:
                player.rest()
                before_step = demo.played
                demo.play(player, now)
                if demo.played > before_step:
                    print(f"step {demo.played} done", flush=True)  # noqa: T201
                if demo.done and self.options.seconds is None:
                    return
            _rest(now, unseen=self.options.offscreen)

    def _keep_picture(self, stage: Stage) -> None:
        keep_picture(None if _is_closed(stage.base) else stage, self.options.screenshot)

    def _call(self, profile: Profile, proof: Proof | None = None) -> Link:
        proof = proof or self.proof
        embedded = self.embedded.result() if self.embedded is not None else None
        name = plain_words(profile.name) or ("Nouvelle personne" if profile.language == "fr" else "Newcomer")
        hello = Hello(
            version=VERSION,
            name=name,
            language=profile.language,
            figure=profile.figure,
            key=embedded.key if embedded else proof.key,
            code=proof.code if not embedded else self.options.code,
            ticket=proof.ticket,
            login=proof.login,
        )
        url = embedded.url if embedded else self.options.server or ""
        if hello.code is None or hello.key or hello.ticket or hello.login:
            return Link(url, hello, now=time.monotonic)
        # Whoever comes with a code has nothing else by which the server would know them again.
        returning = Returning(self.profile_path.parent, url, name)
        return Link(url, hello, now=time.monotonic, token=returning.token(), keep=returning.keep)

    def _draw_waiting(self, base: ShowBase, interface: Interface, shown: Hud) -> bool:
        now = time.monotonic()
        interface.frame(shown, FASTEST_FRAME_S)
        base.taskMgr.step()
        _rest(now, unseen=self.options.offscreen)
        return not _is_closed(base) and not self._time_is_up()

    def _draw_door(self, base: ShowBase, interface: Interface, devices: Devices, shown: Hud) -> list[Pressed] | None:
        now = time.monotonic()
        devices.poll()
        base.win.set_clear_color(_DUSK)
        pressed = interface.frame(shown, FASTEST_FRAME_S)
        base.taskMgr.step()
        _rest(now, unseen=self.options.offscreen)
        return None if _is_closed(base) or self._time_is_up() else pressed

    def _time_is_up(self) -> bool:
        return self.options.seconds is not None and time.monotonic() - self.opened > self.options.seconds


def _is_closed(base: ShowBase) -> bool:
    return base.win is None or not base.win.is_valid()


def _rest(began: float, *, unseen: bool) -> None:
    spare = (UNSEEN_FRAME_S if unseen else FASTEST_FRAME_S) - (time.monotonic() - began)
    if spare > 0:
        time.sleep(spare)


def _speaker(options: Options, profile: Profile) -> Speaker | None:
    """The machine's sound; pictures without a window are silent, unless sound is asked to go to a file."""
    if options.offscreen and not os.environ.get("ALSOFT_DRIVERS"):
        return None
    from campus.client.audio.speaker import open_speaker

    # Who wants the same in both ears wants no ear's own; the two together would give neither.
    return open_speaker(headphones=profile.headphones and not profile.mono)


def _ears(campus: Campus, speaker: Speaker | None) -> Ears | None:
    if speaker is None:
        return None
    from campus.client.audio.ears import Ears

    beds = {id_: scene.sound["ambience"] for id_, scene in campus.scenes.items() if "ambience" in scene.sound}
    return Ears(speaker, _cache_folder() / "sound", beds, Path(campus.root) / "assets")


def _cache_folder() -> Path:
    return platformdirs.user_cache_path("campus", appauthor=False)


def _need_a_display(options: Options) -> None:
    """Say it before anything is started: Panda3D itself would write three lines of its own and go on to fail."""
    if options.offscreen or not sys.platform.startswith("linux"):
        return
    if not os.environ.get("DISPLAY"):
        raise NoDisplay(
            bilingual(
                "There is no display to open the campus on: start it from a graphical session, or draw without a "
                "window with 'campus --offscreen --seconds 10 --screenshot campus.png'.",
                "Aucun écran où ouvrir le campus : lancez-le depuis une session graphique, ou dessinez sans fenêtre "
                "avec « campus --offscreen --seconds 10 --screenshot campus.png ».",
            )
        )
