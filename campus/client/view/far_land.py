"""Land that is seen through openings: a garden, roofs, the horizon. Modelled, in real depth.

Each is built looking out along +Y from the wall's face at the origin, +X to the right. Plain and honest: no more than
one sees from inside. Knows no space; what it is made of is `far_parts`, `far_plants`, `far_town`.
"""

from __future__ import annotations

import numpy as np

from campus.client.view.far_parts import MATERIALS as MATERIALS
from campus.client.view.far_parts import far_land, ground, rows
from campus.client.view.far_parts import sheet as sheet
from campus.client.view.far_plants import bed, cypress, pine, pot, tree
from campus.client.view.far_town import aqueduct, arcade, bell_tower, eaves, gate_wall, house, town
from campus.mesh import Mesh, box, cylinder, lathe, merge, moved, place


def _garden() -> Mesh:
    """The physic garden: gravel, four beds, an octagonal basin with its jet, arcades, a gate, cypresses, the peak."""
    cx, cy = 4.1, 12.0  # the basin, as the plan of the campus has it seen from the hall
    rim = cylinder(2.1 / np.cos(np.pi / 8), 0.45, at=(cx, cy, 0), sides=8, material="far-stone")
    basin = cylinder(1.75 / np.cos(np.pi / 8), 0.02, at=(cx, cy, 0.45), sides=8, material="far-water")
    jet = lathe([(0.05, 0.45), (0.035, 0.9), (0.06, 1.05), (0.0, 1.14)], at=(cx, cy, 0), sides=8, material="far-jet")
    ripple = lathe([(0.42, 0.472), (0.30, 0.485), (0.05, 0.475)], at=(cx, cy, 0), sides=14, material="far-jet")
    plants = (("far-lavender", "far-olive"), ("far-leaf", "far-lavender"), ("far-olive", "far-leaf"), ("far-lavender",))
    beds = [
        bed(cx + sx * 5.6, cy + sy * 4.6, plants[i], 11 + i)
        for i, (sx, sy) in enumerate(((1, 1), (-1, 1), (1, -1), (-1, -1)))
    ]
    side = arcade(23)
    cypresses = [
        cypress(x, 26.4 + (i % 3) * 1.1, 8.2 + (i * 37 % 5) * 0.7, i, near=False)
        for i, x in enumerate(range(-22, 34, 4))
    ]
    return merge(
        ground("far-gravel", 0.05, 24, 34, -0.015),
        ground("far-grass", 24, 70, 70, -0.05),
        rim,
        basin,
        jet,
        ripple,
        *beds,
        place(side, (cx + 14, 12.0, 0), -90),
        place(side, (cx - 14, 12.0, 0), 90),
        moved(gate_wall(15, 24), (cx, 0, 0)),
        *cypresses,
        tree(cx + 9.6, 5.2, 11, 21),
        tree(cx - 12.5, 30, 9, 22, "far-olive"),
        tree(cx + 18, 33, 10, 23),
        tree(cx - 24, 36, 11, 24),
        moved(aqueduct(86), (0, 0, 0)),
        far_land(),
    )


def _horizon() -> Mesh:
    """Open land behind a wall: a way between lavender and vines, pines, the aqueduct's two tiers, and the peak."""
    near = (
        (-11.5, 4.2, 9.5),
        (-9.6, 5.0, 8.4),
        (-7.9, 4.4, 9.0),
        (-15.5, 7.0, 10.0),
        (13.5, 6.0, 8.6),
        (15.2, 5.2, 9.6),
    )
    cypresses = [cypress(x, y, height, 40 + i) for i, (x, y, height) in enumerate(near)]
    cypresses += [
        cypress(x, 40 + (i % 4) * 4.0, 8 + i % 3, 50 + i, near=False) for i, x in enumerate((-44, -35, -26, 28, 37, 46))
    ]
    beside = [
        cypress(side * 2.6, 20 + 7.0 * i, 6.5 + (i * 7 % 3) * 0.6, 57 + i, near=i < 1)
        for i in range(5)
        for side in (1, -1)
    ]
    trees = (
        tree(-24, 26, 9, 61, "far-olive"),
        tree(26, 30, 11, 62),
        pine(-12.5, 16, 12.5, 63),
        pine(-17.5, 21, 14.0, 64),
        pine(23, 19, 13.0, 65),
        pine(33, 50, 12.0, 66, near=False),
    )
    fields = [
        rows("far-lavender", (3.2, 12.0), (17.0, 40.0), 1.25, (0.75, 0.5), -0.3),
        rows("far-vine", (-20.0, 14.0), (-3.2, 46.0), 1.9, (0.55, 1.05), -0.3),
        sheet([(18, 16, -0.24), (52, 16, -0.24), (52, 58, -0.24), (18, 58, -0.24)], "far-wheat"),
        sheet([(-21, 13, -0.26), (-3, 13, -0.26), (-3, 47, -0.26), (-21, 47, -0.26)], "far-earth"),
    ]
    farm = merge(
        moved(place(house((11, 8, 6.4), 311), (0, 0, 0), 12), (-30, 58, -0.3)),
        moved(place(house((7, 6, 4.2), 312), (0, 0, 0), 12), (-20.5, 56.5, -0.3)),
    )
    return merge(
        ground("far-grass", 0.3, 76, 90, -0.3),
        sheet([(-1.5, 0.3, -0.27), (1.5, 0.3, -0.27), (1.5, 74, -0.27), (-1.5, 74, -0.27)], "far-gravel"),
        *(moved(plant, (0, 0, -0.3)) for plant in (*cypresses, *beside, *trees)),
        *fields,
        farm,
        aqueduct(86),
        far_land(bearing_of_peak=15.0, rise=1.75, near=0.34),
    )


_ROWS = ((19.0, 0.3), (29.0, 1.7), (40.0, 3.2), (53.0, 5.0), (68.0, 7.2))
"""How far away the houses of the next hill are, and how high their eaves."""


def _hill_town() -> Mesh:
    """The old town over the next hill: tiled roofs one above the other, a bell tower, pines, cypresses, far hills."""
    near = ((-7.5, 11.5, 6.6), (-9.3, 12.4, 5.6), (11.5, 11.2, 7.2), (22, 12.4, 6.2), (-25, 12.0, 7.0))
    return merge(
        *(moved(cypress(0, 0, height, 70 + i), (x, y, -3.4)) for i, (x, y, height) in enumerate(near)),
        sheet([(-90, 10.0, -9.0), (90, 10.0, -9.0), (90, 90, 3.0), (-90, 90, 3.0)], "far-grass"),
        town(_ROWS, 62, 8),
        moved(bell_tower(19), (-13.5, 47, -2.0)),
        moved(bell_tower(13), (27, 60, 3.0)),
        pine(5.4, 24.2, 10.5, 83, -5.0),
        pine(-21, 34.5, 11.5, 84, -3.5, near=False),
        pine(19, 46.5, 11.0, 85, -1.0, near=False),
        pine(-38, 60, 12.0, 86, 1.0, near=False),
        *(moved(cypress(0, 0, 9, 90 + i, near=False), (x, 61.0, 2.5)) for i, x in enumerate((-30, 1.5, 3.6, 34))),
        far_land(right=False, rise=1.5),
    )


def _roofs() -> Mesh:
    """From the hill: a terrace with a low wall and oleanders in jars, and the town that climbs the next hill."""
    parapet = merge(
        box((90, 0.45, 0.62), at=(0, 6.5, 0), material="far-stone"),
        box((90, 0.6, 0.12), at=(0, 6.5, 0.62), material="far-coping"),
        *(box((0.7, 0.7, 0.95), at=(x, 6.5, 0), material="far-stone") for x in (-12.6, -4.2, 4.2, 12.6)),
        *(box((0.86, 0.86, 0.1), at=(x, 6.5, 0.95), material="far-coping") for x in (-12.6, -4.2, 4.2, 12.6)),
    )
    return merge(
        ground("far-gravel", 0.05, 6.5, 45, -0.015),
        parapet,
        pot(-2.5, 5.6, 301),
        pot(2.1, 5.6, 302),
        pot(-7.2, 5.6, 303),
        pot(7.4, 5.6, 304),
        _hill_town(),
    )


def over_a_court(sides: tuple[tuple[tuple[float, float], float, float, float], ...]) -> Mesh:
    """What is seen of the buildings around a court over its walls: their roofs, and what is taller behind them.

    Args:
        sides: for each wall that carries a roof: the inner corner on its left, looking at it from the court; its
            heading, looking out; its length and its height, metres.
    """
    parts = []
    for number, (corner, heading, length, height) in enumerate(sides):
        chimneys = [
            merge(
                box((0.8, 0.6, 1.7), at=(x * length, 3.0, height + 1.3), material="far-plaster"),
                box((0.95, 0.75, 0.12), at=(x * length, 3.0, height + 3.0), material="far-pot"),
            )
            for x in ((0.22, 0.74), (0.34, 0.62), (0.15, 0.83))[number % 3]
        ]
        # All of it begins over the roofs, and over a ceiling that ends a hand higher than the wall: what is below may
        # be a room that one sees into.
        tall = (
            [moved(bell_tower(11.5), (length * 0.63, 17, 0)), moved(cypress(0, 0, 7, 411), (length * 0.2, 12, 0))],
            [moved(house((9, 8, 6.6), 415), (length * 0.3, 15, 0)), pine(length * 0.71, 15, 10.0, 412)],
            [
                pine(length * 0.24, 13, 9.0, 413),
                pine(length * 0.34, 17, 10.5, 414),
                cypress(length * 0.8, 12, 7.0, 416),
            ],
        )[number % 3]
        above = [moved(one, (0, 0, height + 0.55)) for one in tall]
        side = merge(eaves(length + 0.9, height), *chimneys, *above)
        parts.append(place(side, (*corner, 0.0), heading))
    return merge(*parts)


SCENES = {"garden": _garden, "roofs": _roofs, "horizon": _horizon}
"""What `view:` may name besides a space, the nearest first where one side shows several."""
HIGH = {"roofs": _hill_town}
"""What a window shows instead whose sill is over one's head: what stands higher than the wall."""
