"""Plays a demonstration on a client: through the same keys, clicks and fields that a person has."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from campus.client.demo import Look, Target, Until
from campus.learning.panel import Panel

if TYPE_CHECKING:
    from campus.client.client import Client


class DemoPlayer:
    """The hands of a demonstration."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._pointed_at: tuple[float, float] | None = None
        self._let_go = False

    def rest(self) -> None:
        """Let go of what the last step pressed; once a frame, before the next step."""
        if self._let_go:
            self._client.devices.mouse_button(0, False)
            self._let_go = False

    def is_so(self, until: Until, since: float) -> bool:
        """Whether all that `until` names is so."""
        client, here = self._client, self._client.here
        checks = (
            until.space is None or (here.space == until.space and client.place is not None and client.veil == 0.0),
            until.people is None or len(here.people) >= until.people,
            until.panel is None or client.find_panel(self._panel(until.panel)) is not None,
            until.words is None or any(until.words in words for words in self._words()),
            until.seated is None or (client.body.seat is not None) == until.seated,
            until.people_seated is None
            or sum(p.seat is not None and p.id != here.me for p in here.people.values()) >= until.people_seated,
            until.hands is None or sum(p.hand for p in here.people.values()) >= until.hands,
            until.screen is None or any(s.page == until.screen and s.document for s in here.screens.values()),
            until.layout is None or self._is_arranged(until.layout),
            until.light is None or self._is_lit(until.light),
            until.seconds is None or since >= until.seconds,
            until.connected is None or (client.link.state.phase == "online") == until.connected,
            until.still is None or (not client.body.path and client.camera.focus in (0.0, 1.0)) == until.still,
        )
        return all(checks)

    def _is_arranged(self, layout: str) -> bool:
        place = self._client.place
        if place is None or not self._client.is_as_told:
            return False
        return layout == (place.layout or next(iter(place.space.scene.layouts), None))

    def _is_lit(self, light: str) -> bool:
        place = self._client.place
        if place is None or place.view.is_dimming:
            return False
        return light == (place.lighting.shown or next(iter(place.space.scene.lights), None))

    def walk_to(self, at: tuple[float, ...]) -> bool:
        """Set out for a point; at the height of one's own feet where only two numbers are given."""
        z = at[2] if len(at) > 2 else self._client.body.at[2]
        return self._client.walk_to((at[0], at[1], z))

    def go_near(self, node: str) -> bool:
        """Set out for a node."""
        place = self._client.place
        if place is None:
            return False
        if node in place.space.portals:
            return self._client.walk_to(place.space.portals[node].at)
        if node in place.space.seats:
            return self._client.walk_to(place.space.seats[node].at)
        if node in place.space.where:
            return self._client.walk_to(place.space.where[node][:3])
        return False

    def look_to(self, look: Look) -> None:
        """Turn there at once."""
        from dataclasses import replace

        client = self._client
        if client.body.seat is None:
            client.body.heading = look.heading % 360.0
        else:
            client.body.aside = (look.heading - client.body.heading + 180) % 360 - 180
        client.camera = replace(client.camera, pitch=look.pitch)

    def tap(self, key: str) -> None:
        """Press and let go a key."""
        self._client.devices.tap(key)

    def click(self, target: Target) -> bool:
        """Click in the middle of a thing, once it is on the screen and stands still."""
        client = self._client
        rectangle = client.interface.where(self._panel(target.panel), target.item, target.value)
        if rectangle is None or math.isnan(rectangle[0]):
            return False
        left, top, right, bottom = rectangle
        # The pointer arrives in one frame and presses in the next, as a hand does; only then is the step done.
        middle = ((left + right) / 2, (top + bottom) / 2)
        client.devices.mouse_at(*middle)
        if self._pointed_at != middle:
            self._pointed_at = middle
            return False
        self._pointed_at = None
        client.devices.mouse_button(0, True)
        self._let_go = True
        return True

    def write(self, words: str) -> None:
        """Type words into the field that has the focus."""
        for character in words:
            self._client.devices.character(character)

    def picture(self, path: Path) -> None:
        """Write what is seen."""
        self._client.stage.screenshot(path)

    def _panel(self, named: str) -> str:
        """The id of a panel as a demonstration names it: `prepare` is that of whatever class there is to prepare."""
        ids = [panel.id for panel in self._client.here.panels]
        return named if named in ids else next((id_ for id_ in ids if id_.startswith(f"{named}.")), named)

    def _words(self) -> list[str]:
        language = self._client.profile.language
        found: list[str] = []
        for panel in self._client.here.panels:
            found += [panel.title.in_(language), *(_texts(panel, language))]
        return found


def _texts(panel: Panel, language: str) -> list[str]:
    import msgspec

    plain = msgspec.to_builtins(panel)
    found: list[str] = []

    def gather(value: object) -> None:
        if isinstance(value, dict):
            if set(value) == {"fr", "en"}:
                found.append(str(value[language]))
                return
            for part in value.values():
                gather(part)
        elif isinstance(value, list | tuple):
            for part in value:
                gather(part)

    gather(plain)
    return found
