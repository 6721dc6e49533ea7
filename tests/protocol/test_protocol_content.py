"""Files travel in pieces, by hash, and only those that a campus is made of."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campus.errors import ProtocolError
from campus.protocol.content import PIECE, ContentFrame, decode_content, encode_content, is_campus_file, pieces

HASH = "ab" * 32


@given(st.binary(max_size=500), st.integers(0, 1000), st.integers(0, 1000))
def test_a_piece_arrives_as_it_was_sent(data: bytes, offset: int, more: int) -> None:
    frame = ContentFrame(HASH, offset, offset + len(data) + more, data)
    assert decode_content(encode_content(frame)) == frame


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1, 3 * PIECE + 7])
def test_the_pieces_make_the_file_and_none_is_over_64_kib(size: int) -> None:
    data = bytes(n % 251 for n in range(size))
    frames = list(pieces(HASH, data))
    assert b"".join(decode_content(frame).data for frame in frames) == data
    assert [decode_content(frame).offset for frame in frames] == list(range(0, max(size, 1), PIECE))
    assert all(len(frame) <= 64 * 1024 for frame in frames)


@given(st.binary(max_size=100))
def test_arbitrary_bytes_never_escape_protocol_error(data: bytes) -> None:
    for frame in (data, b"\x03" + data):
        with contextlib.suppress(ProtocolError):
            decode_content(frame)


def test_a_piece_beyond_the_end_of_its_file_is_refused() -> None:
    with pytest.raises(ProtocolError, match="does not fit"):
        decode_content(encode_content(ContentFrame(HASH, 8, 10, b"abc")))


@pytest.mark.parametrize(
    "path",
    [
        "scenes/campus.yaml",
        "scenes/prefabs/table-of-four.yaml",
        "assets/materials/oak.yaml",
        "assets/units/telehealth-01/slides.fr.pdf",
        "assets/units/telehealth-01/questions.gift",
    ],
)
def test_the_files_of_a_campus_may_travel(path: str) -> None:
    assert is_campus_file(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "scenes/../../secret.yaml",
        "scenes/..",
        "assets/units/telehealth-01/../x.pdf",
        "assets/units/a/..pdf",
        "assets\\units\\a\\b.pdf",
        "C:/scenes/hall.yaml",
        "scenes/hall.yaml\n",
        "scenes/hall.py",
        "scenes/hall.yaml.exe",
        "scenes/con.yaml",
        "assets/units/a/nul.pdf",
        "assets/units/a/run.sh",
        "assets/fonts/font.ttf",
        "server/main.py",
        "scenes/./hall.yaml",
        "scenes//hall.yaml",
        "scenes/HALL.YAML",
        "scenes/" + "a" * 300 + ".yaml",
    ],
)
def test_nothing_else_may(path: str) -> None:
    assert not is_campus_file(path)


@given(st.text(alphabet="abcn./\\:-ul\x00\n", max_size=30))
def test_no_path_that_may_travel_climbs_or_is_absolute(path: str) -> None:
    for candidate in (path, f"scenes/{path}.yaml", f"assets/units/{path}.pdf"):
        if is_campus_file(candidate):
            assert ".." not in candidate
            assert not candidate.startswith("/")
            assert "\\" not in candidate
            assert ":" not in candidate
