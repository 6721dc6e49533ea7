"""Nobody declares their own role: keys, tickets, codes, loopback."""

from __future__ import annotations

import base64
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.errors import Refused
from campus.protocol.messages import VERSION, Hello
from server.access import GUESSES, GUESSES_S, Access, Return, Ticket

NOW = 1_800_000_000.0
HOUR = 3600.0


def an_access(secret: bytes = b"s" * 32, **options) -> Access:
    numbers = itertools.count(1)
    return Access(secret, "the-key", fresh_id=lambda: f"guest-{next(numbers)}", **options)


def a_hello(**fields) -> Hello:
    return Hello(**{"version": VERSION, "name": "Ana"} | fields)


def identify(access: Access, *, loopback: bool = False, now: float = NOW, **fields):
    return access.identify(a_hello(**fields), loopback=loopback, now=now)


def code_of(refusal) -> str:
    return refusal.value.code


def test_a_guest_on_loopback_is_a_student_and_each_is_another() -> None:
    access = an_access()
    first, second = identify(access, loopback=True), identify(access, loopback=True)
    assert first.role == second.role == "student"
    assert first.person != second.person


def test_a_guest_from_elsewhere_needs_a_code() -> None:
    with pytest.raises(Refused) as refusal:
        identify(an_access())
    assert code_of(refusal) == "unauthenticated"


def test_the_key_of_this_run_makes_a_teacher_who_is_the_same_again_by_name() -> None:
    access = an_access()
    first = identify(access, key="the-key", name="Maurice")
    assert first.role == "teacher"
    assert identify(access, key="the-key", name=" maurice ").person == first.person
    assert identify(access, key="the-key", name="Anne").person != first.person
    assert identify(an_access(), key="the-key", name="Maurice").person == first.person


@pytest.mark.parametrize("key", ["", "the-kez", "the-key ", "é"])
def test_another_key_is_refused_even_on_loopback(key) -> None:
    with pytest.raises(Refused) as refusal:
        identify(an_access(), key=key, loopback=True)
    assert code_of(refusal) == "unauthenticated"


def test_another_version_is_told_both_versions() -> None:
    with pytest.raises(Refused, match=f"version {VERSION} of the campus and you came with version 99") as refusal:
        identify(an_access(), version=99, loopback=True)
    assert code_of(refusal) == "version"


def test_a_ticket_says_who_and_what_until_it_ends() -> None:
    access = an_access()
    ticket = access.ticket(Ticket(person="m.hayot", role="teacher", until=NOW + HOUR, space="amphitheatre"))
    identity = identify(access, ticket=ticket)
    assert (identity.person, identity.role, identity.space) == ("m.hayot", "teacher", "amphitheatre")
    with pytest.raises(Refused) as refusal:
        identify(access, ticket=ticket, now=NOW + 2 * HOUR)
    assert code_of(refusal) == "expired"


def test_a_ticket_of_another_server_is_refused() -> None:
    ticket = an_access(b"x" * 32).ticket(Ticket(person="ana", role="admin", until=NOW + HOUR))
    with pytest.raises(Refused) as refusal:
        identify(an_access(), ticket=ticket)
    assert code_of(refusal) == "unauthenticated"


@given(st.data())
def test_a_ticket_with_one_letter_changed_is_never_let_in(data) -> None:
    access = an_access()
    ticket = access.ticket(Ticket(person="ana", role="student", until=NOW + HOUR))
    place = data.draw(st.integers(0, len(ticket) - 1))
    letter = data.draw(st.sampled_from("ABCabc019-_.=é"))
    changed = ticket[:place] + letter + ticket[place + 1 :]
    try:
        identity = identify(access, ticket=changed)
    except Refused:
        return
    # Base64 leaves a few bits of its last letter unused: the same bytes are the same ticket.
    assert (identity.person, identity.role) == ("ana", "student")


@given(st.text(max_size=128))
def test_arbitrary_words_are_no_ticket_no_code_and_no_token(text: str) -> None:
    access = an_access()
    for proof in ({"ticket": text}, {"code": text[:32]}, {"resume": text}):
        with pytest.raises(Refused):
            identify(access, **proof)


def test_a_resume_token_is_no_ticket_and_a_ticket_no_resume_token() -> None:
    access = an_access()
    back = Return(person="ana", role="teacher", connection="c1", until=NOW + HOUR)
    with pytest.raises(Refused):
        identify(access, ticket=access.resume_token(back))
    with pytest.raises(Refused):
        identify(access, resume=access.ticket(Ticket(person="ana", role="teacher", until=NOW + HOUR)))


def test_a_resume_token_brings_back_person_role_and_place() -> None:
    back = Return(
        person="ana", role="teacher", connection="c1", until=NOW + HOUR, space="hall", room="hall", seat="row.1"
    )
    identity = identify(an_access(), resume=an_access().resume_token(back))
    assert (identity.person, identity.role, identity.back) == ("ana", "teacher", back)


def test_with_a_token_that_has_ended_the_rest_of_the_hello_decides() -> None:
    access = an_access()
    old = access.resume_token(Return(person="ana", role="teacher", connection="c1", until=NOW - 1))
    assert identify(access, resume=old, loopback=True).role == "student"
    assert identify(access, resume=old, key="the-key").role == "teacher"
    with pytest.raises(Refused):
        identify(access, resume=old)


@pytest.mark.parametrize("role", ["student", "co-teacher", "teacher", "guest"])
def test_a_join_code_gives_its_role_until_it_ends(role) -> None:
    access = an_access()
    code = access.join_code(role, until=NOW + HOUR)
    assert len(code) <= 32
    assert identify(access, code=code).role == role
    assert identify(access, code=code.lower().replace("-", "")).role == role
    with pytest.raises(Refused) as refusal:
        identify(access, code=code, now=NOW + 3 * HOUR)
    assert code_of(refusal) == "expired"


def test_the_role_in_a_join_code_cannot_be_changed() -> None:
    access = an_access()
    raw = bytearray(base64.b32decode(access.join_code("student", until=NOW + HOUR).replace("-", "")))
    raw[0] = 2
    forged = base64.b32encode(bytes(raw)).decode()
    with pytest.raises(Refused) as refusal:
        identify(access, code=forged)
    assert code_of(refusal) == "unauthenticated"


def test_the_code_of_a_class_lets_its_students_in() -> None:
    access = an_access(role_of_code=lambda code: "student" if code.upper() == "KBQ7RM" else None)
    identity = identify(access, code="kbq7rm")
    assert (identity.role, identity.code) == ("student", "kbq7rm")


def test_whoever_came_by_a_classs_code_days_ago_is_the_same_person_with_their_old_token() -> None:
    access = an_access(role_of_code=lambda code: "student" if code == "KBQ7RM" else None)
    first = identify(access, code="KBQ7RM")
    old = access.resume_token(
        Return(person=first.person, role="student", connection="c", until=NOW - 1, code="KBQ7RM", space="hall")
    )
    again = identify(access, code="KBQ7RM", resume=old)
    assert (again.person, again.role, again.back) == (first.person, "student", None)
    assert identify(access, code="KBQ7RM").person != first.person
    with pytest.raises(Refused):
        identify(access, code="WRONG2", resume=old)
    teachers = access.resume_token(Return(person="hayot", role="teacher", connection="c", until=NOW - 1))
    stranger = identify(access, code="KBQ7RM", resume=teachers)
    assert (stranger.person != "hayot", stranger.role) == (True, "student")
    forged = old[:-2] + ("AA" if not old.endswith("AA") else "BB")
    assert identify(access, code="KBQ7RM", resume=forged).person != first.person


def test_who_comes_back_with_the_code_of_another_class_goes_there_as_who_they_were() -> None:
    access = an_access(role_of_code=lambda code: "student" if code.upper() in ("KBQ7RM", "NXT2AB") else None)
    first = identify(access, code="KBQ7RM")
    token = access.resume_token(
        Return(person=first.person, role="student", connection="c", until=NOW + HOUR, code="KBQ7RM", space="hall")
    )
    other = identify(access, code="NXT2AB", resume=token)
    assert (other.person, other.code, other.back) == (first.person, "NXT2AB", None)
    same = identify(access, code="kbq7rm", resume=token)
    assert same.back is not None
    assert identify(access, code="an-invitation", resume=token).back is not None, "its bearer is let in already"


def test_who_was_erased_is_somebody_new_also_with_a_code() -> None:
    access = an_access(role_of_code=lambda code: "student" if code == "KBQ7RM" else None)
    first = identify(access, code="KBQ7RM")
    for until in (NOW - 1, NOW + HOUR):
        token = access.resume_token(
            Return(person=first.person, role="student", connection="c", until=until, code="KBQ7RM")
        )
        access.forget(first.person)
        assert identify(access, code="KBQ7RM", resume=token).person != first.person


def test_whoever_guesses_codes_is_made_to_wait_and_nobody_else() -> None:
    access = an_access()
    code = access.join_code("student", until=NOW + HOUR)

    def come(code: str, address: str, now: float = NOW):
        return access.identify(a_hello(code=code), loopback=False, now=now, address=address)

    for _ in range(GUESSES):
        with pytest.raises(Refused, match="not this server's"):
            come("AAAAAA", "10.0.0.1")
    with pytest.raises(Refused) as refusal:
        come(code, "10.0.0.1")
    assert code_of(refusal) == "too_fast"
    assert come(code, "10.0.0.2").role == "student"
    assert come(code, "10.0.0.1", NOW + GUESSES_S).role == "student"
