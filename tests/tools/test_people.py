"""`campus people` and `campus store`, as typed: what they say, and the status that they end with."""

from __future__ import annotations

import asyncio
import csv
import io
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from campus.cli import app
from campus.learning.events import Created, Entrusted, Granted, Turned, encode
from campus.learning.unit_file import load_units
from server.store import Store

ROOT = Path(__file__).parents[2]


@pytest.fixture
def campus(tmp_path):
    """`campus("people", "list")`: (exit status, what was printed)."""
    Store.open(tmp_path / "log.db").close()

    def run(*words: str, typed: str = "") -> tuple[int, str]:
        done = CliRunner().invoke(app, [*words, "--data", str(tmp_path)], input=typed)
        return done.exit_code, done.output

    return run


def test_an_invitation_is_made_listed_and_taken_back(campus) -> None:
    status, said = campus("people", "invite", "--role", "co-teacher", "--uses", "3")
    assert status == 0
    assert re.match(r"([A-Z2-7]{5}-){5}[A-Z2-7]\n", said)
    id_ = re.search(r"Invitation (\w+): co-teacher, 3 times", said)[1]
    assert f"{id_}: co-teacher, 3 left" in campus("people", "list")[1]
    assert campus("people", "revoke", id_)[0] == 0
    assert f"{id_}: co-teacher, revoked" in campus("people", "list")[1]
    assert "revoked" in campus("people", "audit")[1]
    assert campus("people", "revoke", "nope")[0] == 1
    assert campus("people", "invite", "--role", "king")[0] == 1


def test_a_roster_comes_back_with_codes(campus, tmp_path) -> None:
    (tmp_path / "list.csv").write_bytes("Nom;Prénom\r\nLefèvre;Élise\r\n=1+1;Bo\r\n".encode("cp1252"))
    status, said = campus("people", "roster", str(tmp_path / "list.csv"), "--out", str(tmp_path / "codes.csv"))
    assert (status, "2 codes" in said) == (0, True)
    rows = list(csv.reader(io.StringIO((tmp_path / "codes.csv").read_text("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows] == ["nom", "Élise Lefèvre", "Bo =1+1"]
    (tmp_path / "wrong.csv").write_text("nom;role\nAna;techer\n")
    status, said = campus("people", "roster", str(tmp_path / "wrong.csv"))
    assert (status, "wrong.csv:2:1" in said) == (3, True)
    (tmp_path / "open.csv").write_text('nom\n"' + "a" * 200_000)
    status, said = campus("people", "roster", str(tmp_path / "open.csv"))
    assert (status, said) == (3, "open.csv:2:1: What begins here never ends. Close the quotation marks.\n")


def test_an_account_is_made_and_changed(campus, monkeypatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: "une phrase assez longue")
    assert campus("people", "add", "Ana", "--role", "teacher")[0] == 0
    assert "ana: Ana, teacher" in campus("people", "list")[1]
    assert campus("people", "change", "ana", "--role", "student")[0] == 0
    status, ticket = campus("people", "ticket", "ana")
    assert (status, len(ticket.strip())) == (0, 32)
    assert campus("people", "change", "ana", "--close")[0] == 0
    assert "ana: Ana, student, closed" in campus("people", "list")[1]
    assert campus("people", "ticket", "ana")[0] == 1
    assert campus("people", "change", "ana")[0] == 1


def test_who_mistypes_a_new_password_changes_nothing_else_either(campus, monkeypatch) -> None:
    typed = iter(["une phrase assez longue"] * 2 + ["une autre phrase longue", "une autre fraise longue"])
    monkeypatch.setattr("getpass.getpass", lambda prompt: next(typed))
    assert campus("people", "add", "Ana", "--role", "teacher")[0] == 0
    status, said = campus("people", "change", "ana", "--role", "student", "--password")
    assert (status, "nothing has changed" in said) == (1, True)
    assert "ana: Ana, teacher" in campus("people", "list")[1]


@pytest.mark.parametrize("more", [["--days", "nan"], ["--days", "inf"], ["--days", "1e9"], ["--uses", "9" * 30]])
def test_an_invitation_for_ever_or_for_everybody_is_refused_in_a_sentence(campus, more) -> None:
    status, said = campus("people", "invite", *more)
    assert (status, said.startswith("An invitation lets in 1 to 100000 people")) == (1, True)


def test_nobody_gets_a_code_where_the_file_for_the_codes_cannot_be_made(campus, tmp_path) -> None:
    (tmp_path / "list.csv").write_text("nom\nAna\n")
    (tmp_path / "codes.csv").write_text("codes of last year")
    for out in (tmp_path / "codes.csv", tmp_path / "nowhere" / "codes.csv"):
        status, said = campus("people", "roster", str(tmp_path / "list.csv"), "--out", str(out))
        assert (status, str(out) in said) == (1, True)
    assert campus("people", "roster", str(tmp_path / "list.csv"), "--out", str(tmp_path / "n.csv"), "--days", "0")[0]
    assert (tmp_path / "codes.csv").read_text() == "codes of last year"
    assert not (tmp_path / "n.csv").exists()
    assert campus("people", "list")[1] == "Nobody has an account, and nobody is invited.\n"


def test_success_is_told_in_french_as_well(campus, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: "une phrase assez longue")
    assert campus("people", "list", "--lang", "fr")[1] == "Personne n’a de compte, et personne n’est invité.\n"
    assert "3 fois, jusqu’au" in campus("people", "invite", "--uses", "3", "--lang", "fr")[1]
    assert "ana\u00a0: student" in campus("people", "add", "Ana", "--lang", "fr")[1]
    assert campus("people", "change", "ana", "--close", "--lang", "fr")[1].startswith("ana\u00a0: c’est fait")
    assert "student, encore 3, jusqu’au" in campus("people", "list", "--lang", "fr")[1]
    assert campus("data", "retain", "--lang", "fr")[1].startswith("Il n’y a pas de calendrier")
    assert campus("store", "verify", "--lang", "fr")[1].startswith("Tout est bon\u00a0: 0 événement dans 0 fil")


def test_the_log_is_copied_looked_through_and_put_back(campus, tmp_path) -> None:
    copy = str(tmp_path / "copy.db")
    assert campus("store", "backup", copy)[0] == 0
    assert campus("store", "backup", copy)[0] == 1
    status, said = campus("store", "verify")
    assert (status, said.startswith("Sound: 0 events")) == (0, True)
    status, said = campus("store", "restore", copy)
    assert (status, "log-before-restore.db" in said) == (0, True)
    (tmp_path / "log.db").write_bytes(b"This is a letter." * 1000)
    assert campus("store", "verify")[0] == 1
    for words in (["people", "list"], ["people", "audit"], ["people", "add", "ana"], ["data", "export", "ana"]):
        status, said = campus(*words)
        assert (status, "'campus store verify'" in said or "Restore it from a copy" in said) == (1, True), said


def test_an_event_that_is_none_is_told_by_whoever_meets_it(campus, tmp_path) -> None:
    store = Store.open(tmp_path / "log.db")
    asyncio.run(store.append("session/a", "ana", [("created", b"{}"), ("came", b"[]")]))
    store.close()
    for words in (["people", "audit"], ["people", "invite", "--session", "abc"]):
        status, said = campus(*words)
        assert (status, "cannot be read as a log" in said) == (1, True), (words, said)


def test_an_invitation_for_a_class_takes_its_code_and_the_audit_tells_who_ran_it(campus, tmp_path) -> None:
    store = Store.open(tmp_path / "log.db")
    unit = load_units(ROOT)["telehealth-01"]
    happened = (
        Created(at=1.0, session="s1", unit=unit, space="hall", room="hall", code="ABCDEF", name="H", role="teacher"),
        Turned(at=2.0, verb="admit"),
        Turned(at=3.0, verb="start"),
        Entrusted(at=4.0, person="aide", up=True),
        Granted(at=5.0, person="ana", factor=1.5),
    )
    entries = [(event.type, encode(event)) for event in happened]
    asyncio.run(store.append("session/s1", "hayot", entries))
    store.close()
    assert campus("people", "invite", "--role", "co-teacher", "--session", "abcdef")[0] == 0
    status, said = campus("people", "invite", "--role", "co-teacher", "--session", "nope")
    assert (status, "No class 'nope'" in said) == (1, True)
    told = campus("people", "audit")[1]
    assert re.search(r"hayot opened-class s1\n.*hayot turned-class s1 start\n", told)
    assert "hayot entrusted-class s1 to aide" in told
    assert "hayot gave-time s1 ana × 1.5" in told
    assert "admit" not in told
