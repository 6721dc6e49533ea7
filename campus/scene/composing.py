"""One space's file into a Scene: shell, nodes, ids, places. Other spaces and materials are checked elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from campus.components import Component, component_named, component_types
from campus.components._base import COMPASS
from campus.ids import did_you_mean
from campus.scene.convert import to_struct
from campus.scene.drafts import Draft, unfolded
from campus.scene.expand import Expansion
from campus.scene.findings import Findings
from campus.scene.forms import SceneForm
from campus.scene.frames import Frame, wall_frame, wall_length
from campus.scene.layouts import Layouts
from campus.scene.light import read_light, read_states
from campus.scene.model import Node, Scene, Source
from campus.scene.openings import check_openings
from campus.scene.placing import Placing
from campus.scene.prefabs import Prefab
from campus.scene.rules import read_rules
from campus.scene.values import Fields, Value
from campus.scene.wording import must_be_mapping, no_field
from campus.text import Text, bilingual

_SURFACES = ("floor", "walls", "ceiling")
_OPEN = ("ground",)
"""Shells beyond whose walls there is land, where trees may stand."""
_PLACES = ("wall", "at", "facing")
"""What a shell cannot have: it is what all places are told from."""
_READ_HERE = ("shell", "light", "nodes", "layouts", "on")


@dataclass(frozen=True, eq=False)
class Composed:
    """A scene (None where its first fields are wrong), and the drafts of its nodes by full id, with their places."""

    scene: Scene | None
    drafts: dict[str, Draft]


def compose(
    value: Value, name: str, prefab: Callable[[str, Source], Prefab | None], findings: Findings
) -> Composed | None:
    """The scene that a file holds.

    Args:
        value: of the whole file.
        name: of the space, as its file is named.
        prefab: gives a prefab by name, or None when there is none.
        findings: takes every mistake.

    Returns:
        None when the file holds no mapping; otherwise what could be understood, even beside mistakes.
    """
    if not isinstance(value, Fields):
        what = Text(fr="un espace", en="a space")
        form_ = "{schema: 1, space: …, title: …, nodes: …}"
        findings.add(value.source, must_be_mapping(what, form_), code="wrong-type")
        return None
    form = to_struct(value.without(*_READ_HERE), SceneForm, "space", findings, also=_READ_HERE)
    if form is not None:
        findings.expect_name(value.place("space"), Text(fr="l’espace", en="space"), name, form.space)
    expansion = Expansion(prefab, findings)
    shell, openings = _shell(value.get("shell"), expansion, findings)
    size = getattr(shell.spec, "size", None) if shell is not None else None
    lights = read_light(value.get("light"), size, findings)
    drafts = [*openings, *expansion.nodes(value.get("nodes"), "nodes"), *lights]
    if shell is not None:
        drafts.insert(0, shell)
    expansion.named(drafts)
    every = unfolded(drafts)
    by_id = {draft.id: draft for draft in every}
    # Of a shell that was given and is wrong, that is told; not that everything on its walls hangs nowhere.
    placing = Placing(drafts, shell, findings, shell_is_wrong=shell is None and value.get("shell") is not None)
    nodes = placing.nodes(every)
    arranging = Layouts(drafts, placing.frames(), findings)
    layouts = arranging.read(value.get("layouts"))
    states = read_states(value.get("light"), findings)
    if size is not None:
        check_openings(by_id.values(), size, findings)
        if shell is not None and shell.type not in _OPEN:
            placing.check_inside([draft for draft in drafts if draft is not shell])
    inside = shell is not None and shell.type not in _OPEN
    placing.check_halves(every, inside=inside)
    placing.check_parts(every)
    rules = read_rules(
        value.get("on"),
        by_id,
        findings,
        layouts=layouts,
        lights=states,
        places={k: (*f,) for k, f in placing.frames().items()},
    )
    if form is None:
        return Composed(None, by_id)
    scene = Scene(
        id=name,
        title=form.title,
        file=value.source.file,
        shell=nodes[0] if shell is not None and nodes and nodes[0].id == shell.id else None,
        nodes=tuple(nodes[1:] if shell is not None and nodes and nodes[0].id == shell.id else nodes),
        sound=form.sound.said(),
        rules=rules,
        accent=form.accent,
        groups=_groups(drafts),
        layouts=layouts,
        lights={name: state.lamps for name, state in states.items()},
        daylight={name: state.daylight for name, state in states.items() if state.daylight != 1.0},
        layout_titles=arranging.titles,
        light_titles={name: state.title for name, state in states.items() if state.title is not None},
    )
    return Composed(scene, by_id)


def _shell(value: Value | None, expansion: Expansion, findings: Findings) -> tuple[Draft | None, list[Draft]]:
    """The component that is the shell, and the openings in it."""
    if value is None:
        return None, []
    if not isinstance(value, Fields):
        findings.add(value.source, must_be_mapping("shell", "{room: {size: …}, openings: […]}"), code="wrong-type")
        return None, []
    given = [key for key in value.entries if key in _shells()]
    for key, (written, _) in value.entries.items():
        if key not in given and key not in (*_SURFACES, "openings"):
            hint = did_you_mean(key, (*_shells(), *_SURFACES, "openings"))
            findings.add(written.source, no_field("shell", key), code="unknown-field", hint=hint)
    openings = expansion.nodes(value.get("openings"), "shell.openings", openings=True)
    if len(given) != 1:
        known = ", ".join(_shells())
        if given:
            one, other = given[:2]
            message = bilingual(
                f"shell has both '{one}' and '{other}'.", f"shell a à la fois « {one} » et « {other} »."
            )
        else:
            message = bilingual("shell needs the form of the space.", "shell demande la forme de l'espace.")
        hint = bilingual(f"Give one of: {known}.", f"Donnez-en une : {known}.")
        findings.add(value.source, message, code="missing-field", hint=hint)
        return None, openings
    type_ = given[0]
    written, fields = value.entries[type_]
    if not isinstance(fields, Fields):
        findings.add(fields.source, must_be_mapping(type_, "{size: …}"), code="wrong-type")
        return None, openings
    for key in _PLACES:
        if key in fields.entries:
            findings.add(
                fields.entries[key][0].source,
                bilingual(
                    f"{type_} is the shell of the space and cannot have '{key}'.",
                    f"{type_} est l'enveloppe de l'espace et ne peut pas avoir « {key} ».",
                ),
                code="invalid",
                hint=bilingual("Everything else is placed within it.", "C'est tout le reste qui prend place en elle."),
            )
    fields = fields.without(*_PLACES)
    surfaces = {key: value.entries[key] for key in _SURFACES if key in value.entries}
    fields = Fields({**surfaces, **fields.entries}, fields.source)
    spec = to_struct(fields, component_named(type_), type_, findings, written_in=dict.fromkeys(surfaces, "shell"))
    if spec is None:
        return None, openings
    return Draft(type_, fields, written.source, None, None, None, spec, spec.id or type_, type_, None), openings


def _shells() -> list[str]:
    """The types that can be the shell of a space: their class has a method `shell`."""
    return [t for t in component_types() if callable(getattr(component_named(t), "shell", None))]


def _groups(drafts: list[Draft]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = {}
    for draft in drafts:
        if draft.group:
            groups.setdefault(draft.group, []).append(draft.id)
    return {name: tuple(members) for name, members in groups.items()}


def node_frame(node: Node, size: tuple[float, float, float] | None) -> Frame:
    """The frame of a placed node in its space.

    Args:
        node: of a loaded scene.
        size: of the shell, metres; None for an open space.
    """
    spec: Component = node.spec
    if spec.wall is not None and size is not None:
        along = spec.at if isinstance(spec.at, (int, float)) else wall_length(size, spec.wall) / 2
        return wall_frame(size, spec.wall, along)
    at = spec.at if isinstance(spec.at, tuple) else (0.0, 0.0)
    heading = COMPASS[spec.facing] if isinstance(spec.facing, str) else spec.facing or 0.0
    return Frame(*node.origin).inner((at[0], at[1], at[2] if len(at) > 2 else 0.0), heading)
