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
from campus.errors import why_not
from campus.ids import did_you_mean
from campus.quantities import Point
from campus.scene.convert import to_struct, to_type
from campus.scene.drafts import Draft, is_excused
from campus.scene.findings import Findings
from campus.scene.forms import LayoutName, Repeat
from campus.scene.frames import Frame, heading_towards
from campus.scene.model import Place
from campus.scene.repeats import places_of
from campus.scene.scalars import WRONG
from campus.scene.values import Fields, Items, Scalar, Value
from campus.scene.wording import must_be_mapping, step_or_arc
from campus.text import Text, bilingual

_NAME = Text(fr="le nom d’une disposition", en="the name of a layout")


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
            self.findings.add(value.source, must_be_mapping("layouts", "{name: [{move: …}]}"), code="wrong-type")
            return {}
        layouts: dict[str, Mapping[str, Place]] = {}
        for name, (written, moves) in value.entries.items():
            key = Scalar(name, True, written.source)
            if to_type(key, LayoutName, _NAME, self.findings) is WRONG:
                continue
            if isinstance(moves, Fields) and "moves" in moves.entries:
                titled = to_struct(moves, TitledLayout, f"layouts.{name}", self.findings, also=("moves",))
                if titled is not None:
                    self.titles[name] = titled.title
                moves = moves.entries["moves"][1]
            if isinstance(moves, Items):
                layouts[name] = self._layout(moves, f"layouts.{name}")
            else:
                message = bilingual(
                    f"layouts.{name} must be a list of moves [{{move: …}}].",
                    f"layouts.{name} doit être une liste de déplacements [{{move: …}}].",
                )
                self.findings.add(moves.source, message, code="wrong-type")
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
                each = Text(fr=f"chaque élément de {where}", en=f"each of {where}")
                self.findings.add(item.source, must_be_mapping(each, "{move: …, at: …}"), code="wrong-type")
                continue
            for id_, place in self._moved(item, where):
                if id_ in places:
                    self.findings.add(
                        item.place("move"),
                        bilingual(f"{where} moves '{id_}' twice.", f"{where} déplace « {id_} » deux fois."),
                        code="duplicate-id",
                        hint=bilingual("Keep one.", "Gardez-en un."),
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
                written.source, must_be_mapping(f"{where}.repeat", "{count: …, step: …}"), code="wrong-type"
            )
        if move is None or (written is not None and repeat is None):
            return []
        members = self._named(move.move)
        if not members:
            if not is_excused(move.move, self.known):
                self.findings.add(
                    item.place("move"),
                    bilingual(
                        f"{where} moves '{move.move}', which is no node of this space.",
                        f"{where} déplace « {move.move} », qui n'est pas un nœud de cet espace.",
                    ),
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
                    bilingual(
                        f"{where} puts {count} things ('{move.move}') in one place.",
                        f"{where} met {count} choses (« {move.move} ») au même endroit.",
                    ),
                    code="invalid",
                    hint=bilingual("Say with 'repeat' where each goes.", "Dites avec « repeat » où va chacune."),
                )
                return []
            if move.at is None:
                message = bilingual(
                    f"{where} needs a field 'at' or 'repeat'.", f"{where} demande un champ « at » ou « repeat »."
                )
                self.findings.add(item.source, message, code="missing-field")
                return []
            return [(move.at, move.facing)]
        if (repeat.arc is None) == (repeat.step is None):
            self.findings.add(item.place("repeat"), step_or_arc(f"{where}.repeat"), code="missing-field")
            return []
        if repeat.times() != count:
            self.findings.add(
                item.place("repeat"),
                bilingual(
                    f"{where} has {repeat.times()} places for {count} things ('{move.move}').",
                    f"{where} a {repeat.times()} emplacements pour {count} choses (« {move.move} »).",
                ),
                code="invalid",
                hint=bilingual(f"Let 'count' come to {count}.", f"Que « count » fasse {count}."),
            )
            return []
        try:
            places = places_of(repeat, None, move.at, move.facing)
        except ValueError as error:
            why = why_not(error)
            message = bilingual(f"{where}.repeat: {why.en}.", f"{where}.repeat : {why.fr}.")
            self.findings.add(item.place("repeat"), message, code="invalid")
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
                bilingual(
                    f"{where} moves '{member}', which hangs on a wall.",
                    f"{where} déplace « {member} », qui tient à un mur.",
                ),
                code="invalid",
                hint=bilingual("Only what stands free can be moved.", "Seul ce qui est libre peut être déplacé."),
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
        for leaf in draft.leaves():
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
                bilingual(
                    f"{where}.facing cannot be '{facing}': no compass word, and no node of this space.",
                    f"{where}.facing ne peut pas être « {facing} » : ce n'est ni un point cardinal, "
                    "ni un nœud de cet espace.",
                ),
                code="unknown-node",
                hint=did_you_mean(facing, (*COMPASS, *self.known)),
            )
        return before


def _stems(names: Iterable[str]) -> set[str]:
    """What a `repeat` numbered, by the name before the number."""
    return {stem for name in names for stem, dash, number in [name.rpartition("-")] if dash and number.isdigit()}


def _carry(frame: Frame, before: Frame, after: Frame) -> Frame:
    """A frame that stood in `before`, as it stands once that lies at `after`."""
    back = Frame(0.0, 0.0, 0.0, -before.heading)
    local = back.point((frame.x - before.x, frame.y - before.y, frame.z - before.z))
    return after.inner(local, frame.heading - before.heading)
