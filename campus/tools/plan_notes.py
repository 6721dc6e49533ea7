"""What of the campus's plan does not fit together: spaces that lie over each other, doors that do not meet.

Notes, no mistakes: one goes through such a door all the same, but sees beyond it what does not lie there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import hypot

from campus.components import Opening
from campus.scene import Campus, Node
from campus.scene.composing import node_frame
from campus.text import Text, bilingual, comma
from campus.tools.door_places import corner_at, size_of

LEAST_M = 0.1
"""Less is nobody's business."""
APART_M = 1.2
"""So far apart are the middles of two doors at most, where their walls do not look at each other."""
CAMPUS_FILE = "scenes/campus.yaml"


def plan_notes(campus: Campus, spaces: Sequence[str]) -> list[Text]:
    """Notes on where spaces lie on the plan.

    Args:
        campus: loaded; spaces that are not loaded are not looked at.
        spaces: those that are asked for.
    """
    return [*_overlaps(campus, spaces), *_doors(campus, spaces)]


def _box(campus: Campus, space: str) -> tuple[tuple[float, float], ...] | None:
    """From where to where a space reaches, along each axis of the plan; None where it has no shell or is turned."""
    size, placement = size_of(campus.scenes[space]), campus.placements.get(space)
    if placement is None or not any(size):
        return None
    at = (*placement.at, 0.0)[:3]
    return tuple((low, low + side) for low, side in zip(at, size, strict=True))


def _overlaps(campus: Campus, spaces: Sequence[str]) -> Iterator[Text]:
    for other, one in combinations(campus.scenes, 2):  # the later one is the newer, and told to move
        mine, theirs = _box(campus, one), _box(campus, other)
        if mine is not None and theirs is not None and {one, other} & set(spaces):
            if campus.placements[one].north != campus.placements[other].north:
                continue
            over = [min(a[1], b[1]) - max(a[0], b[0]) for a, b in zip(mine, theirs, strict=True)]
            if min(over) > LEAST_M:
                yield bilingual(
                    f"{one}: on the plan it lies over {other}, by {over[0]:.1f} × {over[1]:.1f} m."
                    f" Move it: 'at' in {CAMPUS_FILE}.",
                    f"{one} : sur le plan, il recouvre {other}, sur {comma(over[0], '.1f')} × {comma(over[1], '.1f')}"
                    f" m. Déplacez-le : « at » dans {CAMPUS_FILE}.",
                )


def _doors(campus: Campus, spaces: Sequence[str]) -> Iterator[Text]:
    told: set[frozenset[str]] = set()
    order = list(campus.scenes)
    for space in spaces:
        for node in campus.scenes[space].nodes:
            there, _, door = (getattr(node.spec, "to", None) or "").partition("/")
            if there not in campus.scenes or frozenset((f"{space}/{node.id}", f"{there}/{door}")) in told:
                continue
            other = next((each for each in campus.scenes[there].nodes if each.id == door), None)
            if (
                other is None
                or not (here := _on_plan(campus, space, node))
                or not (far := _on_plan(campus, there, other))
            ):
                continue
            if campus.placements[space].north != campus.placements[there].north:
                continue
            mover, stays = sorted([(space, node), (there, other)], key=lambda each: -order.index(each[0]))
            corner = corner_at(campus, stays[0], stays[1], campus.scenes[mover[0]], mover[1])
            meets = corner if corner is not None and _faces(mover[1], stays[1]) else None
            lies = campus.placements[mover[0]].at
            apart = (
                hypot(lies[0] - meets[0], lies[1] - meets[1]) if meets else hypot(far[0] - here[0], far[1] - here[1])
            )
            if apart <= (LEAST_M if meets else APART_M):
                continue
            told.add(frozenset((f"{space}/{node.id}", f"{there}/{door}")))
            en, fr = "", ""
            if meets:
                place = f"[{meets[0]:g}, {meets[1]:g}]"
                en = f" They meet with {{space: {mover[0]}, at: {place}}} in {CAMPUS_FILE}."
                fr = f" Elles se rejoignent avec {{space: {mover[0]}, at: {place}}} dans {CAMPUS_FILE}."
            yield bilingual(
                f"{mover[0]}: on the plan its door '{mover[1].id}' lies {apart:.1f} m off"
                f" '{stays[0]}/{stays[1].id}'.{en}",
                f"{mover[0]} : sur le plan, sa porte « {mover[1].id} » est décalée de {comma(apart, '.1f')} m"
                f" par rapport à « {stays[0]}/{stays[1].id} ».{fr}",
            )


def _on_plan(campus: Campus, space: str, node: Node) -> tuple[float, float] | None:
    """Where an opening in a wall stands on the plan; None where it stands in none."""
    size, placement = size_of(campus.scenes[space]), campus.placements.get(space)
    if not isinstance(node.spec, Opening) or node.spec.wall is None or placement is None or not any(size):
        return None
    frame = node_frame(node, size)
    return placement.at[0] + frame.x, placement.at[1] + frame.y


def _faces(one: Node, other: Node) -> bool:
    """Whether two openings stand in walls that look at each other."""
    opposite = {"north": "south", "south": "north", "east": "west", "west": "east"}
    return opposite.get(str(getattr(one.spec, "wall", ""))) == getattr(other.spec, "wall", None)
