"""The pages of a PDF as pictures, beside the frame. Asks `pdf_worker.py` in a process of its own; knows no screen.

`request` and `ready` return at once and are called from the frame as often as it likes; a thread does the waiting.
"""

from __future__ import annotations

import struct
import subprocess
import sys
import threading
from collections import OrderedDict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from campus.text import Text

Pixels = NDArray[np.uint8]
"""(h, w, 3) RGB, the first row on top."""

PAGE_S = 10.0
"""A page that takes longer ends its process; a dense slide takes a tenth of a second."""
STARTS = 3
"""How many processes a document may cost before it is given up."""
KEPT = 8
"""Pages kept in memory; 4 MB each at 1600 pixels."""
WIDEST = 4096
_WORKER = Path(__file__).with_name("pdf_worker.py")
_HEADER = struct.Struct(">5I")
_OK, _NO_PAGE, _UNREADABLE, _TOO_LARGE = range(4)

_UNREADABLE_SAID = Text(fr="Ce PDF ne se laisse pas lire.", en="This PDF cannot be read.")
_TOO_LARGE_SAID = Text(
    fr="Ce PDF est trop grand\u00a0: 64 Mo et 500 pages au plus.",
    en="This PDF is too large: at most 64 MB and 500 pages.",
)


class Slides:
    """One document, asked page by page.

    Args:
        path: of the PDF.
        page_s: how long one page may take, seconds.

    Attributes:
        pages: how many the document has, or None before the first answer.
        problem: why there is no page to see, or None.
    """

    def __init__(self, path: Path, *, page_s: float = PAGE_S) -> None:
        self.path = path
        self.pages: int | None = None
        self.problem: Text | None = None
        self._page_s = page_s
        self._lock = threading.Condition()
        self._wanted: list[tuple[int, int]] = []
        self._working: tuple[int, int] | None = None
        self._failed: set[tuple[int, int]] = set()
        self._kept: OrderedDict[tuple[int, int], Pixels] = OrderedDict()
        self._new: list[tuple[int, Pixels]] = []
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0
        self._thread: threading.Thread | None = None

    def request(self, page: int, width_px: int) -> None:
        """Asks for a page, counted from 0, `width_px` pixels wide (at most 4096); returns at once.

        Asking again for what is on its way costs nothing; what was drawn before comes again from memory. A page that
        the document does not have never comes.
        """
        key = (page, max(1, min(width_px, WIDEST)))
        with self._lock:
            if self._closed or key in self._failed or key == self._working or key in self._wanted:
                return
            if page < 0 or (self.pages is not None and page >= self.pages):
                return
            if key in self._kept:
                self._kept.move_to_end(key)
                if not any(new == page for new, _ in self._new):
                    self._new.append((page, self._kept[key]))
                return
            self._wanted.append(key)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=f"slides {self.path.name}", daemon=True)
                self._thread.start()
            self._lock.notify_all()

    def ready(self) -> list[tuple[int, Pixels]]:
        """The pages that have come since the last call, oldest first; returns at once."""
        with self._lock:
            new, self._new = self._new, []
            return new

    def wait(self, timeout_s: float | None = None) -> bool:
        """Waits until nothing is on its way; for tools and tests, never in a frame. False when the time ran out."""
        with self._lock:
            return self._lock.wait_for(lambda: not self._wanted and self._working is None, timeout_s)

    def close(self) -> None:
        """Ends the process and the thread; whatever was on its way does not come."""
        with self._lock:
            self._closed = True
            self._wanted.clear()
            process = self._process
            self._lock.notify_all()
        if process is not None:
            process.kill()
        if self._thread is not None:
            self._thread.join(timeout=5.0)

    # --- on the thread ---------------------------------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._closed or bool(self._wanted))
                if self._closed:
                    break
                self._working = key = self._wanted.pop(0)
            status, pages, pixels = self._ask(*key)
            with self._lock:
                self._take(key, status, pages, pixels)
                self._working = None
                self._lock.notify_all()
        self._end()

    def _take(self, key: tuple[int, int], status: int, pages: int, pixels: Pixels | None) -> None:
        if pages:
            self.pages = pages
        if pixels is not None:
            self._kept[key] = pixels
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            self._new.append((key[0], pixels))
            return
        self._failed.add(key)
        if status == _TOO_LARGE:
            self.problem = _TOO_LARGE_SAID
        elif status == _UNREADABLE:
            self.problem = _UNREADABLE_SAID

    def _ask(self, page: int, width: int) -> tuple[int, int, Pixels | None]:
        """One page from the process: (status, pages, pixels); an unreadable one where the process fails."""
        process = self._running()
        if process is None:
            return _UNREADABLE, 0, None
        assert process.stdin is not None
        assert process.stdout is not None
        watchdog = threading.Timer(self._page_s, process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            process.stdin.write(f"{page} {width}\n".encode())
            process.stdin.flush()
            header = process.stdout.read(_HEADER.size)
            if len(header) == _HEADER.size:
                status, number, across, up, pages = _HEADER.unpack(header)
                if number != page or across > WIDEST or up > WIDEST:
                    raise OSError("the worker answered something else")
                if status != _OK:
                    return status, pages, None
                data = process.stdout.read(across * up * 3)
                if len(data) == across * up * 3:
                    return status, pages, np.frombuffer(data, np.uint8).reshape(up, across, 3)
        except (OSError, ValueError):
            process.kill()
        finally:
            watchdog.cancel()
        self._end()
        return _UNREADABLE, 0, None

    def _running(self) -> subprocess.Popen[bytes] | None:
        """The process, started where it is not; None when this document has cost too many."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        if self._starts >= STARTS:
            return None
        self._end()
        self._starts += 1
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", str(_WORKER), str(self.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return None
        with self._lock:
            self._process = process
            if self._closed:
                process.kill()
        return process

    def _end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except OSError:  # what was still to be written has nobody to read it
                        continue
            process.wait()
