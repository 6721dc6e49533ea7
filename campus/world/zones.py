"""Which zone holds a place, and what it allows. The smallest zone wins, facet by facet. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from campus.space.model import Zone

BORDER_M, EDGE_M, ROUNDED_M = 0.03, 0.012, 0.0051
"""Whoever may not enter a zone stops so far before it; nearer than a rounded centimetre nobody comes; and who stands
nearer than half of one is in it by what the wire says."""
Barred = Literal["", "not_allowed", "full"]
ABOVE_M = 0.05
"""Feet that stand on a box's lower side are inside, whatever rounding says."""


@dataclass(frozen=True, eq=False)
class Zones:
    """The zones of one space, smallest first.

    Attributes:
        zones: by volume, then by id, so that the answer never depends on the order in a file.
        low, high: (k, 3) their corners, metres.
    """

    zones: tuple[Zone, ...]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    @classmethod
    def of(cls, zones: Iterable[Zone]) -> Zones:
        """The zones of a space, in any order."""
        ordered = tuple(sorted(zones, key=lambda zone: (_volume(zone), zone.id)))
        corners = np.array([(z.low, z.high) for z in ordered], np.float64).reshape(-1, 2, 3)
        return cls(ordered, corners[:, 0], corners[:, 1])

    def around(self, at: Sequence[float]) -> tuple[Zone, ...]:
        """Every zone that holds a place (x, y, z), smallest first."""
        return tuple(zone for zone, holds in zip(self.zones, self._hold([at])[0], strict=True) if holds)

    def of_place(self, at: Sequence[float]) -> Zone | None:
        """The smallest zone that holds a place, or None."""
        return next(iter(self.around(at)), None)

    def facet(self, at: Sequence[float], name: str) -> object | None:
        """What the smallest zone that says anything about `name` says there, or None where none does."""
        return next((z.facets[name] for z in self.around(at) if z.facets.get(name) is not None), None)

    def within(
        self, people: Mapping[str, Sequence[float]], before: Mapping[str, Collection[str]], sways: float
    ) -> dict[str, frozenset[str]]:
        """The zones that hold each person.

        Args:
            people: by id: x, y, z, metres.
            before: the zones in which each was.
            sways: how far outside a zone somebody still counts as in it who was, metres.

        Returns:
            Person -> ids of zones.
        """
        if not people or not self.zones:
            return {person: frozenset() for person in people}
        at = np.array([tuple(place)[:3] for place in people.values()], np.float64)
        holds, nearly = self._hold(at), self._hold(at, sways)
        return {
            person: frozenset(
                zone.id
                for zone, in_, near in zip(self.zones, row.tolist(), wide.tolist(), strict=True)
                if in_ or (near and zone.id in before.get(person, ()))
            )
            for person, row, wide in zip(people, holds, nearly, strict=True)
        }

    def may_enter(self, places: ArrayLike, role: str) -> NDArray[np.bool_]:
        """Whether somebody of that role may stand at each of n places (n, 3)."""
        allowed = np.array([_lets_in(zone, role) for zone in self.zones], np.bool_)
        asks = np.array([_entry(zone) is not None for zone in self.zones], np.bool_)
        holds = self._hold(places) & asks
        # The smallest zone that has a say decides; where none has, everybody may.
        return np.where(holds.any(1), allowed[holds.argmax(1)], True) if len(self.zones) else np.ones(len(holds), bool)

    def _hold(self, places: ArrayLike, wider: float = 0.0) -> NDArray[np.bool_]:
        """(n, k) which zone, `wider` on all sides by so many metres, holds which place."""
        at = np.asarray(places, np.float64).reshape(-1, 1, 3)
        lowered = self.low - (0.0, 0.0, ABOVE_M)
        return np.asarray(((at >= lowered - wider) & (at <= self.high + wider)).all(2))

    def is_near(self, number: int, at: Sequence[float], wider: float) -> bool:
        """Whether a place lies in a zone that is `wider` on all sides, for one who asks in every frame."""
        zone = self.zones[number]
        return (
            zone.low[0] - wider <= at[0] <= zone.high[0] + wider
            and zone.low[1] - wider <= at[1] <= zone.high[1] + wider
            and zone.low[2] - ABOVE_M - wider <= at[2] <= zone.high[2] + wider
        )

    def may_run(self, places: ArrayLike) -> NDArray[np.bool_]:
        """Whether one may run at each of n places (n, 3)."""
        says = [_movement(zone).get("run") for zone in self.zones]
        return np.asarray(self._decided(places, [s is not None for s in says], [s is not False for s in says], True))

    def permits(self, at: Sequence[float], role: str) -> bool:
        """Whether somebody of that role may use what stands at a place."""
        roles = self.facet(at, "permission")
        return roles is None or _is_among(role, roles)

    def dwell(self, at: Sequence[float]) -> tuple[str, float] | None:
        """The zone that asks people to move on after a while, and after how many seconds; None where none does."""
        for zone in self.around(at):
            if (seconds := _movement(zone).get("dwell")) is not None:
                return zone.id, float(seconds)
        return None

    @property
    def ask_to_move_on(self) -> bool:
        """Whether any zone asks people to move on."""
        return any(_movement(zone).get("dwell") is not None for zone in self.zones)

    @property
    def count_people(self) -> bool:
        """Whether any zone holds only so many people."""
        return any("capacity" in zone.facets for zone in self.zones)

    def counted_in(self, places: ArrayLike) -> list[Zone | None]:
        """For each of n places (n, 3), the smallest zone with a capacity that holds it: who is there counts there."""
        counts = np.array(["capacity" in zone.facets for zone in self.zones], np.bool_)
        if not counts.any():
            return [None] * len(np.asarray(places).reshape(-1, 3))
        holds = self._hold(places) & counts
        smallest: list[int] = holds.argmax(1).tolist()
        any_: list[bool] = np.any(holds, axis=1).tolist()
        return [self.zones[i] if counted else None for i, counted in zip(smallest, any_, strict=True)]

    def _decided(
        self, places: ArrayLike, has_a_say: Sequence[bool], says: Sequence[bool], otherwise: bool
    ) -> NDArray[np.bool_]:
        """What the smallest zone that has a say says of each of n places; where none has, `otherwise`."""
        holds = self._hold(places)
        if not len(self.zones):
            return np.full(len(holds), otherwise)
        holds &= np.array(has_a_say, np.bool_)
        return np.where(holds.any(1), np.array(says, np.bool_)[holds.argmax(1)], otherwise)


def is_full(zone: Zone, inside: int) -> bool:
    """Whether a zone with that many people in it holds no more."""
    capacity = zone.facets.get("capacity")
    return isinstance(capacity, int) and inside >= capacity


@dataclass(frozen=True)
class Limits:
    """How one person may move in a space, as they themselves can know it: so that nobody walks where they are refused.

    Attributes:
        zones: of the space.
        role: of the person.
        full: ids of the zones that hold no more people.
    """

    zones: Zones
    role: str
    full: frozenset[str] = frozenset()

    def may_run(self, at: Sequence[float]) -> bool:
        """Whether one may run here."""
        return bool(self.zones.may_run([at[:3]])[0]) if self.zones.zones else True

    def kept(
        self, before: tuple[float, float, float], after: tuple[float, float, float]
    ) -> tuple[tuple[float, float, float], Barred]:
        """A step as it may be made: whole, along the border of where one may not go, or not at all.

        Returns:
            Where one is then, and what barred the way; empty where nothing did.
        """
        why = self._bars(before, after)
        if not why:
            return after, ""
        for aside in ((after[0], before[1], after[2]), (before[0], after[1], after[2])):
            if not self._bars(before, aside):
                return aside, why
        return before, why

    def _bars(self, before: tuple[float, float, float], after: tuple[float, float, float]) -> Barred:
        barring = self._barring
        if not barring or not any(self.zones.is_near(number, after, BORDER_M) for number in barring):
            return ""
        held, sent, at_edge, near = (
            self.zones._hold([before, after], wider) for wider in (0.0, ROUNDED_M, EDGE_M, BORDER_M)
        )
        for number, why in barring.items():
            if self._is_overruled(number, held[1], why):
                continue
            # Whoever was put close to the border may go along it; whoever is in, by its own say, may go about.
            reach = sent if at_edge[0, number] else at_edge if near[0, number] else near
            own = not self._is_overruled(number, held[0], why)
            if (reach[1, number] and not (own and sent[0, number])) or (
                held[1, number] and not (own and held[0, number])
            ):
                return why
        return ""

    @cached_property
    def _barring(self) -> Mapping[int, Barred]:
        """The zones, smallest first, that do not let one in, and why."""
        found: dict[int, Barred] = {}
        for number, zone in enumerate(self.zones.zones):
            if not _lets_in(zone, self.role):
                found[number] = "not_allowed"
            elif zone.id in self.full:
                found[number] = "full"
        return found

    def _is_overruled(self, number: int, held: NDArray[np.bool_], why: Barred) -> bool:
        """Whether a smaller zone decides at that place."""
        return any(
            held[other] and (_entry(zone) is not None if why == "not_allowed" else "capacity" in zone.facets)
            for other, zone in enumerate(self.zones.zones[:number])
        )


def _volume(zone: Zone) -> float:
    return float(np.prod(np.subtract(zone.high, zone.low)))


def _entry(zone: Zone) -> tuple[str, ...] | None:
    """The roles that a zone lets in, or None where it does not say."""
    roles = _movement(zone).get("enter")
    return None if roles is None else tuple(roles)


def _lets_in(zone: Zone, role: str) -> bool:
    roles = _entry(zone)
    return roles is None or _is_among(role, roles)


def _is_among(role: str, roles: object) -> bool:
    """Whether a role is one of those that a zone names; `staff` are all who keep the campus."""
    assert isinstance(roles, Collection)
    return role == "admin" or role in roles or (role == "designer" and "staff" in roles)


def _movement(zone: Zone) -> Mapping[str, Any]:
    movement = zone.facets.get("movement")
    return movement if isinstance(movement, Mapping) else {}
