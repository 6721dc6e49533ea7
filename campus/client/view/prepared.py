"""What drawing a space needs and no graphics card has to do with: its light, and what is seen out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from campus.bake.model import Baked
from campus.client.view.backdrop import Backdrop, anterooms, backdrops
from campus.client.view.beyond import Neighbour
from campus.client.view.dimming import Lit, lit_states
from campus.client.view.light import LightField, light_field
from campus.client.view.lightmapped import Lightmap, lightmap, lit_by, probes
from campus.client.view.sunlight import towards_sun
from campus.mesh import Mesh
from campus.space.model import Space


@dataclass(frozen=True, eq=False)
class Prepared:
    """What drawing a space needs and no graphics card has to do with: may be made on another thread."""

    space: Space
    light: LightField
    towards_sun: tuple[float, float, float]
    outside: list[Backdrop]
    anterooms: Mesh
    lightmap: Lightmap | None = None

    def states(self) -> Mapping[str, Lit]:
        """The space under each of its light states; takes a second for an amphitheatre, so not in the frame."""
        if self.lightmap is not None:
            return lit_by(self.space, self.lightmap.baked)
        return lit_states(self.space, self.towards_sun)


def prepare(space: Space, beyond: Sequence[Neighbour] = (), baked: Baked | None = None) -> Prepared:
    """The light of a space, ready to be uploaded; about a second of numpy for a hall, on any thread.

    Args:
        space: as compiled.
        beyond: the spaces that are seen from it, as `neighbours` gives them.
        baked: its light, where that was worked out beforehand; an estimate is made otherwise.
    """
    towards = towards_sun(space.sun, space.north)
    outside, doors = backdrops(space, beyond), anterooms(space, beyond)
    if baked is None:
        return Prepared(space, light_field(space, towards), towards, outside, doors)
    states = lit_by(space, baked)
    first = next(iter(states.values())).field if states else probes(baked)
    return Prepared(space, first, towards, outside, doors, lightmap(space.mesh, baked))
