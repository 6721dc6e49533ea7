"""Panels for the room's screens, drawn beside the frame by a thread. Knows what is wanted, not how it looks."""

from __future__ import annotations

import threading
from pathlib import Path

from campus.client.view.screen_panel import Pixels, draw
from campus.client.view.wall_faces import FACES
from campus.learning.panel import Panel
from campus.text import Language


class ScreenPanels:
    """Draws panels beside the frame: `request` and `ready` return at once, a thread draws; the latest wins.

    Args:
        fonts_dir: the folder of the campus's fonts.
        size: of the pictures in pixels.
    """

    def __init__(self, fonts_dir: Path, size: tuple[int, int] = (1600, 900)) -> None:
        self._fonts, self._size = fonts_dir, size
        self._lock = threading.Condition()
        self._wanted: dict[str, tuple[Panel, Language]] = {}
        self._new: dict[str, Pixels] = {}
        self._working = False
        self._closed = False
        self._thread: threading.Thread | None = None

    def request(self, screen: str, panel: Panel, language: Language) -> None:
        """Asks for a panel for a screen; one that waits for the same screen is forgotten."""
        with self._lock:
            if self._closed:
                return
            self._wanted[screen] = (panel, language)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="screen panels", daemon=True)
                self._thread.start()
            self._lock.notify_all()

    def forget(self, screen: str) -> None:
        """That screen shows something else now."""
        with self._lock:
            self._wanted.pop(screen, None)
            self._new.pop(screen, None)

    def ready(self) -> list[tuple[str, Pixels]]:
        """The screens whose pictures have come since the last call."""
        with self._lock:
            new, self._new = self._new, {}
            return list(new.items())

    def wait(self, timeout_s: float | None = None) -> bool:
        """Waits until nothing is on its way; for tools and tests, never in a frame. False when the time ran out."""
        with self._lock:
            return self._lock.wait_for(lambda: not self._wanted and not self._working, timeout_s)

    def close(self) -> None:
        """Ends the thread."""
        with self._lock:
            self._closed = True
            self._wanted.clear()
            self._lock.notify_all()
        if self._thread is not None:
            self._thread.join(timeout=5.0)

    def _work(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._closed or bool(self._wanted))
                if self._closed:
                    return
                screen = next(iter(self._wanted))
                panel, language = self._wanted.pop(screen)
                self._working = True
            try:
                pixels = FACES.get(panel.id, draw)(panel, language, self._size, self._fonts)
            finally:
                with self._lock:
                    self._working = False
                    self._lock.notify_all()
            with self._lock:
                # While it was drawn the screen may have turned to something newer, which is then waiting.
                if screen not in self._wanted:
                    self._new[screen] = pixels
