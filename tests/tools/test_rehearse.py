"""A rehearsal is a class: the real hub, classes and files; the same seed gives the same bytes, also over sockets."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from pathlib import Path
from typing import cast

import pytest

from campus.learning.unit_file import load_units
from campus.protocol.messages import VERSION, Hello, Welcome
from campus.scene import load_campus
from campus.tools.rehearsal.course import Rehearsal
from campus.tools.rehearsal.lines import memory_lines, socket_lines
from campus.tools.rehearsal.totals import Rehearsed, summary
from campus.tools.rehearse import class_place
from server.connection import Connection
from server.hub import Hub

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory):
    """`rehearsed(seed, students)`: a rehearsal of the shipped unit; each is held once."""
    place, screens = class_place(load_campus(ROOT), tmp_path_factory.mktemp("shapes"))
    unit = load_units(ROOT)["telehealth-01"]

    def rehearse(seed: int = 7, students: int = 12, connect=memory_lines) -> Rehearsed:
        rehearsal = Rehearsal(
            unit,
            place,
            students=students,
            seed=seed,
            language="fr",
            folder=tmp_path_factory.mktemp("rehearsal"),
            screens=screens,
            connect=connect,
        )
        return asyncio.run(rehearsal.run())

    return rehearse


@pytest.fixture(scope="module")
def done(rehearsed) -> Rehearsed:
    return rehearsed()


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_same_seed_gives_the_same_class_to_the_byte(rehearsed, done) -> None:
    again = rehearsed()
    assert again.transcript == done.transcript
    assert again.files == done.files
    assert again.totals == done.totals


def test_another_seed_gives_another_class(rehearsed, done) -> None:
    assert rehearsed(seed=8).files["votes.csv"] != done.files["votes.csv"]


def test_over_real_sockets_it_comes_to_the_same(rehearsed, done) -> None:
    other = rehearsed(connect=socket_lines)
    assert other.totals == done.totals
    assert other.files["votes.csv"] == done.files["votes.csv"]


class Doorkeeper:
    """A hub that lets a client wait for days before it answers, and takes a thousand frames of it at once."""

    def __init__(self) -> None:
        self.connections: list[Connection] = []
        self.let_go = self.too_fast = False

    def opened(self, connection: Connection) -> None:
        self.connections.append(connection)

    async def receive(self, connection: Connection, data: object) -> None:
        welcome = Welcome(
            version=VERSION, person="ana", role="student", connection=connection.id, resume="", time=0.0, entry="hall",
            content=(), spaces={},
        )  # fmt: skip
        connection.outbox.put(welcome)
        connection.watch(0.0)
        connection.watch(1e6)
        self.let_go = connection.ended
        self.too_fast = not all(connection.may_receive(1e9 + n * 1e-6) for n in range(1000))
        connection.flush(1e6)

    def closed(self, connection: Connection) -> None:
        self.connections.remove(connection)

    async def settle(self) -> None:
        return


def test_over_sockets_nobody_is_let_go_for_days_that_pass_between_two_frames() -> None:
    async def call(hub: Doorkeeper) -> None:
        async with socket_lines(cast("Hub", hub)) as lines:
            line = await lines.call(Hello(version=VERSION, name="Ana"))
            assert isinstance(line.heard()[0], Welcome)

    hub = Doorkeeper()
    asyncio.run(call(hub))
    assert (hub.let_go, hub.too_fast) == (False, False)


def test_the_plan_is_taught_to_its_end_and_every_question_is_voted_on(done) -> None:
    unit = load_units(ROOT)["telehealth-01"]
    asked = {activity.id for activity in unit.plan if hasattr(activity, "question")}
    assert {v["activité"] for v in rows(done.files["votes.csv"])} == asked
    assert set(done.totals.right) == asked
    assert "Terminer le cours" in done.transcript
    assert "Le cours est en pause" in done.transcript, "the teacher's own connection is lost once"


def test_what_was_acknowledged_is_in_the_votes_and_nothing_else_is(done) -> None:
    votes = rows(done.files["votes.csv"])
    assert done.totals.answers == done.totals.acknowledged + done.totals.refused
    assert len(votes) == sum(all_ for rounds in done.totals.right.values() for _, all_ in rounds.values())
    for activity, rounds in done.totals.right.items():
        for round_, (right, all_) in rounds.items():
            of_it = [v for v in votes if (v["activité"], v["tour"]) == (activity, str(round_))]
            assert (sum(v["juste"] == "oui" for v in of_it), len(of_it)) == (right, all_)


def test_everybody_who_came_is_in_the_attendance(done) -> None:
    there = rows(done.files["attendance.csv"])
    assert len([a for a in there if a["rôle"] == "étudiant"]) == done.totals.came
    assert len([a for a in there if a["en retard"] == "oui"]) == done.totals.late
    said = [json.loads(line) for line in done.files["xapi.jsonl"].splitlines()]
    assert {s["actor"]["account"]["name"] for s in said} == {a["personne"] for a in there}


def test_the_figures_are_told_in_both_languages(done) -> None:
    french, english = list(summary(done.totals, "fr")), list(summary(done.totals, "en"))
    assert len(french) == len(english) == 3 + len(done.totals.right)
    assert "participants" in french[0]
    assert "connections lost" in english[0]


def test_some_prepare_some_only_look_and_the_teacher_sees_who_before_the_doors_open(done) -> None:
    totals = done.totals
    assert 0 < totals.ready < totals.students
    assert totals.waived <= 1
    assert f"{totals.ready - totals.waived} prêt" in done.transcript
    assert "Pas encore venus" in done.transcript
    assert "Le moins clair" in done.transcript
    assert "[   -72 h]" in done.transcript


def test_whoever_prepared_days_before_is_the_same_person_in_class(done) -> None:
    people = [row["personne"] for row in rows(done.files["attendance.csv"]) if row["rôle"] == "étudiant"]
    assert len(people) == len(set(people)) == done.totals.came
