"""What a space's screens show: a picture each, or nothing. Owns their nodes; knows not what the pictures tell."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from panda3d.core import NodePath, Texture

from campus.client.view.drawn import hang
from campus.client.view.geometry import upright
from campus.client.view.materials import picture
from campus.client.view.quality import Quality
from campus.client.view.shading import shader
from campus.client.view.sharp import keep_sharp
from campus.client.view.sunlight import SunMap
from campus.space.model import Screen


class Pages:
    """The screens of one space, bare at first.

    Args:
        screens: by id.
        parent: the node of the space.
        quality: of the picture.
    """

    def __init__(self, screens: Mapping[str, Screen], parent: NodePath, quality: Quality) -> None:
        self._screens = screens
        self._nodes = {id_: _placed(screen, parent, quality) for id_, screen in screens.items()}

    def show(self, screen: str, pixels: NDArray[np.uint8] | None) -> None:
        """Shows a picture (h, w, 3) RGB, rows from the top, on a screen; None leaves the bare screen.

        The picture fills the screen's width or height and keeps its shape.
        """
        node = self._nodes[screen]
        if pixels is None:
            node.hide()
            return
        width, height = self._screens[screen].size
        shape = (pixels.shape[1] / pixels.shape[0]) / (width / height)
        # A page wider than its screen leaves a band above and below, one narrower at the sides.
        page = picture("page", np.ascontiguousarray(pixels[::-1, :, 2::-1]))
        node.set_shader_inputs(page=page, stretch=(max(1 / shape, 1.0), max(shape, 1.0)))
        node.show()

    def destroy(self) -> None:
        """Takes the screens from the graphics card."""
        for node in self._nodes.values():
            node.remove_node()


def _placed(screen: Screen, parent: NodePath, quality: Quality) -> NodePath:
    path = hang(parent, screen.id, upright(screen.size))
    path.set_pos(*screen.at)
    path.set_h(screen.heading)
    path.set_shader(shader("page", "page", *(("FINISHED", "SHARP") if quality.plain else ())))
    if quality.plain:
        keep_sharp(path)
    path.set_depth_offset(1)
    path.hide(SunMap.SEES)
    path.set_shader_inputs(page=Texture("no page"), stretch=(1, 1))
    path.hide()
    return path
