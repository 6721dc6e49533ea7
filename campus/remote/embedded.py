"""One's own server: started beside the program, or found running. Owns the child process; knows no sockets.

The child stops when its standard input ends, so that it never outlives the program, however that ends. Its log goes to
a file: a pipe that nobody reads would block it.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import filelock
import platformdirs

from campus.errors import CampusError
from campus.text import bilingual, same

LOCK_FILE, ADDRESS_FILE, LOG_FILE = "server.lock", "server.json", "server.log"
"""In the data folder: who holds it, where its server listens, and what the embedded server had to say."""
STARTS_WITHIN_S = 30.0
STOPS_WITHIN_S = 5.0
LOG_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Embedded:
    """A server on this computer.

    Attributes:
        url: where it listens.
        key: makes the person at this computer a teacher.
        process: the child, where this program started it; None for one that runs already.
    """

    url: str
    key: str
    process: subprocess.Popen[bytes] | None = None

    def stop(self) -> None:
        """End the child and wait for it; does nothing to a server that somebody else started."""
        if self.process is None:
            return
        with contextlib.suppress(OSError):
            if self.process.stdin is not None:
                self.process.stdin.close()
        try:
            self.process.wait(STOPS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def default_data() -> Path:
    """Where a server keeps its data unless it is told otherwise."""
    return platformdirs.user_data_path("campus", appauthor=False)


def start_or_join(*, root: Path | None = None, data: Path | None = None) -> Embedded:
    """A server on this computer's data: the one that runs, or else a new one.

    Args:
        root: the folder that holds `scenes/` and `assets/`; found by the server itself when None.
        data: the folder of the server's data.

    Raises:
        CampusError: no server could be started; the message says why, in the server's own words where it had any.
    """
    folder = data or default_data()
    deadline = time.monotonic() + STARTS_WITHIN_S
    while True:
        if _is_locked(folder):
            if (running := _running(folder)) is not None:
                return running
            # It is starting and does not listen yet, or it is ending and listens no more.
            if time.monotonic() > deadline:
                raise CampusError(
                    bilingual(
                        f"The server that uses {folder} does not answer. End it, or give another --data.",
                        f"Le serveur qui emploie « {folder} » ne répond pas. Arrêtez-le, ou donnez un autre --data.",
                    )
                )
            time.sleep(0.05)
            continue
        try:
            return _start(folder, root, deadline)
        except CampusError:
            # Of two that started at once one has the lock by now, and will say where it listens.
            if not _is_locked(folder):
                raise


def _running(folder: Path) -> Embedded | None:
    try:
        told = json.loads((folder / ADDRESS_FILE).read_text("utf-8"))
        return Embedded(str(told["url"]), str(told["key"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _is_locked(folder: Path) -> bool:
    if not (folder / LOCK_FILE).exists():
        return False
    lock = filelock.FileLock(folder / LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except (filelock.Timeout, OSError):
        return True
    lock.release()
    return False


def _start(folder: Path, root: Path | None, deadline: float) -> Embedded:
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / LOG_FILE
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".old.log"))
    command = [sys.executable, "-P", "-m", "campus", "serve", "--port", "0", "--lifeline", "--data", str(folder)]
    if root is not None:
        command += ["--root", str(root)]
    with log.open("ab") as errors:
        before = errors.tell()
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            # A group of its own: Ctrl-C in the terminal is for the window, which then lets the server end cleanly.
            start_new_session=os.name != "nt",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    line = _first_line(process, max(deadline - time.monotonic(), 0.1))
    prefix = "listening on "
    if line.startswith(prefix):
        with contextlib.suppress(OSError, ValueError, KeyError):
            told = json.loads((folder / ADDRESS_FILE).read_text("utf-8"))
            return Embedded(line.removeprefix(prefix), str(told["key"]), process)
    Embedded("", "", process).stop()
    if words := _last_words(log, before):
        raise CampusError(same(words))
    raise CampusError(
        bilingual(
            f"The campus's own server did not start. Its log is {log}.",
            f"Le serveur propre au campus n'a pas démarré. Son journal est « {log} ».",
        )
    )


def _first_line(process: subprocess.Popen[bytes], timeout_s: float) -> str:
    """The first line of a child's output, or an empty string when it ends or stays silent; the rest is read away."""
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    assert process.stdout is not None
    output = process.stdout

    def read() -> None:
        with output:
            lines.put(output.readline())
            while output.read(4096):
                pass

    threading.Thread(target=read, name="campus-server-output", daemon=True).start()
    try:
        return lines.get(timeout=timeout_s).decode("utf-8", "replace").strip()
    except queue.Empty:
        return ""


def _last_words(log: Path, start: int) -> str:
    """What the child wrote to its log, where it was a few plain sentences for a person."""
    with log.open("rb") as file:
        file.seek(start)
        words = file.read(20_000).decode("utf-8", "replace").strip()
    return "" if "Traceback" in words else words
