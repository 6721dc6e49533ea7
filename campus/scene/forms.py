"""The fields of the files that a designer writes, apart from those of components: bounds and choices in the types."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from campus.components._base import Facing, Wall
from campus.ids import NodeId, SpaceId
from campus.quantities import Count, Degrees, Length, Metres, Point, Point2
from campus.scene.model import Partner, Placement, Planned, Sun
from campus.text import Text

Colour = Annotated[str, Meta(pattern=r"^#[0-9A-Fa-f]{6}$")]
Schema = Literal[1]
Grid = Annotated[tuple[Count, ...], Meta(min_length=2, max_length=2)]
"""East and north. Not `tuple[Count, Count]`: a bounded number beside that in a union crashes msgspec 0.22 while Python
collects garbage."""


class SceneForm(msgspec.Struct, frozen=True, kw_only=True):
    """The simple fields of a space's file; `shell`, `light`, `nodes` and `on` are read by their own modules."""

    schema: Schema
    space: SpaceId
    title: Text
    accent: Colour | None = None
    sound: dict[str, str] = {}


class CampusForm(msgspec.Struct, frozen=True, kw_only=True):
    """`scenes/campus.yaml`."""

    schema: Schema
    title: Text
    entry: SpaceId
    spaces: tuple[Placement, ...]
    planned: tuple[Planned, ...] = ()
    sun: Sun = Sun()
    partners: tuple[Partner, ...] = ()


class Arc(msgspec.Struct, frozen=True, kw_only=True):
    """Places on a circle, from one heading to another as seen from its centre.

    Attributes:
        centre: metres.
        radius: metres.
        start, end: headings of the first and the last, degrees counter-clockwise from north.
        facing: `in` looks to the centre, `out` away from it, `same` as the node's own `facing` says.
    """

    centre: Point2
    radius: Length
    start: Degrees
    end: Degrees
    facing: Literal["in", "out", "same"] = "in"


class Repeat(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """The same thing many times: along a line, in a grid (x fastest) or on an arc; numbered from 1."""

    count: Count | Grid
    step: Metres | Point | None = None
    from_: Metres | Point | None = None
    arc: Arc | None = None

    def times(self) -> int:
        """How many copies there are."""
        return self.count[0] * self.count[1] if isinstance(self.count, tuple) else self.count


class PrefabUse(msgspec.Struct, frozen=True, kw_only=True):
    """A node of `type: prefab`; its `with`, `override` and `repeat` are read as they are."""

    use: str
    id: NodeId | None = None
    name: Text | None = None
    at: Point | Metres | None = None
    facing: Facing | None = None
    wall: Wall | None = None
    group: NodeId | None = None


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """One parameter of a prefab; without a default it must be given."""

    type: Literal["text", "number", "integer", "truth", "length", "material", "text-both"]
    default: Any = msgspec.UNSET
    title: Text | None = None


class PrefabForm(msgspec.Struct, frozen=True, kw_only=True):
    """The simple fields of `scenes/prefabs/NAME.yaml`; its `parameters` and `nodes` are read by `prefabs`."""

    prefab: SpaceId
    schema: Schema = 1
    title: Text | None = None
