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
from campus.scene.not_yaml import not_yaml
from campus.scene.values import Fields, Items, Scalar, Value
from campus.text import bilingual, comma

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
MAX_ALIASES = 100
MAX_VALUES = 100_000
"""What aliases may unfold to; an alias bomb of a few lines unfolds to billions."""
_PREFAB = bilingual("Make it a prefab with parameters.", "Faites-en un préfabriqué (prefab) avec des paramètres.")

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
            start,
            bilingual("the file has more than 256 KiB.", "le fichier dépasse 256 Kio."),
            code="too-large",
            hint=bilingual(
                "Move what repeats into prefabs.", "Mettez ce qui se répète dans des préfabriqués (prefabs)."
            ),
        )
    text = _decoded(content, file)
    try:
        return _built(yaml.parse(text, Loader=_Loader), file, findings)
    except yaml.MarkedYAMLError as error:
        raise not_yaml(error, file, text) from None
    except yaml.YAMLError:
        message = bilingual("the file is not YAML.", "le fichier n'est pas du YAML.")
        raise UnreadableError(start, message, code="not-yaml") from None


def _decoded(content: bytes, file: str) -> str:
    try:
        text = content.decode("utf-8-sig")  # Windows' Notepad begins a file with a byte-order mark
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", "replace")
        raise UnreadableError(
            _position(before, file),
            bilingual("the file is not UTF-8 text here.", "le fichier n'est pas ici du texte en UTF-8."),
            code="encoding",
            hint=bilingual("Save it as UTF-8.", "Enregistrez-le en UTF-8."),
        ) from None
    if found := _UNPRINTABLE.search(text):
        raise UnreadableError(
            _position(text[: found.start()], file),
            bilingual(
                f"the character U+{ord(found[0]):04X} cannot stand in a scene.",
                f"le caractère U+{ord(found[0]):04X} n'a pas sa place dans une scène.",
            ),
            code="encoding",
            hint=bilingual(
                "Save the file as UTF-8 text, and delete this character.",
                "Enregistrez le fichier en UTF-8, et effacez ce caractère.",
            ),
        )
    return text


def _position(before: str, file: str) -> Source:
    return Source(file, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)


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
                    bilingual(
                        f"values are nested more than {MAX_DEPTH} deep here.",
                        f"des valeurs s'emboîtent ici sur plus de {MAX_DEPTH} niveaux.",
                    ),
                    code="too-deep",
                    hint=bilingual(
                        "Move inner parts into prefabs.",
                        "Mettez les parties intérieures dans des préfabriqués.",
                    ),
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
                bilingual(
                    "a second document begins here; a file holds one.",
                    "un second document commence ici ; un fichier n'en contient qu'un.",
                ),
                code="not-yaml",
                hint=bilingual(
                    "Delete the line '---' and what follows, or move it into its own file.",
                    "Effacez la ligne « --- » et la suite, ou mettez-la dans son propre fichier.",
                ),
            )

    def _alias(self, event: Any) -> None:
        source = self._source(event)
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise UnreadableError(
                source,
                bilingual(
                    f"the file uses more than {MAX_ALIASES} aliases.",
                    f"le fichier emploie plus de {MAX_ALIASES} alias.",
                ),
                code="too-many-aliases",
                hint=_PREFAB,
            )
        if event.anchor not in self.anchors:
            raise UnreadableError(
                source,
                bilingual(
                    f"alias '*{event.anchor}' names no anchor before it.",
                    f"l'alias « *{event.anchor} » ne nomme aucune ancre avant lui.",
                ),
                code="unknown-alias",
                hint=did_you_mean(event.anchor, self.anchors),
            )
        value, weight = self.anchors[event.anchor]
        if value is None:
            message = bilingual(
                f"alias '*{event.anchor}' stands inside what it names.",
                f"l'alias « *{event.anchor} » se trouve dans ce qu'il nomme.",
            )
            raise UnreadableError(source, message, code="endless-alias")
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
                message = bilingual(
                    "a key must be a word, not a list or a mapping.",
                    "une clé doit être un mot, et non une liste ou un dictionnaire.",
                )
                raise UnreadableError(value.source, message, code="key")
            top.key = value
        else:
            self._enter(top.value.entries, top.key, value)
            top.key = None

    def _enter(self, entries: dict[str, tuple[Scalar, Value]], key: Scalar, value: Value) -> None:
        if key.text in entries:
            first = entries[key.text][0].source.line
            self.findings.add(
                key.source,
                bilingual(
                    f"key '{key.text}' is given twice; first in line {first}.",
                    f"la clé « {key.text} » est donnée deux fois ; d'abord à la ligne {first}.",
                ),
                code="duplicate-key",
                hint=bilingual("Keep one of them.", "Gardez-en une."),
            )
        elif key.text == "<<" and key.plain:
            if isinstance(value, Fields):  # one mistake: what it would have brought is not missing as well
                for inner, entry in value.entries.items():
                    entries.setdefault(inner, entry)
            self.findings.add(
                key.source,
                bilingual(
                    "merge keys ('<<') are not read in a scene.",
                    "les clés de fusion (« << ») ne sont pas lues dans une scène.",
                ),
                code="merge-key",
                hint=bilingual(
                    "Write the fields out, or make it a prefab.",
                    "Écrivez les champs, ou faites-en un préfabriqué (prefab).",
                ),
            )
        else:
            entries[key.text] = (key, value)

    def _count(self, more: int, source: Source) -> None:
        self.values += more
        if self.values > MAX_VALUES:
            raise UnreadableError(
                source,
                bilingual(
                    f"the file's aliases unfold to more than {MAX_VALUES:,} values.",
                    f"les alias du fichier se déplient en plus de {comma(MAX_VALUES, ',')} valeurs.",
                ),
                code="too-large",
                hint=_PREFAB,
            )

    def _refuse_tag(self, event: Any, source: Source) -> None:
        if event.tag is not None:
            self.findings.add(
                source,
                bilingual(
                    f"tag '{_short(event.tag)}' is not read in a scene.",
                    f"l'étiquette « {_short(event.tag)} » n'est pas lue dans une scène.",
                ),
                code="tag",
                hint=bilingual(
                    "Delete it; a value's form says what it is.",
                    "Effacez-la ; la forme d'une valeur dit ce qu'elle est.",
                ),
            )

    def _source(self, event: Any) -> Source:
        mark = event.start_mark
        return Source(self.file, mark.line + 1, mark.column + 1)


def _built(events: Iterator[Any], file: str, findings: Findings) -> Value:
    builder = _Builder(file, findings)
    for event in events:
        builder.take(event)
    if builder.root is None:
        message = bilingual("the file is empty.", "le fichier est vide.")
        raise UnreadableError(Source(file, 1, 1), message, code="empty")
    return builder.root


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
