"""The campus server: a composition root. The only place of the server that reads clock, randomness and environment."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import ipaddress
import json
import logging
import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import filelock
import platformdirs

from campus.errors import CampusError
from campus.scene import find_root, load_campus
from campus.space import compile_space
from campus.world import Ground, Referee, Zones
from server.access import Access
from server.hub import Hub
from server.listening import listening
from server.places import Places

SECRET_FILE, LOCK_FILE, ADDRESS_FILE = "secret", "server.lock", "server.json"

log = logging.getLogger("campus.server")


def default_data() -> Path:
    """Where a server keeps its data unless it is told otherwise."""
    return platformdirs.user_data_path("campus", appauthor=False)


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    data: Path | None = None,
    root: Path | None = None,
    lifeline: bool = False,
) -> int:
    """Run a server until it is told to stop (SIGTERM, SIGINT, or the end of standard input with `lifeline`).

    The first line on standard output is `listening on ws://HOST:PORT`; the log goes to standard error.

    Args:
        host: the address to listen on.
        port: the port; 0 takes a free one.
        data: the folder of the server's data; one server at a time uses it.
        root: the folder that holds `scenes/` and `assets/`.
        lifeline: whether the end of standard input stops the server.

    Returns:
        The exit status: 0 after a clean stop.

    Raises:
        SceneErrors: the campus has mistakes; nothing is opened.
        CampusError: the data folder or the port is in use.
    """
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("websockets").setLevel(logging.WARNING)
    folder = data or default_data()
    with _locked(folder):
        campus = load_campus(find_root(root, Path.cwd()))
        places = Places(
            campus.entry,
            {id_: functools.partial(compile_space, campus, id_) for id_ in campus.scenes},
            lambda space: Referee(Ground.of_space(space), Zones.of(space.zones)),
        )
        asyncio.run(_run(folder, places, host, port, lifeline=lifeline))
    return 0


async def _run(folder: Path, places: Places, host: str, port: int, *, lifeline: bool) -> None:
    key = secrets.token_urlsafe(24)
    access = Access(_secret(folder), key, fresh_id=lambda: f"guest-{secrets.token_hex(8)}")
    hub = Hub(access, places, now=time.monotonic, wall=time.time)
    stop = asyncio.Event()
    _stop_on_signals(stop)
    if lifeline:
        _stop_at_end_of_input(stop)
    try:
        async with listening(hub, host, port, now=time.monotonic) as server:
            url = _url(host, server.sockets[0].getsockname()[1])
            with _announced(folder, url, key):
                print(f"listening on {url}", flush=True)  # noqa: T201 - whoever started the server reads this line
                places.start()
                gc.collect()
                gc.freeze()  # What is loaded by now stays: the collector need not look at it again.
                await stop.wait()
    except OSError as problem:
        raise CampusError(
            f"Cannot listen on {_url(host, port)} ({problem.strerror or problem}). "
            "Choose another port with --port, or 0 for a free one."
        ) from None
    log.info("stopped")


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(folder / LOCK_FILE)
        with lock.acquire(timeout=0):
            yield
    except filelock.Timeout:
        raise CampusError(
            f"A campus server uses the folder {folder} already. Join it, or give another folder with --data."
        ) from None
    except OSError as problem:
        raise CampusError(f"Cannot use the folder {folder} ({problem.strerror}). Give another with --data.") from None


def _secret(folder: Path) -> bytes:
    """What everything of this data folder is signed with; made on first use."""
    file = folder / SECRET_FILE
    if not file.exists():
        _write_private(file, secrets.token_hex(32))
    return bytes.fromhex(file.read_text("ascii"))


@contextlib.contextmanager
def _announced(folder: Path, url: str, key: str) -> Iterator[None]:
    file = folder / ADDRESS_FILE
    _write_private(file, json.dumps({"url": url, "key": key, "pid": os.getpid()}))
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:  # noqa: PTH123
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)


def _url(host: str, port: int) -> str:
    with contextlib.suppress(ValueError):
        if ipaddress.ip_address(host).version == 6:
            return f"ws://[{host}]:{port}"
    return f"ws://{host}:{port}"


def _stop_on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


def _stop_at_end_of_input(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()

    def wait() -> None:
        with contextlib.suppress(OSError, ValueError):
            while sys.stdin.buffer.read(1024):
                pass
        with contextlib.suppress(RuntimeError):  # The loop may have ended for another reason.
            loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()
