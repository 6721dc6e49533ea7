"""What all floors of a plan share: the storeys of a space, shapes and places of its nodes, who sees what."""

from __future__ import annotations

import math
from dataclasses import dataclass

from campus.components.gallery import Gallery
from campus.proofs import NotComputable
from campus.proofs.sight import Sight, sights_of
from campus.scene import Node
from campus.scene.composing import node_frame
from campus.scene.frames import Frame
from campus.space import Space
from campus.space.shapes import Shapes, shapes_of

UNSEEN = frozenset({"lamp", "canopy", "sign", "board", "waypoint", "viewpoint", "zone", "spawn", "portal", "screen"})
"""What has a symbol of its own, hangs overhead, or has no shape."""


@dataclass(frozen=True)
class Storey:
    """One floor: its height, and where the next one begins, metres."""

    low: float
    high: float

    def holds(self, z: float) -> bool:
        """Whether something that stands at z stands on it."""
        return self.low - 0.3 <= z < self.high - 0.3


def storeys(space: Space) -> list[Storey]:
    """The floors of a space: the ground, and every gallery over it."""
    tops = {0.0}
    for node in space.scene.nodes:
        if isinstance(node.spec, Gallery):
            tops.add(round(node_frame(node, size_of(space))[2] + node.spec.height, 2))
    ordered = sorted(tops)
    return [Storey(low, high) for low, high in zip(ordered, [*ordered[1:], math.inf], strict=True)]


class Drawing:
    """What all floors of one plan share: shapes and places of the nodes, sight lines, how far it reaches."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.size = size_of(space)
        shell = space.scene.shell
        self.thickness = float(getattr(shell.spec, "thickness", 0.0)) if shell else 0.0
        self.nodes: list[tuple[Node, Frame, Shapes]] = []
        for node in space.scene.nodes:
            if node.type not in UNSEEN:
                self.nodes.append((node, node_frame(node, self.size), shapes_of(node.spec, self.thickness)))
        self.several = len(storeys(space)) > 1
        self.sights: list[Sight] = []
        self.sights_known = True
        try:
            self.sights = sights_of(space)
        except NotComputable:
            self.sights_known = False
        if self.size is not None:
            t = self.thickness
            self.low, self.high = (-t, -t), (self.size[0] + t, self.size[1] + t)
        else:
            low, high = space.bounds[0], space.bounds[1]
            self.low, self.high = (float(low[0]), float(low[1])), (float(high[0]), float(high[1]))


def size_of(space: Space) -> tuple[float, float, float] | None:
    """Clear width, depth and height of a shell, metres; None without one."""
    size = getattr(space.scene.shell.spec, "size", None) if space.scene.shell else None
    return (float(size[0]), float(size[1]), float(size[2])) if size is not None else None
