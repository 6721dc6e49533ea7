"""Spaces beyond, and far land, are drawn where they are seen: behind an opening that lies in the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from panda3d.core import NodePath

from campus.client.view.beyond import Neighbour
from campus.client.view.copies import BOX
from campus.client.view.lent import WHOLE
from campus.client.view.panes import Sight
from campus.client.view.sharp import EYE_SEES
from campus.client.view.sightlines import IN_IT_M, Behind, Wall, walls_of

SWINGS_M = 1.5
"""No leaf of a door is wider: what moves may stand so far from where it was."""


@dataclass(frozen=True, eq=False)
class Glimpse:
    """The parts of what lies outside, each hidden from the eye where no opening shows it; the sun sees all of them.

    Attributes:
        found: what they are parts of.
        walls: the openings through which they are seen.
        parts, boxes: what is shown or hidden, and (n, 2, 3) where each of it may be.
    """

    found: NodePath
    walls: tuple[Wall, ...]
    parts: list[NodePath]
    boxes: NDArray[np.float32]


def space_through(found: NodePath, neighbour: Neighbour) -> Glimpse:
    """What of a space beyond may be hidden: its parts, and where each may be; none where its openings are unknown.

    Args:
        found: as `borrow` gave it.
        neighbour: how it lies.
    """
    walls = walls_of(neighbour.through or ())
    frame, place = found.get_parent(), found.find("place")
    parts = [*place.find("still").get_children(), *(p for p in place.get_children() if p.name != "still")]
    parts = parts if walls else []
    return Glimpse(found, walls, parts, _boxes([_box(part, frame, neighbour) for part in parts]))


def land_through(found: NodePath, walls: tuple[Wall, ...]) -> Glimpse:
    """What of far land may be hidden: each child of a node, in the frame of who looks.

    Args:
        found: the node.
        walls: the openings out of which one looks.
    """
    known = [(part, corners) for part in found.get_children() if (corners := part.get_tight_bounds(found)) is not None]
    boxes = [np.array([np.array(corner) for corner in corners], np.float32) for _, corners in known]
    return Glimpse(found, walls, [part for part, _ in known], _boxes(boxes))


def _boxes(boxes: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.array(boxes, np.float32).reshape(-1, 2, 3)


class Glimpses:
    """Those of all that lies outside: it is seen through the same openings, which are looked at once for all."""

    def __init__(self) -> None:
        self._of: dict[str, Glimpse] = {}
        self._looked: list[_Looked] = []
        self._from: object = None

    def add(self, space: str, glimpse: Glimpse) -> None:
        """A space beyond, or some land, is drawn, all of it shown; one at most of each name."""
        self._of[space] = glimpse
        self._gather()

    def drop(self, space: str) -> None:
        """It is drawn no more."""
        if self._of.pop(space, None) is not None:
            self._gather()

    def look(self, sight: Sight) -> None:
        """Hides what is not seen, and shows what is; once a frame, which costs nothing where the eye has not moved."""
        if not self._looked or sight.told == self._from:
            return
        self._from = sight.told
        for looked in self._looked:
            looked.look(sight)

    def _gather(self) -> None:
        """What is seen through the same openings, together; in the order in which it came."""
        by_walls: dict[int, list[Glimpse]] = {}
        for glimpse in self._of.values():
            if glimpse.parts:
                by_walls.setdefault(id(glimpse.walls), []).append(glimpse)
        self._looked = [_Looked(some) for some in by_walls.values()]
        self._from = None


class _Looked:
    """Glimpses through the same openings: their parts in one list, and which of these the eye is shown."""

    def __init__(self, several: list[Glimpse]) -> None:
        walls, boxes = several[0].walls, np.concatenate([one.boxes for one in several])
        self._parts = [part for one in several for part in one.parts]
        self._shown = np.array([not part.is_hidden(EYE_SEES) for part in self._parts], np.bool_)
        corners = np.concatenate([wall.corners for wall in walls])
        self._corners = np.concatenate([corners, np.ones_like(corners[..., :1])], axis=2)
        ends = np.cumsum([len(wall.corners) for wall in walls]).tolist()
        self._walls = [
            (wall, slice(end - len(wall.corners), end), Behind(wall, boxes))
            for wall, end in zip(walls, ends, strict=True)
        ]

    def look(self, sight: Sight) -> None:
        shown = np.zeros(len(self._parts), np.bool_)
        beyond = self._corners @ np.array(sight.edges).T > 0  # (openings, corners, edges)
        in_sight = ~beyond.all(axis=1).any(axis=1)
        for wall, those, behind in self._walls:
            if wall.before(sight.at) < IN_IT_M:
                shown[:] = True
            elif (of := in_sight[those]).any():
                shown |= behind.seen(sight.at, of)
        for index in np.flatnonzero(shown != self._shown).tolist():
            if shown[index]:
                self._parts[index].show(EYE_SEES)
            else:
                self._parts[index].hide(EYE_SEES)
        self._shown = shown


def _box(part: NodePath, frame: NodePath, neighbour: Neighbour) -> NDArray[np.float32]:
    """(2, 3) where a part may be, in the frame of who looks."""
    at = np.array(frame.get_relative_point(part, (0, 0, 0)), np.float32)
    box = part.get_python_tag(BOX)
    if box is not None:
        return np.asarray(box + at, np.float32)
    corners = part.get_tight_bounds(frame)
    if corners is None or part.name == WHOLE:
        return neighbour.bounds
    low, high = (np.array(corner, np.float32) for corner in corners)
    room = np.float32(0 if part.get_parent().name == "still" else SWINGS_M)
    return np.array([low - room, high + room])
