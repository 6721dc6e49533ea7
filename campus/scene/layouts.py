"""`layouts:` of a space: the same furniture, placed differently. Owns where each layout puts what; moves nothing.

`layouts: {islands: [], circle: [{move: chair, repeat: {count: 16, arc: …}}]}`: the first is how the space opens; what
a layout does not move stays where `nodes` has it. One that people would not know by its name has a title as well:
`fishbowl: {title: {fr: Bocal, en: Fishbowl}, moves: […]}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

import msgspec

from campus.components._base import COMPASS, Facing
from campus.ids import did_you_mean
from campus.quantities import Point
from campus.scene.convert import WRONG, to_struct, to_type
from campus.scene.expand import Draft, is_excused
from campus.scene.findings import Findings
from campus.scene.forms import LayoutName, Repeat
from campus.scene.frames import Frame, heading_towards
from campus.scene.model import Place
from campus.scene.repeats import places_of
from campus.scene.values import Fields, Items, Scalar, Value
from campus.text import Text


class TitledLayout(msgspec.Struct, frozen=True, kw_only=True):
    """A layout with the words that people read where they choose it; its `moves` are read as a layout's list.

    Attributes:
        title: what people call it.
    """

    title: Text


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a layout; its `repeat` is read as that of a node.

    Attributes:
        move: a node, an instance of a prefab with all that is in it, a group, what a `repeat` numbered (`chair` means
            chair-1, chair-2, …), or a pattern with `*`.
        at: where it goes, metres.
        facing: where it then looks; as before where nothing is said.
    """

    move: str
    at: Point | None = None
    facing: Facing | None = None


class Layouts:
    """Reads the layouts of one space.

    Args:
        drafts: its nodes as written, instances of prefabs among them, named.
        frames: where each of them lies, by full id.
        findings: takes every mistake.

    Attributes:
        titles: what people call the layouts that were read, where the designer says so.
    """

    def __init__(self, drafts: Iterable[Draft], frames: Mapping[str, Frame], findings: Findings) -> None:
        self.findings = findings
        self.frames = frames
        self.known: dict[str, Draft] = {}
        self.groups: dict[str, list[str]] = {}
        self.titles: dict[str, Text] = {}
        self._know(drafts)

    def read(self, value: Value | None) -> dict[str, Mapping[str, Place]]:
        """For each layout, in order, where it puts the components that it moves: full id -> place in the space."""
        if value is None:
            return {}
        if not isinstance(value, Fields):
            self.findings.add(value.source, "layouts must be a mapping {name: [{move: …}]}.", code="wrong-type")
            return {}
        layouts: dict[str, Mapping[str, Place]] = {}
        for name, (written, moves) in value.entries.items():
            key = Scalar(name, True, written.source)
            if to_type(key, LayoutName, "the name of a layout", self.findings) is WRONG:
                continue
            if isinstance(moves, Fields) and "moves" in moves.entries:
                titled = to_struct(moves, TitledLayout, f"layouts.{name}", self.findings, also=("moves",))
                if titled is not None:
                    self.titles[name] = titled.title
                moves = moves.entries["moves"][1]
            if isinstance(moves, Items):
                layouts[name] = self._layout(moves, f"layouts.{name}")
            else:
                self.findings.add(
                    moves.source, f"layouts.{name} must be a list of moves [{{move: …}}].", code="wrong-type"
                )
        return layouts

    def _know(self, drafts: Iterable[Draft]) -> None:
        for draft in drafts:
            self.known[draft.id] = draft
            if draft.group:
                self.groups.setdefault(draft.group, []).append(draft.id)
            self._know(draft.children)

    def _layout(self, moves: Items, where: str) -> dict[str, Place]:
        places: dict[str, Place] = {}
        for item in moves.items:
            if not isinstance(item, Fields):
                self.findings.add(
                    item.source, f"each of {where} must be a mapping {{move: …, at: …}}.", code="wrong-type"
                )
                continue
            for id_, place in self._moved(item, where):
                if id_ in places:
                    self.findings.add(
                        item.place("move"), f"{where} moves '{id_}' twice.", code="duplicate-id", hint="Keep one."
                    )
                places[id_] = place
        return places

    def _moved(self, item: Fields, where: str) -> list[tuple[str, Place]]:
        """Where one line puts the components that it names."""
        move = to_struct(item.without("repeat"), Move, where, self.findings, also=("repeat",))
        written = item.get("repeat")
        repeat = to_struct(written, Repeat, f"{where}.repeat", self.findings) if isinstance(written, Fields) else None
        if written is not None and not isinstance(written, Fields):
            self.findings.add(
                written.source, f"{where}.repeat must be a mapping {{count: …, step: …}}.", code="wrong-type"
            )
        if move is None or (written is not None and repeat is None):
            return []
        members = self._named(move.move)
        if not members:
            if not is_excused(move.move, self.known):
                self.findings.add(
                    item.place("move"),
                    f"{where} moves '{move.move}', which is no node of this space.",
                    code="unknown-node",
                    hint=did_you_mean(move.move, {*self.known, *self.groups, *_stems(self.known)}),
                )
            return []
        places = self._places(item, move, repeat, len(members), where)
        moved = []
        for member, place in zip(members, places, strict=False):
            moved += self._carried(member, place, item, where)
        return moved

    def _named(self, name: str) -> list[str]:
        """The ids that a name means, in the file's order."""
        if name in self.groups:
            return self.groups[name]
        if name in self.known:
            return [name]
        if "*" in name:
            return [id_ for id_ in self.known if fnmatchcase(id_, name)]
        numbered: list[str] = []
        while f"{name}-{len(numbered) + 1}" in self.known:
            numbered.append(f"{name}-{len(numbered) + 1}")
        return numbered

    def _places(
        self, item: Fields, move: Move, repeat: Repeat | None, count: int, where: str
    ) -> list[tuple[tuple[float, ...], Facing | None]]:
        if repeat is None:
            if count > 1:
                self.findings.add(
                    item.place("move"),
                    f"{where} puts {count} things ('{move.move}') in one place.",
                    code="invalid",
                    hint="Say with 'repeat' where each goes.",
                )
                return []
            if move.at is None:
                self.findings.add(item.source, f"{where} needs a field 'at' or 'repeat'.", code="missing-field")
                return []
            return [(move.at, move.facing)]
        if (repeat.arc is None) == (repeat.step is None):
            self.findings.add(
                item.place("repeat"), f"{where}.repeat needs either 'step' or 'arc'.", code="missing-field"
            )
            return []
        if repeat.times() != count:
            self.findings.add(
                item.place("repeat"),
                f"{where} has {repeat.times()} places for {count} things ('{move.move}').",
                code="invalid",
                hint=f"Let 'count' come to {count}.",
            )
            return []
        try:
            places = places_of(repeat, None, move.at, move.facing)
        except ValueError as error:
            self.findings.add(item.place("repeat"), f"{where}.repeat: {error}.", code="invalid")
            return []
        return [(at, facing) for at, facing in places if isinstance(at, tuple)]

    def _carried(
        self, member: str, place: tuple[tuple[float, ...], Facing | None], item: Fields, where: str
    ) -> list[tuple[str, Place]]:
        """A member at its new place, with everything that is part of it."""
        draft = self.known[member]
        before = self.frames.get(member)
        if draft.wall is not None:
            self.findings.add(
                item.place("move"),
                f"{where} moves '{member}', which hangs on a wall.",
                code="invalid",
                hint="Only what stands free can be moved.",
            )
            return []
        if before is None:
            return []  # broken, and told
        at, facing = place
        spot = (at[0], at[1], at[2] if len(at) > 2 else before.z)
        heading = self._heading(facing, spot, before.heading, item, where)
        after = Frame(*spot, heading)
        if not draft.children:
            return [(member, (*after,))]
        carried: list[tuple[str, Place]] = []
        for leaf in _leaves(draft):
            if (frame := self.frames.get(leaf.id)) is not None:
                carried.append((leaf.id, (*_carry(frame, before, after),)))
        return carried

    def _heading(
        self, facing: Facing | None, spot: tuple[float, float, float], before: float, item: Fields, where: str
    ) -> float:
        if facing is None:
            return before
        if not isinstance(facing, str):
            return facing % 360.0
        if facing in COMPASS:
            return COMPASS[facing]
        if facing in self.frames:
            return heading_towards(spot, self.frames[facing][:3])
        if not is_excused(facing, self.known):
            self.findings.add(
                item.place("facing"),
                f"{where}.facing cannot be '{facing}': no compass word, and no node of this space.",
                code="unknown-node",
                hint=did_you_mean(facing, (*COMPASS, *self.known)),
            )
        return before


def _leaves(draft: Draft) -> list[Draft]:
    return [leaf for child in draft.children for leaf in (_leaves(child) if child.children else [child])]


def _stems(names: Iterable[str]) -> set[str]:
    """What a `repeat` numbered, by the name before the number."""
    return {stem for name in names for stem, dash, number in [name.rpartition("-")] if dash and number.isdigit()}


def _carry(frame: Frame, before: Frame, after: Frame) -> Frame:
    """A frame that stood in `before`, as it stands once that lies at `after`."""
    back = Frame(0.0, 0.0, 0.0, -before.heading)
    local = back.point((frame.x - before.x, frame.y - before.y, frame.z - before.z))
    return after.inner(local, frame.heading - before.heading)
