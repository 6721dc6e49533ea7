"""A small campus of two spaces in memory, and a server on it: real sockets, no sleeps."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import psycopg
import pytest
from argon2 import PasswordHasher

from campus.components import Placed
from campus.mesh import EMPTY
from campus.protocol.messages import VERSION, Enter, Entered, Figure, Hello, Welcome
from campus.remote import Caller
from campus.scene.model import Scene, Sun
from campus.space.model import Portal, Seat, Space
from campus.text import same
from campus.world import Ground, Pose, Referee, Zones
from server.access import Access
from server.accounts import Accounts, Rights
from server.classroom import Classrooms
from server.content import Content
from server.hub import Hub
from server.invitations import Invitations, ServerDoors
from server.listening import HELLO_WITHIN_S, listening
from server.places import Places
from server.room import Room
from server.store import Store

KEY = "the-key-of-this-run"


MIDDLE = (10.0, 10.0, 0.0, 0.0)
LAWN = np.array([[[0, 0, 0], [20, 0, 0], [20, 20, 0]], [[0, 0, 0], [20, 20, 0], [0, 20, 0]]], np.float32)


def a_space(id_: str, *, leads_to: str) -> Space:
    """A floor of 20 m by 20 m, a spawn in its middle, a door in the north, a row of seats in the east."""
    seats = {
        f"row.{n}": Seat(f"row.{n}", (15.0 + n * 0.6, 10.0, 0.0), 0.0, 0.45, "seat", "row", None) for n in range(4)
    }
    portal = Portal(
        "door", (10.0, 20.0, 0.0), 1.0, leads_to, "door", True, Placed((10.0, 18.5, 0.0), 180.0), True, same("door")
    )
    return Space(
        id=id_,
        title=same(id_),
        scene=Scene(id=id_, title=same(id_), file=f"scenes/{id_}.yaml", shell=None, nodes=(), sound={}),
        mesh=EMPTY,
        moving=(),
        copies=(),
        solids=LAWN,
        bounds=np.array([[0, 0, 0], [20, 20, 4]], np.float32),
        seats=seats,
        screens={},
        labels=(),
        lamps=(),
        views=(),
        spawns={"entry": Placed((10.0, 10.0, 0.0), 0.0)},
        portals={"door": portal},
        zones=(),
        waypoints={},
        viewpoints={},
        names={},
        where={},
        materials={},
        sun=Sun(),
        north=0.0,
        digest=f"digest-of-{id_}",
    )


def an_annex(layout: str | None = None) -> Space:
    """A second space, whose seats stand by the other wall in its second layout; it has two light states."""
    annex = a_space("annex", leads_to="hall")
    scene = msgspec.structs.replace(
        annex.scene,
        layouts={"rows": {}, "circle": {}},
        lights={"discussion": 1.0, "lecture": 0.3},
        rules=({"when": {"use": "lever"}, "do": ({"layout": "circle"}, {"light": "lecture"})},),
    )
    if layout not in (None, *scene.layouts):
        raise KeyError(layout)
    away = 10.0 if layout == "circle" else 0.0
    seats = {id_: replace(seat, at=(seat.at[0] - away, *seat.at[1:])) for id_, seat in annex.seats.items()}
    return replace(annex, scene=scene, seats=seats, where={"lever": (10.0, 18.0, 0.0, 0.0)})


def some_places() -> Places:
    def referee(space: Space) -> Referee:
        return Referee(Ground.of_space(space), Zones.of(space.zones))

    return Places(
        "hall",
        {"hall": lambda: a_space("hall", leads_to="annex"), "annex": an_annex},
        referee,
    )


class Served:
    """A running server, and people who call it."""

    def __init__(self, hub: Hub, access: Access, store: Store, url: str) -> None:
        self.hub, self.access, self.store, self.url = hub, access, store, url
        self.accounts: Accounts | None = None
        self.invitations: Invitations | None = None
        self._running: list[tuple[Caller, asyncio.Task[None]]] = []

    def call(self, name: str, *, token: str | None = None, keep: object = None, **hello: object) -> Visiting:
        greeting = Hello(version=VERSION, name=name, **hello)
        caller = Caller(self.url, greeting, now=time.monotonic, token=token, keep=keep)
        self._running.append((caller, asyncio.create_task(caller.run())))
        return Visiting(caller)

    async def in_the_hall(self, name: str, **hello: object) -> Visiting:
        visiting = self.call(name, **hello)
        welcome = await visiting.hears(Welcome)
        visiting.id = welcome.person
        if not welcome.resumed:
            visiting.caller.send(Enter(space="hall"))
        visiting.entered = await visiting.hears(Entered)
        return visiting

    def handed_over(self) -> list[tuple[Caller, asyncio.Task[None]]]:
        """Whoever is calling, for the server that comes after this one."""
        running, self._running = self._running, []
        return running

    def take_over(self, running: list[tuple[Caller, asyncio.Task[None]]]) -> None:
        self._running += running

    async def none_left(self) -> None:
        """Wait until the server has let go of everybody who has closed."""
        for caller, task in self._running:
            caller.close()
            await task
        async with asyncio.timeout(10):
            while self.hub.connections:
                await asyncio.sleep(0)

    async def stop(self) -> None:
        for caller, task in self._running:
            caller.close()
            await task


class Visiting:
    """One caller and everything that they have heard."""

    def __init__(self, caller: Caller) -> None:
        self.caller, self.heard = caller, []
        self.id = ""
        self.entered: Entered | None = None

    async def hears(self, kind: type, where: Callable[[object], bool] = lambda event: True):
        """The oldest event of that kind that was not asked for yet; what else came stays in `heard`."""
        async with asyncio.timeout(10):
            while True:
                for event in self.caller.receive():
                    self.heard.append(event)
                for number, event in enumerate(self.heard):
                    if isinstance(event, kind) and where(event):
                        del self.heard[number]
                        return event
                await self.caller.arrival()


@pytest.fixture
def key() -> str:
    return KEY


@pytest.fixture
def hall() -> Space:
    return a_space("hall", leads_to="annex")


@pytest.fixture(scope="session")
def empty_log(tmp_path_factory) -> Path:
    """A log with nothing in it, made once: a copy is quicker than a migration."""
    file = tmp_path_factory.mktemp("log") / "log.db"
    Store.open(file).close()
    return file


@pytest.fixture
def file(tmp_path, empty_log) -> Path:
    """A log of one's own, with nothing in it."""
    return Path(shutil.copy(empty_log, tmp_path / "log.db"))


@pytest.fixture
def store(file) -> Iterator[Store]:
    """A store on that log."""
    opened = Store.open(file)
    yield opened
    opened.close()


class TheRoom:
    """A room without sockets, with people, and what each of them was told; time is an argument."""

    def __init__(self, space: Space, people: Sequence[str]) -> None:
        self.told: dict[str, list[object]] = defaultdict(list)
        self.now = 100.0
        self.room = Room("hall", space, on_the_lawn(), self._post)
        for name in people:
            self.room.enter(name, name.title(), "student", Figure(), MIDDLE, self.now)
        self.told.clear()

    def _post(self, people, message) -> None:
        for person in people:
            self.told[person].append(message)

    def tick(self, seconds: float = 0.1):
        self.now += seconds
        return self.room.tick(self.now)

    def walk(self, person: str, *at: float, **pose: float) -> None:
        self.room.pose(person, Pose(*at, **pose), self.now)

    def heard(self, person: str, kind: type) -> list:
        return [m for m in self.told[person] if isinstance(m, kind)]

    def facts(self):
        return (
            {id_: (r.shown(), r.at) for id_, r in self.room.people.items()},
            dict(self.room.sitting),
            {node: dict(state) for node, state in self.room.state.items()},
        )


@cache
def on_the_lawn() -> Referee:
    return Referee(Ground.of(LAWN, [MIDDLE]), Zones.of(()))


@pytest.fixture
def a_room(hall) -> Callable[..., TheRoom]:
    """`a_room("ana", "bo")`: the hall with these people in its middle."""
    return lambda *people: TheRoom(hall, people)


@pytest.fixture
def serving(tmp_path, empty_log):
    """`async with serving() as served:` a server on a free port; a second one continues with the same log."""
    numbers = itertools.count(1)

    @contextlib.asynccontextmanager
    async def serve(
        folders=(), port: int = 0, units=None, with_people: bool = False, hello_within_s: float = HELLO_WITHIN_S
    ) -> AsyncIterator[Served]:
        if not (tmp_path / "log.db").exists():
            shutil.copy(empty_log, tmp_path / "log.db")
        store = Store.open(tmp_path / "log.db")
        classrooms = Classrooms(units or {}, store)
        await classrooms.resume(time.time())
        accounts = Accounts(store.engine, now=time.time, hasher=PasswordHasher(1, 8, 1))
        invitations, rights = Invitations(store.engine, now=time.time), Rights(store.engine)
        doors = ServerDoors(accounts, invitations, rights, classrooms.code_of) if with_people else None
        access = Access(b"s" * 32, KEY, fresh_id=lambda: f"guest-{next(numbers)}", doors=doors)
        content = asyncio.to_thread(Content, folders)
        changed = rights.changed if with_people else None
        hub = Hub(
            access,
            some_places(),
            content,
            classrooms,
            store,
            now=time.monotonic,
            wall=time.time,
            changed_roles=changed,
        )
        async with listening(hub, "127.0.0.1", port, now=time.monotonic, hello_within_s=hello_within_s) as server:
            served = Served(hub, access, store, f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}")
            served.accounts, served.invitations = accounts, invitations
            try:
                yield served
            finally:
                await served.stop()
        store.close()

    return serve


# --- PostgreSQL: a server of the tests' own, in a folder, on a socket, as an ordinary user ---------------------------


def programs() -> Path | None:
    """Where `initdb` and `postgres` are, or None."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    return homes[-1].parent if homes else None


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The URL's beginning of a running server; its databases end with it."""
    bin_ = programs()
    assert bin_ is not None
    # A socket's path has at most 107 bytes: the tests' own folders are too deep for it.
    folder = Path(tempfile.mkdtemp(prefix="campus-pg-"))
    import pwd  # Windows has none, nor a PostgreSQL that is run like this.

    user = pwd.getpwuid(os.getuid()).pw_name
    as_user: dict[str, object] = {}
    if os.getuid() == 0:
        # PostgreSQL does not run as root, and rightly.
        nobody = pwd.getpwnam("postgres" if _has("postgres") else "nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        as_user, user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}, nobody.pw_name
    data = folder / "data"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **as_user}
    subprocess.run(
        [bin_ / "initdb", "-D", data, "-U", user, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"],
        check=True,
        **quiet,
    )
    server = subprocess.Popen(
        [bin_ / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off"], **quiet
    )
    try:
        waiting = [bin_ / "pg_isready", "-h", folder, "-U", user, "-t", "30"]
        while subprocess.run(waiting, **quiet).returncode != 0:
            assert server.poll() is None, "PostgreSQL did not start"
        yield f"postgresql://{user}@/{{name}}?host={folder}"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _has(user: str) -> bool:
    import pwd

    with contextlib.suppress(KeyError):
        return pwd.getpwnam(user) is not None
    return False


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL of the tests' own, with `{name}` for a database's; skipped aloud where there is none."""
    if programs() is None:
        pytest.skip("SKIPPED ALOUD: no PostgreSQL here; install one ('apt-get install postgresql') to run these too")
    with running() as url:
        yield url


@pytest.fixture
def databases(postgresql) -> Iterator[Callable[[], str]]:
    """`databases()`: the URL of a new, empty database."""
    numbers = itertools.count(1)
    unique = secrets.token_hex(4)

    def make() -> str:
        name = f"t{unique}_{next(numbers)}"
        with psycopg.connect(postgresql.format(name="postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return postgresql.format(name=name)

    return make
