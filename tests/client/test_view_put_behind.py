"""What lies beyond an opening is drawn a little further off, all of it alike: nothing comes through what hides it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from panda3d.core import NodePath, PerspectiveLens, Texture

from campus.client.view.beyond import Neighbour
from campus.client.view.drawn import hang
from campus.client.view.geometry import geoms
from campus.client.view.lent import Lent, borrow
from campus.mesh import Mesh, box

FAR = np.array([(-9.0, -9.0, -9.0), (-8.0, -8.0, -8.0)], np.float32)
HERE = Neighbour("court", (0.0, 0.0, 0.0), FAR, FAR, FAR, ())
RED, GREEN = (1.0, 0.0, 0.0, 1.0), (0.0, 1.0, 0.0, 1.0)


class Picture:
    """What an eye in the origin sees of a node, looking north and up a little; no shader, no light."""

    def __init__(self, base: Any) -> None:
        self.root, self._base, self._texture = NodePath("seen"), base, Texture()
        self._buffer = base.win.make_texture_buffer("seen", 400, 225, self._texture, True)
        self._buffer.set_clear_color((0, 0, 0, 1))
        lens = PerspectiveLens()
        lens.set_fov(40)
        lens.set_near_far(0.06, 3000)
        camera = base.make_camera(self._buffer, lens=lens)
        camera.reparent_to(self.root)
        camera.look_at(0, 20, 3.2)
        self._camera = camera

    def drawn(self) -> NDArray[np.uint8]:
        """(h, w, 3) red, green, blue."""
        self._base.graphics_engine.render_frame()
        wide, tall = self._texture.get_x_size(), self._texture.get_y_size()
        return np.frombuffer(bytes(self._texture.get_ram_image_as("RGB")), np.uint8).reshape(tall, wide, 3)

    def close(self) -> None:
        self._base.graphics_engine.remove_window(self._buffer)
        self._camera.remove_node()


@pytest.fixture
def picture(application: object) -> Iterator[Picture]:
    found = Picture(application)
    yield found
    found.close()


def put(parent: NodePath, name: str, mesh: Mesh, colour: tuple[float, float, float, float]) -> None:
    hang(parent, name, next(geom for _, geom in geoms(mesh))).set_color(colour)


def rising(mesh: Mesh, slope: float, middle: float) -> Mesh:
    """The same, higher by so much for each metre that it lies further north than that."""
    positions = mesh.positions.copy()
    positions[:, 2] += slope * (positions[:, 1] - np.float32(middle))
    return replace(mesh, positions=positions)


def test_no_slab_comes_through_the_vault_below_it_that_is_seen_more_aslant(picture: Picture) -> None:
    """The crown of a vault beyond an arch had black dashes: an offset of depth moved it behind the roof above it."""
    still = NodePath("still")
    put(still, "vault", rising(box((6, 4, 0.01), at=(0, 20, 3.2)), 0.1, 20), GREEN)
    borrowed = borrow(Lent(still, (), {}, {}, None), HERE, picture.root)
    vault = picture.drawn()[..., 1] > 200
    borrowed.remove_node()
    put(still, "roof", box((8, 12, 0.2), at=(0, 22, 3.43)), RED)
    borrow(Lent(still, (), {}, {}, None), HERE, picture.root)
    seen = picture.drawn()
    assert vault.sum() > 500
    assert (seen[..., 0] > 200).any(), "the roof is seen beside the vault"
    assert (seen[vault][:, 1] > 200).all()


@pytest.mark.parametrize("slope", [0.0, 0.1, 0.5])
def test_a_wall_that_two_spaces_share_is_drawn_by_whoever_is_inside_it(picture: Picture, slope: float) -> None:
    put(picture.root, "own", rising(box((6, 4, 0.01), at=(0.3, 20, 3.2)), slope, 20), GREEN)
    own = picture.drawn()[..., 1] > 200
    still = NodePath("still")
    put(still, "its", rising(box((7, 4, 0.01), at=(0, 20, 3.2)), slope, 20), RED)
    borrow(Lent(still, (), {}, {}, None), HERE, picture.root)
    seen = picture.drawn()
    assert own.sum() > 200
    assert (seen[..., 0] > 200).any(), "what is beside the own wall"
    assert (seen[own][:, 1] > 200).all()
