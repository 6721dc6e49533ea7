"""A space drawn in the plainest way that there is: what `campus bench frame` sets a frame beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from panda3d.core import Camera, GeomNode, NodePath, Shader

from campus.client.view.geometry import triangles, vertices
from campus.client.view.materials import picture
from campus.client.view.passes import make_target
from campus.mesh import Mesh
from campus.space.model import Space

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase

_VERTEX = """#version 150
uniform mat4 p3d_ModelViewProjectionMatrix;
in vec4 p3d_Vertex;
in vec2 p3d_MultiTexCoord0;
out vec2 uv;
void main() { uv = p3d_MultiTexCoord0; gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex; }
"""
_FRAGMENT = """#version 150
uniform sampler2D picture;
in vec2 uv;
out vec4 colour;
void main() { colour = texture(picture, uv); }
"""


class Plain:
    """Every triangle of a space in one Geom, one small texture, no light: the least that a picture of it can cost."""

    def __init__(self, base: ShowBase, space: Space, size: tuple[int, int]) -> None:
        points, corners = every_triangle(space)
        rows = np.concatenate([points, np.zeros((len(points), 3), np.float32), points[:, :2]], axis=1)
        node = GeomNode("plain")
        node.add_geom(triangles(vertices(rows.astype(np.float32)), corners))
        self._base = base
        self._root = NodePath("plain")
        drawn = self._root.attach_new_node(node)
        drawn.set_shader(Shader.make(Shader.SL_GLSL, _VERTEX, _FRAGMENT))
        noise = np.random.default_rng(1).integers(90, 220, (256, 256, 3)).astype(np.uint8)
        drawn.set_shader_input("picture", picture("noise", noise))
        self._buffer, _ = make_target(base, "plain", size, -30, depth=True, light=False)
        self._eye = self._root.attach_new_node(Camera("plain"))
        self._buffer.make_display_region().set_camera(self._eye)
        self.set_active(False)

    def look_from(self, eye: NodePath) -> None:
        """Looks as an eye does."""
        seeing: Any = eye.node()
        self._eye.node().set_lens(seeing.get_lens())
        self._eye.set_mat(eye.get_mat())

    def set_active(self, active: bool) -> None:
        """Whether it is drawn."""
        self._buffer.set_active(active)

    def remove(self) -> None:
        """Gives its buffer back."""
        self._base.graphicsEngine.remove_window(self._buffer)


def every_triangle(space: Space) -> tuple[NDArray[np.float32], NDArray[np.integer[Any]]]:
    """Points (n, 3) and corners (m, 3) of all that a space draws: what stands, what moves, every copy where it is."""
    points, corners, count = [], [], 0

    def add(mesh: Mesh, at: tuple[float, float, float], heading: float) -> None:
        nonlocal count
        turn = np.deg2rad(heading)
        cos, sin = np.cos(turn), np.sin(turn)
        turned = mesh.positions @ np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1]], np.float32)
        points.append(turned + np.asarray(at, np.float32))
        corners.append(mesh.triangles + count)
        count += len(mesh.positions)

    add(space.mesh, (0, 0, 0), 0)
    for moving in space.moving:
        add(moving.part.mesh, moving.at, moving.heading)
    for copies in space.copies:
        for x, y, z, heading in copies.placements:
            add(copies.mesh, (float(x), float(y), float(z)), float(heading))
    return np.concatenate(points).astype(np.float32), np.concatenate(corners)
