"""Lines put into a YAML file that somebody wrote: its comments and its layout stay as they are.

For files that the campus's own reader has found sound: that reader knows the limits, this one only where things stand.
"""

from __future__ import annotations

from typing import Any

import yaml

from campus.errors import CampusError
from campus.text import bilingual


def with_item(text: str, keys: tuple[str, ...], item: str) -> str:
    """The text with one more item at the end of a list.

    Args:
        text: of a sound YAML file.
        keys: the way to the list, as in `("shell", "openings")`.
        item: as it is written on one line: `{type: door, …}`.

    Raises:
        CampusError: when there is no such list to add to; the message says what to add by hand.
    """
    found = _at(text, keys)
    if not isinstance(found, yaml.SequenceNode) or (not found.flow_style and not found.value):
        where = ".".join(keys)
        raise CampusError(
            bilingual(
                f"There is no list '{where}' to add to. Add this to it by hand: - {item}",
                f"Il n'y a pas de liste « {where} » où ajouter. Ajoutez-y ceci à la main : « - {item} »",
            )
        )
    if found.flow_style:
        end = found.end_mark.index - 1
        before = text[:end].rstrip()
        comma = "" if not found.value or before.endswith(",") else ", "
        return f"{before}{comma}{item}{text[end:]}"
    lines = text.splitlines(keepends=True)
    after = _last_line(found.value[-1], lines) + 1
    if after and not lines[after - 1].endswith("\n"):
        lines[after - 1] += "\n"
    lines.insert(after, f"{' ' * found.start_mark.column}- {item}\n")
    return "".join(lines)


def with_field(text: str, keys: tuple[str, ...], id_: str, field: str, value: str) -> str:
    """The text with one field of a list's item set: changed where it is written, added where it is not.

    Args:
        text: of a sound YAML file.
        keys: the way to the list, as in `("shell", "openings")`.
        id_: what the item's `id` is.
        field: its name.
        value: as it is written.

    Raises:
        CampusError: when the list has no such item; the message says what to write by hand.
    """
    found = _at(text, keys)
    items = found.value if isinstance(found, yaml.SequenceNode) else []
    item = next((i for i in items if isinstance(i, yaml.MappingNode) and _scalar(i, "id") == id_), None)
    if item is None:
        where = ".".join(keys)
        raise CampusError(
            bilingual(
                f"'{id_}' is not written under '{where}'. Give it this by hand: {field}: {value}",
                f"« {id_} » n'est pas écrit sous « {where} ». Donnez-lui ceci à la main : « {field}: {value} »",
            )
        )
    for key, written in item.value:
        if key.value == field:
            return text[: written.start_mark.index] + value + text[written.end_mark.index :]
    if item.flow_style:
        end = item.end_mark.index - 1
        return f"{text[:end].rstrip()}, {field}: {value}{text[end:]}"
    lines = text.splitlines(keepends=True)
    after = _last_line(item, lines) + 1
    if not lines[after - 1].endswith("\n"):
        lines[after - 1] += "\n"
    lines.insert(after, f"{' ' * item.start_mark.column}{field}: {value}\n")
    return "".join(lines)


def without_item(text: str, keys: tuple[str, ...], field: str, value: str) -> str:
    """The text without the item of a list whose `field` is `value`; unchanged when there is none."""
    found = _at(text, keys)
    if not isinstance(found, yaml.SequenceNode):
        return text
    for item in found.value:
        if isinstance(item, yaml.MappingNode) and _scalar(item, field) == value:
            break
    else:
        return text
    if len(found.value) == 1:  # an empty list says nothing: its key goes too
        owner = _at(text, keys[:-1])
        key = next(k for k, v in owner.value if v.start_mark.index == found.start_mark.index)
        return _cut(text, key.start_mark.line, _last_line(found, text.splitlines(keepends=True)))
    if found.flow_style:
        index = found.value.index(item)
        start = item.start_mark.index if index == 0 else found.value[index - 1].end_mark.index
        end = found.value[1].start_mark.index if index == 0 else item.end_mark.index
        return text[:start] + text[end:]
    return _cut(text, item.start_mark.line, _last_line(item, text.splitlines(keepends=True)))


def replaced(text: str, changes: dict[tuple[int, int], tuple[str, str]]) -> str:
    """The text with single words changed: (line, column from 1) -> (the word as it is, the word as it becomes)."""
    lines = text.splitlines(keepends=True)
    for (line, column), (old, new) in sorted(changes.items(), reverse=True):
        at = lines[line - 1]
        before, rest = at[: column - 1], at[column - 1 :]
        for written in (f'"{old}"', f"'{old}'", old):
            if rest.startswith(written):
                lines[line - 1] = before + new + rest[len(written) :]
                break
        else:
            raise CampusError(
                bilingual(
                    f"Line {line} does not hold '{old}' where it should. Write it there plainly, and try again.",
                    f"La ligne {line} n'a pas « {old} » là où il faut. Écrivez-le là simplement, et recommencez.",
                )
            )
    return "".join(lines)


def _cut(text: str, first: int, last: int) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(lines[:first] + lines[last + 1 :])


def _last_line(node: yaml.Node, lines: list[str]) -> int:
    """The line, counted from 0, on which a node ends; what a block collection is followed by is not part of it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        last: Any = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last, lines)
    line = int(node.end_mark.line)
    if node.end_mark.column == 0 and line > node.start_mark.line:  # a block of text ends where the next thing begins
        line -= 1
        while line > node.start_mark.line and not lines[line].strip():
            line -= 1
    return line


def _at(text: str, keys: tuple[str, ...]) -> Any:
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    for key in keys:
        entries = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for name, value in entries if name.value == key), None)
    return node


def _scalar(node: yaml.MappingNode, key: str) -> str | None:
    return next((value.value for name, value in node.value if name.value == key), None)
