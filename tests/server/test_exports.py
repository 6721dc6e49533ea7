"""What remains of a class: files that other programs read, made from the log alone, the same to the byte."""

from __future__ import annotations

import asyncio
import csv
import io
import itertools
import json
import shutil
from pathlib import Path

import fastjsonschema
import icalendar
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.errors import StoreError
from campus.learning import events
from campus.learning.activities.breakout import BreakoutRunning
from campus.learning.events import Came, Created, Did, Hand, Left, Restarted, Turned
from campus.learning.unit_file import load_units
from campus.protocol.messages import Figure, Person, Press
from campus.text import Text
from server.classroom import Classrooms
from server.exports import Exporter, session_files, table, write
from server.record import grouped, happenings, presences
from server.store import LogEntry, Store

ROOT = Path(__file__).resolve().parents[2]
START = 1_800_000_000.0


@pytest.fixture(scope="module")
def unit():
    return load_units(ROOT)["telehealth-01"]


def a_log(*happened) -> list[LogEntry]:
    """(actor, event) as the store gives them back."""
    return [
        LogEntry(seq, event.at, actor, event.type, events.encode(event))
        for seq, (actor, event) in enumerate(happened, 1)
    ]


def opened(unit, at: float = START):
    created = Created(
        at=at, session="s1", unit=unit, space="amphitheatre", room="amphitheatre", code="ABCDEF", name="Mme Hayot",
        role="teacher",
    )  # fmt: skip
    return [("hayot", created), ("hayot", Turned(at=at, verb="admit"))]


def came(who: str, at: float, name: str | None = None):
    return (who, Came(at=at, name=name or who.title(), role="student"))


def a_class(unit) -> list[LogEntry]:
    """Ana is there throughout and changes her answer; Bo is cut, late and answers once; a formula takes a seat."""
    ask = unit.plan[1]
    minute = 60.0
    return a_log(
        *opened(unit),
        came("ana", START + 1, "Élise Çelik"),
        came("evil", START + 2, "=HYPERLINK(\"http://x\")"),
        ("hayot", Turned(at=START + minute, verb="start")),
        ("hayot", events.Began(at=START + minute, activity=unit.plan[0].id)),
        ("hayot", events.Began(at=START + 2 * minute, activity=ask.id)),
        ("hayot", Did(at=START + 2 * minute, activity=ask.id, verb="open")),
        ("ana", Did(at=START + 3 * minute, activity=ask.id, verb="answer", value="1/a")),
        ("ana", Did(at=START + 3 * minute + 5, activity=ask.id, verb="answer", value="1/b")),
        came("bo", START + 4 * minute),
        ("bo", Did(at=START + 4 * minute + 1, activity=ask.id, verb="answer", value="1/b")),
        ("bo", Left(at=START + 5 * minute)),
        came("bo", START + 6 * minute),
        ("evil", Did(at=START + 6 * minute, activity=ask.id, verb="answer", value="1/zzz")),
        ("hayot", Did(at=START + 7 * minute, activity=ask.id, verb="close")),
        ("bo", Did(at=START + 7 * minute + 1, activity=ask.id, verb="answer", value="1/a")),
        ("ana", Hand(at=START + 8 * minute, person="ana", up=True)),
        ("hayot", Hand(at=START + 8 * minute + 1, person="ana", up=False)),
        ("hayot", Turned(at=START + 11 * minute, verb="wrap-up")),
        ("hayot", Turned(at=START + 11 * minute, verb="end")),
    )  # fmt: skip


def rows(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


PROFILE = "https://w3id.org/xapi/virtual-classroom"
VERBS = {
    "initialized": "http://adlnet.gov/expapi/verbs/initialized",
    "joined": "http://activitystrea.ms/join",
    "left": "http://activitystrea.ms/leave",
    "raised hand": f"{PROFILE}/verbs/raised-hand",
    "lowered hand": f"{PROFILE}/verbs/lowered-hand",
    "asked": "http://adlnet.gov/expapi/verbs/asked",
    "answered": "http://adlnet.gov/expapi/verbs/answered",
    "terminated": "http://adlnet.gov/expapi/verbs/terminated",
}
"""The verbs of the profile that a class here uses, as the profile has them."""


@pytest.fixture(scope="module")
def is_xapi():
    """Raises for what is no statement of xAPI 1.0.3, by a schema that was written from the specification alone."""
    schema = Path(__file__).with_name("xapi-1.0.3.schema.json").read_text(encoding="utf-8")
    return fastjsonschema.compile(json.loads(schema))


def test_the_votes_are_one_row_for_each_answer_that_counted(unit) -> None:
    votes = rows(session_files(happenings(a_class(unit)))["votes.csv"])
    assert [(v["personne"], v["tour"], v["réponse"], v["réponses données"]) for v in votes] == [
        ("ana", "1", "b", "2"),
        ("bo", "1", "b", "1"),
    ]
    question = unit.question(unit.plan[1].question)
    assert {v["juste"] for v in votes} == {"oui" if "b" in question.key else "non"}
    assert {v["version"] for v in votes} == {question.version}
    assert votes[0]["texte"] == question.answer("b").text.fr
    assert votes[0]["nom"] == "Élise Çelik"


def test_attendance_comes_from_the_log_with_the_gap_of_a_lost_connection(unit) -> None:
    there = {a["personne"]: a for a in rows(session_files(happenings(a_class(unit)))["attendance.csv"])}
    assert (there["bo"]["minutes"], there["bo"]["coupures"], there["bo"]["en retard"]) == ("6,0", "1", "oui")
    assert (there["ana"]["minutes de cours"], there["ana"]["part du cours"], there["ana"]["en retard"]) == (
        "10,0",
        "1,00",
        "non",
    )
    assert there["hayot"]["rôle"] == "enseignant"


def test_nobody_attends_while_the_server_was_down(unit) -> None:
    log = a_log(
        *opened(unit),
        came("ana", START + 10),
        ("hayot", Turned(at=START + 100, verb="start")),
        ("server", Restarted(at=START + 5000)),
        came("hayot", START + 5010),
        came("ana", START + 5010),
        ("hayot", Turned(at=START + 5100, verb="wrap-up")),
        ("hayot", Turned(at=START + 5110, verb="end")),
    )
    ana = next(p for p in presences(happenings(log)) if p.person == "ana")
    assert ana.spans == ((START + 10, START + 100), (START + 5010, START + 5110))


def test_a_name_that_is_a_formula_is_only_ever_text(unit) -> None:
    files = session_files(happenings(a_class(unit)))
    names = [a["nom"] for a in rows(files["attendance.csv"])]
    assert '\'=HYPERLINK("http://x")' in names


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), min_size=2, max_size=4), min_size=1))
@settings(max_examples=60, deadline=None)
def test_every_cell_comes_back_as_text_and_none_is_a_formula(cells) -> None:
    read = list(csv.reader(io.StringIO(table(cells).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len(read) == len(cells)
    for row, kept in zip(cells, read, strict=True):
        assert [k.removeprefix("'") if c[:1] in "=+-@\t\r" and c else k for c, k in zip(row, kept, strict=True)] == row
        assert not any(k[:1] in ("=", "+", "-", "@", "\t", "\r") for k in kept)


def test_every_statement_is_xapi_by_a_schema_of_the_specification_and_after_the_profile(unit, is_xapi) -> None:
    lines = session_files(happenings(a_class(unit)))["xapi.jsonl"].splitlines()
    said = [json.loads(line) for line in lines]
    for statement in said:
        is_xapi(statement)
        assert statement["version"] == "1.0.3"
        assert statement["verb"]["id"] == VERBS[statement["verb"]["display"]["en-US"]]
        context = statement["context"]
        assert PROFILE in [category["id"] for category in context["contextActivities"]["category"]]
        assert context["extensions"]["https://w3id.org/xapi/cmi5/context/extensions/sessionid"]
        of_a_question = statement["verb"]["display"]["en-US"] in ("asked", "answered")
        (room,) = context["contextActivities"]["parent"] if of_a_question else [statement["object"]]
        assert room["definition"]["type"] == f"{PROFILE}/activity-types/virtual-classroom"
    verbs = [s["verb"]["display"]["en-US"] for s in said]
    assert set(verbs) == {
        "initialized", "joined", "left", "raised hand", "lowered hand", "asked", "answered", "terminated",
    }  # fmt: skip
    assert verbs.count("joined") == 5
    assert verbs.count("left") == 5
    assert len({s["id"] for s in said}) == len(said)
    assert len({s["context"]["registration"] for s in said}) == 1


@pytest.mark.parametrize(
    "bent",
    [
        {"id": "no-uuid"},
        {"timestamp": "yesterday"},
        {"version": "2.0"},
        {"verb": {"id": "answered"}},
        {"actor": {"objectType": "Agent", "name": "Ana"}},
        {"actor": {"mbox": "mailto:a@b", "account": {"homePage": "https://x", "name": "a"}}},
        {"object": {"id": "https://x/1", "definition": {"choices": [{"id": "a"}]}}},
        {"result": {"success": "yes"}},
        {"context": {"registration": "1"}},
        {"grade": 5},
    ],
)
def test_the_schema_would_notice_a_statement_that_is_none(unit, is_xapi, bent) -> None:
    good = json.loads(session_files(happenings(a_class(unit)))["xapi.jsonl"].splitlines()[0])
    with pytest.raises(fastjsonschema.JsonSchemaValueException):
        is_xapi({**good, **bent})


def test_the_calendar_entry_is_read_by_a_calendar_and_keeps_its_identity(unit) -> None:
    data = session_files(happenings(a_class(unit)))["session.ics"]
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert str(event["SUMMARY"]) == unit.title.fr
    assert str(event["DESCRIPTION"]) == unit.summary.fr
    assert (event["DTEND"].dt - event["DTSTART"].dt).total_seconds() == 600
    assert event["DTSTART"].dt.timestamp() == START + 60
    longer = a_class(unit)[:-2]
    (other,) = icalendar.Calendar.from_ical(session_files(happenings(longer))["session.ics"]).walk("VEVENT")
    assert other["UID"] == event["UID"]


def test_the_calendar_entry_says_where_in_the_words_that_people_use(unit) -> None:
    log = happenings(a_class(unit))
    called = {log[-1].after.space: Text(fr="L’amphithéâtre", en="The amphitheatre")}
    for language, said in (("fr", "L’amphithéâtre"), ("en", "The amphitheatre")):
        data = session_files(log, language, called)["session.ics"]
        (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
        assert str(event["LOCATION"]) == said


def test_the_same_log_gives_the_same_bytes_in_each_language(unit) -> None:
    for language in ("fr", "en"):
        assert session_files(happenings(a_class(unit)), language) == session_files(happenings(a_class(unit)), language)
    assert b"attendance" not in session_files(happenings(a_class(unit)), "en")["attendance.csv"]
    assert "time (UTC)" in session_files(happenings(a_class(unit)), "en")["votes.csv"].decode()


def test_a_spreadsheet_of_each_language_finds_its_cells_and_its_numbers(unit) -> None:
    for language, between, share in (("fr", ";", "1,00"), ("en", ",", "1.00")):
        data = session_files(happenings(a_class(unit)), language)["attendance.csv"].decode("utf-8-sig")
        head, *there = csv.reader(io.StringIO(data, newline=""), delimiter=between)
        assert {len(row) for row in there} == {len(head)}
        assert (head[0], head[-1]) == (("nom", "personne") if language == "fr" else ("name", "person"))
        assert share in there[1], "Élise was there throughout"


def test_a_vote_says_what_was_asked_and_whose_it_is_before_what_only_programs_need(unit) -> None:
    votes = rows(session_files(happenings(a_class(unit)))["votes.csv"])
    assert list(votes[0])[:3] == ["nom", "activité", "énoncé"]
    assert votes[0]["énoncé"] == unit.question(unit.plan[1].question).text.fr


def test_files_that_cannot_be_written_leave_the_older_ones(tmp_path) -> None:
    write(tmp_path / "s1", {"votes.csv": b"first"})
    with pytest.raises(StoreError, match="made again from the log"):
        write(tmp_path / "s1", {"votes.csv": b"second", "no/such/folder": b""})
    assert (tmp_path / "s1" / "votes.csv").read_bytes() == b"first"
    write(tmp_path / "s1", {"attendance.csv": b"third"})
    assert [f.name for f in (tmp_path / "s1").iterdir()] == ["attendance.csv"]


def test_a_class_that_ends_leaves_its_files_by_itself_and_a_lost_folder_is_made_again(
    tmp_path, empty_log, unit
) -> None:
    shutil.copy(empty_log, tmp_path / "log.db")
    teacher = Person(id="hayot", slot=0, name="Hayot", role="teacher", figure=Figure())

    async def story() -> None:
        store = Store.open(tmp_path / "log.db")
        exporter = Exporter(store, tmp_path / "exports")
        classes = Classrooms({unit.id: unit}, store, new_id=lambda: "s1", ended=exporter.ended)
        numbers = itertools.count()

        async def press(panel: str, item: str, value: str = "") -> None:
            message = Press(panel=panel, item=item, value=value, client_message_id=str(next(numbers)))
            await classes.press("amphitheatre", teacher, message, START)

        classes.attendance.came("amphitheatre", teacher, START)
        await press("open-class", "open", unit.id)
        for item in ("life.start", "life.wrap-up"):
            await press("class", item)
        await classes.settle()
        assert not (tmp_path / "exports").exists()
        await press("class", "life.end")
        await classes.settle()
        folder = tmp_path / "exports" / "s1"
        made = {file.name: file.read_bytes() for file in folder.iterdir()}
        assert set(made) == {"votes.csv", "attendance.csv", "notes.md", "xapi.jsonl", "session.ics"}
        shutil.rmtree(folder)
        assert await exporter.catch_up() == ["s1"]
        assert {file.name: file.read_bytes() for file in folder.iterdir()} == made
        assert await exporter.catch_up() == []
        store.close()

    asyncio.run(story())


def test_a_quiz_is_counted_question_by_question_and_words_go_into_the_notes() -> None:
    unit = load_units(ROOT)["device-05"]
    quiz = next(a for a in unit.plan if type(a).__name__ == "Quiz")
    ticket = next(a for a in unit.plan if type(a).__name__ == "ExitTicket")
    first, second = quiz.questions[:2]
    log = a_log(
        *opened(unit),
        came("ana", START),
        ("hayot", Turned(at=START, verb="start")),
        ("hayot", events.Began(at=START, activity=quiz.id)),
        ("hayot", Did(at=START, activity=quiz.id, verb="open")),
        ("ana", Did(at=START, activity=quiz.id, verb="answer", value=f"{first}/a")),
        ("ana", Did(at=START, activity=quiz.id, verb="onward")),
        ("ana", Did(at=START, activity=quiz.id, verb="answer", value=f"{second}/b")),
        ("hayot", Did(at=START, activity=quiz.id, verb="close")),
        ("hayot", events.Began(at=START, activity=ticket.id)),
        ("hayot", Did(at=START, activity=ticket.id, verb="open")),
        ("ana", Did(at=START, activity=ticket.id, verb="write-1", value="Une chose\nà revoir")),
    )
    files = session_files(happenings(log))
    votes = {v["question"]: v for v in rows(files["votes.csv"])}
    assert {id_: v["réponse"] for id_, v in votes.items()} == {first: "a", second: "b"}
    assert votes[first]["juste"] == ("oui" if "a" in unit.question(first).key else "non")
    notes = files["notes.md"].decode()
    assert f"## {ticket.title.fr}" in notes
    assert "Une chose à revoir\u00a0— Ana" in notes
    assert "groups.csv" not in files


def test_groups_are_a_table_without_any_label_of_ability(unit) -> None:
    session = happenings(a_class(unit))[-1].after
    running = BreakoutRunning(id="cases", task=unit.title, size=3, groups=(("ana", "bo"), ("evil",)))
    grouped_session = msgspec.structs.replace(session, running={**session.running, "cases": running})
    assert grouped(grouped_session) == [("cases", 1, "ana"), ("cases", 1, "bo"), ("cases", 2, "evil")]
