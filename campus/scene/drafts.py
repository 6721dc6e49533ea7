"""Nodes on their way from what was written to what is built: drafts, and how they are called while they are.

Knows nothing of files, and nothing of what a component is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from campus.components import Component
from campus.components._base import Facing, Wall
from campus.quantities import Metres
from campus.scene.model import Source
from campus.scene.values import Fields, Scalar, Value

BROKEN = "broken"
"""The `type` of a draft that stands for a node with mistakes of its own."""


@dataclass(eq=False)
class Draft:
    """A node before its id is final.

    Attributes:
        type: of the component; `prefab` for an instance of one, whose nodes are `children`; or `BROKEN`.
        fields: as written, for the places of later mistakes.
        source: where the node begins.
        at: of this copy: one number on a wall, else a point; None where none was given.
        facing: of this copy.
        spec: the component; None for a prefab's instance and for a broken node.
        name: what its id begins with: given, or numbered by `repeat` and `group`; None until ids are given out.
        base: what an id is made of when none was given: `screen` of `screen-2`.
        group: that it belongs to.
        children: of a prefab's instance.
        parts: of a broken one's: what is wrong with them is told as well, but nobody can say where they lie.
        parent: the instance that it is part of.
        id: the full one, once ids are given out.
    """

    type: str
    fields: Fields
    source: Source
    at: Metres | tuple[float, ...] | None
    facing: Facing | None
    wall: Wall | None
    spec: Component | None
    name: str | None
    base: str
    group: str | None
    children: list[Draft] = field(default_factory=list)
    parts: list[Draft] = field(default_factory=list)
    parent: Draft | None = None
    id: str = ""

    def leaves(self) -> list[Draft]:
        """The single components that it comes down to: those of its parts, or itself."""
        return [leaf for child in self.children for leaf in child.leaves()] if self.children else [self]

    def outermost(self) -> Draft:
        """The instance of a prefab that it is part of, and that is part of none; or itself."""
        return self.parent.outermost() if self.parent else self

    def size(self) -> int:
        """How many single components it comes down to."""
        return sum(child.size() for child in self.children) or 1

    def copy(self) -> Draft:
        """Another one like it, with copies of its parts."""
        children, parts = [child.copy() for child in self.children], [part.copy() for part in self.parts]
        return replace(self, children=children, parts=parts)


def unfolded(drafts: list[Draft], parent: Draft | None = None) -> list[Draft]:
    """The components of the drafts, prefabs' instances unfolded, each with its full id and its parent."""
    found = []
    for draft in drafts:
        draft.parent = parent
        draft.id = f"{parent.id}.{draft.name}" if parent else draft.name or draft.base
        found += unfolded(draft.children, draft) if draft.type == "prefab" else [draft]
    return found


def parts_of(drafts: list[Draft]) -> list[Draft]:
    """The components of broken prefabs' instances among those drafts, each with its full id and its parent."""
    return [part for draft in drafts for each in (unfolded(draft.parts, draft),) for part in [*each, *parts_of(each)]]


def is_excused(name: str, known: Mapping[str, Draft]) -> bool:
    """Whether `name` may well mean a broken node, a copy of one, or a part of one: nothing can be said of it."""
    broken = [d for d in known.values() if d.type == BROKEN]
    stems = {stem for draft in broken for stem in (draft.id, draft.group or draft.id)}
    return any(name == id_ or name.startswith((f"{id_}.", f"{id_}-")) for id_ in stems)


def scoped(name: str, draft: Draft, known: Mapping[str, Any]) -> str | None:
    """The full id that `name` means inside `draft`: of the same prefab's instance, of an outer one, or of the space."""
    around = draft.parent
    while around is not None:
        if f"{around.id}.{name}" in known:
            return f"{around.id}.{name}"
        around = around.parent
    return name if name in known else None


def plain_text(value: Value | None) -> str:
    """The text of a scalar, or nothing."""
    return value.text if isinstance(value, Scalar) else ""
