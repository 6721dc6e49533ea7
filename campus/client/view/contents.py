"""What stands in a space, on the graphics card: walls, furniture, seats, what moves and what comes and goes.

Owns its nodes and what moves them; knows no light but the one that was baked onto its walls.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

import numpy as np
from panda3d.core import NodePath

from campus.client.view.alike import same_copies, same_looks, same_mesh, same_moving
from campus.client.view.bars import bars_of, draw_bars
from campus.client.view.coarse import LEAVES, lighter, sunlit
from campus.client.view.contacts import still_spots
from campus.client.view.copies import SeatRows, draw_copies
from campus.client.view.drawn import IN_SHADE, draw
from campus.client.view.inlays import draw_inlays, inlays_of
from campus.client.view.jet import draw_jets, jets_of, shapes_of
from campus.client.view.jointless import STONES, jointless
from campus.client.view.kerbs import with_low_sides
from campus.client.view.leaf import Leaf
from campus.client.view.lightmapped import MAP_MOST, plain_texture, texture
from campus.client.view.prepared import Prepared
from campus.client.view.quality import Quality
from campus.client.view.shading import surface_shader
from campus.mesh import EMPTY, with_rails, with_stiles
from campus.space.compile import ITSELF
from campus.space.model import Moving, Space
from campus.space.shapes import wooden


class Contents:
    """What stands in one space.

    Args:
        root: the node of the space.
        prepared: what is to be drawn.
        quality: of the picture.

    Attributes:
        still: the node of all that stands still and once, one child for each material.
        copies: the node of what stands many times.
        moving: the node of what moves.
    """

    def __init__(self, root: NodePath, prepared: Prepared, quality: Quality) -> None:
        self._root, self._quality = root, quality
        self._easing: list[Leaf] = []
        self._take_over(prepared)
        self._build_still(prepared)
        self._build_copies(prepared)
        self._build_moving()

    def change(self, prepared: Prepared) -> None:
        """Draws the same space as somebody changed it: what is as it was stays.

        What is built anew has its doors shut and its seats free until it is told otherwise.
        """
        before, feet, along = self._space, self._feet, self._along
        self._take_over(prepared)
        other_looks = not same_looks(before, self._space)
        if other_looks or not same_mesh(before.mesh, self._space.mesh):
            self.still.remove_node()
            self._build_still(prepared)
        same_feet = np.array_equal(feet, self._feet) and np.array_equal(along, self._along)
        if other_looks or not same_copies(before, self._space) or not same_feet:
            self.copies.remove_node()
            self._build_copies(prepared)
        if other_looks or not same_moving(before, self._space):
            self.moving.remove_node()
            self._build_moving()

    def set_state(self, node: str, state: float, now: float) -> None:
        """Lets the moving parts of a node ease towards `state` (0 closed, 1 open), beginning at `now` seconds."""
        for leaf in self._leaves.get(node, ()):
            if leaf.goal != state:
                leaf.start, leaf.goal, leaf.began = leaf.at(now), state, now
                if leaf not in self._easing:
                    self._easing.append(leaf)

    def take_seat(self, seat: str, taken: bool) -> None:
        """Draws a seat as taken (folded down) or free; one that never changes its shape stays as it is."""
        self._seats.take(seat, taken)

    @property
    def vanishing(self) -> Set[str]:
        """The nodes that rules show and hide."""
        return self._vanishing.keys()

    def show(self, node: str, shown: bool) -> None:
        """Shows or hides one of `vanishing`; any other node stays as it is."""
        for path in self._vanishing.get(node, ()):
            if shown:
                path.show()
            else:
                path.hide()

    def look_for_sun(self, everywhere: bool) -> None:
        """Whether the sun may fall on what it never falls on at the hour that was baked."""
        for path in self.still.find_all_matches(f"**/={IN_SHADE}"):
            path.set_shader(surface_shader(self._quality, *self._baked, *(("SUNLIT",) if everywhere else ())))

    def update(self, now: float) -> None:
        """Moves what is moving; once a frame, with the frame's time in seconds."""
        self._easing = [leaf for leaf in self._easing if not leaf.move(now)]

    def let_go(self, space: Space) -> None:
        """Keeps only what is left of the space now that it is drawn; where nothing was baked, that is all of it."""
        self._space = space

    def _take_over(self, prepared: Prepared) -> None:
        self._space, self._feet, self._along = prepared.space, prepared.feet, prepared.along

    def _build_still(self, prepared: Prepared) -> None:
        self.still = self._root.attach_new_node("still")
        light, plain, materials = prepared.lightmap, self._quality.plain, self._space.materials
        mesh, rows, seen = (self._space if light is None else light).mesh, None, None
        self._baked = () if light is None else light.variant
        jets = jets_of(self._space)
        apart = shapes_of(mesh, jets)  # what is drawn in a way of its own
        if plain:
            bars = bars_of(mesh, materials)
            draw_bars(mesh, bars, self.still, materials)
            apart |= bars
        inlays = inlays_of(mesh, materials)
        draw_inlays(mesh, inlays, self.still, plain=plain, texels=self._quality.inlays)
        for inlay in inlays:
            apart[inlay.triangles] = True
        draw_jets(jets, self.still, plain=plain)
        left = ~apart
        if apart.any():
            of_triangles = (mesh.triangles[left], mesh.material[left], mesh.collides[left])
            mesh = replace(mesh, triangles=of_triangles[0], material=of_triangles[1], collides=of_triangles[2])
        if plain:
            leaves = {name for name, material in materials.items() if material.pattern == LEAVES}
            if light is not None:
                mesh, rows, seen = with_low_sides(mesh, light.rows, sunlit(light.baked)[left])
            mesh = jointless(mesh, {name for name, material in materials.items() if material.pattern in STONES})
            mesh, kept = lighter(mesh, leaves)
            seen = None if seen is None else seen[kept]
        else:  # few pixels would show no grain of what is as thin as a frame
            mesh, was = with_stiles(mesh, wooden(materials.values()))
            rows = light.rows[was] if light is not None and len(was) > len(light.rows) else None
        if light is None:
            draw(mesh, self.still, materials, self._quality)
            return
        looking = (*self._baked, "SUNLIT")
        draw(mesh, self.still, materials, self._quality, light.rows if rows is None else rows, seen, baked=looking)
        self.still.set_shader(surface_shader(self._quality, *looking))
        made = plain_texture if plain else texture
        lamps = plain_texture("lamps", light.lamps, light.day) if plain else texture("lamps", light.lamps)
        self.still.set_shader_inputs(map_day=made("day", light.day), map_lamps=lamps, map_most=MAP_MOST)

    def _build_copies(self, prepared: Prepared) -> None:
        self.copies = self._root.attach_new_node("copies")
        occlusion = prepared.lightmap.baked.occlusion if prepared.lightmap else ()
        self._seats = SeatRows(draw_copies(self._space, self.copies, self._quality, occlusion))
        plain = self._quality.plain
        sunny = prepared.sunny
        if (spots := still_spots(self._feet, self._space.copies, self._along, sunny, plain=plain)) is not None:
            spots.reparent_to(self.copies)

    def _build_moving(self) -> None:
        self.moving = self._root.attach_new_node("moving")
        self._leaves: dict[str, list[Leaf]] = {}
        self._vanishing: dict[str, list[NodePath]] = {}
        self._easing.clear()
        for moving in self._space.moving:
            self._hang(moving)

    def _hang(self, moving: Moving) -> None:
        frame = self.moving.attach_new_node(moving.node)
        frame.set_pos(*moving.at)
        frame.set_h(moving.heading)
        if moving.name == ITSELF:
            self._vanishing.setdefault(moving.node, []).append(frame)
        leaf = frame.attach_new_node(moving.name)
        leaf.set_pos(*moving.part.pivot)
        mesh = with_rails(moving.part.mesh, wooden(self._space.materials.values()))
        draw(mesh, leaf, self._space.materials, self._quality)
        shapeless = replace(moving, part=replace(moving.part, mesh=EMPTY))  # its shape is on the card
        self._leaves.setdefault(moving.node, []).append(Leaf(leaf, shapeless))
