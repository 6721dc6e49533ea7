"""The campus server: a composition root. The only place of the server that reads clock, randomness and environment."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import gc
import importlib
import ipaddress
import json
import logging
import os
import secrets
import signal
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import filelock
import msgspec
from sqlalchemy.exc import SQLAlchemyError

from campus.errors import CampusError, StoreError
from campus.keeping import prepared_space
from campus.learning.unit_file import load_units
from campus.remote.embedded import ADDRESS_FILE, LOCK_FILE, default_data
from campus.scene import Campus, find_root, load_campus
from campus.scene.kits import KITS
from campus.text import bilingual
from campus.world import Ground, Referee, Zones
from server import orders
from server.access import Access
from server.accounts import Accounts, Rights
from server.classroom import Classrooms
from server.content import Content
from server.database import LOG_FILE, unreadable_log
from server.equipment import screens_of, stations_of, walls_of
from server.exports import EXPORTS_FOLDER, Exporter
from server.hub import Hub
from server.invitations import Invitations, ServerDoors
from server.known import find_person
from server.learners import Learners
from server.listening import listening
from server.places import Places
from server.retention import DAY_S, erase, keep_to_schedule, read_schedule, told
from server.settings import read_settings
from server.store import Store

SECRET_FILE, UNITS_FOLDER, SHAPES_FOLDER = "secret", "units", "shapes"
"""What lies in the data folder, beside the lock and the address."""
SECRET_BYTES = 32

log = logging.getLogger("campus.server")


def serve(
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    data: Path | None = None,
    root: Path | None = None,
    lifeline: bool = False,
    database: str | None = None,
) -> int:
    """Run a server until it is told to stop (SIGTERM, SIGINT, or the end of standard input with `lifeline`).

    The first line on standard output is `listening on ws://HOST:PORT`; the log goes to standard error.

    Args:
        host: the address to listen on.
        port: the port; 0 takes a free one.
        data: the folder of the server's data; one server at a time uses it.
        root: the folder that holds `scenes/` and `assets/`.
        lifeline: whether the end of standard input stops the server.
        database: the URL of a PostgreSQL database that keeps the log instead of a file of the data folder.

    Returns:
        The exit status: 0 after a clean stop.

    Raises:
        SceneErrors: the campus has mistakes; nothing is opened.
        CampusError: the data folder or the port is in use.
    """
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(message)s")
    for name in ("websockets", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    folder = data or default_data()
    with _locked(folder):
        campus = load_campus(find_root(root, Path.cwd()))
        units = load_units(Path(campus.root), folder / UNITS_FOLDER)
        store = Store.open(database or folder / LOG_FILE, backups=folder)
        exporter = Exporter(store, folder / EXPORTS_FOLDER, spaces=campus.titles)
        exports = str(folder / EXPORTS_FOLDER)
        settings = read_settings(Path(campus.root) / "config", folder)
        learners = Learners(store, enabled=settings.learner_model)
        classrooms = Classrooms(
            units,
            store,
            learners=learners,
            screens=screens_of(campus),
            walls=walls_of(campus),
            exports=exports,
            ended=exporter.ended,
            stations=stations_of(campus),
            reread=lambda: asyncio.to_thread(load_units, Path(campus.root), folder / UNITS_FOLDER),
        )
        try:
            _run_to_end(_run(folder, campus, classrooms, learners, store, exporter, host, port, lifeline))
        finally:
            store.close()
    return 0


def _run_to_end(work: Coroutine[Any, Any, None]) -> None:
    """Run on uvloop where somebody has installed it (Linux and macOS; half the work per message), else on asyncio."""
    try:
        factory = importlib.import_module("uvloop").new_event_loop
    except ImportError:
        factory = None
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(work)


async def _run(
    folder: Path,
    campus: Campus,
    classrooms: Classrooms,
    learners: Learners,
    store: Store,
    exporter: Exporter,
    host: str,
    port: int,
    lifeline: bool,
) -> None:
    key = secrets.token_urlsafe(24)
    rights = Rights(store.engine)
    access = Access(
        _secret(folder),
        key,
        fresh_id=lambda: f"guest-{secrets.token_hex(8)}",
        role_of_code=lambda code: "student" if classrooms.lets_in(code) else None,
        doors=ServerDoors(
            Accounts(store.engine, now=time.time), Invitations(store.engine, now=time.time), rights, classrooms.code_of
        ),
    )
    places = Places(
        campus.entry,
        {id_: functools.partial(prepared_space, campus, id_, folder / SHAPES_FOLDER) for id_ in campus.scenes},
        lambda space: Referee(Ground.of_space(space), Zones.of(space.zones)),
    )
    content = asyncio.to_thread(Content, _folders(Path(campus.root), folder))
    keeping = asyncio.create_task(_keep_to_schedule(store, folder))
    with _readable(store):
        await exporter.catch_up()
    # Beside everything else: nobody waits for what a campus of years knows of its learners.
    remembering = asyncio.create_task(_remember(learners))
    with _readable(store):
        await classrooms.resume(time.time())
    hub = Hub(
        access,
        places,
        content,
        classrooms,
        store,
        now=time.monotonic,
        wall=time.time,
        changed_roles=rights.changed,
    )
    obeying = asyncio.create_task(_obey_orders(hub, learners, store, folder))
    stop = asyncio.Event()
    _stop_on_signals(stop)
    if lifeline:
        _stop_at_end_of_input(stop)
    async with contextlib.AsyncExitStack() as stack:
        try:
            server = await stack.enter_async_context(listening(hub, host, port, now=time.monotonic))
        except OSError as problem:
            raise CampusError(
                bilingual(
                    f"Cannot listen on {_url(host, port)} ({problem.strerror or problem}). "
                    "Choose another port with --port, or 0 for a free one.",
                    f"On ne peut pas écouter sur {_url(host, port)} (« {problem.strerror or problem} »). "
                    "Choisissez un autre port avec --port, ou 0 pour un port libre.",
                )
            ) from None
        bound = server.sockets[0].getsockname()[1]
        stack.enter_context(_announced(folder, _url(_reachable(host), bound), key))
        print(f"listening on {_url(host, bound)}", flush=True)  # noqa: T201 - whoever started the server reads this line
        await _prepare(places, stop)
        await stop.wait()
    keeping.cancel()
    obeying.cancel()
    remembering.cancel()
    log.info("stopped")


@contextlib.contextmanager
def _readable(store: Store) -> Iterator[None]:
    """Raises StoreError where the log holds an event that is none."""
    try:
        yield
    except msgspec.DecodeError as problem:
        raise StoreError(unreadable_log(store.name, problem)) from None


async def _prepare(places: Places, stop: asyncio.Event) -> None:
    """Make the places ready, unless the server is told to stop first; one that cannot be compiled stops it too."""
    ready = asyncio.create_task(places.prepare())
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait((ready, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if not ready.done():
        ready.cancel()
        return
    ready.result()
    gc.collect()
    gc.freeze()  # What is loaded by now stays: the collector need not look at it again.
    gc.set_threshold(20_000, 20, 50)


async def _obey_orders(hub: Hub, learners: Learners, store: Store, folder: Path) -> None:
    """Carry out what commands at this computer ask of a running server."""

    async def erased(word: str) -> orders.Answer:
        person = await asyncio.to_thread(find_person, store.engine, word)
        proof = await hub.forget(person, lambda: erase(store.engine, person, folder, time.time()))
        await learners.reread()
        status, lines = told(proof, folder)
        return orders.Answer(status=status, lines=tuple(lines))

    with contextlib.suppress(OSError):  # What cannot be taken away is answered again; nobody waits for it.
        orders.forget(folder)
    while True:
        try:
            await orders.obey(folder, erased)
        except OSError as problem:
            log.error("orders cannot be read: %s", problem)
        await asyncio.sleep(orders.EVERY_S)


async def _keep_to_schedule(store: Store, folder: Path) -> None:
    """Once a day, let go of the classes whose time has come; a data folder without a schedule keeps everything."""
    while True:
        try:
            schedule = read_schedule(folder)
            if schedule is not None:
                for proof in await asyncio.to_thread(keep_to_schedule, store.engine, schedule, folder, time.time()):
                    log.info("%s %s: %d events", proof.what, proof.subject, proof.events)
        except (CampusError, SQLAlchemyError, OSError) as problem:
            log.error("classes could not be let go: %s", problem)
        await asyncio.sleep(DAY_S)


async def _remember(learners: Learners) -> None:
    """Read what the log tells of learners; a campus that cannot goes on without."""
    began = time.monotonic()
    try:
        count = await learners.rebuild()
        log.info("learners: %d events read in %.1f s", count, time.monotonic() - began)
    except (CampusError, SQLAlchemyError, msgspec.DecodeError) as problem:
        log.error("what is known of learners could not be read: %s", problem)


def _folders(root: Path, data: Path) -> list[tuple[str, Path]]:
    """What is offered to clients: the campus's own files, and the units that were put into the data folder."""
    own = [(f"{name}/", root / name) for name in ("scenes", "assets/materials", KITS, "assets/units")]
    return [*own, ("assets/units/", data / UNITS_FOLDER)]


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(folder / LOCK_FILE)
        with lock.acquire(timeout=0):
            # What a killed server left: its address must not send anybody astray while we are not listening yet.
            (folder / ADDRESS_FILE).unlink(missing_ok=True)
            yield
    except filelock.Timeout:
        raise CampusError(
            bilingual(
                f"A campus server uses the folder {folder} already. Join it, or give another folder with --data.",
                f"Un serveur du campus emploie déjà le dossier « {folder} ». Rejoignez-le, ou donnez un autre dossier"
                " avec --data.",
            )
        ) from None
    except OSError as problem:
        raise CampusError(
            bilingual(
                f"Cannot use the folder {folder} ({problem.strerror}). Give another with --data.",
                f"Le dossier « {folder} » ne peut pas servir (« {problem.strerror} »). Donnez-en un autre avec --data.",
            )
        ) from None


def _secret(folder: Path) -> bytes:
    """What everything of this data folder is signed with; made on first use."""
    file = folder / SECRET_FILE
    if not file.exists():
        _write_private(file, secrets.token_hex(SECRET_BYTES))
    try:
        secret = bytes.fromhex(file.read_text("ascii"))
    except ValueError:
        secret = b""
    if len(secret) < SECRET_BYTES:
        raise CampusError(
            bilingual(
                f"{file} is damaged. Delete it: a new one is made, and everybody comes in anew.",
                f"« {file} » est abîmé. Effacez-le : il en est fait un autre, et chacun entre à nouveau.",
            )
        )
    return secret


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


def _reachable(host: str) -> str:
    """The address by which this computer itself reaches a server that listens on `host`."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)


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
