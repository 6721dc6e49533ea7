"""At the door: what is refused is asked for again in the window, in the reader's words; nothing secret goes astray."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest

from campus.client.entering import DOOR, Door, Proof, enter, is_private
from campus.client.joining import TurnedAway
from campus.client.ui.hud import Hud
from campus.learning.panel import Choice, Input, Panel, Pressed
from campus.protocol.messages import VERSION, Hello, Login, Welcome
from campus.remote import Link
from campus.remote.cache import Cache

PASSWORD = "correct horse battery"


class Somebody:
    """A person before the window: sees panels, and presses what they were told to, one panel after the other."""

    def __init__(self, *answers: tuple[Pressed, ...]) -> None:
        self.seen: list[Panel] = []
        self._answers: Iterator[tuple[Pressed, ...]] = iter(answers)
        self._until = time.monotonic() + 20

    def __call__(self, hud: Hud) -> list[Pressed] | None:
        assert time.monotonic() < self._until, "nothing happens at the door"
        time.sleep(0)
        doors = [panel for panel in hud.panels if panel.id == DOOR]
        if not doors:
            return []
        self.seen.append(doors[0])
        answer = next(self._answers, None)
        return None if answer is None else list(answer)


def press(item: str, value: str = "") -> Pressed:
    return Pressed(panel=DOOR, item=item, value=value)


def log_in(name: str, password: str) -> tuple[Pressed, ...]:
    return (press("way", "login"), press("name", name), press("password", password), press("enter"))


def caller(url: str) -> Callable[[Proof], Link]:
    def call(proof: Proof) -> Link:
        hello = Hello(
            version=VERSION,
            name="Ana",
            language="fr",
            key=proof.key,
            code=proof.code,
            ticket=proof.ticket,
            login=proof.login,
        )
        return Link(url, hello, now=time.monotonic)

    return call


@pytest.fixture
def at_the_door(serving, tmp_path):
    """Somebody comes to the door of a real server; returns who they were let in as, or what turned them away."""

    def come(somebody: Somebody, prepare=lambda served: Proof(), *, way: str = "code", may_ask: bool = True):
        async def story() -> Welcome | TurnedAway | None:
            async with serving(with_people=True) as served:
                proof = prepare(served)
                door = Door(served.url, way=way)
                coming = asyncio.to_thread(
                    enter,
                    caller(served.url),
                    proof,
                    door,
                    "fr",
                    Cache(tmp_path / "cache"),
                    somebody,
                    time.monotonic,
                    may_ask=may_ask,
                )
                try:
                    found = await coming
                except TurnedAway as turned:
                    return turned
                if found is None:
                    return None
                joined, link, _ = found
                link.close()
                await served.none_left()
                return next(event for event in joined.heard if isinstance(event, Welcome))

        return asyncio.run(story())

    return come


def a_teacher(served) -> Proof:
    served.accounts.make("hayot", "Hayot", "teacher", PASSWORD, by="admin")
    return Proof(code="WRONGX")


def test_a_wrong_code_is_said_in_the_window_and_an_account_opens_the_door(at_the_door) -> None:
    somebody = Somebody(log_in("hayot", PASSWORD))
    welcome = at_the_door(somebody, a_teacher)
    assert welcome.role == "teacher"
    (panel,) = somebody.seen
    assert "Ce code n’est pas de ce serveur" in str(panel.items[0])


def test_a_wrong_password_is_said_and_asked_for_again(at_the_door) -> None:
    somebody = Somebody(log_in("hayot", "guess guess guess"), (press("password", PASSWORD), press("enter")))

    def prepare(served) -> Proof:
        a_teacher(served)
        return Proof()

    assert at_the_door(somebody, prepare, way="login").role == "teacher"
    assert "ne vont pas ensemble" in str(somebody.seen[1])
    assert "guess" not in str(somebody.seen), "a panel never holds a password"
    name = next(item for item in somebody.seen[1].items if isinstance(item, Input) and item.id == "name")
    assert name.value == "hayot"


def test_an_invitation_typed_in_the_window_opens_the_door(at_the_door) -> None:
    codes: list[str] = []

    class Guest(Somebody):
        def __call__(self, hud: Hud) -> list[Pressed] | None:
            pressed = super().__call__(hud)
            return [press("code", codes[0]), press("enter")] if pressed == [] and hud.panels else pressed

    def prepare(served) -> Proof:
        codes.append(served.invitations.make("guest", by="hayot")[1])
        return Proof(code="WRONGX")

    assert at_the_door(Guest(()), prepare).role == "guest"


def test_a_ticket_lets_in_once(at_the_door) -> None:
    tickets: list[str] = []

    def prepare(served) -> Proof:
        if not tickets:
            a_teacher(served)
            tickets.append(served.accounts.ticket(served.accounts.log_in("hayot", PASSWORD)))
        return Proof(ticket=tickets[0])

    assert at_the_door(Somebody(), prepare, may_ask=False).role == "teacher"
    turned = at_the_door(Somebody(), prepare, may_ask=False)
    assert isinstance(turned, TurnedAway)
    assert "Ce billet n’est pas de ce serveur" in str(turned)


def test_whoever_goes_away_from_the_door_is_told_once_more_why_it_was_shut(at_the_door) -> None:
    turned = at_the_door(Somebody((press("leave"),)), lambda served: Proof(code="WRONGX"))
    assert isinstance(turned, TurnedAway)
    assert turned.code == "unauthenticated"


def test_a_password_never_leaves_over_an_open_line() -> None:
    called: list[Proof] = []

    def call(proof: Proof) -> Link:
        called.append(proof)
        raise AssertionError("nobody is to be called")

    door = Door("ws://campus.example:8765", way="login")
    somebody = Somebody(log_in("hayot", PASSWORD))
    assert enter(call, Proof(), door, "en", None, somebody, time.monotonic) is None
    assert "wss://" in str(somebody.seen[-1]) or door.why is not None
    with pytest.raises(TurnedAway, match="is not sent"):
        enter(
            call,
            Proof(login=Login(name="hayot", password=PASSWORD)),
            door,
            "en",
            None,
            somebody,
            time.monotonic,
            may_ask=False,
        )
    assert not called


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("wss://campus.example", True),
        ("ws://127.0.0.1:8765", True),
        ("ws://[::1]:8765", True),
        ("ws://localhost:8765", True),
        ("ws://192.168.1.4:8765", False),
        ("ws://127.0.0.1.campus.example", False),
        ("ws://campus.example", False),
    ],
)
def test_which_addresses_nobody_reads_on_the_way(url: str, private: bool) -> None:
    assert is_private(url) is private


def test_what_a_proof_holds_is_never_shown_by_the_door() -> None:
    door = Door("ws://127.0.0.1:1", way="login")
    for pressed in log_in("hayot", PASSWORD)[:-1]:
        assert door.press(pressed) is None
    assert PASSWORD not in repr(door)
    assert PASSWORD not in str(door.panel)
    proof = door.press(press("enter"))
    assert isinstance(proof, Proof)
    assert door._password == "", "once it is given it is forgotten"


def test_a_refusal_that_nothing_typed_can_mend_offers_to_try_again_or_to_go(at_the_door) -> None:
    door = Door("ws://127.0.0.1:1")
    door.why = ("version", TurnedAway("version", _text(), "en").text)
    assert not any(isinstance(item, Choice | Input) for item in door.panel.items)


def _text():
    from campus.text import Text

    return Text(fr="Installez la même version.", en="Install the same version.")
