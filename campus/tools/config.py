"""`campus config`: a space as the loader understands it: prefabs unfolded, repeats counted out, every place a number.

What it writes is a scene file like any other and loads to the same space. Opens no window.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from campus.components import Component, Opening
from campus.components.viewpoint import Viewpoint
from campus.components.zone import Zone
from campus.scene import Node, Scene, Source, load_campus, unknown_space
from campus.scene.composing import node_frame
from campus.scene.frames import SPACE, Frame
from campus.scene.values import Scalar
from campus.text import Text

WIDTH = 118
"""A node that fits into so many characters stands on one line."""
_WORD = re.compile(r"[A-Za-zÀ-ÿ_][A-Za-zÀ-ÿ0-9_./ ’'()%&+-]*\Z")
_DIGITS = 9
"""Decimals that a place is written with: a nanometre, so that nothing moves."""


def config(root: Path, space: str) -> str:
    """The file of a space with its prefabs and repeats unfolded.

    Args:
        root: the folder with `scenes/` and `assets/`.
        space: its id.

    Raises:
        SceneErrors: when the space has mistakes; all of them.
        CampusError: when the campus has no such space.
    """
    return as_yaml(the_scene(root, space))


def the_scene(root: Path, space: str) -> Scene:
    """One space of a campus, loaded without the others.

    Raises:
        SceneErrors: when the space has mistakes.
        CampusError: when the campus has no such space.
    """
    known = [path.stem for path in (root / "scenes").glob("*.yaml") if path.stem != "campus"]
    if space not in known:
        raise unknown_space(space, known)
    return load_campus(root, only=[space]).scenes[space]


def as_yaml(scene: Scene) -> str:
    """The scene as a file that loads to the same scene, its nodes one by one in the order in which they were read."""
    nodes = list(scene.nodes)
    openings: list[Node] = []
    while scene.shell is not None and nodes and isinstance(nodes[0].spec, Opening):
        openings.append(nodes.pop(0))  # the shell's own stand first, and have to: ids and order stay as they were
    lines = [
        f"# {scene.file} with its prefabs and repeats unfolded, as 'campus config' writes it.",
        "schema: 1",
        f"space: {scene.id}",
        f"title: {flow(_text(scene.title))}",
    ]
    if scene.accent:
        lines.append(f"accent: {flow(scene.accent)}")
    if scene.shell is not None:
        lines.append("shell:")
        shell = _fields(scene.shell.spec)
        if shell.get("id") == scene.shell.type:
            del shell["id"]
        lines += _field(scene.shell.type, shell, 2)
        if openings:
            lines.append("  openings:")
            lines += [line for node in openings for line in _item(_node(node), 4)]
    if scene.sound:
        lines.append(f"sound: {flow(dict(scene.sound))}")
    lights: Mapping[str, float] = getattr(scene, "lights", {})
    if lights:
        lines += _field("light", {"states": {name: _light_state(scene, name) for name in lights}}, 0)
    lines.append("nodes:" if nodes else "nodes: []")
    lines += [line for node in nodes for line in _item(_node(node), 2)]
    layouts: Mapping[str, Mapping[str, tuple[float, ...]]] = getattr(scene, "layouts", {})
    if layouts:
        lines.append("layouts:")
        for name, places in layouts.items():
            indent, title = 2, scene.layout_titles.get(name)
            lines.append(f"  {name}:")
            if title is not None:
                indent = 4
                lines += [f"    title: {flow(_text(title))}", "    moves:"]
            if not places:
                lines[-1] += " []"
            for id_, place in places.items():
                move = {"move": id_, "at": _numbers(place[:3]), "facing": _number(place[3])}
                lines += _item(move, indent + 2)
    if scene.rules:
        lines.append("on:")
        lines += [line for rule in scene.rules for line in _item(_builtins(rule), 2)]
    unfolded = {node.id for node in scene.nodes}
    for group, members in scene.groups.items():
        if not set(members) <= unfolded:  # a prefab's instances: their parts carry the name
            lines.append(f"# group {group}: {', '.join(members)}")
    return "\n".join(lines) + "\n"


def _light_state(scene: Scene, name: str) -> dict[str, Any]:
    state: dict[str, Any] = {"lamps": _number(scene.lights[name])}
    if name in scene.daylight:
        state["daylight"] = _number(scene.daylight[name])
    if name in scene.light_titles:
        state["title"] = _text(scene.light_titles[name])
    return state


def _node(node: Node) -> dict[str, Any]:
    """A node as a mapping in the space's own frame."""
    spec = node.spec
    fields = _fields(spec)
    if node.origin != tuple(SPACE):
        if "." in node.id:
            fields.pop("group", None)  # said of the instance, or of nothing outside the prefab
        fields |= _moved(node)
    first = {"type": node.type, "id": node.id}
    first |= {key: fields[key] for key in ("name", "wall", "at", "facing") if key in fields}
    return {**first, **{key: value for key, value in fields.items() if key not in first}}


def _moved(node: Node) -> dict[str, Any]:
    """The fields that say where a prefab's node is, as they are in the space."""
    spec, origin = node.spec, Frame(*node.origin)
    frame = node_frame(node, None)
    fields: dict[str, Any] = {"at": _numbers(frame[:3]), "facing": _number(frame.heading)}
    if isinstance(spec, Zone):
        corners = [origin.point(corner) for corner in spec.box]
        fields["box"] = [_numbers(map(min, *corners)), _numbers(map(max, *corners))]
    elif isinstance(spec, Viewpoint):
        fields |= {"eye": _numbers(origin.point(spec.eye)), "look": _numbers(origin.point(spec.look))}
    return fields


def _fields(spec: msgspec.Struct) -> dict[str, Any]:
    """The fields of a struct that differ from their defaults, as plain data."""
    found: dict[str, Any] = {}
    for field in msgspec.structs.fields(spec):
        value = getattr(spec, field.name)
        default = field.default
        if default is msgspec.NODEFAULT and field.default_factory is not msgspec.NODEFAULT:
            default = field.default_factory()
        if default is msgspec.NODEFAULT or value != default:
            found[field.encode_name] = _builtins(value)
    if isinstance(spec, Component) and isinstance(found.get("at"), list):
        found["at"] = _numbers(found["at"])
    return found


def _builtins(value: Any) -> Any:
    if isinstance(value, Text):
        return _text(value)
    if isinstance(value, msgspec.Struct):
        return _fields(value)
    if isinstance(value, Mapping):
        return {str(key): _builtins(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_builtins(inner) for inner in value]
    return _number(value) if isinstance(value, float) else value


def _text(text: Text) -> dict[str, str]:
    return {"fr": text.fr, "en": text.en}


def _numbers(values: Iterable[float]) -> list[float | int]:
    return [_number(value) for value in values]


def _number(value: float) -> float | int:
    """The number without what floating point left at its end."""
    short = round(value, _DIGITS) + 0.0
    return int(short) if short == int(short) else short


# --- YAML ------------------------------------------------------------------------------------------------------------


def flow(value: Any) -> str:
    """A value on one line: `{fr: Salle, en: Room}`, `[1, 2.5]`, `oak`."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, tuple | list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        is_plain = _WORD.match(value) and Scalar(value, True, Source("", 1, 1)).meaning() == value
        return value if is_plain and value == value.strip() else json.dumps(value, ensure_ascii=False)
    return repr(value)


def _item(fields: Mapping[str, Any], indent: int) -> list[str]:
    """A mapping as an item of a list: on one line where it fits."""
    one = f"{' ' * indent}- {flow(fields)}"
    if len(one) <= WIDTH and "\\n" not in one:
        return [one]
    lines = [line for key, value in fields.items() for line in _field(key, value, indent + 2)]
    return [f"{' ' * indent}- {lines[0].lstrip()}", *lines[1:]]


def _field(key: str, value: Any, indent: int) -> list[str]:
    """A key and its value: on one line where it fits, long texts as blocks."""
    before = " " * indent
    if isinstance(value, str) and "\n" in value and not re.search(r"^\s|\s\Z|[\t\x85\u2028\u2029]", value):
        return [f"{before}{flow(key)}: |-", *(f"{before}  {line}".rstrip() for line in value.split("\n"))]
    one = f"{before}{flow(key)}: {flow(value)}"
    if (len(one) <= WIDTH and "\\n" not in one) or not isinstance(value, Mapping | list) or not value:
        return [one]
    if isinstance(value, Mapping):
        inner = [line for name, part in value.items() for line in _field(name, part, indent + 2)]
        return [f"{before}{flow(key)}:", *inner]
    if all(isinstance(part, Mapping) for part in value):
        return [f"{before}{flow(key)}:", *(line for part in value for line in _item(part, indent + 2))]
    return [one]
