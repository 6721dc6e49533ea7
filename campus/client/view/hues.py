"""The colour of light as an eye takes it: in the shade of pale stone everything is lit by stone, and lime stays white.

A camera that is set to one white shows such a shade brown and the next one blue. An eye gets used to each of them, the
more the stronger its colour: what is weakly coloured keeps its warmth, what is strongly coloured loses half of it. And
it closes a little where it looks at what is bright.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from campus.bake.encoding import LUMINANCE

HALVED_AT = 0.6
"""Light so far from white loses half of its colour: the length of the logarithm of its red, green and blue over its
brightness. Of what fills an arcade of limestone it is 0.8, of a lamp of 3,500 K beside daylight 0.4."""
HELD_FROM = 1.5
"""Half more than the light of a space's shade is shown as it is; of what is more, an eye sees the logarithm."""
Floats = NDArray[np.float32]


def accustomed(light: NDArray[np.floating]) -> Floats:
    """(…, 3) light as bright as it was, nearer to white; what is dark stays so.

    Args:
        light: (…, 3) linear, of which equal parts are white; any unit.
    """
    weights = np.asarray(LUMINANCE, np.float32)
    light = np.maximum(light, 0).astype(np.float32)
    bright = np.maximum(light @ weights, np.float32(1e-9))[..., None]
    ratio = np.log(np.maximum(light / bright, np.float32(1e-3)))
    far = np.sqrt((ratio * ratio).sum(axis=-1, keepdims=True))
    found = np.exp(ratio / (1 + far / np.float32(HALVED_AT)))
    found *= (light @ weights / (found @ weights))[..., None]
    return np.asarray(found, np.float32)


def held(light: NDArray[np.floating]) -> Floats:
    """(…, 3) light whose brightest parts are held back: beside a window, plaster keeps its grain.

    Args:
        light: (…, 3) linear, of which 1 is the shade of the space.
    """
    bright = np.maximum(light @ np.asarray(LUMINANCE, np.float32), np.float32(1e-9)) / np.float32(HELD_FROM)
    share = np.where(bright > 1, (1 + np.log(np.maximum(bright, 1))) / bright, 1)
    return np.asarray(light * share[..., None], np.float32)
