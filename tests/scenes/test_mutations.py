"""One mistake at a time, put into the shipped scenes: it is told on its line, and what was meant is found.

The seed is fixed, so that a failure can be looked at again; `MUTATIONS_OF_A_KIND` raises the number for a campaign.
"""

import os
import random
import re
import shutil
import string
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec import inspect

from campus.components import component_named, component_types
from campus.errors import SceneError, SceneErrors
from campus.scene import load_campus
from campus.scene.findings import Findings
from campus.scene.loading import Files
from campus.scene.model import Source
from campus.scene.reading import read
from campus.scene.values import Fields, Items, Scalar, Value
from campus.text import Text as Both

REPOSITORY = Path(__file__).parents[2]
SPACES = ("hall", "amphitheatre", "seminar-room", "garden")
EACH = int(os.environ.get("MUTATIONS_OF_A_KIND", "9"))
WORDS = {
    "type",
    "wall",
    "facing",
    "kind",
    "style",
    "material",
    "fabric",
    "floor",
    "walls",
    "ceiling",
    "to",
    "view",
    "head",
}
SIZES = {"size", "radius", "length", "cap_height", "thickness", "width", "going", "pitch", "depth"}
FREE = {"sound", "with", "override", "text", "title", "layouts", "states"}
"""Mappings whose keys are not ours, or whose values are prose."""
KNOWN = {field for type_ in component_types() for field in component_named(type_).__struct_fields__}


@dataclass(frozen=True)
class Mutation:
    """One mistake: what kind, the whole text with it, the line it is in, and the word that a hint must name."""

    kind: str
    text: str
    line: int
    meant: str | None = None


@dataclass(frozen=True)
class Site:
    """A key and its value, the mapping around them, and the key that follows there."""

    mapping: Fields
    key: Scalar
    value: Value
    after: Scalar | None
    path: tuple[str, ...]


def sites(value: Value, path: tuple[str, ...] = ()) -> Iterator[Site]:
    if isinstance(value, Items):
        for item in value.items:
            yield from sites(item, path)
    elif isinstance(value, Fields):
        entries = list(value.entries.values())
        for i, (key, inner) in enumerate(entries):
            after = entries[i + 1][0] if i + 1 < len(entries) else None
            yield Site(value, key, inner, after, (*path, key.text))
            yield from sites(inner, (*path, key.text))


class Text:
    """A scene's text, changed at a place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def offset(self, source: Source) -> int:
        return self.starts[source.line - 1] + source.column - 1

    def replaced(self, place: Source, old: str, new: str) -> str | None:
        """The text with `old` at `place` replaced, or None where it does not stand there as it is."""
        at = self.offset(place)
        return self.text[:at] + new + self.text[at + len(old) :] if self.text.startswith(old, at) else None

    def without(self, start: Source, end: Source) -> str:
        return self.text[: self.offset(start)] + self.text[self.offset(end) :]


def slip(word: str, chance: random.Random) -> str:
    """One letter dropped, doubled, changed, or swapped with its neighbour."""
    i = chance.randrange(len(word))
    letter = chance.choice(string.ascii_lowercase)
    wrong = [word[:i] + word[i + 1 :], word[:i] + letter + word[i:], word[:i] + letter + word[i + 1 :]]
    if i + 1 < len(word):
        wrong.append(word[:i] + word[i + 1] + word[i] + word[i + 2 :])
    return chance.choice(wrong)


def mutations(space: str, chance: random.Random) -> Iterator[Mutation]:
    """Every mistake of every kind that this scene has room for, in a random order."""
    written = (REPOSITORY / "scenes" / f"{space}.yaml").read_text(encoding="utf-8")
    text = Text(written)
    every = [s for s in sites(read(written.encode(), space, Findings())) if not FREE & set(s.path[:-1])]
    chance.shuffle(every)
    ids = [s.value for s in every if s.key.text == "id" and isinstance(s.value, Scalar)]
    ways = [s.value.text for s in every if s.key.text == "to" and isinstance(s.value, Scalar)]
    for site in every:
        key, value, line = site.key, site.value, site.key.source.line
        type_ = site.mapping.get("type")
        wrong = slip(key.text, chance)
        if len(key.text) > 2 and wrong not in KNOWN | set(site.mapping.entries):
            yield from mutation("misspelt key", text.replaced(key.source, key.text, wrong), line, key.text)
        if site.after is not None and required(type_, key.text):
            yield from mutation("missing field", text.without(key.source, site.after.source), site.mapping.source.line)
        if key.text in ("fr", "en") and site.after is not None:
            yield from mutation(
                "missing language", text.without(key.source, site.after.source), site.mapping.source.line
            )
        numbers = value.items if isinstance(value, Items) else [value]
        for number in numbers:
            if not isinstance(number, Scalar) or not isinstance(number.meaning(), (int, float)):
                continue
            here = number.source.line
            yield from mutation("wrong type", text.replaced(number.source, number.text, "large"), here)
            if key.text in SIZES:
                yield from mutation("negative size", text.replaced(number.source, number.text, f"-{number.text}"), here)
        if not isinstance(value, Scalar):
            continue
        here = value.source.line
        if key.text in WORDS and isinstance(value.meaning(), str) and len(value.text) > 2:
            wrong = slip(value.text.partition("/")[0], chance)
            meant = value.text.partition("/")[0]
            if wrong != meant and wrong.strip("-") == wrong and wrong not in component_types():
                yield from mutation("misspelt value", text.replaced(value.source, meant, wrong), here, meant)
        if key.text in ("to", "facing", "material", "fabric") and isinstance(value.meaning(), str):
            yield from mutation("unknown reference", text.replaced(value.source, value.text, "nowhere-at-all"), here)
        if key.text == "to" and (others := [way for way in ways if way != value.text]):
            other = chance.choice(others)
            yield from mutation("no way back", text.replaced(value.source, value.text, other), here)
        if key.text == "id" and (before := [i for i in ids if i.source.line < here]):
            other = chance.choice(before).text
            yield from mutation("duplicated id", text.replaced(value.source, value.text, other), here)


def mutation(kind: str, text: str | None, line: int, meant: str | None = None) -> Iterator[Mutation]:
    if text is not None:
        yield Mutation(kind, text, line, meant)


def required(type_: Value | None, field: str) -> bool:
    """Whether a component needs this field."""
    if not isinstance(type_, Scalar) or type_.text not in component_types():
        return False
    return field == "type" or field in needed(component_named(type_.text))


def needed(class_: type) -> set[str]:
    """The fields of a component without a default."""
    described = inspect.type_info(class_)
    assert isinstance(described, inspect.StructType)
    return {field.encode_name for field in described.fields if field.required}


def told(root: Path, space: str, text: str, read: Files) -> tuple[SceneError, ...]:
    """What is said about the campus whose `space` reads so, by somebody who has read the other files before."""
    (root / "scenes" / f"{space}.yaml").write_text(text, encoding="utf-8")
    try:
        load_campus(root, files=dict(read))
    except SceneErrors as errors:
        return errors.errors
    finally:
        shutil.copy(REPOSITORY / "scenes" / f"{space}.yaml", root / "scenes")
    return ()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("campus")
    shutil.copytree(REPOSITORY / "scenes", folder / "scenes")
    shutil.copytree(REPOSITORY / "assets" / "materials", folder / "assets" / "materials")
    load_campus(folder)
    return folder


def test_a_single_mistake_is_told_on_its_line_with_what_was_meant(
    root: Path, in_sound_french: Callable[[Both], None]
) -> None:
    chance = random.Random(20_000)
    read: Files = {}
    load_campus(root, files=read)
    tried = on_line = misspelt = understood = 0
    wrong: list[str] = []
    for space in SPACES:
        several: dict[str, list[Mutation]] = defaultdict(list)
        for mutation in mutations(space, chance):
            several[mutation.kind].append(mutation)
        for mutation in (m for kind in several.values() for m in chance.sample(kind, min(EACH, len(kind)))):
            errors = told(root, space, mutation.text, read)
            here = [error for error in errors if (error.file, error.line) == (f"scenes/{space}.yaml", mutation.line)]
            for both in (text for error in errors for text in (error.text, error.advice) if text is not None):
                in_sound_french(both)
            tried += 1
            on_line += bool(here)
            found = mutation.meant is None or any(f"'{mutation.meant}'" in error.hint for error in here)
            misspelt += mutation.meant is not None
            understood += mutation.meant is not None and found
            if not here or not found:
                wrong.append(
                    f"{mutation.kind} in {space}:{mutation.line} ({mutation.meant}): {[*map(str, errors)][:3]}"
                )
    report = f"{on_line} of {tried} on their line, {understood} of {misspelt} understood\n" + "\n".join(wrong)
    assert tried >= 9 * EACH, report
    assert on_line >= 0.98 * tried, report
    assert understood >= 0.95 * misspelt, report
    if "MUTATIONS_OF_A_KIND" in os.environ:
        sys.stdout.write(report)
