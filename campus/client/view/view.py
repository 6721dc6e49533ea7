"""One space as it is drawn. Owns its nodes, its light and what changes in it; knows no people and no network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray
from panda3d.core import AntialiasAttrib, BitMask32, NodePath, Texture

from campus.client.view.alike import same_copies, same_mesh, same_moving
from campus.client.view.beyond import Neighbour
from campus.client.view.coarse import LEAVES, lighter, sunlit
from campus.client.view.contacts import still_spots
from campus.client.view.copies import Group, SeatRows, draw_copies
from campus.client.view.dimming import DIMS_IN_S, Lit, shares_along
from campus.client.view.drawn import IN_SHADE, draw, hang
from campus.client.view.geometry import upright
from campus.client.view.hour import HourLight, turned
from campus.client.view.leaf import Leaf
from campus.client.view.lent import Lent, Shares, shares_of
from campus.client.view.light import LightField
from campus.client.view.lightmapped import MAP_MOST, baked_mirror, plain_texture, texture
from campus.client.view.materials import picture, volume
from campus.client.view.mirror import BakedMirror, Mirror, no_mirror
from campus.client.view.outside import Outside
from campus.client.view.panes import SHOWS_PEOPLE, Told, nothing
from campus.client.view.prepared import Prepared
from campus.client.view.quality import HIGH, Quality
from campus.client.view.shading import linear, shader, surface_shader
from campus.client.view.signs import Signs
from campus.client.view.sunlight import SunMap, towards_sun
from campus.space.compile import ITSELF
from campus.space.model import Moving
from campus.text import Language

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

EYE_SEES = BitMask32.bit(1)
"""The mask of the camera that makes the picture; hide from it what only casts a shadow."""
SHINES_BY_ITSELF = "blue-glow"
"""What glows in this material is a display and no lamp: it is not dimmed with them."""


ESTIMATED_LUX = 2000.0
WHERE_ONE_STANDS = ("moving_map", "moving_matrix", "exposure")
"""What the picture has from the space that is presented, whatever is seen beyond it: the shadows of its people."""


class View:
    """A space on the graphics card.

    Attributes:
        space: what it was built from.
        root: the node under which everything of it hangs.
        people: the node under which people are placed.
        exposure: what one unit of light becomes in the picture.
        panes: in which one may see oneself.
        told: what shaders know of the one before the eye.
    """

    def __init__(self, base: ShowBase, prepared: Prepared, language: Language, quality: Quality = HIGH) -> None:
        self.space = space = prepared.space
        self.exposure = prepared.light.exposure
        self._lightmap = prepared.lightmap
        self.root = NodePath(space.id)
        self._base = base
        self._quality = quality
        self._mirror: BakedMirror | Mirror | None = None
        self._language = language
        self._easing: list[Leaf] = []
        self._dimming: tuple[tuple[Lit, ...], float] | None = None
        self._dimmed_to = -1
        self._outside_shown = 1.0
        self._inputs: dict[str, Any] = {}
        self._sees: dict[str, tuple[Neighbour, View]] = {}
        self._seen_by: WeakSet[View] = WeakSet()
        self.panes, self._feet = prepared.panes, prepared.feet
        self.told = Told()
        self.root.set_shader_inputs(pane=nothing(), pane_told=self.told.rows)
        self._build_still()
        self._build_copies()
        self._build_moving()
        self.root.set_shader(surface_shader(quality))
        if quality.samples:
            self.root.set_antialias(AntialiasAttrib.M_multisample)  # without it, Panda3D turns the samples off
        self._sun = SunMap(base, self.root, prepared.towards_sun, space.bounds, size=quality.sun_map)
        self.people = self.root.attach_new_node("people")
        self.root.hide(SHOWS_PEOPLE)
        self.people.show_through(SHOWS_PEOPLE)
        self.people.hide(SunMap.SEES)
        self._moving = SunMap(
            base,
            self.people,
            prepared.towards_sun,
            space.bounds,
            size=1024,
            once=False,
            sees=SunMap.SEES_PEOPLE,
        )
        self._moving.set_active(False)
        self._towards_sun, self._hour = prepared.towards_sun, prepared.hour
        self._light(prepared.light)
        self._reflect(prepared.light)
        self._outside = Outside(base, self.root, prepared, quality)
        self._set_sun()
        self._expose_outside()
        self._build_signs()
        self._build_screens()
        self._prepared = prepared

    def let_go(self) -> Prepared:
        """Keeps no array that is on the graphics card already; gives back what is left of what it was built from."""
        self._prepared = self._prepared.slim()
        self._lightmap = self._prepared.lightmap
        return self._prepared

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
        self.space, self.panes, self._feet = space, prepared.panes, prepared.feet
        same_looks = before.materials == space.materials and before.sun == space.sun
        if not same_looks or not same_mesh(before.mesh, space.mesh):
            self._shapes.remove_node()
            self._build_still()
        if not same_looks or not same_copies(before, space) or not np.array_equal(self._prepared.feet, prepared.feet):
            self._copies.remove_node()
            self._build_copies()
        if not same_looks or not same_moving(before, space):
            self._frames.remove_node()
            self._build_moving()
        self._sun.redraw()
        self.relight(prepared.light)
        old = self._prepared
        if prepared.outside is not old.outside or prepared.anterooms is not old.anterooms or not same_looks:
            self._outside.destroy()
            self._outside = Outside(self._base, self.root, prepared, self._quality)
            seen, self._sees = self._sees, {}
            self._set_sun()
            self._expose_outside()
            for neighbour, other in seen.values():
                self.see(neighbour, other)
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
        self._expose_outside()
        self._reflect(light)

    def see(self, neighbour: Neighbour, other: View) -> None:
        """Shows a space beyond an opening, as `other` draws it for whoever stands in it.

        Args:
            neighbour: one of `Prepared.beyond`.
            other: that space.
        """
        self._outside.see(neighbour, *self._borrowed(other))
        self._sees[neighbour.space] = neighbour, other
        other._seen_by.add(self)
        self._outside.shade(not self._hour.painted)
        if not self._hour.painted:
            self._sun.redraw()  # what has come stands in the sun's way
        if self._mirror:
            self._mirror.draw_again()

    def sees(self, space: str) -> View | None:
        """The view of a space beyond that is shown, if any."""
        return self._sees[space][1] if space in self._sees else None

    def forget(self, space: str) -> None:
        """Shows a space beyond no more: it is taken from the card."""
        self._outside.forget(space)
        if space in self._sees:
            self._sees.pop(space)[1]._seen_by.discard(self)

    def lend(self) -> Lent:
        """What others may draw of this space, in its own light."""
        return Lent(
            self._shapes,
            (self._copies, self._frames, self._board),
            {name: value for name, value in self._inputs.items() if name not in WHERE_ONE_STANDS},
            self.space.materials,
            self._lightmap.baked.manifest.exposure if self._lightmap else None,
        )

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
        at = (now - began) / DIMS_IN_S * len(way)
        step = min(int(at), len(way) - 1) if len(way) > 1 else 0
        if step != self._dimmed_to:
            self._dimmed_to = step
            self._lit_by(way[step])
        if step < len(way) - 1:
            self._share(shares_along(way[step], way[step + 1], min(max(at - step, 0.0), 1.0)))
        if step == len(way) - 1:
            self._dimming = None
            if self._mirror:
                self._mirror.draw_again()

    def _share(self, lit: Lit) -> None:
        """What of a light is a mere number: it may change in every frame."""
        field = lit.field
        self._set(
            sun_light=self._sun_light(field),
            map_shares=(field.day, field.lamps),
            map_hour=field.hour,
            glow=lit.lamps / self.exposure,
        )

    def _lit_by(self, lit: Lit) -> None:
        field = lit.field
        self._set(field_light=volume(field.light), field_slope=volume(field.slope), field_scale=field.brightest)
        self._share(lit)
        if self._mirror:
            self._set(**self._mirror.lit(field))
        for path in self.root.find_all_matches(f"**/{SHINES_BY_ITSELF}"):
            path.set_shader_input("glow", 1.0 / self.exposure)
        self._outside_shown, self._field = lit.outside, field
        if lit.hour != self._hour:
            self._turn(lit.hour)
        self._expose_outside()
        for view in self._seen_by:
            view._expose_outside()

    @property
    def bright(self) -> float:
        """How much light an eye is used to here, lux; where nothing was baked, as in a room by day."""
        lux = 1 / self._lightmap.baked.manifest.exposure if self._lightmap else ESTIMATED_LUX
        return lux / self._field.opened

    def shine(self, on: bool) -> None:
        """Takes the sun's own light off the space, or gives it back: what is left is measured, never shown."""
        self.root.set_shader_input("sun_light", self._sun_light(self._field) if on else (0.0, 0.0, 0.0))

    def _turn(self, hour: HourLight) -> None:
        """The sun of another hour: where it stands, and what it reaches."""
        self._hour = hour
        self._towards_sun = towards = towards_sun(turned(self.space.sun, hour.shining), self.space.north)
        for map_ in (self._sun, self._moving):
            map_.aim(towards)
        self._outside.turn(hour, towards)
        self._set_sun()
        self._sun.redraw()

    def _set_sun(self) -> None:
        # What stands beyond the openings shades a space too. The bake knows where; for another hour the map must.
        painted = self._hour.painted
        self._outside.shade(not painted)
        for path in self._shapes.find_all_matches(f"**/={IN_SHADE}"):
            path.set_shader(surface_shader(self._quality, "BAKED", *(() if painted else ("SUNLIT",))))
        self._set(
            sun_direction=self._towards_sun,
            sun_matrix=self._sun.matrix,
            moving_matrix=self._moving.matrix,
            sun_as_baked=float(painted),
        )

    def _sun_light(self, field: LightField) -> tuple[float, ...]:
        return tuple(field.sun * c * b for c, b in zip(linear(self.space.sun.colour), field.beam, strict=True))

    def take_seat(self, seat: str, taken: bool) -> None:
        """Draws a seat as taken (folded down) or free; one that never changes its shape stays as it is."""
        self._seats.take(seat, taken)

    def update(self, now: float) -> None:
        """Moves what is moving; once a frame, with the frame's time in seconds."""
        self._easing = [leaf for leaf in self._easing if not leaf.move(now)]
        self._dim(now)
        self.told.tick(now)
        SunMap.rest()

    def destroy(self) -> None:
        """Takes everything of it from the graphics card."""
        for space in list(self._sees):
            self.forget(space)
        self._sun.destroy()
        self._outside.destroy()
        self._moving.destroy()
        if self._mirror:
            self._mirror.destroy()
        self.root.remove_node()

    def _build_still(self) -> None:
        self._shapes = self.root.attach_new_node("still")
        light, plain = self._lightmap, self._quality.plain
        mesh, seen = (self.space if light is None else light).mesh, None
        if plain:
            leaves = {name for name, material in self.space.materials.items() if material.pattern == LEAVES}
            mesh, left = lighter(mesh, leaves)
            seen = None if light is None else sunlit(light.baked)[left]
        if light is None:
            draw(mesh, self._shapes, self.space.materials, self._quality)
            return
        draw(mesh, self._shapes, self.space.materials, self._quality, light.rows, seen)
        self._shapes.set_shader(surface_shader(self._quality, "BAKED", "SUNLIT"))
        made = plain_texture if plain else texture
        self._shapes.set_shader_inputs(
            map_day=made("day", light.day), map_lamps=made("lamps", light.lamps), map_most=MAP_MOST
        )

    def _build_copies(self) -> None:
        self._copies = self.root.attach_new_node("copies")
        self._groups: list[Group] = draw_copies(
            self.space, self._copies, self._quality, self._lightmap.baked.occlusion if self._lightmap else ()
        )
        self._seats = SeatRows(self._groups)
        if (spots := still_spots(self._feet, self.space.copies)) is not None:
            spots.reparent_to(self._copies)

    def _build_moving(self) -> None:
        self._frames = self.root.attach_new_node("moving")
        self._leaves: dict[str, list[Leaf]] = {}
        self._vanishing: dict[str, list[NodePath]] = {}
        self._easing.clear()
        for moving in self.space.moving:
            self._hang(moving)

    def _build_signs(self) -> None:
        self._board = self._hang_board()
        come_and_go = {m.node for m in self.space.moving if m.name == ITSELF}
        self._signs = [
            Signs([one for one in self.space.labels if one.node not in come_and_go], self._board, self._quality.letters)
        ]
        self._boards_of: dict[str, NodePath] = {}
        for node in sorted(come_and_go & {one.node for one in self.space.labels}):
            board = self._boards_of[node] = self._board.attach_new_node(node)
            self._signs.append(
                Signs([one for one in self.space.labels if one.node == node], board, self._quality.letters)
            )
        self.set_language(self._language)
        self.forget_hidden()

    def _build_screens(self) -> None:
        self._screens = {screen.id: self._place_screen(screen.id) for screen in self.space.screens.values()}

    def _hang(self, moving: Moving) -> None:
        frame = self._frames.attach_new_node(moving.node)
        frame.set_pos(*moving.at)
        frame.set_h(moving.heading)
        if moving.name == ITSELF:
            self._vanishing.setdefault(moving.node, []).append(frame)
        leaf = frame.attach_new_node(moving.name)
        leaf.set_pos(*moving.part.pivot)
        draw(moving.part.mesh, leaf, self.space.materials, self._quality)
        self._leaves.setdefault(moving.node, []).append(Leaf(leaf, moving))

    def _light(self, field: LightField) -> None:
        size = field.cell * np.array(field.light.shape[2::-1])
        self._field = field
        self._set(
            sun_direction=self._towards_sun,
            sun_light=self._sun_light(field),
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
            map_hour=field.hour,
            exposure=self.exposure,
            glow=1.0 / self.exposure,
        )

    def _reflect(self, field: LightField) -> None:
        """Takes the picture that floors and panes reflect; the next frame draws it."""
        if self._mirror:
            self._mirror.destroy()
        # Where nothing was baked the space looks around in itself, once; a processor that draws does not.
        baked = baked_mirror(self._lightmap.baked) if self._lightmap else None
        live = Mirror(self._base, self.root, self.space.bounds) if self._quality.reflections and not baked else None
        self._mirror = baked or live
        self._set(**(self._mirror.lit(field) if self._mirror else no_mirror(self.space.bounds)))

    def _set(self, **inputs: Any) -> None:
        """Gives the shaders of everything here what they need; whoever lies beside may draw with it, too."""
        self._inputs.update(inputs)
        self.root.set_shader_inputs(**inputs)

    def _expose_outside(self) -> None:
        self._outside.expose(self._outside_shown / self.exposure, self._field)
        for neighbour, other in self._sees.values():
            self._outside.relight(neighbour, *self._borrowed(other))

    def _borrowed(self, other: View) -> tuple[Lent, Shares]:
        """What a space beyond lets draw, and how bright it is shown here."""
        lent = other.lend()
        # An estimate's unit of light is another than a bake's; and blinds that are down are down for all outside.
        return lent, shares_of(self.lend(), lent).times(other.exposure / self.exposure * self._outside_shown)

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
        path = hang(self.root, id_, upright(screen.size))
        path.set_pos(*screen.at)
        path.set_h(screen.heading)
        path.set_shader(shader("page", "page", *(("FINISHED",) if self._quality.plain else ())))
        path.set_depth_offset(1)
        path.hide(SunMap.SEES)
        path.set_shader_inputs(page=Texture("no page"), stretch=(1, 1))
        path.hide()
        return path
