"""Boughs that grow out of their trunk: where one tube of bark begins inside another, its bark goes on from there.

A scene's tree is a lathe with tubes in it, each with a pattern of bark and with normals of its own. Where a bough came
out of its trunk, furrows that ended on those beside them and light that jumped by twenty degrees drew the straight
edges of its triangles; and a bough turned by forty degrees from one ring to the next, as a pipe does. What is drawn
takes the pattern's place and the skin's way from the trunk, there, and gives it up until its next ring; its bends are
eased. Nothing is added, and light stays as it was baked: no ring moves by much. Where the sun may fall on the trunk, it
may on what grows out there: the baker asked the bough's own skin, which looks away. Pure numpy.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.mesh import Mesh
from campus.mesh.welding import pieces, welded

BARK = ("bark", "plane-bark")
"""Patterns of what has boughs."""
THICK_M = 0.05
"""Radius of what is no twig."""
ALIKE = 0.3
"""Cosine between a bough's skin and that which it comes out of, at least: not the lid on a trunk's end."""
FAR, TURNED = 0.75, 0.5
"""Shares of a bough's first piece up to which it takes its pattern and its normals from where it comes out."""
STRETCHED = 0.35
"""Share of its width by which a bough's pattern is stretched at its foot, at most, or furrows would be smears."""
COLUMNS = 3
"""So many of a bough's come out of its trunk's side, at least; others come out of its end."""
EASED, ROUNDS = 0.4, 2
"""How far a ring goes to between its neighbours at a time, and how often; by no more than its first one is wide."""
FIRST = (1.0, 0.6, 0.3, 0.0)
"""How much of that the ring after the first does: what was hidden in a trunk is dark, and stays there."""
LOWER = 0.04
"""A bough comes out of its trunk by no more of its first piece sooner than it did."""
SAME_M = 1e-3

Doubles = NDArray[np.float64]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class _Tube:
    """A hull through rings, of which the last of each ring is its first again.

    Attributes:
        triangles: (m,) its triangles.
        ring: (m, 3) in which ring each corner is.
        column: (m, 3) and how far around it, from 0 to as many as it has sides.
        vertex: (rings, sides + 1) a vertex there.
    """

    triangles: Ints
    ring: Ints
    column: Ints
    vertex: Ints


def forked(mesh: Mesh, barks: Collection[str]) -> Mesh:
    """The same triangles in the same order, as they are drawn.

    Args:
        mesh: whose vertices may be split anyhow, its tubes' triangles in the order that `_foliage.limb` has them.
        barks: names of materials whose pattern is one of `BARK`.
    """
    of_bark = _of_bark(mesh, barks)
    if not len(of_bark):
        return mesh
    place, piece = _pieces(mesh, of_bark)
    tubes = _tubes(mesh, of_bark, place)
    own = [int(piece[np.searchsorted(of_bark, tube.triangles[0])]) for tube in tubes]
    came = [_came(mesh, tube, of_bark, piece, number) for tube, number in zip(tubes, own, strict=True)]
    made = replace(mesh, positions=mesh.positions.copy(), normals=mesh.normals.copy(), uvs=mesh.uvs.copy())
    _ease(made, tubes, [len(columns) > 0 for columns in came], of_bark)
    for tube, columns in zip(tubes, came, strict=True):
        count = np.bincount(columns, minlength=1)
        if count.max() >= COLUMNS:
            _grown_from(made, tube, of_bark[piece == count.argmax()])
    return made


def grown(mesh: Mesh, barks: Collection[str], rows: Floats, told: NDArray[np.floating[Any]]) -> tuple[Mesh, Floats]:
    """The same, `forked`, where the sun may fall on a bough's first piece if it may on what that comes out of.

    Skin that turns with its trunk's is gilded as far as the baker saw the sun on the trunk, and a bough's own triangles
    look away from it: the sun, and the relief of bark that only it shows, ended in a V. Where it falls, a shadow map
    says.

    Args:
        mesh: as `forked` takes it.
        barks: as there.
        rows: (n, k) of each vertex: its place on the lightmap, 0 to 1, in front; whether the sun may fall there, last.
        told: (h, w) the same of the lightmap; less than nothing where it says how much of it falls.

    Returns:
        The mesh, and its rows.
    """
    mesh, of_bark = forked(mesh, barks), _of_bark(mesh, barks)
    if not len(of_bark):
        return mesh, rows
    place, piece = _pieces(mesh, of_bark)
    column, row = np.minimum(rows[:, :2] * told.shape[::-1], np.array(told.shape[::-1]) - 1).astype(np.int64).T
    of_map = told[row, column]
    sunny = ((of_map > 0) | (rows[:, -1] > 0))[mesh.triangles].any(axis=1)
    found = rows.copy()
    for tube in _tubes(mesh, of_bark, place):
        if _radius(mesh, tube) < THICK_M:
            continue
        others = of_bark[piece != piece[np.searchsorted(of_bark, tube.triangles[0])]]
        _, triangle, _, _ = _way_out(mesh, tube, others)
        lit = (triangle >= 0) & sunny[others[triangle]]
        first = (tube.ring <= 1) & np.append(lit, lit[0])[tube.column]
        corners = mesh.triangles[tube.triangles][first]
        found[corners[of_map[corners] >= 0], -1] = 1
    return mesh, found


def _of_bark(mesh: Mesh, barks: Collection[str]) -> Ints:
    """(n,) which triangles are of bark."""
    return np.flatnonzero(np.isin(mesh.material, [i for i, n in enumerate(mesh.materials) if n in barks]))


def _pieces(mesh: Mesh, of_bark: Ints) -> tuple[Ints, NDArray[np.int32]]:
    """Of triangles of bark, (n, 3) the place that each corner lies at, and (n,) to which piece each belongs."""
    place = welded(mesh.positions[mesh.triangles[of_bark].ravel()].astype(np.float64) / SAME_M).reshape(-1, 3)
    return place, pieces(place, int(place.max()) + 1)


def _tubes(mesh: Mesh, of_bark: Ints, place: Ints) -> list[_Tube]:
    """Those of `_foliage.limb`: of each square between two rings one triangle, all of them, then of each the other."""
    found, at = [], 0
    while at < len(place):
        sides, rings = _size(place, at)
        half = sides * rings
        which = np.arange(at, at + 2 * half)
        if not half or which[-1] >= len(place) or (place[which[:half]][:, [0, 2]] != place[which[half:], :2]).any():
            at += 1
            continue
        i, j = np.divmod(np.arange(half), sides)
        ring = np.concatenate([np.stack([i, i, i + 1], 1), np.stack([i, i + 1, i + 1], 1)])
        column = np.concatenate([np.stack([j, j + 1, j + 1], 1), np.stack([j, j + 1, j], 1)])
        vertex = np.zeros((rings + 1, sides + 1), np.int64)
        vertex[ring, column] = mesh.triangles[of_bark[which]]
        found.append(_Tube(of_bark[which], ring, column, vertex))
        at += 2 * half
    return found


def _size(place: Ints, at: int) -> tuple[int, int]:
    """Sides of a tube that begins with a triangle, and pieces between its rings; none where it is no tube's."""
    sides = 0
    for k in range(at, len(place)):
        if k > at and place[k, 0] != place[k - 1, 1]:
            break
        if place[k, 1] == place[at, 0]:
            sides = k - at + 1
            break
    if sides < 3:
        return 0, 0
    rings = 1
    while True:
        before, after = (place[at + (rings + k) * sides : at + (rings + k + 1) * sides] for k in (-1, 0))
        if len(after) < sides or (before[:, 2] != after[:, 1]).any():
            return sides, rings
        rings += 1


def _came(mesh: Mesh, tube: _Tube, of_bark: Ints, piece: NDArray[np.int32], own: int) -> Ints:
    """(k,) the piece of bark that each column of a bough comes out of; none for what is thin, or begins in the open."""
    if _radius(mesh, tube) < THICK_M:
        return np.zeros(0, np.int64)
    others = np.flatnonzero(piece != own)
    _, triangle, _, _ = _way_out(mesh, tube, of_bark[others])
    return piece[others[triangle[triangle >= 0]]].astype(np.int64)


def _way_out(mesh: Mesh, tube: _Tube, others: Ints) -> tuple[Doubles, Ints, Doubles, Doubles]:
    """Where each column (s,) of a tube comes out of some triangles between its first two rings.

    Returns:
        (s,) shares of the way; (s,) numbers among those triangles, -1 where it does not; what those have there, (s, 3)
        as ways of unit length and (s, 2) places on the pattern.
    """
    feet, knees = (mesh.positions[tube.vertex[i, :-1]].astype(np.float64) for i in (0, 1))
    skin = mesh.normals[tube.vertex[0, :-1]].astype(np.float64)
    count = len(feet)
    share, which = np.zeros(count), np.full(count, -1, np.int64)
    ways, uvs = np.zeros((count, 3)), np.zeros((count, 2))
    a, b, c = mesh.positions[mesh.triangles[others]].astype(np.float64).swapaxes(0, 1)
    up = np.cross(b - a, c - a)
    square = np.maximum((up * up).sum(axis=1), 1e-18)
    for j in range(count):
        way = knees[j] - feet[j]
        rises = up @ way
        t = ((a - feet[j]) * up).sum(axis=1) / np.where(rises == 0, 1, rises)
        near = np.flatnonzero((rises > 0) & (t >= 0) & (t <= 1))
        at = feet[j] + t[near, None] * way
        of_b = (np.cross(at - a[near], (c - a)[near]) * up[near]).sum(axis=1) / square[near]
        of_c = (np.cross((b - a)[near], at - a[near]) * up[near]).sum(axis=1) / square[near]
        weight = np.stack([1 - of_b - of_c, of_b, of_c], axis=1)
        corners = mesh.triangles[others[near]]
        way_there = np.einsum("ki,kic->kc", weight, mesh.normals[corners].astype(np.float64))
        way_there /= np.maximum(np.linalg.norm(way_there, axis=1, keepdims=True), 1e-9)
        through = np.flatnonzero((weight >= -1e-6).all(axis=1) & (way_there @ skin[j] > ALIKE))
        if len(through):
            last = through[t[near[through]].argmax()]
            share[j], which[j], ways[j] = t[near[last]], near[last], way_there[last]
            uvs[j] = weight[last] @ mesh.uvs[corners[last]].astype(np.float64)
    return share, which, ways, uvs


def _grown_from(mesh: Mesh, tube: _Tube, host: Ints) -> None:
    """Turns a tube's first ring, and lays its pattern, so that both go on where it comes out of its host."""
    share, triangle, ways, there = _way_out(mesh, tube, host)
    out = np.flatnonzero(triangle >= 0)
    if not len(out):
        return
    uvs = mesh.uvs[tube.vertex].astype(np.float64)
    here = uvs[0, :-1] + share[:, None] * (uvs[1, :-1] - uvs[0, :-1])
    off, sides = (there - here)[out], len(share)
    # All of it goes where it fits best, at its lowest: what is left is little, beside that.
    lowest = out[share[out].argmin()]
    all_of_it = off[out == lowest][0]
    off = off - all_of_it
    around = float(np.ptp(mesh.uvs[mesh.triangles[host], 0]))  # a trunk's pattern begins again somewhere
    off[:, 0] -= around * np.round(off[:, 0] / max(around, 1e-6))
    # Its pattern is stretched by little, and closes behind as it did.
    beside = np.abs((out - lowest + sides // 2) % sides - sides // 2)
    most = STRETCHED * np.abs(np.ptp(uvs[0, :, 0]) / sides) * np.minimum(beside, sides / 2 - beside)
    off = np.clip(off / (1 - np.minimum(share[out], FAR))[:, None], -most[:, None], most[:, None])
    rounds = np.concatenate([out - sides, out, out + sides])
    each = np.stack([np.interp(np.arange(sides + 1), rounds, np.tile(off[:, k], 3)) for k in (0, 1)], axis=1)
    uvs += all_of_it
    uvs[0] += each
    mesh.uvs[mesh.triangles[tube.triangles]] = uvs[tube.ring, tube.column].astype(np.float32)
    normals = mesh.normals[tube.vertex].astype(np.float64)
    part = np.minimum(share, TURNED)[:, None]
    turned = np.where(triangle[:, None] >= 0, (ways - part * normals[1, :-1]) / (1 - part), normals[0, :-1])
    turned /= np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-9)
    normals[0] = np.concatenate([turned, turned[:1]])
    mesh.normals[mesh.triangles[tube.triangles]] = normals[tube.ring, tube.column].astype(np.float32)


def _ease(mesh: Mesh, tubes: list[_Tube], boughs: list[bool], of_bark: Ints) -> None:
    """Boughs bend less from ring to ring; what begins in the middle of a ring goes with it."""
    lines = [mesh.positions[tube.vertex[:, :-1]].astype(np.float64).mean(axis=1) for tube in tubes]
    knots, moves = np.zeros((0, 3)), np.zeros((0, 3))
    before = replace(mesh, positions=mesh.positions.copy(), normals=mesh.normals.copy())
    for tube, line, bough in zip(tubes, lines, boughs, strict=True):
        if bough:
            eased = _bent_less(before, mesh, tube, line, np.setdiff1d(of_bark, tube.triangles))
            knots, moves = np.concatenate([knots, line]), np.concatenate([moves, eased - line])
    for tube, line, bough in zip(tubes, lines, boughs, strict=True):
        away = np.linalg.norm(knots - line[0], axis=1)
        if not bough and away.min(initial=1.0) < SAME_M:
            fading = np.linspace(1, 0, len(line))[:, None]
            _bend(before, mesh, tube, line, line + fading * moves[away.argmin()])


def _bent_less(before: Mesh, mesh: Mesh, tube: _Tube, line: Doubles, others: Ints) -> Doubles:
    """(n, 3) the line of a bough, bent less: as much as shows nothing of it that was hidden; and bends it there."""
    hidden = _hidden(before, before, tube, others)
    eased = line
    for first in FIRST:
        eased = _eased(line, _radius(before, tube), first)
        _bend(before, mesh, tube, line, eased)
        if (_hidden(before, mesh, tube, others) > hidden - LOWER).all():
            break
    return eased


def _hidden(before: Mesh, mesh: Mesh, tube: _Tube, others: Ints) -> Doubles:
    """(s,) the share of each column's first piece that some triangles hid, as they were; 1 where it stays inside."""
    feet, knees = tube.vertex[0, :-1], tube.vertex[1, :-1]
    positions = before.positions.copy()
    positions[knees] = mesh.positions[knees]
    positions[feet] = mesh.positions[feet]
    share, triangle, _, _ = _way_out(replace(before, positions=positions), tube, others)
    return np.where(triangle >= 0, share, 1.0)


def _eased(line: Doubles, most: float, first: float) -> Doubles:
    """(n, 3) a line with gentler bends, its first and its last where they were, none moved by more."""
    eased = line.copy()
    share = np.full((max(len(line) - 2, 0), 1), EASED)
    share[:1] *= first
    for _ in range(ROUNDS):
        long = np.linalg.norm(np.diff(eased, axis=0), axis=1)
        part = (long[:-1] / np.maximum(long[:-1] + long[1:], 1e-9))[:, None]
        between = eased[:-2] * (1 - part) + eased[2:] * part
        eased[1:-1] += share * (between - eased[1:-1])
    off = eased - line
    far = np.linalg.norm(off, axis=1, keepdims=True)
    return np.asarray(line + off * np.minimum(1, most / np.maximum(far, 1e-9)))


def _bend(was: Mesh, mesh: Mesh, tube: _Tube, old: Doubles, new: Doubles) -> None:
    """Moves the rings of a tube from one line, where it was, to another, each turned as the line is."""
    places, normals = (values[tube.vertex].astype(np.float64) for values in (was.positions, was.normals))
    before, after = (_unit(np.gradient(line, axis=0)) for line in (old, new))
    for i, (one, other) in enumerate(zip(before, after, strict=True)):
        turn = np.eye(3)
        if i:  # where a bough begins it stays as it was: hidden
            axis = np.cross(one, other)
            cross = np.array([(0, -axis[2], axis[1]), (axis[2], 0, -axis[0]), (-axis[1], axis[0], 0)])
            turn = turn + cross + cross @ cross / (1 + one @ other)
        places[i] = new[i] + (places[i] - old[i]) @ turn.T
        normals[i] = normals[i] @ turn.T
    corners = mesh.triangles[tube.triangles]
    mesh.positions[corners] = places[tube.ring, tube.column].astype(np.float32)
    mesh.normals[corners] = normals[tube.ring, tube.column].astype(np.float32)


def _radius(mesh: Mesh, tube: _Tube) -> float:
    """Of a tube's first ring, metres."""
    first = mesh.positions[tube.vertex[0, :-1]].astype(np.float64)
    return float(np.linalg.norm(first - first.mean(axis=0), axis=1).mean())


def _unit(ways: Doubles) -> Doubles:
    return np.asarray(ways / np.maximum(np.linalg.norm(ways, axis=1, keepdims=True), 1e-9))
