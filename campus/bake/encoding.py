"""Light in a picture file: numbers from starlight to noon in a PNG of sixteen bits, a hundredth of a stop fine.

Luminance is kept as its logarithm (an error of at most 0.27 % at any brightness), colour as the shares of red and of
blue. Smooth light makes smooth numbers, which PNG's own prediction packs well.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.float32]

STEPS_PER_STOP = 128
"""A step is 0.54 %: half of what an eye tells apart side by side."""
DARKEST_STOP = -12.0
"""2^-12 lux is kept as nothing."""
SHARES = 1023
LUMINANCE = np.array((0.2126, 0.7152, 0.0722), np.float32)
"""Of linear Rec. 709."""


def luminance(light: NDArray[np.floating]) -> Floats:
    """(…) of (…, 3) linear light."""
    return np.asarray(light @ LUMINANCE, np.float32)


def encoded(image: Floats) -> bytes:
    """A PNG file of (h, w, 3) light, none of it negative."""
    bright = luminance(image)
    with np.errstate(divide="ignore"):
        stops = np.log2(bright) - DARKEST_STOP
    level = np.where(stops > 0, np.round(stops * STEPS_PER_STOP) + 1, 0)
    shares = np.round(image[..., [0, 2]] / np.maximum(image.sum(-1, keepdims=True), 1e-12) * SHARES)
    shares[level == 0] = SHARES // 3
    planes = np.concatenate([level, shares[..., 0], shares[..., 1]])
    return png(np.clip(planes, 0, 65535).astype(np.uint16))


def decoded(data: bytes) -> Floats:
    """(h, w, 3) light of such a file.

    Raises:
        ValueError: when it is none.
    """
    planes = from_png(data)
    if planes.dtype != np.uint16 or planes.ndim != 2 or len(planes) % 3:
        raise ValueError("this picture holds no light")
    level, red, blue = (plane.astype(np.float32) for plane in np.split(planes, 3))
    bright = np.where(level > 0, np.exp2((level - 1) / STEPS_PER_STOP + DARKEST_STOP), 0.0)
    colour = np.stack([red / SHARES, 1 - (red + blue) / SHARES, blue / SHARES], axis=-1)
    return np.asarray(colour * (bright / np.maximum(luminance(colour), 1e-6))[..., None], np.float32)


def png(plane: NDArray[np.uint8] | NDArray[np.uint16]) -> bytes:
    """A PNG file of one plane, eight or sixteen bits."""
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(plane)).save(out, "PNG", optimize=False, compress_level=9)
    return out.getvalue()


def from_png(data: bytes) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """The plane of such a file. Raises ValueError when it cannot be read."""
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            plane: NDArray[Any] = np.asarray(picture)
    except (OSError, Image.DecompressionBombError) as problem:
        raise ValueError(f"this is no picture: {problem}") from None
    return plane if plane.dtype == np.uint8 else plane.astype(np.uint16)
