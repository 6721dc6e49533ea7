"""What a material's name becomes on the graphics card: colour, roughness, pattern. Pictures are made once a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray
from panda3d.core import (
    CPTA_uchar,
    LMatrix4f,
    LPoint3f,
    LVector4f,
    NodePath,
    PTA_uchar,
    SamplerState,
    Texture,
    TransparencyAttrib,
)

from campus.client.view.kept import kept
from campus.client.view.looks import Form, block_arrays, look_arrays
from campus.client.view.panes import Kind, kind_of
from campus.client.view.patterns import source
from campus.client.view.patterns.twigs import twigs
from campus.client.view.quality import Quality
from campus.client.view.shading import linear, shader
from campus.client.view.sunlight import CASTS, SunMap
from campus.client.view.textures import flat, of_blocks, reads_blocks
from campus.scene.model import Material

UNKNOWN = (0.6, 0.1, 0.5)
"""Loud, so that a material that is missing is seen at once."""

_ONE_LEVEL = SamplerState()
_ONE_LEVEL.set_minfilter(SamplerState.FT_linear_mipmap_nearest)
_ONE_LEVEL.set_magfilter(SamplerState.FT_linear)

PANES: Mapping[Kind, tuple[str, ...]] = {"silvered": ("glass", "SILVERED"), "glass": ("glass",), "water": ("water",)}
"""The fragment shader of each, and its variant."""

SEEN_ASLANT = 8
"""Samples at most along a blade's shorter side: from above, a tuft would else be one pale smear."""
STIRRED_M = 0.5
"""Water that is less across stands in a carafe: no jet falls into it, and no wind gets there."""
BENT = 0.5
"""So rough a carafe is told to be where a processor draws, which asks no pixel how sides bend: no lamp is a line."""
THROUGH_LEAVES = 0.5
"""Of the light that falls on a leaf, about as much comes through it as it gives back."""

GRAINED: Mapping[str, float] = {"dressed": 1.0}
"""Patterns that are the same from near and from far: a finer one of the same kind is no other thing. How much of it."""


def pattern_form(quality: Quality) -> Form:
    """The form in which surfaces want their patterns."""
    if quality.plain:
        return "plain"
    return "blocks" if reads_blocks() else "fine"


def dress(node: NodePath, material: Material | None, reflections: bool = False, *, plain: bool = False) -> None:
    """Gives a node the look of a material; a loud one where the space has none of that name.

    Args:
        node: whose geometry it is.
        material: its looks.
        reflections: whether looking-glasses, panes and water are drawn as such.
        plain: whether a processor draws: one level of a pattern is looked up instead of two, and no relief.
    """
    look = _look(material.pattern if material else "plain", not plain, not plain and reads_blocks())
    if material is None:
        node.set_shader_inputs(surface=(*UNKNOWN, 0.8), finish=(0, 0, 1, 0))
    else:
        colour = (1.0, 1.0, 1.0) if look.own else linear(material.colour)
        through = THROUGH_LEAVES if material.pattern == "leaves" else 0.0
        node.set_shader_inputs(
            surface=(*colour, material.roughness),
            finish=(material.metalness, material.emission, material.opacity, through),
        )
        if (kind := kind_of(material)) is not None and reflections:
            node.set_shader(shader("surface", *PANES[kind], *(("FINISHED",) if plain else ())), 1)
            low, high = node.get_tight_bounds() or (LPoint3f.zero(), LPoint3f.zero())
            stirred = float((high - low).length() > STIRRED_M)
            if plain and not stirred and kind != "silvered":
                node.set_shader_input("surface", (*colour, BENT))
            node.set_shader_input("middle", LVector4f((low + high) / 2, stirred))
        if material.opacity < 1:
            node.set_transparency(TransparencyAttrib.M_alpha)
            node.set_depth_write(False)
            node.hide(SunMap.SEES)
    node.set_shader_input("repeats_per_metre", (1 / look.size[0], 1 / look.size[1]))
    node.set_shader_input("rows_per_metre", look.rows / look.size[0])
    node.set_shader_inputs(pattern_axes=look.axes, pattern_base=look.base)
    node.set_shader_input("grain", GRAINED.get(material.pattern, 0.0) if material else 0.0)
    if look.relief is None:
        node.set_shader_input("pattern", look.colour, _ONE_LEVEL)
    else:
        node.set_shader_inputs(pattern=look.colour, relief=look.relief)


def dress_grown(node: NodePath, material: Material) -> None:
    """Gives cards of leaves, or blades of grass, the look of their material; only what they cover is drawn."""
    through = THROUGH_LEAVES if material.pattern == "leaves" else 0.0
    if material.pattern == "grass":
        node.set_two_sided(True)
        node.hide(SunMap.SEES)  # a lawn has the shade between its blades in its pattern
    node.set_shader_inputs(
        surface=(*linear(material.colour), material.roughness),
        finish=(material.metalness, material.emission, 1.0, through),
    )
    sheet = _twigs()
    sampler = SamplerState(sheet.default_sampler)
    if material.pattern == "grass":
        sampler.set_anisotropic_degree(SEEN_ASLANT)
    node.set_shader_input("pattern", sheet, sampler)
    node.set_transparency(TransparencyAttrib.M_multisample)
    node.set_tag(CASTS, "GROWN")


@cache
def _twigs() -> Texture:
    """The sheet of twigs and blades; its smaller copies are not those that a card would make."""
    found = kept("twigs", (source(),), lambda: {str(number): level for number, level in enumerate(twigs())})
    sheet = found["0"]
    texture = picture("twigs", sheet[..., [2, 1, 0, 3]], repeats=True)
    for number in range(1, len(found)):
        pixels = PTA_uchar.empty_array(0)
        pixels.set_data(np.ascontiguousarray(found[str(number)][..., [2, 1, 0, 3]]).tobytes())
        texture.set_ram_mipmap_image(number, CPTA_uchar(pixels))
    return texture


@dataclass(frozen=True, eq=False)
class _Look:
    """A pattern on the graphics card; its arrays are megabytes and not kept.

    Attributes:
        colour: tint and gloss as bytes, the square root of half their value: the eye's scale, and no steps in the dark;
            along the axes.
        relief: how far the surface rises along u (red) and along v (green), 128 is level; None where nobody asks.
        size: metres of a repeat.
        own: whether it has a colour of its own.
        rows: of how many that are side by side along u, as slats are, a repeat is made; 0 of none.
        axes: what each channel adds to red, green, blue and gloss.
        base: what they are where all channels are zero.
    """

    colour: Texture
    relief: Texture | None
    size: tuple[float, float]
    own: bool
    rows: int
    axes: LMatrix4f = field(default_factory=LMatrix4f.ident_mat)
    base: LVector4f = field(default_factory=LVector4f.zero)


@cache
def _look(name: str, relief: bool, blocks: bool) -> _Look:
    found = block_arrays(name) if blocks else look_arrays(name, plain=not relief)
    if "axes" in found:
        shape = (int(found["shape"][0]), int(found["shape"][1]))
        return _Look(
            of_blocks(f"pattern {name}", found["colour"], shape, channels=4),
            of_blocks(f"relief {name}", found["relief"], shape, channels=2),
            (float(found["size"][0]), float(found["size"][1])),
            bool(found["own"]),
            int(found["rows"]),
            LMatrix4f(*found["axes"].reshape(-1).tolist()),
            LVector4f(*found["base"].tolist()),
        )
    return _Look(
        picture(f"pattern {name}", found["data"], repeats=True),
        picture(f"relief {name}", found["slopes"], repeats=True) if relief else None,
        (float(found["size"][0]), float(found["size"][1])),
        bool(found["own"]),
        int(found["rows"]),
    )


_FORMATS = {1: Texture.F_red, 2: Texture.F_rg, 3: Texture.F_rgb8, 4: Texture.F_rgba8}


def picture(name: str, data: NDArray[np.uint8], *, repeats: bool = False) -> Texture:
    """A texture with mipmaps of an array (h, w, channels); from the bottom up, of three and four blue first."""
    return flat(name, data, _FORMATS[data.shape[2]], mipmaps=True, repeats=repeats)


def volume(values: NDArray[np.uint8]) -> Texture:
    """A 3D texture of an array (z, y, x, 4), red first."""
    deep, tall, wide, _ = values.shape
    texture = Texture("field")
    texture.setup_3d_texture(wide, tall, deep, Texture.T_unsigned_byte, Texture.F_rgba8)
    # Channel by channel: four times as fast as by an index, and while lamps are dimmed it is done in the frame.
    swapped = values.copy()
    swapped[..., 0], swapped[..., 2] = values[..., 2], values[..., 0]
    texture.set_ram_image(swapped.tobytes())
    texture.set_keep_ram_image(False)
    texture.set_minfilter(SamplerState.FT_linear)
    texture.set_magfilter(SamplerState.FT_linear)
    for wrap in (texture.set_wrap_u, texture.set_wrap_v, texture.set_wrap_w):
        wrap(SamplerState.WM_clamp)
    return texture
