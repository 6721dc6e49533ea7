"""The spaces that are really beyond a space's windows and arches, as they lie on the plan of the campus.

A space seen from another is that space itself, as it is drawn for whoever stands in it: its own surfaces in its own
light. Here is only where it lies, through what it is seen, and what of it is left to the one who looks. Pure: draws
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from campus.client.view.sightlines import Opening, openings, over_walls
from campus.components.ground import Ground
from campus.scene.model import Campus
from campus.space.model import Space, View

GROWN = 0.09
"""Walls are shared: what stands within one's own walls, so many metres beyond them included, is drawn by oneself."""
WALL_M = 0.7
"""Beyond the face of a wall, an opening ends: no wall between two spaces is thicker."""
FACES = 0.7
"""Cosine to a wall's axis: what is turned further away is the side of a stone, not the back of a wall."""
BAR = ("glass",)
"""Not drawn from afar: panes of the shared wall are one's own, and others would hide what lies behind them."""


@dataclass(frozen=True, eq=False)
class Neighbour:
    """A space beyond, in the frame of the one that it is seen from.

    Attributes:
        at: its origin in the frame of the space that it is seen from, metres.
        bounds: (2, 3) its own box, metres.
        own: (2, 3) the box of who looks: what stands in it is drawn by them.
        openings: (2, 3) the box of all openings that show it, through the wall: where none of it is seen, nothing of
            the space beyond is.
        thresholds: (n, 3) the middle of the floor of each opening that one walks through.
        beside: (n, 2, 3) the boxes of the other spaces that are seen from there, metres.
        views: its own views, in its own frame, where it lies open: the horizon behind a garden's gate.
        through: each of the openings, and the air over the walls of who has no ceiling: what lies behind none of them
            is not seen; None where nobody can say.
        windows: its own views, in its own frame, where it has a ceiling: land is seen through it, out of its far side.
        ground: its shell, where it lies open: roofs stand on its walls.
    """

    space: str
    at: tuple[float, float, float]
    bounds: NDArray[np.float32]
    own: NDArray[np.float32]
    openings: NDArray[np.float32]
    views: tuple[View, ...]
    thresholds: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 3), np.float32))
    beside: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 2, 3), np.float32))
    through: tuple[Opening, ...] | None = None
    windows: tuple[View, ...] = ()
    ground: Ground | None = None

    def shown(self, corners: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Which triangles of it are drawn: not those that lie within the walls of who looks, nor its back to another.

        Args:
            corners: (n, 3, 3) of its triangles, in its own frame.

        Returns:
            (n,) mask.
        """
        here = corners + np.array(self.at, np.float32)
        shown: NDArray[np.bool_] = ~_within(here, self.own)
        for box, faces_it in self._backs(here):
            shown &= ~(faces_it & _within(here, box))
        return shown

    def back(self, corners: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Which triangles are the back of a wall that it shares with another space: that one's own face comes first.

        Both faces of such a wall are there twice, as the two spaces have them, and who looks sees both spaces.

        Args:
            corners: (n, 3, 3) of its triangles, in its own frame.

        Returns:
            (n,) mask.
        """
        here = corners + np.array(self.at, np.float32)
        back = np.zeros(len(here), np.bool_)
        for _, faces_it in self._backs(here):
            back |= faces_it
        return back

    def _backs(self, here: NDArray[np.float32]) -> Iterator[tuple[NDArray[np.float32], NDArray[np.bool_]]]:
        """Each box beside it, and the mask of the triangles that lie in the wall between and face that box."""
        normal = np.cross(here[:, 1] - here[:, 0], here[:, 2] - here[:, 0])
        for box in self.beside:
            low, high = np.maximum(self.bounds[0], box[0]), np.minimum(self.bounds[1], box[1])
            axis = int(np.argmin((high - low)[:2]))
            if not (-GROWN <= high[axis] - low[axis] <= WALL_M):
                continue
            out = np.sign((box - self.bounds)[:, axis].sum())
            between = ((here[..., axis] >= low[axis] - GROWN) & (here[..., axis] <= high[axis] + GROWN)).all(axis=1)
            facing = out * normal[:, axis] > FACES * np.linalg.norm(normal, axis=1)
            yield np.array([box[0] - GROWN, box[1] + GROWN], np.float32), between & facing


def neighbours(campus: Campus, space: Space, compiled: Callable[[str], Space]) -> tuple[Neighbour, ...]:
    """The spaces that are seen from a space through windows and open arches; doors show nothing of theirs.

    Args:
        campus: says where each space lies.
        space: from which one looks.
        compiled: gives a space by its id.
    """
    doors = {portal.id for portal in space.portals.values() if portal.door}
    seen: dict[str, list[View]] = {}
    for view in space.views:
        if view.node not in doors:
            seen.setdefault(view.shows, []).append(view)
    here = campus.placements.get(space.id)
    if here is None:
        return ()
    found = []
    for id_, views in seen.items():
        there = campus.placements.get(id_)
        if there is None or id_ == space.id or id_ not in campus.scenes or there.north != here.north:
            continue  # turned spaces are drawn by their backdrop
        found.append(_neighbour(space, compiled(id_), views, np.subtract(_point(there.at), _point(here.at))))
    # Through an arch of one of them, the door of the next is seen: the openings are those of all.
    through = openings([view for one in found for view in seen[one.space]])
    if through is not None and not is_roofed(space):
        through += over_walls(through, space.bounds, space.mesh.corners())
    return tuple(
        replace(one, beside=_boxes([other for other in found if other is not one]), through=through) for one in found
    )


def _boxes(spaces: list[Neighbour]) -> NDArray[np.float32]:
    """(n, 2, 3) where they lie."""
    return np.array([space.bounds for space in spaces], np.float32).reshape(-1, 2, 3)


def _within(corners: NDArray[np.float32], box: NDArray[np.float32]) -> NDArray[np.bool_]:
    """(n,) which of (n, 3, 3) triangles lie in a (2, 3) box, all of them."""
    within: NDArray[np.bool_] = ((corners >= box[0]) & (corners <= box[1])).all(axis=(1, 2))
    return within


def _neighbour(space: Space, other: Space, views: list[View], offset: NDArray[np.float64]) -> Neighbour:
    at = (float(offset[0]), float(offset[1]), float(offset[2]))
    return Neighbour(
        other.id,
        at,
        (other.bounds + np.array(at, np.float32)).astype(np.float32),
        np.array([space.bounds[0] - GROWN, space.bounds[1] + GROWN], np.float32),
        _openings(views),
        () if is_roofed(other) else other.views,
        _thresholds(space, views),
        windows=other.views if is_roofed(other) else (),
        ground=ground_of(other),
    )


def ground_of(space: Space) -> Ground | None:
    """The shell of a space that lies open; None where it has another one."""
    shell = space.scene.shell if space.scene is not None else None
    return shell.spec if shell is not None and isinstance(shell.spec, Ground) else None


def is_roofed(space: Space) -> bool:
    """Whether a space has a ceiling."""
    shell = space.scene.shell if space.scene is not None else None
    return shell is not None and hasattr(shell.spec, "ceiling")


def _thresholds(space: Space, views: list[View]) -> NDArray[np.float32]:
    """(n, 3) the middle of the floor of each opening without a door that one walks through."""
    open_ = {portal.id for portal in space.portals.values() if not portal.door}
    floors = [(view.at[0], view.at[1], view.at[2] - view.size[1] / 2) for view in views if view.node in open_]
    return np.array(floors, np.float32).reshape(-1, 3)


def _openings(views: list[View]) -> NDArray[np.float32]:
    """(2, 3) the box of openings."""
    corners = []
    for view in views:
        turn = np.deg2rad(view.heading)
        right, out = np.array([np.cos(turn), np.sin(turn), 0]), np.array([-np.sin(turn), np.cos(turn), 0])
        up = np.array([0, 0, view.size[1] / 2])
        for side in (-1, 1):
            for depth in (0.0, WALL_M):
                edge = np.array(view.at) + side * view.size[0] / 2 * right + depth * out
                corners += [edge - up, edge + up]
    return np.array([np.min(corners, axis=0), np.max(corners, axis=0)], np.float32)


def _point(at: tuple[float, ...]) -> tuple[float, float, float]:
    return (at[0], at[1], at[2] if len(at) > 2 else 0.0)
