"""One space's file into a Scene: shell, nodes, ids, places. Other spaces and materials are checked elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from campus.components import Component, Opening, component_named, component_types
from campus.components._base import COMPASS
from campus.ids import did_you_mean
from campus.scene.convert import to_struct
from campus.scene.drafts import Draft, is_excused, scoped, unfolded
from campus.scene.expand import Expansion
from campus.scene.findings import Findings
from campus.scene.forms import SceneForm
from campus.scene.frames import SPACE, Frame, heading_towards, wall_frame, wall_length
from campus.scene.halves import half_of
from campus.scene.inside import check_inside
from campus.scene.layouts import Layouts
from campus.scene.light import read_light, read_states
from campus.scene.model import Node, Scene, Source
from campus.scene.openings import check_openings
from campus.scene.prefabs import Prefab
from campus.scene.rules import read_rules
from campus.scene.values import Fields, Value
from campus.scene.wording import figure, must_be_mapping, needs_field, no_field
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
    placing = _Placing(drafts, shell, findings, shell_is_wrong=shell is None and value.get("shell") is not None)
    nodes = placing.nodes(every)
    arranging = Layouts(drafts, placing.frames(), findings)
    layouts = arranging.read(value.get("layouts"))
    states = read_states(value.get("light"), findings)
    if size is not None:
        check_openings(by_id.values(), size, findings)
        if shell is not None and shell.type not in _OPEN:
            check_inside((draft for draft in drafts if draft is not shell), placing.frames(), size, findings)
    placing.check_halves(drafts, inside=shell is not None and shell.type not in _OPEN)
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


class _Placing:
    """Gives every node its place: walls, prefabs' frames, and whom it faces."""

    def __init__(
        self, drafts: list[Draft], shell: Draft | None, findings: Findings, *, shell_is_wrong: bool = False
    ) -> None:
        self.findings, self._shell_is_wrong = findings, shell_is_wrong
        self.size: tuple[float, float, float] | None = getattr(shell.spec, "size", None) if shell else None
        self.known: dict[str, Draft] = {}
        self._know(drafts)
        self._frames: dict[int, Frame] = {}
        self._facing: set[int] = set()

    def _know(self, drafts: list[Draft]) -> None:
        for draft in drafts:
            self.known[draft.id] = draft
            self._know(draft.children)

    def nodes(self, drafts: list[Draft]) -> list[Node]:
        """The nodes of the drafts, in order; without those whose place makes no sense (noted)."""
        nodes = []
        for draft in drafts:
            if draft.spec is None:
                continue
            self._check(draft)
            changes: dict[str, Any] = {}
            if draft.id != draft.spec.id:
                changes["id"] = draft.id
            if draft.wall is not None and draft.at is None and self.size is not None:
                draft.at = wall_length(self.size, draft.wall) / 2  # unsaid: in the middle of its wall
            if draft.at != draft.spec.at:
                changes["at"] = draft.at
            heading = self._heading(draft) if draft.wall is None else None
            if draft.facing is not None and heading is not None and heading != draft.spec.facing:
                changes["facing"] = heading
            spec = msgspec.structs.replace(draft.spec, **changes) if changes else draft.spec
            origin = self._frame(draft.parent) if draft.parent else SPACE
            nodes.append(Node(draft.id, draft.type, spec, tuple(origin), draft.source))  # type: ignore[arg-type]
        return nodes

    def frames(self) -> dict[str, Frame]:
        """Where every node and every instance of a prefab lies in the space, by id; broken ones are left out."""
        return {id_: self._frame(draft) for id_, draft in self.known.items() if draft.spec or draft.children}

    def check_halves(self, drafts: list[Draft], *, inside: bool) -> None:
        """Note, of nodes with another mistake, places and sizes that are wrong whatever that mistake hides."""
        for half in filter(None, map(half_of, drafts)):
            self._check(half.placed)
            at, wall = half.placed.at, half.placed.wall
            if self.size is None:
                continue
            if half.centred and wall is not None:
                at = wall_length(self.size, wall) / 2
            if half.hole is not None:
                check_openings([replace(half.hole, at=at, wall=wall)], self.size, self.findings)
            if inside:
                thing = replace(half.thing, at=at, wall=wall)
                check_inside([thing], {thing.id: self._frame(thing)}, self.size, self.findings)

    def _check(self, draft: Draft) -> None:
        """Note a place that makes no sense, and mend it, so that what follows can go on."""
        place = draft.fields.place("at")
        if draft.wall is not None:
            if self.size is None:
                if not self._shell_is_wrong:
                    self.findings.add(
                        draft.fields.place("wall"),
                        bilingual(
                            f"{draft.type} hangs on a wall, but the space has no shell.",
                            f"{draft.type} est fixé à un mur, mais l'espace n'a pas d'enveloppe (shell).",
                        ),
                        code="no-wall",
                        hint=bilingual(
                            "Give 'shell', or place it with 'at' and 'facing'.",
                            "Donnez « shell », ou placez-le avec « at » et « facing ».",
                        ),
                    )
                draft.wall, draft.at = None, None
                return
            if isinstance(draft.at, tuple):
                self.findings.add(
                    place,
                    bilingual(
                        f"{draft.type}.at must be one number on a wall, got {len(draft.at)}.",
                        f"{draft.type}.at doit être un seul nombre sur un mur, et non {len(draft.at)}.",
                    ),
                    code="wrong-type",
                    hint=bilingual(
                        "It runs from the wall's west or south end to the middle of the thing.",
                        "Il va du bout ouest ou sud du mur au milieu de la chose.",
                    ),
                )
                draft.at = None
            if draft.facing is not None:
                self.findings.add(
                    draft.fields.place("facing"),
                    bilingual(
                        f"{draft.type} hangs on a wall and cannot have 'facing'.",
                        f"{draft.type} est fixé à un mur et ne peut pas avoir « facing ».",
                    ),
                    code="invalid",
                    hint=bilingual("It looks into the room.", "Il regarde vers la salle."),
                )
            length = wall_length(self.size, draft.wall)
            if draft.at is not None and not 0 <= draft.at <= length:
                most, got = figure(length, "m"), figure(draft.at)
                self.findings.add(
                    place,
                    bilingual(
                        f"{draft.type}.at must be within the {draft.wall} wall, 0 to {most.en}, got {got.en}.",
                        f"{draft.type}.at doit rester dans le mur « {draft.wall} », de 0 à {most.fr}, et non {got.fr}.",
                    ),
                    code="out-of-range",
                )
        elif isinstance(draft.spec, Opening):
            self.findings.add(
                draft.source,
                needs_field(draft.type, "wall"),
                code="missing-field",
                hint=bilingual("One of north, east, south, west.", "C'est north, east, south ou west."),
            )
        elif isinstance(draft.at, (int, float)):
            self.findings.add(
                place,
                bilingual(
                    f"{draft.type}.at must be a point [x, y], got one number.",
                    f"{draft.type}.at doit être un point [x, y], et non un seul nombre.",
                ),
                code="wrong-type",
                hint=bilingual(
                    "One number is for what hangs on a 'wall'.", "Un seul nombre est pour ce qui tient à un « wall »."
                ),
            )
            draft.at = None

    def _frame(self, draft: Draft) -> Frame:
        """The frame of a node or of a prefab's instance, in the space."""
        if (known := self._frames.get(id(draft))) is not None:
            return known
        if draft.wall is not None and self.size is not None:
            along = draft.at if isinstance(draft.at, (int, float)) else wall_length(self.size, draft.wall) / 2
            frame = wall_frame(self.size, draft.wall, along)
        else:
            outer = self._frame(draft.parent) if draft.parent else SPACE
            frame = outer.inner(_point(draft), self._heading(draft) or 0.0)
        self._frames[id(draft)] = frame
        return frame

    def _heading(self, draft: Draft) -> float | None:
        """Where it looks, in the frame of its parent; None where nothing is said."""
        if not isinstance(draft.facing, str):
            return draft.facing
        if draft.facing in COMPASS:
            return COMPASS[draft.facing]
        wanted = scoped(draft.facing, draft, self.known)
        if wanted is None and is_excused(draft.facing, self.known):
            return None
        if wanted is None:
            self.findings.add(
                draft.fields.place("facing"),
                bilingual(
                    f"{draft.type}.facing cannot be '{draft.facing}': no compass word, and no node of this space.",
                    f"{draft.type}.facing ne peut pas être « {draft.facing} » : ce n'est ni un point cardinal, "
                    "ni un nœud de cet espace.",
                ),
                code="unknown-node",
                hint=did_you_mean(draft.facing, (*COMPASS, *self.known)),
            )
            draft.facing = None
            return None
        if id(draft) in self._facing or wanted == draft.id:
            self.findings.add(
                draft.fields.place("facing"),
                bilingual(
                    f"{draft.type} faces '{draft.facing}', whose place depends on where this looks.",
                    f"{draft.type} regarde vers « {draft.facing} », dont la place dépend de là où ceci regarde.",
                ),
                code="endless-facing",
            )
            return None
        self._facing.add(id(draft))
        outer = self._frame(draft.parent) if draft.parent else SPACE
        here, there = outer.point(_point(draft)), self._position(self.known[wanted])
        self._facing.discard(id(draft))
        return (heading_towards(here, there) - outer.heading) % 360.0

    def _position(self, draft: Draft) -> tuple[float, float, float]:
        if draft.wall is not None:
            return self._frame(draft)[:3]
        outer = self._frame(draft.parent) if draft.parent else SPACE
        return outer.point(_point(draft))


def _point(draft: Draft) -> tuple[float, float, float]:
    if not isinstance(draft.at, tuple):
        return (0.0, 0.0, 0.0)
    return (draft.at[0], draft.at[1], draft.at[2] if len(draft.at) > 2 else 0.0)


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
