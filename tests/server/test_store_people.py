"""Accounts, invitations, tickets, the audit: who comes in, as what, how often; that a lost right is lost at once."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.errors import CampusError, Refused, SceneErrors
from campus.protocol.messages import VERSION, Bye, Came, Hello, Login
from server.access import Access
from server.accounts import Accounts, Rights, audited, hashed
from server.invitations import DAY_S, Enrolled, Invitations, ServerDoors, a_code, codes_for, read_roster
from server.store import Store
from server.tables import accounts_table, invitations_table, tickets_table

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "une phrase assez longue"


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["file", "postgresql"])
def engine(request, tmp_path):
    target = tmp_path / "log.db" if request.param == "file" else request.getfixturevalue("databases")()
    store = Store.open(target)
    yield store.engine
    store.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(engine, clock) -> Accounts:
    return Accounts(engine, now=clock, hasher=QUICK)


@pytest.fixture
def invitations(engine, clock) -> Invitations:
    return Invitations(engine, now=clock)


def test_a_password_is_kept_as_argon2id_and_as_nothing_else(engine, accounts) -> None:
    accounts.make("Ana", "Ana", "student", PASSWORD, by="admin")
    with engine.connect() as connection:
        row = connection.execute(sa.select(accounts_table)).mappings().one()
    assert row["password"].startswith("$argon2id$")
    assert PASSWORD not in str(dict(row))
    assert PasswordHasher().hash("x").startswith("$argon2id$v=19$m=65536,t=3,p=4$"), "what a server uses by default"


def test_a_login_is_the_same_in_capitals_and_with_its_accents_apart(accounts) -> None:
    made = accounts.make("  Élise ", "Élise", "teacher", PASSWORD, by="admin")
    assert accounts.log_in("e\u0301LISE", PASSWORD).person == made.person
    with pytest.raises(CampusError, match="'élise' is taken"):
        accounts.make("ÉLISE", "Other", "student", PASSWORD, by="admin")


def test_a_wrong_password_a_wrong_name_and_a_closed_account_sound_the_same(accounts) -> None:
    accounts.make("ana", "Ana", "student", PASSWORD, by="admin")
    accounts.make("bo", "Bo", "student", PASSWORD, by="admin")
    accounts.close("bo", by="admin")
    said = set()
    for login, password in (("ana", "wrong"), ("nobody", PASSWORD), ("bo", PASSWORD)):
        with pytest.raises(Refused) as refused:
            accounts.log_in(login, password)
        said.add(str(refused.value))
    assert len(said) == 1


def test_a_short_password_and_an_unknown_role_are_refused_with_a_hint(accounts) -> None:
    with pytest.raises(CampusError, match="at least 12 letters; this one has 5"):
        accounts.make("ana", "Ana", "student", "short", by="admin")
    with pytest.raises(CampusError, match=r"'techer' is no role.*teacher"):
        accounts.make("ana", "Ana", "techer", PASSWORD, by="admin")
    with pytest.raises(CampusError, match=r"Nobody has the login 'anna'.*ana"):
        accounts.make("ana", "Ana", "student", PASSWORD, by="admin")
        accounts.close("anna", by="admin")


def test_a_ticket_is_good_once_and_for_a_minute(engine, accounts, clock) -> None:
    ana = accounts.make("ana", "Ana", "student", PASSWORD, by="admin")
    first, second, late, closed = (accounts.ticket(ana) for _ in range(4))
    with engine.connect() as connection:
        kept = set(connection.execute(sa.select(tickets_table.c.secret)).scalars())
    assert kept == {hashed(t) for t in (first, second, late, closed)}
    assert accounts.admit(first) == ana
    assert accounts.admit(first) is None
    assert accounts.admit("never made") is None
    with ThreadPoolExecutor(8) as pool:
        assert [a for a in pool.map(accounts.admit, [second] * 8) if a] == [ana]
    clock.now += 61
    assert accounts.admit(late) is None
    clock.now -= 61
    accounts.close("ana", by="admin")
    assert accounts.admit(closed) is None


def test_an_invitation_lets_in_so_many_so_long_and_no_more(invitations, clock) -> None:
    _, code = invitations.make("student", by="hayot", uses=2)
    assert invitations.admit(code.lower().replace("-", " "), "p1").role == "student"
    assert invitations.admit(code, "p2").uses == 0
    assert invitations.admit(code, "p3") is None
    _, short = invitations.make("guest", by="hayot", days=1, uses=5)
    clock.now += DAY_S + 1
    assert invitations.admit(short, "p4") is None
    assert invitations.admit(a_code(), "p5") is None


def test_of_many_who_come_at_once_only_so_many_come_in(invitations) -> None:
    _, code = invitations.make("student", by="hayot", uses=5)
    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(lambda n: invitations.admit(code, f"p{n}"), range(24)))
    assert len([one for one in came if one is not None]) == 5


def test_a_code_has_128_bits_fits_into_a_hello_and_is_not_kept(engine, invitations) -> None:
    invitation, code = invitations.make("student", by="hayot", session="s1")
    assert len(code.replace("-", "")) * 5 >= 128
    Hello(version=VERSION, name="Ana", code=code)
    assert len(code) <= 32
    assert len({a_code() for _ in range(1000)}) == 1000
    with engine.connect() as connection:
        row = connection.execute(sa.select(invitations_table)).mappings().one()
    assert code not in str(dict(row))
    assert (row["session"], row["id"]) == ("s1", invitation.id)


def test_what_was_given_or_taken_is_in_the_audit(engine, accounts, invitations, clock) -> None:
    accounts.make("ana", "Ana", "student", PASSWORD, by="admin")
    accounts.change_role("ana", "teacher", by="admin")
    accounts.change_password("ana", PASSWORD + "!", by="ana")
    accounts.close("ana", by="admin")
    invitation, code = invitations.make("guest", by="hayot")
    invitations.admit(code, "p1")
    invitations.revoke(invitation.id, by="hayot")
    assert [(n.actor, n.action) for n in audited(engine)] == [
        ("admin", "account-made"),
        ("admin", "role-changed"),
        ("ana", "password-changed"),
        ("admin", "account-closed"),
        ("hayot", "invited"),
        ("p1", "came-invited"),
        ("hayot", "revoked"),
    ]
    assert PASSWORD not in str(list(audited(engine)))
    with pytest.raises(CampusError, match="There is no invitation 'nope'"):
        invitations.revoke("nope", by="hayot")


def test_rights_say_who_has_another_role_now_and_only_once(engine, accounts, invitations) -> None:
    ana = accounts.make("ana", "Ana", "student", PASSWORD, by="admin").person
    invitation, code = invitations.make("student", by="hayot")
    invitations.admit(code, "p1")
    rights = Rights(engine)
    people = {ana: "student", "p1": "student", "guest-7": "student"}
    assert rights.changed(people) == {}
    accounts.change_role("ana", "co-teacher", by="admin")
    invitations.revoke(invitation.id, by="hayot")
    assert rights.changed(people) == {ana: "co-teacher", "p1": None}
    assert rights.changed(people) == {}
    assert rights.role_now("guest-7", "student") == "student"
    assert rights.role_now("p1", "student") is None


# --- at the door of a running server ---------------------------------------------------------------------------------


def doors_of(engine, accounts, invitations) -> ServerDoors:
    return ServerDoors(accounts, invitations, Rights(engine), lambda session: "ABCDEF" if session == "s1" else None)


def access_of(engine, accounts, invitations) -> Access:
    numbers = itertools.count(1)
    doors = doors_of(engine, accounts, invitations)
    return Access(b"s" * 32, "key", fresh_id=lambda: f"guest-{next(numbers)}", doors=doors)


def hello(**proof: object) -> Hello:
    return Hello(version=VERSION, name="Ana", **proof)


def test_whoever_logs_in_shows_a_ticket_or_has_a_code_is_who_they_are(engine, accounts, invitations) -> None:
    access = access_of(engine, accounts, invitations)
    ana = accounts.make("ana", "Ana", "teacher", PASSWORD, by="admin")
    logged = access.identify(hello(login=Login(name="ana", password=PASSWORD)), loopback=True, now=1.0)
    assert (logged.person, logged.role) == (ana.person, "teacher")
    ticket = accounts.ticket(ana)
    assert access.identify(hello(ticket=ticket), loopback=False, now=1.0).person == ana.person
    with pytest.raises(Refused, match="This ticket is not this server's"):
        access.identify(hello(ticket=ticket), loopback=False, now=1.0)
    _, code = invitations.make("co-teacher", by="hayot", session="s1")
    invited = access.identify(hello(code=code), loopback=False, now=1.0)
    assert (invited.role, invited.code) == ("co-teacher", "ABCDEF")
    with pytest.raises(Refused, match="unauthenticated"):
        access.identify(hello(code=code), loopback=False, now=1.0)


def test_whoever_guesses_passwords_is_made_to_wait(engine, accounts, invitations) -> None:
    access = access_of(engine, accounts, invitations)
    accounts.make("ana", "Ana", "teacher", PASSWORD, by="admin")
    for _ in range(100):
        with pytest.raises(Refused, match="unauthenticated"):
            access.identify(hello(login=Login(name="ana", password="guess")), loopback=True, now=1.0, address="a")
    right = hello(login=Login(name="ana", password=PASSWORD))
    with pytest.raises(Refused, match="too_fast"):
        access.identify(right, loopback=True, now=2.0, address="a")
    assert access.identify(right, loopback=True, now=2.0, address="b").role == "teacher"


def test_a_password_over_an_open_line_is_refused_before_it_is_looked_at(engine, accounts, invitations) -> None:
    access = access_of(engine, accounts, invitations)
    accounts.make("ana", "Ana", "teacher", PASSWORD, by="admin")
    with pytest.raises(Refused, match="unencrypted") as refused:
        access.identify(hello(login=Login(name="ana", password=PASSWORD)), loopback=False, now=1.0)
    assert "wss://" in refused.value.text.fr
    assert PASSWORD not in str(refused.value)


def test_a_lost_right_is_lost_while_one_is_there_and_no_token_brings_it_back(serving) -> None:
    async def story() -> None:
        async with serving(with_people=True) as served:
            invitation, code = served.invitations.make("student", by="hayot", uses=2)
            ana = await served.in_the_hall("Ana", code=code)
            teacher = served.accounts.make("hayot", "Hayot", "teacher", PASSWORD, by="admin")
            hayot = await served.in_the_hall("Hayot", login=Login(name="hayot", password=PASSWORD))
            assert hayot.id == teacher.person
            resume = served.hub._arrivals.token(served.hub.visitors[ana.id], next(iter(served.hub.connections)))
            served.accounts.change_role("hayot", "student", by="admin")
            changed = await ana.hears(Came, lambda e: e.person.id == hayot.id and e.person.role == "student")
            assert changed.person.name == "Hayot"
            served.invitations.revoke(invitation.id, by="hayot")
            assert (await ana.hears(Bye)).code == "not_allowed"
            assert ana.id not in served.hub.visitors
            with pytest.raises(Refused, match="no longer have access"):
                served.access.identify(hello(resume=resume), loopback=True, now=time.time())

    asyncio.run(story())


# --- rosters ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_roster_is_read_as_offices_write_it(encoding, separator) -> None:
    lines = ["Nom,Prénom,Rôle,Groupe", "Lefèvre,Élise,,A", "O’Brien,Noël,co-teacher,B"]
    data = "\r\n".join(lines).replace(",", separator).replace("’", "'").encode(encoding)
    assert read_roster(data) == [
        Enrolled("Élise Lefèvre", "student", "A"),
        Enrolled("Noël O'Brien", "co-teacher", "B"),
    ]


def test_a_list_of_names_alone_is_a_roster() -> None:
    assert read_roster("Élise Lefèvre\nNoël Ba\n".encode()) == [
        Enrolled("Élise Lefèvre", "student"),
        Enrolled("Noël Ba", "student"),
    ]


def test_every_wrong_line_of_a_roster_is_told_with_its_number() -> None:
    with pytest.raises(SceneErrors) as wrong:
        read_roster(b"nom;role\nAna;student\n;student\nBo;techer\n")
    assert [e.line for e in wrong.value.errors] == [3, 4]
    with pytest.raises(SceneErrors, match="empty"):
        read_roster(b"\xef\xbb\xbf")


@given(st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_whatever_the_file_it_is_a_roster_or_told(data) -> None:
    with contextlib.suppress(SceneErrors):
        assert all(one.name for one in read_roster(data))


def test_everybody_on_a_roster_has_a_code_of_their_own(invitations) -> None:
    rows = list(codes_for([Enrolled("Ana", "student"), Enrolled("Bo", "teacher")], invitations, by="hayot", days=7))
    assert [invitations.admit(row[3], row[0]).role for row in rows] == ["student", "teacher"]
    assert invitations.admit(rows[0][3], "thief") is None
