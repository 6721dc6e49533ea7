"""All words of a space in a draw call or two: one picture that holds many signs, and a quad for each sign.

Signs on a plate are opaque and go on one picture, letters cut in the wall are not and go on another. Those of a node
that comes and goes are drawn apart, and come and go with it. A picture says only where ink is: which colour that has,
and its plate, the corners of each sign say.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Geom, GeomNode, NodePath, Texture, TransparencyAttrib
from PIL import Image

from campus.client.view.geometry import FOLDED, Column, folded, triangles, vertices
from campus.client.view.lettering import lettering
from campus.client.view.materials import picture
from campus.client.view.quality import Quality
from campus.client.view.shading import surface_shader
from campus.client.view.sharp import keep_sharp
from campus.client.view.sunlight import SunMap
from campus.mesh.model import rotation
from campus.space.model import Label
from campus.text import Language

SIDE = 4096
"""Of a picture, pixels at most: what every card of OpenGL 3.2 has."""
GUTTER = 8
"""Pixels between two signs, as at their own edges, so that none shows at another's edge from afar."""

_COLUMNS: tuple[Column, ...] = (
    *FOLDED,
    ("ink", 4, Geom.NT_float32, Geom.C_other),
    ("ground", 4, Geom.NT_float32, Geom.C_other),
)

_GUTTERS = ((GUTTER, GUTTER), (GUTTER, GUTTER), (0, 0))
Box = tuple[int, int, int, int]
"""Left, top, right and bottom edge of a part of a picture, pixels."""
Place = tuple[int, int, int]
"""Which picture, and the left and the upper edge of a sign on it."""


class Signs:
    """The signs of one space; they are blank until they are written.

    Args:
        labels: what they say, and where.
        parent: the node of the space.
        vanishing: nodes that rules show and hide.
        quality: of the picture.

    Attributes:
        root: the node that all of them hang on.
    """

    def __init__(self, labels: Sequence[Label], parent: NodePath, vanishing: Collection[str], quality: Quality) -> None:
        self.root = parent.attach_new_node("signs")
        self.root.set_shader(surface_shader(quality, "LETTERS", *(("SHARP",) if quality.plain else ())))
        if quality.plain:
            keep_sharp(self.root)
        self.root.set_shader_inputs(surface=(1, 1, 1, 0.8), finish=(0, 0, 1, 0))
        self.root.set_depth_offset(1)
        self.root.hide(SunMap.SEES)
        share = quality.letters
        self._sheets = _sheets([label for label in labels if label.node not in vanishing], self.root, share)
        self._vanishing: dict[str, NodePath] = {}
        for node in sorted({label.node for label in labels if label.node in vanishing}):
            self._vanishing[node] = board = self.root.attach_new_node(node)
            self._sheets += _sheets([label for label in labels if label.node == node], board, share)

    def write(self, language: Language) -> None:
        """Writes every sign in the viewer's language."""
        for sheet in self._sheets:
            sheet.write(language)

    @property
    def vanishing(self) -> Set[str]:
        """The nodes that rules show and hide and that have signs."""
        return self._vanishing.keys()

    def show(self, node: str, shown: bool) -> None:
        """Shows or hides the signs of one of `vanishing`; those of any other node stay as they are."""
        if (board := self._vanishing.get(node)) is None:
            return
        if shown:
            board.show()
        else:
            board.hide()

    def destroy(self) -> None:
        """Takes the signs from the graphics card."""
        self.root.remove_node()


def _sheets(labels: Sequence[Label], parent: NodePath, share: float) -> list[_Sheet]:
    """Signs on plates and letters in the wall; `share` is of the pixels that they are written with, each way."""
    plates = [label for label in labels if label.anchor.ground is not None]
    carved = [label for label in labels if label.anchor.ground is None]
    return [_Sheet(group, parent, opaque, share) for group, opaque in ((plates, True), (carved, False)) if group]


class _Sheet:
    """Signs that are drawn alike."""

    def __init__(self, labels: Sequence[Label], parent: NodePath, opaque: bool, share: float) -> None:
        self._labels, self._parent, self._opaque, self._share = labels, parent, opaque, share
        self._nodes: list[NodePath] = []

    def write(self, language: Language) -> None:
        """Renders the letters, packs what has ink, and hangs the signs in the stead of those that there were."""
        letters = [smaller(lettering(label.anchor, language), self._share) for label in self._labels]
        boxes = [inked(one) for one in letters]
        places, sizes = packed([(right - left, bottom - top) for left, top, right, bottom in boxes])
        for node in self._nodes:
            node.remove_node()
        self._nodes = []
        for number, (wide, tall) in enumerate(sizes):
            sheet = np.zeros((tall, wide, max(one.shape[2] for one in letters)), np.uint8)
            cells = []
            for label, one, box, (on, x, y) in zip(self._labels, letters, boxes, places, strict=True):
                if on == number:
                    left, top, right, bottom = box
                    padded = np.pad(one[top:bottom, left:right], _GUTTERS, mode="edge")
                    sheet[y : y + padded.shape[0], x : x + padded.shape[1], : padded.shape[2]] = padded
                    cells += _cells(label, one.shape[1::-1], box, (x + GUTTER, y + GUTTER), (wide, tall))
            self._hang(cells, picture("signs", sheet[::-1]))

    def _hang(self, cells: Sequence[NDArray[np.float64]], letters: Texture) -> None:
        corners = np.array([[0, 1, 2], [0, 2, 3]])
        indices = np.concatenate([corners + 4 * number for number in range(len(cells))])
        node = GeomNode("signs" if self._opaque else "carved signs")
        rows = np.concatenate(cells).astype(np.float32)
        rows = np.concatenate([rows[:, :3], folded(rows[:, 3:6]), rows[:, 6:]], axis=1)
        node.add_geom(triangles(vertices(rows, _COLUMNS), indices))
        path = self._parent.attach_new_node(node)
        path.set_shader_input("letters", letters)
        if not self._opaque:
            path.set_transparency(TransparencyAttrib.M_alpha)
            path.set_depth_write(False)
        self._nodes.append(path)


def inked(letters: NDArray[np.uint8]) -> Box:
    """The part of a picture (h, w, channels) that has ink, and a pixel around it as far as the picture goes."""
    found = letters.max(axis=2) > 0
    rows, columns = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    if not len(rows):
        return (0, 0, 1, 1)
    tall, wide = found.shape
    left, top = max(int(columns[0]) - 1, 0), max(int(rows[0]) - 1, 0)
    return (left, top, min(int(columns[-1]) + 2, wide), min(int(rows[-1]) + 2, tall))


def smaller(picture_: NDArray[np.uint8], share: float) -> NDArray[np.uint8]:
    """A picture (h, w, channels) with so many of its pixels, each way."""
    if share == 1.0:
        return picture_
    tall, wide = (max(round(side * share), 4) for side in picture_.shape[:2])
    channels = [Image.fromarray(picture_[..., one]) for one in range(picture_.shape[2])]
    return np.stack([np.asarray(one.resize((wide, tall), Image.Resampling.BOX)) for one in channels], axis=-1)


def packed(sizes: Sequence[tuple[int, int]]) -> tuple[list[Place], list[tuple[int, int]]]:
    """Where pictures of (width, height) lie on shelves, with their gutters, and how large the sheets are.

    Returns:
        The place of each, of its gutter's corner; the (width, height) of each sheet, at most `SIDE` unless one picture
        alone is larger.
    """
    places: list[Place] = [(0, 0, 0)] * len(sizes)
    sheets: list[tuple[int, int]] = []
    area = sum((wide + 2 * GUTTER) * (tall + 2 * GUTTER) for wide, tall in sizes)
    widest = max(wide + 2 * GUTTER for wide, _ in sizes)
    limit = max(widest, min(SIDE, 1 << int(np.ceil(np.log2(max(area, 1) ** 0.5)))))
    left = top = shelf = wide_used = 0
    for index in sorted(range(len(sizes)), key=lambda i: -sizes[i][1]):
        wide, tall = sizes[index][0] + 2 * GUTTER, sizes[index][1] + 2 * GUTTER
        if left + wide > limit:
            left, top, shelf = 0, top + shelf, 0
        if top + tall > SIDE and top:
            sheets.append((wide_used, top + shelf))
            left = top = shelf = wide_used = 0
        places[index] = (len(sheets), left, top)
        left, shelf = left + wide, max(shelf, tall)
        wide_used = max(wide_used, left)
    sheets.append((wide_used, top + shelf))
    return places, sheets


def _cells(
    label: Label, pixels: tuple[int, ...], box: Box, corner: tuple[int, int], sheet: tuple[int, int]
) -> list[NDArray[np.float64]]:
    """What is drawn of a sign: the part that has ink, and of a plate also the eight around that, which have none.

    Args:
        label: what it says, and where.
        pixels: width and height of its whole picture.
        box: the part of it that has ink.
        corner: where that part is on the sheet, from its left and its upper edge.
        sheet: width and height, pixels.

    Returns:
        (4, 16) what `_COLUMNS` say of the corners of each, the normal not folded yet.
    """
    (width, height), place, ground = label.anchor.size, label.anchor.place, label.anchor.ground
    turn = rotation(place.heading).astype(np.float64)
    front = turn @ np.array((0.0, 1.0, 0.0))
    ink, plate = _rgb(label.anchor.colour), (*_rgb(ground), 1.0) if ground else (0.0, 0.0, 0.0, 0.0)
    across, down = (0, box[0], box[2], pixels[0]), (0, box[1], box[3], pixels[1])
    found = []
    for column, row in np.ndindex(3, 3):
        written = column == row == 1
        if not written and ground is None:
            continue
        rows = []
        for right, below in ((0, 1), (1, 1), (1, 0), (0, 0)):
            x, y = across[column + right], down[row + below]
            at = turn @ np.array(((0.5 - x / pixels[0]) * width, 0.0, (0.5 - y / pixels[1]) * height))
            u, v = (corner[0] + x - box[0]) / sheet[0], 1 - (corner[1] + y - box[1]) / sheet[1]
            # Ink in the colour of the plate: whatever the sheet has there, the plate is bare.
            rows.append([*(at + np.array(place.at)), *front, u, v, *(ink if written else plate[:3]), 1.0, *plate])
        found.append(np.array(rows))
    return found


def _rgb(colour: str) -> tuple[float, float, float]:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255
