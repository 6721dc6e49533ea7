"""Reach: a body 0.6 m wide walks to every seat, door, screen, board and station from every place where people start.

The same ground as the server's (`campus.world.ground`), judged for a wider body. What a wheelchair 0.9 m wide, which
climbs 20 mm and no stair, cannot reach is told among the figures and fails nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from campus.components import Opening
from campus.proofs._base import Case, Finding, Verdict, in_layout, named, not_applicable
from campus.scene.frames import Frame
from campus.space.model import Space
from campus.text import bilingual, comma
from campus.world.ground import HEADROOM_M, STEP_UP_M, Body, Ground

Place = tuple[float, float, float]

WALKER = Body(0.30, HEADROOM_M, STEP_UP_M + 0.01, STEP_UP_M + 0.01)
"""0.6 m wide: a broad person, or one with a bag."""
WHEELCHAIR = Body(0.45, 1.40, 0.021, 0.021)
"""0.9 m wide; a threshold of 20 mm is the most that it rolls over (French order of 20 April 2017, article 10)."""
WITHIN_M = 0.6
SEAT_WITHIN_M = 0.9
"""Who stands so near to the front edge of a seat can sit down: behind a chair, or beside it."""
BEFORE_DOOR_M = 0.6
BEFORE_SCREEN_M = 1.2
SCREEN_WITHIN_M = 1.0
_NO_SPAWN = bilingual(
    "nobody can come in: the space has no spawn.",
    "personne ne peut entrer : l'espace n'a pas de point d'arrivée (spawn).",
)


def prove(case: Case) -> Verdict:
    """Everything that a person uses can be walked to, however the furniture stands."""
    verdict = _proved(case.space)
    findings = list(verdict.findings)
    for layout, space in case.arranged.items():
        findings += [in_layout(layout, finding) for finding in _proved(space).findings]
    figures = dict(verdict.figures)
    if case.arranged:
        figures["layouts"] = len(case.arranged) + 1
    return Verdict(figures, tuple(findings))


def _proved(space: Space) -> Verdict:
    goals = _goals(space)
    if not goals:
        return not_applicable(
            bilingual(
                "nothing here is gone to: no seat, door, screen or station",
                "on ne va vers rien ici : ni place, ni porte, ni écran, ni poste",
            )
        )
    if not space.spawns:
        return Verdict({"goals": len(goals)}, (Finding(None, _NO_SPAWN),))
    starts = {name: spawn.at for name, spawn in space.spawns.items()}
    arrivals = {p.id: p.arrive.at for p in space.portals.values() if p.built}
    ground = _ground(space, WALKER, [*starts.values(), *arrivals.values()])
    findings: list[Finding] = []
    for start, at in starts.items():
        missing = _unreached(space, ground, [at], goals)
        by_node: dict[str, list[str]] = {}
        for goal in missing:
            by_node.setdefault(goals[goal][0], []).append(goal)
        for node, several in by_node.items():
            x, y = goals[several[0]][1][:2]
            who, wide = named(several), 2 * WALKER.radius
            message = bilingual(
                f"{who.en} cannot be walked to from spawn '{start}': no way {wide:.1f} m wide leads"
                f" near [{x:.2f}, {y:.2f}]. Move it, or what stands in the way.",
                f"on ne peut pas aller à {who.fr} depuis spawn « {start} » : aucun chemin de {comma(wide, '.1f')} m de"
                f" large ne mène près de [{x:.2f}, {y:.2f}]. Déplacez-le, ou ce qui est sur le chemin.",
            )
            findings.append(Finding(node, message))
    for node, at in arrivals.items():
        if ground.nearest(*at, within=WITHIN_M) is None:
            message = bilingual(
                f"who comes in by '{node}' has nowhere to stand: something is in the way.",
                f"qui entre par « {node} » n'a pas où se tenir : quelque chose est sur le chemin.",
            )
            findings.append(Finding(node, message))
    rolled = _ground(space, WHEELCHAIR, [*starts.values(), *arrivals.values()])
    cannot = _unreached(space, rolled, [*starts.values(), *arrivals.values()], goals)
    places = [s.id for s in space.seats.values() if s.kind == "wheelchair"]
    return Verdict(
        {
            "goals": len(goals),
            "body_m": 2 * WALKER.radius,
            "wheelchair_m": 2 * WHEELCHAIR.radius,
            "wheelchair_cannot_reach": cannot,
            "wheelchair_places_reached": len([p for p in places if p not in cannot]),
            "wheelchair_places": len(places),
        },
        tuple(findings),
    )


def follows_from(space: Space) -> tuple[bytes, ...]:
    """All that this proof follows from, so that a lamp that is moved does not make anybody walk again."""
    ways = sorted((p.id, p.at, p.radius, p.space, p.node, p.built, p.arrive.at) for p in space.portals.values())
    starts = sorted((name, spawn.at) for name, spawn in space.spawns.items())
    kinds = sorted((seat.id, seat.kind) for seat in space.seats.values())
    told = repr((space.id, sorted(_goals(space).items()), ways, starts, kinds))
    return space.solids.tobytes(), told.encode()


def _goals(space: Space) -> Mapping[str, tuple[str, Place, float]]:
    """Goal -> its node, the place to come near to, and how near, metres."""
    goals: dict[str, tuple[str, Place, float]] = {
        seat.id: (seat.node, seat.at, SEAT_WITHIN_M) for seat in space.seats.values()
    }
    for node in space.scene.nodes:
        if node.id not in space.where:
            continue
        frame, spec = Frame(*space.where[node.id]), node.spec
        if isinstance(spec, Opening):
            if node.type == "door" or spec.to:
                goals[node.id] = (node.id, frame.point((0.0, -BEFORE_DOOR_M, spec.sill)), WITHIN_M)
            continue
        for number, stand in enumerate(spec.anchors().reach):
            name = node.id if number == 0 else f"{node.id}.{number + 1}"
            goals[name] = (node.id, frame.point(stand.at), WITHIN_M)
    for screen in space.screens.values():
        angle = math.radians(screen.heading)
        x = screen.at[0] - math.sin(angle) * BEFORE_SCREEN_M
        y = screen.at[1] + math.cos(angle) * BEFORE_SCREEN_M
        node_id = screen.id.partition(".")[0]
        node_id = node_id if node_id in space.where else screen.id
        floor = space.where[node_id][2] if node_id in space.where else 0.0
        goals[screen.id] = (node_id, (x, y, floor), SCREEN_WITHIN_M)
    return goals


def _ground(space: Space, body: Body, starts: list[Place]) -> Ground:
    return Ground.of(space.solids, starts, body=body)


def _unreached(
    space: Space, ground: Ground, starts: list[Place], goals: Mapping[str, tuple[str, Place, float]]
) -> list[str]:
    """The goals to which no way leads from the starts; a lift takes whoever comes to it to its other end."""
    reached = np.zeros(len(ground.cell), np.bool_)
    within = {p.id: p for p in space.portals.values() if p.space == space.id and p.built}
    waiting, taken = list(starts), set[str]()
    while waiting:
        reached |= ground.paths.reached_from(waiting.pop()) if len(ground.cell) else False
        places = ground.places(np.flatnonzero(reached))
        for portal in within.values():
            if portal.id not in taken and portal.node in within and _near(places, portal.at, portal.radius + WITHIN_M):
                taken.add(portal.id)
                waiting.append(within[portal.node].arrive.at)
    places = ground.places(np.flatnonzero(reached))
    return [goal for goal, (_, at, near) in goals.items() if not _near(places, at, near)]


def _near(places: np.ndarray[tuple[int, ...], np.dtype[np.float64]], at: Place, within: float) -> bool:
    # Places come in the order of their cells, row by row: only some rows are near enough.
    first, last = np.searchsorted(places[:, 1], (at[1] - within - 1e-6, at[1] + within + 1e-6))
    if first == last:
        return False
    away = np.abs(places[first:last] - np.asarray(at))
    return bool(((away[:, 2] <= WITHIN_M) & (np.hypot(away[:, 0], away[:, 1]) <= within)).any())
