"""Where a space is shown: the camera, what its picture is computed in, and which space is presented.

Owns the frame's picture; knows nothing of people, rules or the network.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from direct.showbase.DirectObject import DirectObject
from numpy.typing import NDArray
from panda3d.core import (
    Camera,
    CullBinManager,
    Filename,
    LPoint2f,
    LPoint3f,
    NodePath,
    PerspectiveLens,
    PTA_float,
    RenderState,
    TransformState,
)

from campus.client.view.finish import Finish
from campus.client.view.head_start import HeadStart, flush
from campus.client.view.pace import Pace
from campus.client.view.panes import PaneMirror, Panes, Sight
from campus.client.view.passes import make_target
from campus.client.view.prepared import Prepared, prepare
from campus.client.view.quality import HIGH, LOW, Quality, within
from campus.client.view.sharp import EYE_SEES, Sharp
from campus.client.view.view import View
from campus.client.view.window import is_software
from campus.space.model import Space
from campus.text import Language

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase


ADAPTS_IN_S = 1.0
"""After this time an eye is nearly as used to another space as it will be: what differs falls to a third."""
NOTICED = 0.03
"""An eye that is used to so much more or less light, its logarithm, sees nothing else; then it is not told."""


class Stage:
    """The window's picture of one space at a time.

    Example:
        stage = Stage(open_window((1280, 720)))
        stage.present(stage.build(space, "fr"))
        stage.look_from((7.5, 2.5, 1.62), heading=0)
        stage.draw()

    Attributes:
        base: the application.
        eye: the camera; place it with `look_from` or `look_at`.
        view: the space that is presented, if any.
        quality: what the picture may cost.
        pace: changes how many pixels are computed by how long frames take; None lets that be.
    """

    def __init__(self, base: ShowBase, quality: Quality | None = None) -> None:
        """Makes the targets.

        Args:
            base: the application, as `open_window` gives it.
            quality: what the picture may cost; None looks whether there is a graphics card.
        """
        self.base = base
        self.quality = quality or (LOW if is_software(base) else HIGH)
        bins = CullBinManager.get_global_ptr()
        if bins.find_bin("far") < 0:
            # Small things first, then the walls behind them, then what lies outside: most pixels are drawn once.
            bins.add_bin("room", CullBinManager.BT_fixed, 19)
            bins.add_bin("far", CullBinManager.BT_fixed, 25)
        self.view: View | None = None
        self._used_to = 0.0
        self._seen_as: float | None = None
        self.pace: Pace | None = None
        self._shown = 1.0
        # An array costs nothing to change, where another input would make the state of everything anew.
        self._plain_exposure = PTA_float([1.0])
        self.size = (base.win.get_x_size(), base.win.get_y_size())
        self._scale = within(self.quality.scale, self.size)
        self._lens = PerspectiveLens()
        self._lens.set_near_far(0.06, 3000)
        self._fov = 70.0
        self._empty = NodePath("nowhere")
        self.eye = self._empty.attach_new_node(Camera("eye", self._lens))
        self.eye.node().set_camera_mask(EYE_SEES)
        self._scene, light = make_target(
            base, "scene", self._computed(), -30, depth=True, samples=self.quality.samples, light=not self.quality.plain
        )
        self._scene.set_clear_color((0, 0, 0, 1))
        self._scene.make_display_region().set_camera(self.eye)
        for region in base.win.get_display_regions():
            if region.get_camera() == base.cam:
                region.set_active(False)  # ours draws into the buffer instead
        self._light = light
        self._sharp = Sharp(base, self._scene, self.eye, self._lens) if self.quality.plain else None
        if self._sharp:
            self._sharp.tell(scale=self._scale)
        begin = flush() if self.quality.plain and is_software(base) else None
        self._head_start = HeadStart(begin) if begin else None
        self._panes = (
            PaneMirror(base, self.quality.mirrors, min(self.quality.samples, 2)) if self.quality.mirrors else None
        )
        self._looked_into = Panes(())
        self._finish = Finish(base, light, self.quality, self.size, self._computed(), self._scale)
        self._apply_lens()
        self._listener = DirectObject()
        self._listener.accept("window-event", self._window_changed)

    def build(self, space: Space, language: Language = "fr", prepared: Prepared | None = None) -> View:
        """The space on the graphics card, not shown yet. Give it back with `View.destroy`.

        Args:
            space: as compiled.
            language: in which its signs are written.
            prepared: what `prepare(space)` gave, on another thread perhaps; without it a second is spent here.
        """
        return View(self.base, prepared or prepare(space), language, self.quality, self._finish.pixels_for_one)

    def present(self, view: View | None, *, gently: bool = False) -> None:
        """Shows a space instead of the one before, which stays built; None shows nothing.

        Args:
            view: of the space.
            gently: the eye is still used to the space before; `adapt` lets it come round.
        """
        if self.view is not None:
            self.view.set_shown(False)
        if self.pace is not None and view is not self.view:
            self.pace.begin_elsewhere()
        self.view = view
        if view is not None:
            view.set_shown(True)
        root = view.root if view else self._empty
        if self._panes:
            self._panes.rest()
            root.set_shader_input("pane", self._panes.picture)
        self.eye.reparent_to(root)
        self.eye.node().set_scene(root)
        if self._sharp:
            self._sharp.look(root)
        if self._head_start:
            self._head_start.look(root)
        if view is not None:
            if self.quality.plain:
                view.root.set_shader_input("exposure", self._plain_exposure)
            self._used_to = self._used_to if gently and self._used_to else view.bright
            self._seen_as = None  # whatever it was left as
        self._expose()

    def adapt(self, seconds: float) -> None:
        """Lets the eye get used to what it sees; once a frame, whose length it is."""
        view = self.view
        if view is None or self._used_to == view.bright:
            return
        away = math.log(self._used_to / view.bright) * math.exp(-seconds / ADAPTS_IN_S)
        self._used_to = view.bright * math.exp(away) if abs(away) > 0.02 else view.bright
        self._expose()

    def _expose(self) -> None:
        view = self.view
        exposure = 1.0
        if view is not None:
            # Who comes in from the court sees the hall a little dark at first, and who goes out is dazzled a little.
            brighter = view.bright / self._used_to
            if brighter == 1 or self._seen_as is None or abs(math.log(brighter / self._seen_as)) > NOTICED:
                self._seen_as = brighter
                view.see_as(brighter)
            exposure = self._plain_exposure[0] = view.exposure
        self._finish.expose(exposure)

    def fade(self, shown: float) -> None:
        """How much of the picture is shown: 1 all of it, 0 darkness."""
        shown = min(max(shown, 0.0), 1.0)
        if shown != self._shown:
            self._shown = shown
            self._finish.fade(shown)
            if self._sharp:
                self._sharp.tell(shown=shown)

    def look_from(
        self, at: tuple[float, float, float], heading: float, pitch: float = 0.0, fov: float | None = None
    ) -> None:
        """Puts the eye at (x, y, z) metres, looking along `heading` and `pitch` degrees, `fov` degrees wide."""
        self.eye.set_pos_hpr(*at, heading, pitch, 0)
        self._widen(fov)
        self._mirror()

    def look_at(
        self, at: tuple[float, float, float], target: tuple[float, float, float], fov: float | None = None
    ) -> None:
        """Puts the eye at `at`, looking at `target`, `fov` degrees wide."""
        self.eye.set_pos(*at)
        self.eye.look_at(LPoint3f(*target))
        self._widen(fov)
        self._mirror()

    @property
    def fov(self) -> float:
        """Horizontal field of view, degrees."""
        return self._fov

    @property
    def sight(self) -> Sight:
        """What the eye sees, in the frame of the space."""
        return Sight(self.eye, self._lens)

    @property
    def shows_people_aside(self) -> bool:
        """Whether people may be seen otherwise than by the eye: in a pane, or by their shadows in the sun."""
        in_pane = self._panes is not None and self._panes.shows_anything
        return in_pane or (self.view is not None and self.view.people_cast)

    def project(self, point: tuple[float, float, float]) -> tuple[float, float, float] | None:
        """Where a point of the space is seen.

        Returns:
            x and y in pixels from the window's upper left corner, and the distance in metres; None behind the eye or
            outside the picture.
        """
        local = self.eye.get_relative_point(self.eye.get_parent(), LPoint3f(*point))
        flat = LPoint2f()
        if not self._lens.project(local, flat):
            return None
        return (flat.x + 1) / 2 * self.size[0], (1 - flat.y) / 2 * self.size[1], local.length()

    def ray(self, x: float, y: float) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """What a pixel looks along: the eye's place, and a unit vector, in the space's frame."""
        near, far = LPoint3f(), LPoint3f()
        self._lens.extrude(LPoint2f(2 * x / self.size[0] - 1, 1 - 2 * y / self.size[1]), near, far)
        parent = self.eye.get_parent()
        start, end = parent.get_relative_point(self.eye, near), parent.get_relative_point(self.eye, far)
        along = end - start
        along.normalize()
        at = self.eye.get_pos()
        return (at.x, at.y, at.z), (along.x, along.y, along.z)

    def resize(self) -> None:
        """Follows the window's size; the window's own events call it."""
        size = (max(self.base.win.get_x_size(), 1), max(self.base.win.get_y_size(), 1))
        if size == self.size:
            return
        self.size = size
        self._fit()
        self._apply_lens()

    def rescale(self, scale: float) -> None:
        """Computes another share of the window's width and height, from the next frame on."""
        if (share := within(scale, self.size)) != self._scale:
            self._scale = share
            self._fit()

    def keep_pace(self, frame_s: float | None) -> None:
        """Computes fewer pixels where frames stay too slow, more where there is time; once for each whole frame.

        Args:
            frame_s: how long the last one took; None lets the tier have its own.
        """
        if self.pace is None:
            return
        if frame_s is None:
            self.pace.begin(self.quality.scale)
        self.rescale(self.pace.scale if frame_s is None else self.pace.after(frame_s))

    def _fit(self) -> None:
        """Gives what is computed its size."""
        self._scene.set_size(*self._computed())
        self._finish.fit(self.size, self._computed(), self._scale)
        if self._sharp:
            self._sharp.tell(scale=self._scale)

    def set_active(self, active: bool) -> None:
        """Draws no more, or again; what was drawn last stays in the window."""
        self._scene.set_active(active)
        self._finish.set_active(active)
        if self._panes and not active:
            self._panes.rest()
        self.base.win.set_active(active)

    def destroy(self) -> None:
        """Gives the targets back; the application and its window stay."""
        self._listener.ignore_all()
        self.present(None)
        if self._panes:
            self._panes.destroy()
        if self._sharp:
            self._sharp.destroy()
        if self._head_start:
            self._head_start.destroy()
        self._finish.destroy()
        self.base.graphicsEngine.remove_window(self._scene)
        self.eye.node().set_scene(NodePath())  # it hangs in the scene that it looks at: they would keep each other
        self.eye.remove_node()

    def draw(self, frames: int = 1) -> None:
        """Draws now, outside the application's own loop: tests and pictures."""
        for _ in range(frames):
            self.base.graphicsEngine.render_frame()
        # That loop lets go of states which no node has any more; without it, they keep every texture ever drawn with.
        TransformState.garbage_collect()
        RenderState.garbage_collect()

    def draw_out(self) -> None:
        """Draw a frame to its last pixel: it is read back, since a graphics card says that it is done long before."""
        self.draw()
        self.base.graphicsEngine.extract_texture_data(self._light, self.base.win.get_gsg())
        self._light.clear_ram_image()  # or the next frame would show it once more

    def pixels(self) -> NDArray[np.uint8]:
        """(h, w, 3) the picture that was drawn last, as RGB.

        Raises:
            RuntimeError: before anything was drawn.
        """
        picture = self.base.win.get_screenshot()
        if picture is None:
            raise RuntimeError("The window has no picture yet: draw a frame first.")
        width, height = picture.get_x_size(), picture.get_y_size()
        raw: NDArray[np.uint8] = np.frombuffer(picture.get_ram_image_as("RGB").get_data(), np.uint8)
        return raw.reshape(height, width, 3)[::-1].copy()

    def light(self) -> NDArray[np.float32]:
        """(h, w, 3) the linear light of the picture that was drawn last, before exposure and tone curve.

        Raises:
            RuntimeError: in the low tier, which draws the finished picture at once.
        """
        if self.quality.plain:
            raise RuntimeError("The low tier has no light to measure: it draws the finished picture at once.")
        self.base.graphicsEngine.extract_texture_data(self._light, self.base.win.get_gsg())
        width, height = self._light.get_x_size(), self._light.get_y_size()
        # Drivers give half floats back as they are, or as whole ones.
        kind = np.float16 if self._light.get_component_width() == 2 else np.float32
        raw = np.frombuffer(self._light.get_ram_image_as("RGB").get_data(), kind)
        self._light.clear_ram_image()  # as above
        return raw.reshape(height, width, 3)[::-1].astype(np.float32)

    def screenshot(self, path: Path) -> None:
        """Writes the picture that was drawn last; the file's suffix says the format.

        Raises:
            OSError: when it cannot be written there.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self.base.win.save_screenshot(Filename.from_os_specific(str(path))):
            raise OSError(f"The picture cannot be written to {path}.")

    def _mirror(self) -> None:
        """Draws what the pane before the eye reflects, and what of other spaces is seen from here."""
        view, sight = self.view, self.sight
        if view is not None:
            view.look_beyond(sight)
        if self._panes and view is not None:
            if self._looked_into.panes is not view.panes:
                self._looked_into = Panes(view.panes)
            pane = self._looked_into.before_us(sight, lambda: not view.people.find("person *").is_empty())
            self._panes.look(view.root, view.told, pane, tuple(self.eye.get_pos()))

    def _window_changed(self, _window: object) -> None:
        if self.base.win is not None:  # it is None once the window is closed
            self.resize()

    @property
    def computed(self) -> tuple[int, int]:
        """Pixels of the picture of the space; the window shows it stretched, or several of them as one."""
        return self._computed()

    @property
    def targets_mb(self) -> float:
        """What the picture is drawn into, each pixel of it with its depth, in megabytes of 10^6 bytes."""
        width, height = self._computed()
        light = 4 if self.quality.plain else 8
        seen = width * height * ((light + 4) * (self.quality.samples or 1) + light)
        return seen / 1e6 + self._finish.targets_mb

    def _computed(self) -> tuple[int, int]:
        return max(round(self.size[0] * self._scale), 1), max(round(self.size[1] * self._scale), 1)

    def _widen(self, fov: float | None) -> None:
        if fov is not None and fov != self._fov:
            self._fov = fov
            self._apply_lens()

    def _apply_lens(self) -> None:
        # What is given is the width of the picture at 16:9; another shape keeps its height, so that nobody on a
        # narrow window is moved closer to things.
        width, height = self.size
        tall = 2 * math.atan(math.tan(math.radians(self._fov) / 2) * 9 / 16)
        wide = 2 * math.atan(math.tan(tall / 2) * width / height)
        self._lens.set_fov(math.degrees(wide), math.degrees(tall))
