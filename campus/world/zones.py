"""Which zone holds a place, and what it allows. The smallest zone wins, facet by facet. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from campus.space.model import Zone

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


def is_full(zone: Zone, inside: int) -> bool:
    """Whether a zone with that many people in it holds no more."""
    capacity = zone.facets.get("capacity")
    return isinstance(capacity, int) and inside >= capacity


def _volume(zone: Zone) -> float:
    return float(np.prod(np.subtract(zone.high, zone.low)))


def _entry(zone: Zone) -> tuple[str, ...] | None:
    """The roles that a zone lets in, or None where it does not say."""
    movement = zone.facets.get("movement")
    roles = movement.get("enter") if isinstance(movement, Mapping) else None
    return None if roles is None else tuple(roles)


def _lets_in(zone: Zone, role: str) -> bool:
    roles = _entry(zone)
    return roles is None or role in roles or (role == "admin")
