"""One space that can be stood in, and how it is lit at the moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from campus.client.input.capsule import Capsule
from campus.client.view.beyond import Neighbour
from campus.client.view.dimming import Lit, between
from campus.client.view.glimpse import Glimpse
from campus.client.view.prepared import Prepared
from campus.client.view.view import View
from campus.space.daytime import Daytime
from campus.space.model import Space
from campus.text import Language
from campus.world.ground import Ground


@dataclass(eq=False)
class Lighting:
    """To what a place is dimmed.

    Attributes:
        shown: the light state that is seen, or eased to; None for the space's first.
        moment: the hour that is seen, or eased to; None for the painted one.
        coming: the state and the hour that are wanted, and the way there once it is worked out.
        states: the place under each of its light states, by the hour; empty until one is wanted.
    """

    shown: str | None = None
    moment: Daytime | None = None
    coming: tuple[tuple[str | None, Daytime | None], Future[tuple[Lit, ...]]] | None = None
    states: dict[Daytime | None, Mapping[str, Lit]] = field(default_factory=dict)

    def way(self, prepared: Prepared, goal: str | None, moment: Daytime | None) -> tuple[Lit, ...]:
        """The steps to another state or hour; beside the frame, for the states may have to be worked out first."""
        before = self._lit(prepared, self.shown, self.moment)
        after = self._lit(prepared, goal, moment)
        self.states = {hour: states for hour, states in self.states.items() if hour in (self.moment, moment)}
        return between(before, after) if before is not None and after is not None else ()

    def _lit(self, prepared: Prepared, name: str | None, moment: Daytime | None) -> Lit | None:
        if moment not in self.states:
            self.states[moment] = prepared.states(moment)
        states = self.states[moment]
        return states.get(name or next(iter(states)))


@dataclass(frozen=True, eq=False)
class Place:
    """A space ready to be stood in: seen, bumped into, walked over.

    Attributes:
        begin_ground: works out where one can walk, beside the frame, the first time that it is asked to.
        layout: how its furniture stands; None for the space's first layout.
        lighting: to what it is dimmed.
    """

    space: Space
    view: View
    capsule: Capsule
    begin_ground: Callable[[], Future[Ground]]
    prepared: Prepared
    layout: str | None = None
    lighting: Lighting = field(default_factory=Lighting)

    @property
    def ground(self) -> Ground:
        """Where one can walk; only ways need it, so that standing somewhere does not wait for it."""
        return self.begin_ground().result()


@dataclass(frozen=True, eq=False)
class Making:
    """A space that is put together beside the frame, and the language that its signs are written in."""

    prepared: Prepared
    language: Language
    place: Future[Place]


@dataclass(frozen=True, eq=False)
class Meeting:
    """What a place is to show of a space beyond, which is put together beside the frame."""

    place: Place
    neighbour: Neighbour
    other: View
    glimpse: Future[Glimpse]
