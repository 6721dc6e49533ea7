"""A metre grid on the floor of a space, for whoever places things: fine lines each metre, bolder ones each five."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from panda3d.core import LineSegs, NodePath, Shader, TransparencyAttrib

from campus.client.view.sunlight import SunMap
from campus.space import Space

if TYPE_CHECKING:
    from campus.client.view.view import View

OVER_FLOOR = 0.006
"""So far above the floor it lies, metres: under every rug, over every board."""
_VERTEX = """#version 150
uniform mat4 p3d_ModelViewProjectionMatrix;
in vec4 p3d_Vertex;
in vec4 p3d_Color;
out vec4 colour;
void main() {
    gl_Position = p3d_ModelViewProjectionMatrix * p3d_Vertex;
    colour = p3d_Color;
}
"""
_FRAGMENT = """#version 150
uniform float unit;
in vec4 colour;
out vec4 seen;
void main() {
    seen = vec4(colour.rgb * unit, colour.a);
}
"""


def metre_grid(space: Space, view: View) -> NodePath:
    """The grid on the floor of a space that is shown, hung into its view; the origin's two axes are red and green."""
    size = getattr(space.scene.shell.spec, "size", None) if space.scene.shell else None
    if size is not None:
        low, high = (0.0, 0.0), (float(size[0]), float(size[1]))
    else:
        low = (float(space.bounds[0][0]), float(space.bounds[0][1]))
        high = (float(space.bounds[1][0]), float(space.bounds[1][1]))
    lines = LineSegs("metre-grid")
    for axis in (0, 1):
        for k in range(math.ceil(low[axis]), math.floor(high[axis]) + 1):
            bold = k % 5 == 0
            lines.set_thickness(2.0 if bold else 1.0)
            if k == 0:
                lines.set_color(*((0.1, 0.6, 0.15, 1.0) if axis == 0 else (0.75, 0.12, 0.1, 1.0)))
            else:
                lines.set_color(0.03, 0.16, 0.75, 0.95 if bold else 0.6)
            start, end = (float(k), low[1]), (float(k), high[1])
            if axis == 1:
                start, end = (low[0], float(k)), (high[0], float(k))
            lines.move_to(*start, OVER_FLOOR)
            lines.draw_to(*end, OVER_FLOOR)
    grid: NodePath = view.root.attach_new_node(lines.create())
    grid.set_shader(Shader.make(Shader.SL_GLSL, _VERTEX, _FRAGMENT))
    grid.set_shader_input("unit", 0.5 / view.exposure)
    grid.set_transparency(TransparencyAttrib.M_alpha)
    grid.set_depth_write(False)
    grid.set_depth_offset(2)
    grid.set_bin("fixed", 0)
    grid.hide(SunMap.SEES)
    return grid
