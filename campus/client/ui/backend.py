"""Dear ImGui drawn by Panda3D.

Owns the context, the textures, the Geoms and what mouse and keyboard did to them; knows nothing of panels. Everything
works with no window at all: a test injects the same events that a window would send.
"""

from __future__ import annotations

import ctypes
import math
import sys
from typing import Any

import numpy as np
from imgui_bundle import ImVec2, imgui
from numpy.typing import NDArray
from panda3d.core import (
    BoundingVolume,
    Geom,
    GeomEnums,
    GeomNode,
    GeomTriangles,
    GeomVertexArrayFormat,
    GeomVertexData,
    GeomVertexFormat,
    GraphicsWindow,
    LVecBase2f,
    NodePath,
    OmniBoundingVolume,
    SamplerState,
    ScissorAttrib,
    Shader,
    Texture,
    TransparencyAttrib,
)

from campus.client.ui.clipboard import Clipboard
from campus.client.ui.keyboard import IMGUI_KEYS, IMGUI_MODIFIERS

VERTEX_SHADER = """#version 150
uniform vec2 window_size;
in vec2 p3d_Vertex;
in vec2 p3d_MultiTexCoord0;
in vec4 p3d_Color;
out vec2 uv;
out vec4 tint;
void main() {
    uv = p3d_MultiTexCoord0;
    tint = p3d_Color;
    gl_Position = vec4(p3d_Vertex.x / window_size.x * 2.0 - 1.0, 1.0 - p3d_Vertex.y / window_size.y * 2.0, 0.0, 1.0);
}
"""

FRAGMENT_SHADER = """#version 150
in vec2 uv;
in vec4 tint;
uniform sampler2D p3d_Texture0;
out vec4 colour;
void main() { colour = tint * texture(p3d_Texture0, uv); }
"""

DRAWN_LAST = 1000
"""Sort within the fixed bin: the interface lies over whatever else the window draws flat."""

LONGEST_FRAME_S = 0.25
"""After a stall (a space being built) nothing should jump to its end."""


def _vertex_format() -> GeomVertexFormat:
    """ImGui's own vertex: two floats, two floats, four bytes."""
    columns = GeomVertexArrayFormat()
    columns.addColumn("vertex", 2, GeomEnums.NTFloat32, GeomEnums.CPoint)
    columns.addColumn("texcoord", 2, GeomEnums.NTFloat32, GeomEnums.CTexcoord)
    columns.addColumn("color", 4, GeomEnums.NTUint8, GeomEnums.CColor)
    vertex_format = GeomVertexFormat()
    vertex_format.addArray(columns)
    return GeomVertexFormat.registerFormat(vertex_format)


def _bytes_of(array: Any) -> memoryview:
    """Panda3D's array as bytes that can be written; its stubs do not tell of the buffer protocol."""
    return memoryview(array).cast("B")


def _everywhere() -> BoundingVolume:
    return OmniBoundingVolume()


def window_is_real(base: Any) -> bool:
    """Whether a person sees the window, rather than a picture being drawn of it."""
    return isinstance(base.win, GraphicsWindow)


class _Draw:
    """One draw call: a node that is kept, and refilled when what it draws changes."""

    def __init__(self, parent: NodePath[Any], vertices: GeomVertexData) -> None:
        self.triangles = GeomTriangles(GeomEnums.UHStream)
        self.triangles.setIndexType(GeomEnums.NTUint32)
        geom = Geom(vertices)
        geom.addPrimitive(self.triangles)
        node = GeomNode("draw")
        node.addGeom(geom)
        node.setBounds(_everywhere())
        node.setFinal(True)
        self._node = node
        self.path = parent.attachNewNode(node)
        self._clip: tuple[float, float, float, float] | None = None
        self._texture: Texture | None = None

    def fill(self, indices: NDArray[np.uint32]) -> None:
        triangles = self._node.modifyGeom(0).modifyPrimitive(0)
        array = triangles.modifyVertices()
        array.uncleanSetNumRows(len(indices))
        _bytes_of(array)[:] = indices.tobytes()

    def clip(self, frame: tuple[float, float, float, float]) -> None:
        if frame != self._clip:
            self._clip = frame
            self.path.setAttrib(ScissorAttrib.make(*frame))

    def texture(self, texture: Texture) -> None:
        if texture is not self._texture:
            self._texture = texture
            self.path.setTexture(texture)


class Backend:
    """An ImGui context of our own, drawn under `base.render2d`.

    Use: inject events at any time; then `begin(dt)`, build the interface, `end()`. Positions are in pixels from the
    window's upper left corner. Several backends may live side by side; each call makes its own context the current one.
    """

    def __init__(self, base: Any) -> None:
        self._base = base
        self._context = imgui.create_context()
        imgui.set_current_context(self._context)
        self.io = imgui.get_io()
        self.io.set_ini_filename("")
        self.io.set_log_filename("")
        # A panel whose author gave one id to two items should look odd to nobody but its author.
        self.io.config_debug_highlight_id_conflicts = False
        self.io.backend_flags |= (
            imgui.BackendFlags_.renderer_has_textures.value | imgui.BackendFlags_.renderer_has_vtx_offset.value
        )
        # Keyboard navigation is ours (focus.py): ImGui's own cannot cross from one panel to the next with Tab.
        self.clipboard = Clipboard(shared=window_is_real(base))
        if sys.platform != "win32":
            platform = imgui.get_platform_io()
            platform.platform_get_clipboard_text_fn = lambda _context: self.clipboard.text()
            platform.platform_set_clipboard_text_fn = lambda _context, words: self.clipboard.keep(words)

        self._textures: dict[int, Texture] = {}
        self._next_texture = 1
        self._draws: list[_Draw] = []
        self._drawn: tuple[Any, ...] = ()
        self._format = _vertex_format()
        self._vertices = GeomVertexData("interface", self._format, GeomEnums.UHStream)
        self.root: NodePath[Any] = base.render2d.attachNewNode("interface")
        self.root.setShader(Shader.make(Shader.SL_GLSL, VERTEX_SHADER, FRAGMENT_SHADER))
        self.root.setTransparency(TransparencyAttrib.MAlpha)
        self.root.setDepthTest(False)
        self.root.setDepthWrite(False)
        self.root.setTwoSided(True)
        self.root.node().setBounds(_everywhere())
        self.root.node().setFinal(True)
        self.size = (0, 0)
        self._measure_window()

    # --- what the person did ---------------------------------------------------------------------------------------

    def use(self) -> None:
        """Make this context the current one."""
        imgui.set_current_context(self._context)

    def mouse_at(self, x: float | None, y: float | None) -> None:
        """The pointer is at `x`, `y` pixels, or (`None`) outside of the window."""
        self.use()
        away = -math.inf
        self.io.add_mouse_pos_event(away if x is None else x, away if y is None else y)

    def mouse_button(self, button: int, down: bool) -> None:
        """Button 0 left, 1 right, 2 middle went down or up."""
        self.use()
        self.io.add_mouse_button_event(button, down)

    def wheel(self, notches: float) -> None:
        """The wheel turned; positive is away from the person (the content moves down)."""
        self.use()
        self.io.add_mouse_wheel_event(0.0, notches)

    def key(self, name: str, down: bool) -> None:
        """A key, by Panda3D's name of it, went down or up; keys that no text field needs are ignored."""
        self.use()
        if name in IMGUI_MODIFIERS:
            self.io.add_key_event(IMGUI_MODIFIERS[name], down)
        if name in IMGUI_KEYS:
            self.io.add_key_event(IMGUI_KEYS[name], down)

    def character(self, character: str) -> None:
        """A character was typed."""
        self.use()
        for one in character:
            if ord(one) >= 0x20 and ord(one) != 0x7F and not 0xD800 <= ord(one) <= 0xDFFF:
                self.io.add_input_character(ord(one))

    def forget_keys(self) -> None:
        """The window lost the keyboard: no key is down any more."""
        self.use()
        self.io.add_focus_event(False)
        self.io.add_focus_event(True)

    # --- textures --------------------------------------------------------------------------------------------------

    def add_texture(self, pixels: NDArray[np.uint8]) -> imgui.ImTextureRef:
        """Keep a picture of our own to draw with.

        Args:
            pixels: (height, width, 4) red, green, blue, alpha; the first row is the uppermost.

        Returns:
            What `ImDrawList.add_image` wants.
        """
        self.use()
        texture = Texture("interface-picture")
        self._upload(texture, pixels[..., [2, 1, 0, 3]])
        number = self._next_texture
        self._next_texture += 1
        self._textures[number] = texture
        return imgui.ImTextureRef(number)

    @staticmethod
    def _upload(texture: Texture, bgra: NDArray[np.uint8]) -> None:
        height, width = bgra.shape[:2]
        texture.setup2dTexture(width, height, Texture.TUnsignedByte, Texture.FRgba)
        texture.setRamImage(np.ascontiguousarray(bgra).tobytes())
        texture.setMinfilter(SamplerState.FTLinear)
        texture.setMagfilter(SamplerState.FTLinear)
        texture.setWrapU(SamplerState.WMClamp)
        texture.setWrapV(SamplerState.WMClamp)

    def _serve_textures(self, draw_data: imgui.ImDrawData) -> None:
        """ImGui draws glyphs on demand and tells which of its atlases are new, grown or no longer wanted."""
        for asked in draw_data.textures:
            if asked.status in (imgui.ImTextureStatus.want_create, imgui.ImTextureStatus.want_updates):
                shape = (asked.height, asked.width, asked.bytes_per_pixel)
                pixels = np.asarray(asked.get_pixels_array()).reshape(shape)
                if asked.status == imgui.ImTextureStatus.want_create:
                    asked.set_tex_id(self._next_texture)
                    self._textures[self._next_texture] = Texture("glyphs")
                    self._next_texture += 1
                self._upload(self._textures[asked.get_tex_id()], pixels[..., [2, 1, 0, 3]])
                asked.status = imgui.ImTextureStatus.ok
                self._drawn = ()
            elif asked.status == imgui.ImTextureStatus.want_destroy and asked.unused_frames > 0:
                self._textures.pop(asked.get_tex_id(), None)
                asked.set_tex_id(0)
                asked.status = imgui.ImTextureStatus.destroyed

    # --- a frame ---------------------------------------------------------------------------------------------------

    @property
    def window_size(self) -> tuple[int, int]:
        """Of the window as it is now, pixels; `size` is what the last frame was built for."""
        window = self._base.win
        return max(1, window.getXSize()), max(1, window.getYSize())

    def _measure_window(self) -> None:
        size = self.window_size
        if size != self.size:
            self.size = size
            self.io.display_size = ImVec2(*size)
            self.root.setShaderInput("window_size", LVecBase2f(*size))
            self._drawn = ()

    def begin(self, dt: float) -> None:
        """Start a frame, `dt` seconds after the last one."""
        self.use()
        self._measure_window()
        self.io.delta_time = min(max(dt, 1e-4), LONGEST_FRAME_S)
        imgui.new_frame()

    def end(self) -> None:
        """Finish the frame and hand it to Panda3D; when nothing has changed since the last one, nothing is handed."""
        imgui.render()
        draw_data = imgui.get_draw_data()
        self._serve_textures(draw_data)
        width, height = self.size

        vertices: list[bytes] = []
        calls: list[tuple[tuple[float, float, float, float], int, NDArray[np.uint32]]] = []
        first = 0
        for part in draw_data.cmd_lists:
            vertex_count, index_count = part.vtx_buffer.size(), part.idx_buffer.size()
            if not index_count:
                continue
            vertices.append(ctypes.string_at(part.vtx_buffer.data_address(), vertex_count * imgui.VERTEX_SIZE))
            raw = ctypes.string_at(part.idx_buffer.data_address(), index_count * imgui.INDEX_SIZE)
            indices = np.frombuffer(raw, np.uint32 if imgui.INDEX_SIZE == 4 else np.uint16)
            for command in part.cmd_buffer:
                if not command.elem_count:
                    continue
                box = command.clip_rect
                clip = (
                    min(max(box.x / width, 0.0), 1.0),
                    min(max(box.z / width, 0.0), 1.0),
                    min(max(1.0 - box.w / height, 0.0), 1.0),
                    min(max(1.0 - box.y / height, 0.0), 1.0),
                )
                if clip[1] <= clip[0] or clip[3] <= clip[2]:
                    continue
                picked = indices[command.idx_offset : command.idx_offset + command.elem_count]
                picked = picked.astype(np.uint32) + np.uint32(command.vtx_offset + first)
                calls.append((clip, command.get_tex_id(), picked))
            first += vertex_count

        drawn = (b"".join(vertices), [(clip, texture, indices.tobytes()) for clip, texture, indices in calls])
        if drawn == self._drawn:
            return
        self._drawn = drawn
        array = self._vertices.modifyArray(0)
        array.uncleanSetNumRows(max(first, 1))
        if first:
            _bytes_of(array)[:] = drawn[0]
        for place, (clip, texture, indices) in enumerate(calls):
            if place == len(self._draws):
                draw = _Draw(self.root, self._vertices)
                draw.path.setBin("fixed", DRAWN_LAST + place)
                self._draws.append(draw)
            draw = self._draws[place]
            draw.fill(indices)
            draw.clip(clip)
            draw.texture(self._textures[texture])
            draw.path.show()
        for draw in self._draws[len(calls) :]:
            draw.path.hide()

    def destroy(self) -> None:
        """Let go of the nodes, the textures and the context; the backend cannot be used afterwards."""
        self.use()
        self.root.removeNode()
        self._draws.clear()
        for asked in imgui.get_platform_io().textures:
            asked.set_tex_id(0)
            asked.status = imgui.ImTextureStatus.destroyed
        self._textures.clear()
        imgui.destroy_context(self._context)
