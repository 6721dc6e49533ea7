"""What is drawn of a space beyond is drawn where it is seen: behind an opening that lies in the picture."""

from __future__ import annotations

import itertools

import numpy as np
from panda3d.core import NodePath

from campus.client.view.beyond import Neighbour
from campus.client.view.copies import BOX
from campus.client.view.lent import WHOLE
from campus.client.view.panes import Sight
from campus.client.view.sharp import EYE_SEES
from campus.client.view.sightlines import IN_IT_M, behind

SWINGS_M = 1.5
"""No leaf of a door is wider: what moves may stand so far from where it was."""


class Glimpse:
    """The parts of a space beyond, each hidden from the eye where no opening shows it; the sun sees all of them.

    Args:
        found: as `borrow` gave it.
        neighbour: how it lies.
    """

    def __init__(self, found: NodePath, neighbour: Neighbour) -> None:
        through = sorted(neighbour.through or (), key=lambda one: (one.axis, one.out, one.at))
        self._walls = [list(of) for _, of in itertools.groupby(through, lambda one: (one.axis, one.out, one.at))]
        frame, place = found.get_parent(), found.find("place")
        parts = [*place.find("still").get_children(), *(p for p in place.get_children() if p.name != "still")]
        self._parts: list[NodePath] = list(parts) if self._walls else []
        self._boxes = np.array([_box(part, frame, neighbour) for part in self._parts], np.float32).reshape(-1, 2, 3)
        self._shown = np.ones(len(self._parts), np.bool_)
        self._from: object = None

    def look(self, sight: Sight) -> None:
        """Hides what is not seen, and shows what is; once a frame, which costs nothing where the eye has not moved."""
        if not self._parts or sight.told == self._from:
            return
        self._from = sight.told
        shown = np.zeros(len(self._parts), np.bool_)
        for wall in self._walls:
            near = wall[0].before(sight.at) < IN_IT_M
            in_sight = wall if near else [opening for opening in wall if sight.shows(opening.corners)]
            if in_sight:
                shown |= behind(sight.at, in_sight, self._boxes)
        for index in np.flatnonzero(shown != self._shown).tolist():
            if shown[index]:
                self._parts[index].show(EYE_SEES)
            else:
                self._parts[index].hide(EYE_SEES)
        self._shown = shown


def _box(part: NodePath, frame: NodePath, neighbour: Neighbour) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
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
