"""What the spaces of a campus hold that a class uses: screens, note walls, timers, stations. Reads; keeps nothing."""

from __future__ import annotations

from campus.components.screen import Screen
from campus.components.station import Station
from campus.learning.walls import WALLS, Wall
from campus.scene import Campus


def screens_of(campus: Campus) -> dict[str, list[str]]:
    """The screens of each space that show the session that runs there."""
    return {
        id_: [node.id for node in scene.nodes if isinstance(node.spec, Screen) and node.spec.shows == "session"]
        for id_, scene in campus.scenes.items()
    }


def stations_of(campus: Campus) -> dict[str, dict[str, tuple[str, str]]]:
    """The stations of each space, with the unit and the part of it that one works at there."""
    return {
        id_: {node.id: (node.spec.unit, node.spec.part) for node in scene.nodes if isinstance(node.spec, Station)}
        for id_, scene in campus.scenes.items()
    }


def walls_of(campus: Campus) -> dict[str, dict[str, Wall]]:
    """What hangs beside the screen in each space: note walls and timers."""
    return {
        id_: {
            node.id: kind
            for node in scene.nodes
            for anchor in node.spec.anchors().screens
            for kind in WALLS
            if anchor.shows == kind
        }
        for id_, scene in campus.scenes.items()
    }
