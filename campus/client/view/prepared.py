"""What drawing a space needs and no graphics card has to do with: its light, and what is seen out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from campus.bake.model import DAY, Baked
from campus.client.view.backdrop import Backdrop, anterooms, backdrops
from campus.client.view.beyond import Neighbour, is_roofed
from campus.client.view.coarse import LEAVES
from campus.client.view.contacts import along_feet, feet_of
from campus.client.view.dimming import Lit, lit_states
from campus.client.view.hour import PAINTED, HourLight, hour_light, turned
from campus.client.view.land_in_mirrors import Land, land_in_mirrors
from campus.client.view.light import LightField, light_field
from campus.client.view.lightmapped import Lightmap, lightmap, lit_by
from campus.client.view.panes import Pane, panes_of
from campus.client.view.sightlines import Wall, openings, over_walls, walls_of
from campus.client.view.sunlight import towards_sun
from campus.client.view.sunny_floor import SunnyFloor, sunny_floor
from campus.mesh import EMPTY, Mesh
from campus.sound.floor import stood_on
from campus.space.daytime import Daytime
from campus.space.model import Space


@dataclass(frozen=True, eq=False)
class Prepared:
    """What drawing a space needs and no graphics card has to do with: may be made on another thread.

    Attributes:
        light: of its first light state, at the hour.
        towards_sun: unit vector to what shines at the hour, in the space's frame.
        outside: land beyond its openings.
        anterooms: what an open door shows.
        hour: beside the painted one.
        beyond: the spaces that are seen from it; each is drawn once it is on the card itself (`View.see`).
        feet, along: where what stands on its floor darkens it, as `feet_of` and `along_feet` give it.
        sunny: where the sun falls on that, as baked.
        land: what its looking-glasses show through its windows.
    """

    space: Space
    light: LightField
    towards_sun: tuple[float, float, float]
    outside: list[Backdrop]
    anterooms: Mesh
    lightmap: Lightmap | None = None
    hour: HourLight = PAINTED
    beyond: tuple[Neighbour, ...] = ()
    panes: tuple[Pane, ...] = ()
    feet: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 4), np.float32))
    along: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 4, 5), np.float32))
    sunny: SunnyFloor | None = None
    land: Land | None = None

    def slim(self) -> Prepared:
        """The same for whom it is drawn already: no view can be built of it. All of it where nothing was baked."""
        if self.lightmap is None:
            return self
        return replace(self, space=self.left, outside=[], anterooms=EMPTY, lightmap=self.lightmap.slim(), land=None)

    @cached_property
    def left(self) -> Space:
        """The space without the shapes that nobody asks for who stands in it: of its mesh, what can be stepped on."""
        mesh, space = self.space.mesh, self.space
        known = space.materials
        leaves = [i for i, name in enumerate(mesh.materials) if name in known and known[name].pattern == LEAVES]
        floors = stood_on(mesh) & ~np.isin(mesh.material, leaves)
        bare = tuple(replace(copies, mesh=EMPTY) for copies in space.copies)
        moving = tuple(replace(one, part=replace(one.part, mesh=EMPTY)) for one in space.moving)
        return replace(space, mesh=mesh.only(floors), copies=bare, moving=moving, solids=space.solids[:0].copy())

    @cached_property
    def looked_out(self) -> tuple[Wall, ...]:
        """All openings of the space through which land is seen, wall by wall; none where nobody can say."""
        space, real = self.space, {neighbour.space for neighbour in self.beyond}
        doors = {portal.id for portal in space.portals.values() if portal.door}
        through = openings([view for view in space.views if not (view.node in doors and view.shows in real)])
        if through is None:
            return ()
        if not is_roofed(space):
            # Those beyond were told of most of it.
            known = next((one.through or () for one in self.beyond), ())
            through += over_walls(through, space.bounds, space.mesh.corners(), known)
        return walls_of(through)

    def states(self, moment: Daytime | None = None) -> Mapping[str, Lit]:
        """The space under each of its light states; takes a second for an amphitheatre, so not in the frame.

        A space without states has one, without a name.

        Args:
            moment: the hour; None is the painted one.
        """
        hour = hour_light(self.space.sun, moment)
        if self.lightmap is not None:
            return lit_by(self.space, self.lightmap.baked, hour)
        return lit_states(self.space, towards_sun(self.space.sun, self.space.north), hour)


def prepare(
    space: Space, beyond: Sequence[Neighbour] = (), baked: Baked | None = None, moment: Daytime | None = None
) -> Prepared:
    """The light of a space, ready to be uploaded; about a second of numpy for a hall, on any thread.

    Args:
        space: as compiled.
        beyond: the spaces that are seen from it, as `neighbours` gives them.
        baked: its light, where that was worked out beforehand; an estimate is made otherwise.
        moment: the hour; None is the one that the campus is painted at.
    """
    hour = hour_light(space.sun, moment)
    painted = towards_sun(space.sun, space.north)
    towards = towards_sun(turned(space.sun, hour.shining), space.north)
    outside, doors = backdrops(space, beyond), anterooms(space, beyond)
    panes = panes_of(space.mesh, space.materials)
    if baked is not None:
        light, lit = next(iter(lit_by(space, baked, hour).values())).field, lightmap(space.mesh, baked, space)
    elif hour.painted:
        light, lit = light_field(space, painted), None
    else:
        light, lit = next(iter(lit_states(space, painted, hour).values())).field, None
    known = space.materials
    # What no file describes is drawn loud, and solid.
    solid = np.array([name not in known or known[name].opacity >= 1 for name in space.mesh.materials], np.bool_)
    feet, along = feet_of(space.mesh), along_feet(space.mesh, solid)
    sunny = sunny_floor(lit.mesh, lit.baked) if lit is not None and hour.painted else None
    land = None
    if baked is not None and DAY in baked.reflection and any(pane.kind == "silvered" for pane in panes):
        size = len(baked.reflection[DAY][0][0])
        land = land_in_mirrors(space, outside, painted, baked.manifest.reflection_at, size)
    prepared = Prepared(
        space, light, towards, outside, doors, lit, hour, tuple(beyond), panes, feet, along, sunny, land
    )
    if lit is not None:
        _ = prepared.left, prepared.looked_out  # here, where no frame waits for them
    return prepared
