"""YAML text into values that know their place. Owns the limits; knows nothing of scenes.

The tree is built from libyaml's events with a stack of our own: `yaml.compose` recurses in C and dies on 250,000 nested
brackets, and it has nowhere to count what aliases unfold to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from campus.ids import did_you_mean
from campus.scene.findings import Findings, UnreadableError
from campus.scene.model import Source
from campus.scene.values import Fields, Items, Scalar, Value

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
MAX_ALIASES = 100
MAX_VALUES = 100_000
"""What aliases may unfold to; an alias bomb of a few lines unfolds to billions."""

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_Loader: Any = getattr(yaml, "CLoader", yaml.Loader)  # pure Python reads the same language, slower


def read(content: bytes, file: str, findings: Findings) -> Value:
    """The value that a file holds.

    Args:
        content: the file's bytes, UTF-8.
        file: its name in messages.
        findings: takes mistakes that do not stop the reading: duplicate and merge keys, tags.

    Raises:
        UnreadableError: at the first thing after which nothing more can be understood.
    """
    start = Source(file, 1, 1)
    if len(content) > MAX_BYTES:
        raise UnreadableError(
            start, "the file has more than 256 KiB.", code="too-large", hint="Move what repeats into prefabs."
        )
    text = _decoded(content, file)
    try:
        return _built(yaml.parse(text, Loader=_Loader), file, findings)
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, file, text) from None
    except yaml.YAMLError:
        raise UnreadableError(start, "the file is not YAML.", code="not-yaml") from None


def _decoded(content: bytes, file: str) -> str:
    try:
        text = content.decode("utf-8-sig")  # Windows' Notepad begins a file with a byte-order mark
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", "replace")
        raise UnreadableError(
            _position(before, file), "the file is not UTF-8 text here.", code="encoding", hint="Save it as UTF-8."
        ) from None
    if found := _UNPRINTABLE.search(text):
        raise UnreadableError(
            _position(text[: found.start()], file),
            f"the character U+{ord(found[0]):04X} cannot stand in a scene.",
            code="encoding",
            hint="Save the file as UTF-8 text, and delete this character.",
        )
    return text


def _position(before: str, file: str) -> Source:
    return Source(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


def _not_yaml(error: yaml.MarkedYAMLError, file: str, text: str) -> UnreadableError:
    mark = error.problem_mark or error.context_mark
    place = Source(file, mark.line + 1, mark.column + 1) if mark else Source(file, 1, 1)
    line = line_of(text, place)
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or line[place.column - 1 : place.column] == "\t":
        column = line.index("\t") + 1
        return UnreadableError(
            Source(file, place.line, column),
            "a tab stands where only spaces may indent.",
            code="tab",
            hint="Replace it with spaces.",
        )
    problem, context, began = error.problem or "", error.context or "", error.context_mark
    opened = Source(file, began.line + 1, began.column + 1) if began else place
    if "flow" in context and opened.line != place.line:
        bracket = line_of(text, opened)[opened.column - 1 : opened.column]
        return UnreadableError(
            opened,
            f"the '{bracket}' that opens here is not closed before line {place.line}.",
            code="not-yaml",
            hint="Close it, or look for a comma that is missing.",
        )
    if "quoted scalar" in context:
        return UnreadableError(
            opened,
            "the quote that opens here is not closed.",
            code="not-yaml",
            hint="Within single quotes write two for an apostrophe, or use ’.",
        )
    if "simple key" in context:
        return UnreadableError(
            opened,
            "this line is neither 'key: value' nor a part of the value above.",
            code="not-yaml",
            hint="Add the colon, or put the whole text in quotes.",
        )
    if "expected key" in problem and line[: place.column - 1].strip():
        return UnreadableError(
            place,
            "this cannot follow the value before it.",
            code="not-yaml",
            hint="Put the whole text in double quotes, and write an apostrophe as ’.",
        )
    for words, sentence, hint in _PROBLEMS:
        if words in problem:
            found = line[place.column - 1 : place.column]
            return UnreadableError(place, sentence.format(found=found), code="not-yaml", hint=hint)
    return UnreadableError(
        place,
        f"this is not YAML: {problem.rstrip('.') or 'it cannot be read'}.",
        code="not-yaml",
        hint="Look at the brackets, quotes, colons and indentation just before it.",
    )


def line_of(text: str, place: Source) -> str:
    """The line of a text that a place is in."""
    lines = text.splitlines()
    return lines[place.line - 1] if place.line <= len(lines) else ""


_PROBLEMS = (
    ("mapping values are not allowed", "a colon cannot stand here.", "Text that holds ': ' needs quotes."),
    (
        "did not find expected key",
        "this is not indented like the lines that it belongs to.",
        "Lines of one mapping begin in one column.",
    ),
    (
        "did not find expected '-'",
        "this is not indented like the list that it belongs to.",
        "Items of one list begin with '-' in one column.",
    ),
    ("cannot start any token", "'{found}' cannot begin a value.", "Put the value in quotes."),
    (
        "did not find expected ',' or",
        "a comma or a closing bracket is missing before this.",
        "Text that holds brackets, or ${…} within brackets, needs quotes.",
    ),
)
"""What libyaml says, what we say, and what to do."""


class _Open:
    """A list or mapping that is still being read.

    Attributes:
        value: what has been read of it.
        anchor: its name for aliases, or None.
        before: how many values the file had unfolded to when it began.
        key: of a mapping, the key that waits for its value.
    """

    __slots__ = ("anchor", "before", "key", "value")

    def __init__(self, value: Items | Fields, anchor: str | None, before: int) -> None:
        self.value = value
        self.anchor = anchor
        self.before = before
        self.key: Scalar | None = None


class _Builder:
    """Builds the tree event by event; counts depth, aliases and values before it keeps anything."""

    def __init__(self, file: str, findings: Findings) -> None:
        self.file, self.findings = file, findings
        self.root: Value | None = None
        self.open: list[_Open] = []
        self.anchors: dict[str, tuple[Value | None, int]] = {}
        self.aliases = 0
        self.values = 0

    def take(self, event: Any) -> None:
        """Take one event of libyaml in."""
        kind = type(event)
        if kind is yaml.ScalarEvent:
            source = self._source(event)
            self._refuse_tag(event, source)
            scalar = Scalar(event.value, event.implicit[0], source)
            self._count(1, source)
            if event.anchor:
                self.anchors[event.anchor] = (scalar, 1)
            self._add(scalar)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            source = self._source(event)
            self._refuse_tag(event, source)
            if len(self.open) == MAX_DEPTH:
                raise UnreadableError(
                    source,
                    f"values are nested more than {MAX_DEPTH} deep here.",
                    code="too-deep",
                    hint="Move inner parts into prefabs.",
                )
            value = Fields({}, source) if kind is yaml.MappingStartEvent else Items([], source)
            if event.anchor:
                self.anchors[event.anchor] = (None, 0)  # not ready: an alias inside it would never end
            self.open.append(_Open(value, event.anchor, self.values))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            done = self.open.pop()
            self._count(1, done.value.source)
            if done.anchor:
                self.anchors[done.anchor] = (done.value, self.values - done.before)
            self._add(done.value)
        elif kind is yaml.AliasEvent:
            self._alias(event)
        elif kind is yaml.DocumentStartEvent and self.root is not None:
            raise UnreadableError(
                self._source(event),
                "a second document begins here; a file holds one.",
                code="not-yaml",
                hint="Delete the line '---' and what follows, or move it into its own file.",
            )

    def _alias(self, event: Any) -> None:
        source = self._source(event)
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise UnreadableError(
                source,
                f"the file uses more than {MAX_ALIASES} aliases.",
                code="too-many-aliases",
                hint="Make it a prefab with parameters.",
            )
        if event.anchor not in self.anchors:
            hint = did_you_mean(event.anchor, self.anchors)
            raise UnreadableError(
                source, f"alias '*{event.anchor}' names no anchor before it.", code="unknown-alias", hint=hint
            )
        value, weight = self.anchors[event.anchor]
        if value is None:
            raise UnreadableError(source, f"alias '*{event.anchor}' stands inside what it names.", code="endless-alias")
        self._count(weight, source)
        self._add(value)

    def _add(self, value: Value) -> None:
        """Put a finished value where it belongs: at the root, in a list, or as a mapping's next key or value."""
        if not self.open:
            self.root = value
            return
        top = self.open[-1]
        if isinstance(top.value, Items):
            top.value.items.append(value)
        elif top.key is None:
            if not isinstance(value, Scalar):
                raise UnreadableError(value.source, "a key must be a word, not a list or a mapping.", code="key")
            top.key = value
        else:
            self._enter(top.value.entries, top.key, value)
            top.key = None

    def _enter(self, entries: dict[str, tuple[Scalar, Value]], key: Scalar, value: Value) -> None:
        if key.text in entries:
            first = entries[key.text][0].source.line
            self.findings.add(
                key.source,
                f"key '{key.text}' is given twice; first in line {first}.",
                code="duplicate-key",
                hint="Keep one of them.",
            )
        elif key.text == "<<" and key.plain:
            if isinstance(value, Fields):  # one mistake: what it would have brought is not missing as well
                for inner, entry in value.entries.items():
                    entries.setdefault(inner, entry)
            self.findings.add(
                key.source,
                "merge keys ('<<') are not read in a scene.",
                code="merge-key",
                hint="Write the fields out, or make it a prefab.",
            )
        else:
            entries[key.text] = (key, value)

    def _count(self, more: int, source: Source) -> None:
        self.values += more
        if self.values > MAX_VALUES:
            raise UnreadableError(
                source,
                f"the file's aliases unfold to more than {MAX_VALUES:,} values.",
                code="too-large",
                hint="Make it a prefab with parameters.",
            )

    def _refuse_tag(self, event: Any, source: Source) -> None:
        if event.tag is not None:
            self.findings.add(
                source,
                f"tag '{_short(event.tag)}' is not read in a scene.",
                code="tag",
                hint="Delete it; a value's form says what it is.",
            )

    def _source(self, event: Any) -> Source:
        mark = event.start_mark
        return Source(self.file, mark.line + 1, mark.column + 1)


def _built(events: Iterator[Any], file: str, findings: Findings) -> Value:
    builder = _Builder(file, findings)
    for event in events:
        builder.take(event)
    if builder.root is None:
        raise UnreadableError(Source(file, 1, 1), "the file is empty.", code="empty")
    return builder.root


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
