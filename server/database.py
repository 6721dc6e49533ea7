"""The database that the log is kept in: found, locked, and brought to the newest revision. Knows no event.

SQLite in a file of the data folder, or PostgreSQL by URL; both keep the same tables and pass the same tests.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from campus.errors import StoreError
from campus.text import Text, bilingual

HEAD = "0004"
"""The newest revision under `migrations/versions`; a test holds that it is."""
MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 0x63616D707573
"""The number of our lock in PostgreSQL: "campus"."""


LOG_FILE = "log.db"
"""The log of a server that has no database of its own, in its data folder."""


def name_of(target: Path | str) -> str:
    """How a database is called in a message: its file, or its URL without the password."""
    return str(target) if isinstance(target, Path) else sa.make_url(target).render_as_string(hide_password=True)


def engine_of(target: Path | str, *, as_it_is: bool = False) -> sa.Engine:
    """The database of a file or of a URL.

    Args:
        target: which.
        as_it_is: only to look at it: a file keeps its journal's mode.

    Raises:
        StoreError: the URL is none, or names a database that the campus does not know.
    """
    if isinstance(target, Path):
        engine = sa.create_engine(f"sqlite:///{target}", connect_args={"timeout": 10.0})
        if not as_it_is:
            sa.event.listen(engine, "connect", _set_up)
        return engine
    try:
        url = sa.make_url(target)
        if url.drivername not in ("postgresql", "postgresql+psycopg"):
            raise StoreError(
                bilingual(
                    f"'{url.drivername}' is no database of the campus. Write postgresql://name@host/database.",
                    f"« {url.drivername} » n'est pas une base du campus. Écrivez postgresql://name@host/database.",
                )
            )
        return sa.create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    except sa.exc.ArgumentError:
        raise StoreError(
            bilingual(
                f"'{target}' is not a database's URL. Write postgresql://name@host/database.",
                f"« {target} » n'est pas l'URL d'une base. Écrivez postgresql://name@host/database.",
            )
        ) from None
    except ImportError:
        raise StoreError(
            bilingual(
                "PostgreSQL needs one more package: pip install 'campus[postgresql]'.",
                "PostgreSQL demande un paquet de plus : « pip install 'campus[postgresql]' ».",
            )
        ) from None


def revision_of(connection: sa.Connection) -> str | None:
    """The revision that a database is at; None for one that is no log, or not yet one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return None if revision is None else str(revision)


def revisions() -> list[str]:
    """Every revision that this campus knows, oldest first."""
    return sorted(file.stem[:4] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def upgrade(engine: sa.Engine, revision: str = HEAD) -> None:
    """Bring a database to a revision."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def why(problem: BaseException) -> str:
    """What a database says of a failure, in its first line."""
    return next(iter(str(getattr(problem, "orig", None) or problem).splitlines()), type(problem).__name__)


def unreadable_log(name: str, problem: BaseException) -> Text:
    """What is said where a log, or an event of it, cannot be read; `name` is that of `name_of`."""
    return bilingual(
        f"{name} cannot be read as a log ({why(problem)}). 'campus store verify' tells more; put back a copy with "
        "'campus store restore'.",
        f"{name} ne peut pas être lu comme journal (« {why(problem)} »). « campus store verify » en dit plus ; "
        "remettez une copie avec « campus store restore ».",
    )


def _set_up(connection: object, record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]  # a DBAPI connection has no type of its own
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def sole_writer(engine: sa.Engine, name: str) -> sa.Connection | None:
    """A lock that only one server can hold; on a file the data folder's own lock does that.

    Two servers that write one log would each go on from a class that the other has changed.

    Raises:
        StoreError: another server has it.
    """
    if engine.dialect.name != "postgresql":
        return None
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    if not connection.execute(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": LOCK}).scalar():
        connection.close()
        raise StoreError(
            bilingual(
                f"Another campus server writes to {name}. Stop it, or give another database.",
                f"Un autre serveur du campus écrit dans {name}. Arrêtez-le, ou donnez une autre base.",
            )
        )
    return connection


def give_up(engine: sa.Engine, lock: sa.Connection | None) -> None:
    """Lets go of a database, and of the lock on it."""
    if lock is not None:
        lock.invalidate()  # The lock ends with its connection, and must not wait in the pool.
        lock.close()
    engine.dispose()


def migrate(engine: sa.Engine, name: str, backups: Path) -> None:
    """Brings a log to the newest revision, after a copy of an older one.

    Args:
        engine: of its database; an empty one becomes a log.
        name: in messages.
        backups: where the copy goes.

    Raises:
        StoreError: it is no log of ours, or was written by a newer campus.
    """
    with engine.connect() as connection:
        revision = revision_of(connection)
        if revision == HEAD:
            return  # The usual case; Alembic takes a fifth of a second to load.
        if revision is None and sa.inspect(connection).has_table("log"):
            raise StoreError(
                bilingual(
                    f"{name} is not the server's log. Move it away, or give another folder with --data.",
                    f"{name} n'est pas le journal du serveur. Écartez-le, ou donnez un autre dossier avec --data.",
                )
            )
    if revision is not None:
        if revision not in revisions():
            raise StoreError(
                bilingual(
                    f"{name} was written by a newer campus. Install that version, or give another --data.",
                    f"{name} vient d'un campus plus récent. Installez cette version, ou donnez un autre --data.",
                )
            )
        from server.backup import copy_to

        copy_to(engine, free_name(backups / f"log-before-{HEAD}.db"))
    upgrade(engine)


def free_name(path: Path) -> Path:
    """That path, or the first of `name-2`, `name-3`... that nothing has taken."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free
