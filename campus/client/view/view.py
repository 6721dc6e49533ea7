"""One space as it is drawn, put together: what stands in it, its light, what is written, what lies outside.

Owns when each of them follows the others; knows no people and no network.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray
from panda3d.core import AntialiasAttrib, NodePath, PTA_float

from campus.client.view.alike import same_looks
from campus.client.view.beyond import Neighbour
from campus.client.view.contents import Contents
from campus.client.view.dimming import Lit
from campus.client.view.glimpse import Glimpse
from campus.client.view.hour import HourLight
from campus.client.view.lent import NO_THRESHOLD, Lent, Shares, shares_of, threshold, used_to
from campus.client.view.light import LightField
from campus.client.view.lighting import Lighting
from campus.client.view.outside import Outside
from campus.client.view.pages import Pages
from campus.client.view.panes import SHOWS_PEOPLE, Sight, Told, nothing
from campus.client.view.prepared import Prepared
from campus.client.view.quality import HIGH, Quality
from campus.client.view.shading import surface_shader
from campus.client.view.sharp import LATER
from campus.client.view.signs import Signs
from campus.client.view.sunlight import SunMap
from campus.text import Language

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase


class View:
    """A space on the graphics card.

    Attributes:
        space: what it was built from.
        root: the node under which everything of it hangs.
        people: the node under which people are placed.
        panes: in which one may see oneself.
        told: what shaders know of the one before the eye.
    """

    def __init__(
        self,
        base: ShowBase,
        prepared: Prepared,
        language: Language,
        quality: Quality = HIGH,
        pixels_for_one: PTA_float | None = None,
    ) -> None:
        self.space, self.panes = prepared.space, prepared.panes
        self.root = NodePath(self.space.id)
        self._base, self._prepared, self._language, self._quality = base, prepared, language, quality
        self._sees: dict[str, tuple[Neighbour, View]] = {}
        self._shares: dict[str, tuple[tuple[object, ...], Shares]] = {}
        self._seen_by: WeakSet[View] = WeakSet()
        self.told = Told()
        self.root.set_shader_inputs(pane=nothing(), pane_told=self.told.rows, **NO_THRESHOLD)
        self.root.set_shader_input("pixels_for_one", PTA_float([1.0]) if pixels_for_one is None else pixels_for_one)
        self._contents = Contents(self.root, prepared, quality)
        self.root.set_shader(surface_shader(quality))
        if quality.samples:
            self.root.set_antialias(AntialiasAttrib.M_multisample)  # without it, Panda3D turns the samples off
        self.people = self.root.attach_new_node("people")
        self.root.hide(SHOWS_PEOPLE | LATER)
        self.people.show_through(SHOWS_PEOPLE)
        self.people.hide(SunMap.SEES)
        self._lighting = Lighting(base, self.root, self.people, prepared, quality)
        self._outside = Outside(base, self.root, prepared, quality)
        self._shade_by_hour()
        self._expose_outside()
        self._write_signs()
        self.forget_hidden()
        self._pages = Pages(self.space.screens, self.root, quality)

    @property
    def exposure(self) -> float:
        """What one unit of light becomes in the picture."""
        return self._lighting.exposure

    def let_go(self) -> Prepared:
        """Keeps no array that is on the graphics card already; gives back what is left of what it was built from."""
        self._prepared = slim = self._prepared.slim()
        self.space = slim.space
        for part in (self._contents, self._lighting, self._outside):
            part.let_go(slim.space)
        return slim

    def change(self, prepared: Prepared) -> bool:
        """Shows the same space as somebody changed it, in its place: what is as it was stays on the graphics card.

        Doors close, seats are free and screens bare again where they were changed.

        Returns:
            False, and nothing is changed, where it is another space, its extent is another, or the sun stands
            elsewhere: that takes a new view.
        """
        old, before, space = self._prepared, self.space, prepared.space
        if old.lightmap is not None or prepared.lightmap is not None:
            return False  # what was baked is lit as it stood
        same_box = np.array_equal(before.bounds, space.bounds)
        if before.id != space.id or not same_box or prepared.towards_sun != self._lighting.towards:
            return False
        self._prepared, self.space, self.panes = prepared, space, prepared.panes
        self._contents.change(prepared)
        self._lighting.cast_again()
        self.relight(prepared.light)
        looks = same_looks(before, space)
        if prepared.outside is not old.outside or prepared.anterooms is not old.anterooms or not looks:
            self._outside.destroy()
            self._outside = Outside(self._base, self.root, prepared, self._quality)
            seen, self._sees = self._sees, {}
            self._shade_by_hour()
            self._expose_outside()
            for neighbour, other in seen.values():
                self.see(neighbour, other)
        if space.labels != before.labels:
            self._signs.destroy()
            self._write_signs()
        if space.screens != before.screens:
            self._pages.destroy()
            self._pages = Pages(space.screens, self.root, self._quality)
        self.forget_hidden()
        return True

    def relight(self, light: LightField) -> None:
        """Lights the space anew, and reflects what is lit."""
        self._lighting.relight(light, self.space)
        self._expose_outside()

    def open(self) -> None:
        """Of a view that was built beside the frame: draws what only the thread that draws can draw, its shadows."""
        self._lighting.open()
        self._outside.open()

    def glimpse(self, neighbour: Neighbour, other: View) -> Glimpse:
        """What `see` shows, not shown yet: may be called beside the frame."""
        return self._outside.glimpse(neighbour, other.lend())

    def see(self, neighbour: Neighbour, other: View, glimpse: Glimpse | None = None) -> None:
        """Shows a space beyond an opening, as `other` draws it for whoever stands in it.

        Args:
            neighbour: one of `Prepared.beyond`.
            other: that space.
            glimpse: as `glimpse` gave it, where that was done already.
        """
        self._outside.see(neighbour, *self._borrowed(neighbour, other), glimpse)
        self._sees[neighbour.space] = neighbour, other
        other._seen_by.add(self)
        self._outside.shade(not self._lighting.hour.painted)
        self._lighting.cast_again()  # what has come stands in the sun's way
        self._lighting.reflect_again()

    def sees(self, space: str) -> View | None:
        """The view of a space beyond that is shown, if any."""
        return self._sees[space][1] if space in self._sees else None

    def forget(self, space: str) -> None:
        """Shows a space beyond no more: it is taken from the card."""
        self._outside.forget(space)
        self._shares.pop(space, None)
        if space in self._sees:
            self._sees.pop(space)[1]._seen_by.discard(self)

    def look_beyond(self, sight: Sight) -> None:
        """Draws of the spaces beyond what an eye may see of them; once a frame."""
        self._outside.look(sight)

    def lend(self) -> Lent:
        """What others may draw of this space, in its own light."""
        return Lent(
            self._contents.still,
            (self._signs.root,),
            self._lighting.lent,
            self.space.materials,
            self._lighting.white,
            self._prepared.lightmap.sills if self._prepared.lightmap else None,
            (self._contents.copies, self._contents.moving),
            self._outside.anterooms,
        )

    def set_shown(self, shown: bool) -> None:
        """Whether this is the space that is presented: nobody else's people cast shadows."""
        self._lighting.let_people_cast(shown)

    def cast_from(self, places: Iterable[tuple[float, float]]) -> None:
        """People are at these places over the floor, metres: where no shadow of theirs falls, none is drawn."""
        self._lighting.cast_from(places)

    @property
    def people_cast(self) -> bool:
        """Whether the people here cast shadows in the sun."""
        return self._lighting.people_cast

    def set_language(self, language: Language) -> None:
        """Writes every sign again in the viewer's language."""
        self._language = language
        self._signs.write(language)

    def set_state(self, node: str, state: float, now: float) -> None:
        """Lets the moving parts of a node ease towards `state` (0 closed, 1 open), beginning at `now` seconds.

        A node without moving parts is none of our business, and a state that it already has changes nothing.
        """
        self._contents.set_state(node, state, now)

    def show_node(self, node: str, shown: bool) -> None:
        """Shows or hides a node that rules show and hide; any other stays as it is."""
        self._contents.show(node, shown)
        self._signs.show(node, shown)

    def forget_hidden(self) -> None:
        """Shows and hides what rules show and hide as when the room opens: another room may be so, too."""
        come_and_go = self._contents.vanishing | self._signs.vanishing
        if not come_and_go:
            return
        hidden = {node.id for node in self.space.scene.nodes if (node.spec.state or {}).get("shown") is False}
        for node in come_and_go:
            self.show_node(node, node not in hidden)

    def show_page(self, screen: str, pixels: NDArray[np.uint8] | None) -> None:
        """Shows a picture (h, w, 3) RGB, rows from the top, on a screen; None leaves the bare screen.

        The picture fills the screen's width or height and keeps its shape.
        """
        self._pages.show(screen, pixels)

    def take_seat(self, seat: str, taken: bool) -> None:
        """Draws a seat as taken (folded down) or free; one that never changes its shape stays as it is."""
        self._contents.take_seat(seat, taken)

    def dim(self, way: Sequence[Lit], now: float) -> None:
        """Lets the light go along these steps, beginning at `now` seconds; one step alone is there at once."""
        self._lighting.set_out(way, now)
        self._follow_light(now)

    @property
    def is_dimming(self) -> bool:
        """Whether the light is on its way."""
        return self._lighting.is_dimming

    @property
    def bright(self) -> float:
        """How much light an eye is used to here, lux; where nothing was baked, as in a room by day."""
        return self._lighting.bright

    def see_as(self, brighter: float) -> None:
        """Shows the space, and those beyond it, to an eye that is used to another.

        Whoever walks from one into the other sees at first what was seen of it from there; land and sky stay.

        Args:
            brighter: how many times brighter this one is than what the eye is used to.
        """
        self._lighting.see_as(used_to(brighter))
        for space, (neighbour, other) in self._sees.items():
            before, shown = self._shares.get(space), self._borrowed(neighbour, other)
            as_it_is = before is self._shares[space]
            (self._outside.see_as if as_it_is else self._outside.relight)(neighbour, *shown)

    def shine(self, on: bool) -> None:
        """Takes the sun's own light off the space, or gives it back: what is left is measured, never shown."""
        self._lighting.shine(on)

    def update(self, now: float) -> None:
        """Moves what is moving; once a frame, with the frame's time in seconds."""
        self._contents.update(now)
        self._follow_light(now)
        self.told.tick(now)
        SunMap.rest()

    def destroy(self) -> None:
        """Takes everything of it from the graphics card."""
        for space in list(self._sees):
            self.forget(space)
        self._lighting.destroy()
        self._outside.destroy()
        self.root.remove_node()

    def _follow_light(self, now: float) -> None:
        """What lies outside, and whoever sees this space from there, goes along with its light."""
        lit = self._lighting.step(now)
        if lit is not None:
            if lit.hour != self._lighting.hour:
                self._turn(lit.hour)
            self._expose_outside()
            for view in self._seen_by:
                view._expose_outside()
        self._lighting.glide(now)

    def _turn(self, hour: HourLight) -> None:
        self._lighting.turn(hour)
        self._outside.turn(hour, self._lighting.towards)
        self._shade_by_hour()

    def _shade_by_hour(self) -> None:
        # What stands beyond the openings shades a space too. The bake knows where; for another hour the map must.
        painted = self._lighting.hour.painted
        self._outside.shade(not painted)
        self._contents.look_for_sun(everywhere=not painted)

    def _expose_outside(self) -> None:
        self._outside.expose(self._lighting.outside / self.exposure, self._lighting.field)
        for neighbour, other in self._sees.values():
            self._outside.relight(neighbour, *self._borrowed(neighbour, other))

    def _borrowed(self, neighbour: Neighbour, other: View) -> tuple[Lent, Shares]:
        """What a space beyond lets draw, and how bright it is shown here."""
        lent, light, its = other.lend(), self._lighting, other._lighting
        follows_from = (neighbour, other, light.told, its.told, light.outside)
        known = self._shares.get(neighbour.space)
        if known is None or known[0] != follows_from:
            # An eye that gets used to this light asks in frame after frame; the threshold takes milliseconds.
            here = self.lend()
            shares = shares_of(here, lent, neighbour)
            shares = replace(shares, threshold=threshold(here, lent, neighbour, shares))
            # An estimate's unit of light is another than a bake's; and blinds that are down are down for all outside.
            known = follows_from, shares.times(other.exposure / self.exposure * light.outside)
            self._shares[neighbour.space] = known
        return lent, known[1].under(light.eye)

    def _write_signs(self) -> None:
        self._signs = Signs(self.space.labels, self.root, self._contents.vanishing, self._quality)
        self._signs.write(self._language)
