"""One space as it is drawn. Owns its nodes, its light and what changes in it; knows no people and no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from panda3d.core import AntialiasAttrib, BitMask32, GeomNode, NodePath, Texture

from campus.bake.model import Baked
from campus.client.view.backdrop import Backdrop, anterooms, backdrops
from campus.client.view.beyond import Neighbour
from campus.client.view.copies import Group, SeatRows, draw_copies
from campus.client.view.dimming import DIMS_IN_S, Lit, lit_states
from campus.client.view.geometry import geoms, upright
from campus.client.view.light import LightField, light_field
from campus.client.view.lightmapped import COLUMNS, Lightmap, lightmap, lit_by, probes, texture
from campus.client.view.materials import dress, picture, volume
from campus.client.view.mirror import Mirror
from campus.client.view.painted import paintable, painted
from campus.client.view.quality import HIGH, Quality
from campus.client.view.shading import linear, shader, surface_shader
from campus.client.view.signs import Signs
from campus.client.view.sunlight import SunMap, towards_sun
from campus.mesh import Mesh, lathe
from campus.scene.model import Material
from campus.space.compile import ITSELF
from campus.space.model import Moving, Space
from campus.text import Language

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

EYE_SEES = BitMask32.bit(1)
"""The mask of the camera that makes the picture; hide from it what only casts a shadow."""
OUTSIDE_SUN = 1.15
OUTSIDE_SKY = 0.42
"""What lies outside, as the picture shows it: light of the sun and of the sky, 1 being nearly white."""
SHINES_BY_ITSELF = "blue-glow"
"""What glows in this material is a display and no lamp: it is not dimmed with them."""
MOVES_IN_S = 0.7
"""A door opens in this time: unhurried, and out of the way before one reaches it."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """What drawing a space needs and no graphics card has to do with: may be made on another thread."""

    space: Space
    light: LightField
    towards_sun: tuple[float, float, float]
    outside: list[Backdrop]
    anterooms: Mesh
    lightmap: Lightmap | None = None

    def states(self) -> Mapping[str, Lit]:
        """The space under each of its light states; takes a second for an amphitheatre, so not in the frame."""
        if self.lightmap is not None:
            return lit_by(self.space, self.lightmap.baked)
        return lit_states(self.space, self.towards_sun)


def prepare(space: Space, beyond: Sequence[Neighbour] = (), baked: Baked | None = None) -> Prepared:
    """The light of a space, ready to be uploaded; about a second of numpy for a hall, on any thread.

    Args:
        space: as compiled.
        beyond: the spaces that are seen from it, as `neighbours` gives them.
        baked: its light, where that was worked out beforehand; an estimate is made otherwise.
    """
    towards = towards_sun(space.sun, space.north)
    outside, doors = backdrops(space, beyond), anterooms(space, beyond)
    if baked is None:
        return Prepared(space, light_field(space, towards), towards, outside, doors)
    states = lit_by(space, baked)
    first = next(iter(states.values())).field if states else probes(baked)
    return Prepared(space, first, towards, outside, doors, lightmap(space.mesh, baked))


@dataclass(eq=False)
class _Leaf:
    """One moving part: its node, and the ease that it is in."""

    node: NodePath
    moving: Moving
    start: float = 0.0
    goal: float = 0.0
    began: float = -1e9

    def at(self, now: float) -> float:
        """Its state at a time, 0 to 1, smoothly between."""
        t = min(max((now - self.began) / MOVES_IN_S, 0.0), 1.0)
        return self.start + (self.goal - self.start) * t * t * (3 - 2 * t)

    def move(self, now: float) -> bool:
        """Puts the node where it is at a time; tells whether it has arrived."""
        state = self.at(now) * self.moving.part.amount
        if self.moving.part.motion == "turn":
            self.node.set_h(state)
        elif self.moving.part.motion == "tilt":
            self.node.set_p(state)
        else:
            x, y, z = self.moving.part.pivot
            self.node.set_pos(x + state, y, z)
        return now - self.began >= MOVES_IN_S


class View:
    """A space on the graphics card.

    Attributes:
        space: what it was built from.
        root: the node under which everything of it hangs.
        people: the node under which people are placed.
        exposure: what one unit of light becomes in the picture.
    """

    def __init__(self, base: ShowBase, prepared: Prepared, language: Language, quality: Quality = HIGH) -> None:
        self.space = space = prepared.space
        self.exposure = prepared.light.exposure
        self._lightmap = prepared.lightmap
        self.root = NodePath(space.id)
        self._base = base
        self._quality = quality
        self._mirror: Mirror | None = None
        self._language = language
        self._easing: list[_Leaf] = []
        self._dimming: tuple[tuple[Lit, ...], float] | None = None
        self._dimmed_to = -1
        self._outside_shown = 1.0
        self._build_still()
        self._build_copies()
        self._build_moving()
        self.root.set_shader(surface_shader(quality))
        if quality.samples:
            self.root.set_antialias(AntialiasAttrib.M_multisample)  # without it, Panda3D turns the samples off
        self._sun = SunMap(base, self.root, prepared.towards_sun, space.bounds, size=quality.sun_map)
        self.people = self.root.attach_new_node("people")
        self._moving = SunMap(base, self.people, prepared.towards_sun, space.bounds, size=1024, once=False)
        self._moving.set_active(False)
        self._towards_sun = prepared.towards_sun
        self._light(prepared.light)
        self._reflect(prepared.light)
        self._anterooms, self._beyond, self._outside = self._draw_outside(prepared)
        self._build_signs()
        self._build_screens()
        self._prepared = prepared

    def change(self, prepared: Prepared) -> bool:
        """Shows the same space as somebody changed it, in its place: what is as it was stays on the graphics card.

        Doors close, seats are free and screens bare again where they were changed.

        Returns:
            False, and nothing is changed, where it is another space, its extent is another, or the sun stands
            elsewhere: that takes a new view.
        """
        before, space = self.space, prepared.space
        if self._lightmap is not None or prepared.lightmap is not None:
            return False  # what was baked is lit as it stood
        same_box = np.array_equal(before.bounds, space.bounds)
        if before.id != space.id or not same_box or prepared.towards_sun != self._towards_sun:
            return False
        self.space = space
        same_looks = before.materials == space.materials and before.sun == space.sun
        if not same_looks or not _same_mesh(before.mesh, space.mesh):
            self._shapes.remove_node()
            self._build_still()
        if not same_looks or not _same_copies(before, space):
            self._copies.remove_node()
            self._build_copies()
        if not same_looks or not _same_moving(before, space):
            self._frames.remove_node()
            self._build_moving()
        self._sun.redraw()
        self.relight(prepared.light)
        old = self._prepared
        if prepared.outside is not old.outside or prepared.anterooms is not old.anterooms or not same_looks:
            for map_ in self._outside:
                map_.destroy()
            self._anterooms.remove_node()
            self._beyond.remove_node()
            self._anterooms, self._beyond, self._outside = self._draw_outside(prepared)
        if space.labels != before.labels:
            self._board.remove_node()
            self._build_signs()
        if space.screens != before.screens:
            for path in self._screens.values():
                path.remove_node()
            self._build_screens()
        self._prepared = prepared
        return True

    def relight(self, light: LightField) -> None:
        """Lights the space anew, and reflects what is lit."""
        self.exposure = light.exposure
        self._dimming, self._outside_shown = None, 1.0
        self._light(light)
        self._dim_outside(self._beyond)
        self._reflect(light)

    def set_shown(self, shown: bool) -> None:
        """Whether this is the space that is presented: nobody else's people cast shadows."""
        self._moving.set_active(shown and self._quality.people_shadows)

    def set_language(self, language: Language) -> None:
        """Writes every sign again in the viewer's language."""
        self._language = language
        for signs in self._signs:
            signs.write(language)

    def set_state(self, node: str, state: float, now: float) -> None:
        """Lets the moving parts of a node ease towards `state` (0 closed, 1 open), beginning at `now` seconds.

        A node without moving parts is none of our business, and a state that it already has changes nothing.
        """
        for leaf in self._leaves.get(node, ()):
            if leaf.goal != state:
                leaf.start, leaf.goal, leaf.began = leaf.at(now), state, now
                if leaf not in self._easing:
                    self._easing.append(leaf)

    def show_node(self, node: str, shown: bool) -> None:
        """Shows or hides a node that rules show and hide; any other stays as it is."""
        board = self._boards_of.get(node)
        for path in (*self._vanishing.get(node, ()), *(() if board is None else (board,))):
            if shown:
                path.show()
            else:
                path.hide()

    def forget_hidden(self) -> None:
        """Shows and hides what rules show and hide as when the room opens: another room may be so, too."""
        come_and_go = {*self._vanishing, *self._boards_of}
        if not come_and_go:
            return
        hidden = {node.id for node in self.space.scene.nodes if (node.spec.state or {}).get("shown") is False}
        for node in come_and_go:
            self.show_node(node, node not in hidden)

    def show_page(self, screen: str, pixels: NDArray[np.uint8] | None) -> None:
        """Shows a picture (h, w, 3) RGB, rows from the top, on a screen; None leaves the bare screen.

        The picture fills the screen's width or height and keeps its shape.
        """
        node = self._screens[screen]
        if pixels is None:
            node.hide()
            return
        texture = picture("page", np.ascontiguousarray(pixels[::-1, :, 2::-1]))
        width, height = self.space.screens[screen].size
        shape = (pixels.shape[1] / pixels.shape[0]) / (width / height)
        # A page wider than its screen leaves a band above and below, one narrower at the sides.
        node.set_shader_inputs(page=texture, stretch=(max(1 / shape, 1.0), max(shape, 1.0)))
        node.show()

    def dim(self, way: Sequence[Lit], now: float) -> None:
        """Lets the light go along these steps, beginning at `now` seconds; one step alone is there at once."""
        self._dimming = (tuple(way), now)
        self._dimmed_to = -1
        self._dim(now)

    @property
    def is_dimming(self) -> bool:
        """Whether the light is on its way."""
        return self._dimming is not None

    def _dim(self, now: float) -> None:
        if self._dimming is None:
            return
        way, began = self._dimming
        step = min(int((now - began) / DIMS_IN_S * len(way)), len(way) - 1) if len(way) > 1 else 0
        if step != self._dimmed_to:
            self._dimmed_to = step
            self._lit_by(way[step])
        if step == len(way) - 1:
            self._dimming = None
            if self._mirror:
                self._mirror.draw_again()

    def _lit_by(self, lit: Lit) -> None:
        field = lit.field
        self.root.set_shader_inputs(
            sun_light=tuple(field.sun * c for c in linear(self.space.sun.colour)),
            field_light=volume(field.light),
            field_slope=volume(field.slope),
            field_scale=field.brightest,
            map_shares=(field.day, field.lamps),
            glow=lit.lamps / self.exposure,
        )
        for path in self.root.find_all_matches(f"**/{SHINES_BY_ITSELF}"):
            path.set_shader_input("glow", 1.0 / self.exposure)
        self._outside_shown = lit.outside
        self._dim_outside(self._beyond)

    def take_seat(self, seat: str, taken: bool) -> None:
        """Draws a seat as taken (folded down) or free; one that never changes its shape stays as it is."""
        self._seats.take(seat, taken)

    def update(self, now: float) -> None:
        """Moves what is moving; once a frame, with the frame's time in seconds."""
        self._easing = [leaf for leaf in self._easing if not leaf.move(now)]
        self._dim(now)

    def destroy(self) -> None:
        """Takes everything of it from the graphics card."""
        for map_ in (self._sun, *self._outside):
            map_.destroy()
        self._moving.destroy()
        if self._mirror:
            self._mirror.destroy()
        self.root.remove_node()

    def _build_still(self) -> None:
        self._shapes = self.root.attach_new_node("still")
        light = self._lightmap
        if light is None:
            self._draw(self.space.mesh, self._shapes)
            return
        self._draw(light.mesh, self._shapes, light.rows)
        self._shapes.set_shader(surface_shader(self._quality, "BAKED"))
        self._shapes.set_shader_inputs(map_day=texture("day", light.day), map_lamps=texture("lamps", light.lamps))

    def _build_copies(self) -> None:
        self._copies = self.root.attach_new_node("copies")
        self._groups: list[Group] = draw_copies(
            self.space, self._copies, self._quality, self._lightmap.baked.occlusion if self._lightmap else ()
        )
        self._seats = SeatRows(self._groups)

    def _build_moving(self) -> None:
        self._frames = self.root.attach_new_node("moving")
        self._leaves: dict[str, list[_Leaf]] = {}
        self._vanishing: dict[str, list[NodePath]] = {}
        self._easing.clear()
        for moving in self.space.moving:
            self._hang(moving)

    def _build_signs(self) -> None:
        self._board = self._hang_board()
        come_and_go = {m.node for m in self.space.moving if m.name == ITSELF}
        self._signs = [Signs([one for one in self.space.labels if one.node not in come_and_go], self._board)]
        self._boards_of: dict[str, NodePath] = {}
        for node in sorted(come_and_go & {one.node for one in self.space.labels}):
            board = self._boards_of[node] = self._board.attach_new_node(node)
            self._signs.append(Signs([one for one in self.space.labels if one.node == node], board))
        self.set_language(self._language)
        self.forget_hidden()

    def _build_screens(self) -> None:
        self._screens = {screen.id: self._place_screen(screen.id) for screen in self.space.screens.values()}

    def _draw(self, mesh: Mesh, parent: NodePath, light: NDArray[np.float32] | None = None) -> None:
        lit = () if light is None else ("BAKED",)
        mesh = self._paint(mesh, parent, self.space.materials, *lit, light=light)
        for material, geom in geoms(mesh, light, COLUMNS if lit else ()):
            node = GeomNode(material)
            node.add_geom(geom)
            path = parent.attach_new_node(node)
            known = self.space.materials.get(material)
            dress(path, known)
            if known is None or known.opacity >= 1:
                corners = path.get_tight_bounds()
                path.set_bin("room", round((corners[1] - corners[0]).length() * 10) if corners else 0)

    def _paint(
        self,
        mesh: Mesh,
        parent: NodePath,
        materials: Mapping[str, Material],
        *defines: str,
        light: NDArray[np.float32] | None = None,
    ) -> Mesh:
        """Draws what is small or plain in one call; gives back what is left to draw by material."""
        columns = () if light is None else COLUMNS
        mesh, geom = painted(mesh, paintable(mesh, materials), materials, light, columns)
        if geom is not None:
            node = GeomNode("painted")
            node.add_geom(geom)
            path = parent.attach_new_node(node)
            path.set_shader(surface_shader(self._quality, "PAINTED", *defines), 1)
        return mesh

    def _hang(self, moving: Moving) -> None:
        frame = self._frames.attach_new_node(moving.node)
        frame.set_pos(*moving.at)
        frame.set_h(moving.heading)
        if moving.name == ITSELF:
            self._vanishing.setdefault(moving.node, []).append(frame)
        leaf = frame.attach_new_node(moving.name)
        leaf.set_pos(*moving.part.pivot)
        self._draw(moving.part.mesh, leaf)
        self._leaves.setdefault(moving.node, []).append(_Leaf(leaf, moving))

    def _light(self, field: LightField) -> None:
        size = field.cell * np.array(field.light.shape[2::-1])
        self.root.set_shader_inputs(
            sun_direction=self._towards_sun,
            sun_light=tuple(field.sun * c for c in linear(self.space.sun.colour)),
            sun_matrix=self._sun.matrix,
            sun_map=self._sun.texture,
            sun_texel=1 / self._quality.sun_map,
            moving_matrix=self._moving.matrix,
            moving_map=self._moving.texture,
            field_light=volume(field.light),
            field_slope=volume(field.slope),
            field_low=tuple(field.low.tolist()),
            field_per_metre=tuple((1 / size).tolist()),
            field_scale=field.brightest,
            map_shares=(field.day, field.lamps),
            exposure=self.exposure,
            glow=1.0 / self.exposure,
        )

    def _reflect(self, field: LightField) -> None:
        """Takes the picture that floors and panes reflect; the next frame draws it."""
        if self._mirror:
            self._mirror.destroy()
        if self._quality.reflections:
            self._mirror = Mirror(self._base, self.root, self.space.bounds)
            self.root.set_shader_inputs(
                mirror=self._mirror.texture,
                mirror_low=tuple(self.space.bounds[0].tolist()),
                mirror_high=tuple(self.space.bounds[1].tolist()),
                mirror_at=self._mirror.at,
                mirror_on=1.0,
                field_dim=self.exposure / 0.18,
            )

    def _draw_outside(self, prepared: Prepared) -> tuple[NodePath, NodePath, list[SunMap]]:
        """A few metres behind doors; sky and what the openings show; the sun maps of what is outside."""
        anterooms = self.root.attach_new_node("anterooms")
        self._draw(prepared.anterooms, anterooms)
        anterooms.set_shader_input("sun_light", (0, 0, 0))
        anterooms.hide(SunMap.SEES)
        outside = self.root.attach_new_node("outside")
        outside.hide(SunMap.SEES)
        outside.set_bin("far", 0)  # after the room, which hides most of it
        maps = []
        self._backdrops: list[tuple[NodePath, float]] = []
        for backdrop in prepared.outside:
            node = outside.attach_new_node("backdrop")
            node.set_depth_offset(-1)  # a wall that two spaces share is drawn by whoever is inside it
            mesh = self._paint(backdrop.mesh, node, backdrop.materials, "OUTSIDE")
            for material, geom in geoms(mesh):
                part = GeomNode(material)
                part.add_geom(geom)
                dress(node.attach_new_node(part), backdrop.materials[material])
            node.set_shader(surface_shader(self._quality, "OUTSIDE"))
            map_ = SunMap(
                self._base,
                node,
                prepared.towards_sun,
                backdrop.bounds,
                size=self._quality.sun_map // 2,
                sees=SunMap.SEES_OUTSIDE,
            )
            node.set_shader_inputs(sun_map=map_.texture, sun_matrix=map_.matrix)
            maps.append(map_)
            self._backdrops.append((node, backdrop.sky))
        dome = GeomNode("sky")
        dome.add_geom(next(geom for _, geom in geoms(_sky_dome())))
        sky = outside.attach_new_node(dome)
        sky.set_two_sided(True)
        sky.set_shader(shader("surface", "sky"))
        self._dim_outside(outside)
        return anterooms, outside, maps

    def _dim_outside(self, outside: NodePath) -> None:
        """The picture is exposed for the room; what lies in full sun is held just below white."""
        unit = self._outside_shown / self.exposure
        warm = np.array(linear(self.space.sun.colour))
        outside.set_shader_inputs(
            outside_sun=tuple((OUTSIDE_SUN * unit * warm).tolist()),
            outside_sky=(OUTSIDE_SKY * unit,) * 3,
            outside_haze=(OUTSIDE_SKY * unit * 1.5,) * 3,
            sky_light=(OUTSIDE_SKY * unit * 1.55,) * 3,
        )
        for node, sky in self._backdrops:
            node.set_shader_input("outside_sky", (OUTSIDE_SKY * unit * sky,) * 3)

    def _hang_board(self) -> NodePath:
        """The node that all words hang on."""
        path = self.root.attach_new_node("signs")
        path.set_shader(surface_shader(self._quality, "LETTERS"))
        path.set_shader_inputs(surface=(1, 1, 1, 0.8), finish=(0, 0, 1, 0))
        path.set_depth_offset(1)
        path.hide(SunMap.SEES)
        return path

    def _place_screen(self, id_: str) -> NodePath:
        screen = self.space.screens[id_]
        node = GeomNode(id_)
        node.add_geom(upright(screen.size))
        path = self.root.attach_new_node(node)
        path.set_pos(*screen.at)
        path.set_h(screen.heading)
        path.set_shader(shader("page", "page"))
        path.set_depth_offset(1)
        path.hide(SunMap.SEES)
        path.set_shader_inputs(page=Texture("no page"), stretch=(1, 1))
        path.hide()
        return path


def _same_mesh(one: Mesh, other: Mesh) -> bool:
    """Whether two meshes are drawn alike."""
    return one.materials == other.materials and all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("positions", "normals", "uvs", "triangles", "material")
    )


def _same_copies(one: Space, other: Space) -> bool:
    """Whether the same prototypes stand at the same places; a prototype that is made again counts as another."""
    return len(one.copies) == len(other.copies) and all(
        a.mesh is b.mesh and a.role == b.role and a.seats == b.seats and np.array_equal(a.placements, b.placements)
        for a, b in zip(one.copies, other.copies, strict=True)
    )


def _same_moving(one: Space, other: Space) -> bool:
    """Whether the same parts move at the same places."""
    return [(m.node, m.name, id(m.part), m.at, m.heading) for m in one.moving] == [
        (m.node, m.name, id(m.part), m.at, m.heading) for m in other.moving
    ]


def _sky_dome() -> Mesh:
    """Half a ball, 2.4 km wide; the shader looks at directions only."""
    angle = np.deg2rad(np.linspace(-8, 90, 9))
    return lathe(np.stack([2400 * np.cos(angle), 2400 * np.sin(angle)], -1), sides=24)
