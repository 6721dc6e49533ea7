"""Opens the one window, visible or not. Owns Panda3D's settings; knows nothing of what is drawn."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from panda3d.core import RenderState, TransformState, WindowProperties, load_prc_file_data

from campus.client.memory import keep_heaps_apart
from campus.errors import CampusError
from campus.text import bilingual

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

_SETTINGS = """
gl-version 3 2
textures-power-2 none
gl-cube-map-seamless 1
framebuffer-multisample 0
multisamples 0
audio-library-name null
print-pipe-types 0
notify-level-egldisplay error
notify-level-x11display fatal
notify-level-device fatal
notify-level-ShowBase error
model-cache-dir
want-tk 0
want-wx 0
"""
"""OpenGL 3.2 core is the floor of the medium tier; sound has its own room (`client/audio`) and opens it itself."""

COLLECTS_EACH_S = 0.25
"""From one time to the next that Panda3D looks which of its states are still used."""
SOFTWARE = ("llvmpipe", "softpipe", "swiftshader", "swrast")
"""Renderers that are a processor and no graphics card."""


class NoDisplay(CampusError):
    """There is no screen to open a window on, or no OpenGL 3.2 to draw with; the message says how to go on."""

    exit_status = 4


def open_window(size: tuple[int, int] = (1280, 720), offscreen: bool = False, title: str = "Campus") -> ShowBase:
    """The Panda3D application with its one window, or with an invisible one of the same size.

    Call it once in a process: Panda3D keeps one application.

    Args:
        size: width and height in pixels.
        offscreen: draw without a window (tests, pictures, servers without a screen); needs EGL on Linux only.
        title: what the window's frame says.

    Raises:
        NoDisplay: when there is no screen, or the machine has no OpenGL 3.2.
    """
    keep_heaps_apart()
    headless = offscreen and sys.platform == "linux"
    driver = "p3headlessgl" if headless else "pandagl"
    # Named as its own spare, so that no other one is tried and complained about.
    settings = _SETTINGS + (
        f"load-display {driver}\naux-display {driver}\n"
        f"window-type {'offscreen' if offscreen else 'onscreen'}\n"
        f"win-size {size[0]} {size[1]}\nwindow-title {title}\n"
    )
    load_prc_file_data("campus", settings)
    # Half a second of imports: only once it is certain that something will be drawn.
    from direct.showbase.ShowBase import ShowBase

    try:
        base = ShowBase(windowType="offscreen" if offscreen else "onscreen")
    except Exception as error:  # Panda3D raises the bare Exception when no window opens
        no_opengl = bilingual(
            "There is no picture without an offscreen OpenGL: install the packages libgl1 and libegl1.",
            "Pas d'image sans OpenGL hors écran : installez les paquets libgl1 et libegl1.",
        )
        no_display = bilingual(
            "There is no display to open the campus on. Start it from a graphical session, or add --offscreen.",
            "Aucun écran où ouvrir le campus. Lancez-le depuis une session graphique, ou ajoutez --offscreen.",
        )
        raise NoDisplay(no_opengl if offscreen else no_display) from error
    if not base.win or not base.win.gsg:
        raise NoDisplay(
            bilingual(
                "The window did not open. Start the campus from a graphical session, or add --offscreen.",
                "La fenêtre ne s'est pas ouverte. Lancez-le depuis une session graphique, ou ajoutez --offscreen.",
            )
        )
    gsg = base.win.gsg
    if (gsg.driver_version_major, gsg.driver_version_minor) < (3, 2):
        raise NoDisplay(
            bilingual(
                f"The campus draws with OpenGL 3.2, and this machine offers {gsg.driver_version} "
                f"({gsg.driver_renderer}). Update its graphics driver.",
                f"Le campus dessine avec OpenGL 3.2, et cette machine offre {gsg.driver_version} "
                f"({gsg.driver_renderer}). Mettez à jour son pilote graphique.",
            )
        )
    if not is_software(base):
        # Floors stay sharp towards the horizon; a processor that draws would pay half its frames for it.
        load_prc_file_data("campus", "texture-anisotropic-degree 8")
    base.disable_mouse()
    base.set_background_color(0, 0, 0, 1)
    _rest_what_nobody_uses(base)
    return base


def _rest_what_nobody_uses(base: ShowBase) -> None:
    """Of what Panda3D does by itself in each frame: intervals, collisions, sounds, its own flat nodes."""
    for task in ("ivalLoop", "collisionLoop", "audioLoop", "resetPrevTransform", "garbageCollectStates"):
        base.task_mgr.remove(task)
    base.task_mgr.do_method_later(COLLECTS_EACH_S, _collect_states, "states")
    base.aspect2d.hide()
    base.pixel2d.hide()
    for region in base.win.get_display_regions():
        if not region.get_camera().is_empty() and region.get_camera() == base.cam2dp:
            region.set_active(False)


def _collect_states(task: Any) -> int:
    """States that no node has any more go: they keep every texture that was ever drawn with."""
    TransformState.garbage_collect()
    RenderState.garbage_collect()
    again: int = task.again
    return again


def is_software(base: ShowBase) -> bool:
    """Whether a processor draws, because the machine has no graphics card or no driver for it."""
    renderer = base.win.gsg.driver_renderer.lower()
    return any(name in renderer for name in SOFTWARE)


def toggle_fullscreen(base: ShowBase) -> None:
    """The whole screen for the campus, or a window again; nothing where there is no window."""
    if base.windowType != "onscreen":
        return
    window: Any = base.win
    wanted = WindowProperties()
    if window.get_properties().get_fullscreen():
        wanted.set_fullscreen(False)
        wanted.set_size(1280, 720)
        wanted.set_origin(-2, -2)
    else:
        wanted.set_fullscreen(True)
        wanted.set_size(base.pipe.get_display_width(), base.pipe.get_display_height())
    window.request_properties(wanted)
