"""The shapes of one node in its own frame, and the key by which equal ones are known again.

Making shapes is nearly all of the work of compiling a space, and depends on nothing but the node's own fields.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import msgspec

from campus.components import Component, Instances, Opening, Part
from campus.components._base import Wall
from campus.components.prop import DRAWN, Prop
from campus.components.skylight import Skylight
from campus.mesh import EMPTY, Mesh, along_grain, merge
from campus.scene.model import Material

Openings = dict[Wall, list[tuple[float, Opening]]]
"""The openings of each wall, with the place of their centre along it."""
Skylights = list[tuple[tuple[float, float, float], Skylight]]
"""The holes of the ceiling, each with its middle on the floor plan and its heading."""
MOST_REMEMBERED = 2_000
"""So many shapes stay in memory for the next space that wants equal ones: the shipped campus has a few hundred."""

JOINERY = frozenset(("grain", "figure"))
"""The patterns of wood that runs along each piece. Those of floors and slats know themselves which way they lie."""


@dataclass(frozen=True, eq=False)
class Shapes:
    """What stands still, what moves and what repeats of one node, in its own frame (a shell's is the space's)."""

    mesh: Mesh = EMPTY
    parts: Mapping[str, Part] = field(default_factory=dict)
    instances: tuple[Instances, ...] = ()


def wooden(materials: Iterable[Material]) -> tuple[str, ...]:
    """The ids of those that joinery is made of, in order."""
    return tuple(sorted(one.material for one in materials if one.pattern in JOINERY))


def shapes_of(
    spec: Component,
    thickness: float,
    openings: Openings | None = None,
    skylights: Skylights | None = None,
    wood: Sequence[str] = (),
) -> Shapes:
    """Make the shapes of a node.

    Args:
        spec: the node's component.
        thickness: of the shell's walls, for what fills a hole in them, metres.
        openings: for a shell: the holes in its walls.
        skylights: for a shell: the holes in its ceiling.
        wood: the materials whose grain runs along each piece, and along a door's leaf as a whole; models that come as
            files keep theirs.

    Raises:
        ValueError: when the numbers make the shape impossible.
    """
    made = _made(spec, thickness, openings, skylights)
    if not wood or (isinstance(spec, Prop) and spec.model not in DRAWN):
        return made
    return Shapes(
        along_grain(made.mesh, wood),
        {name: replace(part, mesh=along_grain(part.mesh, wood, as_one=True)) for name, part in made.parts.items()},
        tuple(replace(one, mesh=along_grain(one.mesh, wood)) for one in made.instances),
    )


def _made(spec: Component, thickness: float, openings: Openings | None, skylights: Skylights | None) -> Shapes:
    """The shapes of a node as its component makes them."""
    if openings is not None:
        shell: Any = spec  # a component with a method `shell`, as the loader made sure
        return Shapes(shell.shell(openings, skylights) if skylights else shell.shell(openings))
    mesh = spec.mesh()
    if isinstance(spec, Opening):
        mesh = merge(spec.fill(thickness), mesh)
    return Shapes(mesh, spec.parts(), spec.instances())


def key_of(
    type_: str,
    spec: Component,
    thickness: float,
    openings: Openings | None = None,
    skylights: Skylights | None = None,
    wood: Sequence[str] = (),
) -> str:
    """A word that is equal for nodes whose shapes are: everything of them but name and place."""
    parts: list[object] = [type_, _shaping(spec), ("wood", *wood)]
    if isinstance(spec, Opening):
        parts.append(thickness)
    for wall, holes in (openings or {}).items():
        parts += [(wall, along, type(hole).__name__, _shaping(hole)) for along, hole in holes]
    parts += [("ceiling", place, _shaping(hole)) for place, hole in skylights or ()]
    return hashlib.sha256(msgspec.msgpack.encode(parts)).hexdigest()


def remembered(key: str, make: Callable[[], Shapes]) -> Shapes:
    """The shapes of that key: as this process made them before, or by `make`.

    Raises:
        ValueError: as `shapes_of`; that is not remembered.
    """
    return _remembered(_Asked(key, make))


class _Asked:
    def __init__(self, key: str, make: Callable[[], Shapes]) -> None:
        self.key, self.make = key, make

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.key == other.key


@lru_cache(maxsize=MOST_REMEMBERED)
def _remembered(asked: _Asked) -> Shapes:
    return asked.make()


def _shaping(spec: Component) -> Component:
    return msgspec.structs.replace(spec, id=None, name=None, at=None, facing=None, group=None, state=None)
