"""What the room's screens show: a page of slides, or a panel drawn large. Asks for pictures, never waits for one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from campus.client.view.screen_panels import ScreenPanels
from campus.client.view.slides import Slides
from campus.client.view.view import View
from campus.protocol.messages import Shows
from campus.text import Language

PAGE_WIDTH_PX = 1600
PAGES_KEPT = 24
"""A page of 1600 × 900 takes 4 MB."""


class Taught:
    """The pictures of a place's screens.

    Args:
        root: the folder that documents are named from.
        fonts: the program's own fonts; a campus that one joins brings none.
    """

    def __init__(self, root: Path, fonts: Path) -> None:
        self._root = root.resolve()
        self._panels = ScreenPanels(fonts)
        self._documents: dict[Path, Slides] = {}
        self._pages: dict[tuple[Path, int], NDArray[np.uint8]] = {}
        self._hangs: dict[str, tuple[Shows, Language]] = {}
        """Screen -> what was asked for, and is on it or on its way."""
        self._waits: dict[str, tuple[Path, int]] = {}

    def forget(self) -> None:
        """The screens are bare: another place, another language."""
        for screen in self._hangs:
            self._panels.forget(screen)
        self._hangs.clear()
        self._waits.clear()

    def show(self, view: View, screens: dict[str, Shows], language: Language) -> None:
        """Put on each screen what it shows, in the viewer's language, as soon as there is a picture; once a frame."""
        for screen, shows in screens.items():
            if screen in view.space.screens and self._hangs.get(screen) != (shows, language):
                self._hangs[screen] = (shows, language)
                self._ask(view, screen, shows, language)
        for path, slides in self._documents.items():
            for page, pixels in slides.ready():
                self._pages[path, page] = pixels
        for screen, page_of in list(self._waits.items()):
            if page_of in self._pages:
                del self._waits[screen]
                view.show_page(screen, self._pages[page_of])
        for screen, pixels in self._panels.ready():
            if screen in view.space.screens:
                view.show_page(screen, pixels)
        while len(self._pages) > PAGES_KEPT:
            del self._pages[next(iter(self._pages))]

    def close(self) -> None:
        """Let go of what draws."""
        self._panels.close()
        for slides in self._documents.values():
            slides.close()

    def _ask(self, view: View, screen: str, shows: Shows, language: Language) -> None:
        self._panels.forget(screen)
        self._waits.pop(screen, None)
        if shows.panel is not None:
            self._panels.request(screen, shows.panel, language)
        elif shows.document is not None and (path := self._file(shows.document.replace("{lang}", language))):
            if path not in self._documents:
                self._documents[path] = Slides(path)
            # The next one too: a teacher steps forward, and it is there at once.
            for page in (shows.page, shows.page + 1):
                if (path, page) not in self._pages:
                    self._documents[path].request(page, PAGE_WIDTH_PX)
            self._waits[screen] = (path, shows.page)
        else:
            view.show_page(screen, None)

    def _file(self, document: str) -> Path | None:
        """The file of a document, or None where it is not here; never one outside of the campus's folder."""
        path = (self._root / document).resolve()
        return path if path.is_relative_to(self._root) and path.is_file() else None
