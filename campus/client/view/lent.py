"""A space as another one sees it: what is on the graphics card for whoever stands in it, drawn once more elsewhere.

Textures, the sun's map and the reflections are those of the space itself; so are the vertices, but where a processor
draws, which gets fewer. The list of triangles is another, since a wall that two spaces share is drawn by whoever is
inside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    DepthOffsetAttrib,
    GeomNode,
    LMatrix4f,
    NodePath,
    OmniBoundingVolume,
    PTA_LVecBase4f,
    ShaderAttrib,
    TransparencyAttrib,
)

from campus.bake.model import DAY, LAMPS
from campus.client.view.beyond import WALL_M, Neighbour
from campus.client.view.coarse import LEAVES, gathered, standing
from campus.client.view.copies import BOX, STAYS
from campus.client.view.drawn import IN_SHADE
from campus.client.view.geometry import corners_of, like, node_of, points_in, rows_of, triangles
from campus.client.view.lent_pieces import Piece, coarser_pieces, nodes_of, pieces_of, used
from campus.client.view.mirror import no_mirror
from campus.client.view.shading import beyond
from campus.client.view.sills import Sills
from campus.client.view.sunlight import CASTS, SunMap
from campus.scene.model import Material

PLACES = ("field_low", "mirror_low", "mirror_high", "mirror_at")
"""Inputs that are places in the frame of the space."""
AMOUNTS = ("sun_light", "field_scale", "map_shares", "glow", "mirror_on", "before_on")
"""Inputs that are amounts of light."""
SHADES = ("mirror_shade", "before_shade")
"""Inputs whose last is one."""
BEFORE = ("mirror", "mirror_low", "mirror_high", "mirror_at", "mirror_levels", "mirror_shade", "mirror_on")
"""What a space reflects, as its own shaders are told; behind its thresholds `_before` names it."""
SUN_KEPT, SHADE_KEPT = 0.2, 0.35
"""How much is left of the difference between two spaces where one sees one from the other: powers of how many times
brighter one of them is."""
MOST_SUN, MOST_SHADE = 1.6, 2.5
"""More is white, and the other way round a hole in the wall."""
MOST_THROUGH_GLASS = 1.2
"""Nobody walks out through a window, so nobody misses what is left out: the court keeps its courses behind it."""
FADES_M = 3.4
"""The depth of an arcade: behind a threshold, the light of here goes over into that of there."""
STEEPEST = 3.6
"""By so many doublings a threshold may differ from what lies behind it; more is an error of one of the bakes."""
KERB_M = 0.03
COPIES_M = 0.12
"""What is smaller, of what stands many times, has no shape of its own on the far side of an opening."""
WHOLE = "whole"
"""Name of the node of what is drawn as it is there, wherever it lies."""
FAR_LAND, FAR_SKY, FAR_LAST = 1000, 1001, 1002
"""In the bin of what lies outside, after spaces beyond: most of the land lies behind those, and of the sky behind it.
Last comes what is seen through, and what stands many times."""
BEHIND_DOORS, LEFT_BEHIND_DOORS = "behind doors", 0.15
"""Name of the node of it, and how much of a space's light comes through their gaps."""
BEHIND = 1e-3
"""Of its distance; by rounding, two faces in one plane differ by less than a tenth of that."""
CROSSED = "crossed"
"""Tag of a space behind a threshold, where a processor draws: its shaders are those that know of thresholds."""
BESIDE_M = 0.8
SAME_SILL_M = 0.9
"""What two spaces tell of a threshold lies so near to one another, the wall's thickness included."""


def _told(values: NDArray[Any]) -> PTA_LVecBase4f:
    rows = PTA_LVecBase4f.empty_array(len(values))
    rows.set_data(values.astype(np.float32).tobytes())
    return rows


ALONG = 24
"""So many places along a wall a threshold's light is told of, as `threshold.glsl` has it."""


def _before(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What a space reflects, as shaders are told of it behind its threshold."""
    return {name.replace("mirror", "before"): inputs[name] for name in BEFORE if name in inputs}


NO_THRESHOLD: Mapping[str, Any] = {
    "threshold": _told(np.eye(2 + ALONG, 4, 3)),
    "threshold_floor": 0.0,
    **_before(no_mirror(np.array([(-1, -1, -1), (1, 1, 1)], np.float32))),
}
"""What shaders are told of a threshold where one stands oneself; see `threshold.glsl`."""


@dataclass(frozen=True)
class Shares:
    """How much brighter a space is shown than to whoever stands in it: what is in the sun, and all else.

    Attributes:
        threshold: what shaders are told of the way there; see `threshold`.
    """

    sun: float = 1.0
    shade: float = 1.0
    threshold: Mapping[str, Any] = field(default_factory=lambda: NO_THRESHOLD, compare=False)

    def times(self, share: float) -> Shares:
        """So much of both."""
        return replace(self, sun=self.sun * share, shade=self.shade * share)

    def under(self, eye: Shares) -> Shares:
        """The same to an eye that is itself used to other light."""
        return replace(self, sun=self.sun * eye.sun, shade=self.shade * eye.shade, threshold=eye.of(self.threshold))

    def of(self, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """What shaders are told of a light, so much of it."""
        told = dict(inputs)
        for name in AMOUNTS:
            if name in inputs:
                value, share = inputs[name], self.sun if name == "sun_light" else self.shade
                told[name] = tuple(share * v for v in value) if isinstance(value, tuple) else share * value
        for name in SHADES:
            if name in inputs:
                *slope, usual = inputs[name]
                told[name] = (*slope, usual * self.shade)
        return told


@dataclass(frozen=True, eq=False)
class Lent:
    """What a space lets others draw of it.

    Attributes:
        still: its walls and all that stands still, one node for each material.
        others: what is written: drawn as it is there.
        inputs: its light, as its shaders have it, in its own frame.
        materials: of its surfaces.
        white: what one lux is shown as to whoever stands there; None where no light was baked.
        sills: the light on its floor at open arches.
        apart: of what stands many times and what moves, each child by itself.
        behind: what stands behind its doors.
    """

    still: NodePath
    others: tuple[NodePath, ...]
    inputs: Mapping[str, Any]
    materials: Mapping[str, Material]
    white: float | None
    sills: Sills | None = None
    apart: tuple[NodePath, ...] = ()
    behind: NodePath | None = None

    def on_sills(self, *, at_end: bool = False) -> NDArray[np.float32]:
        """(n, 3) the light on the floor at its arches at the moment: before the wall, or where that floor ends."""
        assert self.sills is not None
        by_day, by_lamps = self.inputs["map_shares"]
        return self.sills.lit({DAY: by_day * np.array(self.inputs["map_hour"]), LAMPS: by_lamps}, at_end=at_end)


def borrow(lent: Lent, neighbour: Neighbour, parent: NodePath, *, coarse: bool = False) -> NodePath:
    """Hangs a space under the node of another, in the light that it has itself; `relight` says how bright.

    Args:
        lent: the space beyond.
        neighbour: where it lies and what of it is drawn.
        parent: a node in the frame of the space that it is seen from.
        coarse: whether what is small is left out, for a processor that draws; the vertices are others then.
    """
    found = parent.attach_new_node(neighbour.space)
    found.hide(SunMap.SEES)
    put_behind(found)  # a wall that two spaces share is drawn by whoever is inside it
    place = found.attach_new_node("place")
    still = place.attach_new_node("still")
    still.set_state(lent.still.get_state())
    to_cross = coarse and len(neighbour.thresholds) > 0
    if to_cross:
        found.set_tag(CROSSED, "")
        _cross(still)
    pieces = pieces_of(lent.still, neighbour)
    east, north, up = neighbour.at
    place.set_pos(east, north, up - _kerb(pieces, neighbour))
    if coarse:
        leaves = {name for name, material in lent.materials.items() if material.pattern == LEAVES}
        pieces = coarser_pieces(pieces, leaves, neighbour)
    for path, back, node in nodes_of(pieces, coarse):
        hung = still.attach_new_node(node)
        hung.set_state(path.get_state())
        if to_cross:
            _cross(hung)
        if back:
            put_behind(hung, 2)
        if path.has_tag(IN_SHADE):
            hung.set_tag(IN_SHADE, "")
        material = lent.materials.get(path.name)
        if material is None or material.opacity >= 1:
            # After the room, which hides most of it; and where each pixel counts, what is nearer first.
            hung.set_bin("far", _decimetres(hung, neighbour) if coarse else 0)
        if hung.get_transparency() == TransparencyAttrib.M_alpha:
            hung.set_bin("far", FAR_LAST)  # a gate's bars, a jet: land and sky are seen between them
    for other in lent.others:
        other.instance_to(place.attach_new_node(WHOLE))
    for whole in lent.apart:
        for part in whole.get_children():
            _hang(part, place, coarse)
    if lent.behind is not None:
        _hang_behind(lent.behind, place, neighbour)
    return found


def put_behind(path: NodePath, steps: int = 1) -> None:
    """Draws a node as if it were `BEHIND` further from the eye, so many times, all of it alike.

    Not by an offset of depth, which is the more, the more aslant a face is seen: of what is beyond an arch, the slab
    over a vault came through the vault's crown as black dashes, since the crown, more aslant, was moved further back.
    """
    path.set_attrib(DepthOffsetAttrib.make(0, steps * BEHIND, 1.0))


def _cross(path: NodePath) -> None:
    """Gives a node that has a shader of its own the one that knows of thresholds."""
    looks: Any = path.get_state().get_attrib(ShaderAttrib)
    if looks is not None and looks.get_shader() is not None:
        path.set_shader(beyond(looks.get_shader()), looks.get_shader_priority())


def _decimetres(path: NodePath, neighbour: Neighbour) -> int:
    """How far from the openings a part begins, decimetres; less than `FAR_LAND`."""
    corners = path.get_tight_bounds(path.get_top())
    if corners is None:
        return 0
    low, high = (np.array(corner) for corner in corners)
    away = np.maximum(np.maximum(neighbour.openings[0] - high, low - neighbour.openings[1]), 0)
    return min(int(np.linalg.norm(away) * 10), FAR_LAND - 1)


def _hang(part: NodePath, place: NodePath, coarse: bool) -> None:
    """Draws what stands many times, or moves, under another node as it is there; fewer triangles of what stays."""
    node = place.attach_new_node(part.name)
    if part.has_python_tag(BOX):
        node.set_python_tag(BOX, part.get_python_tag(BOX))
    if not (coarse and part.has_tag(STAYS)):
        part.instance_to(node)
        return
    node.set_state(part.get_state())
    node.set_tag(CASTS, part.get_tag(CASTS))
    for path in part.get_children():
        for geom in cast("GeomNode", path.node()).get_geoms():
            data, corners = geom.get_vertex_data(), corners_of(geom)
            points = gathered(points_in(rows_of(data)), corners, COPIES_M)
            rows, kept = used(data, points, corners[standing(points, corners)])
            if not len(kept):
                continue
            shape = node_of(path.name, [triangles(like(data, rows), kept)])
            shape.set_bounds(OmniBoundingVolume())  # the shader places the vertices
            shape.set_final(True)
            node.attach_new_node(shape).set_state(path.get_state())


def _hang_behind(rooms: NodePath, place: NodePath, neighbour: Neighbour) -> None:
    """Draws what stands behind doors, but where a space is drawn itself: through a gap one would see the sky."""
    behind = place.attach_new_node(BEHIND_DOORS)
    behind.set_state(rooms.get_state())
    low, high = (neighbour.beside[:, end, None, None] for end in (0, 1))
    for piece in pieces_of(rooms, neighbour):
        here = piece.points[piece.corners] + np.array(neighbour.at, np.float32)
        within = ((here > low - WALL_M) & (here < high + WALL_M)).all(axis=(2, 3)).any(axis=0)
        if not within.all():
            hung = behind.attach_new_node(node_of(piece.path.name, [triangles(piece.data, piece.corners[~within])]))
            hung.set_state(piece.path.get_state())
            hung.set_bin("far", 0)


def relight(found: NodePath, lent: Lent, shares: Shares) -> None:
    """Lights a space that was borrowed.

    Args:
        found: as `borrow` gave it.
        lent: whose light it is.
        shares: how much brighter it is shown than to whoever stands in it.
    """
    at = np.array(found.find("place").get_pos())
    inputs = shares.of(lent.inputs)
    if "sun_matrix" in inputs:
        inputs["sun_matrix"] = LMatrix4f.translate_mat(*(-at).tolist()) * inputs["sun_matrix"]
    for name in PLACES:
        if name in inputs:
            inputs[name] = tuple((np.array(inputs[name]) + at).tolist())
    found.set_shader_inputs(**inputs, **shares.threshold)
    behind = found.find(f"place/{BEHIND_DOORS}")
    if not behind.is_empty() and "field_scale" in inputs:
        behind.set_shader_input("field_scale", inputs["field_scale"] * LEFT_BEHIND_DOORS)
    # At another hour, the sun falls where it did not.
    shaded = lent.still.find(f"**/={IN_SHADE}")
    if not shaded.is_empty():
        for path in found.find_all_matches(f"**/={IN_SHADE}"):
            looks = shaded.get_shader()
            path.set_shader(looks if looks is None or not found.has_tag(CROSSED) else beyond(looks))


def shares_of(here: Lent, there: Lent, neighbour: Neighbour | None = None) -> Shares:
    """How much brighter a space is shown from here than to whoever stands in it; the same the other way round.

    The eye is used to the light of where one stands: a court is brighter seen out of a room than in it, and a room
    seen from the court is dim. A picture has no room for all of that, nor has an eye: some of it is left.

    Args:
        here: where one stands.
        there: what is seen from here.
        neighbour: how it lies; less is left of what is seen through windows alone.
    """
    if here.white is None or there.white is None:
        return Shares()
    shares = used_to(here.white / there.white)
    if neighbour is not None and not len(neighbour.thresholds):
        shares = Shares(min(shares.sun, 1.0), min(shares.shade, MOST_THROUGH_GLASS))
    return shares


def used_to(brighter: float) -> Shares:
    """How a space is shown to an eye that is used to another.

    Args:
        brighter: how many times brighter it is than the other.
    """
    sun, shade = brighter**SUN_KEPT, brighter**SHADE_KEPT
    return Shares(float(np.clip(sun, 1 / MOST_SUN, MOST_SUN)), float(np.clip(shade, 1 / MOST_SHADE, MOST_SHADE)))


def threshold(here: Lent, there: Lent, neighbour: Neighbour, shares: Shares) -> Mapping[str, Any]:
    """What shaders are told of the threshold behind which a space lies.

    Floors meet there, and the eye knows that one light falls on both. So a space that is seen begins as bright as the
    one where one stands, and a few metres on it is as bright as `shares` make it. What stands on that floor meets
    nothing here: it is told little of this, see `threshold.glsl`.
    """
    feet, at = neighbour.thresholds, np.array(neighbour.at)
    if here.sills is None or there.sills is None or not len(feet):
        return NO_THRESHOLD
    # Both tell of the same places: each of ours, and what they say of the one that is next to it.
    apart = np.linalg.norm(here.sills.at[:, None] - (there.sills.at + at)[None], axis=2)
    if not apart.size or apart.min() > SAME_SILL_M:
        return NO_THRESHOLD
    nearest = apart.argmin(axis=1)
    same = apart.min(axis=1) <= SAME_SILL_M
    # The last of a floor is drawn: here as it is, there rather as what is before it, where an arch's foot darkens it.
    own = here.on_sills(at_end=True)[same]
    other = np.maximum(there.on_sills(), there.on_sills(at_end=True))[nearest[same]] * shares.shade
    differ = np.clip(np.log2(np.maximum(own, 1e-4) / np.maximum(other, 1e-4)), -STEEPEST, STEEPEST)
    middle = (neighbour.own[0] + neighbour.own[1]) / 2
    out = feet.mean(axis=0) - middle
    axis = int(np.argmax(np.abs(out[:2]) / (neighbour.own[1] - middle)[:2]))
    ahead = np.zeros(3)
    ahead[axis] = np.sign(out[axis])
    along = here.sills.at[same, 1 - axis].astype(np.float64)
    order, low, high = np.argsort(along), along.min(), max(along.max(), along.min() + 0.1)
    told = np.linspace(low, high, ALONG)
    rows = np.zeros((2 + ALONG, 4))
    rows[0, axis], rows[0, 3] = ahead[axis] / FADES_M, -(ahead @ feet.mean(axis=0) + WALL_M / 2) / FADES_M
    rows[1, 1 - axis], rows[1, 3] = (ALONG - 1) / (high - low), -(ALONG - 1) * low / (high - low)
    for channel in range(3):
        rows[2:, channel] = np.interp(told, along[order], differ[order, channel])
    there_sun = max(there.inputs["sun_light"]) * shares.sun
    sun = np.log2(max(max(here.inputs["sun_light"]), 1e-4) / max(there_sun, 1e-4))
    rows[2:, 3] = np.clip(sun, -STEEPEST, STEEPEST)
    return {
        **NO_THRESHOLD,
        "threshold": _told(rows),
        "threshold_floor": float(feet[:, 2].mean()),
        **_before(here.inputs),
    }


def _kerb(pieces: Sequence[Piece], neighbour: Neighbour) -> float:
    """By how much the floor behind a threshold lies higher than here, metres: a paving's thickness is no step."""
    feet = neighbour.thresholds - np.array(neighbour.at, np.float32)
    highest = 0.0
    for piece in pieces if len(feet) else ():
        heights = piece.points[:, 2][piece.corners]
        top, floor = heights.max(axis=1), float(feet[0, 2])
        low = np.flatnonzero((np.ptp(heights, axis=1) <= KERB_M) & (top > floor) & (top <= floor + KERB_M))
        corners = piece.points[piece.corners[low]][..., :2]
        for foot in feet[:, :2]:
            near = (corners.min(axis=1) < foot + BESIDE_M).all(1) & (corners.max(axis=1) > foot - BESIDE_M).all(1)
            highest = max(highest, float((top[low][near] - floor).max(initial=0.0)))
    return highest
