"""Offscreen targets and full-screen passes: the plumbing between the scene and the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from panda3d.core import (
    Camera,
    DrawableRegion,
    FrameBufferProperties,
    GeomNode,
    GraphicsBuffer,
    GraphicsOutput,
    GraphicsPipe,
    NodePath,
    OmniBoundingVolume,
    SamplerState,
    Shader,
    Texture,
    WindowProperties,
)

from campus.client.view.geometry import triangles, vertices

if TYPE_CHECKING:
    from direct.showbase.ShowBase import ShowBase


def sized(width: int, height: int) -> WindowProperties:
    """Properties that ask for a size in pixels and nothing else."""
    properties = WindowProperties()
    properties.set_size(width, height)
    return properties


def make_target(
    base: ShowBase,
    name: str,
    size: tuple[int, int],
    sort: int,
    *,
    depth: bool = False,
    samples: int = 0,
    light: bool = True,
) -> tuple[GraphicsBuffer, Texture]:
    """A buffer that is drawn before the window, and the texture that holds its picture.

    Args:
        base: the application.
        name: for Panda3D's own messages.
        size: pixels.
        sort: lower draws earlier; the window is 0.
        depth: whether it needs a depth buffer.
        samples: of multisampling; 0 for none.
        light: whether it holds light, in half floats, or a finished picture, in bytes.

    Raises:
        RuntimeError: when the graphics card refuses it.
    """
    wanted = FrameBufferProperties()
    wanted.set_float_color(light)
    wanted.set_rgba_bits(*((16,) * 4 if light else (8,) * 4))
    if depth:
        wanted.set_depth_bits(24)
    if samples:
        wanted.set_multisamples(samples)
    picture = Texture(name)
    picture.set_format(Texture.F_rgba16 if light else Texture.F_rgba8)
    picture.set_minfilter(SamplerState.FT_linear)
    picture.set_magfilter(SamplerState.FT_linear)
    picture.set_wrap_u(SamplerState.WM_clamp)
    picture.set_wrap_v(SamplerState.WM_clamp)
    buffer = base.graphicsEngine.make_output(
        base.pipe,
        name,
        sort,
        wanted,
        sized(*size),
        GraphicsPipe.BF_refuse_window | GraphicsPipe.BF_resizeable,
        base.win.gsg,
        base.win,
    )
    if not isinstance(buffer, GraphicsBuffer):
        raise RuntimeError(f"The graphics card refuses the buffer '{name}' of {size[0]} x {size[1]}.")
    buffer.add_render_texture(picture, GraphicsOutput.RTM_bind_or_copy, DrawableRegion.RTP_color)
    buffer.clear_delete_flag()
    return buffer, picture


def cover(output: GraphicsOutput, program: Shader, sort: int = 0, **inputs: Any) -> NodePath:
    """Fills all of `output` with one pass of `program`; the returned node takes further shader inputs."""
    corners = np.array([(-1, 0, -1), (3, 0, -1), (-1, 0, 3)], np.float32)
    flat = np.concatenate([corners, np.zeros((3, 5), np.float32)], axis=1)
    node = GeomNode("cover")
    node.add_geom(triangles(vertices(flat), np.array([[0, 1, 2]])))
    node.set_bounds(OmniBoundingVolume())
    node.set_final(True)
    quad = NodePath(node)
    quad.set_depth_test(False)
    quad.set_depth_write(False)
    quad.set_two_sided(True)
    quad.set_shader(program)
    quad.set_shader_inputs(**inputs)
    eye = NodePath("passes").attach_new_node(Camera("pass"))
    eye.node().set_scene(quad)
    region = output.make_display_region()
    region.set_sort(sort)
    region.set_camera(eye)
    quad.set_python_tag("eye", eye)  # the region holds the camera weakly through its node path
    quad.set_python_tag("region", region)
    return quad


def uncover(quad: NodePath) -> None:
    """Takes back what `cover` gave: it and its camera hold each other, and all textures of the pass, for ever else."""
    region: Any = quad.get_python_tag("region")
    region.get_window().remove_display_region(region)
    eye: Any = quad.get_python_tag("eye")
    eye.node().set_scene(NodePath())
    for tag in ("eye", "region"):
        quad.clear_python_tag(tag)
