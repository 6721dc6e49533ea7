"""Takes the grain out of a lightmap. Owns the only use of `pyoidn` (Intel's Open Image Denoise)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from campus.bake.rays import BakerMissing
from campus.bake.sites import filled

Floats = NDArray[np.floating[Any]]


def denoised(image: Floats, known: NDArray[np.bool_]) -> Floats:
    """A picture of light without grain; unknown texels are filled from their neighbours first.

    Args:
        image: (h, w, 3) lux.
        known: (h, w).

    Raises:
        BakerMissing: where Open Image Denoise is not installed.
    """
    try:
        import pyoidn
    except ImportError:
        raise BakerMissing("Open Image Denoise") from None
    whole = np.ascontiguousarray(filled(image, known, black=0), np.float32)
    if not whole.any():
        return whole
    return np.maximum(np.asarray(pyoidn.denoise(whole, filter_type="RTLightmap"), np.float32), 0)
