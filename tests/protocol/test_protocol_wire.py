"""Which frame may come when, and what becomes of those that may not."""

from __future__ import annotations

import contextlib
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.errors import ProtocolError
from campus.protocol.content import ContentFrame, encode_content
from campus.protocol.messages import (
    VERSION,
    Bye,
    ClientMessage,
    Control,
    Done,
    Enter,
    Entered,
    Hand,
    Hello,
    Ping,
    Pong,
    Press,
    PutBack,
    Resync,
    Say,
    ServerMessage,
    Sit,
    Stand,
    Use,
    Welcome,
)
from campus.protocol.poses import encode_pose
from campus.protocol.wire import (
    CONTROL_BYTES,
    KEPT_FRAMES,
    KEPT_S,
    MAY_COME,
    Inbound,
    Outbox,
    encode,
    read_client,
    read_server,
)
from campus.text import Text
from campus.world.pose import Pose

A_POSE = encode_pose(0, Pose(1, 2, 0, 0))
FROM_CLIENTS = [
    Hello(version=VERSION, name="Ana"),
    Enter(space="hall"),
    Say(words="Bonjour", client_message_id="1"),
    Hand(up=True),
    Sit(seat="rows.1"),
    Stand(),
    Use(node="door", verb="open"),
    Press(panel="question", item="b", client_message_id="2"),
    Resync(),
    Ping(sent=1.0),
]
A_WELCOME = Welcome(
    version=1, person="ana", role="student", connection="c", resume="r", time=0, entry="hall", content=(), spaces={}
)
AN_ENTERED = Entered(room="hall", space="hall", you=0, at=(0, 0, 0, 0), people=(), state={}, tick=0, time=0.0)


@pytest.mark.parametrize("message", FROM_CLIENTS, ids=lambda m: type(m).__name__)
def test_a_message_arrives_as_it_was_sent(message) -> None:
    assert read_client(encode(message).decode()) == message


@given(st.one_of(st.text(max_size=300), st.binary(max_size=300)))
def test_arbitrary_frames_never_escape_protocol_error(data: str | bytes) -> None:
    for read in (read_client, read_server, Inbound().receive):
        with contextlib.suppress(ProtocolError):
            read(data)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)


@given(
    st.sampled_from(["hello", "enter", "say", "press", "fetch", "ping", "sit", "nonsense"]),
    st.dictionaries(
        st.sampled_from(["version", "name", "figure", "words", "client_message_id", "hash", "sent", "seat", "space"]),
        json_values,
    ),
)
def test_messages_with_arbitrary_fields_never_escape_protocol_error(tag: str, fields: dict) -> None:
    with contextlib.suppress(ProtocolError):
        read_client(msgspec.json.encode({"is": tag, **fields}).decode())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"is": "dance"}',
        '{"is": "hand", "up": true, "and": "more"}',
        '{"is": "hand"}',
        '{"is": "say", "words": 3, "client_message_id": "1"}',
        '{"is": "hello", "version": 1, "name": ""}',
        '{"is": "hello", "version": 1, "name": "Ana", "role": "teacher"}',
        '{"is": "fetch", "hash": "../../etc/passwd"}',
        "[" * 5000,
        '{"is": "hand", "up": true}x',
    ],
)
def test_what_is_no_message_is_refused(text: str) -> None:
    with pytest.raises(ProtocolError) as problem:
        read_client(text)
    assert problem.value.code == "bad_message"


def test_a_message_over_sixteen_kilobytes_is_refused_before_it_is_read() -> None:
    with pytest.raises(ProtocolError) as problem:
        read_client('{"is": "say", "words": "' + "a" * CONTROL_BYTES)
    assert problem.value.code == "too_big"


@pytest.mark.parametrize("event", [m for m in FROM_CLIENTS if not isinstance(m, Hello)], ids=lambda m: type(m).__name__)
def test_nothing_may_come_before_the_hello_and_the_attempt_changes_nothing(event) -> None:
    inbound = Inbound()
    with pytest.raises(ProtocolError) as problem:
        inbound.receive(encode(event).decode())
    assert problem.value.code == "out_of_order"
    assert inbound.stage == "waiting"
    assert isinstance(inbound.receive(encode(FROM_CLIENTS[0]).decode()), Hello)


@pytest.mark.parametrize("stage", ["waiting", "welcomed"])
def test_a_pose_may_not_come_before_one_stands_anywhere(stage) -> None:
    inbound = Inbound()
    inbound.stage = stage
    with pytest.raises(ProtocolError) as problem:
        inbound.receive(A_POSE)
    assert str(problem.value) == f"out_of_order: 'pose' cannot come while this connection is {stage}."


def test_a_second_hello_is_out_of_order() -> None:
    inbound = Inbound()
    inbound.stage = "inside"
    with pytest.raises(ProtocolError, match="out_of_order"):
        inbound.receive(encode(FROM_CLIENTS[0]).decode())


def test_a_server_does_not_take_what_only_a_server_sends() -> None:
    for frame in (b"\x02" + bytes(15), encode_content(ContentFrame("0" * 64, 0, 0, b""))):
        with pytest.raises(ProtocolError, match="bad_frame"):
            read_client(frame)
    with pytest.raises(ProtocolError, match="bad_message"):
        read_client(encode(Done(client_message_id="1")).decode())


def a_frame(outbox: Outbox, *messages: ServerMessage, now: float = 0.0) -> bytes:
    for message in messages:
        outbox.put(message)
    frame = outbox.take(now)
    assert frame is not None
    return frame


def test_an_outbox_makes_one_numbered_frame_of_what_waits() -> None:
    outbox = Outbox()
    first = a_frame(outbox, A_WELCOME, AN_ENTERED)
    second = a_frame(outbox, Pong(sent=1.0, time=2.0))
    assert read_server(first.decode()) == Control(1, (A_WELCOME, AN_ENTERED))
    assert read_server(second.decode()) == Control(2, (Pong(sent=1.0, time=2.0),))
    assert outbox.take(0.0) is None
    assert (len(outbox.waiting), outbox.waiting_bytes) == (0, 0)


def test_a_client_that_comes_back_gets_exactly_what_it_missed() -> None:
    outbox = Outbox()
    frames = [a_frame(outbox, Done(client_message_id=str(n)), now=n) for n in range(10)]
    assert outbox.missed(7, now=10.0) == frames[7:]
    assert outbox.missed(10, now=10.0) == []


def test_what_is_kept_no_longer_cannot_be_replayed() -> None:
    outbox = Outbox()
    for n in range(KEPT_FRAMES + 10):
        a_frame(outbox, Done(client_message_id=str(n)))
    assert outbox.missed(9, now=0.0) is None
    assert len(outbox.missed(10, now=0.0) or []) == KEPT_FRAMES
    assert outbox.missed(10, now=KEPT_S + 1) is None
    assert outbox.missed(KEPT_FRAMES + 11, now=0.0) is None


def test_it_counts_how_often_its_client_was_put_somewhere_and_a_welcome_begins_anew() -> None:
    outbox = Outbox()
    for message in (A_WELCOME, AN_ENTERED, PutBack(at=(0, 0, 0, 0), why=Text(fr="", en=""))):
        outbox.put(message)
    assert outbox.placed == 2
    outbox.put(A_WELCOME)
    assert outbox.placed == 0


def test_a_goodbye_is_the_last_word_and_is_not_kept() -> None:
    outbox = Outbox()
    bye = Bye(code="stopping", text=Text(fr="", en=""))
    outbox.put(Done(client_message_id="1"))
    assert read_server(outbox.last(bye).decode()) == Control(1, (Done(client_message_id="1"), bye))
    assert outbox.missed(1, now=0.0) is None


def test_whoever_is_inside_may_send_every_message_but_a_second_hello() -> None:
    """A message that was added to the wire and not to the table would end its sender's connection."""
    every = set(get_args(ClientMessage))
    assert every - MAY_COME["inside"] == {Hello}
