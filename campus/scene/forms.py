"""The fields of the files that a designer writes, apart from those of components: bounds and choices in the types."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from campus.components._base import Facing, Wall
from campus.components.zone import Ambience
from campus.ids import ID_PATTERN, NodeId, SpaceId
from campus.quantities import Count, Degrees, Length, Metres, Point, Point2
from campus.scene.model import Partner, Placement, Planned, Sun
from campus.text import Text

Colour = Annotated[str, Meta(pattern=r"^#[0-9A-Fa-f]{6}$")]
Schema = Literal[1]
LayoutName = Annotated[str, Meta(pattern=ID_PATTERN, max_length=32)]
Grid = Annotated[tuple[Count, ...], Meta(min_length=2, max_length=2)]
"""East and north. Not `tuple[Count, Count]`: a bounded number beside that in a union crashes msgspec 0.22 while Python
collects garbage."""


class SoundForm(msgspec.Struct, frozen=True, kw_only=True):
    """`sound:` of a space.

    Attributes:
        ambience: its bed, a name of the sound library.
        reverb: how long sound should stay there, nobody in it, as in `0.9 s`; `campus check` proves it, to a fifth.
    """

    ambience: Ambience | None = None
    reverb: Annotated[str, Meta(pattern=r"^[0-9]+([.][0-9]+)?( ?s)?$")] | None = None

    def said(self) -> dict[str, str]:
        """What the designer wrote of it."""
        written = {"ambience": self.ambience, "reverb": self.reverb}
        return {key: value for key, value in written.items() if value is not None}


class SceneForm(msgspec.Struct, frozen=True, kw_only=True):
    """The simple fields of a space's file; its shell, light, nodes, layouts and rules are read by their own modules.

    Attributes:
        schema: version of the language; 1.
        space: its id, as its file is named.
        title: what people call it; doors that lead here say it.
        accent: the one colour of a partner’s space, `#RRGGBB`.
        sound: how the space sounds: `{ambience: quiet-room, reverb: 0.9 s}`.
    """

    schema: Schema
    space: SpaceId
    title: Text
    accent: Colour | None = None
    sound: SoundForm = SoundForm()


class CampusForm(msgspec.Struct, frozen=True, kw_only=True):
    """`scenes/campus.yaml`.

    Attributes:
        schema: version of the language; 1.
        title: what people call the campus.
        entry: the space that one comes into first.
        spaces: the spaces that are built, and where each lies on the plan.
        planned: spaces that doors may already name, and that are not built yet.
        sun: the one sun of the campus.
        partners: the institutions of the campus.
    """

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
    """The same thing many times: along a line, in a grid (x fastest) or on an arc; numbered from 1.

    Attributes:
        count: how many; of a grid how many east and how many north.
        step: from one to the next, metres: one number along x or a wall, or a point.
        from_: where the first one stands, metres; its own `at` says the same.
        arc: a circle to stand on, in place of `step`.
    """

    count: Count | Grid
    step: Metres | Point | None = None
    from_: Metres | Point | None = None
    arc: Arc | None = None

    def times(self) -> int:
        """How many copies there are."""
        return self.count[0] * self.count[1] if isinstance(self.count, tuple) else self.count


class PrefabUse(msgspec.Struct, frozen=True, kw_only=True):
    """A node of `type: prefab`; its `with`, `override` and `repeat` are read as they are.

    Attributes:
        use: the prefab, as its file in scenes/prefabs is named.
        id: how the rest of the campus names it; its parts are `id.part`.
        name: what a screen reader says of it.
        at: where its origin stands, metres: a point, or one number along a `wall`.
        facing: where its north looks: a compass word, degrees counter-clockwise from north, or the id of a node.
        wall: the wall of the shell that it hangs on.
        group: members of a group are numbered from 1: table-1, table-2.
    """

    use: str
    id: NodeId | None = None
    name: Text | None = None
    at: Point | Metres | None = None
    facing: Facing | None = None
    wall: Wall | None = None
    group: NodeId | None = None


class Parameter(msgspec.Struct, frozen=True, kw_only=True):
    """One parameter of a prefab; without a default it must be given.

    Attributes:
        type: what values it takes: `length` is metres, more than nothing; `text-both` is {fr, en}.
        default: its value where none is given; without one it must be given.
        title: what it is, for whoever uses the prefab.
    """

    type: Literal["text", "number", "integer", "truth", "length", "material", "text-both"]
    default: Any = msgspec.UNSET
    title: Text | None = None


class PrefabForm(msgspec.Struct, frozen=True, kw_only=True):
    """The simple fields of `scenes/prefabs/NAME.yaml`; its `parameters` and `nodes` are read by `prefabs`.

    Attributes:
        prefab: its name, as its file is named.
        schema: version of the language; 1.
        title: what people call it.
    """

    prefab: SpaceId
    schema: Schema = 1
    title: Text | None = None
