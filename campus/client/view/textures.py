"""Arrays become textures: handed over in one copy, and kept on the graphics card only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from panda3d.core import CPTA_uchar, GraphicsStateGuardianBase, PTA_uchar, SamplerState, Texture


def flat(
    name: str, rows: NDArray[np.uint8] | NDArray[np.float16], form: Any, *, mipmaps: bool = False, repeats: bool = False
) -> Texture:
    """A texture of rows from the bottom up, looked up smoothly between its texels.

    Args:
        name: for Panda3D's own messages.
        rows: (h, w) or (h, w, channels), of three and four blue first: bytes, or half floats.
        form: one of Panda3D's formats, `Texture.F_*`.
        mipmaps: whether it has smaller ones for what is far away.
        repeats: whether it goes on without an end; else its edge does.
    """
    height, width = rows.shape[:2]
    made = Texture(name)
    kind: Any = Texture.T_half_float if rows.dtype == np.float16 else Texture.T_unsigned_byte
    made.setup_2d_texture(width, height, kind, form)
    made.set_ram_image(np.ascontiguousarray(rows).tobytes())
    made.set_keep_ram_image(False)
    smaller: Any = SamplerState.FT_linear_mipmap_linear if mipmaps else SamplerState.FT_linear
    made.set_minfilter(smaller)
    made.set_magfilter(SamplerState.FT_linear)
    wrap: Any = SamplerState.WM_repeat if repeats else SamplerState.WM_clamp
    made.set_wrap_u(wrap)
    made.set_wrap_v(wrap)
    return made


BLOCK_BYTES = 16
"""Of 4 x 4 pixels, as BC3 and BC5 have them."""


def reads_blocks() -> bool:
    """Whether the graphics card, or the processor that draws, reads pictures in blocks as `view.blocks` makes them."""
    card: Any = cast("Any", GraphicsStateGuardianBase.get_default_gsg())
    return card is not None and all(
        card.get_supports_compressed_texture_format(form) for form in (Texture.CM_dxt5, Texture.CM_rgtc)
    )


def of_blocks(name: str, encoded: NDArray[np.uint8], shape: tuple[int, int], *, channels: int) -> Texture:
    """A texture that repeats, of a picture and all its smaller ones in blocks.

    Args:
        name: for Panda3D's own messages.
        encoded: all of them, the largest first.
        shape: of the largest, rows and columns.
        channels: four for BC3, two for BC5.
    """
    kinds: tuple[Any, Any] = (Texture.F_rgba, Texture.CM_dxt5) if channels == 4 else (Texture.F_rg, Texture.CM_rgtc)
    form, blocks = kinds
    made = Texture(name)
    made.setup_2d_texture(shape[1], shape[0], Texture.T_unsigned_byte, form)
    made.set_compression(blocks)
    start = 0
    for number, size in enumerate(level_bytes(*shape)):
        part = encoded[start : start + size].tobytes()
        start += size
        if number == 0:
            made.set_ram_image(part, blocks, size)
        else:
            pixels = PTA_uchar.empty_array(0)
            pixels.set_data(part)
            made.set_ram_mipmap_image(number, CPTA_uchar(pixels), size)
    made.set_keep_ram_image(False)
    made.set_minfilter(SamplerState.FT_linear_mipmap_linear)
    made.set_magfilter(SamplerState.FT_linear)
    made.set_wrap_u(SamplerState.WM_repeat)
    made.set_wrap_v(SamplerState.WM_repeat)
    return made


def level_bytes(tall: int, wide: int) -> Iterator[int]:
    """Bytes of a picture in blocks, and of each smaller one."""
    while True:
        yield -(-tall // 4) * -(-wide // 4) * BLOCK_BYTES
        if max(tall, wide) == 1:
            return
        tall, wide = max(tall // 2, 1), max(wide // 2, 1)


def card_bytes(texture: Texture) -> int:
    """What a texture takes on a graphics card, its smaller copies included."""
    if texture.get_compression() in (Texture.CM_dxt5, Texture.CM_rgtc):
        return sum(level_bytes(texture.get_y_size(), texture.get_x_size()))
    return texture.estimate_texture_memory()
