"""YAML into values: limits, scalars of YAML 1.2, places."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campus.scene.findings import Findings, UnreadableError
from campus.scene.reading import read
from campus.scene.values import Fields, Items, Scalar, plain


def value_of(text: str) -> object:
    findings = Findings()
    value = plain(read(text.encode(), "scenes/lab.yaml", findings))
    assert not len(findings), findings.errors()
    return value


def mistakes(content: bytes | str) -> list[str]:
    """What is wrong with a file, each as `line:column: message`."""
    findings = Findings()
    content = content.encode() if isinstance(content, str) else content
    try:
        read(content, "f", findings)
    except UnreadableError as error:
        findings.add(error.source, error.message, code=error.code, hint=error.hint)
    return [str(error).removeprefix("f:") for error in findings.errors()]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("y", "y"),
        ("12:30", "12:30"),
        ("1:20:30", "1:20:30"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("0o17", 15),
        ("017", 17),
        ("0x1F", 31),
        ("-12", -12),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("+1.5", 1.5),
        ("2026-03-01", "2026-03-01"),
        ("'3'", "3"),
        ('"true"', "true"),
        ("1.2.3", "1.2.3"),
        ("=", "="),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(written: str, meant: object) -> None:
    value = value_of(f"a: {written}")
    assert value == {"a": meant}
    assert type(value["a"]) is type(meant)


def test_every_value_knows_its_line_and_column() -> None:
    value = read("# first\nnodes:\n  - {type: é, at: [1, 2]}\n".encode(), "f", Findings())
    assert isinstance(value, Fields)
    nodes = value.get("nodes")
    assert isinstance(nodes, Items)
    node = nodes.items[0]
    assert isinstance(node, Fields)
    assert (node.source.line, node.source.column) == (3, 5)
    assert (node.place("at").line, node.place("at").column) == (3, 19)  # columns count characters, not bytes
    assert node.place("missing") == node.source


def test_an_anchor_can_be_used_again() -> None:
    assert value_of("a: &x {b: 1}\nc: *x\nd: [*x, *x]") == {"a": {"b": 1}, "c": {"b": 1}, "d": [{"b": 1}, {"b": 1}]}


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    findings = Findings()
    value = read("\ufeffa: 1\r\nb: [2,\r\n 3]\r\n".encode(), "f", findings)
    assert plain(value) == {"a": 1, "b": [2, 3]}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "1:1: the file is empty."),
        (b"# nothing\n", "1:1: the file is empty."),
        (
            b"a: 1\nb: 2\na: 3\n",
            "3:1: key 'a' is given twice; first in line 1. Keep one of them.",
        ),
        (
            b"a:\n  <<: {b: 1}\n",
            "2:3: merge keys ('<<') are not read in a scene. Write the fields out, or make it a prefab.",
        ),
        (b"a: !!int 3\n", "1:4: tag '!!int' is not read in a scene. Delete it; a value's form says what it is."),
        (
            b"a: !python/object/apply:os.system [ls]\n",
            "1:4: tag '!python/object/apply:os.system' is not read in a scene. "
            "Delete it; a value's form says what it is.",
        ),
        (b"a:\n\t- 1\n", "2:1: a tab stands where only spaces may indent. Replace it with spaces."),
        (b"a:\n  b: 1\n \tc: 2\n", "3:2: a tab stands where only spaces may indent. Replace it with spaces."),
        (b"a: caf\xe9\n", "1:7: the file is not UTF-8 text here. Save it as UTF-8."),
        ("a: 1".encode("utf-16"), "1:1: the file is not UTF-8 text here. Save it as UTF-8."),
        (
            b"a: 1\nb: x\x00y\n",
            "2:5: the character U+0000 cannot stand in a scene. "
            "Save the file as UTF-8 text, and delete this character.",
        ),
        (b"a: *b\n", "1:4: alias '*b' names no anchor before it."),
        (b"a: &a [*a]\n", "1:8: alias '*a' stands inside what it names."),
        (b"[a]: 1\n", "1:1: a key must be a word, not a list or a mapping."),
        (
            b"a: 1\n---\nb: 2\n",
            "2:1: a second document begins here; a file holds one. "
            "Delete the line '---' and what follows, or move it into its own file.",
        ),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(content: bytes, message: str) -> None:
    assert mistakes(content) == [message]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("a: [1, 2\nb: 3\n", "1:4: the '[' that opens here is not closed before line 2."),
        ("a: {b: 1\nc: 2\nd: 3\n", "1:4: the '{' that opens here is not closed before line 2."),
        ("a: 'it's'\n", "1:8: this cannot follow the value before it."),
        ("a: 'it\nb: 3\n", "1:4: the quote that opens here is not closed."),
        ("a: b: c\n", "1:5: a colon cannot stand here."),
        ("a:\n  b: 1\n c: 2\n", "3:2: this is not indented like the lines that it belongs to."),
        ("a: @b\n", "1:4: '@' cannot begin a value."),
        ("a: 1\nword\nb: 2\n", "2:1: this line is neither 'key: value' nor a part of the value above."),
        ("a: {b: ${x}}\n", "1:9: a comma or a closing brace is missing before this."),
    ],
)
def test_what_is_no_yaml_is_said_with_its_place(text: str, start: str) -> None:
    (message,) = mistakes(text)
    assert message.startswith(start)


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def bomb() -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 10) + "]" for i in range(1, 10)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (nested(250_000), "1:1: the file has more than 256 KiB. Move what repeats into prefabs."),
        (nested(100_000), "1:33: values are nested more than 32 deep here. Move inner parts into prefabs."),
        ("{a: " * 50_000, "1:129: values are nested more than 32 deep here. Move inner parts into prefabs."),
        (
            "\n".join(["a: &a 1", "b:", *["- *a"] * 101]),
            "103:3: the file uses more than 100 aliases. Make it a prefab with parameters.",
        ),
        (
            bomb(),
            "5:45: the file's aliases unfold to more than 100,000 values. Make it a prefab with parameters.",
        ),
        ("#" * 300 * 1024, "1:1: the file has more than 256 KiB. Move what repeats into prefabs."),
    ],
)
def test_a_file_made_to_hurt_is_refused_in_a_sentence(content: str, message: str) -> None:
    assert mistakes(content[: 256 * 1024 + 1]) == [message]


def test_thirty_two_deep_is_still_read() -> None:
    assert mistakes(nested(32)) == []


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_arbitrary_bytes_are_read_or_refused(content: bytes) -> None:
    for message in mistakes(content):
        line, column, rest = message.split(":", 2)
        assert int(line) >= 1
        assert int(column) >= 1
        assert rest.strip()


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="abc{}[]:,-&*!|>'\"%@`# \n\t?<~0.1é\u2028", max_size=60))
def test_arbitrary_yaml_is_read_or_refused(text: str) -> None:
    mistakes(text)


@given(st.text(max_size=20))
def test_a_quoted_scalar_is_always_text(text: str) -> None:
    assert isinstance(Scalar(text, False, None).meaning(), str)  # type: ignore[arg-type]
