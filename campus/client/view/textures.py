"""Arrays become textures: handed over in one copy, and kept on the graphics card only."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from panda3d.core import SamplerState, Texture


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
