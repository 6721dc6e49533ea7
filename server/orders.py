"""Orders to a server that runs, from a command at its own computer: erase somebody, without stopping a class.

An order is a file in the data folder, which only its owner can write to: whoever could do this could also read the
server's key. It is gone as soon as it is carried out. Owns the files; knows no room and no table.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from campus.errors import CampusError
from campus.text import Text, bilingual

ORDERS_FOLDER = "orders"
EVERY_S = 0.5
"""How often a server looks for orders."""
WAITS_S = 60.0
"""How long a command waits for its answer."""
_log = logging.getLogger("campus.server")


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Erase the person who is called so, or has that login or that id."""

    erase: str


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What came of an order: the exit status of the command, and what it prints."""

    status: int
    lines: tuple[Text, ...]


def give(folder: Path, order: Order, *, now: Callable[[], float], sleep: Callable[[float], None]) -> Answer:
    """Give an order to the server that runs on a data folder, and wait for its answer.

    Args:
        folder: the data folder.
        order: what is to be done.
        now: a steady clock, seconds.
        sleep: waits so many seconds.

    Raises:
        CampusError: the server did not answer in time; nothing more will come of the order.
    """
    orders = folder / ORDERS_FOLDER
    orders.mkdir(mode=0o700, exist_ok=True)
    name = secrets.token_hex(8)
    order_file, answer_file = orders / f"{name}.order", orders / f"{name}.answer"
    _write(order_file, msgspec.json.encode(order))
    until = now() + WAITS_S
    try:
        while not answer_file.exists():
            if now() > until:
                raise CampusError(
                    bilingual(
                        f"The server on {folder} did not answer within {WAITS_S:.0f} s. Look at its log, or stop it "
                        "and give the command again.",
                        f"Le serveur de « {folder} » n'a pas répondu en {WAITS_S:.0f} s. Regardez son journal, ou "
                        "arrêtez-le et redonnez la commande.",
                    )
                )
            sleep(EVERY_S / 2)
        return msgspec.json.decode(answer_file.read_bytes(), type=Answer)
    finally:
        for file in (order_file, answer_file):
            file.unlink(missing_ok=True)


async def obey(folder: Path, erase: Callable[[str], Awaitable[Answer]]) -> None:
    """Carry out the orders that wait in a data folder, one after the other.

    Args:
        folder: the data folder.
        erase: erases a person and says what became of it; what it raises is the answer.
    """
    for file in sorted((folder / ORDERS_FOLDER).glob("*.order")):
        try:
            order = msgspec.json.decode(file.read_bytes(), type=Order)
        except (OSError, msgspec.DecodeError) as problem:
            _log.error("%s is no order (%s)", file.name, problem)
            file.unlink(missing_ok=True)
            continue
        try:
            answer = await erase(order.erase)
        except CampusError as problem:
            answer = Answer(status=1, lines=(problem.said,))
        except Exception:
            _log.exception("an order could not be carried out")
            fault = bilingual(
                "The server made a fault; its log tells more. Nobody was erased.",
                "Le serveur a fait une faute ; son journal en dit plus. Personne n'a été effacé.",
            )
            answer = Answer(status=1, lines=(fault,))
        # Whoever gave it may have gone away: then nobody takes the answer, and none is left.
        if file.exists():
            file.unlink(missing_ok=True)
            _write(file.with_suffix(".answer"), msgspec.json.encode(answer))


def forget(folder: Path) -> None:
    """Let go of orders and answers that an earlier run left behind."""
    for file in (folder / ORDERS_FOLDER).glob("*.*"):
        file.unlink(missing_ok=True)


def _write(file: Path, data: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    new = file.with_suffix(".new")
    with contextlib.suppress(FileNotFoundError):
        new.unlink()
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:  # noqa: PTH123
        out.write(data)
    new.replace(file)
