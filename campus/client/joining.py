"""Joining somebody else's campus: call it, say so while it does not answer, and fetch what is missing here.

Owns the time before there is a campus to stand in; afterwards the client takes over the link and what it has heard.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from campus.client.ui import hud
from campus.errors import CampusError
from campus.protocol.content import ContentFrame
from campus.protocol.messages import Bye, Welcome
from campus.remote import Link, LinkState, Received
from campus.remote.cache import Cache, Fetching
from campus.text import Language, Text, comma, same

TITLE = Text(fr="Vers le campus", en="On the way to the campus")
ENDED = Text(fr="Le serveur a mis fin à la conversation.", en="The server ended the conversation.")
CALLING = Text(fr="Le serveur est appelé…", en="Calling the server…")


class TurnedAway(CampusError):
    """The server does not let this person in; `code` is its word for why, `text` the sentence in both languages."""

    def __init__(self, code: str, text: Text, language: Language) -> None:
        super().__init__(same(text.in_(language)))
        self.code, self.text = code, text


@dataclass
class Joining:
    """What has been heard of a server so far.

    Attributes:
        heard: everything that came, for the client to take in once it stands somewhere.
        root: the folder of the campus, once everything is here.
    """

    link: Link
    cache: Cache
    language: Language = "en"
    heard: list[Received] = field(default_factory=list)
    root: Path | None = None
    _refused: str = ""
    _welcome: Welcome | None = None
    _fetching: Fetching | None = None

    def step(self) -> None:
        """Take in what came, ask for what is missing.

        Raises:
            TurnedAway: the server ended the conversation.
            CampusError: the server offers what no campus has.
        """
        for event in self.link.receive():
            if isinstance(event, ContentFrame):
                if self._fetching is not None:
                    self._fetching.receive(event)
                continue
            self.heard.append(event)
            if isinstance(event, Bye):
                self._refused = event.code
            if isinstance(event, Welcome):
                self._welcomed(event)
        if self._fetching is not None and self.root is None:
            for fetch in self._fetching.ask():
                self.link.send(fetch)
            if self._fetching.done and self._welcome is not None:
                self.root = self.cache.root(self._welcome.content)
        state = self.link.state
        if state.phase == "closed":
            raise TurnedAway(self._refused or "ended", state.reason or ENDED, self.language)

    @property
    def veil(self) -> hud.Veil:
        """What to show meanwhile."""
        if self._fetching is None:
            return hud.Veil(title=TITLE, text=_why_not_yet(self.link.state))
        some = self._fetching.bytes_total / 1e6
        return hud.Veil(
            title=TITLE,
            text=Text(
                fr=f"Les espaces arrivent ({comma(some, '.1f')}\u00a0Mo)…", en=f"Fetching the spaces ({some:.1f} MB)…"
            ),
            fraction=self._fetching.fraction,
        )

    def _welcomed(self, welcome: Welcome) -> None:
        if self._fetching is not None and self._welcome is not None and welcome.content == self._welcome.content:
            self._fetching.restart()  # It is the same campus after a cut: go on where it broke off.
        else:
            self._fetching = Fetching(self.cache, welcome.content)
        self._welcome = welcome


def join(
    link: Link, language: Language, cache: Cache, draw: Callable[[hud.Hud], bool], now: Callable[[], float]
) -> Joining | None:
    """Stay before the door until the campus is here.

    Args:
        link: the connection, already calling.
        language: of what is said if it cannot be.
        cache: where files are kept by hash.
        draw: draws one frame of that; False when the person has closed the window.
        now: the clock of the link's `retry_at`.

    Returns:
        What was heard, and where the campus is; None when the window was closed first.
    """
    joining = Joining(link, cache, language)
    told: Text | None = None
    while True:
        joining.step()
        if joining.root is not None:
            return joining
        state = link.state
        if state.phase == "lost" and state.reason != told and state.reason is not None:
            told = state.reason
            # Whoever started it from a terminal reads it there.
            print(told.in_(language), file=sys.stderr, flush=True)  # noqa: T201
        shown = hud.Hud(
            veil=joining.veil,
            connection=hud.Connection(
                phase=state.phase,
                reason=state.reason,
                retry_in_s=None if state.retry_at is None else max(0.0, state.retry_at - now()),
            ),
        )
        if not draw(shown):
            return None


def _why_not_yet(state: LinkState) -> Text:
    return state.reason if state.phase == "lost" and state.reason is not None else CALLING
