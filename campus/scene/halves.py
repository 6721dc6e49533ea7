"""What can be said of the place and size of a node with another mistake: only what that one cannot have caused."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from campus.components import Component, Opening, component_named, component_types
from campus.scene.convert import sound_of
from campus.scene.drafts import BROKEN, Draft, plain_text

_MEASURES = frozenset(("size", "length", "width", "depth", "radius"))
"""What an outline is made of. A radius is: a row of seats is bent by it, though it is no size that a room must hold."""
_OF_THE_HOLE = frozenset(("at", "wall", "size", "springing"))


@dataclass(frozen=True, eq=False)
class Half:
    """A broken node without its mistakes.

    Attributes:
        placed: of which the place can be checked.
        hole: the same as an opening whose hole can be checked; None where it cannot.
        thing: the same as a thing whose size can be checked, if that is sound.
        centred: whether nothing was said of its place, so that it hangs in the middle of its wall.
    """

    placed: Draft
    hole: Draft | None
    thing: Draft
    centred: bool


def half_of(draft: Draft) -> Half | None:
    """What is sound of a node that stands for a broken one; None where nothing can be checked."""
    type_ = plain_text(draft.fields.get("type"))
    if draft.type != BROKEN or type_ not in component_types() or "repeat" in draft.fields.entries:
        return None
    class_ = component_named(type_)
    sound = sound_of(draft.fields, class_, ("type", "repeat"))
    spec = sound.struct
    if not isinstance(spec, Component) or "wall" in sound.wrong:
        return None
    opening = isinstance(spec, Opening)
    if sound.unknown and spec.wall is None and (opening or isinstance(spec.at, (int, float))):
        return None  # the unknown field may mean the wall
    placed = replace(draft, type=type_, at=spec.at, facing=spec.facing, wall=spec.wall, spec=spec, children=[])
    hole = None
    if opening and not sound.wrong & _OF_THE_HOLE and ("size" in sound.given or not sound.unknown):
        high = "sill" in sound.wrong or (sound.unknown and "sill" not in sound.given)
        certain = {"sill": 0.0} if high else {}  # it may begin higher than it seems, not lower
        hole = replace(placed, spec=_changed(spec, certain))
    measured = not sound.wrong & _MEASURES and bool(sound.given & _MEASURES or not sound.unknown)
    thing = placed if measured or opening else replace(placed, spec=Component())
    return Half(
        placed, hole if hole is None or hole.spec is not None else None, thing, "at" not in draft.fields.entries
    )


def _changed(spec: Component, changes: dict[str, Any]) -> Component | None:
    try:
        return msgspec.structs.replace(spec, **changes) if changes else spec
    except ValueError:
        return None
