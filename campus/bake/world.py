"""A space as light meets it: triangles with their albedo, what shines, and where the day comes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from campus.bake.daylight import Daylight, colour_of
from campus.bake.key import parts_of
from campus.bake.rays import Bools, Floats, Ints, normals_of
from campus.bake.sources import Emitters, Portals, emitters_of, hull_of, portals_of
from campus.mesh import Mesh, place
from campus.scene.model import Material
from campus.space.model import Space

WHITEST = 0.9
"""Nothing gives back more: paint that one takes for white is no whiter, and light must end."""
SHINING = "lamp-glow"


@dataclass(frozen=True, eq=False)
class Meshes:
    """Everything that light meets, as plain arrays: what a worker is given.

    Attributes:
        corners: (m, 3, 3) metres, panes of glass apart.
        albedo: (m, 3).
        emitter: (m,) index of the emitter that a triangle is part of, -1 for none.
        glow: (m, 3) radiance of its front, cd/m².
        pdf: (m,) how densely it is aimed at once its emitter is chosen, per m².
        roof: (m,) share of the sky that it sees, for what stands outside; -1 for what is within.
        source: (m,) index among all triangles of `parts_of` the space, one part after the other, so that those of the
            still mesh come first; -1 for what stands outside.
        thin: (m,) whether a triangle has no inside, as leaves.
        glass: (g, 3, 3) panes.
        emitters, portals, daylight: what gives light.
        hull: (2, 3) the outer faces of the walls; None where the space lies open, and portals mean nothing.
    """

    corners: Floats
    albedo: Floats
    emitter: Ints
    glow: Floats
    pdf: Floats
    roof: Floats
    source: Ints
    thin: Bools
    glass: Floats
    emitters: Emitters
    portals: Portals
    daylight: Daylight
    hull: Floats | None


@dataclass(frozen=True, eq=False)
class Outside:
    """What stands outside a space's openings, in its frame.

    Attributes:
        mesh: all of it.
        materials: by the names that the mesh has.
        sky: the share of the sky that it sees.
        lasting: gives the part by which it is known whether it is still what it was; None where all of it counts.
    """

    mesh: Mesh
    materials: Mapping[str, Material]
    sky: float
    lasting: Callable[[], Mesh] | None = None


def albedo_of(material: Material | None) -> Floats:
    """(3,) share of each colour that a material gives back."""
    return np.minimum(colour_of(material.colour if material else "#808080"), WHITEST).astype(np.float32)


def meshes_of(space: Space, outside: Sequence[Outside] = (), *, seed: int = 0) -> Meshes:
    """A space and what stands around it, made ready for light.

    Args:
        space: as compiled, in any light state: lamps count with their full lumens.
        outside: what is beyond its openings.
        seed: of the samples that tell how much of a lamp's light its housing holds back.
    """
    parts = [place(mesh, at, heading) for mesh, at, heading in parts_of(space)]
    corners, albedo, opacity, glowing, own, thin = [], [], [], [], [], []
    for mesh in parts:
        looks = [space.materials.get(name) for name in mesh.materials]
        corners.append(mesh.corners())
        albedo.append(_rows([albedo_of(look) for look in looks])[mesh.material])
        opacity.append(np.array([look.opacity if look else 1 for look in looks] or [1])[mesh.material])
        glowing.append(np.array([name == SHINING for name in mesh.materials] or [False])[mesh.material])
        nits = _rows([_nits(look) for look in looks])
        own.append(nits[mesh.material])
        leaf = np.array([look is not None and look.pattern == "leaves" for look in looks] or [False])
        thin.append(leaf[mesh.material])
    inner = len(np.concatenate(corners)) if corners else 0
    roof = [np.full(inner, -1.0, np.float32)]
    for other in outside:
        looks = [other.materials.get(name) for name in other.mesh.materials]
        corners.append(other.mesh.corners())
        albedo.append(_rows([albedo_of(look) for look in looks])[other.mesh.material])
        count = len(other.mesh.triangles)
        opacity.append(np.ones(count))
        glowing.append(np.zeros(count, bool))
        own.append(np.zeros((count, 3), np.float32))
        roof.append(np.full(count, other.sky, np.float32))
        thin.append(np.zeros(count, bool))
    everything = np.concatenate(corners).astype(np.float32)
    clear = np.concatenate(opacity) < 0.5  # water is no pane
    flat = normals_of(everything)[1] < 1e-10
    keep = ~clear & ~flat
    solid = everything[keep]
    shining = np.concatenate(glowing)[keep]
    nits_of = np.concatenate(own)[keep]
    emitters, whose, radiance = emitters_of(space, solid, shining, nits_of, seed)
    pdf = np.zeros(len(solid), np.float32)
    glow = np.zeros((len(solid), 3), np.float32)
    emitter = np.full(len(solid), -1, np.int32)
    for index, (owner, light) in enumerate(zip(whose, radiance, strict=True)):
        emitter[index] = owner
        glow[index] = light
    at_ = np.flatnonzero(emitter >= 0)
    if len(at_):
        # The triangles of seen emitters stand in the same order in both.
        order = np.argsort(emitter[at_], kind="stable")
        within = np.flatnonzero(emitters.seen[emitters.owner])
        pdf[at_[order]] = emitters.share[within] / np.maximum(emitters.area[within], 1e-9)
    return Meshes(
        solid,
        np.concatenate(albedo)[keep],
        emitter,
        glow,
        pdf,
        np.concatenate(roof)[keep],
        np.where(np.arange(len(everything)) < inner, np.arange(len(everything)), -1)[keep].astype(np.int32),
        np.concatenate(thin)[keep],
        everything[clear & ~flat],
        emitters,
        portals_of(space),
        Daylight(space.sun, space.north),
        hull_of(space),
    )


def _rows(colours: list[Floats]) -> Floats:
    """(n, 3) one colour a row; one black row where there is none."""
    return np.stack(colours) if colours else np.zeros((1, 3), np.float32)


def _nits(material: Material | None) -> Floats:
    """(3,) radiance of what shines by itself and is no lamp."""
    if material is None or material.emission <= 0 or material.material == SHINING:
        return np.zeros(3, np.float32)
    return np.asarray(1000 * material.emission * colour_of(material.colour), np.float32)
