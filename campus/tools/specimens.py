"""Specimens: each material on the thing on which one meets it, so that it can be judged without its name.

Fabric is met on a cushion, bark on a trunk, glass as a pane before something, a floor from where one stands. Which
thing follows from the material's pattern.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from campus.components import _foliage as foliage
from campus.components._still_life import jar
from campus.components.water import Water
from campus.mesh import Mesh, box, extrude, lathe, merge, moved, place, rounded_rectangle, tube, upright
from campus.scene.model import Material

Array = NDArray[np.float64]
Spot = tuple[float, float, float]


@dataclass(frozen=True)
class Specimen:
    """A thing on the ground, and from where it is seen; its front looks to -Y.

    Attributes:
        mesh: round the origin.
        eye: metres from the origin.
        look: what stands in the middle of the picture.
        fov: degrees.
    """

    mesh: Mesh
    eye: Spot
    look: Spot
    fov: float = 50.0


def specimen(material: Material) -> Specimen:
    """A material on its thing."""
    form = FORMS.get(material.pattern)
    if form is None:
        form = metal if material.metalness > 0.5 else ball
    return form(material.material)


def wall(name: str, seen: float = 1.9) -> Specimen:
    """A corner of masonry: a face in the raking sun, and one that turns away; `seen` metres of it."""
    edge = 0.42 + 0.20 * seen
    body = box((4.0, 1.6, 3.0), at=(edge - 2.0, 0.8, 0.0), bevel=0.014, material=name)
    away = seen * 1.15
    return Specimen(body, (0.15 * seen + 0.42, -away, 1.5), (0.42 - 0.12 * seen, 0.0, 1.42), 58.0)


def wall_near(name: str) -> Specimen:
    """The same corner from arm's length: what is rolled, trowelled or pressed shows only there."""
    return wall(name, 0.75)


def panelling(name: str) -> Specimen:
    """Boards of 0.6 m hung on a wall, bevelled, with a gap of shade between them, one's edge seen."""
    boards = [
        box((0.59, 0.04, 0.59), at=(x, -0.05, 0.55 + z), bevel=0.012, material=name)
        for x in (-0.9, -0.3, 0.3)
        for z in (0.0, 0.6, 1.2)
    ]
    back = box((2.6, 0.1, 2.4), at=(-0.3, 0.08, 0.0), material="ink")
    return Specimen(merge(back, *boards), (0.75, -1.05, 1.45), (0.16, 0.0, 1.18), 58.0)


def ceiling(name: str) -> Specimen:
    """Hung like a ceiling's boards, seen square."""
    return wall(name, 1.15)


def floor(name: str, seen: float = 1.5) -> Specimen:
    """A floor, seen as one walks on it."""
    slab = box((6.0, 6.0, 0.05), at=(0.0, 1.0, 0.0), material=name)
    return Specimen(slab, (0.25, -0.62 * seen, 0.05 + 0.80 * seen), (0.0, 0.0, 0.05), 63.0)


def near_floor(name: str) -> Specimen:
    """A floor, seen as one kneels to it."""
    return floor(name, 0.95)


def ground(name: str) -> Specimen:
    """The ground from a crouch: small things show."""
    return floor(name, 0.62)


def lawn(name: str) -> Specimen:
    """The ground from a crouch, and what stands up out of it."""
    random = np.random.default_rng(7)
    count = 5200
    at = np.column_stack([random.uniform(-1.1, 1.1, count), random.uniform(-0.6, 1.9, count), np.full(count, 0.045)])
    ahead = np.column_stack([random.normal(0, 0.45, (count, 2)), np.full(count, 1.0)])
    blades = foliage.leaves(at, ahead, 0.062, 0.0055, material=name, random=random, middle_of_crown=(0, 0.5, -3))
    below = box((6.0, 6.0, 0.05), at=(0.0, 1.0, 0.0), material=name)
    return Specimen(merge(below, blades), (0.1, -0.62, 0.50), (0.0, 0.05, 0.06), 58.0)


def roll(name: str) -> Specimen:
    """What comes by the metre: lying, and a roll of it that is not yet laid."""
    sheet = box((4.0, 3.4, 0.012), at=(0.0, 0.6, 0.0), material=name)
    turns = np.linspace(0, 5.2 * np.pi, 150)
    radius = 0.052 + 0.0062 * turns
    spiral = np.stack([radius * np.cos(turns - 1.2), 0.155 + radius * np.sin(turns - 1.2)], 1)
    inner = spiral * (1, 1) - np.stack([np.cos(turns - 1.2), np.sin(turns - 1.2)], 1) * 0.010
    lying = upright(extrude(np.concatenate([spiral, inner[::-1]]), 1.5, material=name), back=0.75)
    rolled = place(lying, (0.34, 0.42, 0.008), -24.0)
    return Specimen(merge(sheet, rolled), (-0.30, -1.02, 0.74), (0.10, -0.02, 0.10), 50.0)


def rug(name: str) -> Specimen:
    """A roll of carpet that is not yet laid, and its pile from near."""
    laid = roll(name)
    random = np.random.default_rng(3)
    count = 9000
    at = np.column_stack(
        [random.uniform(-0.75, 0.75, count), random.uniform(-0.75, 0.25, count), np.full(count, 0.010)]
    )
    ahead = np.column_stack([random.normal(0, 0.5, (count, 2)), np.full(count, 1.0)])
    pile = foliage.leaves(at, ahead, 0.013, 0.007, material=name, random=random, middle_of_crown=(0, 0, -3))
    return Specimen(merge(laid.mesh, pile), (-0.20, -0.72, 0.46), (0.10, -0.02, 0.08), 50.0)


def board(name: str) -> Specimen:
    """The corner of a table's board, rounded, its grain running along it."""
    top = upright(extrude(_soft((-1.6, 0.0), (0.42, 0.050), 0.018), 1.1, bevel=0.008, material=name), back=0.55)
    under = box((1.6, 0.03, 0.10), at=(-0.55, -0.42, -0.10), material=name)
    table = moved(merge(top, under), (0.0, 0.0, 0.70))
    return Specimen(table, (0.52, -1.02, 1.20), (0.06, -0.26, 0.71), 50.0)


def slats(name: str) -> Specimen:
    """A wall of slats, near enough to count them."""
    return wall(name, 0.62)


def metal(name: str) -> Specimen:
    """The door of a lift: a rounded edge, a flat face, and a bar to hold."""
    door = extrude(_soft((-0.9, 0.0), (0.30, 0.35), 0.09), 1.9, bevel=0.01, material=name)
    bar = tube([(0.04, -0.085, 0.78), (0.04, -0.085, 1.32)], 0.019, sides=20, material=name)
    feet = [tube([(0.04, -0.085, z), (0.04, 0.01, z)], 0.012, sides=14, material=name) for z in (0.84, 1.26)]
    return Specimen(merge(door, bar, *feet), (0.52, -0.86, 1.22), (0.07, 0.02, 1.08), 50.0)


def pane(name: str) -> Specimen:
    """A carafe and a tumbler before a pane on edge: what lies behind is seen through one, two and four of its walls."""
    outer = [(0.0, 0.0), (0.098, 0.0), (0.112, 0.012), (0.118, 0.08), (0.108, 0.17), (0.060, 0.245), (0.046, 0.29),
             (0.046, 0.335), (0.062, 0.372)]  # fmt: skip
    inner = [(r - 0.006, z + 0.004) for r, z in reversed(outer[3:])]
    bottle = lathe(_rounded([*outer, *inner, (0.106, 0.024), (0.0, 0.020)]), sides=56, material=name)
    cup = [(0.0, 0.0), (0.052, 0.0), (0.056, 0.01), (0.066, 0.15), (0.062, 0.15), (0.053, 0.022), (0.0, 0.020)]
    tumbler = lathe(_rounded(cup), sides=48, material=name)
    sheet = place(box((0.50, 0.010, 0.62), material=name), (-0.17, 0.22, 0.012), -16.0)
    foot = place(box((0.54, 0.05, 0.03), material="oak", bevel=0.006), (-0.17, 0.22, 0.010), -16.0)
    tiles = box((4.0, 4.0, 0.01), at=(0.0, 1.0, 0.0), material="tomette")
    wall_ = box((4.0, 0.1, 2.0), at=(0.0, 0.75, 0.0), material="walnut")
    behind = moved(jar(0.26), (0.11, 0.36, 0.012))
    things = merge(moved(bottle, (-0.02, 0.0, 0.012)), moved(tumbler, (0.215, -0.05, 0.012)))
    return Specimen(merge(tiles, wall_, behind, sheet, foot, things), (0.14, -0.98, 0.44), (0.06, 0.0, 0.185), 50.0)


def cushion(name: str, *, buttons: bool = False) -> Specimen:
    """A cushion with its piping; a deep-buttoned one for leather."""
    wide, deep, thick = 0.78, 0.66, 0.10
    u, v = np.meshgrid(np.linspace(-1, 1, 81), np.linspace(-1, 1, 71))
    x, y = u * wide / 2, v * deep / 2
    high = thick * (1 - np.abs(u) ** 5) ** 0.5 * (1 - np.abs(v) ** 5) ** 0.5
    knobs = []
    if buttons:
        for bx, by in ((-0.20, -0.12), (0.0, -0.12), (0.20, -0.12), (-0.10, 0.10), (0.10, 0.10)):
            far = np.hypot(x - bx, y - by)
            high = high - 0.045 * np.exp(-((far / 0.045) ** 2)) - 0.012 * np.exp(-((far / 0.11) ** 2))
            knobs.append(
                lathe([(0.0, 0.0), (0.013, 0.0), (0.010, 0.007), (0.0, 0.009)], (bx, by, 0.056), 12, material=name)
            )
    else:
        # It was sat on: creases run from its corners.
        high = high * (1 + 0.05 * np.sin(7 * u * v + 1)) - 0.010 * np.exp(-((np.hypot(u, v) / 0.5) ** 2))
    top = surface(np.stack([x, y, high + 0.03], -1), name)
    corners = _soft((-wide / 2, -deep / 2), (wide / 2, deep / 2), 0.03)
    rim = tube([(*p, 0.03) for p in [*corners.tolist(), corners[0].tolist()]], 0.010, sides=10, material=name)
    box_ = extrude(_soft((-wide / 2, -deep / 2), (wide / 2, deep / 2), 0.03), 0.09, material=name)
    seat = moved(merge(top, rim, *knobs, moved(box_, (0, 0, -0.06))), (0.0, 0.0, 0.42))
    bench = box((1.6, 0.9, 0.36), at=(0.0, 0.0, 0.0), bevel=0.02, material="oak")
    return Specimen(merge(seat, bench), (0.34, -0.74, 0.92), (0.06, -0.06, 0.45), 53.0)


def tufted(name: str) -> Specimen:
    """A cushion pulled in by buttons, as leather is upholstered."""
    return cushion(name, buttons=True)


def cloth(name: str) -> Specimen:
    """Cloth that hangs in folds to a hem."""
    u, v = np.meshgrid(np.linspace(0, 1, 181), np.linspace(0, 1, 41))
    phase = u * 44 + 1.4 * np.sin(u * 9) + 0.35 * v
    y = (0.030 + 0.030 * (1 - v)) * np.sin(phase) + 0.012 * np.sin(phase * 2 + 1)
    hanging = surface(np.stack([(u - 0.5) * 1.3, y, 0.35 + 1.2 * v], -1), name)
    behind = box((2.4, 0.1, 2.0), at=(0.0, 0.30, 0.0), material=name)
    return Specimen(merge(hanging, behind), (0.10, -0.62, 0.92), (0.0, 0.0, 0.84), 53.0)


def writing_board(name: str) -> Specimen:
    """A board to write on: its frame, and the ledge with what one writes with."""
    frame, ledge = ("oak", "oak") if name == "blackboard" else ("steel", "steel")
    field = box((2.2, 0.02, 1.2), at=(0.55, 0.03, 0.80), material=name)
    rails = [
        box((2.3, 0.05, 0.045), at=(0.55, 0.02, 0.757), bevel=0.006, material=frame),
        box((0.045, 0.05, 1.3), at=(-0.57, 0.02, 0.757), bevel=0.006, material=frame),
        box((1.3, 0.09, 0.016), at=(0.25, -0.05, 0.735), bevel=0.004, material=ledge),
    ]
    pens = []
    for i, (x, ink) in enumerate(((-0.28, "ink"), (-0.10, "faience-blue"), (0.07, "signal-red"))):
        if name == "blackboard":
            stick = tube([(x, -0.055, 0.757), (x + 0.075, -0.050 - 0.01 * i, 0.757)], 0.006, sides=10, material="paper")
            pens.append(stick)
            continue
        barrel = tube([(x, -0.055, 0.762), (x + 0.10, -0.05, 0.762)], 0.009, sides=14, material="paper")
        cap = tube([(x + 0.10, -0.05, 0.762), (x + 0.14, -0.048, 0.762)], 0.0098, sides=14, material=ink)
        pens += [barrel, cap]
    back = box((3.6, 0.1, 2.6), at=(0.4, 0.12, 0.0), material="lime-plaster")
    return Specimen(merge(back, field, *rails, *pens), (-0.02, -1.02, 1.16), (-0.06, 0.0, 1.04), 58.0)


def basin(_: str) -> Specimen:
    """A basin with its jet: rings that meet, the sky in them, plain tiles underneath."""
    made = Water(across=3.4, sides=8, kerb=0.42, jet=0.42).mesh()
    plain = tuple("faience-blue" if name == "faience" else name for name in made.materials)
    return Specimen(replace(made, materials=plain), (-0.25, -1.95, 1.22), (-0.02, -0.28, 0.36), 54.0)


def trunk(name: str) -> Specimen:
    """A trunk, as thick as an arm can hold, its foot flaring."""
    stem = lathe(
        [(0.62, 0.0), (0.42, 0.18), (0.34, 0.55), (0.31, 1.1), (0.30, 2.4)], at=(0, 0, 0), sides=40, material=name
    )
    return Specimen(stem, (0.10, -1.32, 1.16), (0.0, 0.0, 1.06), 45.0)


def bush(name: str, leaf: tuple[float, float] = (0.125, 0.062), count: int = 2600) -> Specimen:
    """A bush: leaves before leaves, the sky and the dark between them."""
    random = np.random.default_rng(5)
    places, out = foliage.on_ellipsoid(count, (0.72, 0.72, 0.66), (0, 0, 0.62), random, inner=0.45)
    ahead = out * 0.8 + random.normal(size=out.shape) * 0.45 + (0.0, 0.0, 0.15)
    sizes = np.clip(random.lognormal(0, 0.25, count), 0.55, 1.6)
    mass = foliage.leaves(places, ahead, *leaf, material=name, random=random, sizes=sizes)
    inside = foliage.lumpy((0.42, 0.42, 0.38), (0, 0, 0.62), 0.2, material=name, random=random)
    return Specimen(merge(mass, inside), (0.15, -1.55, 0.92), (0.0, -0.3, 0.70), 45.0)


def vessel(name: str) -> Specimen:
    """A bowl-bellied jar with a lip, thrown on the wheel, on a board."""
    profile = [
        (0.105, 0.0), (0.120, 0.008), (0.150, 0.05), (0.205, 0.14), (0.232, 0.225), (0.228, 0.30), (0.190, 0.375),
        (0.132, 0.425), (0.112, 0.45), (0.112, 0.475), (0.145, 0.505), (0.152, 0.514), (0.146, 0.520), (0.120, 0.500),
        (0.092, 0.47), (0.092, 0.42), (0.0, 0.40),
    ]  # fmt: skip
    shape = lathe(_rounded(profile), at=(0.0, 0.0, 0.03), sides=56, material=name)
    table = box((1.8, 1.0, 0.03), bevel=0.008, material="oak")
    back = box((2.6, 0.1, 1.8), at=(0.0, 0.75, 0.0), material="lime-plaster")
    return Specimen(merge(table, shape, back), (0.16, -0.92, 0.62), (0.0, 0.0, 0.295), 46.0)


def coat(name: str) -> Specimen:
    """A board of oak half painted: where the brush ran dry one sees the wood."""
    random = np.random.default_rng(11)
    rows = np.linspace(0, 1.0, 260)
    hairs = np.convolve(random.normal(size=260), np.ones(3) / 3, "same") * 0.028
    strokes = np.repeat(random.uniform(-0.10, 0.10, 13), 20)
    edge = 0.10 + strokes + hairs
    edge[-1], edge[0] = edge[-2], edge[1]
    outline = np.concatenate([[(-0.75, 0.0)], np.stack([edge, rows], 1), [(-0.75, 1.0)]])
    layer = upright(extrude(outline, 0.003, material=name), back=0.0)
    planks = [box((1.7, 0.03, 0.246), at=(0.0, 0.018, 0.25 * i), bevel=0.004, material="oak") for i in range(4)]
    standing = moved(merge(layer, *planks), (0.0, 0.0, 0.5))
    return Specimen(standing, (0.16, -0.78, 1.06), (0.02, 0.0, 0.98), 58.0)


def ball(name: str) -> Specimen:
    """A ball on a slab: what has no thing of its own."""
    turn = np.linspace(-np.pi / 2, np.pi / 2, 33)
    profile = [(float(0.24 * np.cos(a)), float(0.24 + 0.24 * np.sin(a))) for a in turn]
    shape = lathe([(max(r, 0.0), z) for r, z in profile], at=(0.0, 0.0, 0.06), sides=56, material=name)
    slab = box((1.2, 1.0, 0.06), bevel=0.012, material=name)
    back = box((2.6, 0.1, 1.8), at=(0.0, 0.75, 0.0), material="lime-plaster")
    return Specimen(merge(slab, shape, back), (0.2, -1.05, 0.62), (0.0, 0.0, 0.24), 50.0)


FORMS: Mapping[str, Callable[[str], Specimen]] = {
    "bark": trunk,
    "brushed": metal,
    "concrete": wall,
    "cork": wall_near,
    "courses": wall,
    "dressed": wall_near,
    "enamel": writing_board,
    "faience": wall,
    "felt": panelling,
    "figure": board,
    "glaze": vessel,
    "grain": board,
    "grass": lawn,
    "gravel": ground,
    "hexagons": floor,
    "leather": tufted,
    "leaves": bush,
    "linen": cloth,
    "marbled": roll,
    "paint": coat,
    "pane": pane,
    "perforated": ceiling,
    "plane-bark": trunk,
    "planks": floor,
    "plaster": wall_near,
    "roof-tiles": floor,
    "slate": writing_board,
    "slats": slats,
    "soil": ground,
    "terrazzo": near_floor,
    "tiles": wall_near,
    "tufts": rug,
    "water": basin,
    "weave": cushion,
}
"""The thing on which one meets a pattern."""


def surface(places: Array, material: str) -> Mesh:
    """A smooth sheet through a grid of points (rows, columns, 3), seen from where columns x rows points."""
    rows, columns, _ = places.shape
    along, across = np.gradient(places, axis=1), np.gradient(places, axis=0)
    normals = np.cross(along, across)
    normals /= np.maximum(np.linalg.norm(normals, axis=2, keepdims=True), 1e-12)
    u = np.concatenate([np.zeros((rows, 1)), np.cumsum(np.linalg.norm(np.diff(places, axis=1), axis=2), axis=1)], 1)
    v = np.concatenate([np.zeros((1, columns)), np.cumsum(np.linalg.norm(np.diff(places, axis=0), axis=2), axis=0)], 0)
    i, j = (a.ravel() for a in np.meshgrid(np.arange(rows - 1), np.arange(columns - 1), indexing="ij"))
    a, b, c, d = (i * columns + j, i * columns + j + 1, (i + 1) * columns + j + 1, (i + 1) * columns + j)
    faces = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)]).astype(np.int32)
    return Mesh(
        places.reshape(-1, 3).astype(np.float32),
        normals.reshape(-1, 3).astype(np.float32),
        np.stack([u, v], -1).reshape(-1, 2).astype(np.float32),
        faces,
        (material,),
        np.zeros(len(faces), np.int32),
        np.zeros(len(faces), np.bool_),
    )


def _rounded(profile: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """A profile with a corner cut off every corner, twice: smooth enough for a glaze's highlight."""
    line = np.array(profile)
    for _ in range(2):
        quarter, three = line[:-1] * 0.75 + line[1:] * 0.25, line[:-1] * 0.25 + line[1:] * 0.75
        line = np.concatenate([line[:1], np.stack([quarter, three], 1).reshape(-1, 2), line[-1:]])
    return [(max(float(r), 0.0), float(z)) for r, z in line]


def _soft(low: tuple[float, float], high: tuple[float, float], radius: float) -> Array:
    """A rectangle between two corners, its own rounded."""
    shape = rounded_rectangle((high[0] - low[0], high[1] - low[1]), radius).astype(np.float64)
    middle: Array = shape + (np.array(low) + np.array(high)) / 2
    return middle
