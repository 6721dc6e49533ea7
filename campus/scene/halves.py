"""What can be said of the place and size of a node with another mistake: only what that one cannot have caused."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from campus.components import Component, Opening, component_named, component_types
from campus.errors import Impossible
from campus.scene.convert import sound_of
from campus.scene.drafts import BROKEN, Draft, plain_text
from campus.scene.forms import PrefabUse, Repeat
from campus.scene.model import Source
from campus.scene.repeats import places_of
from campus.scene.values import Fields, Scalar, Value

_MEASURES = frozenset(("size", "length", "width", "depth", "radius"))
"""What an outline is made of. A radius is: a row of seats is bent by it, though it is no size that a room must hold."""
_MOST_COPIES = 1_000
"""Of a broken node's copies, of which the places are looked at."""
_OF_THE_HOLE = frozenset(("at", "wall", "size", "springing"))


@dataclass(frozen=True, eq=False)
class Half:
    """A broken node without its mistakes.

    Attributes:
        placed: of which the place can be checked.
        hole: the same as an opening whose hole can be checked; None where it cannot.
        thing: the same as a thing whose size can be checked, if that is sound.
        centred: whether nothing was said of its place, so that it hangs in the middle of its wall.
        copies: of `thing`, where `repeat` puts them for certain.
    """

    placed: Draft
    hole: Draft | None
    thing: Draft
    centred: bool
    copies: tuple[Draft, ...] = ()


def half_of(draft: Draft) -> Half | None:
    """What is sound of a node that stands for a broken one; None where nothing can be checked."""
    type_ = plain_text(draft.fields.get("type"))
    if draft.type != BROKEN:
        return None
    if type_ == "prefab":
        return _half_instance(draft)
    if type_ not in component_types():
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
    places: list[Any] = [spec.at]
    if "repeat" in draft.fields.entries and "repeat" not in class_.__struct_fields__:
        # What is written as `at` is where the first copy stands, unless they stand on an arc.
        places = _copies(draft.fields.get("repeat"), placed)
        placed = replace(placed, at=places[0] if places else None)
    hole = None
    if opening and not sound.wrong & _OF_THE_HOLE and ("size" in sound.given or not sound.unknown):
        high = "sill" in sound.wrong or (sound.unknown and "sill" not in sound.given)
        certain = {"sill": 0.0} if high else {}  # it may begin higher than it seems, not lower
        hole = replace(placed, spec=_changed(spec, certain))
    measured = not sound.wrong & _MEASURES and bool(sound.given & _MEASURES or not sound.unknown)
    thing = placed if measured or opening else replace(placed, spec=Component())
    copies = [replace(thing, id=f"{thing.id}-{number}", at=at) for number, at in enumerate(places[1:], 2)]
    centred = "at" not in draft.fields.entries and "repeat" not in draft.fields.entries
    return Half(placed, hole if hole is None or hole.spec is not None else None, thing, centred, tuple(copies))


def _half_instance(draft: Draft) -> Half | None:
    """Of an instance of a prefab: where it stands, and whom it faces."""
    fields = Fields({**draft.fields.entries, "use": _SOME_USE}, draft.fields.source)  # whatever it is an instance of
    sound = sound_of(fields, PrefabUse, ("type", "repeat", "with", "override"))
    use = sound.struct
    if not isinstance(use, PrefabUse) or "wall" in sound.wrong:
        return None
    if use.wall is None and sound.unknown and isinstance(use.at, (int, float)):
        return None  # the unknown field may mean the wall
    at = None if "repeat" in draft.fields.entries else use.at
    placed = replace(draft, type="prefab", at=at, facing=use.facing, wall=use.wall, spec=Component(), children=[])
    return Half(placed, None, placed, False)


_NOWHERE = Source("", 1, 1)
_SOME_USE = (Scalar("use", True, _NOWHERE), Scalar("some", True, _NOWHERE))


def _copies(written: Value | None, draft: Draft) -> list[Any]:
    """Where the copies stand for certain, the first at first; none where nobody can say."""
    if not isinstance(written, Fields):
        return []  # it may mean an arc
    sound = sound_of(written, Repeat)
    if "arc" in written.entries or sound.unknown or "arc" in sound.wrong:
        return []
    repeat = sound.struct
    if not isinstance(repeat, Repeat) or sound.wrong or repeat.step is None or (repeat.from_ and draft.at is not None):
        return [draft.at] if "from" not in written.entries else []
    if repeat.times() > _MOST_COPIES:
        return [draft.at]
    with suppress(Impossible):
        return [at for at, _ in places_of(repeat, draft.wall, draft.at, draft.facing)]
    return [draft.at]


def _changed(spec: Component, changes: dict[str, Any]) -> Component | None:
    try:
        return msgspec.structs.replace(spec, **changes) if changes else spec
    except ValueError:
        return None
