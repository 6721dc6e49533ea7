"""Which doors are open. Owns who may open one and when it closes by itself; time is an argument."""

from __future__ import annotations

from collections.abc import Mapping

from campus.errors import Refused
from campus.space.model import Portal
from campus.world.pose import Pose
from campus.world.reach import REACH_M, is_near

OPEN_S = 6.0
"""A door that somebody opened closes after this long."""


class Doors:
    """The doors and other ways out of one room.

    Args:
        portals: of the compiled space, by id.
    """

    def __init__(self, portals: Mapping[str, Portal]) -> None:
        self._portals = portals
        self._closes: dict[str, float] = {}

    def moved(self, portals: Mapping[str, Portal]) -> None:
        """The ways stand elsewhere now; a door that is gone is no longer open."""
        self._portals = portals
        self._closes = {node: at for node, at in self._closes.items() if node in portals}

    def is_open(self, node: str) -> bool:
        """Whether a door stands open."""
        return node in self._closes

    def use(self, pose: Pose, node: str, verb: str, now: float) -> float:
        """Somebody opens or closes a door.

        Args:
            pose: where they are.
            node: the door's id.
            verb: `open` or `close`; opening an open door keeps it open for longer.
            now: seconds, on any steady clock.

        Returns:
            The door's state `open`: 1 or 0.

        Raises:
            Refused: `no_such_thing`, `too_far`, or `not_built`; nothing has changed then.
        """
        portal = self._portals.get(node)
        if portal is None or not portal.door or verb not in ("open", "close"):
            raise Refused(
                "no_such_thing",
                f"Nothing called '{node}' can {verb} here.",
                f"Rien ici ne s’appelle «\u00a0{node}\u00a0».",
            )
        self.check_reach(pose, portal)
        if verb == "open":
            self._closes[node] = now + OPEN_S
            return 1.0
        self._closes.pop(node, None)
        return 0.0

    def hold(self, node: str) -> None:
        """A rule has opened or closed a door: it stays so until somebody uses it, or a rule says otherwise."""
        self._closes.pop(node, None)

    def check_reach(self, pose: Pose, portal: Portal) -> None:
        """That somebody can go through a portal from where they stand.

        Raises:
            Refused: `not_built` or `too_far`.
        """
        if not portal.built:
            raise Refused("not_built", "This space is not built yet.", "Cet espace n’est pas encore construit.")
        if not is_near(pose, portal.at, portal.radius + REACH_M):
            raise Refused("too_far", "Go nearer to the door first.", "Approchez-vous d’abord de la porte.")

    def closing(self, now: float) -> tuple[str, ...]:
        """The doors that close by themselves now; each is told once."""
        due = tuple(node for node, at in self._closes.items() if at <= now)
        for node in due:
            del self._closes[node]
        return due
